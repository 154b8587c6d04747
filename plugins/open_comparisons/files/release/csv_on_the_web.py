"""Metadata of a release's CSV files by CSV on the Web (W3C, 2015): `<name>.csv-metadata.json` beside each."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from open_comparisons.files.release.fields import INTEGER, NUMBER, FileColumn, primary_key, text_of_key
from open_comparisons.intake.release import Release
from open_comparisons.messages import LANGUAGES
from open_comparisons.site.locales import Locale
from open_comparisons.standard.model import Standard, Text

_BASES: Final = {NUMBER: "decimal", INTEGER: "integer"}


def csv_metadata(
    name: str, release: Release, standard: Standard, fields: Sequence[FileColumn], locales: Mapping[str, Locale]
) -> str:
    """The metadata of the CSV file with a name; the titles of columns are those in its first row."""
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "sv"}],
        "url": name,
        "dc:title": _in_languages(release.title),
        "dc:description": _in_languages(text_of_key(locales, f"file.{name}")),
        "dc:publisher": _in_languages(release.publisher),
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
        "dc:title": _in_languages(column.title),
        "dc:description": _in_languages(column.description),
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


def _in_languages(text: Text) -> list[dict[str, str]]:
    return [{"@value": words, "@language": lang} for lang in LANGUAGES if (words := getattr(text, lang))]
