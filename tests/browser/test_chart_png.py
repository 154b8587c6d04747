"""The chart as PNG: made in the reader's browser out of the SVG, under the policy of the page."""

import struct
from pathlib import Path

import pytest
from lxml import etree

from tests.browser.conftest import Visit
from tests.page_types import EXAMPLE, Example

CHARTS = [
    Example("chart", "sv", "malgrupper/bu-hvb/planerat-avslut/", EXAMPLE),
    Example("chart", "en", "en/target-groups/bu-stodboende/vardtid/", EXAMPLE),
]


@pytest.mark.parametrize("example", CHARTS, ids=str)
def test_the_button_gives_the_whole_chart_as_a_sharp_picture(visit: Visit, site: Path, example: Example) -> None:
    """Twice as wide and as tall as the SVG, named after the measure, with nothing on the console."""
    visit.open(example)
    button = visit.page.locator(".downloads__button")
    with visit.page.expect_download() as waiting:
        button.click()
    measure = example.address.split("/")[-2]
    assert waiting.value.suggested_filename == f"{measure}.png"
    content = Path(waiting.value.path()).read_bytes()
    drawing = etree.parse(site / example.address / f"{measure}.svg").getroot()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", content[16:24]) == (2 * int(drawing.get("width")), 2 * int(drawing.get("height")))
    assert len(content) > 50_000
    assert visit.complaints == []


def test_a_picture_that_cannot_be_made_is_said(visit: Visit) -> None:
    """The reader is told, and what to do instead."""
    visit.page.route("**/*.svg", lambda route: route.abort())
    visit.open(CHARTS[0])
    visit.page.locator(".downloads__button").click()
    visit.page.locator(".downloads__status:not(:empty)").wait_for()
    assert "SVG" in visit.page.locator(".downloads__status").inner_text()
