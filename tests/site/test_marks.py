"""Built pages and files agree on marks: table, drawing, legend, compare, live chart and download."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from open_comparisons.charts.marks import MARKS
from open_comparisons.charts.palette import colour
from open_comparisons.estimates.comparison import SAME
from tests.drawn_marks import categories_in
from tests.site.pages import csv_rows, document

FOLDERS = {"sv": "malgrupper", "en": "en/target-groups"}
PROVIDERS = {"sv": "utforare", "en": "en/providers"}
WINDOW = "2020/2022"
ROUNDING = 0.11
each_language = pytest.mark.parametrize("lang", ["sv", "en"])


def words_of(project: Path, lang: str) -> dict[str, set[str]]:
    """Read the symbol and the names of each category: what only widened limits hold has one of its own."""
    texts = json.loads((project / "theme/translations" / f"{lang}.json").read_text(encoding="utf-8"))
    names = {category: {f"{mark.symbol} {texts[mark.word]}"} for category, mark in MARKS.items()}
    names[SAME].add(f"{MARKS[SAME].symbol} {texts['compared.usual-spread']}")
    return names


def is_held_by_widened_limits(line: dict[str, str]) -> bool | None:
    """True where a value's interval misses the group value but not its limits; None where rounding leaves it open."""
    if line["status"] != "ok" or line["kategori"] != SAME or not float(line["overspridning"] or 0) > 1:
        return False
    low, group, high = (float(line[name]) for name in ("nedre_95", "referens", "ovre_95"))
    return None if min(abs(low - group), abs(high - group)) < ROUNDING else low > group or high < group


def rows_of(site: Path, lang: str) -> Iterator[tuple[dict[str, str], html.HtmlElement]]:
    """Pair each row of the tables that measures lead with, and its line in the file beside the Swedish page."""
    for file in sorted((site / "malgrupper").glob("*/*/*.csv")):
        if file.stem != file.parent.name:
            continue
        lines = {row["utforare_namn"]: row for row in csv_rows(file) if row["period"] == WINDOW}
        page = document(site / FOLDERS[lang] / file.parent.relative_to(site / "malgrupper") / "index.html")
        for row in page.xpath("(//table[@class='rows'])[1]/tbody/tr"):
            name = row.xpath("string(th/a)")
            if name in lines:
                yield lines[name], row


@each_language
def test_a_row_has_the_mark_of_its_category_in_words_and_in_its_drawing(site: Path, project: Path, lang: str) -> None:
    """A value has its mark, a protected span is hatched, and what is hidden or missing has neither symbol nor mark."""
    words, seen = words_of(project, lang), Counter()
    for line, row in rows_of(site, lang):
        said = row.xpath("string(td[last()]/text())")
        drawn = row.xpath(".//svg/*")
        shown = line["status"] in {"ok", "liten-taljare", "liten-rest"}
        assert said in (words[line["kategori"]] if shown else {""})
        usual = is_held_by_widened_limits(line) if shown else False
        assert usual in {None, "usual spread" in said or "inom det vanliga" in said}, line
        assert categories_in(drawn) == ({line["kategori"]: 1} if line["status"] == "ok" and line["varde"] else {})
        seen[line["kategori"]] += shown
    assert len(seen) >= 5
    assert seen.keys() <= MARKS.keys()


@each_language
def test_every_legend_draws_every_mark_once(site: Path, lang: str) -> None:
    """And a dot on its interval, with which it begins."""
    folder = site / FOLDERS[lang] / "bu-hvb"
    for page in (folder / "index.html", folder / "vardtid" / "index.html"):
        drawn = document(page).xpath("//aside[@class='legend']//svg/*")
        assert categories_in(drawn) == Counter([SAME, *MARKS])
        assert sum(mark.get("fill") == "url(#hatch)" for mark in drawn) == 1


@each_language
def test_the_comparison_of_providers_is_drawn_as_its_words_say(site: Path, project: Path, lang: str) -> None:
    """The drawing that a script puts beside a category is one of that category."""
    words, seen = words_of(project, lang), Counter()
    for file in sorted((site / PROVIDERS[lang]).glob("*/jamfor.json")):
        for group in json.loads(file.read_text(encoding="utf-8"))["groups"].values():
            for cell in (measure["cell"] for measure in group["measures"]):
                if not cell["shown"]:
                    continue
                assert cell["words"] in words[cell["category"]]
                assert categories_in(html.fromstring(cell["drawing"])) in ({cell["category"]: 1}, {})
                seen[cell["category"]] += 1
    assert len(seen) >= 5
    assert seen.keys() <= MARKS.keys()


def test_the_live_chart_has_the_colours_of_the_page(site: Path) -> None:
    """It names the tokens of the style sheet, so that it follows it into the dark."""
    [spec] = (site / "theme").glob("live-chart-*.json")
    scales = {scale["name"]: scale for scale in json.loads(spec.read_text(encoding="utf-8"))["scales"]}
    assert scales["stroke"]["range"] == [colour(mark.stroke) for mark in MARKS.values()]
    assert scales["fill"]["range"] == [colour(mark.fill) for mark in MARKS.values()]
