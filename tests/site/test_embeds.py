"""Pages that other sites show in a frame, the code for that, and the address of a chart in one release for ever."""

from pathlib import Path

import pytest
from lxml import html

from open_comparisons.pages.search import kind_in
from open_comparisons.site.policy import FRAMED
from tests.hostile import NAMES
from tests.knowledge_texts import ADDRESS
from tests.site.pages import csv_rows, document, local_target

EMBEDS = {"sv": "badda-in", "en": "en/embed"}
GROUPS = {"sv": "malgrupper", "en": "en/target-groups"}
PROVIDERS = {"sv": "utforare", "en": "en/providers"}
NEWEST = {"bu-hvb": "2024-05-15", "bu-stodboende": "2024-05-15"}
NUMBER_OF_CHARTS = 22
each_language = pytest.mark.parametrize("lang", ["sv", "en"])


def rows_of(table: html.HtmlElement) -> list[tuple[str, ...]]:
    """Read a table that is a chart: each row's words, and its marks."""
    return [
        (
            *("".join(cell.itertext()).strip() for cell in row.xpath("./*[not(@class='row__marks')]")),
            "".join(html.tostring(mark, encoding="unicode") for mark in row.xpath(".//svg/*")),
        )
        for row in table.xpath("./tbody/tr")
    ]


def pages_of(site: Path, lang: str, depth: str) -> list[Path]:
    """List the pages to embed of measures: of the newest release, or of each."""
    found = sorted((site / EMBEDS[lang]).glob(f"{depth}/index.html"))
    return [page for page in found if page.relative_to(site / EMBEDS[lang]).parts[0] != "utforare"]


@each_language
def test_every_measure_has_a_light_page_with_its_chart(site: Path, lang: str) -> None:
    """Rows, sentence and group value are those the page leads with; where it is from and the way back are there."""
    found = pages_of(site, lang, "*/*")
    assert len(found) == NUMBER_OF_CHARTS
    for path in found:
        root, name = document(path), path.parent.relative_to(site / EMBEDS[lang])
        whole = site / GROUPS[lang] / name / "index.html"
        page = document(whole)
        assert rows_of(root.xpath("//table")[0]) == rows_of(page.xpath("//table[@class='rows']")[0])
        for words in ("//p[@class='key-sentence']", "//section[@class='comparison']/p[@class='comparison__reference']"):
            assert root.xpath(f"string({words})").strip() == page.xpath(f"string({words})").strip()
        origin = root.xpath("string(//ul[@class='embed__foot']/li[1])")
        assert {"sv": "Källa: Öppna utfall. Utgåva 15", "en": "Source: Open Outcomes. Release 15"}[lang] in origin
        links = [local_target(path, link, site) for link in root.xpath("//ul[@class='embed__foot']//a/@href")]
        assert links == [whole.resolve(), (path.parent / NEWEST[name.parts[0]] / "index.html").resolve()]
        assert path.stat().st_size < 60_000


@each_language
def test_every_provider_with_figures_has_a_light_page_with_its_overview(site: Path, lang: str) -> None:
    """All its measures, target group by target group, as its own page has them."""
    found = sorted((site / EMBEDS[lang] / "utforare").glob("*/index.html"))
    own = [path for path in (site / PROVIDERS[lang]).glob("*/index.html") if document(path).xpath("//table")]
    assert [path.parent.name for path in found] == sorted(path.parent.name for path in own)
    for path in found:
        page = site / PROVIDERS[lang] / path.parent.name / "index.html"
        tables, wanted = document(path).xpath("//table"), document(page).xpath("//table[@class='rows']")
        assert list(map(rows_of, tables)) == list(map(rows_of, wanted))
        assert (
            local_target(path, document(path).xpath("//ul[@class='embed__foot']//a/@href")[0], site) == page.resolve()
        )


@each_language
def test_pages_to_embed_are_for_frames_and_not_for_search(site: Path, lang: str) -> None:
    """No script, no font, no menu; links leave the frame; neither our search nor others' list them."""
    found = sorted((site / EMBEDS[lang]).rglob("index.html"))
    assert len(found) > 3 * NUMBER_OF_CHARTS
    for path in found:
        root = document(path)
        assert root.xpath("//base/@target") == ["_top"]
        assert root.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert not root.xpath("//script | //header | //nav | //*[@data-pagefind-body] | //link[@rel='preload']")
        assert [local_target(path, link, site).name for link in root.xpath("//link[@rel='stylesheet']/@href")] == [
            "embed.css"
        ]
    assert "font-face" not in (site / "theme" / "embed.css").read_text(encoding="utf-8")
    assert kind_in(FRAMED, ("x", "y")) == ""


