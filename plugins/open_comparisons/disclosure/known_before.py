"""What readers know before they see the newest release of a provider: from earlier ones, and from its relatives."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from open_comparisons.disclosure.builder import few_left
from open_comparisons.disclosure.counts import Count, CountKind, RowCount
from open_comparisons.disclosure.pattern import PatternCell, TrueRows
from open_comparisons.disclosure.propagation import Bounds
from open_comparisons.disclosure.system import CountRow, Key, ReleaseRows
from open_comparisons.standard.statuses import BANDED, LOW_RESPONSE, MISSING, OK, SUPPRESSED


def cells_hidden_before(
    true_rows: TrueRows, previous: Sequence[ReleaseRows], corrected: Collection[Key]
) -> Iterator[PatternCell]:
    """The cells that an earlier release hides and that must stay hidden, unless they are corrected now."""
    latest: dict[Key, CountRow] = {}
    for release in previous:
        for key in release.corrected:
            latest.pop(key, None)
        latest |= {row.key: row for row in release.rows if row.status != MISSING}
    for key, old in latest.items():
        if key in corrected or key not in true_rows.rows or true_rows.rows[key].status != OK:
            continue
        if old.status in (SUPPRESSED, LOW_RESPONSE):
            has_base = true_rows.standard.measures[key.measure].kind.has_counted_base
            yield true_rows.base_of(key) if old.denominator is None and has_base else key
        elif old.status in BANDED and true_rows.primary_status(key) != old.status:
            yield key


def keys_banded_before(previous: Sequence[ReleaseRows], corrected: Collection[Key]) -> Iterator[Key]:
    """The rows that an earlier release shows as a band, unless they are corrected now."""
    for release in previous:
        for row in release.rows:
            if row.status in BANDED and row.key not in corrected:
                yield row.key


def keys_of_few_left(true_rows: TrueRows, previous: Sequence[ReleaseRows], corrected: Collection[Key]) -> Iterator[Key]:
    """The corrected rows that would say something about few who came or left."""
    before: dict[Key, list[CountRow]] = defaultdict(list)
    for release in previous:
        for row in release.rows:
            before[row.key].append(row)
    for key in sorted(true_rows.rows.keys() & corrected):
        row = true_rows.published_row(key, ())
        if any(few_left(old, row, true_rows.limits) for old in before[key]):
            yield key


def totals_shown_before(
    previous: Sequence[ReleaseRows], corrected: Collection[Key], counts: Collection[Count]
) -> set[Count]:
    """The totals behind means that an earlier release shows: known, though not to the last unit."""
    shown = {
        (row.key.measure, row.key.scope, row.key.instrument)
        for release in previous
        for row in release.rows
        if row.status == OK and row.key not in corrected
    }
    return {
        count
        for count in counts
        if isinstance(count, RowCount)
        and count.kind == CountKind.TOTAL
        and (count.quantity.name, count.scope, count.quantity.instrument) in shown
    }


def counts_known(true_rows: TrueRows, left: Mapping[Count, Bounds]) -> set[Count]:
    """
    The counts of a provider that readers know whatever it hides: hiding them achieves nothing.

    A total is known where sums leave no more than rounded means do; and a base that is known cannot be hidden for the
    sake of its persons.

    Args:
        true_rows: Its rows.
        left: The ranges that sums leave where all of them are hidden.
    """
    own = {count: bounds for count, bounds in left.items() if isinstance(count, RowCount) and not count.provider}
    bases = {(count.quantity.name, count.scope) for count, (low, high) in own.items() if low == high}
    return {
        count
        for count, (low, high) in own.items()
        if low == high
        or (count.kind == CountKind.PERSONS and (count.quantity.name, count.scope) in bases)
        or (count.kind == CountKind.TOTAL and high - low <= 2 * _base_beside(count, true_rows))
    }


def _base_beside(total: RowCount, true_rows: TrueRows) -> float:
    """The true size of the base of a total; 0 where no row states it."""
    keys = (key for key in true_rows.keys_in.get(total.scope, ()) if key.measure == total.quantity.name)
    return next((true_rows.rows[key].denominator or 0 for key in keys), 0)
