"""The stylesheet and the scripts of the site, put together from the theme's component files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rcssmin import cssmin

from open_comparisons.tools.store import files_digest

if TYPE_CHECKING:
    from pathlib import Path

_IMPORT: Final = re.compile(r'@import "([\w./-]+)";\n?')


def stylesheet(main: Path) -> str:
    """
    `main.css` with its imports filled in, so that a page asks for one file; of a folder, each file by name.

    It comes without comments and space, which weigh more than a kilobyte even when packed.

    Raises:
        FileNotFoundError: An imported file is missing.
    """

    def filled(match: re.Match[str]) -> str:
        path = main.parent / match[1]
        files = sorted(path.glob("*.css")) if match[1].endswith("/") else [path]
        return "".join(file.read_text(encoding="utf-8") for file in files)

    whole: str = cssmin(_IMPORT.sub(filled, main.read_text("utf-8")))
    return whole


def scripts(folder: Path) -> tuple[str, dict[str, str]]:
    """
    Where the scripts of a folder lie on the site, and the text of each by its name.

    The place changes with any of them, so that no browser keeps an old one beside a new one.
    """
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.js"))}
    return f"theme/js-{files_digest(folder)[:10]}", texts
