"""The command `open-comparisons guard`: run by hooks, to decide if a commit or a push may pass."""

import argparse
from pathlib import Path

from open_comparisons.build.guard import guard
from open_comparisons.cli.options import add_lang
from open_comparisons.cli.speaking.parser import CommandParser
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.intake.allowed_files import DATA
from open_comparisons.messages import say


def run(options: argparse.Namespace) -> int:
    """
    Run the command.

    Returns:
        0 when the tree may be kept, 1 when it must be refused; every problem is printed.

    Raises:
        OpenComparisonsError: There is no data folder with a standard in the tree.
    """
    if not (options.tree / DATA / "standard").is_dir():
        raise OpenComparisonsError("errors.no-standard-in-tree", path=options.tree)
    problems = guard(options.tree, cache=options.cache, known=options.known)
    lines = [problem.as_text(options.lang) for problem in problems]
    print("\n".join([*lines, say(options.lang, f"cli.guard.{'refused' if lines else 'passes'}", count=len(lines))]))
    return int(bool(problems))


def add_arguments(parser: CommandParser) -> None:
    """Declare the options."""
    parser.add_argument("tree", type=Path, metavar="FOLDER", help=parser.say("option.guard-tree"))
    parser.add_argument("--cache", type=Path, metavar="FOLDER", help=parser.say("option.guard-cache"))
    parser.add_argument("--known", type=Path, metavar="FOLDER", help=parser.say("option.known"))
    add_lang(parser)
