"""
Pages to quote from: each version of a measure, and the values of a measure in one release, each at its own address.

A value stays as it was published, so that its address remains valid after newer releases; only a note of a later
correction is added.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.intake.listed_rows import reasons_for
from open_comparisons.intake.release import Release
from open_comparisons.pages.measure import definition
from open_comparisons.parts.chart_links import has_own_chart
from open_comparisons.parts.power import power_text
from open_comparisons.parts.quotes import contract_text, interval_of, source_text, value_text
from open_comparisons.site.addresses import address, release_folder
from open_comparisons.site.outputs import Page, PageDraft
from open_comparisons.site.records import Cell, Link, PlainRow, PlainTable, QuotedValue
from open_comparisons.site.sentences import direction_sentence, group_value
from open_comparisons.site.source import Published, Source, periods_of, rows_in_span
from open_comparisons.standard.model import Measure, TargetGroup
from open_comparisons.standard.periods import Span, canonical_period


@dataclass(frozen=True, slots=True)
class MeasureVersionContent:
    """Content of one version of a measure, to quote in contracts."""

    title: str
    summary: Markup
    direction: str
    note: str
    measure: Link
    since: str
    definition: list[tuple[str, object]]
    contract: list[str]


@dataclass(frozen=True, slots=True)
class QuotedValuesContent:
    """Content of all values of a measure in one release, to quote."""

    title: Markup
    group: Link
    of_release: Link
    release: str
    measure: Link
    newer: Link | None
    version: Link
    definition: Markup
    contract: list[str]
    group_values: PlainTable
    values: tuple[QuotedValue, ...]
    file: Link
    value_head: str


def version_drafts(source: Source) -> Iterator[PageDraft]:
    """Drafts of a page for each version of each measure."""
    for measure in source.standard.measures.values():
        for version in measure.versions:
            make = partial(version_page, measure=version, newest=measure)
            yield PageDraft.single("measures", (measure.id, version.version), make)


def quote_drafts(
    source: Source, releases: Mapping[str, Sequence[str]], frozen_in: Callable[[str, str], Published]
) -> Iterator[PageDraft]:
    """
    Drafts of a page for the values of each measure in each release, where the providers fit on one page.

    Args:
        source: Data of the pages, in any language.
        releases: Ids of the published releases of each dataset, oldest first.
        frozen_in: Returns the figures of a dataset in one of them alone.
    """
    for group in source.shown_groups:
        if source.has_many(group):
            continue
        for place, release in enumerate(releases[group.dataset]):
            published = frozen_in(group.dataset, release)
            then = source.at(published)
            later = releases[group.dataset][place + 1 :]
            for measure in then.shown_measures(group):
                if has_own_chart(then, group, measure):
                    make = partial(values_page, group=group, measure=measure, published=published, later=later)
                    yield PageDraft.single("releases", quote_parts(published.release, group, measure), make)


def quote_parts(release: Release, group: TargetGroup, measure: Measure) -> tuple[str, ...]:
    """The address, within its section, of the values of a measure in a release."""
    return release.dataset, release.id, group.id, measure.id


def version_page(source: Source, *, measure: Measure, newest: Measure) -> Page:
    """The permanent page of a version of a measure, with the text that makes it part of a contract."""
    locale, t = source.locale, source.locale.t
    title = t("quote.version-title", title=measure.title.plain(locale.lang), version=measure.version)
    is_old = measure is not newest
    return Page(
        template="comparisons/measure_version",
        title=title,
        description=measure.summary.plain(locale.lang),
        data=MeasureVersionContent(
            title=title,
            summary=locale.html(measure.summary),
            direction=direction_sentence(measure, locale),
            note=t("quote.newer-version", version=newest.version) if is_old else t("quote.this-version"),
            measure=Link(locale.html(newest.title), address(locale.lang, "measures", measure.id)),
            since=t("quote.since", version=measure.since) if measure.since else "",
            definition=definition(source, measure),
            contract=contract_text(
                source,
                measure,
                standard_version=measure.since,
                baseline=t("quote.baseline-here"),
                uncertainty=power_text(measure, source.standard, locale),
            ),
        ),
    )


def values_page(
    source: Source, *, group: TargetGroup, measure: Measure, published: Published, later: Sequence[str]
) -> Page:
    """The values of a measure in a release, each with its own address and a text that quotes it."""
    locale, t, release = source.locale, source.locale.t, published.release
    then = source.at(published)
    rows = sorted(
        (*published.totals[group.id, measure.id], *published.splits.get((group.id, measure.id), ())),
        key=_order(then, group, measure),
    )
    versions = Counter(release.table.columns["measure_version"][row.position] for row in rows)
    version = next((known for known in measure.versions if known.version in versions), measure)
    group_values = _group_values(then, group, measure)
    first = group_values.rows[0]
    title = t("title.measure-in-group", measure=measure.title.plain(locale.lang), group=group.title.plain(locale.lang))
    title = t("quote.page", title=title, date=locale.date(release.released))
    url = address(locale.lang, "target-groups", group.id, measure.id)
    if measure not in source.shown_measures(group):
        url = address(locale.lang, "target-groups", group.id)
    return Page(
        template="comparisons/quoted_values",
        title=title,
        description=t("quote.description", title=title),
        data=QuotedValuesContent(
            title=locale.html(version.title),
            group=Link(locale.html(group.title), address(locale.lang, "target-groups", group.id)),
            of_release=Link(
                t("chip.release", date=locale.date(release.released)),
                address(locale.lang, "releases", release.dataset, release.id),
            ),
            release=t("quote.release", date=locale.date(release.released)),
            measure=Link(t("quote.to-measure"), url),
            newer=Link(t("embed.to-newer"), url) if later else None,
            version=Link(
                t("quote.version-title", title=version.title.plain(locale.lang), version=version.version),
                address(locale.lang, "measures", measure.id, version.version),
            ),
            definition=locale.html(version.definition),
            contract=contract_text(
                source,
                version,
                standard_version=release.standard_version,
                baseline=t(
                    "quote.baseline-is",
                    period=first.name,
                    value=first.cells[0].value,
                    counted=first.cells[1].value,
                    source=source_text(source, release),
                ),
                uncertainty=_uncertainty(then, group, measure),
            ),
            group_values=group_values,
            values=_values(source, measure, published, rows, later),
            file=Link(t("quote.file"), f"{release_folder(release.dataset, release.id)}observationer.csv"),
            value_head=t(f"head.{measure.kind.name}"),
        ),
        modified=release.released,
    )


def _uncertainty(source: Source, group: TargetGroup, measure: Measure) -> str:
    """How often a true difference would show in the leading period; "" where nobody is compared."""
    published = source.published[group.dataset]
    compared = published.compared(group, measure)[0]
    span, rows = published.leads[group.id, compared.key]
    control = published.controls.get((group.id, compared.key, span)) if span else None
    reference = group_value(rows.values())
    if control is None or math.isnan(reference):
        return ""
    return power_text(measure, source.standard, source.locale, group_value=reference, control=control)


def _order(source: Source, group: TargetGroup, measure: Measure) -> Callable[[ComparedRow], tuple[Any, ...]]:
    """Sort key: providers by name, then periods in the order of pages, then totals before breakdowns."""
    published = source.published[group.dataset]
    every = (span for each in published.compared(group, measure) for span in periods_of(published, group, each))
    periods = {span: place for place, span in enumerate(dict.fromkeys(every))}
    providers = {provider.slug: place for place, provider in enumerate(source.directory.by_name)}
    dimensions = source.standard.dimensions

    def key(row: ComparedRow) -> tuple[Any, ...]:
        parts = tuple(
            (place, row.breakdown[dimension.name])
            for place, dimension in enumerate(dimensions)
            if row.breakdown[dimension.name] != dimension.total
        )
        return (
            providers[row.provider],
            row.unit_id,
            periods.get((row.start, row.end), len(periods)),
            parts,
            row.position,
        )

    return key


def _group_values(source: Source, group: TargetGroup, measure: Measure) -> PlainTable:
    """The group's value in each period, with its number of providers; of several instruments, one after the other."""
    locale, t = source.locale, source.locale.t
    published = source.published[group.dataset]
    lines = []
    by_instrument = published.compared(group, measure)
    pairs = [(each, span) for each in by_instrument for span in periods_of(published, group, each)]
    for each, span in pairs:
        rows = rows_in_span(published.rows(group, each), span)
        first = next((row for row in rows if not math.isnan(row.reference)), None)
        cells = (Cell(t("quote.no-value"), shown=False), Cell(t("quote.nobody")))
        if first is not None:
            possible = max(first.possible_providers, first.reference_providers)
            counted = t("reference.counted", count=first.reference_providers, possible=possible)
            cells = (Cell(locale.value(first.reference, measure, source.standard)), Cell(counted))
        lines.append(PlainRow(", ".join(part for part in (locale.period(*span), each.instrument) if part), "", cells))
    head = (t("head.period"), t("head.group-value"), t("head.providers"))
    return PlainTable("gruppen", t("head.group-value"), head, tuple(lines))


