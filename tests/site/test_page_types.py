"""No page type without its tests: templates, built pages and the list of types go together."""

from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from tests.page_types import EXAMPLE, EXAMPLES, MANY, PREVIEW, TYPES, Example
from tests.site.pages import document, pages

# What pages are made of; none is a page by itself.
PARTS = ("base.html", "embed.html", "not_found.html", "tool_file.html", "components/")


def test_every_template_is_a_page_type_that_is_tested(project: Path) -> None:
    """A new template joins the list, and with that the tests of every page type; one that is gone leaves it."""
    folder = project / "theme" / "templates"
    templates = {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}
    assert {kind.template for kind in TYPES} == {name for name in templates if not name.startswith(PARTS)}


@pytest.mark.parametrize("name", [EXAMPLE, MANY])
def test_every_page_is_of_one_type_that_is_tested(sites: dict[str, Path], name: str) -> None:
    """A page at a new kind of address joins the list: tests/page_types.py."""
    unknown = []
    for page in pages(sites[name]):
        address = page.relative_to(sites[name]).as_posix().removesuffix("index.html")
        lang = document(page).get("lang")
        # What a page of an address looks like may depend on how many providers it has.
        kinds = {getattr(kind, lang) for kind in TYPES if kind.matches(address, lang)}
        if len(kinds) != 1:
            unknown.append((address, kinds))
    assert unknown == []


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_every_example_of_a_page_type_exists(sites: dict[str, Path], example: Example) -> None:
    """What the tests of page types look at is there, in its language."""
    page = sites[example.site] / example.address / "index.html"
    assert document(page).get("lang") == example.lang


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_menu_is_the_same_everywhere(sites: dict[str, Path], lang: str) -> None:
    """
    The same links in the same order on every page type of a language (WCAG 3.2.3); no script touches them.

    Pages made for a frame have none, and those of a preview only the way to the other language.
    """
    menus = set()
    for example in (example for example in EXAMPLES if example.lang == lang and example.site != PREVIEW):
        if example.framed:
            root = document(sites[example.site] / example.address / "index.html")
            assert not root.xpath("//header | //nav | //footer//a"), example
            continue
        menu = document(sites[example.site] / example.address / "index.html").find_class("menu")
        links = [link for part in menu for link in part.xpath(".//a[not(@hreflang)]/@href")]
        menus.add(tuple(urlsplit(urljoin(f"/{example.address}", link)).path for link in links))
    assert len(menus) == 1
    assert len(menus.pop()) > 1
