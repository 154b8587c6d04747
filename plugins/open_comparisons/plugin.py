"""The Pelican adapter: the one module that knows Pelican. It passes our plan of the site to Pelican's run."""

import logging
import time
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from pelican import Pelican, signals
from pelican.contents import Content
from pelican.generators import Generator
from pelican.log import init as init_logging
from pelican.settings import read_settings
from pelican.utils import get_relative_path
from pelican.writers import Writer

from open_comparisons.build.browser_tool import BrowserTool, SingleFileContent, browser_tool
from open_comparisons.build.compiled_templates import CompiledTemplates
from open_comparisons.build.job import Job
from open_comparisons.build.loading import load_inputs
from open_comparisons.build.offline_checker import OFFLINE_CHECKER, offline_checker, write_offline_checker
from open_comparisons.build.write import BuildRecord, write_archive, write_site
from open_comparisons.pages.plan import Plan, plan_preview, plan_site
from open_comparisons.pages.preview import OwnPreview
from open_comparisons.pages.search import TEXTS, kind_in
from open_comparisons.settings import plain_settings
from open_comparisons.site.addresses import SECTIONS, address, picture_address
from open_comparisons.site.links import Links, PreviewLinks
from open_comparisons.site.locales import load_locales
from open_comparisons.site.outputs import FileDraft, PlacedPage
from open_comparisons.site.policy import page_policy
from open_comparisons.tools.store import digest, files_digest

NOT_FOUND = "404.html"


class SiteRun(Pelican):
    """One run of Pelican, with its job and, afterwards, the record of its files."""

    def __init__(self, settings: dict[str, Any], job: Job) -> None:
        options = settings["JINJA_ENVIRONMENT"]
        templates = CompiledTemplates(job.store, repr(plain_settings(options)))
        super().__init__(settings | {"JINJA_ENVIRONMENT": options | {"bytecode_cache": templates}})
        self.job = job
        self.record = BuildRecord()


class ComparisonGenerator(Generator):
    """Writes every comparison page and file, in each language."""

    site_run: ClassVar[SiteRun]

    def generate_context(self) -> None:
        """Plan the site, and make its pages known to the rest of Pelican."""
        job = self.site_run.job
        self.inputs = load_inputs(job.config, job.store, job.instant)
        started = time.perf_counter()
        self.plan = self._plan()
        self.seconds = {**self.inputs.seconds, "compare": time.perf_counter() - started}
        self.context["generated_content"].update({place.source_key: place for place in self.plan.places})
        self.context["generated_content"].update(self.plan.texts)
        shared = dict(self.plan.shared)
        theme = files_digest(job.config.theme_folder)
        self.shared = digest(job.store.tools, theme, repr(plain_settings(self.settings)), repr(shared))
        self.context.update(shared, comparison_pages=self.plan.places, address=address, twins=twins)
        self.context.update(section_of=section_of, page_policy=page_policy, picture=picture_address, kind_of=kind_of)
        self.context.update(links_from=self._links_from)

    def generate_output(self, writer: Writer) -> None:  # noqa: ARG002 - Pelican's signature
        """Write pages and files; Pelican's own writer knows one process and no earlier site."""
        started = time.perf_counter()
        job, output = self.site_run.job, Path(self.output_path)
        theme = job.config.theme_folder
        for folder, pattern in ((theme / "templates", "**/*.html"), (theme, "components/*/*.html")):
            for template in sorted(folder.glob(pattern)):
                # Compiled once, before the work is divided among processes.
                self.env.get_template(template.relative_to(folder).as_posix())
        tool = self.tool.drafts if self.tool else ()
        drafts = (*self.plan.drafts, *tool, FileDraft.single(NOT_FOUND, self._not_found))
        record = write_site(
            drafts,
            self.plan.sources,
            render=self._render,
            shared=self.shared,
            output=output,
            last=job.last,
            processes=job.config.processes,
        )
        record = write_archive(record, self.plan.comparisons, job.config.data_folder, output, job.last)
        seconds = self.seconds | {"write": time.perf_counter() - started}
        self.site_run.record = replace(record, seconds=seconds)
        write_offline_checker(output / OFFLINE_CHECKER, job.config.data_folder / "standard")

    def _plan(self) -> Plan:
        config = self.site_run.job.config
        pages = [version for page in self.context["pages"] for version in (page, *page.translations)]
        addresses = {Path(page.source_path).relative_to(config.content_folder).as_posix(): page.url for page in pages}
        self.tool = self._tool()
        return plan_site(config, self.inputs, addresses, self.tool.hosted if self.tool else None)

    def _tool(self) -> BrowserTool | None:
        job, standard = self.site_run.job, self.inputs.data.standard
        locales = load_locales(job.config.theme_folder / "translations", standard.words)

        def render(content: SingleFileContent) -> str:
            template = self.get_template("tool_file")
            names = {field.name: getattr(content, field.name) for field in fields(content)}
            shared = {"site_title": standard.site_title, "site_address": job.config.site_address, "address": address}
            html: str = template.render({**self.context, **shared, **names, "t": locales[content.lang].t})
            return html

        checker = offline_checker(job.config.data_folder / "standard")
        return browser_tool(job.config, job.store, standard, locales, checker, job.instant.date(), render)

    def _render(self, page: PlacedPage) -> str:
        root = get_relative_path(page.save_as) if self.settings["RELATIVE_URLS"] else self.context["SITEURL"]
        context = self.context | {"SITEURL": root, "page": page, "lang": page.lang}
        html: str = self.get_template(page.template).render(context)
        return html

    def _links_from(self, root: str) -> Links:
        return Links(root)

    def _not_found(self) -> str:
        """The page that hosts send in place of a missing one."""
        root = urlsplit(self.site_run.job.config.site_address).path
        page: str = self.get_template("not_found").render(self.context | {"root": root})
        return page


