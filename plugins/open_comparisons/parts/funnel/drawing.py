"""The drawing of a funnel: marks at their places, some of them links with a name beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from markupsafe import Markup

from open_comparisons.charts.compiled import chart_kind
from open_comparisons.charts.draw import draw_marks
from open_comparisons.charts.labels import LabelRequest, place_labels
from open_comparisons.charts.marks import HATCH, MARKS, Mark
from open_comparisons.estimates.comparison import HIGHER, LOWER
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.parts.funnel.shapes import AxisScale
from open_comparisons.site.addresses import address
from open_comparisons.site.chart_records import FunnelPoint
from open_comparisons.site.source import Source
from open_comparisons.site.words import Words
from open_comparisons.standard.statuses import BANDED
from open_comparisons.tools.store import Store

DENSE: Final = 400
"""Number of providers from which marks are small and rounded to whole units."""
MAX_NAMED: Final = 8
"""With more providers outside the 99.8 % limits, no name is visible until a reader points at it."""

# Size of the type in the drawing's units, on a wide screen and on a phone; the style sheet has the same.
_WIDE_TYPE: Final = 12.5
_NARROW_TYPE: Final = 29.0
_LONGEST_NAME: Final = 32
_BAND: Final = 9
_SMALL_BAND: Final = 3
_TRIANGLES: Final = {"triangle-up": -1, "triangle-down": 1}
"""Direction of triangles, by Vega's names: -1 up, 1 down."""
_TRIANGLE: Final = 5.0
_SMALL_TRIANGLE: Final = 3.4
"""Half the width of a triangle that is no link, as large as the links are drawn."""
_CERTAIN: Final = (HIGHER, LOWER)


@dataclass(frozen=True, slots=True)
class PlotArea:
    """The field of a drawing: its two axes, and its width and height in its own units."""

    level: AxisScale
    upright: AxisScale
    width: int
    height: int

    def x(self, size: float) -> float:
        """The position of a size, from the left."""
        return round(self.level.position(size) * self.width, 1)

    def y(self, value: float) -> float:
        """The position of a value, from the top; a value beyond the axis is at its end."""
        place = min(max(self.upright.position(value), 0.0), 1.0)
        return round((1 - place) * self.height, 1)

    def middle(self, row: ComparedRow) -> tuple[float, float]:
        """The middle of the mark of a row: its value, or the middle of its protected range."""
        if row.status in BANDED:
            return self.x(row.denominator), round((self.y(row.lower_95) + self.y(row.upper_95)) / 2, 1)
        return self.x(row.denominator), self.y(row.value)


def field(level: AxisScale, upright: AxisScale, store: Store) -> PlotArea:
    """The field of a funnel with these axes."""
    kind = chart_kind("funnel", store)
    return PlotArea(level, upright, kind.width, kind.height)


def draw_limits(
    place: PlotArea, reference: float, sizes: np.ndarray, limits: np.ndarray, store: Store
) -> tuple[Markup, Markup]:
    """
    Draw the background of the providers.

    Args:
        place: The field.
        reference: The group value.
        sizes, limits: From `parts.funnel.shapes.limit_curves`.
        store: Keeps drawings between builds.

    Returns:
        The lines of the axes with the group value, and the limits, which extend beyond the field.
    """
    records: list[dict[str, Any]] = [
        *({"row": 1, "grid_value": _part(place.upright, step)} for step in place.upright.steps),
        *({"row": 1, "grid_size": _part(place.level, step)} for step in place.level.steps),
        {"row": 1, "reference": _part(place.upright, reference)},
    ]
    across, upwards = np.round(place.level.positions(sizes), 5), np.round(place.upright.positions(limits), 5)
    names = ("low_998", "low_95", "high_95", "high_998")
    for size, ends in zip(across.tolist(), upwards.tolist(), strict=True):
        records.append({"row": 0, "size": size, **dict(zip(names, ends, strict=True))})
        records += [
            {"row": 0, "size": size, "curve": name, "limit": end} for name, end in zip(names, ends, strict=True)
        ]
    behind, lines = draw_marks(chart_kind("funnel", store), records, cells=2, store=store)
    return lines, behind


