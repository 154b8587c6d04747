"""
The file standard: columns, code lists, target groups, measures and thresholds, read from `data/standard/`.

Column names and keys in those files are Swedish or declared there; this module maps them, once, to the English names
that the rest of the code uses. Nothing about a country or a sector is written here.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from open_comparisons.errors import OpenComparisonsError

if TYPE_CHECKING:
    from pathlib import Path

OK: Final = "ok"
FEW: Final = "liten-taljare"
ALL_BUT_FEW: Final = "liten-rest"
SUPPRESSED: Final = "skyddad"
LOW_RESPONSE: Final = "for-fa-svar"
MISSING: Final = "saknas"
NOT_APPLICABLE: Final = "ej-tillampligt"
BANDED: Final = (FEW, ALL_BUT_FEW)
"""Statuses that show a protected range."""
WITH_FIGURE: Final = (OK, *BANDED)
"""Statuses that show a figure: a value, or a range."""
STATUSES: Final = (OK, FEW, ALL_BUT_FEW, SUPPRESSED, LOW_RESPONSE, MISSING, NOT_APPLICABLE)

KINDS: Final = ("share", "count", "rate", "mean", "amount", "ratio", "reported", "rating")
LANGUAGES: Final = ("sv", "en")

OUTCOME: Final = "utfall"
"""The type of a measure that says what the care leads to; the other types say how it is built up and done."""
PRICE: Final = "pris"
WHOM: Final = "vilka"
CONTEXTS: Final = ("", PRICE, WHOM)
"""What a measure tells beside others: what the care costs, or whom and how long it is for."""

_Number = TypeVar("_Number", int, float)
_STRAIGHT: Final = re.compile(r"[MmLlHhVvZz0-9 .,-]+")


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one or both languages; `None` where a language is missing."""

    sv: str | None = None
    en: str | None = None

    def get(self, lang: str) -> tuple[str, str]:
        """The text and the language it really is in: the one asked for where it exists, else the other."""
        wanted, other = (self.sv, self.en) if lang == "sv" else (self.en, self.sv)
        if wanted is not None:
            return wanted, lang
        return other or "", ("en" if lang == "sv" else "sv") if other else lang

    def plain(self, lang: str) -> str:
        """The text alone."""
        return self.get(lang)[0]

    def __bool__(self) -> bool:
        return bool(self.sv or self.en)


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list: its code, title, and whatever more the list says about it."""

    code: str
    title: Text
    more: Mapping[str, Any] = field(default_factory=dict)

    def text(self, key: str) -> Text:
        """A further text of this entry, such as its description; empty where the list has none."""
        return _text(self.more.get(key))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: its name there, its role in the code, its type and what it accepts."""

    name: str
    role: str
    type: str
    title: Text
    description: Text
    constraints: Mapping[str, Any]

    @property
    def required(self) -> bool:
        """Whether every row must have a value."""
        return bool(self.constraints.get("required"))


