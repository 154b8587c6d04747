"""What is said of a trend, in both languages."""

from types import SimpleNamespace

import pytest

from open_comparisons.site.locales import load_locales
from open_comparisons.site.sentences import trend_words


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
