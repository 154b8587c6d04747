"""The sheet that asks, once for each measure, why there are no figures for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from open_comparisons.files.blank_workbook.sheets import (
    MOST_IN_MESSAGE,
    MOST_IN_TITLE,
    Maker,
    Sheet,
    cell_on,
    cut,
    range_on,
)
from open_comparisons.standard.statuses import MISSING, OK

_HEADER: Final = 3
"""The row of the headings, from 0."""
_CODE, _TITLE, _REASON, _ROWS = range(4)
_LEGEND: Final = 5
"""The first column of the list of reasons: title, code, meaning."""


@dataclass(frozen=True, slots=True)
class AbsentFormulas:
    """
    Formulas for the rows of one measure, and what they give as long as the sheet says nothing.

    Attributes:
        status: "ok", or "saknas" where the sheet has a reason for the measure.
        reason: The code of that reason; "" without one.
    """

    status: str
    reason: str


def write_absent_sheet(maker: Maker, sheet: Sheet, rows: Sequence[Mapping[str, str]]) -> dict[str, AbsentFormulas]:
    """Write the sheet; gives the formulas for the rows of each measure, by its id."""
    t, lang, looks = maker.locale.t, maker.locale.lang, maker.looks
    names = {column.role: column.name for column in maker.standard.columns}
    reasons = list(maker.standard.codes.reasons.values())
    for column, width in (
        (_CODE, 26),
        (_TITLE, 38),
        (_REASON, 24),
        (_ROWS, 10),
        (_LEGEND, 24),
        (_LEGEND + 1, 18),
        (_LEGEND + 2, 60),
    ):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, maker.name("absent"), looks["title"])
    sheet.merge_range(1, 0, 1, _REASON, t("fill.absent-about"), looks["lead"])
    sheet.set_row(1, 50)
    for place, words in enumerate((names["measure_id"], t("head.measure"), names["reason"], t("fill.absent-rows"))):
        sheet.write_string(_HEADER, place, words, looks["head"])
    for place, words in enumerate((t("fill.absent-choose"), t("standard.code"), t("standard.means"))):
        sheet.write_string(_HEADER, _LEGEND + place, words, looks["head"])
    for row, code in enumerate(reasons, start=_HEADER + 1):
        about = code.text("description").plain(lang)
        for place, words in enumerate((code.title.plain(lang), code.code, about)):
            sheet.write_string(row, _LEGEND + place, words, looks["text"])
    ends = _HEADER + 1, _HEADER + len(reasons)
    titles, codes = (range_on(sheet.name, *ends, _LEGEND + place) for place in (0, 1))
    formulas = {}
    measures = maker.standard.measures_of(maker.group.id)
    for row, measure in enumerate(measures, start=_HEADER + 1):
        sheet.write_string(row, _CODE, measure.id, looks["fixed"])
        sheet.write_string(row, _TITLE, measure.title.plain(lang), looks["text"])
        sheet.write_blank(row, _REASON, None, looks["fill"])
        sheet.write_number(row, _ROWS, sum(each["measure_id"] == measure.id for each in rows), looks["quiet"])
        chosen = cell_on(sheet.name, row, _REASON)
        formulas[measure.id] = AbsentFormulas(
            status=f'=IF({chosen}="","{OK}","{MISSING}")',
            reason=f'=IF({chosen}="","",IFERROR(INDEX({codes},MATCH({chosen},{titles},0)),{chosen}))',
        )
    if measures and reasons:
        beside = {
            "input_title": cut(t("fill.absent-choose"), MOST_IN_TITLE),
            "input_message": cut(t("fill.absent-prompt"), MOST_IN_MESSAGE),
            "error_title": cut(t("fill.wrong-title"), MOST_IN_TITLE),
            "error_message": cut(t("fill.absent-wrong"), MOST_IN_MESSAGE),
        }
        chosen_from = {"validate": "list", "source": f"={titles}", **beside}
        sheet.data_validation(_HEADER + 1, _REASON, _HEADER + len(measures), _REASON, chosen_from)
    sheet.freeze_panes(_HEADER + 1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    return formulas
