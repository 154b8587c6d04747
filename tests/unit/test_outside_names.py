"""What comes from outside is shown without being obeyed, and what the system says is said in the reader's language."""

import errno
import io
import os
import re
import subprocess
import sys
import zipfile

import pytest
import xlsxwriter

from open_comparisons.cli.main import VERBS, main
from open_comparisons.errors import error_text
from open_comparisons.intake.files import json_object
from open_comparisons.messages import LANGUAGES, message, say, visible
from tests.conftest import PROJECT
from tests.descriptions import ANSWERED
from tests.submitted_rows import file_of

STANDARD = ("--standard", str(PROJECT / "data" / "standard"))
EVIL = "a\x1b[31m\u202eb\x9b2J\u2066c\x07"
"""Escape sequences of both kinds, direction marks and a bell."""
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
ENGLISH = re.compile(
    r"\b(argument|expected|invalid|unrecognized|required|choose from|No such|denied|directory|Expecting|delimiter"
    r"|ambiguous|ignored)\b",
    re.IGNORECASE,
)


def zip_of(path, members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def workbook(sheet, *cells):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    page = book.add_worksheet(sheet)
    for place, cell in enumerate(cells):
        page.write_string(0, place, cell)
    book.close()
    return buffer.getvalue()


def put(path, content):
    path.write_bytes(content)
    return path


WAYS = {
    "a member of a package": lambda folder: (
        "check",
        zip_of(
            folder / "a.zip", {f"{EVIL}.csv": file_of({}), "a.json": "{}", "checksums.txt": f"{'0' * 64}  {EVIL}.csv\n"}
        ),
    ),
    "a member of an archive": lambda folder: (
        *("protect", put(folder / "sant.csv", file_of({})), "-o", folder / "ut.zip", *ANSWERED),
        *(
            "--previous",
            zip_of(folder / "allt.zip", {f"{EVIL}/eken.csv": file_of({"status": "x"}), f"{EVIL}.csv": b"1"}),
        ),
    ),
    "a file": lambda folder: ("check", put(folder / f"{EVIL}.csv", file_of({"status": "x"}))),
    "a file for a program": lambda folder: (
        *("check", put(folder / f"{EVIL}.csv", file_of({"status": "x"})), "--format", "json"),
    ),
    "a package": lambda folder: (
        "check",
        zip_of(folder / f"{EVIL}.zip", {"a.csv": file_of({"status": "x"}), "a.json": "{}"}),
    ),
    "a file that is not there": lambda folder: ("check", folder / EVIL),
    "an output": lambda folder: (
        "protect",
        put(folder / "sant.csv", file_of({})),
        "-o",
        folder / f"{EVIL}.zip",
        *ANSWERED,
    ),
    "an output of another kind": lambda folder: ("protect", put(folder / "s.csv", file_of({})), "-o", folder / EVIL),
    "a folder that is not there": lambda folder: (
        *("protect", put(folder / "sant.csv", file_of({})), "-o", folder / EVIL / "ut.zip", *ANSWERED),
    ),
    "a heading": lambda folder: ("check", put(folder / "a.csv", file_of({}).replace(b"kommentar", EVIL.encode()))),
    "a cell": lambda folder: ("check", put(folder / "a.csv", file_of({"status": EVIL, "period": EVIL}))),
    "an option": lambda _: ("check", "x", "--format", EVIL),
    "an option that there is not": lambda _: ("check", "x", f"--{EVIL}"),
    "a target group": lambda folder: ("template", EVIL, "-o", folder / "mall.csv"),
    "a sheet": lambda folder: ("check", put(folder / "a.xlsx", evil_sheet())),
}


def evil_sheet():
    """A workbook whose sheet has such a name, which no program would write."""
    whole, changed = workbook("SHEETNAME", "x"), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"SHEETNAME", "a\u202eb\x9bc".encode()))
    return changed.getvalue()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_from_outside_is_obeyed(tmp_path, way, lang, capsys):
    """No escape, control or direction character of a name or a cell reaches the terminal."""
    words = [str(word) for word in WAYS[way](tmp_path)]
    main([*words, *STANDARD, "--lang", lang])
    said = capsys.readouterr()
    assert said.out + said.err
    assert not OBEYED.findall(said.out + said.err)


