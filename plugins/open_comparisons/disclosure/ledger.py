"""The counts of one provider as they are read: what is known of each, the ties between them, and what is watched."""

import math
from collections import defaultdict
from dataclasses import dataclass, field

from open_comparisons.disclosure.bases import Bases
from open_comparisons.disclosure.counts import Count, CountKind, Counts, Quantity, RowCount, Scope
from open_comparisons.disclosure.propagation import ANY_COUNT, AtMost, Bounds, Sum, Tie
from open_comparisons.disclosure.system import EXACT, MEAN_PERCENT, Key, ReleaseRows, Rule, Watch
from open_comparisons.standard.model import Standard


@dataclass(slots=True)
class Ledger:
    """
    Everything read so far. Dictionaries keep the order of reading, so that the same rows always give the same system.

    Attributes:
        ties: As an ordered set.
        watched: By row, count and rule; the first release that has the row is kept.
        current: The newest edition of each count.
        editions: Number of times that a count has got another number.
        shown: The first row that shows each count.
        keys: The keys of rows, by measure and scope.
        units: The units that have rows, by target group.
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
    keys: dict[tuple[str, Scope], Key] = field(default_factory=dict)
    units: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))

    def begin_edition(self, quantity: Quantity, scope: Scope) -> None:
        """Give a count, if there is one, another edition: nothing says that it equals the one before."""
        if scope in self.current[quantity]:
            self.editions[quantity, scope] += 1
            self.current[quantity][scope] = self.counts.of_row(quantity, scope, self.editions[quantity, scope])

    def known_or_unlisted(self, quantity: Quantity, scope: Scope, release: ReleaseRows) -> RowCount:
        """The count of a scope; one without a row is watched, since sums may give it away all the same."""
        known = self.current[quantity].get(scope)
        if known is not None:
            return known
        count = self.count_at(quantity, scope)
        few, least = release.limits.min_count, release.limits.min_denominator
        if quantity.kind == CountKind.BASE:
            beside = self._persons_unlisted(quantity.name, count, scope)
            self.watch(self.key_of_base(quantity.name, scope), release, "unlisted", count, few, least, beside)
            return count
        measure = self.standard.measures.get(quantity.name)
        if measure is None:
            return count
        key = Key(quantity.name, quantity.version, quantity.instrument, scope)
        of_base = self.bases.quantity(self.bases.at(measure.base, scope))
        base = self.known_or_unlisted(of_base, scope, release)
        if quantity.kind == CountKind.TOTAL:
            beside = self._persons_unlisted(self.bases.at(measure.base, scope), base, scope)
            self.watch(key, release, "mean", count, MEAN_PERCENT, least, (base, *beside))
        elif quantity.kind == CountKind.NUMERATOR and measure.is_share:
            rest = self.count_at(quantity.with_kind(CountKind.COMPLEMENT), scope)
            self.tie(Sum(base, (count, rest)))
            self.watch(key, release, "unlisted", rest, few, few)
        if quantity.kind == CountKind.NUMERATOR:
            self.watch(key, release, "unlisted", count, few, few)
        return count

    def _persons_unlisted(self, base: str, count: Count, scope: Scope) -> tuple[Count, ...]:
        """The persons of a base without a row, where those of other scopes are stated."""
        quantity = Quantity(CountKind.PERSONS, base)
        if not self.current[quantity]:
            return ()
        persons = self.count_at(quantity, scope)
        self.tie(AtMost(persons, count))
        return (persons,)

    def key_of_base(self, name: str, scope: Scope) -> Key:
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

    def base(self, base: str, scope: Scope) -> RowCount:
        """The count of a base in a scope: another measure's numerator, where the catalogue says that it is the same."""
        return self.count_at(self.bases.quantity(self.bases.at(base, scope)), scope)

    def quantity(self, key: Key, kind: CountKind) -> Quantity:
        """A quantity of the measure of a row."""
        # A numerator that is another measure's base is one count, whatever instrument its row names.
        instrument = "" if key.measure in self.bases.linked else key.instrument
        return Quantity(kind, key.measure, key.version, instrument)

    def row_count(self, key: Key, kind: CountKind) -> RowCount:
        """The newest edition of a count of a row."""
        return self.count_at(self.quantity(key, kind), key.scope)

    def count_at(self, quantity: Quantity, scope: Scope) -> RowCount:
        """The newest edition of a count; the first one where there is none yet."""
        known = self.current[quantity].get(scope)
        if known is None:
            known = self.current[quantity][scope] = self.counts.of_row(quantity, scope)
        return known

    def show(self, count: RowCount, number: int, key: Key) -> RowCount:
        """Give a count its number; the count, or its next edition where another row shows another number."""
        if count in self.shown and self.bounds[count] != (number, number):
            self.begin_edition(count.quantity, count.scope)
            count = self.current[count.quantity][count.scope]
        self.bounds[count] = (number, number)
        self.shown.setdefault(count, key)
        return count

    def narrow(self, count: Count, within: tuple[int, float]) -> None:
        """Keep the part of a count's range that is within another."""
        low, high = self.bounds.get(count, ANY_COUNT)
        self.bounds[count] = (max(low, within[0]), min(high, within[1]))

    def tie(self, tie: Tie) -> None:
        """Add a tie, once."""
        self.ties.setdefault(tie)

    def watch(
        self,
        key: Key,
        release: ReleaseRows,
        rule: Rule,
        count: Count,
        needed: float,
        below: float = math.inf,
        beside: tuple[Count, ...] = (),
    ) -> None:
        """
        Watch a count behind a row, the first time that the row and rule name it; the arguments as in `system.Watch`.

        Of an official publisher's rows a count only must not be known exactly: two values, or of a mean two percent.
        """
        wanted = min(int(needed), EXACT) if release.official else int(needed)
        self.watched.setdefault((key, count, rule), Watch(key, release.release, rule, count, wanted, below, beside))
