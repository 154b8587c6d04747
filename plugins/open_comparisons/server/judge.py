"""What a server says to a push, before anything of it is kept: it passes whole, or nothing of it stays."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from open_comparisons.build.guard import guard
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.messages import LANGUAGES, say_in_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from open_comparisons.errors import Problem
    from open_comparisons.server.pushes import Ref, Repository

REWRITE: Final = "allowRewrite"
"""The setting that lets the published branch be rewritten or removed, by one push."""

_MOST: Final = 20
"""How many problems a report tells."""


@dataclass(frozen=True, slots=True)
class Judge:
    """
    Looks into a push with the program that is installed here, and never with the pushed one, which could let all pass.

    Attributes:
        repository: What is pushed to.
        say: Tells whoever pushes, line by line.
        cache: Where results are kept from one push to the next.
        known: Withdrawn releases, whose numbers are known for ever; None where there are none.
    """

    repository: Repository
    say: Callable[[str], None]
    cache: Path | None = None
    known: Path | None = None
    _passed: set[tuple[str, ...]] = field(default_factory=set)

    def passes(self, refs: Sequence[Ref]) -> bool:
        """
        Whether a push may be kept; says why not.

        Every new commit is looked into, and not only the newest: a repository keeps them all. In an empty repository,
        where a whole history arrives at once, and where it is rewritten, the newest of each branch alone: older ones
        were right by the rules of their day.
        """
        for ref in refs:
            wrong = "\n".join(self._faults(ref))
            if wrong:
                self.say(f"{say_in_all('server.refused')}\n\n{ref.name} {ref.new[:10]}\n{wrong}")
                return False
        names = [ref.name.rpartition("/")[2] for ref in refs if ref.new]
        self.say(say_in_all("server.passed", names=", ".join(names) or "–"))
        return True

    def _faults(self, ref: Ref) -> Iterator[str]:
        repository = self.repository
        rewriting = repository.setting(REWRITE) == "true"
        if (
            ref.name == repository.published()
            and ref.old
            and not rewriting
            and not (ref.new and repository.follows(ref.old, ref.new))
        ):
            yield say_in_all("server.rewritten")
            return
        if not ref.new:
            return
        tip = repository.commit(ref.new)
        if not tip or not ref.is_branch_or_tag:
            yield say_in_all("server.wrong-kind")
            return
        for commit in [tip] if rewriting else repository.new_commits(tip):
            report = self._report(commit)
            if report:
                yield f"{commit[:10]}:\n{report}"
                if commit != tip:
                    yield say_in_all("server.squash")
                return

    def _report(self, commit: str) -> str:
        """What is wrong with the files of a commit, in both languages; "" where nothing is."""
        with tempfile.TemporaryDirectory(prefix="push-") as folder:
            try:
                files = tuple(f"{name} {blob}" for name, blob in sorted(self.repository.files(commit).items()))
                if files in self._passed:
                    return ""
                self.repository.export(commit, Path(folder))
                report = _told(guard(Path(folder), cache=self.cache, known=self.known))
            except OpenComparisonsError as error:
                report = str(error)
        if not report:
            self._passed.add(files)
        return report.replace(f"{folder}/", "")


def _told(problems: Sequence[Problem]) -> str:
    reports = ["\n".join(found.as_text(lang) for found in problems[:_MOST]) for lang in LANGUAGES]
    more = [say_in_all("server.more", count=len(problems) - _MOST)] if len(problems) > _MOST else []
    return "\n\n".join((*reports, *more)) if problems else ""
