"""
The site's colours, defined once, in the theme's `tokens.css`.

Drawings refer to colours by name. On pages the style sheet resolves them, in light, in dark and in print; pictures used
without a page take the light colours of `tokens.css`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from open_comparisons.errors import OpenComparisonsError

_START, _END = "var(--", ")"
TOKENS: Final = "static/css/tokens.css"
"""The file with the theme's colours, relative to its folder."""


def colour(name: str) -> str:
    """The CSS value of a named colour: `ink` gives `var(--ink)`."""
    return f"{_START}{name}{_END}"


def colour_name(value: str) -> str:
    """The name that a value of `fill` or `stroke` refers to; "" for `none` and for patterns."""
    return value.removeprefix(_START).removesuffix(_END) if value.startswith(_START) else ""


def read_palette(theme_folder: Path, *, dark: bool = False) -> Mapping[str, str]:
    """
    The colours of a theme, by name, as hexadecimal values.

    Args:
        theme_folder: The theme, which has `static/css/tokens.css`.
        dark: True for the colours of a dark screen; only those that differ there.

    Raises:
        OpenComparisonsError: The file defines no such colours.
    """
    path = theme_folder / TOKENS
    light_part, _, dark_part = path.read_text(encoding="utf-8").partition("@media (prefers-color-scheme: dark)")
    lines = (dark_part if dark else light_part).splitlines()
    pairs = (line.strip().removesuffix(";").partition(": ") for line in lines)
    palette = {
        name.removeprefix("--"): value for name, _, value in pairs if name.startswith("--") and value.startswith("#")
    }
    if not palette:
        raise OpenComparisonsError("errors.no-colours", path=path)
    return palette
