"""Tokens of Markdown as HTML that is safe to show, whatever an editor wrote."""

from collections.abc import Callable, MutableMapping, Sequence
from functools import cache
from typing import Any, Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup, escape

from open_comparisons.knowledge.markdown_text import new_parser

ELSEWHERE: Final = ("https://", "mailto:")
"""How addresses outside the site begin; all others are relative to the site's root, or "#…" within the page."""
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
_CLASSES: Final = {"a": {"figure-value"}}


def safe_html(
    tokens: Sequence[Token],
    *,
    href: Callable[[str], str] = str,
    note_back: Callable[[int], str] = str,
    tags: frozenset[str] = _TAGS,
) -> Markup:
    """
    Print tokens and sanitise what comes out.

    Args:
        tokens: As `markdown_text.parse` gives them, with addresses as `ELSEWHERE` has them.
        href: Writes an address that is relative to the site's root, or "#…", as the place for the HTML needs it.
        note_back: The title of the link from a footnote, by its number, back to the text.
        tags: Those that are kept; of others only the text is.
    """

    def place(_: str, attribute: str, value: str) -> str:
        is_on_site = attribute in {"href", "src"} and not value.startswith(ELSEWHERE)
        return href(value) if is_on_site else value

    parser = _parser()
    html = nh3.clean(
        parser.renderer.render(tokens, parser.options, {"note_back": note_back}),
        tags=set(tags),
        attributes={name: set(allowed) for name, allowed in _ATTRIBUTES.items() if name in tags},
        attribute_filter=place,
        allowed_classes={name: set(allowed) for name, allowed in _CLASSES.items() if name in tags},
        url_schemes={"https", "mailto"},
        link_rel=None,
    )
    return Markup(html.strip())  # noqa: S704 - sanitised


@cache
def _parser() -> MarkdownIt:
    parser = new_parser()
    parser.add_render_rule("footnote_anchor", _note_back)
    return parser


def _note_back(
    _: RendererHTML, tokens: Sequence[Token], at: int, __: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    """The link from a footnote back to the text; a plain arrow would say nothing to those who hear it."""
    number, mention = tokens[at].meta["id"] + 1, tokens[at].meta["subId"]
    name = f"fnref{number}:{mention}" if mention else f"fnref{number}"
    return f' <a href="#{name}" title="{escape(env["note_back"](number))}">↩</a>'
