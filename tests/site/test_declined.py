"""What providers said before publication shows: how many of each answer, and that one has declined."""

from pathlib import Path

import pytest

from tests.site.pages import document
from tests.small_data import SMALL_DATASET, SMALL_RELEASE


def words_of(path: Path) -> str:
    """Give the words of a page."""
    return " ".join(document(path / "index.html").text_content().split())


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("utgavor", "4 har godkänt, 1 har lämnat en kommentar, 1 har avböjt"),
        ("en/releases", "4 have approved, 1 has given a comment, 1 has declined"),
    ],
)
def test_a_release_tells_how_many_of_each_answer(variant_site: Path, place: str, words: str) -> None:
    """Without names or roles."""
    text = words_of(variant_site / place / SMALL_DATASET / SMALL_RELEASE)
    assert words in text
    assert "Verksamhetschef" not in text


@pytest.mark.parametrize(("place", "word"), [("utforare", "Avböjt"), ("en/providers", "Declined")])
def test_a_provider_that_has_declined_is_shown_as_that(variant_site: Path, place: str, word: str) -> None:
    """By each of its measures, without a figure."""
    text = words_of(variant_site / place / "asklinten")
    assert word in text
