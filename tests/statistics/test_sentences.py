"""Generated sentences: read aloud in both languages, one or many, hidden, protected, and without a group value."""

import dataclasses
import math
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from open_comparisons.estimates.comparison import HIGHER, LOWER, MAYBE_HIGHER, MAYBE_LOWER, SAME, UNKNOWN
from open_comparisons.site.locales import load_locales
from open_comparisons.site.sentences import (
    adjustment_sentence,
    chance_sentence,
    measure_sentence,
    pooled_sentence,
    provider_sentence,
    series_sentence,
)
from open_comparisons.site.words import words_for
from open_comparisons.standard.loading import load_standard

PROJECT = Path(__file__).parents[2]
STANDARD = load_standard(PROJECT / "data" / "standard")
SV, EN = (load_locales(PROJECT / "theme" / "translations")[lang] for lang in ("sv", "en"))
SHARE = dataclasses.replace(STANDARD.measures["planerat-avslut"], decimals=1)
DAYS = dataclasses.replace(STANDARD.measures["vardtid"], decimals=0)


def row(category=SAME, *, value=0.75, year=2022, status="ok", reference=0.7, **more):
    """A compared row."""
    numbers = {"lower_95": 0.6, "upper_95": 0.85, "denominator": 40.0, "numerator": 30.0, "highest": 0.2}
    chance = {"tau_squared": 0.0, "is_widened": False, "chance_outside": {"95": 0.04, "998": 0.001}.get}
    fixed = {
        "category": category, "category_reason": "", "status": status, "value": value, "reference": reference,
        "start": date(year, 1, 1), "end": date(year, 12, 31), "response_rate": math.nan,
        "nonresponse_low": math.nan, "nonresponse_high": math.nan,
    }  # fmt: skip
    return SimpleNamespace(**fixed, **(numbers | chance | more))


def plain(text):
    """A sentence with ordinary spaces."""
    return str(text).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("rows", "swedish", "english"),
    [
        (
            [row()] * 3,
            "Ingen av 3 utförare går att skilja från gruppens 70,0 %.",
            "None of 3 providers can be told apart from the group's 70.0%.",
        ),
        (
            [row(HIGHER), row(LOWER)],
            "Gruppens värde är 70,0 %. 1 ligger högre och 1 ligger lägre.",
            "The group value is 70.0%. 1 is higher and 1 is lower.",
        ),
        (
            [*[row()] * 3, row(HIGHER), row(LOWER), row(LOWER), row(MAYBE_HIGHER)],
            (
                "För 3 av 7 utförare går det inte att säga att resultatet skiljer sig från gruppens 70,0 %. "
                "1 ligger högre och 2 ligger lägre. 1 ligger kanske högre."
            ),
            (
                "For 3 of 7 providers the result cannot be told apart from the group's 70.0%. "
                "1 is higher and 2 are lower. 1 may be higher."
            ),
        ),
        (
            [row(UNKNOWN, status="liten-taljare", value=math.nan)],
            "Gruppens värde är 70,0 %. Den enda utföraren med ett värde kan inte jämföras med det på ett säkert sätt.",
            "The group's value is 70.0%. The only provider with a value cannot be safely compared with it.",
        ),
        ([row(UNKNOWN, status="skyddad", value=math.nan)], None, None),
        ([row(UNKNOWN, reference=math.nan)], None, None),
        ([], None, None),
    ],
)
def test_a_measure_in_a_sentence(rows, swedish, english):
    """How many can be told apart; none where nothing can be shown. Never that a provider does not differ."""
    for locale, expected in ((SV, swedish), (EN, english)):
        said = plain(measure_sentence(rows, SHARE, locale, STANDARD))
        assert said == (expected or plain(locale.t("sentence.nothing-shown")))
        assert "skiljer sig inte" not in said
        assert "does not differ" not in said


def test_a_mean_is_told_as_a_share_is_when_it_can_be_judged_and_as_a_spread_when_not():
    """With limits the category counts; without, from the lowest to the highest."""
    judged = [row(value=200.0, reference=210.0)] * 2
    assert "210 dygn" in plain(measure_sentence(judged, DAYS, SV, STANDARD))
    spread = [row(UNKNOWN, value=value, reference=math.nan) for value in (150.0, 300.0)]
    assert plain(measure_sentence(spread, DAYS, EN, STANDARD)) == (
        "Among 2 providers the value goes from 150 days to 300 days."
    )


