"""Control limits and overdispersion against published figures, independent libraries, and at the edges."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from open_comparisons.estimates.limits import (
    ANGLE,
    ROOT,
    SCALES,
    UNSCALED,
    control_limits,
    mean_limits,
    proportion_limits,
    ratio_limits,
    z_scores,
)
from open_comparisons.estimates.overdispersion import overdispersion
from tests.single_estimates import column

LEVELS = st.sampled_from([0.8, 0.95, 0.998])
NONE = np.full(1, np.nan)


def lower_count(chance, tail):
    """The count at which the tail below has its probability, step by step from the distribution's own probabilities."""
    below = 0.0
    for count in range(100_000):
        step = chance.pmf(count)
        if below + step >= tail:
            return count - 1 + (tail - below) / step
        below += step
    raise AssertionError


def upper_count(chance, tail):
    """The same from above, from far beyond what can happen."""
    above = 0.0
    for count in range(int(chance.ppf(1 - 1e-14)) + 2, -1, -1):
        step = chance.pmf(count)
        if above + step >= tail:
            return count + 1 - (tail - above) / step
        above += step
    raise AssertionError


@pytest.mark.parametrize(
    ("level", "lower", "upper"),
    # The lower limits: Spiegelhalter (2005), appendix, where the normal approximation would give 57.3 at 95 %. By his
    # upper limits, 0.976 and 0.999, all of 11 is more than chance, which gives it 9.4 % (METHODS section 1).
    [(0.95, 0.494301986322, 1.0), (0.998, 0.324857046933, 1.0)],
)
def test_limits_of_a_share_are_exact_and_interpolated(level, lower, upper):
    """11 persons at a group value of 80.6 %."""
    found = proportion_limits(column(11), 0.806424478571495, confidence_level=level).iloc[0]
    assert (lower, upper) == pytest.approx(tuple(found), rel=1e-9)


@given(st.integers(1, 400), st.floats(0.001, 0.999), LEVELS)
def test_limits_of_a_share_agree_with_its_probabilities(n, target, level):
    """Each tail holds just its part, the last step in proportion; never outside 0-1."""
    found = proportion_limits(column(n), target, confidence_level=level).iloc[0]
    chance, tail = stats.binom(n, target), (1 - level) / 2
    expected = [np.clip(count(chance, tail) / n, 0, 1) for count in (lower_count, upper_count)]
    assert expected == pytest.approx(list(found), rel=1e-6, abs=1e-9)


@given(st.floats(0.05, 400), st.floats(0.01, 5), LEVELS)
def test_limits_of_a_ratio_agree_with_its_probabilities(expected_events, target, level):
    """Each tail of the Poisson distribution holds just its part; never below 0."""
    found = ratio_limits(column(expected_events), target, confidence_level=level).iloc[0]
    chance, tail = stats.poisson(expected_events * target), (1 - level) / 2
    expected = [max(count(chance, tail), 0) / expected_events for count in (lower_count, upper_count)]
    assert expected == pytest.approx(list(found), rel=1e-6, abs=1e-9)


@given(st.integers(1, 2000), st.floats(0.001, 0.999), LEVELS)
def test_a_count_is_outside_exactly_when_its_own_tail_is_too_unlikely(n, target, level):
    """At every whole number: limits as they are drawn, and the categories made of them, say what the tails say."""
    found = proportion_limits(column(n), target, confidence_level=level).iloc[0]
    counts, chance, tail = np.arange(n + 1), stats.binom(n, target), (1 - level) / 2
    clear = (np.abs(chance.cdf(counts) - tail) > 1e-12) & (np.abs(chance.sf(counts - 1) - tail) > 1e-12)
    assert ((counts / n < found["lower"]) == (chance.cdf(counts) < tail))[clear].all()
    assert ((counts / n > found["upper"]) == (chance.sf(counts - 1) < tail))[clear].all()


@given(st.floats(0.05, 400), LEVELS)
def test_events_are_outside_exactly_when_their_own_tail_is_too_unlikely(expected_events, level):
    """The same for ratios and rates."""
    found = ratio_limits(column(expected_events), confidence_level=level).iloc[0]
    counts, chance, tail = np.arange(int(2 * expected_events) + 60), stats.poisson(expected_events), (1 - level) / 2
    clear = (np.abs(chance.cdf(counts) - tail) > 1e-12) & (np.abs(chance.sf(counts - 1) - tail) > 1e-12)
    assert ((counts / expected_events < found["lower"]) == (chance.cdf(counts) < tail))[clear].all()
    assert ((counts / expected_events > found["upper"]) == (chance.sf(counts - 1) < tail))[clear].all()


