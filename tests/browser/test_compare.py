"""Providers side by side: chosen, told apart in sentences, kept in the address."""

import pytest

from tests.browser.conftest import SIDEWAYS, Visit, findings

TYPED = "group=bu-hvb&provider=havtornet&provider=videskar"
TWO = "group=bu-hvb&provider=angsviken&provider=asklinten"


def shown(visit: Visit, address: str) -> None:
    """Go to a comparison and wait until it stands."""
    visit.page.goto(f"{visit.base}/{address}")
    visit.page.locator(".compare__told").first.wait_for()


def test_a_choice_made_by_keyboard_is_shown_told_and_kept(visit: Visit) -> None:
    """Nobody can be chosen twice; the address holds the choice, also in the other language and after a reload."""
    page = visit.page
    page.goto(f"{visit.base}/jamfor/")
    assert page.get_by_role("status").inner_text() == "Välj minst två utförare."
    page.get_by_label("Utförare 1").focus()
    page.keyboard.type("Havt")
    page.keyboard.press("Tab")
    page.keyboard.type("Vid")
    page.locator(".compare__told").first.wait_for()
    page.wait_for_url(f"**/jamfor/?{TYPED}")
    assert page.get_by_role("status").inner_text() == "Visar Havtornets boende och vård, Videskär."
    assert page.get_by_label("Utförare 3").locator("option[value=havtornet]").is_disabled()
    assert (
        page.locator(".compare__told")
        .first.inner_text()
        .startswith("Havtornets boende och vård har ett högre värde än Videskär.")
    )
    page.reload()
    page.locator(".compare__told").first.wait_for()
    page.get_by_role("link", name="English").click()
    page.locator(".compare__told").first.wait_for()
    assert page.url.endswith(f"/en/compare/?{TYPED}")
    assert (
        page.locator(".compare__told")
        .first.inner_text()
        .startswith("Havtornets boende och vård has a higher value than Videskär.")
    )
    assert visit.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", [f"jamfor/?{TWO}&provider=havtornet", f"en/compare/?{TWO}&provider=havtornet"])
def test_a_comparison_is_accessible_and_fits_a_phone(visit: Visit, address: str, scheme: str) -> None:
    """In both languages, light and dark, wide and at 360 px; a name stands by each value on a phone."""
    visit.page.emulate_media(color_scheme=scheme)
    shown(visit, address)
    assert findings(visit) == []
    visit.page.set_viewport_size({"width": 360, "height": 800})
    assert visit.page.evaluate(SIDEWAYS) == []
    assert visit.page.locator(".compare__name").first.is_visible()
    assert findings(visit) == []
    assert visit.complaints == []


def test_a_providers_page_leads_to_a_comparison_with_it(visit: Visit) -> None:
    """The provider is chosen, and the reader chooses the other."""
    page = visit.page
    page.goto(f"{visit.base}/utforare/angsviken/")
    page.get_by_role("link", name="Jämför med andra utförare").first.click()
    page.locator(".compare__form").wait_for()
    assert page.get_by_label("Utförare 1").input_value() == "angsviken"
    page.get_by_label("Utförare 2").select_option("asklinten")
    page.locator(".compare__told").first.wait_for()
    assert visit.complaints == []


def test_hostile_names_are_text(visit: Visit) -> None:
    """What a provider calls itself is shown to the letter."""
    visit.base = visit.addresses["hostile"]
    page = visit.page
    page.goto(f"{visit.base}/jamfor/")
    names = page.locator("a[data-provider]").all_inner_texts()
    page.get_by_label("Utförare 1").select_option(index=1)
    page.get_by_label("Utförare 2").select_option(index=2)
    page.locator(".compare__told").first.wait_for()
    assert [text.strip() for text in page.locator(".compare__who").all_inner_texts()] == names[:2]
    assert page.locator(".compare__result :is(script, img, iframe, style)").count() == 0
    assert visit.complaints == []
