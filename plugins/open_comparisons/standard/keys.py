"""Keys of the standard's JSON files: English since version 1.1.0; those of version 1.0.0 are still read."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from open_comparisons.messages import message

FORMER_KEYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "adderar_over": "adds_over",
        "andel": "response_rate",
        "andringar": "changes",
        "anmarkning": "note",
        "bas": "base",
        "bas_foralder": "base_parent",
        "bas_kanslig": "base_is_sensitive",
        "begransning": "limits",
        "beskrivning": "description",
        "datum": "date",
        "decimaler": "decimals",
        "decimaler_i_fil": "file_decimals",
        "delar_av": "parts_of",
        "dimensioner": "dimensions",
        "doman": "domain",
        "egenskaper_vid": "traits_taken_at",
        "enhet": "unit",
        "evidens": "evidence",
        "foljs_sedan": "followed_since",
        "forhallande": "relation",
        "grund": "ground",
        "intervall": "periodicity",
        "kand_av": "known_by",
        "kand_fran": "known_from",
        "katalog": "catalogue",
        "kod": "code",
        "kohort": "cohort",
        "kontakt": "contact",
        "kort": "summary",
        "lagrumsbyte": "act_change",
        "lank": "link",
        "lankar": "links",
        "malgrupper": "target_groups",
        "mater": "measures",
        "mater_inte": "does_not_measure",
        "matning": "instrument",
        "motsvarar": "corresponds",
        "namnare": "denominator",
        "namnare_ar_taljare_i": "base_is_numerator_of",
        "namnare_enhet": "base_unit",
        "nyckelord": "keywords",
        "obs": "caution",
        "omrade": "spatial",
        "ord": "words",
        "personer": "persons",
        "perspektiv": "perspectives",
        "riktning": "direction",
        "sammanhang": "context",
        "skala": "scale",
        "slag": "kind",
        "standard_fran": "since",
        "synonymer": "synonyms",
        "taljare": "numerator",
        "teman": "themes",
        "tidigare_versioner": "earlier_versions",
        "titel": "title",
        "typ": "type",
        "utesluter": "excludes",
        "utgivartyp": "publisher_type",
        "vart": "ours",
        "vilka": "whom",
    }
)
"""The English key of each former key."""

_BY_NAME: Final = frozenset({"words", "dimensions", "outlines", "identifiers", "same_for", "none_for"})
"""Keys whose objects have names from the data as keys, which are not translated."""


def in_english(part: object) -> object:
    """
    The same JSON with today's keys.

    Raises:
        ValueError: An object has both a key and its former name.
    """
    if isinstance(part, list):
        return [in_english(item) for item in part]
    if not isinstance(part, dict):
        return part
    renamed: dict[str, object] = {}
    for former, value in part.items():
        key = FORMER_KEYS.get(former, former)
        if key in renamed:
            raise ValueError(message("errors.standard.both-names", name=key, former=former))
        renamed[key] = by_name(value) if key in _BY_NAME and isinstance(value, dict) else in_english(value)
    return renamed


def by_name(part: object) -> object:
    """The same JSON of an object whose keys are names from the data: only the levels below get today's keys."""
    return {name: in_english(value) for name, value in part.items()} if isinstance(part, dict) else part
