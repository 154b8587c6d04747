"""Who publishes: what the site is called and where it is, for calendars, feeds and structured data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from markdown.extensions.toc import slugify

if TYPE_CHECKING:
    from open_comparisons.standard.model import Text

_SINCE: Final = 2026
"""The year that names of texts are given in, as tag URIs (RFC 4151) want one; never to be changed."""
_NOT_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Publisher:
    """
    Who publishes.

    Attributes:
        title: What the site is called.
        address: Where it is, without a last "/"; "" where not known.
    """

    title: Text
    address: str = ""

    @property
    def host(self) -> str:
        """What names of texts end in: the site's host, or its name where no address is known."""
        return urlsplit(self.address).hostname or slugify(self.title.plain("sv"), "-") or "site"

    def absolute(self, url: str, page: str = "") -> str:
        """
        Where something is on the web; "" where the site's address is not known.

        Args:
            url: Relative to the site's root, or to a page of it.
            page: The page.
        """
        return urljoin(f"{self.address}/{page}", url) if self.address else ""

    def name(self, url: str) -> str:
        """A name of a text or feed that stays the same for ever."""
        return f"tag:{self.host},{_SINCE}:/{url}"


def clean(text: str) -> str:
    """A text without the characters that neither XML nor calendars may hold."""
    return _NOT_TEXT.sub("", text)
