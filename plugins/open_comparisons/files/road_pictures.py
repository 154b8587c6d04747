"""
Pictures for the page on how to submit: the road, the blank workbook, its data, and the tool in the browser.

They are drawings in the words of the workbook and of the tool themselves, so that they change with them. They are as
narrow as a phone, since text in a wider one would be too small to read there.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Final
from xml.etree.ElementTree import Element

from open_comparisons.charts.palette import colour
from open_comparisons.charts.sheets import draw_picture, element, rectangle, text_line, text_lines
from open_comparisons.intake.handover.description import ANSWERS
from open_comparisons.intake.handover.sheet import answer_label
from open_comparisons.site.addresses import address
from open_comparisons.site.locales import Locale
from open_comparisons.site.outputs import File, FileDraft
from open_comparisons.site.source import Source
from open_comparisons.site.steps import template_steps
from open_comparisons.standard.model import Standard
from open_comparisons.tools.store import digest

PICTURES: Final[Mapping[str, Mapping[str, str]]] = {
    "road": {"sv": "vagen.svg", "en": "road.svg"},
    "template": {"sv": "mallen.svg", "en": "template.svg"},
    "data": {"sv": "bladet-data.svg", "en": "data-sheet.svg"},
    "tool": {"sv": "verktyget.svg", "en": "tool.svg"},
}
"""File names of the pictures by language, in the folder of the page."""
WIDTH: Final = 360
_FONTS: Final = "Segoe UI, Roboto, Helvetica, Arial, sans-serif"
_EDGE: Final = 14
_BAR: Final = 30
_LINE: Final = 19
_MOST_LINES: Final = 2
"""Of the message beside a cell; room for as many is left in any case, since the page states the height."""
_SECOND: Final = 158
"""Where the second column of a sheet begins."""


def picture_place(lang: str, name: str) -> str:
    """The address of a picture."""
    return f"{address(lang, 'submit')}{PICTURES[name][lang]}"


def road_picture_draft(sources: Sequence[Source], palette: Mapping[str, str], made_from: str) -> FileDraft:
    """
    All pictures in each language.

    Args:
        sources: One per language.
        palette: Colours by name.
        made_from: A hash of the standard.
    """
    names = tuple(picture_place(source.locale.lang, name) for source in sources for name in PICTURES)
    key = digest(sources[0].store.tools, made_from, repr(palette), *(source.locale.digest for source in sources))
    return FileDraft(names, key, partial(_files, sources, palette))


def _files(sources: Sequence[Source], palette: Mapping[str, str]) -> list[File]:
    files = []
    for source in sources:
        locale, standard = source.locale, source.standard
        drawn = {
            "road": _road(locale),
            "template": _template(locale, standard),
            "data": _data(locale, standard),
            "tool": _tool(locale),
        }
        for name, (height, parts) in drawn.items():
            picture = draw_picture(
                WIDTH, height, parts, palette, title=locale.t(f"road.{name}.title"), lang=locale.lang
            )
            files.append(File(picture_place(locale.lang, name), picture))
    return files


_Drawing = tuple[int, list[Element]]
"""The height of a picture, and its parts from the back to the front."""


def _road(locale: Locale) -> _Drawing:
    """Three stations, of which the first two are on the provider's own computer."""
    t = locale.t
    stations = [("template", "notice"), ("tool", "panel"), ("package", "panel")]
    height, top, step = 78, 44, 104
    bottom = top + 2 * step - 12
    parts = [
        _box(0.5, 0.5, WIDTH - 1, top + 3 * step - 8, "paper", "hairline"),
        _box(_EDGE, 16, WIDTH - 2 * _EDGE, bottom - 16, "chance", "hairline"),
        _words(_EDGE + 12, 35, t("road.own-computer"), size=12.5, weight=600, ink="muted"),
    ]
    tops = [top, top + step, top + 2 * step + 8]
    for (name, ink), y in zip(stations, tops, strict=True):
        x, width = _EDGE + 12, WIDTH - 2 * _EDGE - 24
        parts.append(_box(x, y, width, height, ink, "accent" if name == "package" else "hairline"))
        parts.append(_words(x + 12, y + 24, t(f"road.{name}"), size=15, weight=700, ink="accent"))
        parts += _paragraph(x + 12, y + 45, t(f"road.{name}-about"), width - 20, most=2)
    for above, below in pairwise(tops):
        parts.append(_arrow(WIDTH / 2, above + height, below))
    return top + 3 * step - 7, parts


