"""The text of an editor: its links resolved, its markers answered, its mistakes found, and then safe HTML."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from posixpath import dirname, normpath
from typing import Final, TypeAlias

from markdown.extensions.toc import slugify, unique
from markdown_it.token import Token
from markupsafe import Markup

from open_comparisons.errors import Problem
from open_comparisons.knowledge.markdown_text import MARKER, parse, plain_text
from open_comparisons.knowledge.markers import FactNote, Figure, Filled, Marker, TextLink
from open_comparisons.knowledge.safe_html import safe_html
from open_comparisons.knowledge.text_links import Targets, resolve_links
from open_comparisons.knowledge.wording import shortened, text_problem
from open_comparisons.site.addresses import way_to_root
from open_comparisons.site.texts import Document

Piece: TypeAlias = tuple[Token, ...] | Callable[[], Figure]

WORDS_A_MINUTE: Final = 200
TRANSCRIPT: Final = frozenset({"Transkript", "Transcript"})
"""The heading in a webinar's text that a transcript follows."""
_CODE: Final = frozenset({"fence", "code_block"})
_FIGURE: Final = Markup("<p><strong>{0.title}.</strong> {0.sentence}</p>")


@dataclass(frozen=True, slots=True)
class Prose:
    """
    A text that can be shown.

    Attributes:
        address: Its own address, relative to the site's root.
        pieces: Tokens, and between them functions that make the charts and tables.
        transcript_at: The place among the pieces of the heading that a webinar's transcript follows; None without one.
        note_back: The title of the link from a footnote, by its number, back to the text.
        minutes: Reading time.
        facts: The facts that it quotes, by id.
        older: Address and name of each page with newer figures than the text shows, and the release of those shown.
        problems: Everything that the editor must correct, by line.
    """

    address: str
    pieces: tuple[Piece, ...]
    transcript_at: int | None
    note_back: Callable[[int], str]
    minutes: int
    facts: tuple[FactNote, ...] = ()
    older: tuple[tuple[str, str, str], ...] = ()
    problems: tuple[Problem, ...] = ()

    def drawn(self) -> tuple[Markup | Figure, ...]:
        """The HTML for the text's page, and between it the charts and tables; without a transcript."""
        return tuple(self._drawn(self.pieces[: self.transcript_at], self._on_page))

    def transcript(self) -> tuple[Markup | Figure, ...]:
        """The same of the transcript; empty without one."""
        start = len(self.pieces) if self.transcript_at is None else self.transcript_at + 1
        return tuple(self._drawn(self.pieces[start:], self._on_page))

    def html(self, href: Callable[[str], str]) -> Markup:
        """
        The whole as HTML, each figure by its title and sentence, for feeds.

        Args:
            href: Writes an address that is relative to the site's root, or "#…" for a place in the text.
        """
        parts = self._drawn(self.pieces, href)
        return Markup("\n").join(part if isinstance(part, Markup) else _FIGURE.format(part) for part in parts)

    def _drawn(self, pieces: Sequence[Piece], href: Callable[[str], str]) -> Iterator[Markup | Figure]:
        for piece in pieces:
            yield safe_html(piece, href=href, note_back=self.note_back) if isinstance(piece, tuple) else piece()

    def _on_page(self, url: str) -> str:
        return url if url.startswith("#") else way_to_root(self.address) + url


