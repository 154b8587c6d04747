"""Checks across rows: keys, periods and their grid, and totals with their parts."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import chain, permutations, product
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.intake.cells import Table
from open_comparisons.intake.checks.cube import Cube
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.wording import named_rows, problem, quote_cell
from open_comparisons.messages import Message, listing, message
from open_comparisons.standard.model import PRICE, Standard
from open_comparisons.standard.periods import YEARS, Span, canonical_period, months_between, parse_period, span_of
from open_comparisons.standard.statuses import MISSING, NOT_APPLICABLE, OK

EARLIEST_YEAR: Final = 1950
MIN_AGE_OF_PRICES: Final = 12
"""Months from the end of a period to the day when its prices may be released: a price still in use is business."""
_ROUNDING: Final = 1e-6


def period_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Periods that cannot be read, that a spreadsheet has made into dates, or that are too early or too late."""
    name = table.name("period")
    for row, cell in table.where("period", lambda cell: cell and span_of(cell) is None):
        code = "period-changed-by-spreadsheet" if _looks_like_spreadsheet_date(cell) else "invalid-period"
        yield problem(table.file, code, row, name, found=quote_cell(cell))
    for row, cell in table.where("period", lambda cell: (span := span_of(cell)) and span.start.year < EARLIEST_YEAR):
        yield problem(table.file, "period-outside-reason", row, name, found=quote_cell(cell))
    latest = terms.latest or date.max
    for row, cell in table.where("period", lambda cell: (span := span_of(cell)) and span.end > latest):
        yield problem(table.file, "period-in-the-future", row, name, found=quote_cell(cell))


def price_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Prices of periods that are not whole years, or that ended less than twelve months before they are released."""
    prices = {measure.id for measure in terms.standard.measures.values() if measure.context == PRICE}
    rows = zip(table.rows, *map(table.text, ("measure_id", "status", "period")), strict=True)
    for row, measure, status, cell in rows:
        span = span_of(cell) if measure in prices and status not in {MISSING, NOT_APPLICABLE} else None
        if span is None:
            continue
        too_new = terms.latest is not None and months_between(span.end, terms.latest) < MIN_AGE_OF_PRICES
        if too_new or not span.years():
            yield problem(table.file, "price-too-early", row, table.name("period"), months=MIN_AGE_OF_PRICES)


def _looks_like_spreadsheet_date(cell: str) -> bool:
    return ":" in cell or any(letter.isalpha() for letter in cell) or cell.isdecimal()


def canonical_note(table: Table) -> dict[str, str] | None:
    """An example of a period that is not written in its canonical form, for a note: its column, cell and period."""
    other = {cell for cell in set(table.text("period")) if (span := span_of(cell)) and canonical_period(span) != cell}
    if not other:
        return None
    cell = min(other)
    return {"column": table.name("period"), "cell": cell, "period": canonical_period(parse_period(cell))}


def key_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Keys that occur twice, periods of one series that overlap, and totals that differ from their parts."""
    cube = Cube(table, terms.standard)
    yield from _duplicates(table, cube)
    if terms.own_rule and "overlapping-periods" not in terms.opened:
        yield from _overlaps(table, cube)
    if terms.own_rule:
        yield from _bases(table, cube, terms.standard)
    sums = [(number, table.numbers(number)) for number in ("numerator", "denominator")]
    statuses = table.text("status")
    wrong: dict[tuple[int, str], list[Message]] = defaultdict(list)
    for total, parts, role in chain(_splits(table, cube, terms.standard), _windows(table, cube, terms.standard)):
        if any(statuses[index] != OK for index in (total, *parts)):
            continue
        for number, cells in sums:
            addends = [cells[part] for part in parts]
            if cells[total] is None or None in addends or abs(sum(addends) - cells[total]) <= _ROUNDING:
                continue
            rows = named_rows(table.rows[part] for part in parts)
            wrong[total, number].append(message("intake.parts", over=table.name(role), rows=rows))
    for (total, number), over in wrong.items():
        yield problem(table.file, "total-differs-from-parts", table.rows[total], table.name(number), over=listing(over))


def _duplicates(table: Table, cube: Cube) -> Iterator[Problem]:
    """Rows with the key of an earlier row, also when they spell the period in another way."""
    if len(cube.first) == len(cube.keys):
        return
    for index, key in enumerate(cube.keys):
        if cube.first[key] != index:
            yield problem(table.file, "duplicate-key", table.rows[index], first=table.rows[cube.first[key]])