@dataclass(frozen=True, slots=True)
class Dimension:
    """
    A breakdown such as sex: the code that means everyone, and the parts that may add up to it.

    `of_person` says that a person has the same code throughout, so that persons, too, add up over the parts. `keep` is
    its place among the breakdowns when some of them must be hidden: the one with the lowest is kept longest.
    """

    name: str
    title: Text
    total: str
    codes: tuple[Code, ...]
    adds_up: bool
    pooled_only: bool
    of_person: bool
    keep: int = 0


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """The people the figures concern; belongs to one dataset. `dimensions` holds code lists that replace the common."""

    id: str
    dataset: str
    planned: bool
    title: Text
    summary: Text
    whom: Text
    limits: Text
    followed_since: int | None
    dimensions: Mapping[str, tuple[Code, ...]]
    links: tuple[tuple[Text, str], ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """
    A measure of the catalogue.

    `direction` is 1 when higher is better, -1 when lower is, 0 when neither. `decimals` is what readers see;
    `file_decimals` what a file may hold. `scale` is the lowest and highest value there can be, as 1 and 5 of a rating;
    None where there are none. `per` is how much of its base a rate is given for, as 1,000 days.
    `context` is PRICE or WHOM for a measure that others are read beside, "" for the others.
    """

    id: str
    version: str
    title: Text
    summary: Text
    definition: Text
    numerator: Text
    denominator: Text
    kind: str
    unit: str
    decimals: int
    file_decimals: int
    scale: tuple[float, float] | None
    per: float
    context: str
    direction: int
    type: str
    perspectives: tuple[str, ...]
    domain: str
    target_groups: tuple[str, ...]
    cohort: str
    denominator_unit: str
    base: str
    base_parent: str | None
    base_is_sensitive: bool
    base_is_numerator_of: str | None
    shares_out: tuple[str, ...]
    excludes: tuple[str, ...]
    adds_over: tuple[str, ...]
    collected_by: str | None
    known_by: tuple[str, ...]
    ground: Text
    traits_taken_at: Text
    act_change: Text
    followed_since: int | None
    known_from: Text
    caution: Text

    @property
    def is_share(self) -> bool:
        """Whether the measure is a true share, with a numerator and a denominator."""
        return self.kind == "share"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Limits of disclosure control and quality: persons, persons, percent."""

    min_denominator: int
    min_count: int
    min_response_rate: float


@dataclass(frozen=True, slots=True)
class Area:
    """A municipality (or what the standard has instead) and the larger area it lies in."""

    code: str
    name: str
    group_code: str
    group_name: str


@dataclass(frozen=True, slots=True)
class Outlines:
    """
    A map of the larger areas.

    Attributes:
        width, height: Of the drawing, in its own units.
        paths: The outline of each area as an SVG path of straight lines, by its code.
        source: Where the boundaries come from.
    """

    width: int
    height: int
    paths: Mapping[str, str]
    source: Text


@dataclass(frozen=True, slots=True)
class Standard:
    """
    Everything that `data/standard/` says.

    `words` stand in for texts of the theme, by their keys there. `synonyms` has, for each language, groups of words
    that mean about the same, for the search.
    """

    name: str
    version: str
    title: Text
    site_title: Text
    about_figures: Text
    licence_title: Text
    licence_url: str
    words: Mapping[str, Text]
    synonyms: Mapping[str, tuple[tuple[str, ...], ...]]
    identifiers: Mapping[str, str]
    area_title: Text
    area_group: Text
    thresholds: Thresholds
    window_years: int
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    directory_columns: tuple[Column, ...]
    dimensions: tuple[Dimension, ...]
    target_groups: Mapping[str, TargetGroup]
    measures: Mapping[str, Measure]
    code_lists: Mapping[str, Mapping[str, Code]]
    areas: Mapping[str, Area]
    outlines: Outlines | None

    def codes_of(self, dimension: Dimension, target_group: str) -> tuple[Code, ...]:
        """The parts of a dimension as this target group divides it."""
        group = self.target_groups.get(target_group)
        return group.dimensions.get(dimension.name, dimension.codes) if group else dimension.codes

    def measures_of(self, target_group: str) -> tuple[Measure, ...]:
        """The measures defined for a target group, in the order of the catalogue."""
        return tuple(measure for measure in self.measures.values() if target_group in measure.target_groups)

    def counts_persons(self, measure: Measure) -> bool:
        """Whether the measure's base counts persons, so that thresholds can be applied to it as it stands."""
        unit = self.code_lists.get("namnare_enhet", {}).get(measure.denominator_unit)
        return bool(unit.more.get("personer", True)) if unit else True

    def column_name(self, role: str) -> str:
        """The name in files of the column with this role; the role itself where the standard has no such column."""
        return next((column.name for column in self.columns if column.role == role), role)


def one_language_texts(part: object) -> int:
    """Count the texts below a record of the standard that exist in one language only, and are shown in it."""
    if isinstance(part, Text):
        return int((part.sv is None) != (part.en is None))
    if isinstance(part, Mapping):
        return sum(one_language_texts(value) for value in part.values())
    if isinstance(part, tuple):
        return sum(one_language_texts(value) for value in part)
    if is_dataclass(part):
        return sum(one_language_texts(getattr(part, each.name)) for each in fields(part))
    return 0


def load_standard(folder: Path) -> Standard:
    """
    Read the standard.

    Args:
        folder: `data/standard/` or what stands in its place.

    Raises:
        OpenComparisonsError: A file is missing or is not what it should be; the message names it.
    """
    try:
        return _load(folder)
    except FileNotFoundError as error:
        message = (
            f"{error.filename}: the standard lacks this file. Restore it, or point OPEN_COMPARISONS_DATA elsewhere."
        )
        raise OpenComparisonsError(message) from None
    except (KeyError, TypeError, ValueError) as error:
        message = (
            f"{folder}: the standard cannot be read ({type(error).__name__}: {error}). Compare with docs in README."
        )
        raise OpenComparisonsError(message) from None


def _load(folder: Path) -> Standard:
    main = _read_json(folder / "standard.json")
    schema = _read_json(folder / "observationer.schema.json")
    columns = _columns(schema)
    role_of = {column.name: column.role for column in columns}
    return Standard(
        name=main["name"],
        version=main["version"],
        title=_text(main["title"]),
        site_title=_text(main["site_title"]),
        about_figures=_text(main.get("about_figures")),
        licence_title=_text(main["licence"].get("titel")) or Text(main["licence"]["id"], main["licence"]["id"]),
        licence_url=_web_address(main["licence"]["url"]),
        words=MappingProxyType({key: _text(words) for key, words in main.get("ord", {}).items()}),
        synonyms=MappingProxyType(
            {lang: tuple(tuple(same[lang].split(", ")) for same in main.get("synonymer", ())) for lang in LANGUAGES}
        ),
        identifiers=MappingProxyType(dict(main.get("identifiers", {}))),
        area_title=_text(main.get("area_title")),
        area_group=_text(main.get("area_group")),
        thresholds=Thresholds(**main["thresholds"]),
        window_years=main.get("window_years", 3),
        columns=columns,
        key=tuple(role_of[name] for name in schema["primaryKey"]),
        directory_columns=_columns(_read_json(folder / "utforare.schema.json")),
        dimensions=tuple(_dimension(entry, place) for place, entry in enumerate(main.get("dimensions", []))),
        target_groups=_by_id(_target_group(entry) for entry in _read_json(folder / "malgrupper.json")),
        measures=_by_id(_measure(entry) for entry in _read_json(folder / "matt.json")),
        code_lists=MappingProxyType(
            {
                name: MappingProxyType({code.code: code for code in map(_code, entries)})
                for name, entries in _read_json(folder / "kodlistor.json").items()
            }
        ),
        areas=_areas(folder / main["areas"]) if main.get("areas") else MappingProxyType({}),
        outlines=_outlines(_read_json(folder / main["map"])) if main.get("map") else None,
    )


def _read_json(path: Path) -> Any:  # noqa: ANN401 - JSON has no narrower type
    return json.loads(path.read_text(encoding="utf-8"))


def _by_id(entries: Any) -> Mapping[str, Any]:  # noqa: ANN401
    return MappingProxyType({entry.id: entry for entry in entries})


def is_web_address(value: object) -> bool:
    """Whether a text is the address of a page of the web, and so may become a link; one of a script may not."""
    return isinstance(value, str) and value.startswith(("https://", "http://"))


def _web_address(value: Any) -> str:  # noqa: ANN401
    if not is_web_address(value):
        message = f"the address {value!r} does not begin with https:// or http://"
        raise ValueError(message)
    return str(value)


def _text(value: Any) -> Text:  # noqa: ANN401
    if value is None:
        return Text()
    return Text(sv=value.get("sv"), en=value.get("en"))


def _code(entry: Mapping[str, Any]) -> Code:
    more = {key: value for key, value in entry.items() if key not in {"kod", "code", "titel", "title"}}
    return Code(
        entry.get("kod") or entry["code"], _text(entry.get("titel") or entry.get("title")), MappingProxyType(more)
    )


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
        title=_text(entry["title"]),
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
        title=_text(entry["titel"]),
        summary=_text(entry.get("kort")),
        whom=_text(entry.get("vilka")),
        limits=_text(entry.get("begransning")),
        followed_since=entry.get("foljs_sedan"),
        dimensions=MappingProxyType(
            {name: tuple(map(_code, codes)) for name, codes in entry.get("dimensioner", {}).items()}
        ),
        links=tuple((_text(link["titel"]), _web_address(link["url"])) for link in entry.get("lankar", [])),
    )


