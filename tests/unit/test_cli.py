"""The command: exit codes, two formats, two languages, and nothing loaded that checking does not need."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from open_comparisons.cli import check as check_command
from open_comparisons.cli.finding import find_standard
from open_comparisons.cli.main import main

PROJECT = Path(__file__).parents[2]
STANDARD = PROJECT / "data" / "standard"
FAILING = Path(__file__).parent / "failing_files"
FAULTY = FAILING / "value-disagrees-with-parts.csv"


@pytest.fixture
def sound(tmp_path):
    """A file without problems, outside any data folder."""
    path = tmp_path / "eken.csv"
    path.write_text(FAULTY.read_text(encoding="utf-8").replace("75.0", "77.5"), encoding="utf-8-sig")
    return path


def check(*arguments):
    return main(["check", "--standard", str(STANDARD), *map(str, arguments)])


def test_a_sound_file_gives_0_and_tells_how_it_was_read(sound, capsys):
    """Encoding, delimiter and decimal mark are printed, so that nothing is guessed silently."""
    assert check(sound, "--lang", "en") == 0
    assert capsys.readouterr().out == (
        f"{sound}: utf-8 with BOM, delimiter comma, decimal mark point, 1 row\nNo problems.\n"
    )


def test_problems_give_1_and_are_told_in_the_language_asked_for(capsys):
    """Swedish by default, English on demand: place, finding, code, remedy."""
    assert check(FAULTY) == 1
    assert 'rad 2, kolumn "varde": värdet stämmer inte' in capsys.readouterr().out
    assert check(FAULTY, "--lang", "en") == 1
    assert 'row 2, column "varde": the value does not agree' in capsys.readouterr().out


def test_json_is_a_list_of_records_and_nothing_else(capsys):
    """A program can read all of the output."""
    assert check(FAULTY, "--format", "json", "--lang", "en") == 1
    (record,) = json.loads(capsys.readouterr().out)
    assert record.keys() == {"file", "row", "column", "code", "message", "remedy"}
    assert (record["file"], record["row"], record["column"], record["code"]) == (
        str(FAULTY),
        2,
        "varde",
        "value-disagrees-with-parts",
    )


def test_json_of_a_sound_file_is_an_empty_list(sound, capsys):
    """No problems, no records."""
    assert check(sound, "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_finding_that_repeats_is_told_once_in_text(sound, capsys):
    """Row after row with the same fault becomes one paragraph with the other rows named."""
    header, row = sound.read_text(encoding="utf-8-sig").splitlines()
    rows = [row.replace("2021", str(year)).replace("privat", "privatt") for year in (2018, 2019, 2020)]
    sound.write_text("\n".join([header, *rows]), encoding="utf-8")
    assert check(sound, "--lang", "en") == 1
    out = capsys.readouterr().out
    assert out.count("[unknown-code]") == 1
    assert "The same in 2 more rows: 3 and 4." in out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["check"],
        ["check", "no-such-file.csv"],
        ["check", "x", "--format", "xml"],
        ["check", str(FAULTY), "--colour"],
    ],
)
def test_wrong_use_gives_2(arguments, capsys):
    """A missing path and an unknown option are told on standard error."""
    assert main(arguments) == 2
    assert capsys.readouterr().err


def test_an_interrupt_gives_130(monkeypatch):
    """Ctrl-C ends the command without a traceback."""

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(check_command, "check_path", interrupt)
    assert main(["check", str(FAULTY)]) == 130


def test_the_environment_names_the_data_folder(sound, monkeypatch):
    """OPEN_COMPARISONS_DATA goes before what lies around the file."""
    monkeypatch.setenv("OPEN_COMPARISONS_DATA", str(PROJECT / "data"))
    assert find_standard(sound) == STANDARD
    monkeypatch.delenv("OPEN_COMPARISONS_DATA")
    assert find_standard(FAULTY) == STANDARD


def test_checking_loads_intake_alone(sound):
    """Neither numpy, pandas, scipy, pelican nor altair is imported, so that the check starts at once."""
    script = (
        "import sys\nfrom open_comparisons.cli.main import main\n"
        f"code = main(['check', {str(sound)!r}, '--standard', {str(STANDARD)!r}])\n"
        "heavy = {'numpy', 'pandas', 'scipy', 'pelican', 'altair', 'jinja2'} & set(sys.modules)\n"
        "sys.exit(code or len(heavy))"
    )
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "plugins")}
    assert subprocess.run([sys.executable, "-c", script], env=environment, check=False).returncode == 0


def test_the_version_is_the_newest_of_the_changelog(capsys):
    """`--version` gives the newest release of the changelog, whatever waits above it for the next one."""
    assert main(["--version"]) == 0
    version = capsys.readouterr().out.split()[-1]
    changelog = (Path(__file__).parents[2] / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## \[?(\d[\d.]*)", changelog, re.MULTILINE)[1] == version
