"""What a server says to a push, before anything of it is kept: it passes whole, or nothing of it stays."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from open_comparisons.errors import OpenComparisonsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from open_comparisons.pushes import Ref, Repository

REWRITE: Final = "allowRewrite"
"""The setting that lets the published branch be rewritten or removed, by one push."""

_REFUSED: Final = (
    "Pushen avvisas. Inget av den sparades på servern, och webbplatsen är som den var.",
    "The push is refused. None of it was kept on the server, and the site is as it was.",
)
_PASSED: Final = "Kontrollerat och godkänt / checked and passed: {names}"
_SQUASH: Final = (
    "Felet finns i en tidigare commit av pushen. Git sparar varje version: slå ihop commitarna och pusha igen.",
    "The fault is in an earlier commit of the push. Git keeps every version: squash the commits and push again.",
)
_KIND: Final = (
    "Bara grenar och taggar på commitar tas emot.",
    "Only branches and tags of commits are taken.",
)
_REWRITTEN: Final = (
    "Den publicerade grenen skrivs om eller tas bort. docs/incident.md säger när och hur det görs.",
    "The published branch would be rewritten or removed. docs/incident.md says when and how that is done.",
)
_CHECKS: Final = ("check", "audit")


def judge(repository: Repository, refs: Sequence[Ref], say: Callable[[str], None]) -> bool:
    """
    Whether a push may be kept; says why not.

    Every new commit is looked into, and not only the newest: a repository keeps them all. In an empty repository, where
    a whole history arrives at once, only the newest of each branch: older ones were right by the rules of their day.
    """
    passed: set[tuple[str, ...]] = set()
    for ref in refs:
        wrong = "\n".join(_faults(repository, ref, passed))
        if wrong:
            say("\n".join((*_REFUSED, "", f"{ref.name} {ref.new[:10]}", wrong)))
            return False
    say(_PASSED.format(names=", ".join(ref.name.rpartition("/")[2] for ref in refs if ref.new) or "–"))
    return True


def _faults(repository: Repository, ref: Ref, passed: set[tuple[str, ...]]) -> Iterator[str]:
    guarded = ref.name == repository.published() and ref.old and repository.setting(REWRITE) != "true"
    if guarded and not (ref.new and repository.follows(ref.old, ref.new)):
        yield "\n".join(_REWRITTEN)
        return
    if not ref.new:
        return
    tip = repository.commit(ref.new)
    if not tip or not ref.is_branch_or_tag:
        yield "\n".join(_KIND)
        return
    for commit in repository.new_commits(tip):
        report = _report(repository, commit, passed)
        if report:
            yield "\n".join((report, *_SQUASH) if commit != tip else (report,))
            return


def _report(repository: Repository, commit: str, passed: set[tuple[str, ...]]) -> str:
    """What is wrong with the files of a commit, in both languages; "" where nothing is."""
    try:
        files = tuple(f"{name} {blob}" for name, blob in sorted(repository.files(commit).items()))
        if files in passed:
            return ""
        with tempfile.TemporaryDirectory(prefix="push-") as folder:
            repository.export(commit, Path(folder))
            for check in _CHECKS:
                reports = _checked(check, Path(folder))
                if reports:
                    return f"{commit[:10]}:\n{reports}"
    except OpenComparisonsError as error:
        return f"{commit[:10]}: {error}"
    passed.add(files)
    return ""


def _checked(check: str, folder: Path) -> str:
    """
    The report of one of our commands on a folder, in both languages; "" where it passes.

    The program is the one installed here and never the pushed one, which could let anything pass.
    """
    reports = []
    for lang in ("sv", "en"):
        command = [sys.executable, "-I", "-m", "open_comparisons.cli", check, "data", "--lang", lang]
        # The variables git sets for a hook, and those of whoever pushes, are nobody else's to read.
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "CI": "true"}
        done = subprocess.run(  # noqa: S603 - our own program
            command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )
        if done.returncode == 0:
            return ""
        reports.append((done.stdout + done.stderr).strip())
    return "\n\n".join(reports)
