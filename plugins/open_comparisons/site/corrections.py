"""Which figures have been corrected since they were first published, when and why."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from open_comparisons.intake.listed_rows import reasons_for
from open_comparisons.site.addresses import address
from open_comparisons.site.records import Corrected, RowCorrection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from open_comparisons.estimates.rows import ComparedRow
    from open_comparisons.intake.release import Release
    from open_comparisons.site.locales import Locale
    from open_comparisons.site.source import Source
    from open_comparisons.standard.model import Standard, TargetGroup, Text


def corrections_in(
    release: Release, releases: Iterable[Release], standard: Standard
) -> Mapping[int, tuple[RowCorrection, ...]]:
    """
    The corrections of the rows of a release: its own and those of the releases before it.

    Args:
        release: Whose rows.
        releases: All of its dataset, oldest first.
        standard: For its columns.

    Returns:
        By the place of a row in the release's table; none for a row that was never corrected.
    """
    found: dict[int, tuple[RowCorrection, ...]] = defaultdict(tuple)
    columns = release.table.columns
    for other in releases:
        of_release = reasons_for(other.metadata, "corrections", standard, columns)
        if other.released > release.released or not of_release.reasons:
            continue
        for index in range(len(release.table)):
            reason = of_release.reason(columns, index)
            if reason is not None:
                found[index] += (RowCorrection(other.id, other.released, reason),)
    return dict(found)


def corrected_mark(source: Source, group: TargetGroup, row: ComparedRow) -> str:
    """That a figure has been corrected, and when last; "" for one that has not."""
    found = source.published[group.dataset].corrections.get(row.position)
    return source.locale.t("correction.mark", date=source.locale.date(found[-1].released)) if found else ""


def corrected(
    source: Source, group: TargetGroup, rows: Iterable[ComparedRow], *, by_provider: bool
) -> tuple[Corrected, ...]:
    """
    The corrections of some rows of a target group, the newest first, those with one reason together.

    Args:
        source: For the language, and the corrections.
        group: The target group.
        rows: Whose corrections.
        by_provider: Whether the rows are told by the provider they are of, and else by their measure.
    """
    published, locale = source.published[group.dataset], source.locale
    names = {provider.slug: provider.name for provider in source.data.providers} if by_provider else {}
    together: dict[tuple[date, str, str, Text], list[Markup | str]] = defaultdict(list)
    for row in rows:
        for one in published.corrections.get(row.position, ()):
            name = names.get(row.provider) or locale.html(source.standard.measures[row.measure_id].title)
            together[one.released, one.release, name, one.reason].append(row_words(row, group, source.standard, locale))
    return tuple(
        Corrected(
            when=locale.t("correction.mark", date=locale.date(released)),
            url=address(locale.lang, "releases", group.dataset, release),
            about=name,
            rows=locale.listed(of_rows),
            reason=locale.html(reason),
        )
        for (released, release, name, reason), of_rows in sorted(
            together.items(), key=lambda item: (-item[0][0].toordinal(), item[0][2])
        )
    )


def row_words(row: Any, group: TargetGroup, standard: Standard, locale: Locale) -> Markup:  # noqa: ANN401
    """The period of a row and, where it is a part of all, which part: `2020–2022 (flickor)`."""
    parts = [
        locale.html(code.title)
        for dimension in standard.dimensions
        for code in standard.codes_of(dimension, group.id)
        if code.code == row.breakdown[dimension.name]
    ]
    period = Markup("{}").format(locale.period(row.start, row.end))
    return Markup("{} ({})").format(period, Markup(", ").join(parts)) if parts else period
