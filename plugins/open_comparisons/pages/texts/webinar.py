"""Webinars: a page each, and the list of upcoming and past webinars."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup

from open_comparisons.files.calendars import calendar_name
from open_comparisons.files.json_ld import data_block, webinar_record
from open_comparisons.knowledge.markers import Figure
from open_comparisons.knowledge.schedule import ends, past, starts, upcoming, zone_name
from open_comparisons.parts.attachments import Attachment, Video, attachment, is_here, video
from open_comparisons.parts.text_frame import Proses, TextFrame, address_of, feeds_of, frame_of, mark_of, tag_links
from open_comparisons.site.locales import Locale
from open_comparisons.site.outputs import Page, PageDraft
from open_comparisons.site.publisher import Publisher
from open_comparisons.site.records import Link
from open_comparisons.site.source import Source
from open_comparisons.site.texts import Document, Library, Work


@dataclass(frozen=True, slots=True)
class WebinarCard:
    """
    A webinar in a list.

    Attributes:
        title, summary, url: Its own.
        lang: Its language where that is not the page's; else "".
        day, hours, length: Time and length, in words.
        iso: Its start, for programs.
        speakers: Names with organisations.
        topics: Titles of its tags.
        participants: The number of participants, in words; "" if unknown.
        has_recording: True with a recording to watch.
        mark: The mark of an invented text or a draft; else "".
    """

    title: str
    summary: str
    url: str
    lang: str
    day: str
    hours: str
    length: str
    iso: str
    speakers: tuple[str, ...]
    topics: str
    participants: str
    has_recording: bool
    mark: str


@dataclass(frozen=True, slots=True)
class WebinarContent:
    """Content of a webinar."""

    text: TextFrame
    series: str
    is_upcoming: bool
    day: str
    hours: str
    iso: str
    length: str
    participants: str
    speakers: list[tuple[str, ...]]
    sign_up: Link | None
    calendar: str
    video: Video | None
    recording: Attachment | None
    captions: str
    slides: Attachment | None
    transcript: tuple[Markup | Figure, ...]


@dataclass(frozen=True, slots=True)
class YearOfWebinars:
    """The webinars of a year, newest first, and a sentence with their sums."""

    year: int
    sums: list[str]
    webinars: list[WebinarCard]


@dataclass(frozen=True, slots=True)
class WebinarsContent:
    """Content of the list of webinars."""

    upcoming: list[WebinarCard]
    years: list[YearOfWebinars]
    calendar: str
    calendar_address: str


def webinar_drafts(library: Library, proses: Proses, publisher: Publisher, content: Path) -> Iterator[PageDraft]:
    """A draft for the list and for each webinar; none where there are no webinars."""
    if not library.webinars:
        return
    yield PageDraft.single("webinars", (), partial(webinars_page, publisher=publisher))
    for work in library.webinars:
        make = partial(_webinar_page, work=work, proses=proses, publisher=publisher, content=content)
        yield PageDraft.single("webinars", (work.slug,), make, work.languages)


def webinars_page(source: Source, *, publisher: Publisher) -> Page:
    """All webinars: upcoming, soonest first, then past ones by year with the totals of each year."""
    locale, library = source.locale, source.library
    name = library.names.get("webinars", "")
    versions = [version for work in library.webinars for version in work.versions.values()]
    calendar = calendar_name(locale.lang)
    return Page(
        template="knowledge/webinars",
        feeds=feeds_of(source),
        title=locale.t("title.webinars", name=name),
        description=locale.t("webinars.lead", name=name),
        data=WebinarsContent(
            upcoming=[_card(source, work) for work in upcoming(library)],
            years=[
                YearOfWebinars(year, _sums(locale, works), [_card(source, work) for work in works])
                for year, works in _by_year(library)
            ],
            calendar=calendar,
            calendar_address=publisher.absolute(calendar),
        ),
        modified=max(filter(None, (_last_change(version, library) for version in versions)), default=None),
    )


def _by_year(library: Library) -> list[tuple[int, tuple[Work, ...]]]:
    """The past webinars of each year, newest first."""
    return [(year, tuple(works)) for year, works in groupby(past(library), key=lambda work: work.any.day.year)]


def _sums(locale: Locale, works: Sequence[Work]) -> list[str]:
    """The totals of a year's webinars, in sentences that name the site's own list as their source."""
    known = [work.any.values["participants"] for work in works if "participants" in work.any.values]
    sentences = [locale.t("webinars.held", count=len(works))]
    if len(known) == len(works):
        sentences.append(locale.t("webinars.participants-all", count=sum(known)))
    elif known:
        sentences.append(locale.t("webinars.participants-some", count=sum(known), known=len(known), held=len(works)))
    sentences.append(locale.t("webinars.computed"))
    if any(work.any.is_example for work in works):
        sentences.append(locale.t("webinars.computed-examples"))
    return sentences


def _card(source: Source, work: Work) -> WebinarCard:
    locale = source.locale
    document = work.best(locale.lang)
    values = document.values
    return WebinarCard(
        title=document.title,
        summary=document.summary,
        url=address_of(document),
        lang=locale.other(document.lang),
        day=locale.weekday(document.day),
        hours=_hours(locale, document),
        length=locale.t("webinars.length", count=values["length"]),
        iso=starts(document).isoformat(),
        speakers=tuple(f"{speaker.name}, {speaker.organisation}" for speaker in values["speakers"]),
        topics=", ".join(tag.title for tag in tag_links(source, document.tags)),
        participants=_participants(locale, document),
        has_recording="recording" in values,
        mark=mark_of(locale, document),
    )


def _last_change(document: Document, library: Library) -> date | None:
    """The day of the last change; None where that is the day of an upcoming webinar."""
    return document.modified if document.modified <= library.instant.date() else None


def _hours(locale: Locale, document: Document) -> str:
    zone = zone_name(document)
    zone_words = locale.texts.get(f"zone.{zone}") or locale.t("webinars.zone", zone=zone)
    return locale.t("webinars.hours", hours=locale.hours(starts(document), ends(document)), zone=zone_words)


def _participants(locale: Locale, document: Document) -> str:
    count = document.values.get("participants")
    return "" if count is None else locale.t("webinars.participants", count=count)


def _webinar_page(source: Source, *, work: Work, proses: Proses, publisher: Publisher, content: Path) -> Page:
    locale, document = source.locale, work.versions[source.locale.lang]
    values = document.values
    is_upcoming = work in upcoming(source.library)
    text = proses(document)
    playable, recording, captions = _recording(locale, document, content)
    data = WebinarContent(
        text=frame_of(source, work, text),
        series=source.library.names.get("webinars", ""),
        is_upcoming=is_upcoming,
        day=locale.weekday(document.day),
        hours=_hours(locale, document),
        iso=starts(document).isoformat(),
        length=locale.t("webinars.length", count=values["length"]),
        participants=_participants(locale, document),
        speakers=[tuple(speaker) for speaker in values["speakers"]],
        sign_up=_sign_up(locale, document) if is_upcoming else None,
        calendar=calendar_name(locale.lang, document.slug),
        video=playable,
        recording=recording,
        captions=captions,
        slides=_slides(locale, document, content),
        transcript=text.transcript(),
    )
    return Page(
        template="knowledge/webinar",
        feeds=feeds_of(source),
        structured=data_block(webinar_record(document, locale, publisher)),
        title=document.title,
        description=document.summary,
        data=data,
        modified=_last_change(document, source.library),
    )


def _sign_up(locale: Locale, document: Document) -> Link | None:
    address = document.values.get("sign_up")
    if address is None:
        return None
    host = urlsplit(address).hostname
    return Link(locale.t("webinar.sign-up"), address, locale.t("webinar.sign-up-elsewhere", host=host))


def _recording(locale: Locale, document: Document, content: Path) -> tuple[Video | None, Attachment | None, str]:
    """The recording to play here, the recording to get or a link to it on another host, and its captions' languages."""
    target = str(document.values.get("recording", ""))
    if not target:
        return None, None, ""
    link = locale.t("webinar.recording-file" if is_here(target) else "webinar.recording-link")
    languages = [locale.t(f"language.{lang}") for lang in document.values.get("captions", ())]
    captions = locale.t("webinar.captions", languages=locale.join(languages)) if languages else ""
    return video(locale, content, target), attachment(locale, content, target, link), captions


def _slides(locale: Locale, document: Document, content: Path) -> Attachment | None:
    target = str(document.values.get("slides", ""))
    return attachment(locale, content, target, locale.t("webinar.slides")) if target else None
