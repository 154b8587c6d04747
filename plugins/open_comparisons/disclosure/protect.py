"""
Protect the rows of one provider: hide small numbers, and then as few more as it takes for nobody to work them out.

The rows are attacked as a reader of all releases could; what comes out too narrow is widened by hiding the least
important cell that its sums still show; and when nothing is too narrow any more, what was hidden in vain is opened
again, the most important first, together with what could be worked out then and was hidden in vain as well. A cell that
an earlier release hides stays hidden.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from open_comparisons.disclosure.pattern import Base, Figures
from open_comparisons.disclosure.pieces import Published
from open_comparisons.disclosure.propagation import AtMost, ContradictionError, derive_bounds
from open_comparisons.disclosure.search_attack import LocalAttack, blocks_of
from open_comparisons.disclosure.solve import members_of
from open_comparisons.disclosure.system import Key, Place, ReleaseRows
from open_comparisons.standard.model import BANDED, LOW_RESPONSE, MISSING, OK, SUPPRESSED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from open_comparisons.disclosure.pattern import Cell
    from open_comparisons.disclosure.pieces import Piece, Tie
    from open_comparisons.disclosure.system import Row, Variable, Watch
    from open_comparisons.standard.model import Standard, Thresholds

SMALL_BASE: Final = "small-base"
SMALL_REST: Final = "small-rest"
BEFORE: Final = "hidden-before"
TOTAL, PART, YEARS, UNIT, LINKED = "total", "part", "years", "unit", "linked"
"""Why a cell is hidden for the sake of another one: how the two hang together."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a cell is hidden: the kind, and the row that it is hidden for, if any."""

    kind: str
    of: Key | None = None


@dataclass(frozen=True, slots=True)
class Protected:
    """
    The rows of one provider as they may be published.

    Attributes:
        rows: In the order of the true ones.
        reasons: Why each cell of the pattern is hidden. What the primary rule alone makes of a count is not here.
        small: Rows whose own numbers are too small to be shown.
        differing: Rows that differ from what an earlier release says, and are not listed as corrected.
        corrected: Rows that are listed as corrected, or should be.
        exposed: Rows that can be worked out whatever is hidden now, since earlier releases give them away.
    """

    rows: tuple[Row, ...]
    reasons: Mapping[Cell, Reason]
    small: frozenset[Key]
    differing: frozenset[Key]
    corrected: frozenset[Key]
    exposed: frozenset[Key]


def protect_rows(
    rows: Sequence[Row],
    previous: Sequence[ReleaseRows],
    standard: Standard,
    limits: Thresholds,
    corrected: Iterable[Key] = (),
) -> Protected:
    """
    Hide what must be hidden of one provider.

    Args:
        rows: The true counts.
        previous: What was published of the provider before, oldest first.
        standard: How its measures hang together.
        limits: How small is too small.
        corrected: Keys that are listed as corrected; those that differ from before are found besides.

    Raises:
        ContradictionError: The rows cannot all be true together, or not with what was published before.
    """
    figures = Figures.of(rows, standard, limits)
    listed = frozenset(corrected)
    changed = listed | frozenset(_differing(figures, previous))
    hidden: dict[Cell, Reason] = {}
    exposed: set[Key] = set()
    for block in blocks_of(figures, previous, changed):
        own = Figures.of([row for row in rows if row.key.place in block], standard, limits)
        before = [
            replace(release, rows=tuple(row for row in release.rows if row.key.place in block)) for release in previous
        ]
        search = _searched(own, before, changed)
        hidden |= search.hidden
        exposed |= search.exposed()
    return Protected(
        rows=figures.published(hidden),
        reasons=hidden,
        small=frozenset(key for key in figures.rows if figures.natural(key) == SUPPRESSED),
        differing=changed - listed,
        corrected=changed,
        exposed=frozenset(exposed),
    )


def _searched(figures: Figures, previous: Sequence[ReleaseRows], corrected: frozenset[Key]) -> _Search:
    """The pattern found for rows that hang together."""
    primary = dict(figures.primary())
    sensitive = frozenset(base for base, why in primary.items() if why == SMALL_REST)
    attack = LocalAttack(figures, tuple(previous), corrected, sensitive)
    _ = attack.truth  # raises where the rows contradict each other
    start: dict[Cell, Reason] = {cell: Reason(BEFORE) for cell in _hidden_before(figures, previous, corrected)}
    search = _Search(figures, attack, start | {base: Reason(why) for base, why in primary.items()})
    search.hide()
    search.reopen()
    return search


