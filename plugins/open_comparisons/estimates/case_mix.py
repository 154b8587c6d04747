"""Case mix: the division of a measure's published bases by sex, age and the like."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from open_comparisons.estimates.rows import ComparedRow

Part = tuple[str, str]
"""A dimension and one of its codes."""


@dataclass(frozen=True, slots=True)
class Mix:
    """
    The division of one base into parts.

    Attributes:
        base: Its size.
        parts: Each part as a fraction of it; a part whose size is not published is left out.
        providers: Number of providers behind each part; 1 for a single provider.
    """

    base: float
    parts: Mapping[Part, float]
    providers: Mapping[Part, int]


def mixes(
    totals: Iterable[ComparedRow], splits: Iterable[ComparedRow], dimensions: Mapping[str, str]
) -> tuple[Mix, dict[str, Mix]]:
    """
    The case mix of a group and of each of its providers, from published bases alone.

    Nothing is derived from a total and the other parts: a part that is not published stays unknown.

    Args:
        totals: Rows of providers as a whole, of one measure and period: provider and denominator.
        splits: Broken-down rows of the same measure and period: provider, denominator, and a code per dimension.
        dimensions: The total code of each dimension, by name.

    Returns:
        The group's mix, each part over the bases of the providers that publish it, and the mix of each provider (by
        slug) that publishes a part. The group's base is 0 where no provider does.
    """
    bases = {row.provider: row.denominator for row in totals if row.denominator > 0}
    fractions: dict[str, dict[Part, float]] = defaultdict(dict)
    sums: dict[Part, list[float]] = defaultdict(lambda: [0.0, 0.0, 0])
    for row in splits:
        base = bases.get(row.provider, math.nan)
        part = next(((name, row.breakdown[name]) for name, total in dimensions.items() if row.breakdown[name] != total))
        if math.isnan(base) or math.isnan(row.denominator):
            continue
        fractions[row.provider][part] = row.denominator / base
        sums[part][0] += row.denominator
        sums[part][1] += base
        sums[part][2] += 1
    group = Mix(
        base=sum(bases[provider] for provider in fractions),
        parts={part: size / base for part, (size, base, _) in sums.items()},
        providers={part: int(count) for part, (_, _, count) in sums.items()},
    )
    return group, {
        provider: Mix(bases[provider], parts, dict.fromkeys(parts, 1)) for provider, parts in fractions.items()
    }