def test_a_provider_in_a_sentence():
    """For how many measures it can be told apart, beside what chance gives; or that none can be."""
    assert provider_sentence([row()] * 2, SV) == (
        "Inte för något av 2 mått går utföraren att skilja från gruppen. "
        "Av 2 jämförelser väntas 0,1 hamna utanför 95-procentsgränserna av slump ensam; ingen gör det."
    )
    assert provider_sentence([row()], SV) == (
        "För det enda mått som kan jämföras går utföraren inte att skilja från gruppen. "
        "Av en enda jämförelse väntas knappast någon hamna utanför 95-procentsgränserna av slump ensam; ingen gör det."
    )
    assert provider_sentence([row(), row(HIGHER), row(MAYBE_LOWER), row(MAYBE_LOWER)], EN) == (
        "For 1 of 4 measures this provider cannot be told apart from the group. 1 is higher. 2 may be lower. "
        "Of 4 comparisons, 0.2 would be expected outside the 95% limits by chance alone; 3 are."
    )
    assert provider_sentence([row(UNKNOWN)], EN) == EN.t("sentence.provider-not-judged")


def test_where_limits_are_widened_ordinary_differences_count_as_well():
    """The limits hold both, so the number expected outside is of both."""
    wide = chance_sentence([row(is_widened=True, tau_squared=0.01)] * 30, SV)
    assert wide.startswith("Av 30 jämförelser väntas 1,2 hamna utanför 95-procentsgränserna av slump och vanliga skill")
    assert chance_sentence([row(UNKNOWN)], SV) == ""


def test_not_adjusted_is_said_only_where_it_is_so():
    """Of none, some, many and all measures that their source has adjusted."""
    adjusted = dataclasses.replace(DAYS, is_adjusted=True)
    assert adjustment_sentence([SHARE, DAYS], EN) == EN.t("tell.not-adjusted")
    assert "except Length of stay." in plain(adjustment_sentence([SHARE, adjusted], EN))
    assert "except for 5 measures" in plain(adjustment_sentence([SHARE, *[adjusted] * 5], EN))
    assert adjustment_sentence([adjusted], SV) == ""


def test_where_only_widened_limits_hold_a_value_the_words_say_so():
    """Its interval misses the group value, so that it cannot be said that chance explains it."""
    words = words_for(SHARE, SV, STANDARD)
    misses = {"lower_95": 0.72, "upper_95": 0.9}
    usual = words.of(row(is_widened=True, **misses))
    assert usual.words.endswith("inom det vanliga")
    assert "inte mer än utförare brukar" in usual.reason
    for other in (row(is_widened=True), row(**misses), row(HIGHER, is_widened=True, **misses)):
        assert "inom det vanliga" not in words.of(other).words


def test_years_in_a_sentence():
    """First and last shown year and the group; a single year once; hidden or no years in words."""
    words = words_for(SHARE, SV, STANDARD)
    assert plain(series_sentence([row(year=2020, value=0.5), row(year=2022)], words)) == (
        "2020: 50,0 % (60–85) och 2022: 75,0 % (60–85). Gruppen senaste året: 70,0 %."
    )
    assert plain(series_sentence([row()], words)) == "2022: 75,0 % (60–85). Gruppen senaste året: 70,0 %."
    assert plain(series_sentence([row(reference=math.nan)], words)) == "2022: 75,0 % (60–85)."
    assert series_sentence([row(status="skyddad", value=math.nan)], words) == SV.t("sentence.series-hidden")
    assert series_sentence([], words) == SV.t("sentence.series-none")


def test_several_years_together_in_a_sentence():
    """Value or protected range, and the group where there is one."""
    pooled = row()
    pooled.start = date(2020, 1, 1)
    words = words_for(SHARE, EN, STANDARD)
    assert plain(pooled_sentence(pooled, words)) == "2020–2022 together: 75.0% (60–85). The group: 70.0%."
    banded = row(status="liten-taljare", value=math.nan, reference=math.nan)
    assert plain(pooled_sentence(banded, words)) == "2022 together: ≤ 20.0%."
