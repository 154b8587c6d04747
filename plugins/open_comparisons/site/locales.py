"""Words, numbers, dates and periods in each language."""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import babel
from markupsafe import Markup, escape

from open_comparisons.errors import OpenComparisonsError
from open_comparisons.messages import LANGUAGES
from open_comparisons.standard.model import Measure, Standard
from open_comparisons.standard.rounding import round_half_away
from open_comparisons.standard.text import Text
from open_comparisons.tools.store import digest

NO_BREAK: Final = "\u00a0"
_NARROW: Final = "\u202f"
_MINUS: Final = "\u2212"
_DASH: Final = "\u2013"


_REGIONS: Final = {"en": "en_GB"}
"""Region whose conventions apply to a language with several: a British list has no comma before "and"."""


@dataclass(frozen=True, slots=True)
class _Forms:
    """
    The forms of numbers, dates and lists in one language, from the Unicode CLDR.

    Numbers are formatted without Babel, which takes 13 microseconds for one: a national site has millions.
    """

    thousands: str
    decimal: str
    percent: str
    last: str
    months: Sequence[str]
    days: Sequence[str]
    plural: Callable[[float], str]


@cache
def _forms(lang: str) -> _Forms:
    cldr = babel.Locale.parse(_REGIONS.get(lang, lang))
    symbols = cldr.number_symbols["latn"]
    months, days = cldr.months["format"]["wide"], cldr.days["format"]["wide"]
    return _Forms(
        # Typographers narrow the space that the CLDR has between thousands.
        thousands=symbols["group"].replace(NO_BREAK, _NARROW),
        decimal=symbols["decimal"],
        percent=cldr.percent_formats[None].suffix[0],
        last=cldr.list_patterns["standard"]["end"].removeprefix("{0}").removesuffix("{1}"),
        months=[months[number] for number in range(1, 13)],
        days=[days[number] for number in range(7)],
        plural=cldr.plural_form,
    )


# A site says the same numbers again and again.
@lru_cache(maxsize=100_000)
def _number(lang: str, value: float, decimals: int) -> str:
    forms = _forms(lang)
    # What rounds to 0 has no sign.
    rounded = round_half_away(value, decimals) + 0.0
    signs = str.maketrans(",.-", forms.thousands + forms.decimal + _MINUS)
    return f"{rounded:,.{decimals}f}".translate(signs)


