"""A provider's own page: its development first, what the figures can tell, and all they rest on."""

import gzip
from pathlib import Path

import pytest

from open_comparisons.estimates.comparison import METHOD_VERSION
from tests.site.pages import csv_rows, document
from tests.variant_data import EVIDENCE, EVIDENCE_LINK

PAGES = ("utforare", "en/providers")
MOST_BYTES = 60 * 1024


def provider_pages(site: Path, folder: str) -> list[Path]:
    """The page of every provider in one language."""
    return sorted(path for path in (site / folder).glob("*/index.html"))


def comparison(site: Path, slug: str) -> list[dict[str, str]]:
    """The provider's own rows of `jamforelse.csv`."""
    return csv_rows(site / "utforare" / slug / f"{slug}.csv")


@pytest.mark.parametrize("folder", PAGES)
def test_the_own_development_comes_before_the_comparison(site: Path, folder: str) -> None:
    """Series first, then what they can tell, then all measures beside the group."""
    seen = 0
    parts = ("series", "can-tell", "comparison")
    for page in provider_pages(site, folder):
        for group in document(page).xpath("//section[contains(@class,'in-group')]"):
            order = [
                next(part for part in parts if part in (element.get("class") or ""))
                for element in group.xpath(
                    ".//figure[contains(@class,'series')] | .//aside[contains(@class,'can-tell')] | "
                    ".//section[contains(@class,'comparison')]"
                )
            ]
            seen += "series" in order
            assert order == sorted(order, key=parts.index), page
    assert seen > 20


@pytest.mark.parametrize("folder", PAGES)
def test_every_provider_with_figures_is_told_what_they_cannot_say(site: Path, folder: str) -> None:
    """At least that results are not adjusted; and release and method beside each other."""
    for page in provider_pages(site, folder):
        root = document(page)
        if root.xpath("//section[contains(@class,'comparison')]"):
            assert root.xpath("//aside[contains(@class,'can-tell')]//li"), page
            chips = " ".join(root.xpath("//ul[@class='chips']//text()"))
            assert METHOD_VERSION in chips
            assert "2024" in chips


def test_all_figures_agree_with_the_file(site: Path) -> None:
    """Each line of the table of all figures is a row of the provider's file: n, intervals, group, category, trend."""
    checked = 0
    for page in provider_pages(site, "utforare"):
        slug = page.parent.name
        rows = comparison(site, slug) if (page.parent / f"{slug}.csv").is_file() else []
        for line in document(page).xpath("//details[starts-with(summary, 'Alla tal')]//tbody/tr"):
            name, cells = line.xpath("string(th/a)"), [" ".join(cell.itertext()) for cell in line.xpath("td")]
            group, measure = line.xpath("string(th/a/@href)").rstrip("/").split("/")[-2:]
            period = line.xpath("string(th/span)")
            row = next(
                row
                for row in rows
                if (row["malgrupp"], row["matt_id"]) == (group, measure)
                and row["period"].replace("/", "–") == period
                and (row["kon"], row["alder"], row["lagrum"]) == ("T", "alla", "alla")
            )
            assert cells[0].replace("\u202f", "") == row["namnare"], name
            for cell, end in ((line.xpath("string(td[3]/text())"), "95"), (cells[3], "998")):
                low, high = (float(part.replace(",", ".").replace("\u202f", "")) for part in cell.split("–"))
                assert low == pytest.approx(float(row[f"nedre_{end}"]), abs=0.5)
                assert high == pytest.approx(float(row[f"ovre_{end}"]), abs=0.5)
            assert f"{row['referens_antal']} av" in cells[4]
            assert ("kan inte bedömas" in cells[5]) == (row["kategori"] == "kan-ej-bedomas")
            trend = {"okar": "ökar", "minskar": "minskar", "ingen-andring": "ingen säker ändring"}
            assert trend.get(row["trend"], f"{row['trend_ar_till']} år till") in cells[6]
            checked += 1
    assert checked > 150


def test_the_case_mix_agrees_with_published_bases(site: Path) -> None:
    """A shown part is a published base over the published whole; one whose base is hidden says so."""
    checked = hidden = 0
    for page in provider_pages(site, "utforare"):
        slug = page.parent.name
        root = document(page)
        rows = comparison(site, slug) if (page.parent / f"{slug}.csv").is_file() else []
        for table in root.xpath("//section[starts-with(@id,'vilka-')]"):
            group = table.get("id").removeprefix("vilka-")
            parts = [row for row in rows if row["malgrupp"] == group and row["period"] == "2020/2022"]
            shares = {
                round(100 * int(row["namnare"]) / int(whole["namnare"]))
                for row in parts
                for whole in parts
                if row["namnare"]
                and whole["namnare"]
                and row["matt_id"] == whole["matt_id"]
                and (row["kon"], row["alder"], row["lagrum"]) != ("T", "alla", "alla")
                and (whole["kon"], whole["alder"], whole["lagrum"]) == ("T", "alla", "alla")
            }
            for line in table.xpath(".//tbody/tr[not(th/a)]"):
                said = line.xpath("string(td[1])")
                if said == "Visas inte":
                    hidden += 1
                    continue
                checked += 1
                assert int(said.rstrip("\u00a0%")) in shares, (slug, said)
    assert checked > 50
    assert hidden > 0


