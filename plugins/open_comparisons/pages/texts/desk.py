"""The desk: texts that need the editors' attention. It is made only where drafts are shown, and is never published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from open_comparisons.knowledge.library import is_out
from open_comparisons.messages import LANGUAGES
from open_comparisons.parts.text_frame import address_of
from open_comparisons.site.outputs import Page, PageDraft
from open_comparisons.site.source import Source
from open_comparisons.site.texts import Document
from open_comparisons.standard.text import one_language_texts

YEARS_UNCHANGED: Final = 2
"""Number of years without a change after which a text should be read again."""


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
class DeskContent:
    """Content of the desk of the editors."""

    instant: str
    lists: tuple[DeskList, ...]
    standard: str


def desk_draft(documents: Sequence[Document], zone: str) -> PageDraft:
    """
    A draft of the desk.

    Args:
        documents: All texts, including drafts and texts not published yet.
        zone: The time zone in which a day begins.
    """
    return PageDraft.single("desk", (), partial(desk_page, documents=documents, zone=zone))


def desk_page(source: Source, *, documents: Sequence[Document], zone: str) -> Page:
    """Drafts, scheduled texts, texts in one language only, and texts unchanged for years."""
    locale, instant = source.locale, source.library.instant.astimezone(ZoneInfo(zone))
    drafts = [text for text in _by_day(documents) if text.is_draft]
    ready = [text for text in _by_day(documents) if not text.is_draft]
    out = [text for text in ready if is_out(text, instant, zone)]
    scheduled = [text for text in ready if text not in out]
    old = sorted((text for text in out if _is_unchanged(text.modified, instant.date())), key=_by_change)
    lists = (
        ("drafts", "utkast", [(text, locale.date(text.day)) for text in drafts]),
        ("scheduled", "tidsinstallda", [(text, _date_sentence(source, "desk.due", text.day)) for text in scheduled]),
        (
            "one-language",
            "ett-sprak",
            [(text, _missing_language(source, lang)) for text, lang in _in_one_language(documents)],
        ),
        ("unchanged", "lange-sedan", [(text, _date_sentence(source, "desk.changed", text.modified)) for text in old]),
    )
    return Page(
        template="knowledge/desk",
        title=locale.t("nav.desk"),
        description=locale.t("desk.lead"),
        data=DeskContent(
            instant=locale.t("desk.instant", date=locale.date(instant.date()), time=instant),
            lists=tuple(
                DeskList(
                    anchor,
                    locale.t(f"desk.{name}"),
                    locale.t(f"desk.{name}-text"),
                    tuple(_line(source, text, why, is_shown=text in out or text.is_draft) for text, why in texts),
                )
                for name, anchor, texts in lists
            ),
            standard=locale.t("desk.standard-count", count=one_language_texts(source.standard)),
        ),
    )


def _line(source: Source, document: Document, why: str, *, is_shown: bool) -> DeskLine:
    locale = source.locale
    kind = locale.t(f"kind.{document.values.get('category', document.kind)}")
    return DeskLine(
        title=document.title,
        url=address_of(document) if is_shown else "",
        lang=locale.other(document.lang),
        about=f"{kind}, {why}",
        file=document.file,
        edit_url=source.library.edit_address.replace("{}", document.file),
    )


def _by_day(documents: Sequence[Document]) -> list[Document]:
    return sorted(documents, key=lambda text: (text.day, text.file))


def _by_change(text: Document) -> tuple[date, date, str]:
    return text.modified, text.day, text.file


def _in_one_language(documents: Sequence[Document]) -> Iterator[tuple[Document, str]]:
    """The texts without a version in the other language, and that language."""
    existing = {(text.kind, text.slug, text.lang) for text in documents}
    for text in documents:
        for lang in LANGUAGES:
            if (text.kind, text.slug, lang) not in existing:
                yield text, lang


def _is_unchanged(modified: date, today: date) -> bool:
    return (modified.year + YEARS_UNCHANGED, modified.month, modified.day) < (today.year, today.month, today.day)


def _missing_language(source: Source, lang: str) -> str:
    return source.locale.t("desk.lacks", language=source.locale.t(f"knowledge.in-{lang}"))


def _date_sentence(source: Source, key: str, day: date) -> str:
    return source.locale.t(key, date=source.locale.date(day))
