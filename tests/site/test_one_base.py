"""A number of providers is the same on every page that says it, or its sentence says what it is counted out of."""

import csv
import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree

from tests.site.pages import csv_rows, document

PAGES = {"sv": "malgrupper", "en": "en/target-groups"}
PROVIDERS = {"sv": "utforare", "en": "en/providers"}
SECTIONS = {"sv": ("malgrupper", "utforare", "utgavor", "badda-in"), "en": ("en/target-groups", "en/providers")}
GROUPS = {"bu-hvb": "2024-05-15", "bu-stodboende": "2024-05-15"}
BREAKDOWNS = {"kon": "T", "alder": "alla", "lagrum": "alla"}
JUDGED = {"lagre", "kanske-lagre", "gar-inte-att-skilja", "kanske-hogre", "hogre"}
WITH_FIGURE = {"ok", "liten-taljare", "liten-rest"}
PAIR = {
    "sv": r"(\d+) av (\d+) utförare(?! hamna)",
    "en": r"(\d+) of (\d+) providers(?! (?:are expected|to fall|should))",
}
COMPARED = {
    "sv": r"(?:Ingen av|För \d+ av) (de )?(\d+) utförare(?: som (?:går att|kan)| går)",
    "en": r"(?:None of|For \d+ of) (the )?(\d+) providers",
}
each_group = pytest.mark.parametrize("group", GROUPS)
each_language = pytest.mark.parametrize("lang", PAGES)


class Counts(NamedTuple):
    """Numbers of providers of a measure in a period: in the group value, with a figure, compared, not told apart."""

    in_group_value: int
    with_figure: int
    judged: int
    same: int


def active(directory: list[dict[str, str]], group: str, period: str) -> int:
    """The providers of a group that were active at some time of a period, by the directory."""
    start, end = f"{period[:4]}-01-01", f"{period[-4:]}-12-31"
    return sum(
        group in row["malgrupper"].split()
        and (not row["fran"] or row["fran"] <= end)
        and (not row["till"] or row["till"] >= start)
        for row in directory
    )


@pytest.fixture(scope="module")
def directory(project: Path) -> list[dict[str, str]]:
    """The directory of providers."""
    with (project / "data" / "utforare.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def counts_of(site: Path, group: str, release: str) -> dict[tuple[str, str, str], Counts]:
    """Counts by measure, period and part ("" for everyone), from a release's own comparison."""
    rows = defaultdict(list)
    for row in csv_rows(site / "data" / group / release / "jamforelse.csv"):
        part = "".join(row[name] for name, total in BREAKDOWNS.items() if row[name] != total)
        if not row["enhet_id"]:
            rows[row["matt_id"], row["period"], part].append(row)
    return {
        key: Counts(
            max(int(row["referens_antal"] or 0) for row in each),
            sum(row["status"] in WITH_FIGURE for row in each),
            sum(row["kategori"] in JUDGED for row in each),
            sum(row["kategori"] == "gar-inte-att-skilja" for row in each),
        )
        for key, each in rows.items()
    }


def text(node: etree._Element) -> str:
    return re.sub(r"\s+", " ", " ".join(node.itertext()))


def pairs(node: etree._Element, lang: str) -> set[tuple[int, int]]:
    """All pairs of numbers in sentences and cells such as "5 av 7 utförare", filters left out."""
    parts = node.xpath(".//*[self::p or self::td or self::small or self::span][not(ancestor::form)]")
    return {(int(count), int(of)) for part in parts for count, of in re.findall(PAIR[lang], text(part))}


def percents(table: etree._Element, column: int) -> dict[str, list[float]]:
    """The percentages of a column by the dimension that stands below the name of each part."""
    found = defaultdict(list)
    for row in table.xpath(".//tbody/tr[th/span[@class='row__note']]"):
        share = re.match(r"[\d,.]+(?=\s?%)", row.xpath(f"string(td[{column}])").strip())
        found[row.xpath("string(th/span[@class='row__note'])")].append(
            float(share[0].replace(",", ".")) if share else float("nan")
        )
    return found


@each_group
@each_language
def test_the_page_of_a_group_and_the_page_of_its_reporting_count_alike(site: Path, lang: str, group: str) -> None:
    """The same providers, for the same period."""
    (key,) = document(site / PAGES[lang] / group / "index.html").xpath("//p[@class='key-sentence']")
    reporting = document(site / PAGES[lang] / group / "redovisning" / "index.html").find(".//main")
    counts = re.search(r"(\d+) \D+?(\d+) ", text(key)).groups()
    assert counts in re.findall(PAIR[lang], text(reporting)) or f"{counts[0]} {counts[1]}" in text(reporting)


@each_group
@each_language
def test_each_measure_counts_its_providers_as_its_file_does(
    site: Path, directory: list[dict[str, str]], lang: str, group: str
) -> None:
    """In each period those of the group value, out of those that were active; those compared, where fewer, named so."""
    counts = counts_of(site, group, GROUPS[group])
    seen = 0
    for measure in {measure for measure, _, _ in counts}:
        page = document(site / PAGES[lang] / group / measure / "index.html")
        for of, period, part in counts:
            if of != measure or part:
                continue
            found = counts[measure, period, ""]
            for section in page.xpath(f"//section[.//h2[normalize-space()='{period.replace('/', '–')}']]"):
                assert pairs(section, lang) <= {(found.in_group_value, active(directory, group, period))}
                for named, number in re.findall(COMPARED[lang], text(section)):
                    assert int(number) == found.judged
                    assert bool(named) == (found.judged < found.with_figure)
                    seen += 1
    assert seen


@each_language
def test_every_page_counts_providers_as_some_file_does(site: Path, directory: list[dict[str, str]], lang: str) -> None:
    """No page of a group, a provider, a release or an embed has a pair of its own."""
    known: set[tuple[int, int]] = set()
    for folder in site.glob("data/*/20*"):
        group, release = folder.parts[-2:]
        for (_, period, _), counts in counts_of(site, group, release).items():
            known |= {(counts.in_group_value, active(directory, group, period)), (counts.same, counts.judged)}
    for group in GROUPS:
        for page in (site / PAGES[lang] / group / "redovisning").rglob("index.html"):
            # What these count is compared with their own file in `test_reporting`.
            known |= pairs(document(page).find(".//main"), lang)
    checked = 0
    for section in SECTIONS[lang]:
        for page in sorted((site / section).rglob("index.html")):
            found = pairs(document(page).find(".//main"), lang)
            assert found <= known, page
            checked += len(found)
    assert checked > 100


@each_language
def test_the_parts_of_a_division_add_up_in_the_group(site: Path, lang: str) -> None:
    """On every provider's page: girls and boys, ages, acts; each rounded to whole percents."""
    tables = 0
    for page in sorted((site / PROVIDERS[lang]).glob("*/index.html")):
        for table in document(page).xpath("//section[starts-with(@id, 'vilka-')]//table"):
            for parts in percents(table, 2).values():
                whole = [part for part in parts if part == part]
                assert not whole or abs(sum(whole) - 100) <= len(whole) / 2
                tables += bool(whole)
    assert tables
