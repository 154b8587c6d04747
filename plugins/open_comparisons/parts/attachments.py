"""Files that belong to texts: slides, recordings and PDFs, on this site or on another host."""

from __future__ import annotations

from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from open_comparisons.knowledge.fields import is_published
from open_comparisons.parts.text_records import Attachment, Video
from open_comparisons.site.locales import NO_BREAK
from open_comparisons.standard.model import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from open_comparisons.site.locales import Locale

VIDEO_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {".m4v": "video/mp4", ".mp4": "video/mp4", ".ogv": "video/ogg", ".webm": "video/webm"}
)
"""What browsers play, by how the file's name ends."""
_KILO: Final = 1000


def is_here(target: str) -> bool:
    """Whether a field names a file of the site and not an address on another host."""
    return not target.startswith("https:")


def attachment(locale: Locale, content: Path, target: str, title: str) -> Attachment:
    """
    A file to open, with what it is: kind and size, or the host that it lies on.

    Args:
        locale: Of the page.
        content: The content folder.
        target: A file in it, or an address.
        title: What the file is.
    """
    if is_here(target):
        kind = PurePosixPath(target).suffix.removeprefix(".").upper()
        return Attachment(title, target, f"{kind}, {size(locale, (content / target).stat().st_size)}", is_here=True)
    return Attachment(title, target, locale.t("attachment.elsewhere", host=urlsplit(target).hostname), is_here=False)


def size(locale: Locale, count: int) -> str:
    """How large a file is: `340 kB` or `1,2 MB`."""
    if count < _KILO**2:
        return f"{locale.number(max(1, round(count / _KILO)))}{NO_BREAK}kB"
    return f"{locale.number(count / _KILO**2, 1)}{NO_BREAK}MB"


def video(locale: Locale, content: Path, target: str) -> Video | None:
    """A recording that the page itself can play, with the captions that lie beside it; None where it cannot."""
    path = PurePosixPath(target)
    kind = VIDEO_TYPES.get(path.suffix.lower())
    if kind is None or not is_here(target):
        return None
    ordered = sorted(LANGUAGES, key=lambda lang: lang != locale.lang)
    captions = ((path.with_suffix(f".{lang}.vtt").as_posix(), lang) for lang in ordered)
    tracks = ((name, lang, locale.t(f"language.{lang}")) for name, lang in captions if is_published(content, name))
    return Video(target, kind, tuple(tracks))
