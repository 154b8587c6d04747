"""Texts to paste into a procurement or a contract: a measure in one version, and a published value."""

from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.intake.release import Release
from open_comparisons.site.locales import plain
from open_comparisons.site.source import Source
from open_comparisons.site.words import RowWords, Words
from open_comparisons.standard.model import Measure
from open_comparisons.standard.statuses import OK


def contract_text(
    source: Source, measure: Measure, *, standard_version: str, baseline: str, uncertainty: str
) -> list[str]:
    """
    Paragraphs that make a measure part of a contract, to be followed by the address of the version.

    Args:
        source: Data of the pages, in the language of the text.
        measure: The measure in the version of the contract.
        standard_version: The version of the standard; "" to leave it out.
        baseline: The figures at the start, or a placeholder for them.
        uncertainty: From `power.power_text`.
    """
    t, lang = source.locale.t, source.locale.lang
    name = source.standard.title.plain(lang)
    standard = t("quote.standard", name=name, version=standard_version) if standard_version else name
    paragraphs = [
        t("quote.measure", title=measure.title.plain(lang), id=measure.id, version=measure.version, standard=standard),
        measure.definition.plain(lang),
    ]
    for key, text in (("numerator", measure.numerator), ("denominator", measure.denominator)):
        if text:
            paragraphs.append(f"{t(f'definition.{key}')}: {text.plain(lang)}")
    return [paragraph for paragraph in (*paragraphs, uncertainty, t("quote.baseline", baseline=baseline)) if paragraph]


def value_text(
    source: Source, measure: Measure, words: RowWords, interval: str, *, place: str, version: str, origin: str
) -> str:
    """
    The quotation of a published value, to be followed by its address; "" for a hidden value.

    Args:
        source: Data of the pages, in the language of the text.
        measure: The measure.
        words: The value in words.
        interval: Its 95% interval; "" where it has none.
        place: The provider, period and part.
        version: Version of the measure.
        origin: The result of `source_text`.
    """
    locale = source.locale
    if not words.shown:
        return ""
    figures = ", ".join(part for part in (words.counts, words.value) if part)
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
    """The source of a value, with a warning where it is invented."""
    t = source.locale.t
    origin = t("quote.source", site=source.standard.site_title.plain(source.locale.lang), release=release.id)
    return f"{t('quote.invented')} {origin}" if release.example else origin


def interval_of(words: Words, row: ComparedRow) -> str:
    """The 95% interval of a value, with the decimals of the value; "" where there is none."""
    if row.status != OK or row.upper_95 != row.upper_95:
        return ""
    return words.locale.span(
        row.lower_95, row.upper_95, is_share=words.measure.is_share, decimals=words.measure.decimals
    )
