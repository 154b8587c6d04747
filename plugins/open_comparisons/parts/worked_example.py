"""
The standard's worked example: the counts of an invented provider, the cells that protection hides, and the reasons.

It is the only page that shows true counts, because the file that contains them is invented.
"""

from pathlib import Path
from typing import Final

from open_comparisons.disclosure.protect_file import ProtectedFile, protect_file
from open_comparisons.disclosure.report import row_reasons
from open_comparisons.disclosure.system import CountRow
from open_comparisons.disclosure.table_rows import provider_rows
from open_comparisons.errors import DataError
from open_comparisons.site.records import Cell, PlainRow, PlainTable
from open_comparisons.site.source import Source
from open_comparisons.standard.model import Standard
from open_comparisons.standard.statuses import BANDED, FEW, OK, SUPPRESSED

TRUE: Final = "exempel/verkliga.csv"
PROTECTED: Final = "exempel/skyddade.csv"
"""The two files of the example, in the standard's folder."""


def protected_example(folder: Path, standard: Standard) -> str:
    """The file to hand in, made from the true one as `open-comparisons protect` does."""
    return _protected(folder, standard).content


def _protected(folder: Path, standard: Standard) -> ProtectedFile:
    """
    The example, protected.

    Raises:
        DataError: It does not follow the standard, such as after a new version of its measure.
    """
    protected_file = protect_file(folder / TRUE, (), standard, None)
    if protected_file.problems:
        raise DataError(list(protected_file.problems))
    return protected_file


def example_table(source: Source, folder: Path) -> PlainTable | None:
    """Each row of the example: its count, the published words, and the reason for a difference; None without one."""
    if not (folder / TRUE).is_file():
        return None
    standard, t = source.standard, source.locale.t
    protected_file = _protected(folder, standard)
    reasons = row_reasons(protected_file)
    lines = []
    for provider, true_rows in provider_rows(protected_file.table, standard).items():
        protected = (
            {row.key: row for row in protected_file.by_provider[provider].rows} if protected_file.by_provider else {}
        )
        for index, row in true_rows:
            after = protected[row.key]
            why = reasons[index].plain(source.locale.lang) if index in reasons else ""
            cells = (
                Cell(_true_words(source, row)),
                Cell(_published_words(source, row, after), why, shown=after.status == OK),
            )
            title, lang = standard.measures[row.key.measure].title.get(source.locale.lang)
            lines.append(PlainRow(title, "", cells, _place(source, row), source.locale.other(lang)))
    head = (t("head.measure"), t("standard.counted"), t("standard.seen"))
    return PlainTable("exempel", t("standard.example"), head, tuple(lines), t("standard.example-about"))


def _place(source: Source, row: CountRow) -> str:
    """The period and the part of a row."""
    locale, standard = source.locale, source.standard
    place = row.key.scope
    parts = (
        code.title.plain(locale.lang)
        for dimension in standard.dimensions
        for code in standard.codes_of(dimension, place.group)
        if (dimension.name, code.code) in place.split
    )
    return " · ".join((locale.period(place.start, place.end), *parts))


def _true_words(source: Source, row: CountRow) -> str:
    if row.denominator is None or row.numerator is None:
        return source.standard.codes.statuses[row.status].title.plain(source.locale.lang)
    number = source.locale.number
    return source.locale.t("counts.of", count=number(row.numerator), base=number(row.denominator))


def _published_words(source: Source, row: CountRow, after: CountRow) -> str:
    """The published words of a protected row: its counts, the range that replaces them, or its status."""
    locale, few = source.locale, source.standard.thresholds.min_count - 1
    title = source.standard.codes.statuses[after.status].title.plain(locale.lang)
    if after.status == OK and row.denominator:
        return _true_words(source, row)
    if after.status in BANDED and after.denominator is not None:
        base = int(after.denominator)
        low, high = (0, few) if after.status == FEW else (base - few, base)
        return locale.t("counts.range", low=max(low, 0), high=min(high, base), base=locale.number(base))
    if after.status == SUPPRESSED and after.denominator is not None:
        return locale.t("standard.base-alone", title=title, base=locale.number(after.denominator))
    return title
