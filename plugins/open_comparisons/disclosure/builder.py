"""
Build the system of one provider: the counts behind each row, and the equations and inequalities between them.

Each `_add_...` method writes down one kind of link of METHODS section 2, "Bases are counts and are protected" and
"Secondary"; its docstring gives the equation.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from open_comparisons.disclosure.bases import Bases
from open_comparisons.disclosure.count_links import CountLinks
from open_comparisons.disclosure.counts import Count, CountKind, Counts, DerivedKind, Quantity, RowCount, Scope
from open_comparisons.disclosure.ledger import Ledger
from open_comparisons.disclosure.propagation import ANY_COUNT, AtMost, Sum
from open_comparisons.disclosure.system import MEAN_PERCENT, CountRow, Key, ReleaseRows, System, steps_per_unit
from open_comparisons.intake.rates import rounding_slack
from open_comparisons.standard.model import Measure, Standard, Thresholds
from open_comparisons.standard.statuses import (
    ALL_BUT_FEW,
    BANDED,
    LOW_RESPONSE,
    MISSING,
    NOT_APPLICABLE,
    OK,
    SUPPRESSED,
)

NOT_YET_STARTED: Final = "startade-senare"
HIDDEN: Final = (SUPPRESSED, LOW_RESPONSE)
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
    ledger = Ledger(standard, Bases.of(standard), Counts() if counts is None else counts)
    builder = _Builder(ledger, CountLinks(ledger))
    for release in releases:
        builder.add(release)
    return builder.system()


@dataclass(slots=True)
class _Builder:
    """
    Reads releases into a ledger, oldest first.

    Attributes:
        statuses: The newest status of each row.
        versions: The rows of each key that differ, oldest first.
    """

    ledger: Ledger
    links: CountLinks
    statuses: dict[Key, str] = field(default_factory=dict)
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
            self.links.add_all(self.latest)
            self._begin_editions(release.rows, corrected)
        for row in release.rows:
            self._note_change(row, release, corrected)
            self._add_row(row, release)
        self._add_measure_sums(release)
        self.latest = release

    def system(self) -> System:
        """The system of all rows added."""
        if self.latest:
            self.links.add_all(self.latest)
        for tie in self.ledger.ties:
            for count in tie.members:
                self.ledger.bounds.setdefault(count, ANY_COUNT)
        known = {key for key, _ in self.known_before}
        return System(
            bounds=self.ledger.bounds,
            ties=tuple(self.ledger.ties),
            # What a row has shown itself is known for ever and needs no watch. That another row shows it does.
            watched=tuple(
                watch
                for watch in self.ledger.watched.values()
                if watch.rule == "rest" or (self.ledger.shown.get(watch.count) != watch.key and watch.key not in known)
            ),
            known_before=tuple(self.known_before),
            opened=tuple(self.opened),
            undeclared=tuple(self.undeclared),
            left=tuple(self.left),
            shown=self.ledger.shown,
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
        people of the corrected rows: what has no row, what stands behind a row that only says what is missing, and the
        total behind a mean, which rounds to the same though the total is another.
        """
        kept: set[tuple[Quantity, Scope]] = set()
        corrected_measures = {key.measure for key in corrected}
        for row in rows:
            if row.key not in corrected and row.status not in {LOW_RESPONSE, MISSING}:
                kept.update((quantity, row.key.scope) for quantity in self._quantities_behind(row.key))
        touched = [
            (quantity, scope)
            for quantity, by_scope in self.ledger.current.items()
            for scope in by_scope
            if any(_overlap(scope, key.scope) for key in corrected)
        ]
        changed = {
            (quantity, scope)
            for quantity, scope in touched
            if quantity.kind != CountKind.REST
            and (
                (quantity, scope) not in kept
                or (quantity.kind == CountKind.TOTAL and quantity.name in corrected_measures)
            )
        }
        for quantity, scope in touched:
            sides: tuple[Quantity, ...] = (quantity,)
            if quantity.kind == CountKind.REST:
                sides = (self.ledger.bases.quantity(quantity.name), self.ledger.bases.quantity(quantity.beside))
            if any((side, scope) in changed for side in sides):
                self.ledger.begin_edition(quantity, scope)

    def _quantities_behind(self, key: Key) -> Iterator[Quantity]:
        base = self.ledger.bases.at(self.ledger.standard.measures[key.measure].base, key.scope)
        yield self.ledger.bases.quantity(base)
        yield Quantity(CountKind.PERSONS, base)
        for kind in _OF_ROW:
            yield self.ledger.quantity(key, kind)

    def _note_change(self, row: CountRow, release: ReleaseRows, corrected: Collection[Key]) -> None:
        """Note rows that a release hides after another showed them, or the other way round, and few who left."""
        before = None if row.key in release.corrected else self.statuses.get(row.key)
        if before == OK and row.status in (*HIDDEN, *BANDED):
            self.known_before.append((row.key, release.release))
        elif before in (*HIDDEN, *BANDED) and row.status == OK:
            self.opened.append((row.key, release.release))
        self.statuses[row.key] = row.status
        self.ledger.keys[row.key.measure, row.key.scope] = row.key
        if row.key.scope.unit:
            self.ledger.units[row.key.scope.group].setdefault(row.key.scope.unit)
        versions = self.versions[row.key]
        if row.key in corrected and any(few_left(old, row, release.limits) for old in versions):
            self.left.append((row.key, release.release))
        if not versions or versions[-1] != row:
            versions.append(row)

    def _add_row(self, row: CountRow, release: ReleaseRows) -> None:
        measure, key = self.ledger.standard.measures[row.key.measure], row.key
        if row.status == MISSING and row.reason != NOT_YET_STARTED:
            return
        base = self.ledger.base(measure.base, key.scope)
        if row.status in {MISSING, NOT_APPLICABLE}:
            # The provider had not started, or does not take the group: there was nobody to count.
            kind = CountKind.TOTAL if measure.kind.pooling == "mean" else CountKind.NUMERATOR
            for count in (base, self.ledger.row_count(key, kind)):
                self.ledger.show(count, 0, key)
            return
        limits, is_hidden = release.limits, row.status in HIDDEN
        steps = steps_per_unit(self.ledger.standard, measure)
        n = self._add_base(base, measure, row, steps)
        if measure.kind.counts and measure.kind.base != "expected":
            self._add_numerator(row, measure, n, release, steps)
        elif measure.kind.pooling == "mean":
            self._add_total(row, n, release)
        if measure.kind.is_plain_count:
            return
        persons = None if self.ledger.standard.counts_persons(measure) else self._add_persons(row, measure, n, steps)
        if is_hidden and row.denominator is None and measure.kind.base != "expected":
            if persons is not None and row.persons is None:
                self.ledger.watch(key, release, "base", persons, limits.min_count, limits.min_denominator)
            beside = (persons,) if persons is not None and row.status == SUPPRESSED and steps == 1 else ()
            self.ledger.watch(key, release, "base", n, limits.min_count * steps, limits.min_denominator * steps, beside)
        self._add_rate(measure, row, n)

    def _add_base(self, base: RowCount, measure: Measure, row: CountRow, steps: int) -> RowCount:
        """
        Give a base the number that a row shows, if any; the base, or its next edition where two rows disagree.

        What stands below a ratio is an expected number, not a count.
        """
        if row.denominator is None or measure.kind.base == "expected":
            self.ledger.bounds.setdefault(base, ANY_COUNT)
            return base
        return self.ledger.show(base, round(row.denominator * steps), row.key)

    def _add_numerator(self, row: CountRow, measure: Measure, n: Count, release: ReleaseRows, steps: int) -> None:
        """Numerator + complement = base; a band is a range of either (METHODS section 2, "Primary")."""
        numerator, few = self.ledger.row_count(row.key, CountKind.NUMERATOR), release.limits.min_count * steps
        number = row.numerator if row.numerator is not None or not measure.kind.is_plain_count else row.value
        self.ledger.bounds.setdefault(numerator, ANY_COUNT)
        if number is not None:
            numerator = self.ledger.show(numerator, round(number * steps), row.key)
        sides = [numerator]
        if measure.is_share:
            sides.append(self.ledger.row_count(row.key, CountKind.COMPLEMENT))
            self.ledger.tie(Sum(n, tuple(sides)))
            self.ledger.bounds.setdefault(sides[1], ANY_COUNT)
        needed = min(few, self.ledger.bounds[n][1] + 1)
        if row.status in BANDED:
            side = sides[row.status == ALL_BUT_FEW]
            self.ledger.narrow(side, (0, few - 1))
            self.ledger.watch(row.key, release, "band", side, needed)
        elif row.status in HIDDEN:
            for side in sides:
                self.ledger.watch(row.key, release, "hidden", side, needed)

    def _add_total(self, row: CountRow, n: Count, release: ReleaseRows) -> None:
        """Total = mean x base, in steps of the last decimal of the mean, within what its rounding leaves open."""
        total = self.ledger.row_count(row.key, CountKind.TOTAL)
        self.ledger.bounds.setdefault(total, ANY_COUNT)
        low, high = self.ledger.bounds[n]
        if row.value is not None and low == high:
            middle = row.value * 10 ** self.ledger.standard.measures[row.key.measure].file_decimals
            within = math.ceil((middle - 0.5) * low - _CLOSE), math.floor((middle + 0.5) * low + _CLOSE)
            self.ledger.narrow(total, within)
            self.ledger.shown.setdefault(total, row.key)
        elif row.status in HIDDEN:
            self.ledger.watch(row.key, release, "mean", total, MEAN_PERCENT, beside=(n,))

    def _add_persons(self, row: CountRow, measure: Measure, n: Count, steps: int) -> RowCount:
        """Persons <= base, where the base is counted in whole steps of one, such as placements."""
        persons = self.ledger.count_at(
            Quantity(CountKind.PERSONS, self.ledger.bases.at(measure.base, row.key.scope)), row.key.scope
        )
        self.ledger.bounds.setdefault(persons, ANY_COUNT)
        if row.persons is not None:
            persons = self.ledger.show(persons, round(row.persons), row.key)
        if steps == 1:
            self.ledger.tie(AtMost(persons, n))
        return persons

    def _add_rate(self, measure: Measure, row: CountRow, n: Count) -> None:
        """
        Base = rate x the base that it is a share of, within what the rounding of the rate leaves open, both ways.

        The rate is a part of that base, and of the base's parents.
        """
        if row.response_rate is None or measure.rate_of is None:
            return
        whole = self.ledger.base(measure.rate_of, row.key.scope)
        self.ledger.bounds.setdefault(whole, ANY_COUNT)
        percent = 100 * row.response_rate
        # In whole numbers: half units of the last decimal of the rate as it is written.
        halves = round(1 / rounding_slack(percent))
        middle, scale = round(percent * halves), 100 * halves
        self.ledger.tie(AtMost(n, whole, scale, middle + 1))
        if middle > 0:
            self.ledger.tie(AtMost(whole, n, middle - 1, scale))
        if whole is not n:
            self.ledger.tie(AtMost(n, whole))

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
                n = self.ledger.base(self.ledger.standard.measures[name].base, scope)
                self._add_exclusions(name, n, keys)
                together = self.ledger.bases.whole_measures.get(name, frozenset())
                if len(together) > 1 and together <= keys.keys() and name == min(together):
                    parts = tuple(self.ledger.row_count(keys[part], CountKind.NUMERATOR) for part in sorted(together))
                    self.ledger.tie(Sum(n, parts))

    def _add_exclusions(self, name: str, n: Count, keys: Mapping[str, Key]) -> None:
        for other in self.ledger.standard.measures[name].excludes:
            # Each pair once, and only where both have the same base.
            if (
                other in keys
                and name < other
                and self.ledger.base(self.ledger.standard.measures[other].base, keys[other].scope) is n
            ):
                both = tuple(self.ledger.row_count(keys[each], CountKind.NUMERATOR) for each in (name, other))
                neither = self.ledger.counts.derived(DerivedKind.NEITHER, *both)
                self.ledger.tie(Sum(n, (*both, neither)))


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
