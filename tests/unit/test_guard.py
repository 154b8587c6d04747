"""A tree is kept only when its data belong there and pass every check; the hook looks at what is staged."""

import shutil
import subprocess
from pathlib import Path

import pytest

from open_comparisons.cli.main import main
from open_comparisons.intake.allowed_files import foreign_files
from open_comparisons.standard.loading import load_standard
from tests.conftest import PROJECT
from tests.leaks import BASE, HIDDEN, plant_leak
from tests.small_data import SMALL_DATASET, SMALL_RELEASE, submissions

RELEASE = f"data/{SMALL_DATASET}/{SMALL_RELEASE}"


def guard(tree: Path, *more: str) -> int:
    """Run the command."""
    return main(["guard", str(tree), *more])


def test_sound_data_pass(small_data: Path, tmp_path: Path) -> None:
    """The second look takes over what the first found."""
    cache = str(tmp_path / "kept")
    for _ in range(2):
        assert guard(small_data.parent, "--cache", cache) == 0


@pytest.mark.parametrize(
    "place",
    [
        "data/svar.xlsx",
        "data/eken.csv",
        "data/standard/svar.zip",
        f"data/{SMALL_DATASET}/eken.csv",
        f"data/{SMALL_DATASET}/inkomna/eken.csv",
        f"data/{SMALL_DATASET}/_gamla/eken.csv",
        f"{RELEASE}/.eken.csv",
        f"{RELEASE}/mapp/eken.csv",
        f"{RELEASE}/Eken (oskyddad).csv",
        "data/bu-annat/2024-05-15/eken.csv",
    ],
)
def test_a_file_that_does_not_belong_is_refused(small_data: Path, place: str, capsys) -> None:
    """Also where no check of a release looks: hidden folders, the dataset's own folder, other datasets."""
    path = small_data.parent / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x", encoding="utf-8")
    assert guard(small_data.parent, "--lang", "en") == 1
    assert f"{place}: the file does not belong in data/" in capsys.readouterr().out


def test_a_link_out_of_the_folder_is_refused(small_data: Path, tmp_path: Path) -> None:
    """What it leads to is not read as the provider's file."""
    (small_data / SMALL_DATASET / SMALL_RELEASE / "eken.json").symlink_to(tmp_path / "away.json")
    assert guard(small_data.parent) == 1


def test_a_name_with_a_line_break_stays_on_its_line(small_data: Path, capsys) -> None:
    """What is after it could otherwise pass for a message of ours."""
    (small_data / "svar\nInga problem.").write_text("x", encoding="utf-8")
    assert guard(small_data.parent, "--lang", "en") == 1
    assert "data/svar\ufffdInga problem.: the file does not belong in data/" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["eken.csv", "metadata.json", "mapp", "utforare.csv", "checksums.txt"])
def test_a_link_is_refused_unread_with_one_problem(small_data: Path, tmp_path: Path, name: str, capsys) -> None:
    """Logs of automatic runs are public, so nothing of the file or folder that a link leads to is repeated."""
    secret = tmp_path / "away"
    secret.mkdir()
    for file in ("eken.csv", "text"):
        (secret / file).write_text("hemligt:x\nmer\n", encoding="utf-8")
    folder = {"utforare.csv": small_data, "checksums.txt": small_data / SMALL_DATASET}.get(
        name, small_data / SMALL_DATASET / (SMALL_RELEASE if name != "mapp" else "")
    )
    link = folder / ("2019-01-01" if name == "mapp" else name)
    link.unlink(missing_ok=True)
    link.symlink_to(secret if name == "mapp" else secret / "text")
    assert guard(small_data.parent, "--lang", "en") == 1
    said = capsys.readouterr().out
    assert "hemligt" not in said
    place = link.relative_to(small_data.parent).as_posix()
    assert said.count(f"{place}: this is a link, not an ordinary file. It has not been read.") == 1
    assert said.count(f"{place}:") == 1


@pytest.mark.parametrize("place", ["eken.csv", "content/eken.txt", "docs/eken.zip", "eken-skyddad.xlsx"])
def test_data_elsewhere_are_refused(small_data: Path, place: str, capsys) -> None:
    """A table with the standard's columns, or anything packed, wherever it was put."""
    path = small_data.parent / place
    path.parent.mkdir(exist_ok=True)
    shutil.copy(submissions(small_data)[0], path)
    assert guard(small_data.parent) == 1
    assert f"{place}: " in capsys.readouterr().out


