"""
Small pages with one chart for other sites to show in a frame: of the newest release, or fixed to one release.

A chart fixed to a release has the figures published then. It leaves out bounds of hidden counts that follow from other
releases, since a later release would change them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from open_comparisons.estimates.comparison import METHOD_VERSION
from open_comparisons.intake.provider import Provider
from open_comparisons.pages.provider import overviews_of
from open_comparisons.parts.chart_links import OF_PROVIDERS, embed_parts, has_own_chart
from open_comparisons.parts.comparison_table import lead_table
from open_comparisons.site.addresses import address
from open_comparisons.site.outputs import Page, PageDraft
from open_comparisons.site.policy import FRAMED
from open_comparisons.site.records import ComparisonTable, Link
from open_comparisons.site.sentences import direction_sentence
from open_comparisons.site.source import Published, Source
from open_comparisons.standard.model import Measure, TargetGroup


@dataclass(frozen=True, slots=True)
class EmbeddedMeasureContent:
    """Content of a chart of a measure to embed in other sites."""

    title: Markup
    group: Markup
    summary: Markup
    direction: str
    value_head: str
    table: ComparisonTable | None
    origin: str
    back: Link
    frozen: str
    note: str
    newer: Link | None


@dataclass(frozen=True, slots=True)
class EmbeddedGroup:
    """All measures of a provider in a target group."""

    id: str
    title: Markup
    overview: ComparisonTable


@dataclass(frozen=True, slots=True)
class EmbeddedProviderContent:
    """Content of an overview of a provider to embed in other sites."""

    name: str
    groups: list[EmbeddedGroup]
    origin: str
    back: Link
    frozen: str = ""


def measure_embed_drafts(
    source: Source, releases: Mapping[str, Sequence[str]], frozen_in: Callable[[str, str], Published]
) -> Iterator[PageDraft]:
    """
    Drafts of a page for each chart of a measure, and of one for each release that has it.

    Args:
        source: Data of the pages, in any language.
        releases: Ids of the published releases of each dataset, oldest first.
        frozen_in: Returns the figures of a dataset in one of them alone.
    """
    for group in source.shown_groups:
        for measure in source.shown_measures(group):
            if has_own_chart(source, group, measure):
                make = partial(measure_embed_page, group=group, measure=measure)
                yield PageDraft.single(FRAMED, embed_parts(group.id, measure.id), make)
        if source.has_many(group):
            continue
        for release in releases[group.dataset]:
            published = frozen_in(group.dataset, release)
            then = source.at(published)
            for measure in then.shown_measures(group):
                if has_own_chart(then, group, measure):
                    frozen = partial(frozen_chart_page, group=group, measure=measure, published=published)
                    yield PageDraft.single(FRAMED, embed_parts(group.id, measure.id, release), frozen)


def provider_embed_drafts(source: Source, batches: Iterable[Sequence[Provider]]) -> Iterator[PageDraft]:
    """Drafts of a page for each provider's overview; the pages of a batch are made together."""
    for batch in batches:
        providers = [provider for provider in batch if source.small_groups_of(provider.slug)]
        if providers:
            parts = tuple((OF_PROVIDERS, provider.slug) for provider in providers)
            yield PageDraft(FRAMED, parts, partial(provider_embed_pages, providers=providers))


def measure_embed_page(source: Source, group: TargetGroup, measure: Measure) -> Page:
    """The first chart of a measure's page, in the newest release."""
    locale, release = source.locale, source.published[group.dataset].release
    return _measure_page(
        source,
        group,
        measure,
        title=locale.t("embed.page", title=_title(source, group, measure)),
        back=_back(source, group, measure),
        frozen=address(locale.lang, FRAMED, *embed_parts(group.id, measure.id, release.id)),
    )


