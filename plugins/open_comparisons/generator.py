"""The one module that knows Pelican: hands our pages and files to it."""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup
from pelican import signals
from pelican.contents import Article
from pelican.generators import Generator
from pelican.utils import get_relative_path

from open_comparisons.auditing import audited, warnings_per_release
from open_comparisons.loading import load, terms_digest
from open_comparisons.offline import write_offline_checker
from open_comparisons.publication.addresses import SECTIONS, address
from open_comparisons.publication.assets import stylesheet
from open_comparisons.publication.locales import load_locales
from open_comparisons.publication.records import File, FileDraft, Page, PageDraft
from open_comparisons.publication.site import plan_site
from open_comparisons.settings import Settings, build_instant, plain
from open_comparisons.store import Store, digest, files_digest, tools_digest
from open_comparisons.writing import NEW, LastSite, read_record, write_record, write_site

if TYPE_CHECKING:
    from pelican.contents import Content
    from pelican.generators import ArticlesGenerator
    from pelican.writers import Writer

    from open_comparisons.publication.selection import Source

OFFLINE_CHECKER: Final = "open-comparisons.pyz"
STYLESHEET: Final = "theme/site.css"


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
        attacks = audited(data, store, terms, processes=config.processes)
        findings = warnings_per_release(attacks)
        ranges = {dataset: found.ranges for dataset, found in attacks.items()}
        attacked = time.perf_counter()
        instant = build_instant(config.at, data_folder=config.data_folder)
        locales = load_locales(config.theme_folder / "translations", data.standard.words)
        self.site = plan_site(
            data,
            locales,
            today=instant.date(),
            store=store,
            terms=digest(terms, repr(findings), repr(ranges)),
            findings=findings,
            ranges=ranges,
        )
        compared = time.perf_counter()
        self.seconds = {"check": checked - started, "audit": attacked - checked, "compare": compared - attacked}
        css = stylesheet(config.theme_folder / "static" / "css" / "main.css")
        self.drafts: tuple[PageDraft | FileDraft, ...] = (
            *self.site.pages,
            PageDraft.of_one("articles", (), self._article_list),
            *self.site.files,
            FileDraft((STYLESHEET,), "", lambda: [File(STYLESHEET, css)]),
        )
        places = [place for draft in self.drafts if isinstance(draft, PageDraft) for place in draft.places()]
        self.context["generated_content"].update({place.source_key: place for place in places})
        shared = {
            "site_title": data.standard.site_title,
            "about_figures": data.standard.about_figures,
            "is_example": self.site.example,
            "site_address": config.site_address,
            "locales": locales,
            "style_version": hashlib.sha256(css.encode()).hexdigest()[:10],
        }
        self.shared = digest(store.tools, files_digest(config.theme_folder), repr(plain(self.settings)), repr(shared))
        self.context.update(shared, comparison_pages=places, address=address, twins=twins, section_of=section_of)

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
        if self.config.record:
            seconds = self.seconds | {"write": time.perf_counter() - started}
            write_record(self.config.record.with_suffix(NEW), replace(written, seconds=seconds))
        write_offline_checker(output / OFFLINE_CHECKER, self.config.data_folder / "standard")

    def _render(self, page: Page) -> str:
        context = self.context
        if self.settings["RELATIVE_URLS"]:
            context = context | {"SITEURL": get_relative_path(page.save_as)}
        html: str = self.get_template(page.template).render(context | {"page": page, "lang": page.lang})
        return html

    def _last_site(self) -> LastSite:
        folder, record = self.config.last_site, self.config.record
        return LastSite(folder, read_record(record).entries) if folder and record else LastSite()

    def _article_list(self, source: Source) -> Page:
        locale = source.locale
        articles = [version for article in self.context["articles"] for version in (article, *article.translations)]
        newest_first = sorted(articles, key=lambda article: (article.date, article.slug), reverse=True)
        return Page(
            section="articles",
            parts=(),
            lang=locale.lang,
            template="knowledge/articles",
            title=locale.t("title.articles"),
            description=locale.t("articles.lead"),
            data={
                "articles": [
                    (article.title, article.url, Markup(article.summary), locale.date(article.date))  # noqa: S704
                    for article in newest_first
                    if article.lang == locale.lang
                ]
            },
        )


def twins(page: Page | Content) -> list[tuple[str, str]]:
    """Language and address of a page in each language, for our pages and Pelican's alike."""
    if isinstance(page, Page):
        return list(page.translations)
    return sorted({(version.lang, version.url) for version in (page, *page.translations)}, reverse=True)


def section_of(page: Page | Content) -> str:
    """The part of the site a page belongs to, so that the menu can show it."""
    if isinstance(page, Page):
        return page.section
    if isinstance(page, Article):
        return "articles"
    return next((section for section in SECTIONS if address(page.lang, section) == page.url), str(page.slug))


def hold_back_scheduled(articles: ArticlesGenerator) -> None:
    """Leave out articles dated after the build's instant, so that one clock decides and not the wall's."""
    config = Settings.from_pelican(articles.settings)
    instant = build_instant(config.at, data_folder=config.data_folder)
    articles.articles = [article for article in articles.articles if article.date <= instant]
    articles.translations = [article for article in articles.translations if article.date <= instant]


def get_generators(pelican: Any) -> type[ComparisonGenerator]:  # noqa: ANN401, ARG001 - Pelican's signature
    """Tell Pelican which generator to run."""
    return ComparisonGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(get_generators)
    signals.article_generator_pretaxonomy.connect(hold_back_scheduled)
