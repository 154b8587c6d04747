"""What the comparisons of a target group come to, counted in the files that the site offers."""

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from lxml import etree

from tests.site.pages import csv_rows, document

WINDOW = "2020/2022"
PAGES = {"sv": "malgrupper", "en": "en/target-groups"}
HOMES = {"sv": "", "en": "en"}
RELEASES = {"sv": "utgavor", "en": "en/releases"}
SENTENCE = {
    "sv": r"Av (\d+) jämförelser är (\d+|ingen en) (?:säkra skillnader|säker skillnad), (\d+) kanske, "
    r"och (\d+) går inte att skilja",
    "en": r"Of (\d+) comparisons, (\d+|none) (?:are|is) (?:a )?certain differences?, (\d+) may be differences, "
    r"and (\d+) cannot",
}
NEWEST = {"bu-hvb": "2024-05-15", "bu-stodboende": "2024-05-15"}
each_group = pytest.mark.parametrize("group", NEWEST)
each_language = pytest.mark.parametrize("lang", PAGES)


def counted(rows: list[dict[str, str]]) -> Counter[str]:
    """The categories of rows of providers as a whole, each measure in the period that it leads with."""
    periods: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["status"] != "saknas":
            periods[row["matt_id"]].add(row["period"])
    leads = {measure: WINDOW if WINDOW in each else max(each) for measure, each in periods.items()}
    return Counter(row["kategori"] for row in rows if row["period"] == leads.get(row["matt_id"]))


def check(part: etree._Element, lang: str, counts: Counter[str], *, linked: bool = True) -> list[str]:
    """Compare the sentence of a page, or of a part of it, with the counts; return the addresses that it links."""
    certain, same = counts["hogre"] + counts["lagre"], counts["gar-inte-att-skilja"]
    maybe = counts["kanske-hogre"] + counts["kanske-lagre"]
    told = re.search(SENTENCE[lang], part.xpath("string(.)"))
    assert told
    numbers = [0 if number in {"none", "ingen en"} else int(number) for number in told.groups()]
    assert numbers == [certain + maybe + same, certain, maybe, same]
    paragraph = next(each for each in part.iter("p") if re.search(SENTENCE[lang], each.text_content()))
    links = [*paragraph.iter("a"), *paragraph.xpath("following-sibling::*[position() <= 2][self::ul]/li/a")]
    assert len(links) == (certain if linked else 0)
    directions = Counter("högre" in link.text_content() or "higher" in link.text_content() for link in links)
    assert directions[True] == counts["hogre"] * linked
    return [link.get("href") for link in links]


@each_group
@each_language
def test_the_page_of_a_group_counts_its_comparisons_and_links_the_certain_ones(
    site: Path, lang: str, group: str
) -> None:
    """Each measure in the period that it leads with; a link for each certain difference, with its direction."""
    counts = counted(csv_rows(site / "malgrupper" / group / f"{group}.csv"))
    check(document(site / PAGES[lang] / group / "index.html").find(".//main"), lang, counts)


@each_group
@each_language
def test_the_home_page_says_the_same_of_each_group(site: Path, lang: str, group: str) -> None:
    """Below the title of the group."""
    counts = counted(csv_rows(site / "malgrupper" / group / f"{group}.csv"))
    page = document(site / HOMES[lang] / "index.html")
    part = page.xpath(f"//section[@aria-labelledby='verdicts-t']//div[h3/a[contains(@href, '/{group}/')]]")
    check(part[0], lang, counts)


@pytest.mark.parametrize(
    ("group", "release"), [("bu-hvb", "2024-05-15"), ("bu-hvb", "2023-05-16"), ("bu-stodboende", "2024-05-15")]
)
@each_language
def test_the_page_of_a_release_counts_its_own_comparisons(site: Path, lang: str, group: str, release: str) -> None:
    """Its certain differences lead to its own values, which stay as they are."""
    compared = csv_rows(site / "data" / group / release / "jamforelse.csv")
    whole = {"enhet_id": "", "kon": "T", "alder": "alla", "lagrum": "alla"}
    rows = [row for row in compared if all(row.get(name, cell) == cell for name, cell in whole.items())]
    page = document(site / RELEASES[lang] / group / release / "index.html")
    links = check(page.xpath("//section[@aria-labelledby='jamforelser']")[0], lang, counted(rows))
    assert all(f"/{group}/{release}/{group}/" in link or link.startswith(f"{group}/") for link in links)
