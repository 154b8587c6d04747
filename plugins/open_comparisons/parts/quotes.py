"""Texts to paste into a procurement or a contract: a measure in one version, and a published value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from open_comparisons.site.locales import plain
from open_comparisons.standard.model import OK

if TYPE_CHECKING:
    from open_comparisons.estimates.rows import ComparedRow
    from open_comparisons.intake.release import Release
    from open_comparisons.site.source import Source
    from open_comparisons.site.words import RowWords, Words
    from open_comparisons.standard.model import Measure


def contract_text(source: Source, measure: Measure, *, standard_version: str, baseline: str) -> list[str]:
    """
    The paragraphs that make a measure part of a contract; the address of the version is to follow.

    Args:
        source: Any language.
        measure: In the version that the contract is about.
        standard_version: The version of the standard that it is in; "" where it is not told.
        baseline: What the figures are at the start, or what to write there.
    """
    t, lang = source.locale.t, source.locale.lang
    name = source.standard.title.plain(lang)
    standard = t("quote.standard", name=name, version=standard_version) if standard_version else name
    said = [
        t("quote.measure", title=measure.title.plain(lang), id=measure.id, version=measure.version, standard=standard),
        measure.definition.plain(lang),
    ]
    for key, text in (("numerator", measure.numerator), ("denominator", measure.denominator)):
        if text:
            said.append(f"{t(f'definition.{key}')}: {text.plain(lang)}")
    return [words for words in (*said, t("quote.baseline", baseline=baseline)) if words]


def value_text(
    source: Source, measure: Measure, said: RowWords, interval: str, *, place: str, version: str, origin: str
) -> str:
    """
    What a published value says, ending where the address of the value is to follow; "" for one that is hidden.

    Args:
        source: Any language.
        measure: What the value is of.
        said: The value in words.
        interval: Its 95% interval; "" where it has none.
        place: Whose it is, and its period and part.
        version: The version of the measure that it was counted by.
        origin: Where it is from, as `source_text` gives it.
    """
    locale = source.locale
    if not said.shown:
        return ""
    figures = ", ".join(part for part in (said.counts, said.value) if part)
    if interval:
        figures += f" ({locale.t('quote.interval', interval=interval)})"
    return locale.t(
        "quote.value",
        title=measure.title.plain(locale.lang),
        id=measure.id,
        version=version,
        place=place,
        figures=plain(figures),
        source=origin,
    )


def source_text(source: Source, release: Release) -> str:
    """Where a value is from, and that it is invented where it is."""
    t = source.locale.t
    said = t("quote.source", site=source.standard.site_title.plain(source.locale.lang), release=release.id)
    return f"{t('quote.invented')} {said}" if release.example else said


def interval_of(words: Words, row: ComparedRow) -> str:
    """The 95% interval of a value with as many decimals as the value; "" where there is none."""
    if row.status != OK or row.upper_95 != row.upper_95:
        return ""
    return words.locale.span(
        row.lower_95, row.upper_95, is_share=words.measure.is_share, decimals=words.measure.decimals
    )
