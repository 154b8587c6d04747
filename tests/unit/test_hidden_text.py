"""The text of a row whose counts are hidden tells no number; ordinary remarks pass."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from open_comparisons.cli.main import main
from open_comparisons.intake.checks.hidden_text import free_text_roles, number_text_problems
from open_comparisons.intake.checks.run import check_file
from open_comparisons.intake.number_words import holds_number
from open_comparisons.messages import LANGUAGES
from tests.descriptions import ANSWERED
from tests.submitted_rows import STANDARD, SURVEY, TERMS, file_of, found

NOTHING = {"taljare": "", "namnare": "", "personer": "", "varde": ""}
FOLDER = Path(__file__).parents[2] / "data" / "standard"
HIDDEN = {**NOTHING, "status": "skyddad"}
NUMBERS = """
3 av 8 avslutades enligt plan
Tre av åtta placeringar
tva av atta
tjugotvå
tjugo-två
fyra-fem unga
twenty-two
twentytwo
thirty five
en tvåa
nollan
hälften
halva gruppen
en tredjedel
två tredjedelar
en åttondel
ett dussin
dozens
ett par
a couple of placements
half of them
twice as many
dubbelt så många
ett tiotal
hundratals
ettusen
hundred and five
trettiofem procent
den femte
tjugoförsta
the third
varannan
three quarters
tvillingar
both ended
Båda avslutades
ingen avslutades
Inga avbrott
Ingen svarade på enkäten
Alla avslutades enligt plan
Alla är planerade
Samtliga placeringar
varje placering
none ended
nobody answered
no one answered
no placements ended
hela gruppen
the whole group
en placering
En ung person
den enda placeringen
a child
A young person left
one left
bara en
fler än en
en av dem
en
Ett.
noll
zero
sex
³ av placeringarna
½ av dem
３ av ８
٣ av ٨
Ⅷ placeringar
①
𝟑
1 2
t r e
T.r.e
fy-ra
treplaceringar
year 2022
""".strip().splitlines()
REMARKS = """
Påhittade exempeldata / Invented example data
Rättad i denna utgåva / Corrected in this release
Uppgift saknas
Inga uppgifter lämnade
Ingen uppföljning gjordes
Alla uppgifter är preliminära
All data are preliminary
No data
not measured at all
Samtliga år
båda åren
every year
Nytt verksamhetssystem
En ny rutin infördes under året
a new routine was introduced
Enkäten skickades sent, och var för kort
Enligt den andra rutinen, för första gången
for the first time
Andra skäl
tolvstegsbehandling
treårsperioden
sexualitet
några placeringar avbröts
in the last quarter
No longer used
Eget register, av oss
Interview by phone, often with attention
Treserva
""".strip().splitlines()
WRITTEN = {
    "as it is": str,
    "in capitals": str.upper,
    "with marks apart": lambda text: unicodedata.normalize("NFD", text),
    "with hard spaces": lambda text: text.replace(" ", "\u00a0"),
    "with soft hyphens": lambda text: "\u00ad".join(text),
    "in a sentence": lambda text: f"Obs: {text}, se ovan",
}


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_found_however_it_is_written(text, written):
    """In figures of any script, in words of both languages, inflected, in compounds and as a part."""
    if written == "in a sentence" and text in {"en", "Ett."}:
        pytest.skip("an article in a sentence is no number")
    assert holds_number(WRITTEN[written](text))


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("text", REMARKS)
def test_ordinary_remarks_pass(text, written):
    """Articles, ordinals that mean other things, names of methods, and all or none of what is not counted."""
    assert not holds_number(WRITTEN[written](text))


@pytest.mark.parametrize("column", ["kommentar", "kalla", "instrument"])
@pytest.mark.parametrize(
    "row",
    [
        HIDDEN,
        {"taljare": "", "varde": "", "status": "skyddad"},
        {"taljare": "", "varde": "", "status": "liten-taljare"},
        {"taljare": "", "varde": "", "status": "liten-rest"},
        {**NOTHING, "status": "saknas", "orsak": "ej-matt"},
        {**NOTHING, "status": "ej-tillampligt"},
    ],
)
def test_the_text_of_a_row_that_is_not_shown_in_full_tells_no_number(row, column):
    """Whatever the status, and in every column of free text."""
    assert found({**row, column: "3 av 8 avslutades enligt plan"}) == [("number-in-hidden-row", 2, column)]
    assert found({**row, column: "Tre av åtta placeringar"}) == [("number-in-hidden-row", 2, column)]
    assert found({**row, column: "Uppgiften är osäker"}) == []


def test_a_row_with_too_few_answers_tells_no_number_either():
    """It shows its response rate alone."""
    few = {**SURVEY, **NOTHING, "status": "for-fa-svar", "svarsandel": "20"}
    assert found({**few, "kommentar": "Fem svarade"}) == [("number-in-hidden-row", 2, "kommentar")]


def test_the_text_of_a_shown_row_may_tell_numbers():
    """What it tells is shown anyway."""
    assert found({"kommentar": "31 av 40 avslutades enligt plan", "kalla": "Uttag 2022"}) == []


def test_an_instrument_has_its_name_version_and_year():
    """They belong to its name; other numbers do where a shown row calls it that too."""
    hidden = {**SURVEY, **NOTHING, "period": "2022", "status": "skyddad", "svarsandel": ""}
    for name in ("Enkät 2023", "Exempelenkät unga 1.0", "SDQ v2.1"):
        assert found({**hidden, "instrument": name}) == []
    assert found({**hidden, "instrument": "5-15"}) == [("number-in-hidden-row", 2, "instrument")]
    assert found({**SURVEY, "instrument": "5-15"}, {**hidden, "instrument": "5-15"}) == []


def test_the_message_names_the_cell_and_repeats_nothing():
    """Logs are public."""
    content = file_of({**HIDDEN, "kommentar": "Trettiosju av fyrtio"})
    (problem,) = check_file(content, "f.csv", TERMS)[1]
    for lang in LANGUAGES:
        told = problem.as_text(lang).casefold()
        assert "kommentar" in told
        assert "skyddad" in told
        assert "trettiosju" not in told
        assert "fyrtio" not in told


def test_rows_that_are_about_to_be_hidden_are_judged_by_the_status_they_get():
    """So that a file of true numbers is refused before a protected one is written."""
    table, problems = check_file(file_of({"kommentar": "31 av 40"}, {"period": "2022"}), "f.csv", TERMS)
    assert problems == []
    found = list(number_text_problems(table, ["skyddad", "ok"], STANDARD))
    assert [(problem.code, problem.row, problem.column) for problem in found] == [
        ("number-in-hidden-row", 2, "kommentar")
    ]
    assert list(number_text_problems(table, ["ok", "skyddad"], STANDARD)) == []


def test_protect_writes_no_file_whose_hidden_rows_tell_numbers(tmp_path, capsys):
    """The counts are true and shown in the file; once they are hidden, the comment must not tell them."""
    small = {"taljare": "3", "namnare": "8", "personer": "8", "varde": ""}
    told = [
        {**small, "kommentar": "Alla avslutades enligt plan"},
        {**small, "matt_id": "mindre-ingripande", "period": "2020", "kommentar": "Hälften av placeringarna"},
    ]
    (tmp_path / "true.csv").write_bytes(file_of(*told))
    target = tmp_path / "protected.csv"
    assert main(["protect", str(tmp_path / "true.csv"), "-o", str(target), "--standard", str(FOLDER), *ANSWERED]) == 1
    assert not target.exists()
    said = capsys.readouterr()
    assert "number-in-hidden-row" in said.out + said.err
    assert "av 8" not in said.out + said.err
    assert "åtta" not in said.out + said.err
    (tmp_path / "true.csv").write_bytes(file_of(*({**row, "kommentar": "Uppgiften är osäker"} for row in told)))
    assert main(["protect", str(tmp_path / "true.csv"), "-o", str(target), "--standard", str(FOLDER), *ANSWERED]) == 0


def test_columns_of_free_text_are_those_where_anything_may_be_written():
    """Codes, names and keys have checks of their own; a column that a standard adds is free text too."""
    table, _ = check_file(file_of({}), "f.csv", TERMS)
    assert free_text_roles(table, STANDARD) == ["instrument", "source", "comment"]
    (comment,) = (column for column in STANDARD.columns if column.role == "comment")
    table = replace(table, declared=(*table.declared, replace(comment, name="anmarkning", role="remark")))
    assert free_text_roles(table, STANDARD) == ["instrument", "source", "comment", "remark"]
