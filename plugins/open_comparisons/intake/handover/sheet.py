"""
The answers about a submission on a sheet of a workbook: labels to write beside, and the reading of what was written.

The blank workbook has the labels of one language, each with a cell to fill in just to its right; help stands elsewhere.
Both the writer of that sheet and the reader take the labels from here. A label is found on any sheet and in any place,
so the sheet may be laid out anew without older workbooks becoming unreadable. Cells may be merged.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from open_comparisons.intake.handover.description import ANSWERS
from open_comparisons.intake.workbooks.package import is_workbook, open_workbook
from open_comparisons.intake.workbooks.sheets import WORDS, WorkbookSheet, read_sheets
from open_comparisons.intake.workbooks.xml_parts import RefusedWorkbookError
from open_comparisons.messages import LANGUAGES, say

_ROWS_SEARCHED: Final = 200
"""Rows of a sheet, from its top, in which labels are looked for."""


@dataclass(frozen=True, slots=True)
class SheetAnswers:
    """
    The answers that a workbook holds.

    Attributes:
        sheet: Name of the sheet; "" where no sheet has the labels.
        lang: The language of its labels, and so of the answers.
        answers: By the names in `ANSWERS`, those that are filled in, as they were written.
    """

    sheet: str
    lang: str
    answers: Mapping[str, str]


def answer_label(name: str, lang: str) -> str:
    """The label of an answer on the sheet; `name` is one of `ANSWERS`."""
    return say(lang, f"handover.answer.{name}.label")


def answer_question(name: str, lang: str) -> str:
    """The question behind an answer, as a sentence."""
    return say(lang, f"handover.answer.{name}.ask")


def answer_help(name: str, lang: str) -> str:
    """What to write as an answer, with an example: one to three sentences."""
    return say(lang, f"handover.answer.{name}.how")


def read_answers(content: bytes, lang: str) -> SheetAnswers:
    """
    The answers in a file.

    Args:
        content: The bytes of any file; what is no workbook, or cannot be read as one, has no answers.
        lang: The language to assume where there are none.
    """
    nothing = SheetAnswers("", lang, {})
    if not is_workbook(content):
        return nothing
    try:
        sheets = read_sheets(open_workbook(content)).sheets
    except RefusedWorkbookError:
        return nothing
    found = (answers_on(sheet, name) for sheet in sheets for name in LANGUAGES)
    labelled = [each for each in found if each.sheet]
    return max(labelled, key=lambda each: len(each.answers), default=nothing)


def answers_on(sheet: WorkbookSheet, lang: str) -> SheetAnswers:
    """The answers on one sheet by its labels in one language; without a name where it has none of them."""
    names = {_plain(answer_label(name, lang)): name for name in ANSWERS}
    ends = {(merged.first_row, merged.first_column): merged.last_column for merged in sheet.merged}
    answers: dict[str, str] = {}
    is_there = False
    for row in list(sheet.rows)[:_ROWS_SEARCHED]:
        cells = sheet.rows[row]
        for column, cell in cells.items():
            name = names.get(_plain(cell.content))
            if name:
                is_there = True
                answer = cells.get(ends.get((row, column), column) + 1)
                if answer and answer.kind == WORDS and _plain(answer.content) not in names:
                    answers[name] = answer.content
    return SheetAnswers(sheet.name if is_there else "", lang, answers)


def _plain(words: str) -> str:
    """A label as it is compared: without case, a colon at its end, and double spaces."""
    return re.sub(r"\s+", " ", words).strip().removesuffix(":").strip().casefold()
