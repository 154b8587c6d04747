"""
Measure how soon a live chart can be used; prints JSON: `python benchmarks/live_chart.py [SITE]`.

From when Vega has arrived to when the rows are drawn and can be read, in a Chromium whose processor is slowed down four
times, at the start of each visit with nothing kept. SITE is a built site; without it the example site is built. The
chart is the one with the largest file of rows.
"""

import functools
import http.server
import json
import shutil
import statistics
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import sync_playwright

PROJECT: Final = Path(__file__).parents[1]
sys.path[:0] = [str(PROJECT / "plugins")]

from open_comparisons.cli.build import build  # noqa: E402 - the plugin need not be installed

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VISITS: Final = 5
SLOWER: Final = 4
BUDGET: Final = 2.0
"""Seconds."""

# When Vega had arrived and when the chart could be used, in milliseconds of the page's clock.
WATCH: Final = """() => new Promise((done) => {
    const panel = document.querySelector(".explore__panel");
    new MutationObserver(() => {
        if (panel.hasAttribute("aria-busy") || panel.hidden) return;
        requestAnimationFrame(() => setTimeout(() => {
            const vega = performance.getEntriesByType("resource").find(({name}) => name.includes("/theme/vega-"));
            done([vega.responseEnd, performance.now(), document.querySelectorAll(".explore__view text").length]);
        }));
    }).observe(panel, {attributes: true});
    document.querySelector(".explore__button").click();
})"""


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "site"
        if len(sys.argv) < 2:
            build(PROJECT / "pelicanconf.py", output=site)
        print(json.dumps(measured(site), indent=2))


def measured(site: Path) -> dict[str, Any]:
    """Some visits to the largest chart of a site."""
    rows = max(site.rglob("diagram.json"), key=lambda path: path.stat().st_size)
    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        address = f"http://127.0.0.1:{server.server_port}/{rows.parent.relative_to(site).as_posix()}/"
        seconds = [visit(browser, address) for _ in range(VISITS)]
        browser.close()
        server.shutdown()
    return {
        "chart": rows.parent.relative_to(site).as_posix(),
        "rows_bytes": rows.stat().st_size,
        "processor_slowed_down": SLOWER,
        "seconds": seconds,
        "median_seconds": statistics.median(seconds),
        "budget_seconds": BUDGET,
        "within_budget": statistics.median(seconds) <= BUDGET,
    }


def visit(browser: Browser, address: str) -> float:
    """Seconds from Vega's arrival to a chart that can be used, in one visit."""
    context = browser.new_context(viewport={"width": 412, "height": 823}, device_scale_factor=2)
    page = context.new_page()
    page.goto(address)
    page.locator(".explore__button").wait_for()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    arrived, usable, texts = page.evaluate(WATCH)
    context.close()
    if not texts:
        sys.exit("The chart was said to be ready, and nothing was drawn.")
    return float(round((usable - arrived) / 1000, 3))


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Files of a site, without a log."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    main()
