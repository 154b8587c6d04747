"""
A provider's preview of a release before publication: its own page with the group's values, and its rows as a file.

Nothing in the preview discloses another provider: it has no page of several providers, no file with rows of others, and
no group value of so few providers that one of them could be inferred.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

from open_comparisons.estimates.comparison import MIN_PROVIDERS
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.files.release.downloads import comparison_lines
from open_comparisons.intake.provider import Provider
from open_comparisons.messages import say
from open_comparisons.pages.comparisons import Comparisons
from open_comparisons.pages.provider import ProviderContent, provider_pages
from open_comparisons.site.addresses import address, rows_address
from open_comparisons.site.outputs import FileDraft, Page, PageDraft
from open_comparisons.site.records import Link
from open_comparisons.site.source import Mixes, Published, Source

FORMS: Final = {"sv": "SVAR.txt", "en": "ANSWER.txt"}
ROBOTS: Final = "User-agent: *\nDisallow: /\n"
STYLESHEET: Final = "theme/preview.css"
GROUP_COLUMNS: Final = (
    *("reference", "reference_low", "reference_high", "reference_largest", "reference_deviation"),
    *("limit_lower_95", "limit_upper_95", "limit_lower_998", "limit_upper_998", "phi", "tau_squared"),
    *("chance_95", "chance_998", "tell_lower_10", "tell_higher_10", "tell_lower_20", "tell_higher_20"),
)
"""Columns that disclose other providers where these are few: blank where they rest on fewer than `MIN_PROVIDERS`."""


@dataclass(frozen=True, slots=True)
class PreviewContent:
    """Content of the first page of a preview."""

    read: tuple[Link, Link]
    form: Link
    answer: str


@dataclass(frozen=True, slots=True)
class OwnPreview:
    """A preview: the provider, and the last day to answer."""

    provider: Provider
    answer_by: date

    @property
    def name(self) -> str:
        """The name of the provider."""
        return self.provider.name


def own_preview_drafts(comparisons: Comparisons, preview: OwnPreview) -> Iterator[PageDraft | FileDraft]:
    """All pages and files of a preview, except the theme's."""
    slug = preview.provider.slug
    yield PageDraft.single("home", (), partial(_start_page, preview=preview))
    yield PageDraft("providers", ((slug,),), partial(_own_page, provider=preview.provider))
    yield _own_rows(comparisons, slug)
    texts = {"robots.txt": ROBOTS} | {
        name: say(lang, "preview.form", name=preview.name, date=preview.answer_by.isoformat())
        for lang, name in FORMS.items()
    }
    for name, text in texts.items():
        yield FileDraft.single(name, text.encode)


def own_sources(comparisons: Comparisons, slug: str) -> tuple[Source, ...]:
    """The data of pages, without the rows of any other provider."""
    return tuple(
        replace(source, published={name: _only_own(published, slug) for name, published in source.published.items()})
        for source in comparisons.sources
    )


def _only_own(published: Published, slug: str) -> Published:
    own = tuple(_without_group(row) if _rests_on_few(row) else row for row in published.by_provider.get(slug, ()))
    by_place = {row.position: row for row in own}

    def own_rows(rows: Iterable[ComparedRow]) -> tuple[ComparedRow, ...]:
        return tuple(by_place[row.position] for row in rows if row.position in by_place)

    leads = {}
    for cell, (span, rows) in published.leads.items():
        leads[cell] = (span, {row.provider: row for row in own_rows(rows.values())})
    return replace(
        published,
        totals={cell: own_rows(rows) for cell, rows in published.totals.items()},
        splits={cell: own_rows(rows) for cell, rows in published.splits.items()},
        by_provider={slug: own},
        leads=leads,
        spreads={},  # quartiles and extremes are values of single providers
        mixes={cell: _own_mix(mixes, slug) for cell, mixes in published.mixes.items() if slug in mixes.by_provider},
        entries={},
        corrections={index: each for index, each in published.corrections.items() if index in by_place},
    )


def _without_group(row: ComparedRow) -> ComparedRow:
    """The row without `GROUP_COLUMNS`."""
    return row._replace(
        reference=math.nan,
        reference_low=math.nan,
        reference_high=math.nan,
        limit_lower_95=math.nan,
        limit_upper_95=math.nan,
        limit_lower_998=math.nan,
        limit_upper_998=math.nan,
        tau_squared=math.nan,
        chance_95=math.nan,
        chance_998=math.nan,
        tell_lower_10=math.nan,
        tell_higher_10=math.nan,
        tell_lower_20=math.nan,
        tell_higher_20=math.nan,
    )


def _rests_on_few(row: ComparedRow) -> bool:
    return bool(row.reference_providers < MIN_PROVIDERS)


def _own_mix(mixes: Mixes, slug: str) -> Mixes:
    parts = {part: share for part, share in mixes.group.parts.items() if mixes.group.providers[part] >= MIN_PROVIDERS}
    return replace(mixes, group=replace(mixes.group, parts=parts), by_provider={slug: mixes.by_provider[slug]})


def _own_rows(comparisons: Comparisons, slug: str) -> FileDraft:
    """The provider's rows, as in its file on the site to come."""

    def make() -> str:
        texts: list[str] = []
        for published in comparisons.sources[0].published.values():
            frame = comparisons.results.compared(published.release)
            own = frame[frame["provider"] == slug].copy()
            own.loc[own["reference_providers"] < MIN_PROVIDERS, list(GROUP_COLUMNS)] = math.nan
            lines = comparison_lines(own, comparisons.results.data)
            texts += [lines.head, *lines.lines] if not texts else lines.lines
        return "".join(texts)

    return FileDraft.single(rows_address("providers", slug), make)


def _start_page(source: Source, preview: OwnPreview) -> Page:
    locale, slug = source.locale, preview.provider.slug
    t, lang = locale.t, locale.lang
    return Page(
        template="comparisons/preview",
        title=t("preview.title", name=preview.name),
        description=t("preview.lead"),
        data=PreviewContent(
            read=(
                Link(t("preview.page"), address(lang, "providers", slug)),
                Link(t("preview.file"), rows_address("providers", slug)),
            ),
            form=Link(t("preview.form"), FORMS[lang]),
            answer=t("preview.answer", date=locale.date(preview.answer_by)),
        ),
    )


def _own_page(source: Source, provider: Provider) -> list[Page]:
    """The provider's page as it will be, except links to pages outside the preview."""
    pages = provider_pages(source, [provider])
    return [replace(page, data=_without_other_pages(page.data)) for page in pages]


def _without_other_pages(content: object) -> ProviderContent:
    """The content of a provider's page without links to pages that show other providers."""
    if not isinstance(content, ProviderContent):
        message = f"a provider's page has {type(content).__name__}"
        raise TypeError(message)
    groups = [replace(section, compare=None) for section in content.groups]
    return replace(content, badge=None, embed=None, groups=groups)
