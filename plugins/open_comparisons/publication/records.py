"""The records that templates are filled with. All words in them are ready to print."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from open_comparisons.intake.standard import LANGUAGES
from open_comparisons.publication.addresses import address

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from markupsafe import Markup

    from open_comparisons.publication.selection import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """
    Where a page is in one language.

    Attributes:
        section, parts: Decide its address in each language.
        lang: Its language.
        languages: The languages it exists in.
    """

    section: str
    parts: tuple[str, ...]
    lang: str
    languages: tuple[str, ...] = LANGUAGES

    @property
    def slug(self) -> str:
        """Last part of the address, as Pelican's themes and plugins read it."""
        return self.parts[-1] if self.parts else self.section

    @property
    def url(self) -> str:
        """Address relative to the site's root."""
        return address(self.lang, self.section, *self.parts)

    @property
    def save_as(self) -> str:
        """File relative to the output folder."""
        return f"{self.url}index.html"

    @property
    def source_key(self) -> str:
        """What Markdown links to: `{filename}/comparisons/malgrupper/bu-hvb.sv`."""
        return f"comparisons/{address('sv', self.section, *self.parts).rstrip('/') or 'index'}.{self.lang}"

    @property
    def translations(self) -> tuple[tuple[str, str], ...]:
        """Language and address of each twin, itself included."""
        return tuple((lang, address(lang, self.section, *self.parts)) for lang in self.languages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Place):
    """
    One page in one language, with all that its template shows beside what every page has.

    Attributes:
        template, title, description: As they say; the title is plain text.
        data: What the template shows, ready to print: words, numbers, dates, the records below, and tuples, lists and
            dicts of them. The page is made again only when this record, or what all pages share, has changed.
        modified: Date of the newest data on the page; None where the page shows none.
    """

    template: str
    title: str
    description: str
    data: Mapping[str, Any]
    modified: date | None = None
    status: str = "published"


@dataclass(frozen=True, slots=True)
class PageDraft:
    """
    Pages of one section that are yet to be made, and are made together, in each language.

    Attributes:
        section: Of all of them.
        parts: The address of each within the section.
        make: Gives them in one language, in the order of `parts`; none in a language they do not exist in.
        languages: Those they exist in.
    """

    section: str
    parts: tuple[tuple[str, ...], ...]
    make: Callable[[Source], Sequence[Page]]
    languages: tuple[str, ...] = LANGUAGES

    @classmethod
    def of_one(cls, section: str, parts: tuple[str, ...], make: Callable[[Source], Page]) -> PageDraft:
        """A single page."""
        return cls(section, (parts,), lambda source: (make(source),))

    def places(self) -> tuple[Place, ...]:
        """Where the pages go, in each language."""
        return tuple(
            Place(section=self.section, parts=parts, lang=lang, languages=self.languages)
            for parts in self.parts
            for lang in self.languages
        )


@dataclass(frozen=True, slots=True)
class File:
    """A file beside the pages: its place relative to the output folder, and its content."""

    save_as: str
    content: str | bytes

    @property
    def encoded(self) -> bytes:
        """The content as it is written."""
        return self.content.encode() if isinstance(self.content, str) else self.content


@dataclass(frozen=True, slots=True)
class FileDraft:
    """
    Files that are yet to be made, and are made together.

    Attributes:
        names: Their places relative to the output folder.
        made_from: A hash of all they are made of; "" where only their content can tell whether they have changed.
        make: Gives them.
    """

    names: tuple[str, ...]
    made_from: str
    make: Callable[[], Sequence[File]]


@dataclass(frozen=True, slots=True)
class Row:
    """
    One row of a comparison table: a provider for a measure, or a measure for a provider.

    `codes` are what rows of providers are filtered by, as of a link; () where they are not.
    """

    name: str
    url: str
    note: str
    value: str
    interval: str
    category: str
    words: str
    reason: str
    marks: str = ""
    name_lang: str = ""
    shown: bool = True
    axis: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A comparison table that is also a chart; `sentence` reads it aloud and is its alternative text."""

    anchor: str
    title: str
    sentence: str
    rows: tuple[Row, ...]
    axis: tuple[str, ...] = ()
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a plain table: what it says, what to add in small type, and the category that it tells, if any."""

    value: str
    note: str = ""
    shown: bool = True
    category: str = ""


