"""`open-comparisons audit` tells cells and rules; numbers only where they are asked for and no log is public."""

import json
from pathlib import Path

import pytest

from open_comparisons.cli.main import main
from tests.leaks import MEASURE, plant_leak
from tests.small_data import rewrite, submissions

pytestmark = pytest.mark.slow


@pytest.fixture
def leaking(small_data: Path) -> tuple[Path, str]:
    """The small data folder with a file that gives its hidden part away."""
    return small_data, plant_leak(small_data).stem


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Run the command: exit code and all it said."""
    code = main(["audit", *arguments])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_a_leak_is_told_by_cell_and_rule_and_never_by_number(leaking, capsys, monkeypatch) -> None:
    """The hidden count and the way to it appear only when asked for."""
    monkeypatch.delenv("CI", raising=False)
    folder, slug = leaking
    code, said = told(capsys, str(folder), "--format", "json")
    found = [entry for entry in json.loads(said) if entry["key"]["kon"] == "K" and entry["key"]["matt_id"] == MEASURE]
    assert code == 1
    assert found
    assert {entry["key"]["utforare"] for entry in found} == {slug}
    assert {tuple(sorted(entry)) for entry in found} == {("dataset", "key", "releases", "rule", "warning")}
    code, said = told(capsys, str(folder), "--format", "json", "--show-values")
    shown = [entry for entry in json.loads(said) if entry["rule"] == "hidden" and entry["key"]["kon"] == "K"]
    assert {"lowest": 7, "highest": 7, "needed": 5, "through": "sums"}.items() <= shown[0].items()


def test_values_are_refused_where_logs_are_public(leaking, capsys, monkeypatch) -> None:
    """Automatic runs keep logs that everybody can read."""
    monkeypatch.setenv("CI", "true")
    code, said = told(capsys, str(leaking[0]), "--show-values")
    assert code == 2
    assert "CI" in said
    assert "planerat-avslut" not in said


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_text_names_the_cell_and_what_to_do(leaking, capsys, lang) -> None:
    """In either language; a dataset or a release can be asked for by itself."""
    folder, slug = leaking
    for place in (folder / "bu-hvb", folder / "bu-hvb" / "2024-05-15"):
        code, said = told(capsys, str(place), "--lang", lang)
        assert code == 1
        assert f"{slug}.csv" in said
        assert "open-comparisons protect" in said
        assert "kon=K" in said


def test_a_leak_across_a_merger_is_told(small_data, capsys) -> None:
    """Of 40 planned endings that the successor counts before it began, 33 were at one provider: seven at the other."""
    files = submissions(small_data)[:3]
    counts = zip(files, (("", "31"), ("33", "69"), ("40", "100")), strict=True)
    for file, (numerator, base) in counts:

        def leave_one(rows, numerator=numerator, base=base) -> None:
            one = next(row for row in rows if row["matt_id"] == MEASURE)
            value = f"{100 * int(numerator) / int(base):.1f}" if numerator else ""
            whole = {"period": "2020/2022", "kon": "T", "alder": "alla", "lagrum": "alla", "svarsandel": ""}
            told_ = {"taljare": numerator, "namnare": base, "personer": base, "varde": value}
            rows[:] = [one | whole | told_ | {"status": "ok" if numerator else "skyddad"}]

        rewrite(file, leave_one)
    successor = files[2].stem

    def merge(rows) -> None:
        for row in rows:
            if row["slug"] == successor:
                row["fran"] = "2023-01-01"
            elif row["slug"] in {file.stem for file in files}:
                row |= {"till": "2022-12-31", "eftertradare": successor}

    assert told(capsys, str(small_data))[0] == 0
    rewrite(small_data / "utforare.csv", merge)
    code, said = told(capsys, str(small_data), "--format", "json")
    assert code == 1
    assert {entry["key"]["utforare"] for entry in json.loads(said)} == {files[0].stem}


def test_a_path_without_data_is_a_usage_error(tmp_path, capsys) -> None:
    """Nothing to attack."""
    code, said = told(capsys, str(tmp_path))
    assert code == 2
    assert "varken en datamapp" in said


def test_data_with_problems_is_not_attacked(leaking, capsys) -> None:
    """What `check` refuses is told as `check` tells it."""
    folder, _ = leaking
    file = submissions(folder)[1]
    file.write_text(file.read_text(encoding="utf-8").replace(",ok,", ",okej,", 1), encoding="utf-8")
    code, said = told(capsys, str(folder))
    assert code == 1
    assert "okej" in said
