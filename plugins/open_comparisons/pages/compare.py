"""Providers side by side: the page to choose them on, and a file for each provider with its part of the comparison."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from open_comparisons.charts.compiled import chart_kind
from open_comparisons.charts.draw import draw_cells
from open_comparisons.estimates.pairs import differences
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.intake.provider import Provider
from open_comparisons.parts.instruments import absent_words
from open_comparisons.parts.series import MIN_YEARS, year_record
from open_comparisons.site.addresses import address
from open_comparisons.site.locales import plain
from open_comparisons.site.outputs import File, Page
from open_comparisons.site.records import Link
from open_comparisons.site.sentences import direction_sentence
from open_comparisons.site.source import Source, Span, rows_in_span
from open_comparisons.site.words import Axis, axis_for, marks
from open_comparisons.standard.model import Measure, TargetGroup
from open_comparisons.standard.statuses import OK, WITH_FIGURE

LEVEL: Final = 0.95
FILE: Final = "jamfor.json"
"""Name of the file in the folder of a provider's page, in each language."""

_WORDS: Final = (
    *("any", "few", "shown", "broken", "group", "higher", "same", "none", "rest", "inexact", "only-shares"),
    *("chance", "chance-few"),
)


def can_compare(source: Source, group: TargetGroup) -> bool:
    """True where a target group has figures, and few enough providers to compare any two."""
    return bool(source.shown_measures(group)) and not source.has_many(group)


def compare_link(source: Source, group: TargetGroup, slug: str) -> Link | None:
    """The link from a provider to the comparison with its target group; None where there is none."""
    if not can_compare(source, group):
        return None
    url = f"{address(source.locale.lang, 'compare')}?group={group.id}&provider={slug}"
    return Link(source.locale.t("compare.from-provider"), url)


def compare_page(source: Source) -> Page:
    """The page to choose providers on; without scripts, it links to the page of each provider."""
    locale, t = source.locale, source.locale.t
    groups = [group for group in source.shown_groups if can_compare(source, group)]
    return Page(
        template="comparisons/compare",
        title=t("title.compare"),
        description=t("compare.lead"),
        data={
            "groups": [_group(source, group) for group in groups],
            "too_many": [
                Link(locale.html(group.title), address(locale.lang, "target-groups", group.id))
                for group in source.shown_groups
                if group not in groups
            ],
            "words": json.dumps({name: locale.texts[f"compare.{name}"] for name in _WORDS}, ensure_ascii=False),
            "file": FILE,
        },
        modified=source.newest_release,
    )


def _group(source: Source, group: TargetGroup) -> dict[str, Any]:
    locale = source.locale
    return {
        "id": group.id,
        "link": Link(locale.html(group.title), address(locale.lang, "target-groups", group.id)),
        "providers": [
            (provider.slug, Link(provider.name, address(locale.lang, "providers", provider.slug)))
            for provider in _providers(source, group)
        ],
    }


def _providers(source: Source, group: TargetGroup) -> list[Provider]:
    return [provider for provider in source.providers_of(group) if group in source.small_groups_of(provider.slug)]


def compare_file_names(sources: Sequence[Source]) -> tuple[str, ...]:
    """The names of all files that `compare_files` makes."""
    return tuple(
        _file_name(source, provider.slug)
        for source in sources
        for provider in source.data.providers
        if source.small_groups_of(provider.slug)
    )


def compare_files(sources: Sequence[Source]) -> list[File]:
    """
    A file for each provider and language, with its part of a comparison; all of it is on its pages too.

    A file has one entry per target group: name and page of the provider, and for each measure its words, its drawing,
    its years, and the providers (by slug) that it differs from with certainty: which of the two is higher, and the
    difference in percentage points.
    """
    files = []
    for source in sources:
        by_group = {group.id: _entries(source, group) for group in source.shown_groups if can_compare(source, group)}
        for provider in source.data.providers:
            groups = source.small_groups_of(provider.slug)
            if groups:
                content = {"groups": {group.id: by_group[group.id][provider.slug] for group in groups}}
                text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
                files.append(File(_file_name(source, provider.slug), text))
    return files


def _file_name(source: Source, slug: str) -> str:
    return f"{address(source.locale.lang, 'providers', slug)}{FILE}"


