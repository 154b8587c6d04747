"""
Protect a file at the provider, before anything is sent: read the true counts, and give the file that may be handed in.

Nothing here is written down but the protected file: true counts are held in memory alone, and neither messages nor
exceptions hold them.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from open_comparisons.disclosure.propagation import ContradictionError
from open_comparisons.disclosure.protect import protect_rows
from open_comparisons.disclosure.system import Key, Place, ReleaseRows, Row
from open_comparisons.intake.checks.run import check_file
from open_comparisons.intake.listed_rows import listed
from open_comparisons.intake.metadata import day
from open_comparisons.intake.protected_table import NUMBERS, PERMITTED
from open_comparisons.intake.releases import submission_terms
from open_comparisons.intake.submissions import read_submission
from open_comparisons.intake.wording import problem
from open_comparisons.standard.model import SUPPRESSED
from open_comparisons.standard.periods import canonical_period, parse_period, span_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from open_comparisons.disclosure.protect import Protected
    from open_comparisons.errors import Problem
    from open_comparisons.intake.cells import Table
    from open_comparisons.intake.checks.terms import Terms
    from open_comparisons.intake.provider import Provider
    from open_comparisons.intake.reading import Reading
    from open_comparisons.standard.model import Measure, Standard


@dataclass(frozen=True, slots=True)
class ProtectedFile:
    """
    What became of a file.

    Attributes:
        readings: How it and the earlier releases were read.
        problems: What has to be mended first; there is no content then.
        content: The protected file.
        table: The true rows; for their keys alone.
        of_provider: What was done with each provider's rows.
        lines: For each key of a provider, the index of its row in the table.
    """

    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...]
    table: Table
    content: str = ""
    of_provider: Mapping[str, Protected] | None = None
    lines: Mapping[tuple[str, Key], int] | None = None


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
        path: The CSV file, in the form of the standard; rows with figures have the status "ok".
        previous: Earlier releases: folders, or the provider's own files in them.
        standard: What to check against and to protect by.
        providers: The directory; None when there is none at hand.
        latest: Last day that a period may include, for a file outside a release.
    """
    metadata, terms = submission_terms(path, standard, providers, latest)
    handed_in = read_submission(path, metadata, terms, None, alone=True)
    table = handed_in.table
    problems = [found for found in handed_in.problems if not _is_mended_here(found, table, terms)]
    if problems:
        return ProtectedFile((table.reading,), tuple(sorted(problems)), table)
    rows = provider_rows(table, standard)
    before, readings, problems = _releases_before(previous, set(rows), standard)
    of_provider = {}
    lines = {(provider, row.key): index for provider, found in rows.items() for index, row in found}
    for provider, found in rows.items():
        own = [row for _, row in found]
        corrected = _corrected(metadata, table, found, standard)
        try:
            of_provider[provider] = protect_rows(own, before.get(provider, ()), standard, terms.thresholds, corrected)
        except ContradictionError as error:
            problems.append(problem(table.file, "counts-contradict", _line_of(error.variable, found, table)))
    readings = (table.reading, *readings)
    if problems:
        return ProtectedFile(readings, tuple(sorted(problems)), table)
    content = _written(table, of_provider, lines, standard)
    _, left = check_file(content.encode(), table.file, terms)
    return ProtectedFile(readings, tuple(left), table, content, of_provider, lines)


def write_protected(content: str, target: Path) -> None:
    """Write a protected file whole or not at all."""
    partial = target.with_name(f".{target.name}.partial")
    try:
        partial.write_text(content, encoding="utf-8", newline="")
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def provider_rows(table: Table, standard: Standard) -> dict[str, list[tuple[int, Row]]]:
    """The rows of a checked table by provider id, each with its index."""
    roles = ("measure_id", "measure_version", "instrument", "unit_id", "target_group", "period", "status", "reason")
    numbers = ("numerator", "denominator", "persons", "value", "response_rate")
    dimensions = [(dimension.name, dimension.total) for dimension in standard.dimensions]
    codes = zip(*(table.text(name) for name, _ in dimensions), strict=True) if dimensions else [()] * len(table)
    found: dict[str, list[tuple[int, Row]]] = defaultdict(list)
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
        key = Key(measure, version, instrument, Place(unit, group, span.start, span.end, parts))
        figures = dict(zip(numbers, counts, strict=True))
        percent = figures["response_rate"]
        figures["response_rate"] = None if percent is None else percent / 100
        found[provider].append((index, Row(key, status, reason, **figures)))
    return dict(found)


def _is_mended_here(found: Problem, table: Table, terms: Terms) -> bool:
    """Whether a problem is one that protecting takes away: a small number, or the value of one or of a share."""
    if found.code == "small-number-shown":
        return True
    if found.code != "missing-number" or found.column != table.name("value"):
        return False
    index = list(table.rows).index(found.row)
    measure = terms.standard.measures[table.text("measure_id")[index]]
    base, count = table.numbers("denominator")[index], table.numbers("numerator")[index]
    return base is not None and (base < terms.thresholds.min_denominator or (measure.is_share and count is not None))


