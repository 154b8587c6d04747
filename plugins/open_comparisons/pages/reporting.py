"""Reporting in a target group: a matrix of providers and measures, and its completeness."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from open_comparisons.estimates.completeness import (
    STATES,
    Completeness,
    MeasurePeriod,
    completeness,
    is_handed_in,
    is_possible,
)
from open_comparisons.parts.chips import release_chips
from open_comparisons.parts.filters import IN_GROUP, filter_fields, row_codes
from open_comparisons.parts.matrix import FITTING_SIGNS, column_head, fits, is_too_large
from open_comparisons.parts.reporting_counts import (
    is_mixed,
    leading_columns,
    period_words,
    reporters,
    states_and_reasons,
)
from open_comparisons.parts.reporting_signs import PART, codes, columns_of, file_name, signs
from open_comparisons.site.addresses import address
from open_comparisons.site.locales import Locale
from open_comparisons.site.outputs import Page, PageDraft
from open_comparisons.site.records import Cell, FilterField, Link, PlainRow, PlainTable, Sign
from open_comparisons.site.source import Source, Span, spans
from open_comparisons.standard.model import TargetGroup
from open_comparisons.standard.periods import Span as Period
from open_comparisons.standard.periods import canonical_period

# Number of columns of counts that fit beside the names on a wide screen.
_FITTING_COUNTS: Final = 8


@dataclass(frozen=True, slots=True)
class ReportingContent:
    """Content of the page about reporting in a target group."""

    group: Link
    heading: str
    chips: list[str]
    sentence: str
    providers: str
    periods: list[Link]
    legend: list[Sign]
    by_region: bool
    fields: tuple[FilterField, ...]
    first: str
    heads: tuple[Link, ...]
    rows: list[PlainRow]
    fits: bool
    measures: PlainTable
    unreported: list[Link]
    csv_url: str
    codes: PlainTable


def reporting_drafts(source: Source, group: TargetGroup) -> Iterator[PageDraft]:
    """Drafts of a page for the leading periods, and of one for each further period; none without rows."""
    if not columns_of(source, group):
        return
    for span in (None, *_other_periods(source, group)):
        make = partial(reporting_page, group=group, span=span)
        yield PageDraft.single("target-groups", _parts(group, span), make)


def reporting_page(source: Source, group: TargetGroup, span: Span | None = None) -> Page:
    """The entries of every provider, measure by measure, in the leading periods or in another period."""
    locale, t = source.locale, source.locale.t
    columns = leading_columns(source, group) if span is None else _within(source, group, span)
    states, reasons = states_and_reasons(source, group, columns)
    by_region, dated = is_too_large(*states.shape), is_mixed(columns)
    heads = tuple(
        column_head(
            source, group, source.standard.measures[column.measure_id], (column.start, column.end) if dated else None
        )
        for column in columns
    )
    legend, rows = _region_rows(source, group, states) if by_region else _rows(source, group, states, reasons)
    sentence = completeness_sentence(completeness(states), period_words(source, columns), locale)
    heading = t("reporting.title") if span is None else t("reporting.title-period", period=locale.period(*span))
    return Page(
        template="comparisons/reporting",
        title=f"{heading} {group.title.plain(locale.lang)}",
        description=sentence,
        data=ReportingContent(
            group=Link(locale.html(group.title), address(locale.lang, "target-groups", group.id)),
            heading=heading,
            chips=release_chips(source, group),
            sentence=sentence,
            providers=_providers_sentence(states, locale),
            periods=_periods(source, group, span),
            legend=legend,
            by_region=by_region,
            fields=() if by_region else filter_fields(source, source.providers_of(group), IN_GROUP),
            first=_first_head(source, by_region=by_region),
            heads=heads,
            rows=rows,
            fits=fits(heads, _FITTING_COUNTS if by_region else FITTING_SIGNS),
            measures=_by_measure(source, heads, states),
            unreported=_unreported(source, group),
            csv_url=file_name(group),
            codes=codes(source),
        ),
        modified=source.published[group.dataset].release.released,
    )


def reporting_link(source: Source, group: TargetGroup) -> Link | None:
    """A link to a target group's page of reporting, with its completeness; None without rows."""
    columns = leading_columns(source, group)
    if not columns:
        return None
    states, _ = states_and_reasons(source, group, columns)
    return Link(
        source.locale.t("reporting.link"),
        address(source.locale.lang, "target-groups", group.id, PART),
        completeness_sentence(completeness(states), period_words(source, columns), source.locale),
    )


