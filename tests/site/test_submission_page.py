"""How to submit is one road: the template, the tool, what is sent; and then the road for those who have Python."""

from pathlib import Path

import pytest
from lxml import etree

from open_comparisons.files.road_pictures import PICTURES, WIDTH
from open_comparisons.intake.handover.description import ANSWERS
from open_comparisons.intake.handover.sheet import answer_label
from open_comparisons.site.locales import load_locales
from open_comparisons.standard.loading import load_standard
from tests.site.pages import document, local_target

PAGES = {"sv": "lamna-data", "en": "en/submit-data"}
SVG = "{http://www.w3.org/2000/svg}"
each_language = pytest.mark.parametrize("lang", ["sv", "en"])


def picture_words(path: Path) -> str:
    return " ".join(" ".join(text.itertext()) for text in etree.parse(path).iter(f"{SVG}text"))


@each_language
def test_the_road_is_told_in_its_order(site: Path, lang: str) -> None:
    """The template, the tool, the package, and only after them the program that needs Python."""
    page = site / PAGES[lang] / "index.html"
    targets = [local_target(page, link, site) for link in document(page).xpath("//main//a/@href") if "//" not in link]
    standard = {"sv": "standard", "en": "en/standard"}[lang]
    tool = {"sv": "verktyg", "en": "tool"}[lang]
    wanted = [site / standard / "index.html", page.parent / tool / "index.html", site / "open-comparisons.pyz"]
    places = [targets.index(target.resolve()) for target in wanted]
    assert places == sorted(places)
    assert (site / "data" / "allt.zip").resolve() in targets
    assert all(target.is_file() for target in targets if target)


@each_language
def test_every_picture_is_made_by_the_build_and_told_in_words(site: Path, lang: str) -> None:
    """In the language of the page, with the size that the page states, so that nothing moves when it arrives."""
    page = site / PAGES[lang] / "index.html"
    shown = document(page).xpath("//main//img")
    assert [image.get("src") for image in shown] == [names[lang] for names in PICTURES.values()]
    for image in shown:
        picture = etree.parse(page.parent / image.get("src")).getroot()
        assert (image.get("width"), image.get("height")) == (picture.get("width"), picture.get("height"))
        assert picture.get("width") == str(WIDTH)
        assert picture.get("lang") == lang
        assert len(image.get("alt").split()) > 8
        assert not {element.tag for element in picture.iter()} & {f"{SVG}style", f"{SVG}script", f"{SVG}image"}


@each_language
def test_pictures_use_the_words_of_the_workbook_and_the_tool(site: Path, project: Path, lang: str) -> None:
    """So they change when those do."""
    standard = load_standard(project / "data" / "standard")
    t = load_locales(project / "theme" / "translations", standard.words)[lang].t
    folder = site / PAGES[lang]
    template, data, tool = (picture_words(folder / PICTURES[name][lang]) for name in ("template", "data", "tool"))
    for words in (t("fill.own"), *(answer_label(name, lang) for name in ANSWERS), t("fill.sheet-absent")):
        assert words in template
    assert t("fill.fault.above").split(". ")[0] in f"{data}"
    assert t("fill.state.wrong") in data
    for step in ("choose", "read", "errors", "protect", "preview", "sign", "save"):
        assert t(f"tool.{step}") in tool


@each_language
def test_no_word_of_a_picture_leaves_it(site: Path, lang: str) -> None:
    """By a wide estimate of its letters, since the reader's own type is used."""
    for names in PICTURES.values():
        for text in etree.parse(site / PAGES[lang] / names[lang]).iter(f"{SVG}text"):
            wide = len(text.text or "") * float(text.get("font-size")) * 0.56
            start = float(text.get("x")) - (wide / 2 if text.get("text-anchor") == "middle" else 0)
            assert start > 0
            assert start + wide < WIDTH + 10, text.text


@each_language
def test_the_page_says_what_is_sent(site: Path, lang: str) -> None:
    """The three files of the package, and the four questions about the submission."""
    words = document(site / PAGES[lang] / "index.html").xpath("string(//main)")
    assert all(name in words for name in ("CSV", "JSON", "zip"))
    rows = document(site / PAGES[lang] / "index.html").xpath("//main//table[1]/tbody/tr")
    assert len(rows) == len(ANSWERS)
