"""
The chart kinds, built once each with Altair and compiled once to Vega; pages only fill in rows.

All drawings but the live chart are free of text and work on positions from 0 to 1 along an axis, so that one drawing
serves both languages and every unit; words, numbers and axis labels are HTML beside them. The marks of every kind are
those of `charts.marks`, and colours are named, never given.

The cells of many rows are drawn on top of each other in one view, each mark carrying the number of its cell as its
description, and taken apart afterwards: a facet per cell takes fifteen times as long.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import altair as alt
import vl_convert as vlc

from open_comparisons.charts.marks import HATCH, MARKS
from open_comparisons.charts.palette import colour
from open_comparisons.tools.store import digest

if TYPE_CHECKING:
    from collections.abc import Sequence

INK: Final = colour("ink")
PAPER: Final = colour("paper")
CHANCE: Final = colour("chance")
LIKELY: Final = colour("likely")
MUTED: Final = colour("muted")
HAIRLINE: Final = colour("hairline")
ACCENT: Final = colour("accent")
REST: Final = colour("rest")

_DOT_AREA: Final = 70
_HAS_VALUE: Final = "isValid(datum.value)"

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
    return _row_chart("row", width=420, height=40, band=22)


@cache
def small_row_chart() -> ChartKind:
    """The same, for a narrow column."""
    return _row_chart("small-row", width=200, height=24, band=18)


@cache
def key_chart() -> ChartKind:
    """The same, for an entry of a legend."""
    return _row_chart("key", width=32, height=20, band=14)


def _row_chart(name: str, *, width: int, height: int, band: int) -> ChartKind:
    base = alt.Chart(alt.NamedData("rows")).encode(description="row:N")
    top, bottom = (height - band) / 2, (height + band) / 2
    layers = [
        base.mark_rect(color=CHANCE).encode(
            x=_x("limit_lower"), x2="limit_upper:Q", y=alt.value(top), y2=alt.value(bottom)
        ),
        base.mark_rule(color=INK, strokeDash=[2, 2]).encode(x=_x("reference")),
        base.mark_rect(color=HATCH, stroke=MUTED).encode(
            x=_x("protected_lower"), x2="protected_upper:Q", y=alt.value(height / 2 - 4), y2=alt.value(height / 2 + 4)
        ),
        base.mark_rule(strokeWidth=2).encode(x=_x("lower"), x2="upper:Q", color=_mark_colour()),
        _value_marks(base.transform_filter(_HAS_VALUE)).encode(x=_x("value")),
    ]
    return _compile(name, alt.layer(*layers), width=width, height=height)


@cache
def series_chart() -> ChartKind:
    """
    One cell per measure: a provider's years against the group value.

    Records: row (the measure), when (0-1 along the years), value, lower, upper, reference, protected_lower,
    protected_upper, category.
    """
    return _series_chart("series", width=280, height=120)


@cache
def small_series_chart() -> ChartKind:
    """The same, for a narrow column."""
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
            x=when, y=_y("reference"), detail="row:N", description="row:N"
        ),
        base.mark_rect(color=HATCH, stroke=MUTED, width=9).encode(
            x=when, y=_y("protected_lower"), y2="protected_upper:Q"
        ),
        base.mark_rule(strokeWidth=2).encode(x=when, y=_y("lower"), y2="upper:Q", color=_mark_colour()),
        _value_marks(base.transform_filter(_HAS_VALUE)).encode(x=when, y=_y("value")),
    ]
    return _compile(name, alt.layer(*layers), width=width, height=height)


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
    part = alt.Color("part:N", scale=alt.Scale(domain=["middle", "rest"], range=[ACCENT, REST]), legend=None)
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
        _value_marks(base.transform_filter("isValid(datum.category)")).encode(x=alt.value(0), y=alt.value(0)),
    ]
    return _compile("funnel", alt.layer(*layers), width=600, height=400)


@cache
def live_chart() -> ChartKind:
    """
    The chart that a reader explores: all rows in one view, with names and figures as text, which a script fills.

    Records of "rows": y, top and bottom (of the row, in pixels), provider (a number), name, and what a row chart has;
    told and aside (the figure and its interval), or words where there is no figure. Records of "ticks": position (0-1)
    and label, or reference (0-1).

    Parameters: drawn (how far down the axis reaches; rows below it are words alone), left and right (of the plot, what
    names and figures may take), beyond (what words may take to the right of those), inset (of names) and aside (of
    figures, from the right), narrow (whether all these stand above the marks instead), at and marked (numbers of the
    providers pointed at and chosen; -1 is none).
    """
    # On top of all, so that the whole row is pointed at.
    pointed = _live_rows().mark_rect(color="transparent").encode(**_WHOLE_ROW)
    return _live_chart("live", [*_live_layers(), pointed])


@cache
def picture_chart() -> ChartKind:
    """
    The same for a picture that stands by itself, with all that a table says of a row.

    Records of "rows" have in addition: note, a line below the name; meaning and reason, lists of lines to the right of
    the figures, and where their first lines are (meaning_y and reason_y); bold, whether the meaning is.
    """
    rows = _live_rows()
    beside = alt.value({"expr": "width + right + 22"})
    layers = [
        *_live_layers(),
        rows.mark_text(color=MUTED, align="left", dy=9, fontSize=13, limit={"expr": "left - 14"}).encode(
            x=alt.value({"expr": "-left"}), y=_pixel("y"), text="note:N"
        ),
        rows.mark_text(align="left", fontSize=14, lineHeight=18, fontWeight={"expr": "datum.bold ? 600 : 400"}).encode(
            x=beside, y=_pixel("meaning_y"), text="meaning:N", color=_mark_colour()
        ),
        rows.mark_text(color=MUTED, align="left", fontSize=13, lineHeight=16).encode(
            x=beside, y=_pixel("reason_y"), text="reason:N"
        ),
    ]
    return _live_chart("picture", layers)


_WHOLE_ROW: Final[dict[str, Any]] = {
    "x": alt.value({"expr": "-left"}),
    "x2": alt.value({"expr": "width + right + beyond"}),
    "y": alt.Y("top:Q", scale=None, axis=None),
    "y2": "bottom:Q",
}


def _live_rows() -> alt.Chart:
    return alt.Chart(alt.NamedData("rows"))


def _live_layers() -> list[alt.Chart]:
    """What the live chart and the picture share, from the back to the front."""
    base, ticks = _live_rows(), alt.Chart(alt.NamedData("ticks"))
    down: dict[str, Any] = {"y": alt.value(0), "y2": alt.value({"expr": "drawn"})}
    middle = _pixel("y")
    above = {"expr": "narrow ? -22 : datum.note ? -9 : 0"}
    figure: dict[str, Any] = {"align": "right", "dy": {"expr": "narrow ? -22 : 0"}}
    return [
        base.transform_filter("datum.provider === marked").mark_rect(color=LIKELY).encode(**_WHOLE_ROW),
        base.transform_filter("datum.provider === at")
        .mark_rect(color=PAPER, stroke=ACCENT, strokeWidth=2)
        .encode(**_WHOLE_ROW),
        ticks.mark_rule(color=HAIRLINE).encode(x=_x("position"), **down),
        *(
            ticks.mark_text(color=MUTED, fontSize=13, dy=away, align={"expr": _INWARDS}).encode(
                x=_x("position"), y=alt.value({"expr": at}), text="label:N"
            )
            for at, away in (("0", -12), ("drawn", 14))
        ),
        base.mark_rect(color=CHANCE, height=20).encode(x=_x("limit_lower"), x2="limit_upper:Q", y=middle),
        ticks.mark_rule(color=INK, strokeDash=[2, 2], strokeWidth=1.5).encode(x=_x("reference"), **down),
        base.mark_rule(color=HAIRLINE).encode(x=_WHOLE_ROW["x"], x2=_WHOLE_ROW["x2"], y=_pixel("bottom")),
        base.mark_rect(color=HATCH, stroke=MUTED, height=9).encode(
            x=_x("protected_lower"), x2="protected_upper:Q", y=middle
        ),
        base.mark_rule(strokeWidth=2).encode(x=_x("lower"), x2="upper:Q", y=middle, color=_mark_colour()),
        _value_marks(base.transform_filter(_HAS_VALUE), size=80).encode(x=_x("value"), y=middle),
        base.mark_text(
            color=INK,
            align="left",
            dy=above,
            fontSize=15,
            fontWeight={"expr": "datum.provider === marked ? 600 : 400"},
            limit={"expr": "narrow ? width - 130 : left - 14"},
        ).encode(x=alt.value({"expr": "narrow ? 0 : -left + inset"}), y=middle, text="name:N"),
        base.mark_text(color=INK, fontSize=15, fontWeight=600, **figure).encode(
            x=alt.value({"expr": "narrow ? width - 62 : width + right - aside"}), y=middle, text="told:N"
        ),
        base.mark_text(color=MUTED, fontSize=14, **figure).encode(
            x=alt.value({"expr": "narrow ? width : width + right - 6"}), y=middle, text="aside:N"
        ),
        base.mark_text(
            color=MUTED, align="left", fontSize=14, limit={"expr": "narrow ? width : width + right + beyond"}
        ).encode(x=alt.value({"expr": "narrow ? 0 : 8"}), y=middle, text="words:N"),
    ]


def _live_chart(name: str, layers: Sequence[alt.Chart]) -> ChartKind:
    values = {
        "drawn": 0,
        "left": 0,
        "right": 0,
        "beyond": 0,
        "inset": 6,
        "aside": 78,
        "narrow": False,
        "at": -1,
        "marked": -1,
    }
    chart = alt.layer(*layers).add_params(*(alt.param(name=name, value=value) for name, value in values.items()))
    # The script sets the size, with room for all text; and what is a picture of words that are read is not read itself.
    exact = alt.AutoSizeParams(type="none")
    return _compile(name, chart, width=640, height=400, aria=False, font=FONTS, autosize=exact)


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


def _by_category(values: list[Any]) -> dict[str, Any]:
    """An encoding that gives each category a value of its own, in the order of the table of marks."""
    return {"scale": alt.Scale(type="ordinal", domain=list(MARKS), range=values), "legend": None}


def _strokes() -> list[str]:
    return [colour(mark.stroke) for mark in MARKS.values()]


def _mark_colour() -> alt.Color:
    """The colour of what belongs to a mark: its interval and its words."""
    return alt.Color("category:N", **_by_category(_strokes()))


def _value_marks(base: alt.Chart, *, size: int = _DOT_AREA, width: float = 2) -> alt.Chart:
    """The mark of each value; `size` is the area of a dot."""
    fills = [colour(mark.fill) for mark in MARKS.values()]
    marks: alt.Chart = base.mark_point(strokeWidth=width, opacity=1).encode(
        stroke=alt.Stroke("category:N", **_by_category(_strokes())),
        fill=alt.Fill("category:N", **_by_category(fills)),
        shape=alt.Shape("category:N", **_by_category([mark.shape for mark in MARKS.values()])),
        size=alt.Size("category:N", **_by_category([mark.area * size for mark in MARKS.values()])),
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
