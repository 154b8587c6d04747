"""Addresses as attributes of links: relative to their page, and only to existing pages and files."""

from collections.abc import Collection
from dataclasses import dataclass

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Links:
    """
    Links of one page of a whole site, where everything exists.

    Attributes:
        root: Address of the site's root, as seen from the page.
    """

    root: str

    def to(self, target: str) -> str:
        """The address of a page or file, given relative to the site's root."""
        return f"{self.root}/{target}"

    def href(self, target: str) -> Markup:
        """The attribute `href` for a page or file, with a space before it; empty where there is no target."""
        return self._attribute("href", target)

    def src(self, target: str) -> Markup:
        """The attribute `src` for a file, with a space before it; empty where there is no target."""
        return self._attribute("src", target)

    def _attribute(self, name: str, target: str) -> Markup:
        return Markup(f' {name}="{escape(self.to(target))}"')  # noqa: S704 - escaped


@dataclass(frozen=True, slots=True)
class PreviewLinks(Links):
    """
    Links of a page of a provider's preview, a folder that is opened without a server and has few pages.

    A link to a page outside the preview goes to the public site, or is left out, so that no link of a preview names a
    page that shows unpublished figures of another provider.

    Attributes:
        names: The files of the preview.
        site_address: The public site; "" where it is not known.
    """

    names: Collection[str]
    site_address: str

    def _attribute(self, name: str, target: str) -> Markup:
        place, mark, part = target.partition("#")
        file = f"{place}index.html" if place.endswith("/") or not place else place
        if file in self.names or place.startswith("theme/"):
            return Markup(f' {name}="{escape(f"{self.root}/{file}{mark}{part}")}"')  # noqa: S704 - escaped
        if self.site_address:
            return Markup(f' {name}="{escape(f"{self.site_address}/{target}")}"')  # noqa: S704 - escaped
        return Markup()
