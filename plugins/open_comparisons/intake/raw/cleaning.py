"""
Cells as everybody sees them: without characters that cannot be seen, and with one spelling of what looks the same.

Each repair has a name, a key below `intake.note.cleaned`, so that it can be reported.
"""

import re
import unicodedata
from typing import Final

REPAIRS: Final = ("invisible", "control", "composed", "spaces", "hyphens")
_LINE_BREAKS: Final = "\n\r\t"
_SPACE_LIKE_CONTROLS: Final = "\v\f\x85\u2028\u2029"
_UNCLEAN: Final = re.compile("[^ -~\u00a1-\u00ac\u00ae-\u02ff\u2013-\u2027\u2030-\u205e]|  ")
"""What may need more than its ends stripped: anything but letters and signs that are seen, in composed form."""
_INVISIBLE: Final = re.compile(
    "(?<![\ufe0f\U0001f000-\U0001faff])\u200d"
    "|[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
"""Characters of no width, and those that turn the direction of a text. The joiner in an emoji can be seen."""
_HYPHENS: Final = re.compile("[\u2010\u2011]")
"""The hyphens that look exactly as the one on the keyboard, in any text."""
_DASHES: Final = re.compile("[\u2012-\u2015\u2212\ufe58\ufe63\uff0d]")
_WIDE_SPACES: Final = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SPACES: Final = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_DIGITS: Final = re.compile(r"[-\u2212]?\d[\d., \u00a0\u2009\u202f]*\d", re.ASCII)
_HIDING: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_FORMULA: Final = re.compile(r'="([^"]*)"')
_QUOTES: Final = "\"'\u2018\u2019\u201a\u201c\u201d\u201e\u00b4`"


def clean_text(cell: str) -> tuple[str, tuple[str, ...]]:
    """
    A cell without what cannot be seen.

    Args:
        cell: The text as read.

    Returns:
        The text in composed form (NFC), without zero-width, direction and control characters, with ordinary hyphens
        and single ordinary spaces and none at its ends; and the repairs made, of `REPAIRS`.
    """
    if not _UNCLEAN.search(cell):
        text = cell.strip(" ")
        return text, () if text == cell else ("spaces",)
    repairs = {}
    seen = _INVISIBLE.sub("", cell)
    repairs["invisible"] = seen != cell
    plain = "".join(map(_without_control, seen))
    repairs["control"] = plain != seen
    composed = unicodedata.normalize("NFC", plain)
    repairs["composed"] = composed != plain
    spaced = _SPACES.sub(" ", composed).strip()
    # Numbers may have no-break spaces between thousands: those are reported with the column's numbers.
    is_number = bool(_DIGITS.fullmatch(composed))
    repairs["spaces"] = spaced != (_WIDE_SPACES.sub(" ", composed) if is_number else composed)
    text = _HYPHENS.sub("-", spaced)
    repairs["hyphens"] = text != spaced
    return text, tuple(name for name in REPAIRS if repairs[name])


def plain_text(text: str) -> str:
    """A whole text in which identifiers can be searched for: nothing that cannot be seen, and hyphens for dashes."""
    return _DASHES.sub("-", _HYPHENS.sub("-", _INVISIBLE.sub("", _CONTROL.sub("", text))))


def hides_something(text: str) -> bool:
    """True where a text has control characters, halves of characters, or any that turn its direction."""
    return bool(_HIDING.search(text))


def clean_code(cell: str) -> str:
    """A code, identifier or number without the quotation marks of a spreadsheet, and with hyphens for dashes."""
    formula = _FORMULA.fullmatch(cell)
    return _DASHES.sub("-", (formula[1] if formula else cell).strip(_QUOTES)).strip()


def _without_control(letter: str) -> str:
    if letter in _LINE_BREAKS:
        return letter
    if letter in _SPACE_LIKE_CONTROLS:
        return " "
    # Cn holds the characters that are none, such as U+FFFE.
    is_none = unicodedata.category(letter) == "Cn" and (
        ord(letter) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(letter) <= 0xFDEF
    )
    return "" if is_none or unicodedata.category(letter) in {"Cc", "Cs"} else letter
