"""A measure within a target group with all its providers, and the definition of a measure with its uses."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from open_comparisons.estimates.comparison import METHOD_VERSION
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.parts.case_mix import measure_mix
from open_comparisons.parts.chart_links import chart_file_address, has_own_chart, live_chart_of, measure_embed
from open_comparisons.parts.chips import chips
from open_comparisons.parts.comments import comments
from open_comparisons.parts.comparison_table import drawn_periods, period_tables, present_providers
from open_comparisons.parts.filters import IN_GROUP, filter_fields, row_codes
from open_comparisons.parts.funnel.funnel import funnel
from open_comparisons.parts.instruments import anchor_end, instruments_sentence
from open_comparisons.parts.number_table import numbers_table, size_title
from open_comparisons.parts.text_frame import readings
from open_comparisons.site.addresses import address, picture_address, rows_address
from open_comparisons.site.chart_records import Embed, Funnel, LiveChart
from open_comparisons.site.corrections import correction_notes
from open_comparisons.site.outputs import Page
from open_comparisons.site.records import (
    Cell,
    Choice,
    Comment,
    ComparisonTable,
    Corrected,
    DataTable,
    FilterField,
    Link,
    PlainRow,
    PlainTable,
)
from open_comparisons.site.regions import name_key
from open_comparisons.site.sentences import adjustment_sentence, chance_sentence, direction_sentence
from open_comparisons.site.source import Published, Source, Span, lead_span, periods_of, rows_in_span, spans
from open_comparisons.standard.model import CodeList, Measure, TargetGroup


@dataclass(frozen=True, slots=True)
class MeasureHead:
    """Head of a page of a measure within a target group."""

    title: Markup
    summary: Markup
    direction: str
    group: Link
    chips: list[str]


@dataclass(frozen=True, slots=True)
class MeasureFoot:
    """Foot of a page of a measure within a target group: its definition, and the addresses of that and of its rows."""

    csv_url: str
    measure_url: str
    definition: list[tuple[str, object]]
    reading: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class InstrumentPart:
    """
    The part of a measure's page on an instrument that fewer providers use than the leading one.

    Attributes:
        anchor, title: Of the part.
        tables: The table of each period, the leading one first.
        years: All periods, where they are too many to draw.
        chance: Number of providers outside their limits, beside the number by chance; "" where none is judged.
    """

    anchor: str
    title: str
    tables: list[ComparisonTable]
    numbers: DataTable
    years: PlainTable | None
    chance: str


@dataclass(frozen=True, slots=True)
class MeasureContent:
    """
    Content of a measure in a target group, with a row per provider.

    Attributes:
        apart: Sentence saying that instruments are compared apart; "" with one or none. With several, all but
            `instruments` is of the one that most providers use.
        instruments: The other instruments.
        chance: Number of providers outside their limits, beside the number by chance; "" where a funnel says so.
    """

    head: MeasureHead
    apart: str
    instruments: tuple[InstrumentPart, ...]
    value_head: str
    lead: ComparisonTable | None
    funnel: Funnel | None
    chance: str
    numbers: DataTable
    method: str
    tables: list[ComparisonTable]
    svg_url: str
    cite: Link | None
    embed: Embed | None
    live: LiveChart | None
    size_title: str
    area_title: str
    fields: tuple[FilterField, ...]
    orders: tuple[Choice, ...]
    years: PlainTable | None
    group_over_time: PlainTable | None
    group_by_split: PlainTable | None
    mix: PlainTable | None
    adjustment: str
    corrections: tuple[Corrected, ...]
    comments: tuple[Comment, ...]
    foot: MeasureFoot


@dataclass(frozen=True, slots=True)
class DefinitionContent:
    """Content of the definition of a measure."""

    title: Markup
    summary: Markup
    direction: str
    definition: list[tuple[str, object]]
    uses: list[Link]
    reading: tuple[Link, ...]
    versions: list[Link]
    quote: str


@dataclass(frozen=True, slots=True)
class MeasuresContent:
    """Content of the list of measures."""

    domains: list[tuple[str, list[Link]]]
    count: int


def measure_page(source: Source, group: TargetGroup, measure: Measure) -> Page:
    """All providers of a target group for one measure, beginning with its leading period."""
    published, locale = source.published[group.dataset], source.locale
    leading, *others = published.compared(group, measure)
    rows = published.rows(group, leading)
    periods = periods_of(published, group, leading)
    drawn = drawn_periods(source, group, leading)
    tables = period_tables(source, group, leading, drawn)
    cone = funnel(source, group, leading, tables[0].reference) if tables else None
    return Page(
        template="comparisons/measure_in_group",
        picture=picture_address(source.locale.lang, "target-groups", group.id, measure.id),
        title=locale.t(
            "title.measure-in-group", measure=measure.title.plain(locale.lang), group=group.title.plain(locale.lang)
        ),
        description=tables[0].sentence if tables else measure.summary.plain(locale.lang),
        data=MeasureContent(
            head=measure_head(source, group, measure),
            apart=instruments_sentence(source, group, measure),
            instruments=tuple(_instrument_part(source, group, each) for each in others),
            value_head=locale.t(f"head.{measure.kind.name}"),
            lead=tables[0] if tables else None,
            funnel=cone,
            chance="" if cone else chance_sentence(published.leads[group.id, leading.key][1].values(), locale),
            numbers=_numbers(source, group, leading),
            method=locale.t("chip.method", version=METHOD_VERSION),
            tables=tables[1:],
            svg_url=chart_file_address(source, group, measure) if has_own_chart(source, group, measure) else "",
            cite=_cite(source, group, measure),
            embed=measure_embed(source, group, measure, len(tables[0].rows)) if tables else None,
            live=live_chart_of(source, group, measure) if tables else None,
            size_title=size_title(source.words[measure.id], "numbers.size"),
            area_title="" if source.directory.by_letter else locale.html(source.standard.area_group),
            fields=_fields(source, group, leading, rows, periods),
            orders=orders(source, measure),
            years=None if len(drawn) == len(periods) else _years(source, group, leading, rows, periods),
            group_over_time=_over_time(source, measure, rows),
            group_by_split=_by_split(source, group, leading),
            mix=measure_mix(source, group, leading, source.providers_of(group)),
            adjustment=adjustment_sentence([measure], locale),
            corrections=correction_notes(source, group, _all_rows(published, group, measure), by_provider=True),
            comments=comments(source, measure=measure.id, dataset=group.dataset),
            foot=measure_foot(source, group, measure),
        ),
        modified=published.release.released,
    )


def _all_rows(published: Published, group: TargetGroup, measure: Measure) -> tuple[ComparedRow, ...]:
    key = group.id, measure.id
    return (*published.totals[key], *published.splits.get(key, ()))


def _cite(source: Source, group: TargetGroup, measure: Measure) -> Link | None:
    """Link to the page with an address for each value of the newest release; None where there is no such page."""
    if not has_own_chart(source, group, measure):
        return None
    release = source.published[group.dataset].release
    parts = (release.dataset, release.id, group.id, measure.id)
    return Link(source.locale.t("quote.cite"), address(source.locale.lang, "releases", *parts))


def _numbers(source: Source, group: TargetGroup, measure: Measure) -> DataTable:
    """All numbers of the leading period."""
    _, rows = source.published[group.dataset].leads[group.id, measure.key]
    return numbers_table(source, measure, source.providers_of(group), rows)


def _instrument_part(source: Source, group: TargetGroup, measure: Measure) -> InstrumentPart:
    published, locale, end = source.published[group.dataset], source.locale, anchor_end(source, group, measure)
    periods, drawn = periods_of(published, group, measure), drawn_periods(source, group, measure)
    years = None
    if len(drawn) < len(periods):
        years = _years(source, group, measure, published.rows(group, measure), periods)
    numbers = _numbers(source, group, measure)
    return InstrumentPart(
        anchor=f"instrument{end}",
        title=locale.t("instruments.part", instrument=measure.instrument),
        tables=period_tables(source, group, measure, drawn),
        numbers=replace(numbers, anchor=f"{numbers.anchor}{end}"),
        years=replace(years, anchor=f"{years.anchor}{end}") if years else None,
        chance=chance_sentence(published.leads[group.id, measure.key][1].values(), locale),
    )


def measure_head(source: Source, group: TargetGroup, measure: Measure) -> MeasureHead:
    """The head of every page of a measure within a target group."""
    locale = source.locale
    return MeasureHead(
        title=locale.html(measure.title),
        summary=locale.html(measure.summary),
        direction=direction_sentence(measure, locale),
        group=Link(locale.html(group.title), address(locale.lang, "target-groups", group.id)),
        chips=chips(source, group, measure),
    )


def measure_foot(source: Source, group: TargetGroup, measure: Measure) -> MeasureFoot:
    """The foot of every page of a measure within a target group."""
    return MeasureFoot(
        csv_url=rows_address("target-groups", group.id, measure.id),
        measure_url=address(source.locale.lang, "measures", measure.id),
        definition=definition(source, measure),
        reading=readings(source, measure.id),
    )


def definition_page(source: Source, measure: Measure) -> Page:
    """A measure's full definition and the target groups that use it."""
    locale = source.locale
    uses = []
    for group in source.standard.target_groups.values():
        if group.id in measure.target_groups:
            shown = measure in source.shown_measures(group)
            parts = (group.id, measure.id) if shown else (group.id,)
            title, lang = group.title.get(locale.lang)
            about = locale.t("use.shown" if shown else "use.planned")
            uses.append(Link(title, address(locale.lang, "target-groups", *parts), about, lang))
    return Page(
        template="comparisons/measure",
        title=measure.title.plain(locale.lang),
        description=measure.summary.plain(locale.lang),
        data=DefinitionContent(
            title=locale.html(measure.title),
            summary=locale.html(measure.summary),
            direction=direction_sentence(measure, locale),
            definition=definition(source, measure),
            uses=uses,
            reading=readings(source, measure.id),
            versions=[
                Link(
                    locale.t("quote.to-version", version=version.version),
                    address(locale.lang, "measures", measure.id, version.version),
                )
                for version in measure.versions
            ],
            quote=locale.t("measure.quote", id=measure.id, version=measure.version, standard=source.standard.version),
        ),
    )


