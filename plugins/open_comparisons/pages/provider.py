"""A provider's own page."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from markupsafe import Markup

from open_comparisons.charts.compiled import chart_kind
from open_comparisons.charts.draw import draw_cells
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.files.badges import badge_of
from open_comparisons.intake.provider import Provider
from open_comparisons.intake.submissions import Submission
from open_comparisons.pages.compare import compare_link
from open_comparisons.pages.measure_large import middle_words
from open_comparisons.parts.case_mix import provider_mix
from open_comparisons.parts.chart_links import provider_embed
from open_comparisons.parts.chips import release_chips
from open_comparisons.parts.comments import comments
from open_comparisons.parts.figures import conclusions, figures_table, gaps
from open_comparisons.parts.series import own_series
from open_comparisons.parts.text_frame import readings
from open_comparisons.site.addresses import address, rows_address
from open_comparisons.site.chart_records import Embed, Series
from open_comparisons.site.corrections import correction_mark, correction_notes
from open_comparisons.site.outputs import Page
from open_comparisons.site.records import (
    Badge,
    Comment,
    ComparisonTable,
    Corrected,
    Gap,
    Link,
    Method,
    PlainRow,
    PlainTable,
    Row,
    Whom,
)
from open_comparisons.site.sentences import nonresponse_sentence, provider_sentence, whom, years_sentence
from open_comparisons.site.source import Published, Source
from open_comparisons.site.words import marks, share_axis, table_row
from open_comparisons.standard.model import Measure, MeasureKey, TargetGroup
from open_comparisons.standard.text import Text

UNFOLDED_SERIES: Final = 6
"""Number of measures, in the catalogue's order, whose years are shown unfolded."""


@dataclass(frozen=True, slots=True)
class GroupSection:
    """
    A provider in one target group.

    Attributes:
        id: Id of the target group, for anchors.
        compare: Link to the comparison with others; None with too many providers.
        can_tell: Sentences on the conclusions that its figures allow.
        mix: The people it serves, from published bases.
        absent, hidden: Measures without a row, and measures whose numbers are hidden.
        overview: All its measures.
        series, more_series: Its own years per measure, shown and folded.
        without_series: Names of the measures that have no series, as one text.
    """

    id: str
    group: Link
    chips: list[str]
    compare: Link | None
    can_tell: list[str]
    mix: PlainTable | None
    figures: PlainTable | None
    absent: tuple[Gap, ...]
    hidden: tuple[Gap, ...]
    corrections: tuple[Corrected, ...]
    comments: tuple[Comment, ...]
    whom: Whom
    overview: ComparisonTable
    series: list[Series]
    more_series: list[Series]
    without_series: Markup
    splits: PlainTable | None
    notes: list[tuple[str, Markup]]


@dataclass(frozen=True, slots=True)
class ProviderContent:
    """Content of a provider."""

    facts: list[tuple[str, Any]]
    methods: list[Method]
    no_evidence: str
    units: tuple[str, ...]
    badge: Badge | None
    groups: list[GroupSection]
    reading: tuple[Link, ...]
    sentence: str
    embed: Embed | None
    csv_url: str


def provider_pages(source: Source, providers: Sequence[Provider]) -> list[Page]:
    """Pages of some providers."""
    overviews = overviews_of(source, providers)
    return [_provider_page(source, provider, overviews) for provider in providers]


def overviews_of(source: Source, providers: Sequence[Provider]) -> dict[tuple[str, str], ComparisonTable]:
    """All measures of some providers, by slug of the provider and id of the target group, all drawn at once."""
    leads = {
        (provider.slug, group.id): _leads(source, provider, group)
        for provider in providers
        for group in source.shown_groups
        if group.id in provider.target_groups
    }
    cells: list[ComparedRow | None] = [
        # A share has a natural axis; other units would need an axis each, and are clearer in words.
        row if measure.is_share else None
        for by_group in leads.values()
        for measure, row in by_group
    ]
    whole = share_axis(source.locale)
    records = [marks(row, whole, number) for number, row in enumerate(cells) if row is not None]
    drawings = iter(draw_cells(chart_kind("row", source.store), records, cells=len(cells), store=source.store))
    return {
        (slug, group): _overview(
            source,
            source.standard.target_groups[group],
            [(measure, row, next(drawings)) for measure, row in by_group],
        )
        for (slug, group), by_group in leads.items()
    }


def _leads(source: Source, provider: Provider, group: TargetGroup) -> list[tuple[Measure, ComparedRow | None]]:
    """A provider's row of each measure's leading period, and of several instruments of those that it has used."""
    published = source.published[group.dataset]
    leads: list[tuple[Measure, ComparedRow | None]] = []
    for measure in source.shown_measures(group):
        rows = [(m, published.leads[group.id, m.key][1].get(provider.slug)) for m in published.compared(group, measure)]
        leads += [(m, row) for m, row in rows if row is not None] or [(measure, None)]
    return leads


