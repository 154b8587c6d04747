"""The data for search engines, in the vocabulary of schema.org: the catalogue and each release."""

from collections.abc import Iterable
from typing import Any, Final

from open_comparisons.files.release.descriptions import sources_of, temporal_coverage
from open_comparisons.files.release.downloads import release_files_of
from open_comparisons.intake.release import Release
from open_comparisons.messages import LANGUAGES
from open_comparisons.site.addresses import address, release_folder
from open_comparisons.site.publisher import Publisher
from open_comparisons.site.source import Source

MEDIA_TYPES: Final = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
    ".txt": "text/plain",
    ".zip": "application/zip",
}
"""Media types, by the ending of a file's name."""
_CONTEXT: Final = "https://schema.org"


def release_dataset_record(release: Release, source: Source, publisher: Publisher) -> dict[str, Any]:
    """
    A release as schema.org's Dataset, with a DataDownload per file of data.

    Addresses are left out where the site's own is not known.
    """
    locale, standard = source.locale, source.standard
    folder = release_folder(release.dataset, release.id)
    groups = [group for group in standard.target_groups.values() if group.dataset == release.dataset]
    about = " ".join(dict.fromkeys(text for group in groups if (text := group.summary.plain(locale.lang))))
    record = {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "name": release.title.plain(locale.lang),
        "description": " ".join([about, locale.t("file.package-about")]).strip(),
        "url": publisher.absolute(address(locale.lang, "releases", release.dataset, release.id)),
        "identifier": publisher.absolute(folder) or folder,
        "version": release.id,
        "datePublished": release.released.isoformat(),
        "inLanguage": list(LANGUAGES),
        "isAccessibleForFree": True,
        "license": standard.licence_url,
        "temporalCoverage": "/".join(temporal_coverage(release)),
        "isBasedOn": sources_of(release),
        "variableMeasured": [
            measure.title.plain(locale.lang)
            for measure in standard.measures.values()
            if measure.id in set(release.table.columns["measure_id"])
        ],
        "creator": {"@type": "Organization", "name": release.publisher.plain(locale.lang)},
        "publisher": _organisation(source, publisher),
        "includedInDataCatalog": _catalogue(source, publisher),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": name,
                "description": locale.t(f"file.{name}"),
                "encodingFormat": media_type(name),
                "contentUrl": publisher.absolute(f"{folder}{name}") or f"{folder}{name}",
            }
            for name in release_files_of(release, source.data.releases)
            if name.endswith((".csv", ".xlsx", ".parquet"))
        ],
    }
    return {name: value for name, value in record.items() if value not in ("", [], None)}


def catalogue_record(releases: Iterable[Release], source: Source, publisher: Publisher) -> dict[str, Any]:
    """The page of data as schema.org's DataCatalog, with the newest release of each dataset."""
    datasets = [release_dataset_record(release, source, publisher) for release in releases]
    for dataset in datasets:
        del dataset["@context"], dataset["includedInDataCatalog"]
    return {
        "@context": _CONTEXT,
        **_catalogue(source, publisher),
        "description": source.locale.t("data.lead"),
        "inLanguage": list(LANGUAGES),
        "isAccessibleForFree": True,
        "license": source.standard.licence_url,
        "publisher": _organisation(source, publisher),
        "dataset": datasets,
    }


def media_type(name: str) -> str:
    """The media type of a file, by its name."""
    return next((kind for ending, kind in MEDIA_TYPES.items() if name.endswith(ending)), "application/octet-stream")


def _catalogue(source: Source, publisher: Publisher) -> dict[str, Any]:
    lang = source.locale.lang
    url = publisher.absolute(address(lang, "data"))
    return {"@type": "DataCatalog", "name": publisher.title.plain(lang)} | ({"url": url} if url else {})


def _organisation(source: Source, publisher: Publisher) -> dict[str, Any]:
    url = publisher.absolute("")
    return {"@type": "Organization", "name": publisher.title.plain(source.locale.lang)} | ({"url": url} if url else {})
