"""The marks of drawings read back as a reader sees them: the category that a shape in its colours means."""

from collections import Counter
from collections.abc import Iterable, Mapping

from open_comparisons.charts.marks import MARKS

_PAINTS = ("fill", "stroke")


def categories_in(marks: Iterable, palette: Mapping[str, str] | None = None) -> Counter[str]:
    """
    Count the marks of values by what they mean; other marks are left out.

    Args:
        marks: The elements of a drawing.
        palette: Colours by name, where the drawing has colours; without it, it has classes.
    """
    table = {(mark.shape, mark.fill, mark.stroke): category for category, mark in MARKS.items()}
    names = {value: name for name, value in (palette or {}).items()}
    found: Counter[str] = Counter()
    for mark in marks:
        classes = dict(word.split("-", 1) for word in mark.get("class", "").split() if word.startswith(_PAINTS))
        painted = tuple(classes.get(what) or names.get(mark.get(what, "")) for what in _PAINTS)
        shape = shape_of(mark.get("d", ""))
        if None not in painted and shape:
            found[table[shape, *painted]] += 1
    return found


def shape_of(path: str) -> str:
    """The shape of a value's mark, by Vega's name; "" for lines and bars."""
    if "A" in path:
        return "circle"
    corners = path.removeprefix("M").removesuffix("Z").split("L")
    if len(corners) == 3:
        return "triangle-up" if corners[0].partition(",")[2].startswith("-") else "triangle-down"
    return "diamond" if len(corners) == 4 else ""
