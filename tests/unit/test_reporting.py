"""How complete the figures of a target group are, said in a sentence."""

from pathlib import Path

import pytest

from open_comparisons.estimates.completeness import Completeness
from open_comparisons.pages.reporting import completeness_sentence
from open_comparisons.site.locales import load_locales

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def locales():
    """The texts of the theme."""
    return load_locales(PROJECT / "theme" / "translations")


@pytest.mark.parametrize(
    ("found", "swedish", "english"),
    [
        (
            Completeness(shown=1500, hidden=500, nothing=1000),
            "Av 3\u202f000 möjliga uppgifter för 2021 är 2\u202f000 lämnade (67\u00a0%).",
            "Of 3,000 possible entries for 2021, 2,000 have been submitted (67%).",
        ),
        (
            Completeness(ranges=1, missing=299),
            "Av 300 möjliga uppgifter för 2021 är 1 lämnad (1\u00a0%).",
            "Of 300 possible entries for 2021, 1 has been submitted (1%).",
        ),
        (
            Completeness(shown=299, nothing=1),
            "Av 300 möjliga uppgifter för 2021 är 299 lämnade (99\u00a0%).",
            "Of 300 possible entries for 2021, 299 have been submitted (99%).",
        ),
        (
            Completeness(hidden=1, low_response=1),
            "Alla möjliga uppgifter för 2021 är lämnade: 2 av 2 (100\u00a0%).",
            "All possible entries for 2021 have been submitted: 2 of 2 (100%).",
        ),
        (
            Completeness(missing=2, nothing=2),
            "Ingen av 4 möjliga uppgifter för 2021 är lämnad (0\u00a0%).",
            "None of 4 possible entries for 2021 has been submitted (0%).",
        ),
        (
            Completeness(hidden=1),
            "Den enda möjliga uppgiften för 2021 är lämnad (100\u00a0%).",
            "The only possible entry for 2021 has been submitted (100%).",
        ),
        (
            Completeness(missing=1),
            "Den enda möjliga uppgiften för 2021 är inte lämnad (0\u00a0%).",
            "The only possible entry for 2021 has not been submitted (0%).",
        ),
        (Completeness(), "För 2021 fanns ingen uppgift att lämna.", "For 2021 there was no entry to submit."),
    ],
)
def test_completeness_is_said_in_whole_sentences(locales, found, swedish, english):
    """One, many, all and none each have their own grammar; 100 and 0 percent are true to the letter."""
    assert swedish == completeness_sentence(found, "2021", locales["sv"])
    assert english == completeness_sentence(found, "2021", locales["en"])
