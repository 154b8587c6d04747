"""
The sites on a server: the served site, and the last few, for rollback.

`sites/<number>-<time>-<commit>/` holds `site/` and `record.json`; `current` is a link to the `site/` that is served. A
folder gets such a name when it is complete, and loses it before anything in it is removed, so that a process that ends
at any moment leaves nothing but complete sites and folders to tidy away. Unchanged files of two sites are hard links.
"""

import filecmp
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from open_comparisons.errors import OpenComparisonsError

KEPT: Final = 5
_UNFINISHED: Final = ".unfinished-"
_RECORD: Final = "record.json"


@dataclass(frozen=True, slots=True)
class Site:
    """
    A complete site.

    Attributes:
        folder: Its folder, with `site/` and `record.json`.
        commit: The commit it was built from.
        instant: The instant it was built for, in seconds.
        withdrawn: The releases that were withdrawn by then, as "dataset/release".
    """

    folder: Path
    commit: str
    instant: int
    withdrawn: frozenset[str]

    @property
    def name(self) -> str:
        """Its name, for `deploy rollback`."""
        return self.folder.name

    @property
    def root(self) -> Path:
        """The folder that is served."""
        return self.folder / "site"


@dataclass(frozen=True, slots=True)
class SiteDifference:
    """Names of the files that differ between two sites."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sites:
    """The sites of a server, below one folder. Changes require the lock of `Server`."""

    base: Path

    def all(self) -> list[Site]:
        """All complete sites, the oldest first."""
        sites = (self._read(folder) for folder in sorted((self.base / "sites").glob("[0-9]*")))
        return [site for site in sites if site]

    def current(self) -> Site | None:
        """The site that is served; None where there is none."""
        try:
            served = (self.base / "current").readlink()
        except OSError:
            return None
        return self._read(self.base / served.parent)

    def add(self, built: Path, commit: str, instant: int, withdrawn: Iterable[str]) -> Site:
        """
        Add a built site, without serving it.

        Args:
            built: Its folder, which is left unchanged.
            commit: The commit it was built from.
            instant: The instant it was built for, in seconds.
            withdrawn: The releases withdrawn by then.
        """
        complete = self.all()
        number = 1 + max((int(site.name.split("-")[0]) for site in complete), default=0)
        name = f"{number:06}-{datetime.fromtimestamp(instant, tz=UTC):%Y%m%dT%H%M%SZ}-{commit[:10]}"
        unfinished = self.base / "sites" / f"{_UNFINISHED}{name}"
        unfinished.mkdir(parents=True)
        _take_over(built, unfinished / "site", self.current())
        record = {"commit": commit, "instant": instant, "withdrawn": sorted(withdrawn)}
        (unfinished / _RECORD).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        # On disk before it has its name, so that a power cut, too, leaves only complete sites.
        os.sync()
        folder = unfinished.rename(unfinished.with_name(name))
        return Site(folder, commit, instant, frozenset(withdrawn))

    def serve(self, site: Site) -> None:
        """Serve a site, from one request to the next."""
        link = self.base / f"{_UNFINISHED}current"
        link.unlink(missing_ok=True)
        link.symlink_to(site.root.relative_to(self.base))
        link.replace(self.base / "current")
        _to_disk(self.base)

    def tidy(self) -> list[Site]:
        """
        Remove unfinished sites, and all but the newest few.

        A site with a release that is withdrawn in the served one is removed at any age.

        Returns:
            The sites that were removed for that reason.
        """
        for left in (*self.base.glob(f"{_UNFINISHED}*"), *(self.base / "sites").glob(f"{_UNFINISHED}*")):
            _remove(left)
        served = self.current()
        others = [site for site in self.all() if served and site.folder != served.folder]
        withdrawn = [site for site in others if served and served.withdrawn - site.withdrawn]
        old = [site for site in others if site not in withdrawn][: -(KEPT - 1)]
        for site in (*withdrawn, *old):
            _remove(site.folder.rename(site.folder.with_name(f"{_UNFINISHED}{site.name}")))
        return withdrawn

    def find(self, name: str) -> Site:
        """
        The site with a name.

        Raises:
            OpenComparisonsError: There is no such site, or not any longer.
        """
        for site in self.all():
            if site.name == name:
                return site
        raise OpenComparisonsError("errors.no-such-site", name=name)

    def _read(self, folder: Path) -> Site | None:
        try:
            record: Any = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return Site(folder, str(record["commit"]), int(record["instant"]), frozenset(record["withdrawn"]))


def difference(old: Path | None, new: Path) -> SiteDifference:
    """The files that differ between two built sites; all are added where there is no old one."""
    before, after = (set(_files(folder)) if folder else set() for folder in (old, new))
    changed = (name for name in before & after if old and not _same(old / name, new / name))
    return SiteDifference(*(tuple(sorted(names)) for names in (after - before, changed, before - after)))


def total_size(folder: Path) -> int:
    """The size of the files below a folder, in bytes."""
    return sum((folder / name).stat().st_size for name in _files(folder))


def _take_over(built: Path, target: Path, last: Site | None) -> None:
    """Link the files of a built site into a folder; to those of the last site where equal, which keeps their times."""
    for name in _files(built):
        source, new = built / name, target / name
        new.parent.mkdir(parents=True, exist_ok=True)
        old = last.root / name if last else source
        new.hardlink_to(old if old.is_file() and _same(old, source) else source)


def _same(path: Path, other: Path) -> bool:
    return path.samefile(other) or filecmp.cmp(path, other, shallow=False)


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
