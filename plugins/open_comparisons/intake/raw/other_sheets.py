"""The other sheets of the blank workbook, saved as CSV in place of that with the figures: known by what they hold."""

import re
from collections.abc import Collection, Sequence
from itertools import chain
from typing import Final

from open_comparisons.intake.raw.cleaning import clean_text
from open_comparisons.intake.raw.encodings import decode
from open_comparisons.messages import LANGUAGES, keys_below, say
from open_comparisons.standard.model import Column, Standard

_LOOKED_AT: Final = 30_000
"""Characters of a file, from its top."""
_BETWEEN: Final = re.compile(r"[;,\t\r\n\"]")
_ROLES_OF_FIGURES: Final = frozenset({"numerator", "denominator", "value", "period"})
"""Columns that only the sheet of figures has."""
_FEWEST_OF_CODES: Final = 3
_OF_LACKING: Final = frozenset({"measure_id", "reason"})


def other_sheet(content: bytes, headings: Collection[str], columns: Sequence[Column], standard: Standard) -> str:
    """
    Which sheet of the blank workbook a CSV file is.

    Args:
        content: The bytes of the file.
        headings: Its headings, as read.
        columns: The columns that the standard declares for the file.
        standard: The standard, for its measures.

    Returns:
        A key of `intake.sheet`: "start", "codes", "measures", "lacking" or "checks"; "" for any other table.
    """
    role_of = {column.name: column.role for column in columns}
    roles = {role_of[name] for name in headings if name in role_of}
    cells = [clean_text(cell)[0] for cell in _BETWEEN.split(decode(content).text[:_LOOKED_AT])]
    # Our own headings would do as well, but "Period" is one of them, and a column of figures too.
    if next(filter(None, cells), "") in {say(lang, "intake.sheet-title.checks") for lang in LANGUAGES}:
        return "checks"
    if "measure_id" not in role_of.values() or not roles.isdisjoint(_ROLES_OF_FIGURES):
        return ""
    seen = set(cells)
    if seen & {f"{measure.id} {measure.version}" for measure in standard.measures.values()}:
        return "measures"
    if len(roles) >= _FEWEST_OF_CODES and "measure_id" not in roles:
        return "codes"
    if {role_of.get(cell, "") for cell in seen} >= _OF_LACKING and len(roles) < _FEWEST_OF_CODES:
        return "lacking"
    names = keys_below("handover.answer")
    labels = chain.from_iterable((say(lang, f"handover.answer.{name}.label") for name in names) for lang in LANGUAGES)
    return "start" if seen & set(labels) else ""
