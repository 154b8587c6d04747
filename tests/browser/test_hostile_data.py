"""Attacks in the data, in a real browser: nothing runs, nothing is fetched, nothing breaks the page."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.browser.conftest import SIDEWAYS, Visit
from tests.hostile import PLANTED_GLOBAL, PLANTED_TAG
from tests.page_types import TYPES, Example, PageType

# Pages that differ in what of the data they show; more of the same would show nothing new.
PAGES_OF_A_TYPE = 3

# Scripts of ours are files, and blocks of structured data run nothing.
MADE_BY_DATA = f"{PLANTED_TAG}, script:not([src], [type='application/ld+json']), img[src='x'], style"


@pytest.mark.parametrize("visit", [{"viewport": {"width": 360, "height": 740}}], indirect=True, ids=["360-pixels"])
@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_hostile_data_does_nothing_on_any_page_type(
    visit: Visit, sites: Mapping[str, Path], kind: PageType, lang: str
) -> None:
    """No script of the data runs, no element of it is made, and the page never scrolls sideways."""
    visit.page.on("dialog", lambda dialog: visit.complaints.append(f"dialog: {dialog.message}"))
    for address in kind.pages(lang, sites[kind.hostile_site])[:PAGES_OF_A_TYPE]:
        visit.open(Example(kind.name, lang, address, kind.hostile_site))
        for button in visit.page.locator(".filter__form button").all():
            # The rows that a script puts there are data too.
            button.click()
            visit.page.locator(".filter tbody tr").first.wait_for()
        assert visit.page.evaluate(f"typeof window.{PLANTED_GLOBAL}") == "undefined"
        assert (
            visit.page.locator(
                f"{PLANTED_TAG}, script:not([src], [type='application/ld+json']), img[src='x'], style"
            ).count()
            == 0
        )
        assert visit.page.evaluate(SIDEWAYS) == []
        assert visit.complaints == []