@each_language
def test_a_release_keeps_its_chart_and_says_when_there_is_a_newer_one(site: Path, lang: str) -> None:
    """Every release has the values that its own files have; all but the newest lead to the newest."""
    seen = set()
    for path in pages_of(site, lang, "*/*/*"):
        group, measure, release = path.parent.relative_to(site / EMBEDS[lang]).parts
        root = document(path)
        note = root.xpath("//p[@class='mark-note']")[0]
        newer = [local_target(path, link, site) for link in note.xpath(".//a/@href")]
        is_newest = release == NEWEST[group]
        assert newer == ([] if is_newest else [(path.parents[1] / "index.html").resolve()])
        assert ("nyare utgåva" in note.text_content() or "newer release" in note.text_content()) != is_newest
        shown = {
            row["utforare_namn"]: row["varde"]
            for row in csv_rows(site / "data" / group / release / "jamforelse.csv")
            if row["matt_id"] == measure and (row["kon"], row["alder"], row["lagrum"]) == ("T", "alla", "alla")
            and row["status"] == "ok" and _is_period(row["period"], root.xpath("string(//h2)"))
        }  # fmt: skip
        for row in root.xpath("//tbody/tr[not(contains(@class, 'row--hidden'))]"):
            value = row.xpath("string(td[@class='row__value'])")
            if value[0] not in "≤≥–":
                digits = "".join(
                    sign for sign in value.replace(",", "." if lang == "sv" else "") if sign in "0123456789.−"
                )
                assert float(digits) == pytest.approx(float(shown[row.xpath("string(th/a)")]), abs=0.51)
        seen.add((group, release))
    assert seen == {("bu-hvb", f"{year}") for year in ("2022-05-17", "2023-05-16", "2024-05-15")} | {
        ("bu-stodboende", year) for year in ("2023-05-16", "2024-05-15")
    }


def _is_period(period: str, title: str) -> bool:
    return period.replace("/", "–") == title


def test_later_releases_change_nothing_in_the_chart_of_a_release(site: Path, site_in_2023: Path) -> None:
    """The site as it was when a release was the newest has the same rows at the same address, hidden ones too."""
    compared = 0
    for path in [*pages_of(site_in_2023, "sv", "*/*/*"), *pages_of(site_in_2023, "en", "*/*/*")]:
        before, now = (document(root / path.relative_to(site_in_2023)) for root in (site_in_2023, site))
        assert rows_of(before.xpath("//table")[0]) == rows_of(now.xpath("//table")[0]), path
        compared += 1
    assert compared > 2 * NUMBER_OF_CHARTS


@each_language
def test_pages_offer_the_code_and_the_address_of_this_release(site: Path, lang: str) -> None:
    """Without an address of the site, the code says so plainly; the link to the release leads to its chart."""
    for path in pages_of(site, lang, "*/*"):
        name = path.parent.relative_to(site / EMBEDS[lang])
        page = site / GROUPS[lang] / name / "index.html"
        (fold,) = document(page).xpath("//details[contains(@class, 'embed-code')]")
        code = html.fragment_fromstring(fold.xpath("string(.//code)"))
        assert code.tag == "iframe"
        assert code.get("src") == f"https://{_placeholder(lang)}/{EMBEDS[lang]}/{name.as_posix()}/"
        assert code.get("title")
        assert {"sv": "inte bestämd", "en": "not decided"}[lang] in fold.xpath("string(p[@class='mark-note'])")
        links = [local_target(page, link, site) for link in document(page).xpath("//main//a/@href")]
        assert (path.parent / NEWEST[name.parts[0]] / "index.html").resolve() in links
        words = {"sv": "Länk till just den här utgåvan", "en": "Link to this very release"}[lang]
        assert words in document(page).xpath("//main//a/text()")


def _placeholder(lang: str) -> str:
    return {"sv": "WEBBPLATSENS-ADRESS", "en": "ADDRESS-OF-THE-SITE"}[lang]


def test_the_code_has_the_address_of_the_site_where_it_is_known(knowledge_site: Path) -> None:
    """Ready to paste, on pages of measures and of providers."""
    offered = 0
    for page in [*knowledge_site.glob("malgrupper/*/*/index.html"), *knowledge_site.glob("utforare/*/index.html")]:
        for code in document(page).xpath("//details[contains(@class, 'embed-code')]//code"):
            source = html.fragment_fromstring(code.text_content()).get("src")
            assert source.startswith(f"{ADDRESS}/badda-in/")
            assert (knowledge_site / source.removeprefix(f"{ADDRESS}/") / "index.html").is_file()
            assert not document(page).xpath("//details[contains(@class, 'embed-code')]/p[@class='mark-note']")
            offered += 1
    assert offered > 2


def test_the_code_of_hostile_data_is_one_frame_with_its_title_to_the_letter(hostile_site: Path) -> None:
    """Whoever pastes it gets what data says as text, and no element of it."""
    titles = set()
    for page in [*hostile_site.glob("malgrupper/*/*/index.html"), *hostile_site.glob("utforare/*/index.html")]:
        for code in document(page).xpath("//details[contains(@class, 'embed-code')]//code"):
            (frame,) = html.fragments_fromstring(code.text_content())
            assert (frame.tag, len(frame)) == ("iframe", 0)
            assert set(frame.keys()) == {"src", "title", "width", "height", "loading", "style"}
            titles.add(frame.get("title"))
    assert set(NAMES) <= titles


def test_nothing_is_made_to_embed_of_many_providers(many_site: Path) -> None:
    """Neither of their measures nor of each of them."""
    assert not (many_site / "badda-in" / "bu-hvb").exists()
    assert not list(many_site.glob("badda-in/utforare/*"))
