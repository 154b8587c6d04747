"""What a table row says and draws: values in their unit, on the scale they have."""

import dataclasses
import math
from pathlib import Path
from types import SimpleNamespace

import pytest

from open_comparisons.site.locales import Locale, load_locales
from open_comparisons.site.words import axis_for, words_for
from open_comparisons.standard.kinds import KINDS
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.model import Code
from open_comparisons.standard.text import Text

PROJECT = Path(__file__).parents[2]
SV, EN = Locale("sv", {}), Locale("en", {})
SV_FULL, EN_FULL = (load_locales(PROJECT / "theme" / "translations")[lang] for lang in ("sv", "en"))


@pytest.fixture(scope="module")
def standard():
    """The Swedish standard with two more units."""
    loaded = load_standard(PROJECT / "data" / "standard")
    units = {
        "stars": Code("stars", Text("stjärnor", "stars"), {"symbol": {"sv": "av 5", "en": "of 5"}}),
        "percent": Code("percent", Text("procent", "percent"), {"symbol": {"sv": "%", "en": "%"}}),
    }
    return dataclasses.replace(loaded, codes=dataclasses.replace(loaded.codes, units=units))


def measure_of(standard, **changes):
    return dataclasses.replace(standard.measures["planerat-avslut"], **changes)


def row(value):
    return SimpleNamespace(value=value, reference=math.nan, lower_95=math.nan, upper_95=math.nan)


def test_a_rating_reads_as_stars_of_all_there_are(standard):
    """The unit of the standard says of how many."""
    stars = measure_of(standard, kind=KINDS["rating"], unit="stars", decimals=0)
    assert SV.value(4, stars, standard) == "4\u00a0av 5"
    assert EN.value(4, stars, standard) == "4\u00a0of 5"


def test_percent_stands_close_in_english_whatever_the_kind(standard):
    """A reported percentage is written as a share is."""
    reported = measure_of(standard, kind=KINDS["reported"], unit="percent", decimals=1)
    assert SV.value(15.6, reported, standard) == "15,6\u00a0%"
    assert EN.value(-15.6, reported, standard) == "\u221215.6%"


def test_a_ratio_says_what_was_observed_and_expected(standard):
    """The expected number is no count of persons, so it is never called n."""
    ratio = measure_of(standard, kind=KINDS["ratio"], unit="none", decimals=3)
    english = load_locales(PROJECT / "theme" / "translations")["en"]
    infections = SimpleNamespace(
        status="ok", value=0.742, numerator=6.0, denominator=8.086, lower_95=math.nan, upper_95=math.nan,
        response_rate=math.nan, category="kan-ej-bedomas", reference=math.nan, is_widened=False,
        category_reason="", nonresponse_low=math.nan, nonresponse_high=math.nan,
    )  # fmt: skip
    said = words_for(ratio, english, standard).of(infections)
    assert (said.value, said.counts) == ("0.742", "6 observed, 8.1 expected")


def test_an_axis_is_the_scale_where_the_measure_has_one(standard):
    """Stars go from 1 to 5, also where nobody has 1 or 5."""
    stars = measure_of(standard, kind=KINDS["rating"], unit="stars", decimals=0, scale=(1, 5))
    axis = axis_for(stars, [row(2), row(4)], EN, standard)
    assert (axis.low, axis.high, axis.position(3)) == (1, 5, 0.5)
    assert axis.labels == ("1\u00a0of 5", "3\u00a0of 5", "5\u00a0of 5")


def test_an_axis_without_a_scale_holds_values_below_zero(standard):
    """Both ends are round numbers beyond all that is drawn."""
    days = measure_of(standard, kind=KINDS["reported"], unit="none", decimals=0)
    axis = axis_for(days, [row(-59.7), row(154.4)], EN, standard)
    assert (axis.low, axis.high) == (-60, 200)


def test_the_ends_of_a_protected_range_are_rounded_outwards(standard):
    """4 of 23 is 17.39 %: at most 18; 19 of 23 is 82.6 %: at least 82. Whole percents stay."""
    swedish, english = (words_for(measure_of(standard, decimals=0), locale, standard) for locale in (SV_FULL, EN_FULL))
    assert swedish.at_most(4 / 23) == "≤\u00a018\u00a0%"
    assert swedish.at_least(19 / 23) == "≥\u00a082\u00a0%"
    assert english.at_most(4 / 20) == "≤\u00a020%"
    assert english.at_least(28 / 40) == "≥\u00a070%"
    finer = words_for(measure_of(standard, decimals=1), SV_FULL, standard)
    assert finer.at_most(4 / 23) == "≤\u00a017,4\u00a0%"


def test_an_interval_has_no_unit_and_is_left_out_where_it_is_missing(standard):
    """Shares in whole percents, other kinds with the measure's decimals."""
    share = words_for(measure_of(standard, decimals=1), SV_FULL, standard)
    days = words_for(measure_of(standard, kind=KINDS["mean"], unit="dygn", decimals=1), SV_FULL, standard)
    assert share.interval(0.625, 0.877) == "63–88"
    assert days.interval(201.25, 1250.0) == "201,3–1\u202f250,0"
    assert days.interval(math.nan, math.nan) == ""


def test_a_protected_rate_says_how_many_events_in_what(standard):
    """0-4 events, however many days: the range is of the count, and the rate is at most so much."""
    rate = words_for(measure_of(standard, kind=KINDS["rate"], unit="dygn", decimals=1, per=1000), EN_FULL, standard)
    row = SimpleNamespace(
        status="liten-taljare", highest=4 / 30, lowest=0.0, denominator=30_000.0, category="lagre", category_reason="",
        response_rate=math.nan, nonresponse_low=math.nan, nonresponse_high=math.nan,
    )  # fmt: skip
    said = rate.of(row)
    assert (said.value, said.counts) == ("≤\u00a00.2", "0–4 of 30,000")
