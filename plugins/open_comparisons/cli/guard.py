"""The command `open-comparisons guard`: what the hooks ask before a commit or a push may pass."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from open_comparisons.build.guard import guard
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.intake.allowed_files import DATA
from open_comparisons.standard.model import LANGUAGES

if TYPE_CHECKING:
    import argparse


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


def run(options: argparse.Namespace) -> int:
    """
    Run the command.

    Returns:
        0 when the tree may be kept, 1 when it must be refused; every problem is printed.

    Raises:
        OpenComparisonsError: There is no data folder with a standard in the tree.
    """
    if not (options.tree / DATA / "standard").is_dir():
        message = f"{options.tree}: ingen mapp data/standard / no folder data/standard."
        raise OpenComparisonsError(message)
    problems = guard(options.tree, cache=options.cache, known=options.known)
    words = _SAID[options.lang]
    lines = [found.as_text(options.lang) for found in problems]
    print("\n".join([*lines, words["refused"].format(count=len(lines)) if lines else words["passes"]]))
    return int(bool(problems))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("tree", type=Path, metavar="FOLDER", help="the files written out, with data/ among them")
    parser.add_argument("--cache", type=Path, metavar="FOLDER", help="where results are kept from one look to the next")
    parser.add_argument(
        "--known", type=Path, metavar="FOLDER", help="withdrawn releases, as withdraw --keep left them: known for ever"
    )
    parser.add_argument("--lang", choices=LANGUAGES, default="sv", help="language of the messages")
