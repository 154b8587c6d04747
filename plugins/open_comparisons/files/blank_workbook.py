"""The blank file as a workbook: lists to choose from, calculated cells, and instructions step by step."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from open_comparisons.intake.blank_file import roles_to_fill
from open_comparisons.intake.protected_table import NUMBERS
from open_comparisons.site.locales import Locale
from open_comparisons.site.steps import numbered_steps
from open_comparisons.standard.model import Code, Column, Measure, Standard, TargetGroup

_CREATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's dates have no zone; a fixed one, for equal bytes
_OWN: Final = ("provider_id", "provider_name", "ownership", "area_code")
"""Roles that the provider fills in once, for all rows."""

_PAPER: Final = {"font_name": "Calibri", "font_size": 11}
_STYLES: Final[Mapping[str, Mapping[str, Any]]] = {
    "title": {"bold": True, "font_size": 16},
    "head": {"bold": True, "bg_color": "#DCE7E7", "border": 1, "border_color": "#8A979C"},
    "text": {"text_wrap": True, "valign": "top"},
    "code": {"font_name": "Consolas", "text_wrap": True, "valign": "top"},
    "warning": {"bold": True, "text_wrap": True, "bg_color": "#FBE9D7", "border": 1, "border_color": "#A4501B"},
    # "@" keeps 2021 and 0581 as text.
    "fixed": {"num_format": "@", "bg_color": "#ECEFF0"},
    "fill": {"border": 1, "border_color": "#8A979C"},
    "fill-text": {"num_format": "@", "border": 1, "border_color": "#8A979C"},
    "worked-out": {"bg_color": "#ECEFF0", "italic": True},
}
_LARGEST: Final = 10_000_000
_CHOSEN: Final = frozenset({"status", "reason", "source", "comment"})
"""Roles that stay open to change in a row that is otherwise filled in."""
_MOST_IN_TITLE: Final = 32


def blank_workbook(standard: Standard, group: TargetGroup, rows: Sequence[Mapping[str, str]], locale: Locale) -> bytes:
    """
    A workbook with the sheets of instructions, data, codes and measures; equal input gives equal bytes.

    Args:
        standard: The standard of the file.
        group: The target group of the figures.
        rows: From `intake.blank_file.blank_rows`.
        locale: The language of everything but codes and the names of columns.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        title = locale.t("fill.title", group=group.title.plain(locale.lang))
        book.set_properties({"title": title, "created": _CREATED})
        styles = {name: book.add_format(_PAPER | dict(look)) for name, look in _STYLES.items()}
        maker = _Maker(book, styles, standard, group, locale)
        guide, data, codes, measures = (
            book.add_worksheet(locale.t(f"fill.sheet-{name}")) for name in ("guide", "data", "codes", "measures")
        )
        lists = maker.write_codes(codes)
        own = maker.write_guide(guide, title, lists)
        maker.write_measures(measures)
        maker.write_data(data, rows, own, lists)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Maker:
    book: Any
    styles: Mapping[str, Any]
    standard: Standard
    group: TargetGroup
    locale: Locale

    def write_guide(
        self,
        sheet: Any,  # noqa: ANN401 - xlsxwriter has no types
        title: str,
        lists: Mapping[str, str],
    ) -> dict[str, str]:
        """Write the instructions, and cells for the roles in `_OWN`; gives the address of these cells by role."""
        t, lang = self.locale.t, self.locale.lang
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 90)
        sheet.write_string(0, 0, title, self.styles["title"])
        about = t("fill.about", standard=self.standard.title.plain(lang), version=self.standard.version)
        sheet.write_string(1, 0, about)
        sheet.merge_range(2, 0, 2, 1, t("fill.warning"), self.styles["warning"])
        sheet.set_row(2, 34)
        sheet.write_string(4, 0, t("fill.own"), self.styles["head"])
        sheet.write_string(4, 1, t("fill.own-about"), self.styles["head"])
        own, row = {}, 5
        for column in self.standard.columns:
            if column.role in _OWN:
                sheet.write_string(row, 0, self._title(column), self.styles["text"])
                sheet.write_blank(row, 1, None, self.styles["fill-text"])
                if column.role in lists:
                    sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": lists[column.role]})
                own[column.role] = f"'{sheet.name}'!{xl_rowcol_to_cell(row, 1, row_abs=True, col_abs=True)}"
                row += 1
        for part in ("steps", "sign"):
            row += 1
            sheet.merge_range(row, 0, row, 1, t(f"fill.{part}-title"), self.styles["head"])
            row += 1
            for number, (words, code) in enumerate(numbered_steps(self.locale, self.standard, f"fill.{part}"), start=1):
                sheet.write_number(row, 0, number, self.styles["text"])
                sheet.write_string(row, 1, words, self.styles["text"])
                row += 1
                if code:
                    sheet.write_string(row, 1, code, self.styles["code"])
                    row += 1
        return own

    def write_codes(self, sheet: Any) -> dict[str, str]:  # noqa: ANN401
        """Write all codes with their meaning; gives the range of the codes of each column by its role."""
        places, at = {}, 0
        for column in self.standard.columns:
            codes = self.codes_of(column)
            if not codes:
                continue
            sheet.set_column(at, at, 22)
            sheet.set_column(at + 1, at + 1, 48)
            sheet.write_string(0, at, column.name, self.styles["head"])
            sheet.write_string(0, at + 1, self._title(column), self.styles["head"])
            for row, code in enumerate(codes, start=1):
                sheet.write_string(row, at, code.code, self.styles["fixed"])
                about = code.text("description").plain(self.locale.lang) or code.title.plain(self.locale.lang)
                sheet.write_string(row, at + 1, about, self.styles["text"])
            ends = (xl_rowcol_to_cell(row, at, row_abs=True, col_abs=True) for row in (1, len(codes)))
            places[column.role] = f"='{sheet.name}'!{':'.join(ends)}"
            at += 2
        sheet.freeze_panes(1, 0)
        return places

    def write_measures(self, sheet: Any) -> None:  # noqa: ANN401
        """Write the definition of each measure."""
        t, lang = self.locale.t, self.locale.lang
        heads = (
            *(t("definition.version"), t("head.measure"), t("definition.cohort"), t("definition.numerator")),
            *(t("definition.denominator"), t("definition.definition"), t("definition.caution")),
        )
        for at, (head, width) in enumerate(zip(heads, (26, 30, 12, 40, 40, 90, 60), strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, head, self.styles["head"])
        for row, measure in enumerate(self.standard.measures_of(self.group.id), start=1):
            texts = (measure.numerator, measure.denominator, measure.definition, measure.caution)
            cells = (f"{measure.id} {measure.version}", measure.title.plain(lang), measure.cohort)
            for at, cell in enumerate((*cells, *(text.plain(lang) for text in texts))):
                sheet.write_string(row, at, cell, self.styles["text"])
        sheet.freeze_panes(1, 2)

    def write_data(
        self,
        sheet: Any,  # noqa: ANN401
        rows: Sequence[Mapping[str, str]],
        own: Mapping[str, str],
        lists: Mapping[str, str],
    ) -> None:
        """Write the rows to fill in, in the form of the file that is saved from them."""
        columns = self.standard.columns
        at = {column.role: place for place, column in enumerate(columns)}
        for place, column in enumerate(columns):
            sheet.set_column(place, place, max(len(column.name), 8) + 4)
            sheet.write_string(0, place, column.name, self.styles["head"])
            lang = self.locale.lang
            note = f"{column.title.plain(lang)}\n\n{column.description.plain(lang)}"
            sheet.write_comment(0, place, note, {"x_scale": 2, "y_scale": 1.2})
            if column.role in lists and column.role not in own:
                sheet.data_validation(1, place, len(rows), place, {"validate": "list", "source": lists[column.role]})
        for line, row in enumerate(rows, start=1):
            measure = self.standard.measures[row["measure_id"]]
            for place, column in enumerate(columns):
                if column.role in own:
                    # Joined with an empty text, a blank cell gives a blank text and not 0.
                    sheet.write_formula(line, place, f'={own[column.role]}&""', self.styles["fixed"], "")
                else:
                    self._write_cell(sheet, line, at, column.role, row[column.role], measure)
            if line == 1 or rows[line - 2]["measure_id"] != measure.id:
                note = f"{measure.title.plain(self.locale.lang)}\n\n{measure.summary.plain(self.locale.lang)}"
                sheet.write_comment(line, at["measure_id"], note, {"x_scale": 2})
        sheet.freeze_panes(1, 0)

    def _write_cell(
        self,
        sheet: Any,  # noqa: ANN401
        line: int,
        at: Mapping[str, int],
        role: str,
        text: str,
        measure: Measure,
    ) -> None:
        """Write a cell: to fill in, calculated, or filled in already."""
        place = at[role]
        if role == "value" and measure.is_share:
            sheet.write_formula(line, place, _share(line, at, measure), self.styles["worked-out"], "")
        elif role in roles_to_fill(self.standard, measure):
            is_number = role in NUMBERS
            sheet.write_blank(line, place, None, self.styles["fill" if is_number else "fill-text"])
            if is_number:
                sheet.data_validation(line, place, line, place, self._numbers(role, measure))
        else:
            sheet.write_string(line, place, text, self.styles["fill-text" if role in _CHOSEN else "fixed"])

    def codes_of(self, column: Column) -> tuple[Code, ...]:
        """The codes to choose from in a column; () where it is free, or filled in already."""
        for dimension in self.standard.dimensions:
            if dimension.name == column.role:
                return (Code(dimension.total, dimension.title), *self.standard.codes_of(dimension, self.group.id))
        code_list = self.standard.codes.by_name.get(column.name, {})
        return tuple(code_list.values()) if code_list or not column.constraints.get("enum") else ()

    def _title(self, column: Column) -> str:
        return column.title.plain(self.locale.lang) or column.name

    def _numbers(self, role: str, measure: Measure) -> dict[str, Any]:
        """The validation of a number in Excel: whole counts where the base is counted in whole numbers."""
        words = {
            "error_title": self.locale.t("fill.wrong-title")[:_MOST_IN_TITLE],
            "error_message": self.locale.t("fill.wrong-number"),
        }
        if role == "response_rate":
            return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100, **words}
        whole = role == "persons" or (
            role in {"numerator", "denominator"}
            and measure.kind.base != "expected"
            and not self.standard.base_decimals(measure)
        )
        least = -_LARGEST if role == "value" else 0
        kind = "integer" if whole else "decimal"
        return {"validate": kind, "criteria": "between", "minimum": least, "maximum": _LARGEST, **words}


def _share(line: int, at: Mapping[str, int], measure: Measure) -> str:
    """A formula for a share in percent, blank until both its counts are filled in."""
    count, base = (xl_rowcol_to_cell(line, at[role]) for role in ("numerator", "denominator"))
    return f'=IF(OR({count}="",N({base})=0),"",ROUND(100*{count}/{base},{measure.file_decimals}))'
