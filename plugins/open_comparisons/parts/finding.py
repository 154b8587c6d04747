"""The finding of the home page, and what the comparisons of a target group come to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from markupsafe import Markup

from open_comparisons.charts.marks import MARKS
from open_comparisons.estimates.comparison import JUDGED, OUTSIDE, SAME
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.parts.chips import release_chips
from open_comparisons.parts.strips import lead_rows, strips_of
from open_comparisons.site.addresses import address
from open_comparisons.site.records import Link, Row
from open_comparisons.site.source import Source
from open_comparisons.standard.model import OUTCOME, Measure, TargetGroup

AddressOf: TypeAlias = Callable[[str, TargetGroup, Measure], str]
"""Gives the address of a measure of a target group in a language."""

MOST_LISTED: Final = 24
"""Certain differences listed one by one; more are left to the pages of the measures."""


@dataclass(frozen=True, slots=True)
class KeyFinding:
    """The leading finding of the home page: a measure as a row with its spread, and its target group."""

    row: Row
    about: str
    group: Markup
    chips: list[str]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """
    What the comparisons of a target group come to.

    Attributes:
        sentence: Number of comparisons, and of certain and possible differences among them; "" without any.
        certain: The certain differences, each with its provider and its measure.
    """

    sentence: str
    certain: tuple[Link, ...]


def measure_address(lang: str, group: TargetGroup, measure: Measure) -> str:
    """The address of a measure's page, with the newest figures."""
    return address(lang, "target-groups", group.id, measure.id)


def verdicts_of(
    source: Source, group: TargetGroup, *, most: int = MOST_LISTED, address_of: AddressOf = measure_address
) -> Verdicts:
    """
    Count the categories of all measures of a target group, each in its leading period.

    Args:
        source: Has the figures of the group.
        group: The target group.
        most: The certain differences are listed unless they are more than this.
        address_of: Where the figures behind a certain difference are.
    """
    locale = source.locale
    measures = source.compared_measures(group)
    rows = [(measure, row) for measure in measures for row in lead_rows(source, group, measure)]
    judged = [(measure, row) for measure, row in rows if row.category in JUDGED]
    if not judged:
        return Verdicts("", ())
    certain = [(measure, row) for measure, row in judged if row.category in OUTSIDE["998"]]
    same = sum(row.category == SAME for _, row in judged)
    sentence = locale.t(
        "verdicts.sentence",
        count=len(judged),
        certain=locale.t("verdicts.certain" if certain else "verdicts.none-certain", count=len(certain)),
        maybe=len(judged) - len(certain) - same,
        same=same,
    )
    listed = certain if len(certain) <= most else []
    return Verdicts(sentence, tuple(_certain_link(source, group, *each, address_of) for each in listed))


def _certain_link(
    source: Source, group: TargetGroup, measure: Measure, row: ComparedRow, address_of: AddressOf
) -> Link:
    locale = source.locale
    provider = source.directory.by_slug[row.provider]
    title = locale.t(
        "verdicts.one",
        provider=provider.name,
        measure=measure.title.get(locale.lang)[0],
        words=locale.t(MARKS[row.category].word),
    )
    return Link(title, address_of(locale.lang, group, measure))


def total_rows(source: Source, group: TargetGroup) -> list[ComparedRow]:
    """The rows of providers as a whole, of all measures shown."""
    totals = source.published[group.dataset].totals
    return [row for measure in source.shown_measures(group) for row in totals[group.id, measure.id]]


def finding_of(source: Source) -> KeyFinding | None:
    """The measure with most providers in the first target group that has shares; None without one."""
    for group in source.shown_groups:
        shares = [measure for measure in source.compared_measures(group) if measure.is_share]
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
