"""The search page: what it finds, by which words, and how it tells."""

import re

import pytest

from tests.browser.conftest import Visit, findings


def search(visit: Visit, address: str, query: str) -> list[str]:
    """Write a query, wait until the number of results is told, and give the titles."""
    page = visit.page
    page.goto(f"{visit.base}/{address}")
    page.get_by_role("searchbox").fill(query)
    page.wait_for_function(
        "(query) => document.querySelector('form [role=status]').textContent.includes(query)", arg=query
    )
    return page.locator(".search__title").all_inner_texts()


@pytest.mark.parametrize(
    ("address", "query", "expected"),
    [
        ("sok/", "HVB", "Barn och unga i HVB"),
        ("sok/", "hem för vård eller boende", "Barn och unga i HVB"),
        ("sok/", "behandlingshem", "Barn och unga i HVB"),
        ("sok/", "sammanbrott", "Oplanerat avbrott"),
        ("sok/", "Ängsviken", "Ängsvikens HVB"),
        ("sok/", "genomförandeplan", "Genomförandeplan"),
        ("en/search/", "residential care home", "Children and young people in residential homes (HVB)"),
        ("en/search/", "HVB", "Children and young people in residential homes (HVB)"),
        ("en/search/", "disruption", "Breakdown"),
        ("en/search/", "implementation plan", "Implementation plan (genomförandeplan)"),
    ],
)
def test_a_page_is_found_by_each_of_its_names(visit: Visit, address: str, query: str, expected: str) -> None:
    """In both languages, by the word on the page and by others that mean the same; nothing complains."""
    assert expected in search(visit, address, query)
    assert visit.complaints == []


def test_a_search_is_told_kept_in_the_address_and_done_by_keyboard(visit: Visit) -> None:
    """Field, choice, results and more results in the order of the page; the address brings the same search back."""
    page = visit.page
    search(visit, "sok/", "placering")
    status = page.get_by_role("status").inner_text()
    assert re.match(r"\d+ träffar på ”placering”\. Visar även träffar på ", status)
    assert page.locator(".search__excerpt mark").count() > 0
    assert findings(visit) == []
    page.get_by_role("searchbox").focus()
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.search__result') !== null")
    page.get_by_role("button", name="Visa fler: Utförare").press("Enter")
    page.wait_for_function("() => document.activeElement.closest('.search__result:nth-child(6)') !== null")
    page.get_by_label("Visa", exact=True).select_option("provider")
    page.wait_for_url("**/sok/?q=placering&kind=provider")
    page.wait_for_function("() => document.querySelectorAll('.search__group').length === 1")
    page.reload()
    page.locator(".search__result").first.wait_for()
    assert page.get_by_role("searchbox").input_value() == "placering"
    search(visit, "sok/", "þþþþ")
    assert page.get_by_role("status").inner_text().startswith("Inga träffar")
    assert visit.complaints == []


def test_what_the_index_says_is_text(visit: Visit) -> None:
    """Hostile names are shown to the letter, and lead nowhere but to pages of the site."""
    visit.base = visit.addresses["hostile"]
    titles = search(visit, "sok/", "alert")
    assert titles
    hosts = visit.page.locator(".search__title a").evaluate_all("(all) => all.map((one) => one.host + one.protocol)")
    assert set(hosts) == {visit.base.removeprefix("http://") + "http:"}
    assert visit.page.locator(".search__results :is(script, img, svg, iframe, [onclick])").count() == 0
    assert visit.complaints == []
