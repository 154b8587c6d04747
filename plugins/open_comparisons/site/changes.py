"""Differences between a release and the one before it, value by value."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from open_comparisons.intake.listed_rows import reasons_for
from open_comparisons.intake.protected_table import NUMBERS, ProtectedTable
from open_comparisons.intake.release import Release
from open_comparisons.standard.model import Standard
from open_comparisons.standard.statuses import BANDED, NOT_GIVEN, OK
from open_comparisons.standard.text import Text

ADDED: Final = "tillagd"
CORRECTED: Final = "rattad"
WITHDRAWN: Final = "borttagen"
HIDDEN: Final = "dold"
OPENED: Final = "oppnad"
KINDS: Final = (CORRECTED, ADDED, WITHDRAWN, HIDDEN, OPENED)
_LISTS: Final = ("corrections", "opened")
# A number is more precise than a range, and a range than no figure.
_PRECISION: Final = {OK: 2, **dict.fromkeys(BANDED, 1)}
_PERIOD: Final = ("target_group", "measure_id", "measure_version", "period")


@dataclass(frozen=True, slots=True)
class Side:
    """
    A row in one of the releases.

    Attributes:
        status: The standard's code.
        numbers: By role, as in `ProtectedTable`; blank ones are left out.
    """

    status: str
    numbers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ValueChange:
    """
    A row that differs between two releases.

    A hidden or withdrawn row has no number of the older release here, since repeating it would spread it.

    Attributes:
        key: Role to cell, in the order of the standard's key.
        kind: One of KINDS.
        old, new: The row in each release; None where it has no such row.
        reason: The reason that the newer release gives; None without one.
    """

    key: Mapping[str, str]
    kind: str
    old: Side | None
    new: Side | None
    reason: Text | None


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A measure and period that only one of two releases has figures of, and the number of rows with figures."""

    target_group: str
    measure_id: str
    measure_version: str
    period: str
    rows: int


@dataclass(frozen=True, slots=True)
class Changes:
    """
    The differences between two releases of a dataset.

    Attributes:
        dataset, old, new: Ids of the dataset and the releases; `old` is "" for the first release.
        title: Title of the newer one, which says so if its figures are invented.
        rows: Changed rows, in the order of the key.
        begun, ended: Periods that only the newer or only the older has.
    """

    dataset: str
    old: str
    new: str
    title: Text
    rows: tuple[ValueChange, ...]
    begun: tuple[Period, ...]
    ended: tuple[Period, ...]

    @property
    def count(self) -> Counter[str]:
        """Number of rows per kind of change."""
        return Counter(row.kind for row in self.rows)


def changes_between(old: Release | None, new: Release, standard: Standard) -> Changes:
    """
    The changes from one release of a dataset to a later one.

    Args:
        old: The earlier release; None for a first release, where all periods count as begun.
        new: The later one.
        standard: For its key.
    """
    before, after = _rows(old.table, standard) if old else {}, _rows(new.table, standard)
    periods_before, periods_after = _periods(before, standard), _periods(after, standard)
    differing = [key for key, row in after.items() if before.get(key) != row]
    differing += [key for key in before if key not in after]
    lists = [reasons_for(new.metadata, name, standard, new.table.columns) for name in _LISTS]
    period_places = [standard.key.index(role) for role in _PERIOD]
    rows = []
    for cells in sorted(differing):
        period = tuple(cells[place] for place in period_places)
        if period not in periods_before or period not in periods_after:
            continue
        was, now = _side(before.get(cells)), _side(after.get(cells))
        kind = _kind(was, now)
        if not kind:
            continue
        if was and kind in {HIDDEN, WITHDRAWN}:
            was = Side(was.status, {})
        key = dict(zip(standard.key, cells, strict=True))
        reasons = (reason_list.reason({role: (cell,) for role, cell in key.items()}, 0) for reason_list in lists)
        reason = next((reason for reason in reasons if reason is not None), None)
        rows.append(ValueChange(key, kind, was, now, reason))
    return Changes(
        dataset=new.dataset,
        old=old.id if old else "",
        new=new.id,
        title=new.title,
        rows=tuple(rows),
        begun=_periods_in_one(periods_after, periods_before),
        ended=_periods_in_one(periods_before, periods_after),
    )


def _rows(table: ProtectedTable, standard: Standard) -> dict[tuple[str, ...], tuple[Any, ...]]:
    """The status and numbers of each row, by the cells of its key."""
    columns = table.columns
    keys = zip(*(columns[role] for role in standard.key), strict=True)
    return dict(zip(keys, zip(columns["status"], *(columns[role] for role in NUMBERS), strict=True), strict=True))


def _side(row: tuple[Any, ...] | None) -> Side | None:
    if row is None:
        return None
    status, *numbers = row
    return Side(status, {role: number for role, number in zip(NUMBERS, numbers, strict=True) if number is not None})


def _kind(old: Side | None, new: Side | None) -> str:
    """The kind of change, one of KINDS; "" where neither release has a figure."""
    was_given, is_given = (side is not None and side.status not in NOT_GIVEN for side in (old, new))
    if old is None or new is None or not (was_given and is_given):
        return ADDED if is_given else WITHDRAWN if was_given else ""
    before, after = (_PRECISION.get(side.status, 0) for side in (old, new))
    if before == after:
        return CORRECTED
    return OPENED if after > before else HIDDEN


def _periods(rows: Mapping[tuple[str, ...], tuple[Any, ...]], standard: Standard) -> Counter[tuple[str, ...]]:
    """Number of rows with a figure per target group, measure, version and period."""
    places = [standard.key.index(role) for role in _PERIOD]
    return Counter(
        tuple(key[place] for place in places) for key, (status, *_) in rows.items() if status not in NOT_GIVEN
    )


def _periods_in_one(these: Counter[tuple[str, ...]], others: Counter[tuple[str, ...]]) -> tuple[Period, ...]:
    periods = (
        Period(group, measure, version, period, rows)
        for (group, measure, version, period), rows in these.items()
        if (group, measure, version, period) not in others
    )
    return tuple(sorted(periods))
