"""The pieces that a system falls into where known counts separate it, and how two patterns of one provider differ."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from open_comparisons.disclosure.solve import members_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from open_comparisons.disclosure.propagation import AtMost, Sum, Ties
    from open_comparisons.disclosure.solve import Narrow
    from open_comparisons.disclosure.system import Bounds, System, Variable

Tie: TypeAlias = "Sum | AtMost"


@dataclass(frozen=True)
class Piece:
    """
    Counts that are unknown and hang together, with all that ties them.

    Attributes:
        variables: The counts.
        bounds: The range of each, and of the known counts beside them, as far as sums narrow it.
        ties: The sums and inequalities.
        narrow: What can be worked out too closely.
    """

    variables: Mapping[Variable, None]
    bounds: Mapping[Variable, Bounds]
    ties: tuple[Tie, ...]
    narrow: tuple[Narrow, ...]

    def narrow_but(self, given_up: Collection[Variable]) -> list[Narrow]:
        """What can be worked out too closely of all but some counts."""
        return [one for one in self.narrow if one[0].variable not in given_up]

    @cached_property
    def ties_of(self) -> Mapping[Variable, tuple[Tie, ...]]:
        """The ties of each variable."""
        found: dict[Variable, list[Tie]] = defaultdict(list)
        for tie in self.ties:
            for variable in members_of(tie):
                found[variable].append(tie)
        return {variable: tuple(ties) for variable, ties in found.items()}


@dataclass(frozen=True)
class Published:
    """
    What all releases say with one pattern hidden in the newest, and what can be worked out of it.

    Attributes:
        said: What the rows of each place say.
        tied: All that ties them.
        bounds: The range of each count.
        pieces: All that something watched lies in.
    """

    said: tuple[System, ...]
    tied: Ties
    bounds: Mapping[Variable, Bounds]
    pieces: tuple[Piece, ...]

    @cached_property
    def narrowed(self) -> dict[Variable, Bounds]:
        """The range of each count as far as sums narrow it."""
        return dict(self.bounds) | {variable: left for piece in self.pieces for variable, left in piece.bounds.items()}


def piece_around(first: Variable, bounds: Mapping[Variable, Bounds], tied: Ties) -> Piece:
    """The unknown counts that hang together with one, and what ties them; a known one is alone."""
    reached, near = {first: None}, set()
    queue = [first] if bounds[first][0] != bounds[first][1] else []
    while queue:
        for index in tied.of(queue.pop()):
            if index in near:
                continue
            near.add(index)
            for variable in members_of(tied.all[index]):
                if variable not in reached and bounds[variable][0] != bounds[variable][1]:
                    reached[variable] = None
                    queue.append(variable)
    ties = tuple(tied.all[index] for index in sorted(near))
    own = {variable: bounds[variable] for tie in ties for variable in members_of(tie)} or {first: bounds[first]}
    return Piece(reached, own, ties, ())


def differing(said: Iterable[System], last: Iterable[System]) -> Iterator[tuple[System, System]]:
    """What the places say that do not say the same as before, now and then."""
    return ((new, old) for new, old in zip(said, last, strict=True) if new is not old)


def are_tied_alike(said: Iterable[System], last: Iterable[System]) -> bool:
    """Whether all places tie their counts in the same way as before."""
    return all(new.sums == old.sums and new.orders == old.orders for new, old in differing(said, last))


def watched_otherwise(said: Iterable[System], last: Iterable[System]) -> set[Variable]:
    """The counts that were not watched before, or not in the same way, and those that no longer are."""
    return {watch.variable for new, old in differing(said, last) for watch in {*new.watched} ^ {*old.watched}}


def with_told(
    bounds: Mapping[Variable, Bounds], said: Iterable[System], last: Iterable[System]
) -> tuple[dict[Variable, Bounds], list[Variable]]:
    """Ranges narrowed by what places say now, and the counts whose range that changes."""
    found = dict(bounds)
    told = []
    for new, _ in differing(said, last):
        for variable, (low, high) in new.bounds.items():
            before = bounds[variable]
            found[variable] = (max(low, before[0]), min(high, before[1]))
            if found[variable] != before:
                told.append(variable)
    return found, told
