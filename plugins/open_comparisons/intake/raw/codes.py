"""Codes, identifiers and numbers as spreadsheets leave them, given back their one spelling; each repair is noted."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from open_comparisons.intake.raw.cleaning import clean_code
from open_comparisons.intake.reading import Reading
from open_comparisons.standard.identifiers import ORGNR_LUHN, orgnr_fault
from open_comparisons.standard.model import Area, Column, Standard

_DECIMALS: Final = re.compile(r"[.,]0+$")
"""What a spreadsheet adds to a code that it takes for a number."""
_BETWEEN_WORDS: Final = re.compile(r"[ _-]+")
_NUMBER: Final = re.compile(r"(?:16)?(\d{6}) ?-? ?(\d{4})(?:[.,]0+)?", re.ASCII)
"""An organisation number, with the digits before it that authorities use, and what a spreadsheet adds to it."""


def is_code(column: Column, standard: Standard) -> bool:
    """True where a column has numbers, dates, codes or identifiers, in which quotation marks and dashes say nothing."""
    if column.type != "string":
        return True
    constraints = column.constraints
    if "maxLength" in constraints:
        return False
    return column.required or column.role in standard.identifiers or bool({"enum", "pattern"} & constraints.keys())


def repair_codes(
    reading: Reading, column: Column, texts: Sequence[str], standard: Standard
) -> tuple[Reading, Sequence[str]]:
    """The cells of a column of codes as they were meant, with a note of each kind of repair in the reading."""
    reading, texts = _clean(reading, column.name, texts)
    if standard.identifiers.get(column.role) == ORGNR_LUHN:
        reading, texts = _restore_numbers(reading, column.name, texts)
    return _restore_spelling(reading, column, texts, standard)


def _clean(reading: Reading, column: str, texts: Sequence[str]) -> tuple[Reading, Sequence[str]]:
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


def _restore_spelling(
    reading: Reading, column: Column, texts: Sequence[str], standard: Standard
) -> tuple[Reading, Sequence[str]]:
    """
    Give codes their one spelling, where only capitals, or spaces and low lines for hyphens, differ: OK is ok.

    Where such a spelling may mean several codes, it is left as it is.
    """
    codes = _codes_of(column, standard)
    by_spelling: dict[str, set[str]] = {}
    for code in codes:
        by_spelling.setdefault(_spelled(code), set()).add(code)
    meant = {text: by_spelling.get(_spelled(text), set()) for text in set(texts) if text and text not in codes}
    restored = {text: next(iter(found)) for text, found in meant.items() if len(found) == 1}
    if not restored:
        return reading, texts
    example, code = min(restored.items())
    count = sum(text in restored for text in texts)
    reading = reading.noting("code-spelling", column=column.name, count=count, example=example, whole=code)
    return reading, [restored.get(text, text) for text in texts]


def _restore_numbers(reading: Reading, column: str, texts: Sequence[str]) -> tuple[Reading, Sequence[str]]:
    """
    Give organisation numbers back the hyphen that was left out, where the check digit shows that nothing else is wrong.

    A number that is a person's is left as it is: it must not come in, however it is written. No number is repeated in
    the note.
    """
    whole = {text: f"{match[1]}-{match[2]}" for text in set(texts) if (match := _NUMBER.fullmatch(text))}
    restored = {text: number for text, number in whole.items() if number != text and not orgnr_fault(number)}
    if not restored:
        return reading, texts
    reading = reading.noting("number-form", column=column, count=sum(text in restored for text in texts))
    return reading, [restored.get(text, text) for text in texts]


def _codes_of(column: Column, standard: Standard) -> frozenset[str]:
    """All codes that a column may have, whatever else is in its row."""
    codes = {*standard.codes.by_name.get(column.name, ()), *column.constraints.get("enum", ())}
    for dimension in standard.dimensions:
        if dimension.name == column.role:
            parts = [standard.codes_of(dimension, group) for group in ("", *standard.target_groups)]
            codes |= {dimension.total, *(code.code for listed in parts for code in listed)}
    if column.role == "target_group":
        codes |= standard.target_groups.keys()
    return frozenset(codes | standard.measures.keys() if column.role == "measure_id" else codes)


def _spelled(text: str) -> str:
    return _BETWEEN_WORDS.sub("-", text.casefold())
