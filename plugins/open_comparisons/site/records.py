"""The records that templates are filled with. All words in them are ready to print."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from markupsafe import Markup

    from open_comparisons.standard.model import Text


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
class ComparisonTable:
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
class Choice:
    """One choice of a list to choose from."""

    code: str
    title: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """
    A correction of some figures.

    Attributes:
        when: That they were corrected, and when.
        url: The release that corrected them.
        about: Their measure or provider.
        rows: Which of its figures.
        reason: Why.
    """

    when: str
    url: str
    about: str
    rows: Markup
    reason: Markup


@dataclass(frozen=True, slots=True)
class FilterField:
    """A list to choose from, by which the rows of a page are filtered: its name in codes of rows, title and choices."""

    name: str
    title: str
    choices: tuple[Choice, ...]


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
class Method:
    """A method that a provider says it works by, its language where that is not the page's, and what research knows."""

    name: str
    lang: str
    evidence: Markup
    source: str


@dataclass(frozen=True, slots=True)
class Badge:
    """A provider's badge: its file, the page that it leads to, what it says, and its size."""

    src: str
    url: str
    sentences: tuple[str, str]
    width: int
    height: int


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
class QuotedValue:
    """
    A published value at an address of its own.

    Attributes:
        anchor: What the address ends with.
        name, place: The provider; unit, period and part.
        value, counts, interval: As pages have them, the interval with the decimals of the value.
        reason: Why it is hidden; "" where it is not.
        text: What quotes it, the address apart; "" where it is hidden.
        later: Where a newer release corrected it, and why.
    """

    anchor: str
    name: str
    place: str
    value: str
    counts: str
    interval: str
    reason: str
    text: str
    shown: bool
    later: Link | None = None


@dataclass(frozen=True, slots=True)
class RowCorrection:
    """That a release corrected a figure: which release, when it came, and why."""

    release: str
    released: date
    reason: Text
