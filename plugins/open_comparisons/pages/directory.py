"""The directory: all providers, or, where they do not fit on one page, its regions with their providers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from open_comparisons.intake.provider import Provider
from open_comparisons.pages.measure_large import middle_words, region_link, region_words
from open_comparisons.parts.area_map import area_map
from open_comparisons.parts.chips import release_chips
from open_comparisons.parts.filters import ALL, AREA, filter_fields, row_codes
from open_comparisons.site.addresses import address
from open_comparisons.site.chart_records import AreaMap
from open_comparisons.site.outputs import Page
from open_comparisons.site.records import Cell, FilterField, Link, PlainRow, PlainTable
from open_comparisons.site.regions import Region, sheet_parts, sheets
from open_comparisons.site.source import Source
from open_comparisons.standard.model import TargetGroup


@dataclass(frozen=True, slots=True)
class ProvidersContent:
    """Content of the directory of providers."""

    areas: list[tuple[str, list[Link]]]
    fields: tuple[FilterField, ...]
    links: list[Link]
    map: AreaMap | None
    by_letter: bool
    area_group: Markup
    lead: str
    count: int


@dataclass(frozen=True, slots=True)
class RegionContent:
    """Content of an area, or of one sheet of it where it has many providers."""

    title: str
    count: str
    kind: Markup
    providers: list[Link]
    sheets: list[Link]
    tables: tuple[PlainTable, ...]
    chips: list[str]


def providers_page(source: Source) -> Page:
    """
    All providers by larger area, with a form to filter them.

    With many providers, only the areas; the form has nothing to filter then, since no provider is on the page.
    """
    locale, directory = source.locale, source.directory
    lead = locale.t("providers.lead", count=locale.number(len(directory.by_name)))
    if directory.is_large:
        areas, fields, links = [], filter_fields(source, (), ALL), region_links(source)
    else:
        areas = [(_name(source, region), _filtered_links(source, region)) for region in directory.regions]
        fields = filter_fields(source, directory.by_name, ALL)
        links = [
            _area_link(source, region, f"#omrade-{place}") for place, region in enumerate(directory.regions, start=1)
        ]
    return Page(
        template="comparisons/providers",
        title=locale.t("title.providers"),
        description=lead,
        data=ProvidersContent(
            areas=areas,
            fields=fields,
            links=links,
            map=area_map(source),
            by_letter=directory.by_letter,
            area_group=Markup() if directory.by_letter else locale.html(source.standard.area_group),
            lead=lead,
            count=len(directory.by_name),
        ),
        modified=source.newest_release,
    )


def region_page(source: Source, region: Region, sheet: int = 0) -> Page:
    """The providers of a region, and its figures measure by measure on the first page."""
    locale, lists = source.locale, sheets(region.providers)
    name = _name(source, region)
    tables = () if sheet or source.directory.by_letter else tuple(_measures(source, region))
    return Page(
        template="comparisons/region",
        title=numbered(source, locale.t("title.region", region=name), sheet, len(lists)),
        description=locale.t("region.description", region=name, count=locale.number(len(region.providers))),
        data=RegionContent(
            title=name,
            count=locale.t("count.providers", count=len(region.providers)),
            kind=Markup() if source.directory.by_letter else locale.html(source.standard.area_group),
            providers=[provider_link(source, provider) for provider in lists[sheet]],
            sheets=sheet_links(lists, sheet, lambda parts: address(locale.lang, "areas", region.slug, *parts)),
            tables=tables,
            chips=release_chips(source, *source.shown_groups) if tables else [],
        ),
        modified=source.newest_release,
    )


def region_links(source: Source, group: TargetGroup | None = None) -> list[Link]:
    """A link to each region with providers (of a target group), with their number."""
    regions = source.directory.regions
    links = [_area_link(source, region, address(source.locale.lang, "areas", region.slug), group) for region in regions]
    return [link for link in links if link.about]


def _area_link(source: Source, region: Region, url: str, group: TargetGroup | None = None) -> Link:
    """A link to the list of the providers of a region, with their number; `about` is "" without providers."""
    count = sum(group is None or group.id in provider.target_groups for provider in region.providers)
    about = source.locale.t("count.providers", count=count) if count else ""
    return Link(_name(source, region), url, about, codes=((AREA, region.slug),))


def _filtered_links(source: Source, region: Region) -> list[Link]:
    return [
        replace(provider_link(source, provider), codes=row_codes(source, provider, ALL))
        for provider in region.providers
    ]


def _name(source: Source, region: Region) -> str:
    return region.name or source.locale.t("providers.no-area")


def provider_link(source: Source, provider: Provider) -> Link:
    """A link to a provider, with its ownership, area, target groups and, if it has closed, the last day."""
    locale, standard = source.locale, source.standard
    area = standard.areas.get(provider.area_code)
    groups = [
        locale.html(standard.target_groups[group].title)
        for group in provider.target_groups
        if group in standard.target_groups
    ]
    about = [source.form_of(provider), area.name if area else "", Markup("; ").join(groups)]
    if provider.to_date:
        about.append(locale.t("providers.ended", date=locale.date(provider.to_date)))
    return Link(
        provider.name,
        address(locale.lang, "providers", provider.slug),
        Markup(" · ").join(part for part in about if part),
    )


def numbered(source: Source, title: str, sheet: int, count: int) -> str:
    """The title of a page, with its number where a list has several pages."""
    return title if count == 1 else source.locale.t("title.sheet", title=title, number=sheet + 1, count=count)


def sheet_links(
    lists: Sequence[Sequence[Provider]], current: int, place: Callable[[tuple[str, ...]], str]
) -> list[Link]:
    """Links to all pages of a list by their first and last names; the current one has no address."""
    if len(lists) == 1:
        return []
    return [
        Link(f"{rows[0].name} – {rows[-1].name}", "" if number == current else place(sheet_parts(number)))
        for number, rows in enumerate(lists)
    ]


def _measures(source: Source, region: Region) -> Iterator[PlainTable]:
    """For each target group, the large measures with the region's value or its middle half."""
    locale, t = source.locale, source.locale.t
    for group in source.shown_groups:
        lines = []
        for measure in source.compared_measures(group):
            large = source.published[group.dataset].spreads.get((group.id, measure.key))
            spread = large.regions.get(region.slug) if large else None
            if spread is None:
                continue
            words = source.words[measure.id]
            title, lang = measure.title.get(locale.lang)
            values = [region_words(spread, words) or "–", middle_words(spread, words) or "–"]
            cells = (Cell(locale.number(spread.figures)), *(Cell(value) for value in values))
            url = region_link(source, group, measure, region.slug)
            lines.append(PlainRow(title, url, cells, name_lang=locale.other(lang)))
        if lines:
            head = (t("head.measure"), t("head.with-figure"), t("head.region-value"), t("head.middle-half"))
            heading = t("region.measures", group=locale.html(group.title))
            yield PlainTable(f"matt-{group.id}", heading, head, tuple(lines), t("region.measures-about"))
