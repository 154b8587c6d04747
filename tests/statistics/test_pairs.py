"""Which providers can be told apart, two by two."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from open_comparisons.estimates.pairs import differences

LEVEL = 0.95
counts = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_the_published_example_is_told_apart():
    """Newcombe (1998), table II, row a: 56 of 70 less 48 of 80 is 0.0524 to 0.3339."""
    (found,) = differences([48, 56], [80, 70], confidence_level=LEVEL)
    assert (found.higher, found.lower) == (1, 0)
    assert (found.least, found.most) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_those_that_are_alike_or_without_a_base_are_in_no_pair():
    """9 of 10 and 3 of 10 differ; neither differs from 6 of 10, nor anything from 0 of 0."""
    found = differences([9, 3, 6, 0], [10, 10, 10, 0], confidence_level=LEVEL)
    assert [(pair.higher, pair.lower) for pair in found] == [(0, 1)]
    assert differences([], [], confidence_level=LEVEL) == ()


@given(st.lists(counts, max_size=6))
def test_each_pair_is_told_apart_as_another_library_does(shares):
    """A pair is there once, the higher first, when statsmodels' interval leaves out 0."""
    found = (
        {(pair.higher, pair.lower): pair for pair in differences(*zip(*shares, strict=True), confidence_level=LEVEL)}
        if shares
        else {}
    )
    for i, (x, n) in enumerate(shares):
        for j, (y, m) in enumerate(shares):
            if i == j:
                continue
            low, _ = confint_proportions_2indep(x, n, y, m, method="newcomb", compare="diff", alpha=1 - LEVEL)
            if math.isclose(low, 0, abs_tol=1e-9):
                continue
            assert ((i, j) in found) == (low > 0)
