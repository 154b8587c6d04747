"""A folder put in the place of another in one step, so that there is always one there, whole."""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE: Final = -100
"""AT_FDCWD: paths are as they stand."""
_EXCHANGE: Final = 2
"""RENAME_EXCHANGE: both names exist before and after, and nobody sees anything between."""


@contextmanager
def building_aside(target: Path) -> Iterator[Path]:
    """
    A new folder beside a target, gone at the end; what builds that were killed left there is removed first.

    The folder is locked for as long as anybody works in it, also a process that outlives the one that started it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _clear(target)
    folder, lock = _locked(target)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def swap(new: Path, target: Path) -> None:
    """
    Put a folder at a target; what was there is removed.

    Where the system cannot exchange two names there is a moment without a target; the usual ones of Linux can.
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


def _locked(target: Path) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_prefix(target), dir=target.parent))
        lock = os.open(folder, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_SH)
        if folder.is_dir():  # and not cleared away by another build before it was locked
            return folder, lock
        os.close(lock)


def _exchange(one: Path, other: Path) -> bool:
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return rename is not None and rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0


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
        except BlockingIOError:  # somebody works there
            pass
        finally:
            os.close(handle)
