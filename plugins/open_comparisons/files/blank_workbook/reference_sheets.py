"""The sheets to look things up on: codes with their meaning, and measures with their definition."""

from open_comparisons.files.blank_workbook.sheets import Maker, Sheet, range_on


def write_codes(maker: Maker, sheet: Sheet) -> dict[str, str]:
    """Write all codes with their meaning; gives the range of the codes of each column by its role."""
    places, at, lang = {}, 0, maker.locale.lang
    for column in maker.standard.columns:
        if column.role == "area_code":
            lines = maker.areas()
        else:
            lines = [
                (code.code, code.text("description").plain(lang) or code.title.plain(lang))
                for code in maker.codes_of(column)
            ]
        if not lines:
            continue
        sheet.set_column(at, at, 22)
        sheet.set_column(at + 1, at + 1, 48)
        sheet.write_string(0, at, column.name, maker.looks["head"])
        sheet.write_string(0, at + 1, maker.title_of(column), maker.looks["head"])
        for row, (code, about) in enumerate(lines, start=1):
            sheet.write_string(row, at, code, maker.looks["fixed"])
            sheet.write_string(row, at + 1, about, maker.looks["text"])
        places[column.role] = range_on(sheet.name, 1, len(lines), at)
        at += 2
    sheet.freeze_panes(1, 0)
    return places


def write_measures(maker: Maker, sheet: Sheet) -> None:
    """Write the definition of each measure."""
    t, lang = maker.locale.t, maker.locale.lang
    heads = (
        *(t("definition.version"), t("head.measure"), t("definition.cohort"), t("definition.numerator")),
        *(t("definition.denominator"), t("definition.definition"), t("definition.caution")),
    )
    for at, (head, width) in enumerate(zip(heads, (26, 30, 12, 40, 40, 90, 60), strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, head, maker.looks["head"])
    for row, measure in enumerate(maker.standard.measures_of(maker.group.id), start=1):
        texts = (measure.numerator, measure.denominator, measure.definition, measure.caution)
        cells = (f"{measure.id} {measure.version}", measure.title.plain(lang), measure.cohort)
        for at, cell in enumerate((*cells, *(text.plain(lang) for text in texts))):
            sheet.write_string(row, at, cell, maker.looks["text"])
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
