"""The distribution of the values of many providers: a drawing with its words and its table."""

import itertools
import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

from open_comparisons.charts.compiled import chart_kind
from open_comparisons.charts.draw import draw_cells
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.estimates.spread import Histogram, Spread, histogram
from open_comparisons.site.chart_records import Distribution
from open_comparisons.site.records import Cell, PlainRow, PlainTable
from open_comparisons.site.words import Axis, Words
from open_comparisons.standard.statuses import OK
from open_comparisons.tools.store import Store

# Gap on each side of a bar, as a fraction of its width.
_GAP: Final = 0.04
# Largest number of steps that have a label each.
_MAX_LABELS: Final = 12
_PERCENT: Final = 100.0
# A longer unit has no room below the bars; the sentences beside them have it.
_LONGEST_UNIT: Final = 5


def steps_of(rows: Iterable[ComparedRow], words: Words) -> Histogram | None:
    """The values of some providers counted in steps; None where none of them has an exact value."""
    values = [row.value for row in rows if row.status == OK and not math.isnan(row.value)]
    if not values:
        return None
    ceiling = _PERCENT / words.scale if words.unit.endswith("%") and max(values) * words.scale <= _PERCENT else math.inf
    return histogram(values, resolution=_resolution(words), ceiling=ceiling)


def axis_of(steps: Histogram, words: Words) -> Axis:
    """The axis below the bars, labelled at each quarter or, where steps are single values, at each step."""
    if not steps.single:
        quarters = [steps.low + (steps.high - steps.low) * quarter / 4 for quarter in range(5)]
        return Axis(steps.low, steps.high, short_labels(quarters, words))
    half, every = steps.step / 2, -(-len(steps.counts) // _MAX_LABELS)
    labels = short_labels([steps.low + steps.step * number for number in range(len(steps.counts))], words)
    shown = tuple(label if number % every == 0 else "" for number, label in enumerate(labels))
    return Axis(steps.low - half, steps.high - half, shown)


def bars(steps: Histogram, axis: Axis, spread: Spread, reference: float, cell: int) -> list[dict[str, Any]]:
    """Records for drawing the steps in cell number `cell` of a histogram chart."""
    records: list[dict[str, Any]] = []
    highest, width = max(steps.counts), 1 / len(steps.counts)
    half = steps.step / 2 if steps.single else 0
    middle = [axis.position(spread.lower_quartile - half), axis.position(spread.upper_quartile + half)]
    for number, count in enumerate(steps.counts):
        if not count:
            continue
        left, right = (number + _GAP) * width, (number + 1 - _GAP) * width
        # A bar is cut where the middle half begins and ends.
        cuts = [left, *(cut for cut in middle if cut is not None and left < cut < right), right]
        for start, end in itertools.pairwise(cuts):
            inside = middle[0] is not None and middle[1] is not None and middle[0] <= (start + end) / 2 <= middle[1]
            records.append(
                {
                    "row": cell,
                    "left": round(start, 4),
                    "right": round(end, 4),
                    "height": round(count / highest, 4),
                    "part": "middle" if inside else "rest",
                }
            )
    place = axis.position(reference)
    if place is not None and 0 <= place <= 1:
        records.append({"row": cell, "reference": place})
    return records


def distribution(
    rows: Iterable[ComparedRow], words: Words, spread: Spread, reference: float, store: Store
) -> Distribution | None:
    """The whole distribution; None where no provider has an exact value."""
    steps = steps_of(rows, words)
    if steps is None:
        return None
    axis, t = axis_of(steps, words), words.locale.t
    records = bars(steps, axis, spread, reference, 0)
    marks = draw_cells(chart_kind("histogram", store), records, cells=1, store=store)[0]
    notes = [t("spread.about", highest=words.locale.number(max(steps.counts)))]
    if not math.isnan(reference):
        notes.append(t("spread.reference"))
    notes += far_out(steps, words, spread)
    if spread.figures > spread.valued:
        notes.append(t("spread.protected", count=spread.figures - spread.valued))
    return Distribution(marks, axis.labels, steps.single, tuple(notes), _table(steps, words))


def far_out(steps: Histogram, words: Words, spread: Spread) -> list[str]:
    """Sentences on the values outside the steps, which are counted in the first or the last."""
    t, notes = words.locale.t, []
    if steps.below:
        notes.append(t("spread.below", count=steps.below, value=words.value(spread.lowest)))
    if steps.above:
        notes.append(t("spread.above", count=steps.above, value=words.value(spread.highest)))
    return notes


def _table(steps: Histogram, words: Words) -> PlainTable:
    t, number = words.locale.t, words.locale.number
    last = len(steps.counts) - 1
    lines = []
    for place, count in enumerate(steps.counts):
        low = steps.low + steps.step * place
        high = low + (0 if steps.single else steps.step - (_resolution(words) if place < last else 0))
        if place == 0 and steps.below:
            name = t("step.or-lower", value=words.value(high))
        elif place == last and steps.above:
            name = t("step.or-higher", value=words.value(low))
        else:
            name = words.span(low, high)
        lines.append(PlainRow(name, "", (Cell(number(count)),)))
    return PlainTable("steg", t("spread.table"), (t("head.value"), t("head.provider-count")), tuple(lines))


def _resolution(words: Words) -> float:
    return float(10**-words.decimals) / words.scale


def short_labels(values: Sequence[float], words: Words) -> tuple[str, ...]:
    """Labels of an axis, with no more decimals than they need."""
    needed = next(
        decimals
        for decimals in range(words.decimals + 1)
        if decimals == words.decimals or all(_is_round(value * words.scale, decimals) for value in values)
    )
    unit = words.unit if len(words.unit) <= _LONGEST_UNIT else ""
    return tuple(words.locale.number(value * words.scale, needed) + unit for value in values)


def _is_round(value: float, decimals: int) -> bool:
    return math.isclose(value, round(value, decimals), abs_tol=1e-9)
