"""The first way through the site, as a reader takes it, with a real browser."""

import pytest

from tests.browser.conftest import Visit

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


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_reader_gets_from_home_to_a_provider(visit: Visit, lang: str) -> None:
    """Home, target group, measure, provider: by the links a reader sees, with nothing wrong on the way."""
    start, *steps = PATHS[lang]
    page = visit.page
    page.goto(visit.address + start)
    for step in steps:
        assert page.locator("html").get_attribute("lang") == lang
        if step == "provider":
            page.locator("table.rows tbody th a").first.click()
        else:
            page.locator("main").get_by_role("link", name=step).first.click()
    assert "/utforare/" in page.url or "/providers/" in page.url
    assert page.locator("h1").count() == 1
    page.locator(".menu a[hreflang]").click()
    page.locator(f"html[lang={'en' if lang == 'sv' else 'sv'}]").wait_for()
    assert visit.complaints == []


def test_a_link_to_a_folded_period_opens_it(visit: Visit) -> None:
    """The period links above the table lead into the folds and open them."""
    page = visit.page
    page.goto(visit.address + "/malgrupper/bu-hvb/planerat-avslut/")
    page.locator(".periods a").nth(1).click()
    fold = page.locator("details.comparison").first
    page.wait_for_url(f"**#{fold.locator('div').first.get_attribute('id')}")
    fold.locator("table").wait_for(state="visible")