class PreviewGenerator(ComparisonGenerator):
    """Writes the preview that one provider gets of a release before it is published, and nothing else."""

    def _plan(self) -> Plan:
        job = self.site_run.job
        assert job.preview is not None  # noqa: S101 - the signal below chose this class for it
        slug, answer_by = job.preview
        provider = next(provider for provider in self.inputs.data.providers if provider.slug == slug)
        plan = plan_preview(job.config, self.inputs, OwnPreview(provider, answer_by))
        files = (name for draft in plan.drafts if isinstance(draft, FileDraft) for name in draft.names)
        self.names = {*files, *(place.save_as for place in plan.places)}
        return plan

    def generate_output(self, writer: Writer) -> None:  # noqa: ARG002 - Pelican's signature
        """Write pages and files."""
        write_site(
            self.plan.drafts,
            self.plan.sources,
            render=self._render,
            shared=self.shared,
            output=Path(self.output_path),
            last=self.site_run.job.last,
            processes=1,
        )

    def _links_from(self, root: str) -> Links:
        return PreviewLinks(root, self.names, self.site_run.job.config.site_address)


def twins(page: PlacedPage | Content) -> list[tuple[str, str]]:
    """Language and address of a page in each language, for our pages and Pelican's alike."""
    if isinstance(page, PlacedPage):
        return list(page.translations)
    return sorted({(version.lang, version.url) for version in (page, *page.translations)}, reverse=True)


def section_of(page: PlacedPage | Content) -> str:
    """The part of the site that a page belongs to, for the menu."""
    if isinstance(page, PlacedPage):
        return page.section
    return next((section for section in SECTIONS if address(page.lang, section) == page.url), str(page.slug))


def kind_of(page: PlacedPage | Content) -> str:
    """The kind of a page in the search; "" for a page that is not in the index."""
    return kind_in(page.section, page.parts) if isinstance(page, PlacedPage) else TEXTS


def settings_of(settings_file: Path, override: Mapping[str, object]) -> dict[str, Any]:
    """Pelican's settings from a file, some of them overridden."""
    settings: dict[str, Any] = read_settings(str(settings_file), override=dict(override))
    return settings


def run(settings: dict[str, Any], job: Job) -> BuildRecord:
    """Let Pelican build; a warning, such as a link to a page that does not exist, is an error in a published site."""
    init_logging(level=logging.WARNING, fatal="warnings", name="pelican")
    site_run = SiteRun(settings, job)
    site_run.run()
    return site_run.record


def get_generators(pelican: Pelican) -> type[ComparisonGenerator]:
    """The generator for a run. Pelican makes the instance, so the run is passed as an attribute of the class."""
    site_run = pelican if isinstance(pelican, SiteRun) else SiteRun(pelican.settings, Job.of(pelican.settings))
    base = PreviewGenerator if site_run.job.preview else ComparisonGenerator
    return type(base.__name__, (base,), {"site_run": site_run})


def find_components(pelican: Pelican) -> None:
    """Let templates be found in `theme/components`, where they lie with their styles and scripts."""
    folders = pelican.settings["THEME_TEMPLATES_OVERRIDES"]
    if pelican.settings["THEME"] not in folders:
        pelican.settings["THEME_TEMPLATES_OVERRIDES"] = [*folders, pelican.settings["THEME"]]


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(find_components)
    signals.get_generators.connect(get_generators)
