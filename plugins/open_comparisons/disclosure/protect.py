"""
Protect the rows of one provider: hide small numbers, then as few more cells as keep them from being worked out.

METHODS section 2, "Secondary". The rows are attacked as a reader of all releases could. A count that comes out too
narrow is widened by hiding the least important cell whose sums still show it. Once nothing is too narrow, cells that
were hidden unnecessarily are opened again, the most important first, each together with cells that could then be worked
out and that were hidden unnecessarily too. A cell that an earlier release hides stays hidden.

Hiding one cell at a time is a heuristic for the cell suppression problem, which is NP-hard (Fischetti and Salazar 2001,
Management Science 47, 1008-1027); opening again makes up for most of what it hides too much.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from open_comparisons.disclosure.counts import CountKind, RowCount
from open_comparisons.disclosure.pattern import BaseCell, TrueRows
from open_comparisons.disclosure.pieces import AttackedPattern
from open_comparisons.disclosure.propagation import AtMost, ContradictionError, derive_bounds
from open_comparisons.disclosure.search_attack import PatternAttack, blocks_of
from open_comparisons.standard.model import BANDED, LOW_RESPONSE, MISSING, OK, SUPPRESSED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from open_comparisons.disclosure.counts import Count, Scope
    from open_comparisons.disclosure.pattern import PatternCell
    from open_comparisons.disclosure.pieces import Exposure, Piece
    from open_comparisons.disclosure.propagation import Tie
    from open_comparisons.disclosure.system import CountRow, Key, ReleaseRows, Watch
    from open_comparisons.standard.model import Standard, Thresholds

SMALL_BASE: Final = "small-base"
SMALL_REST: Final = "small-rest"
BEFORE: Final = "hidden-before"
TOTAL, PART, YEARS, UNIT, LINKED = "total", "part", "years", "unit", "linked"
"""The link between a cell and the one that it is hidden for the sake of."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a cell is hidden: the kind of reason, and the row that it is hidden for the sake of, if any."""

    kind: str
    protects: Key | None = None


@dataclass(frozen=True, slots=True)
class ProtectedRows:
    """
    The rows of one provider as they may be published.

    Attributes:
        rows: In the order of the true ones.
        reasons: Why each cell of the pattern is hidden. Counts that the primary rule alone hides or bands are not here.
        small: Rows whose own numbers are too small to be shown.
        differing: Rows that differ from an earlier release without being listed as corrected.
        corrected: Rows that are listed as corrected, or should be.
        exposed: Rows that can be worked out whatever is hidden now, because earlier releases give them away.
    """

    rows: tuple[CountRow, ...]
    reasons: Mapping[PatternCell, Reason]
    small: frozenset[Key]
    differing: frozenset[Key]
    corrected: frozenset[Key]
    exposed: frozenset[Key]


def protect_rows(
    rows: Sequence[CountRow],
    previous: Sequence[ReleaseRows],
    standard: Standard,
    limits: Thresholds,
    corrected: Iterable[Key] = (),
) -> ProtectedRows:
    """
    Hide what must be hidden in the rows of one provider.

    Args:
        rows: The true counts.
        previous: What was published of the provider before, oldest first.
        standard: For the links between measures, bases and breakdowns.
        limits: The thresholds.
        corrected: Keys listed as corrected; rows that differ from before are treated as corrected too.

    Raises:
        ContradictionError: The rows cannot all be true together, or not with what was published before.
    """
    true = TrueRows.from_rows(rows, standard, limits)
    listed = frozenset(corrected)
    changed = listed | frozenset(_differing_keys(true, previous))
    hidden: dict[PatternCell, Reason] = {}
    exposed: set[Key] = set()
    for block in blocks_of(true, previous, changed):
        own = TrueRows.from_rows([row for row in rows if row.key.scope in block], standard, limits)
        before = [
            replace(release, rows=tuple(row for row in release.rows if row.key.scope in block)) for release in previous
        ]
        search = _search_pattern(own, before, changed)
        hidden |= search.hidden
        exposed |= search.exposed()
    return ProtectedRows(
        rows=true.published_rows(hidden),
        reasons=hidden,
        small=frozenset(key for key in true.rows if true.primary_status(key) == SUPPRESSED),
        differing=changed - listed,
        corrected=changed,
        exposed=frozenset(exposed),
    )


def _search_pattern(true_rows: TrueRows, previous: Sequence[ReleaseRows], corrected: frozenset[Key]) -> _PatternSearch:
    """The finished search for the pattern of one block of rows."""
    small = dict(true_rows.small_bases())
    sensitive = frozenset(base for base, why in small.items() if why == SMALL_REST)
    attack = PatternAttack(true_rows, tuple(previous), corrected, sensitive)
    _ = attack.truth  # raises where the rows contradict each other
    start: dict[PatternCell, Reason] = {
        cell: Reason(BEFORE) for cell in _cells_hidden_before(true_rows, previous, corrected)
    }
    search = _PatternSearch(true_rows, attack, start | {base: Reason(why) for base, why in small.items()})
    search.hide()
    search.reopen()
    return search