def draw_links(
    place: PlotArea, rows: Sequence[ComparedRow], everyone: Sequence[ComparedRow], source: Source, words: Words
) -> tuple[FunnelPoint, ...]:
    """
    Draw the providers that are links, in the order of the rows.

    Args:
        place: The field.
        rows: The rows to draw as links.
        everyone: All rows drawn, whose marks the names avoid.
        source: Data of the pages.
        words: Words of the measure.
    """
    symbols = _symbols(sorted({row.category for row in rows if row.status not in BANDED}), source.store)
    few_far = sum(row.category in _CERTAIN for row in rows) <= MAX_NAMED
    words_by_row = [words.of(row) for row in rows]
    names = [source.directory.by_slug[row.provider].name for row in rows]
    short_names = [name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…" for name in names]
    details = [", ".join(part for part in (row_words.value, row_words.counts) if part) for row_words in words_by_row]
    wanted = [
        LabelRequest(*place.middle(row), max(len(name), len(detail)), few_far and row.category in _CERTAIN)
        for row, name, detail in zip(rows, short_names, details, strict=True)
    ]
    marks = np.array([place.middle(row) for row in everyone]).reshape(-1, 2)
    labels = place_labels(wanted, marks, width=place.width, height=place.height, wide=_WIDE_TYPE, narrow=_NARROW_TYPE)
    return tuple(
        FunnelPoint(
            url=address(source.locale.lang, "providers", row.provider),
            words=", ".join([name, detail, words.compared(row)]),
            mark=_band(place, [row], _BAND) if row.status in BANDED else symbols[row.category],
            moved="" if row.status in BANDED else f"translate({_short(text.x)} {_short(text.y)})",
            x=_short(text.x),
            y=_short(text.y),
            name=short_name,
            detail=detail,
            text_x=_short(label.x),
            text_y=_short(label.y),
            anchor=label.anchor,
            shift=label.shift,
            onwards=label.onwards,
            standing=text.standing and label.clear,
        )
        for row, name, short_name, detail, text, label in zip(
            rows, names, short_names, details, wanted, labels, strict=True
        )
    )


def draw_rest(place: PlotArea, rows: Sequence[ComparedRow], *, dense: bool) -> Markup:
    """Draw providers that are no links: one path for each category, and one for all protected ranges."""
    drawn = [_band(place, [row for row in rows if row.status in BANDED], _SMALL_BAND if dense else _BAND)]
    for mark in MARKS.values():
        places = {place.middle(row) for row in rows if row.status not in BANDED and row.category == mark.category}
        spots = sorted({(round(x), round(y)) for x, y in places} if dense else places)
        drawn.append(_path(mark, spots, _SMALL_TRIANGLE if dense else _TRIANGLE))
    return Markup().join(drawn)


def _path(mark: Mark, spots: Sequence[tuple[float, float]], half: float) -> Markup:
    """The marks of many providers of one category as one path; the style sheet gives dots their size."""
    if not spots:
        return Markup()
    way = _TRIANGLES.get(mark.shape, 0)
    size = half * abs(way)
    shape = f"h{2 * size:g}l{-size:g} {2 * size * way:g}z" if way else "h0"
    path = "".join(f"M{_short(x - size)} {_short(y - size * way)}{shape}" for x, y in spots)
    look = f"funnel__triangles fill-{mark.fill}" if way else "funnel__dots"
    return Markup('<path class="{} stroke-{}" d="{}"/>').format(look, mark.stroke, path)


def _band(place: PlotArea, rows: Sequence[ComparedRow], width: int) -> Markup:
    """The bars of some protected ranges."""
    path = ""
    for row in rows:
        top, bottom = place.y(row.upper_95), place.y(row.lower_95)
        left = _short(place.x(row.denominator) - width / 2)
        path += f"M{left} {_short(top)}h{width}v{_short(bottom - top)}h{-width}z"
    return Markup('<path class="stroke-muted" d="{}" fill="{}"/>').format(path, HATCH) if path else Markup()


def _symbols(categories: Sequence[str], store: Store) -> dict[str, Markup]:
    """The symbol of each category, to be moved to its place."""
    records = [{"row": cell, "category": category} for cell, category in enumerate(categories)]
    drawn = draw_marks(chart_kind("funnel", store), records, cells=len(categories), store=store)
    return dict(zip(categories, drawn, strict=True))


def _part(scale: AxisScale, value: float) -> float:
    return round(scale.position(value), 5)


def _short(number: float) -> str:
    """A number with at most one decimal, without a final ".0"."""
    return f"{number:.1f}".removesuffix(".0")
