"""Read a built site as a reader's program would."""

import os.path
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html


@cache
def document(path: Path) -> html.HtmlElement:
    """Parse a page."""
    return html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def pages(site: Path) -> list[Path]:
    """List all HTML pages of a site; what is sent in place of one that is not there is none."""
    return sorted(path for path in site.rglob("*.html") if path != site / "404.html")


def local_target(page: Path, link: str, site: Path) -> Path | None:
    """Find the file a link leads to; None where it leaves the site."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    if not parts.path:
        return page
    start = site if parts.path.startswith("/") else page.parent
    target = os.path.normpath(start / unquote(parts.path).lstrip("/"))
    return Path(target, "index.html") if _is_folder(target) else Path(target)


@cache
def _is_folder(path: str) -> bool:
    return Path(path).is_dir()
