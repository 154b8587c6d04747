"""
A store of earlier builds' results, by the hash of everything that each was made from.

An entry can be missing but never out of date: its name is a hash of all its inputs, and of our own code, the Python and
every installed package. Entries are pickles, so a store must be trusted like code; it holds only data that may be
published.
"""

import copyreg
import hashlib
import os
import pickle
import platform
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import MappingProxyType
from typing import Any, Final, TypeVar

_Made = TypeVar("_Made")
_DAYS_KEPT: Final = 30


@dataclass(frozen=True, slots=True)
class Store:
    """
    A folder of results.

    Attributes:
        folder: The folder of entries; None keeps nothing.
        tools: A hash of the code that makes results, from `tools_digest`.
    """

    folder: Path | None
    tools: str = ""

    def remember(self, what: str, parts: Iterable[str], make: Callable[[], _Made]) -> _Made:
        """
        The result kept under these parts, or what `make` gives, which is then kept.

        Args:
            what: The kind of result; each kind has a folder.
            parts: Names or hashes of everything that the result depends on, besides the tools.
            make: Calculates the result; exceptions are not kept.
        """
        parts = tuple(parts)
        made: _Made | None = self.read(what, parts)
        if made is None:
            made = make()
            self.keep(what, parts, made)
        return made

    def read(self, what: str, parts: Iterable[str]) -> Any:  # noqa: ANN401 - what was kept
        """The result kept under these parts, or None."""
        if self.folder is None:
            return None
        entry = self._entry(what, parts)
        try:
            with entry.open("rb") as handle:
                made = pickle.load(handle)  # noqa: S301 - our own, trusted like our code
        except FileNotFoundError:
            return None
        except Exception:  # noqa: BLE001 - an entry cut short can break in any way; it is then made again
            entry.unlink(missing_ok=True)
            return None
        os.utime(entry)
        return made

    def keep(self, what: str, parts: Iterable[str], made: object) -> None:
        """Keep a result under these parts."""
        if self.folder is None:
            return
        entry = self._entry(what, parts)
        entry.parent.mkdir(parents=True, exist_ok=True)
        # Written aside, under a name that no other thread or process has, and renamed, so that a build that is killed
        # here leaves no half entry.
        with NamedTemporaryFile(dir=entry.parent, prefix=f"{entry.name}.", delete=False) as partial:
            _Pickler(partial, protocol=pickle.HIGHEST_PROTOCOL).dump(made)
        Path(partial.name).replace(entry)

    def has(self, what: str, parts: Iterable[str]) -> bool:
        """True where there is a result under these parts."""
        return self.folder is not None and self._entry(what, parts).is_file()

    def prune(self) -> None:
        """Remove entries that no build has used for a month."""
        if self.folder is None:
            return
        oldest = time.time() - _DAYS_KEPT * 24 * 3600
        for entry in self.folder.glob("*/*"):
            if entry.stat().st_mtime < oldest:
                entry.unlink(missing_ok=True)

    def _entry(self, what: str, parts: Iterable[str]) -> Path:
        return Path(self.folder or "") / what / digest(self.tools, *parts)


def tools_digest() -> str:
    """A hash of the tools that make results: our code, the Python, and every installed package by its version."""
    packages = sorted({f"{package.metadata['Name']} {package.version}" for package in distributions()})
    return digest(code_digest(Path(__file__).parents[1]), platform.python_version(), *packages)


def digest(*parts: str | bytes) -> str:
    """A hash of texts in their order; it depends also on the division between them."""
    hashed = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        hashed.update(len(content).to_bytes(8, "big"))
        hashed.update(content)
    return hashed.hexdigest()


def files_digest(folder: Path, *, pattern: str = "**/*") -> str:
    """A hash of the files below a folder, by path and content. Hidden files count, bytecode does not."""
    files = sorted(path for path in folder.glob(pattern) if path.is_file() and "__pycache__" not in path.parts)
    return digest(*(part for path in files for part in (path.relative_to(folder).as_posix(), path.read_bytes())))


def code_digest(folder: Path) -> str:
    """A hash of the Python code below a folder, and of its message files."""
    return digest(files_digest(folder, pattern="**/*.py"), files_digest(folder, pattern="**/words/*.json"))


def _read_only(parts: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(parts)


def _reduce(mapping: MappingProxyType[Any, Any]) -> tuple[Any, ...]:
    return _read_only, (dict(mapping),)


class _Pickler(pickle.Pickler):
    # Read-only mappings have no pickle of their own.
    dispatch_table: Any = copyreg.dispatch_table | {MappingProxyType: _reduce}