@dataclass(frozen=True, slots=True)
class Locale:
    """A language: its texts by key, and its formats of numbers, dates and lists."""

    lang: str
    texts: Mapping[str, str]

    @property
    def digest(self) -> str:
        """A hash of all its texts."""
        return digest(repr(sorted(self.texts.items())))

    def other(self, lang: str) -> str:
        """A language where it is not this one, to be marked in pages; else ""."""
        return "" if lang == self.lang else lang

    def t(self, key: str, **values: object) -> str:
        """
        The text with this key, its {placeholders} filled in; whole numbers get the language's format.

        If `count` is given, a key with its plural form is preferred, as in `{"providers": "{count} providers",
        "providers|one": "1 provider"}`; plural forms are those of the CLDR.
        """
        count = values.get("count")
        if isinstance(count, int | float):
            form = f"{key}|{_forms(self.lang).plural(count)}"
            key = form if form in self.texts else key
        try:
            text = self.texts[key]
            if not values and "{" not in text:
                return text
            if any(isinstance(value, Markup) for value in values.values()):
                text = Markup(text)  # noqa: S704 - the theme's own text; values get escaped
            formatted = {name: self.number(value) if type(value) is int else value for name, value in values.items()}
            return text.format(**formatted)
        except KeyError as error:
            raise OpenComparisonsError(
                "errors.theme-text-missing", lang=self.lang, name=key, lacking=str(error)
            ) from None

    def number(self, value: float, decimals: int = 0) -> str:
        """`12 000` and `77,5` in Swedish, `12,000` and `77.5` in English, with a real minus sign."""
        return _number(self.lang, value, decimals)

    def percent(self, fraction: float, decimals: int = 0) -> str:
        """A fraction as percent: `77,5 %` or `77.5%`."""
        return self.number(fraction * 100, decimals) + _forms(self.lang).percent

    def value(self, value: float, measure: Measure, standard: Standard) -> str:
        """A value in the measure's unit; fractions for shares."""
        if measure.is_share:
            return self.percent(value, measure.decimals)
        unit = standard.codes.units.get(measure.unit)
        symbol = unit.text("symbol").plain(self.lang) if unit else ""
        if not symbol:
            return self.number(value, measure.decimals)
        ending = _forms(self.lang).percent if symbol == "%" else f"{NO_BREAK}{symbol}"
        return f"{self.number(value, measure.decimals)}{ending}"

    def span(self, lower: float, upper: float, *, is_share: bool, decimals: int = 0) -> str:
        """An interval without its unit: `73–94`."""
        scale = 100 if is_share else 1
        return f"{self.number(lower * scale, decimals)}{_DASH}{self.number(upper * scale, decimals)}"

    def date(self, day: dt.date) -> str:
        """`15 maj 2024` or `15 May 2024`."""
        return f"{day.day}{NO_BREAK}{_forms(self.lang).months[day.month - 1]} {day.year}"

    def weekday(self, day: dt.date) -> str:
        """`fredag 4 december 2026` or `Friday 4 December 2026`."""
        return f"{_forms(self.lang).days[day.weekday()]} {self.date(day)}"

    def hours(self, start: dt.datetime, end: dt.datetime) -> str:
        """Start and end on the clock: `9.00–9.45` or `9:00–9:45`."""
        point = self.t("clock.point")
        return _DASH.join(f"{moment.hour}{point}{moment:%M}" for moment in (start, end))

    def period(self, start: dt.date, end: dt.date) -> str:
        """`2021`, `2020–2022`, `april 2021–mars 2022`, or dates where the span is not whole months."""
        if (start.month, start.day) == (1, 1) and (end.month, end.day) == (12, 31):
            return str(start.year) if start.year == end.year else f"{start.year}{_DASH}{end.year}"
        if start == end:
            return self.date(start)
        after = end.toordinal() + 1
        if start.day == 1 and dt.date.fromordinal(after).day == 1:
            months = _forms(self.lang).months
            return f"{months[start.month - 1]} {start.year}{_DASH}{months[end.month - 1]} {end.year}"
        return f"{self.date(start)}{_DASH}{self.date(end)}"

    def join(self, words: Sequence[str]) -> Markup:
        """`a, b och c` or `a, b and c`."""
        if not words:
            return Markup()
        last = Markup(_forms(self.lang).last)  # noqa: S704 - a word of the CLDR
        return last.join([Markup(", ").join(words[:-1]), words[-1]] if words[:-1] else words)

    def html(self, text: Text) -> Markup:
        """A text of the standard as HTML; marked with its language where it exists in the other one only."""
        words, lang = text.get(self.lang)
        if lang == self.lang:
            return escape(words)
        return Markup('<span lang="{}">{}</span>').format(lang, words)


def plain(text: str) -> str:
    """A text without the markup of its language."""
    return text.striptags() if isinstance(text, Markup) else text


def load_locales(folder: Path, words: Mapping[str, Text] | None = None) -> dict[str, Locale]:
    """
    The texts of the theme, per language.

    Args:
        folder: Holds `sv.json` and `en.json`.
        words: Texts of a standard that replace the theme's, by key: the terms of a sector.

    Raises:
        OpenComparisonsError: A file is missing or broken, the languages have different keys, or a replacing text has
            an unknown key or lacks a language.
    """
    locales: dict[str, Locale] = {}
    for lang in LANGUAGES:
        path = folder / f"{lang}.json"
        try:
            texts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise OpenComparisonsError("errors.theme-unreadable", path=path, error=error) from None
        locales[lang] = Locale(lang, texts)
    keys = [{key.removesuffix("|one") for key in locale.texts} for locale in locales.values()]
    if keys[0] != keys[1]:
        raise OpenComparisonsError("errors.theme-one-language", path=folder, names=sorted(keys[0] ^ keys[1]))
    return {lang: _with_words(locale, words or {}) for lang, locale in locales.items()}


def _with_words(locale: Locale, words: Mapping[str, Text]) -> Locale:
    wrong_keys = sorted(key for key, text in words.items() if key not in locale.texts or None in {text.sv, text.en})
    if wrong_keys:
        raise OpenComparisonsError("errors.words-of-standard", names=wrong_keys)
    return Locale(locale.lang, {**locale.texts, **{key: text.plain(locale.lang) for key, text in words.items()}})
