"""Servers to push to."""

import shutil
import sys
from pathlib import Path

import pytest

from open_comparisons.cli.main import main
from tests.deploy.server import Machine, have_packages, make_machine, write_tiny_project
from tests.small_data import SMALL_DATASET, SMALL_RELEASE, copy_small_content, copy_small_data

PYTHON = Path(sys.prefix)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Machine:
    """Make a server and a clone with a small project, published once."""
    made = make_machine(tmp_path_factory.mktemp("deploy"), PYTHON)
    for name in ("plugins", "theme", "tool"):
        shutil.copytree(project / name, made.clone / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pelicanconf.py", "publishconf.py", "requirements.txt"):
        shutil.copy(project / name, made.clone)
    (made.clone / "content").mkdir()
    (made.clone / "data").mkdir()
    copy_small_content(made.clone / "content")
    copy_small_data(made.clone / "data")
    assert main(["seal", SMALL_DATASET, SMALL_RELEASE, "--data", str(made.clone / "data")]) == 0
    have_packages(made, PYTHON)
    made.setting("openoutcomes.siteAddress", "https://example.org")
    made.setting("openoutcomes.search", "0")
    made.commit("first")
    pushed = made.push()
    assert pushed.returncode == 0, pushed.stderr
    return made


@pytest.fixture
def tiny(tmp_path: Path) -> Machine:
    """Make a server and a clone with a project that builds in a moment; nothing is published yet."""
    made = make_machine(tmp_path, PYTHON)
    write_tiny_project(made.clone, "one")
    have_packages(made, PYTHON)
    (made.repository / "hooks" / "pre-receive").unlink()  # what is pushed has no data to judge
    made.commit("one")
    return made