def definition(source: Source, measure: Measure) -> list[tuple[str, object]]:
    """The measure's definition as pairs of term and text; empty ones are left out."""
    t, html, lists = source.locale.t, source.locale.html, source.standard.codes

    def title_of(codes: CodeList, code: str) -> str:
        entry = codes.get(code)
        return html(entry.title) if entry else code

    def titles_of(codes: CodeList, chosen: Sequence[str]) -> Markup:
        return source.locale.join([title_of(codes, code) for code in chosen])

    pairs: list[tuple[str, object]] = [
        (t("definition.definition"), html(measure.definition)),
        (t("definition.numerator"), html(measure.numerator)),
        (t("definition.denominator"), html(measure.denominator)),
        (t("definition.cohort"), title_of(lists.cohorts, measure.cohort)),
        (t("definition.kind"), t(f"kind.{measure.kind.name}")),
        (t("definition.unit"), title_of(lists.units, measure.unit)),
        (t("definition.direction"), direction_sentence(measure, source.locale)),
        (t("definition.perspectives"), titles_of(lists.perspectives, measure.perspectives)),
        (t("definition.domain"), title_of(lists.domains, measure.domain)),
        (t("definition.traits"), html(measure.traits_taken_at)),
        (t("definition.act-change"), html(measure.act_change)),
        (t("definition.known-by"), titles_of(lists.informants, measure.known_by)),
        (t("definition.ground"), html(measure.ground)),
        (t("definition.known-from"), html(measure.known_from)),
        (t("definition.followed-since"), str(measure.followed_since or "")),
        (t("definition.caution"), html(measure.caution)),
        (t("definition.version"), f"{measure.id} {measure.version}"),
    ]
    return [(term, text) for term, text in pairs if text]


