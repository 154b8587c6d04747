"""What data says is text, wherever it comes out: on every page type, in every download, in both languages."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html

from open_comparisons.files.release.downloads import EXCEL_TWIN
from open_comparisons.intake.raw.cleaning import clean_text
from tests.hostile import LONG_WORD, NAMES, PLANTED_TAG, planted_texts
from tests.page_types import EXAMPLE, HOSTILE, PREVIEW, TYPES, PageType
from tests.site.pages import csv_rows, document, pages
from tests.small_data import SMALL_DATASET, SMALL_RELEASE, submissions

OWN_TAGS_OF_DATA = {"script", "style", "img", "iframe", "object", "embed", "form", "textarea", "template", PLANTED_TAG}


@pytest.mark.parametrize("lang", ["sv", "en"])
# A preview has the parts of the page that is previewed.
@pytest.mark.parametrize("kind", [one for one in TYPES if one.site != PREVIEW], ids=lambda kind: kind.name)
def test_data_makes_no_element_and_no_attribute_on_any_page_type(
    sites: Mapping[str, Path], kind: PageType, lang: str
) -> None:
    """The pages of a type have the tags and attributes they have with sound data, and no others."""
    elements, attributes = set(), set()
    site, hostile_site = sites[EXAMPLE if kind.site == HOSTILE else kind.site], sites[kind.hostile_site]
    for address in kind.pages(lang, site):
        for element in document(site / address / "index.html").iter(html.etree.Element):
            elements.add(element.tag)
            attributes |= {(element.tag, name) for name in element.attrib}
    found = kind.pages(lang, hostile_site)
    assert found, "The hostile data makes no page of this type: let tests/hostile.py make one."
    for address in found:
        root = document(hostile_site / address / "index.html")
        assert {element.tag for element in root.iter(html.etree.Element)} & OWN_TAGS_OF_DATA <= elements, address
        new = {
            (element.tag, name)
            for element in root.iter(html.etree.Element)
            for name in element.attrib
            if (element.tag, name) not in attributes
        }
        assert new == set(), address
        assert root.xpath("//comment()") == [], address


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_data_says_is_shown_to_the_letter(hostile_site: Path, hostile_data: Path, lang: str) -> None:
    """Each name, note and text of the standard can be read on some page of its language, exactly as it was written."""
    shown = "\n".join(
        squeezed(document(page).xpath("string(//body)"))
        for page in pages(hostile_site)
        if document(page).get("lang") == lang
    )
    planted = planted_texts(hostile_data)[lang]
    lost = {place: [text for text in texts if squeezed(text) not in shown] for place, texts in planted.items()}
    assert lost == {place: [] for place in planted}


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_title_in_the_window_is_the_name_to_the_letter(hostile_site: Path, lang: str) -> None:
    """The name of a provider stands whole in its page's title, heading and description of the link."""
    provider = next(kind for kind in TYPES if kind.name == "provider")
    titles, headings = set(), set()
    for address in provider.pages(lang, hostile_site):
        root = document(hostile_site / address / "index.html")
        titles.add(squeezed(root.xpath("string(//title)")))
        headings.add(squeezed(root.xpath("string(//h1)")))
        assert root.xpath("string(//meta[@property='og:title']/@content)").strip()
    assert headings == {squeezed(name) for name in NAMES}
    assert [name for name in NAMES if not any(title.startswith(squeezed(name)) for title in titles)] == []


def test_no_link_of_data_runs_a_script(hostile_site: Path) -> None:
    """An address that data gives becomes a link only when it leads to a page of the web."""
    schemes = {urlsplit(link).scheme for page in pages(hostile_site) for _, _, link, _ in document(page).iterlinks()}
    assert schemes <= {"", "http", "https", "mailto"}


def test_downloads_hold_what_data_says_to_the_letter(hostile_site: Path, hostile_data: Path) -> None:
    """CSV and JSON can be read, keep their shape, and give every text back, without what cannot be seen."""
    assert [json.loads(file.read_text(encoding="utf-8")) for file in hostile_site.rglob("*.json")]
    names = set()
    for file in hostile_site.rglob("*.csv"):
        twin = file.name == EXCEL_TWIN
        with file.open(encoding="utf-8-sig" if twin else "utf-8", newline="") as handle:
            head, *rows = csv.reader(handle, strict=True, delimiter=";" if twin else ",")
        assert {len(row) for row in rows} <= {len(head)}, file
        if "standard" in file.relative_to(hostile_site).parts:
            continue  # nobody's figures
        if twin:
            continue  # guards what Excel would run, as another test tells
        names |= {row[head.index("utforare_namn")] for row in rows}
    assert names == set(NAMES)
    handed_in = []
    for path in submissions(hostile_data):
        handed_in += [(clean_text(row["kalla"])[0], clean_text(row["kommentar"])[0]) for row in csv_rows(path)]
    published = hostile_site / "data" / SMALL_DATASET / SMALL_RELEASE / "observationer.csv"
    assert sorted((row["kalla"], row["kommentar"]) for row in csv_rows(published)) == sorted(handed_in)


def test_no_text_of_data_is_cut_short_or_repeated_without_end(hostile_site: Path) -> None:
    """A very long word stays whole, and no page grows beyond reason for it."""
    assert max(page.stat().st_size for page in pages(hostile_site)) < 1_000_000
    assert any(LONG_WORD in page.read_text(encoding="utf-8") for page in pages(hostile_site))


def squeezed(text: str) -> str:
    """A text with each run of white space as one space."""
    return " ".join(text.split())
