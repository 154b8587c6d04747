"""What `protect` writes is received, and what is refused is refused in the same words wherever it is judged."""

import json
import random
import re
import shutil
from pathlib import Path

import pytest

from open_comparisons.cli.main import main
from open_comparisons.intake.handover.description import describe, description_json
from open_comparisons.intake.handover.package import package
from open_comparisons.messages import LANGUAGES
from tests.descriptions import ANSWERED
from tests.provider_tables import random_rows
from tests.submitted_rows import STANDARD, SURVEY, file_of
from tests.unit.test_golden_files import DIMENSIONS, FAULTS, MEASURES, beside
from tests.unit.test_handover import SOUND
from tests.unit.test_protecting import line, write
from tests.unit.test_releases import FAILING, RELEASE, data, write_json

__all__ = ["data"]
INTO = "bu-hvb/2025-05-14"
LIME = {"utforare_orgnr": "455002-0004", "utforare_namn": "Linden", "regi": "ideell"}
"""Another provider of the directory."""
OTHER_GROUP = {"malgrupp": "bu-stodboende", "period": "2022"}

COUNTED = [name for name in MEASURES if not STANDARD.measures[name].collected_by]
"""Measures without a response rate, which drawn rows would have wrong."""


@pytest.fixture
def inbox(tmp_path_factory):
    """A folder outside the project."""
    return tmp_path_factory.mktemp("inbox")


@pytest.fixture
def before(data):
    """The data folder before Eken has handed in anything; what is published is sealed."""
    for suffix in (".csv", ".json"):
        (data / RELEASE / f"eken{suffix}").unlink()
    assert main(["seal", "bu-hvb", RELEASE.name, "--data", str(data)]) == 0
    return data


def protect(source, target, folder, *more):
    """Protect as a provider does that has the directory, so that its own name can be checked too."""
    known = ("--standard", str(folder / "standard"), "--directory", str(folder / "utforare.csv"))
    return main(["protect", str(source), "-o", str(target), *known, *ANSWERED, *more])


def receive(file, folder, *more):
    at = ("--into", INTO, "--at", "2025-03-01")
    return main(["receive", str(file), "--from", "eken", "--data", str(folder), *at, *more])


def check(file, folder, *more):
    known = ("--standard", str(folder / "standard"), "--directory", str(folder / "utforare.csv"))
    return main(["check", str(file), *known, *more])


def codes_and_rows(words):
    """Each problem that a text tells: its row, its column and its code."""
    return set(re.findall(r"(?m)^(?:\d\. )?\S+?\.(?:csv|json)(.*?):.*\[([a-z-]+)\]$", words))


def written_as(content, folder, name="sant.csv"):
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_of_two_providers_is_refused_at_once(before, inbox, lang, capsys):
    """By `check`, `protect` and `receive`, with the rows of both and what to do."""
    source = written_as(file_of({}, {"period": "2022"}, LIME), inbox)
    target = inbox / "paket.zip"
    assert protect(source, target, before, "--lang", lang) == 1
    assert not target.exists()
    said = [capsys.readouterr().out]
    assert check(source, before, "--lang", lang) == 1
    said.append(capsys.readouterr().out)
    sent = package("paket", source.read_text(encoding="utf-8"), description_json(describe(SOUND, "sv")))
    whole = written_as(sent, inbox, "eget.zip")
    assert check(whole, before, "--lang", lang) == 1
    said.append(capsys.readouterr().out)
    assert receive(whole, before, "--lang", lang) == 1
    said.append(capsys.readouterr().out)
    rows = {
        "sv": "455001-0005 (rad 2 och 3) och 455002-0004 (rad 4)",
        "en": "455001-0005 (rows 2 and 3) and 455002-0004 (row 4)",
    }
    for words in said:
        assert rows[lang] in words
        assert "[several-providers]" in words
        assert "[submission-of-another-provider]" not in words


def test_a_file_for_two_datasets_is_refused_at_once(before, inbox, capsys):
    """Nothing could receive it."""
    source = written_as(file_of({}, OTHER_GROUP), inbox)
    assert protect(source, inbox / "paket.zip", before, "--lang", "sv") == 1
    said = capsys.readouterr().out
    assert "bu-hvb (rad 2) och bu-stodboende (rad 3)" in said
    assert "[several-datasets]" in said


def test_a_wrong_identifier_is_no_second_provider(before, inbox, capsys):
    """One mistake is told once; and a personal number is never repeated."""
    source = written_as(file_of({}, {"utforare_orgnr": "455001-0006", "period": "2022"}), inbox)
    assert check(source, before) == 1
    assert "[several-providers]" not in capsys.readouterr().out
    source = written_as(file_of({}, {"utforare_orgnr": "191212-1212", "period": "2022"}), inbox)
    assert check(source, before) == 1
    assert "191212" not in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(FAILING.iterdir()), ids=lambda path: path.stem)
