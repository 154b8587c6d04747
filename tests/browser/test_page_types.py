"""Every page type, in both languages, as a reader meets it: eyes, keyboard, narrow, without scripts, on paper."""

import io
import re
import unicodedata
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from tests.browser.conftest import SIDEWAYS, Visit, findings
from tests.page_types import EXAMPLES, Example

pytestmark = pytest.mark.browser

each_page_type = pytest.mark.parametrize("example", EXAMPLES, ids=str)
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
ZOOMED = {"width": 320, "height": 256}  # a window 1280 pixels wide at 400 % zoom (WCAG 1.4.10)
PAPER = {"width": 688, "height": 1000}  # A4 within the margins of print.css
MAX_SHEETS = 30

# What a printer would cut off.
CUT = """() => {
    const width = document.documentElement.clientWidth;
    return [...document.querySelectorAll("body *")].filter((element) => {
        if (element.closest(".visually-hidden, svg, thead") || !element.getClientRects().length) return false;
        const clips = getComputedStyle(element).overflowX !== "visible" && element.scrollWidth > element.clientWidth;
        return clips || element.getBoundingClientRect().right > width + 1;
    }).map((element) => element.outerHTML.slice(0, 120));
}"""
# Everything a reader can act on, in the order of the page, and a record of where the focus goes.
STOPS = """() => {
    const acting = "a[href], summary, button, input, select, textarea, [tabindex='0']";
    window.stops = [...document.querySelectorAll(acting)].filter((element) => element.checkVisibility());
    window.visited = [];
    document.addEventListener("focusin", ({target}) => {
        const style = getComputedStyle(target), box = target.getBoundingClientRect();
        const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
            && box.width > 0 && box.height > 0 && box.left >= 0;
        window.visited.push([window.stops.indexOf(target), seen, target.outerHTML.slice(0, 120)]);
    });
    return window.stops.length;
}"""


@each_page_type
def test_every_page_type_is_accessible(visit: Visit, example: Example) -> None:
    """No finding by axe, in dark colours either; nothing on the console, no request to another host."""
    visit.open(example)
    assert findings(visit) == []
    visit.page.emulate_media(color_scheme="dark")
    assert visit.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    # The colours are all that dark changes.
    assert findings(visit, rule="color-contrast") == []
    assert visit.complaints == []


@pytest.mark.parametrize("visit", [PHONE], indirect=True, ids=["phone"])
@each_page_type
def test_every_page_type_fits_a_phone_and_400_percent(visit: Visit, example: Example) -> None:
    """The page never scrolls sideways; a wide table may, within a region that has a name and takes focus."""
    visit.open(example)
    assert visit.page.evaluate(SIDEWAYS) == []
    visit.page.locator("details").evaluate_all("(folds) => folds.forEach((fold) => { fold.open = true; })")
    assert visit.page.evaluate(SIDEWAYS) == []
    visit.page.set_viewport_size(ZOOMED)
    assert visit.page.evaluate("innerWidth") == ZOOMED["width"]
    assert visit.page.evaluate(SIDEWAYS) == []


@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True, ids=["scripts-off"])
@each_page_type
def test_every_page_type_is_whole_without_scripts(visit: Visit, window: Callable[..., Visit], example: Example) -> None:
    """Without scripts all text is there, folds open, and nothing is offered that would not work."""
    page = visit.page
    visit.open(example)
    with_scripts = window()
    with_scripts.open(example)
    expected = with_scripts.page.locator("main").evaluate("(main) => main.textContent")
    # What a script adds, it adds in elements that say so.
    assert set(words(expected)) <= set(words(page.locator("main").text_content() or ""))
    assert page.locator("main tbody tr[hidden]").count() == 0
    offered = page.locator("main").locator("button, input, select, textarea")
    assert [box.evaluate("(element) => element.outerHTML") for box in offered.all() if box.is_visible()] == []
    for fold in page.locator("main summary").all()[:1]:
        fold.click()
        page.locator("details[open]").first.wait_for()
    assert visit.complaints == []


@each_page_type
def test_everything_on_every_page_type_is_reached_by_keyboard(visit: Visit, example: Example) -> None:
    """Tab visits everything that can be acted on, in the order of the page, and shows where it is."""
    page = visit.page
    visit.open(example)
    stops = page.evaluate(STOPS)
    for _ in range(stops):
        page.keyboard.press("Tab")
    visited = page.evaluate("window.visited")
    assert [stop for stop, _, _ in visited] == list(range(stops))
    assert [what for _, seen, what in visited if not seen] == []


@each_page_type
def test_the_keyboard_skips_to_the_content_and_opens_folds(visit: Visit, example: Example) -> None:
    """The first stop leads past the menu, and Enter opens and shuts each kind of fold."""
    page = visit.page
    visit.open(example)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    page.wait_for_url("**#innehall")
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('header')")
    for kind in sorted(set(page.locator("main details").evaluate_all("(all) => all.map((one) => one.className)"))):
        fold = page.locator(f"main details[class='{kind}']" if kind else "main details:not([class])").first
        fold.locator("summary").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.parentElement.open")
        page.keyboard.press("Enter")
        page.wait_for_function("() => !document.activeElement.parentElement.open")


@each_page_type
def test_every_page_type_can_be_printed(visit: Visit, example: Example) -> None:
    """On paper nothing is cut off, and the heading, the notice of invented data and all folded text are there."""
    page = visit.page
    visit.open(example)
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    assert page.evaluate(CUT) == []
    heading = page.locator("h1").inner_text()
    notice = page.locator(".notice strong").inner_text()
    folded = page.locator("main details td").all_text_contents()
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    assert 1 <= len(sheets) <= MAX_SHEETS
    first, everything = squeezed(sheets[0].extract_text()), squeezed("".join(s.extract_text() for s in sheets))
    assert squeezed(heading) in first
    assert squeezed(notice) in first
    assert [text for text in folded if squeezed(text) not in everything] == []


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_menu_is_the_same_everywhere(visit: Visit, lang: str) -> None:
    """The same links in the same order on every page type of a language (WCAG 3.2.3)."""
    menus = set()
    for example in (example for example in EXAMPLES if example.lang == lang):
        visit.open(example)
        links = visit.page.locator(".menu a:not([hreflang])")
        menus.add(tuple(links.evaluate_all("(all) => all.map((link) => link.pathname)")))
    assert len(menus) == 1


def words(text: str) -> list[str]:
    """Split a text."""
    return text.split()


def squeezed(text: str) -> str:
    """A text without white space, soft hyphens and ligatures, which a PDF puts where it likes."""
    return re.sub(r"[\s\u00ad]+", "", unicodedata.normalize("NFKC", text))
