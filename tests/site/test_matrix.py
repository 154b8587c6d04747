"""The overview on a target group's page and the pages of its measures say the same, sign by sign."""

import re
from pathlib import Path

import pytest

from tests.site.pages import document, local_target, words

FOLDERS = {"sv": "malgrupper", "en": "en/target-groups"}
each_language = pytest.mark.parametrize("lang", ["sv", "en"])
each_group = pytest.mark.parametrize("group", ["bu-hvb", "bu-stodboende"])


@each_language
@each_group
def test_every_cell_says_what_the_measures_page_says(site: Path, lang: str, group: str) -> None:
    """Category, words and colour of the row that the page leads with; a hidden figure is words, as it is there."""
    page = site / FOLDERS[lang] / group / "index.html"
    [table] = document(page).xpath("//table[contains(@class, 'matrix')]")
    checked = 0
    for place, head in enumerate(table.xpath("thead//th/a"), start=1):
        target = local_target(page, head.get("href"), site)
        rows = {
            words(row.xpath("th/a")[0]): row
            for row in document(target).xpath("//section[contains(@class, 'comparison')][1]//tr[@data-row]")
        }
        for line in table.xpath("tbody/tr"):
            cell, row = line.xpath(f"td[{place}]")[0], rows.get(words(line.find("th")))
            if row is None:
                assert cell.get("data-s") == "·"
                continue
            [said] = row.xpath("td[contains(@class, 'row__words')]")
            category = said.get("class").replace("row__words", "").strip(" -")
            if "row--hidden" in row.get("class"):
                assert (cell.get("data-s"), words(cell)) == ("·", words(row.xpath("td[@class='row__value']")[0]))
                continue
            assert cell.get("class") == f"row__words--{category}", target
            symbol = "" if cell.get("data-s") == "–" else f"{cell.get('data-s')} "
            assert words(said).startswith(f"{symbol}{words(cell)}"), target
            checked += 1
    assert checked > 50


@each_language
@each_group
def test_it_leads_to_providers_and_measures_and_counts_nothing(site: Path, lang: str, group: str) -> None:
    """Each row is a provider and each column a measure, both with their pages; no sum, no number, no rank."""
    page = site / FOLDERS[lang] / group / "index.html"
    [table] = document(page).xpath("//table[contains(@class, 'matrix')]")
    assert all(local_target(page, link, site).is_file() for link in table.xpath(".//a/@href"))
    assert table.xpath("tbody/tr/th[not(a)] | thead//th[position() > 1][not(a)] | tfoot") == []
    assert not re.search(r"\d", "".join(words(cell) for cell in table.xpath(".//td")))
    assert table.xpath("thead//th[not(@scope='col')] | tbody//th[not(@scope='row')]") == []
    names = [words(name) for name in table.xpath("tbody/tr/th")]
    assert len(names) == len(set(names))
    used = {cell.get("data-s") for cell in table.xpath(".//td")}
    legend = document(page).xpath("//ul[@class='signs']/li/span[1]")
    assert {words(sign) for sign in legend} == used


@each_language
def test_many_providers_have_no_overview_and_are_told_where_to_look(many_site: Path, lang: str) -> None:
    """The page of the group leads to the regions instead."""
    root = document(many_site / FOLDERS[lang] / "bu-hvb" / "index.html")
    assert root.xpath("//table[contains(@class, 'matrix')] | //main//form") == []
    [told] = root.xpath("//main//section[.//ul[@class='links']]/p")
    assert ("tabellen" if lang == "sv" else "table") in words(told)
