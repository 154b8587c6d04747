"""
The letter back to a provider about the file it sent: accepted, with the next steps, or refused, with its problems.

`parcels` reads the file that came, and `submissions` checks it; the provider's later comments on its preview are in
`replies`.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.intake.handover.importance import most_important
from open_comparisons.intake.reading import Reading
from open_comparisons.intake.wording import distinct_problems
from open_comparisons.messages import say

_NAMED_FIRST: Final = 3
"""How many kinds of problems a letter names before it lists all."""


def acceptance_letter(name: str, reading: Reading, release: str, released: date, answer_by: date, lang: str) -> str:
    """
    The letter about an accepted file.

    Args:
        name: The name of the provider.
        reading: How the file was read.
        release: The name of the release, in words.
        released: The day it comes out.
        answer_by: The last day to answer on the preview.
        lang: The provider's language.
    """
    return _letter(
        say(lang, "letters.thanks", name=name),
        say(lang, "letters.reading", reading=reading.as_text(lang)),
        say(lang, "letters.accepted", release=release),
        say(lang, "letters.next", answer_by=answer_by.isoformat(), released=released.isoformat()),
        say(lang, "letters.bye"),
    )


def refusal_letter(name: str, slug: str, reading: Reading | None, problems: Sequence[Problem], lang: str) -> str:
    """
    The letter about a file with problems: file, row, column and what to do, and never a number of the file.

    Args:
        name, slug: The name of the provider, in words and in file names.
        reading: How the file was read; None where it could not be.
        problems: All problems of both files.
        lang: The provider's language.
    """
    return _letter(
        say(lang, "letters.thanks", name=name),
        say(lang, "letters.reading", reading=reading.as_text(lang)) if reading else "",
        *_problem_parts(problems, lang),
        say(lang, "letters.again", slug=slug),
        say(lang, "letters.bye"),
    )


def _problem_parts(problems: Sequence[Problem], lang: str) -> Iterator[str]:
    """The problems as paragraphs: where they are many, the most important ones come first and by themselves."""
    lines = distinct_problems(problems, lang)
    yield say(lang, "letters.refused", count=len(problems))
    if len(lines) > _NAMED_FIRST:
        yield say(lang, "letters.first")
        for number, (found, more) in enumerate(most_important(problems, _NAMED_FIRST), start=1):
            same = f"\n    {say(lang, 'letters.same', count=more)}" if more else ""
            yield f"{number}. {found.as_text(lang)}{same}"
        yield say(lang, "letters.all")
    yield "\n".join(lines)


def _letter(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
