"""Intervals against published figures, against independent libraries over wide ranges, and at the edges."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.rates import confint_poisson
from statsmodels.stats.weightstats import _tconfint_generic

from open_comparisons.estimates.intervals import (
    byar_interval,
    critical_value,
    exact_poisson_interval,
    mean_interval,
    proportion_difference_interval,
    rate_interval,
    wilson_interval,
)
from tests.single_estimates import column

LEVELS = st.sampled_from([0.8, 0.95, 0.998])
BASES = st.one_of(st.integers(1, 200), st.integers(1, 5_000_000))
SHARES = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1.0]))


def only(found: pd.DataFrame) -> tuple[float, float]:
    """The limits of a single row."""
    return tuple(found.iloc[0])


@pytest.mark.parametrize(
    ("numerator", "denominator", "level", "lower", "upper"),
    [
        # PHEindicatormethods, testdata_Byars_Wilson.xlsx and testdata_Proportion.xlsx
        (65, 100, 0.95, 0.552544432969, 0.736357517569),
        (1045, 5000, 0.95, 0.1979554988, 0.220491303732),
        (1, 100, 0.95, 0.00176743206414, 0.0544861961787),
        (5, 100, 0.998, 0.013865320726, 0.164588522826),
        # DOMAIN's own example: 31 of 40 is 77.5 %, 62.5-87.7
        (31, 40, 0.95, 0.624969, 0.876839),
    ],
)
def test_wilson_interval_agrees_with_published_figures(numerator, denominator, level, lower, upper):
    """The limits are those of Wilson (1927) to six digits."""
    found = wilson_interval(column(numerator), column(denominator), confidence_level=level)
    assert (lower, upper) == pytest.approx(only(found), rel=1e-6)


@given(BASES, SHARES, LEVELS)
def test_intervals_of_a_share_agree_with_other_libraries(denominator, share, level):
    """Over any size of base, the same limits as elsewhere, and the value always within them."""
    numerator = round(share * denominator)
    x, n = column(numerator), column(denominator)
    wilson = only(wilson_interval(x, n, confidence_level=level))
    assert proportion_confint(numerator, denominator, 1 - level, "wilson") == pytest.approx(wilson, rel=1e-6, abs=1e-9)
    lower, upper = wilson
    assert 0 <= lower <= numerator / denominator <= upper <= 1


@given(st.integers(0, 5_000_000), st.floats(0.01, 1e7), st.sampled_from([1, 100, 1000, 100_000]), LEVELS)
def test_intervals_of_events_agree_with_other_libraries(events, exposure, multiplier, level):
    """Exact limits below ten events, Byar's from ten, and a rate as its events are."""
    exact = only(exact_poisson_interval(column(events), confidence_level=level))
    assert confint_poisson(events, 1, method="exact-c", alpha=1 - level) == pytest.approx(exact, rel=1e-6, abs=1e-9)
    byar = only(byar_interval(column(events), confidence_level=level))
    found = only(rate_interval(column(events), column(exposure), multiplier=multiplier, confidence_level=level))
    expected = exact if events < 10 else byar
    assert tuple(limit * multiplier / exposure for limit in expected) == pytest.approx(found, rel=1e-9)
    assert found[0] <= events * multiplier / exposure <= found[1]
    if events >= 10:
        # Byar's is an approximation to the exact interval, and a good one.
        assert byar == pytest.approx(exact, rel=0.05)


def test_byar_has_no_lower_limit_where_it_would_be_negative():
    """At no event ever, and at one event at 99.8 %."""
    found = byar_interval(column(0, 1, 10), confidence_level=0.998)
    assert found["lower"].isna().tolist() == [True, True, False]
    assert found["upper"].notna().all()


@given(
    st.floats(-1e6, 1e6), st.one_of(st.just(0.0), st.floats(1e-3, 1e5)), st.integers(2, 3_000_000), LEVELS
)  # fmt: skip
def test_the_interval_of_a_mean_agrees_with_other_libraries(mean, deviation, n, level):
    """Student's t, around the mean."""
    found = only(mean_interval(column(mean), column(deviation), column(n), confidence_level=level))
    expected = _tconfint_generic(mean, deviation / np.sqrt(n), n - 1, 1 - level, "two-sided")
    assert expected == pytest.approx(found, rel=1e-9, abs=1e-9)


