"""Checks of what a spreadsheet leaves behind: a day made of a period, and cells left blank by a merge."""

from collections.abc import Iterator

from open_comparisons.errors import Problem
from open_comparisons.intake.cells import Table
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.wording import problem
from open_comparisons.standard.periods import YEARS, span_of


def day_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """
    Periods of one day in a measure that is counted over time, as when 2021-01 was typed in a cell of dates.

    Two ends (2021-01-01/2021-01-01) say that one day is meant.
    """
    spans = {cell: span_of(cell) for cell in set(table.text("period"))}
    over_time = {measure.id for measure in terms.standard.measures.values() if YEARS in measure.adds_over}
    rows = list(zip(table.rows, table.text("measure_id"), table.text("period"), strict=True))
    over_time |= {measure for _, measure, cell in rows if (span := spans[cell]) and span.start != span.end}
    for row, measure, cell in rows:
        span = spans[cell]
        if span and span.start == span.end and "/" not in cell and measure in over_time:
            name = table.name("period")
            yield problem(table.file, "one-day-period", row, name, found=cell, year=cell[:4], month=cell[:7])


def blank_cell_problems(table: Table, terms: Terms) -> Iterator[Problem]:  # noqa: ARG001
    """Cells that are blank below filled ones, as merged cells are saved: one problem for each row."""
    columns = [column for column in table.declared if column.required and column.role in table.columns]
    cells = [table.columns[column.role] for column in columns]
    if not any("" in texts for texts in cells):
        return
    blank = [
        {place for place, texts in enumerate(cells) if texts[index] == ""}
        if any(texts[index] == "" for texts in cells)
        else set()
        for index in range(len(table))
    ]
    filled: set[int] = set()
    for index, places in enumerate(blank):
        filled |= set(range(len(columns))) - places
        if not places <= filled or not 0 < len(places) <= len(columns) / 2:
            continue
        # One blank cell alone was rather forgotten than merged, and a status is often forgotten.
        neighbours = blank[max(index - 1, 0) : index] + blank[index + 1 : index + 2]
        repeated = {place for place in places if any(place in other for other in neighbours)}
        merged = {columns[place].role for place in (places if len(places) > 1 else repeated)} - {"status"}
        if merged:
            names = [columns[place].name for place in sorted(places)]
            yield problem(table.file, "blank-below-filled", table.rows[index], names[0], columns=names)
