"""The stylesheet and the scripts of the site, put together from the theme's component files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rcssmin import cssmin

from open_comparisons.tools.store import digest

if TYPE_CHECKING:
    from pathlib import Path

_IMPORT: Final = re.compile(r'@import "([\w./-]+)";\n?')


def stylesheet(main: Path) -> str:
    """
    A stylesheet with its imports filled in, so that a page asks for one file; of a folder, all its files by name.

    It comes without comments and space, which weigh more than a kilobyte even when packed.

    Raises:
        FileNotFoundError: An imported file is missing.
    """

    def filled(match: re.Match[str]) -> str:
        path = main.parent / match[1]
        files = sorted(path.rglob("*.css")) if match[1].endswith("/") else [path]
        return "".join(file.read_text(encoding="utf-8") for file in files)

    whole: str = cssmin(_IMPORT.sub(filled, main.read_text("utf-8")))
    return whole


def scripts(theme: Path) -> tuple[str, dict[str, str]]:
    """
    The folder of the theme's scripts on the site, and the text of each by its name.

    Scripts lie with their components, and those that several share in `static/js`. On the site all are in one folder,
    whose name changes with any of them, so that no browser keeps an old one beside a new one.
    """
    files = [*theme.glob("components/*/*.js"), *theme.glob("static/js/*.js")]
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(files, key=lambda path: path.name)}
    return f"theme/js-{digest(*(part for item in texts.items() for part in item))[:10]}", texts
