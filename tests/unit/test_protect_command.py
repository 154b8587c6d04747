"""`open-comparisons protect` writes what is sent: the protected file with what describes it, whole or not at all."""

import io
import json
import os
import pty
import subprocess
import sys
import zipfile
from functools import partial
from pathlib import Path

import pytest

from open_comparisons.cli.main import main
from open_comparisons.cli.speaking.answers import ask_answers
from open_comparisons.intake.files import write_files
from open_comparisons.intake.handover.description import ANSWERS, Description, describe, description_json
from open_comparisons.intake.handover.package import package
from open_comparisons.intake.handover.parcels import read_parcel
from open_comparisons.intake.handover.sheet import answer_label
from open_comparisons.messages import LANGUAGES
from tests.conftest import PROJECT
from tests.descriptions import ANSWERED
from tests.unit.test_handover import LIMITS, SOUND
from tests.unit.test_workbooks import file_of, workbook, write_rows

STANDARD = PROJECT / "data" / "standard"


@pytest.fixture
def true_file(tmp_path):
    """A file of true counts, all of them large."""
    path = tmp_path / "sant.csv"
    path.write_bytes(file_of({"taljare": "31"}))
    return path


def fill(lang, book):
    """A workbook whose first sheet has the answers."""
    start = book.add_worksheet("Start")
    for line, name in enumerate(ANSWERS):
        start.write_row(line, 0, [answer_label(name, lang), SOUND[name]])
    write_rows(book.add_worksheet("Data"), {"taljare": 31})


def protect(source, target, *more):
    return main(["protect", str(source), "-o", str(target), "--standard", str(STANDARD), *map(str, more)])


def test_a_package_is_what_receive_takes(true_file, tmp_path, capsys):
    """The same figures and the same description as in two files."""
    assert protect(true_file, tmp_path / "eken.zip", *ANSWERED) == 0
    said = capsys.readouterr().out
    assert "eken-skyddad.csv, eken-skyddad.json och checksums.txt" in said
    assert protect(true_file, tmp_path / "eken.csv", *ANSWERED) == 0
    parcel, problems = read_parcel(tmp_path / "eken.zip")
    assert problems == []
    assert parcel.figures == (tmp_path / "eken.csv").read_bytes()
    assert parcel.described == (tmp_path / "eken.json").read_bytes()
    assert json.loads(parcel.described)["method_note"] == {"sv": "Ur verksamhetssystemet."}


def test_the_package_bears_the_name_of_the_provider(true_file, tmp_path):
    """Where the directory is at hand; else that of the output."""
    directory = tmp_path / "utforare.csv"
    number, name, owner = true_file.read_text(encoding="utf-8").splitlines()[1].split(",")[:3]
    directory.write_text(
        "orgnr,slug,namn,regi,kommun_kod,fran,till,eftertradare,malgrupper,metoder,kontaktroll,enheter\n"
        f"{number},lonnen,{name},{owner},0581,2019-01-01,,,bu-hvb,,Chef,\n",
        encoding="utf-8",
    )
    for more, expected in (((), "min-fil-skyddad"), (("--directory", directory, "--force"), "lonnen-skyddad")):
        assert protect(true_file, tmp_path / "Min fil.zip", *ANSWERED, *more) == 0
        with zipfile.ZipFile(tmp_path / "Min fil.zip") as archive:
            assert archive.namelist()[0] == f"{expected}.csv"


@pytest.mark.parametrize("source", ["eken-skyddad.csv", "Eken skyddad.csv", "eken.csv", "skyddad.csv"])
def test_no_file_in_the_package_is_called_as_the_true_one(true_file, tmp_path, source):
    """It says that it is protected, and whoever unpacks it beside the file of true numbers replaces nothing."""
    path = true_file.rename(tmp_path / source)
    assert protect(path, tmp_path / "eken.zip", *ANSWERED) == 0
    with zipfile.ZipFile(tmp_path / "eken.zip") as archive:
        names = archive.namelist()
    assert all("skyddad" in name for name in names if name != "checksums.txt")
    assert source.casefold() not in map(str.casefold, names)


