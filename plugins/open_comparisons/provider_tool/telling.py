"""Problems and readings as the screen shows them: the words of `check`, in parts instead of in lines."""

from collections.abc import Iterable, Sequence

from open_comparisons.errors import Problem
from open_comparisons.intake.reading import Reading
from open_comparisons.intake.wording import once_each, row_ranges
from open_comparisons.messages import say
from open_comparisons.provider_tool.records import Told, ToldProblem


def told_problems(problems: Sequence[Problem], lang: str, *, own: str) -> tuple[ToldProblem, ...]:
    """
    Each distinct problem in words.

    Args:
        problems: Of all files.
        lang: The language.
        own: The file that needs no name, since it is the one that was chosen.
    """
    return tuple(_told(problem, more, lang, own) for problem, more in once_each(problems))


def _told(problem: Problem, more: frozenset[int], lang: str, own: str) -> ToldProblem:
    places = [problem.file] if problem.file != own else []
    if problem.row:
        places.append(say(lang, "errors.place.row", row=problem.row))
    if problem.column:
        places.append(say(lang, "errors.place.column", name=problem.column))
    if problem.cell:
        places.append(say(lang, "errors.place.cell", name=problem.cell))
    also = say(lang, "intake.summary.also", count=len(more), rows=row_ranges(more)) if more else ""
    return ToldProblem(", ".join(places), problem.message(lang), problem.remedy(lang), also, problem.code)


def told_readings(readings: Iterable[Reading], lang: str) -> tuple[Told, ...]:
    """How each file was read, by a sentence, and below it what was put right."""
    told = []
    for reading in readings:
        if reading.is_read:
            summary, *notes = reading.as_text(lang).split("\n")
            told.append(Told(summary, tuple(note.strip() for note in notes)))
    return tuple(told)
