"""
Completeness of reporting: the state of every entry that a target group's providers could have submitted.

An entry is one measure of one provider, as a whole, in one period. Being complete says nothing about being good, and a
figure that is hidden to protect someone has been submitted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from open_comparisons.intake.provider import Provider
from open_comparisons.standard.statuses import (
    ALL_BUT_FEW,
    FEW,
    LOW_RESPONSE,
    MISSING,
    NOT_APPLICABLE,
    OK,
    STATUSES,
    SUPPRESSED,
)

NOTHING: Final = "inget-lamnat"
"""State of an entry without a row, though the provider was active in the period."""
NOT_ACTIVE: Final = "ej-verksam"
"""State of an impossible entry: the provider began later, or had ended before."""

STATES: Final = (*STATUSES, NOTHING, NOT_ACTIVE)
"""All states of an entry. Of several rows for one entry, as with two instruments, the first state here decides."""

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
    The state of each entry of a target group.

    Attributes:
        providers: Slugs, one per row of the arrays, in the order given.
        columns: The measures and periods for which any provider has a row, one per column of the arrays, sorted.
        states: Indexes in STATES; shape (providers, columns).
        reasons: Codes of the reason for a missing figure, "" where no row says so; same shape.
    """

    providers: tuple[str, ...]
    columns: tuple[MeasurePeriod, ...]
    states: np.ndarray
    reasons: np.ndarray


@dataclass(frozen=True, slots=True)
class Completeness:
    """
    Numbers of entries by state.

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
        """Number of entries with a row whose status is not `MISSING`."""
        return self.shown + self.ranges + self.hidden + self.low_response

    @property
    def possible(self) -> int:
        """Number of entries that concern a provider which was active in the period."""
        return self.handed_in + self.missing + self.nothing

    @property
    def percent(self) -> int:
        """Entries submitted, in percent of the possible ones, rounded as by `whole_percent`."""
        return whole_percent(self.handed_in, self.possible)


def entries_of(rows: pd.DataFrame, providers: Sequence[Provider]) -> Entries:
    """
    The state of every entry: each provider, measure and period.

    A provider is active in a period when it ran on any day of it. Where the directory says that it did not, a figure
    counts all the same, but a row that says that the figure is missing does not: it could not be asked for.

    Args:
        rows: Rows of one target group for providers as a whole: provider (slug), measure_id, start, end, status and
            reason; shape (n,).
        providers: The providers that serve the group, in the order wanted. Rows of others are left out.
    """
    keys = list(map(MeasurePeriod, rows["measure_id"], rows["start"], rows["end"]))
    columns = tuple(sorted(set(keys)))
    places = {provider.slug: place for place, provider in enumerate(providers)}
    column_places = {column: place for place, column in enumerate(columns)}
    row = np.array([places.get(slug, -1) for slug in rows["provider"]], dtype=int)
    column = np.array([column_places[key] for key in keys], dtype=int)
    state = np.array([_CODES[status] for status in rows["status"]], dtype=np.int8)
    known = row >= 0
    row, column, state = row[known], column[known], state[known]

    active = _active(providers, columns)
    states = np.full(active.shape, _CODES[NOTHING], dtype=np.int8)
    np.minimum.at(states, (row, column), state)
    reasons = np.full(active.size, "", dtype=object)
    stating_reason = np.flatnonzero((state == _CODES[MISSING]) & (states[row, column] == _CODES[MISSING]))
    # Of several reasons the first is kept.
    entries_with_reason, first = np.unique(
        row[stating_reason] * len(columns) + column[stating_reason], return_index=True
    )
    reasons[entries_with_reason] = rows["reason"].to_numpy(dtype=object)[known][stating_reason[first]]
    not_asked_for = ~active & np.isin(states, (_CODES[MISSING], _CODES[NOTHING]))
    return Entries(
        providers=tuple(places),
        columns=columns,
        states=np.where(not_asked_for, np.int8(_CODES[NOT_ACTIVE]), states),
        reasons=reasons.reshape(active.shape),
    )


def completeness(states: np.ndarray) -> Completeness:
    """Count some entries by state; `states` are indexes in STATES, of any shape."""
    counts = np.bincount(states.ravel(), minlength=len(STATES)).tolist()
    counted = dict(zip(STATES, counts, strict=True))
    return Completeness(
        shown=counted[OK],
        ranges=counted[FEW] + counted[ALL_BUT_FEW],
        hidden=counted[SUPPRESSED],
        low_response=counted[LOW_RESPONSE],
        missing=counted[MISSING],
        nothing=counted[NOTHING],
    )


def is_handed_in(states: np.ndarray) -> np.ndarray:
    """True for each entry that was submitted, shown or not; same shape."""
    return np.isin(states, [_CODES[state] for state in _HANDED_IN])


def is_possible(states: np.ndarray) -> np.ndarray:
    """True for each possible entry, which concerns a provider that was active; same shape."""
    return ~np.isin(states, (_CODES[NOT_APPLICABLE], _CODES[NOT_ACTIVE]))


def whole_percent(part: int, whole: int) -> int:
    """
    A part in whole percent: rounded to the nearest, but 100 only for all of it and 0 only for none.

    0 where the whole is 0.
    """
    if part in (0, whole):
        return 100 if part else 0
    # Halves are rounded up, in integers so that no binary fraction decides.
    return min(max((200 * part + whole) // (2 * whole), 1), 99)


def _active(providers: Sequence[Provider], columns: Sequence[MeasurePeriod]) -> np.ndarray:
    """True where a provider ran on any day of a column's period; shape (providers, columns)."""
    began = np.array([p.from_date.toordinal() if p.from_date else 0 for p in providers], dtype=np.int64)
    ended = np.array([p.to_date.toordinal() if p.to_date else _LAST_DAY for p in providers], dtype=np.int64)
    start = np.array([column.start.toordinal() for column in columns], dtype=np.int64)
    end = np.array([column.end.toordinal() for column in columns], dtype=np.int64)
    active: np.ndarray = (began[:, None] <= end[None, :]) & (ended[:, None] >= start[None, :])
    return active
