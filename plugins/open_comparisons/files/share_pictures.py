"""
The pictures that show a page where it is shared: its name, the sentence that reads it, and how the providers spread.

Drawn as SVG by rules of our own, since a picture has no HTML to put text in, and turned into PNG with the theme's
fonts, so that the bytes are the same on every machine.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Final

import vl_convert as vlc

from open_comparisons.charts.kinds import HAIRLINE, MIDDLE, MUTED, PAPER
from open_comparisons.files.svg_text import SERIF, letters, svg_lines, svg_logo, svg_text
from open_comparisons.parts.finding import finding_of, group_sentence
from open_comparisons.parts.strips import strips_of
from open_comparisons.site.addresses import picture
from open_comparisons.site.locales import plain
from open_comparisons.site.outputs import File, FileDraft
from open_comparisons.tools.store import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from open_comparisons.site.records import Row
    from open_comparisons.site.source import Source
    from open_comparisons.standard.model import Measure, TargetGroup

WIDTH: Final = 1200
HEIGHT: Final = 630
_EDGE: Final = 72
_LINE: Final = WIDTH - 2 * _EDGE


def preview_drafts(sources: Sequence[Source], fonts: Path, made_from: str) -> Iterator[FileDraft]:
    """
    A picture per language for the site, each target group with figures, and each of its measures.

    Args:
        sources: One per language.
        fonts: Folder of the theme's fonts.
        made_from: A hash of the standard and of whatever else the words of every page rest on.
    """
    for source in sources:
        lang = source.locale.lang
        words = digest(source.store.tools, made_from, repr(sorted(source.locale.texts.items())))
        released = [published.release.digest for _, published in sorted(source.published.items())]
        yield _draft(picture(lang, "home"), digest(words, *released), partial(home_picture, source), source, fonts)
        for group in source.shown_groups:
            key = digest(words, source.published[group.dataset].release.digest)
            place = picture(lang, "target-groups", group.id)
            yield _draft(place, key, partial(group_picture, source, group), source, fonts)
            for measure in source.shown_measures(group):
                place = picture(lang, "target-groups", group.id, measure.id)
                yield _draft(place, key, partial(measure_picture, source, group, measure), source, fonts)


def home_picture(source: Source) -> str:
    """The site's name and question, and the finding of the home page."""
    finding = finding_of(source)
    return _picture(
        source,
        title=source.locale.t("home.title"),
        text=finding.row.words if finding else source.locale.t("home.lead"),
        strips=[finding.row] if finding else [],
        below=[finding.group, finding.row.name, finding.row.note] if finding else [],
    )


def group_picture(source: Source, group: TargetGroup) -> str:
    """A target group: who reported, and how its first measures spread."""
    lang = source.locale.lang
    return _picture(
        source,
        title=group.title.plain(lang),
        text=group_sentence(source, group),
        strips=strips_of(source, group, source.shown_measures(group)[:3]),
        below=[_released(source, group)],
    )


def measure_picture(source: Source, group: TargetGroup, measure: Measure) -> str:
    """A measure in a target group: the sentence that reads it, and how it spreads."""
    lang = source.locale.lang
    row = strips_of(source, group, [measure])[0]
    return _picture(
        source,
        title=row.name,
        text=row.words,
        strips=[row],
        below=[group.title.plain(lang), row.note, _released(source, group)],
    )


def png(svg: str, fonts: Path) -> bytes:
    """A drawing as a picture, with the theme's fonts."""
    _register(fonts)
    return vlc.svg_to_png(svg)


@cache
def _register(fonts: Path) -> None:
    vlc.register_font_directory(str(fonts.resolve()))


def _draft(name: str, made_from: str, svg: partial[str], source: Source, fonts: Path) -> FileDraft:
    def make() -> list[File]:
        drawing = svg()
        return [File(name, source.store.remember("pictures", (drawing,), lambda: png(drawing, fonts)))]

    return FileDraft((name,), made_from, make)


def _released(source: Source, group: TargetGroup) -> str:
    locale = source.locale
    return locale.t("chip.release", date=locale.date(source.published[group.dataset].release.released))


def _picture(source: Source, *, title: str, text: str, strips: Sequence[Row], below: Sequence[str]) -> str:
    size = 76 if len(title) <= letters(76, _LINE, SERIF) else 58
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/><rect width="{WIDTH}" height="10" fill="{MIDDLE}"/>',
        svg_logo(_EDGE, 52),
        svg_text(_EDGE + 84, 78, source.standard.site_title.plain(source.locale.lang), size=30, weight=600),
    ]
    if any(published.release.example for published in source.published.values()):
        notice = source.locale.t("example.title").rstrip(".")
        parts.append(svg_text(WIDTH - _EDGE, 78, notice, size=26, colour=MUTED, anchor="end"))
    height = 108 + size
    for line in svg_lines(title, size, most=2, width=_LINE, family=SERIF):
        parts.append(svg_text(_EDGE, height, line, size=size, family=SERIF, weight=600))
        height += round(size * 1.12)
    height += 2
    for line in svg_lines(text, 33, most=3, width=_LINE):
        parts.append(svg_text(_EDGE, height, line, size=33))
        height += 44
    parts += _strips(strips, top=height, bottom=HEIGHT - 74)
    parts.append(f'<rect x="{_EDGE}" y="{HEIGHT - 70}" width="{_LINE}" height="1" fill="{HAIRLINE}"/>')
    told = " · ".join(part for part in map(plain, below) if part)
    parts.append(svg_text(_EDGE, HEIGHT - 30, told, size=25, colour=MUTED))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f"{''.join(parts)}</svg>"
    )


def _strips(strips: Sequence[Row], *, top: int, bottom: int) -> list[str]:
    """One drawing over the whole width, or several under each other with their names beside them."""
    if not strips:
        return []
    parts, room = [], (bottom - top) // len(strips)
    named = len(strips) > 1
    left = _EDGE + (360 if named else 0)
    width = WIDTH - _EDGE - left
    tall = min(room - (0 if named else 40), round(width * 0.11))
    for number, strip in enumerate(strips):
        y = top + number * room + (room - tall) // 2 - (0 if named else 16)
        placed = f'<svg x="{left}" y="{y}" width="{width}" height="{tall}" '
        if named:
            name = svg_lines(strip.name, 27, most=1, width=330)[0]
            parts.append(svg_text(_EDGE, y + tall // 2 + 9, name, size=27, weight=600))
            parts.append(f'<rect x="{_EDGE}" y="{top + number * room}" width="{_LINE}" height="1" fill="{HAIRLINE}"/>')
        parts.append(str(strip.marks).replace("<svg ", placed, 1))
        if not named:
            step = width / max(1, len(strip.axis) - 1)
            anchors = ["start", *["middle"] * (len(strip.axis) - 2), "end"]
            parts += [
                svg_text(round(left + place * step), y + tall + 32, label, size=25, colour=MUTED, anchor=anchor)
                for place, (label, anchor) in enumerate(zip(strip.axis, anchors, strict=False))
            ]
    return parts
