"""A measure with too many providers for one page: its spread, its regions, and a table to filter."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from open_comparisons.estimates.comparison import HIGHER, LOWER, MAYBE_HIGHER, MAYBE_LOWER, MIN_PROVIDERS, SAME
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.estimates.spread import Spread
from open_comparisons.files.filter_rows import filter_file_name
from open_comparisons.pages.measure import MeasureFoot, MeasureHead, measure_foot, measure_head
from open_comparisons.parts.comparison_table import reference_sentence
from open_comparisons.parts.distribution import distribution
from open_comparisons.parts.funnel.funnel import funnel
from open_comparisons.parts.instruments import instruments_sentence
from open_comparisons.site.addresses import address, picture_address, release_folder
from open_comparisons.site.chart_records import Distribution, Funnel
from open_comparisons.site.outputs import Page
from open_comparisons.site.records import Cell, Choice, Filter, Link, PlainRow, PlainTable
from open_comparisons.site.sentences import group_value, is_judged, lead_sentence, measure_sentence
from open_comparisons.site.source import Source, rows_in_span
from open_comparisons.site.words import Words
from open_comparisons.standard.model import Measure, TargetGroup


@dataclass(frozen=True, slots=True)
class LargeMeasureContent:
    """
    Content of a measure with too many providers for one page.

    Attributes:
        apart: Sentence saying that instruments are compared apart; "" with one or none. With several, all but
            `instruments` is of the one that most providers use.
        instruments: The title of each other instrument, and its finding with its group value.
    """

    head: MeasureHead
    period: str
    reported: str
    sentence: str
    apart: str
    instruments: tuple[tuple[str, str], ...]
    reference: str
    funnel: Funnel | None
    by_letter: bool
    distribution: Distribution | None
    regions: PlainTable
    filter: Filter
    judged: bool
    rows: Link
    group_over_time: PlainTable | None
    foot: MeasureFoot


def large_measure_page(source: Source, group: TargetGroup, measure: Measure) -> Page:
    """The spread among all providers of a target group, its regions, and a filter to find each provider."""
    published, locale = source.published[group.dataset], source.locale
    leading, *others = published.compared(group, measure)
    span, by_provider = published.leads[group.id, leading.key]
    rows, words = list(by_provider.values()), source.words[measure.id]
    spreads = published.spreads[group.id, leading.key]
    spread = spreads.periods.get(span) if span else None
    sentence = lead_sentence(rows, spread, words)
    reference, compared_with = group_value(rows), reference_sentence(rows, measure, source)
    return Page(
        template="comparisons/measure_large",
        picture=picture_address(source.locale.lang, "target-groups", group.id, measure.id),
        title=locale.t(
            "title.measure-in-group", measure=measure.title.plain(locale.lang), group=group.title.plain(locale.lang)
        ),
        description=sentence,
        data=LargeMeasureContent(
            head=measure_head(source, group, measure),
            period=locale.period(*span) if span else "",
            reported=_reported_sentence(rows_in_span(published.totals[group.id, measure.id], span), words),
            sentence=sentence,
            apart=instruments_sentence(source, group, measure),
            instruments=tuple(_instrument(source, group, each) for each in others),
            reference=compared_with,
            funnel=funnel(source, group, leading, compared_with),
            by_letter=source.directory.by_letter,
            distribution=distribution(rows, words, spread, reference, source.store) if spread else None,
            regions=_regions(source, group, leading),
            filter=_filter(source, group, measure, judged=is_judged(spread)),
            judged=is_judged(spread),
            rows=_file_link(source, group),
            group_over_time=_over_time(source, group, leading),
            foot=measure_foot(source, group, measure),
        ),
        modified=published.release.released,
    )


def _instrument(source: Source, group: TargetGroup, measure: Measure) -> tuple[str, str]:
    """An instrument that fewer providers use: its title, and its finding with the group value."""
    _, by_provider = source.published[group.dataset].leads[group.id, measure.key]
    rows = list(by_provider.values())
    finding = measure_sentence(rows, measure, source.locale, source.standard)
    title = source.locale.t("instruments.part", instrument=measure.instrument)
    return title, f"{finding} {reference_sentence(rows, measure, source)}"


def _file_link(source: Source, group: TargetGroup) -> Link:
    """A link to the release's file, whose rows serve as addresses of its values."""
    release = source.published[group.dataset].release
    return Link("observationer.csv#row=2", f"{release_folder(release.dataset, release.id)}observationer.csv#row=2")


def region_link(source: Source, group: TargetGroup, measure: Measure, slug: str) -> str:
    """The address of a region's page for a measure."""
    return address(source.locale.lang, "target-groups", group.id, measure.id, slug)


def region_words(spread: Spread, words: Words) -> str:
    """The value of a region with its range where figures are protected; "" where it has none."""
    if math.isnan(spread.value):
        return ""
    if spread.high > spread.low:
        return f"{words.value(spread.value)} ({words.span(spread.low, spread.high)})"
    return words.value(spread.value)


