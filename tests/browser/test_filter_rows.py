"""Rows narrowed in place: a choice of the reader's, told aloud, kept in the address, on paper too, and never needed."""

import pytest

from tests.browser.conftest import SIDEWAYS, Visit, findings
from tests.page_types import EXAMPLE, Example

each_language = pytest.mark.parametrize(
    "example",
    [
        Example("form", "sv", "malgrupper/bu-hvb/planerat-avslut/", EXAMPLE),
        Example("form", "en", "en/target-groups/bu-hvb/planerat-avslut/", EXAMPLE),
    ],
    ids=str,
)
each_directory = pytest.mark.parametrize(
    "example",
    [Example("directory", "sv", "utforare/", EXAMPLE), Example("directory", "en", "en/providers/", EXAMPLE)],
    ids=str,
)
STATUS, RESET = ".row-filter__told [role=status]", ".row-filter__reset"
SHOWN = "section.comparison tr[data-row]:visible"
LISTED = "li[data-row]:visible"
PROVIDERS = 45
SEEN_CELLS = """(all) => all.filter((one) => one.checkVisibility({visibilityProperty: true}))
    .map((one) => one.parentElement.className)"""
IN_ADDRESS = "([name, value]) => (new URLSearchParams(location.search).get(name) ?? '') === value"


def choose(visit: Visit, name: str, value: str) -> None:
    """Choose from a list and wait until the page has taken it in."""
    visit.page.locator(f"#filter-{name}").select_option(value)
    visit.page.wait_for_function(IN_ADDRESS, arg=[name, value])


def write(visit: Visit, name: str) -> None:
    """Write a name and wait until the page has taken it in."""
    visit.page.locator("#filter-name").fill(name)
    visit.page.wait_for_function(IN_ADDRESS, arg=["name", name])


def told(visit: Visit) -> str:
    """How many are told, as its first words say it."""
    return " ".join(visit.page.locator(STATUS).inner_text().split()[:3])


@each_language
def test_choosing_a_form_leaves_its_rows(visit: Visit, example: Example) -> None:
    """The rows of that form alone, by name as before; how many is told; nothing chosen shows all again."""
    page = visit.page
    visit.open(example)
    everyone = page.locator(SHOWN).count()
    of = "av" if example.lang == "sv" else "of"
    assert told(visit) == f"{everyone} {of} {everyone}"
    choose(visit, "form", "ideell")
    shown = page.locator(SHOWN)
    assert 0 < shown.count() < everyone
    assert {row.get_attribute("data-form") for row in shown.all()} == {"ideell"}
    assert told(visit) == f"{shown.count()} {of} {everyone}"
    assert findings(visit) == []
    address = page.url
    choose(visit, "form", "")
    assert page.locator(SHOWN).count() == everyone
    page.goto(address)
    assert page.locator("#filter-form").input_value() == "ideell"
    assert page.locator(SHOWN).count() == shown.count() < everyone
    assert visit.complaints == []


@each_directory
def test_each_field_narrows_and_all_of_them_together(visit: Visit, example: Example) -> None:
    """Case and accents apart in a name; one of several target groups or methods is enough; areas left empty go."""
    page = visit.page
    visit.open(example)
    assert page.locator(LISTED).count() == PROVIDERS
    for name, value in (("group", "bu-stodboende"), ("area", "12"), ("form", "privat"), ("method", "Boendestöd")):
        choose(visit, name, value)
        rows = page.locator(LISTED)
        assert 0 < rows.count() < PROVIDERS
        assert all(value in (row.get_attribute(f"data-{name}") or "").split(";") for row in rows.all())
        assert page.locator("section[data-part]:visible").count() <= rows.count()
        choose(visit, name, "")
    write(visit, "ÄNGSV")
    assert page.locator(f"{LISTED} a").all_inner_texts() == ["Ängsvikens HVB"]
    write(visit, "")
    choose(visit, "group", "bu-hvb")
    choose(visit, "area", "14")
    choose(visit, "form", "statlig")
    assert page.locator(f"{LISTED} a").all_inner_texts() == ["Statshemmet Vrångsund"]
    assert page.locator("section[data-part]:visible h2").all_inner_texts() == ["Västra Götalands län"]
    assert visit.complaints == []


