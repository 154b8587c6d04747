"""A compared row: one published value beside its interval, its group value and its category."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd


class ComparedRow(NamedTuple):
    """
    A row of a compared release, with the columns that pages show.

    Fractions for shares, else the measure's unit; NaN where missing. See `comparison.compare` for the meaning of each.

    Attributes:
        position: Index in the release's table.
        breakdown: Code of each dimension, by its name.
        instrument: The survey or instrument behind the value; "" where none is named.
        nonresponse_low, nonresponse_high: The value if all who did not answer had said no, or yes.
        limit_lower_95 and so on: Control limits at 95 and 99.8 %.
        tau_squared: Variance between providers beyond chance, by which the limits are widened; 0 for exact limits.
        chance_95, chance_998: The probability to fall outside these by chance alone.
        tell_lower_10 and so on: The probability that a true difference of 10 or 20 points would be told.
        tell_trend_5: The probability that a true change of 5 points a year would be told.
        change_from: The period that `change` compares with; "" where there is none.
        change_lower, change_upper: The range of the change since then.
    """

    position: int
    breakdown: Mapping[str, str]
    provider: str
    unit_id: str
    target_group: str
    measure_id: str
    instrument: str
    start: date
    end: date
    numerator: float
    denominator: float
    value: float
    response_rate: float
    status: str
    reason: str
    lowest: float
    highest: float
    lower_95: float
    upper_95: float
    lower_998: float
    upper_998: float
    nonresponse_low: float
    nonresponse_high: float
    reference: float
    reference_low: float
    reference_high: float
    reference_providers: int
    possible_providers: int
    limit_lower_95: float
    limit_upper_95: float
    limit_lower_998: float
    limit_upper_998: float
    tau_squared: float
    chance_95: float
    chance_998: float
    tell_lower_10: float
    tell_higher_10: float
    tell_lower_20: float
    tell_higher_20: float
    category: str
    category_reason: str
    trend: str
    trend_reason: str
    trend_years_missing: int
    tell_trend_5: float
    change: str
    change_from: str
    change_lower: float
    change_upper: float

    def interval(self, level: str) -> tuple[float, float]:
        """Lower and upper end of the interval at a level of `comparison.LEVELS`."""
        return (self.lower_95, self.upper_95) if level == "95" else (self.lower_998, self.upper_998)

    @property
    def is_widened(self) -> bool:
        """True where the limits are widened, so that they hold ordinary differences beside chance."""
        return self.tau_squared > 0

    def chance_outside(self, level: str) -> float:
        """The probability to fall outside the limits at a level of `comparison.LEVELS` by chance alone."""
        return self.chance_95 if level == "95" else self.chance_998

    def limits(self, level: str) -> tuple[float, float]:
        """Lower and upper control limit at a level of `comparison.LEVELS`."""
        if level == "95":
            return self.limit_lower_95, self.limit_upper_95
        return self.limit_lower_998, self.limit_upper_998


_COLUMNS = ComparedRow._fields[2:]


def compared_rows(frame: pd.DataFrame, dimensions: Sequence[str]) -> list[ComparedRow]:
    """
    The rows of a compared release, as records.

    Args:
        frame: As `comparison.compare` gives it.
        dimensions: Names of the breakdown columns.
    """
    # A national release has a quarter of a million rows but few combinations of codes, so rows share one mapping each.
    shared: dict[tuple[str, ...], Mapping[str, str]] = {}
    codes = zip(*(frame[name].tolist() for name in dimensions), strict=True) if dimensions else [()] * len(frame)
    breakdowns = []
    for combination in codes:
        if combination not in shared:
            shared[combination] = MappingProxyType(dict(zip(dimensions, combination, strict=True)))
        breakdowns.append(shared[combination])
    columns = (frame[name].tolist() for name in _COLUMNS)
    return list(map(ComparedRow._make, zip(range(len(frame)), breakdowns, *columns, strict=True)))
