"""
The pictures of pages in social media: the title, the finding in a sentence, and the spread of the providers.

Laid out here, since a picture has no HTML to put text in, and turned into PNG with the theme's fonts, so that the bytes
are the same on every machine.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import vl_convert as vlc

from open_comparisons.charts.sheets import (
    SERIF,
    draw_picture,
    letters,
    logo,
    place_drawing,
    rectangle,
    register_fonts,
    text_line,
    text_lines,
)
from open_comparisons.parts.finding import finding_of
from open_comparisons.parts.reporting_counts import group_sentence
from open_comparisons.parts.strips import strips_of
from open_comparisons.site.addresses import picture_address as picture_address
from open_comparisons.site.locales import plain
from open_comparisons.site.outputs import FileDraft
from open_comparisons.site.records import Row
from open_comparisons.site.source import Source
from open_comparisons.standard.model import Measure, TargetGroup
from open_comparisons.tools.store import digest

WIDTH: Final = 1200
HEIGHT: Final = 630
_EDGE: Final = 72
_LINE: Final = WIDTH - 2 * _EDGE


def preview_drafts(
    sources: Sequence[Source], palette: Mapping[str, str], fonts: Path, made_from: str
) -> Iterator[FileDraft]:
    """
    A picture per language for the site, each target group with figures, and each of its measures.

    Args:
        sources: One per language.
        palette: Colours by name.
        fonts: Folder of the theme's fonts.
        made_from: A hash of the standard and everything else behind the words of all pages.
    """
    for source in sources:
        lang, draw = source.locale.lang, partial(_draft, source=source, palette=palette, fonts=fonts)
        words = digest(source.store.tools, made_from, repr(palette), source.locale.digest)
        releases = [published.release.digest for _, published in sorted(source.published.items())]
        yield draw(picture_address(lang, "home"), digest(words, *releases), partial(home_picture, source))
        for group in source.shown_groups:
            key = digest(words, source.published[group.dataset].release.digest)
            place = picture_address(lang, "target-groups", group.id)
            yield draw(place, key, partial(group_picture, source, group))
            for measure in source.shown_measures(group):
                place = picture_address(lang, "target-groups", group.id, measure.id)
                yield draw(place, key, partial(measure_picture, source, group, measure))


def home_picture(source: Source, palette: Mapping[str, str]) -> str:
    """The site's name and question, and the finding of the home page."""
    finding = finding_of(source)
    return _picture(
        source,
        palette,
        title=source.locale.t("home.title"),
        text=finding.row.words if finding else source.locale.t("home.lead"),
        strips=[finding.row] if finding else [],
        below=[finding.group, finding.row.name, finding.row.note] if finding else [],
    )


def group_picture(source: Source, group: TargetGroup, palette: Mapping[str, str]) -> str:
    """A target group: its completeness in a sentence, and the spread of its first measures."""
    lang = source.locale.lang
    return _picture(
        source,
        palette,
        title=group.title.plain(lang),
        text=group_sentence(source, group),
        strips=strips_of(source, group, source.compared_measures(group)[:3]),
        below=[_release_date(source, group)],
    )


def measure_picture(source: Source, group: TargetGroup, measure: Measure, palette: Mapping[str, str]) -> str:
    """A measure in a target group: its finding in a sentence, and its spread."""
    lang = source.locale.lang
    row = strips_of(source, group, [source.leading(group, measure)])[0]
    return _picture(
        source,
        palette,
        title=row.name,
        text=row.words,
        strips=[row],
        below=[group.title.plain(lang), row.note, _release_date(source, group)],
    )


def png(svg: str, fonts: Path) -> bytes:
    """A drawing as a picture, with the theme's fonts."""
    register_fonts(fonts)
    return vlc.svg_to_png(svg)


def _draft(
    name: str,
    made_from: str,
    svg: Callable[[Mapping[str, str]], str],
    *,
    source: Source,
    palette: Mapping[str, str],
    fonts: Path,
) -> FileDraft:
    def make() -> bytes:
        drawing = svg(palette)
        return source.store.remember("pictures", (drawing,), lambda: png(drawing, fonts))

    return FileDraft.single(name, make, made_from)


def _release_date(source: Source, group: TargetGroup) -> str:
    locale = source.locale
    return locale.t("chip.release", date=locale.date(source.published[group.dataset].release.released))


def _picture(
    source: Source,
    palette: Mapping[str, str],
    *,
    title: str,
    text: str,
    strips: Sequence[Row],
    below: Sequence[str],
) -> str:
    title = plain(title)
    size = 76 if len(title) <= letters(76, _LINE, SERIF) else 58
    parts = [
        rectangle(0, 0, WIDTH, HEIGHT, "paper"),
        rectangle(0, 0, WIDTH, 10, "accent"),
        logo(_EDGE, 52),
        text_line(_EDGE + 84, 78, source.standard.site_title.plain(source.locale.lang), size=30, weight=600),
    ]
    if any(published.release.example for published in source.published.values()):
        notice = source.locale.t("example.title").rstrip(".")
        parts.append(text_line(WIDTH - _EDGE, 78, notice, size=26, ink="muted", anchor="end"))
    height = 108 + size
    for line in text_lines(title, size, most=2, width=_LINE, family=SERIF):
        parts.append(text_line(_EDGE, height, line, size=size, family=SERIF, weight=600))
        height += round(size * 1.12)
    height += 2
    for line in text_lines(plain(text), 33, most=3, width=_LINE):
        parts.append(text_line(_EDGE, height, line, size=33))
        height += 44
    parts += _strips(strips, top=height, bottom=HEIGHT - 74)
    parts.append(rectangle(_EDGE, HEIGHT - 70, _LINE, 1, "hairline"))
    words = " · ".join(part for part in map(plain, below) if part)
    parts.append(text_line(_EDGE, HEIGHT - 30, words, size=25, ink="muted"))
    return draw_picture(WIDTH, HEIGHT, parts, palette)


def _strips(strips: Sequence[Row], *, top: int, bottom: int) -> list[ET.Element]:
    """One drawing over the whole width, or several under each other with their names beside them."""
    if not strips:
        return []
    parts, room = [], (bottom - top) // len(strips)
    named = len(strips) > 1
    left = _EDGE + (360 if named else 0)
    width = WIDTH - _EDGE - left
    height = min(room - (0 if named else 40), round(width * 0.11))
    for number, strip in enumerate(strips):
        y = top + number * room + (room - height) // 2 - (0 if named else 16)
        if named:
            name = text_lines(plain(strip.name), 27, most=1, width=330)[0]
            parts.append(text_line(_EDGE, y + height // 2 + 9, name, size=27, weight=600))
            parts.append(rectangle(_EDGE, top + number * room, _LINE, 1, "hairline"))
        parts.append(place_drawing(strip.marks, left, y, width, height))
        if not named:
            step = width / max(1, len(strip.axis) - 1)
            anchors = ["start", *["middle"] * (len(strip.axis) - 2), "end"]
            parts += [
                text_line(round(left + place * step), y + height + 32, label, size=25, ink="muted", anchor=anchor)
                for place, (label, anchor) in enumerate(zip(strip.axis, anchors, strict=False))
            ]
    return parts
