"""
The file standard: columns, code lists, target groups, measures and thresholds, as `loading` reads them.

It is the same for any country and sector; these differ in the files alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Self, TypeAlias

from open_comparisons.standard.kinds import ValueKind
from open_comparisons.standard.text import Text

OUTCOME: Final = "utfall"
"""The type of a measure of the results of care; the other types measure its structure and processes."""
PRICE: Final = "pris"
WHOM: Final = "vilka"
CONTEXTS: Final = ("", PRICE, WHOM)
"""The context that a measure gives to others: the price of the care, or its clients and its length."""

MeasureKey: TypeAlias = tuple[str, str]
"""A measure and an instrument, "" for all: what rows are compared within."""


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list: its code, title, and the other fields that the list has."""

    code: str
    title: Text
    more: Mapping[str, Any] = field(default_factory=dict)

    def text(self, key: str) -> Text:
        """A further text of this entry, such as its description; empty where the list has none."""
        return Text.of(self.more.get(key))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: its name there, its role in the code, its type and the values it accepts."""

    name: str
    role: str
    type: str
    title: Text
    description: Text
    constraints: Mapping[str, Any]

    @property
    def required(self) -> bool:
        """True where every row must have a value."""
        return bool(self.constraints.get("required"))


@dataclass(frozen=True, slots=True)
class Dimension:
    """
    A breakdown such as sex: the code that means everyone, and the parts that may add up to it.

    `of_person` says that a person has the same code throughout, so that persons, too, add up over the parts. `keep` is
    its rank among the breakdowns when some of them must be hidden: the breakdown with the lowest is kept longest.
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
    """The people the figures concern, in one dataset. `dimensions` holds code lists that replace the common ones."""

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
class StandardChange:
    """The changes in a version of the standard, and the day it came out."""

    version: str
    date: date
    text: Text


@dataclass(frozen=True, slots=True)
class Correspondence:
    """
    The name of a measure or term in another system.

    Attributes:
        ours: Its name here; empty for a measure, which is known already.
        system, relation: Codes of the lists `system` and `forhallande`.
        theirs: Its code or name there.
        note: The difference in meaning.
    """

    ours: Text
    system: str
    theirs: str
    relation: str
    note: Text


@dataclass(frozen=True, slots=True)
class Base:
    """
    What denominators count: one count for all measures that share the base.

    Attributes:
        name: Its name in the standard.
        title: Empty where only measures describe the base: their own texts say what they count.
        parent: The larger base that it is a part of; None where there is none.
        numerator_of: The measure whose numerator it is; None where there is none.
        is_sensitive: True where belonging to it says something sensitive about a person, such as drug use.
        adds_over: The dimensions, and "ar" for years, over which its counts add up.
        same_for: By dimension, or "target_group", the codes with which everybody in the parent belongs to it.
        none_for: By dimension, or "target_group", the codes with which nobody belongs to it.
    """

    name: str
    title: Text
    parent: str | None
    numerator_of: str | None
    is_sensitive: bool
    adds_over: frozenset[str]
    same_for: Mapping[str, frozenset[str]]
    none_for: Mapping[str, frozenset[str]]

    def is_whole_parent(self, codes: Mapping[str, str]) -> bool:
        """
        True where everybody in the parent belongs to the base.

        Args:
            codes: The code of each dimension that is split, and the target group as "target_group".
        """
        return _has_one_of(codes, self.same_for)

    def is_empty(self, codes: Mapping[str, str]) -> bool:
        """True where nobody belongs to the base; `codes` as in `is_whole_parent`."""
        return _has_one_of(codes, self.none_for)


def _has_one_of(codes: Mapping[str, str], listed: Mapping[str, frozenset[str]]) -> bool:
    return any(codes.get(name) in there for name, there in listed.items())