def middle_words(spread: Spread, words: Words) -> str:
    """The middle half of a region; "" with too few providers."""
    return words.span(spread.lower_quartile, spread.upper_quartile) if spread.valued >= MIN_PROVIDERS else ""


def _areas(source: Source) -> Sequence[Choice]:
    nowhere = source.locale.t("providers.no-area")
    return [Choice(region.slug, region.name or nowhere) for region in source.directory.regions]


def _filter(source: Source, group: TargetGroup, measure: Measure, *, judged: bool) -> Filter:
    locale, standard, t = source.locale, source.standard, source.locale.t
    forms = []
    for code in standard.codes.ownership.values():
        title, lang = code.title.get(locale.lang)
        forms.append(Choice(code.code, title, locale.other(lang)))
    return Filter(
        rows_url=filter_file_name(source, group, measure),
        providers_url=address(locale.lang, "providers"),
        area_title="" if source.directory.by_letter else locale.html(standard.area_group),
        areas=tuple(_areas(source)),
        forms=tuple(forms),
        head=(
            t("head.provider"),
            t(f"head.{measure.kind.name}"),
            *((t("head.interval"), t("head.compared")) if judged else ()),
        ),
    )


def _reported_sentence(rows: Sequence[ComparedRow], words: Words) -> str:
    locale = words.locale
    possible = max((row.possible_providers for row in rows), default=0)
    reported = len({row.provider for row in rows})
    figures = {"count": locale.number(reported), "possible": locale.number(max(possible, reported))}
    return locale.t("large.reported", **figures)


def _regions(source: Source, group: TargetGroup, measure: Measure) -> PlainTable:
    """A line per region: number of providers with a figure, value or middle half, and number that differ."""
    locale, t, words = source.locale, source.locale.t, source.words[measure.id]
    spreads = source.published[group.dataset].spreads[group.id, measure.key].regions
    with_value = any(not math.isnan(spread.value) for spread in spreads.values())
    judged = any(map(is_judged, spreads.values()))
    number = locale.number
    lines = []
    for region in source.directory.regions:
        spread = spreads.get(region.slug)
        if spread is None:
            continue
        cells = [Cell(number(spread.figures))]
        if with_value:
            value = region_words(spread, words)
            note = t("region.resting", count=number(spread.providers)) if spread.providers < spread.figures else ""
            cells.append(Cell(value or "–", note if value else "", bool(value)))
        if judged:
            by_category = spread.categories
            unsure = by_category.get(MAYBE_HIGHER, 0) + by_category.get(MAYBE_LOWER, 0)
            cells += [Cell(number(part)) for part in (by_category.get(HIGHER, 0), by_category.get(LOWER, 0), unsure)]
            cells.append(Cell(number(by_category.get(SAME, 0))))
        elif not source.directory.by_letter:
            value = middle_words(spread, words)
            cells.append(Cell(value or t("region.too-few"), shown=bool(value)))
        name = region.name or t("providers.no-area")
        lines.append(PlainRow(name, region_link(source, group, measure, region.slug), tuple(cells)))
    by_letter = source.directory.by_letter
    first = t("head.letter") if by_letter else locale.html(source.standard.area_group)
    head = [first, t("head.with-figure"), *([t("head.region-value")] if with_value else [])]
    if judged:
        head += [t("head.higher"), t("head.lower"), t("head.unsure"), t("head.same")]
    elif not by_letter:
        head.append(t("head.middle-half"))
    about = t("large.letters-about" if by_letter else "large.regions-about")
    title = t("large.letters" if by_letter else "large.regions")
    return PlainTable("omraden", title, tuple(head), tuple(lines), about)


def _over_time(source: Source, group: TargetGroup, measure: Measure) -> PlainTable | None:
    """A line per period: number of providers with a figure, group value and middle half; None for one period."""
    locale, t, words = source.locale, source.locale.t, source.words[measure.id]
    published = source.published[group.dataset]
    periods = published.spreads[group.id, measure.key].periods
    if len(periods) < 2:
        return None
    with_value = any(not math.isnan(spread.value) for spread in periods.values())
    lines = []
    for span in sorted(periods, key=lambda span: (span[1], span[0])):
        spread = periods[span]
        cells = [Cell(locale.number(spread.figures))]
        if with_value:
            cells.append(Cell(region_words(spread, words) or "–"))
        cells.append(Cell(middle_words(spread, words) or "–"))
        lines.append(PlainRow(locale.period(*span), "", tuple(cells)))
    values = [t("head.group-value")] if with_value else []
    head = (t("head.period"), t("head.with-figure"), *values, t("head.middle-half"))
    return PlainTable("over-time", t("head.over-time"), head, tuple(lines))
