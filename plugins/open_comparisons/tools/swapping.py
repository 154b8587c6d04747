"""Replacing one folder with another in one step, so that a complete one is there at every moment."""

import ctypes
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_HERE: Final = -100
"""AT_FDCWD: relative paths start in the working folder."""
_EXCHANGE: Final = 2
"""RENAME_EXCHANGE: both names exist before and after, with no visible state between."""


@contextmanager
def building_aside(target: Path) -> Iterator[Path]:
    """
    A new folder beside a target, removed at the end; the remains of killed builds are removed first.

    The folder is locked while any process works in it, also one that outlives its parent.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _clear(target)
    folder, lock = _make_locked(target)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def swap(new: Path, target: Path) -> None:
    """
    Move a folder to a target, and remove the old one.

    Where the file system cannot exchange two names there is a moment without a target; the usual ones of Linux can.
    """
    new.chmod(0o755)
    if not target.exists():
        new.rename(target)
    elif _exchange(new, target):
        shutil.rmtree(new, ignore_errors=True)
    else:
        old = new.with_name(f"{new.name}-old")
        target.rename(old)
        new.rename(target)
        shutil.rmtree(old, ignore_errors=True)


def _make_locked(target: Path) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_prefix(target), dir=target.parent))
        lock = os.open(folder, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_SH)
        if folder.is_dir():  # and not cleared away by another build before it was locked
            return folder, lock
        os.close(lock)


def _exchange(path: Path, other: Path) -> bool:
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return rename is not None and rename(_HERE, os.fsencode(path), _HERE, os.fsencode(other), _EXCHANGE) == 0


def _prefix(target: Path) -> str:
    return f".{target.name}-"


def _clear(target: Path) -> None:
    for left in target.parent.glob(f"{_prefix(target)}*"):
        if not left.is_dir() or left.is_symlink():
            continue
        handle = os.open(left, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
        except BlockingIOError:  # another build works there
            pass
        finally:
            os.close(handle)
