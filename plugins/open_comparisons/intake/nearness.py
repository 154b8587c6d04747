"""Which known names a written one is near to, whatever its case and accents: for messages that suggest a name."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from difflib import SequenceMatcher
from typing import Final, TypeVar

NEAR: Final = 0.6
"""From this similarity on, one name may be a misspelling of another; 1 is equality."""

_Known = TypeVar("_Known")


def similarity(written: str, names: Iterable[str]) -> float:
    """How near a written name is to the nearest of the names of one thing, 0 to 1; 0 where it has none."""
    plain = _plain(written)
    return max((SequenceMatcher(None, plain, _plain(name)).ratio() for name in names if name), default=0.0)


def nearest_first(written: str, known: Mapping[_Known, Collection[str]]) -> list[_Known]:
    """The keys of what is known, by the names of each: those that are near first, then the others as they came."""
    scores = {key: similarity(written, names) for key, names in known.items()}
    for key, names in known.items():
        # "Kvinna" for K: a short code is near to a word that it abbreviates.
        if any(_plain(written).startswith(_plain(name)) for name in names if name):
            scores[key] = max(scores[key], NEAR)
    return sorted(scores, key=lambda key: -scores[key] if scores[key] >= NEAR else 0)


def _plain(name: str) -> str:
    spaced = unicodedata.normalize("NFKD", name.replace("_", " ").casefold())
    return "".join(letter for letter in spaced if not unicodedata.combining(letter)).strip()
