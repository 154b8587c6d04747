"""Change from the period before: told only when no count that is allowed could have come of chance."""

import itertools
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from open_comparisons.estimates.change import LEVEL, with_changes
from tests.single_estimates import THRESHOLDS

BEFORE, AFTER = (date(2017, 1, 1), date(2019, 12, 31)), (date(2020, 1, 1), date(2022, 12, 31))


def rows_of(*rows, kind="share", **more):
    """Rows of one provider: period, status, numerator and denominator."""
    columns = {
        "provider_id": "0", "unit_id": "", "target_group": "g", "measure_id": "m", "measure_version": "1.0",
        "instrument": "", "kind": kind, "per": 1.0, "value": np.nan, "standard_deviation": np.nan,
    }  # fmt: skip
    frame = pd.DataFrame(
        [(*period, status, numerator, denominator) for period, status, numerator, denominator in rows],
        columns=["start", "end", "status", "numerator", "denominator"],
    ).astype({"numerator": float, "denominator": float})
    return with_changes(frame.assign(**(columns | more)), [], THRESHOLDS)


def counts_of(status, count, size):
    """The counts that a row allows."""
    bands = {"liten-taljare": range(5), "liten-rest": range(size - 4, size + 1)}
    return [(allowed, size) for allowed in bands.get(status, [count])]


def newest(frame):
    """Code, reason, period compared with and range of the last row."""
    last = frame.iloc[-1]
    return last["change"], last["change_reason"], last["change_from"]


def test_a_window_is_compared_with_the_window_before():
    """Newcombe's method 10 at 99 %; the first window has none before it."""
    frame = rows_of((BEFORE, "ok", 48, 80), (AFTER, "ok", 66, 80))
    assert newest(frame) == ("okat", "", "2017/2019")
    expected = confint_proportions_2indep(66, 80, 48, 80, method="newcomb", compare="diff", alpha=1 - LEVEL)
    assert frame.iloc[-1][["change_lower", "change_upper"]].tolist() == pytest.approx(expected)
    assert frame.iloc[0][["change", "change_reason", "change_from"]].tolist() == [
        "kan-ej-bedomas", "ingen-period-fore", "",
    ]  # fmt: skip


@given(st.lists(st.integers(0, 40), min_size=2, max_size=2), st.integers(40, 90), st.integers(40, 90))
def test_failures_fall_by_as_much_as_successes_rise(counts, n, m):
    """The share without the outcome changes the other way, within the mirrored range."""
    rise = rows_of((BEFORE, "ok", counts[0], n), (AFTER, "ok", counts[1], m)).iloc[-1]
    fall = rows_of((BEFORE, "ok", n - counts[0], n), (AFTER, "ok", m - counts[1], m)).iloc[-1]
    swap = {"okat": "minskat", "minskat": "okat"}
    assert fall["change"] == swap.get(rise["change"], rise["change"])
    assert (fall["change_lower"], fall["change_upper"]) == pytest.approx((-rise["change_upper"], -rise["change_lower"]))


@given(
    *[st.tuples(st.sampled_from(["ok", "liten-taljare", "liten-rest"]), st.integers(10, 80), st.floats(0.15, 0.85))] * 2
)
def test_a_band_enters_with_each_of_its_counts(before, after):
    """The range is that of all pairs of counts, and a change is told only when every pair tells it."""
    rows, allowed = [], []
    for period, (status, n, part) in zip((BEFORE, AFTER), (before, after), strict=True):
        count = round(part * n)
        rows.append((period, status, count if status == "ok" else np.nan, n))
        allowed.append(counts_of(status, count, n))
    found = rows_of(*rows).iloc[-1]
    pairs = list(itertools.product(*allowed))
    exact = [(period, "ok", *pair[side]) for side, period in enumerate((BEFORE, AFTER)) for pair in pairs]
    each = rows_of(*exact, provider_id=[str(number) for number in range(len(pairs))] * 2).iloc[len(pairs) :]
    assert found["change_lower"] == pytest.approx(each["change_lower"].min())
    assert found["change_upper"] == pytest.approx(each["change_upper"].max())
    told = set(each["change"])
    assert found["change"] == (told.pop() if len(told) == 1 else "gar-inte-att-skilja")


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ((date(2016, 1, 1), date(2018, 12, 31)), AFTER, "ingen-period-fore"),
        ((date(2018, 1, 1), date(2020, 12, 31)), AFTER, "ingen-period-fore"),
        ((date(2019, 1, 1), date(2019, 12, 31)), AFTER, "ingen-period-fore"),
        ((date(2021, 1, 1), date(2021, 12, 31)), (date(2022, 1, 1), date(2022, 12, 31)), ""),
        ((date(2020, 4, 1), date(2021, 3, 31)), (date(2021, 4, 1), date(2022, 3, 31)), ""),
        ((date(2021, 1, 1), date(2021, 6, 30)), (date(2021, 7, 1), date(2021, 12, 31)), "ingen-period-fore"),
    ],
)
def test_only_the_period_just_before_and_as_long_is_compared_with(before, after, reason):
    """No gap, no overlap, no other length, and no half years, which seasons make unlike."""
    assert newest(rows_of((before, "ok", 30, 80), (after, "ok", 40, 80)))[1] == reason


