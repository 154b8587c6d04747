"""The register of facts: figures about the world that texts can quote, each with its source and its caveat."""

import csv
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.knowledge.wording import shortened, text_problem
from open_comparisons.site.locales import Locale
from open_comparisons.standard.text import Text

FILE: Final = "fakta.csv"
COLUMNS: Final = (
    *("fakta_id", "namn_sv", "namn_en", "varde", "enhet", "ar"),
    *("kalla", "kalla_lank", "kontrollerad", "forbehall_sv", "forbehall_en"),
)
UNITS: Final = ("GBP", "SEK", "antal", "procent", "kvot")
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SIZES: Final = ((1e9, "billion"), (1e6, "million"))
_MOST_DECIMALS: Final = 2


@dataclass(frozen=True, slots=True)
class Fact:
    """
    A fact.

    Attributes:
        id: Its name in markers.
        title: A short description.
        value: In its unit; not scaled to thousands or millions.
        unit: One of `UNITS`.
        year: The year it is about.
        source, link: The publication it comes from, and its address or "".
        checked: The day somebody last compared it with the source.
        caveat: A reservation that readers need; may be empty.
    """

    id: str
    title: Text
    value: float
    unit: str
    year: int
    source: str
    link: str
    checked: date
    caveat: Text

    def words(self, locale: Locale) -> str:
        """The value with its unit: `397 miljoner pund` or `£397 million`."""
        scale, size = next(((least, name) for least, name in _SIZES if self.value >= least), (1.0, ""))
        value = self.value / scale
        decimals = next(d for d in range(_MOST_DECIMALS + 1) if d == _MOST_DECIMALS or round(value, d) == value)
        number = locale.number(value, decimals)
        if size:
            number = locale.t(f"register.{size}", number=number)
        return locale.t(f"register.unit.{self.unit}", number=number)


def read_facts(folder: Path) -> tuple[dict[str, Fact], list[Problem]]:
    """
    Read the register of a data folder.

    Args:
        folder: The data folder; without a register it has no facts.

    Returns:
        The facts by id, and all problems with the register.
    """
    path = folder / FILE
    if not path.is_file():
        return {}, []
    name = f"{folder.name}/{FILE}"
    try:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error):
        return {}, [text_problem(name, "not-text")]
    if not rows or rows[0] != list(COLUMNS):
        return {}, [text_problem(name, "fact-columns", 1, columns=", ".join(COLUMNS))]
    facts: dict[str, Fact] = {}
    problems: list[Problem] = []
    for row, cells in enumerate(rows[1:], start=2):
        if not any(cells):
            continue
        if len(cells) != len(COLUMNS):
            problems.append(text_problem(name, "fact-columns", row, columns=", ".join(COLUMNS)))
            continue
        entry = dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=True))
        wrong = [column for column, is_valid in _VALID.items() if not is_valid(entry[column])]
        problems += [
            text_problem(name, f"fact-{column}", row, column, found=shortened(entry[column])) for column in wrong
        ]
        if entry["fakta_id"] in facts:
            problems.append(text_problem(name, "fact-twice", row, "fakta_id", found=entry["fakta_id"]))
        if not wrong:
            facts[entry["fakta_id"]] = _fact(entry)
    return facts, problems


def _fact(entry: dict[str, str]) -> Fact:
    return Fact(
        id=entry["fakta_id"],
        title=Text(entry["namn_sv"], entry["namn_en"]),
        value=float(entry["varde"]),
        unit=entry["enhet"],
        year=int(entry["ar"]),
        source=entry["kalla"],
        link=entry["kalla_lank"],
        checked=date.fromisoformat(entry["kontrollerad"]),
        caveat=Text(entry["forbehall_sv"] or None, entry["forbehall_en"] or None),
    )


def _is_date(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


_VALID: Final[Mapping[str, Callable[[str], bool]]] = {
    "fakta_id": lambda text: bool(_NAME.fullmatch(text)),
    "namn_sv": bool,
    "namn_en": bool,
    "varde": lambda text: bool(re.fullmatch(r"\d{1,15}(\.\d{1,6})?", text)),
    "enhet": lambda text: text in UNITS,
    "ar": lambda text: bool(re.fullmatch(r"\d{4}", text)),
    "kalla": bool,
    "kalla_lank": lambda text: not text or bool(re.fullmatch(r"https://[^\s/]+\.[^\s/]+(/\S*)?", text)),
    "kontrollerad": _is_date,
}
