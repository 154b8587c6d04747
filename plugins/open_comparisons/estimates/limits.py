"""Control limits: the distance from the group value that chance alone can take a provider of a given size."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import pandas as pd
from scipy import special

from open_comparisons.estimates.intervals import critical_value
from open_comparisons.standard.kinds import KINDS


def proportion_limits(denominator: pd.Series, target: pd.Series | float, *, confidence_level: float) -> pd.DataFrame:
    """
    Exact binomial control limits with interpolation; 11 persons at a target of 0.806 and 0.95 give 0.494 to 1.

    The lower limit is that of the paper; the upper one is 1 less the lower limit of the complement, so that counting
    those with an outcome and those without it gives mirrored answers. A count is outside exactly when its own tail,
    itself included, has less than half the probability that the level leaves.

    Args:
        denominator: Count of persons per provider; shape (n,), missing where unknown.
        target: The group value as a fraction, one for all rows or one per row.
        confidence_level: Coverage as a fraction between 0 and 1, such as 0.95 or 0.998.

    Returns:
        Columns "lower" and "upper", fractions within 0-1; shape (n, 2), same index, missing where an input is missing.

    Raises:
        ValueError: The level is not between 0 and 1.

    Source: Spiegelhalter (2005), Stat. Med. 24, 1185-1202, appendix; the upper limit made symmetrical.
    """
    return _exact(_binomial_limits, denominator, target, confidence_level)


def ratio_limits(expected: pd.Series, target: pd.Series | float = 1.0, *, confidence_level: float) -> pd.DataFrame:
    """
    Exact Poisson control limits with interpolation, for a ratio or a rate; 4.5 expected at 0.95 give 0.062 to 2.146.

    A count is outside exactly when its own tail, itself included, has less than half the probability that the level
    leaves, on either side.

    Args:
        expected: Expected events of a ratio; for a rate, the exposure in the rate's own unit (such as thousands of
            days); shape (n,).
        target: The group's ratio or rate, one for all rows or one per row.
        confidence_level: Coverage as a fraction.

    Returns:
        Columns "lower" and "upper" on the scale of the target; shape (n, 2), same index, missing where an input is.

    Raises:
        ValueError: The level is not between 0 and 1.

    Source: Spiegelhalter (2005), appendix; the upper limit made symmetrical.
    """
    return _exact(_poisson_limits, expected, target, confidence_level)


def mean_limits(
    n: pd.Series,
    target: pd.Series | float,
    standard_deviation: pd.Series | float,
    *,
    confidence_level: float,
) -> pd.DataFrame:
    """
    Control limits for a mean: the target plus and minus a number of standard errors.

    Args:
        n: Number of values in each provider's mean; shape (n,).
        target: The group's mean, one for all rows or one per row.
        standard_deviation: Of the single values in the group, one for all rows or one per row.
        confidence_level: Coverage as a fraction.

    Returns:
        Columns "lower" and "upper" in the measure's unit; missing where an input is missing, n is 0, or all single
        values are the same, so that nothing is known of how they vary.

    Source: Spiegelhalter (2005), section 2.
    """
    size = n.to_numpy(dtype=float)
    aim, spread = _wide(target, size), _wide(standard_deviation, size)
    reach = critical_value(confidence_level) * spread / np.sqrt(np.where(size > 0, size, np.nan))
    missing = np.isnan(aim) | np.isnan(reach) | (spread == 0)
    limits = {"lower": np.where(missing, np.nan, aim - reach), "upper": np.where(missing, np.nan, aim + reach)}
    return pd.DataFrame(limits, index=n.index)


@dataclass(frozen=True, slots=True)
class VarianceScale:
    """
    The scale on which the values of a kind of measure vary equally for any group value.

    Attributes:
        forth, back: Conversions to the scale and from it.
        unit_variance: The variance on it of a value with a base of 1; None where it is the square of the
            standard deviation.
        lowest, highest: Ends of the scale.
    """

    forth: Callable[[np.ndarray], np.ndarray]
    back: Callable[[np.ndarray], np.ndarray]
    unit_variance: float | None
    lowest: float
    highest: float

    def variances(self, base: np.ndarray, standard_deviation: np.ndarray) -> np.ndarray:
        """The variance that chance gives each value, on the scale; missing without a base."""
        variance_of_one = standard_deviation**2 if self.unit_variance is None else self.unit_variance
        variances: np.ndarray = variance_of_one / np.where(base > 0, base, np.nan)
        return variances


ANGLE: Final = VarianceScale(
    lambda share: np.arcsin(np.sqrt(share)), lambda angle: np.sin(angle) ** 2, 0.25, 0.0, np.pi / 2
)
ROOT: Final = VarianceScale(np.sqrt, np.square, 0.25, 0.0, np.inf)
UNSCALED: Final = VarianceScale(np.asarray, np.asarray, None, -np.inf, np.inf)
SCALES: Final[Mapping[str, VarianceScale]] = {"share": ANGLE, "events": ROOT, "mean": UNSCALED}
"""The scale on which overdispersion is judged, by the interval of a kind of value."""


def z_scores(scale: VarianceScale, value: np.ndarray, target: np.ndarray, variances: np.ndarray) -> np.ndarray:
    """
    Distance of each value from the group value, in standard errors; missing where chance gives no variance.

    Args:
        scale: The scale of the kind of measure.
        value, target: On the scale of the measure; shape (n,).
        variances: Those on the scale.
    """
    scores: np.ndarray = (scale.forth(value) - scale.forth(target)) / np.sqrt(
        np.where(variances > 0, variances, np.nan)
    )
    return scores


def control_limits(
    kind: str,
    base: pd.Series,
    target: pd.Series | float,
    *,
    standard_deviation: pd.Series | float = np.nan,
    tau_squared: pd.Series | float = 0.0,
    providers: pd.Series | float = np.inf,
    confidence_level: float,
) -> pd.DataFrame:
    """
    The control limits of one kind of measure: exact, or wider where providers differ more than chance explains.

    Since tau is itself estimated, the wider limits follow Student's t with one degree of freedom less than there are
    providers, as Hartung and Knapp (2001) widen theirs, and are never inside the exact ones.

    Args:
        kind: Name of a kind of value that has control limits.
        base: The base of each value: denominator, expected count, n, or the exposure in the rate's own unit.
        target: The group value, one for all rows or one per row.
        standard_deviation: In the group; for means and amounts.
        tau_squared: From `overdispersion.overdispersion` on the kind's scale; 0 or missing for exact limits.
        providers: Number of providers that it was estimated from, one for all rows or one per row.
        confidence_level: Coverage as a fraction.

    Returns:
        Columns "lower" and "upper" on the scale of the value; same index, missing where an input is missing.
    """
    interval = KINDS[kind].interval
    if interval == "share":
        exact = proportion_limits(base, target, confidence_level=confidence_level)
    elif interval == "events":
        exact = ratio_limits(base, target, confidence_level=confidence_level)
    else:
        exact = mean_limits(base, target, standard_deviation, confidence_level=confidence_level)
    size = base.to_numpy(dtype=float)
    between = np.nan_to_num(_wide(tau_squared, size))
    if not between.any():
        return exact
    scale = SCALES[interval]
    middle = scale.forth(_wide(target, size))
    variances = scale.variances(size, _wide(standard_deviation, size))
    degrees = np.maximum(_wide(providers, size) - 1, 1)
    times = np.where(
        np.isinf(degrees),
        critical_value(confidence_level),
        special.stdtrit(np.where(np.isinf(degrees), 1, degrees), (1 + confidence_level) / 2),
    )
    reach = times * np.sqrt(variances + between)
    low, high = exact["lower"].to_numpy(), exact["upper"].to_numpy()
    wider = {
        "lower": np.fmin(scale.back(np.clip(middle - reach, scale.lowest, scale.highest)), low),
        "upper": np.fmax(scale.back(np.clip(middle + reach, scale.lowest, scale.highest)), high),
    }
    return pd.DataFrame(wider, index=base.index).where(pd.Series(between > 0, index=base.index), exact)


_Ends: TypeAlias = tuple[np.ndarray, np.ndarray]


def _exact(
    limits: Callable[[np.ndarray, np.ndarray, float], _Ends],
    size: pd.Series,
    target: pd.Series | float,
    confidence_level: float,
) -> pd.DataFrame:
    if not 0 < confidence_level < 1:
        message = f"confidence_level is {confidence_level}, but must be between 0 and 1"
        raise ValueError(message)
    base = size.to_numpy(dtype=float)
    # Many providers are of the same size, so each pair is calculated once.
    pairs, places = np.unique(np.column_stack([base, _wide(target, base)]), axis=0, return_inverse=True)
    lower, upper = limits(pairs[:, 0], pairs[:, 1], (1 - confidence_level) / 2)
    return pd.DataFrame({"lower": lower[places.ravel()], "upper": upper[places.ravel()]}, index=size.index)


def _binomial_limits(base: np.ndarray, target: np.ndarray, tail: float) -> _Ends:
    usable = (base > 0) & (base % 1 == 0) & (target >= 0) & (target <= 1)
    size, aim = np.where(usable, base, 1.0).astype(np.int64), np.where(usable, target, 0.5)

    def lower(aim: np.ndarray) -> np.ndarray:
        count = _lower_count(lambda upto: special.bdtr(upto, size, aim), special.bdtrik(tail, size, aim), tail)
        return np.clip(count / size, 0.0, 1.0)

    # When everyone or no one has the outcome in the group, chance leaves no room either way.
    fixed = (aim == 0) | (aim == 1)
    ends = (np.where(fixed, aim, end) for end in (lower(aim), 1 - lower(1 - aim)))
    low, high = (np.where(usable, end, np.nan) for end in ends)
    return low, high


def _poisson_limits(expected: np.ndarray, target: np.ndarray, tail: float) -> _Ends:
    usable = (expected > 0) & (target >= 0)
    size, aim = np.where(usable, expected, 1.0), np.where(usable, target, 1.0)
    # Where no event is expected, chance leaves no room; a mean of 1 stands in, so that all can be worked out at once.
    mean = np.where(aim > 0, size * aim, 1.0)
    lower = _lower_count(lambda upto: special.pdtr(upto, mean), special.pdtrik(tail, mean), tail)
    upper = _upper_count(lambda count: special.pdtrc(count - 1, mean), special.pdtrik(1 - tail, mean) + 1, tail)
    low, high = (
        np.where(usable, np.where(aim > 0, np.maximum(end, 0.0) / size, 0.0), np.nan) for end in (lower, upper)
    )
    return low, high


def _lower_count(chance_upto: Callable[[np.ndarray], np.ndarray], root: np.ndarray, tail: float) -> np.ndarray:
    """
    The lowest count whose tail, itself included, has the probability or more, interpolated towards the count below.

    Args:
        chance_upto: The probability of a count, or fewer; for counts from 0.
        root: The number, whole or not, at which it is the probability: found by iteration, so it can be a hair off.
        tail: The probability.
    """

    def chance(count: np.ndarray) -> np.ndarray:
        found: np.ndarray = np.where(count < 0, 0.0, chance_upto(np.maximum(count, 0)))
        return found

    count = np.ceil(root)
    count = np.where(chance(count - 1) >= tail, count - 1, count)
    limit: np.ndarray = count - _part(chance(count), chance(count - 1), tail)
    return limit


def _upper_count(chance_from: Callable[[np.ndarray], np.ndarray], root: np.ndarray, tail: float) -> np.ndarray:
    """The same from above; `chance_from` is the probability of a count, or more."""

    def chance(count: np.ndarray) -> np.ndarray:
        found: np.ndarray = np.where(count < 1, 1.0, chance_from(np.maximum(count, 1)))
        return found

    count = np.floor(root)
    count = np.where(chance(count + 1) >= tail, count + 1, count)
    # Where no event at all is the most likely answer by far, the root is cut off at 0.
    count = np.where(chance(count) < tail, count - 1, count)
    limit: np.ndarray = count + _part(chance(count), chance(count + 1), tail)
    return limit


def _part(here: np.ndarray, beyond: np.ndarray, tail: float) -> np.ndarray:
    """The part of the step from one count to the next at which the tail has the probability."""
    step = here - beyond
    part: np.ndarray = np.divide(here - tail, step, out=np.zeros_like(step), where=step > 0)
    return part


def _wide(value: pd.Series | float, like: np.ndarray) -> np.ndarray:
    wide: np.ndarray = np.broadcast_to(np.asarray(value, dtype=float), like.shape)
    return wide
