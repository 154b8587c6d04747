"""Problems and readings as the screen shows them: the words of `check`, in parts instead of in lines."""

from collections.abc import Iterable, Sequence

from open_comparisons.errors import Problem
from open_comparisons.intake.reading import Reading
from open_comparisons.intake.wording import once_each, row_ranges
from open_comparisons.messages import say, visible
from open_comparisons.provider_tool.records import ShownProblem, TitledLines


def shown_problems(problems: Sequence[Problem], lang: str, *, own: str) -> tuple[ShownProblem, ...]:
    """
    Each distinct problem in words.

    Args:
        problems: Of all files.
        lang: The language.
        own: The file that needs no name, since it is the one that was chosen.
    """
    return tuple(_shown(problem, more, lang, own) for problem, more in once_each(problems))


def _shown(problem: Problem, more: frozenset[int], lang: str, own: str) -> ShownProblem:
    places = ([] if problem.file == own else [visible(problem.file)]) + problem.place(lang)
    also = say(lang, "intake.summary.also", count=len(more), rows=row_ranges(more)) if more else ""
    return ShownProblem(", ".join(places), problem.message(lang), problem.remedy(lang), also, problem.code)


def titled_readings(readings: Iterable[Reading], lang: str) -> tuple[TitledLines, ...]:
    """How each file was read, by a sentence, and below it what was put right."""
    return tuple(
        TitledLines(reading.summary(lang), tuple(note.plain(lang) for note in reading.notes))
        for reading in readings
        if reading.is_read
    )