def _provider_page(source: Source, provider: Provider, overviews: Mapping[tuple[str, str], ComparisonTable]) -> Page:
    """The page of a provider: facts, its own years against the group, all its measures, and measures not reported."""
    locale = source.locale
    groups = [
        section
        for group in source.shown_groups
        if (overview := overviews.get((provider.slug, group.id)))
        and (section := _group_section(source, provider, group, overview))
    ]
    sentence = groups[0].overview.sentence if groups else locale.t("provider.nothing")
    methods = _methods(source, provider)
    return Page(
        template="comparisons/provider",
        title=provider.name,
        description=sentence,
        data=ProviderContent(
            facts=_facts(source, provider),
            methods=methods,
            no_evidence="" if all(method.evidence for method in methods) else locale.t("provider.no-evidence"),
            units=provider.units,
            badge=badge_of(source, provider.slug),
            groups=groups,
            reading=readings(source, *provider.methods),
            sentence=sentence,
            embed=provider_embed(source, provider, sum(len(section.overview.rows) for section in groups)),
            csv_url=rows_address("providers", provider.slug) if groups else "",
        ),
        modified=source.newest_release,
    )


def _group_section(
    source: Source, provider: Provider, group: TargetGroup, overview: ComparisonTable
) -> GroupSection | None:
    published, locale = source.published[group.dataset], source.locale
    rows = [row for row in published.by_provider.get(provider.slug, ()) if row.target_group == group.id]
    if not rows:
        return None
    dimensions = source.standard.dimensions
    by_measure: dict[MeasureKey, list[ComparedRow]] = {m.key: [] for m in source.compared_measures(group)}
    for row in rows:
        if row.unit_id == "" and all(row.breakdown[d.name] == d.total for d in dimensions):
            by_measure[published.key_of(row)].append(row)
    measures = [m for m in source.compared_measures(group) if by_measure[m.key] or not m.instrument]
    series, no_series = own_series(source, group, measures, by_measure)
    leads = _leads(source, provider, group)
    leading = [(measure, row) for measure, row in leads if row is not None]
    absent, hidden = gaps(source, group, leads)
    submission = next((s for s in published.release.submissions if s.slug == provider.slug), None)
    return GroupSection(
        id=group.id,
        group=Link(locale.html(group.title), address(locale.lang, "target-groups", group.id)),
        chips=release_chips(source, group),
        compare=compare_link(source, group, provider.slug),
        can_tell=conclusions(source, group, leading, _newest_years(published, group, by_measure)),
        mix=provider_mix(source, provider, group),
        figures=figures_table(source, group, leading),
        absent=absent,
        hidden=hidden,
        corrections=correction_notes(source, group, rows, by_provider=False),
        comments=comments(source, provider=provider.slug, dataset=group.dataset),
        whom=whom(group, years_sentence(rows, published.release.released, locale), locale),
        overview=overview,
        series=series[:UNFOLDED_SERIES],
        more_series=series[UNFOLDED_SERIES:],
        without_series=locale.join(no_series),
        splits=_splits(source, group, measures, rows),
        notes=_notes(source, submission),
    )


def _newest_years(
    published: Published, group: TargetGroup, by_measure: Mapping[MeasureKey, Sequence[ComparedRow]]
) -> list[ComparedRow]:
    """A provider's newest single year of each measure."""
    years = ([row for row in rows if (row.start, row.end) in published.years[group.id, key]]
             for key, rows in by_measure.items())  # fmt: skip
    return [max(rows, key=lambda row: row.end) for rows in years if rows]


def _overview(
    source: Source, group: TargetGroup, drawn: Sequence[tuple[Measure, ComparedRow | None, Markup]]
) -> ComparisonTable:
    locale = source.locale
    shown = [row for _, row, _ in drawn if row is not None]
    lines = tuple(_overview_row(source, group, measure, row, drawing) for measure, row, drawing in drawn)
    return ComparisonTable(
        anchor=f"alla-matt-{group.id}",
        title=locale.t("provider.all-measures"),
        sentence=provider_sentence(shown, locale),
        rows=lines,
        axis=share_axis(locale).labels,
        nonresponse=nonresponse_sentence(lines, locale),
    )


