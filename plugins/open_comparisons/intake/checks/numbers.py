"""Checks of numbers: demanded or forbidden by a status, in disagreement, or too small to be shown."""

from collections.abc import Iterator
from math import inf
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.intake.cells import Table
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.protected_table import NUMBERS, PERMITTED, disclosure_status
from open_comparisons.intake.wording import code_text, problem, range_in_words
from open_comparisons.standard.model import Measure
from open_comparisons.standard.statuses import ALL_BUT_FEW, FEW, LOW_RESPONSE, MISSING, OK, SUPPRESSED, WITH_FIGURE

_ROUNDING: Final = 1e-9
"""Slack for decimals that binary fractions cannot hold exactly."""


def status_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Numbers that the status of their row demands or forbids, and statuses that the measure cannot have."""
    roles = (*NUMBERS, "instrument", "reason")
    columns = [
        *([number is not None for number in table.numbers(role)] for role in NUMBERS),
        *(map(bool, table.text(role)) for role in ("instrument", "reason")),
    ]
    rows = list(zip(table.text("measure_id"), table.text("status"), *columns, strict=True))
    judged = {}
    for cells in set(rows):
        measure, status = terms.standard.measures.get(cells[0]), cells[1]
        if measure is not None and status in PERMITTED:
            given = {role for role, is_given in zip(roles, cells[2:], strict=True) if is_given}
            judged[cells] = list(_status_faults(measure, status, given, terms))
    wanted = {role for cells in judged.values() for _, role in cells} - table.columns.keys()
    for column in table.declared:
        if column.role in wanted and not column.required:
            yield problem(table.file, "missing-column", 1, column.name, title=column.title)
    reasons = [code_text(code) for code in terms.standard.codes.reasons.values()]
    for row, cells in zip(table.rows, rows, strict=True):
        for code, role in judged.get(cells, ()):
            if role in table.columns:
                yield problem(table.file, code, row, table.name(role), status=cells[1], known=reasons)


def _status_faults(measure: Measure, status: str, given: set[str], terms: Terms) -> Iterator[tuple[str, str]]:
    if (status == ALL_BUT_FEW and not measure.is_share) or (status == FEW and not measure.kind.counts):
        yield "status-not-for-this-measure", "status"
    permitted = PERMITTED[status]
    if status == SUPPRESSED and "denominator" not in given:
        permitted = frozenset()
    for role in NUMBERS:
        if role in given and role not in permitted:
            yield "number-forbidden-by-status", role
    for role in sorted(_needed_roles(measure, status, given, terms) - given):
        yield ("missing-number" if role in NUMBERS else f"missing-{role}"), role


def _needed_roles(measure: Measure, status: str, given: set[str], terms: Terms) -> set[str]:
    if status == MISSING:
        return {"reason"}
    if status == LOW_RESPONSE:
        return {"response_rate"}
    needed: set[str] = set()
    if status == OK:
        needed.update(measure.kind.needs)
        if measure.kind.is_reported and terms.own_rule:
            needed.add("denominator")
    elif status in {FEW, ALL_BUT_FEW} and measure.kind.band_needs_base:
        needed.add("denominator")
    if terms.own_rule:
        if needed and measure.collected_by:
            needed.update(("response_rate", "instrument"))
        if (
            "denominator" in needed | given
            and measure.kind.base != "expected"
            and not terms.standard.counts_persons(measure)
        ):
            needed.add("persons")
    return needed


def value_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Numbers that cannot be right: parts above their whole, values that disagree with their parts, decimals."""
    measures = dict(terms.standard.measures)
    # An expected number need not be whole.
    whole = {m.id for m in measures.values() if m.kind.base != "expected" and terms.standard.base_decimals(m) == 0}
    roles = ("numerator", "denominator", "persons", "value")
    rows = zip(table.rows, table.text("measure_id"), *map(table.numbers, roles), strict=True)
    for row, measure_id, numerator, denominator, persons, value in rows:
        measure = measures.get(measure_id)
        if measure is None:
            continue
        faults = _value_faults(measure, numerator, denominator, value)
        if measure_id in whole:
            faults += _count_faults(measure, numerator, denominator, persons)
        if not faults:
            continue
        limits = range_in_words(*_ends(measure))
        for code, role in faults:
            yield problem(table.file, code, row, table.name(role), decimals=measure.file_decimals, limits=limits)