@each_directory
def test_the_address_keeps_every_choice_and_brings_it_back(visit: Visit, example: Example) -> None:
    """The same rows after the page is loaded anew; a choice that does not exist is none; clearing leaves no trace."""
    page = visit.page
    visit.open(example)
    start = page.url
    write(visit, "e")
    choose(visit, "group", "bu-hvb")
    choose(visit, "method", "Trappan")
    names, count = page.locator(f"{LISTED} a").all_inner_texts(), page.locator(STATUS).inner_text()
    assert 0 < len(names) < PROVIDERS
    page.reload()
    assert (page.locator(f"{LISTED} a").all_inner_texts(), page.locator(STATUS).inner_text()) == (names, count)
    assert page.locator("#filter-method").input_value() == "Trappan"
    assert findings(visit) == []
    page.emulate_media(color_scheme="dark")
    assert findings(visit, rule="color-contrast") == []
    page.locator(RESET).focus()
    page.keyboard.press("Enter")
    assert page.url == start
    assert page.locator(LISTED).count() == PROVIDERS
    page.goto(f"{start}?method=ingen")
    assert page.locator(LISTED).count() == PROVIDERS


@each_directory
def test_nothing_found_is_told_and_no_link_leads_to_what_is_hidden(visit: Visit, example: Example) -> None:
    """The list of areas always leads to its area: the filter gives way."""
    page = visit.page
    visit.open(example)
    write(visit, "finns inte")
    assert page.locator(LISTED).count() == 0
    assert told(visit).startswith("0 ")
    link = page.locator(".area-list a[data-area='12']")
    link.click()
    assert page.locator(LISTED).count() == PROVIDERS
    heading = page.locator(str(link.get_attribute("href")))
    assert heading.inner_text() == link.inner_text()
    assert heading.evaluate("(one) => Math.abs(one.getBoundingClientRect().top) < 100")


@each_directory
def test_the_map_leads_where_its_list_does(visit: Visit, example: Example) -> None:
    """A click on a county goes to its providers."""
    page = visit.page
    visit.open(example)
    page.locator("path[data-area='25']").click()
    page.wait_for_url("**#omrade-*")
    assert page.locator(":target").inner_text() == "Norrbottens län"
    assert visit.complaints == []


@pytest.mark.parametrize("visit", [{"viewport": {"width": 360, "height": 740}}], indirect=True, ids=["phone"])
@each_directory
def test_what_is_found_fits_a_phone_and_a_sheet(visit: Visit, example: Example) -> None:
    """On paper there is what was found, and no form."""
    page = visit.page
    visit.open(example)
    choose(visit, "area", "14")
    found = page.locator(LISTED).count()
    assert page.evaluate(SIDEWAYS) == []
    page.emulate_media(media="print")
    assert page.locator(LISTED).count() == found < PROVIDERS
    assert page.locator(".row-filter").is_hidden()


@pytest.mark.parametrize("folder", ["malgrupper/bu-hvb/", "en/target-groups/bu-hvb/"])
def test_an_overview_shows_the_certain_or_the_possible_differences_alone(visit: Visit, folder: str) -> None:
    """Rows without any are hidden, and so are the other signs of the rows that are left; all comes back."""
    page = visit.page
    page.goto(f"{visit.base}/{folder}")
    rows, signs = page.locator(".matrix tbody tr:visible"), page.locator(".matrix td[data-s] > span")
    everyone, shown = rows.count(), {}
    for choice, categories in (("certain", ("hogre", "lagre")), ("maybe", ("kanske-hogre", "kanske-lagre"))):
        choose(visit, "difference", choice)
        seen = set(signs.evaluate_all(SEEN_CELLS))
        assert 0 < rows.count() < everyone
        assert set() < seen <= {f"row__words--{category}" for category in categories}
        shown[choice] = rows.count()
        assert findings(visit) == []
    assert shown["certain"] < shown["maybe"]
    choose(visit, "difference", "")
    assert rows.count() == everyone
    assert visit.complaints == []


@pytest.mark.parametrize(
    ("address", "kept"),
    [("", 0), ("redovisning/", 0), ("sida-vid-sida/", 1)],  # the group's own row stays
    ids=["overview", "who-reported", "side-by-side"],
)
@pytest.mark.parametrize("folder", ["malgrupper/bu-hvb/", "en/target-groups/bu-hvb/"])
def test_wide_tables_of_providers_are_narrowed_in_the_same_way(
    visit: Visit, folder: str, address: str, kept: int
) -> None:
    """By form and county; the rows that are left have it, and nothing else of the page changes."""
    page = visit.page
    page.goto(f"{visit.base}/{folder}{address}")
    rows = page.locator("main tr[data-row]")
    everyone = rows.count()
    choose(visit, "form", "kommunal")
    shown = page.locator("main tr[data-row]:visible")
    assert 0 < shown.count() < everyone
    assert {row.get_attribute("data-form") for row in shown.all()} == {"kommunal"}
    assert told(visit).startswith(f"{shown.count()} ")
    assert page.locator("main table:has(tr[data-row]) tbody tr:not([data-row]):visible").count() == kept
    assert findings(visit) == []
    page.reload()
    assert page.locator("#filter-form").input_value() == "kommunal"
    assert visit.complaints == []
