"""A provider's file is tried outside the repository, answered in words, and put in place only when it passes."""

import csv
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from open_comparisons.audit.trial import new_metadata
from open_comparisons.cli.check import check_path
from open_comparisons.cli.main import main
from open_comparisons.intake.handover.parcels import read_parcel
from open_comparisons.standard.loading import load_standard
from tests.conftest import PROJECT
from tests.leaks import BASE, HIDDEN, plant_leak
from tests.small_data import SMALL_DATASET, SMALL_RELEASE, rewrite, submissions

NEXT = "2025-05-14"
INTO = f"{SMALL_DATASET}/{NEXT}"


@pytest.fixture
def sent(small_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a provider sends, outside the project: here the same as it did last; everything published is sealed."""
    folder = tmp_path_factory.mktemp("inbox")
    source = submissions(small_data)[0]
    for suffix in (".csv", ".json"):
        shutil.copy(source.with_suffix(suffix), folder)
    assert main(["seal", SMALL_DATASET, SMALL_RELEASE, "--data", str(small_data)]) == 0
    return folder / source.name


def receive(data: Path, file: Path, *more: str, sender: str = "") -> int:
    """Run the command."""
    name = sender or submissions(data)[0].stem
    return main(["receive", str(file), "--from", name, "--data", str(data), "--at", "2025-03-01", *more])


def state(data: Path) -> dict[str, bytes]:
    """All files of a data folder."""
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in data.rglob("*") if path.is_file()}


def test_a_passing_file_is_put_in_place(small_data: Path, sent: Path, capsys) -> None:
    """As it came, byte for byte, in a new release made after the last one; nothing else changes."""
    before = state(small_data)
    assert receive(small_data, sent, "--into", INTO) == 0
    after = state(small_data)
    new = {f"{INTO}/{name}" for name in (sent.name, f"{sent.stem}.json", "metadata.json")}
    assert after.keys() - before.keys() == new
    assert {name: after[name] for name in before} == before
    assert after[f"{INTO}/{sent.name}"] == sent.read_bytes()
    assert check_path(small_data).problems == ()
    metadata = json.loads(after[f"{INTO}/metadata.json"])
    assert (metadata["version"], metadata["released"], metadata["corrections"]) == (NEXT, NEXT, [])
    assert [one["path"] for one in metadata["resources"]] == [sent.name]
    said = capsys.readouterr()
    assert "komma" in said.out
    assert "Svara senast 2025-03-15" in said.out
    assert f"preview --provider {sent.stem}" in said.err


BOTH = {"sv": "Liten grupp.", "en": "A small group."}


@pytest.mark.parametrize(
    ("limits", "kept"),
    [
        (None, None),
        ({"min_denominator": 6, "min_count": 3, "reason": BOTH}, None),
        ({"min_response_rate": 20, "reason": BOTH}, None),
        ({"min_denominator": 20, "reason": BOTH}, {"min_denominator": 20, "reason": BOTH}),
        # The reason was for the lowered limit; the raised one asks for its own before the release can be published.
        ({"min_denominator": 20, "min_count": 3, "reason": BOTH}, {"min_denominator": 20}),
    ],
)
def test_the_next_release_never_begins_with_lowered_limits(limits: object, kept: object) -> None:
    """A lowered limit and its reason hold for one release; a raised limit stays."""
    standard = load_standard(PROJECT / "data" / "standard")
    assert new_metadata({"thresholds": limits}, SMALL_DATASET, NEXT, standard)["thresholds"] == kept


def test_a_new_release_is_made_without_the_lowered_limits_of_the_last(
    small_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The file is then tried by the standard's own limits."""
    folder = tmp_path_factory.mktemp("inbox")
    path = small_data / SMALL_DATASET / SMALL_RELEASE / "metadata.json"
    lowered = json.loads(path.read_text(encoding="utf-8")) | {"thresholds": {"min_response_rate": 20, "reason": BOTH}}
    path.write_text(json.dumps(lowered, ensure_ascii=False), encoding="utf-8")
    source = submissions(small_data)[0]
    for suffix in (".csv", ".json"):
        shutil.copy(source.with_suffix(suffix), folder)
    assert main(["seal", SMALL_DATASET, SMALL_RELEASE, "--data", str(small_data)]) == 0
    assert receive(small_data, folder / source.name, "--into", INTO) == 0
    made = json.loads((small_data / INTO / "metadata.json").read_text(encoding="utf-8"))
    assert made["thresholds"] is None


def test_the_release_in_progress_is_found(small_data: Path, sent: Path) -> None:
    """The second file needs no name of a release; the provider may be told by its id."""
    assert receive(small_data, sent) == 2
    assert receive(small_data, sent, "--into", INTO) == 0
    other = submissions(small_data)[1]
    for suffix in (".csv", ".json"):
        shutil.copy(other.with_suffix(suffix), sent.parent / f"svar{suffix}")
    identifier = other.read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    assert receive(small_data, sent.parent / "svar.csv", sender=identifier) == 0
    assert (small_data / INTO / other.name).is_file()
    assert check_path(small_data).problems == ()


def test_a_file_that_comes_again_takes_the_place_of_the_first(small_data: Path, sent: Path) -> None:
    """Until the release is sealed; after that nothing comes in."""
    assert receive(small_data, sent, "--into", INTO) == 0
    first = state(small_data)
    assert receive(small_data, sent) == 0
    assert state(small_data) == first
    assert main(["seal", SMALL_DATASET, NEXT, "--data", str(small_data)]) == 0
    assert receive(small_data, sent, "--into", INTO) == 2


def true_counts(data: Path, sent: Path) -> None:  # noqa: ARG001
    """A file of true counts: small numbers are shown."""

    def show(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if row["status"] == "liten-taljare")
        row |= {"status": "ok", "taljare": "3", "varde": f"{100 * 3 / int(row['namnare']):.1f}"}

    rewrite(sent, show)


def leak(data: Path, sent: Path) -> None:
    """A file that passes every check of rows, but what it hides can be worked out."""
    aside = data.parent / "aside"
    shutil.copytree(data, aside)
    shutil.copy(plant_leak(aside), sent)
    shutil.rmtree(aside)


def other_rows(data: Path, sent: Path) -> None:
    """The rows of another provider."""
    shutil.copy(submissions(data)[1], sent)


def for_many(data: Path, sent: Path) -> None:  # noqa: ARG001
    """A file that says it has the rows of many."""
    beside = sent.with_suffix(".json")
    described = json.loads(beside.read_text(encoding="utf-8")) | {"providers": "many"}
    beside.write_text(json.dumps(described), encoding="utf-8")


def no_description(data: Path, sent: Path) -> None:  # noqa: ARG001
    """The CSV file alone."""
    sent.with_suffix(".json").unlink()


def workbook(data: Path, sent: Path) -> None:  # noqa: ARG001
    """Something that is no text."""
    sent.write_bytes(b"PK\x03\x04" + bytes(100))


FAULTS: dict[str, Callable[[Path, Path], None]] = {
    "small-number-shown": true_counts,
    "audit-": leak,
    "submission-of-another-provider": other_rows,
    "metadata-field": for_many,
    "missing-file": no_description,
    "broken-workbook": workbook,
}


@pytest.mark.parametrize("code", FAULTS)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_file_that_fails_changes_nothing(
    small_data: Path, sent: Path, code: str, lang: str, capsys, tmp_path
) -> None:
    """The provider is told what to mend and how to protect; the maintainer to delete the file."""
    FAULTS[code](small_data, sent)
    before = state(small_data)
    letter = sent.parent / "brev.txt"
    assert receive(small_data, sent, "--into", INTO, "--lang", lang, "--reply", str(letter)) == 1
    assert state(small_data) == before
    assert not (small_data / INTO).exists()
    said = capsys.readouterr()
    assert f"[{code}" in said.out
    assert f"open-comparisons.pyz protect {'verkliga-tal' if lang == 'sv' else 'true-numbers'}.csv" in said.out
    assert letter.read_text(encoding="utf-8") == said.out
    assert str(tmp_path) not in said.out
    assert str(sent) in said.err


def test_the_letter_tells_no_hidden_number(small_data: Path, sent: Path, capsys) -> None:
    """The cell and the rule only."""
    leak(small_data, sent)
    assert receive(small_data, sent, "--into", INTO) == 1
    words = capsys.readouterr().out.replace(",", " ").replace(")", " ").split()
    assert not {str(HIDDEN), str(BASE)} & set(words)


def test_what_was_known_before_counts(small_data: Path, sent: Path, tmp_path_factory, capsys) -> None:
    """A withdrawn release that shows what the file hides is held against it: a number changed without a word."""
    known = tmp_path_factory.mktemp("known") / SMALL_DATASET / "2024-09-01"
    shutil.copytree(small_data / SMALL_DATASET / SMALL_RELEASE, known)
    metadata = json.loads((known / "metadata.json").read_text(encoding="utf-8")) | {"version": known.name}
    (known / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")

    def change(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if row["status"] == "ok" and row["matt_id"] == "vardtid")
        row["varde"] = str(float(row["varde"]) + 10)

    rewrite(known / sent.name, change)
    assert receive(small_data, sent, "--into", INTO, "--known", str(known.parents[1])) == 1
    assert "[audit-undeclared]" in capsys.readouterr().out
    assert receive(small_data, sent, "--into", INTO) == 0


def test_a_file_in_the_project_is_not_looked_at(small_data: Path, sent: Path, capsys) -> None:
    """Also by way of a link."""
    inside = shutil.copy(sent, small_data.parent / "svar.csv")
    link = sent.with_name("lank.csv")
    link.symlink_to(inside)
    for file in (inside, link):
        assert receive(small_data, Path(file), "--into", INTO) == 2
    assert "ligger i projektet" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", [".csv", ".json"])
def test_a_link_is_refused_unread(small_data: Path, sent: Path, suffix: str, tmp_path_factory, capsys) -> None:
    """Whoever sends a folder could have put a link to a file of ours in it."""
    secret = tmp_path_factory.mktemp("away") / "away.txt"
    secret.write_text("hemligt\n", encoding="utf-8")
    sent.with_suffix(suffix).unlink()
    sent.with_suffix(suffix).symlink_to(secret)
    before = state(small_data)
    assert receive(small_data, sent, "--into", INTO, "--lang", "en") == 1
    said = capsys.readouterr()
    assert f"{sent.with_suffix(suffix).name}: this is a link, not an ordinary file." in said.out
    assert "hemligt" not in said.out + said.err
    assert state(small_data) == before


@pytest.mark.parametrize(
    ("sender", "into"), [("ingen", INTO), ("", "bu-hvb"), ("", "bu-annat/2025-05-14"), ("", "bu-hvb/../x")]
)
def test_a_wrong_call_changes_nothing(small_data: Path, sent: Path, sender: str, into: str) -> None:
    """A provider or a release that cannot be."""
    before = state(small_data)
    assert receive(small_data, sent, "--into", into, sender=sender) == 2
    assert state(small_data) == before


def test_the_letter_is_not_written_over_another_file(small_data: Path, sent: Path, capsys) -> None:
    """Asked before anything is done; never over what the provider sent."""
    letter = sent.parent / "brev.txt"
    letter.write_text("annat", encoding="utf-8")
    before = state(small_data)
    assert receive(small_data, sent, "--into", INTO, "--reply", str(letter)) == 2
    assert receive(small_data, sent, "--into", INTO, "--reply", str(sent), "--force") == 2
    assert state(small_data) == before
    assert letter.read_text(encoding="utf-8") == "annat"
    assert receive(small_data, sent, "--into", INTO, "--reply", str(letter), "--force") == 0
    capsys.readouterr()
    assert letter.read_text(encoding="utf-8").startswith("Hej ")


def test_what_others_must_mend_is_not_told_to_the_provider(small_data: Path, sent: Path, capsys) -> None:
    """A fault elsewhere in the data stops the file, and only the maintainer hears of it."""
    (small_data / SMALL_DATASET / SMALL_RELEASE / "rest.txt").write_text("x", encoding="utf-8")
    assert receive(small_data, sent, "--into", INTO) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "rest.txt" in said.err


_KILL = """
import os, sys
from pathlib import Path
from open_comparisons.cli.main import main
turns = int(sys.argv[1])
move = Path.replace
def replace(self, target):
    global turns
    if self.name.endswith(".partial"):
        if turns == 0:
            os._exit(9)
        turns -= 1
    return move(self, target)
Path.replace = replace
main(sys.argv[2:])
"""


@pytest.mark.parametrize("turns", [0, 1, 2])
def test_a_killed_run_is_seen_and_finished(small_data: Path, sent: Path, turns: int) -> None:
    """Whatever was moved before, a check refuses the release until the same is run again."""
    other = submissions(small_data)[1]
    assert receive(small_data, sent, "--into", INTO) == 0
    shutil.copy(other.with_suffix(".json"), sent.parent)
    shutil.copy(other, sent.parent)
    words = ["receive", str(sent.parent / other.name), "--from", other.stem, "--data", str(small_data)]
    done = subprocess.run([sys.executable, "-c", _KILL, str(turns), *words], check=False, capture_output=True)
    assert done.returncode == 9
    assert bool(check_path(small_data).problems) == (turns > 0)
    assert receive(small_data, sent.parent / other.name, sender=other.stem) == 0
    assert check_path(small_data).problems == ()
    assert not list(small_data.rglob("*.partial"))


def test_a_disk_that_fails_leaves_nothing(small_data: Path, sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is moved before everything is written."""
    before = state(small_data)
    write = Path.write_bytes

    def full(self: Path, content: bytes) -> int:
        if self.name == ".metadata.json.partial":
            raise OSError(28, "No space left on device")
        return write(self, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    assert receive(small_data, sent, "--into", INTO) == 2
    assert state(small_data) == before
    assert not (small_data / INTO).exists()


def pack(path: Path, members: dict[str, bytes], change: Callable[[zipfile.ZipInfo], None] | None = None) -> Path:
    """Write a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            if change:
                change(member)
            archive.writestr(member, content)
    return path


def test_a_zip_and_a_folder_are_taken_as_the_files_are(small_data: Path, sent: Path) -> None:
    """Whatever the files are called in it, and with what a Mac adds."""
    figures, described = sent.read_bytes(), sent.with_suffix(".json").read_bytes()
    members = {"Mapp/Svar å.CSV": figures, "Mapp/om.json": described, "__MACOSX/Mapp/._Svar.csv": b"x"}
    whole = pack(sent.parent.parent / "svar.zip", members)
    assert receive(small_data, whole, "--into", INTO) == 0
    first = state(small_data)
    assert first[f"{INTO}/{sent.name}"] == figures
    assert receive(small_data, sent.parent) == 0
    assert state(small_data) == first


def test_the_package_of_protect_is_taken_as_it_is(small_data: Path, sent: Path) -> None:
    """Made from what the provider published last, with the project's own files as what was known before."""
    package = sent.parent / "paket.zip"
    answers = json.loads(sent.with_suffix(".json").read_text(encoding="utf-8"))
    known = ("--standard", str(small_data / "standard"), "--previous", str(small_data))
    assert main(["protect", str(sent), "-o", str(package), *known]) == 0
    assert receive(small_data, package, "--into", INTO) == 0
    stored = state(small_data)
    with zipfile.ZipFile(package) as archive:
        assert stored[f"{INTO}/{sent.stem}.csv"] == archive.read("paket-skyddad.csv")
    described = json.loads(stored[f"{INTO}/{sent.stem}.json"])
    assert {name: described[name] for name in answers} == answers
    assert f"{INTO}/checksums.txt" not in stored
    assert check_path(small_data).problems == ()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{}", "empty-json"),
        (b"", "broken-json"),
        (b"[]", "broken-json"),
        (b'{"contact_role": ""}', "unanswered"),
        (b"\xff", "broken-json"),
    ],
)
def test_a_description_that_says_nothing_is_refused(small_data: Path, sent: Path, content: bytes, code: str, capsys):
    """The letter says which answers are missing; nothing is stored."""
    sent.with_suffix(".json").write_bytes(content)
    before = state(small_data)
    assert receive(small_data, sent, "--into", INTO) == 1
    assert f"[{code}]" in capsys.readouterr().out
    assert state(small_data) == before


def test_a_file_without_rows_is_refused(small_data: Path, sent: Path, capsys) -> None:
    """Headings alone are no figures."""
    sent.write_text(sent.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert receive(small_data, sent, "--into", INTO) == 1
    assert "[no-rows]" in capsys.readouterr().out


def encrypted(path: Path, members: dict[str, bytes]) -> Path:
    """A zip whose members say that they are locked."""
    pack(path, members)
    content = path.read_bytes().replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    path.write_bytes(content)
    return path


def as_link(member: zipfile.ZipInfo) -> None:
    """Say that a member is a link."""
    member.external_attr = (stat.S_IFLNK | 0o777) << 16


SOUND = {"a.csv": b"x", "a.json": b"{}"}
ZIPS: dict[str, Callable[[Path], Path]] = {
    "bomb": lambda path: pack(path, {"a.csv": bytes(300_000_000), "a.json": b"{}"}),
    "large": lambda path: pack(path, {"a.csv": os.urandom(21_000_000), "a.json": b"{}"}),
    "many": lambda path: pack(path, {f"{number}.csv": b"x" for number in range(30)}),
    "up": lambda path: pack(path, {"../a.csv": b"x", "a.json": b"{}"}),
    "backslash": lambda path: pack(path, {"..\\a.csv": b"x", "a.json": b"{}"}),
    "absolute": lambda path: pack(path, {"/etc/a.csv": b"x", "a.json": b"{}"}),
    "drive": lambda path: pack(path, {"C:a.csv": b"x", "a.json": b"{}"}),
    "link": lambda path: pack(path, SOUND, as_link),
    "locked": lambda path: encrypted(path, SOUND),
    "nested": lambda path: pack(path, {"a.csv": pack(path.with_name("in.zip"), SOUND).read_bytes(), "a.json": b"{}"}),
    "two": lambda path: pack(path, {**SOUND, "verkliga.csv": b"x"}),
    "more": lambda path: pack(path, {**SOUND, "las-mig.pdf": b"x"}),
    "none": lambda path: pack(path, {}),
    "broken": lambda path: Path(shutil.copy(__file__, path)),
    "cut": lambda path: (path.write_bytes(pack(path, SOUND).read_bytes()[:-30]), path)[1],
    "lying": lambda path: (path.write_bytes(pack(path, {**SOUND, "a.csv": b"x" * 999}).read_bytes().replace(
        (999).to_bytes(4, "little"), (5).to_bytes(4, "little"))), path)[1],
}  # fmt: skip


@pytest.mark.parametrize("kind", ZIPS)
def test_a_zip_that_could_do_harm_is_refused(tmp_path: Path, kind: str) -> None:
    """Before anything of it is unpacked to disk, and with a word of what to do."""
    path = ZIPS[kind](tmp_path / "svar.zip")
    parcel, problems = read_parcel(path)
    assert parcel is None
    assert {found.code for found in problems} <= {"unsafe-zip", "not-one-of-each"}
    assert len(problems) == 1
    assert {path.name for path in tmp_path.iterdir()} <= {"svar.zip", "in.zip"}


def test_a_bomb_is_stopped_before_it_is_unpacked(tmp_path: Path) -> None:
    """With too little memory to unpack it."""
    path = ZIPS["bomb"](tmp_path / "svar.zip")
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from open_comparisons.intake.handover.parcels import read_parcel\n"
        "resource.setrlimit(resource.RLIMIT_AS, (250_000_000, 250_000_000))\n"
        "print(read_parcel(Path(sys.argv[1]))[1][0].code)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True)
    assert done.stdout == "unsafe-zip\n"


def as_workbook(path: Path, **cells: str) -> bytes:
    """The rows of a CSV file as a workbook, with numbers as numbers; the cells given are in the first row."""
    header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("Siffror")
        sheet.write(0, 0, "Våra siffror")
        sheet.write_row(2, 0, header)
        for line, row in enumerate(rows, start=4):
            for place, (name, cell) in enumerate(zip(header, row, strict=True)):
                cell = cells.get(name, cell) if line == 4 else cell
                number = name in {"taljare", "namnare", "personer", "varde", "svarsandel", "kommun_kod"}
                if cell:
                    sheet.write(line, place, float(cell) if number and cell[0].isdigit() else cell)
    return buffer.getvalue()


def without_zeros(content: bytes) -> bytes:
    """A CSV file with whole numbers without decimals, which a workbook does not keep."""
    return re.sub(rb"\.0(?=,)", b"", content)


@pytest.mark.parametrize("way", ["file", "csv", "folder", "zip"])
def test_a_workbook_is_stored_as_csv(small_data: Path, sent: Path, way: str, capsys) -> None:
    """In canonical form, whatever the workbook is called or packed in; the workbook itself is nowhere."""
    original = sent.read_bytes()
    file = sent if way == "csv" else sent.with_suffix(".xlsx")
    content = as_workbook(sent)
    sent.unlink()
    file.write_bytes(content)
    if way == "zip":
        with zipfile.ZipFile(sent.parent / "svar.zip", "w") as packed:
            for path in (file, sent.with_suffix(".json")):
                packed.write(path, path.name)
    paths = {"folder": sent.parent, "zip": sent.parent / "svar.zip"}
    assert receive(small_data, paths.get(way, file), "--into", INTO) == 0
    assert without_zeros((small_data / INTO / sent.name).read_bytes()) == without_zeros(original)
    assert {path.suffix for path in (small_data / INTO).iterdir()} == {".csv", ".json"}
    assert check_path(small_data).problems == ()
    assert "bladet ”Siffror”" in capsys.readouterr().out


@pytest.mark.parametrize(("cells", "code"), [({"varde": "okänt"}, "not-a-number"), ({"kon": "X"}, "unknown-code")])
def test_a_refused_workbook_is_answered_with_its_own_cells(
    small_data: Path, sent: Path, cells: dict[str, str], code: str, capsys
) -> None:
    """What reading finds and what the trial in the release finds are both of the workbook, not of the CSV file."""
    content = as_workbook(sent, **cells)
    sent.unlink()
    sent.with_suffix(".xlsx").write_bytes(content)
    assert receive(small_data, sent.with_suffix(".xlsx"), "--into", INTO) == 1
    said = capsys.readouterr().out
    assert re.search(rf"{sent.stem}\.xlsx, rad 5, kolumn \"{next(iter(cells))}\", cell [A-Z]+5: .*\[{code}", said)
    assert ".csv, rad" not in said
    assert not (small_data / INTO).exists()
