"""Strips of a target group's page: one line per measure, with a drawing of the spread of its providers."""

import math
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from open_comparisons.charts.compiled import chart_kind
from open_comparisons.charts.draw import draw_cells
from open_comparisons.charts.kind import DOT, LANES
from open_comparisons.estimates.comparison import UNKNOWN
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.estimates.spread import Spread
from open_comparisons.parts.distribution import axis_of, bars, steps_of
from open_comparisons.site.addresses import address
from open_comparisons.site.records import Row
from open_comparisons.site.sentences import direction_sentence, group_value, lead_sentence, measure_sentence
from open_comparisons.site.source import Source
from open_comparisons.site.words import Axis, axis_for, marks
from open_comparisons.standard.model import Measure, TargetGroup
from open_comparisons.standard.statuses import OK


def strips_of(source: Source, group: TargetGroup, measures: Sequence[Measure]) -> list[Row]:
    """A line per measure: group value, number of reporting providers, and a drawing of their spread."""
    locale, standard = source.locale, source.standard
    leads = [lead_rows(source, group, measure) for measure in measures]
    axes, dots, steps = [], [], []
    for number, (measure, rows) in enumerate(zip(measures, leads, strict=True)):
        spread = _spread(source, group, measure)
        histogram = steps_of(rows, source.words[measure.id]) if spread else None
        if spread and histogram:
            axes.append(axis_of(histogram, source.words[measure.id]))
            steps.extend(bars(histogram, axes[-1], spread, group_value(rows), number))
        else:
            axes.append(axis_for(measure, rows, locale, standard))
            dots.extend(_dots(rows, axes[-1], number))
    cells, store = len(measures), source.store
    small = draw_cells(chart_kind("spread", store), dots, cells=cells, store=store)
    large = draw_cells(chart_kind("small-histogram", store), steps, cells=cells, store=store)
    is_large = [_spread(source, group, measure) is not None for measure in measures]
    drawings = [many if big else few for few, many, big in zip(small, large, is_large, strict=True)]
    return [
        _strip(source, group, measure, rows, axis, drawing)
        for measure, rows, axis, drawing in zip(measures, leads, axes, drawings, strict=True)
    ]


def _strip(
    source: Source, group: TargetGroup, measure: Measure, rows: Sequence[ComparedRow], axis: Axis, drawing: Markup
) -> Row:
    locale, words = source.locale, source.words[measure.id]
    first = next((row for row in rows if row.reference == row.reference), None)
    spread = _spread(source, group, measure)
    name, lang = measure.title.get(locale.lang)
    if spread:
        basis = locale.t("count.providers-reported", count=spread.figures)
        sentence, value = lead_sentence(rows, spread, words), words.value(first.reference) if first else ""
    else:
        sentence, value, basis = measure_sentence(rows, measure, locale, source.standard), "–", ""
        if first:
            value = words.value(first.reference)
            basis = locale.t("reference.of", count=first.reference_providers, possible=first.possible_providers)
    return Row(
        name=name,
        url=address(locale.lang, "target-groups", group.id, measure.id),
        note=locale.period(rows[0].start, rows[0].end) if rows else "",
        value=value,
        interval=basis,
        category="",
        words=sentence,
        reason=direction_sentence(measure, locale),
        axis=axis.labels,
        marks=drawing,
        name_lang=lang,
        shown=first is not None,
    )


def _spread(source: Source, group: TargetGroup, measure: Measure) -> Spread | None:
    """The spread of a measure with many providers in its leading period; None with few providers."""
    published = source.published[group.dataset]
    spreads, span = published.spreads.get((group.id, measure.key)), published.leads[group.id, measure.key][0]
    return spreads.periods.get(span) if spreads and span else None


def lead_rows(source: Source, group: TargetGroup, measure: Measure) -> list[ComparedRow]:
    """The rows of the leading period of a measure."""
    return list(source.published[group.dataset].leads[group.id, measure.key][1].values())


def _dots(rows: Sequence[ComparedRow], axis: Axis, cell: int) -> list[dict[str, Any]]:
    """Records for drawing a dot for each value, and the group value once."""
    records = [marks(row, axis, cell) for row in rows if row.status == OK]
    fields = ("row", "category", "value")
    dots: list[dict[str, Any]] = [{name: mark[name] for name in fields if name in mark} for mark in records]
    reference = next((mark["reference"] for mark in records if "reference" in mark), None)
    dots = assign_lanes(dots)
    return dots if reference is None else [{"row": cell, "category": UNKNOWN, "reference": reference}, *dots]


def assign_lanes(dots: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The dots from left to right, each in the free lane nearest to the middle; where none is free, in the middle."""
    ends = dict.fromkeys(sorted(range(-LANES, LANES + 1), key=lambda lane: (abs(lane), lane)), -math.inf)
    placed = []
    for dot in sorted(dots, key=lambda dot: (dot.get("value", 0), dot["category"])):
        value = dot.get("value", 0)
        lane = next((lane for lane, end in ends.items() if end <= value), 0)
        ends[lane] = value + DOT
        placed.append({**dot, "lane": lane})
    return placed
