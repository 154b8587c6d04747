"""
The attack on one provider while its pattern of hidden cells is being searched for: one system, put together by scopes.

`protect` attacks hundreds of patterns that differ in a cell or two, so nothing is done twice. What the rows of a scope
say depends only on which of its own cells are hidden, so each scope has one small system per pattern of it. The ties
between scopes do not depend on what is hidden. And a piece of unknown counts is attacked again only where its bounds
differ from those under the pattern before.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from open_comparisons.disclosure.builder import build_system
from open_comparisons.disclosure.counts import Counts, DerivedKind, RowCount, scopes_of
from open_comparisons.disclosure.pieces import (
    AttackedPattern,
    DisjointSets,
    Exposure,
    Piece,
    differing_systems,
    have_equal_ties,
    intersect_bounds,
    piece_around,
    rewatched_counts,
)
from open_comparisons.disclosure.propagation import ANY_COUNT, AtMost, ContradictionError, Sum, Ties, derive_bounds
from open_comparisons.disclosure.solve import exposed_to_a_person, narrow_by_sums
from open_comparisons.disclosure.system import ReleaseRows, System, Watch

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from open_comparisons.disclosure.counts import Count, Scope
    from open_comparisons.disclosure.pattern import BaseCell, PatternCell, TrueRows
    from open_comparisons.disclosure.propagation import Bounds, Tie
    from open_comparisons.disclosure.system import CountRow, Key


class _Between(NamedTuple):
    """The ties between scopes, and the watches of cells without a row that sums may give away."""

    sums: tuple[Sum, ...]
    orders: tuple[AtMost, ...]
    watched: tuple[Watch, ...]


@dataclass
class PatternAttack:
    """
    Everything that the releases of one provider give away, for one pattern of the newest after another.

    Attributes:
        true_rows: The true rows of the newest release.
        previous: What was published before, oldest first.
        corrected: The keys that the newest release corrects.
        sensitive: Bases hidden because few of their parent are outside them: these must not become known even where
            they are large.
    """

    true_rows: TrueRows
    previous: tuple[ReleaseRows, ...]
    corrected: frozenset[Key]
    sensitive: frozenset[BaseCell]
    counts: Counts = field(default_factory=Counts)
    _systems: dict[tuple[Scope, frozenset[PatternCell]], System] = field(default_factory=dict)

    def attack(self, pattern: Collection[PatternCell], last: AttackedPattern | None = None) -> AttackedPattern:
        """
        Attack what is published with a pattern hidden.

        Args:
            pattern: The hidden cells.
            last: The result for another pattern; pieces that are the same there are not attacked again.
        """
        systems = self._systems_of(pattern)
        if last is None or not have_equal_ties(systems, last.systems):
            last = self._before_attack(systems)
        bounds = dict(last.bounds)
        for new, old in differing_systems(systems, last.systems):
            bounds |= {**dict.fromkeys(old.bounds, ANY_COUNT), **new.bounds}
        changed = {count for count, left in bounds.items() if left != last.bounds.get(count)}
        changed |= rewatched_counts(systems, last.systems)
        unchanged = {c: piece for piece in last.pieces if changed.isdisjoint(piece.bounds) for c in piece.counts}
        watched = self._watched(systems)
        pieces: list[Piece] = []
        done: set[Count] = set()
        for first in (watch.count for watch in watched):
            if first not in done:
                piece = unchanged.get(first) or self._attack_piece(
                    piece_around(first, bounds, last.ties), watched, last.ties
                )
                pieces.append(piece)
                done.update(piece.counts)
        return AttackedPattern(systems, last.ties, bounds, tuple(pieces))

    def attack_opened(
        self, pattern: Collection[PatternCell], last: AttackedPattern, given_up: Collection[Count] = ()
    ) -> AttackedPattern | tuple[Watch, ...]:
        """
        Attack what is published when cells of the last pattern are opened: everything deduced then still holds.

        So ranges only get narrower, and the search can begin at those of the last pattern and stop at the first count
        that becomes too narrow.

        Args:
            pattern: The cells that are still hidden, fewer than in the last pattern.
            last: The result for the last pattern.
            given_up: Counts that can be worked out whatever is hidden.

        Returns:
            Watches of other counts that can now be worked out too closely, if any; else the result for this pattern.

        Raises:
            ContradictionError: What is published cannot all be true.
        """
        systems = self._systems_of(pattern)
        if not have_equal_ties(systems, last.systems):
            attacked = self.attack(pattern)
            exposed = (e.watch for piece in attacked.pieces for e in piece.exposures_except(given_up))
            return tuple(exposed) or attacked
        bounds = last.ties.propagate(*intersect_bounds(last.narrowed, systems, last.systems))
        changed = {count for count, left in bounds.items() if left != last.narrowed[count]}
        changed |= rewatched_counts(systems, last.systems)
        watched = self._watched(systems)
        if narrow := tuple(
            watch
            for watch in watched
            if watch.count in changed and watch.count not in given_up and watch.is_narrow(bounds[watch.count])
        ):
            return narrow
        piece_of = {count: piece for piece in last.pieces for count in piece.counts}
        pieces: list[Piece] = []
        done: set[Count] = set()
        for first in (watch.count for watch in watched):
            if first in done:
                continue
            piece = self._attack_opened_piece(first, piece_of.get(first), bounds, changed, watched, last.ties)
            if exposures := piece.exposures_except(given_up):
                return tuple(exposure.watch for exposure in exposures)
            pieces.append(piece)
            done.update(piece.counts)
        return AttackedPattern(systems, last.ties, bounds, tuple(pieces))

    def _attack_opened_piece(
        self,
        first: Count,
        before: Piece | None,
        bounds: Mapping[Count, Bounds],
        changed: set[Count],
        watched: Sequence[Watch],
        ties: Ties,
    ) -> Piece:
        """The piece that a count is in after cells were opened, attacked as far as it differs from the piece before."""
        if before is not None and changed.isdisjoint(before.bounds):
            return before
        piece = piece_around(first, bounds, ties)
        if before is None:
            return self._attack_piece(piece, watched, ties)
        if changed.isdisjoint(piece.bounds):
            # A part of the piece before that is now by itself: what was deduced of it stays.
            members = frozenset(piece.counts)
            return replace(piece, exposures=tuple(e for e in before.exposures if e.watch.count in members))
        return self._judge(piece, watched, ties)

    def sums_closed_by(self, count: Count, bounds: Mapping[Count, Bounds]) -> int:
        """The number of sums between scopes in which a count would be the only unknown one, and so follow."""
        return sum(
            all(bounds[other][0] == bounds[other][1] for other in equation.members if other != count)
            for equation in self._sums_between.get(count, ())
        )

    @cached_property
    def _sums_between(self) -> Mapping[Count, list[Sum]]:
        sums: dict[Count, list[Sum]] = defaultdict(list)
        for equation in self._between.sums:
            for member in equation.members:
                sums[member].append(equation)
        return sums

    def is_shown_before(self, count: Count) -> bool:
        """Tell a count that an earlier release shows: hiding it now would achieve nothing."""
        return count in self._shown_before

    @cached_property
    def truth(self) -> Mapping[Count, Bounds]:
        """
        The true counts.

        Raises:
            ContradictionError: The rows contradict each other, or what was published before.
        """
        system = self._build((*self.previous, self._newest(self.true_rows.rows.values())))
        return derive_bounds(system.bounds, system.sums, system.orders, eliminate=False)

    def _build(self, releases: Sequence[ReleaseRows]) -> System:
        return build_system(releases, self.true_rows.standard, self.counts)

    def _newest(self, rows: Iterable[CountRow]) -> ReleaseRows:
        return ReleaseRows("", tuple(rows), self.corrected, self.true_rows.limits)

    @cached_property
    def _shown_before(self) -> frozenset[Count]:
        if not self.previous:
            return frozenset()
        system = self._build((*self.previous, self._newest(())))
        return frozenset(count for count, (low, high) in system.bounds.items() if low == high)

    @cached_property
    def _scopes(self) -> tuple[Scope, ...]:
        scopes = dict.fromkeys(row.key.scope for release in self.previous for row in release.rows)
        return tuple(dict.fromkeys((*self.true_rows.keys_in, *scopes)))

    @cached_property
    def _rows_before(self) -> Mapping[Scope, tuple[tuple[CountRow, ...], ...]]:
        """The rows of each scope in each earlier release."""
        rows: dict[Scope, list[list[CountRow]]] = {scope: [[] for _ in self.previous] for scope in self._scopes}
        for index, release in enumerate(self.previous):
            for row in release.rows:
                rows[row.key.scope][index].append(row)
        return {scope: tuple(map(tuple, of_releases)) for scope, of_releases in rows.items()}

    def _system_in(self, scope: Scope, hidden: frozenset[PatternCell]) -> System:
        """The system of the rows of one scope, with some of its cells hidden."""
        known = self._systems.get((scope, hidden))
        if known is not None:
            return known
        before = (
            replace(release, rows=rows) for release, rows in zip(self.previous, self._rows_before[scope], strict=True)
        )
        system = self._build((*before, self._newest(self.true_rows.published_rows(hidden, scope))))
        bases = {base for base in self.sensitive if base.scope == scope}
        if bases:
            more = tuple(
                replace(watch, matters_below=math.inf)
                for watch in system.watched
                if watch.rule == "base" and self.true_rows.base_of(watch.key) in bases
            )
            system = replace(system, watched=system.watched + more)
        self._systems[scope, hidden] = system
        return system

    @cached_property
    def _between(self) -> _Between:
        whole = self._build((*self.previous, self._newest(self.true_rows.published_rows(()))))
        alone = [self._system_in(scope, frozenset()) for scope in self._scopes]
        within = {tie for system in alone for tie in (*system.sums, *system.orders)}
        return _Between(
            (*(equation for equation in whole.sums if equation not in within), *self._differences(whole)),
            tuple(order for order in whole.orders if order not in within),
            tuple(watch for watch in whole.watched if watch.rule == "unlisted"),
        )

    def _differences(self, system: System) -> Iterator[Sum]:
        """
        Equations for what is in a base but not in a part of it: a count of its own, which adds up as both of them do.

        Base = part + difference; and where base and part both add up over the same scopes, so does the difference.
        Where a total and its part are equal, so are they then in each scope, which neither sums nor inequalities alone
        say to bound propagation.
        """
        wholes: dict[Count, list[RowCount]] = defaultdict(list)
        for order in system.orders:
            part, whole = order.part, order.whole
            if isinstance(part, RowCount) and isinstance(whole, RowCount) and part.scope == whole.scope:
                wholes[part].append(whole)
                yield Sum(whole, (part, self.counts.derived(DerivedKind.DIFFERENCE, whole, part)))
        parts_of: dict[Count, list[tuple[Count | None, ...]]] = defaultdict(list)
        for equation in system.sums:
            parts_of[equation.total].append(equation.parts)
        for equation in system.sums:
            for whole in wholes.get(equation.total, ()):
                above = [
                    next((found for found in wholes.get(part, ()) if found.quantity == whole.quantity), None)
                    for part in equation.parts
                ]
                if tuple(above) in parts_of[whole]:
                    yield Sum(
                        self.counts.derived(DerivedKind.DIFFERENCE, whole, equation.total),
                        tuple(
                            self.counts.derived(DerivedKind.DIFFERENCE, base, part)
                            for base, part in zip(above, equation.parts, strict=True)
                            if base is not None
                        ),
                    )

    def _systems_of(self, pattern: Collection[PatternCell]) -> tuple[System, ...]:
        hidden_in: dict[Scope, list[PatternCell]] = defaultdict(list)
        for cell in pattern:
            hidden_in[cell.scope].append(cell)
        return tuple(self._system_in(scope, frozenset(hidden_in.get(scope, ()))) for scope in self._scopes)

    def _before_attack(self, systems: tuple[System, ...]) -> AttackedPattern:
        """The ties and bounds of a pattern of which nothing has been attacked yet."""
        ties = Ties(
            (*self._between.sums, *(equation for system in systems for equation in system.sums)),
            (*self._between.orders, *(order for system in systems for order in system.orders)),
        )
        bounds: dict[Count, Bounds] = {member: ANY_COUNT for tie in ties.all for member in tie.members}
        bounds |= {count: left for system in systems for count, left in system.bounds.items()}
        return AttackedPattern(systems, ties, bounds, ())

    def _watched(self, systems: Iterable[System]) -> list[Watch]:
        return [*self._between.watched, *(watch for system in systems for watch in system.watched)]

    def _attack_piece(self, piece: Piece, watched: Sequence[Watch], ties: Ties) -> Piece:
        """A piece with its exposures; none in a piece that contradicts itself."""
        try:
            # A count that is shown itself needs no sums to be worked out.
            bounds = ties.propagate(piece.bounds, piece.counts) if piece.ties else piece.bounds
            return self._judge(replace(piece, bounds=bounds), watched, ties)
        except ContradictionError:
            return piece

    def _judge(self, piece: Piece, watched: Sequence[Watch], ties: Ties) -> Piece:
        """
        A piece with its exposures, by the cheapest way that finds any: single sums, combined sums, persons in it.

        Args:
            piece: With bounds that single sums have narrowed already.
            watched: All watches.
            ties: All ties.

        Raises:
            ContradictionError: What is published cannot all be true.
        """
        members = frozenset(piece.counts)
        own = tuple(watch for watch in watched if watch.count in members)
        piece = replace(piece, watched=own)
        system = System(piece.bounds, piece.sums, piece.orders, own)
        if narrow := narrow_by_sums(system, piece.bounds):
            return replace(piece, exposures=tuple(narrow))
        if len(piece.sums) > 1:
            sharper = ties.eliminate(piece.bounds)
            if narrow := narrow_by_sums(system, sharper):
                return replace(piece, bounds=sharper, exposures=tuple(narrow))
        to_persons = (*exposed_to_a_person(system, piece.bounds), *self._exposed_to_true_ones(own, ties, piece.bounds))
        return replace(piece, exposures=tuple(dict.fromkeys(to_persons)))

    def _exposed_to_true_ones(
        self, watched: Iterable[Watch], ties: Ties, bounds: Mapping[Count, Bounds]
    ) -> Iterator[Exposure]:
        """
        The counts that a person who truly is alone in a hidden cell can work out, through any number of sums.

        A reader of the audit does not know who is alone, so `attack.exposed_to_a_person` supposes it of every hidden
        cell, and looks at single sums only. Here the true counts are at hand.
        """
        for single, (low, high) in bounds.items():
            if low == high or self.truth.get(single) != (1, 1):
                continue
            beside = ties.propagate({**bounds, single: (1, 1)}, [single])
            for watch in watched:
                left, before = beside[watch.count], bounds[watch.count]
                if before[0] == before[1] or left[0] != left[1] or _is_about_herself(single, watch, left):
                    continue
                if 0 < left[1] < (watch.matters_below if watch.rule in {"base", "unlisted"} else watch.needed):
                    yield Exposure(watch, left, "person")


def _is_about_herself(single: Count, watch: Watch, left: tuple[float, float]) -> bool:
    """Tell what a person alone in a cell knows of herself: her own scope, or a larger one that holds nobody else."""
    if not isinstance(single, RowCount):
        return False
    if single.scope == watch.key.scope:
        return True
    return (
        left[1] == 1
        and isinstance(watch.count, RowCount)
        and watch.count.quantity == single.quantity
        and _is_within(single.scope, watch.key.scope)
    )


def blocks_of(
    true_rows: TrueRows, previous: Sequence[ReleaseRows], corrected: frozenset[Key]
) -> tuple[frozenset[Scope], ...]:
    """
    The scopes, in blocks that can be protected one by one: no tie joins a scope to one of another block.

    A window and its years are in one block.
    """
    release = ReleaseRows("", true_rows.published_rows(()), corrected, true_rows.limits)
    system = build_system((*previous, release), true_rows.standard)
    sets: DisjointSets[Scope] = DisjointSets()
    scopes = dict.fromkeys(row.key.scope for rows in (*previous, release) for row in rows.rows)
    ties: tuple[Tie, ...] = (*system.sums, *system.orders)
    for tie in ties:
        tied = dict.fromkeys(scope for member in tie.members for scope in scopes_of(member))
        if len(tied) > 1:
            sets.join(list(tied))
    blocks: dict[Scope, list[Scope]] = defaultdict(list)
    for scope in scopes:
        blocks[sets.root(scope)].append(scope)
    return tuple(map(frozenset, blocks.values()))


def _is_within(part: Scope, whole: Scope) -> bool:
    return (
        whole.unit in {"", part.unit}
        and whole.group == part.group
        and whole.start <= part.start
        and part.end <= whole.end
        and set(whole.split) <= set(part.split)
    )
