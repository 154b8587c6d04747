"""What pages say where a measure is taken by several instruments, whose values are compared apart."""

from open_comparisons.site.source import Source, Span, rows_in_span
from open_comparisons.standard.model import Measure, TargetGroup
from open_comparisons.standard.statuses import NOT_GIVEN


def instruments_sentence(source: Source, group: TargetGroup, measure: Measure) -> str:
    """Sentence saying that a measure is taken by several instruments, which are compared apart; "" with one or none."""
    names = source.published[group.dataset].instruments.get((group.id, measure.id), ())
    return source.locale.t("instruments.apart", names=source.locale.join(list(names))) if names else ""


def taken_elsewhere(source: Source, group: TargetGroup, measure: Measure, span: Span | None = None) -> frozenset[str]:
    """Providers (slugs) without a row by the instrument of a measure that have a figure by another; in any period."""
    if not measure.instrument:
        return frozenset()
    published = source.published[group.dataset]
    here, everywhere = published.rows(group, measure), published.totals[group.id, measure.id]
    if span is not None:
        here, everywhere = (tuple(rows_in_span(rows, span)) for rows in (here, everywhere))
    given = {row.provider for row in everywhere if row.status not in NOT_GIVEN}
    return frozenset(given - {row.provider for row in here})


def anchor_end(source: Source, group: TargetGroup, measure: Measure) -> str:
    """The end of the anchors of an instrument's tables: "" for the one most used, "-2" for the next, and so on."""
    published = source.published[group.dataset]
    if published.is_leading(group, measure):
        return ""
    return f"-{published.instruments[group.id, measure.id].index(measure.instrument) + 1}"


def absent_words(source: Source, group: TargetGroup, measure: Measure, slug: str) -> str:
    """The words of a provider without a row: it has submitted nothing, or has used another instrument."""
    elsewhere = slug in taken_elsewhere(source, group, measure)
    return source.locale.t("status.other-instrument" if elsewhere else "status.absent")
