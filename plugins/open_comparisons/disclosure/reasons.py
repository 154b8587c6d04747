"""The reasons for which a cell is hidden; each kind is a key of `disclosure.reason` in the message tables."""

from dataclasses import dataclass
from typing import Final

from open_comparisons.disclosure.system import Key

SMALL_BASE: Final = "small-base"
SMALL_REST: Final = "small-rest"
BEFORE: Final = "hidden-before"
LEFT: Final = "left"
RELATIVE: Final = "relative"
"""Another provider, which took over or was taken over, could be worked out."""
TOTAL, PART, YEARS, UNIT, LINKED = "total", "part", "years", "unit", "linked"
"""The link between a cell and the one that it is hidden for the sake of."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a cell is hidden: the kind of reason, and the row that it is hidden for the sake of, if any."""

    kind: str
    protects: Key | None = None
