"""The text of an editor as safe HTML: what Markdown gives, sanitised, with links resolved and figures filled in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from posixpath import dirname, normpath
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import markdown
import nh3
from markdown.extensions.toc import slugify
from markupsafe import Markup

from open_comparisons.knowledge.fields import MEDIA, is_published, published_files
from open_comparisons.knowledge.wording import nearest, problem, shown
from open_comparisons.pages.texts.figures import Filled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from open_comparisons.errors import Problem
    from open_comparisons.pages.texts.figures import FactNote, Figure
    from open_comparisons.site.texts import Document

WORDS_A_MINUTE: Final = 200
_EXTENSIONS: Final = ("def_list", "fenced_code", "footnotes", "sane_lists", "tables", "toc")
_TAGS: Final = frozenset(
    {"a", "abbr", "b", "blockquote", "br", "cite", "code", "dd", "div", "dl", "dt", "em", "figcaption", "figure"}
    | {"h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "kbd", "li", "ol", "p", "pre", "q", "s", "small", "span"}
    | {"strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}
)
_ATTRIBUTES: Final = {
    "a": {"href", "id", "title"},
    "abbr": {"title"},
    "img": {"alt", "height", "src", "title", "width"},
    "li": {"id"},
    "ol": {"start"},
    "sup": {"id"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
_BACK: Final = {"sv": "Tillbaka till not {} i texten", "en": "Back to note {} in the text"}
_FOLDERS: Final = tuple(f"{folder}/" for folder in MEDIA)
_FENCE: Final = re.compile(r" {0,3}(```|~~~)")
_HEADING: Final = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*")
_LINK: Final = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(\s*<?([^\s()<>]+)>?[^)]*\)")
_REFERENCE: Final = re.compile(r" {0,3}\[[^\]^]+\]:\s*<?(\S+?)>?(?:\s.*)?")
_MARKER: Final = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_CODE: Final = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_TOKEN: Final = re.compile(r"ocmark(\d+)x")
_ALONE: Final = re.compile(r"<p>ocmark(\d+)x</p>\n?")
_HREF: Final = re.compile(r'(<a [^>]*?href=|<img [^>]*?src=)"([^"]*)"')


class Marker(NamedTuple):
    """
    A place where a figure is to be filled in.

    Attributes:
        text: What stands within the braces.
        row: Line in the file.
        is_alone: Whether it has its line for itself, and empty lines around.
    """

    text: str
    row: int
    is_alone: bool


@dataclass(frozen=True, slots=True)
class Prose:
    """
    A text ready to print.

    Attributes:
        parts: Safe HTML, and between it what makes the charts and tables.
        minutes: How long it takes to read.
        facts: Those that it quotes, in the order of the register's names.
        older: Address and name of each page with newer figures than the text shows, and when those shown came out.
        problems: What must be mended.
    """

    parts: tuple[Markup | Callable[[], Figure], ...]
    minutes: int
    facts: tuple[FactNote, ...] = ()
    older: tuple[tuple[str, str, str], ...] = ()
    problems: tuple[Problem, ...] = ()

    def drawn(self) -> tuple[Markup | Figure, ...]:
        """The HTML, and between it the charts and tables."""
        return tuple(part if isinstance(part, Markup) else part() for part in self.parts)

    def html(self) -> Markup:
        """The whole as HTML, each figure by its title and sentence, for feeds."""
        told = Markup("<p><strong>{0.title}.</strong> {0.sentence}</p>")
        return Markup().join(part if isinstance(part, Markup) else told.format(part) for part in self.drawn())


def prose(
    document: Document,
    *,
    content: Path,
    links: Mapping[str, str],
    address: str,
    fill: Callable[[Marker, Document], Filled | Problem],
) -> Prose:
    """
    Turn the body of a text into HTML.

    Args:
        document: The text.
        content: The folder that pictures are looked for in.
        links: The address of each text and page by its path in the content folder, such as `artiklar/namn.sv.md`.
        address: The text's own, relative to the site's root: links are written relative to it.
        fill: Gives the HTML that stands for a marker, or what is wrong with it.
    """
    links = {normpath(name): to for name, to in links.items()}
    home = dirname(document.file.split("/", 1)[1])
    root = "../" * address.count("/")
    problems = list(_checked(document, content, links, home))
    markers: list[Marker] = []
    body = "\n".join(_with_tokens(document, markers))
    converter = markdown.Markdown(
        extensions=list(_EXTENSIONS),
        extension_configs={
            "toc": {"slugify": _identifier},
            "footnotes": {"BACKLINK_TITLE": _BACK[document.lang]},
        },
        output_format="html",
    )
    # HTML in a text is shown as it is written.
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    html = nh3.clean(
        converter.convert(body),
        tags=set(_TAGS),
        attributes={name: set(allowed) for name, allowed in _ATTRIBUTES.items()},
        url_schemes={"https", "mailto"},
        link_rel=None,
    )
    html = _HREF.sub(lambda found: f'{found[1]}"{_resolved(found[2], links, home, root)}"', html)
    filled: dict[int, Filled] = {}
    for number, marker in enumerate(markers):
        given = fill(marker, document)
        if isinstance(given, Filled):
            filled[number] = given
        else:
            problems.append(given)
    facts = {given.fact.id: given.fact for given in filled.values() if given.fact}
    return Prose(
        parts=tuple(_parts(html, filled, root)),
        minutes=max(1, round(len(texts_of(html).split()) / WORDS_A_MINUTE)),
        facts=tuple(facts[name] for name in sorted(facts)),
        older=tuple(sorted({given.older for given in filled.values() if given.older})),
        problems=tuple(problems),
    )


def _parts(html: str, filled: Mapping[int, Filled], root: str) -> Iterator[Markup | Callable[[], Figure]]:
    """The HTML with what stands for its tokens, divided at its figures."""

    def within(found: re.Match[str]) -> str:
        given = filled.get(int(found[1]))
        return str(given.html).replace('href="site:', f'href="{root}') if given else ""

    at = 0
    for found in _ALONE.finditer(html):
        given = filled.get(int(found[1]))
        if given and given.draw:
            yield Markup(_TOKEN.sub(within, html[at : found.start()]))  # noqa: S704 - sanitised
            yield given.draw
            at = found.end()
    yield Markup(_TOKEN.sub(within, html[at:]))  # noqa: S704 - sanitised


def _identifier(value: str, separator: str) -> str:
    """An address within the page that no part of the theme has."""
    return f"avsnitt-{slugify(value, separator)}"


def lines_of(body: str, first: int) -> Iterator[tuple[int, str, bool]]:
    """The line number, text and whether it is code of each line of a body that begins at a line."""
    fence = ""
    for row, line in enumerate(body.split("\n"), start=first):
        found = _FENCE.match(line)
        is_code = bool(fence or found) or line.startswith("    ")
        yield row, line, is_code
        if found:
            fence = "" if fence == found[1] else fence or found[1]


def _with_tokens(document: Document, markers: list[Marker]) -> Iterator[str]:
    """The lines of the body, with a token that Markdown leaves alone for each marker."""
    lines = list(lines_of(document.body, document.row))
    around = ["", *(line.strip() for _, line, _ in lines), ""]
    for place, (row, line, is_code) in enumerate(lines):
        if is_code or "{{" not in line:
            yield line
            continue
        is_apart = not around[place] and not around[place + 2]

        def token(found: re.Match[str], line: str = line, row: int = row, *, is_apart: bool = is_apart) -> str:
            markers.append(Marker(found[1], row, is_apart and line.rstrip() == found[0]))
            return f"ocmark{len(markers) - 1}x"

        pieces, at = [], 0
        for code in _CODE.finditer(line):
            pieces += [_MARKER.sub(token, line[at : code.start()]), code[0]]
            at = code.end()
        yield "".join([*pieces, _MARKER.sub(token, line[at:])])


def _checked(document: Document, content: Path, links: Mapping[str, str], home: str) -> Iterator[Problem]:
    """What is wrong with headings, pictures and links, line by line."""
    level = 1
    for row, line, is_code in lines_of(document.body, document.row):
        if is_code:
            continue
        heading = _HEADING.fullmatch(line)
        if heading:
            deeper = len(heading[1])
            if deeper == 1 or deeper > level + 1:
                yield problem(document.file, "heading-order", row, found=shown(heading[2]))
            level = max(deeper, 2)
        line = _CODE.sub("", line)
        for is_picture, words, target in _LINK.findall(line):
            if is_picture and not words.strip():
                yield problem(document.file, "no-alternative-text", row, found=shown(target))
            yield from _target(document, row, target, content, links, home, is_picture=bool(is_picture))
        reference = _REFERENCE.fullmatch(line)
        if reference:
            yield from _target(document, row, reference[1], content, links, home, is_picture=False)


def _target(
    document: Document, row: int, target: str, content: Path, links: Mapping[str, str], home: str, *, is_picture: bool
) -> Iterator[Problem]:
    path = target.partition("#")[0]
    if is_picture or path.startswith(_FOLDERS):
        name = normpath(path)
        if not is_published(content, name):
            near = nearest(path, published_files(content)) or "–"
            yield problem(document.file, "no-such-file", row, found=shown(target), near=near)
    elif target.startswith(("https://", "mailto:", "#")):
        return
    elif not path.startswith("{filename}") or _named(path, links, home) is None:
        near = nearest(normpath(path.removeprefix("{filename}").lstrip("/")), links) or "–"
        yield problem(document.file, "bad-link", row, found=shown(target), near=near)


def _named(path: str, links: Mapping[str, str], home: str) -> str | None:
    """The address behind `{filename}…`: beside the text itself, or from the content folder."""
    name = path.removeprefix("{filename}").lstrip("/")
    return links.get(normpath(f"{home}/{name}"), links.get(normpath(name)))


def _resolved(target: str, links: Mapping[str, str], home: str, root: str) -> str:
    target = target.replace("%7B", "{").replace("%7D", "}")
    path, hash_, anchor = target.partition("#")
    if path.startswith("{filename}"):
        return f"{root}{_named(path, links, home) or ''}{hash_}{anchor}"
    return f"{root}{normpath(path)}" if path.startswith(_FOLDERS) else target


def texts_of(value: Any) -> str:  # noqa: ANN401 - whatever a record holds
    """The words of some HTML, for feeds and calendars that take plain text."""
    return " ".join(Markup(value).striptags().split())  # noqa: S704 - the tags are taken away
