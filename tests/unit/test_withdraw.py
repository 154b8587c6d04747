"""A release is taken back: its files go, a note stays, and what was interrupted is finished when it is run again."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from open_comparisons.cli.check import check_path
from open_comparisons.cli.main import main
from open_comparisons.intake.releases import load_data
from tests.small_data import add_release

OLD, NEW = "2024-05-15", "2025-05-14"


@pytest.fixture
def project(small_data: Path) -> Path:
    """A project with two sealed releases, an article about the newer, a built site and what a build keeps."""
    add_release(small_data, NEW)
    for release in (OLD, NEW):
        assert main(["seal", "bu-hvb", release, "--data", str(small_data)]) == 0
    home = small_data.parent
    for name in ("content", ".cache", "output"):
        (home / name).mkdir()
    (home / "content" / "om.sv.md").write_text(f"{{{{value bu-hvb/trygghet release={NEW}}}}}", encoding="utf-8")
    (home / "output" / "index.html").write_text("77,5 %", encoding="utf-8")
    return home


def withdraw(home: Path, *more: str, reason: str = "skydd") -> int:
    """Run the command on the newer release."""
    place = ["--data", str(home / "data"), "--content", str(home / "content")]
    return main(["withdraw", "bu-hvb", NEW, "--reason", reason, "--date", "2025-06-01", *place, *more])


def test_the_files_go_and_a_note_stays(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The rest of the data stands as it was, and passes every check."""
    assert withdraw(project) == 0
    data = load_data(project / "data")
    assert [release.id for release in data.releases["bu-hvb"]] == [OLD]
    (gone,) = data.withdrawn
    assert (gone.release, gone.day.isoformat(), gone.reason) == (NEW, "2025-06-01", "skydd")
    assert not (project / "data" / "bu-hvb" / NEW).exists()
    assert NEW not in (project / "data" / "bu-hvb" / "checksums.txt").read_text(encoding="utf-8")
    assert not (project / ".cache").exists()
    assert not (project / "output").exists()
    assert check_path(project / "data").problems == ()
    capsys.readouterr()


@pytest.mark.parametrize(("lang", "words"), [("sv", "är återkallad"), ("en", "is withdrawn")])
def test_the_maintainer_is_told_what_is_left(project: Path, capsys: pytest.CaptureFixture[str], lang, words) -> None:
    """Texts that quote it, commits that have it, and addresses that others may have copies of."""
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "data"], ["commit", "-qm", "data"]):
        subprocess.run([*git, *command], cwd=project, check=True)
    found = subprocess.run(["git", "log", "--format=%h"], cwd=project, capture_output=True, text=True, check=True)
    assert withdraw(project, "--lang", lang) == 0
    said = capsys.readouterr().out
    assert words in said
    assert found.stdout.strip() in said
    assert "om.sv.md" in said
    assert f"/data/bu-hvb/{NEW}/" in said


def test_what_was_interrupted_is_finished(project: Path) -> None:
    """After the note, nothing that is left to do goes unnoticed, and the same command does it."""
    release = project / "data" / "bu-hvb" / NEW
    shutil.copytree(release, project / "kept")
    assert withdraw(project) == 0
    shutil.copytree(project / "kept", release)
    assert {found.code for found in check_path(project / "data").problems} == {"withdrawn-release-there"}
    assert withdraw(project) == 0
    assert check_path(project / "data").problems == ()


def test_files_can_be_kept_for_audits_outside_the_project_only(project: Path, tmp_path_factory) -> None:
    """What was out once is known for ever, so new releases are tried against it too."""
    assert withdraw(project, "--keep", str(project / "kept")) == 2
    assert (project / "data" / "bu-hvb" / NEW).is_dir()
    kept = tmp_path_factory.mktemp("private")
    assert withdraw(project, "--keep", str(kept)) == 0
    assert (kept / "bu-hvb" / NEW / "metadata.json").is_file()
    assert main(["audit", str(project / "data"), "--known", str(kept)]) == 0


def test_other_folders_that_have_it_are_removed_too(project: Path, tmp_path: Path) -> None:
    """As sites that are kept for rollback."""
    earlier = tmp_path / "earlier-site"
    earlier.mkdir()
    assert withdraw(project, "--also", str(earlier)) == 0
    assert not earlier.exists()


@pytest.mark.parametrize("wrong", [["--reason", "lust"], ["--date", "i går"]])
def test_a_call_that_cannot_be_right_changes_nothing(project: Path, wrong: list[str]) -> None:
    """The reasons there are stand in the standard."""
    assert withdraw(project, *wrong) == 2
    assert (project / "data" / "bu-hvb" / NEW).is_dir()
    assert (project / "output").is_dir()


def test_a_release_that_never_was_is_not_withdrawn(project: Path) -> None:
    """A slip of the hand leaves no note."""
    call = ["withdraw", "bu-hvb", "2030-01-01", "--reason", "skydd", "--data", str(project / "data")]
    assert main(call) == 2
    assert not (project / "data" / "bu-hvb" / "withdrawn.json").exists()


@pytest.mark.parametrize("content", ["[]", "{}", '{"withdrawn": [{"release": "x"}]}', '{"withdrawn": 3}'])
def test_a_note_of_another_form_is_told(project: Path, content: str) -> None:
    """With the reasons there are."""
    (project / "data" / "bu-hvb" / "withdrawn.json").write_text(content, encoding="utf-8")
    (found,) = check_path(project / "data").problems
    assert found.code in {"withdrawn-entry", "broken-json", "empty-json"}


def test_the_reasons_have_words_in_both_languages(project: Path) -> None:
    """Readers are told them."""
    lists = json.loads((project / "data" / "standard" / "kodlistor.json").read_text(encoding="utf-8"))
    assert all(set(entry["title"]) == {"sv", "en"} for entry in lists["aterkallande"])
