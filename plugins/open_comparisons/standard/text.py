"""Texts in both languages, as a standard has them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Self

from open_comparisons.messages import LANGUAGES


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one or both languages; `None` where a language is missing."""

    sv: str | None = None
    en: str | None = None

    def get(self, lang: str) -> tuple[str, str]:
        """The text and its actual language: the requested language where the text exists in it, else the other."""
        texts = dict(zip(LANGUAGES, (self.sv, self.en), strict=True))
        for name in (lang, *LANGUAGES):
            text = texts[name]
            if text is not None and (text or name == lang):
                return text, name
        return "", lang

    @classmethod
    def of(cls, value: Mapping[str, str] | None) -> Self:
        """The text in a JSON object by language; empty where there is none."""
        return cls(sv=value.get("sv"), en=value.get("en")) if value else cls()

    def plain(self, lang: str) -> str:
        """The text alone."""
        return self.get(lang)[0]

    @property
    def both(self) -> str:
        """The text in each language it exists in, once where they are the same: for files that serve both."""
        return " / ".join(dict.fromkeys(text for text in (self.sv, self.en) if text))

    def __bool__(self) -> bool:
        return bool(self.sv or self.en)


def one_language_texts(part: object) -> int:
    """Count the texts below a record of the standard that exist in one language only, and are shown in it."""
    if isinstance(part, Text):
        return int((part.sv is None) != (part.en is None))
    if isinstance(part, Mapping):
        return sum(one_language_texts(value) for value in part.values())
    if isinstance(part, tuple):
        return sum(one_language_texts(value) for value in part)
    if is_dataclass(part):
        return sum(one_language_texts(getattr(part, each.name)) for each in fields(part))
    return 0
