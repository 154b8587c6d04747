"""The publisher: the site's name and address, for calendars, feeds and structured data."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

from markdown.extensions.toc import slugify

from open_comparisons.standard.text import Text

_SINCE: Final = 2026
"""The year in the names of texts, which are tag URIs (RFC 4151). Never change it: the names would change too."""
_NOT_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Publisher:
    """
    The publisher of a site.

    Attributes:
        title: The site's name.
        address: The site's address without a final "/"; "" if unknown.
    """

    title: Text
    address: str = ""

    @property
    def host(self) -> str:
        """The site's host, for names that must be unique; derived from the site's name where no address is known."""
        return urlsplit(self.address).hostname or slugify(self.title.plain("sv"), "-") or "site"

    def absolute(self, url: str, page: str = "") -> str:
        """
        The absolute address of a page or file; "" where the address of the site is unknown.

        Args:
            url: Relative to the site's root, or to a page of it.
            page: The page.
        """
        return urljoin(f"{self.address}/{page}", url) if self.address else ""

    def name(self, url: str) -> str:
        """The permanent name (a tag URI) of a text or feed, by its address from the site's root."""
        return f"tag:{self.host},{_SINCE}:/{url}"


def clean(text: str) -> str:
    """A text without the characters that XML and calendars forbid."""
    return _NOT_TEXT.sub("", text)
