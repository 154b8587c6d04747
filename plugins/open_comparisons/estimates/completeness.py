"""
Who reported and who did not: what became of every entry that a target group's providers could have handed in.

An entry is one measure of one provider, as a whole, in one period. Being complete says nothing about being good, and a
figure that is hidden to protect someone has been handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from open_comparisons.standard.model import (
    ALL_BUT_FEW,
    FEW,
    LOW_RESPONSE,
    MISSING,
    NOT_APPLICABLE,
    OK,
    STATUSES,
    SUPPRESSED,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import pandas as pd

    from open_comparisons.intake.provider import Provider

NOTHING: Final = "inget-lamnat"
"""State of an entry without a row, though the provider was active in the period."""
NOT_ACTIVE: Final = "ej-verksam"
"""State of an entry that could not be: the provider began later, or had ended before."""

STATES: Final = (*STATUSES, NOTHING, NOT_ACTIVE)
"""What can have become of an entry. Of several rows for one entry, as with two instruments, the first here decides."""

_HANDED_IN: Final = (OK, FEW, ALL_BUT_FEW, SUPPRESSED, LOW_RESPONSE)
_CODES: Final = {state: code for code, state in enumerate(STATES)}
_LAST_DAY: Final = np.iinfo(np.int64).max


class MeasurePeriod(NamedTuple):
    """A measure in a period, both ends included."""

    measure_id: str
    start: date
    end: date


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """
    What became of each entry of a target group.

    Attributes:
        providers: Slugs, one per row of the arrays, in the order they were given.
        columns: The measures and periods for which anyone has a row, one per column of the arrays, sorted.
        states: Places in STATES; shape (providers, columns).
        reasons: Codes of why a figure is missing, "" where no row says so; same shape.
    """

    providers: tuple[str, ...]
    columns: tuple[MeasurePeriod, ...]
    states: np.ndarray
    reasons: np.ndarray


@dataclass(frozen=True, slots=True)
class Completeness:
    """
    How many of some entries there could be, and what became of them.

    `possible` is `handed_in` + `missing` + `nothing`; `handed_in` is `shown` + `ranges` + `hidden` + `low_response`.
    """

    shown: int = 0
    ranges: int = 0
    hidden: int = 0
    low_response: int = 0
    missing: int = 0
    nothing: int = 0

    @property
    def handed_in(self) -> int:
        """Entries with a row that is not a missing one."""
        return self.shown + self.ranges + self.hidden + self.low_response

    @property
    def possible(self) -> int:
        """Entries that concern a provider which was active in the period."""
        return self.handed_in + self.missing + self.nothing

    @property
    def percent(self) -> int:
        """How much of the possible was handed in, as `whole_percent` has it."""
        return whole_percent(self.handed_in, self.possible)


def entries_of(rows: pd.DataFrame, providers: Sequence[Provider]) -> Entries:
    """
    Say of every provider, measure and period what was handed in.

    A provider is active in a period when it ran on any day of it. A figure of one that was not, by the directory,
    counts all the same, but a row that says that the figure is missing does not: nobody could ask for it.

    Args:
        rows: Rows of one target group for providers as a whole: provider (slug), measure_id, start, end, status and
            reason; shape (n,).
        providers: The providers that serve the group, in the order to have them. Rows of others are left out.
    """
    keys = list(map(MeasurePeriod, rows["measure_id"], rows["start"], rows["end"]))
    columns = tuple(sorted(set(keys)))
    places = {provider.slug: place for place, provider in enumerate(providers)}
    of_column = {column: place for place, column in enumerate(columns)}
    row = np.array([places.get(slug, -1) for slug in rows["provider"]], dtype=int)
    column = np.array([of_column[key] for key in keys], dtype=int)
    state = np.array([_CODES[status] for status in rows["status"]], dtype=np.int8)
    known = row >= 0
    row, column, state = row[known], column[known], state[known]

    active = _active(providers, columns)
    told = np.full(active.shape, _CODES[NOTHING], dtype=np.int8)
    np.minimum.at(told, (row, column), state)
    reasons = np.full(active.size, "", dtype=object)
    said = np.flatnonzero((state == _CODES[MISSING]) & (told[row, column] == _CODES[MISSING]))
    # Of several reasons the first stands.
    places_told, first = np.unique(row[said] * len(columns) + column[said], return_index=True)
    reasons[places_told] = rows["reason"].to_numpy(dtype=object)[known][said[first]]
    nobody_asked = ~active & np.isin(told, (_CODES[MISSING], _CODES[NOTHING]))
    return Entries(
        providers=tuple(places),
        columns=columns,
        states=np.where(nobody_asked, np.int8(_CODES[NOT_ACTIVE]), told),
        reasons=reasons.reshape(active.shape),
    )


def completeness(states: np.ndarray) -> Completeness:
    """Count some entries by what became of them; `states` are places in STATES, of any shape."""
    found = np.bincount(states.ravel(), minlength=len(STATES)).tolist()
    counted = dict(zip(STATES, found, strict=True))
    return Completeness(
        shown=counted[OK],
        ranges=counted[FEW] + counted[ALL_BUT_FEW],
        hidden=counted[SUPPRESSED],
        low_response=counted[LOW_RESPONSE],
        missing=counted[MISSING],
        nothing=counted[NOTHING],
    )


def is_handed_in(states: np.ndarray) -> np.ndarray:
    """Which entries were handed in, whether or not they can be shown; same shape."""
    return np.isin(states, [_CODES[state] for state in _HANDED_IN])


def is_possible(states: np.ndarray) -> np.ndarray:
    """Which entries there could be: those that concern a provider which was active; same shape."""
    return ~np.isin(states, (_CODES[NOT_APPLICABLE], _CODES[NOT_ACTIVE]))


def whole_percent(part: int, whole: int) -> int:
    """
    How many whole percent a part is: to the nearest, but 100 only for all of it and 0 only for nothing.

    Of no whole there is nothing to have: 0.
    """
    if part in (0, whole):
        return 100 if part else 0
    # Halves go up, in whole numbers so that no binary fraction decides.
    return min(max((200 * part + whole) // (2 * whole), 1), 99)


def _active(providers: Sequence[Provider], columns: Sequence[MeasurePeriod]) -> np.ndarray:
    """Whether each provider ran on any day of each column's period."""
    began = np.array([p.from_date.toordinal() if p.from_date else 0 for p in providers], dtype=np.int64)
    ended = np.array([p.to_date.toordinal() if p.to_date else _LAST_DAY for p in providers], dtype=np.int64)
    start = np.array([column.start.toordinal() for column in columns], dtype=np.int64)
    end = np.array([column.end.toordinal() for column in columns], dtype=np.int64)
    active: np.ndarray = (began[:, None] <= end[None, :]) & (ended[:, None] >= start[None, :])
    return active
