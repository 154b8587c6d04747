"""The search for the standard and the directory of providers that a path is checked against."""

import os
from importlib import resources
from pathlib import Path
from typing import Final, cast

from open_comparisons.errors import OpenComparisonsError
from open_comparisons.intake.files import PACKED_STANDARD
from open_comparisons.intake.releases import DIRECTORY

DATA_VARIABLE: Final = "OPEN_COMPARISONS_DATA"


def find_directory(path: Path, directory: Path | None) -> Path | None:
    """The directory of providers: the named file, else that of the data folder that holds the path; None if neither."""
    home = _data_folder(path)
    register = directory or (home / DIRECTORY if home and path.resolve().is_relative_to(home) else None)
    return register if register and register.is_file() else None


def find_standard(path: Path) -> Path:
    """
    Find the standard that a path is to be checked against.

    In order: the data folder named by the environment variable OPEN_COMPARISONS_DATA, the data folder that holds the
    path or is beside it, `data/standard` of the working folder, and the standard packed with an offline checker.

    Raises:
        OpenComparisonsError: There is none.
    """
    data_folder = os.environ.get(DATA_VARIABLE)
    if data_folder:
        return Path(data_folder) / "standard"
    home = _data_folder(path)
    if home:
        return home / "standard"
    working_standard = Path("data") / "standard"
    if working_standard.is_dir():
        return working_standard
    packed = resources.files("open_comparisons") / PACKED_STANDARD
    if packed.is_dir():
        return cast("Path", packed)
    raise OpenComparisonsError("errors.no-standard", path=path)


def _data_folder(path: Path) -> Path | None:
    """The nearest data folder at or above a path, or named `data/` in a folder above it; None without any."""
    for folder in (path.resolve(), *path.resolve().parents):
        for candidate in (folder, folder / "data"):
            if (candidate / "standard" / "standard.json").is_file():
                return candidate
    return None
