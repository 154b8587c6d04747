"""All texts by editors, read, checked, and joined across languages."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from open_comparisons.errors import Problem
from open_comparisons.intake.raw.cleaning import hides_something
from open_comparisons.knowledge.fields import FIELDS, read_fields
from open_comparisons.knowledge.front_matter import split
from open_comparisons.knowledge.wording import nearest, shortened, text_problem
from open_comparisons.messages import LANGUAGES
from open_comparisons.site.texts import Document, Library, Work

FOLDERS: Final[Mapping[str, str]] = MappingProxyType(
    {"article": "artiklar", "webinar": "webbinarier", "issue": "humant", "comment": "kommentarer"}
)
"""The folder of each kind of text, in the content folder."""
_NAME: Final = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)\.(sv|en)\.md")


@dataclass(frozen=True, slots=True)
class Read:
    """
    The content of a folder.

    Attributes:
        documents: All texts without serious problems, including drafts and texts that are not out yet.
        problems: All mistakes in them.
    """

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]


def read_documents(content: Path, names: Collection[str]) -> Read:
    """
    Read and check all texts of a content folder.

    Args:
        content: The content folder, with a folder for each kind of text.
        names: The names that tags may have.
    """
    documents: list[Document] = []
    problems: list[Problem] = []
    for kind, folder in FOLDERS.items():
        for path in sorted((content / folder).glob("*.md")):
            document, faults = _read(path, kind, content)
            problems += faults
            if document is not None:
                documents.append(document)
                problems += _tag_problems(document, names)
    versions: dict[tuple[str, str], list[Document]] = {}
    for document in documents:
        versions.setdefault((document.kind, document.slug), []).append(document)
    for same in versions.values():
        problems += _language_problems(same)
    problems += _issue_problems(documents)
    return Read(tuple(documents), tuple(sorted(problems)))


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
    Select the texts that are shown at an instant.

    Args:
        documents: All texts.
        instant: The build instant.
        zone: The time zone in which a day begins.
        drafts: Show drafts too, whatever their date.
        names, edit_address: As in `Library`.
    """
    works: dict[tuple[str, str], dict[str, Document]] = {}
    for document in documents:
        if drafts if document.is_draft else is_out(document, instant, zone):
            works.setdefault((document.kind, document.slug), {})[document.lang] = document

    def works_of(kind: str) -> Iterator[Work]:
        for (work_kind, _), versions in works.items():
            if work_kind == kind:
                yield Work({lang: versions[lang] for lang in LANGUAGES if lang in versions})

    def newest_first(kind: str) -> tuple[Work, ...]:
        return tuple(sorted(works_of(kind), key=lambda work: (str(work.any.values["date"]), work.slug), reverse=True))

    issues = sorted(
        works_of("issue"), key=lambda work: (work.any.values["year"], work.any.values["number"]), reverse=True
    )
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
    """True once the day of a text has begun; webinars are announced before they are held."""
    if document.kind == "webinar":
        return True
    return datetime.combine(document.day, time(), tzinfo=ZoneInfo(zone)) <= instant


def _read(path: Path, kind: str, content: Path) -> tuple[Document | None, list[Problem]]:
    file = path.relative_to(content.parent).as_posix()
    name = _NAME.fullmatch(path.name)
    if name is None:
        return None, [text_problem(file, "file-name")]
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None, [text_problem(file, "not-text")]
    hiding = [row for row, line in enumerate(text.split("\n"), start=1) if hides_something(line)]
    if hiding:
        return None, [text_problem(file, "hidden-character", row) for row in hiding]
    parts = split(text, file)
    values, problems = read_fields(kind, parts.fields, file, content)
    problems = [*parts.problems, *problems]
    if parts.fields and not parts.body:
        problems.append(text_problem(file, "empty-text", parts.row))
    required = (field_.name.lower() for field_ in FIELDS[kind] if field_.required)
    if not all(name in values for name in required):
        return None, problems
    rows = {field: entry.row for field, entry in parts.fields.items()}
    return Document(kind, name[1], name[2], file, values, rows, parts.body, parts.row), problems


def _tag_problems(document: Document, names: Collection[str]) -> Iterator[Problem]:
    for tag in document.tags:
        if tag not in names:
            row = document.rows["tags"]
            yield text_problem(
                document.file, "unknown-tag", row, "Tags", found=shortened(tag), near=nearest(tag, names)
            )


def _language_problems(versions: Sequence[Document]) -> Iterator[Problem]:
    first = versions[0]
    for other in versions[1:]:
        for field_ in FIELDS[first.kind]:
            name = field_.name.lower()
            if field_.alike and first.values.get(name) != other.values.get(name):
                yield text_problem(other.file, "differs", other.rows.get(name, 1), field_.name, other=first.file)


def _issue_problems(documents: Sequence[Document]) -> Iterator[Problem]:
    issues = {document.slug for document in documents if document.kind == "issue"}
    for document in documents:
        issue = document.values.get("issue")
        if issue and issue not in issues:
            near = nearest(issue, issues) or "–"
            yield text_problem(document.file, "no-such-issue", document.rows["issue"], "Issue", found=issue, near=near)
