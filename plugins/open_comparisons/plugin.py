"""The one module that knows Pelican: hands our pages and files to it."""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from pelican import signals
from pelican.generators import Generator
from pelican.utils import get_relative_path

from open_comparisons.audit.findings import audit_datasets, warnings_per_release
from open_comparisons.build.loading import load, terms_digest
from open_comparisons.build.offline_checker import write_offline_checker
from open_comparisons.build.write import NEW, LastSite, Written, read_record, write_record, write_site
from open_comparisons.errors import DataError
from open_comparisons.files.archive import archive_draft
from open_comparisons.files.chart_download import chart_file_drafts
from open_comparisons.files.release_feeds import release_news_drafts
from open_comparisons.files.share_pictures import preview_drafts
from open_comparisons.intake.seals import unsealed_problems
from open_comparisons.knowledge.comments import comment_problems
from open_comparisons.knowledge.facts import read_facts
from open_comparisons.knowledge.library import library_of, read_documents
from open_comparisons.pages.open_data import open_data_drafts
from open_comparisons.pages.plan import plan_site
from open_comparisons.pages.preview import PLACE, OwnPreview, local_links, own_preview_drafts, own_sources
from open_comparisons.pages.preview import STYLESHEET as PREVIEW_STYLESHEET
from open_comparisons.pages.search import TEXTS, kind_in
from open_comparisons.pages.style import style_draft
from open_comparisons.pages.texts.desk import desk_draft
from open_comparisons.pages.texts.drafts import knowledge_drafts
from open_comparisons.pages.texts.figures import Figures
from open_comparisons.parts.text_frame import addresses_of, keys_of, tag_names
from open_comparisons.settings import Settings, build_instant, plain
from open_comparisons.site.addresses import SECTIONS, address, picture
from open_comparisons.site.assets import scripts, stylesheet
from open_comparisons.site.locales import load_locales
from open_comparisons.site.outputs import File, FileDraft, Page, PageDraft
from open_comparisons.site.policy import host_files, page_policy
from open_comparisons.site.publisher import Publisher
from open_comparisons.tools.store import Store, digest, files_digest, tools_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from pelican.contents import Content
    from pelican.writers import Writer

    from open_comparisons.intake.release import Data
    from open_comparisons.knowledge.facts import Fact
    from open_comparisons.site.texts import Document, Library

OFFLINE_CHECKER: Final = "open-comparisons.pyz"
STYLESHEET: Final = "theme/site.css"
NOT_FOUND: Final = "404.html"
ROBOTS: Final = "robots.txt"
EMBED_STYLESHEET: Final = "theme/embed.css"
DRAFTS_STYLESHEET: Final = "theme/drafts.css"


