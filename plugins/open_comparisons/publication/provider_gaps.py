"""What a provider's pages do not show: what it did not hand in and why, and what is hidden to protect children."""

from __future__ import annotations

from typing import TYPE_CHECKING

from open_comparisons.intake.standard import SUPPRESSED, WITH_FIGURE
from open_comparisons.publication.addresses import address
from open_comparisons.publication.records import Gap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from open_comparisons.intake.standard import Measure, TargetGroup
    from open_comparisons.publication.selection import Compared, Source


def gaps(
    source: Source, group: TargetGroup, leads: Sequence[tuple[Measure, Compared | None]]
) -> tuple[tuple[Gap, ...], tuple[Gap, ...]]:
    """
    The measures without a figure: those that were not handed in or do not apply, and those that are not shown.

    Args:
        source, group: Whose pages.
        leads: The provider's row of each measure's leading period; None where there is none.
    """
    absent: list[Gap] = []
    hidden: list[Gap] = []
    for measure, row in leads:
        if row is not None and row.status in WITH_FIGURE:
            continue
        (hidden if row is not None and row.status == SUPPRESSED else absent).append(_gap(source, group, measure, row))
    return tuple(absent), tuple(hidden)


def _gap(source: Source, group: TargetGroup, measure: Measure, row: Compared | None) -> Gap:
    words = source.words[measure.id]
    name, lang = words.title
    url = address(source.locale.lang, "target-groups", group.id, measure.id)
    if row is None:
        return Gap(name, lang, url, source.locale.t("gaps.nothing"))
    said = words.of(row)
    return Gap(name, lang, url, said.value, said.reason)
