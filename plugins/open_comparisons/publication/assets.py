"""The one stylesheet of the site, put together from the theme's component files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_IMPORT: Final = re.compile(r'@import "([\w./-]+)";\n?')


def stylesheet(main: Path) -> str:
    """
    `main.css` with its imports filled in, so that a page asks for one file.

    Raises:
        FileNotFoundError: An imported file is missing.
    """
    return _IMPORT.sub(lambda match: (main.parent / match[1]).read_text(encoding="utf-8"), main.read_text("utf-8"))