class ComparisonGenerator(Generator):
    """Write every comparison page and file, in each language."""

    def generate_context(self) -> None:
        """Check the data, compare, and make all pages known to the rest of Pelican."""
        started = time.perf_counter()
        config = self.config = Settings.from_pelican(self.settings)
        store = Store(config.kept_folder, tools_digest())
        data = load(config.data_folder, store, processes=config.processes)
        checked = time.perf_counter()
        terms = terms_digest(config.data_folder)
        attacks = audit_datasets(data, store, terms, processes=config.processes)
        findings = warnings_per_release(attacks)
        ranges = {dataset: found.ranges for dataset, found in attacks.items()}
        attacked = time.perf_counter()
        instant = build_instant(config.at, data_folder=config.data_folder)
        if config.sign_off:
            # What is read through before it is published is shown as if it were out.
            releases = [release for of in data.releases.values() for release in of]
            instant = max([instant, *(release.out_from(instant.tzinfo) for release in releases)])
        if config.sealed and not config.sign_off:
            _require_seals(config, data, instant)
        documents, facts = self._documents(data)
        library = library_of(
            documents,
            instant,
            zone=config.zone,
            drafts=config.drafts,
            names=config.names,
            edit_address=config.edit_address,
        )
        locales = load_locales(config.theme_folder / "translations", data.standard.words)
        publisher = Publisher(data.standard.site_title, config.site_address)
        self.site = plan_site(
            data,
            locales,
            instant=instant,
            store=store,
            terms=digest(terms, repr(findings), repr(ranges)),
            findings=findings,
            ranges=ranges,
            library=library,
            publisher=publisher,
            standard_folder=config.data_folder / "standard",
        )
        compared = time.perf_counter()
        self.seconds = {"check": checked - started, "audit": attacked - checked, "compare": compared - attacked}
        figures = Figures(
            {source.locale.lang: source for source in self.site.sources},
            self.site.published_in,
            self.site.releases,
            facts,
        )
        static = config.theme_folder / "static"
        css, embed_css = (stylesheet(static / "css" / name) for name in ("main.css", "embed.css"))
        scripts_folder, code = scripts(static / "js")
        self.drafts: tuple[PageDraft | FileDraft, ...] = (
            *self.site.pages,
            *self._texts(figures, library),
            *((desk_draft(documents, config.zone),) if config.drafts else ()),
            *self.site.files,
            *open_data_drafts(
                self.site,
                publisher,
                publisher_id=config.publisher_id,
                contact_email=config.contact_email,
            ),
            *chart_file_drafts(self.site.sources, config.site_address, self.site.terms),
            *preview_drafts(self.site.sources, config.theme_folder / "fonts", terms),
            *release_news_drafts(
                self.site.sources,
                self.site.out,
                publisher,
                config.zone,
            ),
            *_fixed(host_files()),
            *_fixed({ROBOTS: "User-agent: *\nDisallow: /\n" if config.sign_off else "User-agent: *\nAllow: /\n"}),
            *_fixed({STYLESHEET: css, EMBED_STYLESHEET: embed_css}),
            *_fixed({DRAFTS_STYLESHEET: stylesheet(static / "css" / "drafts.css")} if config.drafts else {}),
            *_fixed({f"{scripts_folder}/{name}": text for name, text in code.items()}),
        )
        if config.drafts:
            self.drafts += (style_draft([draft for draft in self.drafts if isinstance(draft, PageDraft)]),)
        places = [place for draft in self.drafts if isinstance(draft, PageDraft) for place in draft.places()]
        self.context["generated_content"].update({place.source_key: place for place in places})
        texts = {(place.section, place.parts, place.lang): place for place in places}
        self.context["generated_content"].update(
            {name: texts[key] for name, key in keys_of(library).items() if key in texts}
        )
        shared = {
            "site_title": data.standard.site_title,
            "about_figures": data.standard.about_figures,
            "is_example": self.site.example,
            "site_address": config.site_address,
            "shows_desk": config.drafts,
            "sign_off": config.sign_off,
            "has_search": config.search,
            "locales": locales,
            "scripts": scripts_folder,
            "style_version": hashlib.sha256(css.encode()).hexdigest()[:10],
            "embed_style_version": hashlib.sha256(embed_css.encode()).hexdigest()[:10],
        }
        self.shared = digest(store.tools, files_digest(config.theme_folder), repr(plain(self.settings)), repr(shared))
        self.context.update(shared, comparison_pages=places, address=address, twins=twins, section_of=section_of)
        self.context.update(page_policy=page_policy, picture=picture, kind_of=kind_of)
        self.drafts += (FileDraft((NOT_FOUND,), "", self._not_found),)

    def generate_output(self, writer: Writer) -> None:  # noqa: ARG002 - Pelican's signature
        """Write pages and files; Pelican's own writer knows one process and no earlier site."""
        started = time.perf_counter()
        output = Path(self.output_path)
        templates = self.config.theme_folder / "templates"
        for template in sorted(templates.glob("**/*.html")):
            # Compiled once, before the work is shared out.
            self.env.get_template(template.relative_to(templates).as_posix())
        written = write_site(
            self.drafts,
            self.site.sources,
            render=self._render,
            shared=self.shared,
            output=output,
            last=self._last_site(),
            processes=self.config.processes,
        )
        written = self._with_archive(written)
        if self.config.record:
            seconds = self.seconds | {"write": time.perf_counter() - started}
            write_record(self.config.record.with_suffix(NEW), replace(written, seconds=seconds))
        write_offline_checker(output / OFFLINE_CHECKER, self.config.data_folder / "standard")

    def _with_archive(self, written: Written) -> Written:
        """The archive of what has been written, which can only be made after it."""
        output = Path(self.output_path)
        contents = {name: entry.content for name, entry in written.entries.items()}
        draft = archive_draft(self.site, self.config.data_folder, output, contents)
        more = write_site(
            (draft,), (), render=self._render, shared=self.shared, output=output, last=self._last_site(), processes=1
        )
        return replace(written, entries={**written.entries, **more.entries}, written=written.written + more.written)

    def _render(self, page: Page) -> str:
        context = self.context
        if self.settings["RELATIVE_URLS"]:
            context = context | {"SITEURL": get_relative_path(page.save_as)}
        html: str = self.get_template(page.template).render(context | {"page": page, "lang": page.lang})
        return html

    def _not_found(self) -> list[File]:
        """What hosts send in place of a page that is not there."""
        root = urlsplit(self.config.site_address).path
        return [File(NOT_FOUND, self.get_template("not_found").render(self.context | {"root": root}))]

    def _last_site(self) -> LastSite:
        folder, record = self.config.last_site, self.config.record
        return LastSite(folder, read_record(record).entries) if folder and record else LastSite()

    def _documents(self, data: Data) -> tuple[tuple[Document, ...], dict[str, Fact]]:
        """All that editors have written, and the facts that they can quote."""
        methods = {method: None for provider in data.providers for method in provider.methods}
        read = read_documents(self.config.content_folder, tag_names(data.standard, methods))
        facts, wrong = read_facts(self.config.data_folder)
        wrong = [*read.problems, *wrong, *comment_problems(read.documents, data)]
        if wrong:
            raise DataError(wrong)
        return read.documents, facts

    def _texts(self, figures: Figures, library: Library) -> Iterable[PageDraft | FileDraft]:
        """The pages of what editors have written."""
        config, links = self.config, self._links(library)
        return knowledge_drafts(
            figures, library, config.content_folder, links, site_address=config.site_address, zone=config.zone
        )

    def _links(self, library: Library) -> dict[str, str]:
        """The address of everything that a text can link to, by its path in the content folder."""
        pages = [version for page in self.context["pages"] for version in (page, *page.translations)]
        ours = (place for draft in self.site.pages for place in draft.places())
        return {
            **{place.source_key: place.url for place in ours},
            **{Path(page.source_path).relative_to(self.config.content_folder).as_posix(): page.url for page in pages},
            **addresses_of(library),
        }


