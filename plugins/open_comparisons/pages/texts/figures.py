"""Answers to the markers in texts: values, charts, tables and facts from published data."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Final

from markupsafe import Markup

from open_comparisons.errors import Problem
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.intake.provider import Provider
from open_comparisons.knowledge.facts import Fact
from open_comparisons.knowledge.markers import FactNote, Filled, Marker, TextLink
from open_comparisons.knowledge.wording import nearest, shortened, text_problem
from open_comparisons.parts.comparison_table import period_tables
from open_comparisons.parts.number_table import as_plain_table, numbers_table
from open_comparisons.parts.series import MIN_YEARS, own_series
from open_comparisons.site.addresses import address
from open_comparisons.site.chart_records import Series
from open_comparisons.site.locales import plain
from open_comparisons.site.records import ComparisonTable, PlainTable
from open_comparisons.site.source import Published, Source, rows_in_span
from open_comparisons.site.texts import Document
from open_comparisons.standard.model import Measure, TargetGroup
from open_comparisons.standard.periods import Span, canonical_period, parse_period
from open_comparisons.standard.statuses import OK

KINDS: Final = ("chart", "fact", "table", "value")
OPTIONS: Final = ("period", "release")
NEWEST: Final = "newest"
_PLACES: Final = (2, 3)
"""Parts in the name of a figure: target group and measure, and a provider where the figure is about one."""


@dataclass(frozen=True, slots=True)
class TextFigure:
    """
    A chart or a table in a text.

    Attributes:
        kind: "chart", "series" or "table".
        title, sentence: Measure, provider and period; the figure in words.
        table: The rows of the chart or the table.
        head, value_head: Titles of its columns.
        url: The page it is from.
        origin: The release it is from, and whether the data are invented.
        newer: Note that there are newer figures on that page; "" where there are none.
    """

    kind: str
    title: str
    sentence: str
    table: ComparisonTable | PlainTable | Series
    head: str
    value_head: str
    url: str
    origin: str
    newer: str


@dataclass(frozen=True, slots=True)
class _Selected:
    """The figures that a marker names: the rows of all providers in a period, or the row of one provider."""

    source: Source
    group: TargetGroup
    measure: Measure
    provider: Provider | None
    span: tuple[date, date]
    rows: tuple[ComparedRow, ...]
    is_newest: bool

    def answer(self, kind: str, marker: Marker, document: Document) -> Filled | Problem:
        """Answer with the figure or the value, or give the problem where it has none."""
        older = None if self.is_newest else (self.url, self.name, self.released)
        can_be_answered = self._has_value() if kind == "value" else self._is_drawable()
        if not can_be_answered:
            return text_problem(document.file, "no-figure", marker.row, found=shortened(marker.text), near="–")
        if kind == "value":
            return Filled(self._value(), older=older)
        draw = self._provider_figure if self.provider else self._group_figure
        # Charts are drawn as pages are made, in the process that makes them.
        return Filled(draw=partial(draw, kind), older=older)

    def _has_value(self) -> bool:
        """True where the provider has a value, or the group of providers has one."""
        own = self.rows[0].value if self.provider else self.rows[0].reference
        return not math.isnan(own)

    def _is_drawable(self) -> bool:
        """True where the providers fit on a page, or the provider has years enough to show a development."""
        if self.provider is None:
            return not self.source.is_large(self.group, self.measure)
        years = self.source.published[self.group.dataset].years[self.group.id, self.measure.key]
        span = self.span
        within = [year for year in years if span[0] <= year[0] and year[1] <= span[1]]
        return len(years) >= MIN_YEARS and bool(within)

    @property
    def url(self) -> str:
        """The page of the measure in its target group."""
        return address(self.source.locale.lang, "target-groups", self.group.id, self.measure.id)

    @property
    def name(self) -> str:
        """The measure's name, and the provider's."""
        parts = [self.measure.title.plain(self.source.locale.lang), self.provider.name if self.provider else ""]
        return ", ".join(part for part in parts if part)

    @property
    def released(self) -> str:
        """The date of the release."""
        return self.source.locale.date(self.source.published[self.group.dataset].release.released)

    def _value(self) -> tuple[str | TextLink, ...]:
        """Number, count and interval: `77,5 % (31 av 40; 62–88)`."""
        locale, words = self.source.locale, self.source.words[self.measure.id]
        first = self.rows[0]
        if self.provider:
            row_words = words.of(first)
            value, more = row_words.value, [row_words.counts]
            if row_words.interval:
                more.append(locale.t("figure.interval", span=row_words.interval))
        else:
            value = words.value(first.reference)
            more = [locale.t("count.providers", count=int(first.reference_providers))]
            if first.reference_high > first.reference_low:
                more.append(locale.t("figure.range", span=words.span(first.reference_low, first.reference_high)))
        details = "; ".join(plain(part) for part in more if part)
        return TextLink(plain(value), self.url, "figure-value"), f" ({details})"

    def _group_figure(self, kind: str) -> TextFigure:
        source, measure, group = self.source, self.measure, self.group
        table = period_tables(source, group, measure, [self.span])[0]
        if kind == "chart":
            return self._figure("chart", table.sentence, table)
        by_provider = {row.provider: row for row in self.rows}
        numbers = numbers_table(source, measure, source.providers_of(group), by_provider)
        return self._figure("table", table.sentence, as_plain_table(numbers))

    def _provider_figure(self, kind: str) -> TextFigure:
        everyone = self.source.published[self.group.dataset].rows(self.group, self.measure)
        mine = [row for row in everyone if row.provider == self.rows[0].provider]
        (series,), _ = own_series(self.source, self.group, [self.measure], {self.measure.key: mine})
        if kind == "chart":
            return self._figure("series", series.sentence, series)
        return self._figure("table", series.sentence, PlainTable("", series.name, series.head, series.rows))

    def _figure(self, kind: str, sentence: str, table: ComparisonTable | PlainTable | Series) -> TextFigure:
        locale = self.source.locale
        release = self.source.published[self.group.dataset].release
        origin = locale.t("figure.origin", date=self.released)
        if release.example:
            origin = f"{origin} {locale.t('figure.invented')}"
        return TextFigure(
            kind=kind,
            title=f"{self.name}, {locale.period(*self.span)}" if kind != "series" else self.name,
            sentence=sentence,
            table=table,
            head=locale.t("head.provider"),
            value_head=locale.t(f"head.{self.measure.kind.name}"),
            url=self.url,
            origin=origin,
            newer="" if self.is_newest else locale.t("figure.newer"),
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """
    The published figures and facts that markers can name.

    Attributes:
        sources: The data of pages, by language.
        published: Returns the figures of a dataset in one of its published releases.
        releases: Ids of the published releases of each dataset, oldest first.
        facts: The register, by id.
    """

    sources: Mapping[str, Source]
    published: Callable[[str, str], Published]
    releases: Mapping[str, Sequence[str]]
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def fill(self, marker: Marker, document: Document) -> Filled | Problem:
        """Answer a marker, or give the problem with it."""
        kind, _, rest = marker.text.partition(" ")
        words = rest.split()
        options = dict(word.split("=", 1) for word in words[1:] if "=" in word)
        is_astray = kind in {"chart", "table"} and not marker.is_alone
        if kind not in KINDS or not words or len(options) != len(words) - 1 or is_astray:
            return _broken(marker, document)
        if kind == "fact":
            return _broken(marker, document) if options else self._fact(marker, document, words[0])
        if not set(options) <= set(OPTIONS) or "release" not in options or len(words[0].split("/")) not in _PLACES:
            return _broken(marker, document)
        selected = self._look_up(marker, document, words[0], options)
        return selected if not isinstance(selected, _Selected) else selected.answer(kind, marker, document)

    def _fact(self, marker: Marker, document: Document, name: str) -> Filled | Problem:
        fact = self.facts.get(name)
        if fact is None:
            return _unknown(marker, document, name, "fakta.csv", self.facts)
        locale = self.sources[document.lang].locale
        note = FactNote(
            id=fact.id,
            title=fact.title.plain(locale.lang),
            value=fact.words(locale),
            source=fact.source,
            link=fact.link,
            year=str(fact.year),
            checked=locale.date(fact.checked),
            caveat=locale.html(fact.caveat) if fact.caveat else Markup(),
        )
        more = locale.t("register.caveat" if fact.caveat else "register.source")
        source = TextLink(f"{note.source}, {note.year}; {more}", f"#fakta-{note.id}")
        return Filled((f"{note.value} (", source, ")"), fact=note)

    def _look_up(
        self, marker: Marker, document: Document, where: str, options: Mapping[str, str]
    ) -> _Selected | Problem:
        """Look up the names in a marker, or give the problem with the first that does not exist."""
        source = self.sources[document.lang]
        standard = source.standard
        group_id, measure_id, *slugs = where.split("/")
        group, measure = standard.target_groups.get(group_id), standard.measures.get(measure_id)
        if group is None or group.dataset not in source.published:
            known = [group.id for group in source.shown_groups]
            return _unknown(marker, document, group_id, "malgrupp", known)
        if measure is None or measure not in source.shown_measures(group):
            known = [measure.id for measure in source.shown_measures(group)]
            return _unknown(marker, document, measure_id, "matt_id", known)
        provider = source.directory.by_slug.get(slugs[0]) if slugs else None
        if slugs and provider is None:
            return _unknown(marker, document, slugs[0], "utforare", source.directory.by_slug)
        releases = self.releases[group.dataset]
        release = releases[-1] if options["release"] == NEWEST else options["release"]
        if release not in releases:
            return _unknown(marker, document, release, "release", [*releases, NEWEST])
        published = self.published(group.dataset, release)
        measure = _by_instrument(published, group, measure, provider)
        rows = published.rows(group, measure)
        pinned = source.at(published)
        try:
            span: tuple[date, date] | None = parse_period(options["period"]) if "period" in options else None
        except ValueError:
            return _unknown(marker, document, options["period"], "period", _periods(rows))
        if span is None and rows:
            span = published.leads[group.id, measure.key][0]
        own = [row for row in rows_in_span(rows, span) if provider is None or row.provider == provider.slug]
        if span is None or not own or (provider is not None and own[0].status != OK):
            shown_rows = [row for row in rows if provider is None or (row.provider, row.status) == (provider.slug, OK)]
            near = ", ".join(_periods(shown_rows)) or "–"
            return text_problem(document.file, "no-figure", marker.row, found=shortened(marker.text), near=near)
        # The group value is on every row that is compared with it.
        own.sort(key=lambda row: math.isnan(row.reference))
        return _Selected(pinned, group, measure, provider, span, tuple(own), release == releases[-1])


def _by_instrument(published: Published, group: TargetGroup, measure: Measure, provider: Provider | None) -> Measure:
    """The measure by the instrument that most providers use or, for one provider, by the first that it has used."""
    by_instrument = published.compared(group, measure)
    own = (m for m in by_instrument if provider and any(r.provider == provider.slug for r in published.rows(group, m)))
    return next(own, by_instrument[0])


def _periods(rows: Iterable[ComparedRow]) -> list[str]:
    """The periods of some rows, in the notation of markers."""
    return sorted({canonical_period(Span(row.start, row.end)) for row in rows}, reverse=True)


def _broken(marker: Marker, document: Document) -> Problem:
    allowed = "value, chart, table, fact; period=…, release=…"
    return text_problem(document.file, "broken-marker", marker.row, found=shortened(marker.text), allowed=allowed)


def _unknown(marker: Marker, document: Document, name: str, what: str, known: Iterable[str]) -> Problem:
    near = nearest(name, known) or "–"
    return text_problem(document.file, "unknown-name", marker.row, found=shortened(name), what=what, near=near)
