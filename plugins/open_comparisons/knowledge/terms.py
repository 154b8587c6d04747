"""The terms of definition lists, as in the glossary: each has an address of its own, which links and the search use."""

from collections.abc import Iterable, Mapping
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import render_inner_html, slugify, strip_tags, unique
from markdown.treeprocessors import Treeprocessor

from open_comparisons.knowledge.front_matter import split

_AFTER_HEADINGS = 3
"""The headings get theirs at 5, and come first where a term has the same words."""


class Term(NamedTuple):
    """A term of a definition list, the explanation of it, and its identifier on the page; all plain text."""

    title: str
    text: str
    id: str


class TermExtension(Extension):
    """Markdown that gives each term an identifier; `terms` has those of the text that was converted last."""

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)
        self.terms: list[Term] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register with a converter, after the headings get their identifiers."""
        md.registerExtension(self)
        md.treeprocessors.register(_Terms(md, self.terms), "terms", _AFTER_HEADINGS)

    def reset(self) -> None:
        """Forget the last text."""
        self.terms.clear()


class _Terms(Treeprocessor):
    def __init__(self, md: Markdown, terms: list[Term]) -> None:
        super().__init__(md)
        self.terms = terms

    def run(self, root: Element) -> None:
        taken = {element.get("id", "") for element in root.iter()}
        for element in root.iter():
            if element.tag == "dt":
                identifier = unique(slugify("".join(element.itertext()), "-"), taken)
                element.set("id", identifier)
                self.terms.append(Term(self._text(element), "", identifier))
            elif element.tag == "dd" and self.terms:
                last = self.terms[-1]
                self.terms[-1] = last._replace(text=f"{last.text} {self._text(element)}".strip())

    def _text(self, element: Element) -> str:
        return unescape(strip_tags(render_inner_html(element, self.md)))


def makeExtension(**settings: object) -> TermExtension:  # noqa: N802 - Markdown's name
    """Give Markdown the extension of this module."""
    return TermExtension(**settings)


def read_terms(folders: Iterable[Path], url: str, options: Mapping[str, Any]) -> tuple[Term, ...]:
    """
    The terms of a page, in order; none where there is no such page.

    Args:
        folders: The folders with pages in Markdown.
        url: The page's address, as its field `Url` has it.
        options: Pelican's setting MARKDOWN, so that identifiers are those of the page.
    """
    for path in (path for folder in folders for path in sorted(folder.rglob("*.md"))):
        text = path.read_text(encoding="utf-8")
        entry = split(text, path.name).fields.get("url")
        if entry and entry.text == url:
            own = TermExtension()
            others = [extension for extension in options["extensions"] if extension != __name__]
            Markdown(**{**options, "extensions": [*others, own]}).convert(text)
            return tuple(own.terms)
    return ()
