"""Fixtures of the tests against real published data: where it lies, and sites built from it once."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from filelock import FileLock

from tests.real import cms

PROJECT = Path(__file__).parents[2]
REALDATA = Path(os.environ.get("OPEN_COMPARISONS_REALDATA") or PROJECT.parent / "shared" / "realdata")


class Built(NamedTuple):
    """Where a site and its converted data lie."""

    site: Path
    data: Path


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """One folder for all processes that the tests run in."""
    root = tmp_path_factory.getbasetemp()
    return root if worker_id == "master" else root.parent


@pytest.fixture(scope="session")
def real_folder() -> Callable[[str], Path]:
    """Find a folder of real data, or skip loudly."""

    def find(name: str) -> Path:
        if not (REALDATA / name).is_dir():
            pytest.skip(f"{name} is not there: set OPEN_COMPARISONS_REALDATA to the folder it lies in")
        return REALDATA / name

    return find


@pytest.fixture(scope="session")
def all_hospitals(real_folder: Callable[[str], Path], shared_folder: Path) -> Path:
    """Convert the data of all hospitals, once."""
    folder = shared_folder / "cms-all"
    with FileLock(shared_folder / "cms-all.lock"):
        if not folder.is_dir():
            cms.convert(real_folder(cms.SOURCE_FOLDER), folder)
    return folder


@pytest.fixture(scope="session")
def build_real(shared_folder: Path) -> Callable[..., Built]:
    """Build a site by the command of `make real`, once, however many processes the tests run in."""

    def build(name: str, realdata: Path = REALDATA) -> Built:
        sites, data = shared_folder / "real-sites", shared_folder / "real-data"
        with FileLock(shared_folder / f"real-{name}.lock"):
            if not (sites / name).is_dir():
                command = [sys.executable, "-m", "tests.real.build", str(sites), name, "--data", str(data)]
                environment = {**os.environ, "OPEN_COMPARISONS_REALDATA": str(realdata)}
                done = subprocess.run(
                    command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
                )
                assert done.returncode == 0, done.stderr[-3000:]
        return Built(sites / name, data / name)

    return build
