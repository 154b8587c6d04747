"""From chart kinds and rows to small SVG drawings, kept for as long as they would look the same."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import vl_convert as vlc
from markupsafe import Markup

from open_comparisons.errors import OpenComparisonsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from open_comparisons.charts.kinds import ChartKind
    from open_comparisons.tools.store import Store

_LONG_NUMBER: Final = re.compile(r"-?\d+\.\d{2,}")
_MARK: Final = re.compile(
    r'<(path|line) aria-label="(\d+)" role="graphics-symbol" aria-roledescription="[^"]*"((?: [\w-]+="[^"]*")*)/>'
)
"""A mark as the renderer writes it: its tag, the cell it carries as its label, and what it looks like."""
_LINE: Final = re.compile(r' transform="translate\(([-\d.]+),([-\d.]+)\)" x2="([-\d.]+)" y2="([-\d.]+)"')


def draw_cells(kind: ChartKind, records: Sequence[dict[str, Any]], *, cells: int, store: Store) -> list[Markup]:
    """
    Draw one small SVG per cell of a chart.

    Args:
        kind: The chart kind.
        records: Rows to fill in; "row" says which cell (0 and up), the rest are positions 0-1 and codes.
        cells: How many cells there are; a cell without records comes out empty.
        store: Where drawings are kept between builds.

    Returns:
        The drawings in order, without text, ids, styles or scripts; hidden from screen readers, since the words beside
        them say the same.
    """
    return [_svg(kind, cell) for cell in draw_marks(kind, records, cells=cells, store=store)]


def draw_marks(kind: ChartKind, records: Sequence[dict[str, Any]], *, cells: int, store: Store) -> list[Markup]:
    """The marks of each cell alone, likewise, to be put together in a drawing of `kind.width` by `kind.height`."""
    if not records:
        return [Markup()] * cells
    made_from = kind.digest, str(cells), json.dumps(records)
    marks = store.remember("drawings", made_from, lambda: _marks(kind, records, cells))
    return [Markup(cell) for cell in marks]  # noqa: S704 - built from numbers and fixed codes only


def _marks(kind: ChartKind, records: Sequence[dict[str, Any]], cells: int) -> list[str]:
    """Draw all cells on top of each other in one view, and take them apart by the number each mark carries."""
    data = [
        {**source, "values": records} if source["name"] == "rows" else source  # the others are made from it
        for source in kind.vega["data"]
    ]
    svg = vlc.vega_to_svg({**kind.vega, "data": data})
    marks: list[list[str]] = [[] for _ in range(cells)]
    found = _MARK.findall(svg)
    if len(found) != svg.count(" aria-label="):
        raise OpenComparisonsError("errors.unknown-marks", chart=kind.name)
    for tag, cell, attributes in found:
        written = _LONG_NUMBER.sub(_rounded, attributes.replace(' opacity="1"', ""))
        if tag == "line":
            marks[int(cell)].append(f"<path{_LINE.sub(_shortened, written)}/>")
        elif ' d="' in attributes:
            fill = "" if ' fill="' in attributes else ' fill="none"'
            marks[int(cell)].append(f"<path{written}{fill}/>")
    return ["".join(drawn) for drawn in marks]


def _shortened(match: re.Match[str]) -> str:
    """A line as a path, which takes half as much to write; pages have hundreds."""
    x, y, across, down = match.groups()
    return f' d="M{x},{y}' + (f'v{down}"' if across == "0" else f'h{across}"' if down == "0" else f'l{across},{down}"')


def _rounded(match: re.Match[str]) -> str:
    return f"{float(match.group()):.1f}".rstrip("0").rstrip(".")


def _svg(kind: ChartKind, marks: Markup) -> Markup:
    return Markup(  # noqa: S704 - built from numbers and fixed codes only
        f'<svg class="marks marks--{kind.name}" viewBox="0 0 {kind.width} {kind.height}" aria-hidden="true" '
        f'focusable="false">{marks}</svg>'
    )
