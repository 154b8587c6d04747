"""What providers said before publication shows: how many of each answer, and that one has declined."""

import json
from pathlib import Path

import pytest

from tests.conftest import build_site
from tests.site.pages import document
from tests.small_data import SMALL_DATASET, SMALL_RELEASE, copy_small_data, decline, submissions


@pytest.fixture(scope="module")
def declined_site(build_once, small_content: Path) -> Path:
    """Build a small site where the first provider has declined, and others have answered as one does."""

    def fill(folder: Path) -> None:
        data = folder.with_name("declined-data")
        copy_small_data(data)
        first, *others = sorted({path.stem for path in submissions(data)})
        decline(data / SMALL_DATASET / SMALL_RELEASE, first)
        said = {first: "declined", **dict(zip(others, ["approved"] * 4 + ["comment"], strict=False))}
        outcomes = {
            slug: {"outcome": outcome, "by_role": "Verksamhetschef", "date": "2024-04-10"}
            for slug, outcome in said.items()
        }
        log = {"days": 14, "sent": dict.fromkeys(said, "2024-04-01"), "outcomes": outcomes}
        (data / SMALL_DATASET / f"replies-{SMALL_RELEASE}.json").write_text(json.dumps(log), encoding="utf-8")
        build_site(folder, data=str(data), content=str(small_content))

    return build_once("declined-site", fill)


def said(path: Path) -> str:
    """The words of a page."""
    return " ".join(document(path / "index.html").text_content().split())


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("utgavor", "4 har godkänt, 1 har lämnat en kommentar, 1 har avböjt"),
        ("en/releases", "4 have approved, 1 has given a comment, 1 has declined"),
    ],
)
def test_a_release_tells_how_many_of_each_answer(declined_site: Path, place: str, words: str) -> None:
    """Without names or roles."""
    text = said(declined_site / place / SMALL_DATASET / SMALL_RELEASE)
    assert words in text
    assert "Verksamhetschef" not in text


@pytest.mark.parametrize(("place", "word"), [("utforare", "Avböjt"), ("en/providers", "Declined")])
def test_a_provider_that_has_declined_is_shown_as_that(declined_site: Path, place: str, word: str) -> None:
    """By each of its measures, without a figure."""
    text = said(declined_site / place / "asklinten")
    assert word in text
