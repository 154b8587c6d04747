"""The content of a push: its commits, and their files byte for byte as committed."""

import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from open_comparisons.errors import OpenComparisonsError

NOTHING: Final = frozenset("0")
_HEADS: Final = "refs/heads/"
_KINDS: Final = (_HEADS, "refs/tags/")
_FILES: Final = {"100644", "100755"}


@dataclass(frozen=True, slots=True)
class Ref:
    """
    A branch or tag that a push wants to change.

    Attributes:
        old, new: Objects before and after; "" before it is made and after it is removed.
        name: Its full name.
    """

    old: str
    new: str
    name: str

    @property
    def is_branch_or_tag(self) -> bool:
        """True for branches and tags, the kinds that may be pushed."""
        return self.name.startswith(_KINDS)


def read_refs(lines: Iterable[str]) -> tuple[Ref, ...]:
    """The branches and tags that a push changes, from the standard input of a hook."""
    refs = []
    for line in lines:
        old, new, name = line.split(maxsplit=2)
        old, new = ("" if set(object_id) == NOTHING else object_id for object_id in (old, new))
        refs.append(Ref(old, new, name.strip()))
    return tuple(refs)


@dataclass(frozen=True, slots=True)
class Repository:
    """A bare repository. Git runs in the environment it set for the hook, where a push's objects are still apart."""

    folder: Path

    def published(self) -> str:
        """The branch that is published, which the repository's HEAD names."""
        return self._text("symbolic-ref", "HEAD")

    def commit(self, name: str) -> str:
        """The commit that a name leads to; "" where it leads to something else or nothing."""
        return self._text("rev-parse", "--quiet", "--verify", f"{name}^{{commit}}", may_fail=True)

    def time(self, commit: str) -> int:
        """The time of a commit, in seconds since 1970."""
        return int(self._text("log", "-1", "--format=%ct", commit))

    def new_commits(self, tip: str) -> list[str]:
        """The commits that no branch or tag leads to yet, the newest first; the tip alone in an empty repository."""
        if not self._text("for-each-ref", "--count=1"):
            return [tip]
        return self._text("rev-list", tip, "--not", "--all").split()

    def follows(self, old: str, new: str) -> bool:
        """True where the new commit has the old one in its history."""
        return self._run("merge-base", "--is-ancestor", old, new).returncode == 0

    def setting(self, name: str) -> str:
        """A setting of the repository, `openoutcomes.` before its name; "" where there is none."""
        return self._text("config", "--get", f"openoutcomes.{name}", may_fail=True)

    def unset(self, name: str) -> None:
        """Remove a setting of the repository, `openoutcomes.` before its name."""
        self._run("config", "--unset-all", f"openoutcomes.{name}")

    def forget_unreachable(self) -> None:
        """Delete the objects that no branch or tag leads to."""
        self._text("gc", "--quiet", "--prune=now")

    def files(self, commit: str) -> dict[str, str]:
        """
        The object of every file of a commit, by its path.

        Raises:
            OpenComparisonsError: The commit has links or nested repositories, or a path that leads out of it.
        """
        objects_by_path = {}
        for entry in self._text("ls-tree", "-r", "-z", "--full-tree", commit).split("\0"):
            if entry:
                kind, _, rest = entry.partition(" ")
                objects, _, name = rest.partition("\t")
                if kind not in _FILES or not _is_inside(name):
                    raise OpenComparisonsError("errors.link-pushed", name=name)
                objects_by_path[name] = objects.split()[1]
        return objects_by_path

    def export(self, commit: str, folder: Path) -> None:
        """
        Write a commit's files into a new folder.

        Neither `git archive` nor a checkout: both do what the commit's own `.gitattributes` says, which can leave files
        out or change their bytes.
        """
        for name, content in self._contents(self.files(commit)):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def _contents(self, files: dict[str, str]) -> Iterator[tuple[str, bytes]]:
        command = [*self._command, "cat-file", "--batch"]
        asked = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - no shell
        with asked as git:
            assert git.stdin  # noqa: S101 - asked for above
            assert git.stdout  # noqa: S101
            for name, blob in files.items():
                git.stdin.write(f"{blob}\n".encode())
                git.stdin.flush()
                head = git.stdout.readline().split()
                size = int(head[2]) if head[1:2] == [b"blob"] else -1
                content = git.stdout.read(size + 1)[:-1] if size >= 0 else b""
                if len(content) != size:
                    raise OpenComparisonsError("errors.push-broken", name=name)
                yield name, content

    @property
    def _command(self) -> list[str]:
        return [shutil.which("git") or "git", f"--git-dir={self.folder}"]

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [*self._command, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no shell

    def _text(self, *arguments: str, may_fail: bool = False) -> str:
        done = self._run(*arguments)
        if done.returncode and not may_fail:
            raise OpenComparisonsError("errors.git", command=arguments[0], error=done.stderr.strip())
        return "" if done.returncode else done.stdout.strip()


def _is_inside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return not name.startswith("/") and not {"..", ".git"} & {part.lower() for part in parts}