def _value_faults(
    measure: Measure, numerator: float | None, denominator: float | None, value: float | None
) -> tuple[tuple[str, str], ...]:
    if measure.is_share and numerator is not None and denominator is not None and numerator > denominator:
        return (("numerator-above-denominator", "numerator"),)
    if value is not None:
        if abs(round(value, measure.file_decimals) - value) > _ROUNDING:
            return (("too-many-decimals", "value"),)
        low, high = _ends(measure)
        if not low <= value <= high:
            return (("number-out-of-range", "value"),)
    if value is not None and numerator is not None and measure.kind.is_divided and denominator:
        exact = (100 if measure.is_share else measure.per) * numerator / denominator
        if abs(exact - value) > 0.5 * 10**-measure.file_decimals + _ROUNDING:
            return (("value-disagrees-with-parts", "value"),)
    return ()


def _ends(measure: Measure) -> tuple[float, float]:
    """The lowest and highest value that can be: those of its scale, or of percent."""
    return measure.scale or ((0, 100) if measure.is_share else (-inf, inf))


def _count_faults(
    measure: Measure, numerator: float | None, denominator: float | None, persons: float | None
) -> tuple[tuple[str, str], ...]:
    """Faults of numbers that count whole things."""
    faults: tuple[tuple[str, str], ...] = ()
    if isinstance(denominator, float):
        faults += (("not-a-whole-number", "denominator"),)
    if isinstance(numerator, float) and measure.kind.counts:
        faults += (("not-a-whole-number", "numerator"),)
    if persons is not None and denominator is not None and persons > denominator:
        faults += (("persons-above-denominator", "persons"),)
    return faults


def response_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Rows whose response rate and status contradict each other."""
    limit = terms.thresholds.min_response_rate
    rows = zip(table.rows, table.text("status"), table.numbers("response_rate"), strict=True)
    for row, status, rate in rows:
        if rate is None:
            continue
        if rate < limit and status in WITH_FIGURE:
            yield problem(table.file, "response-rate-below-threshold", row, table.name("status"), limit=limit)
        elif rate >= limit and status == LOW_RESPONSE:
            yield problem(table.file, "response-rate-not-below-threshold", row, table.name("status"), limit=limit)


def small_number_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Numbers that our rule protects before a file is sent; the cell is named, never its number."""
    if not terms.own_rule:
        return
    for index, role in small_numbers(table, terms):
        yield problem(
            table.file,
            "small-number-shown",
            table.rows[index],
            table.name(role),
            key=terms.key_text(table, index),
            limit=terms.thresholds.min_count if role == "numerator" else terms.thresholds.min_denominator,
        )


def small_numbers(table: Table, terms: Terms) -> list[tuple[int, str]]:
    """Index of the row and role of each number that the primary rule hides although the row shows it."""
    measures, limits = dict(terms.standard.measures), terms.thresholds
    roles = ("numerator", "denominator", "persons", "value")
    rows = zip(table.text("measure_id"), table.text("status"), *map(table.numbers, roles), strict=True)
    small = []
    for index, (measure_id, status, numerator, denominator, persons, value) in enumerate(rows):
        measure = measures.get(measure_id)
        if measure is None or (denominator is None and numerator is None and persons is None and value is None):
            continue
        # An expected number is calculated and not counted, so no person can be recognised by it.
        base = None if measure.kind.base == "expected" else denominator
        count = numerator if measure.kind.counts else None
        if measure.kind.is_plain_count and count is None:
            count = value
        for role, size in (("persons", persons), ("denominator", base)):
            if size is not None and size < limits.min_denominator:
                small.append((index, role))
                break
        else:
            if status != OK or count is None:
                continue
            # The complement is a count of persons only in a share.
            rest_of = base if measure.is_share and base is not None and base >= count else None
            count_status = disclosure_status(
                count, rest_of, min_denominator=limits.min_denominator, min_count=limits.min_count
            )
            if count_status != OK:
                small.append((index, "numerator" if numerator is not None else "value"))
    return small


def rows_without_base(table: Table, terms: Terms) -> int:
    """Number of rows with a value but without its base, to which no rule on small numbers can be applied."""
    counts = {measure.id for measure in terms.standard.measures.values() if measure.kind.is_plain_count}
    rows = zip(table.text("measure_id"), table.numbers("value"), table.numbers("denominator"), strict=True)
    return sum(value is not None and base is None and measure not in counts for measure, value, base in rows)


def person_row_problems(table: Table, terms: Terms) -> Iterator[Problem]:  # noqa: ARG001
    """Files where nearly every row counts one person: rows about persons instead of aggregates."""
    sizes = [size for size in table.numbers("denominator") if size is not None]
    if len(sizes) >= 3 and sum(size == 1 for size in sizes) >= 0.9 * len(sizes):
        yield problem(table.file, "person-rows", 0, table.name("denominator"))
