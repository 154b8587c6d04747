"""All texts of the editors, read, checked and joined over their languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from open_comparisons.knowledge.fields import FIELDS, read_fields
from open_comparisons.knowledge.front_matter import split
from open_comparisons.knowledge.wording import nearest, problem, shown
from open_comparisons.site.texts import Document, Library, Work
from open_comparisons.standard.model import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from open_comparisons.errors import Problem

FOLDERS: Final[Mapping[str, str]] = MappingProxyType(
    {"article": "artiklar", "webinar": "webbinarier", "issue": "humant", "comment": "kommentarer"}
)
"""Where each kind lies in the content folder."""
_NAME: Final = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)\.(sv|en)\.md")


@dataclass(frozen=True, slots=True)
class Read:
    """
    What reading a folder gave.

    Attributes:
        documents: All that can be understood, drafts and what is not out yet included.
        problems: What must be mended.
        untranslated: Files that exist in one language only.
    """

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    untranslated: tuple[str, ...]


def read_documents(content: Path, names: Collection[str]) -> Read:
    """
    Read and check all texts of a content folder.

    Args:
        content: Has a folder for each kind.
        names: What tags may say.
    """
    documents: list[Document] = []
    problems: list[Problem] = []
    for kind, folder in FOLDERS.items():
        for path in sorted((content / folder).glob("*.md")):
            document, found = _read(path, kind, content)
            problems += found
            if document is not None:
                documents.append(document)
                problems += _tag_problems(document, names)
    versions: dict[tuple[str, str], list[Document]] = {}
    for document in documents:
        versions.setdefault((document.kind, document.slug), []).append(document)
    for same in versions.values():
        problems += _differences(same)
    problems += _issue_problems(documents)
    alone = tuple(same[0].file for same in versions.values() if len(same) < len(LANGUAGES))
    return Read(tuple(documents), tuple(sorted(problems)), alone)


def library_of(
    documents: Sequence[Document],
    instant: datetime,
    *,
    zone: str = "Europe/Stockholm",
    drafts: bool = False,
    names: Mapping[str, str] = MappingProxyType({}),
    edit_address: str = "",
) -> Library:
    """
    What is shown at an instant.

    Args:
        documents: All of them, without problems.
        instant: The build's.
        zone: Where a day begins.
        drafts: Whether drafts are shown, whatever their date.
        names, edit_address: As in `Library`.
    """
    works: dict[tuple[str, str], dict[str, Document]] = {}
    for document in documents:
        if drafts if document.is_draft else is_out(document, instant, zone):
            works.setdefault((document.kind, document.slug), {})[document.lang] = document

    def of(kind: str) -> Iterator[Work]:
        for (of_kind, _), versions in works.items():
            if of_kind == kind:
                yield Work({lang: versions[lang] for lang in LANGUAGES if lang in versions})

    def newest_first(kind: str) -> tuple[Work, ...]:
        return tuple(sorted(of(kind), key=lambda work: (str(work.any.values["date"]), work.slug), reverse=True))

    issues = sorted(of("issue"), key=lambda work: (work.any.values["year"], work.any.values["number"]), reverse=True)
    return Library(
        newest_first("article"),
        newest_first("webinar"),
        tuple(issues),
        instant,
        names,
        edit_address,
        newest_first("comment"),
    )


def is_out(document: Document, instant: datetime, zone: str) -> bool:
    """Whether a text's time has come: that of articles and issues with their day; webinars are announced."""
    if document.kind == "webinar":
        return True
    return datetime.combine(document.day, time(), tzinfo=ZoneInfo(zone)) <= instant


def _read(path: Path, kind: str, content: Path) -> tuple[Document | None, list[Problem]]:
    file = path.relative_to(content.parent).as_posix()
    name = _NAME.fullmatch(path.name)
    if name is None:
        return None, [problem(file, "file-name")]
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None, [problem(file, "not-text")]
    written = split(text, file)
    values, problems = read_fields(kind, written.fields, file, content)
    problems = [*written.problems, *problems]
    if written.fields and not written.body:
        problems.append(problem(file, "empty-text", written.row))
    required = (one.name.lower() for one in FIELDS[kind] if one.required)
    if not all(name in values for name in required):
        return None, problems
    rows = {field: entry.row for field, entry in written.fields.items()}
    return Document(kind, name[1], name[2], file, values, rows, written.body, written.row), problems


def _tag_problems(document: Document, names: Collection[str]) -> Iterator[Problem]:
    for tag in document.tags:
        if tag not in names:
            row = document.rows["tags"]
            yield problem(document.file, "unknown-tag", row, "Tags", found=shown(tag), near=nearest(tag, names))


def _differences(versions: Sequence[Document]) -> Iterator[Problem]:
    first = versions[0]
    for other in versions[1:]:
        for field_ in FIELDS[first.kind]:
            name = field_.name.lower()
            if field_.alike and first.values.get(name) != other.values.get(name):
                yield problem(other.file, "differs", other.rows.get(name, 1), field_.name, other=first.file)


def _issue_problems(documents: Sequence[Document]) -> Iterator[Problem]:
    issues = {document.slug for document in documents if document.kind == "issue"}
    for document in documents:
        issue = document.values.get("issue")
        if issue and issue not in issues:
            near = nearest(issue, issues) or "–"
            yield problem(document.file, "no-such-issue", document.rows["issue"], "Issue", found=issue, near=near)
