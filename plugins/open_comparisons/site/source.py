"""Compared rows of the newest releases, grouped as pages need them."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Protocol, Self

import pandas as pd
from markupsafe import Markup, escape

from open_comparisons.estimates.case_mix import Mix, mixes
from open_comparisons.estimates.completeness import Entries, entries_of
from open_comparisons.estimates.rows import ComparedRow, compared_rows
from open_comparisons.estimates.spread import Spread, spreads
from open_comparisons.intake.provider import Provider
from open_comparisons.intake.release import Data, Release
from open_comparisons.site.locales import Locale
from open_comparisons.site.records import RowCorrection
from open_comparisons.site.regions import MANY_PROVIDERS, Directory
from open_comparisons.site.texts import Library
from open_comparisons.site.words import Words
from open_comparisons.standard.model import Measure, MeasureKey, Standard, TargetGroup
from open_comparisons.standard.statuses import NOT_GIVEN, WITH_FIGURE
from open_comparisons.tools.store import Store

Span = tuple["date", "date"]
GroupMeasure = tuple[str, MeasureKey]
"""A target group, and a measure with its instrument."""
UNNAMED: Final = "–"
"""The instrument of figures that name none, where others of the same measure do."""
_DAYS_IN_YEAR: Final = 365


class Dated(Protocol):
    """Anything with a period."""

    @property
    def start(self) -> date:
        """The first day."""

    @property
    def end(self) -> date:
        """The last day."""


@dataclass(frozen=True, slots=True)
class Spreads:
    """
    The spread of a measure with many providers.

    Attributes:
        periods: Spread of all its providers, by period.
        regions: Spread in each region in the leading period, by slug of the region.
    """

    periods: Mapping[Span, Spread]
    regions: Mapping[str, Spread]


@dataclass(frozen=True, slots=True)
class Mixes:
    """
    The people a measure counts.

    Attributes:
        span: The leading period of the breakdowns.
        group: All providers together.
        by_provider: Each provider that publishes a part, by slug.
    """

    span: Span
    group: Mix
    by_provider: Mapping[str, Mix]


@dataclass(frozen=True, slots=True)
class Control:
    """
    Parameters of the control limits of a measure in a period, besides the group value and the size of each provider.

    Attributes:
        phi: Dispersion of the providers relative to chance, 1 for chance alone; NaN for fewer than ten providers.
        phi_low, phi_high: Its 95 % interval.
        tau_squared: Variance between providers that widens the limits; 0 where they are exact.
        spread_providers: Number of providers that these are estimated from.
        deviation: Standard deviation of single values in the group; NaN for measures other than means.
    """

    phi: float
    phi_low: float
    phi_high: float
    tau_squared: float
    spread_providers: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Published:
    """
    The newest release of a dataset, compared.

    Attributes:
        release: The newest release.
        totals: Rows of providers as a whole, by target group and measure.
        splits: Rows of providers broken down by one dimension, by target group and measure.
        by_provider: All rows of a provider (by slug), totals and splits.
        instruments: The instruments of a target group and measure, the one that most providers use first; only where
            figures come from two or more. The attributes below have each of them by itself, as `Measure.key` says.
        leads: The leading period of a target group and measure, and its rows by provider.
        years: The one-year periods of a target group and measure, oldest first.
        spreads: The spread of each measure with many providers, by target group and measure.
        controls: Parameters of the control limits of providers as a whole, by target group, measure and period.
        mixes: The people a measure counts, by target group and measure; only where bases are published.
        entries: Entries that providers handed in, by target group.
        corrections: Corrections by position of the row, oldest first.
    """

    release: Release
    totals: Mapping[tuple[str, str], tuple[ComparedRow, ...]]
    splits: Mapping[tuple[str, str], tuple[ComparedRow, ...]]
    by_provider: Mapping[str, tuple[ComparedRow, ...]]
    instruments: Mapping[tuple[str, str], tuple[str, ...]]
    leads: Mapping[GroupMeasure, tuple[Span | None, Mapping[str, ComparedRow]]]
    years: Mapping[GroupMeasure, tuple[Span, ...]]
    spreads: Mapping[GroupMeasure, Spreads]
    controls: Mapping[tuple[str, MeasureKey, Span], Control]
    mixes: Mapping[GroupMeasure, Mixes]
    entries: Mapping[str, Entries]
    corrections: Mapping[int, tuple[RowCorrection, ...]]

    def rows(self, group: TargetGroup, measure: Measure) -> tuple[ComparedRow, ...]:
        """The rows of providers as a whole: of the measure, or of one of its instruments."""
        return self._by(measure, self.totals.get((group.id, measure.id), ()))

    def parts(self, group: TargetGroup, measure: Measure) -> tuple[ComparedRow, ...]:
        """The rows broken down by one dimension, as `rows`."""
        return self._by(measure, self.splits.get((group.id, measure.id), ()))

    def _by(self, measure: Measure, rows: tuple[ComparedRow, ...]) -> tuple[ComparedRow, ...]:
        return tuple(row for row in rows if self.key_of(row) == measure.key) if measure.instrument else rows

    def key_of(self, row: ComparedRow) -> MeasureKey:
        """The measure of a row, with its instrument where there are several."""
        names = self.instruments.get((row.target_group, row.measure_id))
        return row.measure_id, _instrument_of(row, names) if names else ""

    def compared(self, group: TargetGroup, measure: Measure) -> tuple[Measure, ...]:
        """A measure once for each of its instruments, the most used first; as it is where it has one or none."""
        names = () if measure.instrument else self.instruments.get((group.id, measure.id), ())
        return tuple(map(measure.by, names)) or (measure,)

    def is_leading(self, group: TargetGroup, measure: Measure) -> bool:
        """True for a measure by the instrument that most providers use, and for one of one instrument or none."""
        names = self.instruments.get((group.id, measure.id), ())
        return not measure.instrument or measure.instrument == names[0]


@dataclass(frozen=True, slots=True)
class Source:
    """
    The data for all pages, in one language.

    Attributes:
        data: Checked and protected.
        published: The compared newest release of each dataset, by id of the dataset.
        directory: The providers, sorted and divided.
        locale: The language.
        words: Words for the rows of each measure in that language.
        store: Keeps drawings between builds.
        library: Published texts of the editors.
    """

    data: Data
    published: Mapping[str, Published]
    directory: Directory
    locale: Locale
    words: Mapping[str, Words]
    store: Store
    library: Library = field(default_factory=Library)

    @property
    def standard(self) -> Standard:
        """The file standard."""
        return self.data.standard

    @property
    def shown_groups(self) -> tuple[TargetGroup, ...]:
        """Target groups with published rows, in the standard's order."""
        return tuple(group for group in self.standard.target_groups.values() if group.dataset in self.published)

    def shown_measures(self, group: TargetGroup) -> tuple[Measure, ...]:
        """Measures of a target group with published rows, in the catalogue's order."""
        published = self.published.get(group.dataset)
        if published is None:
            return ()
        return tuple(m for m in self.standard.measures_of(group.id) if (group.id, m.id) in published.totals)

    def compared_measures(self, group: TargetGroup) -> tuple[Measure, ...]:
        """The shown measures, those of several instruments once for each, since these are compared apart."""
        published = self.published.get(group.dataset)
        shown = self.shown_measures(group)
        return tuple(each for measure in shown for each in published.compared(group, measure)) if published else ()

    def leading(self, group: TargetGroup, measure: Measure) -> Measure:
        """A measure by the instrument that most providers use; as it is where it has one or none."""
        return self.published[group.dataset].compared(group, measure)[0]

    def providers_of(self, group: TargetGroup) -> tuple[Provider, ...]:
        """Providers of the directory that serve a target group, by name as the language sorts it."""
        return self.directory.by_group[group.id]

    def has_many(self, group: TargetGroup) -> bool:
        """True where a target group has too many providers for one page."""
        return len(self.providers_of(group)) > MANY_PROVIDERS

    def small_groups_of(self, slug: str) -> tuple[TargetGroup, ...]:
        """Target groups in which a provider has rows, except those with too many providers for one page."""
        return tuple(
            group
            for group in self.shown_groups
            if not self.has_many(group)
            and any(row.target_group == group.id for row in self.published[group.dataset].by_provider.get(slug, ()))
        )

    def form_of(self, provider: Provider) -> Markup:
        """The ownership of a provider, such as private or municipal."""
        form = self.standard.codes.ownership.get(provider.ownership)
        return self.locale.html(form.title) if form else escape(provider.ownership)

    def at(self, published: Published) -> Self:
        """The same data with a release of a dataset in place of its newest one."""
        return replace(self, published={**self.published, published.release.dataset: published})

    @property
    def newest_release(self) -> date | None:
        """The date of the newest release shown."""
        return max((published.release.released for published in self.published.values()), default=None)

    def is_large(self, group: TargetGroup, measure: Measure) -> bool:
        """True where a measure has too many providers for one page, whatever instruments they use."""
        published = self.published[group.dataset]
        return any((group.id, each.key) in published.spreads for each in published.compared(group, measure))


