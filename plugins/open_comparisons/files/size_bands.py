"""Sizes in a few bands to choose from, cut at round numbers so that they hold about equally many providers."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from open_comparisons.site.locales import Locale

MIN_SIZES: Final = 6
"""The smallest number of known sizes for which there are bands to choose from."""
_PARTS: Final = 3
_ROUND: Final[tuple[int, ...]] = tuple(lead * 10**power for power in range(9) for lead in (1, 2, 3, 4, 5, 6, 8))


@dataclass(frozen=True, slots=True)
class SizeBand:
    """One band: its code in addresses, its title, and the sizes it holds: from `low` on and below `end`, if any."""

    code: str
    title: str
    low: int
    end: int | None


def size_bands(sizes: Sequence[float], locale: Locale) -> list[SizeBand]:
    """
    Bands of some published sizes, from small to large; [] where too few sizes are known, or all are alike.

    Args:
        sizes: Denominators that are shown; hidden ones must not influence the cuts.
        locale: For the titles: `under 50`, `50–99`, `100 eller fler`.
    """
    cuts = _cuts(sorted(sizes))
    if not cuts:
        return []
    t = locale.t
    between = [
        SizeBand(f"{low}-{end - 1}", t("explore.size-between", low=low, high=end - 1), low, end)
        for low, end in pairwise(cuts)
    ]
    first, last = cuts[0], cuts[-1]
    return [
        SizeBand(f"0-{first - 1}", t("explore.size-below", size=first), 0, first),
        *between,
        SizeBand(f"{last}-", t("explore.size-from", size=last), last, None),
    ]


def _cuts(ordered: Sequence[float]) -> list[int]:
    """The round numbers where one band ends and the next begins."""
    if len(ordered) < MIN_SIZES:
        return []
    wanted = {_round(ordered[len(ordered) * part // _PARTS]) for part in range(1, _PARTS)}
    return sorted(cut for cut in wanted if ordered[0] < cut <= ordered[-1])


def _round(size: float) -> int:
    """The round number nearest to a size."""
    return min(_ROUND, key=lambda step: (abs(step - size), step))
