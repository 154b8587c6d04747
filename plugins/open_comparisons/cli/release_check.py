"""The command `open-comparisons release-check`: the checklist before a publication, with errors and warnings."""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from open_comparisons.audit.findings import audit_datasets, warnings_per_release
from open_comparisons.build.loading import terms_digest
from open_comparisons.cli.options import add_data, add_lang
from open_comparisons.cli.speaking.parser import CommandParser
from open_comparisons.errors import DataError, OpenComparisonsError, Problem
from open_comparisons.intake.checks.replies import reply_problems
from open_comparisons.intake.limits import limits_reason, lowered_limits
from open_comparisons.intake.listed_rows import reasons_for
from open_comparisons.intake.release import Data, Release
from open_comparisons.intake.releases import load_data
from open_comparisons.intake.seals import read_seals
from open_comparisons.messages import LANGUAGES, message, say
from open_comparisons.site.changes import changes_between
from open_comparisons.standard.model import Standard
from open_comparisons.standard.text import Text, one_language_texts
from open_comparisons.tools.processes import available
from open_comparisons.tools.store import Store

_MOST_LINKS: Final = 20


@dataclass(frozen=True, slots=True)
class Checklist:
    """The findings: errors that stop a publication, and warnings to consider."""

    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def run(options: argparse.Namespace) -> int:
    """
    Run the command.

    Returns:
        0 when there are no errors, 1 when there are.

    Raises:
        OpenComparisonsError: There is no data folder.
    """
    if not (options.data / "standard").is_dir():
        raise OpenComparisonsError("errors.no-data-folder", path=options.data)
    instant = datetime.fromisoformat(options.at) if options.at else datetime.now(tz=UTC)
    instant = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    result = checklist(options.data, options.content, options.site, instant)
    for name in ("errors", "warnings"):
        problems: tuple[Problem, ...] = getattr(result, name)
        if problems:
            print(say(options.lang, f"cli.release-check.{name}", count=len(problems)))
            print("\n".join(problem.as_text(options.lang) for problem in problems))
    if not result.errors and not result.warnings:
        print(say(options.lang, "cli.release-check.none"))
    return int(bool(result.errors))


def add_arguments(parser: CommandParser) -> None:
    """Declare the options."""
    parser.add_argument("--site", type=Path, metavar="FOLDER", help=parser.say("option.release-site"))
    parser.add_argument("--content", type=Path, default=Path("content"), help=parser.say("option.content"))
    parser.add_argument("--at", help=parser.say("option.release-at"))
    add_lang(parser)
    add_data(parser)


def checklist(folder: Path, content: Path, site: Path | None, instant: datetime) -> Checklist:
    """
    Go through everything that is about to be published.

    Args:
        folder: The data folder.
        content: The content folder, with the editors' texts.
        site: A site built for sign-off; None leaves its pages out.
        instant: The moment of publication.
    """
    try:
        data = load_data(folder)
    except DataError as error:
        return Checklist(tuple(error.problems), ())
    errors, warnings = _audit_findings(data, folder)
    errors += reply_problems(data, folder)
    for dataset, releases in data.releases.items():
        seals, _ = read_seals(folder / dataset)
        older = [None, *releases]
        for before, release in zip(older, releases, strict=False):
            if release.id not in seals:
                errors += _release_errors(before, release, data, instant)
                warnings += _release_warnings(before, release, data, instant)
    count = one_language_texts(data.standard)
    if count:
        warnings.append(
            finding(
                "data/standard", "one-language", what=message("cli.release-check.texts-of-the-standard", count=count)
            )
        )
    warnings += _texts(content)
    if site:
        errors += _pages(site)
    return Checklist(tuple(errors), tuple(warnings))


def _audit_findings(data: Data, folder: Path) -> tuple[list[Problem], list[Problem]]:
    """The errors and warnings of the attack on everything published."""
    try:
        attacked = audit_datasets(data, Store(None), terms_digest(folder), processes=available())
    except DataError as error:
        return list(error.problems), []
    return [], [
        finding(f"data/{dataset}/{release}", "could-be-worked-out", count=count)
        for (dataset, release), count in sorted(warnings_per_release(attacked).items())
    ]


def _release_errors(before: Release | None, release: Release, data: Data, instant: datetime) -> Iterator[Problem]:
    place = f"data/{release.dataset}/{release.id}"
    if not release.notes:
        yield finding(f"{place}/metadata.json", "no-notes")
    due = release.next_release
    if due and (due <= release.released or due < instant.date()):
        yield finding(f"{place}/metadata.json", "next-date-past", date=due.isoformat())
    if before:
        official = {submission.slug for submission in release.submissions if submission.protected_by}
        changes = changes_between(before, release, data.standard)
        unexplained = sum(row.reason is None for row in changes.rows) if not official else 0
        if unexplained:
            yield finding(f"{place}/metadata.json", "unexplained-change", count=unexplained)
    yield finding(place, "not-sealed", release=f"{release.dataset} {release.id}")