@given(st.integers(1, 2000), st.floats(0.001, 0.999), LEVELS)
def test_counting_those_without_the_outcome_gives_the_mirrored_limits(n, target, level):
    with_it = proportion_limits(column(n), target, confidence_level=level).iloc[0]
    without = proportion_limits(column(n), 1 - target, confidence_level=level).iloc[0]
    assert with_it["lower"] == pytest.approx(1 - without["upper"], abs=1e-9)
    assert with_it["upper"] == pytest.approx(1 - without["lower"], abs=1e-9)


@pytest.mark.parametrize(("count", "n", "target"), [(1, 4, 1 / 78), (10, 10, 0.9), (26, 40, 0.5), (14, 40, 0.5)])
def test_what_chance_gives_more_than_one_time_in_forty_is_inside(count, n, target):
    """5.0, 35, 4.0 and 4.0 % (METHODS section 1): the first three were "maybe higher" by the limits of version 2."""
    found = proportion_limits(column(n), target, confidence_level=0.95).iloc[0]
    assert found["lower"] <= count / n <= found["upper"]


@given(st.integers(1, 5_000_000), st.floats(-1e5, 1e5), st.floats(1e-3, 1e4), LEVELS)
def test_limits_of_a_mean_agree_with_the_normal_distribution(n, target, deviation, level):
    """So many standard errors on either side."""
    found = mean_limits(column(n), target, deviation, confidence_level=level).iloc[0]
    reach = stats.norm.ppf((1 + level) / 2) * deviation / np.sqrt(n)
    assert (target - reach, target + reach) == pytest.approx(tuple(found), rel=1e-9, abs=1e-6)


@given(st.integers(1, 5_000_000), st.floats(0.001, 0.999))
def test_limits_lie_around_the_group_value(n, target):
    """The wider level holds the narrower, both within 0-1, around the group value as closely as whole persons allow."""
    narrow = proportion_limits(column(n), target, confidence_level=0.95).iloc[0]
    wide = proportion_limits(column(n), target, confidence_level=0.998).iloc[0]
    assert 0 <= wide["lower"] <= narrow["lower"] <= narrow["upper"] <= wide["upper"] <= 1
    assert narrow["lower"] <= target + 1 / n
    assert narrow["upper"] >= target - 1 / n


def test_limits_have_stated_answers_at_the_edges():
    """Nothing to compare gives nothing; a group where all or none have the outcome leaves chance no room."""
    found = proportion_limits(column(np.nan, 0, 20, 20), column(0.5, 0.5, 0.0, 1.0), confidence_level=0.95)
    assert found.loc[:1].isna().all(axis=None)
    assert found.loc[2].tolist() == [0.0, 0.0]
    assert found.loc[3].tolist() == [1.0, 1.0]
    assert ratio_limits(column(np.nan, 0, 8), column(1, 1, 0), confidence_level=0.95).to_numpy()[2].tolist() == [0, 0]
    assert ratio_limits(column(np.nan, 0), 1.0, confidence_level=0.95).isna().all(axis=None)
    assert mean_limits(column(np.nan, 0, 9), column(1, 1, np.nan), 2.0, confidence_level=0.95).isna().all(axis=None)
    assert mean_limits(column(9), 200, 0.0, confidence_level=0.95).isna().all(axis=None), "a spread of 0 says nothing"
    with pytest.raises(ValueError, match="between 0 and 1"):
        ratio_limits(column(3), confidence_level=95)


NORMAL = stats.norm.expect(lambda x: np.clip(x, *stats.norm.ppf([0.1, 0.9])) ** 2)
"""The mean square of normal residuals of which the tenth at either end is drawn in."""


def drawn_in(residuals):
    """The squares of residuals of which the tenth at either end is replaced by the nearest of the others."""
    low, high = np.quantile(residuals, 0.1), np.quantile(residuals, 0.9)
    return np.minimum(np.maximum(residuals, low), high) ** 2


@given(st.lists(st.tuples(st.floats(-8, 8), st.floats(0.001, 2)), min_size=2, max_size=60))
def test_overdispersion_agrees_with_its_equations(rows):
    """Beside what normal scores would give; with tau squared added to each variance, just that."""
    z, variances = (np.array(part) for part in zip(*rows, strict=True))
    found, normal = overdispersion(z, variances), (len(z) - 1) * NORMAL
    assert found.phi == pytest.approx(drawn_in(z).sum() / normal)
    assert (found.tau_squared > 0) == (found.phi > 1)
    if found.tau_squared:
        residuals = z * np.sqrt(variances / (variances + found.tau_squared))
        assert drawn_in(residuals).sum() == pytest.approx(normal, rel=1e-9)


def test_overdispersion_finds_what_the_values_were_drawn_with():
    """20,000 scores, with and without a spread of their own, and with one in twenty far off."""
    draw = np.random.default_rng(18)
    variances = draw.uniform(0.005, 0.02, 20_000)
    chance, more = draw.standard_normal(20_000), draw.standard_normal(20_000)
    assert overdispersion(chance, variances).phi == pytest.approx(1, abs=0.03)
    values = chance * np.sqrt(variances) + 0.1 * more
    assert overdispersion(values / np.sqrt(variances), variances).tau_squared == pytest.approx(0.01, rel=0.04)
    values[:1000] += 5
    assert overdispersion(values / np.sqrt(variances), variances).tau_squared < 0.02