@pytest.mark.parametrize("taken", ["ut.zip", "ut.csv", "ut.json"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_file_is_written_over_unasked(true_file, tmp_path, taken, lang, capsys):
    """Whatever it is; --force says that it may be. A link is a file too."""
    output = tmp_path / taken.replace(".json", ".csv")
    (tmp_path / taken).write_text("annat", encoding="utf-8")
    assert protect(true_file, output, *ANSWERED, "--lang", lang) == 2
    assert (tmp_path / taken).read_text(encoding="utf-8") == "annat"
    said = capsys.readouterr().err
    assert taken in said
    assert "--force" in said
    assert protect(true_file, output, *ANSWERED, "--lang", lang, "--force") == 0
    assert (tmp_path / taken).read_bytes() != b"annat"
    (tmp_path / "lank.zip").symlink_to(tmp_path / "borta")
    assert protect(true_file, tmp_path / "lank.zip", *ANSWERED) == 2


def test_no_file_that_is_read_is_ever_written_over(true_file, tmp_path, capsys):
    """Neither the true numbers nor what was published before, whatever was asked, and by whatever path."""
    earlier = tmp_path / "2023.csv"
    earlier.write_bytes(true_file.read_bytes())
    for target, known in ((true_file, ()), (earlier, ("--previous", earlier))):
        before = target.read_bytes()
        around = target.parent / ".." / target.parent.name / target.name
        for path in (target, around):
            assert protect(true_file, path, *ANSWERED, *known, "--force") == 2
            assert "en av dem som läses" in capsys.readouterr().err
        assert target.read_bytes() == before


def test_nothing_is_written_until_all_is_answered(true_file, tmp_path, capsys):
    """All missing answers are told at once, with where to give them; what was there stays as it was."""
    (tmp_path / "eken.csv").write_text("gammal", encoding="utf-8")
    assert protect(true_file, tmp_path / "eken.csv", *ANSWERED[:2], "--force") == 1
    said = capsys.readouterr().out
    assert said.count("[unanswered]") == 3
    assert "--approved-by" in said
    assert (tmp_path / "eken.csv").read_text(encoding="utf-8") == "gammal"
    assert {path.name for path in tmp_path.iterdir()} == {"sant.csv", "eken.csv"}


def test_a_package_can_be_checked(true_file, tmp_path, capsys):
    """Its figures, its description and its checksums, as whoever receives it will."""
    path = tmp_path / "eken.zip"
    assert protect(true_file, path, *ANSWERED) == 0
    check = ["check", str(path), "--standard", str(STANDARD)]
    assert main(check) == 0
    path.write_bytes(path.read_bytes().replace(b"Verksamhetschef", b"Verksamhetschif"))
    assert main(check) == 1
    path.write_bytes(package("eken", file_of({"taljare": "x"}).decode(), "{}"))
    capsys.readouterr()
    assert main(check) == 1
    said = capsys.readouterr().out
    assert "eken.zip/eken.csv, rad 2" in said
    assert "[empty-json]" in said


@pytest.mark.parametrize("name", ["ut.xlsx", "ut.json", "ut", "ut.txt"])
def test_the_output_is_a_package_or_a_csv_file(true_file, tmp_path, name):
    """Any other name is refused before anything is read."""
    assert protect(true_file, tmp_path / name, *ANSWERED) == 2
    assert not (tmp_path / name).exists()


def test_a_name_for_a_role_is_refused(true_file, tmp_path, capsys):
    """And is not repeated."""
    assert protect(true_file, tmp_path / "ut.zip", *ANSWERED, "--approved-by", "Anna Svensson") == 1
    said = capsys.readouterr().out
    assert "[name-for-role]" in said
    assert "Svensson" not in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_answers_come_from_the_workbook(tmp_path, lang, capsys):
    """From its first sheet, in the language of the labels there, unless an option says otherwise."""
    source = tmp_path / "siffror.xlsx"
    source.write_bytes(workbook(partial(fill, lang)))
    assert protect(source, tmp_path / "ut.csv", "--approved-by", "Styrelsen") == 0
    assert "Start" in capsys.readouterr().out
    described = json.loads((tmp_path / "ut.json").read_text(encoding="utf-8"))
    assert described["known_gaps"] == {lang: "Inga kända luckor."}
    assert (described["contact_role"], described["approved_by"]) == ("Kvalitetsansvarig", "Styrelsen")


@pytest.mark.parametrize("name", ["sant.json", "ut.json"])
def test_answers_are_not_asked_for_twice(true_file, tmp_path, name, capsys):
    """Those of the file beside the true numbers, or that the last run left, are taken; so is that it is an example."""
    (tmp_path / name).write_text(description_json(describe(SOUND, "sv", is_example=True)), encoding="utf-8")
    assert protect(true_file, tmp_path / "ut.csv", "--approved-by", "Styrelsen", "--force") == 0
    assert name in capsys.readouterr().out
    described = json.loads((tmp_path / "ut.json").read_text(encoding="utf-8"))
    assert described == {
        **json.loads(description_json(describe(SOUND, "sv"))),
        "approved_by": "Styrelsen",
        "exempel": True,
    }


def test_a_question_is_asked_until_it_is_answered():
    """With what to write; what cannot be taken is told and asked again; what is known is not asked."""
    asked = io.StringIO("Anna Svensson\nKvalitetsansvarig\n-\nInga kända luckor.\nVerksamhetschef\n")
    to = io.StringIO()
    known = describe({"method_note": SOUND["method_note"]}, "sv")
    assert ask_answers(known, "sv", LIMITS, asked, to) == describe(SOUND, "sv")
    said = to.getvalue()
    assert said.count("> ") == 5
    assert "kan vara ett namn" in said
    assert "Hur har ni räknat" not in said


def test_questions_end_with_what_can_be_read():
    """The end of the input leaves the rest without answers."""
    assert ask_answers(Description(), "en", LIMITS, io.StringIO("Chair\n"), io.StringIO()) == describe(
        {"contact_role": "Chair"}, "en"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_person_at_a_terminal_is_asked(true_file, tmp_path, lang):
    """A real terminal, in the reader's language; the package is written after the last answer."""
    ours, theirs = pty.openpty()
    os.write(ours, "".join(f"{SOUND[name]}\n" for name in ANSWERS).encode())
    command = [sys.executable, "-m", "open_comparisons.cli", "protect", str(true_file), "-o", str(tmp_path / "ut.zip")]
    command += ["--standard", str(STANDARD), "--lang", lang]
    own = {**os.environ, "PYTHONPATH": str(PROJECT / "plugins")}
    done = subprocess.run(command, stdin=theirs, capture_output=True, text=True, encoding="utf-8", env=own, check=False)
    os.close(ours)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (0, "")
    assert {"sv": "Vilken funktion", "en": "Which role"}[lang] in done.stdout
    parcel, _ = read_parcel(tmp_path / "ut.zip")
    assert json.loads(parcel.described)["method_note"] == {lang: SOUND["method_note"]}


def test_several_files_are_written_whole_or_not_at_all(tmp_path: Path):
    """Where the last cannot be written, what was there before the first is put back."""
    (tmp_path / "a").write_text("gammal", encoding="utf-8")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "x").touch()
    with pytest.raises(OSError, match="c"):
        write_files({tmp_path / "a": b"ny", tmp_path / "b": b"ny", tmp_path / "c": b"ny"})
    assert (tmp_path / "a").read_text(encoding="utf-8") == "gammal"
    assert {path.name for path in tmp_path.iterdir()} == {"a", "c"}
