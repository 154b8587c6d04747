"""Records for templates. All words in them are ready to print."""

from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

from open_comparisons.standard.text import Text


@dataclass(frozen=True, slots=True)
class Row:
    """
    One row of a comparison table: a provider for a measure, or a measure for a provider.

    `codes` filter the rows of providers, as in `Link`; () without filters. `nonresponse` is the range that those who
    did not answer leave open; "" where everybody did or it is not known.
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
    nonresponse: str = ""


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """
    A comparison table that is also a chart; `sentence` is its reading and its alternative text.

    `nonresponse` explains what stands beside intervals of rows that not everybody answered; "" without such rows.
    """

    anchor: str
    title: str
    sentence: str
    rows: tuple[Row, ...]
    axis: tuple[str, ...] = ()
    reference: str = ""
    nonresponse: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a plain table: its content, a note in small type, and its category, if any."""

    value: str
    note: str = ""
    shown: bool = True
    category: str = ""


@dataclass(frozen=True, slots=True)
class PlainRow:
    """One row of a plain table; `codes` filter it, as in `Link`."""

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
        title: Title with the unit of its numbers.
        group: Common title of adjacent columns; "" for a column outside groups.
        key: Its name in the page's address; "" where rows cannot be sorted by it.
        order: Words of the column in sort order; any other words sort last. () for numbers.
        words: True for words, False for numbers.
    """

    title: str
    group: str = ""
    key: str = ""
    order: tuple[str, ...] = ()
    words: bool = False


@dataclass(frozen=True, slots=True)
class DataTable:
    """
    A table of numbers to sort, filter and copy: one number per cell, without its unit.

    Attributes:
        first: The title of the first column, the names.
        columns: The other columns; columns of a group are adjacent.
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
        when: Note that they were corrected, with the date.
        url: The release that corrected them.
        about: Their measure or provider.
        rows: The periods and parts of the corrected figures.
        reason: The reason for the correction.
    """

    when: str
    url: str
    about: str
    rows: Markup
    reason: Markup


@dataclass(frozen=True, slots=True)
class FilterField:
    """A list of choices that filters the rows of a page: its name in codes of rows, title and choices."""

    name: str
    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """
    A filtered table: the file with its rows, and the choices.

    Attributes:
        rows_url: The file with the rows.
        providers_url: Start of the address of a provider's page.
        area_title: Title of the larger areas; "" where there is no choice of areas.
        areas, forms: Choices in the order that the rows refer to by number.
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
    """A symbol of a matrix with its short words, a sentence for the legend, and its category, if any."""

    symbol: str
    title: str
    about: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """
    A link with its title and, where useful, a line about its target.

    `codes` filter a list of links: pairs of the name of a field and its codes, separated by ";".
    """

    title: str
    url: str
    about: str = ""
    lang: str = ""
    more: tuple[str, ...] = field(default=())
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Matrix:
    """
    Providers against measures, a sign in each cell.

    Attributes:
        notes: Sentences to read before the table.
        legend: The signs used in it.
        heads: The measures, with their pages.
        rows: The providers, each with a sign and its words per measure.
        fits: True where it fits on a wide screen.
    """

    title: str
    notes: tuple[str, ...]
    legend: tuple[Sign, ...]
    heads: tuple[Link, ...]
    rows: tuple[PlainRow, ...]
    fits: bool


@dataclass(frozen=True, slots=True)
class Whom:
    """Scope of a target group's figures: people and years concerned, their limits, and links for further reading."""

    text: str
    years: str
    limits: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Method:
    """A method that a provider reports to use, its language if not the page's, and the evidence for it."""

    name: str
    lang: str
    evidence: Markup
    source: str


@dataclass(frozen=True, slots=True)
class Badge:
    """A provider's badge: its file, the page it links to, its two sentences, and its size in pixels."""

    src: str
    url: str
    sentences: tuple[str, str]
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A measure without a figure: its name and language, its page, the words in place of a figure, and the reason."""

    name: str
    lang: str
    url: str
    words: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """
    A provider's comment on one of its figures.

    Attributes:
        anchor: Its anchor on the provider's page.
        title, lang, html: Its title, its language where that is not the page's, else "", and its text.
        provider, url: Name of the provider, and address of the comment.
        measure, measure_lang: Name of the measure, and its language.
        signed: Role of its author, its date, and role of its reader before publication.
        about: The release it is about, where that is not the newest; else "".
        example: True for an invented comment.
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
        anchor: End of the address.
        name, place: Name of the provider; unit, period and part.
        value, counts, interval: As on pages, the interval with the decimals of the value.
        reason: The reason for hiding it; "" where it is shown.
        text: The quotation without the address; "" where it is hidden.
        later: Link to the newer release that corrected it, with the reason.
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
    """A correction of a figure: the release that made it, the date of that release, and the reason."""

    release: str
    released: date
    reason: Text