def _overview_row(
    source: Source, group: TargetGroup, measure: Measure, row: ComparedRow | None, drawing: Markup
) -> Row:
    locale, standard = source.locale, source.standard
    name, lang = measure.title.get(locale.lang)
    url = address(locale.lang, "target-groups", group.id, measure.id)
    if row is None:
        return Row(name, url, "", locale.t("status.absent"), "", "", "", "", drawing, name_lang=lang, shown=False)
    row_words = source.words[measure.id].of(row)
    group_value = "" if math.isnan(row.reference) else locale.value(row.reference, measure, standard)
    note = [locale.period(row.start, row.end), row_words.counts]
    if row_words.shown and group_value:
        note.append(locale.t("note.group", value=group_value))
    elif row_words.shown and (middle := _middle_half(source, group, row)):
        note.append(locale.t("note.middle-half", span=middle))
    note.append(correction_mark(source, group, row))
    notes = " · ".join(part for part in note if part)
    line = table_row(row_words, row, name=name, url=url, note=notes)
    return replace(line, marks=drawing, name_lang=lang)


def _middle_half(source: Source, group: TargetGroup, row: ComparedRow) -> str:
    """The range of the middle half of many providers in the period of a row; "" with few providers."""
    published = source.published[group.dataset]
    spreads = published.spreads.get((group.id, published.key_of(row)))
    spread = spreads.periods.get((row.start, row.end)) if spreads else None
    return middle_words(spread, source.words[row.measure_id]) if spread else ""


def _splits(
    source: Source, group: TargetGroup, measures: Sequence[Measure], rows: Iterable[ComparedRow]
) -> PlainTable | None:
    locale, t = source.locale, source.locale.t
    columns = [
        (dimension.name, code)
        for dimension in source.standard.dimensions
        for code in source.standard.codes_of(dimension, group.id)
    ]
    by_part = {
        (source.published[group.dataset].key_of(row), name, row.breakdown[name]): row
        for row in rows
        for name in (dimension.name for dimension in source.standard.dimensions)
    }
    lines = []
    for measure in measures:
        parts = [by_part.get((measure.key, name, code.code)) for name, code in columns]
        if any(parts):
            cells = [source.words[measure.id].cell(row) for row in parts]
            name, lang = measure.title.get(locale.lang)
            url = address(locale.lang, "target-groups", group.id, measure.id)
            lines.append(PlainRow(name, url, tuple(cells), name_lang=lang))
    if not lines:
        return None
    head = (t("head.measure"), *(locale.html(code.title) for _, code in columns))
    return PlainTable(f"uppdelat-{group.id}", t("provider.splits"), head, tuple(lines))


def _facts(source: Source, provider: Provider) -> list[tuple[str, Any]]:
    locale, standard, t = source.locale, source.standard, source.locale.t
    area = standard.areas.get(provider.area_code)
    groups = [
        Link(locale.html(group.title), address(locale.lang, "target-groups", group.id))
        for group in standard.target_groups.values()
        if group.id in provider.target_groups
    ]
    successors = [source.directory.by_slug[slug] for slug in provider.successors if slug in source.directory.by_slug]

    def in_home_language(words: str) -> Markup:
        # The directory has one language, the first language of the standard.
        return locale.html(Text(sv=words) if standard.title.sv else Text(en=words)) if words else Markup()

    facts: list[tuple[str, Any]] = [
        (t("fact.target-groups"), groups),
        (t("fact.ownership"), source.form_of(provider)),
        (
            locale.html(standard.area_title),
            f"{area.name}, {area.group_name}" if area and area.group_name else area.name if area else "",
        ),
        (t("fact.from"), locale.date(provider.from_date) if provider.from_date else ""),
        (t("fact.to"), locale.date(provider.to_date) if provider.to_date else ""),
        (
            t("fact.successor"),
            [Link(other.name, address(locale.lang, "providers", other.slug)) for other in successors],
        ),
        (t("fact.contact"), in_home_language(provider.contact_role)),
    ]
    return [(term, value) for term, value in facts if value]


def _methods(source: Source, provider: Provider) -> list[Method]:
    codes, lang = source.standard.codes.methods, source.locale.lang
    # The directory has one language, the first language of the standard.
    home = "sv" if source.standard.title.sv else "en"
    methods = []
    for name in provider.methods:
        code = codes.get(name)
        title, title_lang = code.title.get(lang) if code else (name, home)
        evidence = source.locale.html(code.text("evidence")) if code else Markup()
        where = str(code.more.get("link", "")) if code and evidence else ""
        methods.append(Method(title, "" if title_lang == lang else title_lang, evidence, where))
    return methods


def _notes(source: Source, submission: Submission | None) -> list[tuple[str, Markup]]:
    if submission is None:
        return []
    t, html = source.locale.t, source.locale.html
    pairs = [(t("provider.method-note"), submission.method_note), (t("provider.known-gaps"), submission.known_gaps)]
    return [(term, html(text)) for term, text in pairs if text]
