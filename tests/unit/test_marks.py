"""The table of marks: one mark per category, told apart without colour, and read by all that draws or says one."""

import json
import re
from pathlib import Path

import pytest
from lxml import html

from open_comparisons.charts.draw import draw_cells, draw_keys
from open_comparisons.charts.kinds import (
    funnel_chart,
    row_chart,
    series_chart,
    small_row_chart,
    small_series_chart,
    spread_chart,
)
from open_comparisons.charts.marks import LEGEND, MARK_KEYS, MARKS
from open_comparisons.charts.palette import colour, colour_name, read_palette
from open_comparisons.charts.text_kinds import live_chart, picture_chart
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.estimates.comparison import HIGHER, JUDGED, LOWER, MAYBE_HIGHER, MAYBE_LOWER, SAME, UNKNOWN
from open_comparisons.tools.store import Store
from tests.drawn_marks import categories_in

PROJECT = Path(__file__).parents[2]
THEME = PROJECT / "theme"
CODE = PROJECT / "plugins" / "open_comparisons"
# A workbook and the cover of a new issue have no style sheet of the site.
OWN_COLOURS = {"sheets.py", "new.py"}
WITH_MARKS = (
    *(row_chart, small_row_chart, series_chart, small_series_chart, spread_chart, funnel_chart, live_chart),
    picture_chart,
)
RECORD = {"value": 0.5, "reference": 0.5, "when": 0.5, "lane": 0}


def test_every_category_has_exactly_one_mark_and_no_two_share_one():
    """Symbols and shapes tell categories apart in print and for the colour-blind: only hollow or filled may differ."""
    assert set(MARKS) == {*JUDGED, UNKNOWN}
    assert len({mark.symbol for mark in MARKS.values()}) == len(MARKS)
    assert len({(mark.shape, mark.fill == "paper") for mark in MARKS.values()}) == len(MARKS)


def test_marks_are_those_of_the_grammar():
    """A dot, hollow triangles for maybe, filled ones for certain, and a muted hollow diamond."""
    looks = {category: (mark.symbol, mark.shape, mark.stroke, mark.fill == "paper") for category, mark in MARKS.items()}
    assert looks == {
        SAME: ("●", "circle", "ink", False),
        MAYBE_HIGHER: ("△", "triangle-up", "blue", True),
        HIGHER: ("▲", "triangle-up", "blue", False),
        MAYBE_LOWER: ("▽", "triangle-down", "ochre", True),
        LOWER: ("▼", "triangle-down", "ochre", False),
        UNKNOWN: ("◇", "diamond", "muted", True),
    }


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_mark_has_its_words_in_both_languages(lang):
    """A name of the category, a sentence in the legend, and one in the overview of a target group."""
    texts = json.loads((THEME / "translations" / f"{lang}.json").read_text(encoding="utf-8"))
    assert all(texts[mark.word] and texts[f"matrix.about.{category}"] for category, mark in MARKS.items())
    assert all(texts[key.message] for key in LEGEND)


@pytest.mark.parametrize("kind", WITH_MARKS, ids=lambda kind: kind.__name__)
def test_every_chart_draws_the_marks_of_the_table(kind):
    """The scales that every kind compiles to: a shape, an outline and a filling for each category."""
    scales = {scale["name"]: scale for scale in kind().vega["scales"]}
    for name, looks in (
        ("shape", [mark.shape for mark in MARKS.values()]),
        ("stroke", [colour(mark.stroke) for mark in MARKS.values()]),
        ("fill", [colour(mark.fill) for mark in MARKS.values()]),
    ):
        assert scales[name]["domain"] == list(MARKS)
        assert scales[name]["range"] == looks


@pytest.mark.parametrize("kind", [row_chart, small_row_chart, series_chart, small_series_chart, spread_chart])
@pytest.mark.parametrize("category", MARKS)
def test_a_drawing_has_one_mark_per_value_in_classes(kind, category):
    """Classes name its colours; no colour is given."""
    [drawing] = draw_cells(kind(), [{"row": 0, "category": category, **RECORD}], cells=1, store=Store(None))
    assert categories_in(html.fromstring(drawing).iter("path")) == {category: 1}
    assert not re.search("#[0-9a-f]{3}|var\\(", drawing)


def test_the_legend_explains_each_mark_once():
    """Each entry is drawn as charts draw it; the two that may be higher or lower share a sentence."""
    drawn = [categories_in(html.fromstring(drawing).iter("path")) for drawing, _ in draw_keys(MARK_KEYS, Store(None))]
    assert [category for found in drawn for category in found] == [
        SAME,
        HIGHER,
        LOWER,
        MAYBE_HIGHER,
        MAYBE_LOWER,
        UNKNOWN,
    ]
    messages = [message for _, message in draw_keys(LEGEND, Store(None))]
    assert len(set(messages)) == len(messages)


def test_words_have_the_colour_of_their_mark():
    """The style sheet agrees with the table; words that cannot be told apart are in the colour of text."""
    css = (THEME / "components/marks/style.css").read_text(encoding="utf-8")
    coloured = dict(re.findall(r"(\.row__words--[^{]+) \{ color: var\(--(\w+)\); \}", css))
    found = {name.strip(): shade for names, shade in coloured.items() for name in names.split(",")}
    assert found == {f".row__words--{code}": mark.stroke for code, mark in MARKS.items() if code != SAME}


def test_every_colour_of_a_drawing_has_a_class_and_a_token():
    """What charts name, the style sheet and the palette know."""
    css = (THEME / "components/marks/style.css").read_text(encoding="utf-8")
    palette = read_palette(THEME)
    for kind in WITH_MARKS:
        named = {colour_name(value) for value in _texts(kind().vega)} - {""}
        assert named <= palette.keys()
    for what, name in re.findall(r"\.(fill|stroke)-(\w+) \{ (?:fill|stroke): var\(--\2\); \}", css):
        assert name in palette, what


def _texts(spec):
    """Every text in a specification."""
    if isinstance(spec, dict):
        spec = list(spec.values())
    if isinstance(spec, list):
        return [text for part in spec for text in _texts(part)]
    return [spec] if isinstance(spec, str) else []


def test_the_palette_is_the_light_one_of_the_tokens():
    """The first block of the file; the dark one has the same names."""
    tokens = (THEME / "static/css/tokens.css").read_text(encoding="utf-8")
    palette, dark = read_palette(THEME), read_palette(THEME, dark=True)
    assert f"--ochre: {palette['ochre']};" in tokens
    assert dark.keys() <= palette.keys()
    assert dark["paper"] != palette["paper"]


def test_a_theme_without_colours_is_told_what_to_write(tmp_path):
    """The message names the file and shows a line."""
    (tmp_path / "static" / "css").mkdir(parents=True)
    (tmp_path / "static" / "css" / "tokens.css").write_text("p { margin: 0 }", encoding="utf-8")
    with pytest.raises(OpenComparisonsError, match=r"tokens\.css.*--name: #rrggbb;"):
        read_palette(tmp_path)


def test_no_code_has_a_colour_of_its_own():
    """Colours are defined in the tokens alone."""
    sources = [path for path in CODE.rglob("*.py") if path.name not in OWN_COLOURS]
    sources += [*THEME.rglob("*.js"), *THEME.rglob("*.html")]
    sources += [path for path in (THEME / "static/css").rglob("*.css") if path.name not in {"tokens.css", "print.css"}]
    hex_colour = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b", re.IGNORECASE)
    assert [path.name for path in sources if hex_colour.search(path.read_text(encoding="utf-8"))] == []
