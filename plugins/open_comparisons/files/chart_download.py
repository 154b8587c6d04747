"""
A measure's chart as a picture to use alone: its message in words, all rows, a legend and the source.

The renderer draws the marks of the live chart; all words are laid out here, those of a row beside its mark. The marks
and the legend are those of the page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple, Self
from xml.etree import ElementTree as ET

from open_comparisons.charts.compiled import chart_kind
from open_comparisons.charts.draw import draw_keys, render
from open_comparisons.charts.marks import LEGEND, MARKS
from open_comparisons.charts.sheets import (
    SANS,
    SERIF,
    draw_picture,
    logo,
    place_drawing,
    rectangle,
    register_fonts,
    text_line,
    text_lines,
)
from open_comparisons.estimates.comparison import HIGHER, LOWER, METHOD_VERSION
from open_comparisons.parts.chart_links import chart_file_address, has_own_chart
from open_comparisons.parts.comparison_table import lead_records, lead_table
from open_comparisons.site.addresses import address
from open_comparisons.site.locales import plain
from open_comparisons.site.outputs import FileDraft
from open_comparisons.site.records import ComparisonTable, Row
from open_comparisons.site.sentences import direction_sentence
from open_comparisons.site.source import Source
from open_comparisons.standard.model import Measure, TargetGroup
from open_comparisons.tools.store import Store, digest

WIDTH: Final = 1120
_EDGE: Final = 40
_RIGHT: Final = WIDTH - _EDGE
# The columns of the chart: names to the left of the plot, then figures, then words.
_NAMES: Final = 276
_PLOT: Final = 324
_FIGURES: Final = 196
_INTERVALS: Final = 106
_WORDS: Final = _RIGHT - _EDGE - _NAMES - _PLOT - _FIGURES
_SAFE: Final = 0.92
"""The part of a width that is filled, since the reader's fonts may be wider than ours."""
_MEANING_STEP: Final = 18
_REASON_STEP: Final = 16
"""From one line to the next, of what a row means and of the reason why it has no figure."""
_AXIS: Final = 26
"""Room for the labels of the axis, above the rows and below."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """
    The means of drawing pictures: what all charts of a site that are downloaded share.

    Attributes:
        palette: Colours by name.
        fonts: Folder of the theme's fonts.
        site_address: The address of the site; "" where not known.
    """

    palette: Mapping[str, str]
    fonts: Path
    site_address: str


def chart_file_drafts(sources: Sequence[Source], drawing: Drawing, made_from: str) -> Iterator[FileDraft]:
    """
    A picture per measure and language, where the providers are few enough for one.

    Args:
        sources: One per language.
        drawing: Colours, fonts and the site's address.
        made_from: A hash of the standard, the directory and everything else behind the words of all pages.
    """
    for source in sources:
        words = digest(source.store.tools, made_from, drawing.site_address, repr(drawing.palette), source.locale.digest)
        for group in source.shown_groups:
            key = digest(words, source.published[group.dataset].release.digest)
            for measure in source.shown_measures(group):
                if has_own_chart(source, group, measure):
                    name = chart_file_address(source, group, measure)
                    make = partial(chart_picture, source, group, measure, drawing)
                    yield FileDraft.single(name, make, key).kept_in(source.store)


def chart_picture(source: Source, group: TargetGroup, measure: Measure, drawing: Drawing) -> str:
    """The leading period of a measure as SVG."""
    locale, t = source.locale, source.locale.t
    measure = source.leading(group, measure)
    lang, release = locale.lang, source.published[group.dataset].release
    table = lead_table(source, group, measure)
    title, site = measure.title.plain(lang), source.standard.site_title.plain(lang)
    page = _Flow()
    page.add(rectangle(0, 0, WIDTH, 6, "accent"), logo(_EDGE, 26, 0.6))
    page.add(text_line(_EDGE + 50, 42, site, size=17, weight=600))
    if release.example:
        notice = f"{t('example.title')} {t('example.text')}"
        page.add(text_line(_RIGHT, 42, notice, size=15, ink="ochre", anchor="end"))
    page.down = 100
    page.write(title, 38, 44, most=2, family=SERIF)
    page.down -= 6
    about = ", ".join(part for part in (group.title.plain(lang), table.title if table else "") if part)
    page.write(f"{about}. {direction_sentence(measure, locale)}", 17, 24, most=2)
    page.down += 12
    if table:
        page.write(table.sentence, 22, 30, family=SERIF)
        page.write(table.reference, 16, 22)
        page.down += 22
        _add_heads(page, (t("head.provider"), t(f"head.{measure.kind.name}"), t("head.interval"), t("head.compared")))
        _add_chart(page, table, lead_records(source, group, measure), drawing.fonts, source.store)
        _add_legend(page, source)
    source_words = [
        t("picture.source", site=site),
        t("chip.release", date=locale.date(release.released)),
        t("chip.method", version=METHOD_VERSION),
        t("releases.licence", licence=source.standard.licence_title.plain(lang)),
    ]
    if drawing.site_address:
        source_words.append(f"{drawing.site_address}/{address(lang, 'target-groups', group.id, measure.id)}")
    page.add(rectangle(_EDGE, page.down, _RIGHT - _EDGE, 1, "hairline"))
    page.down += 30
    page.write(" · ".join(source_words), 15, 21, ink="muted")
    height = page.down + 14
    return draw_picture(
        WIDTH,
        height,
        [rectangle(0, 0, WIDTH, height, "paper"), *page.parts],
        drawing.palette,
        title=f"{title}: {group.title.plain(lang)}",
        about=plain(table.sentence) if table else "",
        lang=lang,
    )


@dataclass(slots=True)
class _Flow:
    """The parts of a picture that grows downwards, and the place of the next line."""

    parts: list[ET.Element] = field(default_factory=list)
    down: int = 0

    def add(self, *parts: ET.Element) -> None:
        self.parts += parts

    def write(self, text: str, size: int, step: int, *, most: int = 3, family: str = SANS, ink: str = "ink") -> None:
        """Lines over the whole width; those in serifs are bold, since that is the only cut we have."""
        weight = 600 if family == SERIF else 400
        for line in text_lines(plain(text), size, most=most, width=(_RIGHT - _EDGE) * _SAFE, family=family):
            self.add(text_line(_EDGE, self.down, line, size=size, family=family, weight=weight, ink=ink))
            self.down += step


def _add_heads(page: _Flow, titles: tuple[str, str, str, str]) -> None:
    """The titles of the columns: of names, figures, intervals and words."""
    provider, value, interval, compared = titles
    figures = _EDGE + _NAMES + _PLOT + _FIGURES
    for x, title, anchor in (
        (_EDGE, provider, "start"),
        (figures - _INTERVALS, value, "end"),
        (figures - 6, interval, "end"),
        (figures + 22, compared, "start"),
    ):
        page.add(text_line(x, page.down, title, size=13, ink="muted", anchor=anchor))


def _add_chart(
    page: _Flow, table: ComparisonTable, marks: Sequence[Mapping[str, Any]], fonts: Path, store: Store
) -> None:
    """All rows: the marks as the renderer draws them, the axis above and below, and the words of each row."""
    words = [_RowWords.of(row) for row in table.rows]
    tops = [0.0, *accumulate(each.height for each in words)]
    height = tops[-1]
    rows = [
        dict(mark) | {"y": (top + bottom) / 2, "top": top, "bottom": bottom}
        for mark, (top, bottom) in zip(marks, pairwise(tops), strict=True)
    ]
    places = [place / max(1, len(table.axis) - 1) for place in range(len(table.axis))]
    ticks = [{"position": place} for place in places]
    reference = next((mark["reference"] for mark in marks if "reference" in mark), None)
    if reference is not None:
        ticks.append({"reference": reference})
    register_fonts(fonts)
    drawn = render(
        chart_kind("picture", store),
        {"rows": rows, "ticks": ticks},
        {"drawn": height, "left": _NAMES, "right": _FIGURES, "beyond": _WORDS},
        width=_PLOT,
        height=height,
        padding={"left": _NAMES, "right": _FIGURES + _WORDS, "top": _AXIS, "bottom": _AXIS},
    )
    top = page.down - 14 + _AXIS
    page.add(place_drawing(drawn, _EDGE, top - _AXIS, _RIGHT - _EDGE, height + 2 * _AXIS))
    for label, place in zip(table.axis, places, strict=True):
        for y in (top - 8, top + height + 18):
            page.add(text_line(_EDGE + _NAMES + place * _PLOT, y, label, size=13, ink="muted", anchor="middle"))
    for row, own, start in zip(table.rows, words, tops, strict=False):
        page.add(*_row_texts(row, own, top + start + own.height / 2))
    page.down += round(height) + 2 * _AXIS + 14


class _RowWords(NamedTuple):
    """What a row means and why, in lines, and the height of the row: as tall as its longest column."""

    meaning: list[str]
    reason: list[str]
    height: float

    @classmethod
    def of(cls, row: Row) -> Self:
        meaning = text_lines(plain(row.words), 14, most=2, width=(_WORDS - 22) * _SAFE)
        reason = text_lines(plain(row.reason), 13, most=4, width=(_WORDS - 22) * _SAFE)
        beside = _MEANING_STEP * len(meaning) + _REASON_STEP * len(reason)
        return cls(meaning, reason, max(44 if row.note else 34, beside + 14))


def _row_texts(row: Row, words: _RowWords, middle: float) -> Iterator[ET.Element]:
    """The words of a row around the height of its mark: the name, the figure with its interval, and what it means."""
    names = ((row.name, 15, "ink", -4 if row.note else 5), (plain(row.note), 13, "muted", 13))
    for text, size, ink, below in names:
        for line in text_lines(text, size, most=1, width=_NAMES - 14):
            yield text_line(_EDGE, middle + below, line, size=size, ink=ink)
    right = _EDGE + _NAMES + _PLOT + _FIGURES
    if row.shown:
        figure = plain(row.value)
        yield text_line(right - _INTERVALS, middle + 5, figure, size=15, weight=600, anchor="end")
    beside = plain(row.interval if row.shown else row.value)
    yield text_line(right - 6, middle + 5, beside, size=14, ink="muted", anchor="end")
    y = middle - (_MEANING_STEP * len(words.meaning) + _REASON_STEP * len(words.reason)) / 2 + 13
    weight = 600 if row.category in (HIGHER, LOWER) else 400
    for line in words.meaning:
        yield text_line(right + 22, y, line, size=14, weight=weight, ink=MARKS[row.category].stroke)
        y += _MEANING_STEP
    for line in words.reason:
        yield text_line(right + 22, y, line, size=13, ink="muted")
        y += _REASON_STEP


def _add_legend(page: _Flow, source: Source) -> None:
    """The legend, in two columns, each from the top to the bottom."""
    kind, width = chart_kind("key", source.store), (_RIGHT - _EDGE) // 2
    entries = draw_keys(LEGEND, source.store)
    half = -(-len(entries) // 2)
    page.down += 14
    columns = []
    for number, column in enumerate((entries[:half], entries[half:])):
        x, y = _EDGE + number * width, page.down
        for drawing, message in column:
            lines = text_lines(source.locale.t(message), 14, most=4, width=(width - 66) * _SAFE)
            page.add(place_drawing(drawing, x, y - 15, kind.width, kind.height))
            page.add(*(text_line(x + 46, y + 19 * place, line, size=14) for place, line in enumerate(lines)))
            y += 19 * len(lines) + 9
        columns.append(y)
    page.down = max(columns) + 4
