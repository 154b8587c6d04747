"""Texts to quote from are copied by a button, one beside each."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.page_types import EXAMPLE, Example

PAGES = [
    Example("quoted values", "sv", "utgavor/bu-hvb/2024-05-15/bu-hvb/planerat-avslut/", EXAMPLE),
    Example("quoted values", "en", "en/releases/bu-hvb/2024-05-15/bu-hvb/planerat-avslut/", EXAMPLE),
]


@pytest.mark.parametrize("example", PAGES, ids=str)
def test_each_text_is_copied_without_its_quotation_marks(visit: Visit, example: Example) -> None:
    """What is copied ends with the address of the value; where the browser refuses, the text is selected."""
    page = visit.page
    visit.open(example)
    row = page.locator("#angsviken-2020-2022")
    said = row.locator("q").evaluate("(text) => text.textContent")
    assert said.endswith(f"/{example.address}#angsviken-2020-2022")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    row.locator("button").click()
    expect(row.locator("button")).to_have_text({"sv": "Texten är kopierad.", "en": "The text is copied."}[example.lang])
    assert page.evaluate("navigator.clipboard.readText()") == said
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    row.locator("button").click()
    status = {"sv": "Texten är markerad", "en": "The text is marked"}[example.lang]
    expect(page.get_by_role("status").filter(has_text=status)).to_have_count(1)
    assert page.evaluate("getSelection().toString()").strip('”“"') == said
    assert visit.complaints == []


@pytest.mark.parametrize("example", PAGES, ids=str)
def test_the_address_of_a_value_leads_to_it(visit: Visit, example: Example) -> None:
    """The value is in sight as soon as its address is opened."""
    visit.open(example)
    visit.page.locator("#angsviken-2021 th a").click()
    expect(visit.page.locator("#angsviken-2021")).to_be_in_viewport()
    assert visit.page.url.endswith("#angsviken-2021")
    assert visit.complaints == []
