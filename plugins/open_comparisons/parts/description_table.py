"""What a provider says about its file: the four questions, the field of each answer, and what to write."""

from open_comparisons.intake.handover.description import ANSWERS
from open_comparisons.intake.handover.sheet import answer_help, answer_label, answer_question
from open_comparisons.site.records import Cell, PlainRow, PlainTable
from open_comparisons.site.source import Source


def description_table(source: Source) -> PlainTable:
    """A row per answer: its label in the workbook, the question, what to write, and its field in the JSON file."""
    t, lang = source.locale.t, source.locale.lang
    rows = [
        PlainRow(
            answer_label(name, lang),
            "",
            (Cell(answer_question(name, lang), answer_help(name, lang)), Cell(name)),
        )
        for name in ANSWERS
    ]
    head = (t("standard.answer"), t("standard.question"), t("standard.field"))
    return PlainTable("uppgifter", t("standard.description"), head, tuple(rows), t("standard.description-about"))
