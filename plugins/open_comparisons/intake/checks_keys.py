"""Checks across rows: keys, periods and their grid, and totals with their parts."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

from open_comparisons.intake.periods import YEARS, Span, canonical_period, parse_period
from open_comparisons.intake.standard import OK
from open_comparisons.intake.wording import problem, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from open_comparisons.errors import Problem
    from open_comparisons.intake.cells import Table
    from open_comparisons.intake.checks import Terms

EARLIEST_YEAR = 1950


@lru_cache(maxsize=4096)
def span_of(text: str) -> Span | None:
    """The span that a cell names; None when it names none."""
    try:
        return parse_period(text)
    except ValueError:
        return None


def period_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Periods that cannot be read, that a spreadsheet has made into dates, or that lie outside reason."""
    name = table.name("period")
    for row, cell in table.where("period", lambda cell: cell and span_of(cell) is None):
        code = "period-changed-by-spreadsheet" if _looks_like_spreadsheet_date(cell) else "invalid-period"
        yield problem(table.file, code, row, name, found=shown(cell))
    for row, cell in table.where("period", lambda cell: _outside_reason(span_of(cell), terms)):
        yield problem(table.file, "period-outside-reason", row, name, found=shown(cell))


def _looks_like_spreadsheet_date(cell: str) -> bool:
    return ":" in cell or any(letter.isalpha() for letter in cell) or cell.isdecimal()


def _outside_reason(span: Span | None, terms: Terms) -> bool:
    if span is None:
        return False
    return span.start.year < EARLIEST_YEAR or (terms.latest is not None and span.end > terms.latest)


def canonical_note(table: Table) -> tuple[str, str] | None:
    """A note on periods written in another way than the canonical one, in both languages."""
    other = {cell for cell in set(table.text("period")) if (span := span_of(cell)) and canonical_period(span) != cell}
    if not other:
        return None
    cell = min(other)
    canonical = canonical_period(parse_period(cell))
    name = table.name("period")
    return f"{name}: {cell} lästes som {canonical}.", f"{name}: {cell} was read as {canonical}."


