"""Sentences of a funnel: the number of providers outside the limits, and notes on the drawing."""

import math
from collections import Counter
from typing import Final

from open_comparisons.estimates.comparison import HIGHER, LEVELS, LOWER, MAYBE_HIGHER, MAYBE_LOWER, expected_false_flags
from open_comparisons.parts.funnel.shapes import AxisScale, FunnelData
from open_comparisons.parts.number_table import size_title
from open_comparisons.standard.statuses import BANDED, LOW_RESPONSE, MISSING, NOT_APPLICABLE, SUPPRESSED

OUTSIDE: Final = {"95": (LOWER, MAYBE_LOWER, MAYBE_HIGHER, HIGHER), "998": (LOWER, HIGHER)}
"""The categories outside the limits of each level."""

_WHY_LEFT_OUT: Final = (SUPPRESSED, LOW_RESPONSE, MISSING, NOT_APPLICABLE)


def found_sentence(drawn: FunnelData) -> str:
    """Number of providers outside the limits, and the number expected by chance."""
    t, judged = drawn.words.locale.t, drawn.judged
    providers = sum(judged.values())
    parts = {}
    for level, categories in OUTSIDE.items():
        expected = math.floor(expected_false_flags(providers, LEVELS[level]) + 0.5)
        outside = sum(judged[category] for category in categories)
        parts[f"expected_{level}"] = t("funnel.expect" if expected else "funnel.hardly", count=expected)
        parts[f"outside_{level}"] = t("funnel.do" if outside else "funnel.none-do", count=outside)
    by = t("funnel.by-chance-and-more" if drawn.control.tau_squared > 0 else "funnel.by-chance")
    return t("funnel.found", count=providers, by=by, **parts)


def notes(drawn: FunnelData, values: tuple[str, ...], level: AxisScale, reference: str) -> list[str]:
    """
    Notes on the axes, the curves and their basis, and the providers left out.

    Args:
        drawn: The data of the funnel.
        values: Labels of the axis of values, from the top.
        level: The axis of sizes.
        reference: The sentence on the group value.
    """
    words, t = drawn.words, drawn.words.locale.t
    sentences = [
        t(
            "funnel.axes",
            period=words.locale.period(*drawn.span),
            value=t(f"head.{words.measure.kind.name}").lower(),
            low=values[-1],
            high=values[0],
            size=size_title(words, "funnel.size"),
        )
    ]
    if level.times:
        sentences.append(t("funnel.doubling" if level.times == 2 else "funnel.multiples", times=level.times))
    bands = sum(row.status in BANDED for row in drawn.rows)
    if bands:
        sentences.append(t("funnel.bands", count=bands))
    sentences.append(f"{t('funnel.reference')} {reference}")
    return [*sentences, t("funnel.curves"), _overdispersion(drawn), *_left_out(drawn)]


def _overdispersion(drawn: FunnelData) -> str:
    locale, phi = drawn.words.locale, drawn.control.phi
    if drawn.control.tau_squared > 0:
        decimals = next(places for places in (1, 2, 3) if places == 3 or round(phi, places) > 1)
        return locale.t("funnel.widened", times=locale.number(phi, decimals))
    return locale.t("funnel.unknown-dispersion" if math.isnan(phi) else "funnel.exact")


def _left_out(drawn: FunnelData) -> list[str]:
    """The number of providers left out of the drawing, by reason; [] for none."""
    locale = drawn.words.locale
    codes = (*_WHY_LEFT_OUT, "ej-bedomd")
    why = Counter(row.status if row.status in codes else codes[-1] for row in drawn.left_out)
    why[MISSING] += drawn.absent
    parts = [locale.t(f"funnel.left-out.{code}", count=why[code]) for code in codes if why[code]]
    return [locale.t("funnel.left-out", count=sum(why.values()), parts=locale.join(parts))] if parts else []
