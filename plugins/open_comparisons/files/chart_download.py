"""
A measure's chart as a picture that stands by itself: what it shows in words, all rows, how to read them, its source.

Drawn as SVG by rules of our own, like the pictures for sharing. What the page tells in a table of HTML is text in the
drawing; the marks are those of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from markupsafe import escape

from open_comparisons.charts.kinds import BLUE, CHANCE, HAIRLINE, INK, MIDDLE, MUTED, OCHRE, PAPER, PROTECTED, row_chart
from open_comparisons.estimates.comparison import METHOD_VERSION
from open_comparisons.files.svg_text import SANS, SERIF, svg_lines, svg_logo, svg_text
from open_comparisons.parts.chart_links import chart_file_address, has_own_chart
from open_comparisons.parts.comparison_table import lead_table
from open_comparisons.site.addresses import address
from open_comparisons.site.outputs import File, FileDraft
from open_comparisons.site.sentences import direction_sentence
from open_comparisons.tools.store import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from open_comparisons.site.records import Row, Table
    from open_comparisons.site.source import Source
    from open_comparisons.standard.model import Measure, TargetGroup

WIDTH: Final = 1120
_EDGE: Final = 40
_RIGHT: Final = WIDTH - _EDGE
# Where the columns are: names from the edge, then marks, the ends of values and intervals, and words.
_NAMES: Final = 215
_MARKS: Final = 272
_PLOT: Final = 350
_VALUES: Final = 716
_INTERVALS: Final = 822
_WORDS: Final = 846
_LEGENDS: Final = 2
# Whoever opens the picture may lack our fonts, and theirs may be wider.
_SANS: Final = f"{SANS}, 'Source Sans 3', 'Segoe UI', Roboto, Arial, sans-serif"
_SERIF: Final = f"{SERIF}, Georgia, serif"
_SAFE: Final = 0.95

_COLOURS: Final = {"hogre": BLUE, "kanske-hogre": BLUE, "lagre": OCHRE, "kanske-lagre": OCHRE}
_DRAWING: Final = re.compile(r"<svg [^>]*>(.*)</svg>", re.DOTALL)
_HATCH: Final = (
    '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="5" height="5" fill="{PAPER}"/><path d="M0 0v5" stroke="{MUTED}" stroke-width="2"/></pattern></defs>'
)
_KEYS: Final = {
    "point": f'<path d="M0 10h30" stroke="{INK}" stroke-width="2"/><circle cx="15" cy="10" r="4.7" fill="{INK}"/>',
    "band": f'<rect y="3" width="30" height="14" fill="{CHANCE}"/>'
    f'<path d="M15 0v20" stroke="{INK}" stroke-dasharray="2,2"/>',
    "higher": f'<path d="M9 15l6 -11l6 11z" fill="{BLUE}"/>',
    "lower": f'<path d="M9 5l6 11l6 -11z" fill="{OCHRE}"/>',
    "maybe": f'<circle cx="8" cy="10" r="4.5" fill="{PAPER}" stroke="{BLUE}" stroke-width="2"/>'
    f'<circle cx="22" cy="10" r="4.5" fill="{PAPER}" stroke="{OCHRE}" stroke-width="2"/>',
    "protected": f'<rect y="5" width="30" height="9" fill="url(#hatch)" stroke="{MUTED}"/>',
}
"""What the legend explains: marks in a field of 30 by 20, by the name of their text."""


def chart_file_drafts(sources: Sequence[Source], site_address: str, made_from: str) -> Iterator[FileDraft]:
    """
    A picture per measure and language, where the providers are few enough for one.

    Args:
        sources: One per language.
        site_address: Where the site is; "" where that is not known.
        made_from: A hash of the standard, the directory and whatever else the words of every page rest on.
    """
    for source in sources:
        words = digest(source.store.tools, made_from, site_address, repr(sorted(source.locale.texts.items())))
        for group in source.shown_groups:
            key = digest(words, source.published[group.dataset].release.digest)
            for measure in source.shown_measures(group):
                if has_own_chart(source, group, measure):
                    name = chart_file_address(source, group, measure)
                    yield FileDraft((name,), key, partial(_files, name, source, group, measure, site_address))


def _files(name: str, source: Source, group: TargetGroup, measure: Measure, site_address: str) -> list[File]:
    return [File(name, chart_picture(source, group, measure, site_address))]


def chart_picture(source: Source, group: TargetGroup, measure: Measure, site_address: str) -> str:
    """The leading period of a measure as SVG."""
    locale, t = source.locale, source.locale.t
    lang, release = locale.lang, source.published[group.dataset].release
    table = lead_table(source, group, measure)
    title, site = measure.title.plain(lang), source.standard.site_title.plain(lang)
    sheet = _Sheet()
    sheet.add(svg_logo(_EDGE, 26, 0.6))
    sheet.write(_EDGE + 50, 42, site, size=17, weight=600)
    if release.example:
        sheet.write(_RIGHT, 42, f"{t('example.title')} {t('example.text')}", size=15, colour=OCHRE, anchor="end")
    sheet.down = 100
    sheet.flow(title, 38, most=2, family=_SERIF, weight=600, step=44)
    period = table.title if table else ""
    told = [group.title.plain(lang), period]
    sheet.down -= 6
    sheet.flow(
        f"{', '.join(part for part in told if part)}. {direction_sentence(measure, locale)}", 17, most=2, step=24
    )
    sheet.down += 12
    if table:
        sheet.flow(table.sentence, 22, most=3, family=_SERIF, weight=600, step=30)
        sheet.flow(table.reference, 16, most=3, step=22)
        sheet.down += 8
        _rows(
            sheet, table, (t("head.provider"), t(f"head.{measure.kind.name}"), t("head.interval"), t("head.compared"))
        )
        _legend(sheet, [(drawing, t(f"legend.{name}")) for name, drawing in _KEYS.items()])
    source_words = [
        t("picture.source", site=site),
        t("chip.release", date=locale.date(release.released)),
        t("chip.method", version=METHOD_VERSION),
        t("releases.licence", licence=source.standard.licence_title.plain(lang)),
    ]
    if site_address:
        source_words.append(f"{site_address}/{address(lang, 'target-groups', group.id, measure.id)}")
    sheet.rule()
    sheet.down += 30
    sheet.flow(" · ".join(source_words), 15, most=3, step=21, colour=MUTED)
    return sheet.svg(lang, f"{title}: {group.title.plain(lang)}", table.sentence if table else "")


@dataclass(slots=True)
class _Sheet:
    """A drawing that grows downwards: its parts, and how far down the next line stands."""

    parts: list[str] = field(default_factory=list)
    down: int = 0

    def add(self, part: str) -> None:
        self.parts.append(part)

    def write(self, x: int, y: int, text: str, *, size: int, family: str = _SANS, **look: object) -> None:
        self.add(svg_text(x, y, text, size=size, family=family, **look))  # type: ignore[arg-type]

    def flow(self, text: str, size: int, *, most: int, step: int, family: str = _SANS, **look: object) -> None:
        """Lines over the whole width."""
        for line in _fitting(text, size, _RIGHT - _EDGE, most, family) if text else []:
            self.write(_EDGE, self.down, line, size=size, family=family, **look)
            self.down += step

    def rule(self, colour: str = HAIRLINE) -> None:
        self.add(f'<rect x="{_EDGE}" y="{self.down}" width="{_RIGHT - _EDGE}" height="1" fill="{colour}"/>')

    def svg(self, lang: str, title: str, about: str) -> str:
        height = self.down + 14
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}" xml:lang="{lang}">'
            f"<title>{escape(title)}</title><desc>{escape(about)}</desc>"
            f'{_HATCH}<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>'
            f'<rect width="{WIDTH}" height="6" fill="{MIDDLE}"/>{"".join(self.parts)}</svg>\n'
        )


def _fitting(text: str, size: int, width: int, most: int, family: str = _SANS) -> list[str]:
    return svg_lines(text, size, most=most, width=int(width * _SAFE), family=family)


def _rows(sheet: _Sheet, table: Table, head: tuple[str, str, str, str]) -> None:
    """The titles of the columns, the axis, and a row for each provider."""
    provider, value, interval, compared = head
    sheet.down += 14
    for x, text, anchor in (
        (_EDGE, provider, "start"),
        (_VALUES, value, "end"),
        (_INTERVALS, interval, "end"),
        (_WORDS, compared, "start"),
    ):
        sheet.write(x, sheet.down, text, size=13, colour=MUTED, anchor=anchor)
    last = max(1, len(table.axis) - 1)
    for number, label in enumerate(table.axis):
        place = round(_MARKS + number * _PLOT / last)
        sheet.write(place, sheet.down, label, size=13, colour=MUTED, anchor="middle")
    sheet.down += 10
    sheet.rule(MUTED)
    for row in table.rows:
        _row(sheet, row)


def _row(sheet: _Sheet, row: Row) -> None:
    names = _fitting(row.name, 16, _NAMES, 2)
    notes = _fitting(row.note, 13, _NAMES, 2) if row.note else []
    words = _fitting(row.words, 14, _RIGHT - _WORDS, 2) if row.words else []
    reasons = _fitting(row.reason, 13, _RIGHT - _WORDS, 4) if row.reason else []
    tall = max(19 * len(names) + 16 * len(notes), 18 * len(words) + 16 * len(reasons), 30) + 14
    middle = sheet.down + tall // 2
    _stacked(sheet, _EDGE, middle, (names, 16, INK, 400), (notes, 13, MUTED, 400))
    if drawn := _DRAWING.fullmatch(str(row.marks)):
        kind = row_chart()
        high = _PLOT * kind.height / kind.width
        marks = drawn[1].replace(f'fill="{PROTECTED}"', 'fill="url(#hatch)"')
        sheet.add(
            f'<svg x="{_MARKS}" y="{middle - high / 2:g}" width="{_PLOT}" height="{high:g}" '
            f'viewBox="0 0 {kind.width} {kind.height}">{marks}</svg>'
        )
    weight, colour = (600, INK) if row.shown else (400, MUTED)
    sheet.write(_VALUES, middle + 6, row.value, size=16, weight=weight, colour=colour, anchor="end")
    if row.interval:
        sheet.write(_INTERVALS, middle + 6, row.interval, size=14, colour=MUTED, anchor="end")
    _stacked(sheet, _WORDS, middle, (words, 14, _COLOURS.get(row.category, INK), 400), (reasons, 13, MUTED, 400))
    sheet.down += tall
    sheet.rule()


def _stacked(sheet: _Sheet, x: int, middle: int, *blocks: tuple[list[str], int, str, int]) -> None:
    """Blocks of lines below each other, as high above the middle as below."""
    steps = [(line, size, colour, weight) for lines, size, colour, weight in blocks for line in lines]
    y = middle - sum(size + 3 for _, size, _, _ in steps) / 2
    for line, size, colour, weight in steps:
        y += size + 3
        sheet.write(x, round(y - 4), line, size=size, colour=colour, weight=weight)


def _legend(sheet: _Sheet, keys: Sequence[tuple[str, str]]) -> None:
    """What each mark means, in columns."""
    sheet.down += 28
    width = (_RIGHT - _EDGE) // _LEGENDS
    for start in range(0, len(keys), _LEGENDS):
        lines = [(drawing, _fitting(text, 14, width - 70, 4)) for drawing, text in keys[start : start + _LEGENDS]]
        for number, (drawing, texts) in enumerate(lines):
            x = _EDGE + number * width
            sheet.add(f'<g transform="translate({x},{sheet.down - 15})">{drawing}</g>')
            for step, line in enumerate(texts):
                sheet.write(x + 42, sheet.down + step * 19, line, size=14)
        sheet.down += 19 * max(len(texts) for _, texts in lines) + 9
    sheet.down += 4
