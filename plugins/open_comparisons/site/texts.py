"""Texts of editors as records: a document in one language, a work in all its languages, and the library."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Document:
    """
    One text in one language.

    Attributes:
        kind: "article", "webinar", "issue" or "comment".
        slug, lang: From its file's name.
        file: Its path, as problems and links to the hosting service call it: `content/artiklar/namn.sv.md`.
        values: What its fields mean, by name in lower case; see `fields.FIELDS`.
        rows: The line of each field.
        body: Its Markdown.
        row: The line that the body begins with.
    """

    kind: str
    slug: str
    lang: str
    file: str
    values: Mapping[str, Any]
    rows: Mapping[str, int]
    body: str
    row: int

    @property
    def title(self) -> str:
        """Its title, plain text."""
        return str(self.values["title"])

    @property
    def summary(self) -> str:
        """What it is about, plain text."""
        return str(self.values["summary"])

    @property
    def day(self) -> date:
        """The day it was published, or is held."""
        found: date | datetime = self.values["date"]
        return found.date() if isinstance(found, datetime) else found

    @property
    def modified(self) -> date:
        """The day it was last changed."""
        found: date = self.values.get("modified", self.day)
        return found

    @property
    def tags(self) -> tuple[str, ...]:
        """What it is about: ids of target groups, measures and perspectives, and names of methods."""
        return tuple(self.values.get("tags", ()))

    @property
    def is_example(self) -> bool:
        """Whether it is invented."""
        return bool(self.values.get("example"))

    @property
    def is_draft(self) -> bool:
        """Whether it is not ready."""
        return self.values.get("status") == "draft"


@dataclass(frozen=True, slots=True)
class Work:
    """
    One text in the languages that it exists in.

    Attributes:
        versions: By language, the reader's own first in no particular order.
    """

    versions: Mapping[str, Document]

    @property
    def any(self) -> Document:
        """One of its versions, for what all have in common."""
        return next(iter(self.versions.values()))

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return self.any.slug

    @property
    def languages(self) -> tuple[str, ...]:
        """Those it exists in."""
        return tuple(self.versions)

    def best(self, lang: str) -> Document:
        """The version in a language, or the one that there is."""
        return self.versions.get(lang, self.any)


@dataclass(frozen=True, slots=True)
class Library:
    """
    What editors have written and is out.

    Attributes:
        articles, webinars, issues: Newest first; issues by year and number.
        comments: What providers say of their figures, newest first.
        instant: What is upcoming and what is past.
        names: What the series of webinars and the magazine are called, by "webinars" and "magazine".
        edit_address: Where a text is changed on the hosting service, "{}" being its file; "" where not known.
    """

    articles: tuple[Work, ...] = ()
    webinars: tuple[Work, ...] = ()
    issues: tuple[Work, ...] = ()
    instant: datetime = field(default_factory=lambda: datetime(1970, 1, 1, tzinfo=UTC))
    names: Mapping[str, str] = field(default_factory=dict)
    edit_address: str = ""
    comments: tuple[Work, ...] = ()

    def in_issue(self, slug: str) -> tuple[Work, ...]:
        """The articles of an issue, oldest first."""
        return tuple(work for work in reversed(self.articles) if work.any.values.get("issue") == slug)

    def about(self, *tags: str) -> tuple[Work, ...]:
        """Articles and webinars with any of some tags, newest first."""
        wanted = set(tags)
        found = (work for work in (*self.articles, *self.webinars) if not wanted.isdisjoint(work.any.tags))
        return tuple(sorted(found, key=lambda work: (work.any.day, work.slug), reverse=True))