@pytest.mark.parametrize("column", ["measure_version", "instrument", "unit_id", "provider_id", "target_group"])
def test_another_definition_instrument_or_unit_is_never_compared_with(column):
    """A break is not bridged."""
    frame = rows_of((BEFORE, "ok", 30, 80), (AFTER, "ok", 60, 80), **{column: ["1.0", "2.0"]})
    assert newest(frame)[1] == "ingen-period-fore"


@pytest.mark.parametrize("hidden", [0, 1])
def test_a_value_that_is_not_shown_is_not_compared(hidden):
    """Neither what is hidden nor what stands beside it."""
    rows = [(BEFORE, "ok", 30, 80), (AFTER, "ok", 60, 80)]
    rows[hidden] = (rows[hidden][0], "skyddad", np.nan, np.nan)
    frame = rows_of(*rows)
    assert newest(frame) == ("kan-ej-bedomas", "visas-inte", "2017/2019")
    assert np.isnan(frame["change_upper"]).all()


def test_rates_and_means_are_compared_by_their_own_limits():
    """Ten events in 1,000 days and forty; 20 and 30 months with a standard deviation of 10, and without one."""
    rates = rows_of((BEFORE, "ok", 10, 1000), (AFTER, "ok", 40, 1000), kind="rate")
    assert newest(rates)[0] == "okat"
    assert rates["change_lower"].iloc[-1] < 0.03 < rates["change_upper"].iloc[-1]
    pair = [(BEFORE, "ok", np.nan, 40), (AFTER, "ok", np.nan, 40)]
    means = rows_of(*pair, kind="mean", value=[20.0, 30.0], standard_deviation=10.0)
    assert newest(means)[0] == "okat"
    # For equal n and spread: the difference, and the root of two times Student's reach.
    reach = np.sqrt(2) * 2.7079 * 10 / np.sqrt(40)
    ends = means.iloc[-1][["change_lower", "change_upper"]].tolist()
    assert ends == pytest.approx([10 - reach, 10 + reach], abs=0.01)
    assert newest(rows_of(*pair, kind="mean", value=[20.0, 30.0]))[1] == "inget-intervall"
    assert newest(rows_of(*pair, kind="reported", value=[20.0, 30.0]))[1] == "inget-intervall"


@pytest.mark.parametrize("size", [10, 15, 20, 40, 80])
def test_a_change_that_is_none_is_told_about_once_in_a_hundred_times(size):
    """Exactly, over all pairs of counts of one true share: Newcombe's method comes to 1.6 in a hundred at worst."""
    first, second = (side.ravel().astype(float) for side in np.indices((size + 1, size + 1)))
    rows = [(period, "ok", x, size) for period, side in ((BEFORE, first), (AFTER, second)) for x in side]
    told = rows_of(*rows, provider_id=[str(number) for number in range(len(first))] * 2)["change"].iloc[len(first) :]
    is_told = told.isin(["okat", "minskat"]).to_numpy()
    for share in (0.5, 0.6, 0.7, 0.8, 0.9):
        chances = stats.binom.pmf(first, size, share) * stats.binom.pmf(second, size, share)
        assert chances[is_told].sum() <= 0.0165
