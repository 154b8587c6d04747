"""The live chart of a measure: opened when asked, read by keyboard and pointer, chosen from, kept in the address."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SIDEWAYS, Visit, findings
from tests.hostile import PLANTED_GLOBAL, PLANTED_TAG
from tests.page_types import EXAMPLE, HOSTILE, Example

SHARE = Example("live chart", "sv", "malgrupper/bu-hvb/planerat-avslut/", EXAMPLE)
MEAN = Example("live chart", "en", "en/target-groups/bu-hvb/vardtid/", EXAMPLE)
each_chart = pytest.mark.parametrize("example", [SHARE, MEAN], ids=str)
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
# The texts of one column of the drawing, from the top.
TEXTS = """(name) => [...document.querySelectorAll(`.explore__view .role-mark text`)]
    .filter((text) => text.textContent)
    .map((text) => [text.textContent, text.getBoundingClientRect().top, text.getAttribute("text-anchor")])
    .sort((a, b) => a[1] - b[1])"""
# Names of the rows from the top, as the drawing has them; on a wide screen no name is cut.
NAMES = f"""(known) => ({TEXTS})().filter(([text]) => known.includes(text)).map(([text]) => text)"""


def opened(visit: Visit, example: Example, query: str = "") -> Page:
    """Open the chart of a page, by its button or by the address."""
    visit.open(example)
    if query:
        visit.page.goto(f"{visit.base}/{example.address}?{query}")
    else:
        visit.page.locator(".explore__button").click()
    visit.page.locator(".explore__view svg text").first.wait_for()
    visit.page.locator(".explore__panel:not([aria-busy])").wait_for()
    return visit.page


def chart_of(visit: Visit, example: Example) -> dict:
    """Read the rows that the chart shows."""
    return json.loads(visit.page.request.get(f"{visit.base}/{example.address}diagram.json").text())


def names_shown(page: Page, chart: dict) -> list[str]:
    """Name the rows of the drawing from the top."""
    return page.evaluate(NAMES, [name for name, *_ in chart["providers"]])


def chosen(page: Page) -> dict[str, list[str]]:
    """Read the choices that the address keeps."""
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)


def choose(page: Page, name: str, value: str) -> None:
    """Choose, and wait until the drawing follows."""
    page.locator(f".explore__form [name={name}]").select_option(value)
    page.wait_for_function(
        "([name, value]) => new URLSearchParams(location.search).get(name) === value", arg=[name, value]
    )
    page.evaluate("() => new Promise(requestAnimationFrame)")


@each_chart
def test_nothing_is_loaded_before_the_chart_is_asked_for_and_closing_brings_the_table_back(
    visit: Visit, example: Example
) -> None:
    """The button loads Vega and the rows once; the table gives way and comes back."""
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    visit.open(example)
    button = visit.page.locator(".explore__button")
    button.wait_for()
    assert not any("vega" in path or path.endswith("diagram.json") for path in asked)
    page = opened(visit, example)
    table = page.locator("[data-explored] table.rows")
    assert not table.is_visible()
    assert button.get_attribute("aria-expanded") == "true"
    assert "explore" in chosen(page)
    button.click()
    assert table.is_visible()
    assert not page.locator(".explore__panel").is_visible()
    assert urlsplit(page.url).query == ""
    button.click()
    page.locator(".explore__view svg text").first.wait_for()
    assert sum("theme/vega" in path for path in asked) == 1
    assert visit.complaints == []


@each_chart
def test_every_row_is_read_by_the_arrow_keys(visit: Visit, example: Example) -> None:
    """From the first to the last, each says what the file says of it; Enter leads to the provider."""
    page, chart = opened(visit, example), chart_of(visit, example)
    rows = {row["provider"]: row for row in chart["periods"][0]["rows"]}
    told = page.locator(".explore__row")
    page.locator(".explore__form select:visible").last.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "explore__chart"
    read = [told.inner_text()]
    for _ in range(len(rows) - 1):
        page.keyboard.press("ArrowDown")
        read.append(told.inner_text())
    assert sorted(read) == sorted(row["said"][0] for row in rows.values())
    words = [row["said"][0] for row in rows.values() if "words" in row]
    assert read[-len(words) :] == words
    page.keyboard.press("ArrowDown")
    assert told.inner_text() == read[-1]
    page.keyboard.press("Home")
    assert told.inner_text() == read[0]
    # The row that is read is in the window, and not behind what is said of it.
    page.keyboard.press("End")
    name = page.locator(".explore__view text", has_text=read[-1].split(", ")[0]).bounding_box()
    assert 0 < name["y"] + name["height"] <= page.locator(".explore__told").bounding_box()["y"]
    link = page.locator(".explore__link").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{link.rpartition('../')[2]}")
    assert read[-1].startswith(page.locator("h1").inner_text())
    assert visit.complaints == []


@each_chart
def test_pointing_at_a_row_reads_it(visit: Visit, example: Example) -> None:
    """Anywhere on the row: its name, its mark or its figure."""
    page, chart = opened(visit, example), chart_of(visit, example)
    row = chart["periods"][0]["rows"][1]
    name = chart["providers"][row["provider"]][0]
    page.locator(".explore__view text", has_text=name).hover(force=True)
    page.wait_for_function("document.querySelector('.explore__row').textContent !== ''")
    assert page.locator(".explore__row").inner_text() == row["said"][0]
    assert visit.complaints == []


def test_choices_narrow_the_rows_and_are_kept_in_the_address(visit: Visit) -> None:
    """Form, county and size each leave those that fit; the address opens the same again."""
    page, chart = opened(visit, SHARE), chart_of(visit, SHARE)
    rows, providers = chart["periods"][0]["rows"], chart["providers"]
    form = providers[rows[0]["provider"]][2]
    choose(page, "owner", chart["forms"][form][0])
    fitting = [providers[row["provider"]][0] for row in rows if providers[row["provider"]][2] == form]
    assert sorted(names_shown(page, chart)) == sorted(fitting)
    status = page.locator(".explore__status").inner_text()
    assert str(len(fitting)) in status
    assert str(len(rows)) in status
    area = providers[rows[0]["provider"]][3]
    choose(page, "area", chart["areas"][area][0])
    fitting = [name for name, _, of_form, in_area in providers if (of_form, in_area) == (form, area)]
    assert sorted(names_shown(page, chart)) == sorted(fitting)
    choose(page, "interval", "998")
    address = page.url
    assert chosen(page).keys() == {"explore", "owner", "area", "interval"}
    page.goto("about:blank")
    page.goto(address)
    page.locator(".explore__view svg text").first.wait_for()
    assert sorted(names_shown(page, chart)) == sorted(fitting)
    assert page.locator(".explore__form [name=interval]").input_value() == "998"
    page.locator(".explore__chart").focus()
    page.keyboard.press("Home")
    said = {row["said"][-1] for row in rows}
    assert page.locator(".explore__row").inner_text() in said
    assert visit.complaints == []


def test_no_choice_of_size_holds_a_provider_whose_size_is_hidden(visit: Visit) -> None:
    """The sizes together hold those with a size that is shown; how many are in none is said each time."""
    page, chart = opened(visit, SHARE), chart_of(visit, SHARE)
    period = next(one for one in chart["periods"] if any("size" not in row for row in one["rows"]))
    choose(page, "period", period["id"]) if period is not chart["periods"][0] else None
    names = {number: name for number, (name, *_) in enumerate(chart["providers"])}
    sized = {names[row["provider"]] for row in period["rows"] if "size" in row}
    without = len(period["rows"]) - len(sized)
    seen: list[str] = []
    for code, *_ in chart["sizes"]:
        choose(page, "size", code)
        seen += names_shown(page, chart)
        assert f"({without})" in page.locator(".explore__status").inner_text()
    assert sorted(seen) == sorted(sized)


@pytest.mark.parametrize("order", ["", "value", "size"])
@pytest.mark.parametrize("number", range(4))
def test_rows_without_a_figure_come_last_by_name_in_every_order(visit: Visit, order: str, number: int) -> None:
    """In each period; those with a range alone come after all values when values decide."""
    page, chart = opened(visit, SHARE, "explore="), chart_of(visit, SHARE)
    period = chart["periods"][number]
    page.locator(".explore__form [name=period]").select_option(period["id"])
    if order:
        choose(page, "order", order)
    names = [name for name, *_ in chart["providers"]]
    rows = period["rows"]
    figures = [row for row in rows if "words" not in row]
    key = {"": lambda _: (0, 0), "value": lambda row: (row.get("value") is None, row.get("value", 0))}.get(
        order, lambda row: (0, row["size"])
    )
    expected = [*sorted(figures, key=key), *(row for row in rows if "words" in row)]
    assert any("range" in row for row in rows)
    assert names_shown(page, chart) == [names[row["provider"]] for row in expected]


@each_chart
def test_a_marked_provider_stands_out_and_is_where_reading_begins(visit: Visit, example: Example) -> None:
    """Its row has a ground of its own and its name is bold, by the address too."""
    visit.open(example)
    page = opened(visit, example, "explore=&provider=mastugan")
    name = page.locator(".explore__view text", has_text="Måstugan")
    assert name.get_attribute("font-weight") == "600"
    assert page.locator(".explore__view [fill='var(--chance)']").count() == 1
    page.locator(".explore__form select:visible").last.focus()
    page.keyboard.press("Tab")
    assert page.locator(".explore__row").inner_text().startswith("Måstugan")


@pytest.mark.parametrize(("measure", "levels"), [("planerat-avslut", 2), ("kostnad-per-placering", 0)])
def test_an_interval_is_asked_for_only_where_there_are_several(visit: Visit, measure: str, levels: int) -> None:
    """What is chosen between is what the rows have; a price has no interval, and its chart no such choice."""
    example = Example("measure", "sv", f"malgrupper/bu-hvb/{measure}/", EXAMPLE)
    page, chart = opened(visit, example), chart_of(visit, example)
    assert len(chart["levels"]) == levels
    field = page.locator(".explore__form [name=interval]")
    assert field.is_visible() == (levels > 1)
    assert field.locator("option").count() == levels
    assert visit.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@each_chart
def test_an_open_chart_has_no_finding_by_axe(visit: Visit, example: Example, scheme: str) -> None:
    """In light and dark colours; its own follow, without being drawn anew."""
    page = opened(visit, example)
    name = page.locator(".explore__view text").first
    light = name.evaluate("(text) => getComputedStyle(text).fill")
    page.emulate_media(color_scheme=scheme)
    assert (name.evaluate("(text) => getComputedStyle(text).fill") != light) == (scheme == "dark")
    page.locator(".explore__chart").focus()
    page.keyboard.press("End")
    assert findings(visit) == []
    assert visit.complaints == []


@pytest.mark.parametrize("visit", [PHONE], indirect=True, ids=["phone"])
@each_chart
def test_an_open_chart_fits_a_phone(visit: Visit, example: Example) -> None:
    """Nothing reaches beyond the window, names and figures do not meet, and a tap reads a row."""
    page, chart = opened(visit, example), chart_of(visit, example)
    assert page.evaluate(SIDEWAYS) == []
    width = page.evaluate("document.documentElement.clientWidth")
    boxes = page.locator(".explore__view text").evaluate_all(
        "(all) => all.filter((one) => one.textContent).map((one) => { const box = one.getBoundingClientRect();"
        " return [one.textContent, box.left, box.right, Math.round(box.bottom)]; })"
    )
    assert [text for text, left, right, _ in boxes if left < 0 or right > width] == []
    for text, left, right, bottom in boxes:
        meeting = [other for other, start, end, at in boxes if at == bottom and left < start < right < end]
        assert not meeting, (text, meeting)
    page.locator(".explore__view text", has_text=chart["periods"][0]["rows"][0]["told"][0]).first.tap(force=True)
    page.wait_for_function("document.querySelector('.explore__row').textContent !== ''")
    assert visit.complaints == []


def test_a_broken_connection_is_said_and_can_be_tried_again(visit: Visit) -> None:
    """The table stays; the next try opens the chart."""
    page = visit.page
    page.route("**/diagram.json", lambda route: route.abort())
    visit.open(SHARE)
    page.locator(".explore__button").click()
    page.wait_for_function("document.querySelector('.explore__state').textContent.includes('kunde inte')")
    assert page.locator("[data-explored] table.rows").is_visible()
    page.unroute_all()
    page.locator(".explore__button").click()
    page.locator(".explore__view svg text").first.wait_for()


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_hostile_data_is_text_in_a_live_chart(visit: Visit, lang: str) -> None:
    """No script of the data runs, no element of it is made, and nothing breaks the page."""
    address = {"sv": "malgrupper/bu-hvb/planerat-avslut/", "en": "en/target-groups/bu-hvb/planerat-avslut/"}[lang]
    page = opened(visit, Example("live chart", lang, address, HOSTILE))
    page.locator(".explore__chart").focus()
    page.keyboard.press("End")
    page.keyboard.press("Home")
    assert page.locator(".explore__row").inner_text()
    assert page.evaluate(f"typeof window.{PLANTED_GLOBAL}") == "undefined"
    assert page.locator(f"main {PLANTED_TAG}, main script, main img[src='x']").count() == 0
    assert page.evaluate(SIDEWAYS) == []
    assert visit.complaints == []
