"""What a file is, in what encoding, where its headings are, and clean cells: one mistake, one message."""

import unicodedata
from pathlib import Path

import pytest

from open_comparisons.cli.main import main
from open_comparisons.intake.checks.run import check_file
from open_comparisons.intake.raw.cleaning import clean_code, clean_text
from open_comparisons.intake.raw.encodings import decode, garbled_word
from tests.submitted_rows import HEADER, SOUND, STANDARD, TERMS, file_of

STANDARD_FOLDER = Path(__file__).parents[2] / "data" / "standard"
PLAIN = file_of({}, {"period": "2022"}).decode()
SEMICOLONS = PLAIN.replace(",", ";")


def check(content):
    """The notes of the reading, in English, and code and row of each problem."""
    table, problems = check_file(content if isinstance(content, bytes) else content.encode(), "f.csv", TERMS)
    return [note.en for note in table.reading.notes], [(problem.code, problem.row) for problem in problems]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp1252", "windows-1252"), ("mac-roman", "mac-roman"), ("cp850", "cp850"), ("cp437", "cp850")],
)
@pytest.mark.parametrize(
    "text",
    [
        "Färre svar än förra året på grund av flytt",
        "Lägre andel år ett",
        "Örebro, Älvdalen och Åre: åtgärd för en idé",
        "på",
        "HJÄLP FÖR ALLA PÅ ÖN",
    ],
)
def test_letters_of_every_old_encoding_are_read_rightly(text, encoding, name):
    """A reading holds when its words are possible in Swedish; MS-DOS has å, ä and ö in one place in both tables."""
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.fault) == (text, name, "")


@pytest.mark.parametrize(
    "text",
    [
        "Uppgifter 2019–2021",
        "Enligt ”Trygghet 2.0”",
        "Müller och Nuñez på Söder",
        "Tjänst • 12 §",
        "Šabac",
        "½ år, 20 °C",
    ],
)
def test_signs_and_names_of_windows_files_stay(text):
    """What Windows-1252 holds in an honest text is no sign of another encoding."""
    decoded = decode(text.encode("cp1252"))
    assert (decoded.text, decoded.encoding) == (text, "windows-1252")


def test_what_could_be_read_in_two_ways_is_refused_with_the_word():
    """Š is Ä on a Mac, and nothing else in the text says which it is."""
    decoded = decode("Av Štefan".encode("cp1252"))
    assert (decoded.fault, decoded.word) == ("unclear-encoding", "Štefan")


def test_a_text_that_no_encoding_explains_is_refused_with_the_word():
    """Mixed encodings in one file; the message shows the first word that cannot be."""
    _, problems = check_file("\n".join([HEADER, "Räknat för hand"]).encode() + b" p\xe5 f\x94r", "f.csv", TERMS)
    (problem,) = problems
    assert problem.code == "garbled-file"
    assert "“" in problem.message("en")
    assert "rÃ" in problem.message("sv") or "RÃ" in problem.message("sv") or "fÃ" in problem.message("sv")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("RÃ¤knat för hand", "RÃ¤knat"),
        ("FŠrre svar", "FŠrre"),
        ("inte f”rra gången", "f”rra"),
        ("h√•rda bud", "h√•rda"),
        ("Färre svar på ”Trygghet”, 2019–2021", ""),
        ("Dušan och Müller", ""),
    ],
)
def test_a_text_that_was_garbled_before_it_was_saved_is_known_by_its_word(text, word):
    """The file is sound UTF-8, but a letter is what another encoding has in its place."""
    assert garbled_word(text) == word


def test_each_garbled_word_is_shown():
    """A person must know which cell and which letters are meant."""
    _, problems = check_file(file_of({"kommentar": "FŠrre svar"}), "f.csv", TERMS)
    assert [problem.message("en") for problem in problems] == ["the text has garbled characters: “FŠrre”."]


@pytest.mark.parametrize(
    ("above", "row"),
    [
        ("Uppföljning 2024\n", 2),
        ("Uppföljning 2024;;;;\n;;;;\n", 3),
        ("Uppföljning 2024\nUttag i mars\n", 3),
        ("Utförare" + ";" * 7 + "Mått" + ";" * 17 + "\n", 2),
        ("sep=;\nUppföljning 2024\n", 2),
        ('"sep=;"\nUppföljning 2024\n', 3),
    ],
)
def test_rows_above_the_headings_are_one_problem(above, row):
    """The columns are found all the same, so nothing else is said of them."""
    table, problems = check_file((above + SEMICOLONS).encode(), "f.csv", TERMS)
    (problem,) = problems
    assert problem.message("en") == f"this is not the header row. The headings are in row {row}."
    assert list(table.rows) == [row + 1, row + 2]


