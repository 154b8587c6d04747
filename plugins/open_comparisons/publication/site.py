"""The whole site as records: every page in every language, and every file beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from open_comparisons.estimates.comparison import compare
from open_comparisons.publication.downloads import comparison_lines, provider_file, release_files, table_files
from open_comparisons.publication.group_pages import (
    home_page,
    perspective_page,
    releases_page,
    target_group_page,
    target_groups_page,
)
from open_comparisons.publication.measure_pages import definition_page, measure_page, measures_page
from open_comparisons.publication.provider_pages import provider_page, providers_page
from open_comparisons.publication.selection import Source, publish

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from open_comparisons.intake.releases import Data, Release
    from open_comparisons.publication.locales import Locale
    from open_comparisons.publication.records import File, Page


@dataclass(frozen=True, slots=True)
class Site:
    """Pages and files, ready to be written; `example` tells whether any of the data is invented."""

    pages: tuple[Page, ...]
    files: tuple[File, ...]
    example: bool


def build_site(data: Data, locales: Mapping[str, Locale], *, today: date, cache_folder: Path | None) -> Site:
    """
    Compare the newest release of each dataset and lay out all pages.

    Args:
        data: Checked and protected.
        locales: One per language, as `load_locales` gives them.
        today: Releases dated later are not out yet and leave no trace.
        cache_folder: Where drawings are kept between builds; None draws always.
    """
    out = [release for releases in data.releases.values() for release in releases if release.released <= today]
    compared = {
        (release.dataset, release.id): publish(
            release, compare(release.table, data.standard, data.providers), data.standard
        )
        for release in out
    }
    newest: dict[str, Release] = {}
    for release in sorted(out, key=lambda r: r.released):
        newest[release.dataset] = release
    published = {dataset: compared[dataset, release.id] for dataset, release in sorted(newest.items())}
    pages: list[Page] = []
    for locale in locales.values():
        pages.extend(_pages(Source(data, published, locale, cache_folder), out))
    lines = {key: comparison_lines(release.frame, data) for key, release in compared.items()}
    files = [file for release in out for file in release_files(release, lines[release.dataset, release.id], data)]
    shown = [(dataset, lines[dataset.release.dataset, dataset.release.id]) for dataset in published.values()]
    for dataset, comparison in shown:
        files.extend(table_files(dataset, comparison))
    files.extend(provider_file(provider.slug, shown) for provider in data.providers)
    return Site(tuple(pages), tuple(files), example=any(release.example for release in out))


def _pages(source: Source, releases: list[Release]) -> Iterator[Page]:
    yield home_page(source)
    yield target_groups_page(source)
    for group in source.standard.target_groups.values():
        yield target_group_page(source, group)
        for measure in source.shown_measures(group):
            yield measure_page(source, group, measure)
    yield providers_page(source)
    for provider in source.data.providers:
        yield provider_page(source, provider)
    yield measures_page(source)
    for measure in source.standard.measures.values():
        yield definition_page(source, measure)
    for perspective in source.standard.code_lists.get("perspektiv", {}).values():
        yield perspective_page(source, perspective)
    yield releases_page(source, releases)
