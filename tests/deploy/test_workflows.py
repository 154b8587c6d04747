"""The files that GitHub and GitLab read: valid, no more rights than needed, nothing published from a branch."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
SCRIPTS = Path(sys.executable).parent


def run(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the test environment in the project."""
    program = shutil.which(command[0], path=str(SCRIPTS))
    assert program, command[0]
    return subprocess.run([program, *command[1:]], cwd=project, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--builtin-schema", "vendor.github-workflows", ".github/workflows/check.yml", ".github/workflows/publish.yml"),
        ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", ".gitlab-ci.yml"),
    ],
)
def test_they_are_what_their_readers_expect(project: Path, arguments: tuple[str, ...]) -> None:
    """By the schemas that come with `check-jsonschema`."""
    done = run(project, "check-jsonschema", *arguments)
    assert done.returncode == 0, done.stdout


def test_zizmor_finds_nothing(project: Path) -> None:
    """Rights, unpinned actions, credentials left behind, text run as a program."""
    done = run(project, "zizmor", "--offline", "--no-progress", ".github")
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_but_the_main_branch_is_published(project: Path) -> None:
    """The job with the right to publish is in a file that only the main branch starts, and the only one to have it."""
    check, publish = ((project / ".github" / "workflows" / f"{name}.yml").read_text() for name in ("check", "publish"))
    assert "branches-ignore: [main]" in check
    assert not re.search(r": write|deploy-pages|environment:", check)
    assert re.search(r"\non:\n  push:\n    branches: \[main\]\n\n", publish)
    assert publish.count(": write") == 2
    assert "secrets." not in check + publish
    assert "--show-values" not in check + publish
    gitlab = (project / ".gitlab-ci.yml").read_text(encoding="utf-8")
    assert gitlab.count("publish: output") == 1
    assert gitlab.partition("pages:\n")[2].count("- if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH") == 1


def test_every_step_is_one_that_a_developer_can_run(project: Path) -> None:
    """What the workflows run are targets of the Makefile."""
    targets = re.findall(r"^([a-z-]+):", (project / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    files = [*(project / ".github" / "workflows").glob("*.yml"), project / ".gitlab-ci.yml"]
    ran = {name for path in files for name in re.findall(r"- (?:run: )?make (\S+)", path.read_text(encoding="utf-8"))}
    assert ran == {"check", "lint", "test", "publish"}
    assert ran <= set(targets)
