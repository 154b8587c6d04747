"""A blank workbook: the sheets in their order, and what each has to know of the others."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import xlsxwriter

from open_comparisons.files.blank_workbook.absent_sheet import write_absent_sheet
from open_comparisons.files.blank_workbook.checklist import write_checklist
from open_comparisons.files.blank_workbook.data_sheet import write_data_sheet
from open_comparisons.files.blank_workbook.first_sheet import write_first_sheet
from open_comparisons.files.blank_workbook.reference_sheets import write_codes, write_measures
from open_comparisons.files.blank_workbook.sheets import Maker, PlainFormulas
from open_comparisons.intake.blank_file import can_be_absent
from open_comparisons.site.locales import Locale
from open_comparisons.standard.model import Standard, TargetGroup

SHEETS: Final = ("guide", "absent", "data", "checks", "codes", "measures")
"""The sheets in order, as keys of `fill.sheet-…`; that of absent measures only where the standard has reasons."""
_CREATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's dates have no zone; a fixed one, for equal bytes


def blank_workbook(
    standard: Standard,
    group: TargetGroup,
    rows: Sequence[Mapping[str, str]],
    locale: Locale,
    tool_address: str = "",
) -> bytes:
    """
    A workbook to fill in, which checks itself as far as a spreadsheet can; equal input gives equal bytes.

    Args:
        standard: The standard of the file.
        group: The target group of the figures.
        rows: From `intake.blank_file.blank_rows`.
        locale: The language of everything but codes and the names of columns.
        tool_address: Where the tool that protects the figures is; "" where the site's address is not known.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        title = locale.t("fill.title", group=group.title.plain(locale.lang))
        book.set_properties({"title": title, "created": _CREATED})
        maker = Maker(book, standard, group, locale).with_looks()
        names = [name for name in SHEETS if name != "absent" or can_be_absent(standard)]
        sheets = {name: book.add_worksheet(maker.name(name), PlainFormulas) for name in names}
        lists = write_codes(maker, sheets["codes"])
        own = write_first_sheet(maker, sheets["guide"], title, lists, lines=len(rows), tool_address=tool_address)
        absent = write_absent_sheet(maker, sheets["absent"], rows) if "absent" in sheets else {}
        write_measures(maker, sheets["measures"])
        write_data_sheet(maker, sheets["data"], rows, lists | own, absent)
        write_checklist(maker, sheets["checks"], rows)
    return buffer.getvalue()