def duplicate_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Rows with the key of an earlier row, also when they spell the period in another way."""
    first: dict[tuple[Any, ...], int] = {}
    for row, key in zip(table.rows, _keys(table, terms, terms.standard.key), strict=True):
        earlier = first.setdefault(key, row)
        if earlier != row:
            yield problem(table.file, "duplicate-key", row, "", first=earlier)


def _keys(table: Table, terms: Terms, roles: Sequence[str]) -> list[tuple[Any, ...]]:
    columns: list[Sequence[Any]] = []
    totals = {dimension.name: dimension.total for dimension in terms.standard.dimensions}
    for role in roles:
        column: Sequence[Any] = table.text(role)
        if role == "period":
            spans = {cell: span_of(cell) or cell for cell in set(column)}
            column = [spans[cell] for cell in column]
        elif role in totals:
            column = [cell or totals[role] for cell in column]
        columns.append(column)
    return list(zip(*columns, strict=True))


def grid_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Rows outside the grid of cells that may be shown: crossings, splits of a single year, unit rows."""
    dimensions = terms.standard.dimensions
    roles = ("period", "unit_id", *(dimension.name for dimension in dimensions))
    rows = list(zip(*map(table.text, roles), strict=True))

    def faults(cells: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        period, unit, *codes = cells
        split = [dim for dim, code in zip(dimensions, codes, strict=True) if code not in {"", dim.total}]
        if len(split) > 1:
            yield "more-than-one-breakdown", split[1].name
        span = span_of(period)
        if span and span.months != 12 * terms.standard.window_years:
            for dimension in split:
                if dimension.pooled_only:
                    yield "breakdown-outside-window", dimension.name
        if unit and terms.own_rule:
            yield "unit-row", "unit_id"

    judged = {cells: [fault for fault in faults(cells) if fault[0] not in terms.opened] for cells in set(rows)}
    for row, cells in zip(table.rows, rows, strict=True):
        for code, role in judged[cells]:
            yield problem(table.file, code, row, table.name(role), years=terms.standard.window_years)


def overlap_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Periods of one series that overlap in part, since their difference would show what neither of them does."""
    spans = {span for cell in set(table.text("period")) if (span := span_of(cell))}
    clashing = {pair for pair in combinations(sorted(spans), 2) if pair[0].overlaps_partly(pair[1])}
    if not clashing or not terms.own_rule or "overlapping-periods" in terms.opened:
        return
    series: dict[tuple[Any, ...], dict[Any, int]] = defaultdict(dict)
    keys = _keys(table, terms, [role for role in terms.standard.key if role != "period"])
    for row, key, cell in zip(table.rows, keys, table.text("period"), strict=True):
        span = span_of(cell)
        for other, other_row in series[key].items():
            if span and (min(span, other), max(span, other)) in clashing:
                yield problem(
                    table.file, "overlapping-periods", row, table.name("period"), found=shown(cell), first=other_row
                )
                break
        if span:
            series[key].setdefault(span, row)


def total_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Totals that differ from the sum of their parts, where every one of them is plainly shown."""
    for role in [dimension.name for dimension in terms.standard.dimensions if dimension.adds_up]:
        yield from _unequal_splits(table, terms, role)
    yield from _unequal_windows(table, terms)


def _unequal_splits(table: Table, terms: Terms, role: str) -> Iterator[Problem]:
    standard = terms.standard
    dimension = next(dimension for dimension in standard.dimensions if dimension.name == role)
    adding = {measure.id for measure in standard.measures.values() if role in measure.adds_over}
    codes = table.text(role)
    if all(code in {"", dimension.total} for code in set(codes)):
        return
    cells: dict[tuple[Any, ...], dict[str, int]] = defaultdict(dict)
    keys = _keys(table, terms, [part for part in standard.key if part != role])
    for index, (key, code, measure) in enumerate(zip(keys, codes, table.text("measure_id"), strict=True)):
        if measure in adding:
            cells[key][code or dimension.total] = index
    groups = table.text("target_group")
    for found in cells.values():
        total = found.get(dimension.total)
        if total is None or len(found) == 1:
            continue
        parts = [found.get(code.code) for code in standard.codes_of(dimension, groups[total])]
        if None not in parts:
            yield from _unequal(table, total, [part for part in parts if part is not None], role)


def _unequal_windows(table: Table, terms: Terms) -> Iterator[Problem]:
    standard = terms.standard
    adding = {measure.id for measure in standard.measures.values() if YEARS in measure.adds_over}
    years = {
        span: span.years()
        for cell in set(table.text("period"))
        if (span := span_of(cell)) and span.months == 12 * standard.window_years
    }
    if not years:
        return
    cells: dict[tuple[Any, ...], dict[Span, int]] = defaultdict(dict)
    keys = _keys(table, terms, [part for part in standard.key if part != "period"])
    for index, (key, cell, measure) in enumerate(
        zip(keys, table.text("period"), table.text("measure_id"), strict=True)
    ):
        span = span_of(cell)
        if measure in adding and span:
            cells[key][span] = index
    for found in cells.values():
        for window in found.keys() & years.keys():
            parts = [found.get(year) for year in years[window]]
            if None not in parts:
                yield from _unequal(table, found[window], [part for part in parts if part is not None], "period")


def _unequal(table: Table, total: int, parts: Sequence[int], role: str) -> Iterator[Problem]:
    statuses = table.text("status")
    if any(statuses[index] != OK for index in (total, *parts)):
        return
    for number in ("numerator", "denominator"):
        numbers = table.numbers(number)
        addends = [numbers[part] for part in parts]
        if numbers[total] is None or None in addends:
            continue
        if abs(sum(addends) - numbers[total]) > 1e-6:
            yield problem(
                table.file,
                "total-differs-from-parts",
                table.rows[total],
                table.name(number),
                over=table.name(role),
                parts=[table.rows[part] for part in parts],
            )
