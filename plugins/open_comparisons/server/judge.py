"""The judge of pushes, before anything of a push is kept: it passes whole, or nothing of it stays."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from open_comparisons.build.guard import guard
from open_comparisons.errors import OpenComparisonsError, Problem
from open_comparisons.messages import LANGUAGES, say_in_all
from open_comparisons.server.pushes import Ref, Repository

REWRITE: Final = "allowRewrite"
"""The setting that lets the published branch be rewritten or removed, by one push."""

_MOST: Final = 20
"""Number of problems in a report."""


@dataclass(frozen=True, slots=True)
class Judge:
    """
    Checks a push with the program that is installed here, and never with the pushed program, which could pass anything.

    Attributes:
        repository: The repository that receives the push.
        say: Sends a line to the person who pushes.
        cache: A folder that keeps results from one push to the next.
        known: A folder of withdrawn releases, whose numbers stay known; None where there are none.
    """

    repository: Repository
    say: Callable[[str], None]
    cache: Path | None = None
    known: Path | None = None
    _passed: set[tuple[str, ...]] = field(default_factory=set)

    def passes(self, refs: Sequence[Ref]) -> bool:
        """
        True where a push may be kept; otherwise the reasons are sent.

        Every new commit is checked, not only the newest, since a repository keeps them all. In an empty repository,
        where a whole history arrives at once, and in a rewritten one, only the newest commit of each branch is checked:
        the older ones were right by the rules of their day.
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
        """The problems of a commit's files, in every language; "" where there are none."""
        with tempfile.TemporaryDirectory(prefix="push-") as folder:
            try:
                files = tuple(f"{name} {blob}" for name, blob in sorted(self.repository.files(commit).items()))
                if files in self._passed:
                    return ""
                self.repository.export(commit, Path(folder))
                report = _format_report(guard(Path(folder), cache=self.cache, known=self.known))
            except OpenComparisonsError as error:
                report = str(error)
        if not report:
            self._passed.add(files)
        return report.replace(f"{folder}/", "")


def _format_report(problems: Sequence[Problem]) -> str:
    reports = ["\n".join(problem.as_text(lang) for problem in problems[:_MOST]) for lang in LANGUAGES]
    more = [say_in_all("server.more", count=len(problems) - _MOST)] if len(problems) > _MOST else []
    return "\n\n".join((*reports, *more)) if problems else ""
