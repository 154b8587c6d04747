"""A chart in a frame on another site, in a real browser that keeps to the headers of both."""

import functools
import http.server
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SIDEWAYS, QuietHandler, Visit
from tests.page_types import EXAMPLE, Example

FRAMED = [
    Example("embedded measure", "sv", "badda-in/bu-hvb/planerat-avslut/", EXAMPLE),
    Example("measure in a release", "en", "en/embed/bu-hvb/planerat-avslut/2023-05-16/", EXAMPLE),
    Example("embedded provider", "en", "en/embed/utforare/havtornet/", EXAMPLE),
]
REFUSED = ["malgrupper/bu-hvb/planerat-avslut/", "en/providers/angsviken/", ""]


@pytest.fixture
def other_site(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Serve a folder that is no site of ours."""
    handler = functools.partial(QuietHandler, directory=str(tmp_path))
    (tmp_path / "_headers").write_text("", encoding="utf-8")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        # Another name makes it another site, not only another port.
        yield f"http://localhost:{server.server_port}", tmp_path
        server.shutdown()


@pytest.fixture
def blank(browser: Browser) -> Iterator[Page]:
    """Open a window of its own."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


def framing(page: Page, other_site: tuple[str, Path], address: str, width: int = 680) -> None:
    """Go to a page of the other site that shows an address in a frame."""
    base, folder = other_site
    frame = f'<iframe src="{address}" title="x" width="{width}" height="700"></iframe>'
    (folder / "index.html").write_text(f"<!doctype html><title>x</title><h1>Other</h1>{frame}", encoding="utf-8")
    page.goto(f"{base}/index.html")


@pytest.mark.parametrize("example", FRAMED, ids=str)
def test_another_site_shows_the_chart_in_a_frame(
    blank: Page, other_site: tuple[str, Path], addresses: Mapping[str, str], example: Example
) -> None:
    """The chart is seen; a link in it leaves the frame for our page, which no frame could show."""
    framing(blank, other_site, f"{addresses[EXAMPLE]}/{example.address}")
    inside = blank.frame_locator("iframe")
    expect(inside.locator("table.rows tbody tr").first).to_be_visible()
    assert inside.locator(".embed__foot").is_visible()
    back = inside.locator(".embed__foot a").first
    back.click()
    blank.wait_for_url(lambda url: url.startswith(addresses[EXAMPLE]) and "embed" not in url and "badda" not in url)
    assert blank.locator(".menu").is_visible()


@pytest.mark.parametrize("address", REFUSED)
def test_no_other_page_is_shown_in_a_frame(
    blank: Page, other_site: tuple[str, Path], addresses: Mapping[str, str], address: str
) -> None:
    """The browser refuses, and says that it was told to."""
    said: list[str] = []
    blank.on("console", lambda message: said.append(message.text))
    framing(blank, other_site, f"{addresses[EXAMPLE]}/{address}")
    blank.wait_for_load_state("networkidle")
    assert any("X-Frame-Options" in text for text in said)
    assert all(not frame.url.startswith("http") or frame.locator(".menu").count() == 0 for frame in blank.frames)


@pytest.mark.parametrize("width", [320, 520, 680, 1000])
def test_a_frame_of_any_width_holds_the_chart(visit: Visit, width: int) -> None:
    """Nothing scrolls sideways, and each row has its value in sight."""
    for example in FRAMED:
        visit.page.set_viewport_size({"width": width, "height": 700})
        visit.open(example)
        assert visit.page.evaluate(SIDEWAYS) == []
        values = visit.page.locator(".row__value").evaluate_all(
            "(all) => all.filter((one) => one.getBoundingClientRect().right > innerWidth).length"
        )
        assert values == 0
    assert visit.complaints == []


@pytest.mark.parametrize(
    "example",
    [
        Example("measure", "sv", "malgrupper/bu-hvb/planerat-avslut/", EXAMPLE),
        Example("measure", "en", "en/target-groups/bu-hvb/planerat-avslut/", EXAMPLE),
    ],
    ids=str,
)
def test_the_code_can_be_copied_by_a_button(visit: Visit, example: Example) -> None:
    """What is copied is the code; where the browser refuses, the code is selected and the reader told."""
    page = visit.page
    visit.open(example)
    fold = page.locator("details.embed-code")
    fold.locator("summary").click()
    code = fold.locator("code").inner_text()
    assert code.startswith("<iframe src=")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fold.locator("button").click()
    fold.locator("[role=status]:not(:empty)").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == code
    page.context.clear_permissions()
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    fold.locator("[role=status]").evaluate("(status) => { status.textContent = ''; }")
    fold.locator("button").click()
    fold.locator("[role=status]:not(:empty)").wait_for()
    assert page.evaluate("getSelection().toString()").strip() == code
    assert visit.complaints == []
