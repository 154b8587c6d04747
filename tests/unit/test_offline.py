"""The offline checker is one file that runs on bare Python and is the same every time."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from open_comparisons.build.offline_checker import write_offline_checker
from open_comparisons.cli.main import VERBS
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


def call(checker, *arguments, python=sys.executable, **environment):
    """Run the single file as a person does."""
    command = [python, str(checker), *arguments]
    own = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **environment}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=own, check=False)


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (("--help",), {}, ("kommandon:", "skydda", "Hjälp om ett kommando: python open-comparisons.pyz KOMMANDO")),
        (("--help",), {"LC_ALL": "sv_SE.UTF-8"}, ("kommandon:",)),
        (("--help",), {"LC_ALL": "en_GB.UTF-8"}, ("commands:", "Nothing leaves this computer")),
        (("--help", "--lang", "en"), {}, ("commands:",)),
        (("--lang=sv", "--help"), {"LC_ALL": "en_GB.UTF-8"}, ("kommandon:",)),
        (("protect", "--help"), {}, ("användning: python open-comparisons.pyz protect", "paketet att skicka")),
        (("check", "--lang", "en", "-h"), {}, ("usage:", "a CSV file, a workbook, a package")),
    ],
)
def test_the_help_is_in_the_language_of_the_reader(checker, arguments, environment, words):
    """Asked for, or that of the machine; Swedish where it says neither. Nothing of it is in the other."""
    done = call(checker, *arguments, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    for each in words:
        assert each in " ".join(done.stdout.split())
    assert ("show this" in done.stdout) == ("usage:" in done.stdout)


def test_only_its_own_commands_are_offered(checker):
    """Any other is a mistake in words, and so is none at all."""
    listed = [line.split()[0] for line in call(checker, "--help").stdout.splitlines() if line.startswith("    ")]
    assert [name for name in listed if name in VERBS] == ["check", "protect"]
    for verb in set(VERBS) - {"check", "protect"}:
        done = call(checker, verb, "x")
        assert done.returncode == 2
        assert f"'{verb}' är inte något av 'check', 'protect'" in done.stderr
    assert call(checker).returncode == 2
    assert "kommandon:" in call(checker).stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check",), "det här saknas: PATH"),
        (("protect", "a.csv"), "det här saknas: -o/--output"),
        (("check", "a.csv", "--nytt"), "okänt: --nytt"),
        (("check", "a.csv", "--format", "xml"), "--format: 'xml' är inte något av"),
        (("check", "a.csv", "--format"), "--format: det saknas ett värde"),
    ],
)
def test_mistakes_are_told_in_the_language_of_the_reader(checker, arguments, words):
    """In Swedish too, with how the command is used."""
    done = call(checker, *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.startswith("användning: ")


@pytest.mark.parametrize("version", ["2.7", "3.6", "3.8", "3.9", "3.10"])
def test_an_old_python_is_told_what_it_lacks(checker, version):
    """One sentence in each language, and no traceback."""
    python = shutil.which(f"python{version}")
    if not python or subprocess.run([python, "--version"], capture_output=True, check=False).returncode:
        pytest.skip(f"THE SINGLE FILE IS NOT TRIED WITH PYTHON {version}: it is not here")
    done = call(checker, "check", "a.csv", python=python)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[1] == f"This program needs Python 3.11 or later, but this is Python {version}."
    assert len(done.stderr.splitlines()) == 2


def test_the_first_module_is_one_that_any_python_can_read(checker):
    """Nothing in it is newer than the oldest Python that is about; the version is that of the project."""
    text = zipfile.ZipFile(checker).read("__main__.py").decode("ascii")
    ast.parse(text, feature_version=(3, 4))
    assert "sys.version_info < (3, 11)" in text
    project = tomllib.loads((STANDARD.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["requires-python"].startswith(">=3.11")