def _template(locale: Locale, standard: Standard) -> _Drawing:
    """The first sheet of the blank workbook, from its title to the answers about the submission."""
    t = locale.t
    y = _BAR + 26
    parts = [_words(_EDGE, y, t("road.sheet-title"), size=17, weight=700, ink="accent")]
    y += 12
    parts += _head(y, t("fill.steps-title"))
    y += 24
    for number, step in enumerate(template_steps(locale, standard), start=1):
        y += _LINE
        parts.append(_words(_EDGE + 4, y - 4, f"{number}. {step.name}", size=13, weight=600))
    titles = {column.role: column.title.plain(locale.lang) for column in standard.columns}
    own = [(titles[role], t(f"road.example.{role}")) for role in ("provider_id", "provider_name") if role in titles]
    answers = [(answer_label(name, locale.lang), t(f"road.example.{name}")) for name in ANSWERS]
    for title, lines in ((t("fill.own"), own), (t("fill.answers"), answers)):
        y += 10
        parts += _head(y, title)
        y += 24
        for label, written in lines:
            parts += _field(y, label, written)
            y += 26
    parts += _tabs(y + 12, [t(f"fill.sheet-{name}") for name in ("guide", "absent", "data")])
    height = y + 12 + _BAR
    return height, [*_window(height, t("road.file-name")), *parts]


def _data(locale: Locale, standard: Standard) -> _Drawing:
    """Some rows of data, one of them with a wrong number, the message beside a cell and the sheet of checks."""
    t = locale.t
    measure = next(iter(standard.measures.values()))
    # A standard need not have all of them: then the picture shows them in English.
    named = {column.role: column.name for column in standard.columns}
    names = [named.get(role, role) for role in ("period", "numerator", "denominator", "value")]
    edges = [_EDGE, _EDGE + 98, _EDGE + 176, _EDGE + 254, WIDTH - _EDGE]
    y = _BAR + 12
    parts = [_words(_EDGE, y + 10, measure.id, size=13, weight=600)]
    y += 20
    rows = [("2020/2022", "31", "40", 77.5), ("2022", "17", "12", None), ("2021", "", "", None)]
    for place, name in enumerate(names):
        left, right = edges[place : place + 2]
        parts += [
            _box(left, y, right - left, 24, "chance", "hairline"),
            _words(left + 6, y + 17, name, size=12.5, weight=600),
        ]
    on_top: list[Element] = []
    for period, numerator, denominator, value in rows:
        y += 24
        shown = "" if value is None else locale.number(value, 1)
        for place, cell in enumerate((period, numerator, denominator, shown)):
            left, right = edges[place : place + 2]
            wrong = (period, place) == ("2022", 1)
            ink = "notice" if place in {1, 2} else "chance"
            frame = "ochre" if wrong else "hairline"
            # The frame of a wrong cell lies over those of its neighbours.
            (on_top if wrong else parts).append(_box(left, y, right - left, 24, ink, frame, thick=wrong))
            weight = 700 if wrong else 400
            words = _words(left + 6, y + 17, cell, size=13, weight=weight, ink="ochre" if wrong else "ink")
            (on_top if wrong else parts).append(words)
    parts += on_top
    y += 36
    lines = text_lines(measure.numerator.plain(locale.lang), 13, most=_MOST_LINES, width=WIDTH - 2 * _EDGE - 40)
    tall = 30 + 18 * _MOST_LINES
    parts.append(_box(_EDGE + 20, y, WIDTH - 2 * _EDGE - 20, tall, "panel", "muted"))
    parts.append(element("path", d=f"M{edges[1] + 20} {y}l8 -10l8 10", fill=colour("panel"), stroke=colour("muted")))
    parts.append(_words(_EDGE + 30, y + 19, t("definition.numerator"), size=13, weight=700))
    parts += [_words(_EDGE + 30, y + 38 + 18 * place, line, size=13) for place, line in enumerate(lines)]
    y += tall + 14
    parts += _head(y, t("fill.sheet-checks"))
    y += 30
    parts.append(_box(_EDGE, y, 82, 24, "ochre", "ochre"))
    parts.append(_words(_EDGE + 10, y + 17, t("fill.state.wrong"), size=13, weight=700, ink="paper"))
    fault = f"{names[1]}: {t('fill.fault.above')}"
    parts += _paragraph(_EDGE + 92, y + 17, fault, WIDTH - 2 * _EDGE - 92, most=3)
    y += 72
    parts += _tabs(y, [t(f"fill.sheet-{name}") for name in ("data", "checks")])
    height = y + _BAR
    return height, [*_window(height, t("road.file-name")), *parts]


