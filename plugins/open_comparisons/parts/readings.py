"""Texts of editors about the subjects of a page, as links with kind and date."""

from collections.abc import Iterable
from typing import Final

from open_comparisons.site.addresses import address
from open_comparisons.site.locales import Locale
from open_comparisons.site.records import Link
from open_comparisons.site.source import Source
from open_comparisons.site.texts import Document, Work

SECTIONS_OF: Final = {"article": "articles", "webinar": "webinars", "issue": "magazine"}
"""The section of the site that each kind of text is in."""
MOST: Final = 6


def readings(source: Source, *tags: str) -> tuple[Link, ...]:
    """Links to texts with at least one of the tags, newest first, at most MOST."""
    return links_to(source, source.library.about(*tags)[:MOST])


def links_to(source: Source, works: Iterable[Work]) -> tuple[Link, ...]:
    """Links to some texts; a text without a version in the page's language is marked with its own."""
    return tuple(link_to(source, work) for work in works)


def has_example_title(locale: Locale, document: Document) -> bool:
    """True where the title of a text begins with the word "example", so that it needs no other mark."""
    return document.title.startswith(locale.t("knowledge.example-mark"))


def link_to(source: Source, work: Work) -> Link:
    """A link to a text: its title, kind and day, marked if it is invented, a draft or in the other language."""
    locale = source.locale
    document = work.best(locale.lang)
    kind = str(document.values.get("category", document.kind))
    about = f"{locale.t(f'kind.{kind}')}, {locale.date(document.day)}"
    if document.lang != locale.lang:
        about = f"{about}, {locale.t(f'knowledge.in-{document.lang}')}"
    if document.is_example and not has_example_title(locale, document):
        about = locale.t("knowledge.example-name", title=about)
    if document.is_draft:
        about = f"{locale.t('knowledge.draft-mark')}: {about}"
    return Link(
        document.title,
        address(document.lang, SECTIONS_OF[document.kind], document.slug),
        about,
        locale.other(document.lang),
        (document.summary,),
    )