def orders(source: Source, measure: Measure) -> tuple[Choice, ...]:
    """Sort orders of the rows of a measure: by name, or by value in either direction."""
    locale, title = source.locale, source.locale.t(f"head.{measure.kind.name}")
    return (
        Choice("", locale.t("order.name"), locale.lang),
        Choice("value", locale.t("order.up", title=title), locale.lang),
        Choice("-value", locale.t("order.down", title=title), locale.lang),
    )


def _fields(
    source: Source, group: TargetGroup, measure: Measure, rows: Sequence[ComparedRow], periods: Sequence[Span]
) -> tuple[FilterField, ...]:
    """Filters of the rows of the leading period."""
    if not periods:
        return ()
    return filter_fields(source, present_providers(source, group, measure, rows, periods[0]), IN_GROUP)


def _years(
    source: Source, group: TargetGroup, measure: Measure, rows: Sequence[ComparedRow], periods: Sequence[Span]
) -> PlainTable:
    locale, t = source.locale, source.locale.t
    by_key = {(row.provider, row.start, row.end): row for row in rows}
    columns = sorted(periods, key=lambda span: (span[1], span[0]))
    lines = []
    for provider in source.providers_of(group):
        cells = [source.words[measure.id].cell(by_key.get((provider.slug, *span))) for span in columns]
        url, codes = address(locale.lang, "providers", provider.slug), row_codes(source, provider, IN_GROUP)
        lines.append(PlainRow(provider.name, url, tuple(cells), codes=codes))
    head = (t("head.provider"), *(locale.period(*span) for span in columns))
    return PlainTable("years", t("head.all-periods"), head, tuple(lines))


