"""
The rows of one provider with some cells hidden: by the primary rule, and by a pattern of further cells.

A pattern is a set of cells of two kinds. A `Key` hides the count, mean or amount of a row and keeps its base. A
`BaseCell` hides a base with everything that would show it: every measure that divides by it, and the numerator that
it is, if it is one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

from open_comparisons.disclosure.bases import Bases
from open_comparisons.disclosure.counts import CountKind, Scope
from open_comparisons.disclosure.system import CountRow, Key
from open_comparisons.intake.protected_table import disclosure_status
from open_comparisons.standard.model import Standard, Thresholds
from open_comparisons.standard.statuses import BANDED, LOW_RESPONSE, MISSING, NOT_APPLICABLE, OK, SUPPRESSED


class BaseCell(NamedTuple):
    """A base in one scope: what several measures divide by there."""

    name: str
    scope: Scope


PatternCell: TypeAlias = Key | BaseCell


@dataclass(frozen=True)
class TrueRows:
    """
    The rows of one provider as counted, arranged for look-up.

    Attributes:
        rows: By key; a row with figures has the status "ok", or the one that another publisher has protected it with.
        rows_on: The rows that divide by each base.
        rows_counting: For each base that is another measure's numerator, the rows with that numerator.
        base_counted_by: For each such row, its base.
        keys_in: The keys in each scope.
    """

    standard: Standard
    bases: Bases
    limits: Thresholds
    rows: Mapping[Key, CountRow]
    rows_on: Mapping[BaseCell, tuple[Key, ...]]
    rows_counting: Mapping[BaseCell, tuple[Key, ...]]
    base_counted_by: Mapping[Key, BaseCell]
    keys_in: Mapping[Scope, tuple[Key, ...]]

    @classmethod
    def from_rows(cls, rows: Sequence[CountRow], standard: Standard, limits: Thresholds) -> "TrueRows":
        """Arrange the rows of one provider."""
        bases = Bases.of(standard)
        behind = {base.numerator_of: base.name for base in standard.bases.values() if base.numerator_of}
        rows_on: dict[BaseCell, list[Key]] = defaultdict(list)
        rows_counting: dict[BaseCell, list[Key]] = defaultdict(list)
        keys_in: dict[Scope, list[Key]] = defaultdict(list)
        base_counted_by = {}
        for key in (row.key for row in rows):
            keys_in[key.scope].append(key)
            measure = standard.measures[key.measure]
            if measure.kind.has_counted_base:
                rows_on[BaseCell(bases.at(measure.base, key.scope), key.scope)].append(key)
            if key.measure in behind:
                base_counted_by[key] = BaseCell(behind[key.measure], key.scope)
                rows_counting[base_counted_by[key]].append(key)
        return cls(
            standard,
            bases,
            limits,
            {row.key: row for row in rows},
            {base: tuple(keys) for base, keys in rows_on.items()},
            {base: tuple(keys) for base, keys in rows_counting.items()},
            base_counted_by,
            {scope: tuple(keys) for scope, keys in keys_in.items()},
        )

    def base_of(self, key: Key) -> BaseCell:
        """The base of a row."""
        return BaseCell(self.bases.at(self.standard.measures[key.measure].base, key.scope), key.scope)

    def published_rows(self, pattern: Collection[PatternCell]) -> tuple[CountRow, ...]:
        """The rows as published with a pattern hidden."""
        return tuple(self.published_row(key, pattern) for key in self.rows)

    def published_row(self, key: Key, pattern: Collection[PatternCell]) -> CountRow:
        """One row as published with a pattern hidden."""
        true, measure = self.rows[key], self.standard.measures[key.measure]
        if true.status in (MISSING, NOT_APPLICABLE):
            return true
        hides_base = measure.kind.has_counted_base and self.hides_base(self.base_of(key), pattern)
        if hides_base or (true.status == LOW_RESPONSE and key in pattern):
            # A rate of answers would show the base all the same.
            return CountRow(key, SUPPRESSED)
        if true.status == LOW_RESPONSE:
            return true
        status = self.primary_status(key)
        if true.status != SUPPRESSED and self.hides_count(key, pattern, status):
            if not measure.kind.has_counted_base or true.denominator is None:
                return CountRow(key, SUPPRESSED)
            return CountRow(key, SUPPRESSED, denominator=true.denominator, persons=true.persons)
        if status == OK or true.status == SUPPRESSED:
            return true
        if status == SUPPRESSED:
            return CountRow(key, SUPPRESSED)
        return replace(true, status=status, numerator=None, value=None)

    def hides_base(self, base: BaseCell, pattern: Collection[PatternCell]) -> bool:
        """Tell a hidden base from a shown one; a base that is a numerator is hidden wherever the numerator is."""
        if base in pattern:
            return True
        return any(
            self.rows[key].status not in (MISSING, NOT_APPLICABLE)
            and (
                self.primary_status(key) != OK
                or key in pattern
                or (self.base_of(key) != base and self.hides_base(self.base_of(key), pattern))
            )
            for key in self.rows_counting.get(base, ())
        )

    def hides_count(self, key: Key, pattern: Collection[PatternCell], status: str) -> bool:
        """
        Tell a count that the pattern hides, whether or not it hides the row's base.

        A numerator that is a hidden base is hidden with it, unless the primary rule shows it as a band already.
        """
        if key in pattern:
            return True
        return status not in BANDED and key in self.base_counted_by and self.base_counted_by[key] in pattern

    def primary_status(self, key: Key) -> str:
        """The status that the primary rule gives a row whose base is shown; its own where that is not "ok"."""
        row, measure = self.rows[key], self.standard.measures[key.measure]
        if row.status != OK:
            return row.status
        base = row.denominator if measure.kind.has_counted_base else None
        count = row.numerator if measure.kind.counts else None
        if measure.kind.is_plain_count and count is None:
            count = row.value
        if min(self.sizes(key), default=self.limits.min_denominator) < self.limits.min_denominator:
            return SUPPRESSED
        return disclosure_status(
            count,
            base if measure.is_share else None,
            min_denominator=self.limits.min_denominator,
            min_count=self.limits.min_count,
        )

    def sizes(self, key: Key) -> tuple[float, ...]:
        """The size of a row's base, and the number of persons in it, as far as the row states them."""
        row = self.rows[key]
        base = row.denominator if self.standard.measures[key.measure].kind.has_counted_base else None
        return tuple(size for size in (base, row.persons) if size is not None)

    def small_bases(self) -> Iterator[tuple[BaseCell, str]]:
        """The bases that the primary rule hides, each with the reason: "small-base" or "small-rest"."""
        least = self.limits.min_denominator
        for base, keys in self.rows_on.items():
            true = [self.rows[key] for key in keys if self.rows[key].status == OK]
            if any(size < least for row in true for size in self.sizes(row.key)):
                yield base, "small-base"
            elif true and self._rest_is_small(base, keys[0]):
                yield base, "small-rest"

    def _rest_is_small(self, base: BaseCell, key: Key) -> bool:
        """
        Tell a sensitive base that leaves so few of its parent outside that they would be known by it.

        The base that the rate of answers is a share of can be sensitive too; base and rate give it away.
        """
        few = self.limits.min_count
        size, rate = self.base_size(base), self.rows[key].response_rate
        parent = self.bases.parent(base.name) if self.bases.is_sensitive(base.name) else None
        whole = self.base_size(BaseCell(parent, base.scope)) if parent else None
        if size is not None and whole is not None and whole - size < few:
            return True
        asked = self.standard.measures[key.measure].rate_of
        parent = self.bases.parent(asked) if asked and self.bases.is_sensitive(asked) else None
        whole = self.base_size(BaseCell(parent, base.scope)) if parent else None
        return bool(size and rate and whole is not None and whole - round(size / rate) < few)

    def sizes_on(self, base: BaseCell) -> list[float]:
        """The size of a base as its rows state it."""
        return [size for key in self.rows_on.get(base, ()) if (size := self.rows[key].denominator) is not None]

    def persons_on(self, base: BaseCell) -> list[float]:
        """The number of persons in a base as its rows state it."""
        return [size for key in self.rows_on.get(base, ()) if (size := self.rows[key].persons) is not None]

    def base_size(self, base: BaseCell) -> float | None:
        """The true size of a base; None where no row states it."""
        quantity = self.bases.quantity(base.name)
        counting = (
            self.rows[key].numerator for key in self.keys_in.get(base.scope, ()) if key.measure == quantity.name
        ) if quantity.kind == CountKind.NUMERATOR else ()  # fmt: skip
        return next((size for size in (*self.sizes_on(base), *counting) if size is not None), None)
