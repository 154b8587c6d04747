"""The record of a chart kind, and what charts and those who draw them agree on."""

from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

ChartName: TypeAlias = Literal[
    "row",
    "small-row",
    "key",
    "series",
    "small-series",
    "spread",
    "histogram",
    "small-histogram",
    "funnel",
    "live",
    "picture",
]

LANES: Final = 3
"""Number of lanes of dots above the middle of a spread, and below it."""
DOT: Final = 0.024
"""Width of a dot of a spread, as a fraction of the axis."""
FONTS: Final = "Utfall Sans, system-ui, sans-serif"
"""Names that need no quotes, since Vega adds none where it measures text."""


@dataclass(frozen=True, slots=True)
class ChartKind:
    """A kind of chart: its name, the size of one cell in pixels, its compiled Vega specification, and a hash of it."""

    name: str
    width: int
    height: int
    vega: dict[str, Any]
    digest: str
