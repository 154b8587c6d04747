"""A server's folder as `deploy/install` makes it, with the tests' own Python, and a clone to push from."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]
WHO = {f"GIT_{role}_{what}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
# What the tests themselves run in must not reach git or the hooks.
ENVIRONMENT = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1", **WHO}

TINY_PROGRAM = """
import os, pathlib, shutil, socket, sys
output = pathlib.Path(sys.argv[sys.argv.index("--output") + 1])
word = pathlib.Path("word.txt").read_text()
if word == "broken":
    sys.exit("the word is broken")
if word == "instant":
    word = os.environ["SOURCE_DATE_EPOCH"]
if word.startswith("reach "):
    socket.create_connection(("127.0.0.1", int(word.split()[1])))
aside = output.with_name("aside")
shutil.rmtree(aside, ignore_errors=True)
for number in range(60):
    page = aside / f"page-{number % 7}" / f"{number}.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text((f"{word} {number}" if number % 3 else f"always {number}") * 500)
shutil.rmtree(output, ignore_errors=True)
aside.rename(output)
"""


@dataclass(frozen=True, slots=True)
class Machine:
    """A server's folder, and a clone."""

    base: Path
    clone: Path

    @property
    def repository(self) -> Path:
        """The bare repository that is pushed to."""
        return self.base / "repo.git"

    def git(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run git in the clone."""
        command = ["git", "-C", str(self.clone), *arguments]
        return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=check)

    def commit(self, message: str = "change") -> str:
        """Commit all that lies in the clone."""
        self.git("add", "-A")
        self.git("commit", "-qm", message)
        return self.git("rev-parse", "HEAD").stdout.strip()

    def push(self, *what: str) -> subprocess.CompletedProcess[str]:
        """Push, by default the published branch; what the server says is on standard error."""
        return self.git("push", str(self.repository), *(what or ("HEAD:main",)), check=False)

    def setting(self, name: str, value: str) -> None:
        """Set something in the server's repository."""
        subprocess.run(["git", "-C", str(self.repository), "config", name, value], env=ENVIRONMENT, check=True)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `open-comparisons deploy` on the server."""
        command = [str(self.base / "judge" / "bin" / "open-comparisons"), "deploy", *arguments]
        return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)

    def objects(self) -> set[str]:
        """All objects that the server's repository has, those that nothing leads to among them."""
        command = ["git", "-C", str(self.repository), "cat-file", "--batch-all-objects", "--batch-check"]
        found = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout
        return {line.split()[0] for line in found.splitlines()}

    def served(self) -> str:
        """A hash of the site that is served."""
        return tree_hash(self.base / "current")

    def sites(self) -> list[str]:
        """The names of the sites that stand, the oldest first."""
        return sorted(path.name for path in (self.base / "sites").iterdir())


def tree_hash(folder: Path) -> str:
    """Return a hash of all files below a folder."""
    folder = folder.resolve()
    hashed = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        hashed.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes() + b"\0")
    return hashed.hexdigest()


def make_machine(folder: Path, python: Path) -> Machine:
    """Make a server's folder, with the environment of a Python in place of those that would be installed."""
    base, clone = folder / "server", folder / "clone"
    for name in ("sites", "venvs", "work"):
        (base / name).mkdir(parents=True)
    (base / "judge").symlink_to(python)
    for where in (["--bare", str(base / "repo.git")], [str(clone)]):
        subprocess.run(["git", "init", "-q", "-b", "main", *where], env=ENVIRONMENT, check=True)
    shutil.rmtree(base / "repo.git" / "hooks")
    shutil.copytree(PROJECT / "deploy" / "hooks", base / "repo.git" / "hooks")
    return Machine(base, clone)


def have_packages(machine: Machine, python: Path) -> None:
    """Let the server know the lock that lies in the clone, as if its packages had been installed."""
    name = hashlib.sha256((machine.clone / "requirements.txt").read_bytes()).hexdigest()[:16]
    if not (machine.base / "venvs" / name).exists():
        (machine.base / "venvs" / name).symlink_to(python)
        (machine.base / "venvs" / f"{name}.whole").touch()


def write_tiny_project(clone: Path, word: str) -> None:
    """Write a project whose program makes sixty small pages of a word in a moment: builds are not what is tried."""
    program = clone / "plugins" / "open_comparisons"
    program.mkdir(parents=True, exist_ok=True)
    (program / "__init__.py").touch()
    (program / "cli.py").write_text(TINY_PROGRAM, encoding="utf-8")
    (clone / "requirements.txt").write_text("# none\n", encoding="utf-8")
    (clone / "word.txt").write_text(word, encoding="utf-8")
