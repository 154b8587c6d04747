"""The compared rows of the newest releases, sorted into what each page needs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    import pandas as pd

    from open_comparisons.intake.releases import Data, Provider, Release
    from open_comparisons.intake.standard import Measure, Standard, TargetGroup
    from open_comparisons.publication.locales import Locale

# A row of a compared frame, as `DataFrame.itertuples` gives it: its columns, and `Index`, its place in the frame.
Compared = Any
Span = tuple["date", "date"]
_DAYS_IN_YEAR: Final = 365


@dataclass(frozen=True, slots=True)
class Published:
    """
    What one dataset shows: its newest release, compared.

    Attributes:
        release: The newest release.
        frame: All its rows as `estimates.comparison.compare` gives them.
        totals: Rows of providers as a whole, by target group and measure.
        splits: Rows of providers broken down by one dimension, likewise.
        of_provider: All rows of a provider (by slug), totals and splits.
        leads: The period that a target group and measure lead with, and its rows by provider.
        years: The one-year periods of a target group and measure, oldest first.
    """

    release: Release
    frame: pd.DataFrame
    totals: Mapping[tuple[str, str], tuple[Compared, ...]]
    splits: Mapping[tuple[str, str], tuple[Compared, ...]]
    of_provider: Mapping[str, tuple[Compared, ...]]
    leads: Mapping[tuple[str, str], tuple[Span | None, Mapping[str, Compared]]]
    years: Mapping[tuple[str, str], tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Source:
    """Everything pages are made of, in one language."""

    data: Data
    published: Mapping[str, Published]
    locale: Locale
    cache_folder: Path | None

    @property
    def standard(self) -> Standard:
        """The file standard."""
        return self.data.standard

    @property
    def shown_groups(self) -> tuple[TargetGroup, ...]:
        """Target groups that have published rows, in the standard's order."""
        return tuple(group for group in self.standard.target_groups.values() if group.dataset in self.published)

    def shown_measures(self, group: TargetGroup) -> tuple[Measure, ...]:
        """Measures of a target group that have published rows, in the catalogue's order."""
        published = self.published.get(group.dataset)
        if published is None:
            return ()
        return tuple(m for m in self.standard.measures_of(group.id) if (group.id, m.id) in published.totals)

    def providers_of(self, group: TargetGroup) -> tuple[Provider, ...]:
        """Providers of the directory that serve a target group, by name as the language sorts it."""
        return self.by_name(provider for provider in self.data.providers if group.id in provider.target_groups)

    def by_name(self, providers: Iterable[Provider]) -> tuple[Provider, ...]:
        """Providers in the order of the Swedish alphabet, where å, ä and ö come last."""
        return tuple(sorted(providers, key=lambda provider: (name_key(provider.name), provider.slug)))


def publish(release: Release, frame: pd.DataFrame, standard: Standard) -> Published:
    """Sort the rows of a compared release for the pages."""
    totals: dict[tuple[str, str], list[Compared]] = defaultdict(list)
    splits: dict[tuple[str, str], list[Compared]] = defaultdict(list)
    of_provider: dict[str, list[Compared]] = defaultdict(list)
    is_total = (frame["unit_id"] == "").to_numpy(copy=True)
    for dimension in standard.dimensions:
        is_total &= (frame[dimension.name] == dimension.total).to_numpy()
    for row, total in zip(frame.itertuples(), is_total, strict=True):
        (totals if total else splits)[str(row.target_group), str(row.measure_id)].append(row)
        of_provider[str(row.provider)].append(row)
    leads = {key: lead_span(rows) for key, rows in totals.items()}
    return Published(
        release=release,
        frame=frame,
        totals={key: tuple(rows) for key, rows in totals.items()},
        splits={key: tuple(rows) for key, rows in splits.items()},
        of_provider={key: tuple(rows) for key, rows in of_provider.items()},
        leads={key: (lead, {row.provider: row for row in in_span(totals[key], lead)}) for key, lead in leads.items()},
        years={key: tuple(single_years(rows)) for key, rows in totals.items()},
    )


def spans(rows: Iterable[Compared]) -> list[Span]:
    """The periods of some rows, the one to lead with first: the longest and newest, then years from new to old."""
    found = {(row.start, row.end) for row in rows}
    return sorted(found, key=lambda span: (-_years(span), -span[1].toordinal(), span[0]))


def lead_span(rows: Iterable[Compared]) -> Span | None:
    """
    The period a page leads with: the newest of the longest.

    A window in which nobody shows a number, such as one not yet followed up, does not lead while another does.
    """
    rows = tuple(rows)
    with_numbers = [row for row in rows if row.status not in {"saknas", "ej-tillampligt"}]
    return next(iter(spans(with_numbers or rows)), None)


def single_years(rows: Iterable[Compared]) -> list[Span]:
    """The one-year periods of some rows, oldest first."""
    return sorted({(row.start, row.end) for row in rows if _years((row.start, row.end)) == 1})


def in_span(rows: Iterable[Compared], span: Span | None) -> list[Compared]:
    """The rows of one period."""
    return [row for row in rows if (row.start, row.end) == span]


def name_key(name: str) -> str:
    """Sort key of a name: case aside, å ä ö after z, other accents as their letters."""
    folded = name.casefold()
    for letter, place in (("å", "z{"), ("ä", "z|"), ("æ", "z|"), ("ö", "z}"), ("ø", "z}"), ("é", "e"), ("ü", "y")):
        folded = folded.replace(letter, place)
    return folded


def _years(span: Span) -> int:
    return max(1, round(((span[1] - span[0]).days + 1) / _DAYS_IN_YEAR)) if span[1] > span[0] else 0
