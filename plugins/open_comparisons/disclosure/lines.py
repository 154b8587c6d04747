"""
The choice of cells to hide, from bases, statuses and the earlier pattern alone.

METHODS section 2, "Secondary". The program is open: whoever runs it could learn from a choice that looked at the hidden
counts (the minimality attack; Wong, Fu, Wang and Pei 2007, VLDB). So a line, that is an equation of parts and their
total, is judged by what the statuses of its cells say of any counts that they can stand for. A count that the primary
rule would show has at least `min_count` above and below it; one in a band may have none on one side. A hidden count
holds when the other hidden counts of each of its lines can always move as far as it must be able to.
"""

import math
from collections import defaultdict
from collections.abc import Collection
from itertools import product
from typing import Final, NamedTuple

from open_comparisons.disclosure.counts import Count, CountKind, RowCount, Scope
from open_comparisons.disclosure.pattern import BaseCell, PatternCell, TrueRows
from open_comparisons.disclosure.propagation import Sum
from open_comparisons.disclosure.system import CountRow, Key, System
from open_comparisons.standard.statuses import BANDED, MISSING, NOT_APPLICABLE

_CHOSEN_BY: Final = (
    CountKind.BASE,
    CountKind.PERSONS,
    CountKind.NUMERATOR,
    CountKind.COMPLEMENT,
    CountKind.TOTAL,
)
"""The kinds of count whose lines choose."""


class Room(NamedTuple):
    """How far a hidden count can move down and up, at least, given all that its status says of it."""

    down: float
    up: float


_NO_ROOM: Final = (Room(0, 0),)
_ANY_ROOM: Final = (Room(math.inf, math.inf),)
_MOST_BANDS: Final = 8
"""Bands of a line that are tried at both their ends; more than that do not move."""


