"""Home, target groups, the four perspectives, and the releases with their files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from open_comparisons.publication.addresses import address, release_folder
from open_comparisons.publication.charts import small_histogram_chart, spread_chart
from open_comparisons.publication.directory_pages import region_links
from open_comparisons.publication.distributions import axis_of, bars, steps_of
from open_comparisons.publication.downloads import RELEASE_FILES
from open_comparisons.publication.large_measure_pages import lead_sentence
from open_comparisons.publication.measure_pages import measure_link
from open_comparisons.publication.records import Link, Page, Row
from open_comparisons.publication.regions import MANY_PROVIDERS
from open_comparisons.publication.rendering import draw_cells
from open_comparisons.publication.rows import Axis, axis_for, marks
from open_comparisons.publication.sentences import (
    direction_sentence,
    group_value,
    measure_sentence,
    whom,
    years_sentence,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from open_comparisons.estimates.spread import Spread
    from open_comparisons.intake.releases import Release
    from open_comparisons.intake.standard import Code, Measure, TargetGroup
    from open_comparisons.publication.selection import Source


def home_page(source: Source) -> Page:
    """The four questions, the newest release, and one finding with its chart."""
    locale = source.locale
    newest = max(
        (published.release for published in source.published.values()),
        key=lambda r: (r.released, r.dataset),
        default=None,
    )
    return Page(
        section="home",
        parts=(),
        lang=locale.lang,
        template="comparisons/home",
        title=source.standard.site_title.plain(locale.lang),
        description=locale.t("home.lead"),
        data={
            "groups": [_group_link(source, group) for group in source.shown_groups],
            "provider_count": len(source.data.providers),
            "measure_count": len(source.standard.measures),
            "newest": _newest(source, newest) if newest else None,
            "finding": _finding(source),
            "perspectives": [
                _perspective_link(source, code) for code in source.standard.code_lists.get("perspektiv", {}).values()
            ],
        },
        modified=newest.released if newest else None,
    )


def target_groups_page(source: Source) -> Page:
    """The target groups with figures, and those that are planned."""
    locale = source.locale
    shown = source.shown_groups
    planned = [group for group in source.standard.target_groups.values() if group not in shown]
    return Page(
        section="target-groups",
        parts=(),
        lang=locale.lang,
        template="comparisons/target_groups",
        title=locale.t("title.target-groups"),
        description=locale.t("target-groups.lead"),
        data={
            "shown": [_group_link(source, group) for group in shown],
            "planned": [_group_link(source, group) for group in planned],
        },
    )


def target_group_page(source: Source, group: TargetGroup) -> Page:
    """Whom the figures concern, who reported, and how each measure spreads among the providers."""
    locale = source.locale
    measures = source.shown_measures(group)
    strips = dict(zip(measures, _strips(source, group, measures), strict=True))
    lists = source.standard.code_lists
    domains = [
        (locale.html(domain.title), [strips[m] for m in measures if m.domain == domain.code])
        for domain in lists["doman"].values()
    ]
    published = source.published.get(group.dataset)
    title = group.title.plain(locale.lang)
    return Page(
        section="target-groups",
        parts=(group.id,),
        lang=locale.lang,
        template="comparisons/target_group",
        title=title,
        description=group.summary.plain(locale.lang),
        data={
            "title": locale.html(group.title),
            "summary": locale.html(group.summary),
            "sentence": _group_sentence(source, group) if published else locale.t("group.planned"),
            "whom": whom(
                group,
                years_sentence(_rows(source, group), published.release.released, locale) if published else "",
                locale,
            ),
            "domains": [pair for pair in domains if pair[1]],
            "providers": _providers(source, group),
            "by_region": len(source.providers_of(group)) > MANY_PROVIDERS,
            "planned_measures": [
                measure_link(source, measure)
                for measure in source.standard.measures_of(group.id)
                if measure not in strips
            ],
            "csv_url": f"{address('sv', 'target-groups', group.id)}{group.id}.csv" if published else "",
        },
        modified=published.release.released if published else None,
    )


def perspective_page(source: Source, code: Code) -> Page:
    """One of the views of value: what we measure of it, and what we do not."""
    locale = source.locale
    measures = [measure for measure in source.standard.measures.values() if code.code in measure.perspectives]
    shown = {m.id for group in source.shown_groups for m in source.shown_measures(group)}
    return Page(
        section="perspectives",
        parts=(code.code,),
        lang=locale.lang,
        template="comparisons/perspective",
        title=code.title.plain(locale.lang),
        description=code.text("beskrivning").plain(locale.lang),
        data={
            "title": locale.html(code.title),
            "about": locale.html(code.text("beskrivning")),
            "measured": locale.html(code.text("mater")),
            "not_measured": locale.html(code.text("mater_inte")),
            "with_figures": [measure_link(source, m) for m in measures if m.id in shown],
            "without_figures": [measure_link(source, m) for m in measures if m.id not in shown],
            "others": [
                _perspective_link(source, other)
                for other in source.standard.code_lists["perspektiv"].values()
                if other.code != code.code
            ],
        },
    )


def releases_page(source: Source, releases: Sequence[Any]) -> Page:
    """Every release of every dataset: date, notes, corrections and files."""
    locale = source.locale
    sections = []
    for release in sorted(releases, key=lambda r: (r.dataset, r.released), reverse=True):
        folder = release_folder(release.dataset, release.id)
        group = next((g for g in source.standard.target_groups.values() if g.dataset == release.dataset), None)
        unchecked = sum(submission.more.get("without_base", 0) for submission in release.submissions)
        sections.append(
            {
                "date": locale.date(release.released),
                "notes": locale.html(release.notes),
                "next": locale.date(release.next_release) if release.next_release else "",
                "anchor": f"{release.dataset}-{release.id}",
                "group": locale.html(group.title) if group else release.dataset,
                "rows": locale.number(len(release.table)),
                "unchecked": locale.number(unchecked) if unchecked else "",
                "corrections": [
                    (", ".join(correction.key.values()), locale.html(correction.reason))
                    for correction in release.corrections
                ],
                "files": [Link(name, f"{folder}{name}", locale.t(f"file.{name}")) for name in RELEASE_FILES],
            }
        )
    return Page(
        section="releases",
        parts=(),
        lang=locale.lang,
        template="comparisons/releases",
        title=locale.t("title.releases"),
        description=locale.t("releases.lead"),
        data={
            "sections": sections,
            "licence": source.standard.licence_url,
            "licence_title": locale.html(source.standard.licence_title),
        },
        modified=max((release.released for release in releases), default=None),
    )


def _newest(source: Source, release: Release) -> dict[str, str]:
    """The newest release: its words and where they lead."""
    locale = source.locale
    group = next((locale.html(g.title) for g in source.shown_groups if g.dataset == release.dataset), "")
    return {
        "group": group,
        "date": locale.date(release.released),
        "notes": locale.html(release.notes),
        "url": f"{address(locale.lang, 'releases')}#{release.dataset}-{release.id}",
    }


def _group_sentence(source: Source, group: TargetGroup) -> str:
    locale = source.locale
    reported = {row.provider for row in _rows(source, group) if row.status not in {"saknas", "ej-tillampligt"}}
    return locale.t(
        "group.sentence",
        reported=len(reported),
        count=len(source.providers_of(group)),
        measures=len(source.shown_measures(group)),
    )


def _rows(source: Source, group: TargetGroup) -> list[Any]:
    totals = source.published[group.dataset].totals
    return [row for measure in source.shown_measures(group) for row in totals[group.id, measure.id]]


def _providers(source: Source, group: TargetGroup) -> list[Link]:
    """The providers of a target group, or its regions where the providers are too many for one page."""
    providers, lang = source.providers_of(group), source.locale.lang
    if len(providers) > MANY_PROVIDERS:
        return region_links(source, group)
    return [Link(provider.name, address(lang, "providers", provider.slug)) for provider in providers]


def _strips(source: Source, group: TargetGroup, measures: Sequence[Measure]) -> list[Row]:
    """One line per measure: group value, how many reported, and a drawing of how the providers spread."""
    locale, standard = source.locale, source.standard
    leads = [_lead_rows(source, group, measure) for measure in measures]
    axes, dots, steps = [], [], []
    for number, (measure, rows) in enumerate(zip(measures, leads, strict=True)):
        spread = _spread(source, group, measure)
        found = steps_of(rows, source.words[measure.id]) if spread else None
        if spread and found:
            axes.append(axis_of(found, source.words[measure.id]))
            steps.extend(bars(found, axes[-1], spread, group_value(rows), number))
        else:
            axes.append(axis_for(measure, rows, locale, standard))
            dots.extend(_dots(rows, axes[-1], number))
    cells, folder = len(measures), source.cache_folder
    small = draw_cells(spread_chart(), dots, cells=cells, cache_folder=folder)
    large = draw_cells(small_histogram_chart(), steps, cells=cells, cache_folder=folder)
    is_large = [_spread(source, group, measure) is not None for measure in measures]
    drawings = [many if big else few for few, many, big in zip(small, large, is_large, strict=True)]
    return [
        _strip(source, group, measure, rows, axis, drawing)
        for measure, rows, axis, drawing in zip(measures, leads, axes, drawings, strict=True)
    ]


def _strip(
    source: Source, group: TargetGroup, measure: Measure, rows: Sequence[Any], axis: Axis, drawing: Markup
) -> Row:
    locale, words = source.locale, source.words[measure.id]
    first = next((row for row in rows if row.reference == row.reference), None)
    spread = _spread(source, group, measure)
    name, lang = words.title
    reported = locale.t("count.providers-reported", count=spread.figures if spread else len(rows))
    resting = (
        ""
        if first is None
        else locale.t("reference.of", count=first.reference_providers, possible=first.possible_providers)
    )
    return Row(
        name=name,
        url=address(locale.lang, "target-groups", group.id, measure.id),
        note=locale.period(rows[0].start, rows[0].end) if rows else "",
        value=words.value(first.reference) if first else "" if spread else "–",
        interval=reported if spread else resting,
        category="",
        words=lead_sentence(rows, spread, words)
        if spread
        else measure_sentence(rows, measure, locale, source.standard),
        reason=direction_sentence(measure, locale),
        axis=axis.labels,
        marks=drawing,
        name_lang=lang,
        shown=first is not None,
    )


def _spread(source: Source, group: TargetGroup, measure: Measure) -> Spread | None:
    """How a measure with many providers spreads in the period it leads with; None for one with few."""
    published = source.published[group.dataset]
    spreads, span = published.spreads.get((group.id, measure.id)), published.leads[group.id, measure.id][0]
    return spreads.periods.get(span) if spreads and span else None


def _lead_rows(source: Source, group: TargetGroup, measure: Measure) -> list[Any]:
    return list(source.published[group.dataset].leads[group.id, measure.id][1].values())


def _dots(rows: Sequence[Any], axis: Axis, cell: int) -> list[dict[str, Any]]:
    records = [marks(row, axis, cell) for row in rows if row.status == "ok"]
    kept = ("row", "category", "reference", "value")
    return [{name: record[name] for name in kept if name in record} for record in records]


def _finding(source: Source) -> dict[str, Any] | None:
    """The measure with most providers in the first target group, as a sentence with its spread."""
    for group in source.shown_groups:
        shares = [measure for measure in source.shown_measures(group) if measure.is_share]
        if not shares:
            continue
        measure = max(
            shares, key=lambda m: (m.type == "utfall", sum(r.status == "ok" for r in _lead_rows(source, group, m)))
        )
        strip = _strips(source, group, [measure])[0]
        return {
            "row": strip,
            "about": source.locale.t(
                "home.finding-about-many" if source.is_large(group, measure) else "home.finding-about"
            ),
            "group": source.locale.html(group.title),
        }
    return None


def _group_link(source: Source, group: TargetGroup) -> Link:
    locale = source.locale
    title, lang = group.title.get(locale.lang)
    more: tuple[str, ...] = ()
    if group.dataset in source.published:
        more = (
            locale.t("count.providers", count=len(source.providers_of(group))),
            locale.t("count.measures", count=len(source.shown_measures(group))),
        )
    return Link(title, address(locale.lang, "target-groups", group.id), locale.html(group.summary), lang, more)


def _perspective_link(source: Source, code: Code) -> Link:
    locale = source.locale
    about = locale.html(code.text("beskrivning"))
    return Link(locale.html(code.title), address(locale.lang, "perspectives", code.code), about)