def _tool(locale: Locale) -> _Drawing:
    """The steps of the tool, with what a provider sees in two of them."""
    t = locale.t
    steps = ("choose", "read", "errors", "protect", "preview", "sign", "save")
    y = _BAR + 14
    parts: list[Element] = []
    for name in steps:
        is_last = name == steps[-1]
        parts.append(_box(_EDGE, y, WIDTH - 2 * _EDGE, 30, "panel", "hairline"))
        parts.append(_words(_EDGE + 12, y + 20, t(f"tool.{name}"), size=14, weight=700 if is_last else 600))
        y += 36
    parts.append(_box(_EDGE, y + 2, WIDTH - 2 * _EDGE, 40, "accent", "accent"))
    parts.append(_words(WIDTH / 2, y + 27, t("tool.save.zip"), size=15, weight=700, ink="paper", anchor="middle"))
    y += 58
    parts += _paragraph(_EDGE, y + 8, t("road.nothing-sent"), WIDTH - 2 * _EDGE, most=2)
    height = y + 42
    return height, [*_window(height, t("title.tool")), *parts]


def _window(height: int, title: str) -> Iterator[Element]:
    """The frame of a program, with its title."""
    yield _box(0.5, 0.5, WIDTH - 1, height - 1, "paper", "muted")
    yield rectangle(1, 1, WIDTH - 2, _BAR - 1, "accent")
    yield _words(_EDGE, 21, title, size=13, weight=600, ink="paper")


def _head(y: float, words: str) -> Iterator[Element]:
    yield rectangle(_EDGE, y, WIDTH - 2 * _EDGE, 24, "chance")
    yield _words(_EDGE + 6, y + 17, words, size=13, weight=700)


def _field(y: float, label: str, written: str) -> Iterator[Element]:
    """A question of a sheet, and the yellow cell with its answer."""
    left = _SECOND
    yield _words(_EDGE + 4, y + 18, label, size=12)
    yield _box(left, y + 2, WIDTH - _EDGE - left, 23, "notice", "muted")
    yield _words(left + 6, y + 18, written, size=12.5)


def _tabs(y: float, names: Sequence[str]) -> Iterator[Element]:
    """The names of sheets at the foot of a workbook, the first of them chosen."""
    yield rectangle(1, y, WIDTH - 2, _BAR - 1, "hairline")
    x = 8.0
    for place, name in enumerate(names):
        width = 7.4 * len(name) + 20
        if not place:
            yield rectangle(x, y, width, _BAR - 5, "paper")
        weight = 700 if not place else 400
        yield _words(x + 10, y + 17, name, size=12.5, weight=weight, ink="accent" if not place else "ink")
        x += width + 4


def _arrow(x: float, top: float, bottom: float) -> Element:
    path = f"M{x:g} {top + 4:g}V{bottom - 6:g}M{x - 6:g} {bottom - 13:g}L{x:g} {bottom - 5:g}L{x + 6:g} {bottom - 13:g}"
    return element("path", d=path, stroke=colour("accent"), stroke_width=2.4, fill="none")


def _paragraph(x: float, y: float, words: str, width: float, *, most: int) -> Iterator[Element]:
    for place, line in enumerate(text_lines(words, 14, most=most, width=width)):
        yield _words(x, y + 18 * place, line, size=13)


def _box(x: float, y: float, width: float, height: float, ink: str, frame: str, *, thick: bool = False) -> Element:
    box = rectangle(x, y, width, height, ink)
    box.attrib |= {"rx": "3", "stroke": colour(frame), **({"stroke-width": "2.5"} if thick else {})}
    return box


def _words(
    x: float, y: float, words: str, *, size: float, weight: int = 400, ink: str = "ink", anchor: str = "start"
) -> Element:
    return text_line(x, y, words, size=size, family=_FONTS, weight=weight, ink=ink, anchor=anchor)
