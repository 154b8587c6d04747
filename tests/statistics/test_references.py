"""Group values: sums over sums, the range that protected rows leave open, and how much single values spread."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from open_comparisons.estimates.references import pooled_rows
from open_comparisons.standard.statuses import FEW, OK
from tests.single_estimates import THRESHOLDS, group_value


def test_the_group_value_pools_counts_and_keeps_the_range_of_bands():
    """A band of 0-4 enters as 2, a rest of 0-4 as n - 2, and hidden rows not at all."""
    group = group_value(
        "share",
        (40, 20, 30, 50),
        numerator=(20, np.nan, np.nan, np.nan),
        status=("ok", "liten-taljare", "liten-rest", "skyddad"),
    )
    assert group.value == pytest.approx((20 + 2 + 28) / 90)
    assert (group.low, group.high) == pytest.approx(((20 + 0 + 26) / 90, (20 + 4 + 30) / 90))
    assert (group.providers, group.denominator) == (3, 90)
    assert group.largest_share == pytest.approx(40 / 90)


def test_the_group_mean_weighs_each_provider_by_its_size():
    """100 days among 10 and 200 among 30 is 175; a hidden mean does not count."""
    group = group_value("mean", (10, 30, 500), value=(100, 200, np.nan))
    assert group.value == 175
    assert group.providers == 2
    assert math.isnan(group_value("mean", (10,), value=(np.nan,)).value)


@given(st.lists(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=30), min_size=1, max_size=8))
def test_the_group_deviation_is_that_of_all_single_values(values):
    """From means, deviations and n of the providers comes what the single values together would have given."""
    known = [part for part in values if len(part) > 1]
    means = [np.mean(part) for part in values]
    deviations = [np.std(part, ddof=1) if len(part) > 1 else np.nan for part in values]
    group = group_value("mean", [*map(len, values)], value=means, standard_deviation=deviations)
    everyone = [value for part in values for value in part]
    assert group.value == pytest.approx(np.mean(everyone), abs=1e-6)
    assert group.with_deviation == len(known)
    if known:
        expected = np.std([value for part in known for value in part], ddof=1)
        assert group.standard_deviation == pytest.approx(expected, rel=1e-6, abs=1e-4)
    else:
        assert math.isnan(group.standard_deviation)


def test_each_kind_is_pooled_in_its_own_way():
    """Shares and rates sum their counts, a rate per its own unit; plain counts and reported values have no group."""
    rows = [
        ("share", 1.0, OK, 30.0, 40.0, 0.75),
        ("share", 1.0, FEW, np.nan, 60.0, np.nan),
        ("rate", 1000.0, OK, 12.0, 4000.0, 3.0),
        ("rate", 1000.0, FEW, np.nan, 1000.0, np.nan),
        ("ratio", 1.0, OK, 6.0, 8.0, 0.75),
        ("mean", 1.0, OK, np.nan, 8.0, 20.0),
        ("count", 1.0, OK, np.nan, 8.0, 20.0),
        ("reported", 1.0, OK, np.nan, 8.0, 20.0),
    ]
    frame = pd.DataFrame(rows, columns=["kind", "per", "status", "numerator", "denominator", "value"])
    frame["standard_deviation"] = np.nan
    found = pooled_rows(frame, np.array([0, 0, 1, 1, 2, 3, 4, 5]), THRESHOLDS).reindex(range(6))
    assert found["value"].tolist()[:4] == pytest.approx([32 / 100, 14 / 5, 6 / 8, 20])
    assert found["value"].isna().tolist() == [False] * 4 + [True] * 2
    assert found.loc[1, ["low", "high"]].tolist() == pytest.approx([12 / 5, 16 / 5])