def read_prose(
    document: Document,
    *,
    content: Path,
    links: Mapping[str, str],
    address: str,
    fill: Callable[[Marker, Document], Filled | Problem],
    note_back: Callable[[int], str] = str,
) -> Prose:
    """
    Read the body of a text.

    Args:
        document: The text.
        content: The folder with pictures and other files.
        links: The address of each text and page by its path in the content folder, such as `artiklar/namn.sv.md`.
        address: The text's own, relative to the site's root.
        fill: Answers a marker, or gives the problem with it.
        note_back: The title of the link from a footnote, by its number, back to the text.
    """
    text = parse(document.body, document.row)
    tokens = text.tokens
    home = dirname(document.file.split("/", 1)[1])
    targets = Targets(content, {normpath(name): to for name, to in links.items()}, home)
    problems = [*_heading_problems(document, tokens), *resolve_links(document, text, targets)]
    words = sum(len(block.split()) for block in _texts(tokens))
    answers: list[Filled] = []
    draws: dict[int, Callable[[], Figure]] = {}
    for place, token in enumerate(tokens):
        is_alone = token.level == 1 and tokens[place - 1].type == "paragraph_open" and len(token.children or ()) == 1
        for marker, answer in _answered(document, token, fill, is_alone=is_alone):
            if not isinstance(answer, Filled):
                problems.append(answer)
                continue
            answers.append(answer)
            if marker.is_alone and answer.draw:
                draws[place] = answer.draw
    _name_headings(tokens)
    pieces, transcript_at = _divided(tokens, draws, is_webinar=document.kind == "webinar")
    facts = {answer.fact.id: answer.fact for answer in answers if answer.fact}
    return Prose(
        address=address,
        pieces=pieces,
        transcript_at=transcript_at,
        note_back=note_back,
        minutes=max(1, round(words / WORDS_A_MINUTE)),
        facts=tuple(facts[name] for name in sorted(facts)),
        older=tuple(sorted({answer.older for answer in answers if answer.older})),
        problems=tuple(sorted(problems)),
    )


def _heading_problems(document: Document, tokens: Sequence[Token]) -> Iterator[Problem]:
    """Headings that skip a level, and main headings: that one is the title."""
    last = 1
    for heading, inline in _headings(tokens):
        level = int(heading.tag[1:])
        if level == 1 or level > last + 1:
            yield text_problem(document.file, "heading-order", heading.meta["row"], found=shortened(inline.content))
        last = max(level, 2)


def _headings(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """Each heading, and the token with its parts."""
    for token, following in pairwise(tokens):
        if token.type == "heading_open":
            yield token, following


def _name_headings(tokens: Sequence[Token]) -> None:
    """Give each heading an address within the page, one that no part of the theme has."""
    taken: set[str] = set()
    for heading, inline in _headings(tokens):
        heading.attrs["id"] = unique(f"avsnitt-{slugify(plain_text(inline.children or ()), '-')}", taken)


def _answered(
    document: Document, block: Token, fill: Callable[[Marker, Document], Filled | Problem], *, is_alone: bool
) -> Iterator[tuple[Marker, Filled | Problem]]:
    """Answer the markers of a block, and put the words in their place; nothing where there are none."""
    parts: list[Token] = []
    for part in block.children or ():
        if part.type != MARKER:
            parts.append(part)
            continue
        marker = Marker(part.content, part.meta["row"], is_alone)
        answer = fill(marker, document)
        if isinstance(answer, Filled):
            parts += [token for words in answer.words for token in _words(words)]
        yield marker, answer
    if block.children:
        block.children = parts


def _words(words: str | TextLink) -> Iterator[Token]:
    """The tokens of an answer."""
    if isinstance(words, str):
        yield Token("text", "", 0, content=words)
        return
    attributes = {"class": words.css_class, "href": words.url} if words.css_class else {"href": words.url}
    yield Token("link_open", "a", 1, attrs=dict(attributes))
    yield Token("text", "", 0, content=words.text)
    yield Token("link_close", "a", -1)


def _divided(
    tokens: Sequence[Token], draws: Mapping[int, Callable[[], Figure]], *, is_webinar: bool
) -> tuple[tuple[Piece, ...], int | None]:
    """The text divided at its figures and at the heading of a transcript, and the place of that."""
    pieces: list[Piece] = []
    transcript_at, start = None, 0
    for place, token in enumerate(tokens):
        is_heading = token.level == 1 and tokens[place - 1].tag == "h2" and token.content in TRANSCRIPT
        starts_transcript = is_webinar and transcript_at is None and is_heading
        if place in draws or starts_transcript:
            # Before and after the token are those that open and close its paragraph or heading.
            end = place + 2
            pieces += [tuple(tokens[start : place - 1])] if start < place - 1 else []
            if starts_transcript:
                transcript_at = len(pieces)
            pieces.append(draws.get(place) or tuple(tokens[place - 1 : end]))
            start = end
    rest = tuple(tokens[start:])
    return (*pieces, *((rest,) if rest else ())), transcript_at


def _texts(tokens: Sequence[Token]) -> Iterator[str]:
    """The words of each block of a text, code included."""
    for token in tokens:
        yield token.content if token.type in _CODE else plain_text(token.children or ())
