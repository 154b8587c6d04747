"""Identifier checks that a standard may ask for by name, and the recognition of Swedish personal numbers."""

import re
from typing import Final

ORGNR_LUHN: Final = "orgnr-luhn"
KOMMUN_KOD: Final = "kommun-kod"
CODE_LIST: Final = "code-list"

_ORGNR: Final = re.compile(r"\d{6}-\d{4}", re.ASCII)
_PERSONAL: Final = re.compile(
    r"(?<!\d)(?P<century>(?:18|19|20)?)(?P<year>\d\d)-?(?P<month>\d\d)-?(?P<day>\d\d)"
    r"(?P<sign>[-+\u2010-\u2015\u2212 ]?)(?P<last>\d{4}|[Xx*]{4})(?!\d)",
    re.ASCII,
)


def luhn_sum_holds(digits: str) -> bool:
    """True where the last digit is the check digit of the others (Luhn, modulus 10)."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits[-2::-1]))
    return (sum(number // 10 + number % 10 for number in doubled) + int(digits[-1])) % 10 == 0


def orgnr_fault(text: str) -> str | None:
    """
    Check a Swedish organisation number.

    Returns:
        The code of the check that fails, or None. A number whose third digit is 0 or 1 is a person's.
    """
    digits = re.sub(r"[\s+-]", "", text)
    if re.fullmatch(r"(?:16|18|19|20)?\d{10}", digits, re.ASCII) and digits[-8] in "01":
        return "personal-number-as-identifier"
    if not _ORGNR.fullmatch(text):
        return "malformed-identifier"
    return None if luhn_sum_holds(digits) else "wrong-check-digit"


def has_personal_number(text: str) -> bool:
    """
    True where a text seems to hold a personal or coordination number, whole or with its last four hidden.

    Ten bare digits may be a telephone number and count only when the check digit holds; with a century or a dash the
    date alone is enough, since a mistyped number still identifies a person.
    """
    for match in _PERSONAL.finditer(text):
        month, day = int(match["month"]), int(match["day"])
        if not (1 <= month <= 12 and (1 <= day <= 31 or 61 <= day <= 91)):
            continue
        if match["century"] or match["sign"] not in {"", " "} or not match["last"].isdigit():
            return True
        if luhn_sum_holds(match["year"] + match["month"] + match["day"] + match["last"]):
            return True
    return False
