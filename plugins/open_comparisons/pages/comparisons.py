"""All pages and files of the comparisons, as drafts, which are made later and once per language."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Final

from open_comparisons.estimates.comparison import with_ranges
from open_comparisons.files.filter_rows import filter_file_name, filter_rows
from open_comparisons.files.live_chart import live_chart_drafts
from open_comparisons.files.release.downloads import provider_file, table_files
from open_comparisons.files.release.results import Results
from open_comparisons.files.reporting import reporting_file
from open_comparisons.files.standard_files import standard_file_drafts
from open_comparisons.files.submission_files import submission_file_drafts
from open_comparisons.intake.provider import Provider
from open_comparisons.intake.release import Data, Release
from open_comparisons.pages.compare import compare_file_names, compare_files, compare_page
from open_comparisons.pages.directory import providers_page, region_page
from open_comparisons.pages.embed import measure_embed_drafts, provider_embed_drafts
from open_comparisons.pages.home_and_groups import home_page, perspective_page, target_group_page, target_groups_page
from open_comparisons.pages.measure import definition_page, measure_page, measures_page
from open_comparisons.pages.measure_large import large_measure_page
from open_comparisons.pages.measure_region import region_measure_page, region_rows
from open_comparisons.pages.provider import provider_pages
from open_comparisons.pages.quote import quote_drafts, version_drafts
from open_comparisons.pages.release import Released, release_drafts
from open_comparisons.pages.reporting import reporting_drafts
from open_comparisons.pages.search import search_page
from open_comparisons.pages.side_by_side import PART as SIDE_BY_SIDE
from open_comparisons.pages.side_by_side import has_side_by_side, side_by_side_page
from open_comparisons.pages.standard import standard_page
from open_comparisons.site.corrections import corrections_in
from open_comparisons.site.inputs import Inputs
from open_comparisons.site.locales import Locale
from open_comparisons.site.outputs import FileDraft, PageDraft
from open_comparisons.site.publisher import Publisher
from open_comparisons.site.regions import build_directory, sheet_parts, sheets
from open_comparisons.site.source import Published, Source, publish
from open_comparisons.site.texts import Library
from open_comparisons.site.words import words_for
from open_comparisons.standard.model import Measure, TargetGroup
from open_comparisons.tools.store import digest

DRAWN_TOGETHER: Final = 25
"""Number of providers whose pages are made together; drawing them all takes little longer than drawing one."""


@dataclass(frozen=True, slots=True)
class Comparisons:
    """
    The comparisons of a site, before their pages are made.

    Attributes:
        pages, files: Drafts of all pages and files.
        sources: Data of pages, one per language.
        releases: Ids of the published releases of each dataset, oldest first.
        published_in: Returns the figures of a dataset in one of its releases.
        example: True where any of the data are invented.
        results: Comparisons and changes of each release.
    """

    pages: tuple[PageDraft, ...]
    files: tuple[FileDraft, ...]
    sources: tuple[Source, ...]
    releases: Mapping[str, tuple[str, ...]]
    published_in: Callable[[str, str], Published]
    example: bool
    results: Results

    @property
    def out(self) -> tuple[Release, ...]:
        """The published releases, by dataset, oldest first."""
        data = self.results.data
        return tuple(
            release
            for name, out in sorted(self.releases.items())
            for release in data.releases[name]
            if release.id in out
        )


def plan_comparisons(
    inputs: Inputs,
    locales: Mapping[str, Locale],
    publisher: Publisher,
    library: Library,
    *,
    standard_folder: Path | None = None,
) -> Comparisons:
    """
    Compare the newest release of each dataset, and plan all pages and files about it.

    Args:
        inputs: Data and instant.
        locales: One per language, from `load_locales`.
        publisher: Name and address of the publisher.
        library: Texts of the editors.
        standard_folder: Folder of the standard's files; without it they are not on the site.
    """
    data, instant, store, terms = inputs.data, inputs.instant, inputs.store, inputs.terms
    out = [release for releases in data.releases.values() for release in releases if release.is_out(instant)]
    results = Results(data, store, terms, locales)
    withdrawn = tuple(release for release in data.withdrawn if release.day <= instant.date())
    newest = {release.dataset: release for release in sorted(out, key=lambda r: r.released)}
    directory = build_directory(data.providers, data.standard)
    # Bounds that follow from an unpublished release must not be shown, and its rows have other positions.
    ranges = {
        dataset: bounds
        for dataset, bounds in inputs.ranges.items()
        if dataset in newest and newest[dataset] is data.releases[dataset][-1]
    }
    published = {
        dataset: publish(
            release,
            with_ranges(results.compared(release), ranges.get(dataset, {})),
            data.standard,
            directory,
            corrections_in(release, data.releases[dataset], data.standard),
        )
        for dataset, release in sorted(newest.items())
    }
    sources = tuple(
        Source(
            data,
            published,
            directory,
            locale,
            {measure.id: words_for(measure, locale, data.standard) for measure in data.standard.measures.values()},
            store,
            library,
        )
        for locale in locales.values()
    )
    releases: dict[str, tuple[Release, ...]] = {
        dataset: tuple(release for release in out if release.dataset == dataset) for dataset in published
    }

    @cache
    def published_in(dataset: str, name: str) -> Published:
        release = next(release for release in releases[dataset] if release.id == name)
        if release is newest[dataset]:
            return published[dataset]
        return frozen_in(dataset, name)

    @cache
    def frozen_in(dataset: str, name: str) -> Published:
        """The figures of a release alone, without bounds that follow from other releases."""
        release = next(release for release in releases[dataset] if release.id == name)
        if release is newest[dataset] and not ranges.get(dataset):
            return published[dataset]
        corrections = corrections_in(release, releases[dataset], data.standard)
        return publish(release, results.compared(release), data.standard, directory, corrections)

    names = {dataset: tuple(release.id for release in dated) for dataset, dated in releases.items()}
    return Comparisons(
        pages=(
            *_pages(sources[0]),
            *release_drafts(
                tuple(_with_neighbours(results, releases, frozen_in, inputs.findings)), withdrawn, publisher
            ),
            *measure_embed_drafts(sources[0], names, frozen_in),
            *provider_embed_drafts(sources[0], batched(data.providers, DRAWN_TOGETHER)),
            *version_drafts(sources[0]),
            *quote_drafts(sources[0], names, frozen_in),
            PageDraft.single("standard", (), partial(standard_page, folder=standard_folder)),
        ),
        files=(
            *(
                results.files(older, release, newest=release is dated[-1])
                for dated in releases.values()
                for older, release in pairwise((None, *dated))
                if release is not None
            ),
            *_files(data, published, results),
            *_filter_files(sources, results),
            *live_chart_drafts(sources, results.terms),
            *_reporting_files(sources[0], results),
            _compare_files(sources, results),
            *submission_file_drafts(),
            *(
                standard_file_drafts(sources, standard_folder, terms, instant.year - 1, publisher.address)
                if standard_folder
                else ()
            ),
        ),
        sources=sources,
        releases=names,
        published_in=published_in,
        example=any(release.example for release in out),
        results=results,
    )


def _with_neighbours(
    results: Results,
    releases: Mapping[str, Sequence[Release]],
    frozen_in: Callable[[str, str], Published],
    findings: Mapping[tuple[str, str], int],
) -> Iterator[Released]:
    """Every published release, with the releases before and after it."""
    for dataset, by_dataset in releases.items():
        around: list[Release | None] = [None, *by_dataset, None]
        for older, release, newer in zip(around, by_dataset, around[2:], strict=False):
            yield Released(
                release=release,
                older=older.id if older else "",
                newer=newer.id if newer else "",
                changes=partial(results.changes, older, release),
                published=partial(frozen_in, dataset, release.id),
                findings=findings.get((dataset, release.id), 0),
            )


def _pages(source: Source) -> Iterator[PageDraft]:
    """A draft for each page; every language has the same pages."""
    yield PageDraft.single("home", (), home_page)
    yield PageDraft.single("target-groups", (), target_groups_page)
    for group in source.standard.target_groups.values():
        yield PageDraft.single("target-groups", (group.id,), partial(target_group_page, group=group))
        yield from reporting_drafts(source, group)
        if has_side_by_side(source, group):
            make = partial(side_by_side_page, group=group)
            yield PageDraft.single("target-groups", (group.id, SIDE_BY_SIDE), make)
        for measure in source.shown_measures(group):
            if source.is_large(group, measure):
                yield from _large_measure(source, group, measure)
                continue
            make = partial(measure_page, group=group, measure=measure)
            yield PageDraft.single("target-groups", (group.id, measure.id), make)
    yield PageDraft.single("providers", (), providers_page)
    for region in source.directory.regions if source.directory.is_large else ():
        for sheet in range(len(sheets(region.providers))):
            make = partial(region_page, region=region, sheet=sheet)
            yield PageDraft.single("areas", (region.slug, *sheet_parts(sheet)), make)
    for providers in batched(source.data.providers, DRAWN_TOGETHER):
        parts = tuple((provider.slug,) for provider in providers)
        yield PageDraft("providers", parts, partial(provider_pages, providers=providers))
    yield PageDraft.single("measures", (), measures_page)
    for measure in source.standard.measures.values():
        yield PageDraft.single("measures", (measure.id,), partial(definition_page, measure=measure))
    for perspective in source.standard.codes.perspectives.values():
        yield PageDraft.single("perspectives", (perspective.code,), partial(perspective_page, code=perspective))
    yield PageDraft.single("compare", (), compare_page)
    yield PageDraft.single("search", (), search_page)


def batched(providers: Sequence[Provider], size: int) -> Iterator[tuple[Provider, ...]]:
    """The providers in groups of at most `size`."""
    for start in range(0, len(providers), size):
        yield tuple(providers[start : start + size])


def _large_measure(source: Source, group: TargetGroup, measure: Measure) -> Iterator[PageDraft]:
    """Drafts of a measure with many providers, and of each region with rows."""
    make = partial(large_measure_page, group=group, measure=measure)
    yield PageDraft.single("target-groups", (group.id, measure.id), make)
    for region in source.directory.regions:
        rows = region_rows(source, group, measure, region)
        for sheet in range(len(sheets(rows)) if rows else 0):
            make = partial(region_measure_page, group=group, measure=measure, region=region, sheet=sheet)
            yield PageDraft.single("target-groups", (group.id, measure.id, region.slug, *sheet_parts(sheet)), make)


def _files(data: Data, published: Mapping[str, Published], results: Results) -> Iterator[FileDraft]:
    """The CSV files of pages; they have no hash of their inputs, so their content shows a change."""
    shown = [(dataset, results.lines(dataset.release)) for dataset in published.values()]
    for dataset, lines in shown:
        yield from table_files(dataset, lines)
    for provider in data.providers:
        yield provider_file(provider.slug, shown)


def _filter_files(sources: Sequence[Source], results: Results) -> Iterator[FileDraft]:
    """The rows of each filtered table, in each language."""
    for source in sources:
        for group in source.shown_groups:
            release = source.published[group.dataset].release
            made_from = digest(results.store.tools, results.terms, release.digest, source.locale.digest)
            for measure in source.shown_measures(group):
                if source.is_large(group, measure):
                    name = filter_file_name(source, group, measure)
                    yield FileDraft.single(name, partial(filter_rows, source, group, measure), made_from)


def _compare_files(sources: Sequence[Source], results: Results) -> FileDraft:
    """The files of the comparison of providers, in each language."""
    return FileDraft(compare_file_names(sources), _digest_of_all(sources, results), partial(compare_files, sources))


def _digest_of_all(sources: Sequence[Source], results: Results) -> str:
    """A hash of all figures and all words."""
    releases = [dataset.release.digest for dataset in sources[0].published.values()]
    return digest(results.store.tools, results.terms, *releases, *(source.locale.digest for source in sources))


def _reporting_files(source: Source, results: Results) -> Iterator[FileDraft]:
    """The files of entries of each target group, the same in every language."""
    for group in source.shown_groups:
        release = source.published[group.dataset].release
        yield from reporting_file(source, group, digest(results.store.tools, results.terms, release.digest))
