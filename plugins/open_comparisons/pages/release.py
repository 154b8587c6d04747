"""The list of releases, and a page for each: its news, its changes value by value, and its files."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from markupsafe import Markup

from open_comparisons.estimates.comparison import METHOD_VERSION
from open_comparisons.files.json_ld import data_block, release_dataset_record
from open_comparisons.files.release.downloads import CHANGES, release_files_of
from open_comparisons.files.release_feeds import release_calendar_name, release_feed_name, release_feed_title
from open_comparisons.intake.limits import limits_reason, lowered_limits
from open_comparisons.intake.release import Release
from open_comparisons.intake.withdrawn import Withdrawn
from open_comparisons.parts.change_table import change_fields, changes_table, news
from open_comparisons.parts.chart_links import embed_parts, has_own_chart
from open_comparisons.parts.finding import MOST_LISTED, Verdicts, verdicts_of
from open_comparisons.site.addresses import address, release_folder
from open_comparisons.site.changes import Changes
from open_comparisons.site.outputs import Page, PageDraft
from open_comparisons.site.policy import FRAMED
from open_comparisons.site.publisher import Publisher
from open_comparisons.site.records import FilterField, Link, PlainTable
from open_comparisons.site.source import Published, Source
from open_comparisons.standard.model import Measure, TargetGroup


@dataclass(frozen=True, slots=True)
class ReleasesOfDataset:
    """The releases of a dataset, and the date of the next one."""

    title: Markup
    next: str
    releases: list[Link]


@dataclass(frozen=True, slots=True)
class ReleasesContent:
    """Content of the list of releases."""

    datasets: list[ReleasesOfDataset]
    withdrawn: list[Link]
    calendar: str
    feed: str
    licence: str
    licence_title: Markup


@dataclass(frozen=True, slots=True)
class ReleaseContent:
    """Content of a release."""

    heading: Markup
    date: str
    notes: Markup
    facts: list[tuple[str, object]]
    older: str
    newer: str
    findings: str
    unchecked: str
    verdicts: list[tuple[Markup, Verdicts]]
    news: list[str]
    changes: PlainTable | None
    fields: tuple[FilterField, ...]
    count: int
    change_files: list[Link]
    charts: list[Link]
    quotable: list[Link]
    files: list[Link]
    licence: str
    licence_title: Markup


@dataclass(frozen=True, slots=True)
class WithdrawnContent:
    """Content of the page in place of a withdrawn release."""

    about: str
    reason: Markup


@dataclass(frozen=True, slots=True)
class Released:
    """
    A published release.

    Attributes:
        release: The release.
        older, newer: Ids of the releases before and after it, "" where there is none.
        changes: Returns its changes from the release before.
        published: Returns its own figures.
        findings: Number of cells hidden by an official publisher that can be derived.
    """

    release: Release
    older: str
    newer: str
    changes: Callable[[], Changes]
    published: Callable[[], Published]
    findings: int

    @property
    def parts(self) -> tuple[str, str]:
        """The address of its page within the section."""
        return self.release.dataset, self.release.id


def release_drafts(
    released: Sequence[Released], withdrawn: Sequence[Withdrawn], publisher: Publisher
) -> Iterator[PageDraft]:
    """Drafts of the list, and of the page of each release, including withdrawn ones."""
    yield PageDraft.single("releases", (), partial(releases_page, released=released, withdrawn=withdrawn))
    for gone in withdrawn:
        yield PageDraft.single("releases", (gone.dataset, gone.release), partial(withdrawn_page, withdrawn=gone))
    for release in released:
        yield PageDraft.single("releases", release.parts, partial(release_page, released=release, publisher=publisher))


def releases_page(source: Source, released: Sequence[Released], withdrawn: Sequence[Withdrawn]) -> Page:
    """Every release by dataset, newest first, and the date of the next one."""
    locale = source.locale
    datasets: dict[str, list[Released]] = defaultdict(list)
    for each in sorted(released, key=lambda each: each.release.released, reverse=True):
        datasets[each.release.dataset].append(each)
    lang = locale.lang
    return Page(
        template="comparisons/releases",
        feeds=(Link(release_feed_title(source), release_feed_name(lang)),),
        title=locale.t("title.releases"),
        description=locale.t("releases.lead"),
        data=ReleasesContent(
            datasets=[
                ReleasesOfDataset(
                    _title(source, releases[0].release),
                    _next(source, releases[0].release),
                    [_link(source, release) for release in releases],
                )
                for _, releases in sorted(datasets.items())
            ],
            withdrawn=[_withdrawn_link(source, release) for release in sorted(withdrawn, reverse=True)],
            calendar=release_calendar_name(lang),
            feed=release_feed_name(lang),
            licence=source.standard.licence_url,
            licence_title=locale.html(source.standard.licence_title),
        ),
        modified=max((each.release.released for each in released), default=None),
    )


def release_page(source: Source, released: Released, publisher: Publisher) -> Page:
    """The permanent page of a release; later releases have pages of their own."""
    locale, release, changes = source.locale, released.release, released.changes()
    lang, (dataset, _) = locale.lang, released.parts
    names, folder = release_files_of(release, source.data.releases), release_folder(*released.parts)
    unchecked = sum(submission.more.get("without_base", 0) for submission in release.submissions)
    title = locale.t("title.release", title=release.title.plain(lang), date=locale.date(release.released))
    return Page(
        template="comparisons/release",
        structured=data_block(release_dataset_record(release, source, publisher)),
        title=title,
        description=locale.t("release.description", title=release.title.plain(lang)),
        data=ReleaseContent(
            heading=_title(source, release),
            date=locale.date(release.released),
            notes=locale.html(release.notes),
            facts=_facts(source, release),
            older=_release_url(source, dataset, released.older),
            newer=_release_url(source, dataset, released.newer),
            findings=locale.t("releases.findings", count=released.findings) if released.findings else "",
            unchecked=locale.t("releases.unchecked", count=unchecked) if unchecked else "",
            verdicts=_verdicts(source, released),
            news=news(source, changes),
            changes=changes_table(source, changes),
            fields=change_fields(source, changes),
            count=len(changes.rows),
            change_files=[_file(source, f"{folder}{name}") for name in names if name in CHANGES],
            charts=list(_measure_links(source, released, partial(_chart, release=release))),
            quotable=list(_measure_links(source, released, partial(_values, release=release))),
            files=[_file(source, f"{folder}{name}") for name in names if name not in CHANGES],
            licence=source.standard.licence_url,
            licence_title=locale.html(source.standard.licence_title),
        ),
        modified=release.released,
    )


def _verdicts(source: Source, released: Released) -> list[tuple[Markup, Verdicts]]:
    """What the comparisons of each target group came to in the release; its title where there are several."""
    then, dataset = source.at(released.published()), released.release.dataset
    groups = [group for group in then.shown_groups if group.dataset == dataset]
    values = partial(_values, release=released.release)
    found = []
    for group in groups:
        # A group of many has no page for the values of a measure in a release.
        most = 0 if then.has_many(group) else MOST_LISTED
        verdicts = verdicts_of(then, group, most=most, address_of=values)
        if verdicts.sentence:
            found.append((source.locale.html(group.title) if len(groups) > 1 else Markup(), verdicts))
    return found


def withdrawn_page(source: Source, withdrawn: Withdrawn) -> Page:
    """The page in place of a withdrawn release: date and reason, without detail."""
    locale = source.locale
    reason = source.standard.codes.withdrawal_reasons[withdrawn.reason].title
    link = _withdrawn_link(source, withdrawn)
    return Page(
        template="comparisons/withdrawn",
        title=link.title,
        description=locale.t("withdrawn.lead"),
        data=WithdrawnContent(
            about=link.about,
            reason=locale.html(reason),
        ),
        modified=withdrawn.day,
    )


def _withdrawn_link(source: Source, withdrawn: Withdrawn) -> Link:
    locale = source.locale
    groups = [group for group in source.standard.target_groups.values() if group.dataset == withdrawn.dataset]
    title = ", ".join(group.title.plain(locale.lang) for group in groups)
    when = locale.date(date.fromisoformat(withdrawn.release))
    return Link(
        locale.t("title.release", title=title, date=when),
        address(locale.lang, "releases", withdrawn.dataset, withdrawn.release),
        locale.t("withdrawn.when", date=locale.date(withdrawn.day)),
    )


def _title(source: Source, release: Release) -> Markup:
    return source.locale.html(release.title)


def _next(source: Source, release: Release) -> str:
    """The sentence on the date of the next release; "" if unknown."""
    locale = source.locale
    return locale.t("releases.next", date=locale.date(release.next_release)) if release.next_release else ""


def _link(source: Source, released: Released) -> Link:
    locale, release = source.locale, released.release
    count = sum(released.changes().count.values())
    about = [locale.t("releases.rows", count=len(release.table))]
    about += [locale.t("releases.changes", count=count)] if count else []
    return Link(locale.date(release.released), address(locale.lang, "releases", *released.parts), " ".join(about))


def _release_url(source: Source, dataset: str, name: str) -> str:
    return address(source.locale.lang, "releases", dataset, name) if name else ""


def _file(source: Source, place: str) -> Link:
    name = place.rpartition("/")[2]
    return Link(name, place, source.locale.t(f"file.{name}"))


def _facts(source: Source, release: Release) -> list[tuple[str, object]]:
    """Short facts as pairs of term and text."""
    locale, t = source.locale, source.locale.t
    due = locale.date(release.next_release) if release.next_release else t("release.not-known")
    columns = release.table.columns
    logs = [log for log in source.data.replies if (log.dataset, log.release) == (release.dataset, release.id)]
    replies = [t(f"replies.{outcome}", count=count) for log in logs for outcome, count in log.count.items()]
    return [
        (t("release.released"), locale.date(release.released)),
        (t("release.next"), due),
        (t("release.publisher"), locale.html(release.publisher)),
        (t("release.providers"), locale.number(len(set(columns["provider"])))),
        *([(t("replies.title"), ", ".join(replies))] if replies else []),
        (t("release.rows"), locale.number(len(release.table))),
        (t("release.standard"), release.standard_version),
        (t("release.method"), METHOD_VERSION),
        *([(t("release.lowered"), lowered)] if (lowered := _lowered_limits(source, release)) else []),
    ]


def _lowered_limits(source: Source, release: Release) -> Markup:
    """The limits that the release has lowered, each with the standard's own, and the reason; empty without any."""
    locale, limits = source.locale, lowered_limits(release.metadata, source.standard)
    if not limits:
        return Markup()
    told = [locale.t(f"release.lowered-{each.name}", limit=each.limit, usual=each.usual) for each in limits]
    reason = locale.t("release.lowered-reason", reason=locale.html(limits_reason(release.metadata)))
    return Markup(" ").join([*told, reason])


def _measure_links(
    source: Source, released: Released, address_of: Callable[[str, TargetGroup, Measure], str]
) -> Iterator[Link]:
    """A link per measure with a chart of its own in the release."""
    locale, (dataset, _) = source.locale, released.parts
    groups = [group for group in source.standard.target_groups.values() if group.dataset == dataset]
    groups = [group for group in groups if not source.has_many(group)]
    if not groups:
        return
    then = source.at(released.published())
    for group in groups:
        for measure in then.shown_measures(group):
            if has_own_chart(then, group, measure):
                title, lang = measure.title.get(locale.lang)
                about = locale.html(group.title) if len(groups) > 1 else ""
                url = address_of(locale.lang, group, measure)
                yield Link(title, url, about, locale.other(lang))


def _chart(lang: str, group: TargetGroup, measure: Measure, *, release: Release) -> str:
    """The permanent address of a chart as published."""
    return address(lang, FRAMED, *embed_parts(group.id, measure.id, release.id))


def _values(lang: str, group: TargetGroup, measure: Measure, *, release: Release) -> str:
    """The address of the page with texts to quote each value of a measure."""
    return address(lang, "releases", release.dataset, release.id, group.id, measure.id)
