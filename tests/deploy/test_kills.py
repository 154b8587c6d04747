"""What is killed at a random moment leaves the last good site, or the new one, whole."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.deploy.kills import kill_publications, kill_swaps
from tests.deploy.server import ENVIRONMENT, Machine

pytestmark = pytest.mark.slow


def test_two_hundred_killed_publications_leave_a_whole_site(tiny: Machine) -> None:
    """Old or new and never a mix; the next one is published, and clears away what was left."""
    assert kill_publications(tiny, 200, seed=9).switched > 10


def test_a_hundred_killed_swaps_leave_a_whole_folder(tmp_path: Path) -> None:
    """There is an output folder at every moment of `make html` and `make publish` as well."""
    kill_swaps(tmp_path, 100, seed=9)


def test_killed_pushes_leave_nothing_or_a_commit_that_is_published_next(tiny: Machine) -> None:
    """Whoever pushes is killed at a random moment: nothing of it is kept, or all of it."""
    moments = random.Random(9)
    tiny.push()
    for number in range(20):
        (tiny.clone / "word.txt").write_text(f"word {number}", encoding="utf-8")
        (tiny.clone / "large.bin").write_bytes(moments.randbytes(3_000_000))
        commit = tiny.commit()
        main = _main(tiny)
        command = ["git", "-C", str(tiny.clone), "push", "-q", str(tiny.repository), "HEAD:main"]
        with subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.DEVNULL, start_new_session=True) as push:
            time.sleep(moments.uniform(0, 0.3))
            os.killpg(push.pid, signal.SIGKILL)
        assert _main(tiny) in {main, commit}
        pages = list((tiny.base / "current").glob("*/*.html"))
        words = {path.read_text(encoding="utf-8").split(f" {path.stem}")[0] for path in pages}
        assert len(pages) == 60
        assert len(words - {"always"}) == 1, words
    checked = subprocess.run(["git", "-C", str(tiny.repository), "fsck", "--strict"], env=ENVIRONMENT, check=False)
    assert checked.returncode == 0
    (tiny.clone / "word.txt").write_text("last", encoding="utf-8")
    tiny.commit()
    assert tiny.push().returncode == 0
    assert "last" in (tiny.base / "current" / "page-1" / "1.html").read_text(encoding="utf-8")


def _main(machine: Machine) -> str:
    found = subprocess.run(
        ["git", "-C", str(machine.repository), "rev-parse", "main"], env=ENVIRONMENT, capture_output=True, text=True
    )
    return found.stdout.strip()
