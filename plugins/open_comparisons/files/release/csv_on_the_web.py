"""What a CSV file of a release is, in the words of CSV on the Web (W3C, 2015): `<name>.csv-metadata.json` beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from open_comparisons.files.release.fields import INTEGER, NUMBER, primary_key, text_of_key
from open_comparisons.messages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from open_comparisons.files.release.fields import FileColumn
    from open_comparisons.intake.release import Release
    from open_comparisons.site.locales import Locale
    from open_comparisons.standard.model import Standard, Text

_BASES: Final = {NUMBER: "decimal", INTEGER: "integer"}


def csv_metadata(
    name: str, release: Release, standard: Standard, fields: Sequence[FileColumn], locales: Mapping[str, Locale]
) -> str:
    """The metadata of one CSV file, by its name; titles of columns are those in its first row."""
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "sv"}],
        "url": name,
        "dc:title": _in_languages(release.title),
        "dc:description": _in_languages(text_of_key(locales, f"file.{name}")),
        "dc:publisher": _in_languages(release.publisher),
        "dc:license": {"@id": standard.licence_url},
        "dc:issued": {"@value": release.released.isoformat(), "@type": "xsd:date"},
        "dialect": {"delimiter": ",", "encoding": "utf-8", "header": True, "lineTerminators": ["\n"]},
        "tableSchema": {"columns": [_column(one) for one in fields], "primaryKey": primary_key(standard)},
    }
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def _column(of: FileColumn) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": of.name,
        "titles": of.name,
        "datatype": _datatype(of),
        # A blank cell is missing, whatever its type.
        "null": "",
        "dc:title": _in_languages(of.title),
        "dc:description": _in_languages(of.description),
    }
    if of.required:
        described["required"] = True
    return {name: value for name, value in described.items() if value not in ([], None)}


def _datatype(of: FileColumn) -> str | dict[str, Any]:
    base = _BASES.get(of.type, "string")
    limits = {name: of.constraints[name] for name in ("minimum", "maximum", "maxLength") if name in of.constraints}
    return {"base": base, **limits} if limits else base


def _in_languages(text: Text) -> list[dict[str, str]]:
    return [{"@value": words, "@language": lang} for lang in LANGUAGES if (words := getattr(text, lang))]
