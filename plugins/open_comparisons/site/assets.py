"""The stylesheets, scripts and colours of the site, put together from the theme's component files."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rcssmin import cssmin

from open_comparisons.charts.palette import read_palette
from open_comparisons.tools.store import digest

STYLESHEET: Final = "theme/site.css"
EMBED_STYLESHEET: Final = "theme/embed.css"
_IMPORT: Final = re.compile(r'@import "([\w./-]+)";\n?')


@dataclass(frozen=True, slots=True)
class Theme:
    """
    What all pages of a site share of its theme.

    Attributes:
        css, embed_css: The stylesheet of all pages, and that of pages to embed.
        scripts: The text of each script, by its name.
        light, dark: Colours by name; the dark ones are those that differ.
    """

    css: str
    embed_css: str
    scripts: Mapping[str, str]
    light: Mapping[str, str]
    dark: Mapping[str, str]

    @property
    def scripts_folder(self) -> str:
        """The folder of the scripts on the site, named after them, so that no browser mixes old ones with new ones."""
        return f"theme/js-{digest(*(part for item in self.scripts.items() for part in item))[:10]}"

    def shared(self) -> dict[str, object]:
        """The values that every template gets, by name."""
        return {
            "scripts": self.scripts_folder,
            "style_version": hashlib.sha256(self.css.encode()).hexdigest()[:10],
            "embed_style_version": hashlib.sha256(self.embed_css.encode()).hexdigest()[:10],
            "paper_colour": {"light": self.light["paper"], "dark": self.dark["paper"]},
        }

    def files(self) -> dict[str, str]:
        """The files on the site, by their place."""
        files = {STYLESHEET: self.css, EMBED_STYLESHEET: self.embed_css}
        return files | {f"{self.scripts_folder}/{name}": text for name, text in self.scripts.items()}


def read_theme(folder: Path) -> Theme:
    """
    Read a theme. Its scripts are kept with their components, and shared ones in `static/js`.

    Raises:
        FileNotFoundError: A stylesheet imports a file that is missing.
        OpenComparisonsError: The theme defines no colours.
    """
    scripts = sorted((*folder.glob("components/*/*.js"), *folder.glob("static/js/*.js")), key=lambda path: path.name)
    return Theme(
        css=stylesheet(folder, "main.css"),
        embed_css=stylesheet(folder, "embed.css"),
        scripts={path.name: path.read_text(encoding="utf-8") for path in scripts},
        light=read_palette(folder),
        dark=read_palette(folder, dark=True),
    )


def stylesheet(theme: Path, name: str) -> str:
    """
    A stylesheet with its imports filled in, so that a page loads one file; an imported folder gives all its files.

    Comments and white space are removed; they take more than a kilobyte even compressed.

    Raises:
        FileNotFoundError: An imported file is missing.
    """
    main = theme / "static" / "css" / name

    def read_import(match: re.Match[str]) -> str:
        path = main.parent / match[1]
        files = sorted(path.rglob("*.css")) if match[1].endswith("/") else [path]
        return "".join(file.read_text(encoding="utf-8") for file in files)

    whole: str = cssmin(_IMPORT.sub(read_import, main.read_text("utf-8")))
    return whole
