"""The pieces that a system falls into where known counts separate it, and the differences between two patterns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, Self, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence

    from open_comparisons.disclosure.counts import Count
    from open_comparisons.disclosure.propagation import AtMost, Bounds, Sum, Tie, Ties
    from open_comparisons.disclosure.system import System, Watch

Method: TypeAlias = Literal["sums", "programs", "whole numbers", "person", "undecided"]
"""
The way in which a count was worked out: from sums, by linear or whole-number programs, or by a person who is alone in a
cell. Or it was not decided whether enough values are left, which counts as too few.
"""
_Item = TypeVar("_Item", bound="Hashable")


class Exposure(NamedTuple):
    """A watched count that can be worked out too closely, the range that is left of it, and the way."""

    watch: Watch
    bounds: tuple[float, float]
    method: Method


@dataclass(frozen=True)
class Piece:
    """
    A connected component of unknown counts, which can be solved by itself.

    Attributes:
        counts: The unknown counts, in a fixed order: programs number them by it.
        bounds: The range of each, and of the known counts that they are tied to.
        sums, orders: The equations and inequalities that they are in.
        watched: The watched ones; left empty until a piece is judged, where it was made for a single count.
        exposures: The ones that can be worked out too closely, once judged.
    """

    counts: tuple[Count, ...]
    bounds: Mapping[Count, Bounds]
    sums: tuple[Sum, ...]
    orders: tuple[AtMost, ...]
    watched: tuple[Watch, ...] = ()
    exposures: tuple[Exposure, ...] = ()

    @classmethod
    def of(
        cls,
        counts: Iterable[Count],
        bounds: Mapping[Count, Bounds],
        sums: Sequence[Sum],
        orders: Sequence[AtMost],
        watched: Sequence[Watch] = (),
    ) -> Self:
        """A piece with the ranges that it needs, out of those of a whole system."""
        ties: tuple[Tie, ...] = (*sums, *orders)
        counts = tuple(counts)
        # A count without ties is a piece of its own.
        members = [member for tie in ties for member in tie.members] or counts
        own = {member: bounds[member] for member in members}
        return cls(counts, own, tuple(sums), tuple(orders), tuple(watched))

    @property
    def ties(self) -> tuple[Tie, ...]:
        """The sums, then the orders."""
        return (*self.sums, *self.orders)

    @cached_property
    def ties_of(self) -> Mapping[Count, tuple[Tie, ...]]:
        """The ties of each count."""
        ties_of: dict[Count, list[Tie]] = defaultdict(list)
        for tie in self.ties:
            for member in tie.members:
                ties_of[member].append(tie)
        return {count: tuple(ties) for count, ties in ties_of.items()}

    def exposures_except(self, given_up: Collection[Count]) -> list[Exposure]:
        """The exposures of all but some counts."""
        return [exposure for exposure in self.exposures if exposure.watch.count not in given_up]


class DisjointSets(Generic[_Item]):
    """Items joined into sets, each set represented by one of its items, its root (union-find)."""

    def __init__(self) -> None:
        self._above: dict[_Item, _Item] = {}

    def root(self, item: _Item) -> _Item:
        """The root of the set of an item; the item itself where it has not been joined to any."""
        parent = self._above
        above = parent.setdefault(item, item)
        while above != item:
            parent[item] = parent[above]  # halve the path, so that later look-ups are short
            item, above = above, parent[above]
        return item

    def join(self, items: Sequence[_Item]) -> None:
        """Make one set of the sets of some items."""
        root = self.root(items[0])
        for item in items[1:]:
            self._above[self.root(item)] = root

    def roots(self) -> dict[_Item, _Item]:
        """The root of every item that was named, in the order of naming."""
        return {item: self.root(item) for item in list(self._above)}


@dataclass(frozen=True)
class AttackedPattern:
    """
    Everything that all releases say with one pattern hidden in the newest, attacked.

    Attributes:
        systems: The system of each scope by itself.
        ties: All sums and orders, within scopes and between them.
        bounds: The range of each count as its own rows give it.
        pieces: The pieces that have a watched count.
    """

    systems: tuple[System, ...]
    ties: Ties
    bounds: Mapping[Count, Bounds]
    pieces: tuple[Piece, ...]

    @cached_property
    def narrowed(self) -> dict[Count, Bounds]:
        """The range of each count as far as sums narrow it."""
        return dict(self.bounds) | {count: left for piece in self.pieces for count, left in piece.bounds.items()}


def piece_around(first: Count, bounds: Mapping[Count, Bounds], ties: Ties) -> Piece:
    """The piece that a count is in; a known count is alone."""
    counts: dict[Count, None] = {first: None}
    near: set[int] = set()
    queue = [first] if bounds[first][0] != bounds[first][1] else []
    while queue:
        for index in ties.indexes_of(queue.pop()):
            if index in near:
                continue
            near.add(index)
            for member in ties.all[index].members:
                if member not in counts and bounds[member][0] != bounds[member][1]:
                    counts[member] = None
                    queue.append(member)
    sums, orders = ties.sums_and_orders(sorted(near))
    return Piece.of(counts, bounds, sums, orders)


def differing_systems(new: Iterable[System], old: Iterable[System]) -> Iterator[tuple[System, System]]:
    """The systems of the scopes that do not say the same in two patterns, in pairs. Equal ones are one object."""
    return ((now, before) for now, before in zip(new, old, strict=True) if now is not before)


def have_equal_ties(new: Iterable[System], old: Iterable[System]) -> bool:
    """Tell patterns that tie the counts of all scopes in the same way from others."""
    return all(now.sums == before.sums and now.orders == before.orders for now, before in differing_systems(new, old))


def rewatched_counts(new: Iterable[System], old: Iterable[System]) -> set[Count]:
    """The counts that are watched in one of two patterns only, or not in the same way."""
    return {watch.count for now, before in differing_systems(new, old) for watch in {*now.watched} ^ {*before.watched}}


def intersect_bounds(
    bounds: Mapping[Count, Bounds], new: Iterable[System], old: Iterable[System]
) -> tuple[dict[Count, Bounds], list[Count]]:
    """Ranges narrowed further by what scopes say in a new pattern, and the counts whose range that changes."""
    narrowed = dict(bounds)
    changed = []
    for now, _ in differing_systems(new, old):
        for count, (low, high) in now.bounds.items():
            before = bounds[count]
            narrowed[count] = (max(low, before[0]), min(high, before[1]))
            if narrowed[count] != before:
                changed.append(count)
    return narrowed, changed
