"""
The sites on a server: the one that is served, and the last few to go back to.

`sites/<number>-<time>-<commit>/` holds `site/` and `record.json`; `current` is a link to the `site/` that is served. A
folder gets such a name when it is whole, and loses it before anything in it is removed, so that whatever ends a process
at any moment leaves whole sites and things to tidy away, and nothing else. Files that are as before are one on disk.
"""

from __future__ import annotations

import filecmp
import json
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from open_comparisons.errors import OpenComparisonsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

KEPT: Final = 5
_UNFINISHED: Final = ".unfinished-"
_RECORD: Final = "record.json"


@dataclass(frozen=True, slots=True)
class Site:
    """
    A site that stands.

    Attributes:
        folder: Where.
        commit: What it was built from.
        instant: The instant it was built for, in seconds: what was out by then.
        withdrawn: The releases that were withdrawn by then, as "dataset/release".
    """

    folder: Path
    commit: str
    instant: int
    withdrawn: frozenset[str]

    @property
    def name(self) -> str:
        """Its name, to go back to it by."""
        return self.folder.name

    @property
    def root(self) -> Path:
        """The folder that is served."""
        return self.folder / "site"


@dataclass(frozen=True, slots=True)
class SiteDifference:
    """What one site has otherwise than another: names of files."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sites:
    """The sites of a server, below one folder. Whoever changes them holds the lock."""

    base: Path

    def standing(self) -> list[Site]:
        """All of them, the oldest first."""
        found = (self._read(folder) for folder in sorted((self.base / "sites").glob("[0-9]*")))
        return [site for site in found if site]

    def current(self) -> Site | None:
        """The one that is served."""
        try:
            served = (self.base / "current").readlink()
        except OSError:
            return None
        return self._read(self.base / served.parent)

    def add(self, built: Path, commit: str, instant: int, withdrawn: Iterable[str]) -> Site:
        """
        Take a built site in; it is not served yet.

        Args:
            built: Its folder, which is left as it is.
            commit: What it was built from.
            instant: The instant it was built for, in seconds.
            withdrawn: The releases withdrawn by then.
        """
        standing = self.standing()
        number = 1 + max((int(site.name.split("-")[0]) for site in standing), default=0)
        name = f"{number:06}-{datetime.fromtimestamp(instant, tz=UTC):%Y%m%dT%H%M%SZ}-{commit[:10]}"
        unfinished = self.base / "sites" / f"{_UNFINISHED}{name}"
        unfinished.mkdir(parents=True)
        _take_over(built, unfinished / "site", self.current())
        record = {"commit": commit, "instant": instant, "withdrawn": sorted(withdrawn)}
        (unfinished / _RECORD).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        # On disk before it has a name, so that also a power cut leaves whole sites.
        os.sync()
        folder = unfinished.rename(unfinished.with_name(name))
        return Site(folder, commit, instant, frozenset(withdrawn))

    def serve(self, site: Site) -> None:
        """Let a site be the one that is served, from one request to the next."""
        link = self.base / f"{_UNFINISHED}current"
        link.unlink(missing_ok=True)
        link.symlink_to(site.root.relative_to(self.base))
        link.replace(self.base / "current")
        _to_disk(self.base)

    def tidy(self) -> list[Site]:
        """
        Remove what is unfinished, and all but the newest few sites.

        A site that has a release which the served one tells to be withdrawn goes whatever its age.

        Returns:
            The sites that went for that reason.
        """
        for left in (*self.base.glob(f"{_UNFINISHED}*"), *(self.base / "sites").glob(f"{_UNFINISHED}*")):
            _remove(left)
        served = self.current()
        others = [site for site in self.standing() if served and site.folder != served.folder]
        telling = [site for site in others if served and served.withdrawn - site.withdrawn]
        old = [site for site in others if site not in telling][: -(KEPT - 1)]
        for site in (*telling, *old):
            _remove(site.folder.rename(site.folder.with_name(f"{_UNFINISHED}{site.name}")))
        return telling

    def named(self, name: str) -> Site:
        """
        The site of a name.

        Raises:
            OpenComparisonsError: It does not stand any longer, or never did.
        """
        for site in self.standing():
            if site.name == name:
                return site
        raise OpenComparisonsError("errors.no-such-site", name=name)

    def _read(self, folder: Path) -> Site | None:
        try:
            kept: Any = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return Site(folder, str(kept["commit"]), int(kept["instant"]), frozenset(kept["withdrawn"]))


def difference(old: Path | None, new: Path) -> SiteDifference:
    """What a site has otherwise than another."""
    before, after = (set(_files(folder)) if folder else set() for folder in (old, new))
    changed = (name for name in before & after if old and not _same(old / name, new / name))
    return SiteDifference(*(tuple(sorted(names)) for names in (after - before, changed, before - after)))


def total_size(folder: Path) -> int:
    """How many bytes the files below a folder hold."""
    return sum((folder / name).stat().st_size for name in _files(folder))


def _take_over(built: Path, target: Path, last: Site | None) -> None:
    """The files of a built site: links to those of the last one where they are equal, with their times."""
    for name in _files(built):
        source, new = built / name, target / name
        new.parent.mkdir(parents=True, exist_ok=True)
        old = last.root / name if last else source
        new.hardlink_to(old if old.is_file() and _same(old, source) else source)


def _same(one: Path, other: Path) -> bool:
    return one.samefile(other) or filecmp.cmp(one, other, shallow=False)


def _files(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
