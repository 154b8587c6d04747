"""Beside the interval of a share that not everybody answered: what those who did not could change."""

from pathlib import Path

import pytest

from tests.site.pages import csv_rows, document, words
from tests.small_data import SMALL_DATASET, SMALL_RELEASE

# 98 of 134 felt safe, and 66 % of those asked had answered: at least 48 % of all, and at most 34 points more.
ANSWERED = {
    "malgrupper": ("48–82 med bortfall", "Med bortfall: värdet om"),
    "en/target-groups": ("48–82 with those missing", "With those missing: the value if"),
}


def test_the_file_has_the_range_of_every_shown_share_with_a_response_rate(variant_site: Path) -> None:
    """By the numbers that stand in the published rows, and blank everywhere else."""
    folder = variant_site / "data" / SMALL_DATASET / SMALL_RELEASE
    pairs = zip(csv_rows(folder / "observationer.csv"), csv_rows(folder / "jamforelse.csv"), strict=True)
    found = 0
    for observed, row in pairs:
        low, high = row["bortfall_lagst"], row["bortfall_hogst"]
        if observed["status"] not in {"ok", "liten-taljare", "liten-rest"} or not observed["svarsandel"]:
            assert (low, high) == ("", "")
            continue
        rate, base = float(observed["svarsandel"]) / 100, float(observed["namnare"])
        least, most = {"liten-taljare": (0.0, 4.0), "liten-rest": (base - 4, base)}.get(
            observed["status"], (float(observed["taljare"] or 0),) * 2
        )
        asked = base / rate
        assert float(low) == pytest.approx(100 * least / asked, abs=0.051)
        assert float(high) == pytest.approx(100 * (most + asked - base) / asked, abs=0.051)
        found += 1
    assert found


@pytest.mark.parametrize("section", ANSWERED)
def test_it_stands_beside_the_interval_with_a_sentence(variant_site: Path, section: str) -> None:
    """In the row, on the measure's page; a hidden row has none, and a measure that nobody answers has no sentence."""
    span, sentence = ANSWERED[section]
    folder = variant_site / section / SMALL_DATASET
    page = document(folder / "trygghet" / "index.html")
    lead = page.xpath("//*[@data-explored]//section")[0]
    (row,) = [row for row in lead.iterfind(".//tbody/tr") if "98" in words(row.find("th"))]
    assert words(row.find(".//td/small")) == span
    assert sentence in words(lead)
    hidden = [row for row in lead.iterfind(".//tbody/tr") if "row--hidden" in row.get("class")]
    assert hidden
    assert not any(row.find(".//td/small") is not None for row in hidden)
    assert sentence not in words(document(folder / "planerat-avslut" / "index.html"))


def test_a_providers_page_has_it_too(variant_site: Path) -> None:
    """Beside the interval of that measure, and in the table of all figures."""
    page = document(variant_site / "utforare" / "regionhemmet-almgarden" / "index.html")
    assert "48–82 med bortfall" in [words(each) for each in page.iter("small")]
    assert sum("48–82 med bortfall" in words(cell) for cell in page.iter("td")) >= len(["overview", "figures"])
