"""Whether five years rise or fall."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.api import WLS, add_constant

from open_comparisons.estimates.intervals import wilson_interval
from open_comparisons.estimates.trends import (
    CHI_SQUARE,
    F_RATIO,
    FALLING,
    PER_YEAR,
    RISING,
    STEADY,
    UNKNOWN,
    chance_to_tell_trend,
    recent_trends,
)
from tests.single_estimates import one_trend


def around(values, width=0.02):
    """Limits so far on either side."""
    values = np.asarray(values, dtype=float)
    return values - width, values + width


def test_limits_are_those_of_five_in_a_hundred_within_years_and_one_in_a_hundred_between_them():
    """Two parameters of five points: three degrees of freedom are left, and F is the square of Student's t."""
    assert pytest.approx(stats.chi2.isf(0.05, 1)) == CHI_SQUARE
    assert pytest.approx(stats.f.isf(0.01, 1, 3)) == F_RATIO
    assert pytest.approx(stats.t.isf(0.005, 3) ** 2) == F_RATIO


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((0.50, 0.55, 0.61, 0.66, 0.70), RISING),
        ((0.70, 0.66, 0.61, 0.55, 0.50), FALLING),
        ((0.60, 0.60, 0.60, 0.60, 0.60), STEADY),
        ((0.60, 0.61, 0.59, 0.60, 0.61), STEADY),
        # Upwards, but no more than these years swing.
        ((0.40, 0.62, 0.48, 0.70, 0.66), STEADY),
        # One year alone carries the slope: left out, the others point the other way.
        ((0.60, 0.59, 0.58, 0.57, 0.90), STEADY),
    ],
)
def test_a_trend_is_told_when_it_is_sure_and_hangs_on_no_single_year(values, expected):
    """Sure, and of the same sign whichever point is left out."""
    assert expected == one_trend(values, *around(values)).trend


def test_a_slope_of_nothing_is_no_sign():
    """Four equal shares and one other: left out, the other takes the slope with it, whatever the rounding says."""
    for others in (0.9, 0.7, 0.123456789, 1 / 3):
        for last in (0.1, 0.5, 0.99):
            values = [others] * 4 + [last]
            assert one_trend(values, *around(values, 0.03)).trend == STEADY


def test_a_set_in_which_a_point_is_missing_is_unknown():
    """A year without a value or an interval is not stepped over."""
    values = [0.5, 0.55, 0.61, 0.66, 0.7]
    lower, upper = around(values)
    lower[3] = np.nan
    found = one_trend(values, lower, upper)
    assert found.trend == UNKNOWN
    assert np.isnan(found.slope)


def test_intervals_of_no_width_cannot_be_weighed():
    """Nothing is claimed."""
    values = [1.0, 2.0, 3.0, 4.0, 5.0]
    assert one_trend(values, values, values).trend == UNKNOWN


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(0.01, 100)), min_size=5, max_size=5))
def test_the_slope_is_that_of_weighted_least_squares(points):
    """An independent library finds the same slope and the same distance from none."""
    values, widths = (np.array(part) for part in zip(*points, strict=True))
    found = one_trend(values, values - widths, values + widths)
    error = 2 * widths / 3.92
    fitted = WLS(values, add_constant(np.arange(5.0)), weights=1 / error**2).fit(cov_type="fixed scale")
    assert found.slope == pytest.approx(fitted.params[1], rel=1e-6, abs=1e-6)
    assert found.chi_square == pytest.approx(fitted.tvalues[1] ** 2, rel=1e-6, abs=1e-6)
    # Its own scale is what the points differ from the line by, in the errors stated.
    free = WLS(values, add_constant(np.arange(5.0)), weights=1 / error**2).fit()
    assert found.spread == pytest.approx(free.scale, rel=1e-6, abs=1e-6)
    if found.trend != STEADY:
        assert free.pvalues[1] < 0.01


