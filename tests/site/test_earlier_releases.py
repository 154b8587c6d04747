"""`protect --previous` takes what the site offers, in any form, and says what it used."""

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from open_comparisons.cli.main import main
from tests.descriptions import ANSWERED

SLUG, NEWEST, OLDER = "havtornet", "2024-05-15", "2023-05-16"
RELEASES = [f"bu-hvb {OLDER}", f"bu-hvb {NEWEST}", "bu-hvb 2022-05-17"]
ALL = [*RELEASES, f"bu-stodboende {OLDER}", f"bu-stodboende {NEWEST}"]


@pytest.fixture
def true_file(project: Path, tmp_path: Path) -> Path:
    """The newest file of a provider, outside the data: rows that were hidden stay so whatever was published before."""
    return Path(shutil.copy(project / "data" / "bu-hvb" / NEWEST / f"{SLUG}.csv", tmp_path / "sant.csv"))


def protect(project: Path, true_file: Path, *previous: Path) -> tuple[int, bytes]:
    """The exit code and the bytes of the protected file."""
    target = true_file.with_name("ut.csv")
    given = [word for path in previous for word in ("--previous", str(path))]
    standard = ["--standard", str(project / "data" / "standard")]
    code = main(["protect", str(true_file), "-o", str(target), *standard, *ANSWERED, *given, "--force"])
    return code, target.read_bytes() if target.is_file() else b""


def used(said: str) -> set[str]:
    """The releases that the command says it took into account."""
    return set(re.findall(r"^Räknas med från tidigare: (\S+ \S+), ur \S+\. Datumet ", said, re.MULTILINE))


def unpacked(site: Path, tmp_path: Path) -> Path:
    with zipfile.ZipFile(site / "data" / "allt.zip") as archive:
        archive.extractall(tmp_path / "allt")
    return tmp_path / "allt"


FORMS = {
    "the archive": (lambda site, _: site / "data" / "allt.zip", ALL),
    "the archive unpacked": (unpacked, ALL),
    "a dataset in it": (lambda site, folder: unpacked(site, folder) / "data" / "bu-hvb", RELEASES),
    "the data folder of the site": (lambda site, _: site / "data", ALL),
    "the folder of a release": (lambda site, _: site / "data" / "bu-hvb" / OLDER, RELEASES[:1]),
    "the rows of a release": (lambda site, _: site / "data" / "bu-hvb" / OLDER / "observationer.csv", RELEASES[:1]),
    "their twin for Excel": (
        lambda site, _: site / "data" / "bu-hvb" / OLDER / "observationer-excel.csv",
        RELEASES[:1],
    ),
    "their workbook": (lambda site, _: site / "data" / "bu-hvb" / OLDER / "observationer.xlsx", RELEASES[:1]),
}


@pytest.mark.parametrize("form", FORMS)
def test_what_the_site_offers_is_taken(site: Path, project: Path, true_file: Path, form: str, capsys) -> None:
    """With the same result as the provider's own files of the same releases, and each release is named."""
    find, releases = FORMS[form]
    code, protected = protect(project, true_file, find(site, true_file.parent))
    said = capsys.readouterr().out
    assert code == 0, said
    assert used(said) == set(releases)
    own = [project / "data" / Path(*name.split()) / f"{SLUG}.csv" for name in releases]
    assert (0, protected) == protect(project, true_file, *own)
    assert used(capsys.readouterr().out) == set(releases)


def test_files_that_are_not_needed_are_named_once(site: Path, project: Path, true_file: Path, capsys) -> None:
    """The comparison lies beside the rows; it gives no problem."""
    assert protect(project, true_file, site / "data" / "bu-hvb" / OLDER)[0] == 0
    said = capsys.readouterr().out
    assert said.count("jamforelse.csv") == 1
    assert "hoppades över: andringar.csv, jamforelse.csv och observationer-excel.csv." in said


@pytest.mark.parametrize("name", [f"data/bu-hvb/{OLDER}/jamforelse.csv", f"utforare/{SLUG}/{SLUG}.csv"])
def test_a_comparison_is_one_problem_with_a_way_on(
    site: Path, project: Path, true_file: Path, name: str, capsys
) -> None:
    """It lacks numbers of persons and response rates, so hidden numbers could be worked out from what it leaves out."""
    code, protected = protect(project, true_file, site / name)
    said = capsys.readouterr().out
    assert (code, protected) == (1, b"")
    assert said.count("[comparison-as-release]") == 1
    assert "1 problem." in said
    assert "allt.zip" in said


def test_one_release_in_two_forms_counts_once(site: Path, project: Path, true_file: Path, capsys) -> None:
    """The archive and a folder of it, given together."""
    both = protect(project, true_file, site / "data" / "allt.zip", site / "data" / "bu-hvb" / OLDER)
    assert used(capsys.readouterr().out) == set(ALL)
    assert both == protect(project, true_file, site / "data" / "allt.zip")


def test_a_package_that_was_handed_in_is_a_file_of_one_s_own(project: Path, true_file: Path, capsys) -> None:
    """The zip of the last time is at hand when the site is not."""
    standard = ["--standard", str(project / "data" / "standard")]
    package = true_file.with_name("forra.zip")
    assert main(["protect", str(true_file), "-o", str(package), *standard, *ANSWERED]) == 0
    assert protect(project, true_file, package)[0] == 0
    assert "forra.zip/forra-skyddad.csv. Filen har inget datum, så den räknas som äldre" in capsys.readouterr().out


def test_releases_without_the_provider_are_told(site: Path, project: Path, tmp_path: Path, capsys) -> None:
    """A provider that is new, or has another number, learns that nothing is taken into account."""
    row = (project / "data" / "bu-hvb" / NEWEST / f"{SLUG}.csv").read_text(encoding="utf-8")
    true_file = tmp_path / "sant.csv"
    true_file.write_text(row.replace("476036-8870", "455001-0005"), encoding="utf-8")
    assert protect(project, true_file, site / "data" / "allt.zip")[0] == 0
    said = capsys.readouterr().out
    assert used(said) == set()
    assert "allt.zip: inga rader om den utförare som filen gäller" in said


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 100])
def test_an_archive_without_releases_is_one_problem(
    project: Path, true_file: Path, tmp_path: Path, content: bytes, capsys
) -> None:
    """Damaged, empty, or an empty folder."""
    (tmp_path / "allt.zip").write_bytes(content)
    (tmp_path / "tom").mkdir()
    assert protect(project, true_file, tmp_path / "allt.zip")[0] == 1
    assert "[unsafe-archive]" in capsys.readouterr().out
    assert protect(project, true_file, tmp_path / "tom")[0] == 1
    assert "[no-earlier-release]" in capsys.readouterr().out
