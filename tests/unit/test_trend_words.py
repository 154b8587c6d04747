"""What is said of a trend, and of a change from the period before, in both languages."""

import math
from datetime import date
from types import SimpleNamespace

import pytest

from open_comparisons.site.locales import load_locales
from open_comparisons.site.sentences import change_sentence, trend_sentences, trend_words


@pytest.fixture(scope="module")
def locales(project):
    """Both languages."""
    return load_locales(project / "theme" / "translations")


@pytest.mark.parametrize(
    ("trend", "reason", "missing", "swedish", "english"),
    [
        ("okar", "", 0, "ökar", "rising"),
        ("minskar", "", 0, "minskar", "falling"),
        ("ingen-andring", "", 0, "ingen säker ändring", "no certain change"),
        (
            "kan-ej-bedomas", "for-fa-ar", 2,
            "2 år till behövs för att bedöma en trend", "2 more years are needed to judge a trend",
        ),
        (
            "kan-ej-bedomas", "for-fa-ar", 1,
            "1 år till behövs för att bedöma en trend", "1 more year is needed to judge a trend",
        ),
        (
            "kan-ej-bedomas", "inget-intervall", 5,
            "kan inte bedömas: värdet saknar intervall", "cannot be judged: the value has no interval",
        ),
        ("kan-ej-bedomas", "", 0, "kan inte bedömas", "cannot be judged"),
    ],
)  # fmt: skip
def test_a_trend_is_told_in_words_that_claim_no_more_than_it_does(locales, trend, reason, missing, swedish, english):
    """No change that is sure is never told as no change, and what cannot be judged says what is lacking."""
    row = SimpleNamespace(trend=trend, trend_reason=reason, trend_years_missing=missing)
    assert (swedish, english) == (trend_words(row, locales["sv"]), trend_words(row, locales["en"]))


@pytest.mark.parametrize(
    ("chance", "swedish", "english"),
    [
        (0.08, "i ungefär 1 fall av 10", "about once in 10 times"),
        (0.4, "i ungefär 4 fall av 10", "about 4 times in 10"),
        (0.02, "i knappt något fall av 10", "hardly ever"),
    ],
)
def test_where_no_change_is_certain_the_power_is_told(locales, chance, swedish, english):
    """How often a change of 5 points a year would have shown; nothing of it where a trend is told, or for a mean."""
    row = SimpleNamespace(trend="ingen-andring", trend_reason="", trend_years_missing=0, tell_trend_5=chance)
    assert swedish in trend_sentences(row, locales["sv"])[1]
    assert english in trend_sentences(row, locales["en"])[1]
    for more in ({"trend": "okar"}, {"tell_trend_5": math.nan}):
        assert len(trend_sentences(SimpleNamespace(**vars(row) | more), locales["sv"])) == 1
    assert trend_sentences(SimpleNamespace(**vars(row) | {"trend": "kan-ej-bedomas"}), locales["sv"]) == []


def share_words(locale):
    """What a sentence needs of a share's words."""
    return SimpleNamespace(locale=locale, scale=100, decimals=1, measure=SimpleNamespace(is_share=True))


FROM_TO = {"sv": "Från 2017–2019 till 2020–2022", "en": "From 2017–2019 to 2020–2022"}
MAY_BE = {
    "sv": "det kan vara allt från 8 lägre till 15 procentenheter högre.",
    "en": "it may be anything from 8 lower to 15 percentage points higher.",
}


@pytest.mark.parametrize(
    ("change", "lower", "upper", "swedish", "english"),
    [
        (
            "okat", 0.021, 0.344,
            f"{FROM_TO['sv']} ökade värdet med mellan 2,1 och 34,4 procentenheter.",
            f"{FROM_TO['en']} the value rose by between 2.1 and 34.4 percentage points.",
        ),
        (
            "minskat", -0.344, -0.021,
            f"{FROM_TO['sv']} minskade värdet med mellan 2,1 och 34,4 procentenheter.",
            f"{FROM_TO['en']} the value fell by between 2.1 and 34.4 percentage points.",
        ),
        (
            "gar-inte-att-skilja", -0.08, 0.15,
            f"{FROM_TO['sv']} syns ingen säker förändring: {MAY_BE['sv']}",
            f"{FROM_TO['en']} no certain change shows: {MAY_BE['en']}",
        ),
        ("kan-ej-bedomas", math.nan, math.nan, "", ""),
    ],
)  # fmt: skip
def test_a_change_is_told_with_its_range(locales, change, lower, upper, swedish, english):
    """From which period to which, by how much, and how large it could have been where none is certain."""
    row = SimpleNamespace(
        change=change, change_lower=lower, change_upper=upper, change_from="2017/2019",
        start=date(2020, 1, 1), end=date(2022, 12, 31),
    )  # fmt: skip
    for lang, expected in (("sv", swedish), ("en", english)):
        assert expected == change_sentence(row, share_words(locales[lang]))
