"""
The search for a pattern: cells are hidden until nothing can be worked out, and shown again where nothing can even then.

Hiding one cell at a time is a heuristic for the cell suppression problem, which is NP-hard (Fischetti and Salazar 2001,
Management Science 47, 1008-1027); showing again makes up for most of what it hides too much.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from open_comparisons.disclosure.builder import build_system
from open_comparisons.disclosure.counts import Count, CountKind, Counts, RowCount, Scope
from open_comparisons.disclosure.families import Relatives, owner_of
from open_comparisons.disclosure.judge import MOST_VALUES, Judged, judge
from open_comparisons.disclosure.known_before import (
    cells_hidden_before,
    counts_known,
    keys_banded_before,
    keys_of_few_left,
    totals_shown_before,
)
from open_comparisons.disclosure.lines import Lines
from open_comparisons.disclosure.pattern import BaseCell, PatternCell, TrueRows
from open_comparisons.disclosure.pieces import Exposure, Piece, components
from open_comparisons.disclosure.propagation import Sum, Tie
from open_comparisons.disclosure.reasons import BEFORE, LEFT, LINKED, PART, RELATIVE, TOTAL, UNIT, YEARS, Reason
from open_comparisons.disclosure.solve import solve
from open_comparisons.disclosure.system import CountRow, Key, ReleaseRows, System, Watch
from open_comparisons.standard.statuses import BANDED, LOW_RESPONSE, OK

_PATIENCE: Final = 1
"""Little: what is hard to show to hold is hidden better at once."""


class PatternSearch:
    """
    A pattern that grows until nothing can be worked out.

    Cells are chosen by `lines`, from bases and statuses alone, all but pooled totals. Then the judge attacks what would
    be published, and further cells are hidden for what it finds.
    """

    def __init__(
        self,
        true_rows: TrueRows,
        previous: tuple[ReleaseRows, ...],
        corrected: frozenset[Key],
        relatives: Relatives | None = None,
    ) -> None:
        self.true_rows, self.previous, self.corrected = true_rows, previous, corrected
        self.counts = Counts()
        self.relatives = relatives
        self._others = relatives.systems(true_rows.standard, self.counts) if relatives else {}
        self.hidden: dict[PatternCell, Reason] = {
            cell: Reason(BEFORE) for cell in cells_hidden_before(true_rows, previous, corrected)
        }
        self.hidden |= {base: Reason(why) for base, why in true_rows.small_bases()}
        self.hidden |= {key: Reason(LEFT) for key in keys_of_few_left(true_rows, previous, corrected)}
        self.exposed: frozenset[Key] = frozenset()
        self._fixed = set(self.hidden)
        self._banded_before = frozenset(keys_banded_before(previous, corrected))
        self._keep = {dimension.name: dimension.keep for dimension in true_rows.standard.dimensions}
        self._judged: dict[tuple[object, ...], Judged] = {}
        before = self._build((*previous, self._newest(())))
        whole = self._build((*previous, self._newest(true_rows.published_rows(()))))
        self._shown_before = {count for count, (low, high) in before.bounds.items() if low == high}
        self._shown_before |= totals_shown_before(previous, corrected, whole.bounds)
        if relatives:
            hidden = self._newest(true_rows.published_rows({*true_rows.rows, *true_rows.rows_on}))
            self._shown_before |= counts_known(true_rows, solve(self._build((*previous, hidden))).bounds)
        nobody = {count for count, bounds in whole.bounds.items() if bounds == (0, 0)}
        self.lines = Lines(true_rows, whole, self._shown_before | nobody)
        # What relatives give away without this provider's new rows, these cannot help.
        self._given_away = frozenset(
            exposure.watch
            for _, exposures in (self._judge_system(before, MOST_VALUES) if relatives else ())
            for exposure in exposures
            if owner_of(exposure.watch.count)
        )

    def hide(self) -> None:
        """Hide by lines, and then for what the judge still finds; show again what turned out not to be needed."""
        self._hide_by_lines(self.lines.all)
        self._reopen()
        by_lines, fixed = dict(self.hidden), set(self._fixed)
        self.exposed = self._hide_for_judge(_PATIENCE)
        if self.exposed:
            self._begin_again(by_lines, fixed)
        enough = dict(self.hidden)
        self._reopen()
        if self.hidden != enough and any(
            exposure.watch.key not in self.exposed for _, exposures in self._judge(_PATIENCE) for exposure in exposures
        ):
            self.hidden = enough

    def _begin_again(self, by_lines: dict[PatternCell, Reason], fixed: set[PatternCell]) -> None:
        """
        Hide for the judge once more, without what may have become known by being hidden, and only for what is certain.

        A base that lines hid can be known from a release before a correction: shown, it needs no protection.
        """
        hasty, exposed = self.hidden, self.exposed
        bases = {self.true_rows.base_of(key) for key in exposed if key in self.true_rows.rows} - fixed
        self.hidden, self._fixed = {cell: why for cell, why in by_lines.items() if cell not in bases}, fixed
        self.lines.forget()
        self.exposed = self._hide_for_judge(MOST_VALUES)
        if len(self.exposed) >= len(exposed):
            self.hidden, self.exposed = hasty, exposed
            self.lines.forget()

    def _hide_for_judge(self, patience: int) -> frozenset[Key]:
        """Hide what the judge's findings ask for, until hiding no longer helps; the rows that are still exposed."""
        given_up: set[Watch] = set()
        while True:
            judged = list(self._judge(patience))
            found = [(piece, [e for e in own if e.watch not in given_up]) for piece, own in judged]
            if not any(own for _, own in found):
                # What nothing could be hidden for may hold all the same: judge it as `audit` does.
                judged = list(self._judge(MOST_VALUES)) if given_up and patience < MOST_VALUES else judged
                return frozenset(exposure.watch.key for _, own in judged for exposure in own)
            before = len(self.hidden)
            whole = judged[0][0]
            for piece, exposures in found:
                self._hide_in(piece, exposures, whole)
            if len(self.hidden) == before:  # once a cell of a piece is hidden, others may have another way out
                given_up.update(exposure.watch for _, exposures in found for exposure in exposures)

    def _hide_in(self, piece: Piece, exposures: Sequence[Exposure], whole: Piece) -> None:
        """
        Hide cells of one piece, the less important first; counts near what was hidden are judged again first.

        Args:
            piece: The piece.
            exposures: What can be worked out in it.
            whole: All ties, those of known counts as well: they are in no piece.
        """
        touched: set[Count | Key] = set()
        # What is undecided may be decided once the rest is hidden.
        first = [exposure for exposure in exposures if exposure.method != "undecided"] or exposures
        for exposure in sorted(first, key=lambda each: (self._rank(each.watch.key.scope), each.watch.key)):
            is_touched = exposure.watch.count in touched or exposure.watch.key in touched
            cell = None if is_touched else self._cell_for(exposure, (piece, whole), touched)
            if cell is not None:
                protects = None if owner_of(exposure.watch.count) else exposure.watch.key
                self.hidden[cell] = Reason(self._link(exposure.watch, cell), protects)
                self._fixed.add(cell)
                self.lines.forget()
                lines = self.lines.lines_changed_by(cell)
                touched.update(member for line in lines for member in line.members)
                self._hide_by_lines(lines)

    def _build(self, releases: Sequence[ReleaseRows]) -> System:
        own = build_system(releases, self.true_rows.standard, self.counts)
        if self.relatives is None:
            return own
        return self.relatives.join(own, self._others, releases[-1], self.true_rows.standard, self.counts)

    def _newest(self, rows: Iterable[CountRow]) -> ReleaseRows:
        return ReleaseRows("", tuple(rows), self.corrected, self.true_rows.limits)

    def _judge(self, patience: int) -> Iterator[tuple[Piece, tuple[Exposure, ...]]]:
        """
        The pieces of what would be published, with the exposures of each; equal pieces are judged once.

        All of it together comes first, with what ranges alone expose.
        """
        published = self._newest(self.true_rows.published_rows(self.hidden))
        for piece, exposures in self._judge_system(self._build((*self.previous, published)), patience):
            yield piece, tuple(exposure for exposure in exposures if exposure.watch not in self._given_away)

    def _judge_system(self, system: System, patience: int) -> Iterator[tuple[Piece, tuple[Exposure, ...]]]:
        solved = solve(system)
        yield Piece((), solved.bounds, system.ties, system.watched), tuple(solved.exposures(system.watched))
        for piece in components(system, solved.bounds):
            fingerprint = (patience, piece.counts, tuple(piece.bounds.items()), piece.ties, piece.watched)
            judged = self._judged.get(fingerprint)
            if judged is None:
                judged = self._judged[fingerprint] = judge(piece, patience=patience)
            yield piece, judged.exposures

    def _hide_by_lines(self, lines: Iterable[Sum]) -> None:
        """Hide cells until each line holds whatever its hidden counts are, where there is a cell to hide."""
        queue = deque(lines)
        waiting = set(queue)
        while queue:
            line = queue.popleft()
            waiting.discard(line)
            unmet = self.lines.unmet(line, self.hidden)
            cell = self._cell_in(line, unmet) if unmet else None
            if cell is None:
                continue
            self.hidden[cell] = Reason(self._link_in(unmet[0], cell), self._key_of(unmet[0]))
            self.lines.forget()
            fresh = [each for each in (*self.lines.lines_changed_by(cell), line) if each not in waiting]
            queue.extend(fresh)
            waiting.update(fresh)

    def _cell_in(self, line: Sum, unmet: Sequence[Count]) -> PatternCell | None:
        """The cell of a line to hide for the sake of its unmet counts: a band first, then the least important count."""
        bands = [cell for count in unmet if (cell := self.lines.cell_of(count)) is not None and self._is_new_band(cell)]
        if bands:
            return min(bands, key=self._cost)
        candidates: dict[PatternCell, Count] = {}
        for member in line.members:
            cell = self._cell_hiding(member) if isinstance(member, RowCount) else None
            # Pooled totals lead the pages: the judge hides one where the counts themselves leave no other way.
            if cell is not None and not _is_pooled_total(cell.scope):
                candidates[cell] = member
        return min(
            candidates,
            key=lambda cell: self._cost(cell, self.lines.closed_by(candidates[cell], self.hidden)),
            default=None,
        )

    def _reopen(self) -> None:
        """Show again what lines do not need, the most important first."""
        extra = sorted((cell for cell in self.hidden if cell not in self._fixed), key=self._cost, reverse=True)
        for cell in extra:
            without = {other: reason for other, reason in self.hidden.items() if other != cell}
            if not self._holds_by_lines(without, cell) and isinstance(cell, BaseCell):
                # Where the base must stay hidden with its counts, the base alone may be shown.
                on_base = [key for key in self.true_rows.rows_on.get(cell, ()) if key not in without]
                self._holds_by_lines(without | dict.fromkeys(on_base, self.hidden[cell]), cell)

    def _holds_by_lines(self, pattern: dict[PatternCell, Reason], opened: PatternCell) -> bool:
        """Hide a smaller pattern instead, if the lines still hold, and say if they do."""
        self.lines.forget()
        holds = not any(self.lines.unmet(line, pattern) for line in self.lines.lines_changed_by(opened))
        if holds:
            self.hidden = pattern
        self.lines.forget()
        return holds

    def _cell_for(self, exposure: Exposure, pieces: Sequence[Piece], touched: set[Count | Key]) -> PatternCell | None:
        """
        The cell to hide for the sake of an exposed count: its own band, else what its nearest ties still show.

        Args:
            exposure: The count.
            pieces: Where to look for ties, the first that have any cell.
            touched: Takes the counts near the cell.
        """
        watch = exposure.watch
        if owner_of(watch.count):
            return self._cell_near(watch, pieces, touched)
        if watch.rule == "band" and exposure.method != "person" and self._is_new_band(watch.key):
            touched.add(watch.count)
            return watch.key
        if self._has_low_response(watch.key):
            touched.add(watch.key)  # a rate that gives a count away is worth less than what it is a rate of
            return watch.key
        if watch.rule == "rest" and watch.key in self.true_rows.rows:
            base = self.true_rows.base_of(watch.key)
            if base not in self.hidden:
                touched.add(watch.count)
                return base
        return self._cell_near(watch, pieces, touched)

    def _cell_near(self, watch: Watch, pieces: Sequence[Piece], touched: set[Count | Key]) -> PatternCell | None:
        """The cell to hide among those that the nearest ties of a count still show."""
        for ties in (ring for piece in pieces for ring in _rings_around(watch, piece)):
            cells = {
                cell: member
                for tie in ties
                for member in tie.members
                if isinstance(member, RowCount) and (cell := self._cell_hiding(member)) is not None
            }
            if cells:
                touched.update(member for tie in ties for member in tie.members)
                return min(cells, key=lambda each: self._cost_for(watch, each, cells[each]))
        return None

    def _cell_hiding(self, count: RowCount) -> PatternCell | None:
        """The cell that hides a count, if hiding it still makes a difference."""
        # The complement is hidden by hiding the numerator.
        published = self.counts.numerator_beside(count) if count.kind == CountKind.COMPLEMENT else count
        cell = None if published in self._shown_before else self.lines.cell_of(published)
        if cell is None:
            return None
        if isinstance(cell, BaseCell):
            rows = (self.lines.published_row(key, self.hidden) for key in self.true_rows.rows_on[cell])
            return cell if any(row.denominator is not None or row.status == LOW_RESPONSE for row in rows) else None
        return cell if self._is_open(cell) else None

    def _is_open(self, key: Key) -> bool:
        status = self.lines.published_row(key, self.hidden).status
        return status in (OK, LOW_RESPONSE) or self._is_new_band(key)

    def _has_low_response(self, key: Key) -> bool:
        if key not in self.true_rows.rows:
            return False
        return self.lines.published_row(key, self.hidden).status == LOW_RESPONSE

    def _is_new_band(self, cell: PatternCell) -> bool:
        """Tell a band that no earlier release shows: only then does hiding it achieve anything."""
        if isinstance(cell, BaseCell) or cell not in self.true_rows.rows or cell in self._banded_before:
            return False
        return self.lines.published_row(cell, self.hidden).status in BANDED

    def _key_of(self, count: Count) -> Key | None:
        """A row that a count stands behind."""
        cell = self.lines.cell_of(count)
        if isinstance(cell, BaseCell):
            return next(iter(self.true_rows.rows_on.get(cell, ())), None)
        return cell

    def _cost(self, cell: PatternCell, alone: int = 0) -> tuple[object, ...]:
        """
        The order in which to hide: the lowest first.

        By importance; then a band before a count before a base; then a cell that needs fewer further ones to be hidden,
        because fewer sums show it; then by size.

        Args:
            cell: A cell that could be hidden.
            alone: The number of sums in which its count would be the only unknown one.
        """
        base = cell if isinstance(cell, BaseCell) else self.true_rows.base_of(cell)
        kind = 2 if isinstance(cell, BaseCell) else 0 if self.true_rows.primary_status(cell) in BANDED else 1
        return self._rank(cell.scope), kind, alone, self.true_rows.base_size(base) or 0, tuple(cell)

    def _cost_for(self, watch: Watch, cell: PatternCell, count: Count) -> tuple[object, ...]:
        """The order in which to hide for an exposed count: a base last, unless the count is one."""
        is_last = isinstance(cell, BaseCell) and watch.rule not in {"base", "rest"}
        return is_last, *self._cost(cell, self.lines.closed_by(count, self.hidden))

    def _rank(self, scope: Scope) -> tuple[int, ...]:
        """The importance of a scope: pooled totals, then year totals, then splits in the standard's order."""
        if scope.unit:
            return (0, 0)
        months = (scope.end.year - scope.start.year) * 12 + scope.end.month - scope.start.month + 1
        if not scope.split:
            return (4, months)
        if len(scope.split) > 1:
            return (1, 0)
        return (3, -self._keep.get(scope.split[0][0], 0))

    def _link(self, watch: Watch, cell: PatternCell) -> str:
        """The link between a row that needs protection and what is hidden for its sake."""
        if owner_of(watch.count):
            return RELATIVE
        is_same_kind = isinstance(cell, BaseCell) == (watch.rule in {"base", "rest"})
        return _link_between(watch.key.scope, cell.scope) if is_same_kind else LINKED

    def _link_in(self, count: Count, cell: PatternCell) -> str:
        """The link between an unmet count of a line and the cell that is hidden for its sake."""
        return _link_between(count.scope, cell.scope) if isinstance(count, RowCount) else LINKED


def _is_pooled_total(scope: Scope) -> bool:
    return not scope.split and not scope.unit and scope.end.year > scope.start.year


def _link_between(here: Scope, there: Scope) -> str:
    if here == there:
        return LINKED
    if here.unit != there.unit:
        return UNIT
    if here.split == there.split:
        return YEARS
    return TOTAL if set(there.split) < set(here.split) else PART


def _rings_around(watch: Watch, piece: Piece) -> Iterator[tuple[Tie, ...]]:
    """The ties of a watched count, then those of the counts that these tie, and so on outwards."""
    ties_of: dict[Count, list[Tie]] = defaultdict(list)
    for tie in piece.ties:
        for member in tie.members:
            ties_of[member].append(tie)
    seen: dict[Tie, None] = {}
    ring = dict.fromkeys(tie for count in watch.counts for tie in ties_of[count])
    while ring:
        seen |= ring
        yield tuple(ring)
        reached = dict.fromkeys(member for tie in ring for member in tie.members)
        ring = dict.fromkeys(tie for member in reached for tie in ties_of[member] if tie not in seen)
