"""The one module that knows Pelican: hands our pages and files to it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup
from pelican import signals
from pelican.contents import Article
from pelican.generators import Generator

from open_comparisons.intake.releases import load_data
from open_comparisons.offline import write_offline_checker
from open_comparisons.publication.addresses import SECTIONS, address
from open_comparisons.publication.assets import stylesheet
from open_comparisons.publication.locales import load_locales
from open_comparisons.publication.records import File, Page
from open_comparisons.publication.site import build_site
from open_comparisons.settings import Settings, build_instant

if TYPE_CHECKING:
    from pelican.contents import Content
    from pelican.generators import ArticlesGenerator
    from pelican.writers import Writer

OFFLINE_CHECKER: Final = "open-comparisons.pyz"


class ComparisonGenerator(Generator):
    """Write every comparison page and file, in each language."""

    def generate_context(self) -> None:
        """Check the data, compare, and make all pages known to the rest of Pelican."""
        config = Settings.from_pelican(self.settings)
        data = load_data(config.data_folder)
        instant = build_instant(config.at, data_folder=config.data_folder)
        self.locales = load_locales(config.theme_folder / "translations", data.standard.words)
        site = build_site(data, self.locales, today=instant.date(), cache_folder=config.cache_folder)
        css = stylesheet(config.theme_folder / "static" / "css" / "main.css")
        self.files = (*site.files, File("theme/site.css", css))
        self.pages = (*site.pages, *self._article_lists())
        self.standard_folder = config.data_folder / "standard"
        self.context["comparison_pages"] = self.pages
        self.context["generated_content"].update({page.source_key: page for page in self.pages})
        self.context.update(
            site_title=data.standard.site_title,
            standard=data.standard,
            is_example=site.example,
            site_address=config.site_address,
            style_version=hashlib.sha256(css.encode()).hexdigest()[:10],
            locales=self.locales,
            address=address,
            twins=twins,
            section_of=section_of,
        )

    def generate_output(self, writer: Writer) -> None:
        """Write pages and files."""
        relative = self.settings["RELATIVE_URLS"]
        for page in self.pages:
            template = self.get_template(page.template)
            writer.write_file(page.save_as, template, self.context, relative, url=page.url, page=page, lang=page.lang)
        output = Path(self.output_path)
        for file in self.files:
            target = output / file.save_as
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(file.content, encoding="utf-8", newline="")
        write_offline_checker(output / OFFLINE_CHECKER, self.standard_folder)

    def _article_lists(self) -> tuple[Page, ...]:
        articles = [version for article in self.context["articles"] for version in (article, *article.translations)]
        newest_first = sorted(articles, key=lambda article: (article.date, article.slug), reverse=True)
        return tuple(
            Page(
                section="articles",
                parts=(),
                lang=lang,
                template="knowledge/articles",
                title=locale.t("title.articles"),
                description=locale.t("articles.lead"),
                data={
                    "articles": [
                        (article.title, article.url, Markup(article.summary), locale.date(article.date))  # noqa: S704
                        for article in newest_first
                        if article.lang == lang
                    ]
                },
            )
            for lang, locale in self.locales.items()
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
