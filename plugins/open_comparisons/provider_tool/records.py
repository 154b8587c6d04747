"""What the steps of the tool give to its screen: texts in one language, ready to be shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """
    A problem, once for all rows that have it.

    Attributes:
        place: Row, column and cell in words; "" where it concerns the whole file.
        found: What is wrong, and what is accepted.
        remedy: What to do.
        more: The further rows that have it, in words; "" without any.
        code: Name of the check.
    """

    place: str
    found: str
    remedy: str
    more: str
    code: str


@dataclass(frozen=True, slots=True)
class TitledLines:
    """A heading, and the lines below it."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hidden:
    """One of the three groups of reasons for hiding, with its rows by reason."""

    title: str
    about: str
    count: str
    reasons: tuple[TitledLines, ...]


@dataclass(frozen=True, slots=True)
class Previewed:
    """A row as it was counted and as it will be shown, both in words, and whether it is shown whole."""

    row: str
    counted: str
    shown: str
    whole: bool


@dataclass(frozen=True, slots=True)
class ProtectedRecord:
    """
    A file of true counts after protection.

    Attributes:
        readings: How each file was read: a sentence, and below it what was put right; and which earlier releases count.
        problems: What to correct first; with any of them the rest is empty.
        summary: Their number in words, or that there are none.
        counts: How many rows are shown in which way.
        hidden: The rows that are not shown whole, in three groups.
        warnings: Rows that differ from earlier releases, or that these give away.
        preview: Each row, counted and shown.
        sentences: What the totals that are shown say, with their intervals.
        csv: The protected file.
        answers: Those about the submission that a workbook holds, each with its name.
        slug: A name for the files to save.
    """

    readings: tuple[TitledLines, ...]
    problems: tuple[ShownProblem, ...]
    summary: str
    counts: tuple[str, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    warnings: tuple[TitledLines, ...] = ()
    preview: tuple[Previewed, ...] = ()
    sentences: tuple[str, ...] = ()
    csv: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    slug: str = ""


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """What is wrong with an answer, and what to do; `field` is its name, "" where it concerns several."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class SignedRecord:
    """
    What is saved: a protected file, what describes it, and both in one package.

    Attributes:
        problems: What is wrong with the answers; with any of them the rest is empty.
        summary: Their number in words.
        slug: The name of the files, without an ending.
        csv, json: The two files.
        zip: The package, in base64.
    """

    problems: tuple[AnswerProblem, ...]
    summary: str
    slug: str = ""
    csv: str = ""
    json: str = ""
    zip: str = ""


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why a step could not be taken, in words."""

    error: str


@dataclass(frozen=True, slots=True)
class About:
    """What the tool is made of: the standard and its date, and the Python that it runs on."""

    standard: str
    dated: str
    python: str
    program: str
