"""The magazine: a page for each issue, and the list of all."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from open_comparisons.files.json_ld import data_block, issue_record
from open_comparisons.parts.attachments import Attachment, attachment
from open_comparisons.parts.text_frame import Proses, TextFrame, address_of, feeds_of, frame_of, links_to, mark_of
from open_comparisons.site.outputs import Page, PageDraft
from open_comparisons.site.publisher import Publisher
from open_comparisons.site.records import Link
from open_comparisons.site.source import Source
from open_comparisons.site.texts import Document, Library, Work


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
class IssueContent:
    """Content of an issue of the magazine."""

    text: TextFrame
    magazine: str
    number: str
    date: str
    iso_date: str
    cover: str
    cover_alt: str
    cover_credit: str
    articles: tuple[Link, ...]
    pdf: Attachment | None


@dataclass(frozen=True, slots=True)
class YearOfIssues:
    """The issues of a year, newest first."""

    year: int
    issues: list[IssueCard]


@dataclass(frozen=True, slots=True)
class MagazineContent:
    """Content of the list of issues."""

    years: list[YearOfIssues]


def issue_drafts(library: Library, proses: Proses, publisher: Publisher, content: Path) -> Iterator[PageDraft]:
    """A draft for the list and for each issue; none where there are no issues."""
    if not library.issues:
        return
    yield PageDraft.single("magazine", (), magazine_page)
    for work in library.issues:
        make = partial(_issue_page, work=work, proses=proses, publisher=publisher, content=content)
        yield PageDraft.single("magazine", (work.slug,), make, work.languages)


def magazine_page(source: Source) -> Page:
    """All issues by year, newest first."""
    locale, library = source.locale, source.library
    name = library.names.get("magazine", "")
    by_year = groupby(library.issues, key=lambda work: int(work.any.values["year"]))
    return Page(
        template="knowledge/magazine",
        feeds=feeds_of(source),
        title=locale.t("title.magazine", name=name),
        description=locale.t("magazine.lead", name=name),
        data=MagazineContent(
            years=[YearOfIssues(year, [issue_card(source, work) for work in works]) for year, works in by_year],
        ),
        modified=max(version.modified for work in library.issues for version in work.versions.values()),
    )


def issue_card(source: Source, work: Work) -> IssueCard:
    """An issue in a list."""
    locale = source.locale
    document = work.best(locale.lang)
    return IssueCard(
        title=document.title,
        summary=document.summary,
        url=address_of(document),
        lang=locale.other(document.lang),
        number=_number(source, document),
        cover=str(document.values["cover"]),
        cover_alt=str(document.values["cover_alt"]),
        mark=mark_of(locale, document),
    )


def _number(source: Source, document: Document) -> str:
    """Number and year of an issue: `Humant nr 1 2026`."""
    name, values = source.library.names.get("magazine", ""), document.values
    return source.locale.t("magazine.number", name=name, number=str(values["number"]), year=str(values["year"]))


def _issue_page(source: Source, *, work: Work, proses: Proses, publisher: Publisher, content: Path) -> Page:
    locale, document, library = source.locale, work.versions[source.locale.lang], source.library
    values = document.values
    articles = library.articles_of_issue(work.slug)
    record = issue_record(
        document,
        [article.best(locale.lang) for article in articles],
        library.names.get("magazine", ""),
        locale,
        publisher,
    )
    pdf = values.get("pdf")
    data = IssueContent(
        text=frame_of(source, work, proses(document)),
        magazine=library.names.get("magazine", ""),
        number=_number(source, document),
        date=locale.date(document.day),
        iso_date=document.day.isoformat(),
        cover=values["cover"],
        cover_alt=values["cover_alt"],
        cover_credit=values.get("cover_credit", ""),
        articles=links_to(source, articles),
        pdf=attachment(locale, content, pdf, locale.t("magazine.pdf")) if pdf else None,
    )
    return Page(
        template="knowledge/issue",
        feeds=feeds_of(source),
        structured=data_block(record),
        title=document.title,
        description=document.summary,
        data=data,
        modified=document.modified,
    )
