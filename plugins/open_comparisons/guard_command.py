"""The command `open-comparisons guard`: what the hooks ask before a commit or a push may pass."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from open_comparisons.audit import audit
from open_comparisons.auditing import as_problem, audited
from open_comparisons.errors import DataError, OpenComparisonsError
from open_comparisons.intake.belonging import DATA, foreign_files
from open_comparisons.intake.standard import LANGUAGES
from open_comparisons.intake.standard_files import load_standard
from open_comparisons.known import known_releases, with_known
from open_comparisons.loading import load, terms_digest
from open_comparisons.processes import available
from open_comparisons.store import Store, tools_digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from open_comparisons.errors import Problem

_SAID: Final = {
    "sv": {
        "passes": "Filerna under data/ hör hemma där och klarar kontroll och granskning.",
        "refused": "Stoppat: {count} problem. Inget har sparats. Data tas emot med open-comparisons receive.",
    },
    "en": {
        "passes": "The files below data/ belong there, and pass the check and the audit.",
        "refused": "Refused: {count} problem(s). Nothing was kept. Data are taken in with open-comparisons receive.",
    },
}


def run(argv: Sequence[str]) -> int:
    """
    Run the command.

    Returns:
        0 when the tree may be kept, 1 when it must be refused; every problem is printed.

    Raises:
        OpenComparisonsError: There is no data folder with a standard in the tree.
    """
    options = _parser().parse_args(argv)
    if not (options.tree / DATA / "standard").is_dir():
        message = f"{options.tree}: ingen mapp data/standard / no folder data/standard."
        raise OpenComparisonsError(message)
    problems = guard(options.tree, cache=options.cache, known=options.known)
    words = _SAID[options.lang]
    lines = [found.as_text(options.lang) for found in problems]
    print("\n".join([*lines, words["refused"].format(count=len(lines)) if lines else words["passes"]]))
    return int(bool(problems))


def guard(tree: Path, *, cache: Path | None = None, known: Path | None = None) -> tuple[Problem, ...]:
    """
    All that speaks against keeping a tree: files that do not belong, and what check and audit find in its data.

    Args:
        tree: Holds `data/`.
        cache: Where an earlier look's results are kept; a build's own folder serves.
        known: Withdrawn releases, as `withdraw --keep` left them.
    """
    data_folder = tree.resolve() / DATA
    foreign = foreign_files(tree.resolve(), load_standard(data_folder / "standard"))
    store = Store(cache, tools_digest() if cache else "")
    try:
        data = load(data_folder, store, processes=available())
        earlier = known_releases(known, data) if known else {}
        if earlier:
            found = {
                name: audit(with_known(earlier.get(name, ()), of), data.standard, data.providers, processes=available())
                for name, of in data.releases.items()
            }
            grave = [as_problem(one, name) for name, of in found.items() for one in of.findings if not one.is_warning]
            return tuple(sorted([*foreign, *grave]))
        audited(data, store, terms_digest(data_folder), processes=available())
    except DataError as error:
        return tuple(sorted([*foreign, *error.problems]))
    return tuple(sorted(foreign))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="open-comparisons guard", description="Tell whether a tree of files may be committed or pushed."
    )
    parser.add_argument("tree", type=Path, metavar="FOLDER", help="the files written out, with data/ among them")
    parser.add_argument("--cache", type=Path, metavar="FOLDER", help="where results are kept from one look to the next")
    parser.add_argument(
        "--known", type=Path, metavar="FOLDER", help="withdrawn releases, as withdraw --keep left them: known for ever"
    )
    parser.add_argument("--lang", choices=LANGUAGES, default="sv", help="language of the messages")
    return parser
