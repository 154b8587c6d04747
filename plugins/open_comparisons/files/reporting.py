"""The file on the completeness of reporting: every entry of the page, with its status or the code of its absence."""

from collections.abc import Iterator
from functools import partial

from open_comparisons.estimates.completeness import STATES
from open_comparisons.files.release.cells import csv_lines
from open_comparisons.parts.reporting_signs import columns_of, file_name
from open_comparisons.site.outputs import FileDraft
from open_comparisons.site.source import Source
from open_comparisons.standard.model import TargetGroup
from open_comparisons.standard.periods import Span as Period
from open_comparisons.standard.periods import canonical_period


def reporting_file(source: Source, group: TargetGroup, made_from: str) -> Iterator[FileDraft]:
    """
    The file of a target group, or none where no provider has a row; the same in every language.

    Args:
        source: In any language.
        group: The target group.
        made_from: A hash of the release, the standard and the directory.
    """
    if columns_of(source, group):
        yield FileDraft.single(file_name(group), partial(_text, source, group), made_from)


def _text(source: Source, group: TargetGroup) -> str:
    standard, published = source.standard, source.published[group.dataset]
    entries, columns = published.entries[group.id], columns_of(source, group)
    places = [entries.columns.index(column) for column in columns]
    states, reasons = entries.states[:, places].tolist(), entries.reasons[:, places].tolist()
    periods = [canonical_period(Period(column.start, column.end)) for column in columns]
    measures = [column.measure_id for column in columns]
    # An absent row has no source of its own, so all entries get the title of the release.
    source_title = published.release.title.both
    head = [
        *(standard.column_name(role) for role in ("provider_id", "target_group", "measure_id", "period")),
        *("status", "orsak", "utforare_namn", "kalla"),
    ]
    lines = (
        (provider.id, group.id, measure, period, STATES[state], reason, provider.name, source_title)
        for provider, provider_states, provider_reasons in zip(source.providers_of(group), states, reasons, strict=True)
        for measure, period, state, reason in zip(measures, periods, provider_states, provider_reasons, strict=True)
    )
    return "".join(csv_lines(head, lines))
