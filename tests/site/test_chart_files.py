"""The chart of a measure as a picture that stands by itself, and the links to it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from lxml import etree

from open_comparisons.charts.marks import HATCH, MARKS
from open_comparisons.charts.palette import read_palette
from open_comparisons.estimates.comparison import SAME
from tests.drawn_marks import categories_in
from tests.hostile import NAMES
from tests.page_types import EXAMPLE, HOSTILE
from tests.site.pages import document, local_target

FOLDERS = {"sv": "malgrupper", "en": "en/target-groups"}
THEME = Path(__file__).parents[2] / "theme"
SVG = "{http://www.w3.org/2000/svg}"


def pictures(site: Path, lang: str) -> list[Path]:
    """List the pictures of a language."""
    return sorted((site / FOLDERS[lang]).glob("*/*/*.svg"))


def hatched(marks: Iterable) -> int:
    """Count the protected spans of a drawing."""
    return sum(mark.get("fill") == HATCH for mark in marks)


def texts(picture: Path) -> list[str]:
    """Read all lines of text in a picture."""
    return [element.text or "" for element in etree.parse(picture).iter(f"{SVG}text")]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_measure_has_a_picture_that_says_what_it_shows_and_where_it_is_from(site: Path, lang: str) -> None:
    """Name, sentence, group value, legend, source, release with its date, and that the data is invented."""
    found = pictures(site, lang)
    assert len(found) == 22
    for picture in found:
        page = document(picture.parent / "index.html")
        said = " ".join(" ".join(texts(picture)).split())
        for words in (
            page.xpath("string(//h1)"),
            page.xpath("string(//p[@class='key-sentence'])"),
            page.xpath("string(//p[@class='comparison__reference'])"),
            *page.xpath("//ul[@class='chips']/li[position() > 2]/text()"),
            {"sv": "Exempeldata. Alla utförare och siffror här är påhittade.", "en": "are invented."}[lang],
            {"sv": "Källa: Öppna utfall", "en": "Source: Open Outcomes"}[lang],
            {"sv": "CC BY 4.0", "en": "CC BY 4.0"}[lang],
        ):
            assert " ".join(words.split()) in said, (picture, words)
        for words in page.xpath("//ul[@class='legend__list']/li[1]/span[2]/text()"):
            assert words in said


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_picture_has_the_rows_of_its_table_in_words_and_marks(site: Path, lang: str) -> None:
    """The same providers in the same order, each with its value, interval and mark; no mark for what is hidden."""
    for picture in pictures(site, lang):
        lines = document(picture.parent / "index.html").xpath("(//table[@class='rows'])[1]/tbody/tr")
        root = etree.parse(picture).getroot()
        said = texts(picture)
        names = ["".join(line.xpath("string(th/a)").split()) for line in lines]
        written = "".join("".join(said).split())
        places = [written.find(name) for name in names]
        assert -1 not in places
        assert places == sorted(places)
        for line in lines:
            for cell in ("row__value", "row__interval"):
                words = line.xpath(f"string(td[@class='{cell}']/text())").strip()
                assert not words or words in said
        in_table = [mark for line in lines for mark in line.xpath(".//svg/*")]
        explained = Counter([SAME, *MARKS])  # the legend has each once, and a dot on its interval
        assert categories_in(root.iter(f"{SVG}path"), read_palette(THEME)) == categories_in(in_table) + explained
        assert hatched(root.iter()) == hatched(in_table) + 1


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_picture_needs_nothing_else_and_is_kept_small(site: Path, lang: str) -> None:
    """No script, style, picture or address is loaded, and the reader's own type serves where ours is missing."""
    for picture in pictures(site, lang):
        tree = etree.parse(picture)
        tags = {element.tag.removeprefix(SVG) for element in tree.iter()}
        assert tags <= {
            "svg",
            "title",
            "desc",
            "defs",
            "pattern",
            "rect",
            "path",
            "line",
            "circle",
            "g",
            "text",
            "tspan",
        }
        assert not re.search(r"href|style=|class=|var\(|url\((?!#hatch\))", picture.read_text(encoding="utf-8"))
        assert all(element.get("font-family").endswith("serif") for element in tree.iter(f"{SVG}text"))
        assert picture.stat().st_size < 80_000


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_pages_link_to_picture_and_rows(site: Path, lang: str) -> None:
    """The SVG in the page's language and the CSV are links; the PNG is a button that only a script shows."""
    for picture in pictures(site, lang):
        page = picture.parent / "index.html"
        (shown,) = document(page).xpath("//ul[@class='downloads']")
        targets = [local_target(page, link, site) for link in shown.xpath(".//a[@download]/@href")]
        assert [target.suffix for target in targets] == [".svg", ".csv"]
        assert targets[0] == picture.resolve()
        (button,) = shown.xpath("li[@hidden]/button")
        assert local_target(page, button.get("data-svg"), site) == picture.resolve()
        assert button.get("data-name") == f"{picture.stem}.png"


def test_pictures_of_hostile_data_are_whole_and_say_it_to_the_letter(sites: Mapping[str, Path]) -> None:
    """What data says makes no element; names that fit are whole."""
    found = [*pictures(sites[HOSTILE], "sv"), *pictures(sites[HOSTILE], "en")]
    assert found
    tags = {element.tag for picture in pictures(sites[EXAMPLE], "sv") for element in etree.parse(picture).iter()}
    for picture in found:
        assert {element.tag for element in etree.parse(picture).iter()} <= tags
        written = "".join("".join(texts(picture)).split())
        assert sum("".join(name.split())[:20] in written for name in NAMES) > 2


def test_too_many_providers_for_a_chart_leave_the_rows_to_download(many_site: Path) -> None:
    """A page that shows their spread has no picture of a thousand rows."""
    assert not pictures(many_site, "sv")
