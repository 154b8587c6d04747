"""What was published before is found in any form, and whatever the bytes are, there is never a traceback."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from open_comparisons.intake.handover.earlier import FOLDER, find_earlier, rows_about
from open_comparisons.intake.handover.sheet import read_answers
from tests.submitted_rows import file_of
from tests.unit.test_handover import workbook

ROWS = file_of({"taljare": "31"})


def archive(members) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return buffer.getvalue()


WHOLE = archive(
    {
        "data/bu-hvb/2024-05-15/observationer.csv": ROWS,
        "data/bu-hvb/2024-05-15/jamforelse.csv": b"matt_id,metod_version\n",
        "data/bu-hvb/2024-05-15/datapackage.json": b'{"name": "bu-hvb-2024-05-15", "version": "2024-05-15"}',
        "standard/exempel/verkliga.csv": ROWS,
    }
)
FILLED = workbook([{0: "Vem svarar på frågor", 1: "Kvalitetsansvarig"}])


def bytes_changed(whole):
    """The bytes of a file with any of them changed, cut anywhere."""
    places = st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=6)

    def change(drawn):
        changes, end = drawn
        content = bytearray(whole)
        for place, byte in changes:
            content[place] = byte
        return bytes(content[:end])

    return st.tuples(places, st.integers(0, len(whole)) | st.just(len(whole))).map(change)


def test_releases_are_named_by_what_describes_them(tmp_path):
    """Whatever the archive and its folders are called; the standard's own example is no release."""
    (tmp_path / "nedladdat (1).zip").write_bytes(WHOLE)
    found = find_earlier(tmp_path / "nedladdat (1).zip")
    assert [(each.dataset, each.release, each.is_published) for each in found.files] == [("bu-hvb", "2024-05-15", True)]
    assert found.files[0].read() == ROWS
    assert (found.passed_over, found.problems) == (("jamforelse.csv",), ())


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("2024-05-15", ("handed", "2024-05-15", FOLDER)),
        ("Downloads", ("", "", "")),
        ("2024", ("", "", "")),
        ("hämtade filer", ("", "", "")),
    ],
)
def test_a_folder_is_a_release_only_where_its_name_is_a_day(tmp_path, folder, expected):
    """Else nothing is known of the file's release, and it is not called by the folder."""
    path = tmp_path / "handed" / folder / "eken.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(ROWS)
    (found,) = find_earlier(path).files
    assert (found.dataset, found.release, found.dated_by) == expected


def test_every_file_with_rows_counts_whatever_lies_beside_it(tmp_path):
    """A published release among them does not make a file of our own superfluous: what it hid must stay hidden."""
    for name in ("observationer.csv", "observationer (1).csv", "havtornet.csv"):
        (tmp_path / name).write_bytes(ROWS)
    (tmp_path / "jamforelse.csv").write_bytes(b"matt_id,metod_version\n")
    found = find_earlier(tmp_path)
    assert {each.file.rpartition("/")[2] for each in found.files} == {
        *("observationer.csv", "observationer (1).csv", "havtornet.csv")
    }
    assert found.passed_over == ("jamforelse.csv",)


@pytest.mark.parametrize("name", ["rapport.pdf", "index.html", "datapackage.json", "skript"])
def test_a_file_that_is_no_table_is_refused(tmp_path, name):
    """Taken for a release without our rows, it would leave everything earlier out."""
    (tmp_path / name).write_bytes(b"%PDF-1.7")
    assert [each.code for each in find_earlier(tmp_path / name).problems] == ["not-an-earlier-file"]


@given(bytes_changed(WHOLE))
def test_no_bytes_of_an_archive_end_in_a_traceback(tmp_path_factory, content):
    """It is read, or refused in words."""
    path = tmp_path_factory.mktemp("zip") / "allt.zip"
    path.write_bytes(content)
    found = find_earlier(path)
    assert bool(found.files) != bool(found.problems)
    assert {each.code for each in found.problems} <= {"unsafe-archive", "no-earlier-release"}


@given(bytes_changed(FILLED))
def test_no_bytes_of_a_workbook_end_in_a_traceback(content):
    """It has answers or it has none."""
    assert set(read_answers(content, "sv").answers) <= {"contact_role"}


def test_an_archive_that_would_fill_the_memory_is_refused(tmp_path):
    """From its table of contents alone."""
    (tmp_path / "allt.zip").write_bytes(archive({"data/bu-hvb/2024-05-15/observationer.csv": bytes(300_000_000)}))
    assert [each.code for each in find_earlier(tmp_path / "allt.zip").problems] == ["unsafe-archive"]


def test_a_folder_with_everything_in_it_is_not_searched_for_ever(tmp_path):
    """Such as a home folder, given by mistake."""
    for number in range(5_002):
        (tmp_path / f"{number}.txt").touch()
    (tmp_path / "mapp").mkdir()
    assert [each.code for each in find_earlier(tmp_path).problems] == ["too-much-to-look-through"]


def test_a_linked_table_is_refused(tmp_path):
    """It may lead to any file of the machine."""
    (tmp_path / "verkliga.csv").write_bytes(ROWS)
    (tmp_path / "mapp").mkdir()
    (tmp_path / "mapp" / "eken.csv").symlink_to(tmp_path / "verkliga.csv")
    assert [each.code for each in find_earlier(tmp_path / "mapp").problems] == ["not-a-plain-file"]


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (b"id,n\nA,1\nB,2\nA,3\n", b"id,n\nA,1\nA,3\n"),
        (b"\xef\xbb\xbfid,n\nA,1\n", b"id,n\nA,1\n"),
        (b'n,id\n"1\n2",A\n3,B\n\n', b'n,id\n"1\n2",A\n'),
        (b"id;n\nA;1\n", b"id;n\nA;1\n"),
        (b"\xff", b"\xff"),
        (b"", b""),
    ],
)
def test_rows_about_a_provider_are_kept(content, kept):
    """A file that is not as the site writes it is left whole, for the reading to judge."""
    assert rows_about(content, "id", {"A"}) == kept
