"""The number formats of a workbook: what a stored number is shown as, as far as reading needs to know."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Context, Decimal
from typing import Final

_BUILT_IN: Final[Mapping[int, str]] = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    39: "#,##0.00",
    40: "#,##0.00",
    **dict.fromkeys((14, 15, *range(27, 37), *range(50, 59)), "yyyy-mm-dd"),
    16: "d-mmm",
    17: "mmm-yy",
    22: "yyyy-mm-dd hh:mm",
    49: "@",
    **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "hh:mm"),
}
"""The formats that Excel knows by number; the regional ones by the parts that they show."""
_NOT_SHOWN: Final = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]|general', re.IGNORECASE)
"""Literal text, padding, colours and regions; [h] and its like are hours that count on."""
_FORM: Final = re.compile(r"0{2,}(-0+)*")
_PATTERN: Final = re.compile(r"(\\d\{(\d{1,2})\}-?)+")
_LONGEST_CODE: Final = 255
_SHOWN_DIGITS: Final = Context(prec=15)
"""As many as Excel keeps; more are left from counting in binary."""
_MOST_PLACES: Final = 308
"""Digits before the point, or zeros after it, of the numbers that Excel has."""
_LARGEST: Final = 30
_YEARS: Final = range(1900, 2101)
_MOST_LOST_ZEROS: Final = 2
_FIRST_DAY: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell's day has no zone
_FIRST_DAY_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_SERIAL: Final = 2_958_465


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """
    What a number format does to a number.

    Attributes:
        is_percent: True where the number is shown times one hundred.
        date_parts: Those of "y", "m", "d" and "h" that a date is shown with; "" where the number is no date.
        decimals: Decimals shown; None where as many as there are.
        form: The digits that are always shown, such as "0000" or "000000-0000"; "" where there are none.
    """

    is_percent: bool = False
    date_parts: str = ""
    decimals: int | None = None
    form: str = ""


GENERAL: Final = NumberFormat()


def format_of(number: int, codes: Mapping[int, str]) -> NumberFormat:
    """
    A format by its number.

    Args:
        number: Number of the format.
        codes: The formats that the workbook defines for itself, by number.
    """
    code = codes.get(number, _BUILT_IN.get(number, ""))
    if len(code) > _LONGEST_CODE:
        return GENERAL
    shown = _NOT_SHOWN.sub("", code.replace('"-"', "-").replace("\\-", "-")).partition(";")[0].strip().lower()
    if shown in {"", "@"}:
        return GENERAL
    if "%" in shown:
        return NumberFormat(is_percent=True)
    parts = "".join(part for part in "ymdh" if part in shown.replace("s", "h").replace("[", ""))
    if parts:
        return NumberFormat(date_parts=parts)
    if _FORM.fullmatch(shown):
        return NumberFormat(decimals=0, form=shown)
    fixed = re.fullmatch(r"[#0, ]*0(?:\.(0+))?", shown)
    return NumberFormat(decimals=len(fixed[1] or "")) if fixed else GENERAL


def form_of_pattern(pattern: str) -> str:
    """The form of a pattern of digits: "0000" for four of them; "" where it asks for more than digits."""
    if not _PATTERN.fullmatch(pattern):
        return ""
    return re.sub(r"\\d\{(\d{1,2})\}", lambda digits: "0" * int(digits[1]), pattern)


def in_form(digits: str, form: str) -> str:
    """Digits in a form, with the zeros that a number loses; "" where they do not fit, or too many would be made up."""
    places = form.count("0")
    if not digits.isdecimal() or not places - _MOST_LOST_ZEROS <= len(digits) <= places:
        return ""
    left = iter(digits.zfill(places))
    return "".join(next(left) if place == "0" else place for place in form)


def stored_number(text: str) -> Decimal | None:
    """The number that a cell stores, to as many digits as Excel keeps; None where it is none."""
    try:
        number = _SHOWN_DIGITS.create_decimal(text.strip())
    except ArithmeticError:  # not a number, or far beyond all that Excel has
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= _MOST_PLACES else None


def plain_number(number: Decimal) -> str:
    """A number in digits, with a point before its decimals and no zeros after them; with an exponent if enormous."""
    if abs(number.adjusted()) > _LARGEST:
        return str(number)
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def day_of(serial: Decimal, *, from_1904: bool) -> datetime | None:
    """The moment that a number is in a cell with a date; None where Excel has none for it."""
    if not 0 <= serial <= _LAST_SERIAL:
        return None
    # Excel has a 29 February 1900 that never was, so the days before it are one number later.
    early = not from_1904 and serial < 60
    days = timedelta(days=int(serial) + early, seconds=round(float(serial % 1) * 86400))
    return (_FIRST_DAY_1904 if from_1904 else _FIRST_DAY) + days


def typed_before(day: datetime, serial: Decimal, date_parts: str) -> str:
    """The period that was probably typed into a cell which shows a date, by the parts that it shows."""
    if serial in _YEARS and serial == int(serial):
        return str(int(serial))
    if "d" in date_parts or "y" not in date_parts:
        return day.date().isoformat()
    return f"{day:%Y-%m}" if "m" in date_parts else f"{day:%Y}"


def formats_of(styles: Sequence[int], codes: Mapping[int, str]) -> tuple[NumberFormat, ...]:
    """The format of each style of a workbook, in order."""
    known = {number: format_of(number, codes) for number in set(styles)}
    return tuple(known[number] for number in styles)
