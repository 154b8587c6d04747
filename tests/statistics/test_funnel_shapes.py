"""The geometry of a funnel: axes in round steps, curves that agree with the categories, names that find room."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from open_comparisons.charts.labels import LabelRequest, place_labels
from open_comparisons.estimates.limits import control_limits
from open_comparisons.parts.funnel.shapes import limit_curves, sides, size_scale, value_scale

LEVELS = (0.998, 0.95)
FRAME = {"width": 600, "height": 400, "wide": 12.5, "narrow": 29}
KINDS = ("share", "rate", "ratio", "mean")


def limits_of(kind, target, tau_squared):
    """Give the limits of a kind of measure as a function of size."""

    def limits(sizes):
        ends = [
            control_limits(
                kind, pd.Series(sizes, dtype=float), target, standard_deviation=40.0, tau_squared=tau_squared,
                confidence_level=level,
            )
            for level in LEVELS
        ]  # fmt: skip
        return np.column_stack([ends[0]["lower"], ends[1]["lower"], ends[1]["upper"], ends[0]["upper"]])

    return limits


def drawn_sides(sizes, values, level, at, limits):
    """On which side of the drawn lines each value lies, worked out anew from the vertices."""
    places, drawn = level.positions(sizes), level.positions(at)
    lines = [np.interp(places, drawn, column) for column in limits.T]
    return [
        int(value > high95) + int(value > high998) - int(value < low95) - int(value < low998)
        for value, low998, low95, high95, high998 in zip(values, *lines, strict=True)
    ]


@given(
    kind=st.sampled_from(KINDS),
    target=st.floats(0.02, 0.98),
    tau_squared=st.sampled_from([0.0, 0.002, 0.05]),
    sizes=st.lists(st.integers(1, 3000), min_size=10, max_size=60),
    seed=st.integers(0, 2**32 - 1),
)
def test_the_drawn_limits_agree_with_the_categories(kind, target, tau_squared, sizes, seed):
    """Whatever the sizes and values, straight lines between vertices leave each provider where its category says."""
    chance = np.random.default_rng(seed)
    bases = np.array(sizes, dtype=float)
    target = target * 200 if kind == "mean" else target
    if kind == "share":
        values = chance.binomial(bases.astype(int), np.clip(chance.normal(target, 0.15, len(bases)), 0, 1)) / bases
    elif kind == "mean":
        values = chance.normal(target, 60 / np.sqrt(bases))
    else:
        values = chance.poisson(bases * target * chance.uniform(0.4, 1.8, len(bases))) / bases
    limits = limits_of(kind, target, tau_squared)
    level = size_scale(bases)
    upright = value_scale(np.append(values, target), lowest=-np.inf, highest=np.inf)
    at, found = limit_curves(limits, (level, upright), bases, values, start=bases.min() / 2, whole=kind == "share")
    assert np.all(np.diff(at) > 0)
    assert np.allclose(found, limits(at))
    assert sides(values, limits(bases)).tolist() == drawn_sides(bases, values, level, at, found)
    assert level.positions(bases).min() >= 0
    assert level.positions(bases).max() <= 1
    assert len(at) < 500 + len(bases)


@pytest.mark.parametrize(
    ("lowest", "highest", "steps"),
    [
        (0.476, 1.0, [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]),
        (0.0, 0.31, [0, 0.1, 0.2, 0.3, 0.4]),
        (138.0, 389.0, [100, 150, 200, 250, 300, 350, 400]),
        (-4.0, 11.0, [-5, 0, 5, 10, 15]),
        (1.0, 1.0, [0.9, 0.92, 0.94, 0.96, 0.98, 1.0]),
        (0.0, 0.0, [0, 0.02, 0.04, 0.06, 0.08, 0.1]),
    ],
)
def test_the_axis_of_values_holds_them_in_round_steps(lowest, highest, steps):
    """It need not begin at zero, and never leads past what a share can be."""
    ends = {"lowest": -np.inf, "highest": np.inf} if highest > 1 else {"lowest": 0.0, "highest": 1.0}
    scale = value_scale(np.array([lowest, highest]), **ends)
    assert scale.steps == pytest.approx(steps)
    assert (scale.position(scale.low), scale.position(scale.high)) == (0, 1)


def test_the_axis_of_sizes_is_linear_until_one_provider_dwarfs_the_others():
    """Up to twelve times the median, equal steps from zero; beyond that, each step is so many times the one before."""
    even = size_scale(np.array([20.0, 40, 60, 480]))
    assert (even.times, even.steps) == (0, (0, 100, 200, 300, 400, 500))
    doubling = size_scale(np.array([20.0, 30, 30, 40, 700]))
    assert (doubling.times, doubling.steps) == (2, (20, 40, 80, 160, 320, 640, 1280))
    multiples = size_scale(np.array([1.4, 3, 3, 4, 2900]))
    assert (multiples.times, multiples.steps) == (5, (1, 5, 25, 125, 625, 3125))
    assert multiples.position(25) == pytest.approx(0.4)


def test_a_name_keeps_clear_of_marks_and_of_the_edge():
    """Beside the mark where that covers nothing, else where there is room."""
    marks = np.array([[590.0, 100], [200, 200], [240, 202], [100, 300]])
    wanted = [LabelRequest(x, y, 8, standing=False) for x, y in marks]
    edge, covered, _, free = place_labels(wanted, marks, **FRAME)
    assert (edge.anchor, edge.x < 590) == ("end", True)
    assert (covered.anchor, covered.x < 200) == ("end", True)
    assert (free.anchor, free.x > 100) == ("start", True)


def test_names_that_stand_never_touch():
    """Of two that would, one waits until it is asked for."""
    for apart, clear in ((6, [True, False]), (40, [True, True])):
        marks = np.array([[100.0, 200], [100, 200 + apart]])
        labels = place_labels([LabelRequest(x, y, 20, standing=True) for x, y in marks], marks, **FRAME)
        assert [label.clear for label in labels] == clear


@given(x=st.floats(0, 600), y=st.floats(0, 400), letters=st.integers(1, 32))
def test_a_name_on_a_phone_is_never_cut_by_the_edge(x, y, letters):
    """However large the type, the line begins and ends within the drawing."""
    [label] = place_labels([LabelRequest(x, y, letters, standing=False)], np.array([[x, y]]), **FRAME)
    wide = letters * 0.62 * 29
    left = label.x - {"start": 0, "middle": 0.5, "end": 1}[label.anchor] * wide
    assert left >= -0.1
    assert left + wide <= 600.1