def publish(
    release: Release,
    frame: pd.DataFrame,
    standard: Standard,
    directory: Directory,
    corrections: Mapping[int, tuple[RowCorrection, ...]] = MappingProxyType({}),
) -> Published:
    """Group the rows of a compared release for the pages; `corrections` are by position of the row."""
    totals: dict[tuple[str, str], list[ComparedRow]] = defaultdict(list)
    splits: dict[tuple[str, str], list[ComparedRow]] = defaultdict(list)
    by_provider: dict[str, list[ComparedRow]] = defaultdict(list)
    is_total = (frame["unit_id"] == "").to_numpy(copy=True)
    for dimension in standard.dimensions:
        is_total &= (frame[dimension.name] == dimension.total).to_numpy()
    names = [dimension.name for dimension in standard.dimensions]
    for row, total in zip(compared_rows(frame, names), is_total, strict=True):
        (totals if total else splits)[row.target_group, row.measure_id].append(row)
        by_provider[row.provider].append(row)
    named = {key: _instruments([*rows, *splits.get(key, ())]) for key, rows in totals.items()}
    instruments = {key: names for key, names in named.items() if len(names) > 1}
    whole, broken = _by_instrument(totals, instruments), _by_instrument(splits, instruments)
    leads = {cell: lead_span(rows) for cell, rows in whole.items()}
    by_group = frame[is_total].groupby("target_group", sort=True)
    return Published(
        release=release,
        totals={key: tuple(rows) for key, rows in totals.items()},
        splits={key: tuple(rows) for key, rows in splits.items()},
        by_provider={key: tuple(rows) for key, rows in by_provider.items()},
        instruments=instruments,
        leads={
            cell: (lead, {row.provider: row for row in rows_in_span(whole[cell], lead)}) for cell, lead in leads.items()
        },
        years={cell: tuple(single_years(rows)) for cell, rows in whole.items()},
        spreads=_spreads(frame, whole, leads, standard, directory),
        controls=_controls(frame, whole),
        mixes=_mixes(whole, broken, standard),
        entries={str(group): entries_of(rows, directory.by_group[str(group)]) for group, rows in by_group},
        corrections=corrections,
    )