@pytest.mark.parametrize(
    ("line", "notes"),
    [
        ("sep=;\n", []),
        ("SEP=;\r\n", []),
        ("sep=;;;;\n", []),
        ('"sep=;"\n', ["The sep= line is not written as spreadsheets write it. It was skipped."]),
        ("SEP = ;\n", ["The sep= line is not written as spreadsheets write it. It was skipped."]),
        (
            "sep=,\n",
            ["The sep= line declares comma as the delimiter, but the file has semicolon and was read accordingly."],
        ),
    ],
)
def test_a_line_that_declares_the_delimiter_is_understood(line, notes):
    """What it declares is held against the headings."""
    assert check(line + SEMICOLONS) == (notes, [])


@pytest.mark.parametrize("more", ["", ";;"])
def test_lines_quoted_as_a_whole_are_unquoted(more):
    """A spreadsheet that had each line in one cell writes them so."""
    lines = file_of({"kommentar": '"Ett ""citat"", kort"'}).decode().splitlines()
    quoted = "\r\n".join('"{}"{}'.format(line.replace('"', '""'), more) for line in lines)
    table, problems = check_file(quoted.encode(), "f.csv", TERMS)
    assert [note.en for note in table.reading.notes] == ["Every line was within quotation marks. They were removed."]
    assert [problem.code for problem in problems] == []
    assert table.text("comment") == ['Ett "citat", kort']


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Summa" + "," * 14 + "62,80,72" + "," * 8, "totals-row"),
        (",Totalt:" + "," * 13 + "62,80,72" + "," * 8, "totals-row"),
        ("Total", "totals-row"),
        ("Källa: verksamhetssystemet", "note-row"),
        ("Källa: verksamhetssystemet, uttag i mars, kontrollerat", "note-row"),
        (HEADER, "headings-again"),
        ("," * 5 + "* preliminärt" + "," * 19, "note-row"),
    ],
)
def test_a_row_that_is_no_data_is_one_problem(line, code):
    """Totals and foot notes are named as such, and none of their cells is missed."""
    assert check(f"{PLAIN}\n{line}\n")[1] == [(code, 4)]


def test_a_file_without_headings_is_one_problem():
    """Not one for each column that is missing; rows about persons are still known by their headings."""
    assert check("Enhet;Antal;Andel\nEken;31;77,5\n")[1] == [("no-headings", 0)]
    assert check("Uppgifter för 2024\n")[1] == [("no-headings", 0)]
    assert check("Ort;Personnummer\nA;B\n")[1] == [("no-headings", 0), ("person-rows", 1)]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<html><table><tr><td>utforare_orgnr</td></tr></table></html>", "a web page (HTML)"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>\n", "a web page (HTML)"),
        (b"<?xml version='1.0'?><Workbook/>", "an XML file"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"\x1f\x8b\x08", "a packed archive"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a pointer to a file in Git LFS"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b'{\n "contact_role": "x"}', "a JSON file"),
    ],
)
def test_what_is_no_table_is_named(content, what):
    """One problem, with what the file is and what to do about it."""
    _, problems = check_file(content, "f.csv", TERMS)
    (problem,) = problems
    assert problem.message("en") == f"the file is {what}, not a CSV file."


@pytest.mark.parametrize(
    ("cell", "clean", "repairs"),
    [
        ("Eken", "Eken", ()),
        (" Eken", "Eken", ("spaces",)),
        ("E\u200bken\ufeff", "Eken", ("invisible",)),
        ("\u202eEken", "Eken", ("invisible",)),
        ("för\u00adsök", "försök", ("invisible",)),
        ("rad ett\vrad två", "rad ett rad två", ("control",)),
        ("Ek\aen\x1f\ufffe", "Eken", ("control",)),
        (unicodedata.normalize("NFD", "Ängens"), "Ängens", ("composed",)),
        ("Ängens\u00a0HVB", "Ängens HVB", ("spaces",)),
        ("Ängens  HVB", "Ängens HVB", ("spaces",)),
        ("\u00a0", "", ("spaces",)),
        ("bu\u2011hvb", "bu-hvb", ("hyphens",)),
        ("12\u00a0000", "12 000", ()),
        ("👩\u200d👧", "👩\u200d👧", ()),
        ("två\nrader", "två\nrader", ()),
        ("2019–2021", "2019–2021", ()),
    ],
)
def test_cells_are_as_everybody_sees_them(cell, clean, repairs):
    """What cannot be seen is removed and reported; dashes in texts and line breaks are seen, and stay."""
    assert clean_text(cell) == (clean, repairs)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("437623–5182", "437623-5182"),
        ("'437623-5182", "437623-5182"),
        ("”ok”", "ok"),
        ('="0581"', "0581"),
        ("0–12", "0-12"),
        ("−3,2", "-3,2"),
    ],
)
def test_codes_and_numbers_have_one_spelling(cell, code):
    """Marks that spreadsheets and word processors put round codes, and dashes for hyphens."""
    assert clean_code(cell) == code


