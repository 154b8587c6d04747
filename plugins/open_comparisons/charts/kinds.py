"""
Chart kinds, built with Altair and compiled to Vega; pages only fill in rows. `charts.compiled` has them by name.

All drawings here are free of text and work on positions from 0 to 1 along an axis, so that one drawing serves both
languages and every unit; words, numbers and axis labels are HTML beside them. The marks of every kind are in
`charts.marks`, and colours are referred to by name.

The cells of many rows are drawn on top of each other in one view, each mark carrying the number of its cell as its
description, and separated afterwards: a facet per cell takes fifteen times as long.
"""

import json
from typing import Any, Final

import altair as alt
import vl_convert as vlc

from open_comparisons.charts.kind import LANES, ChartKind
from open_comparisons.charts.marks import HATCH, MARKS
from open_comparisons.charts.palette import colour
from open_comparisons.tools.store import digest

INK: Final = colour("ink")
PAPER: Final = colour("paper")
CHANCE: Final = colour("chance")
LIKELY: Final = colour("likely")
MUTED: Final = colour("muted")
HAIRLINE: Final = colour("hairline")
ACCENT: Final = colour("accent")
REST: Final = colour("rest")

_DOT_AREA: Final = 70
HAS_VALUE: Final = "isValid(datum.value)"


def row_chart() -> ChartKind:
    """
    One cell per table row: the control limits (band), the group value (dashed), and the value on its interval.

    Records: row, value, lower, upper, limit_lower, limit_upper, reference, protected_lower, protected_upper, category.
    """
    return _row_chart("row", width=420, height=40, band=22)


def small_row_chart() -> ChartKind:
    """The row chart for a narrow column."""
    return _row_chart("small-row", width=200, height=24, band=18)


def key_chart() -> ChartKind:
    """The row chart for an entry of a legend."""
    return _row_chart("key", width=32, height=20, band=14)


def _row_chart(name: str, *, width: int, height: int, band: int) -> ChartKind:
    base = alt.Chart(alt.NamedData("rows")).encode(description="row:N")
    top, bottom = (height - band) / 2, (height + band) / 2
    layers = [
        # A value is judged by the band, so the band is stronger than the line within it.
        base.mark_rect(color=LIKELY).encode(
            x=across("limit_lower"), x2="limit_upper:Q", y=alt.value(top), y2=alt.value(bottom)
        ),
        base.mark_rule(color=MUTED, strokeDash=[2, 2]).encode(x=across("reference")),
        base.mark_rect(color=HATCH, stroke=MUTED).encode(
            x=across("protected_lower"),
            x2="protected_upper:Q",
            y=alt.value(height / 2 - 4),
            y2=alt.value(height / 2 + 4),
        ),
        base.mark_rule(strokeWidth=2).encode(x=across("lower"), x2="upper:Q", color=mark_colour()),
        value_marks(base.transform_filter(HAS_VALUE)).encode(x=across("value")),
    ]
    return compile_chart(name, alt.layer(*layers), width=width, height=height)


def series_chart() -> ChartKind:
    """
    One cell per measure: a provider's years against the group value.

    Records: row (the measure), when (0-1 along the years), value, lower, upper, reference, protected_lower,
    protected_upper, category.
    """
    return _series_chart("series", width=280, height=120)


def small_series_chart() -> ChartKind:
    """The series chart for a narrow column."""
    return _series_chart("small-series", width=200, height=60)


def _series_chart(name: str, *, width: int, height: int) -> ChartKind:
    base = alt.Chart(alt.NamedData("rows")).encode(description="row:N")
    when = alt.X("when:Q", scale=alt.Scale(domain=[-0.08, 1.08]), axis=None)
    layers = [
        *(
            # One line per cell, not one per record.
            base.transform_aggregate(groupby=["row"])
            .mark_rule(color=HAIRLINE)
            .encode(y=alt.datum(level, scale=_UNIT, axis=None))
            for level in (0, 0.5, 1)
        ),
        base.mark_line(color=INK, strokeDash=[2, 2], strokeWidth=1).encode(
            x=when, y=upright("reference"), detail="row:N", description="row:N"
        ),
        base.mark_rect(color=HATCH, stroke=MUTED, width=9).encode(
            x=when, y=upright("protected_lower"), y2="protected_upper:Q"
        ),
        base.mark_rule(strokeWidth=2).encode(x=when, y=upright("lower"), y2="upper:Q", color=mark_colour()),
        value_marks(base.transform_filter(HAS_VALUE)).encode(x=when, y=upright("value")),
    ]
    return compile_chart(name, alt.layer(*layers), width=width, height=height)


def spread_chart() -> ChartKind:
    """
    One cell per measure: every provider's value as a dot, the group value dashed.

    Records: row (the measure), value, lane (above or below the middle, so that no dot hides another), reference,
    category.
    """
    base = alt.Chart(alt.NamedData("rows")).encode(description="row:N")
    lanes = alt.Scale(domain=[-LANES - 0.75, LANES + 0.75])
    layers = [
        base.mark_rule(color=INK, strokeDash=[2, 2]).encode(x=across("reference")),
        value_marks(base, size=22, width=1.5).encode(x=across("value"), y=alt.Y("lane:Q", scale=lanes, axis=None)),
    ]
    return compile_chart("spread", alt.layer(*layers), width=300, height=48)


