"""Records for markers in texts: what an editor asks for between braces, and what the page side answers with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from markupsafe import Markup


class Marker(NamedTuple):
    """
    A place in a text for a figure.

    Attributes:
        text: The words between the braces.
        row: Line in the file.
        is_alone: Whether it is a paragraph of its own, outside lists and quotations.
    """

    text: str
    row: int
    is_alone: bool


class TextLink(NamedTuple):
    """
    A link within a line.

    Attributes:
        text: Its words.
        url: Relative to the site's root, or "#…" for a place on the same page.
        css_class: How it looks; "" for an ordinary link.
    """

    text: str
    url: str
    css_class: str = ""


@dataclass(frozen=True, slots=True)
class FactNote:
    """A fact that a text quotes, in words; `checked` is the day its source was last read, `caveat` may be empty."""

    id: str
    title: str
    value: str
    source: str
    link: str
    year: str
    checked: str
    caveat: Markup


class Figure(Protocol):
    """A chart or a table in a text. Texts need its title and its sentence only; templates draw the rest."""

    @property
    def title(self) -> str:
        """Measure, provider and period."""

    @property
    def sentence(self) -> str:
        """The figure in words."""


@dataclass(frozen=True, slots=True)
class Filled:
    """
    The answer to a marker.

    Attributes:
        words: Text and links within the line; empty for a chart or a table.
        draw: Makes the chart or table; None within a line.
        fact: A fact to explain below the text.
        older: Address and name of the page with newer figures, and the release that this figure is from; None where it
            is from the newest release.
    """

    words: tuple[str | TextLink, ...] = ()
    draw: Callable[[], Figure] | None = None
    fact: FactNote | None = None
    older: tuple[str, str, str] | None = None
