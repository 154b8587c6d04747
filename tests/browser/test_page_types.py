"""Every page type, in both languages, as a reader meets it: eyes, keyboard, narrow, without scripts, on paper."""

import re
import unicodedata
from collections.abc import Callable

import pytest
from pypdfium2 import PdfDocument

from tests.browser.conftest import CONTRAST, SIDEWAYS, Visit, findings
from tests.page_types import EXAMPLES, Example

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
# Those of some elements that are seen.
VISIBLE = """(all) => all.filter((one) => one.checkVisibility({visibilityProperty: true}))
    .map((one) => one.outerHTML.slice(0, 120))"""
# Everything a reader can act on, in the order of the page, and a record of where the focus goes.
STOPS = """() => {
    const acting = "a[href], summary, button, input, select, textarea, [tabindex='0']";
    window.stops = [...document.querySelectorAll(acting)]
        .filter((element) => element.checkVisibility({visibilityProperty: true}));
    window.visited = [];
    document.addEventListener("focusin", ({target}) => {
        const style = getComputedStyle(target), box = target.getBoundingClientRect();
        const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
            && box.width > 0 && box.height > 0 && box.left >= 0;
        window.visited.push([window.stops.indexOf(target), seen, target.outerHTML.slice(0, 120)]);
    });
    return window.stops.length;
}"""
# Sets the name in the last row of the first table in a colour that cannot be read.
PALE = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(".pale { color: #ddd; }");
    document.adoptedStyleSheets = [sheet];
    [...document.querySelectorAll("table.rows")][0].querySelector("tbody tr:last-child a").className = "pale";
}"""
TEXT_WITHOUT = """(main, modules) => {
    const copy = main.cloneNode(true);
    for (const made of copy.querySelectorAll("[data-made]")) made.remove();
    for (const name of modules) for (const own of copy.querySelectorAll(`[data-module=${name}]`)) own.remove();
    return copy.textContent;
}"""


@each_page_type
def test_every_page_type_serves_eyes_keyboard_and_paper_and_needs_no_scripts(
    visit: Visit, window: Callable[..., Visit], example: Example
) -> None:
    """Each check of one visit reports its complaints; nothing on the console, no request to another host."""
    without_scripts = window(java_script_enabled=False)
    visit.open(example)
    without_scripts.open(example)
    # First, while the page is as it was opened.
    complaints = [f"without scripts: {complaint}" for complaint in whole_without_scripts(visit, without_scripts)]
    complaints += [f"{check.__name__}: {complaint}" for check in CHECKS for complaint in check(visit)]
    assert complaints == []
    assert visit.complaints == []


def accessible_in_light_and_dark(visit: Visit) -> list[str]:
    """
    No finding by axe, in dark colours either.

    Contrast takes most of axe's time. A page has the same template and the same colours in both languages, so contrast
    is looked at in Swedish.
    """
    found = findings(visit, but=CONTRAST)
    if visit.page.evaluate("document.documentElement.lang") != "sv":
        return found
    found += findings(visit, rule=CONTRAST)
    visit.page.emulate_media(color_scheme="dark")
    assert visit.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    # The colours are all that dark changes.
    found += [f"in dark: {finding}" for finding in findings(visit, rule=CONTRAST)]
    visit.page.emulate_media(color_scheme="light")
    return found


def everything_is_reached_by_keyboard(visit: Visit) -> list[str]:
    """Tab visits everything that can be acted on, in the order of the page, and shows where it is."""
    stops = visit.page.evaluate(STOPS)
    # The key held down, as by a reader who is in a hurry.
    visit.page.keyboard.press("+".join(["Tab"] * stops))
    visited = visit.page.evaluate("window.visited")
    order = [stop for stop, _, _ in visited]
    found = [] if order == list(range(stops)) else [f"{stops} stops were visited as {order}"]
    return found + [f"focus is not seen: {what}" for _, seen, what in visited if not seen]


def the_first_stop_skips_to_the_content(visit: Visit) -> list[str]:
    """The first stop leads past the menu; where there is none, as in a frame, there is nothing to skip."""
    page = visit.page
    if not page.locator(".menu").count():
        return []
    page.evaluate("window.stops[0].focus()")
    if page.evaluate("document.activeElement.className") != "skip-link":
        return ["the first stop is no skip link"]
    page.keyboard.press("Enter")
    page.wait_for_url("**#innehall")
    page.keyboard.press("Tab")
    return ["the stop after it is in the header"] if page.evaluate("!!document.activeElement.closest('header')") else []


def enter_opens_and_shuts_folds(visit: Visit) -> list[str]:
    """Enter opens and shuts each kind of fold; one that stays as it was is waited for in vain."""
    page = visit.page
    for kind in sorted(set(page.locator("main details").evaluate_all("(all) => all.map((one) => one.className)"))):
        fold = page.locator(f"main details[class='{kind}']" if kind else "main details:not([class])").first
        fold.locator("summary").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.parentElement.open")
        page.keyboard.press("Enter")
        page.wait_for_function("() => !document.activeElement.parentElement.open")
    return []


def whole_on_paper(visit: Visit) -> list[str]:
    """On paper nothing is cut off, and the heading, the notice of invented data and all folded text are there."""
    page = visit.page
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    found = [f"cut off: {what}" for what in page.evaluate(CUT)]
    heading = page.locator("h1").inner_text()
    notice = page.locator(".notice strong").inner_text()
    folded = page.locator("main details td").all_text_contents()
    with PdfDocument(page.pdf(format="A4", prefer_css_page_size=True)) as paper:
        sheets = [squeezed(sheet.get_textpage().get_text_range()) for sheet in paper]
    if not 1 <= len(sheets) <= MAX_SHEETS:
        found.append(f"{len(sheets)} sheets")
    found += [f"not on the first sheet: {text}" for text in (heading, notice) if squeezed(text) not in sheets[0]]
    everything = "".join(sheets)
    found += [f"folded and not on paper: {text}" for text in folded if squeezed(text) not in everything]
    return found


# The last leaves the page set for paper.
CHECKS = (
    accessible_in_light_and_dark,
    everything_is_reached_by_keyboard,
    the_first_stop_skips_to_the_content,
    enter_opens_and_shuts_folds,
    whole_on_paper,
)


def test_contrast_is_looked_at_wherever_a_row_is_of_another_kind(visit: Visit) -> None:
    """Pale words are found in the last row of a large table, and only there."""
    page = visit.page
    page.goto(f"{visit.base}/malgrupper/bu-hvb/planerat-avslut/")
    assert findings(visit, rule=CONTRAST) == []
    page.evaluate(PALE)
    found = findings(visit, rule=CONTRAST)
    assert len(found) == 1
    assert "pale" in found[0]


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


@each_page_type
def test_every_page_type_holds_text_twice_as_large(large_text: Visit, example: Example) -> None:
    """Who has set the browser's text to 200 % (WCAG 1.4.4) never scrolls sideways at 1280 pixels."""
    large_text.open(example)
    # Twice 16 pixels, or more where the theme has larger text.
    assert large_text.page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= 32
    assert large_text.page.evaluate(SIDEWAYS) == []


