"""Texts of editors as records: a document in one language, a work in all its languages, and the library."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Document:
    """
    A text in one language.

    Attributes:
        kind: "article", "webinar", "issue" or "comment".
        slug, lang: From its file's name.
        file: Its path, such as `content/artiklar/namn.sv.md`, for messages and for links to the hosting service.
        values: The values of its fields, by name in lower case; see `fields.FIELDS`.
        rows: The line of each field, by the same names.
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
        """A sentence or two on its content, plain text."""
        return str(self.values["summary"])

    @property
    def day(self) -> date:
        """The day of publication, or for a webinar the day it is held."""
        moment: date | datetime = self.values["date"]
        return moment.date() if isinstance(moment, datetime) else moment

    @property
    def modified(self) -> date:
        """The day of the last change."""
        day: date = self.values.get("modified", self.day)
        return day

    @property
    def tags(self) -> tuple[str, ...]:
        """Its subjects: ids of target groups, measures and perspectives, and names of methods."""
        return tuple(self.values.get("tags", ()))

    @property
    def is_example(self) -> bool:
        """True for an invented text."""
        return bool(self.values.get("example"))

    @property
    def is_draft(self) -> bool:
        """True for a text that is not finished."""
        return self.values.get("status") == "draft"


@dataclass(frozen=True, slots=True)
class Work:
    """
    A text in all its languages.

    Attributes:
        versions: The text in each language it exists in, by language.
    """

    versions: Mapping[str, Document]

    @property
    def any(self) -> Document:
        """Any version, for values that all versions share."""
        return next(iter(self.versions.values()))

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return self.any.slug

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it exists in."""
        return tuple(self.versions)

    def best(self, lang: str) -> Document:
        """The version in this language, or else in another."""
        return self.versions.get(lang, self.any)


@dataclass(frozen=True, slots=True)
class Library:
    """
    The texts that are published at an instant.

    Attributes:
        articles, webinars, issues: Works, newest first; issues by year and number.
        comments: Comments by providers on their own figures, newest first.
        instant: The instant; webinars that end later are upcoming.
        names: The names of the series of webinars and of the magazine, by "webinars" and "magazine".
        edit_address: The address for changing a text on the hosting service, with "{}" for its file; "" if unknown.
    """

    articles: tuple[Work, ...] = ()
    webinars: tuple[Work, ...] = ()
    issues: tuple[Work, ...] = ()
    instant: datetime = field(default_factory=lambda: datetime(1970, 1, 1, tzinfo=UTC))
    names: Mapping[str, str] = field(default_factory=dict)
    edit_address: str = ""
    comments: tuple[Work, ...] = ()

    def articles_of_issue(self, slug: str) -> tuple[Work, ...]:
        """The articles of an issue, oldest first."""
        return tuple(work for work in reversed(self.articles) if work.any.values.get("issue") == slug)

    def about(self, *tags: str) -> tuple[Work, ...]:
        """Articles and webinars with at least one of the tags, newest first."""
        wanted = set(tags)
        works = (work for work in (*self.articles, *self.webinars) if not wanted.isdisjoint(work.any.tags))
        return tuple(sorted(works, key=lambda work: (work.any.day, work.slug), reverse=True))
