"""Case mix: the division of a measure's published bases by sex, age and the like."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
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
        providers: Number of providers behind each part; 1 for a single provider. In a group also those parts that
            some provider publishes, but none as part of a whole division: 0.
    """

    base: float
    parts: Mapping[Part, float]
    providers: Mapping[Part, int]


def mixes(
    totals: Iterable[ComparedRow], splits: Iterable[ComparedRow], dimensions: Mapping[str, str], adding: Collection[str]
) -> tuple[Mix, dict[str, Mix]]:
    """
    The case mix of a group and of each of its providers, from published bases alone.

    Nothing is derived from a total and the other parts: a part that is not published stays unknown.

    Args:
        totals: Rows of providers as a whole, of one measure and period: provider and denominator.
        splits: Broken-down rows of the same measure and period: provider, denominator, and a code per dimension.
        dimensions: The total code of each dimension, by name.
        adding: The dimensions whose parts add up to the whole.

    Returns:
        The group's mix, and the mix of each provider (by slug) that publishes a part. All parts of a dimension have one
        base in the group, so that they add up to 1: that of the providers that publish the whole division; where parts
        do not add up, each has the base of those that publish it. The group's base is 0 where no provider does.
    """
    bases = {row.provider: row.denominator for row in totals if row.denominator > 0}
    sizes: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for row in splits:
        name, code = next((name, code) for name, code in row.breakdown.items() if code != dimensions.get(name, code))
        if row.provider in bases and not math.isnan(row.denominator):
            sizes[row.provider][name][code] = row.denominator
    sums: dict[Part, float] = defaultdict(float)
    whole: dict[Part, float] = defaultdict(float)
    providers: dict[Part, int] = {}
    for name in dimensions:
        divided = {provider: parts[name] for provider, parts in sizes.items() if name in parts}
        published = {code for parts in divided.values() for code in parts}
        providers |= {(name, code): 0 for code in published}
        for provider, parts in divided.items():
            if name in adding and sum(parts.values()) != bases[provider]:
                continue
            # A whole division without a part has nobody in it.
            for code in published if name in adding else parts:
                sums[name, code] += parts.get(code, 0.0)
                whole[name, code] += bases[provider]
                providers[name, code] += 1
    group = Mix(
        base=sum(bases[provider] for provider in sizes),
        parts={part: size / whole[part] for part, size in sums.items()},
        providers=providers,
    )
    return group, {provider: _own_mix(bases[provider], divisions) for provider, divisions in sizes.items()}


def _own_mix(base: float, divisions: Mapping[str, Mapping[str, float]]) -> Mix:
    parts = {(name, code): size / base for name, codes in divisions.items() for code, size in codes.items()}
    return Mix(base, parts, dict.fromkeys(parts, 1))
