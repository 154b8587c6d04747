"""
The rows of one provider with some cells hidden: by the primary rule, and by a pattern of further cells.

A pattern is a set of cells of two kinds. A `Key` hides the count, mean or amount of a row and keeps its base. A
`BaseCell` hides a base with everything that would show it: every measure that divides by it, and the numerator that
it is, if it is one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from open_comparisons.disclosure.system import CountRow, Key
from open_comparisons.intake.protected_table import disclosure_status
from open_comparisons.standard.model import BANDED, LOW_RESPONSE, MISSING, NOT_APPLICABLE, OK, SUPPRESSED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from open_comparisons.disclosure.counts import Scope
    from open_comparisons.standard.model import Standard, Thresholds

WITHOUT_FIGURES: Final = (MISSING, NOT_APPLICABLE, LOW_RESPONSE)
"""Statuses of rows that have no figures, and are published as they are."""


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
    limits: Thresholds
    rows: Mapping[Key, CountRow]
    rows_on: Mapping[BaseCell, tuple[Key, ...]]
    rows_counting: Mapping[BaseCell, tuple[Key, ...]]
    base_counted_by: Mapping[Key, BaseCell]
    keys_in: Mapping[Scope, tuple[Key, ...]]

    @classmethod
    def from_rows(cls, rows: Sequence[CountRow], standard: Standard, limits: Thresholds) -> TrueRows:
        """Arrange the rows of one provider."""
        behind = {m.base_is_numerator_of: m.base for m in standard.measures.values() if m.base_is_numerator_of}
        rows_on: dict[BaseCell, list[Key]] = defaultdict(list)
        rows_counting: dict[BaseCell, list[Key]] = defaultdict(list)
        keys_in: dict[Scope, list[Key]] = defaultdict(list)
        base_counted_by = {}
        for key in (row.key for row in rows):
            keys_in[key.scope].append(key)
            measure = standard.measures[key.measure]
            if measure.kind.has_counted_base:
                rows_on[BaseCell(measure.base, key.scope)].append(key)
            if key.measure in behind:
                base_counted_by[key] = BaseCell(behind[key.measure], key.scope)
                rows_counting[base_counted_by[key]].append(key)
        return cls(
            standard,
            limits,
            {row.key: row for row in rows},
            {base: tuple(keys) for base, keys in rows_on.items()},
            {base: tuple(keys) for base, keys in rows_counting.items()},
            base_counted_by,
            {scope: tuple(keys) for scope, keys in keys_in.items()},
        )

    def base_of(self, key: Key) -> BaseCell:
        """The base of a row."""
        return BaseCell(self.standard.measures[key.measure].base, key.scope)

    def published_rows(self, pattern: Collection[PatternCell], scope: Scope | None = None) -> tuple[CountRow, ...]:
        """The rows, of one scope or of all, as published with a pattern hidden."""
        keys = self.rows if scope is None else self.keys_in.get(scope, ())
        return tuple(self.published_row(key, pattern) for key in keys)

    def published_row(self, key: Key, pattern: Collection[PatternCell]) -> CountRow:
        """One row as published with a pattern hidden."""
        true, measure = self.rows[key], self.standard.measures[key.measure]
        if true.status in (*WITHOUT_FIGURES, SUPPRESSED) and not (
            true.denominator and self.hides_base(self.base_of(key), pattern)
        ):
            return true
        if self.hides_base(self.base_of(key), pattern) and measure.kind.has_counted_base:
            return CountRow(key, SUPPRESSED)
        status = self.primary_status(key)
        if self.hides_count(key, pattern, status):
            if not measure.kind.has_counted_base or true.denominator is None:
                return CountRow(key, SUPPRESSED)
            return replace(true, status=SUPPRESSED, numerator=None, value=None)
        if status == OK:
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
        """Tell a sensitive base that leaves so few of its parent outside that they would be known by it."""
        measure = self.standard.measures[key.measure]
        if not measure.base_is_sensitive or measure.base_parent is None:
            return False
        size = self.base_size(base)
        whole = self.base_size(BaseCell(measure.base_parent, base.scope))
        return size is not None and whole is not None and whole - size < self.limits.min_count

    def base_size(self, base: BaseCell) -> float | None:
        """The true size of a base; None where no row states it."""
        sizes = (self.rows[key].denominator for key in self.rows_on.get(base, ()))
        counts = (self.rows[key].numerator for key in self.rows_counting.get(base, ()))
        return next((size for size in (*sizes, *counts) if size is not None), None)
