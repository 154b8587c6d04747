"""The files behind the page that sets providers side by side: they say what the pages say, and no more."""

import json
from pathlib import Path

import pytest

from open_comparisons.messages import LANGUAGES
from tests.site.pages import csv_rows, document

PROVIDERS = {"sv": "utforare", "en": "en/providers"}
PAGES = {"sv": "jamfor", "en": "en/compare"}
each_language = pytest.mark.parametrize("lang", LANGUAGES)


def measures(site: Path, lang: str, slug: str) -> dict[str, dict]:
    """What a provider's file says of each measure of the first target group."""
    content = json.loads((site / PROVIDERS[lang] / slug / "jamfor.json").read_text(encoding="utf-8"))
    return {measure["id"]: measure for measure in content["groups"]["bu-hvb"]["measures"]}


def slugs(site: Path, lang: str) -> list[str]:
    """The providers that can be chosen."""
    page = document(site / PAGES[lang] / "index.html")
    return page.xpath("//*[@data-group='bu-hvb']//a/@data-provider")


@each_language
def test_everybody_can_be_chosen_and_has_a_file(site: Path, lang: str) -> None:
    """Without scripts each name leads to the provider's page; with them, to the file beside it."""
    assert len(slugs(site, lang)) > 30
    for link in document(site / PAGES[lang] / "index.html").xpath("//a[@data-provider]/@href"):
        assert (site / PAGES[lang] / link / "index.html").is_file()
        assert (site / PAGES[lang] / link / "jamfor.json").is_file()


@each_language
def test_a_file_says_what_the_providers_page_says(site: Path, lang: str) -> None:
    """Value, interval and words of each measure are those of its row there."""
    for slug in slugs(site, lang)[::9]:
        page = document(site / PROVIDERS[lang] / slug / "index.html")
        for measure in measures(site, lang, slug).values():
            (row,) = page.xpath(f"//tr[contains(@class, 'row')][.//a[contains(@href, '{measure['url']}')]]")
            told = " ".join(row.text_content().split())
            for part in ("value", "interval", "counts", "words"):
                assert " ".join(measure["cell"].get(part, "").split()) in told


def test_only_shares_that_are_shown_are_told_apart_and_both_ways_agree(site: Path) -> None:
    """Whoever is higher than another is told so in both files, by the same; a hidden or banded one is in no pair."""
    files = {slug: measures(site, "sv", slug) for slug in slugs(site, "sv")}
    pairs = 0
    for slug, by_measure in files.items():
        for name, measure in by_measure.items():
            assert measure["exact"] or not measure["apart"]
            assert measure["share"] or not measure["exact"]
            for other, told in measure["apart"].items():
                back = files[other][name]
                assert back["exact"]
                assert back["apart"][slug] == {"higher": not told["higher"], "by": told["by"]}
                pairs += 1
    assert pairs > 50


def test_nothing_is_drawn_where_no_number_is_shown(site: Path) -> None:
    """A hidden row has words alone in the leading period; a series of years has one that shows a number."""
    hidden = {
        row["utforare_namn"]
        for row in csv_rows(site / "malgrupper/bu-hvb/planerat-avslut/planerat-avslut.csv")
        if row["status"].startswith("skydd")
    }
    assert hidden
    for slug in slugs(site, "sv"):
        for measure in measures(site, "sv", slug).values():
            assert measure["cell"]["shown"] == ("drawing" in measure["cell"]) == ("category" in measure["cell"])
            shown = [any(sign.isdigit() for sign in year["value"]) for year in measure["years"]]
            assert ("series" in measure) == (len(shown) > 1 and any(shown))
