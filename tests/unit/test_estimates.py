"""Intervals, control limits and group values against figures kept with their source."""

import json
import math
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from open_comparisons.estimates.intervals import wilson_interval
from open_comparisons.estimates.limits import proportion_limits
from open_comparisons.estimates.references import pooled_mean, pooled_proportion
from open_comparisons.intake.standard import Thresholds

THRESHOLDS = Thresholds(min_denominator=10, min_count=5, min_response_rate=30)
REFERENCE = (
    Path(os.environ.get("OPEN_COMPARISONS_REALDATA") or Path(__file__).parents[3] / "shared" / "realdata").parent
    / "reference"
    / "statistics_cases.json"
)


def reference_cases(*methods: str) -> list[dict]:
    """Read the published cases for some methods; an empty list where the file is missing."""
    if not REFERENCE.is_file():
        return []
    return [case for case in json.loads(REFERENCE.read_text(encoding="utf-8")) if case["method"] in methods]


def series(*values: float) -> pd.Series:
    """Make a column of numbers."""
    return pd.Series(values, dtype=float)


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
    found = wilson_interval(series(numerator), series(denominator), confidence_level=level)
    assert (lower, upper) == pytest.approx(tuple(found.iloc[0]), rel=1e-6)


@pytest.mark.parametrize("case", reference_cases("wilson_ci", "proportion_ci"), ids=lambda case: case["id"])
def test_wilson_interval_agrees_with_the_reference_file(case):
    """Every share in the reference file, at each of its levels."""
    given, expected = case["inputs"], case["expected"]
    levels = given["confidence"] if isinstance(given["confidence"], list) else [given["confidence"]]
    names = [("lower95", "upper95"), ("lower99_8", "upper99_8")] if len(levels) > 1 else [("lower", "upper")]
    for level, (lower, upper) in zip(levels, names, strict=True):
        found = wilson_interval(series(given["numerator"]), series(given["denominator"]), confidence_level=level)
        assert (expected[lower], expected[upper]) == pytest.approx(tuple(found.iloc[0]), rel=case["tolerance"]["value"])


@given(st.integers(1, 5_000_000), st.floats(0, 1), st.sampled_from([0.8, 0.95, 0.998]))
def test_wilson_interval_agrees_with_scipy(denominator, share, level):
    """Over any size of base, the same limits as scipy's own, and the value always within them."""
    numerator = round(share * denominator)
    found = wilson_interval(series(numerator), series(denominator), confidence_level=level).iloc[0]
    expected = stats.binomtest(numerator, denominator).proportion_ci(level, method="wilson")
    assert (expected.low, expected.high) == pytest.approx(tuple(found), rel=1e-6, abs=1e-9)
    assert found["lower"] <= numerator / denominator <= found["upper"]


def test_wilson_interval_is_exact_at_the_ends_and_missing_where_an_input_is():
    """None of n starts at 0, n of n ends at 1; a missing or empty base gives no interval."""
    found = wilson_interval(series(0, 12, np.nan, 3, 0), series(12, 12, 12, np.nan, 0), confidence_level=0.95)
    assert found.loc[0, "lower"] == 0
    assert found.loc[1, "upper"] == 1
    assert found.loc[2:].isna().all(axis=None)


def test_wilson_interval_refuses_what_cannot_be():
    """A numerator above its denominator, columns that do not match, and a level that is no fraction."""
    with pytest.raises(ValueError, match="exceeds"):
        wilson_interval(series(5), series(4), confidence_level=0.95)
    with pytest.raises(ValueError, match="indexes"):
        wilson_interval(series(5), pd.Series([6.0], index=[1]), confidence_level=0.95)
    with pytest.raises(ValueError, match="between 0 and 1"):
        wilson_interval(series(5), series(6), confidence_level=95)


@pytest.mark.parametrize(
    ("level", "lower", "upper"),
    # Spiegelhalter (2005), appendix; the normal approximation would give 57.3 as the lower limit at 95 %.
    [(0.95, 0.494301986322, 0.975770380128), (0.998, 0.324857046933, 0.999030815205)],
)
def test_control_limits_are_exact_and_interpolated(level, lower, upper):
    """11 persons at a group value of 80.6 %."""
    found = proportion_limits(series(11), 0.806424478571495, confidence_level=level).iloc[0]
    assert (lower, upper) == pytest.approx(tuple(found), rel=1e-9)


@given(st.integers(1, 200_000), st.floats(0.001, 0.999))
def test_control_limits_lie_around_the_group_value(denominator, target):
    """The wider level holds the narrower, both within 0-1, around the group value as closely as whole persons allow."""
    narrow = proportion_limits(series(denominator), target, confidence_level=0.95).iloc[0]
    wide = proportion_limits(series(denominator), target, confidence_level=0.998).iloc[0]
    assert 0 <= wide["lower"] <= narrow["lower"] <= narrow["upper"] <= wide["upper"] <= 1
    assert narrow["lower"] <= target + 1 / denominator
    assert narrow["upper"] >= target - 1 / denominator


def test_control_limits_have_stated_answers_at_the_edges():
    """Nothing to compare gives nothing; a group where all or none have the outcome leaves chance no room."""
    found = proportion_limits(series(np.nan, 0, 20, 20), series(0.5, 0.5, 0.0, 1.0), confidence_level=0.95)
    assert found.loc[:1].isna().all(axis=None)
    assert found.loc[2].tolist() == [0.0, 0.0]
    assert found.loc[3].tolist() == [1.0, 1.0]


def test_the_group_value_pools_counts_and_keeps_the_range_of_bands():
    """A band of 0-4 enters as 2, a rest of 0-4 as n - 2, and hidden rows not at all."""
    group = pooled_proportion(
        series(20, np.nan, np.nan, np.nan),
        series(40, 20, 30, 50),
        pd.Series(["ok", "liten-taljare", "liten-rest", "skyddad"]),
        THRESHOLDS,
    )
    assert group.value == pytest.approx((20 + 2 + 28) / 90)
    assert (group.low, group.high) == pytest.approx(((20 + 0 + 26) / 90, (20 + 4 + 30) / 90))
    assert (group.providers, group.denominator) == (3, 90)
    assert group.largest_share == pytest.approx(40 / 90)


def test_the_group_mean_weighs_each_provider_by_its_size():
    """100 days among 10 and 200 among 30 is 175; a hidden mean does not count."""
    group = pooled_mean(series(100, 200, np.nan), series(10, 30, 500))
    assert group.value == 175
    assert group.providers == 2
    assert math.isnan(pooled_mean(series(np.nan), series(10)).value)
