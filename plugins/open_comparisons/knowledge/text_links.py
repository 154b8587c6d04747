"""The links and pictures of a text: where each leads, and which of them lead nowhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from posixpath import normpath
from typing import Final

from markdown_it.token import Token

from open_comparisons.errors import Problem
from open_comparisons.knowledge.fields import MEDIA, is_published, published_files
from open_comparisons.knowledge.markdown_text import MARKER, Parsed, rows
from open_comparisons.knowledge.safe_html import ELSEWHERE
from open_comparisons.knowledge.wording import nearest, shortened, text_problem
from open_comparisons.site.texts import Document

_FOLDERS: Final = tuple(f"{folder}/" for folder in MEDIA)


@dataclass(frozen=True, slots=True)
class Targets:
    """
    The places that links in a text can lead to.

    Attributes:
        content: The folder with pictures and other files.
        links: The address of each text and page by its path in the content folder.
        home: The folder of the text itself, as such a path.
    """

    content: Path
    links: Mapping[str, str]
    home: str

    def url(self, target: str, *, is_picture: bool = False) -> str | None:
        """
        An address as a link has it: elsewhere, in the text, or relative to the site's root; None where it is wrong.

        `{filename}…` is found beside the text itself, or from the content folder.
        """
        path, hash_, anchor = target.partition("#")
        if is_picture or path.startswith(_FOLDERS):
            return normpath(path) + hash_ + anchor if is_published(self.content, normpath(path)) else None
        if target.startswith((*ELSEWHERE, "#")):
            return target
        if not path.startswith("{filename}"):
            return None
        name = path.removeprefix("{filename}").lstrip("/")
        found = self.links.get(normpath(f"{self.home}/{name}"), self.links.get(normpath(name)))
        return None if found is None else found + hash_ + anchor


def resolve_links(document: Document, text: Parsed, targets: Targets) -> Iterator[Problem]:
    """Write the address of every link and picture into its token; those that lead nowhere are problems."""
    for row, target in text.references:
        if targets.url(target) is None:
            yield _bad_target(document, row, target, targets)
    for row, token in rows(text.tokens):
        if token.type == "link_open":
            target = _resolve(token, "href", targets)
            # A link by reference is a problem where the reference is defined.
            if target and "label" not in token.meta:
                yield _bad_target(document, row, target, targets)
        elif token.type == "image":
            yield from _picture_problems(document, row, token, targets)


def _resolve(token: Token, attribute: str, targets: Targets, *, is_picture: bool = False) -> str:
    """Write the address into the token; gives the target where that leads nowhere, else ""."""
    target = str(token.attrs[attribute])
    url = targets.url(target, is_picture=is_picture)
    token.attrs[attribute] = url or ""
    return target if url is None else ""


def _picture_problems(document: Document, row: int, picture: Token, targets: Targets) -> Iterator[Problem]:
    source = str(picture.attrs["src"])
    if _resolve(picture, "src", targets, is_picture=True):
        yield _no_such_file(document, row, source, targets)
    if not picture.content.strip():
        yield text_problem(document.file, "no-alternative-text", row, found=shortened(source))
    for part in picture.children or ():
        if part.type == MARKER:
            yield text_problem(document.file, "marker-in-picture", row, found=shortened(part.content))


def _bad_target(document: Document, row: int, target: str, targets: Targets) -> Problem:
    path = target.partition("#")[0]
    if path.startswith(_FOLDERS):
        return _no_such_file(document, row, target, targets)
    near = nearest(normpath(path.removeprefix("{filename}").lstrip("/")), targets.links) or "–"
    return text_problem(document.file, "bad-link", row, found=shortened(target), near=near)


def _no_such_file(document: Document, row: int, target: str, targets: Targets) -> Problem:
    near = nearest(target.partition("#")[0], published_files(targets.content)) or "–"
    return text_problem(document.file, "no-such-file", row, found=shortened(target), near=near)
