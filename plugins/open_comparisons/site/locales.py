"""Words, numbers, dates and periods as each language writes them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup, escape

from open_comparisons.errors import OpenComparisonsError
from open_comparisons.standard.model import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from open_comparisons.standard.model import Measure, Standard, Text

NO_BREAK: Final = "\u00a0"
_NARROW: Final = "\u202f"
_MINUS: Final = "\u2212"
_DASH: Final = "\u2013"
_MONTHS: Final = {
    "sv": [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_DAYS: Final = {
    "sv": ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}


@dataclass(frozen=True, slots=True)
class Locale:
    """One language: its texts by key, and how it writes numbers."""

    lang: str
    texts: Mapping[str, str]

    def t(self, key: str, **values: object) -> str:
        """
        The text with this key, its {placeholders} filled in; whole numbers are written as the language does.

        A key with "|one" is used instead when `count` is 1, as in `{"providers": "{count} providers", "providers|one":
        "1 provider"}`.
        """
        if values.get("count") == 1 and f"{key}|one" in self.texts:
            key = f"{key}|one"
        try:
            text = self.texts[key]
            if any(isinstance(value, Markup) for value in values.values()):
                text = Markup(text)  # noqa: S704 - the theme's own text; what is filled in gets escaped
            written = {name: self.number(value) if type(value) is int else value for name, value in values.items()}
            return text.format(**written)
        except KeyError as error:
            message = f"theme/translations/{self.lang}.json: text {key!r} lacks {error}. Add it."
            raise OpenComparisonsError(message) from None

    def number(self, value: float, decimals: int = 0) -> str:
        """`12 000` and `77,5` in Swedish, `12,000` and `77.5` in English, with a real minus sign."""
        written = f"{value:,.{decimals}f}"
        if self.lang == "sv":
            written = written.replace(",", _NARROW).replace(".", ",")
        return written.replace("-", _MINUS)

    def percent(self, fraction: float, decimals: int = 0) -> str:
        """A fraction as percent: `77,5 %` or `77.5%`."""
        return self.number(fraction * 100, decimals) + (f"{NO_BREAK}%" if self.lang == "sv" else "%")

    def value(self, value: float, measure: Measure, standard: Standard) -> str:
        """A value in the measure's unit; fractions for shares."""
        if measure.is_share:
            return self.percent(value, measure.decimals)
        unit = standard.codes.units.get(measure.unit)
        symbol = unit.text("symbol").plain(self.lang) if unit else ""
        if not symbol:
            return self.number(value, measure.decimals)
        joint = "" if symbol == "%" and self.lang == "en" else NO_BREAK
        return f"{self.number(value, measure.decimals)}{joint}{symbol}"

    def span(self, lower: float, upper: float, *, is_share: bool, decimals: int = 0) -> str:
        """An interval without its unit: `73–94`."""
        scale = 100 if is_share else 1
        return f"{self.number(lower * scale, decimals)}{_DASH}{self.number(upper * scale, decimals)}"

    def date(self, day: dt.date) -> str:
        """`15 maj 2024` or `15 May 2024`."""
        return f"{day.day}{NO_BREAK}{_MONTHS[self.lang][day.month - 1]} {day.year}"

    def weekday(self, day: dt.date) -> str:
        """`fredag 4 december 2026` or `Friday 4 December 2026`."""
        return f"{_DAYS[self.lang][day.weekday()]} {self.date(day)}"

    def hours(self, start: dt.datetime, end: dt.datetime) -> str:
        """From when to when on the clock: `9.00–9.45` or `9:00–9:45`."""
        point = "." if self.lang == "sv" else ":"
        return _DASH.join(f"{moment.hour}{point}{moment:%M}" for moment in (start, end))

    def period(self, start: dt.date, end: dt.date) -> str:
        """`2021`, `2020–2022`, `april 2021–mars 2022`, or dates where the span is not whole months."""
        if (start.month, start.day) == (1, 1) and (end.month, end.day) == (12, 31):
            return str(start.year) if start.year == end.year else f"{start.year}{_DASH}{end.year}"
        if start == end:
            return self.date(start)
        after = end.toordinal() + 1
        if start.day == 1 and dt.date.fromordinal(after).day == 1:
            months = _MONTHS[self.lang]
            return f"{months[start.month - 1]} {start.year}{_DASH}{months[end.month - 1]} {end.year}"
        return f"{self.date(start)}{_DASH}{self.date(end)}"

    def listed(self, words: Sequence[str]) -> Markup:
        """`a, b och c` or `a, b and c`."""
        if not words:
            return Markup()
        last = Markup(" och " if self.lang == "sv" else " and ")  # noqa: S704 - fixed words
        return last.join([Markup(", ").join(words[:-1]), words[-1]] if words[:-1] else words)

    def html(self, text: Text) -> Markup:
        """A text of the standard; marked with its language where it exists in the other one only."""
        words, lang = text.get(self.lang)
        if lang == self.lang:
            return escape(words)
        return Markup('<span lang="{}">{}</span>').format(lang, words)


def plain(text: str) -> str:
    """A text without the marks of its language."""
    return text.striptags() if isinstance(text, Markup) else text


def load_locales(folder: Path, words: Mapping[str, Text] | None = None) -> dict[str, Locale]:
    """
    The texts of the theme, per language.

    Args:
        folder: Holds `sv.json` and `en.json`.
        words: Texts of a standard that replace the theme's, by key: what a sector calls things.

    Raises:
        OpenComparisonsError: A file is missing or broken, the languages have different keys, or a replacing text is
            none that the theme has or lacks a language.
    """
    locales: dict[str, Locale] = {}
    for lang in LANGUAGES:
        path = folder / f"{lang}.json"
        try:
            texts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            message = f"{path}: the texts of the theme cannot be read ({error})."
            raise OpenComparisonsError(message) from None
        locales[lang] = Locale(lang, texts)
    plain = [{key.removesuffix("|one") for key in locale.texts} for locale in locales.values()]
    if plain[0] != plain[1]:
        lacking = ", ".join(sorted(plain[0] ^ plain[1]))
        message = f"{folder}: these texts exist in one language only: {lacking}. Add them to the other."
        raise OpenComparisonsError(message)
    return {lang: _with_words(locale, words or {}) for lang, locale in locales.items()}


def _with_words(locale: Locale, words: Mapping[str, Text]) -> Locale:
    wrong = sorted(key for key, text in words.items() if key not in locale.texts or None in {text.sv, text.en})
    if wrong:
        message = f"standard.json, ord: {', '.join(wrong)} is no text of the theme or lacks a language. Correct it."
        raise OpenComparisonsError(message)
    return Locale(locale.lang, {**locale.texts, **{key: text.plain(locale.lang) for key, text in words.items()}})
