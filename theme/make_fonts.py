"""
Cut the site's fonts out of Source Sans and Source Serif: `python theme/make_fonts.py FOLDER_OF_TTF_FILES`.

Run by hand, and only when a sign is missing; the site itself needs nothing of this. It takes the packages fonttools and
brotli, and the files SourceSansPro-Regular.ttf, SourceSansPro-Semibold.ttf and SourceSerifPro-Semibold.ttf (SIL Open
Font License 1.1). The licence reserves the name Source for the whole fonts, so that what is cut out bears another.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTFont

FOR_BROWSERS: Final = Path(__file__).parent / "static" / "fonts"
FOR_DRAWINGS: Final = Path(__file__).parent / "fonts"
"""The same letters as TrueType, for the pictures that a build makes; not published."""
CUTS: Final = {
    "sans-regular": ("SourceSansPro-Regular.ttf", "Utfall Sans"),
    "sans-semibold": ("SourceSansPro-Semibold.ttf", "Utfall Sans"),
    "serif-semibold": ("SourceSerifPro-Semibold.ttf", "Utfall Serif"),
}
LETTERS: Final = "".join(map(chr, range(0x20, 0x7F))) + "ÄÅÉÖÜàáäåæçèéëíïñóöøúü"
SIGNS: Final = "\u00a0\u00ad\u2009\u202f\u2010\u2011–—‘’‚“”„«»§©°±²³·×…‰•→−≈≠≤≥√π"
FEATURES: Final = ["kern", "tnum", "liga", "mark", "ccmp"]
_NAMES: Final = {1, 4, 6, 16}


def cut(source: Path, family: str, name: str) -> None:
    """Write the letters and signs that the site uses, under another name."""
    options = subset.Options(layout_features=FEATURES, hinting=False, desubroutinize=True)
    options.name_IDs = [1, 2, 4, 6, 13, 14]
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(text=LETTERS + SIGNS)
    cutter.subset(font)
    for record in font["name"].names:
        if record.nameID in _NAMES:
            record.string = family.replace(" ", "") if record.nameID == 6 else family
    font.save(FOR_DRAWINGS / f"{name}.ttf")
    font.flavor = "woff2"
    font.save(FOR_BROWSERS / f"{name}.woff2")


if __name__ == "__main__":
    for name, (file, family) in CUTS.items():
        cut(Path(sys.argv[1]) / file, family, name)
