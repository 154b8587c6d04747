"""The wrong sheet saved as CSV is one message that names it, not a heading here and a column there."""

import csv
import io

import openpyxl
import pytest

from open_comparisons.intake.checks.run import check_file
from tests.submitted_rows import TERMS, file_of
from tests.unit.test_blank_files import template

START = "Mall för utfall;\n\nFyll i;\nVem svarar på frågor;Kvalitetsansvarig\nVem har godkänt;\n"
CODES = (
    "regi;Driftsform;kommun_kod;Kommunkod;kon;Kön;status;Status\nprivat;Företag;0114;Upplands Väsby;T;Alla;ok;Visas\n"
)
MEASURES = "Kod och version;Mått;Täljare\nplanerat-avslut 1.0;Planerat avslut;De som slutade\n"
SHEETS = ("checks", "codes", "measures")
LACKING = "Mått som saknas;;\nVälj en orsak;;\n\nmatt_id;Mått;orsak\nskolnarvaro;Skolnärvaro;ej-matt\n"


def found(content):
    """What is said of a file, in English."""
    return [(each.code, each.message("en")) for each in check_file(content, "f.csv", TERMS)[1]]


@pytest.mark.parametrize(
    ("text", "sheet"),
    [
        (START, "first sheet"),
        (START.replace("Vem svarar på frågor", "Who answers questions"), "first sheet"),
        (CODES, "sheet of codes"),
        (MEASURES, "sheet of measures"),
        (LACKING, "sheet of measures that are lacking"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_sheet_is_named(text, sheet, encoding, delimiter):
    """In any spelling of CSV; nothing else is said, since all else follows from it."""
    ((code, message),) = found(text.replace(";", delimiter).encode(encoding))
    assert code == "other-sheet"
    assert f"the template’s {sheet}, not the sheet Data" in message


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_other_sheet_of_our_own_template_is_one_problem(tmp_path, lang):
    """Each saved as CSV, as Excel does it, and each named."""
    assert template("bu-hvb", tmp_path / "mall.xlsx", "--lang", lang) == 0
    book = openpyxl.load_workbook(tmp_path / "mall.xlsx")
    told = []
    for sheet in book.worksheets:
        if sheet.title != "Data":
            text = io.StringIO()
            rows = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
            csv.writer(text, delimiter=";").writerows(rows)
            told.append(found(text.getvalue().encode("utf-8-sig")))
    assert len(told) >= 3
    assert all(len(each) == 1 for each in told)
    assert {each[0][0] for each in told} == {"other-sheet"}
    named = [
        "first sheet",
        "sheet of measures that are lacking",
        "sheet of checks",
        "sheet of codes",
        "sheet of measures",
    ]
    assert [each[0][1] for each in told] == [
        f"the file is the template’s {name}, not the sheet Data with the figures." for name in named
    ]


def test_a_file_of_figures_is_never_taken_for_another_sheet():
    """Whatever its comments say."""
    row = {"kommentar": "Kontrollerat: Vem har godkänt, planerat-avslut 1.0"}
    assert "other-sheet" not in [code for code, _ in found(file_of(row))]
    assert [code for code, _ in found(b"Enhet;Antal;Andel\nEken;31;77,5\n")] == ["no-headings"]
