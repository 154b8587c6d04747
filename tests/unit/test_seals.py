"""A published release is sealed: a file of it that is edited, removed or added is told, and nothing is built."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from open_comparisons.cli.check import check_path
from open_comparisons.cli.main import main
from open_comparisons.errors import DataError
from open_comparisons.intake.releases import load_data
from tests.conftest import PROJECT
from tests.small_data import add_release

OLD, NEW, SLUG = "2024-05-15", "2025-05-14", "asklinten"


@pytest.fixture
def sealed(small_data: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Seal the one release of the small data folder."""
    assert main(["seal", "bu-hvb", OLD, "--data", str(small_data)]) == 0
    assert "checksums.txt" in capsys.readouterr().out
    return small_data


def codes(data: Path) -> set[str]:
    """Check a data folder: what is wrong with it."""
    return {found.code for found in check_path(data).problems}


def test_a_sealed_release_that_is_as_it_was_passes(sealed: Path) -> None:
    """And its seals are such that the usual program checks them."""
    assert codes(sealed) == set()
    run = ["sha256sum", "--check", "--strict", "--quiet", "checksums.txt"]
    if shutil.which("sha256sum"):
        subprocess.run(run, cwd=sealed / "bu-hvb", check=True)


BROKEN = {
    "sealed-file-changed": lambda release: (release / f"{SLUG}.csv").write_bytes(
        (release / f"{SLUG}.csv").read_bytes().replace(b"\n", b"\r\n")
    ),
    "sealed-file-missing": lambda release: [path.unlink() for path in release.glob(f"{SLUG}.*")],
    "file-added-to-sealed": lambda release: [
        shutil.copy(path, release / f"ny{path.suffix}") for path in release.glob(f"{SLUG}.*")
    ],
    "broken-seal": lambda release: (release.parent / "checksums.txt").write_text(
        "allt i sin ordning", encoding="utf-8"
    ),
}


@pytest.mark.parametrize("code", BROKEN)
def test_what_is_done_to_a_sealed_release_is_told(sealed: Path, code: str) -> None:
    """By the name of the file, as a problem that stops the build."""
    BROKEN[code](sealed / "bu-hvb" / OLD)
    with pytest.raises(DataError) as caught:
        load_data(sealed)
    found = [problem for problem in caught.value.problems if problem.code == code]
    assert found
    assert all(problem.file.startswith("data/bu-hvb/") for problem in found)


def test_a_release_that_is_removed_whole_is_told(sealed: Path) -> None:
    """Each of its files."""
    add_release(sealed, NEW)
    shutil.rmtree(sealed / "bu-hvb" / OLD)
    missing = [found.file for found in check_path(sealed).problems if found.code == "sealed-file-missing"]
    assert len(missing) == 15


def test_an_older_release_must_be_sealed_and_the_newest_need_not(sealed: Path) -> None:
    """A release is sealed when it is published; until then it can be worked on."""
    add_release(sealed, NEW)
    assert codes(sealed) == set()
    (sealed / "bu-hvb" / "checksums.txt").write_text("", encoding="utf-8")
    assert codes(sealed) == {"release-not-sealed"}


def test_a_release_is_sealed_once(sealed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Again changes nothing while its files are the same, and is refused when they are not."""
    path = sealed / "bu-hvb" / "checksums.txt"
    before = path.read_bytes()
    assert main(["seal", "bu-hvb", OLD, "--data", str(sealed), "--lang", "en"]) == 0
    assert "already sealed" in capsys.readouterr().out
    note = sealed / "bu-hvb" / OLD / f"{SLUG}.json"
    note.write_text(note.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert main(["seal", "bu-hvb", OLD, "--data", str(sealed)]) == 2
    assert path.read_bytes() == before


def test_a_release_with_problems_is_not_sealed(small_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is written."""
    metadata = small_data / "bu-hvb" / OLD / "metadata.json"
    content = json.loads(metadata.read_text(encoding="utf-8")) | {"publisher": None}
    metadata.write_text(json.dumps(content), encoding="utf-8")
    assert main(["seal", "bu-hvb", OLD, "--data", str(small_data)]) == 1
    assert "publisher" in capsys.readouterr().err
    assert not (small_data / "bu-hvb" / "checksums.txt").exists()


def test_all_releases_of_the_project_are_sealed() -> None:
    """What is published here cannot change unnoticed either."""
    for dataset in ("bu-hvb", "bu-stodboende"):
        sealed = {line.split("  ")[1].split("/")[0] for line in seals(dataset)}
        assert sealed == {path.name for path in (PROJECT / "data" / dataset).iterdir() if path.is_dir()}


def seals(dataset: str) -> list[str]:
    """Read the seals of a dataset of the project."""
    return (PROJECT / "data" / dataset / "checksums.txt").read_text(encoding="utf-8").splitlines()
