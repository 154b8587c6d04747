"""
The provider's tool in a real Chromium: the whole road, what its page asks for, and that nothing gets out of it.

A start takes seconds, since it compiles a Python: one serves all checks of the page as it is hosted, one those of the
single file.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from open_comparisons.build.browser_tool import SINGLE_FILES
from open_comparisons.site.addresses import address
from tests.browser.conftest import SIDEWAYS, Visit, findings, served
from tests.browser.listening import LEAKS_OF_PAGE, LEAKS_OF_WORKER, Listener, listening, planted
from tests.page_types import EXAMPLE
from tests.tool_road import SLUG, Road, lay_road

STARTED = 120_000
"""Milliseconds for a start, on the slowest machine that these tests run on."""
STORED = """async () => ({
    local: localStorage.length, session: sessionStorage.length, cookies: document.cookie,
    databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
ALL_LEAKED = """() => {
    const {leaked, workerLeaked} = document.documentElement.dataset;
    return leaked >= 3 && workerLeaked;
}"""
CUT = """() => [...document.querySelectorAll("main *")].filter((element) =>
    element.getClientRects().length && !element.closest(".visually-hidden, svg, thead")
    && element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((element) => element.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def tool_site(site: Path) -> Path:
    """Return the example site, if it has the tool."""
    if not (site / address("sv", "tool") / SINGLE_FILES["sv"]).is_file():
        pytest.skip("THE TOOL IN THE BROWSER WAS NOT TESTED: its parts are missing. Fetch them: make tool")
    return site


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Road]:
    """Lay a road in each language."""
    folder = tmp_path_factory.mktemp("roads")
    return {lang: lay_road(folder / lang, lang, archived=lang == "en") for lang in ("sv", "en")}


def start(page: Page) -> None:
    """Start the tool, and wait until a file can be chosen."""
    page.click("[data-start]")
    page.locator("[data-step=choose]").wait_for(timeout=STARTED)


def choose(page: Page, file: Path, *, earlier: Path | None = None) -> None:
    """Choose a file and perhaps one of an earlier release, and let them be read."""
    page.set_input_files("#verktyg-fil", file)
    page.check("#verktyg-igen" if earlier else "#verktyg-forsta")
    if earlier:
        page.set_input_files("#verktyg-forr", earlier)
    page.click("[data-act=run]")


def step_of_focus(page: Page) -> str | None:
    """The step whose heading has the focus."""
    return page.evaluate("document.activeElement.closest('h2')?.parentElement.dataset.step")


def saved(page: Page, kind: str, name: str) -> bytes:
    """What is saved by a button, under the name that is proposed."""
    with page.expect_download() as download:
        page.click(f"[data-save={kind}]")
    assert download.value.suggested_filename == name
    return download.value.path().read_bytes()


def sign(page: Page, road: Road) -> None:
    """Sign, and wait for what is to be saved."""
    answer_all(page, road)
    page.locator("[data-step=save]").wait_for()


def answer_all(page: Page, road: Road) -> None:
    """Tick all points, answer all questions and go on."""
    for point in page.locator("[data-point]").all():
        point.check()
    for name, words in road.answers().items():
        page.fill(f"#verktyg-{name}", words)
    page.click("[data-act=sign]")


def test_the_whole_road_ends_in_the_files_of_the_command_line(
    tool_site: Path, roads: dict[str, Road], browser: Browser
) -> None:
    """
    Nothing is loaded before it is asked for, nothing is asked for after a file is chosen, and nothing is stored.

    Each step has the focus on its heading, holds at 320 pixels, in the dark and on paper, and passes axe.
    """
    with served(tool_site) as base:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
        go_the_whole_road(Visit(context.new_page(), {EXAMPLE: base}), roads["sv"])
        context.close()


def go_the_whole_road(visit: Visit, road: Road) -> None:
    """Go through all steps of the hosted page."""
    page, asked = visit.page, []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{visit.base}/{address('sv', 'tool')}")
    assert not [url for url in asked if "pyodide" in url or url.endswith((".pyz", "worker.js"))]
    page.locator("[data-start]").focus()
    page.keyboard.press("Enter")
    page.locator("[data-step=choose]").wait_for(timeout=STARTED)
    assert "avstängd från nätet" in page.inner_text("[role=status]")
    assert step_of_focus(page) == "choose"
    before = len(asked)

    # Without an answer nothing happens but a word about it, nor where what was published before is not chosen.
    page.click("[data-act=run]")
    assert page.locator("[data-part-of=missing]").evaluate("(one) => one === document.activeElement")
    page.set_input_files("#verktyg-fil", road.true)
    page.check("#verktyg-igen")
    page.click("[data-act=run]")
    assert page.locator("[data-part-of=missing]").is_visible()
    assert page.locator("[data-step=read]").is_hidden()
    choose(page, road.faulty)
    page.locator("[data-step=errors]").wait_for()
    assert step_of_focus(page) == "errors"
    assert page.locator(".tool__problem").count() > 0
    assert "OKEJ" in page.inner_text(".tool__problem >> nth=0")
    assert page.locator("[data-step=protect]").is_hidden()
    holds(visit)
    page.click("[data-act=again]")
    assert page.evaluate("document.activeElement.id") == "verktyg-fil"

    choose(page, road.true, earlier=road.earlier)
    for step, following in (("read", "protect"), ("protect", "preview"), ("preview", "sign")):
        page.locator(f"[data-step={step}]").wait_for()
        assert step_of_focus(page) == step
        page.locator(f"[data-next={following}]").focus()
        page.keyboard.press("Enter")
    assert step_of_focus(page) == "sign"
    assert page.locator("[data-step=preview] tbody tr").count() == 10
    # What is missing is listed, and each line leads to its place.
    page.click("[data-act=sign]")
    complaints = page.locator("[data-part-of=complaints] a")
    complaints.last.wait_for()
    assert complaints.count() == 5 + len(road.answers())
    complaints.last.press("Enter")
    assert page.evaluate("document.activeElement.id") == "verktyg-approved_by"
    assert page.locator("#verktyg-approved_by").get_attribute("aria-invalid") == "true"
    holds(visit)
    sign(page, road)
    assert step_of_focus(page) == "save"
    for kind, content in road.saved.items():
        assert saved(page, kind, f"{SLUG}.{kind}") == content, kind
    holds(visit)
    on_paper(page)
    assert asked[before:] == []
    assert page.evaluate(STORED) == {
        "local": 0, "session": 0, "cookies": "", "databases": 0, "caches": 0, "workers": 0
    }  # fmt: skip
    # Closing forgets.
    page.reload()
    assert page.locator("form.tool__steps").is_hidden()
    # What the driver calls a request to another host is the text of the worker, which is on the page itself.
    own = ("request to another host: blob:", "error: Refused to connect")
    assert [one for one in visit.complaints if not one.startswith(own)] == []


def holds(visit: Visit) -> None:
    """Let axe and a window of 320 pixels find nothing on the page as it is, in light and dark."""
    page = visit.page
    assert findings(visit) == []
    page.emulate_media(color_scheme="dark")
    assert findings(visit, rule="color-contrast") == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 600})
    assert page.evaluate(SIDEWAYS) == []
    page.set_viewport_size({"width": 1280, "height": 900})


def on_paper(page: Page) -> None:
    """Nothing is cut off on paper, and what was counted and shown is there."""
    page.set_viewport_size({"width": 688, "height": 1000})
    page.emulate_media(media="print")
    assert page.evaluate(CUT) == []
    assert page.locator("[data-step=preview] table").is_visible()
    assert page.locator("[data-act=run]").is_hidden()
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 900})


def test_one_file_works_from_a_disk_with_the_network_cut(
    tool_site: Path, roads: dict[str, Road], browser: Browser
) -> None:
    """In English: the same files, and not one request, not even to the disk."""
    road = roads["en"]
    context = browser.new_context(offline=True, accept_downloads=True)
    page, asked, errors = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((tool_site / address("en", "tool") / SINGLE_FILES["en"]).as_uri())
    own = len(asked)
    start(page)
    choose(page, road.true, earlier=road.earlier)
    page.locator("[data-step=read]").wait_for()
    assert "2023-05-16" in page.inner_text("[data-step=read]")
    for step in ("protect", "preview", "sign"):
        page.click(f"[data-next={step}]")
    assert "31 of 40 (77.5%)" in page.inner_text("[data-step=preview]")
    sign(page, road)
    for kind, content in road.saved.items():
        assert saved(page, kind, f"{SLUG}.{kind}") == content, kind
    assert [url for url in asked[own:] if not url.startswith("blob:")] == []
    assert errors == []
    context.close()


@pytest.mark.parametrize(("years", "is_old"), [(0, False), (1, False), (2, True)])
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_an_old_file_says_that_it_is_old(
    tool_site: Path, browser: Browser, lang: str, years: int, *, is_old: bool
) -> None:
    """By its own date and the clock of the computer, without asking anybody; before it is started."""
    file = tool_site / address(lang, "tool") / SINGLE_FILES[lang]
    made = date.fromisoformat(re.search(r"&#34;made&#34;: &#34;([0-9-]+)", file.read_text(encoding="utf-8"))[1])
    context = browser.new_context(offline=True)
    page, asked = context.new_page(), []
    page.clock.set_fixed_time(datetime(made.year + years, made.month, min(made.day, 28), 12, tzinfo=UTC))
    page.goto(file.as_uri())
    page.on("request", lambda request: asked.append(request.url))
    page.locator("[data-start]").wait_for()
    assert page.locator("[data-old]").is_visible() == is_old
    if is_old:
        words = {"sv": "mer än ett år gammal", "en": "more than a year old"}
        assert words[lang] in page.inner_text("[data-old]")
        assert str(made.year) in page.inner_text("[data-old]")
    assert asked == []
    context.close()


FAILING = """(how) => {
    // The program of the started tool, as the worker would answer it: not at all, with a stop, or late.
    const ask = window.ask ??= Program.prototype.ask;
    Program.prototype.ask = function (message, moved) {
        if (message.name !== "sign") return ask.call(this, message, moved);
        if (how === "fails") return Promise.reject(new Error("MemoryError"));
        if (how === "stops") return Promise.resolve({error: "STOPPAT"});
        return new Promise((answer) => { window.answerNow = () => ask.call(this, message, moved).then(answer); });
    };
}"""


def test_a_signing_that_fails_is_told_and_a_late_one_is_dropped(
    tool_site: Path, roads: dict[str, Road], browser: Browser
) -> None:
    """
    The reader hears that nothing is signed, and can try again; what was changed meanwhile is not taken as signed.

    The scripts of the hosted page are one module, so its classes are reached by a line at the end of it.
    """
    road = roads["sv"]
    [script] = (tool_site / address("sv", "tool")).glob("program-*/tool.js")
    whole = script.read_text(encoding="utf-8") + "\nwindow.Program = Program;\n"
    with served(tool_site) as base:
        context = browser.new_context(accept_downloads=True)
        page = context.new_page()
        page.route("**/tool.js", lambda route: route.fulfill(body=whole, content_type="text/javascript"))
        page.goto(f"{base}/{address('sv', 'tool')}")
        start(page)
        choose(page, road.true)
        for step in ("protect", "preview", "sign"):
            page.click(f"[data-next={step}]")
        for how, words in (("fails", "Programmet stannade (MemoryError)"), ("stops", "STOPPAT")):
            page.evaluate(FAILING, how)
            answer_all(page, road)
            page.get_by_text(words).wait_for()
            assert page.locator("[data-step=save]").is_hidden()
        page.evaluate(FAILING, "late")
        answer_all(page, road)
        page.wait_for_function("window.answerNow")
        page.fill("#verktyg-known_gaps", "Något annat saknas.")
        page.evaluate("window.answerNow()")
        assert page.locator("[data-step=save]").is_hidden(), "what arrives late is not what stands there now"
        page.evaluate("delete window.answerNow")
        page.click("[data-act=sign]")
        page.wait_for_function("window.answerNow")
        page.evaluate("window.answerNow()")
        page.locator("[data-step=save]").wait_for()
        assert "Något annat saknas." in saved(page, "json", f"{SLUG}.json").decode()
        context.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Listen on a port of another host than the site's."""
    with listening() as listener:
        yield listener


@pytest.mark.parametrize("shut", [True, False], ids=["shut", "opened"])
def test_the_browser_itself_lets_nothing_out(
    tool_site: Path, roads: dict[str, Road], browser: Browser, listener: Listener, *, shut: bool
) -> None:
    """
    Leaks planted in the page and in the worker reach nobody, neither the site itself nor another host.

    The control has the same leaks, without the policies: there each of them arrives.
    """
    with planted(tool_site, listener, shut=shut) as host:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{host.address}/{address('sv', 'tool')}")
        start(page)
        choose(page, roads["sv"].true)
        page.locator("[data-next=protect]").wait_for()
        page.wait_for_function(ALL_LEAKED)
        arrived = host.leaks() | listener.leaks()
        context.close()
    expected = {f"{where}-{way}" for where in ("own", "other") for way in (*LEAKS_OF_PAGE, *LEAKS_OF_WORKER)}
    assert arrived == (set() if shut else expected), json.dumps(sorted(arrived ^ expected))


def test_a_page_that_could_not_be_shut_does_not_start(tool_site: Path, browser: Browser) -> None:
    """The second policy is left out, as by a browser that passes over it: no file can be chosen."""
    [script] = (tool_site / address("sv", "tool")).glob("program-*/tool.js")
    whole = script.read_text(encoding="utf-8")
    opened = whole.replace("document.head.append(meta)", "")
    assert opened != whole
    with served(tool_site) as base:
        context = browser.new_context()
        page = context.new_page()
        page.route("**/tool.js", lambda route: route.fulfill(body=opened, content_type="text/javascript"))
        page.goto(f"{base}/{address('sv', 'tool')}")
        page.click("[data-start]")
        page.get_by_text("stängde inte av sidan").wait_for(timeout=STARTED)
        assert not page.locator("[data-step=choose]").is_visible()
        context.close()
