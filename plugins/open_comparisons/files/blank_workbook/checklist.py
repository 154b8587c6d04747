"""The sheet that says how far the workbook has come: each row of the data in words, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from typing import Final

from xlsxwriter.utility import xl_col_to_name

from open_comparisons.files.blank_workbook.data_sheet import columns_of
from open_comparisons.files.blank_workbook.rules import NOT_GIVEN_HERE, numbers_to_fill, rules_of
from open_comparisons.files.blank_workbook.sheets import Maker, Sheet, cell_on, quoted, range_on
from open_comparisons.standard.model import Measure
from open_comparisons.standard.periods import parse_period

STATES: Final = ("done", "absent", "blank", "wrong")
"""How far a row has come, as keys of `fill.state.…`, in the order of their counts at the top."""
_FIRST_COUNT: Final = 2
"""The row of the first count, from 0."""
_HEADER: Final = _FIRST_COUNT + len(STATES) + 1
_STATE, _REASON, _MEASURE, _PERIOD, _LINE = range(5)


def write_checklist(maker: Maker, sheet: Sheet, rows: Sequence[Mapping[str, str]]) -> None:
    """Write the counts of rows, and a line for each row."""
    t, looks = maker.locale.t, maker.looks
    for column, width in ((_STATE, 20), (_REASON, 62), (_MEASURE, 40), (_PERIOD, 14), (_LINE, 10)):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, maker.name("checks"), looks["title"])
    sheet.merge_range(1, 0, 1, _LINE, t("fill.checks-about"), looks["lead"])
    sheet.set_row(1, 34)
    first, last = _HEADER + 1, _HEADER + len(rows)
    states = range_on(sheet.name, first, last, _STATE)
    for place, state in enumerate(STATES, start=_FIRST_COUNT):
        words = t(f"fill.state.{state}")
        sheet.write_string(place, _STATE, words, looks["text"])
        counted = len(rows) if state == "blank" else 0
        sheet.write_formula(place, _REASON, f"=COUNTIF({states},{quoted(words)})", looks["count"], counted)
    heads = ("fill.checks-state", "fill.checks-reason", "head.measure", "fill.checks-period", "fill.checks-row")
    for column, key in enumerate(heads):
        sheet.write_string(_HEADER, column, t(key), looks["head"])
    for line, row in enumerate(rows, start=1):
        _write_line(maker, sheet, _HEADER + line, line, row)
    wrong = {"type": "cell", "criteria": "==", "value": quoted(t("fill.state.wrong")), "format": looks["wrong"]}
    sheet.conditional_format(first, _STATE, last, _STATE, wrong)
    sheet.autofilter(_HEADER, 0, last, _LINE)
    sheet.freeze_panes(_HEADER + 1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def count_formula(maker: Maker, state: str) -> str:
    """A formula of another sheet for the number of rows in a state."""
    return f"={cell_on(maker.name('checks'), _FIRST_COUNT + STATES.index(state), _REASON)}"


def _write_line(maker: Maker, sheet: Sheet, at: int, line: int, row: Mapping[str, str]) -> None:
    t, looks, data = maker.locale.t, maker.looks, maker.name("data")
    measure = maker.standard.measures[row["measure_id"]]
    places = columns_of(maker.standard)
    cells = {role: cell_on(data, line, place) for role, place in places.items()}
    reason = xl_col_to_name(_REASON) + str(at + 1)
    sheet.write_formula(at, _REASON, _reason_formula(maker, measure, cells), looks["text"], "")
    not_given = NOT_GIVEN_HERE.format(**cells) if "status" in cells else "FALSE"
    numbers = numbers_to_fill(maker.standard, measure)
    blank = ",".join(f'{cells[role]}=""' for role in numbers)
    wrong, absent, nothing, done = (quoted(t(f"fill.state.{state}")) for state in ("wrong", "absent", "blank", "done"))
    state = f'=IF({reason}<>"",{wrong},IF({not_given},{absent},IF(AND({blank}),{nothing},{done})))'
    sheet.write_formula(at, _STATE, state, looks["text"], t("fill.state.blank"))
    sheet.write_string(at, _MEASURE, measure.title.plain(maker.locale.lang), looks["text"])
    sheet.write_string(at, _PERIOD, maker.locale.period(*parse_period(row["period"])), looks["text"])
    column = xl_col_to_name(places[numbers[0]] if numbers else 0)
    sheet.write_url(at, _LINE, f"internal:'{data}'!{column}{line + 1}", looks["link"], str(line + 1))


def _reason_formula(maker: Maker, measure: Measure, cells: Mapping[str, str]) -> str:
    """A formula for what is wrong with a row; blank where nothing is."""
    formula = '""'
    for rule in reversed(list(rules_of(maker.standard, measure, maker.locale))):
        words = f"{maker.standard.column_name(rule.role)}: {rule.reason}"
        formula = f"IF({rule.condition.format(**cells)},{quoted(words)},{formula})"
    return f"={formula}"