def whole_without_scripts(visit: Visit, without_scripts: Visit) -> list[str]:
    """Without scripts all text is there, folds open, and nothing is offered that would not work."""
    page = without_scripts.page
    main = page.locator("main")
    # What is there for scripts alone is hidden without them; all else says the same.
    for_scripts = page.locator("main [data-module][hidden]").evaluate_all(
        "(all) => all.map((element) => element.dataset.module)"
    )
    expected = visit.page.locator("main").evaluate(TEXT_WITHOUT, for_scripts)
    missing = sorted(set(words(expected)) - set(words(main.text_content() or "")))
    complaints = [f"only with scripts: {word}" for word in missing]
    if page.locator("main tbody tr[hidden]").count():
        complaints.append("a row is hidden")
    controls = main.locator("button, input, select, textarea").evaluate_all(VISIBLE)
    complaints += [f"does nothing without scripts: {control}" for control in controls]
    if page.locator("main summary").count():
        page.locator("main summary").first.click()
        page.locator("details[open]").first.wait_for()
    return complaints + without_scripts.complaints


def words(text: str) -> list[str]:
    """Split a text."""
    return text.split()


def squeezed(text: str) -> str:
    """A text without white space, soft hyphens and ligatures, which a PDF puts where it likes."""
    return re.sub(r"[\s\u00ad]+", "", unicodedata.normalize("NFKC", text))
