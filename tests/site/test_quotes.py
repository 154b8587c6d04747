"""Measures and published values to quote: each at an address that still answers after newer releases."""

import json
import re
from pathlib import Path

import pytest
from scipy import stats

from open_comparisons.standard.loading import load_standard
from tests.site.pages import csv_rows, document, local_target
from tests.small_data import SMALL_DATASET, SMALL_RELEASE
from tests.variant_data import CHANGED_MEASURE, NEW_DEFINITION

RELEASES = {"sv": "utgavor", "en": "en/releases"}
MEASURES = {"sv": "matt", "en": "en/measures"}
GROUPS = {"sv": "malgrupper", "en": "en/target-groups"}
SHOWS = {
    "sv": r"högre än gruppens ([\d,]+) %\D+syns det i ungefär (\d+) fall av 10 när underlaget är 20, "
    r"i ungefär (\d+) fall av 10 när underlaget är 50 och i ungefär (\d+) fall av 10 när underlaget är 100\.",
    "en": r"above the group’s ([\d.]+)%, it shows about (\d+) times in 10 with a base of 20, "
    r"about (\d+) times in 10 with a base of 50 and about (\d+) times in 10 with a base of 100\.",
}
OLD, NEW = "2023-05-16", "2024-05-15"
each_language = pytest.mark.parametrize("lang", ["sv", "en"])


def text(node) -> str:
    return " ".join("".join(node.itertext()).split())


def values_of(page: Path) -> dict[str, list[str]]:
    """Read what a page says of each value, by its anchor: name, number, count and interval, and the text to paste."""
    rows = document(page).xpath("//table[contains(@class, 'quotes')]/tbody")
    return {row.get("id"): [text(cell) for cell in row.xpath("./tr[position() < 3]/*[not(strong)]")] for row in rows}


@each_language
def test_every_version_of_a_measure_has_an_address_and_a_text_for_contracts(
    site: Path, project: Path, lang: str
) -> None:
    """The measure's own page links it; the text has code, version, definition, room for the baseline, and address."""
    for measure in load_standard(project / "data" / "standard").measures.values():
        page = site / MEASURES[lang] / measure.id / "index.html"
        targets = {local_target(page, link, site) for link in document(page).xpath("//main//a/@href")}
        version = page.parent / measure.version / "index.html"
        assert version.resolve() in targets
        root = document(version)
        said = text(root.get_element_by_id("avtal"))
        for part in (measure.id, measure.version, measure.definition.plain(lang), measure.denominator.plain(lang)):
            assert " ".join(part.split()) in said
        assert f"/{MEASURES[lang]}/{measure.id}/{measure.version}/" in said
        assert {"sv": "Utgångsläge: [", "en": "Baseline: ["}[lang] in said
        assert ({"sv": "Osäkerhet: ", "en": "Uncertainty: "}[lang] in said) == measure.is_share


@each_language
def test_every_value_has_an_address_and_a_text_to_paste(site: Path, lang: str) -> None:
    """The text holds measure, version, provider, period, counts, interval, release and the address; it is invented."""
    page = site / RELEASES[lang] / "bu-hvb" / NEW / "bu-hvb" / "planerat-avslut" / "index.html"
    values = values_of(page)
    of_angsviken = {
        "sv": (
            r"Planerat avslut \(mått planerat-avslut, version 1\.0\)\. Ängsvikens HVB, 2020–2022: \d+ av \d+, "
            r"\d+,\d %  ?\(95 % konfidensintervall \d+,\d–\d+,\d\)\. Påhittat exempel\. "
            r"Källa: Öppna utfall, utgåva 2024-05-15\. https://\S+/utgavor/bu-hvb/2024-05-15/bu-hvb/planerat-avslut/"
            r"#angsviken-2020-2022"
        ),
        "en": (
            r"Planned ending \(measure planerat-avslut, version 1\.0\)\. Ängsvikens HVB, 2020–2022: \d+ of \d+, "
            r"\d+\.\d% \(95% confidence interval \d+\.\d–\d+\.\d\)\. Invented example\. "
            r"Source: Open Outcomes, release 2024-05-15\. https://\S+/en/releases/bu-hvb/2024-05-15/bu-hvb/"
            r"planerat-avslut/#angsviken-2020-2022"
        ),
    }[lang]
    assert re.fullmatch(of_angsviken, values["angsviken-2020-2022"][-1])
    assert "angsviken-2020-2022-kon-K" in values
    assert "angsviken-2021" in values
    contract = text(document(page).get_element_by_id("avtal"))
    assert {"sv": "Utgångsläge: 2020–2022. Gruppen: ", "en": "Baseline: 2020–2022. The group: "}[lang] in contract


@each_language
def test_a_text_for_contracts_says_how_often_a_true_difference_would_show(site: Path, lang: str) -> None:
    """By the group's published value and spread; providers of such sizes have the same in the release's own file."""
    page = site / RELEASES[lang] / "bu-hvb" / NEW / "bu-hvb" / "sammanbrott" / "index.html"
    whole = {"matt_id": "sammanbrott", "period": "2020/2022", "kon": "T", "alder": "alla", "lagrum": "alla"}
    rows = [row for row in csv_rows(site / "data" / "bu-hvb" / NEW / "jamforelse.csv") if whole.items() <= row.items()]
    rows = [row for row in rows if row["upptacks_hogre_20"]]
    said = re.search(SHOWS[lang], text(document(page).get_element_by_id("avtal")))
    assert said
    group, *cases = said.groups()
    assert float(group.replace(",", ".")) == float(rows[0]["referens"])
    for size, times in zip((20, 50, 100), map(int, cases), strict=True):
        near = sorted(rows, key=lambda row: abs(int(row["namnare"]) - size))[:3]
        chances = [float(row["upptacks_hogre_20"]) for row in near]
        assert min(chances) - 0.1 <= times / 10 <= max(chances) + 0.1


