"""`open-comparisons template`: a blank file that can be filled in, checked and protected as it stands."""

import csv
import dataclasses
import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from open_comparisons.cli.main import main
from open_comparisons.files.blank_workbook.book import blank_workbook
from open_comparisons.intake.blank_file import blank_rows
from open_comparisons.intake.handover.description import ANSWERS
from open_comparisons.intake.handover.sheet import answer_label
from open_comparisons.knowledge.prose import WORDS_A_MINUTE
from open_comparisons.site.locales import load_locales
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.model import Standard, TargetGroup
from tests.descriptions import ANSWERED

STANDARD = Path(__file__).resolve().parents[2] / "data" / "standard"
GROUPS = [group for group in load_standard(STANDARD).target_groups if load_standard(STANDARD).measures_of(group)]
OWN = {
    "utforare_orgnr": "437623-5182",
    "utforare_namn": "Ängsvikens HVB",
    "regi": "kommunal",
    "kommun_kod": "1480",
}
OLD_FUNCTIONS = {
    "AND",
    "COUNTIF",
    "IF",
    "IFERROR",
    "INDEX",
    "INT",
    "ISNA",
    "ISNUMBER",
    "ISTEXT",
    "LEFT",
    "LEN",
    "MATCH",
    "MID",
    "MOD",
    "N",
    "OR",
    "ROUND",
    "SUBSTITUTE",
    "SUMPRODUCT",
}
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def template(group: str, target: Path, *options: str) -> int:
    return main(["template", group, "-o", str(target), "--last-year", "2022", "--standard", str(STANDARD), *options])