@given(st.lists(st.tuples(*[st.floats(0, 1)] * 5), min_size=1, max_size=20), st.floats(0.005, 0.2))
def test_many_sets_at_once_are_as_one_by_one(rows, width):
    """Vectorised, and turned upside down a rise is a fall."""
    values = np.array(rows)
    trend = recent_trends(values, *around(values, width)).codes
    assert trend.tolist() == [one_trend(row, *around(row, width)).trend for row in rows]
    swap = {RISING: FALLING, FALLING: RISING}
    for turned in (-values, values[:, ::-1]):
        mirrored = recent_trends(turned, *around(turned, width)).codes
        assert mirrored.tolist() == [swap.get(code, code) for code in trend.tolist()]


@given(st.lists(st.tuples(*[st.integers(0, 40)] * 5), min_size=1, max_size=20))
def test_failures_fall_where_successes_rise(rows):
    """The share without an outcome has the trend of the share with it, turned over."""
    counts = np.array(rows, dtype=float)
    swap = {RISING: FALLING, FALLING: RISING}
    trends = [recent_trends(part / 40, *limits_of(part, 40)).codes.tolist() for part in (counts, 40 - counts)]
    assert trends[1] == [swap.get(code, code) for code in trends[0]]


@given(st.lists(st.tuples(*[st.integers(0, 40)] * 5), min_size=1, max_size=20), st.floats(0.5, 20))
def test_a_trend_does_not_depend_on_the_level_or_the_unit(rows, factor):
    """All values higher by the same, or in another unit, with limits as far away: the same trends."""
    values = np.array(rows, dtype=float) / 40
    for turned, scale in ((values + 3, 1), (values * factor, factor)):
        moved = recent_trends(turned, *around(turned, 0.05 * scale))
        kept = recent_trends(values, *around(values, 0.05))
        near = np.isclose(kept.chi_squares, F_RATIO * kept.spreads) | np.isclose(kept.chi_squares, CHI_SQUARE)
        # Four equal years and one other have no slope without it, but for the last place of the arithmetic.
        flat = np.array([max(np.bincount(row)) >= 4 for row in np.array(rows)])
        assert (moved.codes == kept.codes)[~near & ~flat].all()


def limits_of(counts, size):
    """Wilson's limits of counts out of one size, in the shape of the counts."""
    limits = wilson_interval(pd.Series(counts.ravel()), pd.Series(np.full(counts.size, size)), confidence_level=0.95)
    return (limits[end].to_numpy().reshape(counts.shape) for end in ("lower", "upper"))


def drawn_shares(size, swing, rise=0.0):
    """Four thousand series of five years with so many placements each, and a swing of the true share between years."""
    draw = np.random.default_rng([size, round(1000 * swing), round(1000 * rise)])
    true = 0.5 + rise * (np.arange(5) - 2) + swing * draw.standard_normal((4000, 5))
    return draw.binomial(size, np.clip(true, 0.01, 0.99)).astype(float)


@pytest.mark.parametrize("size", [20, 40, 200])
@pytest.mark.parametrize("swing", [0.0, 0.08, 0.16])
def test_years_that_swing_are_seldom_told_as_a_trend(size, swing):
    """One in a hundred at most, but for what four thousand draws can miss; the old test told up to 57 of a hundred."""
    counts = drawn_shares(size, swing)
    told = np.isin(recent_trends(counts / size, *limits_of(counts, size)).codes, [RISING, FALLING]).mean()
    assert told <= 0.015 + 0.002


@pytest.mark.parametrize("size", [20, 40, 80, 200])
def test_the_chance_to_tell_is_how_often_a_rise_is_told(size):
    """Five points a year, without swings: what the function says is what happens, as near as the draws tell."""
    counts = drawn_shares(size, 0.0, PER_YEAR)
    found = recent_trends(counts / size, *limits_of(counts, size))
    said = chance_to_tell_trend(*limits_of(counts, size)).mean()
    assert said == pytest.approx(np.isin(found.codes, [RISING, FALLING]).mean(), abs=0.025)


def test_without_an_interval_there_is_no_chance_to_tell():
    """A year that is missing, or an interval of no width."""
    lower = np.array([[0.4, 0.4, np.nan, 0.4, 0.4], [0.6] * 5])
    assert np.isnan(chance_to_tell_trend(lower, np.full((2, 5), 0.6))).all()