class PreviewGenerator(ComparisonGenerator):
    """Write what one provider is shown of a release before it is published, and nothing else."""

    def generate_context(self) -> None:
        """As for the whole site; then keep what is the provider's."""
        super().generate_context()
        slug, answer_by = self.settings["OPEN_COMPARISONS_PREVIEW"]
        provider = next(one for one in self.site.results.data.providers if one.slug == slug)
        preview = OwnPreview(provider, answer_by)
        css = stylesheet(self.config.theme_folder / "static" / "css" / "preview.css")
        shared = {STYLESHEET, *host_files()}
        kept = [one for one in self.drafts if isinstance(one, FileDraft) and one.names and shared.issuperset(one.names)]
        self.drafts = (*own_preview_drafts(self.site, preview), *kept, *_fixed({PREVIEW_STYLESHEET: css}))
        self.names = {
            name
            for draft in self.drafts
            for name in (draft.names if isinstance(draft, FileDraft) else (place.save_as for place in draft.places()))
        }
        self.context.update(preview=preview, sign_off=False, site_address="", shows_desk=False)

    def _texts(self, figures: Figures, library: Library) -> Iterable[PageDraft | FileDraft]:  # noqa: ARG002
        """None: what editors have written is public already, and can link to pages that are not here."""
        return ()

    def generate_output(self, writer: Writer) -> None:  # noqa: ARG002 - Pelican's signature
        """Write pages and files."""
        write_site(
            self.drafts,
            own_sources(self.site, self.context["preview"].provider.slug),
            render=self._render,
            shared=self.shared,
            output=Path(self.output_path),
            last=LastSite(),
            processes=1,
        )

    def _render(self, page: Page) -> str:
        context = self.context | {"SITEURL": PLACE, "page": page, "lang": page.lang}
        html: str = self.get_template(page.template).render(context)
        return local_links(html, page, self.names, self.config.site_address)


def _require_seals(config: Settings, data: Data, instant: datetime) -> None:
    """Nothing is published that could be edited afterwards without anybody noticing."""
    out = [(one.dataset, one.id) for of in data.releases.values() for one in of if one.is_out(instant)]
    problems = unsealed_problems(config.data_folder.resolve(), out, config.data_folder.resolve().parent)
    if problems:
        raise DataError(problems)


def _fixed(files: Mapping[str, str]) -> list[FileDraft]:
    """Files whose content is known already, by their places."""
    return [FileDraft((name,), "", partial(list, (File(name, text),))) for name, text in files.items()]


def twins(page: Page | Content) -> list[tuple[str, str]]:
    """Language and address of a page in each language, for our pages and Pelican's alike."""
    if isinstance(page, Page):
        return list(page.translations)
    return sorted({(version.lang, version.url) for version in (page, *page.translations)}, reverse=True)


def section_of(page: Page | Content) -> str:
    """The part of the site a page belongs to, so that the menu can show it."""
    if isinstance(page, Page):
        return page.section
    return next((section for section in SECTIONS if address(page.lang, section) == page.url), str(page.slug))


def kind_of(page: Page | Content) -> str:
    """What kind of page the search says it is; "" for one that it does not find."""
    return kind_in(page.section, page.parts) if isinstance(page, Page) else TEXTS


def get_generators(pelican: Any) -> type[ComparisonGenerator]:  # noqa: ANN401 - Pelican's signature
    """Tell Pelican which generator to run."""
    return PreviewGenerator if pelican.settings.get("OPEN_COMPARISONS_PREVIEW") else ComparisonGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(get_generators)
