"""The report on a published site to the person who pushed, in every language."""

from typing import Final

from open_comparisons.messages import LANGUAGES, say
from open_comparisons.server.sites import Site, SiteDifference, total_size

_NAMES: Final = 10
"""Number of pages that a report names."""


def published_text(site: Site, changes: SiteDifference, address: str, seconds: float) -> str:
    """
    The address of the site, the changes in it, and its size and time.

    Args:
        site: The site that is served now.
        changes: Files that differ from the previous site.
        address: The address for readers.
        seconds: Duration of the publication.
    """
    names = (changes.added, changes.changed, changes.removed)
    pages = [[name for name in of if name.endswith(".html")] for of in names]
    others = [len(of) - len(of_pages) for of, of_pages in zip(names, pages, strict=True)]
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
