"""Writing down all that is published of a provider as one system: each row's counts, and all that ties them."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from open_comparisons.disclosure.propagation import AtMost, Sum
from open_comparisons.disclosure.system import EXACT, Key, System, Watch, steps_of
from open_comparisons.standard.model import ALL_BUT_FEW, FEW, LOW_RESPONSE, MISSING, NOT_APPLICABLE, OK, SUPPRESSED

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from open_comparisons.disclosure.system import Bounds, Place, Quantity, ReleaseRows, Row, Variable
    from open_comparisons.standard.model import Measure, Standard

YEARS: Final = "ar"
NOT_YET_STARTED: Final = "startade-senare"
HIDDEN: Final = (SUPPRESSED, LOW_RESPONSE)
_MOST_DIGITS: Final = 2
"""Of a response rate in percent."""
_CLOSE: Final = 1e-6
_NUMBERS: Final = ("numerator", "denominator", "persons", "value")


def build_system(releases: Sequence[ReleaseRows], standard: Standard) -> System:
    """
    Write down what all releases of one provider say together.

    Args:
        releases: Its rows in each release, oldest first.
        standard: How measures, bases and breakdowns hang together.
    """
    builder = _Builder(standard, _Links.of(standard))
    for release in releases:
        builder.add(release)
    return builder.system()


@dataclass(frozen=True, slots=True)
class _Links:
    """How the measures of a standard hang together: what the catalogue says, sorted for looking up."""

    parent: Mapping[str, str | None]
    numerator_behind: Mapping[str, str]
    base_adds: Mapping[str, frozenset[str]]
    whole_measures: Mapping[str, frozenset[str]]
    of_person: frozenset[str]

    @classmethod
    def of(cls, standard: Standard) -> _Links:
        adds: dict[str, set[str]] = defaultdict(set)
        for measure in standard.measures.values():
            adds[measure.base].update(measure.adds_over)
        return cls(
            parent={measure.base: measure.base_parent for measure in standard.measures.values()},
            numerator_behind={
                measure.base: measure.base_is_numerator_of
                for measure in standard.measures.values()
                if measure.base_is_numerator_of
            },
            base_adds={base: frozenset(over) for base, over in adds.items()},
            whole_measures={
                measure.id: frozenset((measure.id, *measure.shares_out))
                for measure in standard.measures.values()
                if measure.shares_out
            },
            of_person=frozenset(dimension.name for dimension in standard.dimensions if dimension.of_person),
        )


@dataclass(slots=True)
class _Builder:
    """What has been read so far; the order of everything is the order in which it was met."""

    standard: Standard
    links: _Links
    bounds: dict[Variable, Bounds] = field(default_factory=dict)
    sums: dict[Sum, None] = field(default_factory=dict)
    orders: dict[AtMost, None] = field(default_factory=dict)
    watched: dict[tuple[Key, Variable, str], Watch] = field(default_factory=dict)
    current: dict[Quantity, dict[Place, Variable]] = field(default_factory=lambda: defaultdict(dict))
    versions: dict[Variable, int] = field(default_factory=lambda: defaultdict(int))
    shown: dict[Variable, Key] = field(default_factory=dict)
    statuses: dict[Key, str] = field(default_factory=dict)
    known_before: list[tuple[Key, str]] = field(default_factory=list)
    opened: list[tuple[Key, str]] = field(default_factory=list)
    undeclared: list[tuple[Key, str]] = field(default_factory=list)
    last: dict[Key, Row] = field(default_factory=dict)
    latest: ReleaseRows | None = None

    def add(self, release: ReleaseRows) -> None:
        """Read one release."""
        undeclared = [row.key for row in release.rows if self._differs(row, release)]
        if self.latest and (undeclared or release.corrected):
            # What ties the numbers as they were, before some of them become others.
            self._add_all_sums(self.latest)
        for key in (*sorted(release.corrected), *undeclared):
            self.versions["key", key] += 1
        self.undeclared += [(key, release.release) for key in undeclared]
        for row in release.rows:
            self.last[row.key] = row
            self._add_row(row, release)
        self._add_measures(release)
        self.latest = release

    def _add_all_sums(self, release: ReleaseRows) -> None:
        for quantity, places in list(self.current.items()):
            self._add_sums(quantity, places, release)

    def system(self) -> System:
        """All that was read."""
        if self.latest:
            self._add_all_sums(self.latest)
        for one in self.sums:
            for variable in (one.total, *one.parts):
                self.bounds.setdefault(variable, (0, math.inf))
        known = {key for key, _ in self.known_before}
        return System(
            bounds=self.bounds,
            sums=tuple(self.sums),
            orders=tuple(self.orders),
            # What a row itself has shown once is known; nothing more can be kept of it. Another row must not show it.
            watched=tuple(
                watch
                for watch in self.watched.values()
                if self.shown.get(watch.variable) != watch.key and watch.key not in known
            ),
            known_before=tuple(self.known_before),
            opened=tuple(self.opened),
            undeclared=tuple(self.undeclared),
        )

    def _add_row(self, row: Row, release: ReleaseRows) -> None:
        measure = self.standard.measures[row.key.measure]
        if row.status == MISSING and row.reason != NOT_YET_STARTED:
            return
        nobody = row.status in {MISSING, NOT_APPLICABLE}
        base, numerator = self._base(measure, row.key), self._own(row.key, "x")
        if nobody:
            for variable in (base, numerator):
                self._meet(variable, 0, row.key)
            return
        self._note_change(row, release)
        unit = steps_of(self.standard, measure)
        few = release.limits.min_count * unit
        n = self._shown_base(base, measure, row, unit)
        if measure.kind.counts and measure.kind.base != "expected":
            self._add_counts(row, measure, n, release, unit)
        elif measure.kind.pooling == "mean":
            self._add_total(row, n, release)
        if measure.kind.is_plain_count:
            return
        if not self.standard.counts_persons(measure):
            self._add_persons(row, measure, n, release)
        if row.status in HIDDEN and row.denominator is None and measure.kind.base != "expected":
            self._watch(row.key, release, "base", n, few, release.limits.min_denominator * unit)
        self._add_parents(measure, row.key, n)
        self._add_rate(measure, row, n)

    def _differs(self, row: Row, release: ReleaseRows) -> bool:
        """Whether a row's numbers differ from those before: it is another row then, whether it says so or not."""
        before = self.last.get(row.key)
        if before is None or row.key in release.corrected:
            return False
        pairs = ((getattr(before, name), getattr(row, name)) for name in _NUMBERS)
        return any(None not in pair and pair[0] != pair[1] for pair in pairs)

    def _note_change(self, row: Row, release: ReleaseRows) -> None:
        before = self.statuses.get(row.key)
        if row.key in release.corrected:
            before = None
        if before == OK and row.status in (*HIDDEN, FEW, ALL_BUT_FEW):
            self.known_before.append((row.key, release.release))
        elif before in (*HIDDEN, FEW, ALL_BUT_FEW) and row.status == OK:
            self.opened.append((row.key, release.release))
        self.statuses[row.key] = row.status

    def _shown_base(self, base: Variable, measure: Measure, row: Row, unit: int) -> Variable:
        """The variable of a row's base, with what the row says of it; another one where two releases differ."""
        if row.denominator is None or measure.kind.base == "expected":
            self.bounds.setdefault(base, (0, math.inf))
            return base
        count = round(row.denominator * unit)
        if base in self.shown and self.bounds[base] != (count, count):
            quantity, place = base[0], base[1]
            self.versions["base", quantity, place] += 1
            base = (quantity, place, self.versions["base", quantity, place])
            self.current[quantity][place] = base
        self._meet(base, count, row.key)
        return base

    def _add_counts(self, row: Row, measure: Measure, n: Variable, release: ReleaseRows, unit: int) -> None:
        numerator, few = self._own(row.key, "x"), release.limits.min_count * unit
        count = row.numerator if row.numerator is not None or not measure.kind.is_plain_count else row.value
        self.bounds.setdefault(numerator, (0, math.inf))
        if count is not None:
            self._meet(numerator, round(count * unit), row.key)
        complements = []
        if measure.is_share:
            rest = self._own(row.key, "r")
            self.sums.setdefault(Sum(n, (numerator, rest)), None)
            self.bounds.setdefault(rest, (0, math.inf))
            complements = [rest]
        if row.status == FEW:
            self._narrow(numerator, (0, few - 1))
            self._watch(row.key, release, "band", numerator, min(few, self.bounds[n][1] + 1))
        elif row.status == ALL_BUT_FEW:
            self._narrow(complements[0], (0, few - 1))
            self._watch(row.key, release, "band", complements[0], min(few, self.bounds[n][1] + 1))
        elif row.status in HIDDEN:
            for variable in (numerator, *complements):
                self._watch(row.key, release, "hidden", variable, few)

    def _add_total(self, row: Row, n: Variable, release: ReleaseRows) -> None:
        """A mean or amount times its n: a whole number within what the digits of the mean leave open."""
        total = self._own(row.key, "t")
        self.bounds.setdefault(total, (0, math.inf))
        low, high = self.bounds[n]
        if row.value is not None and low == high:
            slack = 0.5 * 10 ** -self.standard.measures[row.key.measure].file_decimals
            within = math.ceil((row.value - slack) * low - _CLOSE), math.floor((row.value + slack) * low + _CLOSE)
            if within[0] <= within[1]:
                self._narrow(total, within)
            self.shown.setdefault(total, row.key)
        elif row.status in HIDDEN:
            self._watch(row.key, release, "hidden", total, release.limits.min_count)

    def _add_persons(self, row: Row, measure: Measure, n: Variable, release: ReleaseRows) -> None:
        persons = self._at(("p", measure.base), row.key.place)
        self.bounds.setdefault(persons, (0, math.inf))
        if row.persons is not None:
            self._meet(persons, round(row.persons), row.key)
        elif row.status in HIDDEN:
            limits = release.limits
            self._watch(row.key, release, "base", persons, limits.min_count, limits.min_denominator)
        if steps_of(self.standard, measure) == 1:
            self.orders.setdefault(AtMost(persons, n), None)

    def _add_parents(self, measure: Measure, key: Key, n: Variable) -> None:
        base, part = measure.base, n
        while parent := self.links.parent.get(base):
            whole = self._base_named(parent, key)
            self.orders.setdefault(AtMost(part, whole), None)
            self.bounds.setdefault(whole, (0, math.inf))
            base, part = parent, whole

    def _add_rate(self, measure: Measure, row: Row, n: Variable) -> None:
        """How many were asked or could have been rated, within what the digits of the response rate leave open."""
        low, high = self.bounds[n]
        if row.response_rate is None or measure.base_parent is None or low != high or not low:
            return
        percent = 100 * row.response_rate
        digits = next(some for some in range(_MOST_DIGITS + 1) if some == _MOST_DIGITS or _is_round(percent, some))
        slack = 0.5 * 10**-digits
        most = math.floor(100 * low / (percent - slack) + _CLOSE) if percent > slack else math.inf
        within = math.ceil(100 * low / (percent + slack) - _CLOSE), most
        if within[0] <= within[1]:
            self._narrow(self._base_named(measure.base_parent, row.key), within)

    def _add_measures(self, release: ReleaseRows) -> None:
        """Measures that exclude each other, or share out a cohort, where they have the same base."""
        places: dict[Place, dict[str, Key]] = defaultdict(dict)
        for row in release.rows:
            if row.status not in {MISSING, NOT_APPLICABLE}:
                places[row.key.place][row.key.measure] = row.key
        for found in places.values():
            for name, key in found.items():
                measure = self.standard.measures[name]
                n = self._base(measure, key)
                for other in measure.excludes:
                    if other in found and name < other and self._base(self.standard.measures[other], found[other]) == n:
                        both = (self._own(key, "x"), self._own(found[other], "x"))
                        self.sums.setdefault(Sum(n, (*both, ("neither", *both))), None)
                together = self.links.whole_measures.get(name, frozenset())
                if len(together) > 1 and together <= found.keys() and name == min(together):
                    parts = tuple(self._own(found[part], "x") for part in sorted(together))
                    self.sums.setdefault(Sum(n, parts), None)

    def _add_sums(self, quantity: Quantity, places: Mapping[Place, Variable], release: ReleaseRows) -> None:
        if len(places) == 1:
            return
        adds = self._adds(quantity)
        by_years: dict[Any, list[Place]] = defaultdict(list)
        by_split: dict[Any, list[Place]] = defaultdict(list)
        by_unit: dict[Any, list[Place]] = defaultdict(list)
        for place in list(places):
            by_years[place.unit, place.group, place.split].append(place)
            by_split[place.unit, place.group, place.start, place.end].append(place)
            by_unit[place.group, place.start, place.end, place.split].append(place)
        for found in by_years.values():
            if len(found) > 1:
                self._add_periods(quantity, found, adds=YEARS in adds, release=release)
        for found in by_split.values():
            if len(found) > 1:
                self._add_splits(quantity, found, adds, release)
        for found in by_unit.values():
            units = [place for place in found if place.unit]
            if units and len(units) < len(found):
                self._tie(quantity, units[0]._replace(unit=""), units, adds=True, release=release)

    def _add_periods(self, quantity: Quantity, places: Sequence[Place], *, adds: bool, release: ReleaseRows) -> None:
        """Every period is the sum of the stretches between all ends that occur, published or not."""
        ordered = sorted((place.start, place.end) for place in places)
        if all(first[1] < second[0] for first, second in pairwise(ordered)):
            return  # none lies within another, so that no stretch is shorter than its period
        starts = sorted({place.start for place in places} | {_after(place.end) for place in places})
        stretches = [places[0]._replace(start=first, end=_before(second)) for first, second in pairwise(starts)]
        for place in places:
            parts = [part for part in stretches if place.start <= part.start and part.end <= place.end]
            if len(parts) > 1 and (adds or all(part in self.current[quantity] for part in parts)):
                self._tie(quantity, place, parts, adds=adds, release=release)

    def _add_splits(
        self, quantity: Quantity, places: Sequence[Place], adds: Collection[str], release: ReleaseRows
    ) -> None:
        """A total is the sum of its parts over each dimension, those without a row included."""
        splits = {place.split for place in places}
        for dimension in self.standard.dimensions:
            codes = self.standard.codes_of(dimension, places[0].group)
            if not codes or not dimension.adds_up:
                continue
            wholes = {
                tuple(pair for pair in split if pair[0] != dimension.name)
                for split in splits
                if any(name == dimension.name for name, _ in split)
            }
            for whole in sorted(wholes & splits):
                parts = [
                    places[0]._replace(split=tuple(sorted((*whole, (dimension.name, code.code))))) for code in codes
                ]
                self._tie(
                    quantity, places[0]._replace(split=whole), parts, adds=dimension.name in adds, release=release
                )

    def _tie(
        self, quantity: Quantity, whole: Place, parts: Sequence[Place], *, adds: bool, release: ReleaseRows
    ) -> None:
        total, variables = self._at(quantity, whole), tuple(self._known_or_new(quantity, p, release) for p in parts)
        if adds:
            self.sums.setdefault(Sum(total, variables), None)
            return
        together = ("together", total, variables)
        self.sums.setdefault(Sum(together, variables), None)
        self.orders.setdefault(AtMost(total, together), None)
        self.orders.update(dict.fromkeys(AtMost(part, total) for part in variables))

    def _known_or_new(self, quantity: Quantity, place: Place, release: ReleaseRows) -> Variable:
        """The variable of a place; where no row is there, one to watch, since sums may give it away all the same."""
        known = self.current[quantity].get(place)
        if known is not None:
            return known
        variable = (quantity, place, 0)
        limits = release.limits
        below = limits.min_denominator if quantity[0] in "np" else limits.min_count
        measure = quantity[1] if quantity[0] in "xrt" else ""
        if quantity[0] in "nx":
            key = Key(measure or quantity[1], "", "", place)
            self._watch(key, release, "unlisted", variable, limits.min_count, below)
        return variable

    def _adds(self, quantity: Quantity) -> Collection[str]:
        kind, name = quantity[0], quantity[1]
        if kind == "p":
            return self.links.of_person
        if kind == "n":
            return self.links.base_adds.get(name, frozenset())
        return self.standard.measures[name].adds_over

    def _base(self, measure: Measure, key: Key) -> Variable:
        return self._base_named(measure.base, key)

    def _base_named(self, base: str, key: Key) -> Variable:
        """A base: the numerator of another measure where the catalogue says that it is."""
        linked = self.links.numerator_behind.get(base)
        if linked is None:
            return self._at(("n", base), key.place)
        other = self.standard.measures[linked]
        return self._at(("x", linked, other.version, ""), key.place)

    def _own(self, key: Key, kind: str) -> Variable:
        instrument = "" if key.measure in self.links.numerator_behind.values() else key.instrument
        quantity = (kind, key.measure, key.version, instrument)
        version = self.versions["key", key]
        variable = (quantity, key.place, version)
        self.current[quantity][key.place] = variable
        return variable

    def _at(self, quantity: Quantity, place: Place) -> Variable:
        return self.current[quantity].setdefault(place, (quantity, place, 0))

    def _meet(self, variable: Variable, count: int, key: Key) -> None:
        self.bounds[variable] = (count, count)
        self.shown.setdefault(variable, key)

    def _narrow(self, variable: Variable, within: tuple[int, float]) -> None:
        low, high = self.bounds.get(variable, (0, math.inf))
        self.bounds[variable] = (max(low, within[0]), min(high, within[1]))

    def _watch(
        self, key: Key, release: ReleaseRows, rule: str, variable: Variable, needed: float, below: float = math.inf
    ) -> None:
        wanted = min(int(needed), EXACT) if release.official else int(needed)
        self.watched.setdefault((key, variable, rule), Watch(key, release.release, rule, variable, wanted, below))


def _after(day: date) -> date:
    return day.fromordinal(day.toordinal() + 1)


def _before(day: date) -> date:
    return day.fromordinal(day.toordinal() - 1)


def _is_round(number: float, digits: int) -> bool:
    return abs(round(number, digits) - number) < _CLOSE
