"""What a provider sends: its description, the package, and the reading of both, whatever the bytes."""

import hashlib
import io
import json
import subprocess
import zipfile
from pathlib import Path

import jsonschema
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from open_comparisons.intake.handover.description import (
    ANSWERS,
    describe,
    description_json,
    description_of,
    description_problems,
    example_json,
    submission_problems,
)
from open_comparisons.intake.handover.package import checksums_text, differing_files, file_name, package
from open_comparisons.intake.handover.parcels import read_parcel
from open_comparisons.intake.handover.schema import description_schema
from open_comparisons.intake.handover.sheet import answer_label, read_answers
from open_comparisons.messages import LANGUAGES
from open_comparisons.standard.model import Thresholds

SOUND = {
    "contact_role": "Kvalitetsansvarig",
    "method_note": "Ur verksamhetssystemet.",
    "known_gaps": "Inga kända luckor.",
    "approved_by": "Verksamhetschef",
}
LIMITS = Thresholds(min_denominator=10, min_count=5, min_response_rate=30)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["sv", "en", "path", "key"]), inner),
    max_leaves=6,
)


def codes(problems):
    return [each.code for each in problems]


def test_four_answers_make_a_whole_description():
    """The JSON has the answers in the language they are written in, and is the same every time."""
    described = describe(SOUND, "sv")
    assert description_problems(described, "x.json", LIMITS) == []
    written = description_json(described)
    assert json.loads(written) == {
        "contact_role": "Kvalitetsansvarig",
        "method_note": {"sv": "Ur verksamhetssystemet."},
        "known_gaps": {"sv": "Inga kända luckor."},
        "approved_by": "Verksamhetschef",
        "protected_by": None,
        "exempel": False,
    }
    assert description_of(json.loads(written)) == described
    assert submission_problems(json.loads(written), "x.json", LIMITS) == []


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("empty", ["", "  ", "-", "…", ".", "\u200b", "3"])
def test_an_answer_that_says_nothing_is_not_an_answer(name, empty):
    """It is asked for by its label, with what to write."""
    (found,) = description_problems(describe({**SOUND, name: empty}, "sv"), "x.json", LIMITS)
    assert (found.file, found.code) == ("x.json", "unanswered")
    assert answer_label(name, "sv") in found.message("sv")


@pytest.mark.parametrize(
    "role",
    [
        *(
            "Anna Svensson",
            "Gunvor Persson",
            "Kvalitetsansvarig Anna",
            "anna@hemmet.se",
            "010-123 45 67",
            "19121212-1212",
        ),
        *("anna svensson", "kerstin lundqvist", "Per Lundqvist", "kvalitetschef anna svensson", "olof palme", "kalle"),
        *("ANNA BERG", "enhetschef nils persson"),
    ],
)
@pytest.mark.parametrize("name", ["contact_role", "approved_by"])
def test_a_role_is_not_a_name(name, role):
    """Nor an address or a telephone number; the message does not repeat it."""
    (found,) = description_problems(describe({**SOUND, name: role}, "sv"), "x.json", LIMITS)
    assert found.code == "name-for-role"
    assert role not in found.as_text("sv") + found.as_text("en")


@pytest.mark.parametrize(
    "role",
    [
        *(
            "VD",
            "Verksamhetschef",
            "Föreståndare, HVB",
            "Head of Service",
            "Enhetschef 2",
            "Region Halland",
            "Lesson lead",
        ),
        *("kvalitetschef", "data officer", "föreståndare", "enhetschef", "HR-ansvarig", "IT-samordnare", "Styrelsen"),
        *("Medicinskt ansvarig sjuksköterska", "Kvalitetsavdelningen", "Registered manager", "Chief executive", "MAS"),
        *("Dataskyddsombud", "Familjehemskonsulent", "Registerhållare", "ansvarig för hästunderstödda insatser"),
        *("responsible for equine therapy", "Ägare", "tf chef", "Statistics team", "Stödpedagog", "Kommunikatör"),
    ],
)
def test_a_role_is_taken_as_it_is(role):
    """Capitals and single digits make no name; and a rare title has a word beside it that says what it is."""
    assert description_problems(describe({**SOUND, "contact_role": role}, "sv"), "x.json", LIMITS) == []