def _entries(source: Source, group: TargetGroup) -> dict[str, dict[str, Any]]:
    lang = source.locale.lang
    entries: dict[str, dict[str, Any]] = {
        provider.slug: {"name": provider.name, "url": address(lang, "providers", provider.slug), "measures": []}
        for provider in _providers(source, group)
    }
    for measure in source.compared_measures(group):
        head = _head(source, group, measure)
        span, leads = source.published[group.dataset].leads[group.id, measure.key]
        rows = source.published[group.dataset].rows(group, measure)
        axis = axis_for(measure, rows, source.locale, source.standard)
        differing = _certain_differences(measure, leads, source)
        drawings = _draw_leads(source, [leads.get(slug) for slug in entries], axis)
        years: dict[str, list[ComparedRow]] = {slug: [] for slug in entries}
        spans = source.published[group.dataset].years[group.id, measure.key]
        for year in spans:
            for row in rows_in_span(rows, year):
                if year != span and row.provider in years:
                    years[row.provider].append(row)
        series = _draw_years(source, list(years.values()), axis, spans)
        for (slug, entry), drawing, development in zip(entries.items(), drawings, series, strict=True):
            lead = leads.get(slug)
            entry["measures"].append(
                {
                    **head,
                    "axis": [axis.labels[0], axis.labels[-1]],
                    "cell": _cell(source, group, measure, lead, slug) | ({"drawing": drawing} if drawing else {}),
                    "years": [_year(source, measure, row) for row in years[slug]],
                    **({"series": development} if development else {}),
                    "exact": _is_exact(measure, lead),
                    "apart": differing.get(slug, {}),
                }
            )
    return entries


def _draw_leads(source: Source, rows: Sequence[ComparedRow | None], axis: Axis) -> list[str]:
    """Draw each provider's row in the leading period; "" where it shows no number."""
    shown = {cell: row for cell, row in enumerate(rows) if row is not None and row.status in WITH_FIGURE}
    records = [marks(row, axis, cell) for cell, row in shown.items()]
    drawings = draw_cells(chart_kind("small-row", source.store), records, cells=len(rows), store=source.store)
    return [str(drawing) if cell in shown else "" for cell, drawing in enumerate(drawings)]


def _draw_years(source: Source, years: Sequence[Sequence[ComparedRow]], axis: Axis, spans: Sequence[Span]) -> list[str]:
    """Draw each provider's own years, as on its page; "" with fewer than two, or without a number."""
    drawn = [len(rows) >= MIN_YEARS and any(row.status in WITH_FIGURE for row in rows) for rows in years]
    records = [
        year_record(row, axis, (spans[0], spans[-1]), cell)
        for cell, rows in enumerate(years)
        if drawn[cell]
        for row in rows
    ]
    drawings = draw_cells(chart_kind("small-series", source.store), records, cells=len(years), store=source.store)
    return [str(drawing) if is_drawn else "" for drawing, is_drawn in zip(drawings, drawn, strict=True)]


def _head(source: Source, group: TargetGroup, measure: Measure) -> dict[str, Any]:
    locale, words = source.locale, source.words[measure.id]
    span, rows = source.published[group.dataset].leads[group.id, measure.key]
    reference = next((row.reference for row in rows.values() if not math.isnan(row.reference)), math.nan)
    title, lang = measure.title.get(locale.lang)
    return {
        "id": measure.id,
        "title": title,
        "lang": locale.other(lang),
        "url": address(locale.lang, "target-groups", group.id, measure.id),
        "period": locale.period(*span) if span else "",
        "direction": direction_sentence(measure, locale),
        "group": "" if math.isnan(reference) else words.value(reference),
        "share": measure.is_share,
    }


def _cell(source: Source, group: TargetGroup, measure: Measure, row: ComparedRow | None, slug: str) -> dict[str, Any]:
    """A provider's row of the leading period in words; `category` only where it shows a number."""
    if row is None:
        return {"value": absent_words(source, group, measure, slug), "shown": False}
    row_words = source.words[measure.id].of(row)
    texts = {
        "interval": row_words.interval,
        "counts": row_words.counts,
        "words": row_words.words,
        "reason": row_words.reason,
    }
    return {
        "value": plain(row_words.value),
        "shown": row_words.shown,
        **({"category": row.category} if row_words.shown else {}),
        **{name: plain(text) for name, text in texts.items() if text},
    }


def _year(source: Source, measure: Measure, row: ComparedRow) -> dict[str, str]:
    """One year of a provider's own series in words."""
    return {"year": source.locale.period(row.start, row.end), "value": plain(source.words[measure.id].of(row).value)}


def _is_exact(measure: Measure, row: ComparedRow | None) -> bool:
    """True for a share with exact counts, so that its difference to another has an interval."""
    return measure.is_share and row is not None and row.status == OK and row.denominator > 0


def _certain_differences(
    measure: Measure, leads: Mapping[str, ComparedRow], source: Source
) -> dict[str, dict[str, Any]]:
    exact = [row for row in leads.values() if _is_exact(measure, row)]
    by_provider: dict[str, dict[str, Any]] = {}
    numerators, denominators = [row.numerator for row in exact], [row.denominator for row in exact]
    for pair in differences(numerators, denominators, confidence_level=LEVEL):
        higher, lower = exact[pair.higher].provider, exact[pair.lower].provider
        span = source.locale.span(pair.least, pair.most, is_share=True, decimals=1)
        by_provider.setdefault(higher, {})[lower] = {"higher": True, "by": span}
        by_provider.setdefault(lower, {})[higher] = {"higher": False, "by": span}
    return by_provider