def _differing(figures: Figures, previous: Sequence[ReleaseRows]) -> Iterator[Key]:
    """Rows whose true numbers are not those that the latest release with the row tells."""
    latest = {row.key: row for release in previous for row in release.rows}
    for key, old in latest.items():
        new = figures.rows.get(key)
        if new is None or new.status != OK:
            continue
        natural = figures.natural(key)
        numbers = ((old.numerator, new.numerator), (old.denominator, new.denominator), (old.persons, new.persons))
        if any(before is not None and before != now for before, now in numbers) or (
            (old.status == OK and new.numerator is None and old.value not in {None, new.value})
            or (old.status in BANDED and natural != old.status and natural != SUPPRESSED)
        ):
            yield key


def _hidden_before(figures: Figures, previous: Sequence[ReleaseRows], corrected: frozenset[Key]) -> Iterator[Cell]:
    """The cells that keep hidden what an earlier release hides, unless it is corrected now."""
    latest: dict[Key, Row] = {}
    for release in previous:
        for key in release.corrected:
            latest.pop(key, None)
        latest |= {row.key: row for row in release.rows if row.status != MISSING}
    for key, old in latest.items():
        if key in corrected or key not in figures.rows or figures.rows[key].status != OK:
            continue
        if old.status in (SUPPRESSED, LOW_RESPONSE):
            has_base = figures.standard.measures[key.measure].kind.has_counted_base
            yield figures.base_of(key) if old.denominator is None and has_base else key
        elif old.status in BANDED and figures.natural(key) != old.status:
            yield key