def test_texts_hold_no_persons_and_no_novels():
    """Personal numbers and names are found in them, and they have a longest length."""
    many = {"method_note": "x" * 2_001, "known_gaps": "Pojken Kim saknas, 19121212-1212."}
    assert codes(description_problems(describe({**SOUND, **many}, "sv"), "x.json", LIMITS)) == [
        "answer-too-long",
        "personal-number-in-text",
    ]


def test_all_that_is_wrong_is_told_at_once():
    """Nothing answered is four problems; a wrong form is told as one."""
    assert codes(description_problems(describe({}, "en"), "x.json", LIMITS)) == ["unanswered"] * 4
    wrong = {**json.loads(example_json()), "method_note": "Ur systemet.", "known_gaps": {"sv": "Inga.", "en": ""}}
    found = submission_problems({**wrong, "exempel": "nej", "providers": []}, "x.json", LIMITS)
    assert codes(found) == ["metadata-field"] * 4


def test_the_example_is_sound():
    """It is in both languages, about invented figures."""
    assert submission_problems(json.loads(example_json()), "x.json", LIMITS) == []
    assert json.loads(example_json())["exempel"] is True


@given(st.dictionaries(st.sampled_from([*ANSWERS, "providers", "protected_by", "exempel", "more"]), JSON))
def test_any_object_gives_problems_or_none(content):
    """Whatever the JSON file holds, it is judged; what passes can be read."""
    if not submission_problems(content, "x.json", LIMITS):
        assert content.get("protected_by") or description_problems(description_of(content), "x.json", LIMITS) == []


def test_the_package_holds_three_files_and_is_always_the_same():
    """The checksums are those that the usual program checks; the bytes depend on the content alone."""
    made = package("Åsgården", "a;b\n", example_json())
    assert made == package("Åsgården", "a;b\n", example_json())
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        held = {entry.filename: archive.read(entry) for entry in archive.infolist()}
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
    assert [*held] == ["asgarden.csv", "asgarden.json", "checksums.txt"]
    digest = hashlib.sha256(b"a;b\n").hexdigest()
    assert held["checksums.txt"].decode().splitlines()[0] == f"{digest}  asgarden.csv"


def test_the_checksums_can_be_checked_with_the_usual_program(tmp_path: Path):
    """As the page says."""
    with zipfile.ZipFile(io.BytesIO(package("eken", "a\n", example_json()))) as archive:
        archive.extractall(tmp_path)
    subprocess.run(["sha256sum", "--check", "--strict", "checksums.txt"], cwd=tmp_path, check=True)


@pytest.mark.parametrize(("words", "name"), [("Åsgården AB", "asgarden-ab"), ("../x\\y", "x-y"), ("…", "submission")])
def test_a_file_is_named_in_plain_letters(words, name):
    """Nothing in a name can lead elsewhere, or be unreadable on another system."""
    assert file_name(words) == name


def test_differing_files_are_named():
    """Changed, added and missing ones; line ends, capitals and folders of the list say nothing."""
    sums = checksums_text({"a.csv": b"1", "b.json": b"2"})
    assert differing_files(sums.encode(), {"a.csv": b"1", "b.json": b"2"}) == []
    loose = "\ufeff" + sums.upper().replace("  A.CSV", " *mapp/a.csv").replace("B.JSON\n", "b.json\r\n")
    assert differing_files(loose.encode(), {"a.csv": b"1", "b.json": b"2"}) == []
    assert differing_files(sums.encode(), {"a.csv": b"9", "c.csv": b""}) == ["a.csv", "b.json", "c.csv"]
    assert differing_files(b"\xff\x00", {"a.csv": b"1"}) == ["a.csv"]


def test_a_parcel_is_what_the_package_was_made_of(tmp_path: Path):
    """As the zip, and as the folder that it is unpacked to."""
    path = tmp_path / "eken.zip"
    path.write_bytes(package("eken", "a,b\n", example_json()))
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "mapp")
    for place in (path, tmp_path / "mapp"):
        parcel, problems = read_parcel(place)
        assert problems == []
        assert (parcel.figures, parcel.described) == (b"a,b\n", example_json().encode())


