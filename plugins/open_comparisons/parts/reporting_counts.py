"""How many providers of a target group have handed in figures: one count, for every page that says it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from open_comparisons.estimates.completeness import MeasurePeriod, is_handed_in, is_possible
from open_comparisons.parts.reporting_signs import columns_of
from open_comparisons.site.source import Source
from open_comparisons.standard.model import TargetGroup


class Reporters(NamedTuple):
    """Numbers of providers: those with something to hand in, those that did, and those that handed in all of it."""

    possible: int
    handed_in: int
    complete: int


def reporters(states: np.ndarray) -> Reporters:
    """Count the providers of a matrix of states, a row per provider."""
    possible, handed_in = is_possible(states).sum(axis=1), is_handed_in(states).sum(axis=1)
    return Reporters(
        int((possible > 0).sum()),
        int((handed_in > 0).sum()),
        int(((possible > 0) & (handed_in == possible)).sum()),
    )


def leading_columns(source: Source, group: TargetGroup) -> list[MeasurePeriod]:
    """Each measure in its leading period; none without rows."""
    columns = columns_of(source, group)
    leads = source.published[group.dataset].leads if columns else {}
    leading = {(measure_id, span) for (of, (measure_id, _)), (span, _) in leads.items() if of == group.id}
    return [column for column in columns if (column.measure_id, (column.start, column.end)) in leading]


def states_and_reasons(
    source: Source, group: TargetGroup, columns: Sequence[MeasurePeriod]
) -> tuple[np.ndarray, np.ndarray]:
    """States and reasons of some columns, one row per provider."""
    entries = source.published[group.dataset].entries[group.id]
    places = [entries.columns.index(column) for column in columns]
    return entries.states[:, places], entries.reasons[:, places]


def is_mixed(columns: Sequence[MeasurePeriod]) -> bool:
    """True where the columns are about different periods."""
    return len({(column.start, column.end) for column in columns}) > 1


def period_words(source: Source, columns: Sequence[MeasurePeriod]) -> str:
    """The period of some columns, for use within a sentence."""
    if is_mixed(columns):
        return source.locale.t("reporting.leading-periods")
    return source.locale.period(columns[0].start, columns[0].end)


def group_sentence(source: Source, group: TargetGroup) -> str:
    """The number of providers of a target group that have handed in figures for the leading period, and of measures."""
    locale, columns = source.locale, leading_columns(source, group)
    measures = len(source.shown_measures(group))
    if not columns:
        return locale.t("count.measures", count=measures)
    counted = reporters(states_and_reasons(source, group, columns)[0])
    everyone = counted.possible == len(source.providers_of(group))
    return locale.t(
        "group.sentence" if everyone else "group.sentence-active",
        reported=counted.handed_in,
        count=counted.possible,
        when=period_words(source, columns),
        measures=measures,
    )
