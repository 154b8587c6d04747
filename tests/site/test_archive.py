"""`/data/allt.zip`: everything in one file, the same bytes from the same data."""

import hashlib
import zipfile
from pathlib import Path

from frictionless import Package


def test_the_archive_holds_every_release_the_standard_and_the_directory(site: Path, project: Path) -> None:
    """Its files are those of the site and of the project, byte for byte, in order, all of one date."""
    with zipfile.ZipFile(site / "data" / "allt.zip") as archive:
        held = {entry.filename: archive.read(entry) for entry in archive.infolist()}
        dates = {entry.date_time for entry in archive.infolist()}
    assert dates == {(2024, 5, 15, 0, 0, 0)}
    kinds = ("observationer.csv", "jamforelse.csv", "datapackage.json", "checksums.txt")
    kinds = (*kinds, "observationer.csv-metadata.json", "jamforelse.csv-metadata.json")
    releases = [path for path in (site / "data").glob("*/20*") if path.is_dir()]
    assert len(releases) > 3
    of_releases = {f"data/{path.parent.name}/{path.name}/{name}" for path in releases for name in kinds}
    of_releases |= {path.relative_to(site).as_posix() for path in (site / "data").glob("*/20*/andringar.*")}
    standard = project / "data" / "standard"
    of_standard = {f"standard/{path.relative_to(standard)}" for path in standard.rglob("*") if path.is_file()}
    assert held.keys() == {*of_releases, *of_standard, "utforare.csv", "LAS-MIG.txt", "checksums.txt"}
    assert all(held[name] == (site / name).read_bytes() for name in of_releases)
    assert all(held[name] == (project / "data" / name).read_bytes() for name in (*of_standard, "utforare.csv"))
    names = [name for name in held if name in of_releases]
    assert names == sorted(names)


def test_the_archive_tells_what_it_is_and_checks_itself(site: Path, tmp_path: Path) -> None:
    """The note speaks both languages and says what is invented; the checksums hold; a release in it is whole."""
    with zipfile.ZipFile(site / "data" / "allt.zip") as archive:
        archive.extractall(tmp_path)
    note = (tmp_path / "LAS-MIG.txt").read_text(encoding="utf-8")
    assert "aldrig noll" in note
    assert "never zero" in note
    assert "Everything is invented" in note
    lines = (tmp_path / "checksums.txt").read_text(encoding="utf-8").splitlines()
    for digest, name in (line.split("  ") for line in lines):
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest
    assert len(lines) == sum(path.is_file() for path in tmp_path.rglob("*")) - 1
    package = Package(str(tmp_path / "data" / "bu-stodboende" / "2024-05-15" / "datapackage.json"))
    assert package.validate().valid


def test_what_is_not_out_is_not_in_the_archive(site_in_2023: Path) -> None:
    """A release dated later than the build is in no part of it."""
    with zipfile.ZipFile(site_in_2023 / "data" / "allt.zip") as archive:
        names = archive.namelist()
        assert any(name.startswith("data/bu-hvb/2023-05-16/") for name in names)
        assert not any("2024" in name for name in names)
        packages = [archive.read(name) for name in names if name.endswith("datapackage.json")]
        assert all(b'"version": "2024' not in package for package in packages)
