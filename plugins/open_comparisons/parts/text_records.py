"""Records for the templates of texts. All words in them are ready to print."""

from dataclasses import dataclass

from open_comparisons.site.chart_records import Series
from open_comparisons.site.records import ComparisonTable, PlainTable


@dataclass(frozen=True, slots=True)
class DeskLine:
    """
    A text that needs the editors' attention.

    Attributes:
        title, url: Its own; url is "" where the site does not show it.
        lang: Its language where that is not the page's; else "".
        about: Its kind, and the reason for listing it.
        file: Its path.
        edit_url: The address for changing it; "" if unknown.
    """

    title: str
    url: str
    lang: str
    about: str
    file: str
    edit_url: str


@dataclass(frozen=True, slots=True)
class DeskList:
    """Texts that need the editors' attention for the same reason, explained in `text`."""

    anchor: str
    title: str
    text: str
    lines: tuple[DeskLine, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to a text: title, address, kind and size or host, and whether it is on this site."""

    title: str
    url: str
    about: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Video:
    """A recording on this site: file, type, and address, language and language name of each file of captions."""

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
        day, hours, length: Time and length, in words.
        iso: Its start, for programs.
        speakers: Names with organisations.
        topics: Titles of its tags.
        participants: The number of participants, in words; "" if unknown.
        has_recording: True with a recording to watch.
        mark: The mark of an invented text or a draft; else "".
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


@dataclass(frozen=True, slots=True)
class TextFigure:
    """
    A chart or a table in a text.

    Attributes:
        kind: "chart", "series" or "table".
        title, sentence: Measure, provider and period; the figure in words.
        table: The rows of the chart or the table.
        head, value_head: Titles of its columns.
        url: The page it is from.
        origin: The release it is from, and whether the data are invented.
        newer: Note that there are newer figures on that page; "" where there are none.
    """

    kind: str
    title: str
    sentence: str
    table: ComparisonTable | PlainTable | Series
    head: str
    value_head: str
    url: str
    origin: str
    newer: str
