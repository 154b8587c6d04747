"""Open data besides each release's files: the page about all data, the catalogue for portals, and `/api/v1/`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from open_comparisons.files.api.records import ROOT
from open_comparisons.files.api.rows import row_fields
from open_comparisons.files.api.schemas import KINDS
from open_comparisons.files.api.tree import Api, api_drafts
from open_comparisons.files.catalogue import Catalogue
from open_comparisons.files.json_ld import catalogue_record, data_block
from open_comparisons.files.release.downloads import COMPARISON, MOST_ROWS, has_workbook, release_files_of
from open_comparisons.files.release.fields import comparison_fields
from open_comparisons.intake.handover.earlier import OBSERVATIONS
from open_comparisons.intake.release import Release
from open_comparisons.pages.comparisons import DRAWN_TOGETHER, Comparisons, batched
from open_comparisons.site.addresses import ARCHIVE, CATALOGUE, release_folder
from open_comparisons.site.locales import Locale
from open_comparisons.site.outputs import FileDraft, Page, PageDraft
from open_comparisons.site.publisher import Publisher
from open_comparisons.site.records import Link
from open_comparisons.site.source import Source
from open_comparisons.standard.model import Standard
from open_comparisons.standard.periods import Span, canonical_period
from open_comparisons.tools.store import digest


@dataclass(frozen=True, slots=True)
class Download:
    """The files of a release."""

    title: Markup
    about: str
    files: list[Link]


@dataclass(frozen=True, slots=True)
class ApiLine:
    """A kind of API file: the pattern of its addresses, an example of it ("" where there is none), and its schema."""

    pattern: str
    about: str
    example: str
    schema: str


@dataclass(frozen=True, slots=True)
class Example:
    """Values for the code examples: addresses, and the cells that select rows of providers as a whole."""

    comparison: str
    observations: str
    json: str
    wanted: list[tuple[str, str]]
    numbers: list[str]


@dataclass(frozen=True, slots=True)
class DataContent:
    """Content of the page about all data."""

    downloads: list[Download]
    large: str
    whole: list[Link]
    statuses: list[tuple[str, Markup, Markup]]
    cite: str
    licence: str
    licence_title: Markup
    api: list[ApiLine]
    columns: list[tuple[str, str, Markup]]
    example: Example | None


def open_data_drafts(
    comparisons: Comparisons, publisher: Publisher, *, publisher_id: str = "", contact_email: str = ""
) -> Iterator[PageDraft | FileDraft]:
    """
    Drafts of the page, the catalogue and the API.

    Args:
        comparisons: The data shown.
        publisher: Name and address of the publisher.
        publisher_id: The publisher's organisation number, ten digits; "" where there is none.
        contact_email: Address of the function responsible for the data; "" where there is none.
    """
    results, published = comparisons.results, comparisons.sources[0].published
    newest = [shown.release for shown in published.values()]
    make = partial(data_page, releases=newest, locales=results.locales, publisher=publisher)
    yield PageDraft.single("data", (), make)
    digests = [release.digest for release in newest]
    made_from = digest(results.store.tools, results.terms, results.texts, publisher.address, *digests)
    if publisher.address:
        releases = {
            name: [release for release in comparisons.out if release.dataset == name] for name in sorted(published)
        }
        catalogue = Catalogue(results.data.standard, releases, results.locales, publisher, publisher_id, contact_email)
        every = [release.digest for release in comparisons.out]
        yield FileDraft.single(CATALOGUE, catalogue.text, digest(made_from, publisher_id, contact_email, *every))
    api = Api(
        results.data,
        published,
        lambda dataset: results.lines(published[dataset].release),
        results.locales,
        publisher.address,
    )
    yield from api_drafts(api, made_from, batched(results.data.providers, DRAWN_TOGETHER))


def data_page(
    source: Source, *, releases: Sequence[Release], locales: Mapping[str, Locale], publisher: Publisher
) -> Page:
    """
    The page about all data.

    Args:
        source: Data of the pages.
        releases: The newest release of each dataset.
        locales: One per language; descriptions of columns need all of them.
        publisher: Name and address of the publisher.
    """
    locale, standard = source.locale, source.standard
    base = publisher.address or locale.t("embed.address-here")
    fields = row_fields(comparison_fields(standard, locales))
    newest = next((source.published[group.dataset].release for group in source.shown_groups), None)
    return Page(
        template="comparisons/data",
        structured=data_block(catalogue_record(releases, source, publisher)),
        title=locale.t("title.data"),
        description=locale.t("data.lead"),
        data=DataContent(
            downloads=[_download(source, release) for release in releases],
            large=locale.number(MOST_ROWS) if not all(map(has_workbook, releases)) else "",
            whole=[
                Link("allt.zip", ARCHIVE, locale.t("file.allt.zip")),
                *([Link("katalog.rdf", CATALOGUE, locale.t("file.katalog.rdf"))] if publisher.address else []),
            ],
            statuses=[
                (code.code, locale.html(code.title), locale.html(code.text("description")))
                for code in standard.codes.statuses.values()
            ],
            cite=_citation(source, newest, base) if newest else "",
            licence=standard.licence_url,
            licence_title=locale.html(standard.licence_title),
            api=[_api_line(source, kind, newest) for kind in KINDS],
            columns=[(column.key, column.name, locale.html(column.title)) for column in fields],
            example=_example(source, newest, base) if newest else None,
        ),
        modified=max((release.released for release in releases), default=None),
    )


def _download(source: Source, release: Release) -> Download:
    """The files of a release, under its title."""
    locale, folder = source.locale, release_folder(release.dataset, release.id)
    return Download(
        title=locale.html(release.title),
        about=locale.t("data.release", date=locale.date(release.released), count=len(release.table)),
        files=[
            Link(name, f"{folder}{name}", locale.t(f"file.{name}"))
            for name in release_files_of(release, source.data.releases)
        ],
    )


def _citation(source: Source, release: Release, base: str) -> str:
    lang = source.locale.lang
    return source.locale.t(
        "data.citation",
        publisher=release.publisher.plain(lang),
        year=str(release.released.year),
        title=release.title.plain(lang),
        release=release.id,
        url=f"{base}/{release_folder(release.dataset, release.id)}",
    )


def _api_line(source: Source, kind: str, newest: Release | None) -> ApiLine:
    """A kind of API file, with an example and its schema."""
    lead = _lead(source, newest) if newest else None
    folder = f"{kind}s" if kind != "index" else ""
    examples = {
        "provider": lead["slug"] if lead else "",
        "target-group": lead["group"] if lead else "",
        "measure": lead["measure"] if lead else "",
    }
    name = examples.get(kind, "")
    word = "slug" if kind == "provider" else "id"
    return ApiLine(
        pattern=f"/{ROOT}{folder}/<{word}>.json" if folder else f"/{ROOT}index.json",
        about=source.locale.t(f"api.about-{kind}"),
        example=f"{ROOT}{folder}/{name}.json" if name else "" if folder else f"{ROOT}index.json",
        schema=f"{ROOT}schema/{kind}.schema.json",
    )


def _lead(source: Source, release: Release) -> dict[str, str] | None:
    """Selection for the examples: the first measure with figures, in its leading period; None without figures."""
    published = source.published[release.dataset]
    pairs = (
        (group, measure)
        for group in source.shown_groups
        if group.dataset == release.dataset
        for measure in source.compared_measures(group)
    )
    for target_group, measure in pairs:
        span, rows = published.leads[target_group.id, measure.key]
        if span and rows:
            period = canonical_period(Span(*span))
            row = next(iter(rows.values()))
            return {"group": target_group.id, "measure": measure.id, "period": period, "slug": row.provider}
    return None


def _example(source: Source, release: Release, base: str) -> Example | None:
    """Values for the code examples; None without figures."""
    standard, lead = source.standard, _lead(source, release)
    if lead is None:
        return None
    folder = f"{base}/{release_folder(release.dataset, release.id)}"
    wanted = {"target_group": lead["group"], "measure_id": lead["measure"], "period": lead["period"]}
    wanted |= {"unit_id": ""} if "unit_id" in standard.key else {}
    wanted |= {dimension.name: dimension.total for dimension in standard.dimensions}
    return Example(
        comparison=f"{folder}{COMPARISON}",
        observations=f"{folder}{OBSERVATIONS}",
        json=f"{base}/{ROOT}measures/{lead['measure']}.json",
        wanted=[(standard.column_name(role), cell) for role, cell in wanted.items()],
        numbers=_numbers(standard),
    )


def _numbers(standard: Standard) -> list[str]:
    """The columns of `observationer.csv` that hold numbers."""
    return [column.name for column in standard.columns if column.type != "string"]
