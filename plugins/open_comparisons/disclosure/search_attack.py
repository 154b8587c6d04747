"""
The attack on one provider while its pattern of hidden cells is being found: the same system, put together by pieces.

A place (a unit, a group, a period and a split) says the same as long as the same of its cells are hidden, so what its
rows say is written down once for each pattern of it. What ties places together does not depend on what is hidden. What
hangs together through unknown counts is solved by itself, and again only where a pattern differs from the one before.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from open_comparisons.disclosure.builder import build_system
from open_comparisons.disclosure.pieces import (
    Piece,
    Published,
    are_tied_alike,
    differing,
    piece_around,
    watched_otherwise,
    with_told,
)
from open_comparisons.disclosure.propagation import AtMost, ContradictionError, Sum, Ties, derive_bounds
from open_comparisons.disclosure.solve import Groups, known_to_a_person, members_of, narrow_by_sums
from open_comparisons.disclosure.system import Place, ReleaseRows, System, Watch

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from open_comparisons.disclosure.pattern import Base, Cell, Figures
    from open_comparisons.disclosure.pieces import Tie
    from open_comparisons.disclosure.solve import Narrow
    from open_comparisons.disclosure.system import Bounds, Key, Variable

UNLIMITED: Final = (0, math.inf)


class _Named(tuple[Any, ...]):
    """A variable that is found by what it is, not by what it says, which takes a tenth of the time; see `_Names`."""

    __slots__ = ()
    __hash__ = object.__hash__
    __eq__ = object.__eq__


class _Names(dict[Any, Any]):
    """The one `_Named` of each variable."""

    def __missing__(self, variable: Variable) -> Variable:
        if isinstance(variable, _Named):
            return variable
        self[variable] = named = _Named(variable)
        return named

    def of_system(self, system: System) -> System:
        """The same system with the variables that are found fast."""
        return System(
            {self[variable]: bounds for variable, bounds in system.bounds.items()},
            tuple(Sum(self[one.total], tuple(map(self.__getitem__, one.parts))) for one in system.sums),
            tuple(AtMost(self[order.part], self[order.whole]) for order in system.orders),
            tuple(replace(watch, variable=self[watch.variable]) for watch in system.watched),
            system.known_before,
            system.opened,
        )


@dataclass
class LocalAttack:
    """
    What all releases of one provider give away, for one pattern of the newest after another.

    Attributes:
        figures: The true rows of the newest release.
        previous: What was published before, oldest first.
        corrected: The keys that the newest release corrects.
        sensitive: Bases hidden since few of their parent are not in them: they must not be known even where large.
    """

    figures: Figures
    previous: tuple[ReleaseRows, ...]
    corrected: frozenset[Key]
    sensitive: frozenset[Base]
    _names: _Names = field(default_factory=_Names)
    _places: dict[Any, System] = field(default_factory=dict)

    def on(self, pattern: Collection[Cell], last: Published | None = None) -> Published:
        """
        Attack what is published with a pattern hidden.

        Args:
            pattern: The hidden cells.
            last: What came out of another pattern; what is as it was there is not attacked again.
        """
        said = self._said(pattern)
        if last is None or not are_tied_alike(said, last.said):
            last = self._nothing_attacked(said)
        bounds = dict(last.bounds)
        for new, old in differing(said, last.said):
            bounds |= {**dict.fromkeys(old.bounds, UNLIMITED), **new.bounds}
        changed = {variable for variable, left in bounds.items() if left != last.bounds.get(variable)}
        changed |= watched_otherwise(said, last.said)
        as_before = {v: piece for piece in last.pieces if changed.isdisjoint(piece.bounds) for v in piece.variables}
        watched = self._watched(said)
        pieces: list[Piece] = []
        done: set[Variable] = set()
        for first in (watch.variable for watch in watched):
            if first not in done:
                pieces.append(
                    as_before.get(first) or self._attacked(piece_around(first, bounds, last.tied), watched, last.tied)
                )
                done.update(pieces[-1].variables)
        return Published(said, last.tied, bounds, tuple(pieces))

    def opened(
        self, pattern: Collection[Cell], last: Published, given_up: Collection[Variable] = ()
    ) -> Published | tuple[Watch, ...]:
        """
        Attack what is published when cells of the last pattern are opened: what was worked out then still holds.

        Args:
            pattern: The cells that are hidden still.
            last: What came out of the last pattern.
            given_up: Counts that can be worked out anyhow.

        Returns:
            What else can be worked out too closely, if anything; else all that is published.

        Raises:
            ContradictionError: What is published cannot all be true.
        """
        said = self._said(pattern)
        if not are_tied_alike(said, last.said):
            published = self.on(pattern)
            found = (one for piece in published.pieces for one in piece.narrow_but(given_up))
            return tuple(watch for watch, _, _ in found) or published
        bounds = last.tied.narrowed(*with_told(last.narrowed, said, last.said))
        changed = {variable for variable, left in bounds.items() if left != last.narrowed[variable]}
        changed |= watched_otherwise(said, last.said)
        watched = self._watched(said)
        if narrow := tuple(
            watch
            for watch in watched
            if watch.variable in changed and watch.variable not in given_up and watch.is_narrow(bounds[watch.variable])
        ):
            return narrow
        of_last = {variable: piece for piece in last.pieces for variable in piece.variables}
        pieces: list[Piece] = []
        done: set[Variable] = set()
        for first in (watch.variable for watch in watched):
            if first in done:
                continue
            before = of_last.get(first)
            if before is not None and changed.isdisjoint(before.bounds):
                piece = before
            else:
                piece = piece_around(first, bounds, last.tied)
                if before is None:
                    piece = self._attacked(piece, watched, last.tied)
                elif changed.isdisjoint(piece.bounds):
                    same = tuple(one for one in before.narrow if one[0].variable in piece.variables)
                    piece = replace(piece, narrow=same)
                else:
                    piece = self._judged(piece, watched, last.tied)
            if piece.narrow_but(given_up):
                return tuple(watch for watch, _, _ in piece.narrow_but(given_up))
            pieces.append(piece)
            done.update(piece.variables)
        return Published(said, last.tied, bounds, tuple(pieces))

    def alone_in(self, variable: Variable, bounds: Mapping[Variable, Bounds]) -> int:
        """In how many sums over places a count would be the only unknown one."""
        return sum(
            all(bounds[other][0] == bounds[other][1] for other in members_of(one) if other != variable)
            for one in self._sums_of.get(variable, ())
        )

    @cached_property
    def _sums_of(self) -> Mapping[Variable, list[Sum]]:
        found: dict[Variable, list[Sum]] = defaultdict(list)
        for one in self._between[0]:
            for variable in members_of(one):
                found[variable].append(one)
        return found

    def known_before(self, variable: Variable) -> bool:
        """Whether an earlier release shows a count, so that hiding it now is in vain."""
        return self._names[variable] in self._shown_before

    @cached_property
    def truth(self) -> Mapping[Variable, Bounds]:
        """
        The true counts.

        Raises:
            ContradictionError: The rows contradict each other, or what was published before.
        """
        system = self._system((*self.previous, self._release(self.figures.rows.values())))
        return derive_bounds(system.bounds, system.sums, system.orders, eliminate=False)

    def _system(self, releases: Sequence[ReleaseRows]) -> System:
        return self._names.of_system(build_system(releases, self.figures.standard))

    def _release(self, rows: Iterable[Any]) -> ReleaseRows:
        return ReleaseRows("", tuple(rows), self.corrected, self.figures.limits)

    @cached_property
    def _shown_before(self) -> frozenset[Variable]:
        if not self.previous:
            return frozenset()
        system = self._system((*self.previous, self._release(())))
        return frozenset(variable for variable, (low, high) in system.bounds.items() if low == high)

    @cached_property
    def _all_places(self) -> tuple[Place, ...]:
        places = dict.fromkeys(row.key.place for release in self.previous for row in release.rows)
        return tuple(dict.fromkeys((*self.figures.here, *places)))

    @cached_property
    def _rows_before(self) -> Mapping[Place, tuple[tuple[Any, ...], ...]]:
        found: dict[Place, list[list[Any]]] = {place: [[] for _ in self.previous] for place in self._all_places}
        for index, release in enumerate(self.previous):
            for row in release.rows:
                found[row.key.place][index].append(row)
        return {place: tuple(map(tuple, rows)) for place, rows in found.items()}

    def _place(self, place: Place, hidden: frozenset[Cell]) -> System:
        known = self._places.get((place, hidden))
        if known is not None:
            return known
        before = (
            replace(release, rows=rows) for release, rows in zip(self.previous, self._rows_before[place], strict=True)
        )
        system = self._system((*before, self._release(self.figures.published(hidden, place))))
        bases = {base for base in self.sensitive if base.place == place}
        if bases:
            more = tuple(
                replace(watch, matters_below=math.inf)
                for watch in system.watched
                if watch.rule == "base" and self.figures.base_of(watch.key) in bases
            )
            system = replace(system, watched=system.watched + more)
        self._places[place, hidden] = system
        return system

    @cached_property
    def _between(self) -> tuple[tuple[Sum, ...], tuple[AtMost, ...], tuple[Watch, ...]]:
        """What ties places together, and the cells without a row that sums may give away."""
        whole = self._system((*self.previous, self._release(self.figures.published(()))))
        alone = [self._place(place, frozenset()) for place in self._all_places]
        within = {tie for system in alone for tie in (*system.sums, *system.orders)}
        return (
            (*(one for one in whole.sums if one not in within), *self._differences(whole)),
            tuple(order for order in whole.orders if order not in within),
            tuple(watch for watch in whole.watched if watch.rule == "unlisted"),
        )

    def _differences(self, system: System) -> Iterator[Sum]:
        """
        What is in a base and not in a part of it, as a count of its own that adds up as the base and the part do.

        Where a total and its part are equal, so are they in each place: neither a sum nor an inequality alone says so.
        """
        wholes: dict[Variable, list[Variable]] = defaultdict(list)
        for order in system.orders:
            if len(order.part) == len(order.whole) == 3 and order.part[1] == order.whole[1]:
                wholes[order.part].append(order.whole)
                yield Sum(order.whole, (order.part, self._names["but", order.whole, order.part]))
        parts_of: dict[Variable, list[tuple[Variable, ...]]] = defaultdict(list)
        for one in system.sums:
            parts_of[one.total].append(one.parts)
        for one in system.sums:
            for whole in wholes.get(one.total, ()):
                above = [
                    next((found for found in wholes.get(part, ()) if found[0] == whole[0]), None) for part in one.parts
                ]
                if tuple(above) in parts_of[whole]:
                    yield Sum(
                        self._names["but", whole, one.total],
                        tuple(self._names["but", w, p] for w, p in zip(above, one.parts, strict=True)),
                    )

    def _said(self, pattern: Collection[Cell]) -> tuple[System, ...]:
        by_place: dict[Place, list[Cell]] = defaultdict(list)
        for cell in pattern:
            by_place[cell.place].append(cell)
        return tuple(self._place(place, frozenset(by_place.get(place, ()))) for place in self._all_places)

    def _nothing_attacked(self, said: tuple[System, ...]) -> Published:
        sums, orders, _ = self._between
        tied = Ties(
            (*sums, *(one for system in said for one in system.sums)),
            (*orders, *(order for system in said for order in system.orders)),
        )
        bounds = {variable: UNLIMITED for tie in tied.all for variable in members_of(tie)}
        bounds |= {variable: left for system in said for variable, left in system.bounds.items()}
        return Published(said, tied, bounds, ())

    def _watched(self, said: Iterable[System]) -> list[Watch]:
        return [*self._between[2], *(watch for system in said for watch in system.watched)]

    def _attacked(self, piece: Piece, watched: Sequence[Watch], tied: Ties) -> Piece:
        """A piece with what can be worked out of it too closely; nothing is found in one that contradicts itself."""
        try:
            # A count that is known by itself needs no sums to be worked out.
            bounds = tied.narrowed(piece.bounds, piece.variables) if piece.ties else piece.bounds
            return self._judged(replace(piece, bounds=bounds), watched, tied)
        except ContradictionError:
            return piece

    def _judged(self, piece: Piece, watched: Sequence[Watch], tied: Ties) -> Piece:
        """
        A piece whose ranges single sums have narrowed, with what can be worked out of it too closely.

        Raises:
            ContradictionError: What is published cannot all be true.
        """
        sums = tuple(tie for tie in piece.ties if isinstance(tie, Sum))
        orders = tuple(tie for tie in piece.ties if isinstance(tie, AtMost))
        system = System(piece.bounds, sums, orders, tuple(one for one in watched if one.variable in piece.variables))
        if narrow := narrow_by_sums(system, piece.bounds):
            return replace(piece, narrow=tuple(narrow))
        if len(sums) > 1:
            sharper = tied.combined(piece.bounds)
            if narrow := narrow_by_sums(system, sharper):
                return replace(piece, bounds=sharper, narrow=tuple(narrow))
        narrow = [*known_to_a_person(system, piece.bounds), *self._known_to_true_ones(system, tied, piece.bounds)]
        return replace(piece, narrow=tuple(dict.fromkeys(narrow)))

    def _known_to_true_ones(self, system: System, tied: Ties, bounds: Mapping[Variable, Bounds]) -> Iterator[Narrow]:
        """What a person who truly is alone in a hidden cell can work out, through any number of sums."""
        for single, (low, high) in bounds.items():
            if low == high or self.truth.get(single) != (1, 1):
                continue
            beside = tied.narrowed({**bounds, single: (1, 1)}, [single])
            for watch in system.watched:
                left, before = beside[watch.variable], bounds[watch.variable]
                if before[0] == before[1] or left[0] != left[1] or watch.key.place == single[1]:
                    continue
                if left[1] == 1 and watch.variable[0] == single[0] and _lies_in(single[1], watch.key.place):
                    continue  # it holds nobody but herself
                if 0 < left[1] < (watch.matters_below if watch.rule in {"base", "unlisted"} else watch.needed):
                    yield watch, left, "person"


def blocks_of(
    figures: Figures, previous: Sequence[ReleaseRows], corrected: frozenset[Key]
) -> tuple[frozenset[Place], ...]:
    """The places that hang together, as a window and its years; nothing ties those of one block to those of another."""
    release = ReleaseRows("", figures.published(()), corrected, figures.limits)
    system = build_system((*previous, release), figures.standard)
    groups = Groups()
    places = dict.fromkeys(row.key.place for one in (*previous, release) for row in one.rows)
    ties: list[Tie] = [*system.sums, *system.orders]
    for tie in ties:
        found = dict.fromkeys(place for variable in members_of(tie) for place in _places(variable))
        if len(found) > 1:
            groups.join(list(found))
    blocks: dict[Variable, list[Place]] = defaultdict(list)
    for place in places:
        blocks[groups.of(place)].append(place)
    return tuple(map(frozenset, blocks.values()))


def _places(variable: Variable) -> Iterator[Place]:
    """The places that a variable is about."""
    for part in variable:
        if isinstance(part, Place):
            yield part
        elif isinstance(part, tuple):
            yield from _places(part)


def _lies_in(part: Place, whole: Place) -> bool:
    return (
        whole.unit in {"", part.unit}
        and whole.group == part.group
        and whole.start <= part.start
        and part.end <= whole.end
        and set(whole.split) <= set(part.split)
    )
