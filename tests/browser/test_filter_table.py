"""The table that finds a provider among many: by keyboard, told aloud, kept in the address, and never needed."""

import pytest

from tests.browser.conftest import Visit, findings
from tests.many_providers import MANY_PROVIDERS, SHARE
from tests.page_types import MANY, Example

each_language = pytest.mark.parametrize(
    "example",
    [
        Example("filter", "sv", f"malgrupper/bu-hvb/{SHARE}/", MANY),
        Example("filter", "en", f"en/target-groups/bu-hvb/{SHARE}/", MANY),
    ],
    ids=str,
)
STATUS, ROWS = ".filter [role=status]", ".filter tbody tr"


def requests_for_rows(visit: Visit) -> list[str]:
    """Note what is fetched from now on."""
    fetched: list[str] = []
    visit.page.on("request", lambda request: fetched.append(request.url))
    return fetched


@each_language
def test_typing_a_name_finds_providers_and_tells_how_many(visit: Visit, example: Example) -> None:
    """Rows are fetched when a reader starts to type, never before; case and accents apart, å is a letter."""
    page, fetched = visit.page, requests_for_rows(visit)
    visit.open(example)
    page.wait_for_load_state("networkidle")
    assert not any(url.endswith(".json") for url in fetched)
    page.locator("#filter-namn").press_sequentially("åsh")
    page.locator(ROWS).first.wait_for()
    names = page.locator(f"{ROWS} th a").all_text_contents()
    assert len(names) == 21
    assert all(name.startswith("Åshemmet") for name in names)
    assert page.locator(STATUS).inner_text().startswith("21 ")
    page.locator("#filter-namn").fill("ehemmet 10")
    page.wait_for_function("() => document.querySelectorAll('.filter tbody tr').length < 20")
    assert page.locator(f"{ROWS} th a").all_text_contents() == ["Éhemmet 10", "Éhemmet 109"]
    page.locator("#filter-namn").fill("finns inte")
    page.wait_for_function("() => document.querySelector('.filter table').hidden")
    assert page.locator(STATUS).inner_text().strip()
    assert visit.complaints == []


@each_language
def test_the_choice_stays_in_the_address(visit: Visit, example: Example) -> None:
    """Area and form narrow the rows; the address leads back to the same rows, and nothing chosen shows all."""
    page = visit.page
    visit.open(example)
    page.locator("#filter-omrade").select_option(label="Västra Götalands län")
    page.locator("#filter-form").select_option("kommunal")
    page.wait_for_url("**form=kommunal*")
    page.locator(ROWS).first.wait_for()
    told, names = page.locator(STATUS).inner_text(), page.locator(f"{ROWS} th a").all_text_contents()
    assert 0 < len(names) < 50
    notes = page.locator(f"{ROWS} .row__note").all_text_contents()
    assert all(note.startswith("Västra Götalands län") for note in notes)
    page.reload()
    page.locator(ROWS).first.wait_for()
    assert (page.locator(STATUS).inner_text(), page.locator(f"{ROWS} th a").all_text_contents()) == (told, names)
    assert page.locator("#filter-form").input_value() == "kommunal"
    assert findings(visit) == []
    page.emulate_media(color_scheme="dark")
    assert findings(visit, rule="color-contrast") == []


@each_language
def test_the_keyboard_alone_shows_all_and_then_more(visit: Visit, example: Example) -> None:
    """Enter shows the first fifty; the button shows fifty more and puts the focus on the first of them."""
    page = visit.page
    visit.open(example)
    page.locator("#filter-namn").focus()
    page.keyboard.press("Enter")
    page.locator(ROWS).first.wait_for()
    assert page.locator(ROWS).count() == 50
    assert str(MANY_PROVIDERS) in page.locator(STATUS).inner_text()
    for shown in (100, 150, 200, MANY_PROVIDERS):
        page.locator(".filter__more").focus()
        page.keyboard.press("Enter")
        page.wait_for_function("(count) => document.querySelectorAll('.filter tbody tr').length === count", arg=shown)
        assert page.evaluate("[...document.querySelectorAll('.filter tbody a')].indexOf(document.activeElement)") == (
            (shown - 1) // 50 * 50
        )
    assert page.locator(".filter__more").is_hidden()
    link = page.locator(f"{ROWS} a").first
    link.focus()
    page.keyboard.press("Enter")
    page.locator("h1").wait_for()
    assert page.locator("h1").inner_text() in {"Almhemmet 105", "Almhemmet 116", "Almhemmet 127", "Almhemmet 6"}
    assert visit.complaints == []


@each_language
def test_a_lost_connection_is_told_and_tried_again(visit: Visit, example: Example) -> None:
    """When the rows cannot be fetched the reader is told, and the next try fetches them."""
    page = visit.page
    visit.open(example)
    page.route("**/rader.json", lambda route: route.abort())
    page.locator(".filter__form button").click()
    page.wait_for_function("(said) => document.querySelector('.filter [role=status]').textContent === said",
                           arg=page.locator(".filter").get_attribute("data-failed"))  # fmt: skip
    page.unroute("**/rader.json")
    page.locator(".filter__form button").click()
    page.locator(ROWS).first.wait_for()


@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True, ids=["scripts-off"])
@each_language
def test_without_scripts_nothing_is_offered_that_does_not_work(visit: Visit, example: Example) -> None:
    """No form, no button and no empty table; regions and the download lead to every provider."""
    page = visit.page
    visit.open(example)
    for part in (".filter form", ".filter table", ".filter button"):
        assert not any(box.is_visible() for box in page.locator(part).all())
    assert page.locator(".filter a[download]").is_visible()
    page.locator("table.regions a").first.click()
    page.locator("table.rows tbody th a").first.click()
    assert "hem-" in page.url
