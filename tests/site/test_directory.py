"""The directory of providers: every provider with what it is found by, and a map that says what its list says."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.many_providers import MANY_PROVIDERS
from tests.site.pages import csv_rows, document, local_target, words

each_language = pytest.mark.parametrize("folder", ["utforare", "en/providers"])
FIELDS = ("group", "area", "form", "method")


def county_of(project: Path) -> dict[str, str]:
    """The code of the county of each municipality."""
    return {row["kod"]: row["grupp_kod"] for row in csv_rows(project / "data" / "standard" / "kommuner.csv")}


@each_language
def test_every_provider_is_found_by_what_the_directory_says(site: Path, project: Path, folder: str) -> None:
    """Each stands there once, with its target groups, county, form and methods; each of those can be chosen."""
    root, counties = document(site / folder / "index.html"), county_of(project)
    expected = {
        row["namn"]: {
            "group": set(row["malgrupper"].split()),
            "area": {counties[row["kommun_kod"]]},
            "form": {row["regi"]},
            "method": {method.strip() for method in row["metoder"].split(";")},
        }
        for row in csv_rows(project / "data" / "utforare.csv")
    }
    rows = root.xpath("//main//li[@data-row]")
    found = {words(row.find("a")): {name: set(row.get(f"data-{name}").split(";")) for name in FIELDS} for row in rows}
    assert len(rows) == len(expected)
    assert found == expected
    for name in FIELDS:
        choices = root.xpath(f"//form//select[@name='{name}']/option/@value")
        assert choices[0] == ""
        assert len(choices) == len(set(choices))
        assert set(choices[1:]) == set().union(*(codes[name] for codes in expected.values()))


@each_language
def test_the_map_and_its_list_say_the_same(site: Path, project: Path, folder: str) -> None:
    """An outline per county; its words are a line of the list, its colour is the one the legend has for its number."""
    page = site / folder / "index.html"
    root = document(page)
    rows = Counter(row.get("data-area") for row in root.xpath("//main//li[@data-row]"))
    lines = {line.find("a").get("data-area"): line for line in root.xpath("//ul[@class='area-list']/li")}
    assert {area: int(words(line.find("span")).split()[0]) for area, line in lines.items()} == dict(rows)
    legend = {}
    for key in root.xpath("//ul[@class='area-map__keys']/li"):
        ends = [int(number) for number in re.findall(r"\d+", words(key))] or [0]
        legend[key.find("span").get("class").split()[-1]] = range(ends[0], ends[-1] + 1)
    outlines = root.xpath("//figure[@data-module='area-map']/svg/path")
    assert {path.get("data-area") for path in outlines} == set(county_of(project).values())
    for path in outlines:
        line = lines[path.get("data-area")]
        assert path.findtext("title") == f"{words(line.find('a'))}: {words(line.find('span'))}"
        assert rows[path.get("data-area")] in legend[path.get("class").split()[-1]]
        target = root.get_element_by_id(line.find("a").get("href").removeprefix("#"))
        assert words(target) == words(line.find("a"))


@each_language
def test_the_map_has_areas_and_never_a_point(site: Path, many_site: Path, folder: str) -> None:
    """Only the outlines of the standard are drawn: nothing tells where in its county a provider is."""
    for root in (document(place / folder / "index.html") for place in (site, many_site)):
        [drawing] = root.xpath("//figure[@data-module='area-map']/svg")
        assert {element.tag for element in drawing.iterdescendants()} == {"path", "title"}
        assert len(drawing) == len(set(drawing.xpath("path/@d"))) == 21


@each_language
def test_a_directory_of_regions_has_the_map_and_no_form(many_site: Path, folder: str) -> None:
    """No provider stands on the page, so there is nothing to narrow; map and list lead to the page of each region."""
    page = many_site / folder / "index.html"
    root = document(page)
    assert root.xpath("//main//form | //li[@data-row]") == []
    assert not root.xpath("//script[contains(@src, 'filter-rows')]")
    lines = root.xpath("//ul[@class='area-list']/li")
    assert sum(int(words(line.find("span")).split()[0]) for line in lines) == MANY_PROVIDERS
    assert all(local_target(page, line.find("a").get("href"), many_site).is_file() for line in lines)
    areas = {line.find("a").get("data-area") for line in lines}
    assert areas == set(root.xpath("//figure[@data-module='area-map']//path/@data-area"))


def test_a_standard_without_a_map_has_the_list_alone(variant_site: Path) -> None:
    """The map is the standard's and optional; nothing else of the page needs it."""
    root = document(variant_site / "utforare" / "index.html")
    assert root.xpath("//figure | //script[contains(@src, 'area-map')]") == []
    assert root.xpath("//ul[@class='area-list']/li")
    assert root.xpath("//main//form")