def completeness_sentence(entries: Completeness, when: str, locale: Locale) -> str:
    """The number of entries handed in out of the possible ones, also in percent; `when` names their period."""
    if not entries.possible:
        return locale.t("reporting.sentence.impossible", when=when)
    key = "some"
    if entries.handed_in in (0, entries.possible):
        key = "all" if entries.handed_in else "none"
    if entries.possible == 1:
        key = f"only-{key}"
    return locale.t(
        f"reporting.sentence.{key}",
        when=when,
        count=entries.handed_in,
        possible=entries.possible,
        percent=locale.percent(entries.percent / 100),
    )


def _within(source: Source, group: TargetGroup, span: Span) -> list[MeasurePeriod]:
    return [column for column in columns_of(source, group) if (column.start, column.end) == span]


def _other_periods(source: Source, group: TargetGroup) -> list[Span]:
    """The periods with rows that are not leading for some measure, longest first, then newest first."""
    leading = set(leading_columns(source, group))
    return spans(column for column in columns_of(source, group) if column not in leading)


def _parts(group: TargetGroup, span: Span | None) -> tuple[str, ...]:
    """The address of a page: its period as 2021, 2020-2022 or 2021-04-2022-03, and none for the leading ones."""
    return (group.id, PART, *([canonical_period(Period(*span)).replace("/", "-")] if span else []))


def _periods(source: Source, group: TargetGroup, current: Span | None) -> list[Link]:
    """Links to the pages of all periods, where there are several; the current one has no address."""
    locale, columns, others = source.locale, leading_columns(source, group), _other_periods(source, group)
    lead = locale.t("reporting.leading") if is_mixed(columns) else period_words(source, columns)
    pages = [(lead, None), *((locale.period(*span), span) for span in others)]
    return [
        Link(title, "" if span == current else address(locale.lang, "target-groups", *_parts(group, span)))
        for title, span in (pages if others else [])
    ]


def _providers_sentence(states: np.ndarray, locale: Locale) -> str:
    """Number of providers that have handed in any entry, and number that have handed in all."""
    could, some, complete = reporters(states)
    if not could:
        return ""
    if not some:
        return locale.t("reporting.no-provider")
    if complete == could:
        return locale.t("reporting.all-complete", count=complete)
    sentence = locale.t("reporting.providers", count=some, possible=could)
    return f"{sentence} {locale.t('reporting.complete' if complete else 'reporting.none-complete', count=complete)}"


def _first_head(source: Source, *, by_region: bool) -> str:
    if not by_region:
        return source.locale.t("head.provider")
    by_letter = source.directory.by_letter
    return source.locale.t("head.letter") if by_letter else source.locale.html(source.standard.area_group)


def _rows(
    source: Source, group: TargetGroup, states: np.ndarray, reasons: np.ndarray
) -> tuple[list[Sign], list[PlainRow]]:
    """The legend, and a row per provider: its count of entries, then a symbol with its words per measure."""
    locale, url = source.locale, address(source.locale.lang, "providers")
    pairs = [
        [(STATES[state], reason) for state, reason in zip(*line, strict=True)]
        for line in zip(states.tolist(), reasons.tolist(), strict=True)
    ]
    sign_by_pair = signs(source, (pair for line in pairs for pair in line))
    cells = {pair: Cell(sign.symbol, sign.title) for pair, sign in sign_by_pair.items()}
    counts = zip(is_handed_in(states).sum(axis=1).tolist(), is_possible(states).sum(axis=1).tolist(), strict=True)
    rows = [
        PlainRow(
            provider.name,
            f"{url}{provider.slug}/",
            (_ratio_cell(*count, locale), *(cells[pair] for pair in line)),
            codes=row_codes(source, provider, IN_GROUP),
        )
        for provider, count, line in zip(source.providers_of(group), counts, pairs, strict=True)
    ]
    return list({sign.symbol: sign for sign in sign_by_pair.values()}.values()), rows


