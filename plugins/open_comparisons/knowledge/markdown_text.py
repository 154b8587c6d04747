"""The Markdown of editors as tokens, each with its line in the file."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, autolink, image, link
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

Rule: TypeAlias = Callable[[StateInline, bool], bool]

MARKER: Final = "marker"
"""Type of the tokens that stand for `{{…}}`; their content is the text between the braces."""
_MARKER: Final = re.compile(r"\{\{([^\n{}]*)\}\}")
_NOT_SECURE: Final = re.compile(r"<(?!https:|mailto:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BREAKS: Final = frozenset({"softbreak", "hardbreak"})
_WORDS: Final = frozenset({"text", "code_inline"})


@dataclass(frozen=True, slots=True)
class Parsed:
    """
    A text in Markdown.

    Attributes:
        tokens: Blocks in order; the parts of a line are the `children` of an inline token.
        references: Line and target of each definition `[name]: target`.
    """

    tokens: tuple[Token, ...]
    references: tuple[tuple[int, str], ...]


def parse(body: str, first_row: int) -> Parsed:
    """
    Read a text.

    HTML in it is text, and markers in code are code.

    Args:
        body: Markdown (CommonMark, with tables, footnotes and lists of definitions).
        first_row: Line in the file that the body begins with.
    """
    env: dict[str, Any] = {}
    tokens = _parser().parse(body, env)
    references = [(first_row + each["map"][0], each["href"]) for each in env.get("references", {}).values()]
    row = first_row
    for token in tokens:
        # Closing tokens have no line of their own.
        row = first_row + token.map[0] if token.map else row
        token.meta["row"] = row
        _place_children(token, row)
    return Parsed(tuple(tokens), tuple(sorted(references)))


def rows(tokens: Sequence[Token]) -> Iterator[tuple[int, Token]]:
    """Each block and each part of a line, with its line in the file."""
    for token in tokens:
        yield token.meta["row"], token
        for child in token.children or ():
            yield child.meta["row"], child


def plain_text(tokens: Sequence[Token]) -> str:
    """The words of the parts of a line, without emphasis and pictures; a marker is "…" and a line break a space."""
    signs = {MARKER: "…", "softbreak": " ", "hardbreak": " "}
    return "".join(token.content if token.type in _WORDS else signs.get(token.type, "") for token in tokens)


def new_parser() -> MarkdownIt:
    """The parser, with rules to print its tokens as HTML."""
    # Labels tell links by reference apart; those are checked where they are defined.
    parser = _Parser("commonmark", {"html": False, "store_labels": True}).enable("table")
    parser.use(deflist_plugin).use(footnote_plugin)
    parser.inline.ruler.at("link", _with_line(link))
    parser.inline.ruler.at("autolink", _autolink)
    parser.inline.ruler.at("image", _with_line(image))
    parser.inline.ruler.before("link", MARKER, _with_line(_marker))
    return parser


class _Parser(MarkdownIt):
    """Keeps every address as written: a wrong one is then reported to the editor instead of shown as text."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - the parser's name
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the parser's name
        return url


_parser = cache(new_parser)


def _marker(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's signature
    """Read a marker."""
    marker = _MARKER.match(state.src, state.pos, state.posMax)
    if marker is None:
        return False
    if not silent:
        state.push(MARKER, "", 0).content = marker[1].strip()
    state.pos = marker.end()
    return True


def _autolink(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's signature
    """Read an address between angle brackets; one that is not secure is text."""
    return not _NOT_SECURE.match(state.src, state.pos) and autolink(state, silent)


def _with_line(rule: Rule) -> Rule:
    """The rule, which then notes on the first token it makes how many line breaks come before it in its block."""

    def located(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's signature
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            # Text that waits to become a token comes out first.
            first = next(token for token in state.tokens[count:] if token.type != "text")
            first.meta["lines"] = state.src.count("\n", 0, start)
        return True

    return located


def _place_children(token: Token, row: int) -> None:
    """Give each part of a block its line; for text the line breaks before it are counted."""
    lines = 0
    for child in token.children or ():
        lines = child.meta.get("lines", lines)
        child.meta["row"] = row + lines
        lines += child.type in _BREAKS
        # The words of a picture are parts of their own.
        _place_children(child, row + lines)
