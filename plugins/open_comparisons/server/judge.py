"""What a server says to a push, before anything of it is kept: it passes whole, or nothing of it stays."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from open_comparisons.build.guard import guard
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.standard.model import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from open_comparisons.errors import Problem
    from open_comparisons.server.pushes import Ref, Repository

REWRITE: Final = "allowRewrite"
"""The setting that lets the published branch be rewritten or removed, by one push."""

_MOST: Final = 20
"""How many problems a report tells."""
_REFUSED: Final = (
    "Pushen avvisas. Inget av den sparades på servern, och webbplatsen är som den var.",
    "The push is refused. None of it was kept on the server, and the site is as it was.",
)
_PASSED: Final = "Kontrollerat och godkänt / checked and passed: {names}"
_MORE: Final = "… {count} problem till / more"
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
                self.say("\n".join((*_REFUSED, "", f"{ref.name} {ref.new[:10]}", wrong)))
                return False
        self.say(_PASSED.format(names=", ".join(ref.name.rpartition("/")[2] for ref in refs if ref.new) or "–"))
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
            yield from _REWRITTEN
            return
        if not ref.new:
            return
        tip = repository.commit(ref.new)
        if not tip or not ref.is_branch_or_tag:
            yield from _KIND
            return
        for commit in [tip] if rewriting else repository.new_commits(tip):
            report = self._report(commit)
            if report:
                yield f"{commit[:10]}:\n{report}"
                yield from _SQUASH if commit != tip else ()
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
    more = [_MORE.format(count=len(problems) - _MOST)] if len(problems) > _MOST else []
    return "\n\n".join((*reports, *more)) if problems else ""