def _values(
    source: Source, measure: Measure, published: Published, rows: Sequence[ComparedRow], later: Sequence[str]
) -> tuple[QuotedValue, ...]:
    locale, words, release = source.locale, source.words[measure.id], published.release
    names = {provider.slug: provider.name for provider in source.data.providers}
    corrected, origin = _later_corrections(source, release, rows, later), source_text(source, release)
    values, taken = [], Counter[str]()
    for row in rows:
        anchor = _anchor(source, row)
        taken[anchor] += 1
        if taken[anchor] > 1:  # two instruments or versions in one release, in the order of the release's file
            anchor = f"{anchor}-{taken[anchor]}"
        place = ", ".join(part for part in (_place(source, row), published.key_of(row)[1]) if part)
        version = release.table.columns["measure_version"][row.position]
        row_words, interval = words.of(row), interval_of(words, row)
        full_place = locale.t("quote.place", provider=names[row.provider], place=place)
        values.append(
            QuotedValue(
                anchor=anchor,
                name=names[row.provider],
                place=place,
                value=row_words.value,
                counts=row_words.counts,
                interval=interval or row_words.interval,
                reason="" if row_words.shown else row_words.reason,
                text=value_text(source, measure, row_words, interval, place=full_place, version=version, origin=origin),
                shown=row_words.shown,
                later=corrected.get(row.position),
            )
        )
    return tuple(values)


