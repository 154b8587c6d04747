"""Home, target groups, the four perspectives, and the releases with their files."""

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from open_comparisons.intake.release import Release
from open_comparisons.knowledge.schedule import past, upcoming
from open_comparisons.pages.directory import region_links
from open_comparisons.pages.measure import measure_link
from open_comparisons.pages.reporting import reporting_link
from open_comparisons.pages.side_by_side import side_by_side_link
from open_comparisons.parts.chips import release_chips
from open_comparisons.parts.filters import IN_GROUP, filter_fields
from open_comparisons.parts.finding import KeyFinding, Verdicts, finding_of, total_rows, verdicts_of
from open_comparisons.parts.matrix import difference_field, overview
from open_comparisons.parts.reporting_counts import group_sentence
from open_comparisons.parts.strips import strips_of
from open_comparisons.parts.text_frame import link_to, readings
from open_comparisons.site.addresses import address, picture_address, rows_address
from open_comparisons.site.outputs import Page
from open_comparisons.site.records import FilterField, Link, Matrix, Row, Whom
from open_comparisons.site.sentences import whom, years_sentence
from open_comparisons.site.source import Source
from open_comparisons.standard.model import Code, TargetGroup

_MOST_AT_HOME: Final = 6
"""Certain differences of a target group that the home page lists; more are left to the page of the group."""


@dataclass(frozen=True, slots=True)
class NewestRelease:
    """The newest release, for the home page."""

    group: str
    chips: list[str]
    date: str
    notes: Markup
    url: str


@dataclass(frozen=True, slots=True)
class HomeContent:
    """Content of the home page."""

    groups: list[Link]
    provider_count: int
    newest: NewestRelease | None
    news: list[tuple[str, Link]]
    finding: KeyFinding | None
    verdicts: list[tuple[Link, Verdicts]]
    perspectives: list[Link]


@dataclass(frozen=True, slots=True)
class TargetGroupsContent:
    """Content of the list of target groups: groups with figures, and planned ones."""

    shown: list[Link]
    planned: list[Link]


@dataclass(frozen=True, slots=True)
class TargetGroupContent:
    """Content of a target group."""

    title: Markup
    summary: Markup
    chips: list[str]
    sentence: str
    verdicts: Verdicts
    reporting: Link | None
    side_by_side: Link | None
    whom: Whom
    domains: list[tuple[str, list[Row]]]
    matrix: Matrix | None
    fields: tuple[FilterField, ...]
    providers: list[Link]
    by_region: bool
    planned_measures: list[Link]
    csv_url: str
    reading: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PerspectiveContent:
    """Content of one of the four views of value."""

    reading: tuple[Link, ...]
    title: Markup
    about: Markup
    measured: Markup
    not_measured: Markup
    with_figures: list[Link]
    without_figures: list[Link]
    others: list[Link]


def home_page(source: Source) -> Page:
    """The home page: four questions, a finding with its chart, and the newest release, webinar and issue."""
    locale = source.locale
    newest = max(
        (published.release for published in source.published.values()),
        key=lambda r: (r.released, r.dataset),
        default=None,
    )
    return Page(
        template="comparisons/home",
        picture=picture_address(locale.lang, "home"),
        title=source.standard.site_title.plain(locale.lang),
        description=locale.t("home.lead"),
        data=HomeContent(
            groups=[_group_link(source, group) for group in source.shown_groups],
            provider_count=len(source.data.providers),
            newest=_newest(source, newest) if newest else None,
            news=_news(source),
            finding=finding_of(source),
            verdicts=_verdicts(source),
            perspectives=[_perspective_link(source, code) for code in source.standard.codes.perspectives.values()],
        ),
        modified=newest.released if newest else None,
    )


def _verdicts(source: Source) -> list[tuple[Link, Verdicts]]:
    """What the comparisons of each target group come to, beside its link; groups without any are left out."""
    counted = [(group, verdicts_of(source, group, most=_MOST_AT_HOME)) for group in source.shown_groups]
    return [(_group_link(source, group), verdicts) for group, verdicts in counted if verdicts.sentence]


def target_groups_page(source: Source) -> Page:
    """The target groups with figures, and the planned ones."""
    locale = source.locale
    shown = source.shown_groups
    planned = [group for group in source.standard.target_groups.values() if group not in shown]
    return Page(
        template="comparisons/target_groups",
        title=locale.t("title.target-groups"),
        description=locale.t("target-groups.lead"),
        data=TargetGroupsContent(
            shown=[_group_link(source, group) for group in shown],
            planned=[_group_link(source, group) for group in planned],
        ),
    )