def _region_rows(source: Source, group: TargetGroup, states: np.ndarray) -> tuple[list[Sign], list[PlainRow]]:
    """No legend, and a row per region: the number of its providers that handed in each measure, out of the possible."""
    locale, t = source.locale, source.locale.t
    possible, handed_in = is_possible(states), is_handed_in(states)
    places_by_region: dict[str, list[int]] = {}
    for place, provider in enumerate(source.providers_of(group)):
        places_by_region.setdefault(source.directory.region_of[provider.slug].slug, []).append(place)
    rows = []
    for region in source.directory.regions:
        places = places_by_region.get(region.slug)
        if places:
            handed_in_here, possible_here = (
                handed_in[places].sum(axis=0).tolist(),
                possible[places].sum(axis=0).tolist(),
            )
            counts = zip([sum(handed_in_here), *handed_in_here], [sum(possible_here), *possible_here], strict=True)
            url = address(locale.lang, "areas", region.slug) if source.directory.is_large else ""
            name = region.name or t("providers.no-area")
            rows.append(PlainRow(name, url, tuple(_ratio_cell(*count, locale) for count in counts)))
    return [], rows


def _ratio_cell(handed_in: int, possible: int, locale: Locale) -> Cell:
    """A cell such as "12 of 40"; a dash where no entry was possible."""
    if not possible:
        return Cell("–", shown=False)
    return Cell(locale.t("reporting.of", count=handed_in, possible=possible))


def _by_measure(source: Source, heads: Sequence[Link], states: np.ndarray) -> PlainTable:
    """The completeness of each measure and the states of its entries, then all measures together."""
    locale, t = source.locale, source.locale.t
    dated = any(head.about for head in heads)
    lines = [
        PlainRow(
            head.title,
            head.url,
            (*([Cell(head.about)] if dated else []), *_counts(completeness(states[:, place]), locale)),
            name_lang=head.lang,
        )
        for place, head in enumerate(heads)
    ]
    cells = (*([Cell("")] if dated else []), *_counts(completeness(states), locale))
    lines.append(PlainRow(t("reporting.all-measures"), "", cells))
    parts = ("possible", "handed-in", "percent", "shown", "ranges", "hidden", "low-response", "missing", "nothing")
    head = (t("head.measure"), *([t("head.period")] if dated else []), *(t(f"reporting.head.{part}") for part in parts))
    return PlainTable("matt", t("reporting.by-measure"), head, tuple(lines), t("reporting.by-measure-about"))


def _counts(entries: Completeness, locale: Locale) -> tuple[Cell, ...]:
    parts = (entries.shown, entries.ranges, entries.hidden, entries.low_response, entries.missing, entries.nothing)
    return (
        Cell(locale.number(entries.possible)),
        Cell(locale.number(entries.handed_in)),
        Cell(locale.percent(entries.percent / 100) if entries.possible else "–"),
        *(Cell(locale.number(part), shown=part > 0) for part in parts),
    )


def _unreported(source: Source, group: TargetGroup) -> list[Link]:
    """Measures of the group without any row; they have no period, and are not counted."""
    locale, shown = source.locale, {column.measure_id for column in columns_of(source, group)}
    lacking = [measure for measure in source.standard.measures_of(group.id) if measure.id not in shown]
    titles = [(measure.id, *measure.title.get(locale.lang)) for measure in lacking]
    return [Link(title, address(locale.lang, "measures", name), "", locale.other(lang)) for name, title, lang in titles]
