"""The funnel of a measure: each provider's value against its size, with what chance allows at each size."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from open_comparisons.estimates.comparison import (
    HIGHER,
    LEVELS,
    LOWER,
    MAYBE_HIGHER,
    MAYBE_LOWER,
    UNKNOWN,
    expected_false_flags,
)
from open_comparisons.estimates.limits import SCALES
from open_comparisons.intake.standard import LOW_RESPONSE, MISSING, NOT_APPLICABLE, OK, SUPPRESSED
from open_comparisons.publication.distributions import short_labels
from open_comparisons.publication.funnel_drawing import DENSE, draw_limits, draw_links, draw_rest, field
from open_comparisons.publication.funnel_shapes import limit_curves, size_scale, value_scale
from open_comparisons.publication.number_tables import limits_at, size_title, size_words
from open_comparisons.publication.records import Funnel
from open_comparisons.publication.rows import BANDED

if TYPE_CHECKING:
    from open_comparisons.intake.standard import Measure, TargetGroup
    from open_comparisons.publication.funnel_shapes import Scale
    from open_comparisons.publication.rows import Words
    from open_comparisons.publication.selection import Compared, Control, Source, Span

MIN_PROVIDERS: Final = 10
"""With fewer that can be judged there is no funnel."""
MAX_LINKS: Final = 60
"""With more providers than this, only those outside the limits are links, and no more than this."""

_OUTSIDE: Final = {"95": (LOWER, MAYBE_LOWER, MAYBE_HIGHER, HIGHER), "998": (LOWER, HIGHER)}
_WHY_LEFT_OUT: Final = (SUPPRESSED, LOW_RESPONSE, MISSING, NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Drawn:
    """
    What the funnel of a measure is drawn of.

    Attributes:
        words: How its rows are told.
        span: The period.
        control: What the limits rest on beside the group value.
        rows: Those drawn, from small to large: values that can be judged, and protected ranges.
        left_out: The other rows.
        absent: How many providers have no row.
    """

    words: Words
    span: Span
    control: Control
    rows: tuple[Compared, ...]
    left_out: tuple[Compared, ...]
    absent: int

    @property
    def reference(self) -> float:
        """The group value."""
        return float(self.rows[0].reference)

    @property
    def judged(self) -> Counter[str]:
        """How many of those drawn have each category; a range that holds several has none."""
        return Counter(row.category for row in self.rows if row.category != UNKNOWN)

    def limits(self, sizes: np.ndarray) -> np.ndarray:
        """The limits at some sizes, in the columns of `funnel_shapes.limit_curves`."""
        ends = {name: limits_at(self.words.measure, sizes, self.reference, self.control, name) for name in LEVELS}
        return np.column_stack([ends["998"]["lower"], ends["95"]["lower"], ends["95"]["upper"], ends["998"]["upper"]])


def funnel(source: Source, group: TargetGroup, measure: Measure, reference: str) -> Funnel | None:
    """
    The funnel of the period that a measure leads with.

    Args:
        source: What pages are made of.
        group, measure: Whose funnel it is.
        reference: The sentence on the group value.

    Returns:
        None where fewer than ten providers can be judged, as for all kinds of measures without control limits.
    """
    drawn = drawn_rows(source, group, measure)
    if drawn is None:
        return None
    words, dense = drawn.words, len(drawn.rows) >= DENSE
    values = [row for row in drawn.rows if row.status == OK]
    sizes, of_sizes = (
        np.array([getattr(row, name) for row in values], dtype=float) for name in ("denominator", "value")
    )
    level = size_scale(np.array([row.denominator for row in drawn.rows], dtype=float))
    place = field(level, _upright(drawn))
    at, limits = source.store.remember(
        "limit-curves",
        map(
            repr,
            (
                measure.kind,
                measure.per,
                drawn.control,
                drawn.reference,
                level,
                place.upright,
                sizes.tolist(),
                of_sizes.tolist(),
            ),
        ),
        lambda: limit_curves(drawn.limits, (level, place.upright), sizes, of_sizes, whole=measure.is_share),
    )
    lines, behind = draw_limits(place, drawn.reference, at, limits, source.store)
    linked, names = _linked(drawn)
    labels = short_labels(place.upright.steps, words)[::-1]
    providers = {row.provider for row in linked}
    return Funnel(
        found=_found(drawn),
        names=names,
        notes=tuple(_notes(drawn, labels, level, reference)),
        width=place.width,
        height=place.height,
        limits=behind,
        lines=lines,
        rest=draw_rest(place, [row for row in drawn.rows if row.provider not in providers], dense=dense),
        points=draw_links(place, linked, drawn.rows, source, words),
        values=labels,
        sizes=tuple(size_words(step, words.locale) for step in level.steps),
        value_title=words.locale.t(f"head.{measure.kind}"),
        size_title=size_title(words, "numbers.size"),
        dense=dense,
        banded=any(row.status in BANDED for row in drawn.rows),
    )


def drawn_rows(source: Source, group: TargetGroup, measure: Measure) -> Drawn | None:
    """What the funnel of a measure is drawn of; None where it has none."""
    published = source.published[group.dataset]
    span, of_provider = published.leads[group.id, measure.id]
    control = published.controls.get((group.id, measure.id, span)) if span else None
    if span is None or control is None or measure.kind not in SCALES:
        return None
    drawn: list[Compared] = []
    left_out: list[Compared] = []
    for row in of_provider.values():
        (drawn if _can_be_drawn(row) else left_out).append(row)
    if sum(row.category != UNKNOWN for row in drawn) < MIN_PROVIDERS:
        return None
    drawn.sort(key=lambda row: (row.denominator, row.provider))
    absent = max(row.possible_providers for row in of_provider.values()) - len(of_provider)
    return Drawn(source.words[measure.id], span, control, tuple(drawn), tuple(left_out), max(absent, 0))


def _can_be_drawn(row: Compared) -> bool:
    if not row.denominator > 0 or math.isnan(row.limit_lower_95):
        return False
    if row.status in BANDED:
        return not math.isnan(row.upper_95)
    return bool(row.status == OK and row.category != UNKNOWN)


def _upright(drawn: Drawn) -> Scale:
    """The axis of values: it holds all of them, and the limits of the provider in the middle."""
    ends = [end for row in drawn.rows if row.status in BANDED for end in (row.lower_95, row.upper_95)]
    values = [row.value for row in drawn.rows if row.status == OK]
    middle = drawn.limits(np.array([drawn.rows[len(drawn.rows) // 2].denominator]))[0]
    held = np.array([*values, *ends, drawn.reference, *middle])
    return value_scale(held, highest=1.0 if drawn.words.measure.is_share else math.inf)


def _linked(drawn: Drawn) -> tuple[list[Compared], str]:
    """Which providers are links, and what to say of that."""
    t = drawn.words.locale.t
    if len(drawn.rows) <= MAX_LINKS:
        return list(drawn.rows), t("funnel.names-all")
    chosen: list[Compared] = []
    for level, categories in _OUTSIDE.items():
        chosen = [row for row in drawn.rows if row.category in categories]
        if len(chosen) <= MAX_LINKS:
            return chosen, t(f"funnel.names-{level}" if chosen else "funnel.names-none")
    farthest = {
        row.provider for row in sorted(chosen, key=lambda row: (-_distance(row, drawn), row.provider))[:MAX_LINKS]
    }
    return [row for row in chosen if row.provider in farthest], t("funnel.names-farthest", count=MAX_LINKS)


def _distance(row: Compared, drawn: Drawn) -> float:
    """How far a row lies from the group value, in what the limits are counted in."""
    scale = SCALES[drawn.words.measure.kind]
    base = np.array([row.denominator / drawn.words.measure.per])
    reach = np.sqrt(scale.variances(base, np.array([drawn.control.deviation])) + drawn.control.tau_squared)
    value, target = (scale.forth(np.array([each])) for each in ((row.lowest + row.highest) / 2, drawn.reference))
    return float(np.abs(value - target)[0] / reach[0])


def _found(drawn: Drawn) -> str:
    """How many fall outside the limits, beside how many would by chance."""
    t, judged = drawn.words.locale.t, drawn.judged
    providers = sum(judged.values())
    said = {}
    for level, categories in _OUTSIDE.items():
        expected = math.floor(expected_false_flags(providers, LEVELS[level]) + 0.5)
        outside = sum(judged[category] for category in categories)
        said[f"expected_{level}"] = t("funnel.expect" if expected else "funnel.hardly", count=expected)
        said[f"outside_{level}"] = t("funnel.do" if outside else "funnel.none-do", count=outside)
    by = t("funnel.by-chance-and-more" if drawn.control.tau_squared > 0 else "funnel.by-chance")
    return t("funnel.found", count=providers, by=by, **said)


def _notes(drawn: Drawn, values: tuple[str, ...], level: Scale, reference: str) -> list[str]:
    words, t = drawn.words, drawn.words.locale.t
    notes = [
        t(
            "funnel.axes",
            period=words.locale.period(*drawn.span),
            value=t(f"head.{words.measure.kind}").lower(),
            low=values[-1],
            high=values[0],
            size=size_title(words, "funnel.size"),
        )
    ]
    if level.times:
        notes.append(t("funnel.doubling" if level.times == 2 else "funnel.multiples", times=level.times))
    bands = sum(row.status in BANDED for row in drawn.rows)
    if bands:
        notes.append(t("funnel.bands", count=bands))
    notes.append(f"{t('funnel.reference')} {reference}")
    return [*notes, t("funnel.curves"), _overdispersion(drawn), *_left_out(drawn)]


def _overdispersion(drawn: Drawn) -> str:
    locale, phi = drawn.words.locale, drawn.control.phi
    if drawn.control.tau_squared > 0:
        decimals = next(places for places in (1, 2, 3) if places == 3 or round(phi, places) > 1)
        return locale.t("funnel.widened", times=locale.number(phi, decimals))
    return locale.t("funnel.unknown-dispersion" if math.isnan(phi) else "funnel.exact")


def _left_out(drawn: Drawn) -> list[str]:
    """How many providers are not in the drawing, and why."""
    locale = drawn.words.locale
    codes = (*_WHY_LEFT_OUT, "ej-bedomd")
    why = Counter(row.status if row.status in codes else codes[-1] for row in drawn.left_out)
    why[MISSING] += drawn.absent
    parts = [locale.t(f"funnel.left-out.{code}", count=why[code]) for code in codes if why[code]]
    return [locale.t("funnel.left-out", count=sum(why.values()), parts=locale.listed(parts))] if parts else []
