"""
Build the system of one provider: the counts behind each row, and the equations and inequalities between them.

Each `_add_...` method writes down one kind of link of METHODS section 2, "Bases are counts and are protected" and
"Secondary"; its docstring gives the equation.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Final

from open_comparisons.disclosure.bases import Bases
from open_comparisons.disclosure.counts import Count, CountKind, Counts, DerivedKind, Quantity, RowCount, Scope
from open_comparisons.disclosure.propagation import ANY_COUNT, AtMost, Bounds, Sum, Tie
from open_comparisons.disclosure.system import EXACT, CountRow, Key, ReleaseRows, Rule, System, Watch, steps_per_unit
from open_comparisons.intake.rates import rounding_slack
from open_comparisons.standard.model import (
    ALL_BUT_FEW,
    BANDED,
    LOW_RESPONSE,
    MISSING,
    NOT_APPLICABLE,
    OK,
    SUPPRESSED,
    Measure,
    Standard,
    Thresholds,
)
from open_comparisons.standard.periods import YEARS

NOT_YET_STARTED: Final = "startade-senare"
HIDDEN: Final = (SUPPRESSED, LOW_RESPONSE)
MEAN_PERCENT: Final = 20
"""The range of a hidden mean, at least, in percent of its midpoint; METHODS section 2, "A cell holds"."""
_CLOSE: Final = 1e-6
"""Tolerance for binary fractions: a limit this close to a whole number is that number."""
_NUMBERS: Final = ("numerator", "denominator", "persons", "value")
_OF_ROW: Final = (CountKind.NUMERATOR, CountKind.COMPLEMENT, CountKind.TOTAL)
"""The counts that belong to one row alone."""


def build_system(releases: Sequence[ReleaseRows], standard: Standard, counts: Counts | None = None) -> System:
    """
    The system of everything that the releases of one provider say together.

    Args:
        releases: The rows of the provider in each release, oldest first.
        standard: For the links between measures, bases and breakdowns.
        counts: Makes the counts; the same one for systems that are compared or combined, else none.
    """
    builder = _Builder(standard, Bases.of(standard), Counts() if counts is None else counts)
    for release in releases:
        builder.add(release)
    return builder.system()


@dataclass(slots=True)
class _Builder:
    """
    Everything read so far. Dictionaries keep the order of reading, so that the same rows always give the same system.

    Attributes:
        ties: As an ordered set.
        watched: By row, count and rule; the first release that has the row is kept.
        current: The newest edition of each count.
        editions: Number of times that a count has got another number.
        shown: The first row that shows each count.
        statuses: The newest status of each row.
        keys: The keys of rows, by measure and scope.
        units: The units that have rows, by target group.
        versions: The rows of each key that differ, oldest first.
    """

    standard: Standard
    bases: Bases
    counts: Counts
    bounds: dict[Count, Bounds] = field(default_factory=dict)
    ties: dict[Tie, None] = field(default_factory=dict)
    watched: dict[tuple[Key, Count, Rule], Watch] = field(default_factory=dict)
    current: dict[Quantity, dict[Scope, RowCount]] = field(default_factory=lambda: defaultdict(dict))
    editions: dict[tuple[Quantity, Scope], int] = field(default_factory=lambda: defaultdict(int))
    shown: dict[Count, Key] = field(default_factory=dict)
    statuses: dict[Key, str] = field(default_factory=dict)
    keys: dict[tuple[str, Scope], Key] = field(default_factory=dict)
    units: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    versions: dict[Key, list[CountRow]] = field(default_factory=lambda: defaultdict(list))
    known_before: list[tuple[Key, str]] = field(default_factory=list)
    opened: list[tuple[Key, str]] = field(default_factory=list)
    undeclared: list[tuple[Key, str]] = field(default_factory=list)
    left: list[tuple[Key, str]] = field(default_factory=list)
    latest: ReleaseRows | None = None

    def add(self, release: ReleaseRows) -> None:
        """Add the rows of one release."""
        undeclared = [row.key for row in release.rows if self._differs(row, release)]
        self.undeclared += [(key, release.release) for key in undeclared]
        corrected = {*release.corrected, *undeclared}
        if self.latest and corrected:
            # The old numbers add up among themselves: write that down before some of them are replaced.
            self._add_links(self.latest)
            self._begin_editions(release.rows, corrected)
        for row in release.rows:
            self._note_change(row, release, corrected)
            self._add_row(row, release)
        self._add_measure_sums(release)
        self.latest = release

    def system(self) -> System:
        """The system of all rows added."""
        if self.latest:
            self._add_links(self.latest)
        for tie in self.ties:
            for count in tie.members:
                self.bounds.setdefault(count, ANY_COUNT)
        known = {key for key, _ in self.known_before}
        return System(
            bounds=self.bounds,
            ties=tuple(self.ties),
            # What a row has shown itself is known for ever and needs no watch. That another row shows it does.
            watched=tuple(
                watch
                for watch in self.watched.values()
                if watch.rule == "rest" or (self.shown.get(watch.count) != watch.key and watch.key not in known)
            ),
            known_before=tuple(self.known_before),
            opened=tuple(self.opened),
            undeclared=tuple(self.undeclared),
            left=tuple(self.left),
        )

    def _differs(self, row: CountRow, release: ReleaseRows) -> bool:
        """Find rows whose numbers changed without a listed correction: they have counts of their own all the same."""
        before = self.versions.get(row.key)
        if not before or row.key in release.corrected:
            return False
        pairs = ((getattr(before[-1], name), getattr(row, name)) for name in _NUMBERS)
        return any(None not in pair and pair[0] != pair[1] for pair in pairs)

    def _begin_editions(self, rows: Iterable[CountRow], corrected: Collection[Key]) -> None:
        """
        Give counts that a correction may have changed new editions: nothing says that they equal those before.

        A count is what it was where a row with figures says so by not being corrected. Others may have changed with the
        people of the corrected rows: what has no row, and what stands behind a row that only says what is missing.
        """
        kept: set[tuple[Quantity, Scope]] = set()
        for row in rows:
            if row.key not in corrected and row.status not in {LOW_RESPONSE, MISSING}:
                kept.update((quantity, row.key.scope) for quantity in self._quantities_behind(row.key))
        touched = [
            (quantity, scope)
            for quantity, by_scope in self.current.items()
            for scope in by_scope
            if any(_overlap(scope, key.scope) for key in corrected)
        ]
        changed = {each for each in touched if each not in kept and each[0].kind != CountKind.REST}
        for quantity, scope in touched:
            sides: tuple[Quantity, ...] = (quantity,)
            if quantity.kind == CountKind.REST:
                sides = (self.bases.quantity(quantity.name), self.bases.quantity(quantity.beside))
            if any((side, scope) in changed for side in sides):
                self._begin_edition(quantity, scope)

    def _quantities_behind(self, key: Key) -> Iterator[Quantity]:
        base = self.bases.at(self.standard.measures[key.measure].base, key.scope)
        yield self.bases.quantity(base)
        yield Quantity(CountKind.PERSONS, base)
        for kind in _OF_ROW:
            yield self._quantity(key, kind)

    def _begin_edition(self, quantity: Quantity, scope: Scope) -> None:
        if scope in self.current[quantity]:
            self.editions[quantity, scope] += 1
            self.current[quantity][scope] = self.counts.of_row(quantity, scope, self.editions[quantity, scope])

    def _note_change(self, row: CountRow, release: ReleaseRows, corrected: Collection[Key]) -> None:
        """Note rows that a release hides after another showed them, or the other way round, and few who left."""
        before = None if row.key in release.corrected else self.statuses.get(row.key)
        if before == OK and row.status in (*HIDDEN, *BANDED):
            self.known_before.append((row.key, release.release))
        elif before in (*HIDDEN, *BANDED) and row.status == OK:
            self.opened.append((row.key, release.release))
        self.statuses[row.key] = row.status
        self.keys[row.key.measure, row.key.scope] = row.key
        if row.key.scope.unit:
            self.units[row.key.scope.group].setdefault(row.key.scope.unit)
        versions = self.versions[row.key]
        if row.key in corrected and any(few_left(old, row, release.limits) for old in versions):
            self.left.append((row.key, release.release))
        if not versions or versions[-1] != row:
            versions.append(row)

    def _add_row(self, row: CountRow, release: ReleaseRows) -> None:
        measure, key = self.standard.measures[row.key.measure], row.key
        if row.status == MISSING and row.reason != NOT_YET_STARTED:
            return
        base = self._base(measure.base, key.scope)
        if row.status in {MISSING, NOT_APPLICABLE}:
            # The provider had not started, or does not take the group: there was nobody to count.
            kind = CountKind.TOTAL if measure.kind.pooling == "mean" else CountKind.NUMERATOR
            for count in (base, self._row_count(key, kind)):
                self._show(count, 0, key)
            return
        limits, is_hidden = release.limits, row.status in HIDDEN
        steps = steps_per_unit(self.standard, measure)
        n = self._add_base(base, measure, row, steps)
        if measure.kind.counts and measure.kind.base != "expected":
            self._add_numerator(row, measure, n, release, steps)
        elif measure.kind.pooling == "mean":
            self._add_total(row, n, release)
        if measure.kind.is_plain_count:
            return
        persons = None if self.standard.counts_persons(measure) else self._add_persons(row, measure, n, steps)
        if is_hidden and row.denominator is None and measure.kind.base != "expected":
            if persons is not None and row.persons is None:
                self._watch(key, release, "base", persons, limits.min_count, limits.min_denominator)
            beside = (persons,) if persons is not None and row.status == SUPPRESSED and steps == 1 else ()
            self._watch(key, release, "base", n, limits.min_count * steps, limits.min_denominator * steps, beside)
        self._add_rate(measure, row, n)

    def _add_base(self, base: RowCount, measure: Measure, row: CountRow, steps: int) -> RowCount:
        """
        Give a base the number that a row shows, if any; the base, or its next edition where two rows disagree.

        What stands below a ratio is an expected number, not a count.
        """
        if row.denominator is None or measure.kind.base == "expected":
            self.bounds.setdefault(base, ANY_COUNT)
            return base
        return self._show(base, round(row.denominator * steps), row.key)

    def _add_numerator(self, row: CountRow, measure: Measure, n: Count, release: ReleaseRows, steps: int) -> None:
        """Numerator + complement = base; a band is a range of either (METHODS section 2, "Primary")."""
        numerator, few = self._row_count(row.key, CountKind.NUMERATOR), release.limits.min_count * steps
        number = row.numerator if row.numerator is not None or not measure.kind.is_plain_count else row.value
        self.bounds.setdefault(numerator, ANY_COUNT)
        if number is not None:
            numerator = self._show(numerator, round(number * steps), row.key)
        sides = [numerator]
        if measure.is_share:
            sides.append(self._row_count(row.key, CountKind.COMPLEMENT))
            self._tie(Sum(n, tuple(sides)))
            self.bounds.setdefault(sides[1], ANY_COUNT)
        needed = min(few, self.bounds[n][1] + 1)
        if row.status in BANDED:
            side = sides[row.status == ALL_BUT_FEW]
            self._narrow(side, (0, few - 1))
            self._watch(row.key, release, "band", side, needed)
        elif row.status in HIDDEN:
            for side in sides:
                self._watch(row.key, release, "hidden", side, needed)

    def _add_total(self, row: CountRow, n: Count, release: ReleaseRows) -> None:
        """Total = mean x base, in steps of the last decimal of the mean, within what its rounding leaves open."""
        total = self._row_count(row.key, CountKind.TOTAL)
        self.bounds.setdefault(total, ANY_COUNT)
        low, high = self.bounds[n]
        if row.value is not None and low == high:
            middle = row.value * 10 ** self.standard.measures[row.key.measure].file_decimals
            within = math.ceil((middle - 0.5) * low - _CLOSE), math.floor((middle + 0.5) * low + _CLOSE)
            self._narrow(total, within)
            self.shown.setdefault(total, row.key)
        elif row.status in HIDDEN:
            self._watch(row.key, release, "mean", total, MEAN_PERCENT, beside=(n,))

    def _add_persons(self, row: CountRow, measure: Measure, n: Count, steps: int) -> RowCount:
        """Persons <= base, where the base is counted in whole steps of one, such as placements."""
        persons = self._count_at(Quantity(CountKind.PERSONS, self.bases.at(measure.base, row.key.scope)), row.key.scope)
        self.bounds.setdefault(persons, ANY_COUNT)
        if row.persons is not None:
            persons = self._show(persons, round(row.persons), row.key)
        if steps == 1:
            self._tie(AtMost(persons, n))
        return persons

    def _add_rate(self, measure: Measure, row: CountRow, n: Count) -> None:
        """
        Base = rate x the base that it is a share of, within what the rounding of the rate leaves open, both ways.

        The rate is a part of that base, and of the base's parents.
        """
        if row.response_rate is None or measure.rate_of is None:
            return
        whole = self._base(measure.rate_of, row.key.scope)
        self.bounds.setdefault(whole, ANY_COUNT)
        percent = 100 * row.response_rate
        # In whole numbers: half units of the last decimal of the rate as it is written.
        halves = round(1 / rounding_slack(percent))
        middle, scale = round(percent * halves), 100 * halves
        self._tie(AtMost(n, whole, scale, middle + 1))
        if middle > 0:
            self._tie(AtMost(whole, n, middle - 1, scale))
        if whole is not n:
            self._tie(AtMost(n, whole))

    def _add_links(self, release: ReleaseRows) -> None:
        """The ties between the newest counts: parts and wholes, the bases above each base, and what they leave."""
        self._add_rests(release)
        self._add_larger_bases(release)
        for quantity in sorted(self.current, key=lambda each: each.kind == CountKind.BASE):
            # Parts without a row get a count as well; those of numerators have a base.
            if quantity.kind != CountKind.REST:
                self._add_sums(quantity, self.current[quantity], release)
        for name in self.standard.bases:
            for scope, count in list(self.current[self.bases.quantity(name)].items()):
                self._add_above(name, scope, count)
        for quantity in [each for each in self.current if each.kind == CountKind.REST]:
            self._add_sums(quantity, self.current[quantity], release)

    def _add_larger_bases(self, release: ReleaseRows) -> None:
        """Give the nearest larger base a count in each scope of a base, where it has one in any: sums may bound it."""
        for name in self.standard.bases:
            for scope in list(self.current[self.bases.quantity(name)]):
                larger = (self.bases.quantity(self.bases.at(each, scope)) for each in self.bases.above(name))
                nearest = next((each for each in larger if self.current[each]), None)
                if nearest is not None:
                    self._known_or_unlisted(nearest, scope, release)

    def _add_above(self, name: str, scope: Scope, count: RowCount) -> None:
        """
        The nearest larger base that has a count = base + rest; persons of a base <= persons of the larger one <= that.

        The rest is a count of its own, which adds up as both do: where base and larger base are equal for a window, so
        are they for each of its years.
        """
        if self.bases.is_none(name, scope):
            self._narrow(count, (0, 0))
        persons = self.current[Quantity(CountKind.PERSONS, name)].get(scope)
        for above in dict.fromkeys(self.bases.at(each, scope) for each in self.bases.above(name)):
            whole = self.current[self.bases.quantity(above)].get(scope)
            if whole is None or whole is count:
                continue
            rest = self._count_at(Quantity(CountKind.REST, name, beside=above), scope)
            self._tie(Sum(whole, (count, rest)))
            persons_above = self.current[Quantity(CountKind.PERSONS, above)].get(scope)
            if persons is not None and persons_above is not persons:
                self._tie(AtMost(persons, whole if persons_above is None else persons_above))
            return

    def _add_rests(self, release: ReleaseRows) -> None:
        """Watch the rest of the parent of a sensitive base: few who do not belong are known by it."""
        few = release.limits.min_count
        for name in self.standard.bases:
            parent = self.bases.parent(name) if self.bases.is_sensitive(name) else None
            if parent is None:
                continue
            for scope in list(self.current[self.bases.quantity(name)]):
                whole, beside = self._base(parent, scope), self.bases.at(parent, scope)
                self.bounds.setdefault(whole, ANY_COUNT)
                rest = self._count_at(Quantity(CountKind.REST, name, beside=beside), scope)
                self._watch(self._key_of_base(name, scope), release, "rest", rest, few, few, (whole,))

    def _add_measure_sums(self, release: ReleaseRows) -> None:
        """
        Equations between measures of the same base in the same scope.

        Measures that exclude each other: one + other + neither = base. Measures that divide it: their sum = base.
        """
        keys_in: dict[Scope, dict[str, Key]] = defaultdict(dict)
        for row in release.rows:
            if row.status not in {MISSING, NOT_APPLICABLE}:
                keys_in[row.key.scope][row.key.measure] = row.key
        for scope, keys in keys_in.items():
            for name in keys:
                n = self._base(self.standard.measures[name].base, scope)
                self._add_exclusions(name, n, keys)
                together = self.bases.whole_measures.get(name, frozenset())
                if len(together) > 1 and together <= keys.keys() and name == min(together):
                    parts = tuple(self._row_count(keys[part], CountKind.NUMERATOR) for part in sorted(together))
                    self._tie(Sum(n, parts))

    def _add_exclusions(self, name: str, n: Count, keys: Mapping[str, Key]) -> None:
        for other in self.standard.measures[name].excludes:
            # Each pair once, and only where both have the same base.
            if (
                other in keys
                and name < other
                and self._base(self.standard.measures[other].base, keys[other].scope) is n
            ):
                both = tuple(self._row_count(keys[each], CountKind.NUMERATOR) for each in (name, other))
                neither = self.counts.derived(DerivedKind.NEITHER, *both)
                self._tie(Sum(n, (*both, neither)))

    def _add_sums(self, quantity: Quantity, by_scope: Mapping[Scope, Count], release: ReleaseRows) -> None:
        """The sums of one quantity: years to windows, splits to totals, units to the provider."""
        if len(by_scope) == 1:
            return
        adds = self.bases.dimensions_that_add(quantity)
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
            listed = [scope for scope in scopes if scope.unit]
            if listed and len(listed) < len(scopes):
                self._add_units(quantity, listed, release)

    def _add_units(self, quantity: Quantity, listed: Sequence[Scope], release: ReleaseRows) -> None:
        """
        The provider = the sum of the units that it has rows of, including those without a row here.

        A person can be with several units of a provider; a placement is with one. Full-time equivalents are averages
        that are rounded one by one, so that they need not add up.
        """
        whole = listed[0]._replace(unit="")
        if self._is_rounded(quantity):
            self._add_parts(quantity, whole, listed, covers=False)
            return
        units = [whole._replace(unit=unit) for unit in self.units[whole.group]]
        self._add_sum(quantity, whole, units, adds=quantity.kind != CountKind.PERSONS, release=release)

    def _is_rounded(self, quantity: Quantity) -> bool:
        """True for a base that is counted in decimals, and what belongs to it."""
        if quantity.kind == CountKind.PERSONS:
            return False
        return any(
            steps_per_unit(self.standard, measure) > 1
            for measure in self.standard.measures.values()
            if quantity.name in {measure.id, measure.base}
        )

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
            if len(parts) > 1 and (adds or quantity.kind == CountKind.PERSONS):
                self._add_sum(quantity, scope, parts, adds=adds, release=release)
            elif len(parts) > 1:
                self._add_parts(quantity, scope, parts)

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
                total = scopes[0]._replace(split=whole)
                self._add_sum(quantity, total, parts, adds=dimension.name in adds, release=release)

    def _add_sum(
        self, quantity: Quantity, whole: Scope, parts: Sequence[Scope], *, adds: bool, release: ReleaseRows
    ) -> None:
        """
        Whole = sum of the parts, where the count adds up.

        Else somebody may be in several parts: each part <= whole <= sum of the parts.
        """
        total = self._count_at(quantity, whole)
        counts = tuple(self._known_or_unlisted(self._resolved(quantity, part), part, release) for part in parts)
        if adds:
            self._tie(Sum(total, counts))
            return
        together = self.counts.derived(DerivedKind.TOGETHER, total, *counts)
        self._tie(Sum(together, counts))
        self._tie(AtMost(total, together))
        for part in counts:
            self._tie(AtMost(part, total))

    def _resolved(self, quantity: Quantity, scope: Scope) -> Quantity:
        """A quantity as it is counted in a scope: of a base, that of its parent where everybody belongs to it."""
        if not quantity.kind.is_size:
            return quantity
        name = self.bases.at(quantity.name, scope)
        return self.bases.quantity(name) if quantity.kind == CountKind.BASE else quantity._replace(name=name)

    def _add_parts(self, quantity: Quantity, whole: Scope, parts: Sequence[Scope], *, covers: bool = True) -> None:
        """
        Each part that has a row <= whole <= sum of the parts, where somebody may be in several periods.

        The latter where the parts cover the whole, and all have a row.
        """
        total, known = self._count_at(quantity, whole), self.current[quantity]
        counts = tuple(known[part] for part in parts if part in known)
        for part in counts:
            self._tie(AtMost(part, total))
        if covers and len(counts) == len(parts):
            together = self.counts.derived(DerivedKind.TOGETHER, total, *counts)
            self._tie(Sum(together, counts))
            self._tie(AtMost(total, together))

    def _known_or_unlisted(self, quantity: Quantity, scope: Scope, release: ReleaseRows) -> RowCount:
        """The count of a scope; one without a row is watched, since sums may give it away all the same."""
        known = self.current[quantity].get(scope)
        if known is not None:
            return known
        count = self._count_at(quantity, scope)
        few, least = release.limits.min_count, release.limits.min_denominator
        if quantity.kind == CountKind.BASE:
            beside = self._persons_unlisted(quantity.name, count, scope)
            self._watch(self._key_of_base(quantity.name, scope), release, "unlisted", count, few, least, beside)
            return count
        measure = self.standard.measures.get(quantity.name)
        if measure is None:
            return count
        key = Key(quantity.name, quantity.version, quantity.instrument, scope)
        of_base = self.bases.quantity(self.bases.at(measure.base, scope))
        base = self._known_or_unlisted(of_base, scope, release)
        if quantity.kind == CountKind.TOTAL:
            beside = self._persons_unlisted(self.bases.at(measure.base, scope), base, scope)
            self._watch(key, release, "mean", count, MEAN_PERCENT, least, (base, *beside))
        elif quantity.kind == CountKind.NUMERATOR and measure.is_share:
            rest = self._count_at(quantity.with_kind(CountKind.COMPLEMENT), scope)
            self._tie(Sum(base, (count, rest)))
            self._watch(key, release, "unlisted", rest, few, few)
        if quantity.kind == CountKind.NUMERATOR:
            self._watch(key, release, "unlisted", count, few, few)
        return count

    def _persons_unlisted(self, base: str, count: Count, scope: Scope) -> tuple[Count, ...]:
        """The persons of a base without a row, where those of other scopes are stated."""
        quantity = Quantity(CountKind.PERSONS, base)
        if not self.current[quantity]:
            return ()
        persons = self._count_at(quantity, scope)
        self._tie(AtMost(persons, count))
        return (persons,)

    def _key_of_base(self, name: str, scope: Scope) -> Key:
        """The key of a row that would show a base; findings name it, whether or not there is such a row."""
        measures = self.standard.measures.values()
        by_use = (
            (each for each in measures if each.base == name),
            (each for each in measures if each.rate_of == name),
            (each for each in measures if self.bases.quantity(name).name == each.id),
        )
        rows = [each for uses in by_use for each in uses]
        with_row = (self.keys[each.id, scope] for each in rows if (each.id, scope) in self.keys)
        return next(with_row, None) or Key(rows[0].id, rows[0].version, "", scope)

    def _base(self, base: str, scope: Scope) -> RowCount:
        """The count of a base in a scope: another measure's numerator, where the catalogue says that it is the same."""
        return self._count_at(self.bases.quantity(self.bases.at(base, scope)), scope)

    def _quantity(self, key: Key, kind: CountKind) -> Quantity:
        # A numerator that is another measure's base is one count, whatever instrument its row names.
        instrument = "" if key.measure in self.bases.linked else key.instrument
        return Quantity(kind, key.measure, key.version, instrument)

    def _row_count(self, key: Key, kind: CountKind) -> RowCount:
        return self._count_at(self._quantity(key, kind), key.scope)

    def _count_at(self, quantity: Quantity, scope: Scope) -> RowCount:
        """The newest edition of a count; the first one where there is none yet."""
        known = self.current[quantity].get(scope)
        if known is None:
            known = self.current[quantity][scope] = self.counts.of_row(quantity, scope)
        return known

    def _show(self, count: RowCount, number: int, key: Key) -> RowCount:
        """Give a count its number; the count, or its next edition where another row shows another number."""
        if count in self.shown and self.bounds[count] != (number, number):
            self._begin_edition(count.quantity, count.scope)
            count = self.current[count.quantity][count.scope]
        self.bounds[count] = (number, number)
        self.shown.setdefault(count, key)
        return count

    def _narrow(self, count: Count, within: tuple[int, float]) -> None:
        low, high = self.bounds.get(count, ANY_COUNT)
        self.bounds[count] = (max(low, within[0]), min(high, within[1]))

    def _tie(self, tie: Tie) -> None:
        self.ties.setdefault(tie)

    def _watch(
        self,
        key: Key,
        release: ReleaseRows,
        rule: Rule,
        count: Count,
        needed: float,
        below: float = math.inf,
        beside: tuple[Count, ...] = (),
    ) -> None:
        wanted = min(int(needed), EXACT) if release.official else int(needed)
        self.watched.setdefault((key, count, rule), Watch(key, release.release, rule, count, wanted, below, beside))


def few_left(old: CountRow, new: CountRow, limits: Thresholds) -> bool:
    """
    True where a row before and after a correction says something about few who came or left.

    METHODS section 2, "A cell holds". A row that hides its count or mean says nothing of them.
    """
    if not {old.status, new.status} <= {OK, *BANDED}:
        return False
    sizes = ((old.denominator, new.denominator), (old.persons, new.persons))
    return any(
        before is not None and now is not None and 0 < abs(now - before) < limits.min_count for before, now in sizes
    )


def _overlap(one: Scope, other: Scope) -> bool:
    return one.group == other.group and one.start <= other.end and other.start <= one.end


def _after(day: date) -> date:
    return day.fromordinal(day.toordinal() + 1)


def _before(day: date) -> date:
    return day.fromordinal(day.toordinal() - 1)
