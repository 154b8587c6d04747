"""Pages of more providers than fit on one page: they stay small, add up, and lead to every provider."""

import json
import re
from pathlib import Path

import pytest

from open_comparisons.parts.funnel.funnel import MAX_LINKS
from tests.many_providers import FEW_REPORTED, MANY_PROVIDERS, MEAN, SHARE, WINDOW
from tests.page_types import TYPES
from tests.site.pages import csv_rows, document, local_target, pages, words

MAX_BYTES = 300_000
# A text that an editor writes is searched as a whole; drawings of the masthead are outside the text.
IGNORED = "ancestor-or-self::*[@data-pagefind-ignore]"
LANGUAGES = {"sv": "malgrupper/bu-hvb", "en": "en/target-groups/bu-hvb"}
each_language = pytest.mark.parametrize("lang", ["sv", "en"])

# What no reader searches for.
NOT_SEARCHED = {"page--desk", "page--embed", "page--search", "page--style"}
# What there is to be quoted says again what is found elsewhere.
QUOTED = [kind for kind in TYPES if kind.name in {"measure in a version", "quoted values"}]


def rows_of(site: Path, measure: str, period: str = WINDOW) -> dict[str, dict[str, str]]:
    """The rows of a measure's download in one period, by provider."""
    return {
        row["utforare_namn"]: row
        for row in csv_rows(site / "malgrupper" / "bu-hvb" / measure / f"{measure}.csv")
        if row["period"] == period
    }


def region_lines(page: Path) -> list[list[str]]:
    """The lines of a page's table of regions."""
    return [[words(cell) for cell in line] for line in document(page).xpath("//table[@class='regions']/tbody/tr")]


def test_no_page_is_heavy(many_site: Path, site: Path) -> None:
    """No page has more than 300 kB of HTML, whatever the number of providers."""
    heavy = [page for folder in (many_site, site) for page in pages(folder) if page.stat().st_size > MAX_BYTES]
    assert heavy == []


@each_language
def test_a_large_measure_has_no_element_per_provider(many_site: Path, lang: str) -> None:
    """The page shows the spread as one drawing of a few bars, and names none but those far from the group."""
    for measure in (SHARE, MEAN):
        root = document(many_site / LANGUAGES[lang] / measure / "index.html")
        [spread] = root.xpath("//main//figure[@class='spread']//svg")
        assert 3 < len(spread.xpath("./*")) < 60
        links = root.xpath(f"//main//a[contains(@href, '{'utforare' if lang == 'sv' else 'providers'}/hem-')]")
        assert all("funnel__point" in link.get("class", "") for link in links)
        assert len(links) <= MAX_LINKS
        assert len(root.xpath("//main//*")) < 900


@each_language
def test_the_steps_hold_every_value(many_site: Path, lang: str) -> None:
    """The table of steps counts each provider with a value of its own once."""
    for measure in (SHARE, MEAN):
        root = document(many_site / LANGUAGES[lang] / measure / "index.html")
        steps = [int(words(cell)) for cell in root.xpath("//details//table[contains(@class, 'cells--narrow')]//td")]
        assert sum(steps) == sum(row["status"] == "ok" for row in rows_of(many_site, measure).values())


def test_the_regions_add_up_to_the_group(many_site: Path) -> None:
    """Providers with a figure, and each kind of comparison, add up to what the download says of all."""
    lines = region_lines(many_site / "malgrupper" / "bu-hvb" / SHARE / "index.html")
    rows = rows_of(many_site, SHARE).values()
    expected = [
        sum(row["kategori"] in kinds for row in rows)
        for kinds in ({"hogre"}, {"lagre"}, {"kanske-hogre", "kanske-lagre"}, {"gar-inte-att-skilja"})
    ]
    assert sum(int(line[1]) for line in lines) == len(rows) == MANY_PROVIDERS
    assert [sum(int(line[place]) for line in lines) for place in (3, 4, 5, 6)] == expected
    assert [line[0] for line in lines][-3:] == ["Västra Götalands län", "Örebro län", "Östergötlands län"]