class Lines:
    """
    The lines of one provider's rows, and what the cells of the newest release do in them.

    Attributes:
        true_rows: The true rows of the newest release.
        known: Counts that an earlier release shows, or that are nought for want of anybody to count.
        all: The lines.
    """

    def __init__(self, true_rows: TrueRows, system: System, known: Collection[Count]) -> None:
        self.true_rows, self.known = true_rows, known
        self._keys = _keys_by_count(true_rows)
        self.all = tuple(tie for tie in system.ties if isinstance(tie, Sum) and self._is_chosen_by(tie))
        self._lines_of: dict[Count, list[Sum]] = defaultdict(list)
        for line in self.all:
            for member in line.members:
                self._lines_of[member].append(line)
        self._counts_of: dict[PatternCell, list[Count]] = defaultdict(list)
        for count in self._lines_of:
            cell = self.cell_of(count)
            if cell is not None:
                self._counts_of[cell].append(count)
            if cell is not None and not isinstance(cell, BaseCell):
                self._counts_of[true_rows.base_of(cell)].append(count)
        self._published: dict[Key, CountRow] = {}

    def _is_chosen_by(self, line: Sum) -> bool:
        kinds = {member.kind for member in line.members if isinstance(member, RowCount) and member.kind in _CHOSEN_BY}
        is_of_rows = all(isinstance(member, RowCount) and member.kind in kinds for member in line.members)
        # Numerator + complement = base is no line: they are two sides of one cell.
        return is_of_rows and (CountKind.COMPLEMENT not in kinds or len(kinds) == 1)

    def lines_changed_by(self, cell: PatternCell) -> dict[Sum, None]:
        """The lines that have other hidden counts once a cell is hidden or shown."""
        counts = list(self._counts_of.get(cell, ()))
        if not isinstance(cell, BaseCell) and cell in self.true_rows.base_counted_by:
            counts += self._counts_of.get(self.true_rows.base_counted_by[cell], ())
        if isinstance(cell, BaseCell):
            for key in self.true_rows.rows_counting.get(cell, ()):
                counts += self._counts_of.get(key, ())
            for key in self.true_rows.rows_on.get(cell, ()):
                if key in self.true_rows.base_counted_by:
                    counts += self._counts_of.get(self.true_rows.base_counted_by[key], ())
        return dict.fromkeys(line for count in counts for line in self._lines_of.get(count, ()))

    def forget(self) -> None:
        """Forget how rows are published, since the pattern has changed."""
        self._published.clear()

    def published_row(self, key: Key, pattern: Collection[PatternCell]) -> CountRow:
        """A row as published with a pattern hidden, the one since `forget`."""
        known = self._published.get(key)
        if known is None:
            known = self._published[key] = self.true_rows.published_row(key, pattern)
        return known

    def cell_of(self, count: Count) -> PatternCell | None:
        """The cell of the newest release that shows a count; None where no row does."""
        if not isinstance(count, RowCount) or count.provider:
            return None  # a sum, or another provider's
        if count.kind.is_size:
            base = BaseCell(count.quantity.name, count.scope)
            return base if base in self.true_rows.rows_on else None
        return self._keys.get((count.quantity.name, count.scope, count.quantity.instrument))

    def is_unknown(self, count: Count, pattern: Collection[PatternCell]) -> bool:
        """Tell a count that readers of all releases cannot see."""
        if count in self.known:
            return False
        cell = self.cell_of(count)
        if cell is None:
            return True
        if isinstance(cell, BaseCell):
            rows = (self.published_row(key, pattern) for key in self.true_rows.rows_on[cell])
            return all(row.denominator is None and row.status not in {MISSING, NOT_APPLICABLE} for row in rows)
        row = self.published_row(cell, pattern)
        return row.numerator is None and row.value is None and row.status not in {MISSING, NOT_APPLICABLE}

    def unmet(self, line: Sum, pattern: Collection[PatternCell]) -> tuple[Count, ...]:
        """The hidden counts of a line that the hidden counts beside them do not protect; none where the line holds."""
        hidden = [count for count in line.members if self.is_unknown(count, pattern)]
        listed = [count for count in hidden if self.cell_of(count) is not None]
        return tuple(count for count in listed if not self._holds(count, pattern))

    def _holds(self, count: Count, pattern: Collection[PatternCell]) -> bool:
        """Tell a count that can take enough values, wherever in their bands the counts beside it are."""
        needed = self.true_rows.limits.min_count - 1
        own = self.rooms(count, pattern)
        moves = [self._moves(count, line, pattern) for line in self._lines_of[count]]
        for case in product(own, *moves):
            way = min(room.down for room in case) + min(room.up for room in case)
            if way < (case[0].down + case[0].up if len(own) > 1 else needed):
                return False
        return True

    def _moves(self, count: Count, line: Sum, pattern: Collection[PatternCell]) -> tuple[Room, ...]:
        """How far a count can move down and up by what the other hidden counts of a line can take, case by case."""
        others = [other for other in line.members if other is not count and self.is_unknown(other, pattern)]
        if self._moves_as_one(line, pattern):
            return _ANY_ROOM
        rooms = [self._rooms_beside(other, line, pattern) for other in others]
        if sum(len(each) > 1 for each in rooms) > _MOST_BANDS:
            rooms = [each if len(each) == 1 else _NO_ROOM for each in rooms]
        cases: dict[Room, None] = {}
        for case in product(*rooms):
            up = down = 0.0
            for other, room in zip(others, case, strict=True):
                # A part rises as another part falls, or as their total rises.
                is_opposite = (other is line.total) == (count is line.total)
                up += room.down if is_opposite else room.up
                down += room.up if is_opposite else room.down
            cases[Room(down, up)] = None
        return tuple(cases)

    def _moves_as_one(self, line: Sum, pattern: Collection[PatternCell]) -> bool:
        """
        Tell a line that says nothing beside its own bands, or beside another line.

        Where the total is a band, so is each hidden part, whatever they are. And where all bases are shown, the line of
        complements is that of the numerators seen from the other side.
        """
        cells = [self.cell_of(member) for member in line.members]
        rows = [
            self.published_row(cell, pattern) for cell in cells if cell is not None and not isinstance(cell, BaseCell)
        ]
        kind = line.total.kind if isinstance(line.total, RowCount) else None
        if (
            kind == CountKind.COMPLEMENT
            and len(rows) == len(cells)
            and all(row.denominator is not None for row in rows)
        ):
            return True
        total = cells[0]
        is_band = total is not None and not isinstance(total, BaseCell) and rows[0].status in BANDED
        return is_band and all(self.is_unknown(part, pattern) or part in self.known for part in line.parts)

    def _rooms_beside(self, count: Count, line: Sum, pattern: Collection[PatternCell]) -> tuple[Room, ...]:
        """The room of a hidden count in one line, as far as its other lines can follow."""
        own = self.rooms(count, pattern)
        down = up = math.inf
        for other_line in self._lines_of[count]:
            if other_line is line or self._moves_as_one(other_line, pattern):
                continue
            least_down = least_up = 0.0
            for each in other_line.members:
                if each is count or not self.is_unknown(each, pattern):
                    continue
                rooms = self.rooms(each, pattern)
                is_opposite = (each is other_line.total) == (count is other_line.total)
                least_up += min(room.down if is_opposite else room.up for room in rooms)
                least_down += min(room.up if is_opposite else room.down for room in rooms)
            down, up = min(down, least_down), min(up, least_up)
        return tuple(dict.fromkeys(Room(min(room.down, down), min(room.up, up)) for room in own))

    def rooms(self, count: Count, pattern: Collection[PatternCell]) -> tuple[Room, ...]:
        """
        The room of a hidden count: of a base by its size, of others by the status that their numbers would have.

        Two for a band: of its lowest and of its highest count.
        """
        cell = self.cell_of(count)
        if cell is None or not isinstance(count, RowCount) or count.kind == CountKind.TOTAL:
            return _ANY_ROOM
        few = self.true_rows.limits.min_count
        if isinstance(cell, BaseCell):
            sizes = self.true_rows.sizes_on(cell) if count.kind == CountKind.BASE else self.true_rows.persons_on(cell)
            return (Room(min(sizes, default=0), math.inf),)
        row, true = self.published_row(cell, pattern), self.true_rows.rows[cell]
        if row.status in BANDED:
            return (Room(0, few - 1), Room(few - 1, 0))
        number = true.numerator if true.numerator is not None else true.value
        if number is None:
            return (Room(few, few),)  # hidden before it came here: the judge will see
        if true.denominator is None or not self.true_rows.standard.measures[cell.measure].is_share:
            return (Room(few if number >= few else 0, math.inf),)
        if min(self.true_rows.sizes(cell)) < self.true_rows.limits.min_denominator:
            return (Room(0, math.inf),)  # its status says nothing of its count
        sides = (number, true.denominator - number)
        here, there = sides if count.kind == CountKind.NUMERATOR else sides[::-1]
        # Where the base is hidden as well, the count can rise together with its base.
        up = math.inf if row.denominator is None else few if there >= few else 0
        return (Room(few if here >= few else 0, up),)

    def closed_by(self, count: Count, pattern: Collection[PatternCell]) -> int:
        """The number of lines in which a count would be the only hidden one, and so follow."""
        return sum(
            not any(self.is_unknown(other, pattern) for other in line.members if other is not count)
            for line in self._lines_of.get(count, ())
        )


def _keys_by_count(true_rows: TrueRows) -> dict[tuple[str, Scope, str], Key]:
    """The key of each row, by the measure, scope and instrument of its count."""
    keys = {}
    for key in true_rows.rows:
        keys[key.measure, key.scope, key.instrument] = key
        if key in true_rows.base_counted_by:
            keys[key.measure, key.scope, ""] = key
    return keys