@pytest.mark.parametrize(("folder", "nothing"), [("utforare", "Inget lämnat"), ("en/providers", "Nothing submitted")])
def test_every_measure_without_a_figure_is_told_with_its_reason(site: Path, folder: str, nothing: str) -> None:
    """What was not handed in stands apart from what is hidden, and each of them once."""
    seen = {"absent": 0, "hidden": 0}
    for page in provider_pages(site, folder):
        for group in document(page).xpath("//section[contains(@class,'in-group')]"):
            told = [" ".join(item.text_content().split()) for item in group.xpath(".//ul[@class='gaps']/li")]
            rows = group.xpath(".//section[contains(@class,'comparison')]//tr[contains(@class,'row--hidden')]")
            assert len(told) == len(rows), page
            seen["absent"] += sum(nothing in text for text in told)
            seen["hidden"] += len(told)
    assert seen["hidden"] > seen["absent"] > 0


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        ("utforare", ("Lämnar utfall för 2020–2022.", "Säger inget om kvalitet.")),
        ("en/providers", ("Submits outcomes for 2020–2022.", "Says nothing about quality.")),
    ],
)
def test_a_badge_says_that_outcomes_are_handed_in_and_nothing_of_quality(site: Path, folder: str, words) -> None:
    """Its picture, its alternative text and the code to paste say the same; without figures there is none."""
    root = document(site / folder / "angsviken" / "index.html")
    badge = document(site / folder / "angsviken" / "marke.svg")
    assert all(sentence in badge.text_content() for sentence in words)
    assert root.xpath("//img[@class='badge__image']/@alt") == [" ".join(words)]
    assert " ".join(words) in root.xpath("string(//details[contains(@class, 'badge')]//pre)")
    without = [page for page in provider_pages(site, folder) if not (page.parent / "marke.svg").is_file()]
    assert without
    assert not any(document(page).xpath("//img[@class='badge__image']") for page in without)


def test_a_provider_says_its_methods_its_units_and_its_own_words(site: Path) -> None:
    """Methods in the reader's language, units by name, a comment with its reader, and a link to it from the measure."""
    swedish = document(site / "utforare" / "angsviken" / "index.html")
    english = document(site / "en" / "providers" / "angsviken" / "index.html")
    assert "Functional family therapy" in english.xpath("string(//ul[@class='methods'])")
    assert "Norra huset, Sjöhuset" in swedish.xpath("string(//dl[contains(@class, 'facts')])")
    (comment,) = swedish.xpath("//article[@class='comment']")
    assert "Läst före publicering av: Uppgiftsansvarig hos utgivaren." in comment.text_content()
    measure = document(site / "malgrupper" / "bu-hvb" / "planerat-avslut" / "index.html")
    assert measure.xpath("//a[contains(@href, 'angsviken/#kommentar-angsviken-planerat-avslut')]")


def test_a_page_is_light_and_has_no_script(site: Path) -> None:
    """Under 60 kB with all that it shows at once, packed as hosts send it; fonts are packed already."""
    css = gzip.compress((site / "theme" / "site.css").read_bytes())
    fonts = sum(path.stat().st_size for path in (site / "theme").glob("*.woff2"))
    for folder in PAGES:
        for page in provider_pages(site, folder):
            html = page.read_bytes()
            assert len(gzip.compress(html)) + len(css) + fonts < MOST_BYTES, page
            scripts = document(page).xpath("//script[not(@type='application/ld+json')]")
            assert scripts == [], page


def test_a_method_says_what_research_knows_where_the_standard_does(variant_site: Path) -> None:
    """With its source; and of the other methods the page says that nothing is described."""
    links = []
    for page in provider_pages(variant_site, "utforare"):
        root = document(page)
        methods = root.xpath("//ul[@class='methods']/li")
        described = [EVIDENCE in method.text_content() for method in methods]
        links += [
            method.xpath(".//a/@href") for method, is_described in zip(methods, described, strict=True) if is_described
        ]
        assert ("forskningsläget inte beskrivet" in root.text_content()) == (not all(described)), page
    assert links
    assert all(addresses == [EVIDENCE_LINK] for addresses in links)


def test_a_series_says_its_change_from_the_period_before(site: Path) -> None:
    """Window against window where there are two, else year against year; each as its row of the file says."""
    for folder, risen, same in (
        ("utforare", "ökade värdet med mellan", "syns ingen säker förändring"),
        ("en/providers", "the value rose by between", "no certain change shows"),
    ):
        windows = document(site / folder / "trappuppgangen" / "index.html")
        years = document(site / folder / "angsviken" / "index.html")
        told = [text for text in windows.xpath("//p[@class='series__words']/text()") if "2017–2019" in text]
        assert any(risen in text for text in told)
        assert not any(same in text for text in told)
        # How large one may be without being seen stands with the table.
        in_fold = "//figure[@class='series']/details/p/text()"
        assert [text for text in windows.xpath(in_fold) if "2017–2019" in text and same in text]
        assert [text for text in years.xpath(in_fold) if "2021" in text and same in text]
