"""What whoever pushed is told of a site that was published, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from open_comparisons.server.sites import total_size

if TYPE_CHECKING:
    from open_comparisons.server.sites import Site, SiteDifference

_NAMES: Final = 10
"""How many pages a report names."""

_DONE: Final = (
    "Publicerad: {address} ({commit})",
    "Published: {address} ({commit})",
)
_KINDS: Final = (("sidor", "andra filer"), ("pages", "other files"))
_WHAT: Final = (
    "  {what}: {of.added} nya, {of.changed} ändrade, {of.removed} borta",
    "  {what}: {of.added} new, {of.changed} changed, {of.removed} gone",
)
_COST: Final = "  {files} filer / files, {megabytes:.1f} MB, {seconds:.0f} s"


@dataclass(frozen=True, slots=True)
class _Counts:
    added: int
    changed: int
    removed: int


def published_text(site: Site, told: SiteDifference, address: str, seconds: float) -> str:
    """
    Where it is, what changed and what it cost.

    Args:
        site: The site that is served now.
        told: What it has otherwise than the one before.
        address: Where readers find it.
        seconds: How long it took.
    """
    names = (told.added, told.changed, told.removed)
    pages = [[name for name in of if name.endswith(".html")] for of in names]
    others = (len(of) - len(shown) for of, shown in zip(names, pages, strict=True))
    counts = (_Counts(*map(len, pages)), _Counts(*others))
    files = sum(1 for path in site.root.rglob("*") if path.is_file())
    lines = []
    for done, kinds, what in zip(_DONE, _KINDS, _WHAT, strict=True):
        lines.append(done.format(address=address, commit=site.commit[:10]))
        lines += [what.format(what=kind, of=of) for kind, of in zip(kinds, counts, strict=True)]
    lines += [f"    /{name.removesuffix('index.html')}" for name in (pages[0] + pages[1])[:_NAMES]]
    lines += ["    …"] if len(pages[0] + pages[1]) > _NAMES else []
    return "\n".join((*lines, _COST.format(files=files, megabytes=total_size(site.root) / 1e6, seconds=seconds)))
