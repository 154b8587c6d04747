"""The sheet with the rows to fill in, in the form of the file that is saved from it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from open_comparisons.files.blank_workbook.absent_sheet import AbsentFormulas
from open_comparisons.files.blank_workbook.rules import (
    NOT_GIVEN_HERE,
    is_whole,
    numbers_to_fill,
    rules_of,
    works_itself_out,
)
from open_comparisons.files.blank_workbook.sheets import MOST_IN_MESSAGE, MOST_IN_TITLE, OWN, Maker, Sheet, cut
from open_comparisons.intake.blank_file import roles_to_fill
from open_comparisons.intake.protected_table import NUMBERS
from open_comparisons.standard.model import Measure, Standard
from open_comparisons.standard.statuses import OK

_LARGEST: Final = 10_000_000
_NARROW: Final = 6
_NARROW_ROLES: Final = frozenset({*OWN, "unit_id", "unit_name", "target_group", "measure_version", "cohort"})
"""Roles whose columns are filled in already, and only need room to be seen to be there."""
_CHOSEN: Final = frozenset({"status", "reason", "source", "comment"})
"""Roles that stay open to change in a row that is otherwise filled in."""


def write_data_sheet(
    maker: Maker,
    sheet: Sheet,
    rows: Sequence[Mapping[str, str]],
    places: Mapping[str, str],
    absent: Mapping[str, AbsentFormulas],
) -> None:
    """
    Write the rows.

    Args:
        maker: The workbook.
        sheet: The sheet.
        rows: From `intake.blank_file.blank_rows`.
        places: For each role in `OWN` the cell that all rows take over, for others the range of their codes.
        absent: For each measure the formulas of its status and reason; none where the standard has no reasons.
    """
    columns, lang = maker.standard.columns, maker.locale.lang
    at = columns_of(maker.standard)
    for place, column in enumerate(columns):
        width = _NARROW if column.role in _NARROW_ROLES else max(len(column.name), 8) + 4
        if column.role == "measure_id":
            width = max(len(row["measure_id"]) for row in rows) + 2
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, column.name, maker.looks["head"])
        note = f"{column.title.plain(lang)}\n\n{column.description.plain(lang)}"
        sheet.write_comment(0, place, note, {"x_scale": 2, "y_scale": 1.2})
        if column.role in places and column.role not in OWN:
            sheet.data_validation(1, place, len(rows), place, {"validate": "list", "source": f"={places[column.role]}"})
    for measure, lines in _by_measure(maker.standard, rows):
        for line in lines:
            _write_row(maker, sheet, line, rows[line - 1], places, absent.get(measure.id))
        _write_checks(maker, sheet, measure, lines)
        note = f"{measure.title.plain(lang)}\n\n{measure.summary.plain(lang)}"
        sheet.write_comment(lines[0], at["measure_id"], note, {"x_scale": 2})
    sheet.freeze_panes(1, at["measure_id"] + 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def columns_of(standard: Standard) -> dict[str, int]:
    """The place of each column on the sheet, from 0, by its role."""
    return {column.role: place for place, column in enumerate(standard.columns)}


def _by_measure(standard: Standard, rows: Sequence[Mapping[str, str]]) -> Iterator[tuple[Measure, list[int]]]:
    """Each measure with its lines on the sheet, which follow each other."""
    numbered = groupby(enumerate(rows, start=1), key=lambda each: each[1]["measure_id"])
    for measure_id, lines in numbered:
        yield standard.measures[measure_id], [line for line, _ in lines]


def _write_row(
    maker: Maker,
    sheet: Sheet,
    line: int,
    row: Mapping[str, str],
    places: Mapping[str, str],
    absent: AbsentFormulas | None,
) -> None:
    """Write a row, each cell of it to fill in, calculated, or filled in already."""
    measure, looks = maker.standard.measures[row["measure_id"]], maker.looks
    to_fill = roles_to_fill(maker.standard, measure)
    for role, place in columns_of(maker.standard).items():
        if role in OWN:
            # Joined with an empty text, a blank cell gives a blank text and not 0.
            sheet.write_formula(line, place, f'={places[role]}&""', looks["fixed"], "")
        elif role == "value" and works_itself_out(maker.standard, measure):
            sheet.write_formula(line, place, _share(maker.standard, line, measure), looks["worked-out"], "")
        elif role in to_fill:
            sheet.write_blank(line, place, None, looks["fill" if role in NUMBERS else "fill-text"])
        elif absent and role == "status" and row[role] == OK:
            sheet.write_formula(line, place, absent.status, looks["choose"], OK)
        elif absent and role == "reason":
            sheet.write_formula(line, place, absent.reason, looks["choose"], "")
        else:
            sheet.write_string(line, place, row[role], looks["choose-text" if role in _CHOSEN else "fixed"])


def _write_checks(maker: Maker, sheet: Sheet, measure: Measure, lines: Sequence[int]) -> None:
    """Say what belongs in the cells of a measure, refuse what cannot be, and colour what is wrong."""
    first, last, at = lines[0], lines[-1], columns_of(maker.standard)
    for role in (*numbers_to_fill(maker.standard, measure), "instrument"):
        if role != "instrument" or (measure.collected_by and role in at):
            sheet.data_validation(first, at[role], last, at[role], _validation(maker, role, measure))
    cells = {role: f"${xl_col_to_name(place)}{first + 1}" for role, place in at.items()}
    whole_row = first, at["measure_version"], last, max(at.values())
    for rule in rules_of(maker.standard, measure, maker.locale):
        where = first, at[rule.role], last, at[rule.role]
        criteria = f"={rule.condition.format(**cells)}"
        sheet.conditional_format(*where, {"type": "formula", "criteria": criteria, "format": maker.looks["wrong"]})
    if "status" in cells:
        missing = f"={NOT_GIVEN_HERE.format(**cells)}"
        quiet = {"type": "formula", "criteria": missing, "format": maker.looks["quiet"]}
        sheet.conditional_format(*whole_row, quiet)


def _validation(maker: Maker, role: str, measure: Measure) -> dict[str, object]:
    """What Excel says beside a cell, and what it refuses to take when it is typed in."""
    t, lang, standard = maker.locale.t, maker.locale.lang, maker.standard
    column = next(column for column in standard.columns if column.role == role)
    texts = {"numerator": measure.numerator, "denominator": measure.denominator}
    # How a measure is defined for its numerator says more than the column does.
    about = texts.get(role, column.description).plain(lang) or column.description.plain(lang)
    words = {
        "input_title": cut(maker.title_of(column), MOST_IN_TITLE),
        "input_message": cut(about or maker.title_of(column), MOST_IN_MESSAGE),
        "error_title": cut(t("fill.wrong-title"), MOST_IN_TITLE),
    }
    if role == "instrument":
        return {"validate": "any", **words}
    whole = is_whole(standard, measure, role)
    low, high = 0.0, float(_LARGEST)
    if role == "response_rate":
        message, low, high = t("fill.wrong-percent"), 0.0, 100.0
        words["input_message"] = cut(t("fill.rate-prompt"), MOST_IN_MESSAGE)
    elif role == "value":
        message = t("fill.wrong-value")
        low, high = measure.scale or (-float(_LARGEST), float(_LARGEST))
        words["input_message"] = cut(measure.summary.plain(lang), MOST_IN_MESSAGE)
    else:
        message = t("fill.wrong-number" if whole else "fill.wrong-value")
    return {
        "validate": "integer" if whole else "decimal",
        "criteria": "between",
        "minimum": int(low) if whole else low,
        "maximum": int(high) if whole else high,
        "error_message": cut(message, MOST_IN_MESSAGE),
        **words,
    }


def _share(standard: Standard, line: int, measure: Measure) -> str:
    """A formula for a share in percent, blank until both its counts are filled in."""
    at = columns_of(standard)
    count, base = (xl_rowcol_to_cell(line, at[role]) for role in ("numerator", "denominator"))
    return f'=IF(OR({count}="",N({base})=0),"",ROUND(100*N({count})/N({base}),{measure.file_decimals}))'
