"""Problems with what came in, and the exception that carries them all at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """
    One thing that must be mended before the data can be used.

    Attributes:
        file: Path as the caller wrote it.
        row: Line number in the file as a spreadsheet shows it (the header is 1); 0 where no row applies.
        column: Column name as the standard spells it, or field of a text; "" where none applies.
        code: Name of the check, such as "numerator-above-denominator".
        message_sv, message_en: What was found and what is accepted. Never a personal number or a hidden number.
        remedy_sv, remedy_en: What to do.
    """

    file: str
    row: int
    column: str
    code: str
    message_sv: str
    message_en: str
    remedy_sv: str
    remedy_en: str

    def message(self, lang: str) -> str:
        """What was found, in the language asked for."""
        return self.message_sv if lang == "sv" else self.message_en

    def remedy(self, lang: str) -> str:
        """What to do, in the language asked for."""
        return self.remedy_sv if lang == "sv" else self.remedy_en

    def as_record(self, lang: str) -> dict[str, str | int | None]:
        """The problem as `check --format json` prints it; row and column are None where they do not apply."""
        return {
            "file": self.file,
            "row": self.row or None,
            "column": self.column or None,
            "code": self.code,
            "message": self.message(lang),
            "remedy": self.remedy(lang),
        }

    def as_text(self, lang: str) -> str:
        """The problem as two lines of plain text."""
        places = [self.file]
        if self.row:
            places.append(f"rad {self.row}" if lang == "sv" else f"row {self.row}")
        if self.column:
            sv, en = ("fält", "field") if self.file.endswith(".md") else ("kolumn", "column")
            places.append(f'{sv if lang == "sv" else en} "{self.column}"')
        return f"{', '.join(places)}: {self.message(lang)} [{self.code}]\n    {self.remedy(lang)}"


class OpenComparisonsError(Exception):
    """Anything the build refuses to go on with; the message is meant for people."""


class DataError(OpenComparisonsError):
    """The data has problems; `problems` holds all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        # Whoever builds may read either language.
        super().__init__("\n".join(problem.as_text(lang) for problem in self.problems for lang in ("sv", "en")))