@dataclass(frozen=True, slots=True)
class Measure:
    """
    A measure of the catalogue.

    `direction` is 1 when higher is better, -1 when lower is, 0 when neither. `decimals` is the number that readers see,
    `file_decimals` the number that a file may hold. `scale` is the lowest and highest possible value, as 1 and 5 of a
    rating; None where there are none. `plausible` is the least and most that a value is likely to be, so that one
    outside is asked about; None where anything is possible. `by_chance` is True for a plain count that varies by
    chance, so that it has an interval; a count of all there is has none. `is_adjusted` is True where the source has
    adjusted for whom the care is for. `per` is the amount of its base that a rate is given for, as 1,000 days.
    `context` is PRICE or WHOM for a measure that others are read beside, "" for the others. `since` is the version of
    the standard that this version of the measure came with, "" where not stated; `earlier` are its earlier versions,
    newest first, each unchanged.

    `instrument` is the one whose rows are meant, where a release has figures of several, which are compared apart; ""
    for all rows of the measure, as in the catalogue. See `by`.

    `base` is the name of what its denominator counts. `rate_of` is the name of the base that the response rate is a
    share of; None where it is a share of something that is no base, such as everybody who was sent a survey.
    """

    id: str
    version: str
    title: Text
    summary: Text
    definition: Text
    numerator: Text
    denominator: Text
    kind: ValueKind
    unit: str
    decimals: int
    file_decimals: int
    scale: tuple[float, float] | None
    plausible: tuple[float, float] | None
    per: float
    by_chance: bool
    is_adjusted: bool
    context: str
    direction: int
    type: str
    perspectives: tuple[str, ...]
    domain: str
    target_groups: tuple[str, ...]
    cohort: str
    denominator_unit: str
    base: str
    rate_of: str | None
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
    since: str
    corresponds: tuple[Correspondence, ...]
    earlier: tuple[Self, ...]
    instrument: str = ""

    @property
    def key(self) -> MeasureKey:
        """The measure and its instrument, under which its rows are compared."""
        return self.id, self.instrument

    def by(self, instrument: str) -> Self:
        """The measure as one instrument takes it, whose name is in the title."""
        titles = (f"{title} ({instrument})" if title else title for title in (self.title.sv, self.title.en))
        return replace(self, title=Text(*titles), instrument=instrument)

    @property
    def versions(self) -> tuple[Self, ...]:
        """All versions of the measure, the present one first."""
        return (self, *self.earlier)

    @property
    def is_share(self) -> bool:
        """True where the measure is a true share, with a numerator and a denominator."""
        return self.kind.is_share


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Limits of disclosure control and quality: persons, persons, percent."""

    min_denominator: int
    min_count: int
    min_response_rate: float


@dataclass(frozen=True, slots=True)
class Floors:
    """The least that a release may lower the limits of disclosure control to: persons, persons."""

    min_denominator: int
    min_count: int


@dataclass(frozen=True, slots=True)
class Area:
    """A municipality (or the standard's counterpart) and the larger area it belongs to."""

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
class Portal:
    """
    Details for data portals that the standard does not have elsewhere.

    Attributes:
        themes, periodicity, spatial, publisher_type: Names out of the vocabularies that portals share, as web
            addresses; "" or () where not stated.
        keywords: By language.
        contact: The function to turn to.
    """

    themes: tuple[str, ...] = ()
    periodicity: str = ""
    spatial: str = ""
    publisher_type: str = ""
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    contact: Text = field(default_factory=Text)


CodeList: TypeAlias = Mapping[str, Code]
"""Codes of a list, in the order of the standard, by code."""


@dataclass(frozen=True, slots=True)
class CodeLists:
    """
    The code lists of the standard that the code knows; empty where a standard has no such list.

    Attributes:
        base_units: The units that denominators count, such as persons or placements.
        instruments: Surveys and forms that a value was collected by.
        informants: The parties that know a value first hand.
        systems, relations: Other systems with names for our measures, and how their measures relate to ours.
        by_name: All lists by their name in the standard, which is the name of the column that takes its codes from it.
    """

    ownership: CodeList
    measure_types: CodeList
    perspectives: CodeList
    domains: CodeList
    units: CodeList
    base_units: CodeList
    statuses: CodeList
    reasons: CodeList
    methods: CodeList
    instruments: CodeList
    cohorts: CodeList
    systems: CodeList
    relations: CodeList
    withdrawal_reasons: CodeList
    informants: CodeList
    by_name: Mapping[str, CodeList]


@dataclass(frozen=True, slots=True)
class StandardDraft:
    """
    What a standard that nobody has adopted says of itself.

    Attributes:
        about: What is a draft.
        may_change: What may still change.
        stays: What will not change all the same.
        steps: How the standard becomes final.
    """

    about: Text
    may_change: tuple[Text, ...] = ()
    stays: tuple[Text, ...] = ()
    steps: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Standard:
    """
    The content of `data/standard/`.

    `changes` are those of each version, newest first. `words` replace texts of the theme, by their keys there.
    `bases` has every base by its name, also those that no measure divides by. `synonyms` has, for each language, groups
    of words that mean about the same, for the search. `draft` is None for a standard that has been adopted.
    """

    name: str
    version: str
    title: Text
    site_title: Text
    about_figures: Text
    licence_title: Text
    licence_url: str
    changes: tuple[StandardChange, ...]
    corresponds: tuple[Correspondence, ...]
    words: Mapping[str, Text]
    synonyms: Mapping[str, tuple[tuple[str, ...], ...]]
    identifiers: Mapping[str, str]
    area_title: Text
    area_group: Text
    thresholds: Thresholds
    floors: Floors
    window_years: int
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    directory_columns: tuple[Column, ...]
    dimensions: tuple[Dimension, ...]
    target_groups: Mapping[str, TargetGroup]
    measures: Mapping[str, Measure]
    bases: Mapping[str, Base]
    codes: CodeLists
    areas: Mapping[str, Area]
    outlines: Outlines | None
    portal: Portal = field(default_factory=Portal)
    draft: StandardDraft | None = None

    def codes_of(self, dimension: Dimension, target_group: str) -> tuple[Code, ...]:
        """The parts of a dimension as this target group divides it."""
        group = self.target_groups.get(target_group)
        return group.dimensions.get(dimension.name, dimension.codes) if group else dimension.codes

    def measures_of(self, target_group: str) -> tuple[Measure, ...]:
        """The measures defined for a target group, in the order of the catalogue."""
        return tuple(measure for measure in self.measures.values() if target_group in measure.target_groups)

    def counts_persons(self, measure: Measure) -> bool:
        """True where the measure's base counts persons, so that thresholds can be applied to it directly."""
        unit = self.codes.base_units.get(measure.denominator_unit)
        return bool(unit.more.get("persons", True)) if unit else True

    def takes_deviation(self, measure: Measure) -> bool:
        """True where the standard deviation of single values says how sure a value is: where these are independent."""
        unit = self.codes.base_units.get(measure.denominator_unit)
        return "standard_deviation" in measure.kind.takes and (unit is None or bool(unit.more.get("independent", True)))

    def base_decimals(self, measure: Measure) -> int:
        """Number of decimals of the measure's base: 0 for persons, more for full-time equivalents."""
        unit = self.codes.base_units.get(measure.denominator_unit)
        return int(unit.more.get("decimals", 0)) if unit else 0

    def column_name(self, role: str) -> str:
        """The name in files of the column with this role; the role itself where the standard has no such column."""
        return next((column.name for column in self.columns if column.role == role), role)