def fill_in(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Give each row plausible counts: bases of 60 a year, and half of them with the outcome."""
    standard = load_standard(STANDARD)
    filled = []
    for row in rows:
        measure = standard.measures[row["matt_id"]]
        years = 3 if "/" in row["period"] else 1
        # Those who were reached or rated are the half with that outcome.
        counted = standard.bases[measure.base]
        above = standard.bases[counted.parent] if counted.parent else counted
        base = (30 if counted.numerator_of or above.numerator_of else 60) * years
        cells = row | OWN
        if measure.is_share:
            cells |= {"taljare": str(base // 2), "namnare": str(base), "varde": "50.0"}
        else:
            least, _ = measure.plausible or (0, 0)
            cells |= {"namnare": str(base), "varde": str(max(120, int(least)))}
        if not standard.counts_persons(measure):
            cells["personer"] = str(base)
        if measure.collected_by:
            # Of a base within another the rate follows from both.
            rate = 100 * base // (60 * years) if measure.rate_of else 64
            cells |= {"svarsandel": str(rate), "instrument": "SDQ"}
        filled.append(cells)
    return filled


def write(rows: list[dict[str, str]], target: Path, delimiter: str = ",") -> Path:
    with target.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return target


def sheets(workbook: Path) -> dict[str, etree._Element]:
    """Read the sheets of a workbook by their names."""
    with zipfile.ZipFile(workbook) as archive:
        names = etree.fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
        return {
            sheet.get("name", ""): etree.fromstring(archive.read(f"xl/worksheets/sheet{place}.xml"))
            for place, sheet in enumerate(names, start=1)
        }


def saved_as_csv(workbook: Path, sheet: str) -> list[dict[str, str]]:
    """Read a sheet as a spreadsheet saves it: what each cell shows."""
    with zipfile.ZipFile(workbook) as archive:
        texts = ["".join(item.itertext()) for item in etree.fromstring(archive.read("xl/sharedStrings.xml"))]
    lines = []
    for row in sheets(workbook)[sheet].iter(f"{MAIN}row"):
        cells = {}
        for cell in row.iter(f"{MAIN}c"):
            value = cell.findtext(f"{MAIN}v") or ""
            column = re.sub(r"\d", "", cell.get("r", ""))
            cells[column] = texts[int(value)] if cell.get("t") == "s" else value
        lines.append(cells)
    head, *rows = lines
    return [{name: row.get(column, "") for column, name in head.items()} for row in rows]


def workbook_of(standard: Standard, group: TargetGroup, lang: str, tool: str = "https://utfall.example/") -> bytes:
    """The blank workbook of a target group."""
    locale = load_locales(STANDARD.parents[1] / "theme" / "translations", standard.words)[lang]
    return blank_workbook(standard, group, blank_rows(standard, group, 2022), locale, tool)


def formulas_of(workbook: bytes) -> list[str]:
    """All formulas of cells and of conditions."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = [etree.fromstring(archive.read(name)) for name in archive.namelist() if "worksheets/sheet" in name]
    return [str(node.text) for part in parts for node in part.iter(f"{MAIN}f", f"{MAIN}formula")]


@pytest.mark.parametrize("group", GROUPS)
def test_formulas_use_functions_of_every_excel_since_2007(group: str) -> None:
    """Newer ones need a prefix, for which the sheets leave out the library's search."""
    standard = load_standard(STANDARD)
    formulas = formulas_of(workbook_of(standard, standard.target_groups[group], "sv"))
    outside_texts = {re.sub('"[^"]*"', "", formula) for formula in formulas}
    assert {name for formula in outside_texts for name in re.findall(r"([A-Z.]+)\(", formula)} <= OLD_FUNCTIONS


@pytest.mark.parametrize("group", GROUPS)
def test_a_blank_file_filled_in_passes_check_and_can_be_protected(group: str, tmp_path: Path) -> None:
    """Nothing but what the provider knows is left to write, with parts of breakdowns or without."""
    blank = tmp_path / "blank.csv"
    assert template(group, blank) == 0
    with blank.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    true = write(fill_in(rows), tmp_path / "true.csv")
    assert main(["check", str(true), "--standard", str(STANDARD)]) == 0
    protected = tmp_path / "protected.csv"
    assert main(["protect", str(true), "-o", str(protected), "--standard", str(STANDARD), *ANSWERED]) == 0
    assert main(["check", str(protected), "--standard", str(STANDARD)]) == 0


def test_a_blank_file_can_have_a_row_for_each_part_of_each_breakdown() -> None:
    """One breakdown at a time, for the years together alone."""
    standard = load_standard(STANDARD)
    group = standard.target_groups["bu-hvb"]
    rows = blank_rows(standard, group, 2022, splits=True)
    by_measure = [row for row in rows if row["measure_id"] == "planerat-avslut"]
    parts = [(row["kon"], row["alder"], row["lagrum"]) for row in by_measure if row["period"] == "2020/2022"]
    assert parts == [
        ("T", "alla", "alla"),
        *((code, "alla", "alla") for code in ("K", "M")),
        *(("T", code, "alla") for code in ("0-12", "13-17", "18-20")),
        *(("T", "alla", code) for code in ("sol", "lvu")),
    ]
    assert [row["period"] for row in by_measure[len(parts) :]] == ["2022", "2021", "2020"]


def test_a_workbook_saved_as_csv_is_the_blank_file(tmp_path: Path) -> None:
    """Row by row and cell by cell; filled in and saved as Swedish Excel does, it passes."""
    workbook, blank = tmp_path / "mall.xlsx", tmp_path / "mall.csv"
    assert template("bu-hvb", workbook) == template("bu-hvb", blank) == 0
    rows = saved_as_csv(workbook, "Data")
    assert rows == list(csv.DictReader(io.StringIO(blank.read_text(encoding="utf-8"))))
    filled = [
        {name: cell.replace(".", ",") if name == "varde" else cell for name, cell in row.items()}
        for row in fill_in(rows)
    ]
    true = write(filled, tmp_path / "verkliga.csv", delimiter=";")
    assert main(["check", str(true), "--standard", str(STANDARD)]) == 0


def test_a_workbook_filled_in_is_protected_as_it_is_saved(tmp_path: Path) -> None:
    """Without a detour by CSV, and with the same result."""
    workbook, true = tmp_path / "verkliga.xlsx", tmp_path / "verkliga.csv"
    assert template("bu-hvb", workbook) == 0
    rows = fill_in(saved_as_csv(workbook, "Data"))
    write(rows, true)
    book = openpyxl.load_workbook(workbook)
    for line, row in enumerate(rows, start=2):
        for column, (name, cell) in enumerate(row.items(), start=1):
            number = name in {"taljare", "namnare", "personer", "varde", "svarsandel"} and cell
            book["Data"].cell(line, column).value = float(cell) if number else cell or None
    book.save(workbook)
    protected = []
    for source in (true, workbook):
        assert main(["check", str(source), "--standard", str(STANDARD)]) == 0
        target = tmp_path / f"{source.suffix[1:]}-skyddade.csv"
        assert main(["protect", str(source), "-o", str(target), "--standard", str(STANDARD), *ANSWERED]) == 0
        protected.append(target.read_bytes())
    assert protected[0] == protected[1]


def test_codes_of_a_workbook_are_chosen_from_lists_and_counts_are_whole(tmp_path: Path) -> None:
    """Also for who the provider is, which is written once and taken over by every row."""
    workbook = tmp_path / "mall.xlsx"
    assert template("bu-hvb", workbook) == 0
    data = sheets(workbook)["Data"]
    found = {
        (rule.get("type"), re.sub(r"\d", "", rule.get("sqref", "").split(":")[0])): rule.findtext(f"{MAIN}formula1")
        for rule in data.iter(f"{MAIN}dataValidation")
    }
    lists = {column for kind, column in found if kind == "list"}
    assert {"K", "L", "M", "N", "V", "W"} <= lists
    assert ("whole", "O") in found
    assert ("whole", "P") in found
    formulas = [formula.text for formula in data.iter(f"{MAIN}f")]
    assert any(text and text.startswith("'Börja här'!") for text in formulas)
    assert 'IF(OR(O2="",N(P2)=0),"",ROUND(100*N(O2)/N(P2),1))' in formulas


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("sv", ["Börja här", "Mått som saknas", "Data", "Kontroll", "Koder", "Mått"]),
        ("en", ["Start here", "Measures you lack", "Data", "Checks", "Codes", "Measures"]),
    ],
)
def test_a_workbook_is_the_same_each_time_in_each_language(lang: str, names: list[str], tmp_path: Path) -> None:
    """Equal bytes, since its dates are fixed; the sheets have names of the language."""
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    assert template("bu-stodboende", first, "--lang", lang) == template("bu-stodboende", second, "--lang", lang) == 0
    assert first.read_bytes() == second.read_bytes()
    assert list(sheets(first)) == names


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_first_sheet_is_read_in_two_minutes(lang: str) -> None:
    """At two hundred words a minute, without the points for whoever signs; it leads to the tool and asks all four."""
    standard = load_standard(STANDARD)
    group = standard.target_groups["bu-hvb"]
    locale = load_locales(STANDARD.parents[1] / "theme" / "translations", standard.words)[lang]
    tool = "https://utfall.example/verktyg/"
    content = workbook_of(standard, group, lang, tool)
    cells = (cell for line in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows() for cell in line)
    texts = [cell.value for cell in cells if isinstance(cell.value, str) and not cell.value.startswith("=")]
    read = texts[: texts.index(locale.t("fill.sign-title"))]
    assert sum(len(text.split()) for text in read) <= 2 * WORDS_A_MINUTE
    assert {tool, *(answer_label(name, lang) for name in ANSWERS)} <= set(read)


