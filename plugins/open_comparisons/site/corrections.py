"""Corrections of published figures: date, release and reason."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from markupsafe import Markup, escape

from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.intake.listed_rows import reasons_for
from open_comparisons.intake.release import Release
from open_comparisons.site.addresses import address
from open_comparisons.site.locales import Locale
from open_comparisons.site.records import Corrected, RowCorrection
from open_comparisons.site.source import Source
from open_comparisons.standard.model import Standard, TargetGroup
from open_comparisons.standard.text import Text


def corrections_in(
    release: Release, releases: Iterable[Release], standard: Standard
) -> Mapping[int, tuple[RowCorrection, ...]]:
    """
    The corrections of the rows of a release: its own and those of the releases before it.

    Args:
        release: The release with the rows.
        releases: All of its dataset, oldest first.
        standard: For its columns.

    Returns:
        Corrections by the position of a row in the release's table; rows never corrected are absent.
    """
    corrections: dict[int, tuple[RowCorrection, ...]] = defaultdict(tuple)
    columns = release.table.columns
    for other in releases:
        reason_list = reasons_for(other.metadata, "corrections", standard, columns)
        if other.released > release.released or not reason_list.reasons:
            continue
        for index in range(len(release.table)):
            reason = reason_list.reason(columns, index)
            if reason is not None:
                corrections[index] += (RowCorrection(other.id, other.released, reason),)
    return dict(corrections)


def correction_mark(source: Source, group: TargetGroup, row: ComparedRow) -> str:
    """The note that a figure has been corrected, with the last date; "" for a figure never corrected."""
    corrections = source.published[group.dataset].corrections.get(row.position)
    return source.locale.t("correction.mark", date=source.locale.date(corrections[-1].released)) if corrections else ""


def correction_notes(
    source: Source, group: TargetGroup, rows: Iterable[ComparedRow], *, by_provider: bool
) -> tuple[Corrected, ...]:
    """
    The corrections of some rows of a target group, newest first; those with the same reason are one record.

    Args:
        source: Language and corrections.
        group: The target group.
        rows: The rows to list corrections of.
        by_provider: True to name the provider of the rows, False to name their measure.
    """
    published, locale = source.published[group.dataset], source.locale
    names = {provider.slug: provider.name for provider in source.data.providers} if by_provider else {}
    together: dict[tuple[date, str, str, Text], list[Markup | str]] = defaultdict(list)
    for row in rows:
        for correction in published.corrections.get(row.position, ()):
            name = names.get(row.provider) or locale.html(source.standard.measures[row.measure_id].title)
            together[correction.released, correction.release, name, correction.reason].append(
                row_words(row, group, source.standard, locale, published.key_of(row)[1])
            )
    return tuple(
        Corrected(
            when=locale.t("correction.mark", date=locale.date(released)),
            url=address(locale.lang, "releases", group.dataset, release),
            about=name,
            rows=locale.join(descriptions),
            reason=locale.html(reason),
        )
        for (released, release, name, reason), descriptions in sorted(
            together.items(), key=lambda item: (-item[0][0].toordinal(), item[0][2])
        )
    )


def row_words(row: ComparedRow, group: TargetGroup, standard: Standard, locale: Locale, instrument: str = "") -> Markup:
    """The period of a row and, for a breakdown, its part, and its instrument if named: `2020–2022 (flickor)`."""
    parts = [escape(instrument)] if instrument else []
    parts += [
        locale.html(code.title)
        for dimension in standard.dimensions
        for code in standard.codes_of(dimension, group.id)
        if code.code == row.breakdown[dimension.name]
    ]
    period = Markup("{}").format(locale.period(row.start, row.end))
    return Markup("{} ({})").format(period, Markup(", ").join(parts)) if parts else period