def _over_time(source: Source, measure: Measure, rows: Sequence[ComparedRow]) -> PlainTable | None:
    locale, t = source.locale, source.locale.t
    lines, active = [], set()
    for span in sorted(spans(rows), key=lambda span: (span[1], span[0])):
        period = rows_in_span(rows, span)
        first = next((row for row in period if not math.isnan(row.reference)), None)
        if first is None:
            lines.append(PlainRow(locale.period(*span), "", (Cell("–", shown=False), Cell("0"))))
            continue
        value = locale.value(first.reference, measure, source.standard)
        possible = max(first.possible_providers, first.reference_providers)
        active.add(possible)
        counted = t("reference.counted", count=first.reference_providers, possible=possible)
        lines.append(PlainRow(locale.period(*span), "", (Cell(value), Cell(counted))))
    if len(lines) < 2:
        return None
    head = (t("head.period"), t("head.group-value"), t("head.providers"))
    # Providers come and go, so that two periods may count out of different numbers.
    about = t("over-time.active") if len(active) > 1 else ""
    return PlainTable("over-time", t("head.over-time"), head, tuple(lines), about)


def _by_split(source: Source, group: TargetGroup, measure: Measure) -> PlainTable | None:
    locale, t = source.locale, source.locale.t
    rows = source.published[group.dataset].parts(group, measure)
    lead = lead_span(rows)
    lines = []
    for dimension in source.standard.dimensions:
        for code in source.standard.codes_of(dimension, group.id):
            part = [row for row in rows_in_span(rows, lead) if row.breakdown[dimension.name] == code.code]
            first = next((row for row in part if not math.isnan(row.reference)), None)
            if first is None:
                continue
            value = locale.value(first.reference, measure, source.standard)
            counted = t("reference.of", count=first.reference_providers, possible=first.possible_providers)
            name, lang = code.title.get(locale.lang)
            lines.append(PlainRow(name, "", (Cell(value), Cell(counted)), locale.html(dimension.title), name_lang=lang))
    if not lines or lead is None:
        return None
    head = (t("head.part"), t("head.group-value"), t("head.providers"))
    title = t("head.by-split", period=locale.period(*lead))
    return PlainTable("by-split", title, head, tuple(lines), t("split.caution"))


def measures_page(source: Source) -> Page:
    """All measures of the catalogue by outcome domain."""
    locale = source.locale
    measures = sorted(source.standard.measures.values(), key=lambda measure: name_key(measure.title.plain(locale.lang)))
    domains = [
        (locale.html(domain.title), [measure_link(source, m) for m in measures if m.domain == domain.code])
        for domain in source.standard.codes.domains.values()
    ]
    return Page(
        template="comparisons/measures",
        title=locale.t("title.measures"),
        description=locale.t("measures.lead", count=len(measures)),
        data=MeasuresContent(
            domains=[pair for pair in domains if pair[1]],
            count=len(measures),
        ),
    )


def measure_link(source: Source, measure: Measure) -> Link:
    """A link to a measure's definition, with its one-line meaning and its type."""
    locale = source.locale
    title, lang = measure.title.get(locale.lang)
    kind = source.standard.codes.measure_types.get(measure.type)
    return Link(
        title,
        address(locale.lang, "measures", measure.id),
        locale.html(measure.summary),
        lang,
        (locale.html(kind.title),) if kind else (),
    )
