"""Rounding: half away from zero, as publishers do it, whatever the binary fraction looks like."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from open_comparisons.standard.rounding import round_half_away


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        (100 * 13 / 16, 1, 81.3),
        (100 * 115 / 368, 1, 31.3),
        (100 * 13 / 80, 1, 16.3),
        (100 * 0.285, 0, 29),
        (-0.5, 0, -1),
        (2.5, 0, 3),
        (81.2, 1, 81.2),
        (float("inf"), 1, float("inf")),
    ],
)
def test_a_half_goes_away_from_zero(value, decimals, rounded):
    """Values that publishers print, and their like."""
    assert round_half_away(value, decimals) == rounded


@given(st.floats(-1e7, 1e7), st.integers(0, 4))
def test_any_number_is_rounded_as_its_decimals_are(value, decimals):
    """Whatever way is taken, fast or slow; what a binary fraction adds after ten decimals is none of the number's."""
    exact = Decimal(repr(round(value, 10)))
    assert round_half_away(value, decimals) == float(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 2))
def test_percentages_of_whole_numbers_are_rounded_as_exact_fractions_are(numerator, denominator, decimals):
    exact = Fraction(100 * numerator, denominator)
    digits = Decimal(exact.numerator) / Decimal(exact.denominator)
    expected = float(digits.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
    assert round_half_away(100 * numerator / denominator, decimals) == expected
