"""
The letter back to a provider about the file it sent: accepted, with the next steps, or refused, with its problems.

`parcels` reads the file that came, and `submissions` checks it; the provider's later comments on its preview are in
`replies`.
"""

from collections.abc import Sequence
from datetime import date

from open_comparisons.errors import Problem
from open_comparisons.intake.reading import Reading
from open_comparisons.intake.wording import distinct_problems
from open_comparisons.messages import say


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
        say(lang, "letters.refused", count=len(problems)),
        "\n".join(distinct_problems(problems, lang)),
        say(lang, "letters.again", slug=slug),
        say(lang, "letters.bye"),
    )


def _letter(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
