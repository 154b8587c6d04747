"""
The ties between counts of different rows: parts and wholes, and a base and the larger one that it is a part of.

Each `_add_...` method writes down one kind of link of METHODS section 2, "Bases are counts and are protected" and
"Secondary"; its docstring gives the equation.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from open_comparisons.disclosure.counts import Count, CountKind, DerivedKind, Quantity, RowCount, Scope
from open_comparisons.disclosure.ledger import Ledger
from open_comparisons.disclosure.propagation import ANY_COUNT, AtMost, Sum
from open_comparisons.disclosure.system import ReleaseRows, steps_per_unit
from open_comparisons.standard.periods import YEARS

OTHER_UNITS: Final = "*"
"""Stands for the units of a provider that has rows of one unit only."""


@dataclass(frozen=True, slots=True)
class CountLinks:
    """Writes the ties between the newest counts of a ledger."""

    ledger: Ledger

    def add_all(self, release: ReleaseRows) -> None:
        """The ties between the newest counts: parts and wholes, the bases above each base, and what they leave."""
        self._add_rests(release)
        self._add_larger_bases(release)
        for quantity in sorted(self.ledger.current, key=lambda each: each.kind == CountKind.BASE):
            # Parts without a row get a count as well; those of numerators have a base.
            if quantity.kind != CountKind.REST:
                self._add_sums(quantity, self.ledger.current[quantity], release)
        for name in self.ledger.standard.bases:
            for scope, count in list(self.ledger.current[self.ledger.bases.quantity(name)].items()):
                self._add_above(name, scope, count)
        for quantity in [each for each in self.ledger.current if each.kind == CountKind.REST]:
            self._add_sums(quantity, self.ledger.current[quantity], release)

    def _add_larger_bases(self, release: ReleaseRows) -> None:
        """Give the nearest larger base a count in each scope of a base, where it has one in any: sums may bound it."""
        for name in self.ledger.standard.bases:
            for scope in list(self.ledger.current[self.ledger.bases.quantity(name)]):
                larger = (
                    self.ledger.bases.quantity(self.ledger.bases.at(each, scope))
                    for each in self.ledger.bases.above(name)
                )
                nearest = next((each for each in larger if self.ledger.current[each]), None)
                if nearest is not None:
                    self.ledger.known_or_unlisted(nearest, scope, release)

    def _add_above(self, name: str, scope: Scope, count: RowCount) -> None:
        """
        The nearest larger base that has a count = base + rest; persons of a base <= persons of the larger one <= that.

        The rest is a count of its own, which adds up as both do: where base and larger base are equal for a window, so
        are they for each of its years.
        """
        if self.ledger.bases.is_none(name, scope):
            self.ledger.narrow(count, (0, 0))
        persons = self.ledger.current[Quantity(CountKind.PERSONS, name)].get(scope)
        for above in dict.fromkeys(self.ledger.bases.at(each, scope) for each in self.ledger.bases.above(name)):
            whole = self.ledger.current[self.ledger.bases.quantity(above)].get(scope)
            if whole is None or whole is count:
                continue
            rest = self.ledger.count_at(Quantity(CountKind.REST, name, beside=above), scope)
            self.ledger.tie(Sum(whole, (count, rest)))
            persons_above = self.ledger.current[Quantity(CountKind.PERSONS, above)].get(scope)
            if persons is not None and persons_above is not persons:
                self.ledger.tie(AtMost(persons, whole if persons_above is None else persons_above))
            return

    def _add_rests(self, release: ReleaseRows) -> None:
        """Watch the rest of the parent of a sensitive base: few who do not belong are known by it."""
        few = release.limits.min_count
        for name in self.ledger.standard.bases:
            parent = self.ledger.bases.parent(name) if self.ledger.bases.is_sensitive(name) else None
            if parent is None:
                continue
            for scope in list(self.ledger.current[self.ledger.bases.quantity(name)]):
                whole, beside = self.ledger.base(parent, scope), self.ledger.bases.at(parent, scope)
                self.ledger.bounds.setdefault(whole, ANY_COUNT)
                rest = self.ledger.count_at(Quantity(CountKind.REST, name, beside=beside), scope)
                self.ledger.watch(self.ledger.key_of_base(name, scope), release, "rest", rest, few, few, (whole,))

    def _add_sums(self, quantity: Quantity, by_scope: Mapping[Scope, Count], release: ReleaseRows) -> None:
        """
        The sums of one quantity: units to the provider, splits to totals, years to windows.

        A part without a row gets a count, which can be a part or a whole of others in turn: a unit without rows for two
        years has a sum of years all the same, where the provider and its other units have. So they are added until no
        count is new.
        """
        adds = self.ledger.bases.dimensions_that_add(quantity)
        known = 1
        while len(by_scope) > known:
            known = len(by_scope)
            by_years: dict[Hashable, list[Scope]] = defaultdict(list)
            by_split: dict[Hashable, list[Scope]] = defaultdict(list)
            by_unit: dict[Hashable, list[Scope]] = defaultdict(list)
            for scope in by_scope:
                by_years[scope.unit, scope.group, scope.split].append(scope)
                by_split[scope.unit, scope.group, scope.start, scope.end].append(scope)
                by_unit[scope.group, scope.start, scope.end, scope.split].append(scope)
            for scopes in by_unit.values():
                listed = [scope for scope in scopes if scope.unit]
                if listed and len(listed) < len(scopes):
                    self._add_units(quantity, listed, release)
            for scopes in by_split.values():
                if len(scopes) > 1:
                    self._add_splits(quantity, scopes, adds, release)
            for scopes in by_years.values():
                if len(scopes) > 1:
                    self._add_periods(quantity, scopes, adds=YEARS in adds, release=release)

    def _add_units(self, quantity: Quantity, listed: Sequence[Scope], release: ReleaseRows) -> None:
        """
        The provider = the sum of the units that it has rows of, including those without a row here.

        Where it has rows of a single one, there are others without rows, or nobody is in them.
        A person can be with several units of a provider; a placement is with one. Full-time equivalents are averages
        that are rounded one by one: they need not add up, and what is left of a unit's can be above the provider's.
        """
        if self._is_rounded(quantity):
            return
        whole = listed[0]._replace(unit="")
        names = tuple(self.ledger.units[whole.group])
        units = [whole._replace(unit=unit) for unit in (names if len(names) > 1 else (*names, OTHER_UNITS))]
        self._add_sum(quantity, whole, units, adds=quantity.kind != CountKind.PERSONS, release=release)

    def _is_rounded(self, quantity: Quantity) -> bool:
        """True for a base that is counted in decimals, and what belongs to it."""
        if quantity.kind == CountKind.PERSONS:
            return False
        return any(
            steps_per_unit(self.ledger.standard, measure) > 1
            for measure in self.ledger.standard.measures.values()
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
        for dimension in self.ledger.standard.dimensions:
            codes = self.ledger.standard.codes_of(dimension, scopes[0].group)
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
        total = self.ledger.count_at(quantity, whole)
        counts = tuple(self.ledger.known_or_unlisted(self._resolved(quantity, part), part, release) for part in parts)
        if adds:
            self.ledger.tie(Sum(total, counts))
            return
        together = self.ledger.counts.derived(DerivedKind.TOGETHER, total, *counts)
        self.ledger.tie(Sum(together, counts))
        self.ledger.tie(AtMost(total, together))
        for part in counts:
            self.ledger.tie(AtMost(part, total))

    def _resolved(self, quantity: Quantity, scope: Scope) -> Quantity:
        """A quantity as it is counted in a scope: of a base, that of its parent where everybody belongs to it."""
        if not quantity.kind.is_size:
            return quantity
        name = self.ledger.bases.at(quantity.name, scope)
        return self.ledger.bases.quantity(name) if quantity.kind == CountKind.BASE else quantity._replace(name=name)

    def _add_parts(self, quantity: Quantity, whole: Scope, parts: Sequence[Scope]) -> None:
        """
        Each part that has a row <= whole <= sum of the parts, where somebody may be in several periods.

        The latter where all parts have a row.
        """
        total, known = self.ledger.count_at(quantity, whole), self.ledger.current[quantity]
        counts = tuple(known[part] for part in parts if part in known)
        for part in counts:
            self.ledger.tie(AtMost(part, total))
        if len(counts) == len(parts):
            together = self.ledger.counts.derived(DerivedKind.TOGETHER, total, *counts)
            self.ledger.tie(Sum(together, counts))
            self.ledger.tie(AtMost(total, together))


def _after(day: date) -> date:
    return day.fromordinal(day.toordinal() + 1)


def _before(day: date) -> date:
    return day.fromordinal(day.toordinal() - 1)