def target_group_page(source: Source, group: TargetGroup) -> Page:
    """A target group: its scope, its reporting, and the spread of each measure among the providers."""
    locale = source.locale
    measures = source.compared_measures(group)
    strips = dict(zip(measures, strips_of(source, group, measures), strict=True))
    lists = source.standard.codes
    domains = [
        (locale.html(domain.title), [strips[m] for m in measures if m.domain == domain.code])
        for domain in lists.domains.values()
    ]
    published = source.published.get(group.dataset)
    title = group.title.plain(locale.lang)
    by_domain = [measure for domain in lists.domains for measure in measures if measure.domain == domain]
    matrix = overview(source, group, by_domain) if published else None
    return Page(
        template="comparisons/target_group",
        picture=picture_address(locale.lang, "target-groups", group.id) if published else "",
        title=title,
        description=group.summary.plain(locale.lang),
        data=TargetGroupContent(
            title=locale.html(group.title),
            summary=locale.html(group.summary),
            chips=release_chips(source, group),
            sentence=group_sentence(source, group) if published else locale.t("group.planned"),
            verdicts=verdicts_of(source, group) if published else Verdicts("", ()),
            reporting=reporting_link(source, group),
            side_by_side=side_by_side_link(source, group),
            whom=whom(
                group,
                years_sentence(total_rows(source, group), published.release.released, locale) if published else "",
                locale,
            ),
            domains=[pair for pair in domains if pair[1]],
            matrix=matrix,
            fields=_fields(source, group, matrix) if matrix else (),
            providers=[] if matrix else _providers(source, group),
            by_region=source.has_many(group),
            planned_measures=[
                measure_link(source, measure)
                for measure in source.standard.measures_of(group.id)
                if measure not in source.shown_measures(group)
            ],
            csv_url=rows_address("target-groups", group.id) if published else "",
            reading=readings(source, group.id),
        ),
        modified=published.release.released if published else None,
    )


def _fields(source: Source, group: TargetGroup, matrix: Matrix) -> tuple[FilterField, ...]:
    """The filters of the overview: those of every list of providers, and the one of its signs."""
    fields = filter_fields(source, source.providers_of(group), IN_GROUP)
    differences = difference_field(source, matrix)
    return (*fields, differences) if differences else fields


def perspective_page(source: Source, code: Code) -> Page:
    """A view of value: what is measured of it, and what is not."""
    locale = source.locale
    measures = [measure for measure in source.standard.measures.values() if code.code in measure.perspectives]
    shown = {m.id for group in source.shown_groups for m in source.shown_measures(group)}
    return Page(
        template="comparisons/perspective",
        title=code.title.plain(locale.lang),
        description=code.text("description").plain(locale.lang),
        data=PerspectiveContent(
            reading=readings(source, code.code),
            title=locale.html(code.title),
            about=locale.html(code.text("description")),
            measured=locale.html(code.text("measures")),
            not_measured=locale.html(code.text("does_not_measure")),
            with_figures=[measure_link(source, m) for m in measures if m.id in shown],
            without_figures=[measure_link(source, m) for m in measures if m.id not in shown],
            others=[
                _perspective_link(source, other)
                for other in source.standard.codes.perspectives.values()
                if other.code != code.code
            ],
        ),
    )


def _newest(source: Source, release: Release) -> NewestRelease:
    locale = source.locale
    group = next((group for group in source.shown_groups if group.dataset == release.dataset), None)
    return NewestRelease(
        group=locale.html(group.title) if group else "",
        chips=release_chips(source, group) if group else [],
        date=locale.date(release.released),
        notes=locale.html(release.notes),
        url=address(locale.lang, "releases", release.dataset, release.id),
    )


def _news(source: Source) -> list[tuple[str, Link]]:
    """The next webinar, or else the last, and the newest issue of the magazine, each with a heading."""
    library, t = source.library, source.locale.t
    to_come, held = upcoming(library), past(library)
    works = [(t("home.webinar-next"), to_come[0])] if to_come else [(t("home.webinar-last"), work) for work in held[:1]]
    works += [(t("home.issue", name=library.names.get("magazine", "")), issue) for issue in library.issues[:1]]
    return [(title, link_to(source, work)) for title, work in works]


def _providers(source: Source, group: TargetGroup) -> list[Link]:
    """The providers of a target group, or its regions where the providers are too many for one page."""
    if source.has_many(group):
        return region_links(source, group)
    lang = source.locale.lang
    return [Link(provider.name, address(lang, "providers", provider.slug)) for provider in source.providers_of(group)]


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
    about = locale.html(code.text("description"))
    return Link(locale.html(code.title), address(locale.lang, "perspectives", code.code), about)
