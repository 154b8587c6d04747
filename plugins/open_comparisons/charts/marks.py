"""
The marks: the look of each category in every drawing, table, legend, download and sentence.

A dot is a value that cannot be distinguished from the group, a hollow triangle may be above or below it, a filled one
certainly is, and a muted hollow diamond cannot be judged. A hatched bar is the span of a protected value. Hidden and
missing values have words but no mark.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from open_comparisons.estimates.comparison import HIGHER, LOWER, MAYBE_HIGHER, MAYBE_LOWER, SAME, UNKNOWN

HATCH: Final = "url(#hatch)"
"""The pattern that fills protected spans; every page and picture defines it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """
    The mark of one category.

    Attributes:
        category: Its code, as in `kategori` of files.
        symbol: The character before its words.
        shape: The shape in drawings, by Vega's name.
        stroke, fill: Names of colours in the theme's tokens.
        area: The area it is drawn with, as a multiple of the dot; angular shapes need more to look as large.
    """

    category: str
    symbol: str
    shape: str
    stroke: str
    fill: str
    area: float

    @property
    def word(self) -> str:
        """Key of the message that names the category."""
        return f"category.{self.category}"


MARKS: Final[Mapping[str, Mark]] = MappingProxyType(
    {
        mark.category: mark
        for mark in (
            Mark(SAME, "●", "circle", "ink", "ink", 1),
            Mark(MAYBE_HIGHER, "△", "triangle-up", "blue", "paper", 1.6),
            Mark(HIGHER, "▲", "triangle-up", "blue", "blue", 1.6),
            Mark(MAYBE_LOWER, "▽", "triangle-down", "ochre", "paper", 1.6),
            Mark(LOWER, "▼", "triangle-down", "ochre", "ochre", 1.6),
            Mark(UNKNOWN, "◇", "diamond", "muted", "paper", 1.6),
        )
    }
)


@dataclass(frozen=True, slots=True)
class LegendKey:
    """
    An entry of a legend.

    Attributes:
        message: Key of the message that explains it.
        records: Its drawing, as records of a key chart.
    """

    message: str
    records: tuple[Mapping[str, float | str], ...]


def _category_key(message: str, *categories: str) -> LegendKey:
    """A legend entry that shows the marks of one or two categories beside each other."""
    places = {1: (0.5,), 2: (0.22, 0.78)}[len(categories)]
    return LegendKey(
        message, tuple({"value": x, "category": category} for x, category in zip(places, categories, strict=True))
    )


MARK_KEYS: Final = (
    _category_key("legend.same", SAME),
    _category_key("legend.higher", HIGHER),
    _category_key("legend.lower", LOWER),
    _category_key("legend.maybe", MAYBE_HIGHER, MAYBE_LOWER),
    _category_key("legend.unknown", UNKNOWN),
)
"""The meaning of each category's mark; the maybes share a sentence."""

PROTECTED_KEY: Final = LegendKey("legend.protected", ({"protected_lower": 0.0, "protected_upper": 1.0},))

LEGEND: Final = (
    LegendKey("legend.point", ({"value": 0.5, "lower": 0.0, "upper": 1.0, "category": SAME},)),
    LegendKey("legend.band", ({"limit_lower": 0.0, "limit_upper": 1.0, "reference": 0.5},)),
    *MARK_KEYS,
    PROTECTED_KEY,
)
"""Everything that a table row can draw, in the order of the legend."""