def _releases_before(
    paths: Iterable[Path], providers: set[str], standard: Standard
) -> tuple[dict[str, list[ReleaseRows]], tuple[Reading, ...], list[Problem]]:
    """What earlier releases have of some providers, oldest first."""
    releases: list[tuple[str, str, ReleaseRows]] = []
    readings: list[Reading] = []
    problems: list[Problem] = []
    for path in paths:
        files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
        wanted = [file for file in files if any(name.encode() in file.read_bytes() for name in providers)]
        for file in wanted:
            metadata, terms = submission_terms(file, standard, None)
            handed_in = read_submission(file, metadata, terms, None, alone=True)
            readings.append(handed_in.table.reading)
            problems += handed_in.problems
            if handed_in.problems:
                continue
            name = file.resolve().parent.name
            released = day(metadata.get("released")) or day(name)
            for provider, found in provider_rows(handed_in.table, standard).items():
                if provider in providers:
                    corrected = _corrected(metadata, handed_in.table, found, standard)
                    rows = tuple(row for _, row in found)
                    when = released.isoformat() if released else ""
                    releases.append((when, provider, ReleaseRows(name, rows, corrected, terms.thresholds)))
    by_provider: dict[str, list[ReleaseRows]] = defaultdict(list)
    for _, provider, release in sorted(releases, key=lambda one: one[0]):
        by_provider[provider].append(release)
    return by_provider, tuple(readings), problems


def _corrected(
    metadata: Mapping[str, Any], table: Table, rows: Sequence[tuple[int, Row]], standard: Standard
) -> frozenset[Key]:
    """The keys of some rows that a release lists as corrected."""
    totals = {dimension.name: dimension.total for dimension in standard.dimensions}

    def as_listed(role: str) -> list[str]:
        cells = table.text(role)
        if role == "period":
            return [canonical_period(span) if (span := span_of(cell)) else cell for cell in cells]
        return [cell or totals.get(role, "") for cell in cells]

    of_release = listed(metadata, "corrections", standard, table.columns)
    columns = {role: as_listed(role) for roles in of_release.reasons for role in roles}
    return frozenset(row.key for index, row in rows if of_release.reason(columns, index) is not None)


def _line_of(variable: Any, found: Sequence[tuple[int, Row]], table: Table) -> int:  # noqa: ANN401
    """The line of the row that a contradiction showed at; 0 where it cannot be told."""
    places = [part for part in variable if isinstance(part, Place)]
    names = variable[0] if isinstance(variable[0], tuple) else ()
    of_place = [(index, row.key) for index, row in found if row.key.place in places]
    exact = [index for index, key in of_place if key.measure in names] or [index for index, _ in of_place]
    return table.rows[exact[0]] if exact else 0


def _written(
    table: Table, of_provider: Mapping[str, Protected], lines: Mapping[tuple[str, Key], int], standard: Standard
) -> str:
    """The protected rows in canonical form."""
    records = []
    for provider, protected in of_provider.items():
        for row in protected.rows:
            index = lines[provider, row.key]
            record = {column.role: _text_of(table, column.role, index) for column in standard.columns}
            span = parse_period(record["period"])
            record["period"] = canonical_period(span)
            for dimension in standard.dimensions:
                record[dimension.name] = record[dimension.name] or dimension.total
            measure = standard.measures[row.key.measure]
            record |= {"status": row.status, **_numbers(table, index, row, measure)}
            records.append(record)
    records.sort(key=lambda record: [record.get(role, "") for role in standard.key])
    text = io.StringIO()
    writer = csv.DictWriter(text, [column.role for column in standard.columns], lineterminator="\n")
    writer.writerow({column.role: column.name for column in standard.columns})
    writer.writerows(records)
    return text.getvalue()


def _numbers(table: Table, index: int, row: Row, measure: Measure) -> dict[str, str]:
    """The numbers that the status of a row permits; where a count is hidden, not the rate of answers either."""
    permitted = PERMITTED[row.status]
    if row.status == SUPPRESSED:
        permitted = frozenset({"denominator", "persons"}) if row.denominator is not None else frozenset()
    numbers = {role: table.numbers(role)[index] if role in permitted else None for role in NUMBERS}
    if "value" in permitted and measure.is_share and numbers["numerator"] is not None and numbers["denominator"]:
        numbers["value"] = round(100 * numbers["numerator"] / numbers["denominator"], measure.file_decimals)
    texts = {role: _number_text(number) for role, number in numbers.items()}
    if numbers["value"] is not None:
        texts["value"] = _number_text(numbers["value"], measure.decimals)
    return texts


def _text_of(table: Table, role: str, index: int) -> str:
    if role in NUMBERS:
        return ""
    return str(table.text(role)[index])


def _number_text(number: float | None, decimals: int = 0) -> str:
    if number is None:
        return ""
    fixed = f"{number:.{decimals}f}"
    return fixed if float(fixed) == number else repr(number)
