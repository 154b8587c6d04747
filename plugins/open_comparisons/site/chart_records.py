"""Records of charts for templates. All words in them are ready to print."""

from dataclasses import dataclass

from markupsafe import Markup

from open_comparisons.site.records import PlainRow, PlainTable


@dataclass(frozen=True, slots=True)
class Distribution:
    """
    The distribution of the providers' values: a drawing, its axis, notes, and the same steps as a table.

    Attributes:
        marks: The drawing.
        axis: Labels from left to right, evenly spaced: at the ends of the steps, or one below each step.
        single: True with a label below each step.
        notes: Sentences about the drawing and about values left out of it.
        table: Number of providers in each step.
    """

    marks: Markup
    axis: tuple[str, ...]
    single: bool
    notes: tuple[str, ...]
    table: PlainTable


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """
    A provider in a funnel that is a link: its mark, and the text beside it. Numbers are ready for SVG.

    Attributes:
        url: The provider's page.
        words: Its name, value, counts and category.
        mark: Its mark.
        moved: The transform that moves the mark to its place; "" where it needs none.
        x, y: The middle of the mark.
        name, detail: The two lines of the text.
        text_x, text_y, anchor, shift, onwards: The position of the text: see `charts.labels.Label`.
        standing: True where the name is always visible.
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
    Values against sizes: a drawing, its axes, and the same in words.

    Attributes:
        found: Sentence on the number of providers outside the limits, and the number expected by chance.
        names: Sentence on the providers that are links.
        notes: Sentences about the axes, the curves and the providers left out.
        width, height: Of the drawing, in its own units.
        limits: The limit curves, which extend beyond the drawing.
        lines: Of the axes and the group value.
        rest: The marks of all other providers.
        points: The providers that are links.
        values, sizes: Labels of the vertical axis from the top, and of the horizontal one from the left, evenly spaced.
        value_title, size_title: Titles of the axes.
        dense: True where many providers make the marks small.
        band_key: The legend's drawing of a protected range; empty where no provider has one.
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
    A chart for other sites to show in a frame.

    Attributes:
        url: The page to show.
        title: Title of the frame, escaped as an attribute of the code.
        height: Of the frame, in pixels.
        frozen_url, released: The chart that stays at the newest release, and the date of that release; "" for none.
    """

    url: str
    title: str
    height: int
    frozen_url: str = ""
    released: str = ""


@dataclass(frozen=True, slots=True)
class LiveChart:
    """Addresses of the parts of a live chart: its rows, Vega for browsers, and the drawing to fill with the rows."""

    rows_url: str
    vega_url: str
    spec_url: str


@dataclass(frozen=True, slots=True)
class MapArea:
    """
    An area of a map.

    Attributes:
        slug: Its part of the link to it; "" where it has no providers.
        outline: An SVG path.
        level: Strength of its colour, from 0 to 5.
        words: Its name and number of providers.
    """

    slug: str
    outline: str
    level: int
    words: str


@dataclass(frozen=True, slots=True)
class AreaMap:
    """
    A map whose areas are shaded by their number of providers.

    Attributes:
        width, height: Of the drawing, in its own units.
        areas: All areas of the map, also those without providers.
        legend: Strength of colour and its meaning, from none to most.
        source: Credit for the boundaries.
    """

    width: int
    height: int
    areas: tuple[MapArea, ...]
    legend: tuple[tuple[int, str], ...]
    source: Markup


@dataclass(frozen=True, slots=True)
class Series:
    """
    A provider's years for one measure: drawing, sentence, and the same rows as a table.

    `unseen` says how large a change may be, or would have to be, without being told; "" where nothing is known of it.
    """

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
    unseen: str = ""
