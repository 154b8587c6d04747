"""Chart kinds of whole measures: a chart to explore, with names and figures as text, and its marks for a picture."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import altair as alt

from open_comparisons.charts.kind import FONTS, ChartKind, ChartName
from open_comparisons.charts.kinds import (
    ACCENT,
    CHANCE,
    HAIRLINE,
    HAS_VALUE,
    INK,
    LIKELY,
    MUTED,
    PAPER,
    across,
    compile_chart,
    funnel_chart,
    histogram_chart,
    key_chart,
    mark_colour,
    row_chart,
    series_chart,
    small_histogram_chart,
    small_row_chart,
    small_series_chart,
    spread_chart,
    value_marks,
)
from open_comparisons.charts.marks import HATCH

_INWARDS: Final = "narrow && datum.position === 0 ? 'left' : narrow && datum.position === 1 ? 'right' : 'center'"


def live_chart() -> ChartKind:
    """
    The chart that a reader explores: all rows in one view, filled by a script, with names and figures as text.

    Records of "rows": y, top and bottom (of the row, in pixels), provider (a number), name, and fields of a row chart;
    told and aside (the figure and its interval), or words where there is no figure. Records of "ticks": position (0-1)
    and label, or reference (0-1).

    Parameters, in pixels: drawn (height of the axis; rows below it have words only), left and right (room for names and
    figures beside the plot), beyond (room for words to the right of those), inset (of names) and aside (of figures,
    from the right). Further: narrow (true to put all these above the marks instead), at and marked (numbers of the
    providers pointed at and chosen; -1 is none).
    """
    # On top of everything, so that the whole row reacts to the pointer.
    pointed = _live_rows().mark_rect(color="transparent").encode(**_WHOLE_ROW)
    return _live_chart("live", [*_live_layers(), pointed])


def picture_chart() -> ChartKind:
    """
    The marks of the live chart, for a picture to download.

    Its words are set beside them: the renderer opens the font anew for each letter that it measures.
    """
    return _live_chart("picture", [layer for layer in _live_layers() if layer.mark.type != "text"])


_WHOLE_ROW: Final[dict[str, Any]] = {
    "x": alt.value({"expr": "-left"}),
    "x2": alt.value({"expr": "width + right + beyond"}),
    "y": alt.Y("top:Q", scale=None, axis=None),
    "y2": "bottom:Q",
}


def _live_rows() -> alt.Chart:
    return alt.Chart(alt.NamedData("rows"))


def _live_layers() -> list[alt.Chart]:
    """The layers of the live chart, from the back to the front; the picture has those without text."""
    base, ticks = _live_rows(), alt.Chart(alt.NamedData("ticks"))
    down: dict[str, Any] = {"y": alt.value(0), "y2": alt.value({"expr": "drawn"})}
    middle = _pixel("y")
    above = {"expr": "narrow ? -22 : datum.note ? -9 : 0"}
    figure: dict[str, Any] = {"align": "right", "dy": {"expr": "narrow ? -22 : 0"}}
    return [
        base.transform_filter("datum.provider === marked").mark_rect(color=CHANCE).encode(**_WHOLE_ROW),
        base.transform_filter("datum.provider === at")
        .mark_rect(color=PAPER, stroke=ACCENT, strokeWidth=2)
        .encode(**_WHOLE_ROW),
        ticks.mark_rule(color=HAIRLINE).encode(x=across("position"), **down),
        *(
            ticks.mark_text(color=MUTED, fontSize=13, dy=away, align={"expr": _INWARDS}).encode(
                x=across("position"), y=alt.value({"expr": at}), text="label:N"
            )
            for at, away in (("0", -12), ("drawn", 14))
        ),
        base.mark_rect(color=LIKELY, height=20).encode(x=across("limit_lower"), x2="limit_upper:Q", y=middle),
        ticks.mark_rule(color=MUTED, strokeDash=[2, 2], strokeWidth=1.5).encode(x=across("reference"), **down),
        base.mark_rule(color=HAIRLINE).encode(x=_WHOLE_ROW["x"], x2=_WHOLE_ROW["x2"], y=_pixel("bottom")),
        base.mark_rect(color=HATCH, stroke=MUTED, height=9).encode(
            x=across("protected_lower"), x2="protected_upper:Q", y=middle
        ),
        base.mark_rule(strokeWidth=2).encode(x=across("lower"), x2="upper:Q", y=middle, color=mark_colour()),
        value_marks(base.transform_filter(HAS_VALUE), size=80).encode(x=across("value"), y=middle),
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
    # The script sets the size, with room for all text. No ARIA: the page has the same words for screen readers.
    exact = alt.AutoSizeParams(type="none")
    return compile_chart(name, chart, width=640, height=400, aria=False, font=FONTS, autosize=exact)


def _pixel(name: str) -> alt.Y:
    return alt.Y(f"{name}:Q", scale=None, axis=None)


DESIGNS: Final[Mapping[ChartName, Callable[[], ChartKind]]] = {
    "row": row_chart,
    "small-row": small_row_chart,
    "key": key_chart,
    "series": series_chart,
    "small-series": small_series_chart,
    "spread": spread_chart,
    "histogram": histogram_chart,
    "small-histogram": small_histogram_chart,
    "funnel": funnel_chart,
    "live": live_chart,
    "picture": picture_chart,
}
"""All chart kinds, each compiled when it is called."""
