"""
Counts that cannot all be true: the few ties that rule each other out, with the rows whose numbers they are about.

Bound propagation only notices that no whole numbers fit, at whichever count it happens to be. People must be shown
where to look, so the ties are cut down until each of them is needed for the contradiction. In the literature that is
an irreducible infeasible subsystem, found by the deletion filter: Chinneck and Dravnieks (1991), ORSA Journal on
Computing 3, 157-168.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from open_comparisons.disclosure.bases import Bases
from open_comparisons.disclosure.builder import build_system
from open_comparisons.disclosure.counts import Count, CountKind, Quantity, RowCount, Scope
from open_comparisons.disclosure.propagation import (
    ANY_COUNT,
    AtMost,
    Bounds,
    ContradictionError,
    Linear,
    Tie,
    linear,
    narrow_by,
    users_of,
)
from open_comparisons.disclosure.system import CountRow, Key, ReleaseRows, System
from open_comparisons.standard.model import Standard
from open_comparisons.standard.statuses import MISSING, NOT_APPLICABLE

MOST: Final = 20
"""Contradictions to look for in one provider; each of them may be behind many others."""


class FileCell(NamedTuple):
    """A number of a row: the key of the row, and the role of the column."""

    key: Key
    role: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """
    Numbers that cannot all be true.

    Attributes:
        ties: The ties that rule each other out; each is needed.
        cells: The numbers, bands and rates that they tie.
    """

    ties: tuple[Tie, ...]
    cells: frozenset[FileCell]


def find_contradictions(releases: Sequence[ReleaseRows], standard: Standard) -> Iterator[Contradiction]:
    """
    Contradictions in the rows of one provider, at most `MOST`; no two of them have a tie in common.

    Args:
        releases: The releases to read together, oldest first.
        standard: For the links between measures, bases and breakdowns.
    """
    system = build_system(releases, standard)
    shown = _Shown(system, releases, standard)
    ties = list(system.ties)
    for _ in range(MOST):
        conflict = _conflict(system.bounds, ties)
        if not conflict:
            return
        yield Contradiction(tuple(conflict), frozenset(shown.cells_of(conflict)))
        ties = [tie for tie in ties if tie not in conflict]


def _conflict(bounds: Mapping[Count, Bounds], ties: Sequence[Tie]) -> list[Tie]:
    """A few ties that rule each other out, none of which can be spared; none where all can be true."""
    needed = _involved(bounds, ties)
    for tie in list(reversed(needed)):
        others = [other for other in needed if other is not tie]
        if _involved(bounds, others):
            needed = others
    return needed


def _involved(bounds: Mapping[Count, Bounds], ties: Sequence[Tie]) -> list[Tie]:
    """
    The ties by which propagation comes to a contradiction, in the order given; none where it comes to none.

    Each count remembers the ties that narrowed it. Where no value is left, these, and those that narrowed their counts,
    are all that can be to blame.
    """
    constraints = [linear(tie) for tie in ties]
    users = users_of(constraints)
    narrowed = dict.fromkeys(users, ANY_COUNT) | dict(bounds)
    narrowed_by: dict[Count, set[int]] = defaultdict(set)
    queue = deque(range(len(ties)))
    waiting = set(queue)
    while queue:
        index = queue.popleft()
        waiting.discard(index)
        try:
            changed = narrow_by(narrowed, constraints[index])
        except ContradictionError:
            return [ties[number] for number in sorted(_causes(index, constraints, narrowed_by))]
        for count in changed:
            narrowed_by[count].add(index)
            again = [user for user in users[count] if user not in waiting]
            queue.extend(again)
            waiting.update(again)
    return []


def _causes(index: int, constraints: Sequence[Linear], narrowed_by: Mapping[Count, Collection[int]]) -> set[int]:
    causes, queue = {index}, [index]
    while queue:
        for count, _ in constraints[queue.pop()].terms:
            fresh = set(narrowed_by.get(count, ())) - causes
            causes |= fresh
            queue.extend(sorted(fresh))
    return causes


_ROLES: Final[Mapping[CountKind, str]] = {
    CountKind.BASE: "denominator",
    CountKind.PERSONS: "persons",
    CountKind.NUMERATOR: "numerator",
    CountKind.TOTAL: "value",
}
"""The column of a row that shows a count of it."""


class _Shown:
    """The cells that say something about counts."""

    def __init__(self, system: System, releases: Sequence[ReleaseRows], standard: Standard) -> None:
        self._shown, self._standard = system.shown, standard
        self._bands = {watch.count: watch.key for watch in system.watched if watch.rule == "band"}
        self._rates: dict[tuple[Quantity, Scope], Key] = {}
        self._rows: dict[Key, CountRow] = {}
        bases = Bases.of(standard)
        for release in releases:
            for row in release.rows:
                self._rows[row.key] = row
                if row.response_rate is not None:
                    base = bases.quantity(bases.at(standard.measures[row.key.measure].base, row.key.scope))
                    self._rates.setdefault((base, row.key.scope), row.key)

    def cells_of(self, ties: Sequence[Tie]) -> Iterator[FileCell]:
        """The cells behind the counts of some ties, and the rates that make ties of their own."""
        for tie in ties:
            for count in tie.members:
                if count in self._shown and isinstance(count, RowCount):
                    yield FileCell(self._shown[count], self._role(self._shown[count], count.quantity))
                elif count in self._bands:
                    yield FileCell(self._bands[count], "status")
            if isinstance(tie, AtMost) and tie.part_times != tie.whole_times:
                yield from self._rate_cells(tie)

    def _role(self, key: Key, quantity: Quantity) -> str:
        """The column in which a row shows a count: a base can be another measure's numerator; a status can say 0."""
        if self._rows[key].status in {MISSING, NOT_APPLICABLE}:
            return "status"
        if quantity.kind == CountKind.NUMERATOR and key.measure != quantity.name:
            return "denominator"
        if quantity.kind == CountKind.NUMERATOR and self._standard.measures[key.measure].kind.is_plain_count:
            return "value"
        return _ROLES[quantity.kind]

    def _rate_cells(self, tie: AtMost) -> Iterator[FileCell]:
        for count in tie.members:
            key = self._rates.get((count.quantity, count.scope)) if isinstance(count, RowCount) else None
            if key:
                yield FileCell(key, "response_rate")