def _overlaps(table: Table, cube: Cube) -> Iterator[Problem]:
    """Periods of one series that overlap in part, since their difference would disclose numbers that neither shows."""
    clashing: dict[int, list[int]] = defaultdict(list)
    for (clashing_period, span), (other, other_span) in permutations(enumerate(cube.spans), 2):
        if isinstance(span, Span) and isinstance(other_span, Span) and span.overlaps_partly(other_span):
            clashing[clashing_period].append(other)
    if not clashing:
        return
    for index, (series, split, period) in enumerate(zip(cube.series, cube.split, cube.period, strict=True)):
        rows_of_others = (cube.find(series, split, other) for other in clashing.get(period, ()))
        earlier = min((other for other in rows_of_others if other is not None and other < index), default=None)
        if earlier is not None:
            cell = quote_cell(table.text("period")[index])
            yield problem(
                table.file,
                "overlapping-periods",
                table.rows[index],
                table.name("period"),
                found=cell,
                first=table.rows[earlier],
            )


def _bases(table: Table, cube: Cube, standard: Standard) -> Iterator[Problem]:
    """Denominators that differ although their measures count the same base."""

    def base_key(names: tuple[str, ...]) -> tuple[str, ...]:
        cells = dict(zip(cube.roles, names, strict=True))
        measure = standard.measures.get(cells.pop("measure_id", ""))
        cells.pop("measure_version", None)
        return (measure.base, *cells.values()) if measure else names

    base_of = [base_key(names) for names in cube.names]
    number_of = {base: number for number, base in enumerate(dict.fromkeys(base_of))}
    numbers = [number_of[base] for base in base_of]
    first: dict[tuple[int, int, int], int] = {}
    denominators = table.numbers("denominator")
    for index, (series, split, period) in enumerate(zip(cube.series, cube.split, cube.period, strict=True)):
        if denominators[index] is not None:
            other = first.setdefault((numbers[series], split, period), index)
            if denominators[other] != denominators[index]:
                yield problem(
                    table.file,
                    "base-differs-between-measures",
                    table.rows[index],
                    table.name("denominator"),
                    first=table.rows[other],
                )


def _splits(table: Table, cube: Cube, standard: Standard) -> Iterator[tuple[int, list[int], str]]:
    """Index of each total whose parts over a dimension are all there, their indexes, and the dimension."""
    whole = tuple(dimension.total for dimension in standard.dimensions)
    # Totals of other periods have no parts to be compared with, and are most rows of a large file.
    split_periods = {
        period for period, split in zip(cube.period, cube.split, strict=True) if cube.splits[split] != whole
    }
    number_of = {codes: number for number, codes in enumerate(cube.splits)}
    groups = table.text("target_group")
    for place, dimension in enumerate(standard.dimensions):
        adding = {measure.id for measure in standard.measures.values() if dimension.name in measure.adds_over}
        if not dimension.adds_up or not adding:
            continue
        parts_of: dict[tuple[int, str], list[int]] = {}
        for number, group in product(range(len(cube.splits)), set(groups)):
            codes = cube.splits[number]
            parts = [
                number_of.get((*codes[:place], code.code, *codes[place + 1 :]))
                for code in standard.codes_of(dimension, group)
            ]
            if codes[place] == dimension.total and parts and None not in parts:
                parts_of[number, group] = [part for part in parts if part is not None]
        rows = zip(cube.series, cube.split, cube.period, groups, table.text("measure_id"), strict=True)
        for index, (series, split, period, group, measure) in enumerate(rows):
            if period in split_periods and measure in adding and (split, group) in parts_of:
                part_rows = [cube.find(series, part, period) for part in parts_of[split, group]]
                if None not in part_rows:
                    yield index, [part for part in part_rows if part is not None], dimension.name


def _windows(table: Table, cube: Cube, standard: Standard) -> Iterator[tuple[int, list[int], str]]:
    """Index of each pooled window whose years are all there, and their indexes."""
    adding = {measure.id for measure in standard.measures.values() if YEARS in measure.adds_over}
    number_of = {span: number for number, span in enumerate(cube.spans)}
    years_of: dict[int, list[int]] = {}
    for number, span in enumerate(cube.spans):
        if isinstance(span, Span) and span.months == 12 * standard.window_years:
            years = [number_of.get(year) for year in span.years()]
            if None not in years:
                years_of[number] = [year for year in years if year is not None]
    rows = zip(cube.series, cube.split, cube.period, table.text("measure_id"), strict=True)
    for index, (series, split, period, measure) in enumerate(rows):
        if period in years_of and measure in adding:
            year_rows = [cube.find(series, split, year) for year in years_of[period]]
            if None not in year_rows:
                yield index, [year for year in year_rows if year is not None], "period"


def grid_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Rows outside the grid of cells that may be shown: crossings, splits of a single year, unit rows."""
    dimensions = terms.standard.dimensions
    roles = ("period", "unit_id", *(dimension.name for dimension in dimensions))
    rows = list(zip(*map(table.text, roles), strict=True))

    totals = {dimension.name: dimension.total for dimension in dimensions}

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
            years, total = terms.standard.window_years, totals.get(role, "")
            yield problem(table.file, code, row, table.name(role), years=years, total=total)
