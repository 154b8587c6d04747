"""The fields of each kind of text: the values that each accepts, and how they are read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from open_comparisons.errors import Problem
from open_comparisons.knowledge.front_matter import FieldLine
from open_comparisons.knowledge.wording import nearest, shortened, text_problem
from open_comparisons.messages import LANGUAGES, Message, message

MEDIA: Final = ("bilder", "media")
"""Folders in the content folder whose files are published as they are."""
_YES: Final = MappingProxyType({"yes": True, "no": False})
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}) +(\S+)")
_SPEAKER_PARTS: Final = 3
_IMAGES: Final = (".avif", ".jpg", ".jpeg", ".png", ".svg", ".webp")


class Speaker(NamedTuple):
    """A speaker: name, role and organisation."""

    name: str
    role: str
    organisation: str


class TextCorrection(NamedTuple):
    """A correction after publication: the day, and the words on it."""

    date: date
    text: str


@dataclass(frozen=True, slots=True)
class Kind:
    """
    A kind of value.

    Attributes:
        read: Turns the text into the value; raises ValueError where the text is not of this kind.
        allowed: A description of the texts it accepts.
    """

    read: Callable[[str], Any]
    allowed: Message


@dataclass(frozen=True, slots=True)
class Field:
    """
    A field of a text.

    Attributes:
        name: As editors write it.
        kind: The kind of its value.
        required: True where every text must have it.
        alike: True where its value must be the same in both languages.
        longest: The highest number of characters; 0 for no limit.
        needs: Another field, required wherever this one is used.
    """

    name: str
    kind: Kind
    required: bool = False
    alike: bool = True
    longest: int = 0
    needs: str = ""


def _text(text: str) -> str:
    if not text:
        raise ValueError
    return " ".join(text.split())


def _date(text: str) -> date:
    if not _DATE.fullmatch(text):
        raise ValueError
    return date.fromisoformat(text)


def _moment(text: str) -> datetime:
    parts = _MOMENT.fullmatch(text)
    if parts is None:
        raise ValueError
    try:
        zone = ZoneInfo(parts[3])
    except (OSError, ValueError, LookupError):
        raise ValueError from None
    moment = datetime.fromisoformat(f"{parts[1]}T{parts[2]}").replace(tzinfo=zone)
    if moment.astimezone(UTC).astimezone(zone) != moment or moment.utcoffset() is None:
        raise ValueError  # a time that the clock jumps over
    return moment


def _kind(read: Callable[[str], Any], allowed: str, **values: object) -> Kind:
    """A kind of value; `allowed` is a key of `knowledge.allowed`."""
    return Kind(read, message(f"knowledge.allowed.{allowed}", **values))


def _whole(least: int, most: int) -> Kind:
    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,7}", text) or not least <= int(text) <= most:
            raise ValueError
        return int(text)

    return _kind(read, "whole-number", least=least, most=most)


def _choice(*choices: str) -> Kind:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError
        return text

    return _kind(read, "choice" if choices[1:] else "only", first=list(choices[:-1]), last=choices[-1])


def _yes(text: str) -> bool:
    try:
        return _YES[text]
    except KeyError:
        raise ValueError from None


def _names(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(part.strip() for part in re.split(r"[,\n]", text) if part.strip()))
    if not names:
        raise ValueError
    return names


def _address(text: str) -> str:
    if not re.fullmatch(r"https://[^\s/]+\.[^\s/]+(/\S*)?", text):
        raise ValueError
    return text


def _file_or_address(text: str) -> str:
    return text if not text.startswith(("http:", "https:", "//")) and text else _address(text)


def _picture(text: str) -> str:
    if not text.lower().endswith(_IMAGES):
        raise ValueError
    return text


def _speakers(text: str) -> tuple[Speaker, ...]:
    lines = [[part.strip() for part in line.split(";")] for line in text.splitlines() if line.strip()]
    if not lines or any(len(parts) != _SPEAKER_PARTS or not all(parts) for parts in lines):
        raise ValueError
    return tuple(Speaker(*parts) for parts in lines)


def _corrections(text: str) -> tuple[TextCorrection, ...]:
    corrections = []
    for line in text.splitlines():
        day, _, words = line.partition(":")
        corrections.append(TextCorrection(_date(day.strip()), _text(words)))
    if not corrections:
        raise ValueError
    return tuple(corrections)


def _languages(text: str) -> tuple[str, ...]:
    languages = _names(text)
    if not set(languages) <= set(LANGUAGES):
        raise ValueError
    return languages


def _issue(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{1,2}", text):
        raise ValueError
    return text


TEXT: Final = _kind(_text, "text")
DATE: Final = _kind(_date, "date")
MOMENT: Final = _kind(_moment, "moment")
YES: Final = _kind(_yes, "yes-or-no")
TAGS: Final = _kind(_names, "names")
ADDRESS: Final = _kind(_address, "address")
FILE_OR_ADDRESS: Final = _kind(_file_or_address, "file-or-address")
PICTURE: Final = _kind(_picture, "picture", endings=_IMAGES)
SPEAKERS: Final = _kind(_speakers, "speakers")
CORRECTIONS: Final = _kind(_corrections, "corrections")
SPOKEN: Final = _kind(_languages, "languages")
ISSUE: Final = _kind(_issue, "issue")

_COMMON: Final = (
    Field("Title", TEXT, required=True, alike=False, longest=90),
    Field("Summary", TEXT, required=True, alike=False, longest=220),
    Field("Status", _choice("draft", "published"), alike=False),
    Field("Tags", TAGS),
    Field("Example", YES),
)
FIELDS: Final[Mapping[str, tuple[Field, ...]]] = MappingProxyType(
    {
        "article": (
            *_COMMON,
            Field("Date", DATE, required=True),
            Field("Modified", DATE, alike=False),
            Field("Category", _choice("news", "debate", "research", "method", "guide"), required=True),
            Field("Author", TEXT, required=True, alike=False),
            Field("Author_role", TEXT, alike=False),
            Field("Image", PICTURE, alike=False, needs="Image_alt"),
            Field("Image_alt", TEXT, alike=False),
            Field("Image_credit", TEXT, alike=False),
            Field("Image_people", _choice("none", "adults", "children")),
            Field("Image_consent", YES),
            Field("Link", ADDRESS, alike=False),
            Field("Correction", CORRECTIONS, alike=False),
            Field("Issue", ISSUE),
        ),
        "webinar": (
            *_COMMON,
            Field("Date", MOMENT, required=True),
            # Calendars and feeds show when an event was last changed, and that is not the day it is held.
            Field("Modified", DATE, required=True, alike=False),
            Field("Length", _whole(5, 600), required=True),
            Field("Speakers", SPEAKERS, required=True, alike=False),
            Field("Participants", _whole(0, 1_000_000)),
            Field("Recording", FILE_OR_ADDRESS, needs="Captions"),
            Field("Captions", SPOKEN),
            Field("Slides", FILE_OR_ADDRESS, alike=False),
            Field("Sign_up", ADDRESS, alike=False),
        ),
        "issue": (
            *_COMMON,
            Field("Date", DATE, required=True),
            Field("Modified", DATE, alike=False),
            Field("Year", _whole(1900, 2200), required=True),
            Field("Number", _whole(1, 99), required=True),
            Field("Cover", PICTURE, required=True, alike=False, needs="Cover_alt"),
            Field("Cover_alt", TEXT, alike=False),
            Field("Cover_credit", TEXT, alike=False),
            Field("Pdf", FILE_OR_ADDRESS, alike=False),
        ),
        "comment": (
            Field("Title", TEXT, required=True, alike=False, longest=90),
            Field("Status", _choice("draft", "published"), alike=False),
            Field("Example", YES),
            Field("Date", DATE, required=True),
            Field("Provider", TEXT, required=True),
            Field("Release", TEXT, required=True),
            Field("Measure", TEXT, required=True),
            Field("Author_role", TEXT, required=True, alike=False),
            Field("Read_by", TEXT, required=True, alike=False),
        ),
    }
)
_FILES: Final = frozenset({"Image", "Recording", "Slides", "Cover", "Pdf"})


def read_fields(
    kind: str, entries: Mapping[str, FieldLine], file: str, content: Path
) -> tuple[dict[str, Any], list[Problem]]:
    """
    Read the fields of a text: their values by name in lower case, and all problems with them.

    Args:
        kind: The kind of text, a key of `FIELDS`.
        entries: Its fields as written.
        file: Its path, for messages.
        content: The content folder, which holds the files that fields name.
    """
    known = {field.name.lower(): field for field in FIELDS[kind]}
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, entry in entries.items():
        field = known.get(name)
        if field is None:
            near = nearest(name.capitalize(), (field.name for field in known.values()))
            problems.append(
                text_problem(file, "unknown-field", entry.row, found=shortened(name.capitalize()), near=near)
            )
            continue
        try:
            value = values[name] = field.kind.read(entry.text)
        except ValueError:
            problems.append(_field_problem("wrong-value", field, file, entry.row, found=shortened(entry.text)))
            continue
        if field.longest and len(value) > field.longest:
            most = field.longest
            problems.append(text_problem(file, "too-long", entry.row, field.name, count=len(value), most=most))
        if field.needs and field.needs.lower() not in entries:
            needed = known[field.needs.lower()]
            problems.append(
                _field_problem("needs-field", needed, file, entry.row, name=needed.name, because=field.name)
            )
        is_file = field.name in _FILES and not str(value).startswith("https:")
        if is_file and not is_published(content, str(value)):
            near = nearest(str(value), published_files(content)) or "–"
            problems.append(
                text_problem(file, "no-such-file", entry.row, field.name, found=shortened(str(value)), near=near)
            )
    missing = (field for field in known.values() if field.required and field.name.lower() not in entries)
    problems += [_field_problem("missing-field", field, file, 1, name=field.name) for field in missing]
    if values.get("image_people") == "children" and not values.get("image_consent"):
        problems.append(text_problem(file, "consent", entries["image_people"].row, "Image_people"))
    return values, problems


def is_published(content: Path, name: str) -> bool:
    """True for a file in one of the folders whose files are published as they are."""
    path = (content / name).resolve()
    return path.is_file() and any(path.is_relative_to((content / folder).resolve()) for folder in MEDIA)


def published_files(content: Path) -> list[str]:
    """The paths, from the content folder, of all files that are published as they are."""
    paths = (path for folder in MEDIA for path in (content / folder).rglob("*") if path.is_file())
    return [path.relative_to(content).as_posix() for path in paths]


def _field_problem(code: str, field: Field, file: str, row: int, **found: object) -> Problem:
    return text_problem(file, code, row, field.name, allowed=field.kind.allowed, **found)
