"""The problems of texts, in the words of `words/texts.<language>.json`."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.messages import say_in_each

_MOST_LISTED: Final = 12
_MOST_NEAR: Final = 3
_LONGEST: Final = 60


def text_problem(file: str, code: str, row: int = 0, field: str = "", **values: object) -> Problem:
    """
    The problem with this code.

    Args:
        file: Path, from the folder that holds the content folder.
        code: A key of the messages; the problem's own code has "content-" before it.
        row: Line in the file; 0 where none applies.
        field: Name of the field; "" where none applies.
        values: For the placeholders of message and remedy.
    """
    message, remedy = (say_in_each(f"texts.{code}.{part}", **values) for part in ("message", "remedy"))
    return Problem(file, row, field, f"content-{code}", message, remedy)


def nearest(name: str, known: Iterable[str]) -> str:
    """The known names most like an unknown one, separated by commas; the first few where none is alike."""
    names = sorted(set(known))
    near = [known_name for known_name in names if name and known_name.startswith(name)][:_MOST_NEAR]
    near += [match for match in get_close_matches(name, names, n=_MOST_NEAR, cutoff=0.5) if match not in near]
    return ", ".join(near[:_MOST_NEAR] or names[:_MOST_LISTED])


def shortened(text: str) -> str:
    """A text as a message quotes it: cut when long."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