def test_a_region_page_has_the_rows_its_value_is_made_of(many_site: Path) -> None:
    """Each region leads to all its providers; the region's value is their sum, protected rows with their middle."""
    index = many_site / "malgrupper" / "bu-hvb" / SHARE / "index.html"
    rows, seen = rows_of(many_site, SHARE), []
    for line in document(index).xpath("//table[@class='regions']/tbody/tr"):
        page = local_target(index, line.xpath("string(.//a/@href)"), many_site)
        names = [words(link) for link in document(page).xpath("//table[contains(@class, 'rows')]//th/a")]
        counts = [(float(rows[name]["taljare"] or 2), float(rows[name]["namnare"])) for name in names]
        pooled = 100 * sum(part for part, _ in counts) / sum(base for _, base in counts)
        assert words(line[2]).startswith(f"{pooled:.1f}".replace(".", ",")), page
        seen += names
    assert sorted(seen) == sorted(rows)


@each_language
def test_the_table_to_filter_has_the_published_rows_and_no_more(many_site: Path, lang: str) -> None:
    """The file of rows says what the download says; a protected row has its range and no number of its own."""
    for measure in (SHARE, MEAN):
        content = json.loads((many_site / LANGUAGES[lang] / measure / "rader.json").read_text(encoding="utf-8"))
        rows = rows_of(many_site, measure)
        assert sorted(row[0] for row in content["rows"]) == sorted(rows)
        for name, _, _, _, value, _, counts, said, _ in content["rows"]:
            row = rows[name]
            if row["status"] == "ok" and measure == SHARE:
                assert value.replace(",", ".").rstrip("% \u00a0") == f"{float(row['varde']):.1f}"
                assert counts.split()[0] == row["taljare"]
            if row["status"] == "liten-taljare":
                assert value.startswith("≤")
                assert re.match("0[-–]4 ", counts)
            if measure == SHARE:
                assert content["words"][said][0] == row["kategori"]
            else:
                assert said == -1


@each_language
def test_a_measure_that_few_report_lists_those_alone(many_site: Path, lang: str) -> None:
    """Where the group is large and the measure is not, providers without a row are not listed one by one."""
    root = document(many_site / LANGUAGES[lang] / FEW_REPORTED / "index.html")
    names = [words(link) for link in root.xpath("//table[@class='rows']//th/a")]
    assert sorted(names) == sorted(rows_of(many_site, FEW_REPORTED))


@each_language
def test_directories_lead_to_every_provider_through_regions(many_site: Path, lang: str) -> None:
    """The directory and the target group list regions; each region lists its providers, all of them once."""
    for start in ({"sv": "utforare", "en": "en/providers"}[lang], LANGUAGES[lang]):
        index = many_site / start / "index.html"
        section = {"sv": "omraden/", "en": "areas/"}[lang]
        lists = "//main//ul[@class='links' or @class='area-list']"
        links = document(index).xpath(f"{lists}//a[contains(@href, '{section}')]/@href")
        found = [local_target(index, link, many_site) for link in links]
        providers = [words(name) for page in found for name in document(page).xpath("//main//ul[@class='links']//a")]
        assert len(links) > 15
        assert len(providers) == len(set(providers)) == MANY_PROVIDERS


def test_the_figures_of_a_region_lead_to_its_pages(many_site: Path) -> None:
    """A region's page has its large measures with their values, and leads to the providers behind them."""
    page = many_site / "omraden" / "14" / "index.html"
    lines = region_lines(page)
    assert [line[0] for line in lines] == ["Planerat avslut", "Vårdtid"]
    for link in document(page).xpath("//table[@class='regions']//a/@href"):
        assert local_target(page, link, many_site).is_file()


def test_the_search_index_leaves_tables_and_drawings_out(sites: dict[str, Path]) -> None:
    """Each page has one part to be searched, search and desk none; tables and drawings lie in what search ignores."""
    for site in sites.values():
        for page in pages(site):
            root = document(page)
            address = f"{page.parent.relative_to(site).as_posix()}/"
            is_quoted = any(kind.matches(address, lang) for kind in QUOTED for lang in ("sv", "en"))
            searched_parts = 0 if is_quoted or NOT_SEARCHED & set(root.find("body/main").classes) else 1
            assert len(root.xpath("//*[@data-pagefind-body]")) == searched_parts, page
            searched = root.xpath("//main//table[not(ancestor::*[contains(@class, 'prose')])] | //main//svg")
            assert [element for element in searched if not element.xpath(IGNORED)] == [], page