def _anchor(source: Source, row: ComparedRow) -> str:
    """The anchor of a value on its page: provider, unit, period and part. Two rows can share one."""
    dimensions = [(dimension.name, dimension.total) for dimension in source.standard.dimensions]
    parts = [f"{name}-{row.breakdown[name]}" for name, total in dimensions if row.breakdown[name] != total]
    period = canonical_period(Span(row.start, row.end)).replace("/", "-")
    return "-".join(part for part in (row.provider, row.unit_id, period, *parts) if part)


def _place(source: Source, row: ComparedRow) -> str:
    """Unit, period and part in words."""
    locale, standard = source.locale, source.standard
    parts = (
        code.title.plain(locale.lang)
        for dimension in standard.dimensions
        for code in standard.codes_of(dimension, row.target_group)
        if code.code == row.breakdown[dimension.name]
    )
    return ", ".join(part for part in (row.unit_id, locale.period(row.start, row.end), *parts) if part)


def _later_corrections(
    source: Source, release: Release, rows: Sequence[ComparedRow], later: Sequence[str]
) -> dict[int, Link]:
    """Links to corrected values in later releases, with the reason, by position of the row."""
    links: dict[int, Link] = {}
    locale, columns = source.locale, release.table.columns
    newer_releases = [newer for newer in source.data.releases[release.dataset] if newer.id in later]
    for newer in newer_releases:
        corrections = reasons_for(newer.metadata, "corrections", source.standard, columns)
        for row in rows:
            reason = corrections.reason(columns, row.position)
            if reason is not None and row.position not in links:
                title = locale.t("quote.corrected", date=locale.date(newer.released))
                url = address(locale.lang, "releases", newer.dataset, newer.id, row.target_group, row.measure_id)
                links[row.position] = Link(title, f"{url}#{_anchor(source, row)}", reason.plain(locale.lang))
    return links
