"""
Pictures to use without a page, as trees of SVG elements: text in lines that fit, the site's mark, and drawings.

Elements name their colours as drawings on pages do; `draw_picture` replaces the names by the palette's colours, since
the names mean something only on the site.
"""

import textwrap
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import vl_convert as vlc

from open_comparisons.charts.kind import FONTS
from open_comparisons.charts.marks import HATCH
from open_comparisons.charts.palette import colour, colour_name

SERIF: Final = "Utfall Serif, Georgia, serif"
SANS: Final = FONTS
"""The type of the charts; the reader's own replaces it where it is missing."""

_SVG: Final = "http://www.w3.org/2000/svg"
_LETTER: Final = {SERIF: 0.53, SANS: 0.49}
"""Average width of a letter as a fraction of its size, rounded up to be safe."""


@cache
def register_fonts(folder: Path) -> None:
    """Let the renderer measure and draw with the theme's fonts, so that its bytes are the same on every machine."""
    vlc.register_font_directory(str(folder.resolve()))


def element(tag: str, *parts: ET.Element, text: str = "", **attributes: object) -> ET.Element:
    """An element; `stroke_width` gives the attribute `stroke-width`."""
    new = ET.Element(tag, {name.replace("_", "-"): str(value) for name, value in attributes.items()})
    new.extend(parts)
    new.text = text or None
    return new


def letters(size: int, width: float, family: str = SANS) -> int:
    """The number of letters of a size that fit in a width."""
    return int(width / (size * _LETTER[family]))


def text_lines(text: str, size: int, *, most: int, width: float, family: str = SANS) -> list[str]:
    """A text in lines that fit, cut with an ellipsis after `most` lines; [] for an empty text."""
    return textwrap.wrap(text, letters(size, width, family), max_lines=most, placeholder=" …")


def text_line(
    x: float,
    y: float,
    text: str,
    *,
    size: float,
    family: str = SANS,
    weight: int = 400,
    ink: str = "ink",
    anchor: str = "start",
) -> ET.Element:
    """One line of text; x is its start, middle or end, depending on `anchor`, and y its baseline."""
    return element(
        "text",
        text=text,
        x=f"{x:g}",
        y=f"{y:g}",
        font_family=family,
        font_size=f"{size:g}",
        font_weight=weight,
        fill=colour(ink),
        text_anchor=anchor,
    )


def rectangle(x: float, y: float, width: float, height: float, ink: str) -> ET.Element:
    """A rectangle filled with a colour."""
    return element("rect", x=f"{x:g}", y=f"{y:g}", width=f"{width:g}", height=f"{height:g}", fill=colour(ink))


def logo(x: float, y: float, scale: float = 1) -> ET.Element:
    """The site's mark: a value on its interval."""
    return element(
        "g",
        element("path", d="M2 4v24M62 4v24M2 16h60"),
        element("circle", cx=38, cy=16, r=9, fill=colour("accent")),
        transform=f"translate({x:g},{y:g}) scale({scale:g})",
        stroke=colour("accent"),
        stroke_width=4,
        fill="none",
    )


def place_drawing(drawing: str, x: float, y: float, width: float, height: float) -> ET.Element:
    """A whole drawing, from a page or from the renderer, at a place and in a size."""
    root = ET.fromstring(drawing)  # noqa: S314 - drawn by us
    for part in root.iter():
        part.tag = part.tag.removeprefix(f"{{{_SVG}}}")
        # These attributes address screen readers; a picture has a title and a description instead.
        for name in [name for name in part.attrib if name in ("role", "focusable") or name.startswith("aria-")]:
            del part.attrib[name]
    for name, value in (("x", x), ("y", y), ("width", width), ("height", height)):
        root.set(name, f"{value:g}")
    return root


def draw_picture(
    width: int,
    height: int,
    parts: Iterable[ET.Element],
    palette: Mapping[str, str],
    *,
    title: str = "",
    about: str = "",
    lang: str = "",
) -> str:
    """
    A picture as SVG that loads nothing, with its colours filled in.

    Args:
        width, height: In pixels.
        parts: Its elements, from the back to the front.
        palette: Colours by name.
        title, about: Its name and its description, for readers who do not see it; "" for none.
        lang: The language of its words.
    """
    root = element(
        "svg",
        *(element(tag, text=text) for tag, text in (("title", title), ("desc", about)) if text),
        *parts,
        xmlns=_SVG,
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
        role="img",
        **({"lang": lang} if lang else {}),
    )
    if any(part.get("fill") == HATCH for part in root.iter()):
        root.append(_hatch())
    _fill_in_colours(root, palette)
    return ET.tostring(root, encoding="unicode")


def _hatch() -> ET.Element:
    pattern = element(
        "pattern",
        rectangle(0, 0, 5, 5, "paper"),
        element("path", d="M0 0v5", stroke=colour("muted"), stroke_width=2),
        id="hatch",
        width=5,
        height=5,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    return element("defs", pattern)


def _fill_in_colours(root: ET.Element, palette: Mapping[str, str]) -> None:
    """Replace names of colours, in attributes and in classes, by the colours."""
    for part in root.iter():
        for word in part.attrib.pop("class", "").split():
            paint, _, name = word.partition("-")
            if paint in ("fill", "stroke"):
                part.set(paint, palette[name])
        for paint in ("fill", "stroke"):
            if name := colour_name(part.get(paint, "")):
                part.set(paint, palette[name])
