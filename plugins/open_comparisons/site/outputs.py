"""Output of a build: pages and files, their addresses, and drafts of those not made yet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from markupsafe import Markup

from open_comparisons.messages import LANGUAGES
from open_comparisons.site.addresses import address
from open_comparisons.site.records import Link
from open_comparisons.site.source import Source
from open_comparisons.tools.store import Store


@dataclass(frozen=True, kw_only=True)
class Place:
    """
    The place of a page in one language.

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
        """Last part of the address, the name by which Pelican's themes and plugins know it."""
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
        """Target of links in Markdown: `{filename}/comparisons/malgrupper/bu-hvb.sv`."""
        return f"comparisons/{address('sv', self.section, *self.parts).rstrip('/') or 'index'}.{self.lang}"

    @property
    def translations(self) -> tuple[tuple[str, str], ...]:
        """Language and address of each twin, itself included."""
        return tuple((lang, address(lang, self.section, *self.parts)) for lang in self.languages)


@dataclass(frozen=True, kw_only=True)
class Page:
    """
    The content of a page that its template shows, besides the parts common to all pages; its draft gives it its place.

    Attributes:
        template, title, description: Name of its template, title as plain text, and description.
        data: Content that the template shows, a frozen record defined beside the page's builder. All of it is ready to
            print: words, numbers, dates, and records, tuples, lists and dicts of them. The page is made again only when
            this record, or the context of all pages, has changed.
        feeds: Atom feeds to offer on the page.
        structured: The page in the words of schema.org, as JSON-LD.
        picture: Address of the picture that social sites show; "" for the home page's.
        modified: Date of the newest data on the page; None where the page shows none.
    """

    template: str
    title: str
    description: str
    data: object
    picture: str = ""
    feeds: tuple[Link, ...] = ()
    structured: Markup | None = None
    modified: date | None = None
    status: str = "published"


@dataclass(frozen=True, kw_only=True)
class PlacedPage(Page, Place):
    """A page in one language at its place, as templates and Pelican know it."""


@dataclass(frozen=True, slots=True)
class PageDraft:
    """
    Pages of one section that are not made yet; they are made together, in each language.

    Attributes:
        section: Their section.
        parts: The address of each within the section.
        make: Builds them in one language, in the order of `parts`.
        languages: Languages they exist in.
    """

    section: str
    parts: tuple[tuple[str, ...], ...]
    make: Callable[[Source], Sequence[Page]]
    languages: tuple[str, ...] = LANGUAGES

    @classmethod
    def single(
        cls,
        section: str,
        parts: tuple[str, ...],
        make: Callable[[Source], Page],
        languages: tuple[str, ...] = LANGUAGES,
    ) -> Self:
        """The draft of a single page."""
        return cls(section, (parts,), lambda source: (make(source),), languages)

    def places(self) -> tuple[Place, ...]:
        """The place of each page in each language."""
        return tuple(self._place(parts, lang) for parts in self.parts for lang in self.languages)

    def pages(self, source: Source) -> tuple[PlacedPage, ...]:
        """The pages in the language of a source; none where they do not exist in it."""
        lang = source.locale.lang
        if lang not in self.languages:
            return ()
        made = zip(self.parts, self.make(source), strict=True)
        return tuple(PlacedPage(**vars(self._place(parts, lang)), **vars(page)) for parts, page in made)

    def _place(self, parts: tuple[str, ...], lang: str) -> Place:
        return Place(section=self.section, parts=parts, lang=lang, languages=self.languages)


@dataclass(frozen=True, slots=True)
class File:
    """A file other than a page: its place relative to the output folder, and its content."""

    save_as: str
    content: str | bytes

    @property
    def encoded(self) -> bytes:
        """The content as bytes."""
        return self.content.encode() if isinstance(self.content, str) else self.content


@dataclass(frozen=True, slots=True)
class FileDraft:
    """
    Files that are not made yet; they are made together.

    Attributes:
        names: Their places relative to the output folder.
        made_from: A hash of everything they are made of; "" where only their content can show a change.
        make: Builds them.
    """

    names: tuple[str, ...]
    made_from: str
    make: Callable[[], Sequence[File]]

    @classmethod
    def single(cls, name: str, content: Callable[[], str | bytes], made_from: str = "") -> Self:
        """The draft of a single file."""
        return cls((name,), made_from, lambda: (File(name, content()),))

    def kept_in(self, store: Store) -> Self:
        """The draft with its files kept between builds, for files that take long to make."""
        key = (*self.names, self.made_from)
        return replace(self, make=lambda: store.remember("files", key, lambda: tuple(self.make())))
