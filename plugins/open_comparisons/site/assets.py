"""The stylesheet and the scripts of the site, put together from the theme's component files."""

import re
from pathlib import Path
from typing import Final

from rcssmin import cssmin

from open_comparisons.tools.store import digest

_IMPORT: Final = re.compile(r'@import "([\w./-]+)";\n?')


def stylesheet(main: Path) -> str:
    """
    A stylesheet with its imports filled in, so that a page loads one file; an imported folder gives all its files.

    Comments and white space are removed; they take more than a kilobyte even compressed.

    Raises:
        FileNotFoundError: An imported file is missing.
    """

    def read_import(match: re.Match[str]) -> str:
        path = main.parent / match[1]
        files = sorted(path.rglob("*.css")) if match[1].endswith("/") else [path]
        return "".join(file.read_text(encoding="utf-8") for file in files)

    whole: str = cssmin(_IMPORT.sub(read_import, main.read_text("utf-8")))
    return whole


def scripts(theme: Path) -> tuple[str, dict[str, str]]:
    """
    The folder of the theme's scripts on the site, and the text of each by its name.

    Scripts are kept with their components, and shared ones in `static/js`. On the site all are in one folder, whose
    name changes with any of them, so that no browser mixes an old script with a new one.
    """
    files = [*theme.glob("components/*/*.js"), *theme.glob("static/js/*.js")]
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(files, key=lambda path: path.name)}
    return f"theme/js-{digest(*(part for item in texts.items() for part in item))[:10]}", texts
