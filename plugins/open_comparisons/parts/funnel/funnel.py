"""The funnel of a measure: each provider's value against its size, with the control limits at each size."""

import math
from typing import Final

import numpy as np
from markupsafe import Markup

from open_comparisons.charts.draw import draw_keys
from open_comparisons.charts.marks import PROTECTED_KEY
from open_comparisons.estimates.comparison import OUTSIDE, UNKNOWN
from open_comparisons.estimates.limits import SCALES
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.parts.distribution import short_labels
from open_comparisons.parts.funnel.drawing import DENSE, PlotArea, draw_limits, draw_links, draw_rest, field
from open_comparisons.parts.funnel.sentences import found_sentence, notes
from open_comparisons.parts.funnel.shapes import AxisScale, FunnelData, limit_curves, size_scale, value_scale
from open_comparisons.parts.instruments import taken_elsewhere
from open_comparisons.parts.number_table import size_title, size_words
from open_comparisons.site.chart_records import Funnel
from open_comparisons.site.source import Source
from open_comparisons.standard.model import Measure, TargetGroup
from open_comparisons.standard.statuses import BANDED, OK
from open_comparisons.tools.store import Store

MIN_PROVIDERS: Final = 10
"""Smallest number of judged providers for a funnel."""
MAX_LINKS: Final = 60
"""Largest number of links; with more providers, only those outside the limits are links."""


def funnel(source: Source, group: TargetGroup, measure: Measure, reference: str) -> Funnel | None:
    """
    The funnel of the leading period of a measure.

    Args:
        source: Data of the pages.
        group, measure: The target group and the measure.
        reference: The sentence on the group value.

    Returns:
        None where fewer than ten providers can be judged, as for all kinds of measures without control limits.
    """
    drawn = funnel_data(source, group, measure)
    if drawn is None:
        return None
    words, dense = drawn.words, len(drawn.rows) >= DENSE
    level = size_scale(np.array([row.denominator for row in drawn.rows], dtype=float))
    place = field(level, _upright(drawn), source.store)
    lines, behind = draw_limits(place, drawn.reference, *_curves(drawn, place, source.store), source.store)
    links, names = _choose_links(drawn)
    labels = short_labels(place.upright.steps, words)[::-1]
    providers = {row.provider for row in links}
    return Funnel(
        found=found_sentence(drawn),
        names=names,
        notes=tuple(notes(drawn, labels, level, reference)),
        width=place.width,
        height=place.height,
        limits=behind,
        lines=lines,
        rest=draw_rest(place, [row for row in drawn.rows if row.provider not in providers], dense=dense),
        points=draw_links(place, links, drawn.rows, source, words),
        values=labels,
        sizes=tuple(size_words(step, words.locale) for step in level.steps),
        value_title=words.locale.t(f"head.{measure.kind.name}"),
        size_title=size_title(words, "numbers.size"),
        dense=dense,
        band_key=_band_key(drawn, source.store),
    )


def _band_key(drawn: FunnelData, store: Store) -> Markup:
    if not any(row.status in BANDED for row in drawn.rows):
        return Markup()
    ((drawing, _),) = draw_keys((PROTECTED_KEY,), store)
    return drawing


def funnel_data(source: Source, group: TargetGroup, measure: Measure) -> FunnelData | None:
    """The data of the funnel of a measure; None where it has none."""
    published = source.published[group.dataset]
    span, by_provider = published.leads[group.id, measure.key]
    control = published.controls.get((group.id, measure.key, span)) if span else None
    if span is None or control is None or not measure.kind.has_limits:
        return None
    drawn: list[ComparedRow] = []
    left_out: list[ComparedRow] = []
    for row in by_provider.values():
        (drawn if _is_drawable(row) else left_out).append(row)
    if sum(row.category != UNKNOWN for row in drawn) < MIN_PROVIDERS:
        return None
    # Ranges first, so that values are drawn on top of them.
    drawn.sort(key=lambda row: (row.status not in BANDED, row.denominator, row.provider))
    absent = max(row.possible_providers for row in by_provider.values()) - len(by_provider)
    absent -= len(taken_elsewhere(source, group, measure, span))
    return FunnelData(source.words[measure.id], span, control, tuple(drawn), tuple(left_out), max(absent, 0))


def _is_drawable(row: ComparedRow) -> bool:
    if not row.denominator > 0 or math.isnan(row.limit_lower_95):
        return False
    if row.status in BANDED:
        return not math.isnan(row.upper_95)
    return bool(row.status == OK and row.category != UNKNOWN)


def _upright(drawn: FunnelData) -> AxisScale:
    """The axis of values: covers all values, and the limits of the provider of median size."""
    ends = [end for row in drawn.rows if row.status in BANDED for end in (row.lower_95, row.upper_95)]
    values = [row.value for row in drawn.rows if row.status == OK]
    sizes = sorted(row.denominator for row in drawn.rows)
    middle = drawn.limits(np.array([sizes[len(sizes) // 2]]))[0]
    covered = np.array([*values, *ends, drawn.reference, *middle])
    measure = drawn.words.measure
    lowest, highest = 0.0 if measure.kind.pooling == "sum" else -math.inf, 1.0 if measure.is_share else math.inf
    return value_scale(covered, lowest=lowest, highest=highest)


def _curves(drawn: FunnelData, place: PlotArea, store: Store) -> tuple[np.ndarray, np.ndarray]:
    """The sizes at which the limits are drawn, and the limits there; the same in every language."""
    shown = [row for row in drawn.rows if row.status == OK]
    sizes, values = [row.denominator for row in shown], [row.value for row in shown]
    measure, scales = drawn.words.measure, (place.level, place.upright)
    start = place.level.low if place.level.times else min(row.denominator for row in drawn.rows) / 2

    def curves() -> tuple[np.ndarray, np.ndarray]:
        points = np.array(sizes, dtype=float), np.array(values, dtype=float)
        return limit_curves(drawn.limits, scales, *points, start=start, whole=measure.is_share)

    made_from = (measure.kind.name, measure.per, drawn.control, drawn.reference, scales, sizes, values, start)
    return store.remember("limit-curves", [repr(part) for part in made_from], curves)


def _choose_links(drawn: FunnelData) -> tuple[list[ComparedRow], str]:
    """The rows that are links, and the sentence that explains the choice."""
    t = drawn.words.locale.t
    if len(drawn.rows) <= MAX_LINKS:
        return list(drawn.rows), t("funnel.names-all")
    chosen: list[ComparedRow] = []
    for level, categories in OUTSIDE.items():
        chosen = [row for row in drawn.rows if row.category in categories]
        if len(chosen) <= MAX_LINKS:
            return chosen, t(f"funnel.names-{level}" if chosen else "funnel.names-none")
    farthest = {
        row.provider for row in sorted(chosen, key=lambda row: (-_distance(row, drawn), row.provider))[:MAX_LINKS]
    }
    return [row for row in chosen if row.provider in farthest], t("funnel.names-farthest", count=MAX_LINKS)


def _distance(row: ComparedRow, drawn: FunnelData) -> float:
    """Distance of a row from the group value, in standard deviations of the limits."""
    scale = SCALES[drawn.words.measure.kind.interval]
    base = np.array([row.denominator / drawn.words.measure.per])
    reach = np.sqrt(scale.variances(base, np.array([drawn.control.deviation])) + drawn.control.tau_squared)
    value, target = (scale.forth(np.array([each])) for each in ((row.lowest + row.highest) / 2, drawn.reference))
    return float(np.abs(value - target)[0] / reach[0])
