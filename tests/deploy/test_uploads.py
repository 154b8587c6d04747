"""A built site is sent by rsync: only what has changed, and the switch is one step."""

import os
import random
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.deploy.server import PROJECT, tree_hash

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not shutil.which("rsync"),
        reason="NOT TESTED: rsync is missing; `python tests/install_tools.py rsync` installs it as root",
    ),
]
# Runs what ssh would run on another machine on this one, by a shell of its own, as ssh does.
SSH = '#!/bin/sh\ntest "$1" = host || exit 255\nshift\nexec sh -c "$*"\n'
RELEASE = "data/bu-hvb/2025-05-14"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Write a small site."""
    folder = tmp_path / "output"
    (folder / RELEASE).mkdir(parents=True)
    for number in range(200):
        (folder / f"{number}.html").write_text(f"page {number} " * 200, encoding="utf-8")
    (folder / "index.html").write_text("one", encoding="utf-8")
    (folder / RELEASE / "observationer.csv").write_text("a,b\n", encoding="utf-8")
    return folder


def upload(*arguments: Path | str, path: str = "", check: bool = True) -> str:
    """Run `deploy/upload`, and return what it says."""
    environment = {"PATH": f"{path}:{os.environ['PATH']}", "LANG": "C.UTF-8"}
    command = [str(PROJECT / "deploy" / "upload"), *map(str, arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert not check or done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def names(target: Path) -> list[str]:
    """Return the names of the sites at a target, unfinished ones among them."""
    return sorted(path.name for path in (target / "sites").iterdir())


def await_next_second(target: Path) -> None:
    """Wait until an upload has another name than the last."""
    while time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()) in names(target):
        time.sleep(0.01)


def test_only_what_changed_is_sent(output: Path, tmp_path: Path) -> None:
    """The rest is linked to, with its times, though a build from nothing gives every file a new one."""
    target = tmp_path / "target"
    upload(output, target)
    first = (target / "current").resolve()
    assert tree_hash(first) == tree_hash(output)
    for path in output.rglob("*.html"):
        os.utime(path)
    (output / "7.html").write_text("new", encoding="utf-8")
    await_next_second(target)
    said = upload(output, target)
    second = (target / "current").resolve()
    assert second != first
    assert tree_hash(second) == tree_hash(output)
    assert re.search(r"Number of regular files transferred: 1$", said, re.MULTILINE)
    assert (first / "8.html").samefile(second / "8.html")
    assert (first / "7.html").read_text(encoding="utf-8") != "new"
    upload("--back", first.name, target)
    assert (target / "current").resolve() == first


def test_another_machine_is_reached_by_ssh(output: Path, tmp_path: Path) -> None:
    """The same, told to another machine's shell; one that does not answer changes nothing."""
    programs, target = tmp_path / "bin", tmp_path / "target"
    programs.mkdir()
    (programs / "ssh").write_text(SSH, encoding="utf-8")
    (programs / "ssh").chmod(0o755)
    upload(output, f"host:{target}", path=str(programs))
    assert tree_hash(target / "current") == tree_hash(output)
    before = names(target)
    (output / "7.html").write_text("new", encoding="utf-8")
    assert "Publicerad" not in upload(output, f"other:{target}", path=str(programs), check=False)
    assert names(target) == before
    for hostile in (f"host:{target};touch x", f"host:$(touch x){target}"):
        assert "Publicerad" not in upload(output, hostile, path=str(programs), check=False)
    upload("--back", before[0], f"host:{target}", path=str(programs))
    assert "Publicerad" not in upload("--back", "../..", f"host:{target}", path=str(programs), check=False)


def test_five_are_kept_and_none_with_a_withdrawn_release(output: Path, tmp_path: Path) -> None:
    """What was built before a release was withdrawn goes with the first upload after it."""
    target = tmp_path / "target"
    for number in range(6):
        (output / "index.html").write_text(f"{number}", encoding="utf-8")
        if number:
            await_next_second(target)
        upload(output, target)
    assert len(names(target)) == 5
    shutil.rmtree(output / RELEASE)
    await_next_second(target)
    assert "withdrawn, removed" in upload(output, target)
    assert names(target) == [(target / "current").resolve().name]


def test_killed_uploads_leave_a_whole_site(output: Path, tmp_path: Path) -> None:
    """At forty random moments; the next upload clears away what was left."""
    target = tmp_path / "target"
    moments = random.Random(9)
    upload(output, target)
    allowed = {tree_hash(output)}
    for number in range(40):
        (output / "index.html").write_text(f"{number}", encoding="utf-8")
        allowed.add(tree_hash(output))
        command = [str(PROJECT / "deploy" / "upload"), str(output), str(target)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, process_group=0) as one:
            time.sleep(moments.uniform(0, 0.25))
            os.killpg(one.pid, signal.SIGKILL)
        assert tree_hash(target / "current") in allowed
    await_next_second(target)
    upload(output, target)
    assert tree_hash(target / "current") == tree_hash(output)
    assert not [name for name in names(target) if name.startswith(".")]


def test_what_is_no_site_is_not_sent(tmp_path: Path) -> None:
    """Such as an empty folder, after a build that failed."""
    (tmp_path / "output").mkdir()
    assert "no site" in upload(tmp_path / "output", tmp_path / "target", check=False)
    assert not (tmp_path / "target").exists()
