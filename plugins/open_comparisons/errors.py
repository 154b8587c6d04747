"""Problems with data or texts, and the exceptions that stop a command: each with its text in every language."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from errno import errorcode
from functools import partial

from open_comparisons.messages import LANGUAGES, Message, has_text, message, say, say_in_all, visible


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """
    A problem that must be corrected before the data can be used.

    Attributes:
        file: Path as the caller wrote it.
        row: Line number in the file as a spreadsheet shows it (the header is 1); 0 where no row applies.
        column: Column name as the standard spells it, or field of a text; "" where none applies.
        code: Name of the check, such as "numerator-above-denominator".
        messages: The finding and the accepted values, in each of `LANGUAGES`; no personal number, no hidden number.
        remedies: Instructions, in each of `LANGUAGES`.
        cell: The cell of a workbook as a spreadsheet names it, such as "B7"; "" where none applies.
    """

    file: str
    row: int
    column: str
    code: str
    messages: tuple[str, ...]
    remedies: tuple[str, ...]
    cell: str = ""

    def message(self, lang: str) -> str:
        """The finding, in one language."""
        return self.messages[LANGUAGES.index(lang)]

    def remedy(self, lang: str) -> str:
        """The instructions, in one language."""
        return self.remedies[LANGUAGES.index(lang)]

    def place(self, lang: str) -> list[str]:
        """The row, the column and the cell within the file, each in words; empty where none applies."""
        places = []
        if self.row:
            places.append(say(lang, "errors.place.row", row=self.row))
        if self.column:
            kind = "field" if self.file.endswith(".md") else "column"
            places.append(say(lang, f"errors.place.{kind}", name=self.column))
        if self.cell:
            places.append(say(lang, "errors.place.cell", name=self.cell))
        return places

    def as_record(self, lang: str) -> dict[str, str | int | None]:
        """The problem as `check --format json` prints it; row and column are None where they do not apply."""
        record: dict[str, str | int | None] = {
            "file": visible(self.file),
            "row": self.row or None,
            "column": self.column or None,
            "code": self.code,
            "message": self.message(lang),
            "remedy": self.remedy(lang),
        }
        return record | {"cell": self.cell} if self.cell else record

    def as_text(self, lang: str) -> str:
        """The problem as two lines of plain text."""
        places = ", ".join([visible(self.file), *self.place(lang)])
        return f"{places}: {self.message(lang)} [{self.code}]\n    {self.remedy(lang)}"


class OpenComparisonsError(Exception):
    """
    An error that stops the command and can be corrected by the person who runs it.

    Args:
        key: Key of its text, such as "errors.no-data-folder".
        values: For the placeholders of the text.
    """

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values

    def text(self, lang: str) -> str:
        """The message in one language."""
        return say(lang, self.key, **self.values)

    def __str__(self) -> str:
        """The message in every language, for a reader whose language is not known."""
        return say_in_all(self.key, **self.values)

    def __reduce__(self) -> "tuple[Callable[[], OpenComparisonsError], tuple[()]]":
        """Pickle with the placeholders' values, to pass between processes."""
        return partial(type(self), self.key, **self.values), ()


class DataError(OpenComparisonsError):
    """The data has problems; `problems` holds all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__("errors.data")
        self.problems = tuple(sorted(problems))

    def text(self, lang: str) -> str:
        """All problems in one language."""
        return "\n".join(problem.as_text(lang) for problem in self.problems)

    def __str__(self) -> str:
        """All problems, each in every language."""
        return "\n".join(problem.as_text(lang) for problem in self.problems for lang in LANGUAGES)

    def __reduce__(self) -> tuple[Callable[[], OpenComparisonsError], tuple[()]]:
        """Pickle with all problems, to pass between processes."""
        return partial(type(self), self.problems), ()


def reason_of(error: OSError) -> Message:
    """Why the operating system refused, in our own words; its number where we have none."""
    name = errorcode.get(error.errno or 0, "")
    key = f"errors.refused.{name}"
    return message(key if has_text(key) else "errors.refused.other", number=error.errno or 0)


def error_text(error: Exception, lang: str | None = None) -> str:
    """The text of an error for people, in one language, or in every language where `lang` is None."""
    if isinstance(error, OSError) and error.filename:
        error = OpenComparisonsError("errors.file", path=error.filename, reason=reason_of(error))
    elif isinstance(error, OSError):
        error = OpenComparisonsError("errors.system", reason=reason_of(error))
    if isinstance(error, OpenComparisonsError):
        return error.text(lang) if lang else str(error)
    return str(error)
