"""A page with every component of the theme, filled by the site's own pages; only where drafts are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from open_comparisons.site.outputs import Page, PageDraft
from open_comparisons.site.records import Link
from open_comparisons.site.source import Source

_PAGES_TRIED: Final = 4
"""Number of pages made per section and depth, to find one of each template without making the whole site."""


@dataclass(frozen=True, slots=True)
class StyleContent:
    """Content of the style page: the content of a page of each template, by template, and some feeds."""

    of: Mapping[str, object]
    feeds: tuple[Link, ...]


def style_draft(drafts: Sequence[PageDraft]) -> PageDraft:
    """The draft of the page, from the other drafts of the site."""
    return PageDraft.single("style", (), partial(style_page, drafts=drafts))


def style_page(source: Source, *, drafts: Sequence[PageDraft]) -> Page:
    """Colours, type and each component, with the content of the first page of each template."""
    by_template: dict[str, Page] = {}
    tried_pages: dict[tuple[str, int], int] = {}
    for draft in drafts:
        key = draft.section, len(draft.parts[0])
        tried_pages[key] = tried_pages.get(key, 0) + 1
        if tried_pages[key] <= _PAGES_TRIED:
            for page in draft.pages(source):
                by_template.setdefault(page.template, page)
    return Page(
        template="comparisons/style",
        title=source.locale.t("title.style"),
        description=source.locale.t("style.lead"),
        data=StyleContent(
            of={template: page.data for template, page in sorted(by_template.items())},
            feeds=next((page.feeds for page in by_template.values() if page.template == "knowledge/webinars"), ()),
        ),
    )
