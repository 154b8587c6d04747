"""Articles: a page each, and the list of all."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from open_comparisons.files.json_ld import article_record, data_block
from open_comparisons.knowledge.schedule import past, upcoming
from open_comparisons.pages.texts.issue import IssueCard, issue_card
from open_comparisons.parts.text_frame import Proses, TextFrame, feeds_of, frame_of, link_to, links_to
from open_comparisons.site.outputs import Page, PageDraft
from open_comparisons.site.publisher import Publisher
from open_comparisons.site.records import Link
from open_comparisons.site.source import Source
from open_comparisons.site.texts import Library, Work

_ON_TOP: Final = 3
"""Number of webinars shown above the articles."""


@dataclass(frozen=True, slots=True)
class ArticleContent:
    """Content of an article."""

    text: TextFrame
    kind: str
    author: str
    author_role: str
    date: str
    iso_date: str
    minutes: str
    corrections: list[tuple[str, str]]
    image: str
    image_alt: str
    image_credit: str
    link: Link | None
    issue: Link | None


@dataclass(frozen=True, slots=True)
class ArticlesContent:
    """Content of the list of articles."""

    articles: tuple[Link, ...]
    webinars: tuple[Link, ...]
    webinars_title: str
    issues: list[IssueCard]
    magazine: str


def article_drafts(library: Library, proses: Proses, publisher: Publisher) -> Iterator[PageDraft]:
    """A draft for the list and for each article."""
    yield PageDraft.single("articles", (), articles_page)
    for work in library.articles:
        make = partial(_article_page, work=work, proses=proses, publisher=publisher)
        yield PageDraft.single("articles", (work.slug,), make, work.languages)


def articles_page(source: Source) -> Page:
    """All articles, newest first, with links to webinars and the magazine."""
    locale, library = source.locale, source.library
    to_come = upcoming(library)
    heading = "webinars.next" if to_come else "webinars.latest"
    changed = [version.modified for work in library.articles for version in work.versions.values()]
    return Page(
        template="knowledge/articles",
        feeds=feeds_of(source),
        title=locale.t("title.articles"),
        description=locale.t("articles.lead"),
        data=ArticlesContent(
            articles=links_to(source, library.articles),
            webinars=links_to(source, (to_come or past(library))[:_ON_TOP]),
            webinars_title=locale.t(heading, name=library.names.get("webinars", "")),
            issues=[issue_card(source, work) for work in library.issues[:1]],
            magazine=library.names.get("magazine", ""),
        ),
        modified=max(changed, default=None),
    )


def _article_page(source: Source, *, work: Work, proses: Proses, publisher: Publisher) -> Page:
    locale, document = source.locale, work.versions[source.locale.lang]
    values, text = document.values, proses(document)
    issue = next((each for each in source.library.issues if each.slug == values.get("issue")), None)
    data = ArticleContent(
        text=frame_of(source, work, text),
        kind=locale.t(f"kind.{values['category']}"),
        author=values["author"],
        author_role=values.get("author_role", ""),
        date=locale.date(document.day),
        iso_date=document.day.isoformat(),
        minutes=locale.t("article.minutes", count=text.minutes),
        corrections=[(locale.date(day), text) for day, text in values.get("correction", ())],
        image=values.get("image", ""),
        image_alt=values.get("image_alt", ""),
        image_credit=values.get("image_credit", ""),
        link=Link(values["link"], values["link"]) if "link" in values else None,
        issue=link_to(source, issue) if issue else None,
    )
    return Page(
        template="knowledge/article",
        feeds=feeds_of(source),
        structured=data_block(article_record(document, locale, publisher)),
        title=document.title,
        description=document.summary,
        data=data,
        modified=document.modified,
    )
