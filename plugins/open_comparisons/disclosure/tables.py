"""
Tables that fit everything published, found one by one with the standard library alone.

A table is a whole number for each unknown count of a piece, such that all ties hold: what could have been counted. Each
proves that its numbers are possible. Finding none where all were tried proves that there is none, where every range has
an end; a range without one is cut, and then it proves nothing.

Counts are given values in turn, and after each the ranges of the others are narrowed, as in constraint programming. The
ties of a provider's rows are nearly trees of sums, for which narrowing leaves hardly any dead ends.
"""

import math
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import heappop, heappush
from typing import Final, TypeAlias

from open_comparisons.disclosure.pieces import Piece
from open_comparisons.disclosure.propagation import Linear, linear

Term: TypeAlias = tuple[int, int]

_UNLIMITED: Final = 1_000
"""
Stands for infinity, or four times the largest number of the piece if that is more.

No rule asks whether a count may be larger than this, and a smaller range is narrowed in fewer steps.
"""
_STEPS_PER_TIE: Final = 32
_STEPS: Final = 1_000
"""The work allowed in the first try for a table: narrowings, for each tie of the piece and in any case."""
_TRIES: Final = (1, 1, 2)
"""The tries for a table, by the work allowed: a new start is often luckier than to go on from a bad one."""
_STEPS_PER_MOVE: Final = 200
"""Ties to look at for a move."""
_NEIGHBOURS: Final = (32, 100, 300)
"""Counts that may change together, in the first try to change a table nearby and in the second."""
_STEPS_PER_NEIGHBOUR: Final = 40
"""The work allowed in such a try: narrowings, for each of those counts."""
Choice: TypeAlias = "Callable[[int, int, int], int]"
"""The value to try first of a count, by its number and the range that it has left."""


class UndecidedError(Exception):
    """The work allowed was not enough to find a table, or to show that there is none."""


