"""How often a true difference would show, in words: of a provider, and in texts for contracts."""

from typing import Final

import pandas as pd

from open_comparisons.estimates.chance import chance_to_tell
from open_comparisons.estimates.comparison import DIFFERENCES
from open_comparisons.estimates.limits import control_limits
from open_comparisons.site.locales import Locale
from open_comparisons.site.sentences import times_in_ten
from open_comparisons.site.source import Control
from open_comparisons.standard.model import Measure, Standard

SIZES: Final = (20, 50, 100)
"""Bases that a text for contracts takes as examples."""
_EXAMPLE: Final = 0.5
"""The group value of a text that is about no group."""


def power_text(
    measure: Measure,
    standard: Standard,
    locale: Locale,
    *,
    group_value: float = _EXAMPLE,
    control: Control | None = None,
) -> str:
    """
    A paragraph for a contract on how often a true difference of 20 percentage points would show at some sizes.

    Args:
        measure: The measure; its direction decides whether the provider is lower or higher in the example.
        standard: Gives the decimals of the group value.
        locale: The language.
        group_value: As a fraction.
        control: What widens the limits of the group; None for exact ones.

    Returns:
        "" for measures other than shares, and where no provider can differ that much.
    """
    if not measure.is_share:
        return ""
    sizes, target = pd.Series(SIZES, dtype=float), pd.Series([group_value] * len(SIZES))
    limits = control_limits(
        "share",
        sizes,
        target,
        tau_squared=control.tau_squared if control else 0.0,
        providers=control.spread_providers if control else 0.0,
        confidence_level=0.95,
    )
    told = chance_to_tell(sizes, target, limits, DIFFERENCES["20"])
    sides = ("higher", "lower") if measure.direction < 0 else ("lower", "higher")
    side = next((side for side in sides if told[side].notna().all()), "")
    if not side:
        return ""
    cases = [
        locale.t("quote.power-at", often=times_in_ten(chance, locale), size=locale.number(size))
        for size, chance in zip(SIZES, told[side], strict=True)
    ]
    key = f"quote.power-{side}" if control else f"quote.power-{side}-example"
    return locale.t(key, group=locale.value(group_value, measure, standard), cases=locale.join(cases))
