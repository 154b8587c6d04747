"""Whom figures concern, from published bases alone."""

import math
from types import SimpleNamespace

import pytest

from open_comparisons.estimates.case_mix import mixes

DIMENSIONS = {"kon": "T", "alder": "alla"}


def total(provider, base):
    return SimpleNamespace(provider=provider, denominator=base)


def part(provider, base, **codes):
    return SimpleNamespace(provider=provider, denominator=base, breakdown={**DIMENSIONS, **codes})


def test_a_part_is_its_base_over_the_whole():
    """12 of 40 and 28 of 40; the group's parts are of those that publish all of them, so that they add up."""
    group, by_provider = mixes(
        [total("a", 40.0), total("b", 60.0)],
        [part("a", 12.0, kon="K"), part("a", 28.0, kon="M"), part("b", 30.0, kon="K")],
        DIMENSIONS,
        {"kon"},
    )
    assert by_provider["a"].parts == {("kon", "K"): 0.3, ("kon", "M"): 0.7}
    assert group.parts == pytest.approx({("kon", "K"): 12 / 40, ("kon", "M"): 28 / 40})
    assert group.providers == {("kon", "K"): 1, ("kon", "M"): 1}
    assert group.base == 100


def test_what_is_not_published_is_not_worked_out():
    """One hidden part stays unknown although the other and the whole are shown; without a whole nothing is."""
    group, by_provider = mixes(
        [total("a", 40.0), total("b", math.nan)],
        [part("a", math.nan, kon="K"), part("a", 28.0, kon="M"), part("b", 20.0, kon="K")],
        DIMENSIONS,
        {"kon"},
    )
    assert by_provider.keys() == {"a"}
    assert set(by_provider["a"].parts) == {("kon", "M")}
    assert group.parts == {}
    assert group.providers == {("kon", "M"): 0}


def test_nobody_gives_an_empty_group():
    """No rows, no parts."""
    group, by_provider = mixes([], [], DIMENSIONS, {"kon"})
    assert (group.base, group.parts, by_provider) == (0, {}, {})


def test_parts_that_do_not_add_up_each_have_a_base_of_their_own():
    """One person may be in two of them."""
    group, _ = mixes(
        [total("a", 40.0), total("b", 60.0)],
        [part("a", 30.0, alder="x"), part("a", 20.0, alder="y"), part("b", 30.0, alder="x")],
        DIMENSIONS,
        {"kon"},
    )
    assert group.parts == pytest.approx({("alder", "x"): 60 / 100, ("alder", "y"): 20 / 40})


def test_a_whole_division_without_a_part_has_nobody_in_it():
    """Sixty of 100, the 40 without girls counted."""
    group, _ = mixes(
        [total("a", 40.0), total("b", 60.0)],
        [part("a", 40.0, kon="M"), part("b", 20.0, kon="M"), part("b", 40.0, kon="K")],
        DIMENSIONS,
        {"kon"},
    )
    assert group.parts == pytest.approx({("kon", "K"): 40 / 100, ("kon", "M"): 60 / 100})
