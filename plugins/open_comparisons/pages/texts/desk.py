"""The desk: what editors should see to. It is made only where drafts are shown, and never published."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from open_comparisons.knowledge.library import is_out
from open_comparisons.parts.text_frame import address_of
from open_comparisons.parts.text_records import DeskLine, DeskList
from open_comparisons.site.outputs import Page, PageDraft
from open_comparisons.standard.model import LANGUAGES, one_language_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from open_comparisons.site.source import Source
    from open_comparisons.site.texts import Document

YEARS_UNCHANGED: Final = 2
"""A text that has not been changed for more than so many years should be read again."""


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
        documents: All that editors have written, drafts and what is not out yet included.
        zone: Where a day begins.
    """
    return PageDraft.of_one("desk", (), partial(desk_page, documents=documents, zone=zone))


def desk_page(source: Source, *, documents: Sequence[Document], zone: str) -> Page:
    """Drafts, texts that are scheduled, texts in one language only, and texts that nobody has changed for long."""
    locale, instant = source.locale, source.library.instant.astimezone(ZoneInfo(zone))
    published = [one for one in documents if not one.is_draft]
    out = [one for one in published if is_out(one, instant, zone)]
    scheduled = [one for one in published if one not in out]
    old = [one for one in out if _is_unchanged(one.modified, instant.date())]
    lists = (
        ("drafts", "utkast", [(one, locale.date(one.day)) for one in _by_day(documents) if one.is_draft]),
        ("scheduled", "tidsinstallda", [(one, _told(source, "desk.due", one.day)) for one in _by_day(scheduled)]),
        ("one-language", "ett-sprak", [(one, _lacks(source, lang)) for one, lang in _alone(documents)]),
        (
            "unchanged",
            "lange-sedan",
            [(one, _told(source, "desk.changed", one.modified)) for one in sorted(old, key=lambda one: one.modified)],
        ),
    )
    return Page(
        section="desk",
        parts=(),
        lang=locale.lang,
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
                    tuple(_line(source, one, why, is_shown=one in out or one.is_draft) for one, why in found),
                )
                for name, anchor, found in lists
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
        lang=document.lang if document.lang != locale.lang else "",
        about=f"{kind}, {why}",
        file=document.file,
        edit_url=source.library.edit_address.replace("{}", document.file),
    )


def _by_day(documents: Sequence[Document]) -> list[Document]:
    return sorted(documents, key=lambda one: (one.day, one.file))


def _alone(documents: Sequence[Document]) -> Iterator[tuple[Document, str]]:
    """The texts without a version in the other language, and that language."""
    there = {(one.kind, one.slug, one.lang) for one in documents}
    for one in documents:
        for lang in LANGUAGES:
            if (one.kind, one.slug, lang) not in there:
                yield one, lang


def _is_unchanged(modified: date, today: date) -> bool:
    return (modified.year + YEARS_UNCHANGED, modified.month, modified.day) < (today.year, today.month, today.day)


def _lacks(source: Source, lang: str) -> str:
    return source.locale.t("desk.lacks", language=source.locale.t(f"knowledge.in-{lang}"))


def _told(source: Source, key: str, day: date) -> str:
    return source.locale.t(key, date=source.locale.date(day))
