"""All numbers of a measure in one period as a table, beside the drawings that show some of them."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from markupsafe import Markup, escape

from open_comparisons.estimates.comparison import HIGHER, LEVELS, LOWER, MAYBE_HIGHER, MAYBE_LOWER, SAME
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.intake.provider import Provider
from open_comparisons.parts.filters import IN_GROUP, row_codes
from open_comparisons.site.locales import Locale
from open_comparisons.site.records import Cell, DataColumn, DataTable, PlainRow, PlainTable
from open_comparisons.site.sentences import trend_words
from open_comparisons.site.source import Source
from open_comparisons.site.words import USUAL, RowWords, Words
from open_comparisons.standard.model import Measure
from open_comparisons.standard.statuses import WITH_FIGURE

NOTHING: Final = Cell("–")
_SCALE: Final = (LOWER, MAYBE_LOWER, SAME, USUAL, MAYBE_HIGHER, HIGHER)
_NARROW: Final = "\u202f"

Ends = tuple[Sequence[float], Sequence[float]]


def numbers_table(
    source: Source,
    measure: Measure,
    providers: Sequence[Provider],
    rows: Mapping[str, ComparedRow],
) -> DataTable:
    """
    The numbers of some providers: size, value, intervals, control limits, category and trend.

    Args:
        source: Data of the pages.
        measure: The measure.
        providers: Providers in the order of the table; those without a row are left out.
        rows: Rows of the period, by slug of the provider.

    Returns:
        A line per row, without columns that are empty in every row. Names are no links; the first table of the page
        has those.
    """
    words, t = source.words[measure.id], source.locale.t
    present = [rows[provider.slug] for provider in providers if provider.slug in rows]
    words_by_row = [words.of(row) for row in present]
    unit = words.unit.strip()
    value_title = t(f"head.{measure.kind.name}")
    compared = tuple(words.categories[code] for code in _SCALE)
    columns = [
        (DataColumn(size_title(words, "numbers.size"), key="size"), _sizes(words, present)),
        (
            DataColumn(t("numbers.unit", title=value_title, unit=unit) if unit else value_title, key="value"),
            [_value(words, row_words) for row_words in words_by_row],
        ),
        *_pairs(words, "interval", {name: _ends(present, "", name) for name in LEVELS}),
        *_pairs(words, "limits", {name: _ends(present, "limit_", name) for name in LEVELS}),
        *_pair(words, "nonresponse", _nonresponse(present)),
        (
            DataColumn(t("head.compared"), key="compared", order=compared, words=True),
            [
                Cell(row_words.words, category=row.category) if row_words.words else NOTHING
                for row, row_words in zip(present, words_by_row, strict=True)
            ],
        ),
        (
            DataColumn(t("numbers.reason"), words=True),
            [Cell(row_words.reason) if row_words.reason else NOTHING for row_words in words_by_row],
        ),
        (DataColumn(t("head.trend"), words=True), [Cell(trend_words(row, source.locale)) for row in present]),
    ]
    used = [(column, cells) for column, cells in columns if any(cell is not NOTHING for cell in cells)]
    names = source.directory.by_slug
    lines = [
        PlainRow(names[row.provider].name, "", cells, codes=row_codes(source, names[row.provider], IN_GROUP))
        for row, cells in zip(present, zip(*(cells for _, cells in used), strict=True), strict=True)
    ]
    used_columns = tuple(column for column, _ in used)
    return DataTable("alla-tal", t("numbers.title"), t("head.provider"), used_columns, tuple(lines))


def size_title(words: Words, key: str) -> str:
    """The title of a provider's size, in the words of the standard where it has them; `key` names the text."""
    unit = words.standard.codes.base_units.get(words.measure.denominator_unit)
    return words.locale.t(f"{key}-of", unit=words.locale.html(unit.title)) if unit else words.locale.t(key)


def size_words(size: float, locale: Locale) -> str:
    """A size as a number, with a decimal where it is not whole."""
    return locale.number(size, 0 if float(size).is_integer() else 1)


def _sizes(words: Words, rows: Sequence[ComparedRow]) -> list[Cell]:
    """The sizes, all with a decimal where any is not whole, so that digits align."""
    sizes = [row.denominator for row in rows]
    decimals = 0 if all(math.isnan(size) or float(size).is_integer() for size in sizes) else 1
    return [NOTHING if math.isnan(size) else Cell(_digits(words.locale.number(size, decimals))) for size in sizes]


def _value(words: Words, row_words: RowWords) -> Cell:
    """The value without its unit, which is in the head; a range or words as everywhere else."""
    return Cell(
        _digits(row_words.value.removesuffix(words.unit)) if row_words.shown else row_words.value, shown=row_words.shown
    )


def _ends(rows: Sequence[ComparedRow], kind: str, level: str) -> Ends:
    """Both ends of an interval or, with the kind "limit_", of the control limits; NaN where no figure is shown."""
    pairs = [row.limits(level) if kind else row.interval(level) for row in rows]
    shown = [pair if row.status in WITH_FIGURE else (math.nan, math.nan) for row, pair in zip(rows, pairs, strict=True)]
    return [lower for lower, _ in shown], [upper for _, upper in shown]


def _pairs(words: Words, name: str, levels: Mapping[str, Ends]) -> list[tuple[DataColumn, list[Cell]]]:
    """Two columns for each level: the lower and the upper ends."""
    return [column for level, ends in levels.items() for column in _pair(words, f"{name}-{level}", ends)]


def _pair(words: Words, name: str, ends: Ends) -> list[tuple[DataColumn, list[Cell]]]:
    """Two columns: the lower and the upper end."""
    t = words.locale.t
    return [
        (DataColumn(t(f"numbers.{side}"), t(f"numbers.{name}"), f"{name}-{side}"), cells)
        for side, cells in zip(("from", "to"), _end_cells(words, *ends), strict=True)
    ]


def _nonresponse(rows: Sequence[ComparedRow]) -> Ends:
    """The value if all who did not answer had said no, and if all had said yes."""
    return [row.nonresponse_low for row in rows], [row.nonresponse_high for row in rows]


def _end_cells(words: Words, lower: Sequence[float], upper: Sequence[float]) -> tuple[list[Cell], list[Cell]]:
    """Cells of both ends; a row that lacks one end has neither."""
    pairs = [
        (NOTHING, NOTHING)
        if math.isnan(low) or math.isnan(high)
        else tuple(Cell(_digits(words.locale.number(end * words.scale, words.decimals))) for end in (low, high))
        for low, high in zip(lower, upper, strict=True)
    ]
    return [low for low, _ in pairs], [high for _, high in pairs]


def _digits(number: str) -> str:
    """A number whose groups of digits are spaced by style only, so that a spreadsheet reads it as a number."""
    first, *groups = escape(number).split(_NARROW)
    return first + Markup().join(Markup('<span class="data__group">{}</span>').format(group) for group in groups)


def as_plain_table(table: DataTable) -> PlainTable:
    """The same numbers as a plain table, for articles, where rows are neither sorted nor copied."""
    titles = (f"{column.group}, {column.title}" if column.group else column.title for column in table.columns)
    return PlainTable(table.anchor, table.title, (table.first, *titles), table.rows)
