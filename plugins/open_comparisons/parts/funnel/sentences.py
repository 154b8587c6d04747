"""Sentences of a funnel: the number of providers outside the limits, and notes on the drawing."""

import math
from collections import Counter
from typing import Final

from open_comparisons.estimates.chance import expected_outside
from open_comparisons.estimates.comparison import JUDGED, OUTSIDE
from open_comparisons.parts.funnel.shapes import AxisScale, FunnelData
from open_comparisons.parts.number_table import size_title
from open_comparisons.site.sentences import about, chance_sentence
from open_comparisons.standard.statuses import BANDED, LOW_RESPONSE, MISSING, NOT_APPLICABLE, SUPPRESSED

_WHY_LEFT_OUT: Final = (SUPPRESSED, LOW_RESPONSE, MISSING, NOT_APPLICABLE)


def found_sentence(drawn: FunnelData) -> str:
    """Number of providers outside the limits, and the number expected by chance, at both levels."""
    t, locale = drawn.words.locale.t, drawn.words.locale
    far = [row for row in drawn.rows if row.category in JUDGED]
    outside = sum(row.category in OUTSIDE["998"] for row in far)
    expected = expected_outside(row.chance_outside("998") for row in far)
    return " ".join(
        [
            chance_sentence(far, locale),
            t(
                "funnel.found-998",
                expected=about(expected, locale),
                outside=t("sentence.outside" if outside else "sentence.none-outside", count=outside),
            ),
        ]
    )


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
    locale, control = drawn.words.locale, drawn.control
    if control.tau_squared > 0:
        decimals = next(places for places in (1, 2, 3) if places == 3 or round(control.phi, places) > 1)
        times, low, high = (
            locale.number(number, decimals) for number in (control.phi, control.phi_low, control.phi_high)
        )
        return locale.t("funnel.widened", times=times, low=low, high=high)
    return locale.t("funnel.unknown-dispersion" if math.isnan(control.phi) else "funnel.exact")


def _left_out(drawn: FunnelData) -> list[str]:
    """The number of providers left out of the drawing, by reason; [] for none."""
    locale = drawn.words.locale
    codes = (*_WHY_LEFT_OUT, "ej-bedomd")
    why = Counter(row.status if row.status in codes else codes[-1] for row in drawn.left_out)
    why[MISSING] += drawn.absent
    parts = [locale.t(f"funnel.left-out.{code}", count=why[code]) for code in codes if why[code]]
    return [locale.t("funnel.left-out", count=sum(why.values()), parts=locale.join(parts))] if parts else []
