"""
The chart kinds, built once each with Altair and compiled once to Vega; pages only fill in rows.

All drawings are free of text and work on positions from 0 to 1 along an axis, so that one drawing serves both
languages and every unit; words, numbers and axis labels are HTML beside them. The grammar of marks is the same in
every kind: a dot on an interval.

The cells of many rows are drawn on top of each other in one view, each mark carrying the number of its cell as its
description, and taken apart afterwards: a facet per cell takes fifteen times as long.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import altair as alt
import vl_convert as vlc

from open_comparisons.estimates.comparison import HIGHER, LOWER, MAYBE_HIGHER, MAYBE_LOWER, SAME, UNKNOWN
from open_comparisons.tools.store import digest

INK: Final = "#17262e"
BLUE: Final = "#1b6aa5"
OCHRE: Final = "#b3570a"
PAPER: Final = "#fbfaf7"
CHANCE: Final = "#e9ecec"
LIKELY: Final = "#d3dcdb"
PROTECTED: Final = "#dbe2e2"
MUTED: Final = "#54636b"
HAIRLINE: Final = "#d9dcd9"
MIDDLE: Final = "#0b5a68"
REST: Final = "#7d9ca3"

_CATEGORIES: Final = [SAME, MAYBE_HIGHER, HIGHER, MAYBE_LOWER, LOWER, UNKNOWN]
_STROKES: Final = [INK, BLUE, BLUE, OCHRE, OCHRE, INK]
_FILLS: Final = [INK, PAPER, BLUE, PAPER, OCHRE, INK]
_SHAPES: Final = ["circle", "circle", "triangle-up", "circle", "triangle-down", "circle"]

LANES: Final = 3
"""So many lanes of dots lie above the middle of a spread, and as many below."""
DOT: Final = 0.024
"""How wide a dot of a spread is, of the axis."""


@dataclass(frozen=True, slots=True)
class ChartKind:
    """A kind of chart: its name, the size of one cell in pixels, its compiled Vega specification, and a hash of it."""

    name: str
    width: int
    height: int
    vega: dict[str, Any]
    digest: str


@cache
def row_chart() -> ChartKind:
    """
    One cell per table row: what chance allows (band), the group value (dashed), and the value on its interval.

    Records: row, value, lower, upper, limit_lower, limit_upper, reference, protected_lower, protected_upper, category.
    """
    base = alt.Chart(alt.NamedData("rows")).encode(description="row:N")
    layers = [
        base.mark_rect(color=CHANCE).encode(x=_x("limit_lower"), x2="limit_upper:Q", y=alt.value(9), y2=alt.value(31)),
        base.mark_rule(color=INK, strokeDash=[2, 2]).encode(x=_x("reference")),
        base.mark_rect(color=PROTECTED, stroke=MUTED).encode(
            x=_x("protected_lower"), x2="protected_upper:Q", y=alt.value(16), y2=alt.value(24)
        ),
        base.mark_rule(strokeWidth=2).encode(x=_x("lower"), x2="upper:Q", color=_stroke()),
        _value_marks(base, size=70).encode(x=_x("value")),
    ]
    return _compile("row", alt.layer(*layers), width=420, height=40)


@cache
def series_chart() -> ChartKind:
    """
    One cell per measure: a provider's years against the group value.

    Records: row (the measure), when (0-1 along the years), value, lower, upper, reference, protected_lower,
    protected_upper, category.
    """
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
            x=when, y=_y("reference"), detail="row:N", description="row:N"
        ),
        base.mark_rect(color=PROTECTED, stroke=MUTED, width=9).encode(
            x=when, y=_y("protected_lower"), y2="protected_upper:Q"
        ),
        base.mark_rule(strokeWidth=2).encode(x=when, y=_y("lower"), y2="upper:Q", color=_stroke()),
        _value_marks(base, size=70).encode(x=when, y=_y("value")),
    ]
    return _compile("series", alt.layer(*layers), width=280, height=120)


@cache
def spread_chart() -> ChartKind:
    """
    One cell per measure: every provider's value as a dot, the group value dashed.

    Records: row (the measure), value, lane (above or below the middle, so that no dot hides another), reference,
    category.
    """
    base = alt.Chart(alt.NamedData("rows")).encode(description="row:N")
    lanes = alt.Scale(domain=[-LANES - 0.75, LANES + 0.75])
    layers = [
        base.mark_rule(color=INK, strokeDash=[2, 2]).encode(x=_x("reference")),
        _value_marks(base, size=22, width=1.5).encode(x=_x("value"), y=alt.Y("lane:Q", scale=lanes, axis=None)),
    ]
    return _compile("spread", alt.layer(*layers), width=300, height=48)


@cache
def histogram_chart() -> ChartKind:
    """
    One cell per measure: how many providers lie in each step, the middle half darker, the group value dashed.

    Records: row (the measure); either left, right, height (0-1 of the highest) and part ("middle" or "rest"), or
    reference.
    """
    return _histogram("histogram", width=640, height=150)


@cache
def small_histogram_chart() -> ChartKind:
    """The same, to stand in a list."""
    return _histogram("small-histogram", width=300, height=44)


def _histogram(name: str, *, width: int, height: int) -> ChartKind:
    base = alt.Chart(alt.NamedData("rows")).encode(description="row:N")
    part = alt.Color("part:N", scale=alt.Scale(domain=["middle", "rest"], range=[MIDDLE, REST]), legend=None)
    layers = [
        base.mark_rect().encode(x=_x("left"), x2="right:Q", y=_y("height"), y2=alt.datum(0), color=part),
        # The dashes lie on a line of paper, so that they are seen on dark bars too.
        base.mark_rule(color=PAPER, strokeWidth=4).encode(x=_x("reference")),
        base.mark_rule(color=INK, strokeDash=[3, 2], strokeWidth=1.5).encode(x=_x("reference")),
    ]
    return _compile(name, alt.layer(*layers), width=width, height=height)


@cache
def funnel_chart() -> ChartKind:
    """
    Values upwards against sizes to the right: what chance allows at each size, the group value, and the symbols.

    Records: row (a cell) and one of: grid_value or grid_size, a line across the whole; reference; size with low_998,
    low_95, high_95 and high_998, a piece of the limits; size with curve (a name) and limit, a piece of their edges;
    category, its symbol, to be moved to each provider's place.
    """
    base = alt.Chart(alt.NamedData("rows")).encode(description="row:N")
    size = _x("size")
    limits = base.transform_filter("isValid(datum.low_95)")
    edge = base.transform_filter("isValid(datum.curve)").mark_line(color=MUTED, strokeWidth=1)
    layers = [
        limits.mark_area(color=CHANCE, opacity=1).encode(x=size, y=_y("low_998"), y2="high_998:Q"),
        limits.mark_area(color=LIKELY, opacity=1).encode(x=size, y=_y("low_95"), y2="high_95:Q"),
        edge.encode(x=size, y=_y("limit"), detail=["curve:N", "row:N"]),
        base.mark_rule(color=HAIRLINE).encode(y=_y("grid_value")),
        base.mark_rule(color=HAIRLINE).encode(x=_x("grid_size")),
        base.mark_rule(color=INK, strokeDash=[3, 2], strokeWidth=1.5).encode(y=_y("reference")),
        _value_marks(base.transform_filter("isValid(datum.category)"), size=70).encode(x=alt.value(0), y=alt.value(0)),
    ]
    return _compile("funnel", alt.layer(*layers), width=600, height=400)


@cache
def live_chart() -> ChartKind:
    """
    The chart that a reader explores: all rows in one view, with names and figures as text, which a script fills.

    Records of "rows": y, top and bottom (of the row, in pixels), provider (a number), name, and what a row chart has;
    told and aside (the figure and its interval), or words where there is no figure. Records of "ticks": position (0-1)
    and label, or reference (0-1). Parameters: drawn (how far down the axis reaches; rows below it are words
    alone), left and right (of the plot, what names and figures may take), narrow (whether those stand above the marks
    instead), at and marked (numbers of the providers pointed at and chosen; -1 is none).
    """
    base, ticks = alt.Chart(alt.NamedData("rows")), alt.Chart(alt.NamedData("ticks"))
    across: dict[str, Any] = {"x": alt.value({"expr": "-left"}), "x2": alt.value({"expr": "width + right"})}
    tall: dict[str, Any] = {"y": alt.value(0), "y2": alt.value({"expr": "drawn"})}
    whole: dict[str, Any] = {**across, "y": _pixel("top"), "y2": "bottom:Q"}
    middle = _pixel("y")
    above = {"expr": "narrow ? -22 : 0"}
    name: dict[str, Any] = {
        "align": "left",
        "dy": above,
        "fontSize": 15,
        "limit": {"expr": "narrow ? width - 130 : left - 14"},
    }
    chosen = {"expr": "datum.provider === marked ? 600 : 400"}
    told: dict[str, Any] = {"align": "right", "dy": above, "fontSize": 15, "fontWeight": 600}
    layers = [
        base.transform_filter("datum.provider === marked").mark_rect(color=LIKELY).encode(**whole),
        base.transform_filter("datum.provider === at")
        .mark_rect(color=PAPER, stroke=MIDDLE, strokeWidth=2)
        .encode(**whole),
        base.mark_rule(color=HAIRLINE).encode(**across, y=_pixel("bottom")),
        ticks.mark_rule(color=HAIRLINE).encode(x=_x("position"), **tall),
        *(
            ticks.mark_text(color=MUTED, fontSize=13, dy=away, align={"expr": _INWARDS}).encode(
                x=_x("position"), y=alt.value({"expr": at}), text="label:N"
            )
            for at, away in (("0", -12), ("drawn", 14))
        ),
        base.mark_rect(color=CHANCE, height=20).encode(x=_x("limit_lower"), x2="limit_upper:Q", y=middle),
        ticks.mark_rule(color=INK, strokeDash=[2, 2], strokeWidth=1.5).encode(x=_x("reference"), **tall),
        base.mark_rect(color=PROTECTED, stroke=MUTED, height=9).encode(
            x=_x("protected_lower"), x2="protected_upper:Q", y=middle
        ),
        base.mark_rule(strokeWidth=2).encode(x=_x("lower"), x2="upper:Q", y=middle, color=_stroke()),
        _value_marks(base.transform_filter("isValid(datum.value)"), size=80).encode(x=_x("value"), y=middle),
        base.mark_text(color=INK, fontWeight=chosen, **name).encode(
            x=alt.value({"expr": "narrow ? 0 : -left + 6"}), y=middle, text="name:N"
        ),
        base.mark_text(color=INK, **told).encode(
            x=alt.value({"expr": "narrow ? width - 62 : width + right - 78"}), y=middle, text="told:N"
        ),
        base.mark_text(color=MUTED, align="right", dy=above, fontSize=14).encode(
            x=alt.value({"expr": "narrow ? width : width + right - 6"}), y=middle, text="aside:N"
        ),
        base.mark_text(color=MUTED, align="left", fontSize=14, limit={"expr": "narrow ? width : width + right"}).encode(
            x=alt.value({"expr": "narrow ? 0 : 8"}), y=middle, text="words:N"
        ),
        # On top of all, so that the whole row is pointed at.
        base.mark_rect(color="transparent").encode(**whole),
    ]
    values = {"drawn": 0, "left": 0, "right": 0, "narrow": False, "at": -1, "marked": -1}
    chart = alt.layer(*layers).add_params(*(alt.param(name=name, value=value) for name, value in values.items()))
    # The script sets the size, with room for all text; and what is a picture of words that are read is not read itself.
    exact = alt.AutoSizeParams(type="none")
    return _compile("live", chart, width=640, height=400, aria=False, font=FONTS, autosize=exact)


_INWARDS: Final = "narrow && datum.position === 0 ? 'left' : narrow && datum.position === 1 ? 'right' : 'center'"
FONTS: Final = "Utfall Sans, system-ui, sans-serif"
"""Names that need no quotes, since Vega adds none where it measures text."""

_UNIT: Final = alt.Scale(domain=[0, 1], nice=False)


def _x(name: str) -> alt.X:
    return alt.X(f"{name}:Q", scale=_UNIT, axis=None)


def _y(name: str) -> alt.Y:
    return alt.Y(f"{name}:Q", scale=_UNIT, axis=None)


def _pixel(name: str) -> alt.Y:
    return alt.Y(f"{name}:Q", scale=None, axis=None)


def _by_category(values: list[str]) -> alt.Scale:
    return alt.Scale(domain=_CATEGORIES, range=values)


def _stroke() -> alt.Color:
    return alt.Color("category:N", scale=_by_category(_STROKES), legend=None)


def _value_marks(base: alt.Chart, *, size: int, width: float = 2) -> alt.Chart:
    marks: alt.Chart = base.mark_point(size=size, strokeWidth=width, opacity=1).encode(
        stroke=alt.Stroke("category:N", scale=_by_category(_STROKES), legend=None),
        fill=alt.Fill("category:N", scale=_by_category(_FILLS), legend=None),
        shape=alt.Shape("category:N", scale=_by_category(_SHAPES), legend=None),
    )
    return marks


def _compile(
    name: str,
    chart: alt.LayerChart | alt.FacetChart,
    *,
    width: int,
    height: int,
    **config: Any,  # noqa: ANN401 - as Altair takes it
) -> ChartKind:
    view = (
        chart.properties(width=width, height=height)
        .configure(background="transparent", padding=0, **config)
        .configure_view(stroke=None)
    )
    vega = vlc.vegalite_to_vega(view.to_dict())
    return ChartKind(name, width, height, vega, digest(json.dumps(vega, sort_keys=True)))
