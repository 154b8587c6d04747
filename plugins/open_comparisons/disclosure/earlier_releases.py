"""What was published of some providers before: read from whatever is at hand, with notes of what was used."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from open_comparisons.disclosure.system import CountRow, Key, ReleaseRows
from open_comparisons.disclosure.table_rows import provider_rows
from open_comparisons.errors import Problem
from open_comparisons.intake.canonical import canonical_cell, totals_of
from open_comparisons.intake.cells import Table
from open_comparisons.intake.checks.run import check_file
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.files import place
from open_comparisons.intake.handover.earlier import DESCRIBED, EarlierFile, find_earlier, rows_about
from open_comparisons.intake.listed_rows import reasons_for
from open_comparisons.intake.metadata import parse_day
from open_comparisons.intake.raw.cleaning import plain_text
from open_comparisons.intake.raw.encodings import decode
from open_comparisons.intake.reading import Reading
from open_comparisons.intake.releases import terms_of_release
from open_comparisons.intake.workbooks.package import is_workbook
from open_comparisons.messages import listing, say_in_each
from open_comparisons.standard.model import Standard, Thresholds
from open_comparisons.standard.text import Text

_OF_LIMITS: Final = frozenset(
    {"small-number-shown", "response-rate-below-threshold", "response-rate-not-below-threshold"}
)
"""Problems that a published row does not have: its release may have had limits of its own, which the site's files do
not tell."""
_MARKS: Final = re.compile("[ -]")
"""What may be left out of an identifier, or stand in it."""


@dataclass(frozen=True, slots=True)
class PublishedBefore:
    """What was published before, by provider and oldest first; with readings, notes for people, and problems."""

    releases: Mapping[str, Sequence[ReleaseRows]]
    readings: tuple[Reading, ...]
    notes: tuple[Text, ...]
    problems: tuple[Problem, ...]


def published_before(paths: Iterable[Path], providers: set[str], standard: Standard) -> PublishedBefore:
    """What the releases at some paths say of some providers; a release that is found twice counts once."""
    releases: list[tuple[str, str, ReleaseRows]] = []
    readings: list[Reading] = []
    problems: list[Problem] = []
    used: dict[tuple[str, str], EarlierFile] = {}
    notes: list[Text] = []
    for path in paths:
        found = find_earlier(path)
        problems += found.problems
        before = len(used)
        for each in found.files:
            content = each.read()
            if not _names_any(content, providers):
                continue
            table, metadata_terms, wrong = _earlier_table(each, content, providers, standard)
            readings.append(table.reading)
            problems += wrong
            if not wrong:
                used.setdefault((each.dataset, each.release or each.file), each)
                releases += _rows_before(each, table, metadata_terms.thresholds, providers, standard)
        name = place(path, None)
        if len(used) == before and not found.problems and not problems:
            notes.append(Text(*say_in_each("disclosure.earlier.none", path=name)))
        if found.passed_over:
            notes.append(
                Text(*say_in_each("disclosure.earlier.passed-over", path=name, files=listing(found.passed_over)))
            )
    notes[:0] = [_note_on(used[name]) for name in sorted(used)]
    by_provider: dict[str, list[ReleaseRows]] = defaultdict(list)
    for _, provider, release in sorted(releases, key=lambda each: each[0]):
        if release not in by_provider[provider]:
            by_provider[provider].append(release)
    return PublishedBefore(by_provider, tuple(readings), tuple(notes), tuple(problems))


def _note_on(earlier: EarlierFile) -> Text:
    """What was read as an earlier release, from which file, and how its date is known."""
    # The folder above that of a day may be called anything.
    dataset = earlier.dataset if earlier.dated_by == DESCRIBED else ""
    release = " ".join(filter(None, (dataset, earlier.release)))
    key = f"disclosure.earlier.used.{earlier.dated_by or 'undated'}"
    return Text(*say_in_each(key, release=release, file=earlier.file))


def _earlier_table(
    earlier: EarlierFile, content: bytes, providers: set[str], standard: Standard
) -> tuple[Table, Terms, list[Problem]]:
    """The rows about some providers in a file, the terms they were published by, and what is wrong with them."""
    # A folder may be called anything: what the rows must be held to is said by what describes the release alone.
    terms = terms_of_release(earlier.metadata, None, earlier.release if earlier.metadata else "", standard, None)
    if not earlier.is_published:
        table, problems = check_file(content, earlier.file, terms)
        return table, terms, problems
    column = next(column.name for column in standard.columns if column.role == "provider_id")
    table, problems = check_file(rows_about(content, column, providers), earlier.file, terms)
    return table, terms, [each for each in problems if each.code not in _OF_LIMITS]


def _rows_before(
    earlier: EarlierFile, table: Table, limits: Thresholds, providers: set[str], standard: Standard
) -> Iterator[tuple[str, str, ReleaseRows]]:
    """The day of a release, a provider, and its rows in it, for each of some providers."""
    released = parse_day(earlier.metadata.get("released")) or parse_day(earlier.release)
    for provider, indexed in provider_rows(table, standard).items():
        if provider in providers:
            corrected = corrected_keys(earlier.metadata, table, indexed, standard)
            rows = tuple(row for _, row in indexed)
            when = released.isoformat() if released else ""
            yield when, provider, ReleaseRows(earlier.release, rows, corrected, limits)


def _names_any(content: bytes, providers: set[str]) -> bool:
    """True where a file may have rows of some providers, however their identifiers are written in it."""
    if is_workbook(content):
        return True
    decoded = decode(content)
    digits = _MARKS.sub("", plain_text(decoded.text))
    return bool(decoded.fault) or any(_MARKS.sub("", name) in digits for name in providers)


def corrected_keys(
    metadata: Mapping[str, object], table: Table, rows: Sequence[tuple[int, CountRow]], standard: Standard
) -> frozenset[Key]:
    """The keys of some rows that a release lists as corrected."""
    totals = totals_of(standard)
    of_release = reasons_for(metadata, "corrections", standard, table.columns)
    listed = {role for roles in of_release.reasons for role in roles}
    columns = {role: [canonical_cell(cell, role, totals) for cell in table.text(role)] for role in listed}
    return frozenset(row.key for index, row in rows if of_release.reason(columns, index) is not None)