@given(BASES, SHARES, BASES, SHARES, LEVELS)
def test_the_difference_of_two_shares_agrees_with_other_libraries(n, p, m, q, level):
    """Newcombe's tenth method, around the difference, within -1 to 1; the other way round it is mirrored."""
    x, y = round(p * n), round(q * m)
    found = only(proportion_difference_interval(column(x), column(n), column(y), column(m), confidence_level=level))
    expected = confint_proportions_2indep(x, n, y, m, method="newcomb", alpha=1 - level)
    assert expected == pytest.approx(found, rel=1e-6, abs=1e-7)
    assert -1 <= found[0] <= x / n - y / m <= found[1] <= 1
    mirrored = only(proportion_difference_interval(column(y), column(m), column(x), column(n), confidence_level=level))
    assert (-mirrored[1], -mirrored[0]) == pytest.approx(found)


def test_whole_columns_are_worked_out_at_once_and_keep_their_index():
    """A row's limits do not depend on its neighbours or on the order."""
    x, n = pd.Series([3.0, 31.0, 60.0], index=["c", "a", "b"]), pd.Series([20.0, 40.0, 60.0], index=["c", "a", "b"])
    found = wilson_interval(x, n, confidence_level=0.95)
    assert found.index.tolist() == ["c", "a", "b"]
    alone = [only(wilson_interval(x[[name]], n[[name]], confidence_level=0.95)) for name in "cab"]
    assert alone == [tuple(row) for row in found.to_numpy()]


def test_a_share_has_stated_answers_at_the_edges():
    """None of n starts at 0 and n of n ends at 1; a missing or empty base, or a missing count, gives no interval."""
    found = wilson_interval(
        column(0, 12, 0, 1, np.nan, 3, 0), column(12, 12, 1, 1, 12, np.nan, 0), confidence_level=0.95
    )
    assert found.loc[[0, 2], "lower"].tolist() == [0, 0]
    assert found.loc[[1, 3], "upper"].tolist() == [1, 1]
    assert found.loc[:3].notna().all(axis=None)
    assert found.loc[4:].isna().all(axis=None)


def test_other_kinds_have_stated_answers_at_the_edges():
    """No event has a rate from 0; no exposure none at all; a mean of one value, or without spread, has no interval."""
    rates = rate_interval(column(0, 3, np.nan), column(50, 0, 50), confidence_level=0.95)
    assert rates.loc[0, "lower"] == 0
    assert rates.loc[1:].isna().all(axis=None)
    means = mean_interval(column(4, 4, 4, np.nan, 4), column(2, np.nan, 2, 2, 0), column(1, 9, 0, 9, 9),
                          confidence_level=0.95)  # fmt: skip
    assert means.loc[:3].isna().all(axis=None)
    assert means.loc[4].tolist() == [4, 4]
    differences = proportion_difference_interval(
        column(0, 5, np.nan), column(0, 10, 10), column(5, 10, 5), column(10, 10, 10), confidence_level=0.95
    )
    assert differences["lower"].isna().tolist() == [True, False, True]


def test_what_cannot_be_is_refused():
    """A numerator above its denominator, negative numbers, columns that do not match, a level that is no fraction."""
    with pytest.raises(ValueError, match="exceeds"):
        wilson_interval(column(5), column(4), confidence_level=0.95)
    with pytest.raises(ValueError, match="exceeds"):
        wilson_interval(column(-1), column(4), confidence_level=0.95)
    with pytest.raises(ValueError, match="indexes"):
        wilson_interval(column(5), pd.Series([6.0], index=[1]), confidence_level=0.95)
    with pytest.raises(ValueError, match="negative"):
        byar_interval(column(-1), confidence_level=0.95)
    with pytest.raises(ValueError, match="negative"):
        mean_interval(column(1), column(-1), column(10), confidence_level=0.95)
    for level in (0, 1, 95):
        with pytest.raises(ValueError, match="between 0 and 1"):
            critical_value(level)
