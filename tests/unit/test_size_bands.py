"""Sizes to choose from: round cuts, none lost, none where there is nothing to choose."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from open_comparisons.files.size_bands import size_bands
from open_comparisons.site.locales import load_locales

LOCALE = load_locales(Path(__file__).parents[2] / "theme" / "translations")["en"]


def test_bands_are_cut_at_round_numbers_so_that_each_holds_about_as_many() -> None:
    """A third of the providers below the first cut, a third from the second on."""
    sizes = [12, 14, 20, 31, 48, 52, 60, 77, 101, 240, 260, 1300]
    bands = size_bands(sizes, LOCALE)
    assert [(band.code, band.title) for band in bands] == [
        ("0-49", "below 50"),
        ("50-99", "50–99"),
        ("100-", "100 or more"),
    ]


@pytest.mark.parametrize("sizes", [[], [10, 20, 30, 40, 50], [33] * 40])
def test_too_few_or_equal_sizes_give_nothing_to_choose(sizes: list[float]) -> None:
    """No list of one."""
    assert size_bands(sizes, LOCALE) == []


@given(st.lists(st.floats(0.5, 1e6), max_size=60))
def test_every_size_is_in_one_band(sizes: list[float]) -> None:
    """The bands touch and reach from zero to any size; whole and broken sizes alike."""
    bands = size_bands(sizes, LOCALE)
    for size in sizes if bands else []:
        assert sum(band.low <= size and (band.end is None or size < band.end) for band in bands) == 1
