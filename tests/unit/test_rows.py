"""What a table row says and draws: values in their unit, on the scale they have."""

import dataclasses
import math
from pathlib import Path
from types import SimpleNamespace

import pytest

from open_comparisons.intake.standard import Code, Text, load_standard
from open_comparisons.publication.locales import Locale, load_locales
from open_comparisons.publication.rows import axis_for, words_for

PROJECT = Path(__file__).parents[2]
SV, EN = Locale("sv", {}), Locale("en", {})


@pytest.fixture(scope="module")
def standard():
    """The Swedish standard with two more units."""
    loaded = load_standard(PROJECT / "data" / "standard")
    units = {
        "stars": Code("stars", Text("stjärnor", "stars"), {"symbol": {"sv": "av 5", "en": "of 5"}}),
        "percent": Code("percent", Text("procent", "percent"), {"symbol": {"sv": "%", "en": "%"}}),
    }
    return dataclasses.replace(loaded, code_lists={**loaded.code_lists, "enhet": units})


def measure_of(standard, **changes):
    return dataclasses.replace(standard.measures["planerat-avslut"], **changes)


def row(value):
    return SimpleNamespace(value=value, reference=float("nan"))


def test_a_rating_reads_as_stars_of_all_there_are(standard):
    """The unit of the standard says of how many."""
    stars = measure_of(standard, kind="rating", unit="stars", decimals=0)
    assert SV.value(4, stars, standard) == "4\u00a0av 5"
    assert EN.value(4, stars, standard) == "4\u00a0of 5"


def test_percent_stands_close_in_english_whatever_the_kind(standard):
    """A reported percentage is written as a share is."""
    reported = measure_of(standard, kind="reported", unit="percent", decimals=1)
    assert SV.value(15.6, reported, standard) == "15,6\u00a0%"
    assert EN.value(-15.6, reported, standard) == "\u221215.6%"


def test_a_ratio_says_what_was_observed_and_expected(standard):
    """The expected number is no count of persons, so it is never called n."""
    ratio = measure_of(standard, kind="ratio", unit="none", decimals=3)
    english = load_locales(PROJECT / "theme" / "translations")["en"]
    infections = SimpleNamespace(
        status="ok", value=0.742, numerator=6.0, denominator=8.086, lower_95=math.nan, category="kan-ej-bedomas",
        category_reason="",
    )  # fmt: skip
    said = words_for(ratio, english, standard).of(infections)
    assert (said.value, said.counts) == ("0.742", "6 observed, 8.1 expected")


def test_an_axis_is_the_scale_where_the_measure_has_one(standard):
    """Stars go from 1 to 5, also where nobody has 1 or 5."""
    stars = measure_of(standard, kind="rating", unit="stars", decimals=0, scale=(1, 5))
    axis = axis_for(stars, [row(2), row(4)], EN, standard)
    assert (axis.low, axis.high, axis.position(3)) == (1, 5, 0.5)
    assert axis.labels == ("1\u00a0of 5", "3\u00a0of 5", "5\u00a0of 5")


def test_an_axis_without_a_scale_holds_values_below_zero(standard):
    """Both ends are round numbers beyond all that is drawn."""
    days = measure_of(standard, kind="reported", unit="none", decimals=0)
    axis = axis_for(days, [row(-59.7), row(154.4)], EN, standard)
    assert (axis.low, axis.high) == (-60, 200)
