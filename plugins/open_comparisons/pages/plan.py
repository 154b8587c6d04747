"""The plan of a whole site: every page and file as drafts, which are made later, and the values shared by templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from open_comparisons.charts.draw import draw_keys
from open_comparisons.charts.marks import LEGEND, MARK_KEYS
from open_comparisons.errors import DataError
from open_comparisons.files.badges import badge_draft
from open_comparisons.files.chart_download import Drawing, chart_file_drafts
from open_comparisons.files.release_feeds import release_news_drafts
from open_comparisons.files.road_pictures import road_picture_draft
from open_comparisons.files.share_pictures import preview_drafts
from open_comparisons.intake.release import Data
from open_comparisons.knowledge.comments import comment_problems
from open_comparisons.knowledge.facts import Fact, read_facts
from open_comparisons.knowledge.library import library_of, read_documents
from open_comparisons.pages.comparisons import Comparisons, plan_comparisons
from open_comparisons.pages.open_data import open_data_drafts
from open_comparisons.pages.preview import STYLESHEET as PREVIEW_STYLESHEET
from open_comparisons.pages.preview import OwnPreview, own_preview_drafts, own_sources
from open_comparisons.pages.style import style_draft
from open_comparisons.pages.texts.desk import desk_draft
from open_comparisons.pages.texts.drafts import knowledge_drafts
from open_comparisons.pages.texts.figures import Figures
from open_comparisons.pages.tool import SECTION as TOOL
from open_comparisons.pages.tool import HostedTool, tool_page
from open_comparisons.parts.text_frame import addresses_of, keys_of, tag_names
from open_comparisons.settings import Settings
from open_comparisons.site.assets import STYLESHEET, Theme, read_theme, stylesheet
from open_comparisons.site.inputs import Inputs
from open_comparisons.site.locales import load_locales
from open_comparisons.site.outputs import FileDraft, PageDraft, Place
from open_comparisons.site.policy import host_files
from open_comparisons.site.publisher import Publisher
from open_comparisons.site.source import Source
from open_comparisons.site.texts import Document, Library

DRAFTS_STYLESHEET: Final = "theme/drafts.css"
ROBOTS: Final = "robots.txt"
OPEN: Final = "User-agent: *\nAllow: /\n"
CLOSED: Final = "User-agent: *\nDisallow: /\n"


@dataclass(frozen=True, slots=True)
class Plan:
    """
    A whole site, before its pages are made.

    Attributes:
        drafts: All pages and files.
        sources: Data of pages, one per language.
        comparisons: Pages, files and figures of the comparisons.
        texts: Places of the texts of editors, by path in the content folder, so that Markdown can link to them.
        shared: Values that every template gets, by name.
    """

    drafts: tuple[PageDraft | FileDraft, ...]
    sources: tuple[Source, ...]
    comparisons: Comparisons
    texts: Mapping[str, Place]
    shared: Mapping[str, object]

    @property
    def places(self) -> list[Place]:
        """Places of all pages."""
        return [place for draft in self.drafts if isinstance(draft, PageDraft) for place in draft.places()]


def plan_site(
    config: Settings, inputs: Inputs, page_addresses: Mapping[str, str], tool: HostedTool | None = None
) -> Plan:
    """
    Plan a site.

    Args:
        config: Settings of the build.
        inputs: Data and instant.
        page_addresses: Address of each page that Pelican makes of Markdown, by path in the content folder.
        tool: The provider's tool in the browser; None where the site has none.

    Raises:
        DataError: Texts of editors have problems.
    """
    data = inputs.data
    documents, facts = _read_texts(config, data)
    library = _library(config, inputs, documents)
    comparisons, publisher = _compare(config, inputs, library)
    figures = Figures(
        {source.locale.lang: source for source in comparisons.sources},
        comparisons.published_in,
        comparisons.releases,
        facts,
    )
    tool_draft = PageDraft.single(TOOL, (), partial(tool_page, tool=tool))
    own = {place.source_key: place.url for draft in (*comparisons.pages, tool_draft) for place in draft.places()}
    theme, fonts = read_theme(config.theme_folder), config.theme_folder / "fonts"
    drafts: tuple[PageDraft | FileDraft, ...] = (
        *comparisons.pages,
        tool_draft,
        *knowledge_drafts(
            figures,
            library,
            config.content_folder,
            {**own, **page_addresses, **addresses_of(library)},
            site_address=config.site_address,
            zone=config.zone,
        ),
        *((desk_draft(documents, config.zone),) if config.drafts else ()),
        *comparisons.files,
        *open_data_drafts(comparisons, publisher, publisher_id=config.publisher_id, contact_email=config.contact_email),
        badge_draft(comparisons.sources, theme.light, inputs.terms),
        road_picture_draft(comparisons.sources, theme.light, inputs.terms),
        *chart_file_drafts(comparisons.sources, Drawing(theme.light, fonts, config.site_address), inputs.terms),
        *preview_drafts(comparisons.sources, theme.light, fonts, inputs.standard_digest),
        *release_news_drafts(comparisons.sources, comparisons.out, publisher, config.zone),
        *_file_drafts({**host_files(), ROBOTS: CLOSED if config.sign_off else OPEN, **theme.files()}),
        *_file_drafts({DRAFTS_STYLESHEET: stylesheet(config.theme_folder, "drafts.css")} if config.drafts else {}),
    )
    if config.drafts:
        drafts += (style_draft([draft for draft in drafts if isinstance(draft, PageDraft)]),)
    places = {
        (place.section, place.parts, place.lang): place
        for draft in drafts
        if isinstance(draft, PageDraft)
        for place in draft.places()
    }
    return Plan(
        drafts,
        comparisons.sources,
        comparisons,
        {name: places[key] for name, key in keys_of(library).items() if key in places},
        _shared(config, comparisons, theme),
    )


def plan_preview(config: Settings, inputs: Inputs, preview: OwnPreview) -> Plan:
    """
    Plan a provider's preview of a release before publication.

    Texts of editors are left out: they are public already, and link to pages outside the preview.

    Raises:
        DataError: Texts of editors have problems.
    """
    documents, _ = _read_texts(config, inputs.data)
    comparisons, _ = _compare(config, inputs, _library(config, inputs, documents))
    theme = read_theme(config.theme_folder)
    preview_css = stylesheet(config.theme_folder, "preview.css")
    drafts = (
        *own_preview_drafts(comparisons, preview),
        *_file_drafts({**host_files(), STYLESHEET: theme.css, PREVIEW_STYLESHEET: preview_css}),
    )
    shared = _shared(config, comparisons, theme)
    hidden = {"sign_off": False, "site_address": "", "shows_desk": False}
    sources = own_sources(comparisons, preview.provider.slug)
    return Plan(drafts, sources, comparisons, {}, {**shared, **hidden, "preview": preview})


def _read_texts(config: Settings, data: Data) -> tuple[tuple[Document, ...], dict[str, Fact]]:
    """All texts of the editors, and the facts available to them."""
    methods = {method: None for provider in data.providers for method in provider.methods}
    read = read_documents(config.content_folder, tag_names(data.standard, methods))
    facts, fact_problems = read_facts(config.data_folder)
    problems = [*read.problems, *fact_problems, *comment_problems(read.documents, data)]
    if problems:
        raise DataError(problems)
    return read.documents, facts


def _library(config: Settings, inputs: Inputs, documents: tuple[Document, ...]) -> Library:
    """The published texts."""
    return library_of(
        documents,
        inputs.instant,
        zone=config.zone,
        drafts=config.drafts,
        names=config.names,
        edit_address=config.edit_address,
    )


def _compare(config: Settings, inputs: Inputs, library: Library) -> tuple[Comparisons, Publisher]:
    """The comparisons and the publisher."""
    standard = inputs.data.standard
    locales = load_locales(config.theme_folder / "translations", standard.words)
    publisher = Publisher(standard.site_title, config.site_address)
    folder = config.data_folder / "standard"
    return plan_comparisons(inputs, locales, publisher, library, standard_folder=folder), publisher


def _shared(config: Settings, comparisons: Comparisons, theme: Theme) -> dict[str, object]:
    standard, store = comparisons.results.data.standard, comparisons.results.store
    return {
        "site_title": standard.site_title,
        "about_figures": standard.about_figures,
        "is_example": comparisons.example,
        "site_address": config.site_address,
        "shows_desk": config.drafts,
        "sign_off": config.sign_off,
        "preview": None,
        "has_search": config.search,
        "locales": comparisons.results.locales,
        "legend_keys": draw_keys(LEGEND, store),
        "mark_keys": draw_keys(MARK_KEYS, store),
        **theme.shared(),
    }


def _file_drafts(files: Mapping[str, str]) -> list[FileDraft]:
    """Drafts of files that are already made, given by name."""
    return [FileDraft.single(name, text.encode) for name, text in files.items()]
