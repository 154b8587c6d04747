"""
Judge the pieces of a system: which watched counts hold, by proof, and which can be worked out too closely.

METHODS section 2, "A cell holds". A count holds when tables that fit everything published show as many different values
of it as it needs. It is exposed when its ties leave too few values, or when no further table exists. What the work
allowed does not decide is undecided, and counts as exposed. `protect` and `audit` judge by the same functions, so they
agree; `audit` goes on with what is undecided here.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from open_comparisons.disclosure.counts import Count, RowCount
from open_comparisons.disclosure.pieces import Exposure, Piece
from open_comparisons.disclosure.propagation import Sum
from open_comparisons.disclosure.system import Watch, is_wide_mean
from open_comparisons.disclosure.tables import Choice, TableSearch, UndecidedError

_MOST_FAILURES: Final = 6
"""Values of a count that the search may leave undecided before the count is."""
_MOST_FAILURES_IN_PIECE: Final = 16
"""Searches in a piece that may end undecided before all that is left of it does."""
MOST_VALUES: Final = 200
"""Values of a count that are looked for at most."""
_NEAR: Final = 60
"""The values of a count with a wide range that are tried: up to this far from one that is possible."""


@dataclass(frozen=True, slots=True)
class Judged:
    """
    The judgement of a piece.

    Attributes:
        exposures: The watched counts that do not hold, each with the range that is left of it.
        can_be: False where no table fits: what is published cannot all be true. What ranges alone do not expose is
            then undecided.
    """

    exposures: tuple[Exposure, ...]
    can_be: bool = True


def judge(piece: Piece, *, patience: int = MOST_VALUES) -> Judged:
    """
    Judge a piece.

    Args:
        piece: With ranges that its ties have narrowed already.
        patience: The values of a count that may turn out impossible or undecided before it counts as exposed. With
            little, what ranges alone expose comes first, without the rest. What holds with little holds with more.
    """
    exposures: list[Exposure] = []
    goals = []
    for watch in piece.watched:
        bounds, *beside = (piece.bounds[count] for count in watch.counts)
        if watch.is_narrow(bounds, *beside):
            exposures.append(Exposure(watch, bounds, "sums"))
        elif watch.matters(bounds, *beside):
            goals.append(Goal(watch))
    if exposures and patience < MOST_VALUES:
        return Judged(tuple(exposures))
    search = TableSearch(piece)
    tables = _Tables(piece, search, goals, patience)
    if not tables.can_be():
        undecided = (Exposure(goal.watch, piece.bounds[goal.watch.count], "undecided") for goal in goals)
        return Judged((*exposures, *undecided), can_be=search.is_cut)
    exposures += tables.exposures()
    caught = {exposure.watch.count for exposure in exposures}
    exposures += (each for each in _exposed_to_persons(piece, search) if each.watch.count not in caught)
    return Judged(tuple(dict.fromkeys(exposures)))


@dataclass(slots=True)
class Goal:
    """
    What tables must show of a watched count, and what they have shown so far.

    Attributes:
        watch: The watch.
        seen: The values seen; for "mean", the means.
        tried: The values looked for.
        impossible: The values that no table has.
        undecided: The values of which that was not decided.
        lowest, highest: Ends that no value can be beyond, as far as found out.
    """

    watch: Watch
    seen: set[float] = field(default_factory=set)
    tried: set[int] = field(default_factory=set)
    impossible: set[int] = field(default_factory=set)
    undecided: set[int] = field(default_factory=set)
    lowest: float = -math.inf
    highest: float = math.inf

    @property
    def is_met(self) -> bool:
        """True when the count is shown to hold."""
        if self.watch.rule == "mean":
            return bool(self.seen) and is_wide_mean(min(self.seen), max(self.seen), self.watch.needed)
        return len(self.seen) >= self.watch.needed

    def note(self, value: int, beside: Sequence[int]) -> None:
        """
        Note what a table shows.

        Args:
            value: Of the count.
            beside: Of those beside it. Nobody has no mean, so a base of 0 shows none.
        """
        if self.watch.rule == "mean":
            if beside[0]:
                self.seen.add(value / beside[0])
        elif self.watch.rule != "band" or value < self.watch.needed:
            self.seen.add(value)

    def next_value(self, low: int, high: int, latest: int | None = None) -> int | None:
        """
        A value within a range to look for next; None where there is none left to try.

        Args:
            low, high: The range.
            latest: A value that is possible, if any is known.
        """
        if len(self.undecided) >= _MOST_FAILURES or (self.impossible and self.watch.rule == "band"):
            return None
        if self.watch.rule == "mean":
            ends = [high, low, (low + high) // 2]
            if latest is not None:
                # Far enough from it for the range that a mean must have, should it be at one end.
                ends += [low + (latest - low) * times // 8 for times in (6, 10, 4, 16)]
            return next((end for end in ends if low <= end <= high and end not in self.tried), None)
        tried = self.seen | self.tried
        start = low if latest is None else latest
        near = range(max(low, start - _NEAR), min(high, start + _NEAR) + 1)
        return min((value for value in near if value not in tried), key=lambda value: abs(value - start), default=None)


class _Tables:
    """The tables found for one piece, and what they show of its goals."""

    def __init__(self, piece: Piece, search: TableSearch, goals: Sequence[Goal], patience: int) -> None:
        self.piece, self.search, self.patience = piece, search, patience
        self.goals = list(goals)
        self._goals_of: dict[int, list[Goal]] = defaultdict(list)
        for goal in goals:
            for count in goal.watch.counts:
                if count in search.number_of:
                    self._goals_of[search.number_of[count]].append(goal)
        self._draws = 0
        self._failures = 0
        self._latest: list[int] = []
        self._is_low_first = False

    def can_be(self) -> bool:
        """False where no table fits."""
        try:
            table = self.search.find(self._choices(), [])
        except UndecidedError:
            return True
        if table is not None:
            self._show(table)
        return table is not None

    def exposures(self) -> list[Exposure]:
        """
        Look for tables until each goal is met or cannot be; where none was found at all, that stays undecided.

        A search near a table of large counts can end in dead ends without number. Where anything is undecided, a second
        round begins with small counts instead.
        """
        if not self._latest:
            return [Exposure(goal.watch, self.piece.bounds[goal.watch.count], "undecided") for goal in self.goals]
        self._show_some()
        found = list(self._round())
        if self._failures and any(goal.undecided for goal in self.goals if not goal.is_met):
            self._is_low_first, self._failures = True, 0
            for goal in self.goals:
                goal.tried -= goal.undecided
                goal.undecided.clear()
            # The table of the smallest counts is the one to go on from.
            self.can_be()
            found = list(self._round())
        return found

    def _round(self) -> Iterator[Exposure]:
        """Look for tables once for each goal, and yield what is exposed or stays undecided."""
        for goal in self.goals:
            while not goal.is_met and self._look_for(goal):
                pass
            # Of a cell without a row, 0 says only that there is none.
            is_none = goal.watch.rule == "unlisted" and goal.seen == {0} and not goal.undecided
            if not goal.is_met and not is_none:
                yield self._exposure(goal)

    def _show_some(self) -> None:
        """Draw as many tables as each count needs values, as long as that is no work."""
        for _ in range(max((goal.watch.needed for goal in self.goals if goal.watch.rule != "mean"), default=2)):
            if all(goal.is_met for goal in self.goals):
                return
            try:
                table = self.search.find((self._draw,), [])
            except UndecidedError:
                return
            if table is not None:
                self._show(table)

    def _look_for_base(self, base: int) -> None:
        """Look for a table in which the base of a mean has somebody, since nobody has no mean."""
        somebody = max(1, self.search.lowest[base])
        if not self.search.highest[base] or self._reach(base, somebody):
            return
        try:
            table = self.search.find(self._choices(), [(base, somebody)])
        except UndecidedError:
            return
        if table is not None:
            self._show(table)

    def _look_for(self, goal: Goal) -> bool:
        """Look for a table that shows another value of a count; False when there is no value left to look for."""
        number = next(
            (self.search.number_of[each] for each in goal.watch.counts if each in self.search.number_of), None
        )
        if number is None or len(goal.impossible) + len(goal.undecided) >= self.patience:
            return False
        base = self.search.number_of.get(goal.watch.beside[0]) if goal.watch.rule == "mean" else None
        if base is not None and not self._latest[base]:
            self._look_for_base(base)
        low = int(max(self.search.lowest[number], goal.lowest))
        high = int(min(self.search.highest[number], goal.highest))
        value = goal.next_value(low, high, self._latest[number] if self._latest else None)
        if value is None:
            return False
        goal.tried.add(value)
        if self._reach(number, value):
            return True
        if self._failures > min(_MOST_FAILURES_IN_PIECE, 4 * self.patience):
            goal.undecided.add(value)
            return True
        try:
            table = self.search.find(self._choices()[: self.patience], [(number, value)])
        except UndecidedError:
            goal.undecided.add(value)
            self._failures += 1
            return True
        if table is None:
            goal.impossible.add(value)
            if not self.search.can_be_within(number, value, high):
                goal.highest = value - 1
            elif not self.search.can_be_within(number, low, value):
                goal.lowest = value + 1
        else:
            self._go_on(table, goal)
        return True

    def _reach(self, number: int, value: int) -> bool:
        """Change the latest table so that a count has a value, where there is a short way."""
        changed = self.search.move(self._latest, number, value) or self.search.change_nearby(
            self._latest, number, value
        )
        if changed:
            self._change(changed)
        return bool(changed)

    def _go_on(self, table: list[int], goal: Goal) -> None:
        """Note a table found, and others that the same change once more leads to."""
        steps = {
            number: new - old for number, (old, new) in enumerate(zip(self._latest, table, strict=False)) if old != new
        }
        self._show(table)
        while steps and not goal.is_met:
            changed = {number: self._latest[number] + step for number, step in steps.items()}
            if not self.search.fits(self._latest, changed):
                return
            seen = len(goal.seen)
            self._change(changed)
            if len(goal.seen) == seen:
                return

    def _show(self, table: list[int]) -> None:
        """Note what a table shows of all goals."""
        self._latest = table
        for goal in self.goals:
            self._note(goal)

    def _change(self, changed: Mapping[int, int]) -> None:
        """Make another table of the latest, and note what it shows of goals."""
        for number, value in changed.items():
            self._latest[number] = value
        for number in changed:
            for goal in self._goals_of.get(number, ()):
                self._note(goal)

    def _note(self, goal: Goal) -> None:
        value, *beside = map(self._value, goal.watch.counts)
        goal.note(value, beside)

    def _value(self, count: Count) -> int:
        number = self.search.number_of.get(count)
        return self.piece.bounds[count][0] if number is None else self._latest[number]

    def _choices(self) -> tuple[Choice, ...]:
        """
        The ways to choose values, in the order that they are tried.

        Near the latest table, which fits, or else in the middle or anywhere; without one, at the lowest last. In a
        second round, values as low as can be come first, from which few other counts follow.
        """
        if self._is_low_first:
            return (_lowest, self._near, self._middle) if self._latest else (_lowest, self._draw, self._middle)
        return (self._near, self._middle, self._draw) if self._latest else (self._draw, self._middle, _lowest)

    def _near(self, number: int, low: int, high: int) -> int:
        """The value nearest to the one in the latest table."""
        return min(max(self._latest[number], low), high)

    def _middle(self, number: int, low: int, high: int) -> int:
        """The middle of a range, which leaves most room to others; of a range without an end, a low value."""
        return (low + high) // 2 if high < self.search.lowest[number] + self.search.width // 2 else low + _NEAR // 2

    def _draw(self, _: int, low: int, high: int) -> int:
        """Any value, the same in each run."""
        self._draws += 1
        return low + (self._draws * 2_654_435_761 % 2**32 * (min(high, low + _NEAR) - low + 1) >> 32)

    def _exposure(self, goal: Goal) -> Exposure:
        bounds = self.piece.bounds[goal.watch.count]
        is_cut_short = len(goal.impossible) + len(goal.undecided) >= self.patience
        if goal.undecided or goal.watch.rule == "mean" or is_cut_short:
            return Exposure(goal.watch, bounds, "undecided")
        if min(bounds[1], goal.highest) - max(bounds[0], goal.lowest) > _NEAR:
            return Exposure(goal.watch, bounds, "undecided")
        return Exposure(goal.watch, (min(goal.seen, default=bounds[0]), max(goal.seen, default=bounds[1])), "tables")


def _lowest(_number: int, low: int, _high: int) -> int:
    return low


def _exposed_to_persons(piece: Piece, search: TableSearch) -> Iterator[Exposure]:
    """
    The counts that somebody who is the only person in a hidden cell can work out.

    METHODS section 2, "A true 1 known to the person in it". She knows that her own cell holds one. That is too much
    where it leaves a single value for another cell in an equation with hers, and the value is small enough to be hidden
    for its own sake; that a large cell becomes known to her is not. It is supposed of every hidden cell that may hold
    one: a reader of the audit does not know who is alone.
    """
    watches: dict[Count, list[Watch]] = defaultdict(list)
    for watch in piece.watched:
        if watch.rule not in {"mean", "rest"}:
            watches[watch.count].append(watch)
    near = _counts_in_sums_with(watches, piece)
    for single, beside in near.items():
        low, high = piece.bounds[single]
        left = search.suppose([(search.number_of[single], 1)]) if low <= 1 <= high and low < high else None
        if left is None:
            continue
        for count in beside:
            number = search.number_of.get(count)
            if number is not None and left[0][number] == left[1][number]:
                yield from _exposed_by(watches[single][0], watches[count], left[0][number])


def _counts_in_sums_with(watches: Mapping[Count, object], piece: Piece) -> dict[Count, dict[Count, None]]:
    """The watched counts that share an equation with each watched count."""
    near: dict[Count, dict[Count, None]] = defaultdict(dict)
    for tie in piece.ties:
        if isinstance(tie, Sum):
            own = [member for member in tie.members if member in watches]
            for member in own:
                near[member] |= {other: None for other in own if other is not member}
    return near


def _exposed_by(single: Watch, watches: Sequence[Watch], value: int) -> Iterator[Exposure]:
    for watch in watches:
        # Other counts of her own row are about herself too, and so is a larger or smaller cell with her alone in it.
        is_alone = value == 1 and (_is_within(single, watch) or _is_within(watch, single))
        is_own_row = isinstance(single.count, RowCount) and watch.key.scope == single.key.scope
        is_herself = is_own_row or is_alone
        if not is_herself and 0 < value < watch.needed:
            yield Exposure(watch, (value, value), "person")


def _is_within(single: Watch, watch: Watch) -> bool:
    """True where the cell of one watch is a part of another's, of the same quantity."""
    part, whole = single.count, watch.count
    if not isinstance(part, RowCount) or not isinstance(whole, RowCount) or part.quantity != whole.quantity:
        return False
    inner, outer = part.scope, whole.scope
    return (
        outer.unit in {"", inner.unit}
        and inner.group == outer.group
        and outer.start <= inner.start
        and inner.end <= outer.end
        and set(outer.split) <= set(inner.split)
    )
