"""The pieces that a system falls into where known counts separate it."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

from open_comparisons.disclosure.counts import Count
from open_comparisons.disclosure.propagation import Bounds, Tie
from open_comparisons.disclosure.system import System, Watch

Method: TypeAlias = Literal["sums", "tables", "programs", "whole numbers", "person", "undecided"]
"""
The way in which a count was worked out: from sums, by trying all tables, by linear or whole-number programs, or by a
person who is alone in a cell. Or it was not decided whether enough values are left, which counts as too few.
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
        ties: The equations and inequalities that they are in.
        watched: The watches of them.
    """

    counts: tuple[Count, ...]
    bounds: Mapping[Count, Bounds]
    ties: tuple[Tie, ...]
    watched: tuple[Watch, ...]


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


def components(system: System, bounds: Mapping[Count, Bounds]) -> list[Piece]:
    """
    The connected components of the unknown counts of a system: known counts say nothing new, so they separate.

    Args:
        system: Everything published.
        bounds: The ranges of its counts.
    """
    unknown_in = {
        tie: [count for count in dict.fromkeys(tie.members) if bounds[count][0] != bounds[count][1]]
        for tie in system.ties
    }
    sets: DisjointSets[Count] = DisjointSets()
    for counts in unknown_in.values():
        if counts:
            sets.join(counts)
    for watch in system.watched:
        # A mean needs its base, a base its persons, though nothing else may tie them.
        if unknown := [count for count in watch.counts if bounds[count][0] != bounds[count][1]]:
            sets.join(unknown)
    root_of = sets.roots()
    members: dict[Count, list[Count]] = defaultdict(list)
    for count, root in root_of.items():
        members[root].append(count)
    ties: dict[Count, list[Tie]] = defaultdict(list)
    for tie, counts in unknown_in.items():
        if counts:
            ties[root_of[counts[0]]].append(tie)
    watched: dict[Count, list[Watch]] = defaultdict(list)
    for watch in system.watched:
        known = [root_of[count] for count in watch.counts if count in root_of]
        if known:
            watched[known[0]].append(watch)
    return [_piece(members[root], bounds, ties[root], watched[root]) for root in members]


def _piece(
    counts: Sequence[Count], bounds: Mapping[Count, Bounds], ties: Sequence[Tie], watched: Sequence[Watch]
) -> Piece:
    """A piece with the ranges that it needs, out of those of a whole system."""
    needed = dict.fromkeys(counts)
    needed |= dict.fromkeys(member for tie in ties for member in tie.members)
    needed |= dict.fromkeys(count for watch in watched for count in watch.counts)
    return Piece(tuple(counts), {count: bounds[count] for count in needed}, tuple(ties), tuple(watched))