def _instruments(rows: Iterable[ComparedRow]) -> tuple[str, ...]:
    """The instruments that the figures of a measure come from, shown or hidden, the one of most providers first."""
    users: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        # A row without a figure may name no instrument.
        if row.status in WITH_FIGURE or (row.instrument and row.status not in NOT_GIVEN):
            users[row.instrument or UNNAMED].add(row.provider)
    return tuple(sorted(users, key=lambda name: (-len(users[name]), name)))


def _by_instrument(
    rows_by_measure: Mapping[tuple[str, str], Sequence[ComparedRow]],
    instruments: Mapping[tuple[str, str], Sequence[str]],
) -> dict[GroupMeasure, tuple[ComparedRow, ...]]:
    """The rows of each measure, those of several instruments apart."""
    return {
        (group, (measure, name)): tuple(row for row in rows if not name or _instrument_of(row, names) == name)
        for (group, measure), rows in rows_by_measure.items()
        for names in (instruments.get((group, measure), ("",)),)
        for name in names
    }


def _instrument_of(row: ComparedRow, names: Sequence[str]) -> str:
    """The instrument that a row stands with; one without a figure may name none, and stands with the most used."""
    name = row.instrument or UNNAMED
    return name if name in names else names[0]


def _mixes(
    totals: Mapping[GroupMeasure, Sequence[ComparedRow]],
    splits: Mapping[GroupMeasure, Sequence[ComparedRow]],
    standard: Standard,
) -> dict[GroupMeasure, Mixes]:
    dimensions = {dimension.name: dimension.total for dimension in standard.dimensions}
    adding = {dimension.name for dimension in standard.dimensions if dimension.adds_up}
    by_measure = {}
    for key, rows in splits.items():
        provider_rows = [row for row in rows if row.unit_id == "" and _breakdowns(row, dimensions) == 1]
        span = lead_span(provider_rows)
        if span is None:
            continue
        group, by_provider = mixes(
            rows_in_span(totals.get(key, ()), span), rows_in_span(provider_rows, span), dimensions, adding
        )
        if by_provider:
            by_measure[key] = Mixes(span, group, by_provider)
    return by_measure