def _release_warnings(before: Release | None, release: Release, data: Data, instant: datetime) -> Iterator[Problem]:
    place = f"data/{release.dataset}/{release.id}/metadata.json"
    metadata, standard = release.metadata, data.standard
    if not release.next_release:
        yield finding(place, "no-next-date")
    if standard.licence_url not in {entry.get("path") for entry in metadata.get("licenses", [])}:
        yield finding(place, "other-licence", url=standard.licence_url)
    lowered = lowered_limits(metadata, standard)
    if lowered:
        limits = [message("cli.release-check.limit", **asdict(each)) for each in lowered]
        yield finding(place, "lowered-limits", limits=limits, reason=limits_reason(metadata))
    elif metadata.get("thresholds"):
        yield finding(place, "own-limits")
    if metadata.get("opened"):
        yield finding(place, "opened", count=len(metadata["opened"]))
    if release.embargo and release.embargo > instant:
        yield finding(place, "embargo", moment=release.embargo.isoformat())
    yield from _untranslated_texts(place, release)
    yield from _idle_corrections(place, before, release, standard)


def _untranslated_texts(place: str, release: Release) -> Iterator[Problem]:
    """Texts of a release that are missing in one language."""
    texts = [(place, "title", release.title), (place, "notes", release.notes), (place, "publisher", release.publisher)]
    texts += [(submission.file, "method_note", submission.method_note) for submission in release.submissions]
    for file, what, words in texts:
        if bool(words.sv) != bool(words.en):
            yield finding(file, "one-language", what=what)


def _idle_corrections(place: str, before: Release | None, release: Release, standard: Standard) -> Iterator[Problem]:
    """Corrections that name no value that has changed."""
    changed = changes_between(before, release, standard).rows if before else ()
    keys = [{role: (cell,) for role, cell in row.key.items()} for row in changed]
    for number, entry in enumerate(release.metadata.get("corrections", []), start=1):
        listed = reasons_for({"corrections": [entry]}, "corrections", standard, release.table.columns)
        if not any(listed.reason(key, 0) for key in keys):
            yield finding(place, "correction-of-nothing", number=number)


def _texts(content: Path) -> Iterator[Problem]:
    """Texts of editors that are missing in another language."""
    names = {path.relative_to(content).as_posix() for path in content.rglob("*.md")} if content.is_dir() else set()
    for name in sorted(names):
        stem, _, lang = name.removesuffix(".md").rpartition(".")
        if lang in LANGUAGES and any(f"{stem}.{other}.md" not in names for other in LANGUAGES):
            yield finding(f"{content.name}/{name}", "one-language", what=message("cli.release-check.the-text"))


def finding(place: str, code: str, **values: object) -> Problem:
    """
    The finding with a code about a file or an address.

    Args:
        place: The file or address.
        code: A key of `words/release.<language>.json`.
        values: For the placeholders; a `Text` appears in the language of the finding.
    """

    def in_each(part: str) -> tuple[str, ...]:
        return tuple(say(lang, f"release.{code}.{part}", **_in_language(values, lang)) for lang in LANGUAGES)

    return Problem(place, 0, "", f"release-{code}", in_each("message"), in_each("remedy"))


def _in_language(values: Mapping[str, object], lang: str) -> dict[str, object]:
    return {name: value.plain(lang) if isinstance(value, Text) else value for name, value in values.items()}


class _LinkReader(HTMLParser):
    """The links of a page; `marked` is True where it has the mark of a site for sign-off."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.marked = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        self.marked = self.marked or "notice--sign-off" in (of.get("class") or "")
        if tag in {"a", "link", "img", "script"}:
            self.links += [link for link in (of.get("href"), of.get("src")) if link]


def _pages(site: Path) -> Iterator[Problem]:
    """Dead links within the site, and pages without the mark of a site for sign-off."""
    dead: Counter[str] = Counter()
    for path in sorted(site.rglob("*.html")):
        page = _LinkReader()
        page.feed(path.read_text(encoding="utf-8"))
        place = path.relative_to(site).as_posix()
        if not page.marked and path.name == "index.html":
            yield finding(place, "not-marked")
        for link in sorted(set(page.links)):
            if not _target_exists(link, path, site):
                dead[link] += 1
                if dead[link] == 1 and len(dead) <= _MOST_LINKS:
                    yield finding(place, "dead-link", link=link)


def _target_exists(link: str, path: Path, site: Path) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path:
        return True
    start = site if parts.path.startswith("/") else path.parent
    target = start / unquote(parts.path).lstrip("/")
    return target.is_file() or (target / "index.html").is_file()
