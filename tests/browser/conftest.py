"""A real Chromium and the test sites served on this machine, with the headers that the site gives to hosts."""

import functools
import http.server
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.hosting import headers_of
from tests.install_tools import BROWSERS
from tests.page_types import EXAMPLE, Example

# What is wider than its place: the page itself, or a place that is no region a keyboard can scroll.
SIDEWAYS = """() => {
    const wide = [], root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) wide.push(`the page: ${root.scrollWidth} > ${root.clientWidth}`);
    for (const element of document.querySelectorAll("body *")) {
        const style = getComputedStyle(element);
        if (!["auto", "scroll"].includes(style.overflowX) || element.scrollWidth <= element.clientWidth) continue;
        const region = ["group", "region"].includes(element.getAttribute("role")) && element.tabIndex === 0;
        if (!region || !element.getAttribute("aria-label")) wide.push(element.outerHTML.slice(0, 120));
    }
    return wide;
}"""


CONTRAST = "color-contrast"
# Colours follow from kinds, classes and places, not from words: of rows and items that have all these in common,
# contrast is looked at in the first. It is by far the slowest rule, and large tables repeat themselves.
MARK_REPEATED = """() => {
    const seen = new Set();
    const named = (one) => [one.tagName, one.getAttribute("class"), one.dataset.s, one.hidden,
        one.previousElementSibling === null, one.nextElementSibling === null].join();
    const above = (one) => one === document.body ? "" : `${named(one)} ${above(one.parentElement)}`;
    for (const one of document.querySelectorAll("tr, li, dl > div, .strip")) {
        const key = [above(one), ...[...one.querySelectorAll("*")].map(named)].join(" ");
        one.toggleAttribute("data-repeated", seen.has(key));
        seen.add(key);
    }
}"""


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Start what drives browsers."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Start Debian's Chromium, or Playwright's own where there is none."""
    browser = launch(playwright)
    yield browser
    browser.close()


def launch(playwright: Playwright, *arguments: str) -> Browser:
    """Start a Chromium."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    return playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", *arguments])


@pytest.fixture(scope="session")
def addresses(sites: Mapping[str, Path]) -> Iterator[Mapping[str, str]]:
    """Serve each site on a free port of its own."""
    with ExitStack() as servers:
        yield {name: servers.enter_context(served(folder)) for name, folder in sites.items()}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port."""
    handler = functools.partial(QuietHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Files of the site, with the headers of its `_headers`, without a log."""

    def end_headers(self) -> None:
        """Add what the site asks a host to send."""
        for name, value in headers_of(Path(self.directory), urlsplit(self.path).path).items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Visit:
    """A page in the browser, with all that went wrong on it."""

    def __init__(self, page: Page, addresses: Mapping[str, str]) -> None:
        self.page = page
        self.addresses = addresses
        self.base = self.address = addresses[EXAMPLE]
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._check_host)
        page.on(
            "response",
            lambda answer: self.complaints.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None,
        )

    def open(self, example: Example) -> None:
        """Go to an example of a page type, on the site that has it."""
        self.base = self.addresses[example.site]
        self.page.goto(f"{self.base}/{example.address}")

    def _check_host(self, request) -> None:
        # Any of our sites: what the page before had begun to fetch may still be on its way.
        if not request.url.startswith((*self.addresses.values(), "data:")):
            self.complaints.append(f"request to another host: {request.url}")


@pytest.fixture(scope="session")
def large_text(playwright: Playwright, addresses: Mapping[str, str]) -> Iterator[Visit]:
    """Open a window of a browser whose reader has set text to 200 %, which no page can do."""
    browser = launch(playwright, "--blink-settings=defaultFontSize=32")
    yield Visit(browser.new_context(viewport={"width": 1280, "height": 900}).new_page(), addresses)
    browser.close()


@pytest.fixture(scope="session")
def window(browser: Browser, addresses: Mapping[str, str]) -> Iterator[Callable[..., Visit]]:
    """
    Give a window with some options, as it is before its first page; one is kept for each, since to open one is slow.

    It still shows the page of the test before: an empty page between two others would cost the browser a process.
    """
    opened: dict[str, Visit] = {}

    def give(**options: object) -> Visit:
        options = {"viewport": {"width": 1280, "height": 900}} | options
        name = repr(sorted(options.items()))
        if name not in opened:
            opened[name] = Visit(browser.new_context(**options).new_page(), addresses)
        visit = opened[name]
        visit.page.unroute_all()
        visit.page.set_viewport_size(options["viewport"])
        visit.page.emulate_media(media="screen", color_scheme="light")
        visit.base = visit.address = addresses[EXAMPLE]
        visit.complaints.clear()
        return visit

    yield give
    for visit in opened.values():
        visit.page.context.close()


@pytest.fixture
def visit(window: Callable[..., Visit], request: pytest.FixtureRequest) -> Visit:
    """Give a cleared window; `indirect` parameters are its options."""
    return window(**getattr(request, "param", {}))


def findings(visit: Visit, *, rule: str = "", but: str = "") -> list[str]:
    """List what axe complains of on the page: by all its rules, by one, or by all but one."""
    if not visit.page.evaluate("'axe' in window"):
        visit.page.evaluate(Axe().axe_script)
    # To pass on all that is right, element by element, takes longer than to find it.
    options = {"resultTypes": ["violations"]} | ({"runOnly": {"type": "rule", "values": [rule]}} if rule else {})
    options |= {"rules": {but: {"enabled": False}}} if but else {}
    context: dict[str, list[str]] = {}
    if rule == CONTRAST:
        visit.page.evaluate(MARK_REPEATED)
        context = {"include": ["html"], "exclude": ["[data-repeated]"]}
    run = "async ([context, options]) => (await axe.run(context, options)).violations"
    violations = visit.page.evaluate(run, [context or "html", options])
    return [f"{entry['id']}: {node['html'][:120]}" for entry in violations for node in entry["nodes"]]
