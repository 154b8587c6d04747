"""
Protect the rows of one provider: hide small numbers, then as few more cells as keep them from being worked out.

METHODS section 2, "Secondary". First the lines choose, from bases, statuses and the earlier pattern alone (`lines`).
Then what would be published is attacked as a reader of all releases could, and for each count that comes out too narrow
the least important cell that ties still show it by is hidden. Last, cells that the lines do not need are shown again,
the most important first, if the attack then still finds nothing. A cell that an earlier release hides stays hidden.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from open_comparisons.disclosure.builder import build_system
from open_comparisons.disclosure.families import Relatives
from open_comparisons.disclosure.pattern import BaseCell, PatternCell, TrueRows
from open_comparisons.disclosure.pattern_search import PatternSearch
from open_comparisons.disclosure.propagation import ContradictionError, derive_bounds
from open_comparisons.disclosure.reasons import Reason
from open_comparisons.disclosure.system import CountRow, Key, ReleaseRows
from open_comparisons.standard.model import Standard, Thresholds
from open_comparisons.standard.statuses import BANDED, OK, SUPPRESSED


@dataclass(frozen=True, slots=True)
class ProtectedRows:
    """
    The rows of one provider as they may be published.

    Attributes:
        rows: In the order of the true ones.
        reasons: Why each cell of the pattern is hidden. Counts that the primary rule alone hides or bands are not here.
        small: Rows whose own numbers are too small to be shown.
        differing: Rows that differ from an earlier release without being listed as corrected.
        corrected: Rows that are listed as corrected, or should be.
        bases: The base of each row.
        exposed: Rows that can be worked out whatever is hidden now, because earlier releases give them away.
    """

    rows: tuple[CountRow, ...]
    reasons: Mapping[PatternCell, Reason]
    small: frozenset[Key]
    differing: frozenset[Key]
    corrected: frozenset[Key]
    exposed: frozenset[Key]
    bases: Mapping[Key, BaseCell]


def protect_rows(
    rows: Sequence[CountRow],
    previous: Sequence[ReleaseRows],
    standard: Standard,
    limits: Thresholds,
    corrected: Iterable[Key] = (),
    relatives: Relatives | None = None,
) -> ProtectedRows:
    """
    Hide what must be hidden in the rows of one provider.

    Args:
        rows: The true counts.
        previous: What was published of the provider before, oldest first.
        standard: For the links between measures, bases and breakdowns.
        limits: The thresholds.
        corrected: Keys listed as corrected; rows that differ from before are treated as corrected too.
        relatives: What was published of the providers that this one took over from, or took over with, if any.

    Raises:
        ContradictionError: The rows cannot all be true together, or not with what was published before.
    """
    true = TrueRows.from_rows(rows, standard, limits)
    listed = frozenset(corrected)
    changed = _changed_keys(true, previous, listed)
    search = PatternSearch(true, tuple(previous), changed, relatives)
    search.hide()
    return ProtectedRows(
        rows=true.published_rows(search.hidden),
        reasons=search.hidden,
        small=frozenset(key for key in true.rows if true.primary_status(key) == SUPPRESSED),
        differing=changed - listed,
        corrected=changed,
        exposed=search.exposed,
        bases={key: true.base_of(key) for key in true.rows},
    )


def _differing_keys(true_rows: TrueRows, previous: Sequence[ReleaseRows]) -> Iterator[Key]:
    """Rows whose true numbers are not those of the latest release that has the row."""
    latest = {row.key: row for release in previous for row in release.rows}
    for key, old in latest.items():
        new = true_rows.rows.get(key)
        if new is None or new.status != OK:
            continue
        primary_status = true_rows.primary_status(key)
        numbers = ((old.numerator, new.numerator), (old.denominator, new.denominator), (old.persons, new.persons))
        if any(before is not None and before != now for before, now in numbers) or (
            (old.status == OK and new.numerator is None and old.value not in {None, new.value})
            or (old.status in BANDED and primary_status != old.status and primary_status != SUPPRESSED)
        ):
            yield key


def _changed_keys(true_rows: TrueRows, previous: Sequence[ReleaseRows], listed: frozenset[Key]) -> frozenset[Key]:
    """
    The keys that the newest release corrects: those listed, those that differ, and what these leave no other way for.

    A hidden count can have changed without anyone seeing it; where the rows contradict what was published, the hidden
    ones of the measures that were corrected are taken to have changed, and then all hidden ones.

    Raises:
        ContradictionError: The rows contradict each other, or what was published before, whatever is corrected.
    """
    changed = listed | frozenset(_differing_keys(true_rows, previous))
    hidden = {row.key for release in previous for row in release.rows if row.status in (SUPPRESSED, *BANDED)}
    measures = {key.measure for key in changed}
    near = changed | {key for key in hidden if key.measure in measures}
    for corrected in dict.fromkeys((changed, near, changed | hidden, changed | frozenset(true_rows.rows))):
        releases = (*previous, ReleaseRows("", tuple(true_rows.rows.values()), corrected, true_rows.limits))
        system = build_system(releases, true_rows.standard)
        try:
            derive_bounds(system.bounds, system.ties)
        except ContradictionError as error:
            contradiction = error
        else:
            return frozenset(corrected)
    raise contradiction
