"""Markdown that gives each term of a definition list an address of its own, so that links and the search lead to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.extensions.toc import slugify, unique
from markdown.treeprocessors import Treeprocessor

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

_AFTER_HEADINGS = 3
"""The headings get theirs at 5, and come first where a term has the same words."""


class _Terms(Treeprocessor):
    def run(self, root: Element) -> None:
        taken = {element.get("id", "") for element in root.iter()}
        for term in root.iter("dt"):
            term.set("id", unique(slugify("".join(term.itertext()), "-"), taken))


class TermExtension(Extension):
    """Identifiers for the terms of definition lists."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register with a converter, after what gives headings theirs."""
        md.treeprocessors.register(_Terms(md), "terms", _AFTER_HEADINGS)


def makeExtension(**settings: object) -> TermExtension:  # noqa: N802 - Markdown's name
    """Tell Markdown what this module brings."""
    return TermExtension(**settings)
