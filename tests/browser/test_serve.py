"""`make serve`: what an editor writes shows while it is written, and so does what is wrong with it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

RIGHT = "Title: Först\nSummary: Om.\nDate: 2024-06-01\nCategory: news\nAuthor: Vi\nStatus: draft\n\nText.\n"


@pytest.fixture
def served(project: Path, small_data: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Serve a small site, and give its address and a draft to change."""
    content = tmp_path / "content"
    (content / "artiklar").mkdir(parents=True)
    (content / "sidor").symlink_to(project / "content" / "sidor")
    article = content / "artiklar" / "ny.sv.md"
    article.write_text(RIGHT, encoding="utf-8")
    command = [sys.executable, "-m", "open_comparisons.cli", "serve", "--port", "0", "--at", "2027-01-01"]
    command += ["--data", str(small_data), "--content", str(content), "--output", str(tmp_path / "site")]
    environment = {**os.environ, "PYTHONPATH": str(project / "plugins")}
    process = subprocess.Popen(command, cwd=project, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = next(line.split()[0] for line in process.stdout if line.startswith("http"))
    yield address, article
    process.terminate()
    process.wait()


def test_a_change_shows_by_itself_and_an_error_shows_in_its_place_until_it_is_mended(
    served: tuple[str, Path], browser: Browser
) -> None:
    """No reload by hand, and the field and what is allowed are told in both languages."""
    address, article = served
    page = browser.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{address}artiklar/ny/")
    expect(page.locator("h1")).to_have_text("Först")
    expect(page.locator("main")).to_contain_text("Utkast")
    article.write_text(RIGHT.replace("Title: Först", "Title: Sedan"), encoding="utf-8")
    expect(page.locator("h1")).to_have_text("Sedan", timeout=60_000)
    article.write_text(RIGHT.replace("2024-06-01", "i morgon"), encoding="utf-8")
    expect(page.locator("pre")).to_contain_text('fält "Date"', timeout=60_000)
    expect(page.locator("pre")).to_contain_text("Allowed: a date such as")
    article.write_text(RIGHT.replace("Title: Först", "Title: Rättad"), encoding="utf-8")
    expect(page.locator("h1")).to_have_text("Rättad", timeout=60_000)
    page.close()
