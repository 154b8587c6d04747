"""Tables that are ordered, filtered and copied: by keyboard, told aloud, kept in the address, and never needed."""

import re

import pytest

from tests.browser.conftest import SIDEWAYS, Visit, findings
from tests.many_providers import SHARE
from tests.page_types import EXAMPLE, MANY, Example

each_language = pytest.mark.parametrize(
    "example",
    [
        Example("table", "sv", "malgrupper/bu-hvb/planerat-avslut/", EXAMPLE),
        Example("table", "en", "en/target-groups/bu-hvb/planerat-avslut/", EXAMPLE),
    ],
    ids=str,
)
FOLD, ROWS, STATUS = "details.numbers", ".data__table tbody tr", ".data [role=status]"
PHONE = {"viewport": {"width": 360, "height": 740}}
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def open_table(visit: Visit, example: Example) -> None:
    """Unfold the table of all numbers."""
    visit.open(example)
    visit.page.locator(f"{FOLD} summary").click()


def order_by(visit: Visit, key: str) -> None:
    """Press the title of a column."""
    button = visit.page.locator(f"th[data-key={key}] button")
    button.focus()
    visit.page.keyboard.press("Enter")


def column(visit: Visit, key: str) -> list[str]:
    """What the cells of a column print, in the order of the rows that are seen."""
    place = visit.page.locator(f"th[data-key={key}]").get_attribute("data-column")
    return visit.page.locator(f"{ROWS}:visible").evaluate_all(
        "(rows, place) => rows.map((row) => row.cells[place].textContent.trim())", place
    )


def number(text: str) -> float | None:
    """A number as a page prints it; None for words and for ranges, which have no place among numbers."""
    found = re.match(r"−?\d[\d\s.,]*", text)
    return float(re.sub(r"\s", "", found[0]).replace("−", "-").replace(",", ".")) if found else None


def names(visit: Visit) -> list[str]:
    """The providers, in the order of the rows that are seen."""
    return column(visit, "name")


@each_language
def test_a_column_orders_rows_by_what_they_print_and_the_rest_last_by_name(visit: Visit, example: Example) -> None:
    """Up, down, and back to the names; a value that is hidden or a range has no place, in either direction."""
    page = visit.page
    open_table(visit, example)
    by_name = names(visit)
    lacking = [name for name, value in zip(by_name, column(visit, "value"), strict=True) if number(value) is None]
    assert len(lacking) > 3
    for direction, sign in (("ascending", 1), ("descending", -1)):
        order_by(visit, "value")
        assert page.locator("th[data-key=value]").get_attribute("aria-sort") == direction
        assert page.locator("th[aria-sort]").count() == 1
        values = [number(value) for value in column(visit, "value")]
        with_value = [value for value in values if value is not None]
        assert values == [*sorted(with_value, key=lambda value: sign * value), *[None] * len(lacking)]
        assert names(visit)[-len(lacking) :] == lacking
        assert page.locator(STATUS).inner_text().strip()
    order_by(visit, "name")
    assert names(visit) == by_name
    assert visit.complaints == []


@each_language
def test_categories_have_an_order_of_their_own(visit: Visit, example: Example) -> None:
    """From lower to higher; what cannot be judged comes last."""
    open_table(visit, example)
    order_by(visit, "compared")
    signs = [said[0] for said in column(visit, "compared")]
    known = [sign for sign in signs if sign in "▼▽●△▲◇"]
    assert signs[: len(known)] == known == sorted(known, key="▼▽●△▲◇".index)
    assert len(set(known)) > 1


@each_language
def test_order_and_filter_are_kept_in_the_address(visit: Visit, example: Example) -> None:
    """Both together, and the page comes back as it was, its fold open; axe finds nothing in that state."""
    page = visit.page
    visit.open(example)
    page.locator("#filter-form").select_option("privat")
    page.wait_for_url("**form=privat*")
    page.locator(f"{FOLD} summary").click()
    order_by(visit, "size")
    order_by(visit, "size")
    page.wait_for_url("**sort=-size*")
    shown = names(visit)
    assert 3 < len(shown) < page.locator(ROWS).count()
    sizes = [number(size) for size in column(visit, "size")]
    assert sizes == sorted(sizes, key=lambda size: (size is None, -(size or 0)))
    page.reload()
    assert names(visit) == shown
    assert page.locator(FOLD).get_attribute("open") is not None
    assert findings(visit) == []
    page.emulate_media(color_scheme="dark")
    assert findings(visit, rule="color-contrast") == []
    page.emulate_media(media="print")
    assert names(visit) == shown
    assert visit.complaints == []


