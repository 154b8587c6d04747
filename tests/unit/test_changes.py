"""What has changed from one release to the next is told value by value, and what is hidden now is not told again."""

import csv
import io
import json
from pathlib import Path

import pytest

from open_comparisons.cli.main import main
from tests.small_data import add_release, change_row, rewrite

OLD, NEW = "2024-05-15", "2025-05-14"
SLUG, ID = "asklinten", "424454-8410"
WHOLE = {"kon": "T", "alder": "alla", "lagrum": "alla"}
BLANK = dict.fromkeys(("taljare", "namnare", "personer", "varde", "standardavvikelse"), "")
CORRECTED = {"matt_id": "kostnad-per-placering", "period": "2021", **WHOLE}
HIDDEN = {"matt_id": "trygghet", "period": "2021", **WHOLE}
OPENED = {"matt_id": "trygghet", "period": "2020/2022", "alder": "18-20"}
WITHDRAWN = {"matt_id": "vardtid", "period": "2021", **WHOLE}
ADDED = {"matt_id": "vardtid", "period": "2020", **WHOLE}
ENDED = "skolnarvaro"


@pytest.fixture
def changed(small_data: Path) -> Path:
    """Two releases, the later with a change of each kind, and without all of a measure."""
    older = small_data / "bu-hvb" / OLD
    change_row(older, SLUG, ADDED, **BLANK, svarsandel="", status="saknas", orsak="ej-lamnat")
    release = add_release(small_data, NEW, corrections=({"utforare_orgnr": ID, "matt_id": CORRECTED["matt_id"]},))
    change_row(release, SLUG, CORRECTED, varde="1280000")
    change_row(release, SLUG, HIDDEN, **BLANK, svarsandel="", status="skyddad")
    change_row(release, SLUG, OPENED, taljare="10", varde="66.7", status="ok")
    change_row(release, SLUG, WITHDRAWN, **BLANK, svarsandel="", status="saknas", orsak="ej-lamnat")
    change_row(release, SLUG, ADDED, namnare="12", personer="12", varde="200", status="ok", orsak="")
    for path in sorted(release.glob("*.csv")):
        rewrite(path, without_ended)
    return small_data


def without_ended(rows: list[dict[str, str]]) -> None:
    """Take all rows of a measure out."""
    rows[:] = [row for row in rows if row["matt_id"] != ENDED]


def diff(capsys: pytest.CaptureFixture[str], data: Path, *arguments: str) -> str:
    """Run the command and take what it printed."""
    code = main(["diff", "bu-hvb", OLD, NEW, "--data", str(data), *arguments])
    said = capsys.readouterr()
    assert (code, said.err) == (0, "")
    return said.out


def test_every_kind_of_change_is_told_with_its_values(changed, capsys) -> None:
    """Old and new as the files have them: shares in percent, amounts in kronor."""
    told = json.loads(diff(capsys, changed, "--format", "json"))
    rows = {(row["change"], row["key"]["measure_id"]): row for row in told["changes"]}
    assert told["count"] == {"rattad": 1, "tillagd": 1, "borttagen": 1, "dold": 1, "oppnad": 1}
    corrected = rows["rattad", "kostnad-per-placering"]
    assert corrected["new"]["value"] == 1280000
    assert corrected["old"]["value"] != 1280000
    assert corrected["reason"] == {"sv": "Felräknat.", "en": "Miscounted."}
    assert corrected["key"]["provider_id"] == ID
    assert rows["oppnad", "trygghet"]["old"] == {"status": "liten-rest", "denominator": 15, "response_rate": 72}
    assert rows["oppnad", "trygghet"]["new"]["value"] == 66.7
    assert rows["tillagd", "vardtid"]["old"] == {"status": "saknas"}
    assert rows["tillagd", "vardtid"]["new"]["value"] == 200
    assert rows["tillagd", "vardtid"]["reason"] is None


def test_what_is_hidden_or_withdrawn_is_not_told_again(changed, capsys) -> None:
    """Only that it was shown: to repeat the number would spread it."""
    told = json.loads(diff(capsys, changed, "--format", "json"))
    gone = [row for row in told["changes"] if row["change"] in {"dold", "borttagen"}]
    assert [row["old"] for row in gone] == [{"status": "ok"}] * 2
    assert {tuple(row["new"]) for row in gone} == {("status",)}


def test_a_period_that_only_one_release_has_is_told_as_a_whole(changed, capsys) -> None:
    """A new year is no thousand additions."""
    told = json.loads(diff(capsys, changed, "--format", "json"))
    assert told["begun"] == []
    assert {period["measure_id"] for period in told["ended"]} == {ENDED}
    assert {period["period"] for period in told["ended"]} == {"2020", "2020/2022", "2021", "2022"}
    assert all(period["rows"] > 0 for period in told["ended"])


def test_the_table_has_a_line_for_each_value(changed, capsys) -> None:
    """With the names that the standard gives its columns."""
    lines = list(csv.DictReader(io.StringIO(diff(capsys, changed, "--format", "csv"))))
    assert sorted(line["andring"] for line in lines) == ["borttagen", "dold", "oppnad", "rattad", "tillagd"]
    (hidden,) = [line for line in lines if line["andring"] == "dold"]
    assert (hidden["status_fore"], hidden["varde_fore"], hidden["status_efter"]) == ("ok", "", "skyddad")
    (corrected,) = [line for line in lines if line["andring"] == "rattad"]
    assert (corrected["varde_efter"], corrected["skal_en"]) == ("1280000", "Miscounted.")


@pytest.mark.parametrize(("lang", "words"), [("sv", "1 rättade värden"), ("en", "1 corrected values")])
def test_the_text_tells_how_much_has_changed(changed, capsys, lang, words) -> None:
    """In either language."""
    said = diff(capsys, changed, "--lang", lang)
    assert words in said
    assert f"{OLD} → {NEW}" in said


def test_two_equal_releases_have_no_changes(small_data, capsys) -> None:
    """Nothing is found where nothing is."""
    add_release(small_data, NEW)
    told = json.loads(diff(capsys, small_data, "--format", "json"))
    assert told["changes"] == told["begun"] == told["ended"] == []


def test_a_release_that_is_not_there_is_told(small_data, capsys) -> None:
    """With those that are."""
    assert main(["diff", "bu-hvb", OLD, "2030-01-01", "--data", str(small_data)]) == 2
    assert OLD in capsys.readouterr().err
    assert main(["diff", "bu-hvb", OLD, NEW, "--data", str(small_data / "bu-hvb")]) == 2


def test_a_broken_release_is_told_and_not_compared(changed, capsys) -> None:
    """All its problems, and nothing of what would have been the answer."""
    change_row(changed / "bu-hvb" / NEW, SLUG, CORRECTED, varde="mycket")
    assert main(["diff", "bu-hvb", OLD, NEW, "--data", str(changed)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "varde" in said.err
