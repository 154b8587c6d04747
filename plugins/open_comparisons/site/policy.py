"""
Security policy of the site's pages, in every page and in the files that hosts read.

A page's own policy is as narrow as its section allows. The policy that a host sends applies to all pages, so it allows
whatever any of them needs; a browser that gets both obeys both.
"""

from typing import Final

from open_comparisons.site.addresses import SECTIONS

_POLICY: Final = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self'",
    "script-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
_OF_SECTION: Final = {
    # The search index is a program that the browser compiles.
    "search": {"script-src": "'self' 'wasm-unsafe-eval'"},
    # The provider's tool compiles a Python, and runs it in a worker that is put together on the page.
    "tool": {"script-src": "'self' 'wasm-unsafe-eval'", "worker-src": "blob:"},
    "webinars": {"media-src": "'self'"},
}
_SHUT: Final = {
    "default-src": "'none'",
    "script-src": "'wasm-unsafe-eval'",
    "worker-src": "blob:",
    "connect-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
FRAMED: Final = "embed"
"""The section whose pages other sites may show in a frame."""

_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Strict-Transport-Security": "max-age=31536000",
}
_NO_FRAMES: Final = ("X-Frame-Options", "DENY")
_OPEN_DATA: Final = ("Access-Control-Allow-Origin", "*")
_OPEN_FOLDERS: Final = ("api", "data")
"""Folders that scripts of other sites may read."""


def page_policy(section: str) -> str:
    """The Content-Security-Policy of a page in a section, for its `meta` element."""
    return _serialize(_POLICY | _OF_SECTION.get(section, {}))


def shut_policy() -> str:
    """
    The policy that the provider's tool puts on its own page before a file can be chosen.

    Nothing is fetched and nothing is sent from then on, not even to the site itself; workers that are made later take
    it over. What runs already goes on.
    """
    return _serialize(_SHUT)


def single_file_policy(script: str, style: str) -> str:
    """The policy of the tool as a single file: nothing runs in it but its own script and style, named by their hash."""
    own = {"script-src": f"{script} 'wasm-unsafe-eval'", "style-src": style}
    return _serialize(_SHUT | own)


def headers() -> dict[str, str]:
    """The headers that a host sends with every file."""
    everything = dict(_POLICY)
    for section in sorted(_OF_SECTION):
        everything |= _OF_SECTION[section]
    # Where nothing is said of workers, as on the page of the search, scripts of the site itself may be workers.
    everything["worker-src"] = f"{everything['script-src'].split()[0]} {everything['worker-src']}"
    return {"Content-Security-Policy": _serialize(everything), **_HEADERS}


def host_files() -> dict[str, str]:
    """The files that common hosts for static sites read their headers from, by their place on the site."""
    return {"_headers": _for_static_hosts(), ".htaccess": _for_apache()}


def for_nginx() -> str:
    """The headers for nginx, to be included in the `server` block of its configuration."""
    framed, open_data = ("|".join(places) for places in (SECTIONS[FRAMED].values(), _OPEN_FOLDERS))
    lines = [
        "# Include this in the server block of the site. It is made by site/policy.py, as a test demands.",
        f'set $framing "{_NO_FRAMES[1]}";',
        f'if ($uri ~ "^/({framed})/") {{ set $framing ""; }}',
        'set $open_data "";',
        f'if ($uri ~ "^/({open_data})/") {{ set $open_data "*"; }}',
        # A header without a value is not sent.
        f"add_header {_NO_FRAMES[0]} $framing always;",
        f"add_header {_OPEN_DATA[0]} $open_data always;",
        *(f'add_header {name} "{value}" always;' for name, value in headers().items()),
    ]
    return "\n".join(lines) + "\n"


def _for_apache() -> str:
    framed, open_data = ("|".join(places) for places in (SECTIONS[FRAMED].values(), _OPEN_FOLDERS))
    lines = [
        "<IfModule mod_headers.c>",
        *(f'  Header always set {name} "{value}"' for name, value in headers().items()),
        f'  Header always set {_NO_FRAMES[0]} "{_NO_FRAMES[1]}" "expr=%{{REQUEST_URI}} !~ m#^/({framed})/#"',
        f'  Header always set {_OPEN_DATA[0]} "{_OPEN_DATA[1]}" "expr=%{{REQUEST_URI}} =~ m#^/({open_data})/#"',
        "</IfModule>",
    ]
    return "\n".join(lines) + "\n"


def _for_static_hosts() -> str:
    """One rule per path besides `/*`, with other headers: hosts differ in handling a header that two rules set."""
    rules = {"/*": headers(), **{f"/{folder}/*": dict([_OPEN_DATA]) for folder in _OPEN_FOLDERS}}
    for section, places in SECTIONS.items():
        # Other sites may frame the first; the others are never published, and hosts need not know of them.
        if section in {FRAMED, "desk", "style"} or any(map(_is_below_another, places.values())):
            continue
        for place in places.values():
            # The home pages are above all the others.
            path = "/" if not place else f"/{place}/" if section == "home" else f"/{place}/*"
            rules[path] = rules.get(path, {}) | dict([_NO_FRAMES])
    blocks = (
        "\n".join([path, *(f"  {name}: {value}" for name, value in sent.items())]) for path, sent in rules.items()
    )
    return "\n\n".join(blocks) + "\n"


def _is_below_another(place: str) -> bool:
    """True where the pages of a section lie in the folder of another one, whose rule they follow."""
    return any(
        place.startswith(f"{other}/") for name in SECTIONS for other in SECTIONS[name].values() if name != "home"
    )


def _serialize(policy: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())
