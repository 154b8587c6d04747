"""
Loading of the file standard from `data/standard/`.

Column names and keys in those files are Swedish or declared there; this module maps them, once, to the English names
that the rest of the code uses.
"""

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from open_comparisons.errors import OpenComparisonsError
from open_comparisons.messages import LANGUAGES, Message, message
from open_comparisons.standard.bases import all_bases
from open_comparisons.standard.history import changes, correspondences, earlier_entries
from open_comparisons.standard.keys import by_name, in_english
from open_comparisons.standard.kinds import KINDS
from open_comparisons.standard.model import (
    CONTEXTS,
    Area,
    Code,
    CodeList,
    CodeLists,
    Column,
    Dimension,
    Floors,
    Measure,
    Outlines,
    Portal,
    Standard,
    TargetGroup,
    Thresholds,
)
from open_comparisons.standard.text import Text

_Number = TypeVar("_Number", int, float)
_STRAIGHT: Final = re.compile(r"[MmLlHhVvZz0-9 .,-]+")


def load_standard(folder: Path) -> Standard:
    """
    Read the standard.

    Args:
        folder: `data/standard/`, or a folder used instead.

    Raises:
        OpenComparisonsError: A file is missing or malformed; the message names it.
    """
    try:
        return _load(folder)
    except FileNotFoundError as error:
        raise OpenComparisonsError("errors.standard-file-missing", path=error.filename) from None
    except (KeyError, TypeError, ValueError) as error:
        raise OpenComparisonsError("errors.standard-unreadable", path=folder, reason=_reason(error)) from None


def _reason(error: Exception) -> Message | str:
    cause = error.args[0] if error.args else ""
    if isinstance(error, KeyError):
        return message("errors.standard.key", name=cause)
    return cause if isinstance(cause, Message) else f"{type(error).__name__}: {error}"


def _load(folder: Path) -> Standard:
    main = _read_json(folder / "standard.json")
    schema = _read_json(folder / "observationer.schema.json")
    columns = _columns(schema)
    role_of = {column.name: column.role for column in columns}
    measure_entries = _read_json(folder / "matt.json")
    measures: Mapping[str, Measure] = _by_id(map(_measure, measure_entries))
    thresholds = Thresholds(**main["thresholds"])
    return Standard(
        name=main["name"],
        version=main["version"],
        title=Text.of(main["title"]),
        site_title=Text.of(main["site_title"]),
        about_figures=Text.of(main.get("about_figures")),
        licence_title=Text.of(main["licence"].get("title")) or Text(main["licence"]["id"], main["licence"]["id"]),
        licence_url=_web_address(main["licence"]["url"]),
        changes=changes(main.get("changes", ())),
        corresponds=correspondences(main.get("corresponds", ())),
        words=MappingProxyType({key: Text.of(words) for key, words in main.get("words", {}).items()}),
        synonyms=MappingProxyType(
            {lang: tuple(tuple(same[lang].split(", ")) for same in main.get("synonyms", ())) for lang in LANGUAGES}
        ),
        identifiers=MappingProxyType(dict(main.get("identifiers", {}))),
        area_title=Text.of(main.get("area_title")),
        area_group=Text.of(main.get("area_group")),
        thresholds=thresholds,
        floors=_floors(main.get("threshold_floors"), thresholds),
        window_years=main.get("window_years", 3),
        columns=columns,
        key=tuple(role_of[name] for name in schema["primaryKey"]),
        directory_columns=_columns(_read_json(folder / "utforare.schema.json")),
        dimensions=tuple(_dimension(entry, place) for place, entry in enumerate(main.get("dimensions", []))),
        target_groups=_by_id(_target_group(entry) for entry in _read_json(folder / "malgrupper.json")),
        measures=measures,
        bases=all_bases(measures, measure_entries, main.get("bases", ()), role_of),
        codes=_code_lists(folder / "kodlistor.json"),
        areas=_areas(folder / main["areas"]) if main.get("areas") else MappingProxyType({}),
        outlines=_outlines(json.loads((folder / main["map"]).read_text(encoding="utf-8"))) if main.get("map") else None,
        portal=_portal(main.get("catalogue", {})),
    )


_LISTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ownership": "regi",
        "measure_types": "typ",
        "perspectives": "perspektiv",
        "domains": "doman",
        "units": "enhet",
        "base_units": "namnare_enhet",
        "statuses": "status",
        "reasons": "orsak",
        "methods": "metod",
        "instruments": "matning",
        "cohorts": "kohort",
        "systems": "system",
        "relations": "forhallande",
        "withdrawal_reasons": "aterkallande",
        "informants": "kand_av",
    }
)
"""The name in the standard of each list of `CodeLists`."""


def _code_lists(path: Path) -> CodeLists:
    content: Any = by_name(json.loads(path.read_text(encoding="utf-8")))
    lists: dict[str, CodeList] = {
        name: MappingProxyType({code.code: code for code in map(_code, entries)}) for name, entries in content.items()
    }
    none: CodeList = MappingProxyType({})
    return CodeLists(
        **{ours: lists.get(theirs, none) for ours, theirs in _LISTS.items()}, by_name=MappingProxyType(lists)
    )


def _portal(entry: Mapping[str, Any]) -> Portal:
    def address(key: str) -> str:
        return _web_address(entry[key]) if key in entry else ""

    return Portal(
        themes=tuple(map(_web_address, entry.get("themes", ()))),
        periodicity=address("periodicity"),
        spatial=address("spatial"),
        publisher_type=address("publisher_type"),
        keywords=MappingProxyType(
            {lang: tuple(words.split(", ")) for lang, words in entry.get("keywords", {}).items()}
        ),
        contact=Text.of(entry.get("contact")),
    )


def _read_json(path: Path) -> Any:  # noqa: ANN401 - JSON has no narrower type
    return in_english(json.loads(path.read_text(encoding="utf-8")))


def _by_id(entries: Any) -> Mapping[str, Any]:  # noqa: ANN401
    return MappingProxyType({entry.id: entry for entry in entries})


def is_web_address(value: object) -> bool:
    """True for the address of a web page, which may become a link; a `javascript:` address, say, may not."""
    return isinstance(value, str) and value.startswith(("https://", "http://"))


def _web_address(value: object) -> str:
    if not is_web_address(value):
        raise ValueError(message("errors.standard.address", given=value))
    return str(value)


def _code(entry: Mapping[str, Any]) -> Code:
    more = {key: value for key, value in entry.items() if key not in {"code", "title"}}
    return Code(entry["code"], Text.of(entry.get("title")), MappingProxyType(more))


def _columns(schema: Mapping[str, Any]) -> tuple[Column, ...]:
    return tuple(
        Column(
            name=entry["name"],
            role=entry["role"],
            type=entry["type"],
            title=Text(sv=entry.get("title"), en=entry.get("title_en")),
            description=Text(sv=entry.get("description"), en=entry.get("description_en")),
            constraints=MappingProxyType(dict(entry.get("constraints", {}))),
        )
        for entry in schema["fields"]
    )


def _dimension(entry: Mapping[str, Any], place: int) -> Dimension:
    return Dimension(
        name=entry["name"],
        title=Text.of(entry["title"]),
        total=entry["total"],
        codes=tuple(map(_code, entry.get("codes", []))),
        adds_up=bool(entry.get("adds_up", False)),
        pooled_only=bool(entry.get("pooled_only", False)),
        of_person=bool(entry.get("of_person", False)),
        keep=int(entry.get("keep", place)),
    )


def _target_group(entry: Mapping[str, Any]) -> TargetGroup:
    return TargetGroup(
        id=entry["id"],
        dataset=entry.get("dataset", entry["id"]),
        planned=entry.get("status") == "planerad",
        title=Text.of(entry["title"]),
        summary=Text.of(entry.get("summary")),
        whom=Text.of(entry.get("whom")),
        limits=Text.of(entry.get("limits")),
        followed_since=entry.get("followed_since"),
        dimensions=MappingProxyType(
            {name: tuple(map(_code, codes)) for name, codes in entry.get("dimensions", {}).items()}
        ),
        links=tuple((Text.of(link["title"]), _web_address(link["url"])) for link in entry.get("links", [])),
    )


