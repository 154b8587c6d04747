"""Lines on the origin of figures: kind and base, release, and version of the methods."""

from open_comparisons.estimates.comparison import METHOD_VERSION
from open_comparisons.site.source import Source
from open_comparisons.standard.model import Measure, TargetGroup


def release_chips(source: Source, *groups: TargetGroup) -> list[str]:
    """The releases and the version of the methods behind the figures of target groups; [] without figures."""
    locale = source.locale
    dates = {source.published[group.dataset].release.released for group in groups if group.dataset in source.published}
    if not dates:
        return []
    releases = [locale.t("chip.release", date=locale.date(date)) for date in sorted(dates, reverse=True)]
    return [*releases, locale.t("chip.method", version=METHOD_VERSION)]


def chips(source: Source, group: TargetGroup, measure: Measure) -> list[str]:
    """The kind of a measure and the people it counts, with the release and the version of the methods."""
    locale, lists = source.locale, source.standard.codes
    kind, cohort = lists.measure_types.get(measure.type), lists.cohorts.get(measure.cohort)
    return [
        *(locale.html(code.title) for code in (kind, cohort) if code),
        *release_chips(source, group),
    ]
