"""A provider's own development: each measure's years against the group, pooled where single years are too small."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from open_comparisons.charts.compiled import chart_kind
from open_comparisons.charts.draw import draw_cells
from open_comparisons.estimates.change import FALLEN, RISEN, SAME, UNKNOWN
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.site.addresses import address
from open_comparisons.site.chart_records import Series
from open_comparisons.site.records import Cell, PlainRow
from open_comparisons.site.sentences import change_sentence, pooled_sentence, series_sentence, trend_sentences
from open_comparisons.site.source import Source, Span
from open_comparisons.site.words import Axis, axis_for, marks
from open_comparisons.standard.model import Measure, MeasureKey, TargetGroup
from open_comparisons.standard.statuses import WITH_FIGURE

# A single year is no development; it is in the table of all measures.
MIN_YEARS: Final = 2


@dataclass(frozen=True, slots=True)
class OwnSeries:
    """
    A provider's rows of one measure over time.

    Attributes:
        measure: The measure.
        years: The provider's rows of single years, oldest first.
        pooled: Its rows of several years together, oldest first.
        by_year: True to draw single years, False to draw pooled rows, since no year can be shown.
        ends: The first and last single year of any provider, the ends of the drawing.
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
    The record for drawing a row in cell number `cell` of a series chart.

    Args:
        row: A provider's row of a year or of several.
        axis: Axis of the values.
        ends: The first and the last single year; the drawing extends from the middle of one to the middle of the other.
        cell: The number of the cell.
    """
    record = marks(row, axis, cell)
    for name in ("limit_lower", "limit_upper"):
        record.pop(name, None)
    first, last = (_middle(*end) for end in ends)
    return record | {"when": round(min(max((_middle(row.start, row.end) - first) / (last - first), 0), 1), 4)}


def own_series(
    source: Source,
    group: TargetGroup,
    measures: Sequence[Measure],
    by_measure: Mapping[MeasureKey, Sequence[ComparedRow]],
) -> tuple[list[Series], list[Markup]]:
    """
    A provider's series in a target group, and the names of measures whose years are all hidden.

    Args:
        source, group: Data of the pages, and the target group.
        measures: The measures of the group.
        by_measure: The provider's rows as a whole, by measure and instrument.
    """
    prepared, without = [], []
    for measure in measures:
        years = source.published[group.dataset].years[group.id, measure.key]
        if len(years) < MIN_YEARS:
            continue
        series = _select_rows(measure, years, by_measure[measure.key])
        if any(row.status in WITH_FIGURE for row in series.drawn):
            prepared.append(series)
        else:
            without.append(source.locale.html(measure.title))
    axes = [axis_for(series.measure, series.drawn, source.locale, source.standard) for series in prepared]
    records = [
        year_record(row, axis, series.ends, number)
        for number, (series, axis) in enumerate(zip(prepared, axes, strict=True))
        for row in series.drawn
    ]
    drawings = draw_cells(chart_kind("series", source.store), records, cells=len(prepared), store=source.store)
    series_records = [
        _series_record(source, group, series, axis, drawing)
        for series, axis, drawing in zip(prepared, axes, drawings, strict=True)
    ]
    return series_records, without


def _select_rows(measure: Measure, years: Sequence[Span], rows: Iterable[ComparedRow]) -> OwnSeries:
    ordered = sorted(rows, key=lambda row: (row.start, row.end))
    single = tuple(row for row in ordered if (row.start, row.end) in years)
    pooled = tuple(row for row in ordered if _covers_several(row, years))
    by_year = any(row.status in WITH_FIGURE for row in single) or not pooled
    return OwnSeries(measure, single, pooled, by_year, (years[0], years[-1]))


def _covers_several(row: ComparedRow, years: Sequence[Span]) -> bool:
    return len([start for start, end in years if row.start <= start and end <= row.end]) >= MIN_YEARS


def _middle(start: date, end: date) -> float:
    return float(start.toordinal() + end.toordinal()) / 2


def _series_record(source: Source, group: TargetGroup, series: OwnSeries, axis: Axis, drawing: Markup) -> Series:
    locale, t, words = source.locale, source.locale.t, source.words[series.measure.id]
    name, lang = series.measure.title.get(locale.lang)
    sentences = [series_sentence(series.years, words)] if series.by_year else []
    sentences += [pooled_sentence(row, words) for row in series.pooled[-1:] if row.status in WITH_FIGURE]
    changed = _changed_rows(series)
    sentences += [change_sentence(row, words) for row in changed if row.change != SAME]
    # What cannot be seen is left to the fold: nine measures beside each other would be a wall of words.
    unseen = [change_sentence(row, words) for row in changed if row.change == SAME]
    # The number of missing years is stated once for all measures, and in the table of all figures.
    if series.years:
        trend = trend_sentences(series.years[-1], locale)
        sentences += trend[:1]
        unseen += trend[1:]
    return Series(
        name=name,
        url=address(locale.lang, "target-groups", group.id, series.measure.id),
        sentence=" ".join(sentences),
        unseen=" ".join(unseen),
        marks=drawing,
        first=locale.period(*series.ends[0]),
        last=locale.period(*series.ends[1]),
        axis=tuple(reversed((axis.labels[0], axis.labels[len(axis.labels) // 2], axis.labels[-1]))),
        head=(t("head.period"), t("head.value"), t("head.interval"), t("head.group-value")),
        rows=tuple(_row(source, row) for row in (*series.years, *series.pooled)),
        name_lang=lang,
        note="" if series.by_year else t("provider.pooled"),
    )


def _changed_rows(series: OwnSeries) -> tuple[ComparedRow, ...]:
    """The rows whose change is told: the newest window; the newest year if no window has one, or if it is certain."""
    windows = tuple(row for row in series.pooled[-1:] if row.change != UNKNOWN)
    told = {RISEN, FALLEN} if windows else {RISEN, FALLEN, SAME}
    return (*windows, *(row for row in series.years[-1:] if row.change in told))


def _row(source: Source, row: ComparedRow) -> PlainRow:
    locale, words = source.locale, source.words[row.measure_id]
    row_words = words.of(row)
    group = "–" if math.isnan(row.reference) else words.value(row.reference)
    value = Cell(row_words.value, row_words.counts if row_words.shown else row_words.reason, row_words.shown)
    return PlainRow(locale.period(row.start, row.end), "", (value, Cell(row_words.interval or "–"), Cell(group)))
