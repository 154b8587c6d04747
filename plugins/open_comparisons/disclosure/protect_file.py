"""
Protect a file at the provider, before anything is sent: from true counts to the file that may be handed in.

Only the protected file is ever written. True counts are held in memory alone, and are in no message and no exception.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from open_comparisons.disclosure.counts import Count, RowCount, Scope
from open_comparisons.disclosure.families import find_families, relatives_of
from open_comparisons.disclosure.propagation import ContradictionError
from open_comparisons.disclosure.protect import ProtectedRows, protect_rows
from open_comparisons.disclosure.system import CountRow, Key, ReleaseRows
from open_comparisons.errors import Problem
from open_comparisons.intake.canonical import canonical_cell, number_text, totals_of
from open_comparisons.intake.cells import Table
from open_comparisons.intake.checks.hidden_text import number_text_problems
from open_comparisons.intake.checks.run import check_file
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.files import place
from open_comparisons.intake.handover.earlier import EarlierFile, find_earlier, rows_about
from open_comparisons.intake.listed_rows import reasons_for
from open_comparisons.intake.metadata import parse_day
from open_comparisons.intake.protected_table import NUMBERS, PERMITTED
from open_comparisons.intake.provider import Provider
from open_comparisons.intake.raw.cleaning import plain_text
from open_comparisons.intake.raw.encodings import decode
from open_comparisons.intake.reading import Reading
from open_comparisons.intake.releases import submission_terms, terms_of_release
from open_comparisons.intake.submissions import read_submission
from open_comparisons.intake.wording import problem
from open_comparisons.intake.workbooks.package import is_workbook
from open_comparisons.messages import say_in_each
from open_comparisons.standard.model import Measure, Standard, Thresholds
from open_comparisons.standard.periods import parse_period
from open_comparisons.standard.statuses import SUPPRESSED
from open_comparisons.standard.text import Text

_OF_LIMITS: Final = frozenset(
    {"small-number-shown", "response-rate-below-threshold", "response-rate-not-below-threshold"}
)
"""Problems that a published row does not have: its release may have had limits of its own, which the site's files do
not tell."""
_MARKS: Final = re.compile("[ -]")
"""What may be left out of an identifier, or stand in it."""


@dataclass(frozen=True, slots=True)
class ProtectedFile:
    """
    A file after protection.

    Attributes:
        readings: The way in which it and the earlier releases were read.
        problems: Problems to fix first; with any, there is no content.
        table: The true rows, for their keys alone.
        content: The protected file.
        by_provider: The protected rows of each provider.
        lines: The index in the table of each key of a provider.
        notes: Which earlier releases were taken into account, and what was passed over.
    """

    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...]
    table: Table
    content: str = ""
    by_provider: Mapping[str, ProtectedRows] | None = None
    lines: Mapping[tuple[str, Key], int] | None = None
    notes: tuple[Text, ...] = ()


def protect_file(
    path: Path,
    previous: Sequence[Path],
    standard: Standard,
    providers: tuple[Provider, ...] | None,
    latest: date | None = None,
) -> ProtectedFile:
    """
    Protect a file of true counts.

    Args:
        path: A CSV file or a workbook, in the form of the standard; rows with figures have the status "ok".
        previous: Earlier releases in any form that `find_earlier` knows: the site's archive, folders, own files.
        standard: The standard to check against and to protect by.
        providers: The directory; None when there is none at hand.
        latest: Last day that a period may include, for a file outside a release.
    """
    metadata, terms = submission_terms(path, standard, providers, latest)
    handed_in = read_submission(path, metadata, terms, None, alone=True)
    table = handed_in.table
    problems = [each for each in handed_in.problems if not _is_removed_by_protecting(each, table, terms)]
    if problems:
        return ProtectedFile((table.reading,), tuple(sorted(problems)), table)
    rows = provider_rows(table, standard)
    slugs = {each.id: each.slug for each in providers or ()}
    related = {each.id for own in rows for each in _related_to(own, providers or ())}
    before = _published_before(previous, rows.keys() | related, standard)
    problems = list(before.problems)
    of_slug = {slugs[each]: releases for each, releases in before.releases.items() if each in slugs}
    by_provider = {}
    lines = {(provider, row.key): index for provider, indexed in rows.items() for index, row in indexed}
    for provider, indexed in rows.items():
        own = [row for _, row in indexed]
        corrected = _corrected(metadata, table, indexed, standard)
        try:
            by_provider[provider] = protect_rows(
                own,
                before.releases.get(provider, ()),
                standard,
                terms.thresholds,
                corrected,
                relatives_of(slugs.get(provider, ""), providers or (), of_slug),
            )
        except ContradictionError as error:
            problems.append(problem(table.file, "counts-contradict", _line_at(error.count, indexed, table)))
    readings = (table.reading, *before.readings)
    problems += number_text_problems(table, _statuses(table, by_provider, lines), standard)
    if problems:
        return ProtectedFile(readings, tuple(sorted(problems)), table, notes=before.notes)
    content = _serialize(table, by_provider, lines, standard)
    _, left = check_file(content.encode(), table.file, terms)
    return ProtectedFile(readings, tuple(left), table, content, by_provider, lines, before.notes)


def _related_to(provider: str, providers: Sequence[Provider]) -> Iterator[Provider]:
    """The providers in a family with one, by its identifier."""
    own = {each.slug for each in providers if each.id == provider}
    for family in find_families(providers):
        if own & set(family.slugs):
            yield from (each for each in (*family.before, *family.after) if each.slug not in own)


def _statuses(
    table: Table, by_provider: Mapping[str, ProtectedRows], lines: Mapping[tuple[str, Key], int]
) -> list[str]:
    """The status that each row of a table has once it is protected."""
    statuses = list(table.text("status"))
    for provider, protected in by_provider.items():
        for row in protected.rows:
            statuses[lines[provider, row.key]] = row.status
    return statuses


def provider_rows(table: Table, standard: Standard) -> dict[str, list[tuple[int, CountRow]]]:
    """The rows of a checked table by provider id, each with its index."""
    roles = ("measure_id", "measure_version", "instrument", "unit_id", "target_group", "period", "status", "reason")
    numbers = ("numerator", "denominator", "persons", "value", "response_rate")
    dimensions = [(dimension.name, dimension.total) for dimension in standard.dimensions]
    codes = zip(*(table.text(name) for name, _ in dimensions), strict=True) if dimensions else [()] * len(table)
    rows: dict[str, list[tuple[int, CountRow]]] = defaultdict(list)
    for index, (provider, split, cells, counts) in enumerate(
        zip(
            table.text("provider_id"),
            codes,
            zip(*map(table.text, roles), strict=True),
            zip(*map(table.numbers, numbers), strict=True),
            strict=True,
        )
    ):
        measure, version, instrument, unit, group, period, status, reason = cells
        span = parse_period(period)
        parts = tuple(
            (name, code) for (name, total), code in zip(dimensions, split, strict=True) if code not in {"", total}
        )
        key = Key(measure, version, instrument, Scope(unit, group, span.start, span.end, parts))
        figures = dict(zip(numbers, counts, strict=True))
        percent = figures["response_rate"]
        figures["response_rate"] = None if percent is None else percent / 100
        rows[provider].append((index, CountRow(key, status, reason, **figures)))
    return dict(rows)


def _is_removed_by_protecting(reported: Problem, table: Table, terms: Terms) -> bool:
    """Tell problems that protecting removes: a small number that is shown, and a blank value of one or of a share."""
    if reported.code == "small-number-shown":
        return True
    if reported.code != "missing-number" or reported.column != table.name("value"):
        return False
    index = list(table.rows).index(reported.row)
    measure = terms.standard.measures[table.text("measure_id")[index]]
    base, count = table.numbers("denominator")[index], table.numbers("numerator")[index]
    return base is not None and (base < terms.thresholds.min_denominator or (measure.is_share and count is not None))


@dataclass(frozen=True, slots=True)
class _Before:
    """What was published before, by provider and oldest first; with readings, notes for people, and problems."""

    releases: Mapping[str, Sequence[ReleaseRows]]
    readings: tuple[Reading, ...]
    notes: tuple[Text, ...]
    problems: tuple[Problem, ...]


def _published_before(paths: Iterable[Path], providers: set[str], standard: Standard) -> _Before:
    """What the releases at some paths say of some providers; a release that is found twice counts once."""
    releases: list[tuple[str, str, ReleaseRows]] = []
    readings: list[Reading] = []
    problems: list[Problem] = []
    used: dict[str, None] = {}
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
                used.setdefault(" ".join(filter(None, (each.dataset, each.release))) or each.file)
                releases += _rows_before(each, table, metadata_terms.thresholds, providers, standard)
        name = place(path, None)
        if len(used) == before and not found.problems and not problems:
            notes.append(Text(*say_in_each("disclosure.earlier.none", path=name)))
        if found.passed_over:
            notes.append(Text(*say_in_each("disclosure.earlier.passed-over", path=name, files=found.passed_over)))
    if used:
        notes.insert(0, Text(*say_in_each("disclosure.earlier.used", releases=sorted(used))))
    by_provider: dict[str, list[ReleaseRows]] = defaultdict(list)
    for _, provider, release in sorted(releases, key=lambda each: each[0]):
        if release not in by_provider[provider]:
            by_provider[provider].append(release)
    return _Before(by_provider, tuple(readings), tuple(notes), tuple(problems))


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
            corrected = _corrected(earlier.metadata, table, indexed, standard)
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


def _corrected(
    metadata: Mapping[str, object], table: Table, rows: Sequence[tuple[int, CountRow]], standard: Standard
) -> frozenset[Key]:
    """The keys of some rows that a release lists as corrected."""
    totals = totals_of(standard)
    of_release = reasons_for(metadata, "corrections", standard, table.columns)
    listed = {role for roles in of_release.reasons for role in roles}
    columns = {role: [canonical_cell(cell, role, totals) for cell in table.text(role)] for role in listed}
    return frozenset(row.key for index, row in rows if of_release.reason(columns, index) is not None)


def _line_at(count: Count, rows: Sequence[tuple[int, CountRow]], table: Table) -> int:
    """The line of a row that a contradiction was noticed at: of the measure in the scope, else of the scope; else 0."""
    if not isinstance(count, RowCount):
        return 0
    in_scope = [(index, row.key) for index, row in rows if row.key.scope == count.scope]
    indexes = [index for index, key in in_scope if key.measure == count.quantity.name]
    indexes = indexes or [index for index, _ in in_scope]
    return table.rows[indexes[0]] if indexes else 0


def _serialize(
    table: Table, by_provider: Mapping[str, ProtectedRows], lines: Mapping[tuple[str, Key], int], standard: Standard
) -> str:
    """The protected rows in canonical form."""
    records, totals = [], totals_of(standard)
    for provider, protected in by_provider.items():
        for row in protected.rows:
            index = lines[provider, row.key]
            record = {
                column.role: canonical_cell(table.text(column.role)[index], column.role, totals)
                for column in standard.columns
                if column.role not in NUMBERS
            }
            measure = standard.measures[row.key.measure]
            record |= {"status": row.status, **_numbers(table, index, row, measure)}
            records.append(record)
    records.sort(key=lambda record: [record.get(role, "") for role in standard.key])
    text = io.StringIO()
    writer = csv.DictWriter(text, [column.role for column in standard.columns], lineterminator="\n")
    writer.writerow({column.role: column.name for column in standard.columns})
    writer.writerows(records)
    return text.getvalue()


def _numbers(table: Table, index: int, row: CountRow, measure: Measure) -> dict[str, str]:
    """The numbers that the status of a row permits; where a count is hidden, not the rate of answers either."""
    permitted = PERMITTED[row.status]
    if row.status == SUPPRESSED:
        permitted = frozenset({"denominator", "persons"}) if row.denominator is not None else frozenset()
    numbers = {role: table.numbers(role)[index] if role in permitted else None for role in NUMBERS}
    if "value" in permitted and measure.is_share and numbers["numerator"] is not None and numbers["denominator"]:
        numbers["value"] = round(100 * numbers["numerator"] / numbers["denominator"], measure.file_decimals)
    texts = {role: number_text(number) for role, number in numbers.items()}
    if numbers["value"] is not None:
        texts["value"] = number_text(numbers["value"], measure.decimals)
    return texts
