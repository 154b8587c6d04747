"""
What the rows of one provider say once some cells are hidden: the primary rule, and a pattern of further cells.

A pattern is a set of cells. A cell is a `Key`, whose count, mean or amount is hidden while its base is kept, or a
`Base`, which is hidden with all that stands on it: every measure of that base, and the count that the base is.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from open_comparisons.disclosure.system import Key, Place, Row
from open_comparisons.intake.protected_table import disclosure_status
from open_comparisons.standard.model import BANDED, LOW_RESPONSE, MISSING, NOT_APPLICABLE, OK, SUPPRESSED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from open_comparisons.standard.model import Standard, Thresholds

STANDING: Final = (MISSING, NOT_APPLICABLE, LOW_RESPONSE)
"""Statuses of rows that have no figures, and stand as they are."""
"""Kinds that have no base of persons: what stands below a ratio is an expected number."""


class Base(NamedTuple):
    """What several measures count their shares of, in one place."""

    name: str
    place: Place


Cell: TypeAlias = Key | Base


@dataclass(frozen=True)
class Figures:
    """
    The rows of one provider as they truly are, and how they hang together.

    Attributes:
        rows: By key; a row with figures has the status "ok", or the one that somebody else has protected it with.
        on_base: The rows that stand on each base.
        linked: For each base that is another measure's numerator, the rows with that numerator.
        carries: For each such row, its base.
        here: The keys in each place.
    """

    standard: Standard
    limits: Thresholds
    rows: Mapping[Key, Row]
    on_base: Mapping[Base, tuple[Key, ...]]
    linked: Mapping[Base, tuple[Key, ...]]
    carries: Mapping[Key, Base]
    here: Mapping[Place, tuple[Key, ...]]

    @classmethod
    def of(cls, rows: Sequence[Row], standard: Standard, limits: Thresholds) -> Figures:
        """Sort the rows of one provider."""
        behind = {m.base_is_numerator_of: m.base for m in standard.measures.values() if m.base_is_numerator_of}
        on_base: dict[Base, list[Key]] = defaultdict(list)
        linked: dict[Base, list[Key]] = defaultdict(list)
        here: dict[Place, list[Key]] = defaultdict(list)
        carries = {}
        for key in (row.key for row in rows):
            here[key.place].append(key)
            measure = standard.measures[key.measure]
            if measure.kind.has_counted_base:
                on_base[Base(measure.base, key.place)].append(key)
            if key.measure in behind:
                carries[key] = Base(behind[key.measure], key.place)
                linked[carries[key]].append(key)
        return cls(
            standard,
            limits,
            {row.key: row for row in rows},
            {base: tuple(keys) for base, keys in on_base.items()},
            {base: tuple(keys) for base, keys in linked.items()},
            carries,
            {place: tuple(keys) for place, keys in here.items()},
        )

    def base_of(self, key: Key) -> Base:
        """The base of a row."""
        return Base(self.standard.measures[key.measure].base, key.place)

    def published(self, pattern: Collection[Cell], place: Place | None = None) -> tuple[Row, ...]:
        """The rows, of one place or of all, as they stand with a pattern hidden."""
        keys = self.rows if place is None else self.here.get(place, ())
        return tuple(self.row(key, pattern) for key in keys)

    def row(self, key: Key, pattern: Collection[Cell]) -> Row:
        """One row as it stands with a pattern hidden."""
        true, measure = self.rows[key], self.standard.measures[key.measure]
        if true.status in (*STANDING, SUPPRESSED) and not (
            true.denominator and self.is_bare(self.base_of(key), pattern)
        ):
            return true
        if self.is_bare(self.base_of(key), pattern) and measure.kind.has_counted_base:
            return Row(key, SUPPRESSED)
        status = self.natural(key)
        if self.is_blank(key, pattern, status):
            if not measure.kind.has_counted_base or true.denominator is None:
                return Row(key, SUPPRESSED)
            return replace(true, status=SUPPRESSED, numerator=None, value=None)
        if status == OK:
            return true
        if status == SUPPRESSED:
            return Row(key, SUPPRESSED)
        return replace(true, status=status, numerator=None, value=None)

    def is_bare(self, base: Base, pattern: Collection[Cell]) -> bool:
        """Whether a base is hidden: by itself, or because the count that it is does not stand open."""
        if base in pattern:
            return True
        return any(
            self.rows[key].status not in (MISSING, NOT_APPLICABLE)
            and (
                self.natural(key) != OK
                or key in pattern
                or (self.base_of(key) != base and self.is_bare(self.base_of(key), pattern))
            )
            for key in self.linked.get(base, ())
        )

    def is_blank(self, key: Key, pattern: Collection[Cell], status: str) -> bool:
        """Whether a count is hidden though its base need not be; a band hides a count that is a base already."""
        return key in pattern or (status not in BANDED and key in self.carries and self.carries[key] in pattern)

    def natural(self, key: Key) -> str:
        """The status that the primary rule gives a row whose base stands open; its own where that is not "ok"."""
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
        """How many there are in a base, and how many persons, as far as the row tells."""
        row = self.rows[key]
        base = row.denominator if self.standard.measures[key.measure].kind.has_counted_base else None
        return tuple(size for size in (base, row.persons) if size is not None)

    def primary(self) -> Iterator[tuple[Base, str]]:
        """The bases that the primary rule hides, each with the reason: "small-base" or "small-rest"."""
        least = self.limits.min_denominator
        for base, keys in self.on_base.items():
            true = [self.rows[key] for key in keys if self.rows[key].status == OK]
            if any(size < least for row in true for size in self.sizes(row.key)):
                yield base, "small-base"
            elif true and self._rest_is_small(base, keys[0]):
                yield base, "small-rest"

    def _rest_is_small(self, base: Base, key: Key) -> bool:
        """Whether so few of the parent are not in a sensitive base that they would be known by it."""
        measure = self.standard.measures[key.measure]
        if not measure.base_is_sensitive or measure.base_parent is None:
            return False
        size = self.size_of(base)
        whole = self.size_of(Base(measure.base_parent, base.place))
        return size is not None and whole is not None and whole - size < self.limits.min_count

    def size_of(self, base: Base) -> float | None:
        """The true size of a base; None where no row tells."""
        sizes = (self.rows[key].denominator for key in self.on_base.get(base, ()))
        counts = (self.rows[key].numerator for key in self.linked.get(base, ()))
        return next((size for size in (*sizes, *counts) if size is not None), None)
