"""`open-comparisons protect`: a file of true counts becomes one that may be sent, and no hidden number gets out."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from open_comparisons.build.offline_checker import write_offline_checker
from open_comparisons.cli.main import main
from open_comparisons.standard.statuses import SUPPRESSED
from tests.descriptions import ANSWERED
from tests.provider_tables import YEARS, place, row
from tests.site.pages import csv_rows

PROJECT = Path(__file__).parents[2]
STANDARD = PROJECT / "data" / "standard"
PROVIDER = "455001-0005"
HEADER = json.loads((STANDARD / "observationer.schema.json").read_text(encoding="utf-8"))["fields"]
NAMES = [field["name"] for field in HEADER]
WINDOW = place(YEARS)
MARKED = 7919
"""A number that nothing else would hold."""


def line(one, **more):
    """A row of a file as its provider has it."""
    where = one.key.scope
    years = sorted({where.start.year, where.end.year})
    cells = {
        "utforare_orgnr": PROVIDER,
        "utforare_namn": "Eken",
        "regi": "privat",
        "kommun_kod": "0581",
        "malgrupp": where.group,
        "matt_id": one.key.measure,
        "matt_version": one.key.version,
        "period": "/".join(map(str, years)),
        "kohort": "A",
        "kon": "T",
        "alder": "alla",
        "lagrum": "alla",
        "status": "ok",
        "taljare": one.numerator,
        "namnare": one.denominator,
        "personer": one.persons,
        "varde": one.value,
    } | dict(where.split)
    return {name: "" if cell is None else str(cell) for name, cell in (cells | more).items()}


def write(path, lines):
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, NAMES, restval="")
        writer.writeheader()
        writer.writerows(lines)


def read(path):
    return csv_rows(path)


@pytest.fixture
def true_file(tmp_path):
    """A year with 7,919 placements, one with few, and their window; the value of no share is filled in."""
    counts = {place((2020,)): (4000, MARKED), place((2021,)): (3, 41), place((2022,)): (20, 43), WINDOW: (4023, 8003)}
    path = tmp_path / "sant.csv"
    # So many in one year alone are asked about, unless somebody says that they are right.
    said = {place((2020,)): "Kontrollerat"}
    lines = [
        line(row("planerat-avslut", where, *count), kommentar=said.get(where, "")) for where, count in counts.items()
    ]
    write(path, lines)
    return path


def protect(source, target, *more):
    return main(["protect", str(source), "-o", str(target), "--standard", str(STANDARD), *ANSWERED, *map(str, more)])


def test_the_protected_file_passes_check_and_the_true_one_stays(true_file, tmp_path, capsys):
    """Canonical form, values worked out, no file beside the two."""
    before = true_file.read_bytes()
    target = tmp_path / "eken.csv"
    assert protect(true_file, target) == 0
    assert main(["check", str(target), "--standard", str(STANDARD)]) == 0
    assert true_file.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["eken.csv", "eken.json", "sant.csv"]
    rows = read(target)
    assert [one["period"] for one in rows] == ["2020", "2020/2022", "2021", "2022"]
    shown = {one["period"]: one["status"] for one in rows}
    assert shown["2020/2022"] == "ok"
    assert next(one for one in rows if one["period"] == "2020/2022")["varde"] == "50.3"
    assert "\r" not in target.read_text(encoding="utf-8")
    assert "Antalet, eller resten, är litet" in capsys.readouterr().out


def test_what_is_hidden_stands_nowhere(true_file, tmp_path, capsys):
    """Of two years one must be hidden; neither the file nor the words hold its count, in either language."""
    target = tmp_path / "eken.csv"
    for lang in ("sv", "en"):
        assert protect(true_file, target, "--lang", lang, "--force") == 0
        hidden = next(one for one in read(target) if one["status"] == SUPPRESSED)
        true = next(one for one in read(true_file) if one["period"] == hidden["period"])
        assert (hidden["taljare"], hidden["varde"], hidden["svarsandel"]) == ("", "", "")
        told = capsys.readouterr().out
        words = re.sub(r"\d{4}(/\d{4})?|^.*\.csv:.*$|^\d+ ", "", told, flags=re.MULTILINE)
        assert true["taljare"] not in re.findall(r"\d+", words)
        assert hidden["period"] in told


def test_a_small_base_leaves_no_number(tmp_path, capsys):
    """Planted numbers of a hidden row are in no byte of the output and in no word."""
    source, target = tmp_path / "sant.csv", tmp_path / "ut.csv"
    one = row("vardtid", place((2020,)), None, 7, MARKED)
    write(source, [line(one, standardavvikelse="6173.5", personer="6", kommentar="Kontrollerat")])
    assert protect(source, target) == 0
    everything = target.read_text(encoding="utf-8") + "".join(capsys.readouterr())
    assert str(MARKED) not in everything
    assert "6173" not in everything
    (hidden,) = read(target)
    assert (hidden["status"], hidden["namnare"], hidden["personer"]) == (SUPPRESSED, "", "")


def test_problems_are_told_as_check_tells_them_and_nothing_is_written(true_file, tmp_path, capsys):
    """A number that cannot be right; the message does not repeat it."""
    lines = read(true_file)
    lines[0]["taljare"] = "8123"
    write(true_file, lines)
    assert protect(true_file, tmp_path / "ut.csv") == 1
    told = capsys.readouterr().out
    assert "numerator-above-denominator" in told
    assert "8123" not in told
    assert not (tmp_path / "ut.csv").exists()


def test_rows_without_figures_stand_as_they_are(tmp_path):
    """Missing and not applicable rows are not touched."""
    source, target = tmp_path / "sant.csv", tmp_path / "ut.csv"
    nobody = {"taljare": "", "namnare": "", "personer": "", "status": "saknas", "orsak": "ej-lamnat"}
    write(source, [line(row("planerat-avslut", place((2020,)), None, 0), **nobody)])
    assert protect(source, target) == 0
    assert [(one["status"], one["orsak"], one["namnare"]) for one in read(target)] == [("saknas", "ej-lamnat", "")]


def test_an_earlier_release_is_taken_into_account(true_file, tmp_path):
    """Two years were shown: now the window has to give way. The file of the release may be named, or its folder."""
    folder = tmp_path / "2023-05-16"
    folder.mkdir()
    early = [one for one in read(true_file) if one["period"] in {"2020", "2022"}]
    for one in early:
        one["varde"] = f"{100 * int(one['taljare']) / int(one['namnare']):.1f}"
    write(folder / "eken.csv", early)
    for number, previous in enumerate((folder, folder / "eken.csv")):
        target = tmp_path / f"{number}.csv"
        assert protect(true_file, target, "--previous", previous) == 0
        shown = {one["period"]: one["status"] for one in read(target)}
        assert shown == {"2020": "ok", "2022": "ok", "2021": "liten-taljare", "2020/2022": SUPPRESSED}


@pytest.mark.parametrize(
    "written", ["455001–0005", "455001\u20110005", "4550\u200b01-0005", "45\a5001-0005", "4550010005"]
)
def test_an_earlier_file_is_known_however_its_identifiers_are_written(true_file, tmp_path, capsys, written):
    """What was published under the same number counts, though the number was not written in the same way."""
    folder = tmp_path / "2023-05-16"
    folder.mkdir()
    assert protect(true_file, folder / "eken.csv") == 0
    content = (folder / "eken.csv").read_text(encoding="utf-8")
    (folder / "eken.csv").write_text(content.replace(PROVIDER, written), encoding="utf-8")
    capsys.readouterr()
    assert protect(true_file, tmp_path / "ut.csv", "--previous", folder) == 0
    assert f"{folder / 'eken.csv'}: utf-8" in capsys.readouterr().out


def test_a_file_does_not_replace_the_true_one(true_file, capsys):
    """The same path for both is refused."""
    assert protect(true_file, true_file) == 2
    assert "en av dem som läses" in capsys.readouterr().err


def test_nothing_stays_behind_when_writing_fails(true_file, tmp_path):
    """The folder to write to is not there."""
    assert protect(true_file, tmp_path / "ingen" / "ut.csv") == 2
    assert [path.name for path in tmp_path.iterdir()] == ["sant.csv"]


def test_it_runs_on_bare_python(true_file, tmp_path):
    """In the single file, without site packages, and with the standard that is packed with it."""
    write_offline_checker(tmp_path / "open-comparisons.pyz", STANDARD)
    command = [sys.executable, "-I", "-S", "open-comparisons.pyz", "protect", true_file.name, "-o", "ut.csv", *ANSWERED]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert protect(true_file, tmp_path / "installed.csv") == 0
    assert (tmp_path / "ut.csv").read_bytes() == (tmp_path / "installed.csv").read_bytes()


def test_rows_of_providers_that_were_taken_over_are_read_where_the_directory_names_them(tmp_path, capsys):
    """7 of 31 placements of the one are hidden; those of both would give them away."""
    taken_over = {"408514-6548": {"status": SUPPRESSED, "taljare": "", "varde": ""}, "409771-3384": {}}
    counts = {"408514-6548": (7, 31), "409771-3384": (33, 69)}
    previous = tmp_path / "2023-05-16"
    previous.mkdir()
    for number, more in taken_over.items():
        one = row("planerat-avslut", WINDOW, *counts[number])
        share = round(100 * one.numerator / one.denominator, 1)
        cells = {"utforare_orgnr": number, "utforare_namn": "En del av Eken", "varde": share} | more
        write(previous / f"{number}.csv", [line(one, **cells)])
    directory = tmp_path / "utforare.csv"
    directory.write_text(
        "orgnr,slug,namn,regi,kommun_kod,fran,till,eftertradare,malgrupper,metoder,kontaktroll,enheter\n"
        "408514-6548,al,Al,privat,0581,,2022-12-31,eken,bu-hvb,,Chef,\n"
        "409771-3384,bok,Bok,privat,0581,,2022-12-31,eken,bu-hvb,,Chef,\n"
        f"{PROVIDER},eken,Eken,privat,0581,2023-01-01,,,bu-hvb,,Chef,\n",
        encoding="utf-8",
    )
    source, target = tmp_path / "sant.csv", tmp_path / "skyddat.csv"
    write(source, [line(row("planerat-avslut", WINDOW, 40, 100))])
    statuses = []
    for more in ((), ("--directory", directory, "--lang", "en")):
        code = protect(source, target, "--previous", previous, "--force", *more)
        said = capsys.readouterr().out
        assert code == 0, said
        statuses += [one["status"] for one in read(target)]
    assert statuses == ["ok", SUPPRESSED]
    assert "a provider that was taken over" in said


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("Downloads", "Downloads/eken.csv. The file has no date, so it counts as older than all that have one."),
        ("2023-05-17", "2023-05-17, from"),
    ],
)
def test_the_command_says_what_it_took_for_an_earlier_release(true_file, tmp_path, folder, said, capsys):
    """From which file, and how its date is known; a folder of another name is no release."""
    earlier = tmp_path / folder / "eken.csv"
    earlier.parent.mkdir()
    assert protect(true_file, earlier) == 0
    capsys.readouterr()
    assert protect(true_file, tmp_path / "ut.csv", "--previous", earlier, "--lang", "en") == 0
    told = capsys.readouterr().out
    assert said in told
    assert ("The date is the name of the file’s folder." in told) == (folder != "Downloads")
