"""The strengths of colour of a map: few enough to tell apart, in order, and true at both ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from open_comparisons.parts.area_map import SHADES, shade_steps, shades


@pytest.mark.parametrize(
    ("expected", "most"),
    [
        ((), 0),
        (((1, 1),), 1),
        (((1, 1), (2, 2), (3, 5)), 5),
        (((1, 1), (2, 2), (3, 5), (6, 6)), 6),
        (((1, 2), (3, 5), (6, 10), (11, 20), (21, 38)), 38),
    ],
)
def test_steps_widen_towards_the_many(expected, most):
    """As most areas have few providers, the first steps are narrow; the last ends at the highest there is."""
    assert shade_steps(most) == expected


@given(st.integers(1, 100_000))
def test_every_number_has_one_strength_of_colour(most):
    """Steps follow on each other from 1 to the highest, and each has a shade of its own, the strongest last."""
    found = shade_steps(most)
    assert [low for low, _ in found] == [1, *(high + 1 for _, high in found[:-1])]
    assert found[-1][1] == most
    levels = shades(len(found))
    assert len(set(levels)) == len(found) <= SHADES
    assert list(levels) == sorted(levels)
    assert levels[-1] == SHADES
