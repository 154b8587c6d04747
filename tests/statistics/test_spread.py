"""Quartiles, steps and the values of parts of a group."""

import math

import numpy as np
import pandas as pd
import pytest

from open_comparisons.estimates.spread import MAX_STEPS, histogram, spreads
from open_comparisons.standard.statuses import FEW, MISSING, OK
from tests.single_estimates import THRESHOLDS, group_value


def compared(rows: list[tuple[str, float, float, float, str, str]]) -> pd.DataFrame:
    """Compared rows: kind, numerator, denominator, value, status and category."""
    frame = pd.DataFrame(rows, columns=["kind", "numerator", "denominator", "value", "status", "category"])
    return frame.assign(per=1.0, standard_deviation=np.nan)


def reported(*values: float) -> pd.DataFrame:
    """Rows of values that their source made."""
    return compared([("reported", np.nan, 50.0, value, OK, "kan-ej-bedomas") for value in values])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((1, 2, 3, 4, 5, 6, 7, 8), (1, 2, 4, 6, 8)),
        ((5, 1, 4, 2, 3), (1, 2, 3, 4, 5)),
        ((3, 3, 3, 4), (3, 3, 3, 3, 4)),
        ((7,), (7, 7, 7, 7, 7)),
    ],
)
def test_the_middle_half_lies_between_values_that_providers_have(values, expected) -> None:
    """A quartile is the smallest value that a quarter (half, three quarters) of the providers have or are below."""
    found = spreads(reported(*values), ["all"] * len(values), THRESHOLDS)["all"]
    told = (found.lowest, found.lower_quartile, found.median, found.upper_quartile, found.highest)
    assert expected == told
    inside = sum(found.lower_quartile <= value <= found.upper_quartile for value in values)
    assert inside >= len(values) / 2


def test_sets_are_apart_and_rows_of_none_are_left_out() -> None:
    """Each set has its own spread; a row without a set counts nowhere."""
    found = spreads(reported(1, 2, 30, 99), ["a", "a", "b", None], THRESHOLDS)
    assert {key: (spread.valued, spread.lowest, spread.highest) for key, spread in found.items()} == {
        "a": (2, 1.0, 2.0),
        "b": (1, 30.0, 30.0),
    }


def test_a_part_is_pooled_as_the_whole_is() -> None:
    """The value of a part is its sums of counts, protected rows with their range; it says how many it is made of."""
    rows = compared(
        [
            ("share", 30.0, 40.0, 0.75, OK, "hogre"),
            ("share", np.nan, 20.0, np.nan, FEW, "lagre"),
            ("share", np.nan, np.nan, np.nan, MISSING, "kan-ej-bedomas"),
            ("share", 1.0, 100.0, 0.01, OK, "lagre"),
        ]
    )
    found = spreads(rows, ["north", "north", "north", "south"], THRESHOLDS)["north"]
    part = rows.iloc[:3]
    expected = group_value("share", part["denominator"], numerator=part["numerator"], status=part["status"])
    assert (expected.value, expected.low, expected.high, 2) == (found.value, found.low, found.high, found.providers)
    assert found.categories == {"hogre": 1, "lagre": 1}
    assert (found.figures, found.valued) == (2, 1)


def test_what_a_source_has_made_is_not_pooled() -> None:
    """Medians, adjusted values and ratings have no value of a part."""
    found = spreads(reported(10, 20), ["all", "all"], THRESHOLDS)["all"]
    assert math.isnan(found.value)
    assert found.providers == 0


def test_a_ratio_is_pooled_over_what_was_expected() -> None:
    """Observed over expected: 2 of 4 and 6 of 2 are 8 of 6."""
    rows = compared([("ratio", 2.0, 4.0, 0.5, OK, "kan-ej-bedomas"), ("ratio", 6.0, 2.0, 3.0, OK, "kan-ej-bedomas")])
    assert spreads(rows, ["all", "all"], THRESHOLDS)["all"].value == pytest.approx(8 / 6)


@pytest.mark.parametrize(
    ("lowest", "highest", "resolution", "ceiling", "low", "high", "steps", "single"),
    [
        (1, 5, 1, math.inf, 1, 6, 5, True),
        (0.0, 1.0, 0.001, 1.0, 0.0, 1.0, 20, False),
        (0.62, 1.0, 0.01, 1.0, 0.6, 1.0, 20, False),
        (12.3, 19.8, 0.1, math.inf, 12.0, 20.0, 16, False),
        (-31.0, 40.2, 0.1, math.inf, -35.0, 45.0, 16, False),
        (40, 912, 1, math.inf, 0, 1000, 20, False),
    ],
)
def test_steps_are_round(lowest, highest, resolution, ceiling, low, high, steps, single) -> None:
    """Steps begin and end at round numbers, are few, and hold every value."""
    values = np.linspace(lowest, highest, round((highest - lowest) / resolution) + 1)
    found = histogram(list(values), resolution=resolution, ceiling=ceiling)
    assert (steps, single) == (len(found.counts), found.single)
    assert (low, high) == pytest.approx((found.low, found.high))
    assert sum(found.counts) == len(values)
    assert len(found.counts) <= MAX_STEPS


def test_a_scale_of_half_steps_has_a_step_for_each() -> None:
    """Half stars are written with a decimal, but there is nothing between them."""
    found = histogram([1.0, 1.5, 4.5, 5.0, 2.5], resolution=0.1)
    assert (len(found.counts), found.single) == (9, True)
    assert (found.low, found.step) == pytest.approx((1.0, 0.5))


def test_values_that_are_written_alike_fall_into_the_same_step() -> None:
    """0.1499 and 0.1501 are both 15 %, and 15 % begins a step."""
    percents = [part / 100 for part in range(101)]
    before, after = (histogram(values, resolution=0.01, ceiling=1.0) for values in (percents, [*percents, 0.1499]))
    more = [b - a for a, b in zip(before.counts, after.counts, strict=True)]
    assert [number for number, added in enumerate(more) if added] == [3]
    assert before.low + 3 * before.step == pytest.approx(0.15)


def test_the_highest_share_belongs_to_the_last_step() -> None:
    """100 % has no step of its own, and is not outside the steps."""
    found = histogram([part / 100 for part in range(101)], resolution=0.01, ceiling=1.0)
    assert found.counts[-1] == 6
    assert found.high == pytest.approx(1.0)
    assert (found.below, found.above) == (0, 0)


def test_values_far_out_do_not_stretch_the_steps() -> None:
    """A few values far from the middle half are counted in the last step, and told."""
    found = histogram([*range(10, 20), 300, 450], resolution=1)
    assert (found.low, found.high, found.single) == (10, 20, True)
    assert (found.below, found.above, found.counts[-1]) == (0, 2, 3)
