"""Data and texts as structured data for search engines: schema.org in JSON-LD."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from markupsafe import Markup

from open_comparisons.files.release.descriptions import sources_of, temporal_coverage
from open_comparisons.files.release.downloads import release_files_of
from open_comparisons.intake.release import Release
from open_comparisons.knowledge.schedule import ends, starts
from open_comparisons.messages import LANGUAGES
from open_comparisons.parts.attachments import VIDEO_TYPES, is_here
from open_comparisons.parts.text_frame import address_of, full_title
from open_comparisons.site.addresses import address, release_folder
from open_comparisons.site.locales import Locale
from open_comparisons.site.publisher import Publisher
from open_comparisons.site.source import Source
from open_comparisons.site.texts import Document

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
_ARTICLES: Final = {"news": "NewsArticle", "debate": "OpinionNewsArticle"}
_ESCAPES: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def data_block(data: Mapping[str, Any]) -> Markup:
    """A record as JSON within a page: no character in it can end the block or begin a tag."""
    return Markup(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))  # noqa: S704 - escaped here


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
        "publisher": _organisation(source.locale, publisher),
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
    return _without_empty(record)


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
        "publisher": _organisation(source.locale, publisher),
        "dataset": datasets,
    }


def media_type(name: str) -> str:
    """The media type of a file, by its name."""
    return next((kind for ending, kind in MEDIA_TYPES.items() if name.endswith(ending)), "application/octet-stream")


def _catalogue(source: Source, publisher: Publisher) -> dict[str, Any]:
    lang = source.locale.lang
    name, url = publisher.title.plain(lang), publisher.absolute(address(lang, "data"))
    return _without_empty({"@type": "DataCatalog", "name": name, "url": url})


def webinar_record(document: Document, locale: Locale, publisher: Publisher) -> dict[str, Any]:
    """A webinar as schema.org's Event, with its recording as a VideoObject."""
    values = document.values
    place = values.get("sign_up") or publisher.absolute(address_of(document))
    return _without_empty(
        {
            **_common("Event", document, locale, publisher),
            "startDate": starts(document).isoformat(),
            "endDate": ends(document).isoformat(),
            "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
            "eventStatus": "https://schema.org/EventScheduled",
            "location": {"@type": "VirtualLocation", "url": place} if place else None,
            "organizer": _organisation(locale, publisher),
            "performer": [
                {
                    "@type": "Person",
                    "name": speaker.name,
                    "jobTitle": speaker.role,
                    "affiliation": {"@type": "Organization", "name": speaker.organisation},
                }
                for speaker in values["speakers"]
            ],
            "recordedIn": _recording(document, locale, publisher) if "recording" in values else None,
        }
    )


def article_record(document: Document, locale: Locale, publisher: Publisher) -> dict[str, Any]:
    """An article; its author is a person where a role is given, otherwise a group such as the editors."""
    values = document.values
    author = {
        "@type": "Person" if "author_role" in values else "Organization",
        "name": values["author"],
        "jobTitle": values.get("author_role"),
    }
    return _without_empty(
        {
            **_common(_ARTICLES.get(values["category"], "Article"), document, locale, publisher),
            "headline": full_title(locale, document),
            "datePublished": document.day.isoformat(),
            "dateModified": document.modified.isoformat(),
            "author": _without_empty(author),
            "publisher": _organisation(locale, publisher),
            "image": publisher.absolute(values["image"]) if "image" in values else None,
        }
    )


def issue_record(
    document: Document, articles: Iterable[Document], magazine: str, locale: Locale, publisher: Publisher
) -> dict[str, Any]:
    """An issue of the magazine, with its articles."""
    values = document.values
    contents = [
        _without_empty(
            {
                "@type": _ARTICLES.get(article.values["category"], "Article"),
                "headline": full_title(locale, article),
                "inLanguage": article.lang,
                "url": publisher.absolute(address_of(article)),
            }
        )
        for article in articles
    ]
    return _without_empty(
        {
            **_common("PublicationIssue", document, locale, publisher),
            "issueNumber": f"{values['year']}:{values['number']}",
            "datePublished": document.day.isoformat(),
            "dateModified": document.modified.isoformat(),
            "isPartOf": {"@type": "Periodical", "name": magazine, "publisher": _organisation(locale, publisher)},
            "image": publisher.absolute(values["cover"]),
            "hasPart": contents,
        }
    )


def _common(kind: str, document: Document, locale: Locale, publisher: Publisher) -> dict[str, Any]:
    return {
        "@context": _CONTEXT,
        "@type": kind,
        "name": full_title(locale, document),
        "description": document.summary,
        "inLanguage": document.lang,
        "url": publisher.absolute(address_of(document)),
    }


def _organisation(locale: Locale, publisher: Publisher) -> dict[str, Any]:
    name = publisher.title.plain(locale.lang)
    return _without_empty({"@type": "Organization", "name": name, "url": publisher.absolute("")})


def _recording(document: Document, locale: Locale, publisher: Publisher) -> dict[str, Any]:
    """The recording: the file itself, or the page on another host that shows it."""
    target = str(document.values["recording"])
    is_file = target.lower().endswith(tuple(VIDEO_TYPES))
    url = publisher.absolute(target) if is_here(target) else target
    return _without_empty(
        {
            "@type": "VideoObject",
            "name": full_title(locale, document),
            "description": document.summary,
            "uploadDate": max(document.modified, document.day).isoformat(),
            "inLanguage": document.lang,
            "contentUrl" if is_file else "url": url,
        }
    )


def _without_empty(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value not in (None, "", [])}
