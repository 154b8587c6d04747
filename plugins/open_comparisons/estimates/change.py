"""Change: a provider's window against its window before, and a year against the year before."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from open_comparisons.estimates.intervals import difference_limits, mean_interval, rate_interval, wilson_interval
from open_comparisons.estimates.references import count_range
from open_comparisons.estimates.series import series_numbers
from open_comparisons.standard.kinds import kinds_where
from open_comparisons.standard.model import Thresholds
from open_comparisons.standard.periods import Span, canonical_period
from open_comparisons.standard.statuses import WITH_FIGURE

RISEN: Final = "okat"
FALLEN: Final = "minskat"
SAME: Final = "gar-inte-att-skilja"
UNKNOWN: Final = "kan-ej-bedomas"

NO_PERIOD: Final = "ingen-period-fore"
NOT_SHOWN: Final = "visas-inte"
NO_INTERVAL: Final = "inget-intervall"
LEVEL: Final = 0.99
"""Coverage of the range of a change: of many years and windows, one in a hundred is told by chance, as of trends."""


class _Counts(NamedTuple):
    """
    The counts that some rows allow, and what their intervals need.

    Attributes:
        lowest, highest: The ends of what each row allows; NaN for means.
        base: What counts are divided by; for means, their n.
        value, deviation: Of means.
    """

    lowest: np.ndarray
    highest: np.ndarray
    base: np.ndarray
    value: np.ndarray
    deviation: np.ndarray

    def of(self, rows: np.ndarray) -> "_Counts":
        """Some of the rows."""
        return _Counts(*(column[rows] for column in self))


def with_changes(frame: pd.DataFrame, dimensions: Sequence[str], thresholds: Thresholds) -> pd.DataFrame:
    """
    Add to each row its change from the period of the same length that ends the day before its own begins.

    Both must belong to the same provider, unit, breakdown, instrument and version of the measure. A banded row enters
    with each count of its band: the range is from the lowest limit to the highest of all pairs of counts, so a change
    is told only when every pair tells it.

    Args:
        frame: As `comparison.compare` makes it, with kind and per.
        dimensions: Names of the breakdown columns.
        thresholds: For the width of bands.

    Returns:
        The frame with change (RISEN, FALLEN, SAME or UNKNOWN), change_reason (NO_PERIOD, NOT_SHOWN or NO_INTERVAL where
        it is unknown, else ""), change_from (the period compared with; "" where there is none), change_lower and
        change_upper (the range of the change at `LEVEL`, in the scale of values; NaN where unknown).

    Source: Newcombe (1998), Stat. Med. 17, 873-890, method 10; for rates and means, with limits of their own in the
    same way, Zou and Donner (2008), Stat. Med. 27, 1693-1702.
    """
    before = _rows_before(frame, dimensions)
    shown = frame["status"].isin(WITH_FIGURE).to_numpy()
    paired = np.flatnonzero((before >= 0) & shown & shown[before])
    lower, upper = np.full(len(frame), np.nan), np.full(len(frame), np.nan)
    counts = _counts(frame, thresholds)
    for kinds, limits in _LIMITS:
        rows = paired[frame["kind"].isin(kinds).to_numpy()[paired]]
        if len(rows):
            lower[rows], upper[rows] = _range(counts.of(rows), counts.of(before[rows]), limits)
    conditions = [before < 0, ~(shown & shown[before]), np.isnan(lower)]
    reason = np.select(conditions, [NO_PERIOD, NOT_SHOWN, NO_INTERVAL], "")
    spans = list(zip(frame["start"], frame["end"], strict=True))
    names = {span: canonical_period(Span(*span)) for span in set(spans)}
    periods = [names[spans[row]] if row >= 0 else "" for row in before.tolist()]
    return frame.assign(
        change=np.select([reason != "", lower > 0, upper < 0], [UNKNOWN, RISEN, FALLEN], SAME).astype(object),
        change_reason=reason.astype(object),
        change_from=pd.Series(periods, index=frame.index, dtype=object),
        change_lower=lower,
        change_upper=upper,
    )


def _rows_before(frame: pd.DataFrame, dimensions: Sequence[str]) -> np.ndarray:
    """For each row, the position of the same row of the period before; -1 where there is none."""
    spans = list(zip(frame["start"], frame["end"], strict=True))
    number_of = {span: number for number, span in enumerate(sorted(set(spans)))}
    previous = np.array([number_of.get(_period_before(*span), -1) for span in number_of], dtype=np.int64)
    period = np.array([number_of[span] for span in spans], dtype=np.int64)
    keys = series_numbers(frame, dimensions) * (len(number_of) + 1)
    own, wanted = keys + period, keys + previous[period]
    order = np.argsort(own, kind="stable")
    place = np.minimum(np.searchsorted(own[order], wanted), max(len(own) - 1, 0))
    found: np.ndarray = np.where((previous[period] >= 0) & (own[order][place] == wanted), order[place], -1)
    return found


def _period_before(start: date, end: date) -> tuple[date, date]:
    """The period of as many whole years that ends the day before; an impossible one, if it is not of whole years."""
    return start.replace(year=start.year - len(Span(start, end).years())), start - timedelta(days=1)


def _counts(frame: pd.DataFrame, thresholds: Thresholds) -> _Counts:
    lowest, highest = count_range(frame["numerator"], frame["denominator"], frame["status"], thresholds)
    base = frame["denominator"].to_numpy(dtype=float)
    return _Counts(
        np.maximum(lowest, 0),
        highest,
        np.where(base > 0, base, np.nan) / frame["per"].to_numpy(dtype=float),
        frame["value"].to_numpy(dtype=float),
        frame["standard_deviation"].to_numpy(dtype=float),
    )


def _range(
    after: _Counts, before: _Counts, limits: Callable[[np.ndarray, _Counts], np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """The lowest and highest limit of the change, over every pair of counts that two rows allow; shape (n,) each."""
    lower, upper = np.full(len(after.base), np.inf), np.full(len(after.base), -np.inf)
    estimates = [[limits(count, row) for count in _each_count(row)] for row in (after, before)]
    for newer in estimates[0]:
        for older in estimates[1]:
            ends = difference_limits(newer, older)
            # A pair without an interval leaves the change unknown.
            lower, upper = np.minimum(lower, ends[0]), np.maximum(upper, ends[1])
    return lower, upper


def _each_count(row: _Counts) -> list[np.ndarray]:
    """The counts that rows allow, as many times as the widest band needs; a narrower one repeats its highest."""
    width = np.nan_to_num(row.highest - row.lowest).max(initial=0)
    return [np.minimum(row.lowest + step, row.highest) for step in range(int(width) + 1)]


def _of_share(count: np.ndarray, row: _Counts) -> np.ndarray:
    limits = wilson_interval(pd.Series(count), pd.Series(row.base), confidence_level=LEVEL)
    return np.array([count / row.base, limits["lower"], limits["upper"]])


def _of_events(count: np.ndarray, row: _Counts) -> np.ndarray:
    limits = rate_interval(pd.Series(count), pd.Series(row.base), confidence_level=LEVEL)
    return np.array([count / row.base, limits["lower"], limits["upper"]])


def _of_mean(_: np.ndarray, row: _Counts) -> np.ndarray:
    columns = (pd.Series(column) for column in (row.value, row.deviation, row.base))
    limits = mean_interval(*columns, confidence_level=LEVEL)
    return np.array([row.value, limits["lower"], limits["upper"]])


_LIMITS: Final = (
    (kinds_where(lambda kind: kind.is_share), _of_share),
    (kinds_where(lambda kind: kind.pooling == "sum" and not kind.is_share), _of_events),
    (kinds_where(lambda kind: kind.pooling == "mean"), _of_mean),
)
"""The kinds of value that can be compared over time, with what makes value and limits of a count; shape (3, n)."""
