"""Text in drawings that stand by themselves, where no HTML lays it out: lines that fit, and the site's mark."""

from __future__ import annotations

import textwrap
from typing import Final

from markupsafe import escape

from open_comparisons.charts.kinds import INK, MIDDLE
from open_comparisons.site.locales import plain

SERIF: Final = "Utfall Serif"
SANS: Final = "Utfall Sans"
_LETTER: Final = {SERIF: 0.53, SANS: 0.49}
"""How wide a letter is for its size, on the average and on the safe side."""


def svg_lines(text: str, size: int, *, most: int, width: int, family: str = SANS) -> list[str]:
    """A text in lines that fit; what does not fit ends in an ellipsis."""
    return textwrap.wrap(plain(text), letters(size, width, family), max_lines=most, placeholder=" …") or [""]


def letters(size: int, width: int, family: str = SANS) -> int:
    """How many letters of a size have room in a width."""
    return int(width / (size * next(wide for name, wide in _LETTER.items() if family.startswith(name))))


def svg_text(
    x: int,
    y: int,
    text: str,
    *,
    size: int,
    family: str = SANS,
    weight: int = 400,
    colour: str = INK,
    anchor: str = "start",
) -> str:
    """One line of text; x is its start, middle or end, as `anchor` says, and y what it stands on."""
    return (
        f'<text x="{x}" y="{y}" font-family="{family}" font-size="{size}" font-weight="{weight}" fill="{colour}" '
        f'text-anchor="{anchor}">{escape(plain(text))}</text>'
    )


def svg_logo(x: int, y: int, scale: float = 1) -> str:
    """The site's mark: a value on its interval."""
    larger = f" scale({scale:g})" if scale != 1 else ""
    return (
        f'<g transform="translate({x},{y}){larger}" stroke="{MIDDLE}" stroke-width="4" fill="none">'
        f'<path d="M2 4v24M62 4v24M2 16h60"/><circle cx="38" cy="16" r="9" fill="{MIDDLE}"/></g>'
    )