@pytest.mark.slow
@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_workbook_keeps_to_the_limits_of_excel(lang: str) -> None:
    """A longer formula, text within one, or message beside a cell makes a file that Excel calls damaged."""
    standard = load_standard(STANDARD)
    for group in map(standard.target_groups.__getitem__, GROUPS):
        for formula in formulas_of(workbook_of(standard, group, lang)):
            assert len(formula) <= 8192
            assert max(map(len, re.findall(r'"((?:[^"]|"")*)"', formula)), default=0) <= 255
            assert formula.count("IF(") <= 64


def test_a_standard_without_statuses_has_a_template_without_absent_measures() -> None:
    """Nor does it have a step about them, or a rule that asks for columns which are not there."""
    standard = load_standard(STANDARD)
    lacking = {"status", "reason", "comment", "instrument"}
    plain = dataclasses.replace(standard, columns=tuple(c for c in standard.columns if c.role not in lacking))
    content = workbook_of(plain, plain.target_groups["bu-hvb"], "sv")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Börja här", "Data", "Kontroll", "Koder", "Mått"]
    steps = [str(line[0].value) for line in book["Börja här"].iter_rows()]
    assert [step[:2] for step in steps if re.match(r"\d\. ", step)] == ["1.", "2.", "3.", "4."]
    assert not any(
        "{" in formula or "Mått som saknas" in formula for formula in formulas_of(content) if "MID" not in formula
    )


def test_an_unknown_target_group_is_told_which_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In both languages, and nothing is written."""
    assert template("bu-hvd", tmp_path / "mall.csv") == 2
    said = capsys.readouterr().err
    assert "ingen målgrupp med mått. Välj en av" in said
    assert all(group in said for group in GROUPS)
    assert not list(tmp_path.iterdir())


def test_a_file_that_exists_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It may be filled in already; --force writes over it."""
    target = tmp_path / "mall.csv"
    target.write_text("mine", encoding="utf-8")
    assert template("bu-hvb", target) == 2
    assert "filen finns redan" in capsys.readouterr().err
    assert target.read_text(encoding="utf-8") == "mine"
    assert template("bu-hvb", target, "--force") == 0
    assert target.read_text(encoding="utf-8").startswith("utforare_orgnr,")