def frozen_chart_page(source: Source, group: TargetGroup, measure: Measure, published: Published) -> Page:
    """The chart of one release, with a link to the newest chart where that is another."""
    locale, release = source.locale, published.release
    date, newest = locale.date(release.released), source.published[group.dataset].release
    then = source.at(published)
    note, newer = locale.t("embed.this-release", date=date), None
    if release.id != newest.id:
        # A measure may be missing in the newest release; then the link goes to its target group.
        is_shown = measure in source.shown_measures(group) and has_own_chart(source, group, measure)
        parts = embed_parts(group.id, measure.id)
        url = address(locale.lang, FRAMED, *parts) if is_shown else _back(source, group, measure).url
        note, newer = locale.t("embed.newer", date=date), Link(locale.t("embed.to-newer"), url)
    return _measure_page(
        then,
        group,
        measure,
        title=locale.t("embed.page-release", title=_title(source, group, measure), date=date),
        back=_back(source, group, measure),
        note=note,
        newer=newer,
    )


def provider_embed_pages(source: Source, providers: Sequence[Provider]) -> list[Page]:
    """All measures of each provider, group by group, as on its own page."""
    overviews = overviews_of(source, providers)
    return [_provider_page(source, provider, overviews) for provider in providers]


def _measure_page(
    source: Source,
    group: TargetGroup,
    measure: Measure,
    *,
    title: str,
    back: Link,
    frozen: str = "",
    note: str = "",
    newer: Link | None = None,
) -> Page:
    locale, release = source.locale, source.published[group.dataset].release
    measure = source.leading(group, measure)
    table = lead_table(source, group, measure)
    return Page(
        template="comparisons/embedded_measure",
        title=title,
        description=table.sentence if table else measure.summary.plain(locale.lang),
        data=EmbeddedMeasureContent(
            title=locale.html(measure.title),
            group=locale.html(group.title),
            summary=locale.html(measure.summary),
            direction=direction_sentence(measure, locale),
            value_head=locale.t(f"head.{measure.kind.name}"),
            table=table,
            origin=_origin(source, group),
            back=back,
            frozen=frozen,
            note=note,
            newer=newer,
        ),
        modified=release.released,
    )


def _provider_page(source: Source, provider: Provider, overviews: Mapping[tuple[str, str], Any]) -> Page:
    locale = source.locale
    groups = source.small_groups_of(provider.slug)
    tables = [overviews[provider.slug, group.id] for group in groups]
    return Page(
        template="comparisons/embedded_provider",
        title=locale.t("embed.page", title=provider.name),
        description=tables[0].sentence,
        data=EmbeddedProviderContent(
            name=provider.name,
            groups=[
                EmbeddedGroup(group.id, locale.html(group.title), table)
                for group, table in zip(groups, tables, strict=True)
            ],
            origin=" ".join(dict.fromkeys(_origin(source, group) for group in groups)),
            back=Link(locale.t("embed.back-provider"), address(locale.lang, "providers", provider.slug)),
        ),
        modified=source.newest_release,
    )


def _title(source: Source, group: TargetGroup, measure: Measure) -> str:
    lang = source.locale.lang
    return source.locale.t("title.measure-in-group", measure=measure.title.plain(lang), group=group.title.plain(lang))


def _back(source: Source, group: TargetGroup, measure: Measure) -> Link:
    """The page of the measure, or of the target group where the newest release does not have the measure."""
    locale = source.locale
    if measure in source.shown_measures(group):
        url = address(locale.lang, "target-groups", group.id, measure.id)
        return Link(locale.t("embed.back-measure"), url)
    return Link(locale.t("embed.back-group"), address(locale.lang, "target-groups", group.id))


def _origin(source: Source, group: TargetGroup) -> str:
    locale, release = source.locale, source.published[group.dataset].release
    return locale.t(
        "embed.origin",
        site=source.standard.site_title.plain(locale.lang),
        release=locale.t("chip.release", date=locale.date(release.released)),
        method=locale.t("chip.method", version=METHOD_VERSION),
    )
