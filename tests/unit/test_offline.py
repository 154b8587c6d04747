"""The offline checker is one file that runs on bare Python and is the same every time."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from open_comparisons.build.offline_checker import write_offline_checker
from tests.unit.test_workbooks import SOUND_WORKBOOK

pytestmark = pytest.mark.slow

STANDARD = Path(__file__).parents[2] / "data" / "standard"
FAILING = Path(__file__).parent / "failing_files"


@pytest.fixture(scope="module")
def checker(tmp_path_factory):
    """The offline checker, written once."""
    path = tmp_path_factory.mktemp("offline") / "open-comparisons.pyz"
    write_offline_checker(path, STANDARD)
    return path


def run(checker, *arguments, folder):
    command = [sys.executable, "-I", "-S", str(checker), "check", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def test_it_runs_on_bare_python_with_its_own_standard(checker, tmp_path):
    """No site packages, no data folder near by: the packed standard is used."""
    text = (FAILING / "value-disagrees-with-parts.csv").read_text(encoding="utf-8")
    (tmp_path / "faulty.csv").write_text(text, encoding="utf-8")
    (tmp_path / "sound.csv").write_text(text.replace("75.0", "77.5"), encoding="utf-8")
    faulty = run(checker, "faulty.csv", "--lang", "en", folder=tmp_path)
    assert (faulty.returncode, faulty.stderr) == (1, "")
    assert "value-disagrees-with-parts" in faulty.stdout
    assert run(checker, "sound.csv", folder=tmp_path).returncode == 0


def test_it_reads_workbooks(checker, tmp_path):
    """With the standard library alone, as everything else."""
    (tmp_path / "siffror.xlsx").write_bytes(SOUND_WORKBOOK)
    read = run(checker, "siffror.xlsx", "--lang", "en", folder=tmp_path)
    assert (read.returncode, read.stderr) == (0, "")
    assert "sheet “Data”" in read.stdout


def test_equal_sources_give_equal_bytes(checker, tmp_path):
    """Entries are sorted and carry no time of their own."""
    write_offline_checker(tmp_path / "again.pyz", STANDARD)
    assert checker.read_bytes() == (tmp_path / "again.pyz").read_bytes()
    assert checker.read_bytes().startswith(b"#!/usr/bin/env python3\n")


def test_it_holds_the_checker_and_the_standard_alone(checker):
    """Nothing of the site's building is in it."""
    names = zipfile.ZipFile(checker).namelist()
    assert names == sorted(names)
    assert {"__main__.py", "open_comparisons/cli/main.py", "open_comparisons/packed_standard/matt.json"} <= set(names)
    assert not [name for name in names if "estimates" in name or "publication" in name or "generator" in name]
