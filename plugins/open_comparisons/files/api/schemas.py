"""JSON Schemas (2020-12) of the files of `/api/v1/`, with titles in both languages."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from open_comparisons.files.api.records import ROOT
from open_comparisons.files.api.rows import rows_schema
from open_comparisons.files.release.descriptions import both
from open_comparisons.files.release.fields import FileColumn, text_of_key
from open_comparisons.site.locales import Locale
from open_comparisons.standard.kinds import KINDS as VALUE_KINDS

KINDS: Final = ("index", "provider", "target-group", "measure")
_WORDS: Final = {"type": "string"}
_MAYBE: Final = {"type": ["string", "null"]}
_LIST: Final = {"type": "array", "items": _WORDS}
_DATE: Final = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_MAYBE_DATE: Final = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_YES_OR_NO: Final = {"type": "boolean"}
_TEXT: Final = {"$ref": "#/$defs/text"}


def schema(
    kind: str,
    fields: Sequence[FileColumn],
    examples: Sequence[Mapping[str, Any]],
    locales: Mapping[str, Locale],
    site_address: str,
) -> str:
    """
    The schema of one kind of file.

    Args:
        kind: One of `KINDS`.
        fields: The columns of its rows.
        examples: Files that are valid by it.
        locales: One per language.
        site_address: The address of the site; without it the schema has no `$id`.
    """
    name = f"{ROOT}schema/{kind}.schema.json"
    parts = {"metadata": {"$ref": "#/$defs/metadata"}} | _PARTS[kind]
    if kind != "index":
        parts |= {"columns": {"const": [column.key for column in fields]}, "rows": rows_schema(fields)}
    for part in parts:
        parts[part] = {"title": both(text_of_key(locales, f"api.{part}")), **parts[part]}
    described = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **({"$id": f"{site_address}/{name}"} if site_address else {}),
        "title": both(text_of_key(locales, f"api.kind-{kind}")),
        "description": both(text_of_key(locales, f"api.about-{kind}")),
        **_record(parts),
        "$defs": _DEFINITIONS,
        "examples": list(examples),
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def _record(properties: Mapping[str, Any]) -> dict[str, Any]:
    """An object with at least these properties; later versions may add more."""
    return {"type": "object", "properties": dict(properties), "required": list(properties)}


def _list_of(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": _record(properties)}


_PLACES: Final = {"url": _WORDS, "page": {"$ref": "#/$defs/pages"}}
_PROVIDER: Final = {
    "id": _WORDS,
    "slug": _WORDS,
    "name": _WORDS,
    "ownership": _MAYBE,
    "area": {"anyOf": [{"type": "null"}, _record({"code": _WORDS, "name": _MAYBE, "part_of": _MAYBE})]},
    "target_groups": _LIST,
    "from": _MAYBE_DATE,
    "to": _MAYBE_DATE,
    "successors": _LIST,
    "methods": _LIST,
    **_PLACES,
}
_GROUP: Final = {
    "id": _WORDS,
    "dataset": _WORDS,
    "has_figures": _YES_OR_NO,
    **dict.fromkeys(("title", "summary", "whom", "limits"), _TEXT),
    "followed_since": {"type": ["integer", "null"]},
    **_PLACES,
}
_MEASURE: Final = {
    "id": _WORDS,
    "version": _WORDS,
    **dict.fromkeys(("title", "summary", "definition", "numerator", "denominator"), _TEXT),
    "kind": {"enum": list(VALUE_KINDS)},
    "type": _WORDS,
    "unit": _TEXT,
    "decimals": {"type": "integer"},
    "direction": {"enum": [1, 0, -1]},
    "cohort": _WORDS,
    "target_groups": _LIST,
    **_PLACES,
}
_COLUMN: Final = {
    "name": _WORDS,
    "csv_name": _WORDS,
    "type": {"enum": ["string", "integer", "number"]},
    "title": _TEXT,
    "description": _TEXT,
    "codes": _list_of({"code": _WORDS, "title": _TEXT}),
}
_PARTS: Final[dict[str, dict[str, Any]]] = {
    "index": {
        "target_groups": _list_of(_GROUP),
        "measures": _list_of(_MEASURE),
        "providers": _list_of(_PROVIDER),
        "columns": _list_of(_COLUMN),
        "schemas": _LIST,
    },
    "provider": {"provider": _record(_PROVIDER)},
    "target-group": {
        "target_group": _record(_GROUP),
        "measures": _list_of({"id": _WORDS, "url": _WORDS, "has_figures": _YES_OR_NO}),
        "providers": _list_of({"id": _WORDS, "name": _WORDS, "url": _WORDS}),
    },
    "measure": {"measure": _record(_MEASURE)},
}
_RELEASE: Final = {
    "dataset": _WORDS,
    "release": _DATE,
    "released": _DATE,
    "next_release": _MAYBE_DATE,
    "title": _TEXT,
    "publisher": _TEXT,
    "example": _YES_OR_NO,
    "target_groups": _LIST,
    "files": _WORDS,
}
_DEFINITIONS: Final = {
    "text": {**_record({"sv": _MAYBE, "en": _MAYBE}), "additionalProperties": False},
    "pages": {**_record({"sv": _WORDS, "en": _WORDS}), "additionalProperties": False},
    "metadata": _record(
        {
            "api_version": {"type": "string", "pattern": r"^1\.\d+$"},
            "schema": _WORDS,
            "title": _TEXT,
            "about": _TEXT,
            "missing": _TEXT,
            "licence": _record({"title": _TEXT, "url": {"type": "string", "format": "uri"}}),
            "standard": _record({"name": _WORDS, "version": _WORDS}),
            "method_version": _WORDS,
            "example": _YES_OR_NO,
            "releases": _list_of(_RELEASE),
        }
    ),
}
