"""Whether five years rise or fall."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.api import WLS, add_constant

from open_comparisons.estimates.trends import CHI_SQUARE, FALLING, RISING, STEADY, UNKNOWN, recent_trends
from tests.single_estimates import one_trend


def around(values, width=0.02):
    """Limits so far on either side."""
    values = np.asarray(values, dtype=float)
    return values - width, values + width


def test_the_limit_is_passed_by_chance_twice_in_a_thousand():
    """One degree of freedom."""
    assert pytest.approx(stats.chi2.isf(0.002, 1)) == CHI_SQUARE


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((0.50, 0.55, 0.61, 0.66, 0.70), RISING),
        ((0.70, 0.66, 0.61, 0.55, 0.50), FALLING),
        ((0.60, 0.60, 0.60, 0.60, 0.60), STEADY),
        ((0.60, 0.61, 0.59, 0.60, 0.61), STEADY),
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


@given(st.lists(st.tuples(*[st.floats(0, 1)] * 5), min_size=1, max_size=20), st.floats(0.005, 0.2))
def test_many_sets_at_once_are_as_one_by_one(rows, width):
    """Vectorised, and turned upside down a rise is a fall."""
    values = np.array(rows)
    trend, _, _ = recent_trends(values, *around(values, width))
    assert trend.tolist() == [one_trend(row, *around(row, width)).trend for row in rows]
    mirrored, _, _ = recent_trends(-values, *around(-values, width))
    swap = {RISING: FALLING, FALLING: RISING}
    assert mirrored.tolist() == [swap.get(code, code) for code in trend.tolist()]