@dataclass(frozen=True, slots=True)
class PlainRow:
    """One row of a plain table; `codes` are what it is filtered by, as of a link."""

    name: str
    url: str
    cells: tuple[Cell, ...]
    note: str = ""
    name_lang: str = ""
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table of text only."""

    anchor: str
    title: str
    head: tuple[str, ...]
    rows: tuple[PlainRow, ...]
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class DataColumn:
    """
    A column of a table of data.

    Attributes:
        title: Its own, with the unit of its numbers.
        group: What it and its neighbours of the same group are called together; "" for one by itself.
        key: Its name in the page's address; "" where rows cannot be ordered by it.
        order: All that a column of words can say, in order; a cell that says anything else comes last. () for numbers.
        words: Whether it holds words.
    """

    title: str
    group: str = ""
    key: str = ""
    order: tuple[str, ...] = ()
    words: bool = False


@dataclass(frozen=True, slots=True)
class DataTable:
    """
    A table of numbers that is ordered, filtered and copied: one number a cell, without its unit.

    Attributes:
        first: The title of the first column, which has the names.
        columns: The others; those of one group are next to each other.
    """

    anchor: str
    title: str
    first: str
    columns: tuple[DataColumn, ...]
    rows: tuple[PlainRow, ...]


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
        banded: Whether any provider is a protected range.
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
    banded: bool


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
class Choice:
    """One choice of a list to choose from."""

    code: str
    title: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class FilterField:
    """A list to choose from, by which the rows of a page are filtered: its name in codes of rows, title and choices."""

    name: str
    title: str
    choices: tuple[Choice, ...]


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
class Filter:
    """
    What the table with a filter needs: where its rows lie, and what there is to choose from.

    Attributes:
        rows_url: The file with the rows.
        providers_url: What the address of a provider's page begins with.
        area_title: What the larger areas are called; "" where there are none to choose from.
        areas, forms: What there is to choose from, in the order that the rows refer to by number.
        head: The titles of the table's columns.
    """

    rows_url: str
    providers_url: str
    area_title: str
    areas: tuple[Choice, ...]
    forms: tuple[Choice, ...]
    head: tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class Sign:
    """A symbol of a matrix with its short words, a sentence for the legend, and the category that it tells, if any."""

    symbol: str
    title: str
    about: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """
    Providers against measures, a sign in each cell.

    Attributes:
        notes: What to know before it is read.
        legend: The signs that it has.
        heads: The measures, with their pages.
        rows: The providers, each with a sign and its words per measure.
        fits: Whether it needs no more room than a wide screen has.
    """

    title: str
    notes: tuple[str, ...]
    legend: tuple[Sign, ...]
    heads: tuple[Link, ...]
    rows: tuple[PlainRow, ...]
    fits: bool


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a target group's figures concern, which years, what they cannot say, and where to read more."""

    text: str
    years: str
    limits: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """
    A link with its words and, where useful, a line about what lies behind it.

    `codes` are what a list of links is filtered by: pairs of the name of a field and the codes, with ";" between them.
    """

    title: str
    url: str
    about: str = ""
    lang: str = ""
    more: tuple[str, ...] = field(default=())
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A measure without a figure: its name and language, its page, what stands instead, and why."""

    name: str
    lang: str
    url: str
    words: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """
    What a provider says of one of its figures.

    Attributes:
        anchor: Where it stands on the provider's page.
        title, html: Its own; lang is its language where that is not the page's, else "".
        provider, url: Whose it is, and where it stands.
        measure, measure_lang: Which figure it is about.
        signed: By which function it was written and when, and by which it was read.
        about: Which release it is about, where that is not the newest; else "".
        example: Whether it is invented.
    """

    anchor: str
    title: str
    lang: str
    html: Markup
    provider: str
    url: str
    measure: str
    measure_lang: str
    signed: str
    about: str
    example: bool


@dataclass(frozen=True, slots=True)
class DeskLine:
    """
    A text that editors should see to.

    Attributes:
        title, url: Its own; url is "" where the site does not show it.
        lang: Its language where that is not the page's; else "".
        about: What it is, and why it is listed.
        file: Where it is written.
        edit_url: Where it can be changed; "" where that is not known.
    """

    title: str
    url: str
    lang: str
    about: str
    file: str
    edit_url: str


@dataclass(frozen=True, slots=True)
class DeskList:
    """Texts that editors should see to for one reason, which `text` tells."""

    anchor: str
    title: str
    text: str
    lines: tuple[DeskLine, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to a text: what it is called, where it lies, what it is, and whether it is on this site."""

    title: str
    url: str
    about: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Video:
    """A recording on this site: its file and type, and of each file of captions the address, language and its name."""

    url: str
    type: str
    tracks: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class WebinarCard:
    """
    A webinar in a list.

    Attributes:
        title, summary, url: Its own.
        lang: Its language where that is not the page's; else "".
        day, hours, length: When it is and how long, in words.
        iso: When it begins, for programs.
        speakers: Who speaks, with organisation.
        topics: What it is about.
        participants: How many took part, in words; "" where that is not known.
        has_recording: Whether it can be seen afterwards.
        mark: Told of what is invented or a draft; else "".
    """

    title: str
    summary: str
    url: str
    lang: str
    day: str
    hours: str
    length: str
    iso: str
    speakers: tuple[str, ...]
    topics: str
    participants: str
    has_recording: bool
    mark: str


@dataclass(frozen=True, slots=True)
class IssueCard:
    """An issue of the magazine in a list; `lang` and `mark` as of a webinar."""

    title: str
    summary: str
    url: str
    lang: str
    number: str
    cover: str
    cover_alt: str
    mark: str