@pytest.mark.parametrize("providers", [10, 30, 150])
def test_the_interval_of_phi_covers_what_chance_gives(providers):
    """In 95 of 100 draws of scores without a spread of their own; somewhat less often where they are few."""
    draw = np.random.default_rng(providers)
    found = [overdispersion(draw.standard_normal(providers), np.ones(providers)) for _ in range(600)]
    covered = sum(each.phi_low <= 1 <= each.phi_high for each in found) / len(found)
    assert covered == pytest.approx(0.95, abs=0.04)


def test_overdispersion_has_stated_answers_at_the_edges():
    """None gives nothing; all alike differ by nothing; missing scores, and those without variance, are left out."""
    nothing = overdispersion(np.array([np.nan]), np.array([1.0]))
    assert np.isnan(nothing.phi)
    assert nothing.tau_squared == 0
    alike = overdispersion(np.zeros(12), np.full(12, 0.01))
    assert (alike.phi, alike.tau_squared) == (0, 0)
    assert overdispersion(np.array([1.0]), np.array([0.5])).tau_squared == 0
    assert overdispersion(np.array([2.0, -2.0, np.nan, 5.0]), np.array([0.1, 0.1, 0.1, 0.0])).providers == 2


def test_wider_limits_follow_student_and_are_never_inside_the_exact_ones():
    """Tau squared is estimated: the fewer providers it comes from, the wider."""
    size, target, tau_squared = column(40), 0.7, 0.01
    for providers, times in (
        (10, stats.t.isf(0.025, 9)),
        (100, stats.t.isf(0.025, 99)),
        (np.inf, stats.norm.isf(0.025)),
    ):
        found = control_limits(
            "share", size, target, tau_squared=tau_squared, providers=providers, confidence_level=0.95
        ).iloc[0]
        reach = times * np.sqrt(1 / 160 + tau_squared)
        ends = np.sin(np.arcsin(np.sqrt(target)) + np.array([-reach, reach])) ** 2
        assert found.tolist() == pytest.approx(ends.tolist())
    exact = control_limits("share", column(12), 0.9, confidence_level=0.95).iloc[0]
    barely = control_limits("share", column(12), 0.9, tau_squared=1e-9, confidence_level=0.95).iloc[0]
    assert barely["lower"] <= exact["lower"]
    assert barely["upper"] >= exact["upper"]


def test_limits_are_exact_without_overdispersion_and_wider_with_it():
    """No variance beyond chance gives the exact limits to the last bit; more of it wider ones, inside the scale."""
    size = column(12, 40, 400)
    for kind, target, more in (("share", 0.8, {}), ("ratio", 1.1, {}), ("mean", 50.0, {"standard_deviation": 9.0})):
        exact = control_limits(kind, size, target, **more, confidence_level=0.95)
        none = control_limits(kind, size, target, **more, tau_squared=column(0, 0, np.nan), confidence_level=0.95)
        pd.testing.assert_frame_equal(exact, none, check_exact=True)
        some, much = (
            control_limits(kind, size, target, **more, tau_squared=tau, confidence_level=0.95) for tau in (0.02, 2.0)
        )
        assert (some["lower"] >= much["lower"]).all()
        assert (some["upper"] <= much["upper"]).all()
        if kind == "share":
            assert much["lower"].min() >= 0
            assert much["upper"].max() <= 1


@pytest.mark.parametrize("kind", SCALES)
def test_a_scale_leads_back_to_where_it_came_from(kind):
    """Whatever the value, there and back is the value itself."""
    values = np.linspace(0, 1, 11)
    assert SCALES[kind].back(SCALES[kind].forth(values)) == pytest.approx(values)


@given(st.integers(10, 5000), st.floats(0.05, 0.95), st.floats(0.05, 0.95))
def test_scores_count_standard_errors(n, value, target):
    """For a share 2√n(asin√p − asin√t); for a mean its distance over its standard error."""
    of_share = z_scores(ANGLE, np.array([value]), np.array([target]), ANGLE.variances(np.array([n]), NONE))[0]
    assert of_share == pytest.approx(2 * n**0.5 * (np.arcsin(value**0.5) - np.arcsin(target**0.5)))
    of_ratio = z_scores(ROOT, np.array([value]), np.array([target]), ROOT.variances(np.array([n]), NONE))[0]
    assert of_ratio == pytest.approx(2 * n**0.5 * (value**0.5 - target**0.5))
    spread = np.array([3.0])
    of_mean = z_scores(UNSCALED, np.array([value]), np.array([target]), UNSCALED.variances(np.array([n]), spread))[0]
    assert of_mean == pytest.approx((value - target) / (3 / n**0.5))
