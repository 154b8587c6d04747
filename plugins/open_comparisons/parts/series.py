"""A provider's own development: each measure's years against the group, pooled where a year is too thin."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from open_comparisons.charts.draw import draw_cells
from open_comparisons.charts.kinds import series_chart
from open_comparisons.estimates.trends import UNKNOWN
from open_comparisons.site.addresses import address
from open_comparisons.site.chart_records import Series
from open_comparisons.site.records import Cell, PlainRow
from open_comparisons.site.sentences import pooled_sentence, series_sentence
from open_comparisons.site.trend_words import trend_words
from open_comparisons.site.words import axis_for, marks
from open_comparisons.standard.model import WITH_FIGURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from markupsafe import Markup

    from open_comparisons.estimates.rows import ComparedRow
    from open_comparisons.site.source import Source, Span
    from open_comparisons.site.words import Axis
    from open_comparisons.standard.model import Measure, TargetGroup

# A single year is no development; it stands in the table of all measures.
MIN_YEARS: Final = 2


@dataclass(frozen=True, slots=True)
class OwnSeries:
    """
    What is shown of one measure.

    Attributes:
        measure: Which.
        years: The provider's rows of single years, oldest first.
        pooled: Its rows of several years together, likewise.
        by_year: Whether the years are drawn; else the pooled rows are, since no year can be shown.
        ends: The first and last single year that any provider has, which the drawing goes between.
    """

    measure: Measure
    years: tuple[ComparedRow, ...]
    pooled: tuple[ComparedRow, ...]
    by_year: bool
    ends: tuple[Span, Span]

    @property
    def drawn(self) -> tuple[ComparedRow, ...]:
        """The rows that the drawing shows."""
        return self.years if self.by_year else self.pooled


def year_record(row: ComparedRow, axis: Axis, ends: tuple[Span, Span], cell: int) -> dict[str, Any]:
    """
    The record that draws a row in cell number `cell` of a series chart.

    Args:
        row: A provider's row of a year or of several.
        axis: Of the values.
        ends: The first and the last single year, between whose middles the drawing goes.
        cell: The number of the cell.
    """
    record = marks(row, axis, cell)
    for name in ("limit_lower", "limit_upper"):
        record.pop(name, None)
    first, last = (_middle(*end) for end in ends)
    return record | {"when": round(min(max((_middle(row.start, row.end) - first) / (last - first), 0), 1), 4)}


def own_series(
    source: Source, group: TargetGroup, measures: Sequence[Measure], by_measure: Mapping[str, Sequence[ComparedRow]]
) -> tuple[list[Series], list[Markup]]:
    """
    A provider's series in a target group, and the names of measures that have years but none to show.

    Args:
        source, group: Whose pages.
        measures: Those shown for the group.
        by_measure: The provider's rows as a whole, by measure.
    """
    prepared, without = [], []
    for measure in measures:
        years = source.published[group.dataset].years[group.id, measure.id]
        if len(years) < MIN_YEARS:
            continue
        found = _series(measure, years, by_measure[measure.id])
        if any(row.status in WITH_FIGURE for row in found.drawn):
            prepared.append(found)
        else:
            without.append(source.locale.html(measure.title))
    axes = [axis_for(found.measure, found.drawn, source.locale, source.standard) for found in prepared]
    records = [
        year_record(row, axis, found.ends, number)
        for number, (found, axis) in enumerate(zip(prepared, axes, strict=True))
        for row in found.drawn
    ]
    drawings = draw_cells(series_chart(), records, cells=len(prepared), store=source.store)
    shown = [
        _shown(source, group, found, axis, drawing)
        for found, axis, drawing in zip(prepared, axes, drawings, strict=True)
    ]
    return shown, without


def _series(measure: Measure, years: Sequence[Span], rows: Iterable[ComparedRow]) -> OwnSeries:
    ordered = sorted(rows, key=lambda row: (row.start, row.end))
    single = tuple(row for row in ordered if (row.start, row.end) in years)
    pooled = tuple(row for row in ordered if _covers_several(row, years))
    by_year = any(row.status in WITH_FIGURE for row in single) or not pooled
    return OwnSeries(measure, single, pooled, by_year, (years[0], years[-1]))


def _covers_several(row: ComparedRow, years: Sequence[Span]) -> bool:
    return len([start for start, end in years if row.start <= start and end <= row.end]) >= MIN_YEARS


def _middle(start: Any, end: Any) -> float:  # noqa: ANN401 - dates
    return float(start.toordinal() + end.toordinal()) / 2


def _shown(source: Source, group: TargetGroup, found: OwnSeries, axis: Axis, drawing: Markup) -> Series:
    locale, t, words = source.locale, source.locale.t, source.words[found.measure.id]
    name, lang = words.title
    sentences = [series_sentence(found.years, words)] if found.by_year else []
    sentences += [pooled_sentence(row, words) for row in found.pooled[-1:] if row.status in WITH_FIGURE]
    # How many years are missing is told once for all measures, and in the table of all figures.
    if found.years and found.years[-1].trend != UNKNOWN:
        sentences.append(t("sentence.trend", trend=trend_words(found.years[-1], locale)))
    return Series(
        name=name,
        url=address(locale.lang, "target-groups", group.id, found.measure.id),
        sentence=" ".join(sentences),
        marks=drawing,
        first=locale.period(*found.ends[0]),
        last=locale.period(*found.ends[1]),
        axis=tuple(reversed((axis.labels[0], axis.labels[len(axis.labels) // 2], axis.labels[-1]))),
        head=(t("head.period"), t("head.value"), t("head.interval"), t("head.group-value")),
        rows=tuple(_row(source, row) for row in (*found.years, *found.pooled)),
        name_lang=lang,
        note="" if found.by_year else t("provider.pooled"),
    )


def _row(source: Source, row: ComparedRow) -> PlainRow:
    locale, words = source.locale, source.words[row.measure_id]
    said = words.of(row)
    group = "–" if math.isnan(row.reference) else words.value(row.reference)
    value = Cell(said.value, said.counts if said.shown else said.reason, said.shown)
    return PlainRow(locale.period(row.start, row.end), "", (value, Cell(said.interval or "–"), Cell(group)))
