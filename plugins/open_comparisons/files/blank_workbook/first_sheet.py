"""The sheet to start on: five steps, who the provider is, four answers about the submission, and the progress."""

import math
from collections.abc import Mapping
from typing import Final

from xlsxwriter.utility import xl_rowcol_to_cell

from open_comparisons.files.blank_workbook.checklist import STATES, count_formula
from open_comparisons.files.blank_workbook.sheets import (
    MOST_IN_MESSAGE,
    MOST_IN_TITLE,
    OWN,
    Maker,
    Sheet,
    cell_on,
    cut,
    quoted,
)
from open_comparisons.intake.handover.description import ANSWERS
from open_comparisons.intake.handover.sheet import answer_help, answer_label, answer_question
from open_comparisons.site.steps import numbered_steps, template_steps
from open_comparisons.standard.identifiers import ORGNR_LUHN
from open_comparisons.standard.model import Column

_LABEL, _ANSWER, _REMARK = range(3)
_WIDTHS: Final = (30, 62, 52)
_LINE: Final = 15.5
"""Points that a line of text is high."""
_LETTERS: Final = 1.15
"""Letters of a text that fit where one digit does, by which widths are given."""


def write_first_sheet(
    maker: Maker, sheet: Sheet, title: str, lists: Mapping[str, str], *, lines: int, tool_address: str
) -> dict[str, str]:
    """
    Write the sheet.

    Args:
        maker: The workbook.
        sheet: The sheet.
        title: The title of the workbook.
        lists: The range of the codes of each column, by its role.
        lines: The number of rows to fill in.
        tool_address: Where the tool is; "" where that is not known.

    Returns:
        The cell for each role in `OWN`, for formulas.
    """
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.hide_gridlines(2)
    row = _write_top(maker, sheet, title, tool_address)
    row = _write_head(maker, sheet, row + 1, "fill.own", "fill.own-about")
    places = {}
    for column in maker.standard.columns:
        if column.role in OWN:
            _write_own(maker, sheet, row, column, lists)
            places[column.role] = cell_on(sheet.name, row, _ANSWER)
            row += 1
    row = _write_head(maker, sheet, row + 1, "fill.answers", "fill.answers-about")
    for name in ANSWERS:
        _write_answer(maker, sheet, row, name)
        row += 1
    row = _write_head(maker, sheet, row + 1, "fill.progress", "fill.progress-about")
    for state in STATES:
        sheet.write_string(row, _LABEL, maker.locale.t(f"fill.state.{state}"), maker.looks["text"])
        counted = lines if state == "blank" else 0
        sheet.write_formula(row, _ANSWER, count_formula(maker, state), maker.looks["count"], counted)
        row += 1
    row += 1
    sheet.merge_range(row, _LABEL, row, _REMARK, maker.locale.t("fill.sign-title"), maker.looks["head"])
    row += 1
    for words, _ in numbered_steps(maker.locale, maker.standard, "fill.sign"):
        sheet.merge_range(row, _LABEL, row, _REMARK, f"•  {words}", maker.looks["text"])
        row += 1
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    return places


def _write_top(maker: Maker, sheet: Sheet, title: str, tool_address: str) -> int:
    """Write the title, the warning and the steps; gives the next row."""
    t, looks, lang = maker.locale.t, maker.looks, maker.locale.lang
    sheet.write_string(0, 0, title, looks["title"])
    sheet.set_row(0, 28)
    about = t("fill.about", standard=maker.standard.title.plain(lang), version=maker.standard.version)
    sheet.write_string(1, 0, about, looks["quiet"])
    sheet.merge_range(2, _LABEL, 2, _REMARK, t("fill.warning"), looks["warning"])
    sheet.set_row(2, 36)
    sheet.merge_range(4, _LABEL, 4, _REMARK, t("fill.steps-title"), looks["head"])
    row = 5
    for number, step in enumerate(template_steps(maker.locale, maker.standard), start=1):
        words = step.words if tool_address else f"{step.words} {step.tool_page}".rstrip()
        sheet.write_string(row, _LABEL, f"{number}. {step.name}", looks["step"])
        sheet.merge_range(row, _ANSWER, row, _REMARK, words, looks["text"])
        _room_for(sheet, row, words, _WIDTHS[_ANSWER] + _WIDTHS[_REMARK])
        row += 1
        if step.tool_page and tool_address:
            sheet.write_url(row, _ANSWER, tool_address, looks["link"], tool_address)
            row += 1
    return row


