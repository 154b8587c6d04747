"""Ownership form is a filter: a choice of the reader's, told aloud, kept in the address, and never needed."""

import pytest

from tests.browser.conftest import Visit, findings
from tests.page_types import EXAMPLE, Example

pytestmark = pytest.mark.browser

each_language = pytest.mark.parametrize(
    "example",
    [
        Example("form", "sv", "malgrupper/bu-hvb/planerat-avslut/", EXAMPLE),
        Example("form", "en", "en/target-groups/bu-hvb/planerat-avslut/", EXAMPLE),
    ],
    ids=str,
)
CHOICE, STATUS, SHOWN = "#filter-driftsform", ".row-filter [role=status]", "section.comparison tr[data-form]:visible"


@each_language
def test_choosing_a_form_leaves_its_rows(visit: Visit, example: Example) -> None:
    """The rows of that form alone, by name as before; how many is told; nothing chosen shows all again."""
    page = visit.page
    visit.open(example)
    everyone = page.locator(SHOWN).count()
    page.locator(CHOICE).select_option("ideell")
    page.wait_for_url("**form=ideell*")
    shown = page.locator(SHOWN)
    assert 0 < shown.count() < everyone
    assert {row.get_attribute("data-form") for row in shown.all()} == {"ideell"}
    assert str(shown.count()) in page.locator(STATUS).inner_text()
    assert findings(visit) == []
    address = page.url
    page.locator(CHOICE).select_option("")
    assert page.locator(SHOWN).count() == everyone
    page.goto(address)
    assert page.locator(CHOICE).input_value() == "ideell"
    assert page.locator(SHOWN).count() == shown.count() < everyone
    assert visit.complaints == []
