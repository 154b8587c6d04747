"""Which standard and which directory of providers a path is checked against."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path
from typing import Final, cast

from open_comparisons.errors import OpenComparisonsError
from open_comparisons.intake.files import PACKED_STANDARD
from open_comparisons.intake.releases import DIRECTORY

DATA_VARIABLE: Final = "OPEN_COMPARISONS_DATA"


def find_directory(path: Path, directory: Path | None) -> Path | None:
    """The directory of providers to use: the one named, or the one of the data folder that a path lies in."""
    home = _data_folder(path)
    register = directory or (home / DIRECTORY if home and path.resolve().is_relative_to(home) else None)
    return register if register and register.is_file() else None


def find_standard(path: Path) -> Path:
    """
    Find the standard that a path is to be checked against.

    The data folder named by the environment variable OPEN_COMPARISONS_DATA goes first, then the one that the path lies
    in or beside, then `data/standard` of the working folder, last the standard packed with an offline checker.

    Raises:
        OpenComparisonsError: There is none.
    """
    named = os.environ.get(DATA_VARIABLE)
    if named:
        return Path(named) / "standard"
    home = _data_folder(path)
    if home:
        return home / "standard"
    here = Path("data") / "standard"
    if here.is_dir():
        return here
    packed = resources.files("open_comparisons") / PACKED_STANDARD
    if packed.is_dir():
        return cast("Path", packed)
    raise OpenComparisonsError("errors.no-standard", path=path)


def _data_folder(path: Path) -> Path | None:
    """The nearest data folder, or folder that holds one as `data/`, at or above a path."""
    for folder in (path.resolve(), *path.resolve().parents):
        for candidate in (folder, folder / "data"):
            if (candidate / "standard" / "standard.json").is_file():
                return candidate
    return None
