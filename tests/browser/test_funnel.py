"""Names in a funnel: seen when a provider is pointed at or reached by keyboard, without scripts, and on a phone."""

import pytest

from tests.browser.conftest import Visit, findings
from tests.page_types import EXAMPLE, MANY, Example

each_language = pytest.mark.parametrize(
    "example",
    [
        Example("funnel", "sv", "malgrupper/bu-hvb/planerat-avslut/", EXAMPLE),
        Example("funnel", "en", "en/target-groups/bu-hvb/vardtid/", EXAMPLE),
        Example("funnel of many", "sv", "malgrupper/bu-hvb/planerat-avslut/", MANY),
    ],
    ids=str,
)
POINTS = ".funnel__point"
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2}
# Both lines of the text of the provider that has the focus or the pointer, those that are seen.
SEEN = """(links) => links.map((link) => [...link.querySelectorAll("tspan")]
    .filter((line) => getComputedStyle(line).visibility === "visible")
    .map((line) => line.textContent).join(", "))"""
# Texts that are seen and reach beyond the window, and the size of the smallest type on the screen.
CUT_AND_SMALLEST = """(links) => {
    const cut = [], sizes = [];
    for (const link of links) {
        link.focus();
        const text = link.querySelector("text"), box = text.getBoundingClientRect();
        const scale = text.getScreenCTM().a;
        sizes.push(parseFloat(getComputedStyle(text).fontSize) * scale);
        if (box.left < 0 || box.right > document.documentElement.clientWidth) cut.push(text.textContent);
    }
    return [cut, Math.min(...sizes)];
}"""


@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True, ids=["scripts-off"])
@each_language
def test_a_name_is_seen_when_its_provider_is_reached_by_keyboard(visit: Visit, example: Example) -> None:
    """Tab shows the name and the numbers of one provider at a time, and Enter leads to its page."""
    page = visit.page
    visit.open(example)
    points = page.locator(POINTS)
    standing = points.evaluate_all(SEEN)
    points.first.focus()
    page.keyboard.press("Tab")
    second = points.nth(1)
    assert second.evaluate("(link) => link === document.activeElement")
    seen = points.evaluate_all(SEEN)
    assert [now for place, now in enumerate(seen) if place != 1] == [s for n, s in enumerate(standing) if n != 1]
    told = second.get_attribute("aria-label") or ""
    assert len(seen[1]) > 3
    assert told.startswith(seen[1])
    page.keyboard.press("Enter")
    page.locator("h1").wait_for()
    assert told.startswith(page.locator("h1").inner_text())
    assert visit.complaints == []


@each_language
def test_a_name_is_seen_when_its_provider_is_pointed_at(visit: Visit, example: Example) -> None:
    """The others step back for it; nothing moves."""
    page = visit.page
    visit.open(example)
    last, other = page.locator(POINTS).last, page.locator(POINTS).first
    last.locator("circle").hover()
    assert last.evaluate_all(SEEN)[0]
    assert float(other.evaluate("(link) => getComputedStyle(link).opacity")) < 0.5
    moving = (
        "getComputedStyle(element).transitionDuration !== '0s' || getComputedStyle(element).animationName !== 'none'"
    )
    assert not page.locator(f"{POINTS}, {POINTS} *").evaluate_all(f"(all) => all.some((element) => {moving})")
    page.locator("h1").hover()
    assert float(other.evaluate("(link) => getComputedStyle(link).opacity")) == 1
    assert findings(visit) == []


@pytest.mark.parametrize("visit", [PHONE], indirect=True, ids=["phone"])
@each_language
def test_names_are_legible_and_whole_on_a_phone(visit: Visit, example: Example) -> None:
    """No name reaches beyond the window, and none is in small type."""
    visit.open(example)
    cut, smallest = visit.page.locator(POINTS).evaluate_all(CUT_AND_SMALLEST)
    assert cut == []
    assert smallest > 12
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 360


@each_language
def test_the_drawing_leads_to_the_numbers_behind_it(visit: Visit, example: Example) -> None:
    """The link below a drawing opens the table of all numbers, or goes to the list of all providers."""
    page = visit.page
    visit.open(example)
    link = page.locator(".funnel figcaption a")
    target = page.locator(link.get_attribute("href") or "")
    link.click()
    target.locator("table").wait_for()
    assert target.locator("table").is_visible()
