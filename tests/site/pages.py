"""Read a built site as a reader's program would."""

import csv
import os.path
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

from open_comparisons.build.browser_tool import SINGLE_FILES


@cache
def document(path: Path) -> html.HtmlElement:
    """Parse a page."""
    return html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def words(element: html.HtmlElement) -> str:
    """The text of an element, with single spaces."""
    return " ".join(element.text_content().split())


def csv_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def pages(site: Path) -> list[Path]:
    """List all HTML pages of a site; neither what is sent in place of one that is not there nor a download is one."""
    no_pages = {"404.html", *SINGLE_FILES.values()}
    return sorted(path for path in site.rglob("*.html") if path.name not in no_pages)


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
