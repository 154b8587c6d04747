"""The report on a published site to the person who pushed, in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from open_comparisons.messages import LANGUAGES, say
from open_comparisons.server.sites import total_size

if TYPE_CHECKING:
    from open_comparisons.server.sites import Site, SiteDifference

_NAMES: Final = 10
"""How many pages a report names."""


def published_text(site: Site, told: SiteDifference, address: str, seconds: float) -> str:
    """
    Where it is, what changed and what it cost.

    Args:
        site: The site that is served now.
        told: Files that differ from the previous site.
        address: Where readers find it.
        seconds: How long it took.
    """
    names = (told.added, told.changed, told.removed)
    pages = [[name for name in of if name.endswith(".html")] for of in names]
    others = [len(of) - len(shown) for of, shown in zip(names, pages, strict=True)]
    files = sum(1 for path in site.root.rglob("*") if path.is_file())
    lines = []
    for lang in LANGUAGES:
        lines.append(say(lang, "server.published", address=address, commit=site.commit[:10]))
        for kind, counts in (("pages", map(len, pages)), ("other-files", others)):
            added, changed, removed = counts
            lines.append("  " + say(lang, f"server.{kind}", added=added, changed=changed, removed=removed))
        lines.append("  " + say(lang, "server.cost", files=files, size=total_size(site.root) / 1e6, seconds=seconds))
    changed_pages = pages[0] + pages[1]
    lines += [f"    /{name.removesuffix('index.html')}" for name in changed_pages[:_NAMES]]
    lines += ["    …"] if len(changed_pages) > _NAMES else []
    return "\n".join(lines)
