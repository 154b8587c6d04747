"""What the comparisons of a target group come to, counted in the file that its page offers."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.site.pages import csv_rows, document

WINDOW = "2020/2022"
PAGES = {"sv": "malgrupper", "en": "en/target-groups"}
SENTENCE = {
    "sv": r"Av (\d+) jämförelser är (\d+) (?:säkra skillnader|säker skillnad), (\d+) kanske, "
    r"och (\d+) går inte att skilja",
    "en": r"Of (\d+) comparisons, (\d+) (?:are|is) (?:a )?certain differences?, (\d+) may be differences, "
    r"and (\d+) cannot",
}


@pytest.mark.parametrize("group", ["bu-hvb", "bu-stodboende"])
@pytest.mark.parametrize("lang", PAGES)
def test_the_page_of_a_group_counts_its_comparisons_and_links_the_certain_ones(
    site: Path, lang: str, group: str
) -> None:
    """Each measure in the period that it leads with; a link for each certain difference, with its direction."""
    rows = [row for row in csv_rows(site / "malgrupper" / group / f"{group}.csv") if row["period"] == WINDOW]
    counts = Counter(row["kategori"] for row in rows)
    certain, same = counts["hogre"] + counts["lagre"], counts["gar-inte-att-skilja"]
    maybe = counts["kanske-hogre"] + counts["kanske-lagre"]
    page = document(site / PAGES[lang] / group / "index.html")
    told = re.search(SENTENCE[lang], page.xpath("string(//main)"))
    assert told
    assert list(map(int, told.groups())) == [certain + maybe + same, certain, maybe, same]
    listed = page.xpath("//main/p[starts-with(., 'De') or starts-with(., 'The certain')][contains(., ':')]")
    links = listed[0].xpath("following-sibling::ul[1]/li/a") if listed else []
    assert len(links) == certain
    directions = Counter("högre" in link.text_content() or "higher" in link.text_content() for link in links)
    assert directions[True] == counts["hogre"]
