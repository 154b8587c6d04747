"""A measure with many providers, region by region, with all of the region's providers in one table."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.estimates.spread import Spread
from open_comparisons.intake.provider import Provider
from open_comparisons.pages.directory import numbered, sheet_links
from open_comparisons.pages.measure import MeasureHead, measure_head, orders
from open_comparisons.pages.measure_large import region_words
from open_comparisons.parts.comparison_table import reference_sentence
from open_comparisons.parts.filters import FORM, filter_fields, row_codes
from open_comparisons.site.addresses import address, picture_address
from open_comparisons.site.outputs import Page
from open_comparisons.site.records import Choice, ComparisonTable, FilterField, Link, Row
from open_comparisons.site.regions import Region, sheets
from open_comparisons.site.sentences import is_judged, lead_sentence, spread_sentence
from open_comparisons.site.source import Source
from open_comparisons.site.words import Words, table_row
from open_comparisons.standard.model import Measure, TargetGroup


@dataclass(frozen=True, slots=True)
class RegionMeasureContent:
    """Content of a measure in one area, or of one sheet of it."""

    head: MeasureHead
    region: str
    measure: Link
    region_url: str
    sentence: str
    judged: bool
    own: str
    whole: str
    value_head: str
    fields: tuple[FilterField, ...]
    orders: tuple[Choice, ...]
    table: ComparisonTable
    sheets: list[Link]


def region_measure_page(source: Source, group: TargetGroup, measure: Measure, region: Region, sheet: int = 0) -> Page:
    """All providers of a region for one measure, in its leading period."""
    published, locale, t = source.published[group.dataset], source.locale, source.locale.t
    measure = source.leading(group, measure)
    words = source.words[measure.id]
    span, by_provider = published.leads[group.id, measure.key]
    lists = sheets(region_rows(source, group, measure, region))
    here = [by_provider[provider.slug] for rows in lists for provider in rows]
    spreads = published.spreads[group.id, measure.key]
    spread, whole = spreads.regions[region.slug], spreads.periods.get(span) if span else None
    name = region.name or t("providers.no-area")
    own, sentence, judged = region_words(spread, words), lead_sentence(here, spread, words), is_judged(whole)
    title = t(
        "title.measure-in-region",
        measure=measure.title.plain(locale.lang),
        region=name,
        group=group.title.plain(locale.lang),
    )
    return Page(
        template="comparisons/measure_in_region",
        picture=picture_address(source.locale.lang, "target-groups", group.id, measure.id),
        title=numbered(source, title, sheet, len(lists)),
        description=sentence,
        data=RegionMeasureContent(
            head=measure_head(source, group, measure),
            region=name,
            measure=Link(locale.html(measure.title), address(locale.lang, "target-groups", group.id, measure.id)),
            region_url=address(locale.lang, "areas", region.slug) if source.directory.is_large else "",
            sentence=sentence,
            judged=judged,
            own=t("region.value", value=own, count=locale.number(spread.providers)) if own else "",
            whole=_whole(whole, words) if whole and whole.valued and not judged else "",
            value_head=t(f"head.{measure.kind.name}"),
            fields=filter_fields(source, lists[0], [FORM]) if len(lists) == 1 else (),
            orders=orders(source, measure) if len(lists) == 1 else (),
            table=ComparisonTable(
                anchor="utforare",
                title=locale.period(*span) if span else "",
                sentence=sentence,
                rows=tuple(_rows(source, measure, lists[sheet], by_provider, judged=judged)),
                reference=reference_sentence(here, measure, source),
            ),
            sheets=sheet_links(
                lists,
                sheet,
                lambda parts: address(locale.lang, "target-groups", group.id, measure.id, region.slug, *parts),
            ),
        ),
        modified=published.release.released,
    )


def region_rows(source: Source, group: TargetGroup, measure: Measure, region: Region) -> list[Provider]:
    """The providers of a region with a row in the leading period of a measure."""
    by_provider = source.published[group.dataset].leads[group.id, source.leading(group, measure).key][1]
    return [provider for provider in region.providers if provider.slug in by_provider]


def _whole(spread: Spread, words: Words) -> str:
    """The sentence on the spread of all providers, for comparison with the region."""
    return words.locale.t("region.whole", sentence=spread_sentence(spread, words, math.nan))


def _rows(
    source: Source,
    measure: Measure,
    providers: Sequence[Provider],
    by_provider: Mapping[str, ComparedRow],
    *,
    judged: bool,
) -> Iterator[Row]:
    locale, words = source.locale, source.words[measure.id]
    providers_url = address(locale.lang, "providers")
    for provider in providers:
        row = by_provider[provider.slug]
        full_words = words.of(row)
        note = Markup(" · ").join(part for part in (source.form_of(provider), full_words.counts) if part)
        # Where no provider can be compared, the page says so once.
        row_words = (
            full_words
            if judged
            else replace(full_words, words="", reason="" if full_words.shown else full_words.reason)
        )
        url, codes = f"{providers_url}{provider.slug}/", row_codes(source, provider, [FORM])
        yield replace(table_row(row_words, row, name=provider.name, url=url, note=note), codes=codes)