def _measure(entry: Mapping[str, Any]) -> Measure:
    if entry["slag"] not in KINDS:
        message = f"measure {entry['id']}: slag {entry['slag']!r} is not one of {', '.join(KINDS)}"
        raise ValueError(message)
    return Measure(
        id=entry["id"],
        version=entry["version"],
        title=_text(entry["titel"]),
        summary=_text(entry.get("kort")),
        definition=_text(entry.get("definition")),
        numerator=_text(entry.get("taljare")),
        denominator=_text(entry.get("namnare")),
        kind=entry["slag"],
        unit=entry["enhet"],
        decimals=entry["decimaler"],
        file_decimals=entry.get("decimaler_i_fil", entry["decimaler"]),
        scale=_scale(entry.get("skala")),
        per=_positive("per", entry.get("per", 1)),
        context=_context(entry.get("sammanhang", "")),
        direction=entry["riktning"],
        type=entry["typ"],
        perspectives=tuple(entry.get("perspektiv", [])),
        domain=entry["doman"],
        target_groups=tuple(entry["malgrupper"]),
        cohort=entry["kohort"],
        denominator_unit=entry["namnare_enhet"],
        base=entry["bas"],
        base_parent=entry.get("bas_foralder"),
        base_is_sensitive=bool(entry.get("bas_kanslig")),
        base_is_numerator_of=entry.get("namnare_ar_taljare_i"),
        shares_out=tuple(entry.get("delar_av", [])),
        excludes=tuple(entry.get("utesluter", [])),
        adds_over=tuple(entry.get("adderar_over", [])),
        collected_by=entry.get("matning"),
        known_by=tuple(entry.get("kand_av", [])),
        ground=_text(entry.get("grund")),
        traits_taken_at=_text(entry.get("egenskaper_vid")),
        act_change=_text(entry.get("lagrumsbyte")),
        followed_since=entry.get("foljs_sedan"),
        known_from=_text(entry.get("kand_fran")),
        caution=_text(entry.get("obs")),
    )


