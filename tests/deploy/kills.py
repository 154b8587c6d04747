"""
Publishing ended at random moments, hundreds of times: whatever is served is always one whole site.

`python -m tests.deploy.kills FOLDER COUNT SEED` does the same as often as wanted; a seed gives the same moments again.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from open_comparisons.server.pushes import Repository
from open_comparisons.server.server import Server
from open_comparisons.server.sites import KEPT
from open_comparisons.tools.swapping import building_aside, swap
from tests.deploy.server import Machine, have_packages, make_machine, tree_hash, write_tiny_project

if TYPE_CHECKING:
    from collections.abc import Callable

EVERY = 10
"""After how many kills a publication is let through to the end."""


@dataclass(frozen=True, slots=True)
class Kills:
    """What came of the kills: how many, during how many a new site was served, and how many came after the end."""

    count: int
    switched: int
    too_late: int


def kill_publications(machine: Machine, count: int, seed: int) -> Kills:
    """Publish two versions in turn, and kill the publication and all that it started at a random moment."""
    versions = {}
    for word in ("one", "two"):
        write_tiny_project(machine.clone, word)
        machine.git("commit", "-qam", word, "--allow-empty")
        commit = machine.git("rev-parse", "HEAD").stdout.strip()
        assert machine.push("--force", f"{commit}:refs/heads/main").returncode == 0
        versions[machine.served()] = commit
    assert len(versions) == 2
    commits = list(versions.values())
    moments = random.Random(seed)
    longest = min(_timed(lambda: _wait(_start(machine))) for _ in range(3))
    switched = too_late = 0
    for number in range(count):
        before = machine.served()
        _main_is(machine, commits[number % 2])
        # Half of them anywhere, half where the new site is put beside the others and served.
        child = _start(machine)
        if number % 4 < 2:
            time.sleep(moments.uniform(0, longest))
        else:
            _await_new_site(machine, child)
            time.sleep(moments.uniform(0, longest / 2))
        too_late += _kill(child)
        after = machine.served()
        assert after in versions, f"a mix is served: kill {number} of seed {seed}"
        switched += after != before
        if number % EVERY == 0:
            _wait(_start(machine))
            assert versions[machine.served()] == commits[number % 2]
            assert len(machine.sites()) <= KEPT, machine.sites()
            assert not list(machine.base.glob(".unfinished*"))
    return Kills(count, switched, too_late)


def kill_swaps(folder: Path, count: int, seed: int) -> None:
    """Put two versions of a folder in each other's place again and again, and kill that at a random moment."""
    moments = random.Random(seed)
    target, allowed = folder / "output", set()
    for word in ("one", "two"):
        with building_aside(target) as new:
            _fill(new, word)
            allowed.add(tree_hash(new))
            swap(new, target)
    for number in range(count):
        child = os.fork()
        if not child:
            os.setpgid(0, 0)
            while True:
                for word in ("one", "two"):
                    with building_aside(target) as new:
                        _fill(new, word)
                        swap(new, target)
        time.sleep(moments.uniform(0.005, 0.03))
        _kill(child)
        assert tree_hash(target) in allowed, f"a mix stands: kill {number} of seed {seed}"
    with building_aside(target):
        assert len(list(folder.iterdir())) == 2, "what killed ones left is not cleared away"


def _fill(folder: Path, word: str) -> None:
    for number in range(20):
        (folder / f"{number}.html").write_text(f"{word} {number}", encoding="utf-8")


def _start(machine: Machine) -> int:
    """Publish in a process of its own, with a group for all that it starts."""
    child = os.fork()
    if child:
        return child
    try:
        os.setpgid(0, 0)
        server = Server(machine.base, Repository(machine.repository), lambda _: None)
        os._exit(0 if server.publish(again=True) else 1)
    finally:
        os._exit(2)


def _main_is(machine: Machine, commit: str) -> None:
    (machine.repository / "refs" / "heads" / "main").write_text(f"{commit}\n", encoding="utf-8")


def _await_new_site(machine: Machine, child: int) -> None:
    sites = machine.base / "sites"
    known = set(sites.iterdir())
    while not set(sites.iterdir()) - known and Path(f"/proc/{child}/stat").read_text().split()[2] != "Z":
        time.sleep(0.001)


def _kill(child: int) -> bool:
    """Kill a process and all that it started; whether it had come to its end before."""
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:  # its group was not made yet
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status)


def _wait(child: int) -> None:
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0


def _timed(run: Callable[[], None]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def main() -> None:
    """Kill as many as asked for, and print what came of it."""
    folder, count, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    machine = make_machine(folder, Path(sys.prefix))
    write_tiny_project(machine.clone, "one")
    have_packages(machine, Path(sys.prefix))
    (machine.repository / "hooks" / "pre-receive").unlink()
    machine.commit("one")
    seconds = _timed(lambda: print(kill_publications(machine, count, seed)))  # noqa: T201
    swaps = folder / "swaps"
    swaps.mkdir()
    seconds += _timed(lambda: kill_swaps(swaps, count, seed))
    print(f"{2 * count} kills, {seconds:.0f} s, seed {seed}")  # noqa: T201


if __name__ == "__main__":
    main()
