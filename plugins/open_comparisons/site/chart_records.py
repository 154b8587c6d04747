"""The records of charts that templates are filled with. All words in them are ready to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup

    from open_comparisons.site.records import PlainRow, PlainTable


@dataclass(frozen=True, slots=True)
class Distribution:
    """
    How the providers' values spread: a drawing, its axis, what to say under it, and the same steps as a table.

    Attributes:
        marks: The drawing.
        axis: Labels from left to right, evenly apart: at the ends of the steps, or one below each step.
        single: Whether there is a label below each step.
        notes: Sentences on what the drawing shows and what it leaves out.
        table: How many providers there are in each step.
    """

    marks: Markup
    axis: tuple[str, ...]
    single: bool
    notes: tuple[str, ...]
    table: PlainTable


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """
    A provider in a funnel that is a link: its mark, and the text beside it. Numbers are written as SVG wants them.

    Attributes:
        url: The provider's page.
        words: All that is said of it: name, value, counts and category.
        mark: Its mark.
        moved: How the mark gets to its place; "" where it is there.
        x, y: The middle of the mark.
        name, detail: The two lines of the text.
        text_x, text_y, anchor, shift, onwards: Where the text is; shift is how far its first line is moved down, and
            onwards how far the second is from the first, in em.
        standing: Whether the name is seen all the time.
    """

    url: str
    words: str
    mark: Markup
    moved: str
    x: str
    y: str
    name: str
    detail: str
    text_x: str
    text_y: str
    anchor: str
    shift: float
    onwards: float
    standing: bool


@dataclass(frozen=True, slots=True)
class Funnel:
    """
    Values against sizes: a drawing, its axes, and all that it shows in words.

    Attributes:
        found: How many fall outside the limits, and how many would by chance.
        names: How to learn who is who.
        notes: What the axes are, what the curves show and rest on, and what is left out.
        width, height: Of the drawing, in its own units.
        limits: The limit curves, which the edges of the drawing cut.
        lines: Of the axes and the group value.
        rest: The marks of providers that are no links.
        points: The providers that are links.
        values, sizes: Labels of the upright axis from the top, and of the level one from the left, evenly apart.
        value_title, size_title: What they are.
        dense: Whether there are so many providers that marks are small.
        band_key: The legend's drawing of a protected range; empty where no provider is one.
    """

    found: str
    names: str
    notes: tuple[str, ...]
    width: int
    height: int
    limits: Markup
    lines: Markup
    rest: Markup
    points: tuple[FunnelPoint, ...]
    values: tuple[str, ...]
    sizes: tuple[str, ...]
    value_title: str
    size_title: str
    dense: bool
    band_key: Markup


@dataclass(frozen=True, slots=True)
class Embed:
    """
    How another site shows a chart in a frame.

    Attributes:
        url: The page to show.
        title: What the frame is called, as an attribute of the code has it.
        height: Of the frame, in pixels.
        frozen_url, released: The same chart of the newest release for ever, and when that came out; "" for none.
    """

    url: str
    title: str
    height: int
    frozen_url: str = ""
    released: str = ""


@dataclass(frozen=True, slots=True)
class LiveChart:
    """Where the parts of a live chart lie: its rows, Vega for browsers, and the drawing to fill with the rows."""

    rows_url: str
    vega_url: str
    spec_url: str


@dataclass(frozen=True, slots=True)
class MapArea:
    """
    An area of a map.

    Attributes:
        slug: As in the link to it; "" where it has no providers.
        outline: An SVG path.
        level: How strong its colour is, from 0 to 5.
        words: Its name and how many providers it has.
    """

    slug: str
    outline: str
    level: int
    words: str


@dataclass(frozen=True, slots=True)
class AreaMap:
    """
    A map shaded by how many providers each area has.

    Attributes:
        width, height: Of the drawing, in its own units.
        areas: All that the map has, also those without providers.
        legend: What each strength of colour means, from none to most.
        source: Where the boundaries come from.
    """

    width: int
    height: int
    areas: tuple[MapArea, ...]
    legend: tuple[tuple[int, str], ...]
    source: Markup


@dataclass(frozen=True, slots=True)
class Series:
    """One provider's years for one measure: drawing, sentence, and the same rows as a table."""

    name: str
    url: str
    sentence: str
    marks: Markup
    first: str
    last: str
    axis: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[PlainRow, ...]
    name_lang: str = ""
    note: str = ""
