"""Drafts of the pages and files of all texts, once every mistake in them is corrected."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from open_comparisons.errors import DataError
from open_comparisons.files.calendars import calendar_drafts
from open_comparisons.files.feeds import feed_drafts
from open_comparisons.knowledge.prose import Prose, read_prose
from open_comparisons.pages.texts.article import article_drafts
from open_comparisons.pages.texts.figures import Figures
from open_comparisons.pages.texts.issue import issue_drafts
from open_comparisons.pages.texts.webinar import webinar_drafts
from open_comparisons.parts.text_frame import address_of
from open_comparisons.site.locales import Locale
from open_comparisons.site.outputs import FileDraft, PageDraft
from open_comparisons.site.publisher import Publisher
from open_comparisons.site.texts import Document, Library


def knowledge_drafts(
    figures: Figures,
    library: Library,
    content: Path,
    links: Mapping[str, str],
    *,
    site_address: str = "",
    zone: str = "Europe/Stockholm",
) -> Iterator[PageDraft | FileDraft]:
    """
    Drafts of all pages and files of texts.

    Args:
        figures: Answers the markers in texts.
        library: The texts to show.
        content: The content folder.
        links: The address of everything that a text can link to, by its path in the content folder.
        site_address: The site's address; "" if unknown.
        zone: The time zone in which a day begins.

    Raises:
        DataError: Links, markers, headings or pictures in texts are wrong.
    """
    works = (*library.articles, *library.webinars, *library.issues)
    proses: dict[str, Prose] = {
        document.file: read_prose(
            document,
            content=content,
            links=links,
            address=address_of(document),
            fill=figures.fill,
            note_back=partial(_note_back, figures.sources[document.lang].locale),
        )
        for work in works
        for document in work.versions.values()
    }
    problems = [problem for text in proses.values() for problem in text.problems]
    if problems:
        raise DataError(problems)

    def prose_of(document: Document) -> Prose:
        return proses[document.file]

    sources = tuple(figures.sources.values())
    publisher = Publisher(sources[0].standard.site_title, site_address)
    yield from article_drafts(library, prose_of, publisher)
    yield from webinar_drafts(library, prose_of, publisher, content)
    yield from issue_drafts(library, prose_of, publisher, content)
    yield from calendar_drafts(sources, library, publisher)
    yield from feed_drafts(sources, library, prose_of, publisher, zone)


def _note_back(locale: Locale, number: int) -> str:
    return locale.t("knowledge.note-back", number=number)
