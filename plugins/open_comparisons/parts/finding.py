"""The finding of the home page, and the leading sentence of a target group."""

from dataclasses import dataclass

from markupsafe import Markup

from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.parts.chips import release_chips
from open_comparisons.parts.strips import lead_rows, strips_of
from open_comparisons.site.records import Row
from open_comparisons.site.source import Source
from open_comparisons.standard.model import OUTCOME, TargetGroup
from open_comparisons.standard.statuses import NOT_GIVEN


@dataclass(frozen=True, slots=True)
class KeyFinding:
    """The leading finding of the home page: a measure as a row with its spread, and its target group."""

    row: Row
    about: str
    group: Markup
    chips: list[str]


def group_sentence(source: Source, group: TargetGroup) -> str:
    """Number of providers of a target group that have handed in figures, and number of measures."""
    locale = source.locale
    reported = {row.provider for row in total_rows(source, group) if row.status not in NOT_GIVEN}
    return locale.t(
        "group.sentence",
        reported=len(reported),
        count=len(source.providers_of(group)),
        measures=len(source.shown_measures(group)),
    )


def total_rows(source: Source, group: TargetGroup) -> list[ComparedRow]:
    """The rows of providers as a whole, of all measures shown."""
    totals = source.published[group.dataset].totals
    return [row for measure in source.shown_measures(group) for row in totals[group.id, measure.id]]


def finding_of(source: Source) -> KeyFinding | None:
    """The measure with most providers in the first target group that has shares; None without one."""
    for group in source.shown_groups:
        shares = [measure for measure in source.shown_measures(group) if measure.is_share]
        if not shares:
            continue
        measure = max(
            shares, key=lambda m: (m.type == OUTCOME, sum(r.status == "ok" for r in lead_rows(source, group, m)))
        )
        strip = strips_of(source, group, [measure])[0]
        return KeyFinding(
            row=strip,
            about=source.locale.t(
                "home.finding-about-many" if source.is_large(group, measure) else "home.finding-about"
            ),
            group=source.locale.html(group.title),
            chips=release_chips(source, group),
        )
    return None
