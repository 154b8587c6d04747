"""The pictures that show pages where they are shared."""

import re
import struct
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from open_comparisons.charts.kind import DOT
from open_comparisons.parts.strips import assign_lanes
from tests.knowledge_texts import ADDRESS

_PNG = b"\x89PNG\r\n\x1a\n"


def test_every_target_group_and_measure_has_a_picture_of_its_chart(site: Path) -> None:
    """1,200 by 630 pixels beside the page, in each language, each unlike all others."""
    of_measures = [file.parent for file in (site / "malgrupper").glob("*/*/*.csv") if file.stem == file.parent.name]
    pages = [page.relative_to(site / "malgrupper") for page in {*of_measures, *(page.parent for page in of_measures)}]
    roots = (site / "malgrupper", site / "en" / "target-groups")
    contents = [(root / page / "delning.png").read_bytes() for root in roots for page in pages]
    assert len(set(contents)) == len(contents) == 2 * (2 + 12 + 10)
    for content in contents:
        assert content.startswith(_PNG)
        assert struct.unpack(">II", content[16:24]) == (1200, 630)


def test_pages_name_their_picture_where_the_site_has_an_address(knowledge_site: Path) -> None:
    """A measure's page names its own; a page without one names that of the site, in its language."""
    named = set()
    for page in knowledge_site.rglob("index.html"):  # nobody shares the page in place of one that does not exist
        found = re.search(rf'property="og:image" content="{ADDRESS}/([^"]+)"', page.read_text("utf-8"))
        assert found, page
        assert (knowledge_site / found[1]).is_file()
        named.add(found[1])
    assert {"delning.png", "en/delning.png", "malgrupper/bu-hvb/planerat-avslut/delning.png"} <= named


@given(st.lists(st.floats(0, 1), max_size=40))
def test_no_dot_of_a_spread_hides_another_while_there_is_room(values: list[float]) -> None:
    """Dots in one lane are at least a dot apart, except where all lanes are taken; none is lost."""
    placed = assign_lanes([{"row": 0, "category": "x", "value": value} for value in values])
    assert sorted(dot["value"] for dot in placed) == sorted(values)
    for lane in range(-3, 4):
        own = sorted(dot["value"] for dot in placed if dot["lane"] == lane)
        if lane:
            assert all(right - left >= DOT - 1e-9 for left, right in pairwise(own))
