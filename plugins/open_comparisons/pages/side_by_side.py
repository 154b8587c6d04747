"""
Measures of a target group side by side: the price of care, its people and duration, and its outcomes.

The group in brief comes first, then one row per provider. The measures are never divided by each other.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.parts.chips import release_chips
from open_comparisons.parts.filters import IN_GROUP, filter_fields, row_codes
from open_comparisons.parts.instruments import absent_words
from open_comparisons.parts.strips import strips_of
from open_comparisons.site.addresses import address
from open_comparisons.site.outputs import Page
from open_comparisons.site.records import Cell, FilterField, Link, PlainRow, PlainTable, Row
from open_comparisons.site.sentences import adjustment_sentence
from open_comparisons.site.source import Source
from open_comparisons.standard.model import OUTCOME, PRICE, WHOM, Measure, TargetGroup

PART: Final = "sida-vid-sida"
"""Part of the address, in every language."""


@dataclass(frozen=True, slots=True)
class SideBySideContent:
    """Content of all measures of a target group side by side."""

    group: Link
    chips: list[str]
    period: str
    brief: list[tuple[str, list[Row]]]
    fields: tuple[FilterField, ...]
    count: int
    table: PlainTable
    adjustment: str


def has_side_by_side(source: Source, group: TargetGroup) -> bool:
    """True with measures of context beside the outcomes, and few enough providers for one table."""
    context = any(measure.context for measure in source.shown_measures(group))
    return context and not source.has_many(group)


def side_by_side_link(source: Source, group: TargetGroup) -> Link | None:
    """A link to a target group's page; None where it has none."""
    if not has_side_by_side(source, group):
        return None
    t = source.locale.t
    return Link(t("side.title"), address(source.locale.lang, "target-groups", group.id, PART), t("side.about"))


def side_by_side_page(source: Source, group: TargetGroup) -> Page:
    """Price, people and duration, and every outcome: the group in brief, then a row per provider."""
    locale, t = source.locale, source.locale.t
    published = source.published[group.dataset]
    measures = _columns(source, group)
    leads = [published.leads[group.id, measure.key] for measure in measures]
    spans = {span for span, _ in leads}
    heads = [
        measure.title.get(locale.lang)[0] if len(spans) == 1 or span is None
        else t("side.dated", title=measure.title.get(locale.lang)[0], period=locale.period(*span))
        for measure, (span, _) in zip(measures, leads, strict=True)
    ]  # fmt: skip
    rows = [rows for _, rows in leads]
    everyone = tuple(
        _group_value(source, m, tuple(by_provider.values())) for m, by_provider in zip(measures, rows, strict=True)
    )
    lines = [PlainRow(t("mix.group"), "", everyone)]
    for provider in source.providers_of(group):
        cells = tuple(
            _cell(source, group, m, by_provider.get(provider.slug), provider.slug)
            for m, by_provider in zip(measures, rows, strict=True)
        )
        if any(provider.slug in by_provider for by_provider in rows):
            url, codes = address(locale.lang, "providers", provider.slug), row_codes(source, provider, IN_GROUP)
            lines.append(PlainRow(provider.name, url, cells, codes=codes))
    span = next(iter(spans))
    when = t("side.period", period=locale.period(*span)) if len(spans) == 1 and span else ""
    return Page(
        template="comparisons/side_by_side",
        title=f"{t('side.title')}: {group.title.plain(locale.lang)}",
        description=t("side.about"),
        data=SideBySideContent(
            group=Link(locale.html(group.title), address(locale.lang, "target-groups", group.id)),
            chips=release_chips(source, group),
            period=when,
            brief=_brief(source, group, measures),
            fields=filter_fields(source, source.providers_of(group), IN_GROUP),
            count=len(lines) - 1,
            table=PlainTable("tabell", t("side.table"), (t("head.provider"), *heads), tuple(lines)),
            adjustment=adjustment_sentence(measures, locale),
        ),
        modified=published.release.released,
    )


def _brief(source: Source, group: TargetGroup, measures: Sequence[Measure]) -> list[tuple[str, list[Row]]]:
    """The strips of the measures, under the heading of their kind."""
    strips = dict(zip(measures, strips_of(source, group, measures), strict=True))
    parts = {
        "side.costs": [strip for measure, strip in strips.items() if measure.context == PRICE],
        "side.whom": [strip for measure, strip in strips.items() if measure.context == WHOM],
        "side.outcomes": [strip for measure, strip in strips.items() if not measure.context],
    }
    return [(source.locale.t(key), rows) for key, rows in parts.items() if rows]


def _columns(source: Source, group: TargetGroup) -> list[Measure]:
    """Measures of price, of people and duration, and outcomes, each in the catalogue's order."""
    measures = source.compared_measures(group)
    outcomes = [measure for measure in measures if measure.type == OUTCOME and not measure.context]
    return [*(m for m in measures if m.context == PRICE), *(m for m in measures if m.context == WHOM), *outcomes]


def _cell(source: Source, group: TargetGroup, measure: Measure, row: ComparedRow | None, slug: str) -> Cell:
    if row is None:
        return Cell(absent_words(source, group, measure, slug), shown=False)
    row_words = source.words[measure.id].of(row)
    return Cell(row_words.value, row_words.interval if row_words.shown else "", row_words.shown)


def _group_value(source: Source, measure: Measure, rows: Sequence[ComparedRow]) -> Cell:
    first = next((row for row in rows if not math.isnan(row.reference)), None)
    if first is None:
        return Cell("–")
    possible = max(first.possible_providers, first.reference_providers)
    note = source.locale.t("reference.of", count=first.reference_providers, possible=possible)
    return Cell(source.words[measure.id].value(first.reference), note)