def _measure(entry: Mapping[str, Any]) -> Measure:
    if entry["kind"] not in KINDS:
        raise ValueError(message("errors.standard.kind", measure=entry["id"], given=entry["kind"], known=tuple(KINDS)))
    return Measure(
        id=entry["id"],
        version=entry["version"],
        title=Text.of(entry["title"]),
        summary=Text.of(entry.get("summary")),
        definition=Text.of(entry.get("definition")),
        numerator=Text.of(entry.get("numerator")),
        denominator=Text.of(entry.get("denominator")),
        kind=KINDS[entry["kind"]],
        unit=entry["unit"],
        decimals=entry["decimals"],
        file_decimals=entry.get("file_decimals", entry["decimals"]),
        scale=_rising("scale", entry.get("scale")),
        plausible=_plausible(entry.get("plausible")),
        per=_positive("per", entry.get("per", 1)),
        by_chance=bool(entry.get("by_chance", False)),
        is_adjusted=bool(entry.get("adjusted", False)),
        context=_context(entry.get("context", "")),
        direction=entry["direction"],
        type=entry["type"],
        perspectives=tuple(entry.get("perspectives", [])),
        domain=entry["domain"],
        target_groups=tuple(entry["target_groups"]),
        cohort=entry["cohort"],
        denominator_unit=entry["base_unit"],
        base=entry["base"],
        rate_of=entry.get("rate_of"),
        shares_out=tuple(entry.get("parts_of", [])),
        excludes=tuple(entry.get("excludes", [])),
        adds_over=tuple(entry.get("adds_over", [])),
        collected_by=entry.get("instrument"),
        known_by=tuple(entry.get("known_by", [])),
        ground=Text.of(entry.get("ground")),
        traits_taken_at=Text.of(entry.get("traits_taken_at")),
        act_change=Text.of(entry.get("act_change")),
        followed_since=entry.get("followed_since"),
        known_from=Text.of(entry.get("known_from")),
        caution=Text.of(entry.get("caution")),
        since=entry.get("since", ""),
        corresponds=correspondences(entry.get("corresponds", ())),
        earlier=tuple(map(_measure, earlier_entries(entry))),
    )


def _floors(entry: Mapping[str, int] | None, thresholds: Thresholds) -> Floors:
    """The floors of the standard; without any, no release may lower its limits."""
    if entry is None:
        return Floors(thresholds.min_denominator, thresholds.min_count)
    floors = Floors(**entry)
    for name in ("min_denominator", "min_count"):
        _positive(f"threshold_floors.{name}", getattr(floors, name))
        if getattr(floors, name) > getattr(thresholds, name):
            raise ValueError(message("errors.standard.floor", name=name))
    return floors


def _context(code: str) -> str:
    if code not in CONTEXTS:
        raise ValueError(message("errors.standard.context", given=code, known=CONTEXTS[1:]))
    return code


def _positive(name: str, value: _Number) -> _Number:
    if not value > 0:
        raise ValueError(message("errors.standard.not-positive", name=name, given=value))
    return value


def _rising(name: str, ends: Any) -> tuple[float, float] | None:  # noqa: ANN401
    if ends is None:
        return None
    low, high = ends
    if not low < high:
        raise ValueError(message("errors.standard.not-rising", name=name, low=low, high=high))
    return low, high


def _plausible(entry: Mapping[str, float] | None) -> tuple[float, float] | None:
    return _rising("plausible", (entry["least"], entry["most"]) if entry is not None else None)


def _areas(path: Path) -> Mapping[str, Area]:
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return MappingProxyType(
        {row["kod"]: Area(row["kod"], row["namn"], row["grupp_kod"], row["grupp_namn"]) for row in rows}
    )


def _outlines(content: Mapping[str, Any]) -> Outlines:
    for code, path in content["outlines"].items():
        if not _STRAIGHT.fullmatch(path):
            raise ValueError(message("errors.standard.outline", code=code))
    return Outlines(
        width=_positive("width", int(content["width"])),
        height=_positive("height", int(content["height"])),
        paths=MappingProxyType(dict(content["outlines"])),
        source=Text.of(content.get("source")),
    )
