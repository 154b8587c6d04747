"""
Texts for people outside the site: of commands, problems, letters, and reports from a server.

They are in `words/<table>.<language>.json`, nested by the parts of a key between its dots: `cli.seal.sealed`
is the text `sealed` of `seal` in `words/cli.sv.json`. The texts of the site's pages are in `theme/translations/`.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import PurePath
from typing import Any, Final

LANGUAGES: Final = ("sv", "en")
_MOST_LISTED: Final = 12


_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
"""Control and escape characters but tab and line break, those that turn the direction or have no width, and halves."""


def visible(text: str) -> str:
    """A text from outside with every control, escape and direction character as �, so that no terminal obeys it."""
    return _UNSEEN.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class Message:
    """A text before its language is chosen: its key, and the values of its placeholders."""

    key: str
    values: Mapping[str, object]

    def text(self, lang: str) -> str:
        """The text in one language."""
        return say(lang, self.key, **self.values)


@dataclass(frozen=True, slots=True)
class Listing:
    """Things in words before their language is chosen, with the language's own word before the last: "2, 6 and 7"."""

    parts: tuple[object, ...]

    def text(self, lang: str) -> str:
        """All of them in one language."""
        *first, last = (str(_plain(part, lang)) for part in self.parts)
        return say(lang, "errors.list", first=", ".join(first), last=last) if first else last


def message(key: str, **values: object) -> Message:
    """A text to be put into words later, as the value of a placeholder in another."""
    return Message(key, values)


def listing(parts: Iterable[object]) -> Listing:
    """Things to be listed whole, in words, as the value of a placeholder; at least one."""
    return Listing(tuple(parts))


def say(lang: str, key: str, /, **values: object) -> str:
    """
    The text with a key in one language, such as `say("sv", "cli.seal.sealed", release=name, count=4)`.

    Args:
        lang: A language of `LANGUAGES`.
        key: Table and place in it. A text with "|one" after its key is used instead when `count` is 1.
        values: For the placeholders. A text or a path is made `visible`, a list is shortened when long, and a
            `Message` or a `Listing` is put into the same language.
    """
    table, _, name = key.partition(".")
    texts = _texts(table, lang)
    if values.get("count") == 1:
        name = f"{name}|one" if f"{name}|one" in texts else name
    return texts[name].format_map({name: _plain(value, lang) for name, value in values.items()})


def say_in_each(key: str, /, **values: object) -> tuple[str, ...]:
    """The text with a key in each language, in the order of `LANGUAGES`."""
    return tuple(say(lang, key, **values) for lang in LANGUAGES)


def say_in_all(key: str, /, **values: object) -> str:
    """The text with a key in every language, below each other, for readers whose language is not known."""
    return "\n".join(dict.fromkeys(say_in_each(key, **values)))


def has_text(key: str) -> bool:
    """True where there is a text with a key."""
    table, _, name = key.partition(".")
    return name in _texts(table, LANGUAGES[0])


def keys_below(key: str) -> tuple[str, ...]:
    """The names that are within a key, in the order of the file: ("message", "remedy") below `problems.no-rows`."""
    table, _, name = key.partition(".")
    below = f"{name}." if name else ""
    names = (
        text.removeprefix(below).partition(".")[0] for text in _texts(table, LANGUAGES[0]) if text.startswith(below)
    )
    return tuple(dict.fromkeys(names))


def _plain(value: object, lang: str) -> object:
    if isinstance(value, Message | Listing):
        return value.text(lang)
    if isinstance(value, list | tuple):
        more = ", …" if len(value) > _MOST_LISTED else ""
        return ", ".join(str(_plain(part, lang)) for part in value[:_MOST_LISTED]) + more
    if isinstance(value, PurePath):
        return visible(str(value)).replace("\n", "\ufffd")
    return visible(value) if isinstance(value, str) else value


@cache
def _texts(table: str, lang: str) -> Mapping[str, str]:
    file = resources.files(__package__) / "words" / f"{table}.{lang}.json"
    return dict(_flat(json.loads(file.read_text(encoding="utf-8")), ""))


def _flat(content: Mapping[str, Any], above: str) -> Iterator[tuple[str, str]]:
    for name, value in content.items():
        if isinstance(value, str):
            yield above + name, value
        else:
            yield from _flat(value, f"{above}{name}.")
