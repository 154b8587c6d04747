"""The command `open-comparisons new`: create a valid starter file in each language."""

import argparse
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from open_comparisons.cli.speaking.parser import CommandParser
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.knowledge.fields import FIELDS, Field
from open_comparisons.knowledge.library import FOLDERS
from open_comparisons.messages import LANGUAGES, keys_below, say

ZONE: Final = "Europe/Stockholm"
_COVER: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 800" width="600" height="800" role="img">
<title>{slug}</title><rect width="600" height="800" fill="#e5eeee"/>
<text x="48" y="120" font-family="Georgia, serif" font-size="64" fill="#11191d">{slug}</text>
</svg>
"""


def run(options: argparse.Namespace) -> int:
    """
    Write the files of a new text, and print their paths.

    Returns:
        0.

    Raises:
        OpenComparisonsError: A file by that name exists, or no address can be made of the name.
    """
    today = datetime.now(tz=ZoneInfo(ZONE)).date()
    for path in write_new(options.kind, options.name, Path(options.content), today):
        print(path)
    return 0


def write_new(kind: str, name: str, content: Path, today: date) -> list[Path]:
    """
    Write a text in each language, with every field of its kind.

    Args:
        kind: "article", "webinar" or "issue".
        name: Its title, or for an issue its year and number, such as "2026-1".
        content: The content folder.
        today: The date to write in the fields for dates.
    """
    slug = slug_of(name)
    if not slug or (kind == "issue" and not re.fullmatch(r"\d{4}-\d{1,2}", slug)):
        raise OpenComparisonsError("errors.name-of-text", given=name)
    texts = {content / FOLDERS[kind] / f"{slug}.{lang}.md": _text(kind, name, slug, lang, today) for lang in LANGUAGES}
    if kind == "issue":
        texts[content / "bilder" / f"humant-{slug}.svg"] = _COVER.format(slug=slug)
    existing = [path for path in texts if path.exists()]
    if existing:
        raise OpenComparisonsError("errors.files-exist", paths=existing)
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(texts)


def slug_of(name: str) -> str:
    """The part of an address that a title becomes: `sa-mats-utfall` of `Så mäts utfall`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _text(kind: str, name: str, slug: str, lang: str, today: date) -> str:
    given = {
        "Title": name,
        "Date": f"{today.isoformat()} 09:00 {ZONE}" if kind == "webinar" else today.isoformat(),
        **({"Modified": today.isoformat()} if kind == "webinar" else {}),
        "Status": "draft",
        "Category": "news",
        "Length": "45",
        "Year": slug.split("-")[0],
        "Number": slug.split("-")[-1],
        "Cover": f"bilder/humant-{slug}.svg",
        **{name: say(lang, f"cli.new.field.{name}") for name in keys_below("cli.new.field")},
    }
    lines = [say(lang, "cli.new.instructions"), *(_line(field, given, lang) for field in FIELDS[kind])]
    return "\n".join(lines) + f"\n\n{say(lang, 'cli.new.body')}"


def _line(field: Field, given: Mapping[str, str], lang: str) -> str:
    if field.name in given:
        return f"{field.name}: {given[field.name]}".replace(": \n", ":\n")
    return f"# {field.name}: {field.kind.allowed.text(lang)}"


def add_arguments(parser: CommandParser) -> None:
    """Declare the options."""
    parser.add_argument("kind", choices=tuple(FIELDS), help=parser.say("option.new-kind"))
    parser.add_argument("name", help=parser.say("option.new-name"))
    parser.add_argument("--content", default="content", help=parser.say("option.content"))
