"""The search page: the kinds to choose from, its words, and links to lists for readers without scripts."""

import json
from dataclasses import dataclass
from typing import Final

from open_comparisons.site.addresses import address
from open_comparisons.site.outputs import Page
from open_comparisons.site.records import Choice, Link
from open_comparisons.site.source import Source

TEXTS: Final = "page"
"""The kind of pages in content/sidor/."""

_KINDS: Final = {
    "providers": "provider",
    "measures": "measure",
    "articles": "article",
    "webinars": "article",
    "magazine": "article",
}
_NOT_INDEXED: Final = frozenset({"desk", "embed", "search", "style"})
_WORDS: Final = ("found", "found-one", "none", "also", "more", "broken")
_LISTS: Final = ("target-groups", "providers", "measures", "articles", "glossary")


@dataclass(frozen=True, slots=True)
class SearchContent:
    """Content of the search page; words and synonyms as JSON."""

    kinds: list[Choice]
    words: str
    synonyms: str
    lists: list[Link]


def kind_in(section: str, parts: tuple[str, ...]) -> str:
    """The kind of a page in the search; "" for pages left out of it."""
    # Pages to quote from repeat the content of pages that are in the search.
    if section in _NOT_INDEXED or (section, len(parts)) in {("measures", 2), ("releases", 4)}:
        return ""
    if section == "target-groups" and parts:
        return "target-group" if len(parts) == 1 else "measure-in-group"
    return _KINDS.get(section, TEXTS) if parts or section in {"articles", "webinars", "magazine"} else TEXTS


def search_page(source: Source) -> Page:
    """The page with the search field; without scripts, it links to the lists."""
    locale = source.locale
    kinds = ("term", "target-group", "measure-in-group", "provider", "measure", "article", TEXTS)
    return Page(
        template="comparisons/search",
        title=locale.t("title.search"),
        description=locale.t("search.lead"),
        data=SearchContent(
            kinds=[Choice(kind, locale.t(f"search.kind.{kind}")) for kind in kinds],
            words=json.dumps({name: locale.texts[f"search.{name}"] for name in _WORDS}, ensure_ascii=False),
            synonyms=json.dumps(source.standard.synonyms[locale.lang], ensure_ascii=False),
            lists=[Link(locale.t(f"nav.{name}"), address(locale.lang, name)) for name in _LISTS],
        ),
    )
