"""What all sheets of a blank workbook share: its languages and looks, and the addresses of cells on other sheets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from open_comparisons.site.locales import Locale
from open_comparisons.standard.model import Code, Column, Standard, TargetGroup

Sheet: TypeAlias = Any
"""A sheet of xlsxwriter, which has no types."""
Format: TypeAlias = Any

OWN: Final = ("provider_id", "provider_name", "ownership", "area_code")
"""Roles that the provider fills in once, for all rows."""
MOST_IN_TITLE: Final = 32
MOST_IN_MESSAGE: Final = 255
"""Letters that Excel has room for in the title and the text of a message beside a cell."""
_MOST_AREAS: Final = 1_000

_PAPER: Final = {"font_name": "Calibri", "font_size": 11}
_FRAME: Final = {"border": 1, "border_color": "#8A979C"}
_TO_FILL: Final = {"bg_color": "#FFF9DB", "valign": "top", **_FRAME}
_LOOKS: Final[Mapping[str, Mapping[str, object]]] = {
    "title": {"bold": True, "font_size": 18, "font_color": "#0B5A68"},
    "lead": {"font_size": 12, "text_wrap": True, "valign": "top"},
    "head": {"bold": True, "bg_color": "#DCE7E7", "valign": "vcenter", **_FRAME},
    "step": {"bold": True, "valign": "top", "font_color": "#0B5A68"},
    "text": {"text_wrap": True, "valign": "top"},
    "link": {"font_color": "#0B5A68", "underline": 1, "valign": "top"},
    "code": {"font_name": "Consolas", "text_wrap": True, "valign": "top"},
    "warning": {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#FBE9D7", **_FRAME},
    "remark": {"text_wrap": True, "align": "left", "valign": "top", "indent": 1, "font_color": "#A4301B", "bold": True},
    "choose": {"valign": "top", **_FRAME},
    "choose-text": {"num_format": "@", "valign": "top", **_FRAME},
    # "@" keeps 2021 and 0581 as text.
    "fixed": {"num_format": "@", "bg_color": "#ECEFF0"},
    "fill": _TO_FILL,
    "fill-text": {"num_format": "@", **_TO_FILL},
    "answer": {"num_format": "@", "text_wrap": True, **_TO_FILL},
    "help": {"text_wrap": True, "align": "left", "valign": "top", "indent": 1, "font_color": "#4A585E"},
    "worked-out": {"bg_color": "#ECEFF0", "italic": True},
    "count": {"align": "left", "valign": "top", "bold": True},
    "wrong": {"bg_color": "#F7C9BE", "font_color": "#7A1B0A", "bold": True},
    "quiet": {"font_color": "#6B777C"},
}


class PlainFormulas(Worksheet):  # type: ignore[misc] # the library has no types
    """
    A sheet whose formulas use only functions that Excel has had since 2007.

    The library looks in each formula for the names of all 130 functions that came later and need a prefix, which took
    half of a build from nothing.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002
        del expand_future_functions
        return formula.removeprefix("=")


@dataclass(frozen=True, slots=True)
class Maker:
    """A workbook that is being made, with the looks of its cells by name."""

    book: Any
    standard: Standard
    group: TargetGroup
    locale: Locale
    looks: Mapping[str, Format] = field(default_factory=dict)

    def with_looks(self) -> "Maker":
        """The same with all looks added to the workbook."""
        looks = {
            # Where a condition changes a cell, it must not change its font as well.
            name: self.book.add_format(dict(look) if name in {"wrong", "quiet"} else _PAPER | dict(look))
            for name, look in _LOOKS.items()
        }
        return Maker(self.book, self.standard, self.group, self.locale, looks)

    def name(self, sheet: str) -> str:
        """The name of a sheet in the language of the workbook: "guide", "absent", "data", and so on."""
        return self.locale.t(f"fill.sheet-{sheet}")

    def title_of(self, column: Column) -> str:
        """What a column holds, in words."""
        return column.title.plain(self.locale.lang) or column.name

    def codes_of(self, column: Column) -> tuple[Code, ...]:
        """The codes to choose from in a column; () where it is free, or filled in already."""
        for dimension in self.standard.dimensions:
            if dimension.name == column.role:
                return (Code(dimension.total, dimension.title), *self.standard.codes_of(dimension, self.group.id))
        code_list = self.standard.codes.by_name.get(column.name, {})
        return tuple(code_list.values()) if code_list or not column.constraints.get("enum") else ()

    def areas(self) -> list[tuple[str, str]]:
        """Code and name of each municipality; [] where there are too many to choose from."""
        areas = [(area.code, area.name) for area in self.standard.areas.values()]
        return areas if len(areas) <= _MOST_AREAS else []


def cell_on(sheet: str, row: int, column: int) -> str:
    """A cell of a sheet in a formula of any sheet."""
    return f"{_named(sheet)}!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"


def range_on(sheet: str, first_row: int, last_row: int, column: int) -> str:
    """A stretch of a column in a formula of any sheet."""
    ends = (xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True) for row in (first_row, last_row))
    return f"{_named(sheet)}!{':'.join(ends)}"


def _named(sheet: str) -> str:
    """The name of a sheet as formulas write it; a standard's own words may hold an apostrophe."""
    doubled = sheet.replace("'", "''")
    return f"'{doubled}'"


def quoted(words: str) -> str:
    """A text within a formula."""
    return '"' + words.replace('"', '""') + '"'


def cut(words: str, most: int) -> str:
    """A text that fits where Excel has little room."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
