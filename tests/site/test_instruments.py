"""A measure that two instruments have taken: every page compares them apart, and says which is which."""

import json
from pathlib import Path

import pytest

from tests.site.pages import csv_rows, document, words
from tests.small_data import SMALL_DATASET, SMALL_RELEASE
from tests.variant_data import BY_BOTH, FIRST_INSTRUMENT, OTHER_INSTRUMENT, TWICE_MEASURED

PERIOD = "2020/2022"
MEASURE_PAGES = {
    "malgrupper": ("Mätt med {}", "färre än fem utförare mätta med {} att jämföra med"),
    "en/target-groups": ("Measured with {}", "fewer than five providers measured with {} to compare with"),
}
OTHERS = {
    "malgrupper": "De andra har mätt med ett annat instrument eller visar inga tal.",
    "en/target-groups": "The others have measured with another instrument or show no numbers.",
}
BY_ONE = "storkallan"


def test_the_file_has_the_group_value_of_each_instrument_by_itself(variant_site: Path) -> None:
    """Four providers have used the one and two the other: nobody counts twice, and no value is of both."""
    rows = [
        row
        for row in csv_rows(variant_site / "data" / SMALL_DATASET / SMALL_RELEASE / "jamforelse.csv")
        if (row["matt_id"], row["period"], row["status"]) == (TWICE_MEASURED, PERIOD, "ok")
        and (row["kon"], row["alder"], row["lagrum"]) == ("T", "alla", "alla")
    ]
    found = {(row["instrument"], row["referens_antal"], row["referens"]) for row in rows}
    values = {instrument: [row for row in rows if row["instrument"] == instrument] for instrument, _, _ in found}
    assert {(instrument, count) for instrument, count, _ in found} == {(FIRST_INSTRUMENT, "4"), (OTHER_INSTRUMENT, "2")}
    for instrument, _, reference in found:
        counted, asked = (sum(int(row[name]) for row in values[instrument]) for name in ("taljare", "namnare"))
        assert float(reference) == pytest.approx(100 * counted / asked, abs=0.05)


@pytest.mark.parametrize("section", MEASURE_PAGES)
def test_the_measures_page_has_a_part_for_each_instrument(variant_site: Path, section: str) -> None:
    """The one that most have used leads; each table names its instrument, and lists only those that used it."""
    page = document(variant_site / section / SMALL_DATASET / TWICE_MEASURED / "index.html")
    title, reason = MEASURE_PAGES[section]
    (lead,) = page.xpath("//*[@data-explored]//section")
    part = page.get_element_by_id("instrument-2")
    assert words(lead.find(".//h2")).endswith(FIRST_INSTRUMENT)
    assert words(part.find(".//h2")) == title.format(OTHER_INSTRUMENT)
    first = part.find(".//table")
    assert {link.get("href").rstrip("/").split("/")[-1] for link in first.iterfind(".//tbody//a")} == set(BY_BOTH)
    assert reason.format(OTHER_INSTRUMENT) in words(first)
    assert reason.format(FIRST_INSTRUMENT) in words(lead)
    assert OTHERS[section] in words(part)
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_a_providers_page_has_a_row_for_each_instrument_that_it_has_used(variant_site: Path) -> None:
    """Named after it; the other provider's page says only what it has used itself."""
    names = {
        slug: [words(name) for name in document(page).find_class("row__name")]
        for slug in (*BY_BOTH, BY_ONE)
        for page in [variant_site / "utforare" / slug / "index.html"]
    }
    both = [f"Känner sig trygg ({name})" for name in (FIRST_INSTRUMENT, OTHER_INSTRUMENT)]
    for slug, used in {**dict.fromkeys(BY_BOTH, both), BY_ONE: both[:1]}.items():
        assert [each for each in both if any(name.startswith(each) for name in names[slug])] == used


def test_providers_are_never_set_beside_each_other_across_instruments(variant_site: Path) -> None:
    """Each instrument is a line of its own, and one who has not used it has words in place of a figure."""
    files = {
        slug: json.loads((variant_site / "utforare" / slug / "jamfor.json").read_text(encoding="utf-8"))
        for slug in (BY_BOTH[0], BY_ONE)
    }
    lines = {
        slug: {measure["title"]: measure["cell"] for measure in file["groups"][SMALL_DATASET]["measures"]}
        for slug, file in files.items()
    }
    assert list(lines[BY_ONE]) == list(lines[BY_BOTH[0]])
    other = f"Känner sig trygg ({OTHER_INSTRUMENT})"
    assert lines[BY_BOTH[0]][other]["shown"]
    assert lines[BY_ONE][other] == {"value": "Mätt med annat instrument", "shown": False}


def test_the_target_group_has_a_line_for_each_instrument(variant_site: Path) -> None:
    """With its own group value and number of providers."""
    page = document(variant_site / "malgrupper" / SMALL_DATASET / "index.html")
    text = words(page)
    for name, count in ((FIRST_INSTRUMENT, 4), (OTHER_INSTRUMENT, 2)):
        assert f"Känner sig trygg ({name})" in text
        assert f"{count} av 7 utförare" in text


def test_a_quoted_value_says_which_instrument_it_is_from(variant_site: Path) -> None:
    """In its place and in the text to paste; the two have addresses of their own."""
    folder = variant_site / "utgavor" / SMALL_DATASET / SMALL_RELEASE / SMALL_DATASET / TWICE_MEASURED
    page = document(folder / "index.html")
    first, other = (words(page.get_element_by_id(f"ogontrosten-2020-2022{end}")) for end in ("", "-2"))
    assert (FIRST_INSTRUMENT in first, OTHER_INSTRUMENT in first) == (True, False)
    assert (FIRST_INSTRUMENT in other, OTHER_INSTRUMENT in other) == (False, True)
