"""
Providers against measures: what every such table shares, and the overview of a target group.

The overview has the categories that the measures' own pages show, each in the period it leads with, and nothing made of
them: no sum, no order but that of names. Its signs are those of categories; the signs of who reported are others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from open_comparisons.charts.marks import MARKS
from open_comparisons.estimates.comparison import HIGHER, JUDGED, LOWER, MAYBE_HIGHER, MAYBE_LOWER, SAME, UNKNOWN
from open_comparisons.parts.filters import IN_GROUP, row_codes
from open_comparisons.site.addresses import address
from open_comparisons.site.records import Cell, Link, Matrix, PlainRow, Sign
from open_comparisons.site.regions import MANY_PROVIDERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from open_comparisons.estimates.rows import ComparedRow
    from open_comparisons.intake.provider import Provider
    from open_comparisons.site.source import Source, Span
    from open_comparisons.standard.model import Measure, TargetGroup

MAX_CELLS: Final = 4_000
"""Above this many cells a page would be heavier than 300 kB."""
FITTING_SIGNS: Final = 24
"""Up to this many columns of signs fit beside the names on a wide screen."""
NOTHING: Final = "nothing"
"""What is told of a cell without a figure, in place of a category."""

_FITTING_TITLE: Final = 60
_ORDER: Final = (HIGHER, MAYBE_HIGHER, SAME, MAYBE_LOWER, LOWER, UNKNOWN, NOTHING)
_SIGNS: Final = {**{code: mark.symbol for code, mark in MARKS.items()}, NOTHING: "·"}


def column_head(source: Source, group: TargetGroup, measure_id: str, span: Span | None) -> Link:
    """The head of a column: the measure's name and page, and its period where one is given."""
    locale = source.locale
    title, lang = source.standard.measures[measure_id].title.get(locale.lang)
    url = address(locale.lang, "target-groups", group.id, measure_id)
    return Link(title, url, locale.period(*span) if span else "", "" if lang == locale.lang else lang)


def fit(heads: Sequence[Link], columns: int) -> bool:
    """Whether a table with these heads needs no more room than a wide screen has for so many columns."""
    return len(heads) <= columns and all(len(each.title) <= _FITTING_TITLE for each in heads)


def is_too_large(providers: int, measures: int) -> bool:
    """Whether there are too many providers, or cells, for one page."""
    return providers > MANY_PROVIDERS or providers * measures > MAX_CELLS


def overview(source: Source, group: TargetGroup, measures: Sequence[Measure]) -> Matrix | None:
    """
    Every provider of a target group against every measure in which some can be compared.

    Args:
        source: What pages are made of.
        group: Whose providers.
        measures: Those with published rows, in the order of the columns.

    Returns:
        None where no measure can be compared, or where the table would be too large for a page.
    """
    leads = {measure.id: source.published[group.dataset].leads[group.id, measure.id] for measure in measures}
    judged = [measure for measure in measures if any(row.category in JUDGED for row in leads[measure.id][1].values())]
    providers = source.providers_of(group)
    if not judged or is_too_large(len(providers), len(judged)):
        return None
    spans = [leads[measure.id][0] for measure in judged]
    dated = len(set(spans)) > 1
    heads = tuple(
        column_head(source, group, measure.id, span if dated else None)
        for measure, span in zip(judged, spans, strict=True)
    )
    found = {
        provider: [_told(source, measure, leads[measure.id][1].get(provider.slug)) for measure in judged]
        for provider in providers
    }
    rows = tuple(_row(source, provider, cells) for provider, cells in found.items())
    return Matrix(
        title=source.locale.t("matrix.title"),
        notes=_notes(source, [measure for measure in measures if measure not in judged], None if dated else spans[0]),
        legend=_legend(source, (kind for cells in found.values() for kind, _ in cells)),
        heads=heads,
        rows=rows,
        fits=fit(heads, FITTING_SIGNS),
    )


def _told(source: Source, measure: Measure, row: ComparedRow | None) -> tuple[str, str]:
    """What a cell says: a category with its words, or that there is no figure, in the words of the measure's page."""
    if row is None:
        return NOTHING, source.locale.t("status.absent")
    said = source.words[measure.id].of(row)
    return (row.category, source.locale.t(MARKS[row.category].word)) if said.shown else (NOTHING, said.value)


def _row(source: Source, provider: Provider, cells: Iterable[tuple[str, str]]) -> PlainRow:
    return PlainRow(
        provider.name,
        address(source.locale.lang, "providers", provider.slug),
        tuple(
            Cell(_SIGNS[kind], words, shown=kind != NOTHING, category="" if kind == NOTHING else kind)
            for kind, words in cells
        ),
        codes=row_codes(source, provider, IN_GROUP),
    )


def _notes(source: Source, left_out: Sequence[Measure], span: Span | None) -> tuple[str, ...]:
    locale = source.locale
    notes = [locale.t("matrix.about")]
    if span:
        notes.append(locale.t("matrix.period", period=locale.period(*span)))
    if left_out:
        names = locale.listed([locale.html(measure.title) for measure in left_out])
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