def test_what_protect_writes_of_a_file_with_a_fault_is_received(before, inbox, path):
    """Either `protect` says what is wrong, or the package is taken as it is."""
    target = inbox / "paket.zip"
    source = Path(shutil.copy(path, inbox))
    assert protect(source, target, before) == 0 or not target.exists()
    assert not target.exists() or receive(target, before) == 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(24))
def test_what_protect_writes_of_drawn_files_is_received(before, inbox, seed):
    """Honest files, and the same with a fault."""
    draw = random.Random(seed)
    rows = random_rows(seed, draw.choice((4, 12, 40)), draw.sample(COUNTED, 2), draw.sample(DIMENSIONS, 1))
    source, target = inbox / "sant.csv", inbox / "paket.zip"
    write(source, [line(row, **beside(row)) for row in rows])
    assert protect(source, target, before) == 0
    assert receive(target, before) == 0
    source.write_bytes(FAULTS[seed % len(FAULTS)](source.read_bytes(), draw))
    target.unlink()
    assert protect(source, target, before) == 0 or not target.exists()
    assert not target.exists() or receive(target, before) == 0


def test_a_description_from_before_is_received_whatever_it_holds(before, inbox):
    """Of an older JSON file beside the true numbers only the four answers are taken, as they look."""
    source = written_as(file_of({}), inbox)
    old = {**json.loads(description_json(describe(SOUND, "sv"))), "providers": "many", "mer": "x\u202e"}
    write_json(source.with_suffix(".json"), old | {"method_note": {"sv": "Ur syste\u202emet.\x1b"}})
    known = ("--standard", str(before / "standard"))
    assert main(["protect", str(source), "-o", str(inbox / "eken.csv"), *known]) == 1, "it is asked about as it is"
    write_json(source.with_suffix(".json"), {**old, "mer": ""})
    assert main(["protect", str(source), "-o", str(inbox / "paket.zip"), *known]) == 0
    assert receive(inbox / "paket.zip", before) == 0


CONTRADICTING = {
    "answers outside those asked": file_of({**SURVEY, "taljare": "40", "namnare": "60"}, {"period": "2022"}),
    "years that do not make the window": file_of(
        *({"period": year} for year in ("2020", "2021", "2022")),
        {"period": "2020/2022", "taljare": "80", "namnare": "121", "personer": "110", "varde": "66.1"},
    ),
    "a small number": file_of({"taljare": "3", "varde": "7.5"}),
    "a small count in a text": file_of({"kommentar": "varav två pojkar"}),
    "two providers": file_of({}, LIME),
    "a code": file_of({"status": "okej"}),
}


@pytest.mark.parametrize("name", CONTRADICTING)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_letter_says_what_check_says(before, inbox, name, lang, capsys):
    """The same problems in the same rows, by the same rules; and no word of a file that providers do not have."""
    sent = package("eken", CONTRADICTING[name].decode(), description_json(describe(SOUND, "sv")))
    whole = written_as(sent, inbox, "eken.zip")
    assert check(whole, before, "--lang", lang) == 1
    checked = codes_and_rows(capsys.readouterr().out)
    assert receive(whole, before, "--lang", lang) == 1
    letter = capsys.readouterr().out
    assert codes_and_rows(letter) == checked != set()
    assert "metadata.json" not in letter


def test_a_contradiction_with_what_is_published_is_told_by_its_row_and_release(data, inbox, capsys):
    """In place of a key: which row, by which rule, and which release, as `protect` says it."""
    years = ("2021", "2022")
    published = [
        {"period": year, "taljare": "50", "namnare": "60", "personer": "60", "varde": "83.3"} for year in years
    ]
    (data / RELEASE / "eken.csv").write_bytes(file_of(*published))
    assert main(["check", str(data)]) == 0
    assert main(["seal", "bu-hvb", RELEASE.name, "--data", str(data)]) == 0
    window = {"period": "2020/2022", "taljare": "55", "namnare": "70", "personer": "70", "varde": "78.6"}
    sent = package("eken", file_of(window).decode(), description_json(describe(SOUND, "sv")))
    capsys.readouterr()
    assert receive(written_as(sent, inbox, "eken.zip"), data, "--lang", "sv") == 1
    letter = capsys.readouterr().out
    assert "[counts-contradict-earlier]" in letter, letter
    assert "eken.csv, rad 2" in letter
    assert RELEASE.name in letter
    assert "metadata.json" not in letter
