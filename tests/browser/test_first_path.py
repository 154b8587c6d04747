"""The first way through the site, as a reader takes it, with a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

PATHS = {
    "sv": ["/", "Välj en målgrupp", "Barn och unga i HVB", "Planerat avslut", "provider"],
    "en": [
        "/en/",
        "Choose a target group",
        "Children and young people in residential homes",
        "Planned ending",
        "provider",
    ],
}
PAGE_TYPES = [
    "",
    "malgrupper/",
    "malgrupper/bu-hvb/",
    "malgrupper/bu-hvb/planerat-avslut/",
    "malgrupper/bu-hvb/vardtid/",
    "malgrupper/bu-familjehem/",
    "utforare/",
    "utforare/angsviken/",
    "matt/",
    "matt/planerat-avslut/",
    "perspektiv/innovation/",
    "utgavor/",
    "artiklar/",
    "ung-och-anhorig/",
    "metod/",
    "skydd/",
    "om/",
    "tillganglighet/",
    "ordlista/",
    "lamna-data/",
]


def findings(visit: Visit) -> list[str]:
    """What axe says is wrong with the page."""
    result = Axe().run(visit.page)
    return [
        f"{entry['id']}: {node['html'][:120]}" for entry in result.response["violations"] for node in entry["nodes"]
    ]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_reader_gets_from_home_to_a_provider(visit: Visit, lang: str) -> None:
    """Home, target group, measure, provider: by the links a reader sees, with nothing wrong on the way."""
    start, *steps = PATHS[lang]
    page = visit.page
    page.goto(visit.address + start)
    for step in steps:
        assert findings(visit) == [], page.url
        assert page.locator("html").get_attribute("lang") == lang
        if step == "provider":
            page.locator("table.rows tbody th a").first.click()
        else:
            page.locator("main").get_by_role("link", name=step).first.click()
    assert "/utforare/" in page.url or "/providers/" in page.url
    assert page.locator("h1").count() == 1
    assert findings(visit) == []
    assert visit.complaints == []


@pytest.mark.parametrize("visit", [{}, {"color_scheme": "dark"}], indirect=True, ids=["light", "dark"])
@pytest.mark.parametrize("path", PAGE_TYPES)
def test_every_page_type_is_accessible_in_both_languages(visit: Visit, path: str) -> None:
    """No finding by axe, nothing on the console, no request to another host."""
    page = visit.page
    page.goto(f"{visit.address}/{path}")
    assert findings(visit) == []
    page.locator(".menu a[hreflang]").click()
    page.locator("html[lang=en]").wait_for()
    assert findings(visit) == []
    assert visit.complaints == []


@pytest.mark.parametrize("path", PAGE_TYPES)
def test_every_page_type_fits_360_pixels(visit: Visit, path: str) -> None:
    """No sideways scrolling on a narrow phone."""
    page = visit.page
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{visit.address}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_keyboard_reaches_content_first(visit: Visit) -> None:
    """The first press of Tab offers to skip to the content, and Enter does it."""
    page = visit.page
    page.goto(visit.address + "/malgrupper/bu-hvb/planerat-avslut/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    page.wait_for_url("**#innehall")


def test_everything_on_a_measure_page_is_reached_by_keyboard(visit: Visit) -> None:
    """Tab visits every link and fold in the order of the page, visibly, and Enter opens a fold."""
    page = visit.page
    page.goto(visit.address + "/malgrupper/bu-hvb/planerat-avslut/")
    stops = page.locator("a[href], summary, [tabindex='0']").count()
    for _ in range(stops):
        page.keyboard.press("Tab")
        hidden = page.evaluate("document.activeElement.getClientRects().length === 0")
        assert not hidden
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
    page.keyboard.press("Enter")
    page.locator("details[open] > summary:focus").wait_for()


def test_a_link_to_a_folded_period_opens_it(visit: Visit) -> None:
    """The period links above the table lead into the folds and open them."""
    page = visit.page
    page.goto(visit.address + "/malgrupper/bu-hvb/planerat-avslut/")
    page.locator(".periods a").nth(1).click()
    fold = page.locator("details.comparison").first
    page.wait_for_url(f"**#{fold.locator('div').first.get_attribute('id')}")
    fold.locator("table").wait_for(state="visible")