@pytest.mark.parametrize(
    ("rows", "note"),
    [
        ({"utforare_orgnr": "'455001-0005"}, "utforare_orgnr: dashes or quotation marks were corrected in 1 cell."),
        ({"utforare_orgnr": "455001–0005"}, "utforare_orgnr: dashes or quotation marks were corrected in 1 cell."),
        (
            {"utforare_orgnr": "455001\u20110005"},
            "Special hyphens were replaced by ordinary ones in 1 cell (utforare_orgnr).",
        ),
        ({"matt_id": "planerat-avslut\u200b"}, "Invisible characters were removed from 1 cell (matt_id)."),
        ({"utforare_namn": "E\u200bken"}, "Invisible characters were removed from 1 cell (utforare_namn)."),
        (
            {"utforare_namn": "Eken "},
            "No-break, double or superfluous spaces were corrected in 1 cell (utforare_namn).",
        ),
        ({"kommentar": "rad\frad"}, "Control characters were removed from 1 cell (kommentar)."),
        ({"status": "OK"}, "status: 1 code was given its proper spelling (OK was read as ok)."),
        ({"regi": "Privat"}, "regi: 1 code was given its proper spelling (Privat was read as privat)."),
        ({"malgrupp": "BU HVB"}, "malgrupp: 1 code was given its proper spelling (BU HVB was read as bu-hvb)."),
        (
            {"matt_id": "Planerat_avslut"},
            "matt_id: 1 code was given its proper spelling (Planerat_avslut was read as planerat-avslut).",
        ),
        ({"kon": "t"}, "kon: 1 code was given its proper spelling (t was read as T)."),
        ({"utforare_orgnr": "4550010005"}, "utforare_orgnr: 1 number was given its proper form, with a hyphen."),
        ({"utforare_orgnr": "455001 0005"}, "utforare_orgnr: 1 number was given its proper form, with a hyphen."),
        ({"utforare_orgnr": "164550010005"}, "utforare_orgnr: 1 number was given its proper form, with a hyphen."),
        ({"utforare_orgnr": "4550010005.0"}, "utforare_orgnr: 1 number was given its proper form, with a hyphen."),
        ({"kommun_kod": "581.0"}, "kommun_kod: 1 code had been saved as a decimal number (581.0 was read as 0581)."),
    ],
)
def test_every_repair_is_reported_with_its_cells(rows, note):
    """The file passes, and its reading says what was changed, in how many cells and where."""
    assert check(file_of(rows)) == ([note], [])


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ({"utforare_orgnr": "4550010006"}, "malformed-identifier"),
        ({"utforare_orgnr": "455001000"}, "malformed-identifier"),
        ({"utforare_orgnr": "1212121212"}, "personal-number-as-identifier"),
        ({"utforare_orgnr": "191212121212"}, "personal-number-as-identifier"),
        ({"status": "okej"}, "unknown-code"),
        ({"kon": "Kvinnor"}, "unknown-code"),
    ],
)
def test_what_may_mean_something_else_is_not_repaired(rows, code):
    """A digit that is wrong, a number of a person, a word that is no code."""
    notes, problems = check(file_of(rows))
    assert code in [each for each, _ in problems]
    assert not [note for note in notes if "proper" in note]


def test_a_hidden_number_cannot_be_hidden_by_what_cannot_be_seen():
    """The checks see the cell as readers do."""
    row = {"status": "liten-taljare", "taljare": "", "varde": "", "kommentar": "t\u200bre barn"}
    assert ("number-in-hidden-row", 2) in check(file_of(row))[1]


@pytest.mark.parametrize("mark", ["\ufeff\ufeff", "\ufeff\ufeff\ufeff"])
def test_more_than_one_byte_order_mark_is_skipped(mark):
    """The first heading is not changed by it."""
    assert check(mark + PLAIN) == (["The file began with more than one BOM. They were skipped."], [])


def test_a_quotation_left_open_is_found_where_it_begins():
    """The row number is that of the row, not of the last sound one."""
    assert check(PLAIN.replace(",Eken,", ',"Eken,', 1))[1] == [("broken-quoting", 2)]


def test_the_rows_of_these_tests_are_sound():
    """So that every problem above comes from what was changed."""
    assert check(PLAIN) == ([], [])
    assert SOUND.keys() <= {column.name for column in STANDARD.columns}


def test_nothing_is_said_of_the_reading_of_a_file_that_could_not_be_read(tmp_path, capsys):
    """The problem alone: an encoding and a delimiter that are unknown help nobody."""
    path = tmp_path / "sidan.csv"
    path.write_bytes(b"<html></html>")
    assert main(["check", str(path), "--lang", "en", "--standard", str(STANDARD_FOLDER)]) == 1
    first, *_ = capsys.readouterr().out.splitlines()
    assert first == f"{path}: the file is a web page (HTML), not a CSV file. [not-a-table]"
