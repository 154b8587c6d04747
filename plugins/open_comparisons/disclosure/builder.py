"""
Build the system of one provider: the counts behind each row, and the equations and inequalities between them.

Each `_add_...` method writes down one kind of link of METHODS section 2, "Bases are counts and are protected" and
"Secondary"; its docstring gives the equation.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from open_comparisons.disclosure.counts import CountKind, Counts, DerivedKind, Quantity
from open_comparisons.disclosure.propagation import ANY_COUNT, AtMost, Sum
from open_comparisons.disclosure.system import EXACT, Key, System, Watch, steps_per_unit
from open_comparisons.standard.model import ALL_BUT_FEW, FEW, LOW_RESPONSE, MISSING, NOT_APPLICABLE, OK, SUPPRESSED
from open_comparisons.standard.periods import YEARS

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping, Sequence
    from datetime import date

    from open_comparisons.disclosure.counts import Count, RowCount, Scope
    from open_comparisons.disclosure.propagation import Bounds
    from open_comparisons.disclosure.system import CountRow, ReleaseRows, Rule
    from open_comparisons.standard.model import Measure, Standard

NOT_YET_STARTED: Final = "startade-senare"
HIDDEN: Final = (SUPPRESSED, LOW_RESPONSE)
_MOST_DIGITS: Final = 2
"""Decimals of a response rate in percent, at most."""
_CLOSE: Final = 1e-6
"""Tolerance for binary fractions: a limit this close to a whole number is that number."""
_NUMBERS: Final = ("numerator", "denominator", "persons", "value")


def build_system(releases: Sequence[ReleaseRows], standard: Standard, counts: Counts | None = None) -> System:
    """
    The system of everything that the releases of one provider say together.

    Args:
        releases: The rows of the provider in each release, oldest first.
        standard: For the links between measures, bases and breakdowns.
        counts: Makes the counts; the same one for systems that are compared or combined, else none.
    """
    builder = _Builder(standard, _Links.from_catalogue(standard), Counts() if counts is None else counts)
    for release in releases:
        builder.add(release)
    return builder.system()


@dataclass(frozen=True, slots=True)
class _Links:
    """
    The links of the measure catalogue, arranged for look-up.

    Attributes:
        parent: Of each base, the base that it is a part of (`delar_av`), if any.
        numerator_behind: The measure whose numerator a base is (`namnare_ar_taljare_i`).
        base_adds: The dimensions (and years) over which each base adds up.
        whole_measures: The measures that together divide a base between them, by each of their ids.
        of_person: The dimensions that a person has only one code in, over which persons add up.
    """

    parent: Mapping[str, str | None]
    numerator_behind: Mapping[str, str]
    base_adds: Mapping[str, frozenset[str]]
    whole_measures: Mapping[str, frozenset[str]]
    of_person: frozenset[str]

    @classmethod
    def from_catalogue(cls, standard: Standard) -> _Links:
        """Arrange the links of a catalogue."""
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
    """
    Everything read so far. Dictionaries keep the order of reading, so that the same rows always give the same system.

    Attributes:
        sums, orders: As ordered sets.
        watched: By row, count and rule; the first release that has the row is kept.
        current: The newest edition of each count.
        row_editions, base_editions: Number of times that a row's own counts, or a base, have got another number.
        shown: The first row that shows each count.
        statuses: The newest status of each row.
        last: The newest row of each key.
    """

    standard: Standard
    links: _Links
    counts: Counts
    bounds: dict[Count, Bounds] = field(default_factory=dict)
    sums: dict[Sum, None] = field(default_factory=dict)
    orders: dict[AtMost, None] = field(default_factory=dict)
    watched: dict[tuple[Key, Count, Rule], Watch] = field(default_factory=dict)
    current: dict[Quantity, dict[Scope, RowCount]] = field(default_factory=lambda: defaultdict(dict))
    row_editions: dict[Key, int] = field(default_factory=lambda: defaultdict(int))
    base_editions: dict[tuple[Quantity, Scope], int] = field(default_factory=lambda: defaultdict(int))
    shown: dict[Count, Key] = field(default_factory=dict)
    statuses: dict[Key, str] = field(default_factory=dict)
    known_before: list[tuple[Key, str]] = field(default_factory=list)
    opened: list[tuple[Key, str]] = field(default_factory=list)
    undeclared: list[tuple[Key, str]] = field(default_factory=list)
    last: dict[Key, CountRow] = field(default_factory=dict)
    latest: ReleaseRows | None = None

    def add(self, release: ReleaseRows) -> None:
        """Add the rows of one release."""
        undeclared = [row.key for row in release.rows if self._differs(row, release)]
        if self.latest and (undeclared or release.corrected):
            # The old numbers add up among themselves: write that down before some of them are replaced.
            self._add_all_sums(self.latest)
        for key in (*sorted(release.corrected), *undeclared):
            self.row_editions[key] += 1
        self.undeclared += [(key, release.release) for key in undeclared]
        for row in release.rows:
            self.last[row.key] = row
            self._add_row(row, release)
        self._add_measure_sums(release)
        self.latest = release

    def _add_all_sums(self, release: ReleaseRows) -> None:
        for quantity, by_scope in list(self.current.items()):
            self._add_sums(quantity, by_scope, release)

    def system(self) -> System:
        """The system of all rows added."""
        if self.latest:
            self._add_all_sums(self.latest)
        for equation in self.sums:
            for count in (equation.total, *equation.parts):
                self.bounds.setdefault(count, ANY_COUNT)
        known = {key for key, _ in self.known_before}
        return System(
            bounds=self.bounds,
            sums=tuple(self.sums),
            orders=tuple(self.orders),
            # What a row has shown itself is known for ever and needs no watch. That another row shows it does.
            watched=tuple(
                watch
                for watch in self.watched.values()
                if self.shown.get(watch.count) != watch.key and watch.key not in known
            ),
            known_before=tuple(self.known_before),
            opened=tuple(self.opened),
            undeclared=tuple(self.undeclared),
        )

    def _add_row(self, row: CountRow, release: ReleaseRows) -> None:
        measure = self.standard.measures[row.key.measure]
        if row.status == MISSING and row.reason != NOT_YET_STARTED:
            return
        base, numerator = self._base(measure, row.key), self._row_count(row.key, CountKind.NUMERATOR)
        if row.status in {MISSING, NOT_APPLICABLE}:
            # The provider had not started, or does not take the group: there was nobody to count.
            for count in (base, numerator):
                self._show(count, 0, row.key)
            return
        self._note_change(row, release)
        steps = steps_per_unit(self.standard, measure)
        few = release.limits.min_count * steps
        n = self._show_base(base, measure, row, steps)
        if measure.kind.counts and measure.kind.base != "expected":
            self._add_numerator(row, measure, n, release, steps)
        elif measure.kind.pooling == "mean":
            self._add_total(row, n, release)
        if measure.kind.is_plain_count:
            return
        if not self.standard.counts_persons(measure):
            self._add_persons(row, measure, n, release)
        if row.status in HIDDEN and row.denominator is None and measure.kind.base != "expected":
            self._watch(row.key, release, "base", n, few, release.limits.min_denominator * steps)
        self._add_parents(measure, row.key, n)
        self._add_rate(measure, row, n)

    def _differs(self, row: CountRow, release: ReleaseRows) -> bool:
        """Find rows whose numbers changed without a listed correction: they have counts of their own all the same."""
        before = self.last.get(row.key)
        if before is None or row.key in release.corrected:
            return False
        pairs = ((getattr(before, name), getattr(row, name)) for name in _NUMBERS)
        return any(None not in pair and pair[0] != pair[1] for pair in pairs)

    def _note_change(self, row: CountRow, release: ReleaseRows) -> None:
        """Note rows that a release hides after another showed them, or the other way round."""
        before = None if row.key in release.corrected else self.statuses.get(row.key)
        if before == OK and row.status in (*HIDDEN, FEW, ALL_BUT_FEW):
            self.known_before.append((row.key, release.release))
        elif before in (*HIDDEN, FEW, ALL_BUT_FEW) and row.status == OK:
            self.opened.append((row.key, release.release))
        self.statuses[row.key] = row.status

    def _show_base(self, base: RowCount, measure: Measure, row: CountRow, steps: int) -> RowCount:
        """
        Give a base the number that a row shows, if any; the base, or its next edition where two rows disagree.

        What stands below a ratio is an expected number, not a count.
        """
        if row.denominator is None or measure.kind.base == "expected":
            self.bounds.setdefault(base, ANY_COUNT)
            return base
        size = round(row.denominator * steps)
        if base in self.shown and self.bounds[base] != (size, size):
            quantity, scope = base.quantity, base.scope
            self.base_editions[quantity, scope] += 1
            base = self.counts.of_row(quantity, scope, self.base_editions[quantity, scope])
            self.current[quantity][scope] = base
        self._show(base, size, row.key)
        return base

    def _add_numerator(self, row: CountRow, measure: Measure, n: Count, release: ReleaseRows, steps: int) -> None:
        """Numerator + complement = base; a band is a range of either (METHODS section 2, "Primary")."""
        numerator, few = self._row_count(row.key, CountKind.NUMERATOR), release.limits.min_count * steps
        number = row.numerator if row.numerator is not None or not measure.kind.is_plain_count else row.value
        self.bounds.setdefault(numerator, ANY_COUNT)
        if number is not None:
            self._show(numerator, round(number * steps), row.key)
        complements = []
        if measure.is_share:
            complement = self._row_count(row.key, CountKind.COMPLEMENT)
            self.sums.setdefault(Sum(n, (numerator, complement)), None)
            self.bounds.setdefault(complement, ANY_COUNT)
            complements = [complement]
        if row.status == FEW:
            self._narrow(numerator, (0, few - 1))
            self._watch(row.key, release, "band", numerator, min(few, self.bounds[n][1] + 1))
        elif row.status == ALL_BUT_FEW:
            self._narrow(complements[0], (0, few - 1))
            self._watch(row.key, release, "band", complements[0], min(few, self.bounds[n][1] + 1))
        elif row.status in HIDDEN:
            for count in (numerator, *complements):
                self._watch(row.key, release, "hidden", count, few)

    def _add_total(self, row: CountRow, n: Count, release: ReleaseRows) -> None:
        """Total = mean x base, a whole number within what the rounding of the mean leaves open."""
        total = self._row_count(row.key, CountKind.TOTAL)
        self.bounds.setdefault(total, ANY_COUNT)
        low, high = self.bounds[n]
        if row.value is not None and low == high:
            slack = 0.5 * 10 ** -self.standard.measures[row.key.measure].file_decimals
            within = math.ceil((row.value - slack) * low - _CLOSE), math.floor((row.value + slack) * low + _CLOSE)
            # A mean of what is not counted in whole numbers, such as money with decimals, may leave no whole total.
            if within[0] <= within[1]:
                self._narrow(total, within)
            self.shown.setdefault(total, row.key)
        elif row.status in HIDDEN:
            self._watch(row.key, release, "hidden", total, release.limits.min_count)

    def _add_persons(self, row: CountRow, measure: Measure, n: Count, release: ReleaseRows) -> None:
        """Persons <= base, where the base is counted in whole steps of one, such as placements."""
        persons = self._count_at(Quantity(CountKind.PERSONS, measure.base), row.key.scope)
        self.bounds.setdefault(persons, ANY_COUNT)
        if row.persons is not None:
            self._show(persons, round(row.persons), row.key)
        elif row.status in HIDDEN:
            limits = release.limits
            self._watch(row.key, release, "base", persons, limits.min_count, limits.min_denominator)
        if steps_per_unit(self.standard, measure) == 1:
            self.orders.setdefault(AtMost(persons, n), None)

    def _add_parents(self, measure: Measure, key: Key, n: Count) -> None:
        """Base <= parent <= parent of the parent, and so on up."""
        base, part = measure.base, n
        while parent := self.links.parent.get(base):
            whole = self._base_named(parent, key)
            self.orders.setdefault(AtMost(part, whole), None)
            self.bounds.setdefault(whole, ANY_COUNT)
            base, part = parent, whole

    def _add_rate(self, measure: Measure, row: CountRow, n: Count) -> None:
        """Parent = 100 x base / rate, within what the rounding of the response rate leaves open; a shown base only."""
        low, high = self.bounds[n]
        if row.response_rate is None or measure.base_parent is None or low != high or not low:
            return
        percent = 100 * row.response_rate
        # The fewest decimals that hold the rate as it is written: a rate with more was rounded less.
        digits = next(some for some in range(_MOST_DIGITS + 1) if some == _MOST_DIGITS or _is_round(percent, some))
        slack = 0.5 * 10**-digits
        most = math.floor(100 * low / (percent - slack) + _CLOSE) if percent > slack else math.inf
        within = math.ceil(100 * low / (percent + slack) - _CLOSE), most
        if within[0] <= within[1]:
            self._narrow(self._base_named(measure.base_parent, row.key), within)

    def _add_measure_sums(self, release: ReleaseRows) -> None:
        """
        Equations between measures of the same base in the same scope.

        Measures that exclude each other: one + other + neither = base. Measures that divide it: their sum = base.
        """
        keys_in: dict[Scope, dict[str, Key]] = defaultdict(dict)
        for row in release.rows:
            if row.status not in {MISSING, NOT_APPLICABLE}:
                keys_in[row.key.scope][row.key.measure] = row.key
        for keys in keys_in.values():
            for name, key in keys.items():
                n = self._base(self.standard.measures[name], key)
                self._add_exclusions(name, n, keys)
                together = self.links.whole_measures.get(name, frozenset())
                if len(together) > 1 and together <= keys.keys() and name == min(together):
                    parts = tuple(self._row_count(keys[part], CountKind.NUMERATOR) for part in sorted(together))
                    self.sums.setdefault(Sum(n, parts), None)

    def _add_exclusions(self, name: str, n: Count, keys: Mapping[str, Key]) -> None:
        for other in self.standard.measures[name].excludes:
            # Each pair once, and only where both have the same base.
            if other in keys and name < other and self._base(self.standard.measures[other], keys[other]) == n:
                both = (
                    self._row_count(keys[name], CountKind.NUMERATOR),
                    self._row_count(keys[other], CountKind.NUMERATOR),
                )
                neither = self.counts.derived(DerivedKind.NEITHER, *both)
                self.sums.setdefault(Sum(n, (*both, neither)), None)

    def _add_sums(self, quantity: Quantity, by_scope: Mapping[Scope, Count], release: ReleaseRows) -> None:
        """The sums of one quantity: years to windows, splits to totals, units to the provider."""
        if len(by_scope) == 1:
            return
        adds = self._dimensions_that_add(quantity)
        by_years: dict[Hashable, list[Scope]] = defaultdict(list)
        by_split: dict[Hashable, list[Scope]] = defaultdict(list)
        by_unit: dict[Hashable, list[Scope]] = defaultdict(list)
        for scope in list(by_scope):
            by_years[scope.unit, scope.group, scope.split].append(scope)
            by_split[scope.unit, scope.group, scope.start, scope.end].append(scope)
            by_unit[scope.group, scope.start, scope.end, scope.split].append(scope)
        for scopes in by_years.values():
            if len(scopes) > 1:
                self._add_periods(quantity, scopes, adds=YEARS in adds, release=release)
        for scopes in by_split.values():
            if len(scopes) > 1:
                self._add_splits(quantity, scopes, adds, release)
        for scopes in by_unit.values():
            units = [scope for scope in scopes if scope.unit]
            if units and len(units) < len(scopes):
                self._add_sum(quantity, units[0]._replace(unit=""), units, adds=True, release=release)

    def _add_periods(self, quantity: Quantity, scopes: Sequence[Scope], *, adds: bool, release: ReleaseRows) -> None:
        """
        Each period = the sum of the stretches that the ends of all periods cut it into.

        A stretch need not be published: of a window and two of its years, the third year is a stretch, and follows.
        """
        ordered = sorted((scope.start, scope.end) for scope in scopes)
        if all(first[1] < second[0] for first, second in pairwise(ordered)):
            return  # no period is within another, so there is nothing to add up
        starts = sorted({scope.start for scope in scopes} | {_after(scope.end) for scope in scopes})
        stretches = [scopes[0]._replace(start=first, end=_before(second)) for first, second in pairwise(starts)]
        for scope in scopes:
            parts = [part for part in stretches if scope.start <= part.start and part.end <= scope.end]
            if len(parts) > 1 and (adds or all(part in self.current[quantity] for part in parts)):
                self._add_sum(quantity, scope, parts, adds=adds, release=release)

    def _add_splits(
        self, quantity: Quantity, scopes: Sequence[Scope], adds: Collection[str], release: ReleaseRows
    ) -> None:
        """Total = the sum of all codes of a dimension, including those without a row."""
        splits = {scope.split for scope in scopes}
        for dimension in self.standard.dimensions:
            codes = self.standard.codes_of(dimension, scopes[0].group)
            if not codes or not dimension.adds_up:
                continue
            wholes = {
                tuple(pair for pair in split if pair[0] != dimension.name)
                for split in splits
                if any(name == dimension.name for name, _ in split)
            }
            for whole in sorted(wholes & splits):
                parts = [
                    scopes[0]._replace(split=tuple(sorted((*whole, (dimension.name, code.code))))) for code in codes
                ]
                self._add_sum(
                    quantity, scopes[0]._replace(split=whole), parts, adds=dimension.name in adds, release=release
                )

    def _add_sum(
        self, quantity: Quantity, whole: Scope, parts: Sequence[Scope], *, adds: bool, release: ReleaseRows
    ) -> None:
        """
        Whole = sum of the parts, where the count adds up.

        Else somebody may be in several parts: each part <= whole <= sum of the parts.
        """
        total = self._count_at(quantity, whole)
        counts = tuple(self._known_or_unlisted(quantity, part, release) for part in parts)
        if adds:
            self.sums.setdefault(Sum(total, counts), None)
            return
        together = self.counts.derived(DerivedKind.TOGETHER, total, *counts)
        self.sums.setdefault(Sum(together, counts), None)
        self.orders.setdefault(AtMost(total, together), None)
        self.orders.update(dict.fromkeys(AtMost(part, total) for part in counts))

    def _known_or_unlisted(self, quantity: Quantity, scope: Scope, release: ReleaseRows) -> RowCount:
        """The count of a scope; one without a row is watched, since sums may give it away all the same."""
        known = self.current[quantity].get(scope)
        if known is not None:
            return known
        count = self.counts.of_row(quantity, scope)
        limits = release.limits
        below = limits.min_denominator if quantity.kind.is_size else limits.min_count
        if quantity.kind in {CountKind.BASE, CountKind.NUMERATOR}:
            # There is no row, so the key names what is counted: the measure, or the base.
            self._watch(Key(quantity.name, "", "", scope), release, "unlisted", count, limits.min_count, below)
        return count

    def _dimensions_that_add(self, quantity: Quantity) -> Collection[str]:
        if quantity.kind == CountKind.PERSONS:
            return self.links.of_person
        if quantity.kind == CountKind.BASE:
            return self.links.base_adds.get(quantity.name, frozenset())
        return self.standard.measures[quantity.name].adds_over

    def _base(self, measure: Measure, key: Key) -> RowCount:
        return self._base_named(measure.base, key)

    def _base_named(self, base: str, key: Key) -> RowCount:
        """The count of a base: another measure's numerator, where the catalogue says that it is the same."""
        linked = self.links.numerator_behind.get(base)
        if linked is None:
            return self._count_at(Quantity(CountKind.BASE, base), key.scope)
        version = self.standard.measures[linked].version
        return self._count_at(Quantity(CountKind.NUMERATOR, linked, version), key.scope)

    def _row_count(self, key: Key, kind: CountKind) -> RowCount:
        """A count that belongs to one row alone, in the row's present edition."""
        # A numerator that is another measure's base is one count, whatever instrument its row names.
        instrument = "" if key.measure in self.links.numerator_behind.values() else key.instrument
        quantity = Quantity(kind, key.measure, key.version, instrument)
        count = self.counts.of_row(quantity, key.scope, self.row_editions[key])
        self.current[quantity][key.scope] = count
        return count

    def _count_at(self, quantity: Quantity, scope: Scope) -> RowCount:
        """The newest edition of a count; the first one where there is none yet."""
        known = self.current[quantity].get(scope)
        if known is None:
            known = self.current[quantity][scope] = self.counts.of_row(quantity, scope)
        return known

    def _show(self, count: Count, number: int, key: Key) -> None:
        self.bounds[count] = (number, number)
        self.shown.setdefault(count, key)

    def _narrow(self, count: Count, within: tuple[int, float]) -> None:
        low, high = self.bounds.get(count, ANY_COUNT)
        self.bounds[count] = (max(low, within[0]), min(high, within[1]))

    def _watch(
        self, key: Key, release: ReleaseRows, rule: Rule, count: Count, needed: float, below: float = math.inf
    ) -> None:
        wanted = min(int(needed), EXACT) if release.official else int(needed)
        self.watched.setdefault((key, count, rule), Watch(key, release.release, rule, count, wanted, below))


def _after(day: date) -> date:
    return day.fromordinal(day.toordinal() + 1)


def _before(day: date) -> date:
    return day.fromordinal(day.toordinal() - 1)


def _is_round(number: float, digits: int) -> bool:
    return abs(round(number, digits) - number) < _CLOSE
