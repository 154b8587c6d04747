"""
The attack on one provider while its pattern of hidden cells is being found: the same system, put together by pieces.

A place (a unit, a group, a period and a split) says the same as long as the same of its cells are hidden, so what its
rows say is written down once for each pattern of it. What ties places together does not depend on what is hidden. What
hangs together through unknown counts is solved by itself, and once.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from open_comparisons.intake.attack import Groups, known_to_a_person, members_of, narrow_by_sums
from open_comparisons.intake.building import build_system
from open_comparisons.intake.propagation import AtMost, ContradictionError, Sum, Ties, derive_bounds
from open_comparisons.intake.system import Place, ReleaseRows, System, Watch

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from open_comparisons.intake.attack import Narrow
    from open_comparisons.intake.hiding import Base, Cell, Figures
    from open_comparisons.intake.system import Bounds, Key, Variable

Tie: TypeAlias = "Sum | AtMost"


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


@dataclass(frozen=True)
class Piece:
    """
    Counts that are unknown and hang together, with all that ties them.

    Attributes:
        bounds: The range of each, and of the known counts beside them, as far as sums narrow it.
        ties: The sums and inequalities.
        narrow: What can be worked out too closely.
    """

    bounds: Mapping[Variable, Bounds]
    ties: tuple[Tie, ...]
    narrow: tuple[Narrow, ...]

    @cached_property
    def ties_of(self) -> Mapping[Variable, tuple[Tie, ...]]:
        """The ties of each variable."""
        found: dict[Variable, list[Tie]] = defaultdict(list)
        for tie in self.ties:
            for variable in members_of(tie):
                found[variable].append(tie)
        return {variable: tuple(ties) for variable, ties in found.items()}


@dataclass
class LocalAttack:
    """
    What all releases of one provider give away, for one pattern of the newest after another.

    Attributes:
        figures: The true rows of the newest release.
        previous: What was published before, oldest first.
        corrected: The keys that the newest release corrects.
        sensitive: Bases hidden since few of their parent are not in them: they must not be known even where large.
        contradictions: Where what is published cannot all be true.
    """

    figures: Figures
    previous: tuple[ReleaseRows, ...]
    corrected: frozenset[Key]
    sensitive: frozenset[Base]
    contradictions: set[Variable] = field(default_factory=set)
    _names: _Names = field(default_factory=_Names)
    _places: dict[Any, System] = field(default_factory=dict)
    _solved: dict[Any, Piece] = field(default_factory=dict)
    _latest: dict[Variable, Bounds] = field(default_factory=dict)
    _settled: dict[Variable, Bounds] = field(default_factory=dict)

    def parts(self, pattern: Collection[Cell]) -> list[Piece]:
        """All parts that something watched lies in."""
        by_place: dict[Place, list[Cell]] = defaultdict(list)
        for cell in pattern:
            by_place[cell.place].append(cell)
        systems = [self._place(place, frozenset(by_place.get(place, ()))) for place in self._all_places]
        bounds: dict[Variable, Bounds] = {}
        for system in systems:
            for variable, (low, high) in system.bounds.items():
                before = bounds.get(variable)
                bounds[variable] = (low, high) if before is None else (max(low, before[0]), min(high, before[1]))
        sums, orders = list(self._between[0]), list(self._between[1])
        watched = list(self._between[2])
        for system in systems:
            sums += system.sums
            orders += system.orders
            watched += system.watched
        found = list(self._solve(bounds, sums, orders, watched))
        self._latest = bounds
        return found

    def alone_in(self, variable: Variable) -> int:
        """In how many sums over places a count would be the only unknown one, by the pattern asked for last."""
        return sum(
            all(self._latest[other][0] == self._latest[other][1] for other in members_of(one) if other != variable)
            for one in self._sums_of.get(variable, ())
        )

    @cached_property
    def _sums_of(self) -> Mapping[Variable, list[Sum]]:
        found: dict[Variable, list[Sum]] = defaultdict(list)
        for one in self._between[0]:
            for variable in members_of(one):
                found[variable].append(one)
        return found

    def settle(self, pattern: Collection[Cell]) -> None:
        """Start from what a pattern leaves open, when from now on cells of it are opened only."""
        self._settled = {variable: bounds for part in self.parts(pattern) for variable, bounds in part.bounds.items()}

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

    def _solve(
        self, bounds: dict[Variable, Bounds], sums: Sequence[Sum], orders: Sequence[AtMost], watched: Sequence[Watch]
    ) -> Iterator[Piece]:
        unlimited = (0, math.inf)
        groups = Groups()
        first: list[tuple[Tie, Variable]] = []
        every: list[Tie] = [*sums, *orders]
        for tie in every:
            unknown = []
            for variable in members_of(tie):
                low, high = bounds.setdefault(variable, unlimited)
                if low != high:
                    unknown.append(variable)
            if unknown:
                groups.join(unknown)
                first.append((tie, unknown[0]))
        ties: dict[Variable, list[Tie]] = defaultdict(list)
        for tie, variable in first:
            ties[groups.of(variable)].append(tie)
        watches: dict[Variable, list[Watch]] = defaultdict(list)
        for watch in dict.fromkeys(watched):
            watches[groups.of(watch.variable)].append(watch)
        for root, found in watches.items():
            yield self._part(bounds, ties.get(root, []), found)

    def _part(self, bounds: Mapping[Variable, Bounds], ties: Sequence[Tie], watched: Sequence[Watch]) -> Piece:
        own = {variable: bounds[variable] for tie in ties for variable in members_of(tie)}
        for watch in watched:
            own.setdefault(watch.variable, bounds.get(watch.variable, (0, math.inf)))
        signature = (frozenset(own.items()), frozenset(watched), len(ties))
        if signature not in self._solved:
            self._solved[signature] = self._attacked(own, ties, watched)
        return self._solved[signature]

    def _attacked(self, own: dict[Variable, Bounds], ties: Sequence[Tie], watched: Sequence[Watch]) -> Piece:
        sums = tuple(tie for tie in ties if isinstance(tie, Sum))
        orders = tuple(tie for tie in ties if isinstance(tie, AtMost))
        system = System(own, sums, orders, tuple(watched))
        try:
            tied = Ties(sums, orders)
            bounds = self._narrowed(tied, own)
            narrow = narrow_by_sums(system, bounds)
            if not narrow and len(sums) > 1:
                sharper = derive_bounds(bounds, sums, orders)
                narrow = narrow_by_sums(system, sharper)
                bounds = sharper if narrow else bounds
            if not narrow:
                narrow = [*known_to_a_person(system, bounds), *self._known_to_true_ones(system, tied, bounds)]
        except ContradictionError as error:
            self.contradictions.add(error.variable)
            return Piece(own, tuple(ties), ())
        return Piece(bounds, tuple(ties), tuple(dict.fromkeys(narrow)))

    def _narrowed(self, tied: Ties, own: Mapping[Variable, Bounds]) -> dict[Variable, Bounds]:
        settled = self._settled
        if not own.keys() <= settled.keys():
            return tied.narrowed(own)
        start = {
            variable: (max(low, settled[variable][0]), min(high, settled[variable][1]))
            for variable, (low, high) in own.items()
        }
        return tied.narrowed(start, [variable for variable, bounds in start.items() if bounds != settled[variable]])

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
