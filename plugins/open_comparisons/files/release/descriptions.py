"""Descriptions of a release's files for programs: its Data Package (v2), and CSV on the Web (W3C, 2015) beside each."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from open_comparisons.estimates.comparison import METHOD_VERSION
from open_comparisons.files.release.fields import INTEGER, NUMBER, FileColumn, primary_key, text_of_key
from open_comparisons.intake.release import Release
from open_comparisons.messages import LANGUAGES
from open_comparisons.site.locales import Locale
from open_comparisons.standard.model import Standard
from open_comparisons.standard.text import Text

_BASES: Final = {NUMBER: "decimal", INTEGER: "integer"}


def data_package(
    release: Release,
    standard: Standard,
    files: Mapping[str, Sequence[FileColumn]],
    locales: Mapping[str, Locale],
) -> str:
    """
    `datapackage.json` of a release.

    Args:
        release: Its own metadata is kept, except the names of submissions and the thresholds.
        standard: Its licence, version and key.
        files: The columns of each CSV file, by its name.
        locales: One per language.
    """
    about = {name: value for name, value in release.metadata.items() if name not in {"resources", "thresholds"}}
    first, last = temporal_coverage(release)
    package = about | {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"{release.dataset}-{release.id}",
        "version": release.id,
        "created": f"{release.released.isoformat()}T00:00:00Z",
        "description": both(text_of_key(locales, "file.package-about")),
        "keywords": [release.dataset, standard.name],
        "contributors": [{"title": both(release.publisher), "roles": ["publisher"]}],
        "sources": [{"title": source} for source in sources_of(release)],
        "temporal": {"start": first, "end": last},
        "standard_version": standard.version,
        "method_version": METHOD_VERSION,
        "resources": [_resource(name, fields, standard, locales) for name, fields in files.items()],
    }
    return json.dumps(package, ensure_ascii=False, indent=2, sort_keys=True, default=str) + "\n"


def temporal_coverage(release: Release) -> tuple[str, str]:
    """The first and the last day that the figures of a release cover."""
    columns = release.table.columns
    return min(columns["start"]).isoformat(), max(columns["end"]).isoformat()


def sources_of(release: Release) -> list[str]:
    """The sources of a release's figures, each once, sorted."""
    return sorted(set(release.table.columns["source"]) - {""})


def both(text: Text) -> str:
    """A text in both languages on one line; once where they are the same or one is missing."""
    return " / ".join(dict.fromkeys(words for lang in LANGUAGES if (words := getattr(text, lang))))


def _resource(
    name: str, fields: Sequence[FileColumn], standard: Standard, locales: Mapping[str, Locale]
) -> dict[str, Any]:
    return {
        "name": name.removesuffix(".csv"),
        "path": name,
        "type": "table",
        "title": both(text_of_key(locales, f"file.{name}")),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "header": True},
        "schema": {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": [_field(column) for column in fields],
            "fieldsMatch": "equal",
            "primaryKey": primary_key(standard),
            # A hidden number and a number that never existed are both blank.
            "missingValues": [{"value": "", "label": both(text_of_key(locales, "file.missing-value"))}],
        },
    }


def _field(column: FileColumn) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "title": column.title.plain("sv"),
        "title_en": column.title.plain("en"),
        "description": column.description.plain("sv"),
        "description_en": column.description.plain("en"),
        "constraints": dict(column.constraints),
        "categories": [{"value": code, "label": both(title) or code} for code, title in column.codes.items()],
    }
    return {name: value for name, value in described.items() if value}


def csv_metadata(
    name: str, release: Release, standard: Standard, fields: Sequence[FileColumn], locales: Mapping[str, Locale]
) -> str:
    """The metadata of the CSV file with a name; the titles of columns are those in its first row."""
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "sv"}],
        "url": name,
        "dc:title": _by_language(release.title),
        "dc:description": _by_language(text_of_key(locales, f"file.{name}")),
        "dc:publisher": _by_language(release.publisher),
        "dc:license": {"@id": standard.licence_url},
        "dc:issued": {"@value": release.released.isoformat(), "@type": "xsd:date"},
        "dialect": {"delimiter": ",", "encoding": "utf-8", "header": True, "lineTerminators": ["\n"]},
        "tableSchema": {"columns": [_column(column) for column in fields], "primaryKey": primary_key(standard)},
    }
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def _column(column: FileColumn) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "datatype": _datatype(column),
        # A blank cell is missing, whatever its type.
        "null": "",
        "dc:title": _by_language(column.title),
        "dc:description": _by_language(column.description),
    }
    if column.required:
        described["required"] = True
    return {name: value for name, value in described.items() if value not in ([], None)}


def _datatype(column: FileColumn) -> str | dict[str, Any]:
    base = _BASES.get(column.type, "string")
    limits = {
        name: column.constraints[name] for name in ("minimum", "maximum", "maxLength") if name in column.constraints
    }
    return {"base": base, **limits} if limits else base


def _by_language(text: Text) -> list[dict[str, str]]:
    return [{"@value": words, "@language": lang} for lang in LANGUAGES if (words := getattr(text, lang))]
