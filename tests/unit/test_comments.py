"""What providers say of their figures is checked as data are, and shown as safe HTML."""

from pathlib import Path

import pytest

from open_comparisons.intake.release import Data
from open_comparisons.intake.releases import load_data
from open_comparisons.knowledge.comments import comment_html, comment_problems
from open_comparisons.knowledge.library import read_documents
from tests.small_data import SMALL_DATASET, SMALL_RELEASE, copy_small_data

PROVIDER, MEASURE = "ogontrosten", "planerat-avslut"
FIELDS = {
    "Title": "Om våra avslut",
    "Date": "2024-06-03",
    "Provider": PROVIDER,
    "Release": f"{SMALL_DATASET}/{SMALL_RELEASE}",
    "Measure": MEASURE,
    "Author_role": "Kvalitetsansvarig",
    "Read_by": "Uppgiftsansvarig",
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """Read a small release."""
    folder = tmp_path_factory.mktemp("data")
    copy_small_data(folder / "data")
    return load_data(folder / "data")


def found(tmp_path: Path, data: Data, body: str = "Vi ser på alla år tillsammans.", **changes: str) -> list[tuple]:
    """What is wrong with a comment: code, line and field."""
    path = tmp_path / "content" / "kommentarer" / "om-avslut.sv.md"
    path.parent.mkdir(parents=True)
    fields = FIELDS | changes
    path.write_text("".join(f"{name}: {text}\n" for name, text in fields.items()) + f"\n{body}\n", encoding="utf-8")
    read = read_documents(path.parents[1], frozenset())
    problems = [*read.problems, *comment_problems(read.documents, data)]
    return [(one.code.removeprefix("content-"), one.row, one.column) for one in problems]


def test_a_right_comment_has_no_problems(tmp_path, data):
    """It names a provider, a release and a measure that belong together, and another has read it."""
    assert found(tmp_path, data) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"Provider": "ingen"}, [("unknown-name", 3, "Provider")]),
        ({"Release": "bu-hvb/1999-01-01"}, [("unknown-name", 4, "Release")]),
        ({"Measure": "placeringsstabilitet"}, [("unknown-name", 5, "Measure")]),
        ({"Read_by": "kvalitetsansvarig"}, [("same-reader", 7, "Read_by")]),
        ({"body": "Flickan Kim hade det svårt."}, [("likely-name-in-text", 9, "")]),
        ({"body": "Det gällde 20110203-2383."}, [("personal-number-in-text", 9, ""), ("number-beside-hidden", 9, "")]),
        ({"body": "Det var bara 3 som avbröt."}, [("number-beside-hidden", 9, "")]),
        ({"body": "Det var bara tre som avbröt."}, [("small-count-in-text", 9, "")]),
        ({"body": "Under 2022 hade vi ont om platser."}, []),
    ],
    ids=lambda value: str(value)[:40],
)
def test_each_mistake_is_reported_with_its_line(tmp_path, data, changes, expected):
    """Whose figure, who read it, nobody named, and no number that could be one that is hidden; years are fine."""
    assert found(tmp_path, data, **changes) == expected


def test_a_comment_is_text_and_no_page(tmp_path, data):
    """Emphasis and lists are kept; HTML is text, and so are links, pictures and headings."""
    found(tmp_path, data, "Det är *viktigt*. <script>x</script> [länk](https://example.org) ![bild](x.png)\n\n# Rubrik")
    (document,) = read_documents(tmp_path / "content", frozenset()).documents
    html = comment_html(document)
    assert "<em>viktigt</em>" in html
    assert "&lt;script" in html
    assert not any(tag in html for tag in ("<script", "<a", "<img", "<h1"))
