"""A blank file to fill in: a row without numbers for each measure and period that a target group is asked for."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from open_comparisons.standard.model import PRICE, Measure, Standard, TargetGroup
from open_comparisons.standard.statuses import OK


def blank_rows(standard: Standard, group: TargetGroup, last_year: int, *, splits: bool = False) -> list[dict[str, str]]:
    """
    The rows of a blank file, measure by measure: several years together, then each year from new to old.

    Args:
        standard: The standard of the file.
        group: The target group that the figures concern.
        last_year: The newest whole year to ask for; prices, which must be older, end a year before.
        splits: True for a row for each part of each breakdown as well, for the years together.

    Returns:
        The cells of each row by role. Cells that the provider fills in are "".
    """
    totals = {dimension.name: dimension.total for dimension in standard.dimensions}
    rows = []
    for measure in standard.measures_of(group.id):
        shared = {
            **{column.role: "" for column in standard.columns},
            **totals,
            "target_group": group.id,
            "measure_id": measure.id,
            "measure_version": measure.version,
            "cohort": measure.cohort,
            "status": OK,
        }
        window, *years = _periods(standard, last_year - (measure.context == PRICE))
        rows.append({**shared, "period": window})
        if splits:
            rows += [{**shared, "period": window, name: code} for name, code in _parts(standard, group, measure)]
        rows += [{**shared, "period": year} for year in years]
    return rows


def blank_csv(standard: Standard, rows: Sequence[Mapping[str, str]]) -> str:
    """The rows as CSV text in canonical form."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in standard.columns])
    writer.writerows([row[column.role] for column in standard.columns] for row in rows)
    return text.getvalue()


def roles_to_fill(standard: Standard, measure: Measure) -> frozenset[str]:
    """The roles of the cells that the provider fills in for a measure, among those for numbers."""
    roles = set(measure.kind.needs)
    if standard.takes_deviation(measure):
        roles.add("standard_deviation")
    if measure.kind.is_reported:
        roles.add("denominator")
    if measure.collected_by:
        roles |= {"response_rate", "instrument"}
    if "denominator" in roles and measure.kind.base != "expected" and not standard.counts_persons(measure):
        roles.add("persons")
    return frozenset(roles)


def can_be_absent(standard: Standard) -> bool:
    """True where a file can say why there is no figure: the standard has a status, and reasons to choose from."""
    roles = {column.role for column in standard.columns}
    return {"status", "reason"} <= roles and bool(standard.codes.reasons)


def _periods(standard: Standard, last_year: int) -> list[str]:
    years = [str(last_year - step) for step in range(standard.window_years)]
    return [f"{years[-1]}/{years[0]}", *years] if len(years) > 1 else years


def _parts(standard: Standard, group: TargetGroup, measure: Measure) -> Iterator[tuple[str, str]]:
    for dimension in standard.dimensions:
        if dimension.name in measure.adds_over:
            for code in standard.codes_of(dimension, group.id):
                yield dimension.name, code.code