def test_what_is_shown_keeps_what_can_be_seen():
    """Hard and narrow spaces, tabs, line breaks and soft hyphens are no danger."""
    assert visible("1\u202f200\u00a0kr\n\tåäö\u00ad–") == "1\u202f200\u00a0kr\n\tåäö\u00ad–"
    assert visible(EVIL) == "a\ufffd[31m\ufffdb\ufffd2J\ufffdc\ufffd"
    assert say("sv", "errors.list", first=message("errors.place.row", row=EVIL), last=EVIL).count("\ufffd") == 10


MISTAKES = {
    "missing": ["check"],
    "unknown": ["check", "x", "--nej"],
    "choice": ["check", "x", "--format", "pdf"],
    "no-value": ["check", "x", "--format"],
    "no-argument": ["protect", "x", "-o", "y", "--force=1"],
    "ambiguous": ["receive", "x", "--from", "y", "--da", "1"],
    "a verb": ["nej"],
    "no verb": ["--lang", "LANG"],
    "a day": ["receive", "x", "--from", "y", "--at", "igår"],
    "a number": ["receive", "x", "--from", "y", "--days", "två"],
}


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_mistake_is_told_in_the_readers_language(mistake, lang, capsys, monkeypatch):
    """Whatever the parser found: none of its own English words in Swedish, and one language only."""
    monkeypatch.setenv("LC_ALL", {"sv": "sv_SE.UTF-8", "en": "en_GB.UTF-8"}[lang])
    assert main([word.replace("LANG", lang) for word in MISTAKES[mistake]]) == 2
    said = capsys.readouterr().err.splitlines()[-1]
    if lang == "sv":
        assert not ENGLISH.search(said), said
    else:
        assert not re.search("[åäö]", said.replace("två", "").replace("igår", "")), said


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_has_its_help_in_both_languages(verb, capsys, monkeypatch):
    """Each option says something else in Swedish than in English."""
    helps = {}
    monkeypatch.setenv("COLUMNS", "400")
    for lang in LANGUAGES:
        assert main([verb, "--help", "--lang", lang]) == 0
        helps[lang] = {
            line.strip() for line in capsys.readouterr().out.splitlines() if re.search("[a-z]{3} [a-z]{3}", line)
        }
    assert not helps["sv"] & helps["en"]


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_what_the_system_refuses_is_told_in_the_readers_language(number):
    """By our own words where there are some, else by the number: never by those of the system."""
    named, bare = OSError(number, os.strerror(number), "fil"), OSError(number, os.strerror(number))
    for error in (named, bare):
        for lang in LANGUAGES:
            assert os.strerror(number) not in error_text(error, lang)
        assert error_text(error, "sv") != error_text(error, "en")
    assert error_text(named, "sv").startswith("fil: ")


def test_a_place_that_cannot_be_written_is_told(tmp_path, capsys):
    """A folder that is not there."""
    source = put(tmp_path / "sant.csv", file_of({}))
    for lang, words in (("sv", "filen eller mappen finns inte"), ("en", "there is no such file or folder")):
        assert (
            main(["protect", str(source), "-o", str(tmp_path / "nej" / "ut.zip"), *ANSWERED, *STANDARD, "--lang", lang])
            == 2
        )
        assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b'{"a" 1}',
        b'{"a": 1 "b"}',
        b'{"a": }',
        b"{,}",
        b'{"a": "b',
        b'{"a": "\\x"}',
        b"{} x",
        b'{"a": 1,}',
        b"[1,]",
    ],
)
def test_a_broken_json_file_is_told_in_the_readers_language(content):
    """Where it is broken and how, in the same words from every Python."""
    _, (found,) = json_object(content, "x.json")
    assert not ENGLISH.search(found.message("sv"))
    assert found.message("sv") != found.message("en")


def test_a_machine_in_swedish_is_answered_in_swedish(tmp_path):
    """From the start of the process, as in a terminal."""
    own = {**os.environ, "LC_ALL": "sv_SE.UTF-8", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "open_comparisons.cli", "check", str(tmp_path / "borta.csv"), *STANDARD]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=own, check=False)
    assert done.returncode == 2
    assert "finns inte" in done.stderr
