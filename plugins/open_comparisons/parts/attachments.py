"""Files that belong to texts: slides, recordings and PDFs, on this site or on another host."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from open_comparisons.knowledge.fields import is_published
from open_comparisons.messages import LANGUAGES
from open_comparisons.site.locales import NO_BREAK, Locale

VIDEO_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {".m4v": "video/mp4", ".mp4": "video/mp4", ".ogv": "video/ogg", ".webm": "video/webm"}
)
"""The types of video that browsers play, by the ending of the file's name."""
_KILO: Final = 1000


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to a text: title, address, kind and size or host, and whether it is on this site."""

    title: str
    url: str
    about: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Video:
    """A recording on this site: file, type, and address, language and language name of each file of captions."""

    url: str
    type: str
    tracks: tuple[tuple[str, str, str], ...]


def is_here(target: str) -> bool:
    """True for a file on this site, False for an address on another host."""
    return not target.startswith("https:")


def attachment(locale: Locale, content: Path, target: str, title: str) -> Attachment:
    """
    A file to open, with its kind and size, or the name of its host.

    Args:
        locale: Language of the page.
        content: The content folder.
        target: A file in it, or an address.
        title: The text of the link.
    """
    if is_here(target):
        kind = PurePosixPath(target).suffix.removeprefix(".").upper()
        return Attachment(
            title, target, f"{kind}, {file_size(locale, (content / target).stat().st_size)}", is_here=True
        )
    return Attachment(title, target, locale.t("attachment.elsewhere", host=urlsplit(target).hostname), is_here=False)


def file_size(locale: Locale, count: int) -> str:
    """The size of a file: `340 kB` or `1,2 MB`."""
    if count < _KILO**2:
        return f"{locale.number(max(1, round(count / _KILO)))}{NO_BREAK}kB"
    return f"{locale.number(count / _KILO**2, 1)}{NO_BREAK}MB"


def video(locale: Locale, content: Path, target: str) -> Video | None:
    """A recording that the page itself can play, with the captions beside it; None for other recordings."""
    path = PurePosixPath(target)
    kind = VIDEO_TYPES.get(path.suffix.lower())
    if kind is None or not is_here(target):
        return None
    ordered = sorted(LANGUAGES, key=lambda lang: lang != locale.lang)
    captions = ((path.with_suffix(f".{lang}.vtt").as_posix(), lang) for lang in ordered)
    tracks = ((name, lang, locale.t(f"language.{lang}")) for name, lang in captions if is_published(content, name))
    return Video(target, kind, tuple(tracks))