@pytest.mark.parametrize("visit", [CLIPBOARD], indirect=True, ids=["clipboard"])
@each_language
def test_a_copy_is_what_is_seen_a_cell_for_each_cell(visit: Visit, example: Example) -> None:
    """As text with tabs and as a table, with numbers that a spreadsheet of the page's language takes in."""
    page = visit.page
    visit.open(example)
    page.locator("#filter-form").select_option("privat")
    page.wait_for_url("**form=privat*")
    page.locator(f"{FOLD} summary").click()
    order_by(visit, "value")
    page.locator(".data__copy").click()
    page.wait_for_function("(said) => document.querySelector('.data [role=status]').textContent.startsWith(said)",
                           arg="Kopierat" if example.lang == "sv" else "Copied")  # fmt: skip
    read = """async (type) => {
        const [item] = await navigator.clipboard.read();
        return (await item.getType(type)).text();
    }"""
    lines = [line.split("\t") for line in page.evaluate(read, "text/plain").splitlines()]
    assert [line[0] for line in lines[1:]] == names(visit)
    heads = page.locator("th[data-column]").count()
    assert {len(line) for line in lines} == {heads}
    values = [line[int(page.locator("th[data-key=value]").get_attribute("data-column"))] for line in lines[1:]]
    assert [number(value) for value in values] == [number(value) for value in column(visit, "value")]
    sign = "," if example.lang == "sv" else r"\."
    assert all(re.fullmatch(rf"-?\d+({sign}\d+)?", value) for value in values if number(value) is not None)
    assert not re.search("[\u00a0\u00ad\u2009\u202f]", "".join(map("".join, lines)))
    copied = page.evaluate(
        """(html) => [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("tr")]
            .map((row) => [...row.cells].map((cell) => cell.textContent))""",
        page.evaluate(read, "text/html"),
    )
    assert copied == lines
    assert visit.complaints == []


@pytest.mark.parametrize("visit", [PHONE], indirect=True, ids=["phone"])
@each_language
def test_on_a_phone_cards_are_ordered_and_filtered(visit: Visit, example: Example) -> None:
    """By the value that each prints, the others last by name; nothing is wider than the screen."""
    page = visit.page
    visit.open(example)
    cards = "section.comparison tr[data-row]:visible"
    by_name = page.locator(f"{cards} th a").all_inner_texts()
    page.locator("#filter-order").select_option("-value")
    page.wait_for_url("**order=-value*")
    values = [number(value) for value in page.locator(f"{cards} .row__value").all_inner_texts()]
    known = [value for value in values if value is not None]
    assert values == [*sorted(known, reverse=True), *[None] * (len(values) - len(known))]
    lacking = page.locator(f"{cards} th a").all_inner_texts()[len(known) :]
    assert lacking == [name for name in by_name if name in lacking]
    page.locator("#filter-form").select_option("privat")
    page.wait_for_url("**form=privat*")
    shown = page.locator(cards)
    assert {row.get_attribute("data-form") for row in shown.all()} == {"privat"}
    assert page.evaluate(SIDEWAYS) == []
    assert findings(visit) == []
    page.locator(f"{FOLD} summary").click()
    order_by(visit, "value")
    assert page.evaluate(SIDEWAYS) == []
    page.reload()
    assert page.locator("#filter-order").input_value() == "-value"
    assert visit.complaints == []


def test_the_titles_stay_in_sight(visit: Visit) -> None:
    """Those of the rows that are also a chart at the top of the window, those of numbers at the top of their region."""
    page = visit.page
    open_table(visit, Example("table", "sv", "malgrupper/bu-hvb/planerat-avslut/", EXAMPLE))
    page.locator("section.comparison tbody tr").nth(20).evaluate("(row) => row.scrollIntoView()")
    assert page.locator("section.comparison thead th").first.evaluate("(head) => head.getBoundingClientRect().top") == 0
    region = page.locator(".data__scroll")
    region.evaluate("(region) => region.scrollTo(0, 600)")
    above = "(head) => head.getBoundingClientRect().top - head.closest('.scroll').getBoundingClientRect().top"
    assert abs(page.locator(".data__table thead th").first.evaluate(above)) < 2


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_providers_of_a_region_are_ordered_and_filtered(visit: Visit, lang: str) -> None:
    """Where all of them stand on one page."""
    page, folder = visit.page, {"sv": "malgrupper", "en": "en/target-groups"}[lang]
    visit.open(Example("region", lang, f"{folder}/bu-hvb/{SHARE}/14/", MANY))
    page.locator("#filter-order").select_option("value")
    page.locator("#filter-form").select_option("kommunal")
    page.wait_for_url("**form=kommunal*")
    values = [number(value) for value in page.locator("tr[data-row]:visible .row__value").all_inner_texts()]
    known = [value for value in values if value is not None]
    assert values == [*sorted(known), *[None] * (len(values) - len(known))]
    assert 0 < len(values) < page.locator("tr[data-row]").count()
    assert findings(visit) == []
    assert visit.complaints == []