class TableSearch:
    """
    The search for tables of one piece. Counts are numbered in the order of the piece.

    Attributes:
        number_of: The number of each unknown count.
        lowest, highest: The range of each.
        width: The width that a range without an end is given.
        is_cut: True where some range has no end.
    """

    def __init__(self, piece: Piece) -> None:
        self.number_of = {count: number for number, count in enumerate(piece.counts)}
        self.lowest = [piece.bounds[count][0] for count in piece.counts]
        ends = [end for bounds in piece.bounds.values() for end in bounds if not math.isinf(end)]
        self.width = max(_UNLIMITED, 4 * int(max(ends, default=0)))
        self.is_cut = any(math.isinf(piece.bounds[count][1]) for count in piece.counts)
        self.highest = [
            low + self.width if math.isinf(high) else int(high)
            for low, high in (piece.bounds[count] for count in piece.counts)
        ]
        self._ties: list[tuple[tuple[Term, ...], int, int, bool]] = []
        self._ties_of: list[list[int]] = [[] for _ in piece.counts]
        for tie in piece.ties:
            self._add_tie(linear(tie), piece)
        self._order = sorted(range(len(piece.counts)), key=lambda number: -len(self._ties_of[number]))
        self._trail: list[tuple[int, int, int]] = []
        self._steps = 0
        self._share = self._most_steps = _STEPS + _STEPS_PER_TIE * len(self._ties)

    def find(self, choices: Sequence[Choice], fixed: Sequence[tuple[int, int]]) -> list[int] | None:
        """
        A table with some counts fixed; None where there is none.

        Args:
            choices: The way to choose values in the first try, and in each that follows it.
            fixed: Numbers of counts, and their values.

        Raises:
            UndecidedError: It took too much work.
        """
        for times, choose in zip(_TRIES, choices, strict=False):
            self._steps, self._most_steps = 0, times * self._share
            try:
                return self._search(choose, self._order) if self._suppose(fixed) else None
            except UndecidedError:
                continue
            finally:
                self._undo(0)
        raise UndecidedError

    def move(self, table: Sequence[int], number: int, value: int) -> dict[int, int] | None:
        """
        The counts to change, and their new values, for one count of a table to have another value.

        Ties that no longer hold are mended one by one, by changing one further count as little as it takes. That is
        quick where there is a short way; None where none is found says nothing.

        Args:
            table: Fits all ties.
            number: The count.
            value: Its new value, within its range.
        """
        changed = {number: value}
        self._steps, self._most_steps = 0, _STEPS_PER_MOVE
        return changed if self._mend(table, changed, list(self._ties_of[number])) else None

    def change_nearby(self, table: Sequence[int], number: int, value: int) -> dict[int, int] | None:
        """
        The counts to change, and their new values, for one count of a table to have another value; as `move`.

        All ways are tried in which only counts near it change, by the ties between them: much less work than a table
        from nothing. None says nothing of other ways.
        """
        for most in _NEIGHBOURS:
            near = self._neighbours(number, most)
            try:
                self._steps, self._most_steps = 0, _STEPS_PER_NEIGHBOUR * most
                if self._keep_far(table, near) and self._suppose([(number, value)]):
                    found = self._search(lambda each, low, high: min(max(table[each], low), high), near)
                    if found is not None:
                        return {each: found[each] for each in near if found[each] != table[each]}
            except UndecidedError:
                continue
            finally:
                self._undo(0)
            if len(near) < most:
                return None
        return None

    def _neighbours(self, number: int, most: int) -> list[int]:
        """The counts nearest to one by the ties between them, at most about as many as given."""
        found: dict[int, None] = {}
        queue = [(0, number)]
        while queue and len(found) < most:
            way, nearest = heappop(queue)
            if nearest in found:
                continue
            found[nearest] = None
            for tie in self._ties_of[nearest]:
                for other, _ in self._ties[tie][0]:
                    if other not in found:
                        heappush(queue, (way + len(self._ties_of[other]), other))
        return list(found)

    def _keep_far(self, table: Sequence[int], near: Sequence[int]) -> bool:
        """Give all counts but some the values of a table, and narrow those; False at a dead end."""
        free = set(near)
        for number, value in enumerate(table):
            if number not in free:
                self._trail.append((number, self.lowest[number], self.highest[number]))
                self.lowest[number] = self.highest[number] = value
        return self._propagate(dict.fromkeys(tie for number in near for tie in self._ties_of[number]))

    def fits(self, table: Sequence[int], changed: Mapping[int, int]) -> bool:
        """Tell a table that still satisfies all ties once some of its counts are changed."""
        if any(not self.lowest[number] <= value <= self.highest[number] for number, value in changed.items()):
            return False
        return all(
            least <= sum(factor * changed.get(number, table[number]) for number, factor in terms) <= most
            for terms, least, most, _ in (
                self._ties[tie] for tie in dict.fromkeys(tie for number in changed for tie in self._ties_of[number])
            )
        )

    def _mend(self, table: Sequence[int], changed: dict[int, int], broken: list[int]) -> bool:
        """Mend ties by changing further counts, each once; False where that fails, with nothing changed."""
        while broken:
            self._steps += 1
            if self._steps > self._most_steps:
                return False
            index = broken[-1]
            terms, least, most, _ = self._ties[index]
            total = sum(factor * changed.get(number, table[number]) for number, factor in terms)
            missing = least - total if total < least else most - total if total > most else 0
            if not missing:
                broken.pop()
                continue
            for number, new in self._ways_to_mend(terms, missing, table, changed):
                changed[number] = new
                if self._mend(table, changed, [*broken, *(tie for tie in self._ties_of[number] if tie != index)]):
                    return True
                del changed[number]
            return False
        return True

    def _ways_to_mend(
        self, terms: Sequence[Term], missing: int, table: Sequence[int], changed: Mapping[int, int]
    ) -> list[tuple[int, int]]:
        """Counts that could take what a tie is short of, or as much of it as they can; those in fewest ties first."""
        ways = []
        for number, factor in terms:
            if number in changed:
                continue
            step = -(-missing // factor) if (missing > 0) == (factor > 0) else missing // factor
            new = min(max(table[number] + step, self.lowest[number]), self.highest[number])
            if new != table[number]:
                ways.append((new != table[number] + step, len(self._ties_of[number]), number, new))
        return [(number, new) for *_, number, new in sorted(ways)]

    def suppose(self, fixed: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]] | None:
        """The ranges that are left when some counts are fixed; None where that cannot be."""
        try:
            self._steps, self._most_steps = 0, self._share
            return (list(self.lowest), list(self.highest)) if self._suppose(fixed) else None
        except UndecidedError:
            return list(self.lowest), list(self.highest)  # as far as they have been narrowed
        finally:
            self._undo(0)

    def can_be_within(self, number: int, low: int, high: int) -> bool:
        """False where narrowing alone shows that a count has no value within a range."""
        try:
            self._steps, self._most_steps = 0, self._share
            return low <= high and self._narrow(number, low, high)
        except UndecidedError:
            return True
        finally:
            self._undo(0)

    def _add_tie(self, tie: Linear, piece: Piece) -> None:
        factors: dict[int, int] = {}
        known = 0
        for count, factor in tie.terms:
            number = self.number_of.get(count)
            if number is None:
                known += factor * piece.bounds[count][0]
            else:
                factors[number] = factors.get(number, 0) + factor
        ends = [
            int(end) - known if math.isfinite(end) else int(math.copysign(10**18, end))
            for end in (tie.lowest, tie.highest)
        ]
        own = tuple((number, factor) for number, factor in factors.items() if factor)
        for number, _ in own:
            self._ties_of[number].append(len(self._ties))
        self._ties.append((own, ends[0], ends[1], all(abs(factor) == 1 for _, factor in own)))

    def _search(self, choose: Choice, order: Sequence[int]) -> list[int] | None:
        """
        Depth first: each count gets a value, or after a dead end a value below it, or above it.

        The counts with most ties come first: the others follow, and leave hardly any dead ends.

        Args:
            choose: Chooses the value.
            order: The counts; the others follow from them, or have a value.
        """
        lowest, highest = self.lowest, self.highest
        stack: list[tuple[int, int, list[tuple[int, int]]]] = []
        place, fits = 0, True
        while True:
            if fits:
                while place < len(order) and lowest[order[place]] == highest[order[place]]:
                    place += 1
                if place == len(order):
                    return list(lowest)
                number = order[place]
                low, high = lowest[number], highest[number]
                value = choose(number, low, high)
                sides = [(low, value - 1), (value + 1, high), (value, value)]
                stack.append((len(self._trail), place, [side for side in sides if side[0] <= side[1]]))
            while stack and not stack[-1][2]:
                stack.pop()
            if not stack:
                return None
            mark, place, sides = stack[-1]
            self._undo(mark)
            fits = self._narrow(order[place], *sides.pop())

    def _suppose(self, fixed: Sequence[tuple[int, int]]) -> bool:
        return all(
            self.lowest[number] <= value <= self.highest[number] and self._narrow(number, value, value)
            for number, value in fixed
        )

    def _narrow(self, number: int, low: int, high: int) -> bool:
        """Give a count a narrower range, and narrow the others by it; False at a dead end."""
        self._trail.append((number, self.lowest[number], self.highest[number]))
        self.lowest[number], self.highest[number] = low, high
        return self._propagate(self._ties_of[number])

    def _propagate(self, ties: Iterable[int]) -> bool:
        """Narrow counts by ties, and others by them in turn; False at a dead end."""
        # First in, first out: a tie that waits for several changes is narrowed once for all of them.
        queue = deque(ties)
        waiting = set(queue)
        while queue:
            index = queue.popleft()
            waiting.discard(index)
            self._steps += 1
            if self._steps > self._most_steps:
                raise UndecidedError
            changed = self._tighten(index)
            if changed is None:
                return False
            for each in changed:
                for user in self._ties_of[each]:
                    if user not in waiting and (user != index or not self._ties[index][3]):
                        waiting.add(user)
                        queue.append(user)
        return True

    def _tighten(self, index: int) -> list[int] | None:
        """Narrow the counts of one tie to what the others leave for them; those that changed, None at a dead end."""
        lowest, highest = self.lowest, self.highest
        terms, least_allowed, most_allowed, _ = self._ties[index]
        least = most = 0
        for number, factor in terms:
            if factor > 0:
                least += factor * lowest[number]
                most += factor * highest[number]
            else:
                least += factor * highest[number]
                most += factor * lowest[number]
        up, down = most_allowed - least, most - least_allowed
        if up < 0 or down < 0:
            return None
        changed = []
        for number, factor in terms:
            low, high = lowest[number], highest[number]
            size = abs(factor)
            if (high - low) * size <= up and (high - low) * size <= down:
                continue
            rise, fall = (up // size, down // size) if factor > 0 else (down // size, up // size)
            new_low, new_high = max(low, high - fall), min(high, low + rise)
            if new_low > new_high:
                return None
            if new_low != low or new_high != high:
                self._trail.append((number, low, high))
                lowest[number], highest[number] = new_low, new_high
                changed.append(number)
        return changed

    def _undo(self, mark: int) -> None:
        trail = self._trail
        while len(trail) > mark:
            number, low, high = trail.pop()
            self.lowest[number], self.highest[number] = low, high