def test_what_gives_a_child_away_is_refused(small_data: Path, capsys) -> None:
    """The report names the cell, and no number of it."""
    plant_leak(small_data)
    assert guard(small_data.parent) == 1
    said = capsys.readouterr().out
    assert "audit-" in said
    assert not {f" {HIDDEN} ", f" {BASE} "} & {f" {word} " for word in said.split()}


def test_this_repository_passes() -> None:
    """All that is committed here belongs where it lies."""
    files = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    found = {problem.file for problem in foreign_files(PROJECT, load_standard(PROJECT / "data" / "standard"))}
    assert not found & set(files.splitlines())


@pytest.fixture
def repository(small_data: Path) -> Path:
    """A repository with the hook, whose data are committed already."""
    home = small_data.parent
    shutil.copytree(PROJECT / "hooks", home / "hooks")
    shutil.copy(PROJECT / ".gitignore", home)
    (home / ".venv").symlink_to(PROJECT / ".venv")
    git(home, "init", "-q")
    (home / ".git" / "info" / "exclude").write_text(".venv\n", encoding="utf-8")
    git(home, "config", "user.name", "a")
    git(home, "config", "user.email", "a@example.org")
    git(home, "config", "core.hooksPath", "hooks")
    git(home, "add", "data", "hooks", ".gitignore")
    # Without the hook, which takes a second: other tests look at what it says of data.
    assert git(home, "commit", "-qm", "data", "--no-verify").returncode == 0
    return home


def git(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run git in a folder."""
    return subprocess.run(["git", *words], cwd=home, capture_output=True, text=True, check=False)


def test_a_commit_without_data_is_not_looked_at(repository: Path) -> None:
    """Even where the checker is not there to ask."""
    (repository / ".venv").unlink()
    (repository / "om.md").write_text("Om oss", encoding="utf-8")
    git(repository, "add", "om.md")
    done = git(repository, "commit", "-qm", "om")
    assert (done.returncode, done.stderr) == (0, "")


def test_no_data_are_committed_unchecked(repository: Path) -> None:
    """Without the checker nothing is known of them."""
    (repository / ".venv").unlink()
    (repository / "data" / "fakta.csv").write_text("", encoding="utf-8")
    git(repository, "add", "data")
    assert git(repository, "commit", "-qm", "fakta").returncode != 0


def test_the_hook_looks_at_what_is_staged(repository: Path) -> None:
    """A file that was mended after it was staged is still refused, and what is not staged is nobody's business."""
    leaking = plant_leak(repository / "data")
    sound = git(repository, "show", f"HEAD:{leaking.relative_to(repository).as_posix()}").stdout
    assert git(repository, "commit", "-qm", "nothing", "--allow-empty").returncode == 0
    git(repository, "add", "data")
    leaking.write_text(sound, encoding="utf-8", newline="")
    done = git(repository, "commit", "-qm", "leak")
    assert done.returncode != 0
    assert "audit-" in done.stderr
    git(repository, "add", "data")
    assert git(repository, "commit", "-qm", "same", "--allow-empty").returncode == 0


@pytest.mark.parametrize("name", ["svar.zip", "svar.xlsx", "eken-oskyddad.csv", "inkomna/eken.csv"])
def test_git_does_not_see_what_came_in(repository: Path, name: str) -> None:
    """The usual names are ignored, and refused by the hook where somebody insists."""
    path = repository / name
    path.parent.mkdir(exist_ok=True)
    shutil.copy(submissions(repository / "data")[0], path)
    git(repository, "add", "--all")
    assert git(repository, "diff", "--cached", "--name-only").stdout == ""
    git(repository, "add", "--force", name)
    assert git(repository, "commit", "-qm", "in").returncode != 0


def test_a_merge_is_looked_at_as_a_commit_is(repository: Path) -> None:
    """What was committed elsewhere without a look does not come in."""
    git(repository, "switch", "-qc", "other")
    plant_leak(repository / "data")
    assert git(repository, "commit", "-qam", "leak", "--no-verify").returncode == 0
    git(repository, "switch", "-q", "-")
    done = git(repository, "merge", "--no-ff", "--no-edit", "other")
    assert done.returncode != 0
    assert "audit-" in done.stderr