def test_a_changed_file_of_a_package_is_found(tmp_path: Path):
    """The file is named, and so is the way to mend it."""
    with zipfile.ZipFile(io.BytesIO(package("eken", "a,b\n", example_json()))) as archive:
        archive.extractall(tmp_path)
    (tmp_path / "eken.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    parcel, (found,) = read_parcel(tmp_path)
    assert parcel is None
    assert found.code == "checksum-differs"
    assert "eken.csv" in found.message("sv")
    assert "eken.json" not in found.message("sv")
    (tmp_path / "checksums.txt").write_bytes(b"")
    assert codes(read_parcel(tmp_path)[1]) == ["checksum-differs"]


WHOLE = package("eken", "a,b\n1,2\n", example_json())


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=8), st.integers(0, len(WHOLE)))
def test_no_bytes_of_a_zip_end_in_a_traceback(tmp_path_factory, changes, end):
    """A package with any bytes changed, or cut anywhere, is read as it was or refused in words."""
    content = bytearray(WHOLE)
    for place, byte in changes:
        content[place] = byte
    path = tmp_path_factory.mktemp("zip") / "eken.zip"
    path.write_bytes(bytes(content[:end]))
    parcel, problems = read_parcel(path)
    assert bool(problems) != (parcel is not None)
    assert set(codes(problems)) <= {"unsafe-zip", "not-one-of-each", "checksum-differs"}
    if parcel:
        assert (parcel.figures, parcel.described) == (b"a,b\n1,2\n", example_json().encode())


@given(st.dictionaries(st.text(min_size=1, max_size=9), st.binary(max_size=50), max_size=4))
def test_any_members_of_a_zip_are_judged(tmp_path_factory, members):
    """Names and content of any kind."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name.replace("\0", "")), content)
    path = tmp_path_factory.mktemp("zip") / "svar.zip"
    path.write_bytes(buffer.getvalue())
    assert bool(read_parcel(path)[1]) != bool(read_parcel(path)[0])


def workbook(rows, *, merged=()) -> bytes:
    """A workbook with rows on its first sheet, and another sheet of data."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Börja här")
        for line, row in enumerate(rows):
            for place, cell in row.items():
                sheet.write(line, place, cell)
        for first, last, words in merged:
            sheet.merge_range(first[0], first[1], last[0], last[1], words)
        book.add_worksheet("Data").write_row(0, 0, ["matt_id", "period"])
    return buffer.getvalue()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_answers_are_read_from_the_sheet_with_their_labels(lang):
    """Just to the right of each label, in any order and place, in the language of the labels."""
    rows = [{}, {0: "En rubrik"}, *({2: f"{answer_label(name, lang).upper()} :", 3: SOUND[name], 5: "Hjälp"}
            for name in reversed(ANSWERS))]  # fmt: skip
    found = read_answers(workbook(rows), "sv")
    assert (found.sheet, found.lang, found.answers) == ("Börja här", lang, SOUND)


def test_what_stands_further_off_is_no_answer():
    """A blank cell is not answered by the help or the label beside it; merged cells count as one."""
    contact, method, gaps, approved = (answer_label(name, "sv") for name in ANSWERS)
    rows = [{0: contact, 2: "Hjälp"}, {0: method, 1: gaps}, {0: approved, 1: 12}]
    found = read_answers(workbook(rows, merged=[((5, 0), (5, 2), gaps)]), "sv")
    assert (found.sheet, found.answers) == ("Börja här", {})
    wide = read_answers(workbook([{}, {3: "Inga."}], merged=[((1, 0), (1, 2), gaps)]), "sv")
    assert wide.answers == {"known_gaps": "Inga."}


@pytest.mark.parametrize("content", [b"", b"a,b\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", workbook([{0: "x"}]), WHOLE])
def test_any_other_file_has_no_answers(content):
    """A CSV file, a damaged workbook, one without labels, a zip of other things."""
    found = read_answers(content, "en")
    assert (found.sheet, found.lang, found.answers) == ("", "en", {})


SCHEMA = json.loads(description_schema())


@given(st.dictionaries(st.sampled_from(ANSWERS), st.sampled_from([*SOUND.values(), "", "-", "x" * 2_001, "VD"])))
def test_the_schema_refuses_what_the_check_refuses(answers):
    """But for names in place of roles, which only the check can judge."""
    described = describe(answers, "sv")
    content = json.loads(description_json(described))
    found = codes(description_problems(described, "", LIMITS))
    refused = bool({"unanswered", "answer-too-long", "metadata-field"} & {*found})
    assert jsonschema.Draft202012Validator(SCHEMA).is_valid(content) != refused


def test_the_schema_takes_the_example():
    """It is sound itself, and says in both languages what each answer is."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(example_json()), SCHEMA)
    assert " / " in SCHEMA["properties"]["known_gaps"]["description"]