def _write_head(maker: Maker, sheet: Sheet, row: int, title: str, about: str) -> int:
    """Write a heading over the whole width; gives the next row."""
    words = maker.locale.t(title)
    sheet.write_string(row, _LABEL, words, maker.looks["head"])
    sheet.merge_range(row, _ANSWER, row, _REMARK, maker.locale.t(about), maker.looks["head"])
    return row + 1


def _write_own(maker: Maker, sheet: Sheet, row: int, column: Column, lists: Mapping[str, str]) -> None:
    """Write a question about who the provider is, and beside it what is wrong with the answer."""
    sheet.write_string(row, _LABEL, maker.title_of(column), maker.looks["text"])
    sheet.write_blank(row, _ANSWER, None, maker.looks["fill-text"])
    words = _beside(maker.title_of(column), column.description.plain(maker.locale.lang))
    answer = xl_rowcol_to_cell(row, _ANSWER)
    if column.role in lists:
        refused = {"error_type": "warning", "error_message": maker.locale.t("fill.wrong-code")}
        listed = {"validate": "list", "source": f"={lists[column.role]}", **words, **refused}
        sheet.data_validation(row, _ANSWER, row, _ANSWER, listed)
    else:
        sheet.data_validation(row, _ANSWER, row, _ANSWER, {"validate": "any", **words})
    remark = _remark(maker, column, answer, lists)
    if remark:
        sheet.write_formula(row, _REMARK, f"={remark}", maker.looks["remark"], "")


def _remark(maker: Maker, column: Column, answer: str, lists: Mapping[str, str]) -> str:
    """A formula for what is wrong with an answer; "" where nothing can be said of it."""
    if maker.standard.identifiers.get(column.role) == ORGNR_LUHN:
        digits = f'SUBSTITUTE({answer},"-","")'
        form, wrong = (quoted(maker.locale.t(f"fill.own-{name}")) for name in ("ten-digits", "check-digit"))
        odd, even = f"MID({digits},{{1,3,5,7,9}},1)", f"MID({digits},{{2,4,6,8,10}},1)"
        total = f"SUMPRODUCT({odd}*2-9*({odd}*2>9))+SUMPRODUCT({even}*1)"
        return f'IF({answer}="","",IF(LEN({digits})<>10,{form},IFERROR(IF(MOD({total},10)=0,"",{wrong}),{form})))'
    if column.role in lists:
        unknown = quoted(maker.locale.t("fill.own-unknown"))
        return f'IF({answer}="","",IF(ISNA(MATCH({answer}&"",{lists[column.role]},0)),{unknown},""))'
    return ""


def _write_answer(maker: Maker, sheet: Sheet, row: int, name: str) -> None:
    """Write a question about the submission, with room for the answer and what to write beside it."""
    lang, looks = maker.locale.lang, maker.looks
    sheet.write_string(row, _LABEL, answer_label(name, lang), looks["text"])
    sheet.write_blank(row, _ANSWER, None, looks["answer"])
    sheet.write_string(row, _REMARK, answer_help(name, lang), looks["help"])
    words = _beside(answer_label(name, lang), answer_question(name, lang))
    sheet.data_validation(row, _ANSWER, row, _ANSWER, {"validate": "any", **words})
    _room_for(sheet, row, answer_help(name, lang), _WIDTHS[_REMARK])


def _beside(title: str, message: str) -> dict[str, str]:
    """The message that Excel shows beside a cell that is chosen."""
    return {
        "input_title": cut(title, MOST_IN_TITLE),
        "input_message": cut(message or title, MOST_IN_MESSAGE),
    }


def _room_for(sheet: Sheet, row: int, words: str, width: int) -> None:
    """Give a row the height of its text: programs do not do so for merged cells."""
    lines = math.ceil(len(words) / (width * _LETTERS))
    sheet.set_row(row, lines * _LINE + 4)
