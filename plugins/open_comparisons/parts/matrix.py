"""
Providers against measures: the common parts of such tables, and the overview of a target group.

The overview shows the categories of the measures' own pages, each in its leading period, and nothing derived from them:
no sums, and only alphabetical order. The matrix of reporting has signs of its own, see `reporting_signs`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from open_comparisons.charts.marks import MARKS
from open_comparisons.estimates.comparison import HIGHER, JUDGED, LOWER, MAYBE_HIGHER, MAYBE_LOWER, SAME, UNKNOWN
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.intake.provider import Provider
from open_comparisons.parts.filters import IN_GROUP, row_codes
from open_comparisons.parts.instruments import absent_words
from open_comparisons.site.addresses import address
from open_comparisons.site.records import Cell, Choice, FilterField, Link, Matrix, PlainRow, Sign
from open_comparisons.site.regions import MANY_PROVIDERS
from open_comparisons.site.source import Source, Span
from open_comparisons.standard.model import Measure, TargetGroup

MAX_CELLS: Final = 4_000
"""Largest number of cells on a page, which keeps it below 300 kB."""
FITTING_SIGNS: Final = 24
"""Number of columns of signs that fit beside the names on a wide screen."""
NOTHING: Final = "nothing"
"""Code of a cell without a figure, in place of a category."""

DIFFERENCE: Final = "difference"
"""The filter of rows by what their signs say."""

_DIFFERENCES: Final = {"certain": (HIGHER, LOWER), "maybe": (MAYBE_HIGHER, MAYBE_LOWER)}
"""The choices of that filter, with the categories that each keeps."""
_FITTING_TITLE: Final = 60
_ORDER: Final = (HIGHER, MAYBE_HIGHER, SAME, MAYBE_LOWER, LOWER, UNKNOWN, NOTHING)
_SIGNS: Final = {**{code: mark.symbol for code, mark in MARKS.items()}, NOTHING: "·"}


def column_head(source: Source, group: TargetGroup, measure: Measure, span: Span | None) -> Link:
    """The head of a column: the measure's name and page, and its period where one is given."""
    locale = source.locale
    title, lang = measure.title.get(locale.lang)
    url = address(locale.lang, "target-groups", group.id, measure.id)
    return Link(title, url, locale.period(*span) if span else "", locale.other(lang))


def fits(heads: Sequence[Link], columns: int) -> bool:
    """True where a table with these heads fits on a wide screen, which has room for `columns` columns."""
    return len(heads) <= columns and all(len(each.title) <= _FITTING_TITLE for each in heads)


def is_too_large(providers: int, measures: int) -> bool:
    """True with too many providers, or cells, for one page."""
    return providers > MANY_PROVIDERS or providers * measures > MAX_CELLS


def overview(source: Source, group: TargetGroup, measures: Sequence[Measure]) -> Matrix | None:
    """
    Every provider of a target group against every measure in which any provider can be compared.

    Args:
        source: Data of the pages.
        group: The target group.
        measures: Measures with published rows, in the order of the columns.

    Returns:
        None where no measure can be compared, or where the table would be too large for a page.
    """
    leads = {measure.key: source.published[group.dataset].leads[group.id, measure.key] for measure in measures}
    judged = [measure for measure in measures if any(row.category in JUDGED for row in leads[measure.key][1].values())]
    providers = source.providers_of(group)
    if not judged or is_too_large(len(providers), len(judged)):
        return None
    spans = [leads[measure.key][0] for measure in judged]
    dated = len(set(spans)) > 1
    heads = tuple(
        column_head(source, group, measure, span if dated else None)
        for measure, span in zip(judged, spans, strict=True)
    )
    cells_by_provider = {
        provider: [_category_and_words(source, group, measure, provider, leads[measure.key][1]) for measure in judged]
        for provider in providers
    }
    rows = tuple(_row(source, provider, cells) for provider, cells in cells_by_provider.items())
    return Matrix(
        title=source.locale.t("matrix.title"),
        notes=_notes(source, [measure for measure in measures if measure not in judged], None if dated else spans[0]),
        legend=_legend(source, (kind for cells in cells_by_provider.values() for kind, _ in cells)),
        heads=heads,
        rows=rows,
        fits=fits(heads, FITTING_SIGNS),
    )


def _category_and_words(
    source: Source, group: TargetGroup, measure: Measure, provider: Provider, rows: Mapping[str, ComparedRow]
) -> tuple[str, str]:
    """The category of a cell with its words, or NOTHING with the words that the measure's page has for it."""
    row = rows.get(provider.slug)
    if row is None:
        return NOTHING, absent_words(source, group, measure, provider.slug)
    words = source.words[measure.id]
    row_words = words.of(row)
    return (row.category, words.compared(row)) if row_words.shown else (NOTHING, row_words.value)


def _row(source: Source, provider: Provider, cells: Sequence[tuple[str, str]]) -> PlainRow:
    return PlainRow(
        provider.name,
        address(source.locale.lang, "providers", provider.slug),
        tuple(
            Cell(_SIGNS[kind], words, shown=kind != NOTHING, category="" if kind == NOTHING else kind)
            for kind, words in cells
        ),
        codes=(*row_codes(source, provider, IN_GROUP), (DIFFERENCE, ";".join(_differences(kind for kind, _ in cells)))),
    )


def difference_field(source: Source, matrix: Matrix) -> FilterField | None:
    """The filter of an overview by certain and possible differences; None where it has neither."""
    t = source.locale.t
    found = _differences(cell.category for row in matrix.rows for cell in row.cells)
    choices = tuple(Choice(code, t(f"matrix.{code}"), source.locale.lang) for code in found)
    return FilterField(DIFFERENCE, t("matrix.difference"), choices) if choices else None


def _differences(kinds: Iterable[str]) -> list[str]:
    """The choices of the filter that keep any of these categories."""
    found = set(kinds)
    return [code for code, categories in _DIFFERENCES.items() if not found.isdisjoint(categories)]


def _notes(source: Source, left_out: Sequence[Measure], span: Span | None) -> tuple[str, ...]:
    locale = source.locale
    notes = [locale.t("matrix.about")]
    if span:
        notes.append(locale.t("matrix.period", period=locale.period(*span)))
    if left_out:
        names = locale.join([locale.html(measure.title) for measure in left_out])
        notes.append(locale.t("matrix.not-judged", measures=names))
    return tuple(notes)


def _legend(source: Source, kinds: Iterable[str]) -> tuple[Sign, ...]:
    t, used = source.locale.t, set(kinds)
    return tuple(
        Sign(
            _SIGNS[kind],
            f"{t('matrix.nothing') if kind == NOTHING else t(MARKS[kind].word)}:",
            t(f"matrix.about.{kind}"),
            "" if kind == NOTHING else kind,
        )
        for kind in _ORDER
        if kind in used
    )