class _Search:
    """A pattern that grows until nothing is too narrow, and shrinks while that stays so."""

    def __init__(self, figures: Figures, attack: LocalAttack, start: Mapping[Cell, Reason]) -> None:
        self.figures, self.attack = figures, attack
        self.hidden: dict[Cell, Reason] = dict(start)
        self._published = attack.on(self.hidden)
        self._given_up: set[Variable] = set()
        self._fixed = frozenset(start)
        self._keep = {dimension.name: dimension.keep for dimension in figures.standard.dimensions}

    def hide(self) -> None:
        """Hide one cell after another until nothing is too narrow; each round hides one or gives one up for lost."""
        while parts := [(part, found) for part in self._published.pieces if (found := part.narrow_but(self._given_up))]:
            for part, narrow in parts:
                touched: set[Variable] = set()
                lost = []
                for watch, _, way in sorted(narrow, key=lambda one: (self._rank(one[0].key.place), one[0].key)):
                    if watch.variable not in touched and not self._hide_for(watch, way, part, touched):
                        lost.append(watch)
                if not touched:  # else the part is another one now
                    self._given_up.update(watch.variable for watch in lost)
            self._published = self.attack.on(self.hidden, self._published)

    def reopen(self) -> None:
        """Show again what turned out to be hidden in vain, the most important first."""
        extra = sorted((cell for cell in self.hidden if cell not in self._fixed), key=self._cost, reverse=True)
        for cell in (cell for cell in extra if cell in self.hidden):
            without = {other: reason for other, reason in self.hidden.items() if other != cell}
            if not self._open(without) and isinstance(cell, Base):
                of_base = [key for key in self.figures.on_base.get(cell, ()) if self._is_open(key, without)]
                self._open(without | dict.fromkeys(of_base, self.hidden[cell]))

    def exposed(self) -> frozenset[Key]:
        """What can be worked out all the same."""
        return frozenset(watch.key for part in self._published.pieces for watch, _, _ in part.narrow)

    def _open(self, pattern: dict[Cell, Reason]) -> bool:
        """
        Hide no more than a pattern, if that is enough; whether it is.

        A cell that was itself hidden for the sake of others, and can be worked out then, is opened as well.
        """
        try:
            while not isinstance(found := self.attack.opened(pattern, self._published, self._given_up), Published):
                also = [
                    next((cell for cell in (watch.key, self.figures.base_of(watch.key)) if cell in pattern), None)
                    for watch in found
                ]
                if any(cell is None or cell in self._fixed for cell in also):
                    return False
                pattern = {cell: reason for cell, reason in pattern.items() if cell not in also}
        except ContradictionError:
            return False
        self.hidden, self._published = pattern, found
        return True

    def _hide_for(self, watch: Watch, way: str, part: Piece, touched: set[Variable]) -> bool:
        """Hide one cell for the sake of another; whether there was one to hide."""
        if watch.rule == "band" and way != "person" and self._is_band(watch.key):
            self.hidden[watch.key] = Reason(LINKED, watch.key)
            touched.add(watch.variable)
            return True
        for ties in self._around(watch, part):
            cells = {
                cell: variable
                for tie in ties
                for variable in members_of(tie)
                if variable != watch.variable and (cell := self._cell(variable)) is not None
            }
            if cells:
                bounds = self._published.bounds
                cell = min(cells, key=lambda cell: self._cost(cell, self.attack.alone_in(cells[cell], bounds)))
                self.hidden[cell] = Reason(self._kind(watch, cells[cell]), watch.key)
                touched.update(variable for tie in ties for variable in members_of(tie))
                return True
        return False

    def _around(self, watch: Watch, part: Piece) -> Iterator[tuple[Tie, ...]]:
        """The ties that could be loosened: those that alone leave too little, then all, then those further out."""
        near = part.ties_of.get(watch.variable, ())
        tight = tuple(tie for tie in near if watch.is_narrow(_left(watch.variable, tie, part)))
        if tight:
            yield tight
        seen = set(near)
        ring = near
        while ring:
            yield ring
            reached = {variable for tie in ring for variable in members_of(tie)}
            ring = tuple(
                dict.fromkeys(tie for variable in reached for tie in part.ties_of.get(variable, ()) if tie not in seen)
            )
            seen.update(ring)

    def _cell(self, variable: Variable) -> Cell | None:
        """The cell that hides a variable, if hiding it still makes a difference."""
        if len(variable) != 3 or not isinstance(variable[1], Place):
            return None
        quantity, place = variable[0], variable[1]
        count = (("x", *quantity[1:]), *variable[1:]) if quantity[0] == "r" else variable
        if self.attack.known_before(count):
            return None
        if quantity[0] in {"n", "p"}:
            base = Base(quantity[1], place)
            has_figures = any(
                self.figures.rows[key].status in (OK, *BANDED, SUPPRESSED) for key in self.figures.on_base.get(base, ())
            )
            return base if has_figures and not self.figures.is_bare(base, self.hidden) else None
        for key in self.figures.here.get(place, ()):
            if (key.measure, key.version) == quantity[1:3] and quantity[3] in {"", key.instrument}:
                return key if self._is_open(key, self.hidden) else None
        return None

    def _is_open(self, key: Key, pattern: Mapping[Cell, Reason]) -> bool:
        return self.figures.row(key, pattern).status in (OK, *BANDED)

    def _is_band(self, key: Key) -> bool:
        return key in self.figures.rows and self.figures.row(key, self.hidden).status in BANDED

    def _cost(self, cell: Cell, alone: int = 0) -> tuple[object, ...]:
        """
        What to hide first gets the lowest.

        By importance; then a band before a count before a base; then what would not need further cells in its turn,
        since few other sums show it; then by size.
        """
        base = cell if isinstance(cell, Base) else self.figures.base_of(cell)
        kind = 2 if isinstance(cell, Base) else 0 if self.figures.natural(cell) in BANDED else 1
        return self._rank(cell.place), kind, alone, self.figures.size_of(base) or 0, tuple(cell)

    def _rank(self, place: Place) -> tuple[int, ...]:
        """What to keep longest gets the highest: pooled total, year total, then the splits in the standard's order."""
        if place.unit:
            return (0, 0)
        months = (place.end.year - place.start.year) * 12 + place.end.month - place.start.month + 1
        if not place.split:
            return (4, months)
        if len(place.split) > 1:
            return (1, 0)
        return (3, -self._keep.get(place.split[0][0], 0))

    def _kind(self, watch: Watch, variable: Variable) -> str:
        """How the row that needs protection and what is hidden for it hang together."""
        here, there = watch.key.place, variable[1]
        if variable[0][0] not in {watch.variable[0][0], "r"} or here == there:
            return LINKED
        if here.unit != there.unit:
            return UNIT
        if here.split == there.split:
            return YEARS
        return TOTAL if set(there.split) < set(here.split) else PART


def _left(variable: Variable, tie: Tie, part: Piece) -> tuple[float, float]:
    """The range that one tie alone leaves for a variable."""
    own = {name: part.bounds[name] for name in members_of(tie)} | {variable: (0, float("inf"))}
    sums, orders = ((), (tie,)) if isinstance(tie, AtMost) else ((tie,), ())
    return derive_bounds(own, sums, orders, eliminate=False)[variable]