def _breakdowns(row: ComparedRow, dimensions: Mapping[str, str]) -> int:
    return sum(row.breakdown[name] != total for name, total in dimensions.items())


def _controls(
    frame: pd.DataFrame, totals: Mapping[GroupMeasure, Sequence[ComparedRow]]
) -> dict[tuple[str, MeasureKey, Span], Control]:
    first = {
        (group, measure, (row.start, row.end)): row.position
        for (group, measure), rows in totals.items()
        for row in reversed(rows)
        if row.denominator > 0 and not math.isnan(row.reference)
    }
    names = ("phi", "phi_low", "phi_high", "tau_squared", "spread_providers", "reference_deviation")
    columns = [frame[name] for name in names]
    return {cell: Control(*(float(column[index]) for column in columns)) for cell, index in first.items()}


def _spreads(
    frame: pd.DataFrame,
    totals: Mapping[GroupMeasure, Sequence[ComparedRow]],
    leads: Mapping[GroupMeasure, Span | None],
    standard: Standard,
    directory: Directory,
) -> dict[GroupMeasure, Spreads]:
    large = {cell: rows for cell, rows in totals.items() if len({row.provider for row in rows}) > MANY_PROVIDERS}
    if not large:
        return {}
    period_keys: list[Any] = [None] * len(frame)
    region_keys: list[Any] = [None] * len(frame)
    for key, rows in large.items():
        for row in rows:
            period_keys[row.position] = *key, (row.start, row.end)
            if (row.start, row.end) == leads[key]:
                region_keys[row.position] = *key, directory.region_of[row.provider].slug
    periods: dict[GroupMeasure, dict[Span, Spread]] = defaultdict(dict)
    regions: dict[GroupMeasure, dict[str, Spread]] = defaultdict(dict)
    for (group, measure, span), spread in spreads(frame, period_keys, standard.thresholds).items():
        periods[group, measure][span] = spread
    for (group, measure, slug), spread in spreads(frame, region_keys, standard.thresholds).items():
        regions[group, measure][slug] = spread
    return {key: Spreads(periods[key], regions[key]) for key in large}


def spans(rows: Iterable[Dated]) -> list[Span]:
    """The periods of some rows, longest first, then newest first."""
    periods = {(row.start, row.end) for row in rows}
    return sorted(periods, key=lambda span: (-_years(span), -span[1].toordinal(), span[0]))


def lead_span(rows: Iterable[ComparedRow]) -> Span | None:
    """
    The leading period of a page: the newest of the longest.

    A period without a single number, such as one not followed up yet, leads only where no other period has one.
    """
    rows = tuple(rows)
    with_numbers = [row for row in rows if row.status not in NOT_GIVEN]
    return next(iter(spans(with_numbers or rows)), None)


def periods_of(published: Published, group: TargetGroup, measure: Measure) -> list[Span]:
    """The periods of a measure in a target group: the leading one, then the others in the order of `spans`."""
    lead, _ = published.leads[group.id, measure.key]
    others = [span for span in spans(published.rows(group, measure)) if span != lead]
    return [lead, *others] if lead else []


def single_years(rows: Iterable[ComparedRow]) -> list[Span]:
    """The one-year periods of some rows, oldest first."""
    return sorted({(row.start, row.end) for row in rows if _years((row.start, row.end)) == 1})


def rows_in_span(rows: Iterable[ComparedRow], span: Span | None) -> list[ComparedRow]:
    """The rows of one period."""
    return [row for row in rows if (row.start, row.end) == span]


def _years(span: Span) -> int:
    return max(1, round(((span[1] - span[0]).days + 1) / _DAYS_IN_YEAR)) if span[1] > span[0] else 0