def _context(code: str) -> str:
    if code not in CONTEXTS:
        message = f"sammanhang {code!r} is not one of {', '.join(CONTEXTS[1:])}"
        raise ValueError(message)
    return code


def _positive(name: str, value: _Number) -> _Number:
    if not value > 0:
        message = f"{name} {value!r} is not above 0"
        raise ValueError(message)
    return value


def _scale(ends: Any) -> tuple[float, float] | None:  # noqa: ANN401
    if ends is None:
        return None
    low, high = ends
    if not low < high:
        message = f"skala {ends!r} does not rise"
        raise ValueError(message)
    return low, high


def _areas(path: Path) -> Mapping[str, Area]:
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return MappingProxyType(
        {row["kod"]: Area(row["kod"], row["namn"], row["grupp_kod"], row["grupp_namn"]) for row in rows}
    )


def _outlines(content: Mapping[str, Any]) -> Outlines:
    for code, path in content["outlines"].items():
        if not _STRAIGHT.fullmatch(path):
            message = f"the outline of {code!r} is no SVG path of straight lines"
            raise ValueError(message)
    return Outlines(
        width=_positive("width", int(content["width"])),
        height=_positive("height", int(content["height"])),
        paths=MappingProxyType(dict(content["outlines"])),
        source=_text(content.get("source")),
    )
