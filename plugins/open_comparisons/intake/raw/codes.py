"""Codes, identifiers and numbers as spreadsheets leave them, given back their one spelling; each repair is noted."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from open_comparisons.intake.raw.cleaning import clean_code
from open_comparisons.intake.reading import Reading
from open_comparisons.standard.model import Area, Column, Standard

_DECIMALS: Final = re.compile(r"[.,]0+$")
"""What a spreadsheet adds to a code that it takes for a number."""


def is_code(column: Column, standard: Standard) -> bool:
    """True where a column has numbers, dates, codes or identifiers, in which quotation marks and dashes say nothing."""
    if column.type != "string":
        return True
    constraints = column.constraints
    if "maxLength" in constraints:
        return False
    return column.required or column.role in standard.identifiers or bool({"enum", "pattern"} & constraints.keys())


def clean_codes(reading: Reading, column: str, texts: Sequence[str]) -> tuple[Reading, Sequence[str]]:
    """Take away the marks that spreadsheets and word processors put round codes, or for hyphens in them."""
    cleaned = {text: code for text in set(texts) if (code := clean_code(text)) != text}
    if not cleaned:
        return reading, texts
    count = sum(text in cleaned for text in texts)
    return reading.noting("look-alikes", column=column, count=count), [cleaned.get(text, text) for text in texts]


def restore_area_codes(
    reading: Reading, column: str, texts: Sequence[str], areas: Mapping[str, Area]
) -> tuple[Reading, Sequence[str]]:
    """
    Give back the leading zeros that a spreadsheet took (581 or 581.0 is 0581), where only one code can be meant.

    Args:
        reading: How the file was read so far.
        column: Name of the column.
        texts: Its cells.
        areas: By code, those of the standard.

    Returns:
        The reading with a note of each kind of repair, and the cells.
    """
    width = max(map(len, areas), default=0)
    whole = {text: _DECIMALS.sub("", text).zfill(width) for text in set(texts) if text and text not in areas}
    restored = {text: code for text, code in whole.items() if code in areas}
    for note, has_decimals in (("lost-zeros", False), ("code-as-number", True)):
        such = {text: code for text, code in restored.items() if bool(_DECIMALS.search(text)) is has_decimals}
        if such:
            example, code = min(such.items())
            count = sum(text in such for text in texts)
            reading = reading.noting(note, column=column, count=count, example=example, whole=code)
    return reading, [restored.get(text, text) for text in texts] if restored else texts