def test_the_article_for_commissioners_is_right_about_chance(project: Path) -> None:
    """A home with 20 placements, 20 points below a group at 70 %, shows in 4 cases of 10."""
    size, group = 20, 0.7
    low = [count for count in range(size + 1) if stats.binom.cdf(count, size, group) < 0.025]
    assert round(10 * stats.binom.cdf(max(low), size, group - 0.2)) == 4
    for lang, words in (("sv", "i ungefär 4 fall av 10"), ("en", "about 4 times in 10")):
        article = project / "content" / "artiklar" / f"for-dig-som-bestaller.{lang}.md"
        assert words in article.read_text(encoding="utf-8")


@each_language
def test_hidden_values_are_told_in_words(site: Path, lang: str) -> None:
    """Neither a number nor a text to paste stands in a row whose value is hidden; it still has its address."""
    hidden = 0
    for page in sorted((site / RELEASES[lang]).glob("*/*/*/*/index.html")):
        for row in document(page).xpath("//table[contains(@class, 'quotes')]/tbody[.//td[@class='cell--hidden']]"):
            hidden += 1
            assert not row.xpath(".//q")
            if "%" not in (said := text(row.xpath(".//td[@class='cell--hidden']")[0])):
                assert not re.search(r"\d", said), (page, said)
    assert hidden > 100


@each_language
def test_the_page_of_a_measure_leads_to_the_values_of_its_release(site: Path, lang: str) -> None:
    """From each measure in a target group; from a provider to how it is done."""
    pages = sorted((site / GROUPS[lang]).glob("*/*/index.html"))
    found = 0
    for page in pages:
        targets = {
            local_target(page, link, site) for link in document(page).xpath("//main//a/@href") if "//" not in link
        }
        group, measure = page.parent.parent.name, page.parent.name
        quoted = site / RELEASES[lang] / group / NEW / group / measure / "index.html"
        if quoted.is_file():
            found += 1
            assert quoted.resolve() in targets
    assert found >= 20


@each_language
def test_addresses_answer_after_a_newer_release(site: Path, site_in_2023: Path, lang: str) -> None:
    """Every page and every value of the older releases is still there, to the letter."""
    before, after = site_in_2023, site
    pages = sorted((before / RELEASES[lang]).glob("*/*/*/*/index.html"))
    assert len(pages) > 30
    for page in pages:
        assert values_of(page) == values_of(after / page.relative_to(before)), page
    old = after / RELEASES[lang] / "bu-hvb" / OLD / "bu-hvb" / "planerat-avslut" / "index.html"
    assert {"sv": "Det finns en nyare utgåva.", "en": "There is a newer release."}[lang] in text(document(old))


@each_language
def test_a_corrected_value_says_where_the_new_one_is(site: Path, lang: str) -> None:
    """The old value stands as it was, with the reason and a link to the same place in the newer release."""
    said = {"sv": "Värdet rättades i utgåvan", "en": "The value was corrected in the release"}[lang]
    found = 0
    for page in sorted((site / RELEASES[lang]).glob(f"bu-hvb/{OLD}/*/*/index.html")):
        for row in document(page).xpath(f"//tbody[contains(., '{said}')]"):
            found += 1
            link = row.xpath(".//td[strong]//a/@href")[0]
            target = local_target(page, link, site)
            assert NEW in str(target)
            assert target is not None
            assert document(target).get_element_by_id(link.partition("#")[2]) is not None
    assert found


@each_language
def test_values_of_many_providers_are_rows_of_the_releases_file(many_site: Path, lang: str) -> None:
    """There is no page that names them all; the measure's page tells the address, which is a row of a file."""
    page = many_site / GROUPS[lang] / "bu-hvb" / "planerat-avslut" / "index.html"
    links = [link for link in document(page).xpath("//main//a/@href") if "#row=" in link]
    assert len(links) == 1
    assert "RFC 7111" in text(document(page))
    assert not list((many_site / RELEASES[lang]).glob("*/*/*/*/index.html"))


def test_an_earlier_version_keeps_its_words(variant_site: Path, project: Path) -> None:
    """A release of an older standard is told by the words of then, and both versions have an address."""
    old = json.loads((project / "data" / "standard" / "matt.json").read_text(encoding="utf-8"))[0]
    assert old["id"] == CHANGED_MEASURE
    release = variant_site / "utgavor" / SMALL_DATASET / SMALL_RELEASE
    page = document(release / "bu-hvb" / CHANGED_MEASURE / "index.html")
    assert old["definition"]["sv"] in text(page)
    assert NEW_DEFINITION not in text(page)
    versions = variant_site / "matt" / CHANGED_MEASURE
    first, second = (document(versions / version / "index.html") for version in ("1.0", "2.0"))
    assert old["definition"]["sv"] in text(first)
    assert "Det finns en nyare version av måttet: 2.0" in text(first)
    assert NEW_DEFINITION in text(second)
