"""Draw the rows of a chart kind as small SVGs; a drawing is reused until its chart kind or its rows change."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.etree import ElementTree as ET

import vl_convert as vlc
from markupsafe import Markup

from open_comparisons.charts.compiled import chart_kind
from open_comparisons.charts.kind import ChartKind
from open_comparisons.charts.marks import LegendKey
from open_comparisons.charts.palette import colour_name
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.tools.store import Store

_SVG: Final = "{http://www.w3.org/2000/svg}"
_CELL: Final = "aria-label"
_ATTRIBUTES: Final = ("transform", "d", "fill", "stroke", "stroke-width", "stroke-dasharray")
_NO_MOVE: Final = "translate(0,0)"
_DIGITS: Final = frozenset("0123456789.-")


def draw_cells(kind: ChartKind, records: Sequence[dict[str, Any]], *, cells: int, store: Store) -> list[Markup]:
    """
    Draw one small SVG per cell of a chart.

    Args:
        kind: The chart kind.
        records: Rows to draw; "row" is the number of the cell (from 0), the rest are positions 0-1 and codes.
        cells: Number of cells; a cell without records is an empty drawing.
        store: Keeps drawings between builds.

    Returns:
        The drawings in order, without text, ids, styles or scripts; colours are named by classes such as `fill-ink`.
        Hidden from screen readers, since the words beside them say the same.
    """
    return [_svg(kind, cell) for cell in draw_marks(kind, records, cells=cells, store=store)]


def draw_marks(kind: ChartKind, records: Sequence[dict[str, Any]], *, cells: int, store: Store) -> list[Markup]:
    """Draw only the marks of each cell, for a drawing of `kind.width` by `kind.height`."""
    if not records:
        return [Markup()] * cells
    made_from = kind.digest, str(cells), json.dumps(records)
    marks = store.remember("drawings", made_from, lambda: _marks(kind, records, cells))
    return [Markup(cell) for cell in marks]  # noqa: S704 - built from numbers and fixed codes only


def draw_keys(keys: Sequence[LegendKey], store: Store) -> tuple[tuple[Markup, str], ...]:
    """The drawing of each entry, made by the key chart, and the key of the message that explains it."""
    records = [{"row": number, **record} for number, key in enumerate(keys) for record in key.records]
    drawings = draw_cells(chart_kind("key", store), records, cells=len(keys), store=store)
    return tuple((drawing, key.message) for drawing, key in zip(drawings, keys, strict=True))


def render(
    kind: ChartKind,
    data: Mapping[str, Sequence[Mapping[str, Any]]],
    parameters: Mapping[str, float],
    **more: object,
) -> str:
    """
    Render a chart as SVG, unchanged from the renderer.

    Args:
        kind: The chart kind.
        data: The records of each of its data sets, by name, except data sets derived from others.
        parameters: Values of its parameters, by name; a missing one keeps the kind's default.
        more: Properties of the whole, such as its width and padding.
    """
    sources = [
        {**source, "values": data[source["name"]]} if source["name"] in data else source for source in kind.vega["data"]
    ]
    signals = [
        {**signal, "value": parameters.get(signal["name"], signal["value"])} for signal in kind.vega.get("signals", ())
    ]
    svg: str = vlc.vega_to_svg({**kind.vega, "data": sources, "signals": signals, **more})
    return svg


def _marks(kind: ChartKind, records: Sequence[dict[str, Any]], cells: int) -> list[str]:
    """Draw all cells on top of each other in one view, then sort the marks by the cell number each carries."""
    drawing = ET.fromstring(render(kind, {"rows": records}, {}))  # noqa: S314 - drawn from our own numbers
    marks: list[list[str]] = [[] for _ in range(cells)]
    for element in drawing.iter():
        if _CELL in element.attrib:
            marks[int(element.attrib[_CELL])].append(_mark(kind, element))
    return ["".join(drawn) for drawn in marks]


def _mark(kind: ChartKind, element: ET.Element) -> str:
    """Serialize a mark as a path with classes for its colours; "" where it has no extent."""
    look = {name: element.attrib[name] for name in _ATTRIBUTES if name in element.attrib}
    if element.tag == f"{_SVG}line":
        # A path is half as long as a line element, and pages have hundreds.
        look = {"d": _line(look.pop("transform"), element.attrib["x2"], element.attrib["y2"]), **look}
    elif element.tag != f"{_SVG}path":
        raise OpenComparisonsError("errors.unknown-mark", chart=kind.name, element=element.tag)
    elif "d" not in look:
        return ""
    else:
        look.setdefault("fill", "none")
    if look.get("transform") == _NO_MOVE:
        del look["transform"]
    classes = [f"{paint}-{name}" for paint in ("fill", "stroke") if (name := colour_name(look.get(paint, "")))]
    attributes: dict[str, str] = {
        **({"class": " ".join(classes)} if classes else {}),
        **{name: _round_numbers(value) for name, value in look.items() if not colour_name(value)},
    }
    return "<path" + "".join(f' {name}="{value}"' for name, value in attributes.items()) + "/>"


def _line(moved: str, across: str, down: str) -> str:
    start = moved.removeprefix("translate(").removesuffix(")")
    return f"M{start}" + (f"v{down}" if across == "0" else f"h{across}" if down == "0" else f"l{across},{down}")


def _round_numbers(value: str) -> str:
    """Round the numbers of an attribute to a tenth of a unit, finer than the eye can see."""
    if "." not in value:
        return value
    spaced = "".join(sign if sign in _DIGITS else f" {sign} " for sign in value)
    return "".join(_short(part) for part in spaced.split(" "))


def _short(part: str) -> str:
    _, point, decimals = part.partition(".")
    return f"{float(part):.1f}".rstrip("0").rstrip(".") if point and len(decimals) > 1 else part


def _svg(kind: ChartKind, marks: Markup) -> Markup:
    return Markup(  # noqa: S704 - built from numbers and fixed codes only
        f'<svg class="marks marks--{kind.name}" viewBox="0 0 {kind.width} {kind.height}" aria-hidden="true" '
        f'focusable="false">{marks}</svg>'
    )
