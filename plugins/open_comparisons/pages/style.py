"""A page that shows every component of the theme, filled by the site's own pages; only where drafts are shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from open_comparisons.site.outputs import Page, PageDraft

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from open_comparisons.site.records import Link
    from open_comparisons.site.source import Source

_TRIED: Final = 4
"""So many pages of each section and depth are made, to find one of each template without making the whole site."""


@dataclass(frozen=True, slots=True)
class StyleContent:
    """Content of the style page: the content of a page of each template, by template, and some feeds."""

    of: Mapping[str, object]
    feeds: tuple[Link, ...]


def style_draft(drafts: Sequence[PageDraft]) -> PageDraft:
    """The page, from the other pages of the site."""
    return PageDraft.single("style", (), partial(style_page, drafts=drafts))


def style_page(source: Source, *, drafts: Sequence[PageDraft]) -> Page:
    """Colours, type and each component, with what the first page of each template fills them with."""
    found: dict[str, Page] = {}
    tried: dict[tuple[str, int], int] = {}
    for draft in drafts:
        key = draft.section, len(draft.parts[0])
        tried[key] = tried.get(key, 0) + 1
        if tried[key] <= _TRIED:
            for page in draft.make(source):
                found.setdefault(page.template, page)
    return Page(
        section="style",
        parts=(),
        lang=source.locale.lang,
        template="comparisons/style",
        title=source.locale.t("title.style"),
        description=source.locale.t("style.lead"),
        data=StyleContent(
            of={template: page.data for template, page in sorted(found.items())},
            feeds=next((page.feeds for page in found.values() if page.template == "knowledge/webinars"), ()),
        ),
    )