def _differing_keys(true_rows: TrueRows, previous: Sequence[ReleaseRows]) -> Iterator[Key]:
    """Rows whose true numbers are not those of the latest release that has the row."""
    latest = {row.key: row for release in previous for row in release.rows}
    for key, old in latest.items():
        new = true_rows.rows.get(key)
        if new is None or new.status != OK:
            continue
        primary_status = true_rows.primary_status(key)
        numbers = ((old.numerator, new.numerator), (old.denominator, new.denominator), (old.persons, new.persons))
        if any(before is not None and before != now for before, now in numbers) or (
            (old.status == OK and new.numerator is None and old.value not in {None, new.value})
            or (old.status in BANDED and primary_status != old.status and primary_status != SUPPRESSED)
        ):
            yield key


def _cells_hidden_before(
    true_rows: TrueRows, previous: Sequence[ReleaseRows], corrected: frozenset[Key]
) -> Iterator[PatternCell]:
    """The cells that an earlier release hides and that must stay hidden, unless they are corrected now."""
    latest: dict[Key, CountRow] = {}
    for release in previous:
        for key in release.corrected:
            latest.pop(key, None)
        latest |= {row.key: row for row in release.rows if row.status != MISSING}
    for key, old in latest.items():
        if key in corrected or key not in true_rows.rows or true_rows.rows[key].status != OK:
            continue
        if old.status in (SUPPRESSED, LOW_RESPONSE):
            has_base = true_rows.standard.measures[key.measure].kind.has_counted_base
            yield true_rows.base_of(key) if old.denominator is None and has_base else key
        elif old.status in BANDED and true_rows.primary_status(key) != old.status:
            yield key