def histogram_chart() -> ChartKind:
    """
    One cell per measure: the number of providers in each step, the middle half darker, the group value dashed.

    Records: row (the measure); either left, right, height (0-1 of the highest) and part ("middle" or "rest"), or
    reference.
    """
    return _histogram("histogram", width=640, height=150)


def small_histogram_chart() -> ChartKind:
    """The histogram for a list."""
    return _histogram("small-histogram", width=300, height=44)


def _histogram(name: str, *, width: int, height: int) -> ChartKind:
    base = alt.Chart(alt.NamedData("rows")).encode(description="row:N")
    part = alt.Color("part:N", scale=alt.Scale(domain=["middle", "rest"], range=[ACCENT, REST]), legend=None)
    layers = [
        base.mark_rect().encode(x=across("left"), x2="right:Q", y=upright("height"), y2=alt.datum(0), color=part),
        # A line in the colour of paper behind the dashes makes them visible on dark bars too.
        base.mark_rule(color=PAPER, strokeWidth=4).encode(x=across("reference")),
        base.mark_rule(color=INK, strokeDash=[3, 2], strokeWidth=1.5).encode(x=across("reference")),
    ]
    return compile_chart(name, alt.layer(*layers), width=width, height=height)


def funnel_chart() -> ChartKind:
    """
    Values upwards against sizes to the right: the control limits at each size, the group value, and the symbols.

    Records: row (a cell) and one of: grid_value or grid_size, a line across the whole; reference; size with low_998,
    low_95, high_95 and high_998, a piece of the limits; size with curve (a name) and limit, a piece of their edges;
    category, its symbol, to be moved to each provider's place.
    """
    base = alt.Chart(alt.NamedData("rows")).encode(description="row:N")
    size = across("size")
    limits = base.transform_filter("isValid(datum.low_95)")
    edge = base.transform_filter("isValid(datum.curve)").mark_line(color=MUTED, strokeWidth=1)
    layers = [
        limits.mark_area(color=CHANCE, opacity=1).encode(x=size, y=upright("low_998"), y2="high_998:Q"),
        limits.mark_area(color=LIKELY, opacity=1).encode(x=size, y=upright("low_95"), y2="high_95:Q"),
        edge.encode(x=size, y=upright("limit"), detail=["curve:N", "row:N"]),
        base.mark_rule(color=HAIRLINE).encode(y=upright("grid_value")),
        base.mark_rule(color=HAIRLINE).encode(x=across("grid_size")),
        base.mark_rule(color=INK, strokeDash=[3, 2], strokeWidth=1.5).encode(y=upright("reference")),
        value_marks(base.transform_filter("isValid(datum.category)")).encode(x=alt.value(0), y=alt.value(0)),
    ]
    return compile_chart("funnel", alt.layer(*layers), width=600, height=400)


_UNIT: Final = alt.Scale(domain=[0, 1], nice=False)


def across(name: str) -> alt.X:
    """A field of positions from 0 to 1, from left to right, without an axis."""
    return alt.X(f"{name}:Q", scale=_UNIT, axis=None)


def upright(name: str) -> alt.Y:
    """A field of positions from 0 to 1, from the bottom to the top, without an axis."""
    return alt.Y(f"{name}:Q", scale=_UNIT, axis=None)


def _by_category(values: list[Any]) -> dict[str, Any]:
    """An encoding that gives each category a value of its own, in the order of the table of marks."""
    return {"scale": alt.Scale(type="ordinal", domain=list(MARKS), range=values), "legend": None}


def _strokes() -> list[str]:
    return [colour(mark.stroke) for mark in MARKS.values()]


def mark_colour() -> alt.Color:
    """The colour of a mark, for its interval and its words."""
    return alt.Color("category:N", **_by_category(_strokes()))


def value_marks(base: alt.Chart, *, size: int = _DOT_AREA, width: float = 2) -> alt.Chart:
    """The mark of each value; `size` is the area of a dot."""
    fills = [colour(mark.fill) for mark in MARKS.values()]
    marks: alt.Chart = base.mark_point(strokeWidth=width, opacity=1).encode(
        stroke=alt.Stroke("category:N", **_by_category(_strokes())),
        fill=alt.Fill("category:N", **_by_category(fills)),
        shape=alt.Shape("category:N", **_by_category([mark.shape for mark in MARKS.values()])),
        size=alt.Size("category:N", **_by_category([mark.area * size for mark in MARKS.values()])),
    )
    return marks


def compile_chart(
    name: str,
    chart: alt.LayerChart | alt.FacetChart,
    *,
    width: int,
    height: int,
    **config: Any,  # noqa: ANN401 - Altair's own type
) -> ChartKind:
    """Compile a chart to Vega; `config` is further configuration of the whole chart."""
    view = (
        chart.properties(width=width, height=height)
        .configure(background="transparent", padding=0, **config)
        .configure_view(stroke=None)
    )
    vega = vlc.vegalite_to_vega(view.to_dict())
    return ChartKind(name, width, height, vega, digest(json.dumps(vega, sort_keys=True)))
