"""Tables of a measure that are also charts: a row for each provider of a target group, period by period."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from markupsafe import Markup

from open_comparisons.charts.compiled import chart_kind
from open_comparisons.charts.draw import draw_cells
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.intake.provider import Provider
from open_comparisons.parts.filters import IN_GROUP, row_codes
from open_comparisons.parts.instruments import anchor_end, taken_elsewhere
from open_comparisons.site.addresses import address
from open_comparisons.site.corrections import correction_mark
from open_comparisons.site.records import ComparisonTable, Row
from open_comparisons.site.sentences import measure_sentence, nonresponse_sentence
from open_comparisons.site.source import Source, Span, periods_of, rows_in_span
from open_comparisons.site.words import Axis, axis_for, marks, table_row
from open_comparisons.standard.model import Measure, TargetGroup
from open_comparisons.standard.statuses import OK

# With more rows in all, only the leading period is drawn; the others are in a table of text.
MAX_DRAWN_ROWS: Final = 160
# With a smaller share of the possible providers, the group value carries a warning.
PARTIAL_BELOW: Final = 0.8


def period_tables(
    source: Source, group: TargetGroup, measure: Measure, periods: Sequence[Span]
) -> list[ComparisonTable]:
    """The table of each period, with all rows drawn at once."""
    return list(_tables(source, group, measure, periods))


def lead_table(source: Source, group: TargetGroup, measure: Measure) -> ComparisonTable | None:
    """The first table of a measure's page; None where it has no rows."""
    return next(_tables(source, group, measure, drawn_periods(source, group, measure)), None)


def lead_records(source: Source, group: TargetGroup, measure: Measure) -> list[dict[str, Any]]:
    """Records for drawing the rows of the first table of a measure's page; {} for a provider without a row."""
    everyone = source.published[group.dataset].rows(group, measure)
    periods = drawn_periods(source, group, measure)
    rows = [rows_in_span(everyone, span) for span in periods]
    axis = _shared_axis(source, measure, rows)
    by_provider = {row.provider: row for row in rows[0]}
    return [
        marks(by_provider[provider.slug], axis, cell) if provider.slug in by_provider else {}
        for cell, provider in enumerate(present_providers(source, group, measure, rows[0], periods[0]))
    ]


def _shared_axis(source: Source, measure: Measure, rows: Sequence[Sequence[ComparedRow]]) -> Axis:
    """One axis for all periods, so that they can be compared by eye."""
    return axis_for(measure, [row for period_rows in rows for row in period_rows], source.locale, source.standard)


def drawn_periods(source: Source, group: TargetGroup, measure: Measure) -> list[Span]:
    """The periods that a measure's page draws: all, or only the leading one where all have too many rows."""
    published = source.published[group.dataset]
    periods = periods_of(published, group, measure)
    return periods if len(published.rows(group, measure)) <= MAX_DRAWN_ROWS else periods[:1]


def _tables(source: Source, group: TargetGroup, measure: Measure, periods: Sequence[Span]) -> Iterator[ComparisonTable]:
    everyone = source.published[group.dataset].rows(group, measure)
    rows = [rows_in_span(everyone, span) for span in periods]
    providers = [
        present_providers(source, group, measure, period_rows, span)
        for period_rows, span in zip(rows, periods, strict=True)
    ]
    axis = _shared_axis(source, measure, rows)
    records: list[dict[str, Any]] = []
    cell = 0
    for period_rows, present in zip(rows, providers, strict=True):
        by_provider = {row.provider: row for row in period_rows}
        for provider in present:
            if provider.slug in by_provider:
                records.append(marks(by_provider[provider.slug], axis, cell))
            cell += 1
    drawings = iter(draw_cells(chart_kind("row", source.store), records, cells=cell, store=source.store))
    for period_rows, present, span in zip(rows, providers, periods, strict=True):
        yield _table(
            source, group, measure, period_rows, [(provider, next(drawings)) for provider in present], axis, span
        )


def present_providers(
    source: Source, group: TargetGroup, measure: Measure, rows: Sequence[ComparedRow], span: Span
) -> list[Provider]:
    """
    Providers with a row for the period, and, where they fit on a page, those that were active without a row.

    Of several instruments, only the one that most providers use lists those without a row by any.
    """
    reported = {row.provider for row in rows}
    if source.has_many(group) or not source.published[group.dataset].is_leading(group, measure):
        return [provider for provider in source.providers_of(group) if provider.slug in reported]
    elsewhere = taken_elsewhere(source, group, measure, span)
    return [
        provider
        for provider in source.providers_of(group)
        if provider.slug in reported
        or (
            provider.slug not in elsewhere
            and (provider.from_date is None or provider.from_date <= span[1])
            and (provider.to_date is None or provider.to_date >= span[0])
        )
    ]


def _table(
    source: Source,
    group: TargetGroup,
    measure: Measure,
    rows: Sequence[ComparedRow],
    drawn: Sequence[tuple[Provider, Markup]],
    axis: Axis,
    span: Span,
) -> ComparisonTable:
    locale, standard = source.locale, source.standard
    by_provider = {row.provider: row for row in rows}
    lines = []
    for provider, drawing in drawn:
        row = by_provider.get(provider.slug)
        form, url = source.form_of(provider), address(locale.lang, "providers", provider.slug)
        codes = row_codes(source, provider, IN_GROUP)
        if row is None:
            absent = locale.t("status.absent")
            lines.append(Row(provider.name, url, form, absent, "", "", "", "", drawing, shown=False, codes=codes))
            continue
        words = source.words[measure.id].of(row)
        note = Markup(" · ").join(part for part in (form, words.counts, correction_mark(source, group, row)) if part)
        line = table_row(words, row, name=provider.name, url=url, note=note)
        lines.append(replace(line, marks=drawing, codes=codes))
    return ComparisonTable(
        anchor=f"p{span[0].isoformat()}-{span[1].isoformat()}{anchor_end(source, group, measure)}",
        title=", ".join(part for part in (locale.period(*span), measure.instrument) if part),
        sentence=measure_sentence(rows, measure, locale, standard),
        rows=tuple(lines),
        axis=axis.labels,
        reference=reference_sentence(rows, measure, source),
        nonresponse=nonresponse_sentence(lines, locale),
    )


def reference_sentence(rows: Sequence[ComparedRow], measure: Measure, source: Source) -> str:
    """The group value and its number of providers, or the reason for having none."""
    first = next((row for row in rows if not math.isnan(row.reference)), None)
    if first is None:
        t = source.locale.t
        if measure.kind.is_plain_count:
            return ""
        sentence = t("reference.as-reported" if measure.kind.is_reported else "reference.none")
        unknown = any(row.status == OK and math.isnan(row.denominator) for row in rows)
        return f"{sentence} {t('reference.unchecked')}" if unknown else sentence
    locale = source.locale
    values = {
        "value": locale.value(first.reference, measure, source.standard),
        "count": first.reference_providers,
        "possible": max(first.possible_providers, first.reference_providers),
    }
    if first.reference_high > first.reference_low:
        span = locale.span(
            first.reference_low, first.reference_high, is_share=measure.is_share, decimals=measure.decimals
        )
        sentence = locale.t("reference.range", span=span, **values)
    else:
        sentence = locale.t("reference.value", **values)
    if first.reference_providers < PARTIAL_BELOW * first.possible_providers:
        why = "reference.other-instrument" if measure.instrument else "reference.partial"
        return f"{sentence} {locale.t(why)}"
    return sentence