class _PatternSearch:
    """A pattern that grows until nothing is too narrow, and then shrinks as far as that stays true."""

    def __init__(self, true_rows: TrueRows, attack: PatternAttack, start: Mapping[PatternCell, Reason]) -> None:
        self.true_rows, self.attack = true_rows, attack
        self.hidden: dict[PatternCell, Reason] = dict(start)
        self._attacked = attack.attack(self.hidden)
        self._given_up: set[Count] = set()
        self._fixed = frozenset(start)
        self._keep = {dimension.name: dimension.keep for dimension in true_rows.standard.dimensions}

    def hide(self) -> None:
        """Hide one cell after another until nothing is too narrow; each round hides cells or gives counts up."""
        while exposed := [
            (piece, exposures)
            for piece in self._attacked.pieces
            if (exposures := piece.exposures_except(self._given_up))
        ]:
            for piece, exposures in exposed:
                touched: set[Count] = set()
                lost: set[Count] = set()
                # Less important cells first: what protects them often protects the more important ones too.
                for exposure in sorted(exposures, key=lambda each: (self._rank(each.watch.key.scope), each.watch.key)):
                    if exposure.watch.count not in touched and not self._hide_for(exposure, piece, touched):
                        lost.add(exposure.watch.count)
                if not touched:  # once a cell of the piece is hidden, the lost ones may have another way out
                    self._given_up.update(lost)
            self._attacked = self.attack.attack(self.hidden, self._attacked)

    def reopen(self) -> None:
        """Show again what turned out to be hidden unnecessarily, the most important first."""
        extra = sorted((cell for cell in self.hidden if cell not in self._fixed), key=self._cost, reverse=True)
        for cell in (cell for cell in extra if cell in self.hidden):
            without = {other: reason for other, reason in self.hidden.items() if other != cell}
            if not self._open(without) and isinstance(cell, BaseCell):
                # Where the base must stay hidden with its counts, the base alone may be shown.
                on_base = [key for key in self.true_rows.rows_on.get(cell, ()) if self._is_open(key, without)]
                self._open(without | dict.fromkeys(on_base, self.hidden[cell]))

    def exposed(self) -> frozenset[Key]:
        """The rows that can be worked out all the same."""
        return frozenset(e.watch.key for piece in self._attacked.pieces for e in piece.exposures)

    def _open(self, pattern: dict[PatternCell, Reason]) -> bool:
        """
        Hide no more than a pattern, if that is enough, and say if it was.

        A cell that was itself hidden for the sake of others, and can be worked out then, is opened as well.
        """
        try:
            while not isinstance(
                result := self.attack.attack_opened(pattern, self._attacked, self._given_up), AttackedPattern
            ):
                also = [
                    next((cell for cell in (watch.key, self.true_rows.base_of(watch.key)) if cell in pattern), None)
                    for watch in result
                ]
                if any(cell is None or cell in self._fixed for cell in also):
                    return False
                pattern = {cell: reason for cell, reason in pattern.items() if cell not in also}
        except ContradictionError:
            return False
        self.hidden, self._attacked = pattern, result
        return True

    def _hide_for(self, exposure: Exposure, piece: Piece, touched: set[Count]) -> bool:
        """Hide one cell for the sake of an exposed one, and say if there was one to hide."""
        watch = exposure.watch
        if watch.rule == "band" and exposure.method != "person" and self._is_band(watch.key):
            # A band that sums cut short says too much itself: hiding it altogether costs least.
            self.hidden[watch.key] = Reason(LINKED, watch.key)
            touched.add(watch.count)
            return True
        for ties in self._ties_around(watch, piece):
            members = [member for tie in ties for member in tie.members if member != watch.count]
            cells = {
                cell: member
                for member in members
                if isinstance(member, RowCount) and (cell := self._cell_hiding(member)) is not None
            }
            if cells:
                cell = min(cells, key=lambda each: self._cost(each, self._sums_closed_by(cells[each])))
                self.hidden[cell] = Reason(self._link(watch, cells[cell]), watch.key)
                touched.update(member for tie in ties for member in tie.members)
                return True
        return False

    def _sums_closed_by(self, count: Count) -> int:
        return self.attack.sums_closed_by(count, self._attacked.bounds)

    def _ties_around(self, watch: Watch, piece: Piece) -> Iterator[tuple[Tie, ...]]:
        """The ties to loosen, best first: those that by themselves leave too little, all of the count, further ones."""
        near = piece.ties_of.get(watch.count, ())
        tight = tuple(tie for tie in near if watch.is_narrow(_left_by(tie, watch.count, piece)))
        if tight:
            yield tight
        seen = set(near)
        ring = near
        while ring:
            yield ring
            reached = {member for tie in ring for member in tie.members}
            ring = tuple(
                dict.fromkeys(tie for member in reached for tie in piece.ties_of.get(member, ()) if tie not in seen)
            )
            seen.update(ring)

    def _cell_hiding(self, count: RowCount) -> PatternCell | None:
        """The cell that hides a count, if hiding it still makes a difference."""
        quantity, scope = count.quantity, count.scope
        # The complement is hidden by hiding the numerator.
        published = self.attack.counts.numerator_beside(count) if count.kind == CountKind.COMPLEMENT else count
        if self.attack.is_shown_before(published):
            return None
        if quantity.kind.is_size:
            base = BaseCell(quantity.name, scope)
            has_figures = any(
                self.true_rows.rows[key].status in (OK, *BANDED, SUPPRESSED)
                for key in self.true_rows.rows_on.get(base, ())
            )
            return base if has_figures and not self.true_rows.hides_base(base, self.hidden) else None
        for key in self.true_rows.keys_in.get(scope, ()):
            is_of_row = key.measure == quantity.name and key.version == quantity.version
            if is_of_row and quantity.instrument in {"", key.instrument}:
                return key if self._is_open(key, self.hidden) else None
        return None

    def _is_open(self, key: Key, pattern: Mapping[PatternCell, Reason]) -> bool:
        return self.true_rows.published_row(key, pattern).status in (OK, *BANDED)

    def _is_band(self, key: Key) -> bool:
        return key in self.true_rows.rows and self.true_rows.published_row(key, self.hidden).status in BANDED

    def _cost(self, cell: PatternCell, alone: int = 0) -> tuple[object, ...]:
        """
        The order in which to hide: the lowest first.

        By importance; then a band before a count before a base; then a cell that needs fewer further ones to be hidden,
        because fewer sums show it; then by size.

        Args:
            cell: A cell that could be hidden.
            alone: The number of sums in which its count would be the only unknown one.
        """
        base = cell if isinstance(cell, BaseCell) else self.true_rows.base_of(cell)
        kind = 2 if isinstance(cell, BaseCell) else 0 if self.true_rows.primary_status(cell) in BANDED else 1
        return self._rank(cell.scope), kind, alone, self.true_rows.base_size(base) or 0, tuple(cell)

    def _rank(self, scope: Scope) -> tuple[int, ...]:
        """The importance of a scope: pooled totals, then year totals, then splits in the standard's order."""
        if scope.unit:
            return (0, 0)
        months = (scope.end.year - scope.start.year) * 12 + scope.end.month - scope.start.month + 1
        if not scope.split:
            return (4, months)
        if len(scope.split) > 1:
            return (1, 0)
        return (3, -self._keep.get(scope.split[0][0], 0))

    def _link(self, watch: Watch, count: RowCount) -> str:
        """The link between a row that needs protection and what is hidden for its sake."""
        here, there = watch.key.scope, count.scope
        is_same_kind = count.kind == CountKind.COMPLEMENT or (
            isinstance(watch.count, RowCount) and count.kind == watch.count.kind
        )
        if not is_same_kind or here == there:
            return LINKED
        if here.unit != there.unit:
            return UNIT
        if here.split == there.split:
            return YEARS
        return TOTAL if set(there.split) < set(here.split) else PART


def _left_by(tie: Tie, count: Count, piece: Piece) -> tuple[float, float]:
    """The range that one tie by itself leaves for a count."""
    own = {member: piece.bounds[member] for member in tie.members} | {count: (0, math.inf)}
    sums, orders = ((), (tie,)) if isinstance(tie, AtMost) else ((tie,), ())
    return derive_bounds(own, sums, orders, eliminate=False)[count]
