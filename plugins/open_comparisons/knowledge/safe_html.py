"""Tokens of Markdown as HTML that is safe to show, whatever an editor wrote."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import nh3
from markdown_it.renderer import RendererHTML
from markupsafe import Markup, escape

from open_comparisons.knowledge.markdown_text import new_parser
from open_comparisons.site.locales import NO_BREAK

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping, Sequence
    from typing import TypeAlias

    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.utils import OptionsDict

    Tokens: TypeAlias = Sequence[Token]
    Env: TypeAlias = MutableMapping[str, Any]

ON_SITE: Final = "on-site"
"""Links and pictures with this in their `meta` have an address relative to the site's root."""
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
        tokens: As `markdown_text.parse` gives them.
        href: Writes an address that is relative to the site's root, or "#…", as the place for the HTML needs it.
        note_back: The title of the link from a footnote, by its number, back to the text.
        tags: Those that are kept; of others only the text is.
    """
    parser = _parser()
    html = nh3.clean(
        parser.renderer.render(tokens, parser.options, {"href": href, "note_back": note_back}),
        tags=set(tags),
        attributes={name: set(allowed) for name, allowed in _ATTRIBUTES.items() if name in tags},
        allowed_classes={name: set(allowed) for name, allowed in _CLASSES.items() if name in tags},
        url_schemes={"https", "mailto"},
        link_rel=None,
    )
    return Markup(html.strip())  # noqa: S704 - sanitised


@cache
def _parser() -> MarkdownIt:
    parser = new_parser()
    for name, rule in _RULES.items():
        parser.add_render_rule(name, rule)
    return parser


def _link(renderer: RendererHTML, tokens: Tokens, at: int, options: OptionsDict, env: Env) -> str:
    return renderer.renderToken([_placed(tokens[at], "href", env)], 0, options, env)


def _image(renderer: RendererHTML, tokens: Tokens, at: int, options: OptionsDict, env: Env) -> str:
    return RendererHTML.image(renderer, [_placed(tokens[at], "src", env)], 0, options, env)


def _placed(token: Token, attribute: str, env: Env) -> Token:
    """A copy of a link or picture with the address that it has in this place."""
    if ON_SITE not in token.meta:
        return token
    return token.copy(attrs={**token.attrs, attribute: env["href"](str(token.attrs[attribute]))})


def _note_mark(_: RendererHTML, tokens: Tokens, at: int, __: OptionsDict, env: Env) -> str:
    """The number in the text that leads to a footnote."""
    number, mention = _note(tokens[at])
    to = escape(env["href"](f"#fn:{number}"))
    return f'<sup id="fnref:{mention}"><a href="{to}">{number}</a></sup>'


def _note_start(_: RendererHTML, tokens: Tokens, at: int, __: OptionsDict, ___: Env) -> str:
    return f'<li id="fn:{_note(tokens[at])[0]}">'


def _note_end(_: RendererHTML, tokens: Tokens, at: int, __: OptionsDict, env: Env) -> str:
    """The link from a footnote back to where the text mentions it."""
    number, mention = _note(tokens[at])
    to, title = escape(env["href"](f"#fnref:{mention}")), escape(env["note_back"](number))
    return f'{NO_BREAK}<a href="{to}" title="{title}">↩</a>'


def _note(token: Token) -> tuple[int, str]:
    """The number of a footnote, and the name of one mention of it in the text."""
    number, mention = token.meta["id"] + 1, token.meta.get("subId", 0)
    return number, f"{number}:{mention}" if mention else str(number)


_RULES: Final = {
    "link_open": _link,
    "image": _image,
    "footnote_ref": _note_mark,
    "footnote_open": _note_start,
    "footnote_anchor": _note_end,
}
