"""The command `open-comparisons diff`: list the changes from one release of a dataset to another, value by value."""

import argparse
import sys
from pathlib import Path

from open_comparisons.cli.options import add_data, add_lang
from open_comparisons.cli.speaking.parser import CommandParser
from open_comparisons.errors import DataError, OpenComparisonsError
from open_comparisons.files.release.changes import changes_csv, changes_json
from open_comparisons.intake.release import Release
from open_comparisons.intake.releases import DIRECTORY, check_directory, check_release
from open_comparisons.messages import say
from open_comparisons.site.changes import KINDS, Changes, changes_between
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.model import Standard


def run(options: argparse.Namespace) -> int:
    """
    Run the command.

    Returns:
        0 when the releases could be compared, 1 when one of them has problems, which are printed to standard error.

    Raises:
        OpenComparisonsError: There is no such data folder, dataset or release.
    """
    data: Path = options.data
    if not (data / "standard").is_dir():
        raise OpenComparisonsError("errors.no-data-folder", path=data)
    standard = load_standard(data / "standard")
    try:
        old, new = (_release(data, options.dataset, name, standard) for name in (options.old, options.new))
    except DataError as error:
        print("\n".join(problem.as_text(options.lang) for problem in error.problems), file=sys.stderr)
        return 1
    changes = changes_between(old, new, standard)
    if options.format == "text":
        print(_as_text(changes, options.lang))
    else:
        print((changes_csv if options.format == "csv" else changes_json)(changes, standard), end="")
    return 0


def add_arguments(parser: CommandParser) -> None:
    """Declare the options."""
    parser.add_argument("dataset", metavar="DATASET", help=parser.say("option.dataset"))
    parser.add_argument("old", metavar="OLD", help=parser.say("option.diff-old"))
    parser.add_argument("new", metavar="NEW", help=parser.say("option.diff-new"))
    parser.add_argument(
        "--format", choices=("text", "csv", "json"), default="text", help=parser.say("option.diff-format")
    )
    add_lang(parser, parser.say("option.diff-lang"))
    add_data(parser)


def _release(data: Path, dataset: str, name: str, standard: Standard) -> Release:
    """A release of a dataset, checked."""
    folder = data / dataset / name
    if not folder.is_dir():
        there = sorted(path.name for path in (data / dataset).glob("*/") if path.is_dir())
        raise OpenComparisonsError("errors.no-release-among", path=folder, known=there or "–")
    directory = check_directory(data / DIRECTORY, standard)
    checked = check_release(folder, standard, directory.providers)
    if directory.problems or checked.problems:
        raise DataError([*directory.problems, *checked.problems])
    return checked.releases[0]


def _as_text(changes: Changes, lang: str) -> str:
    """Numbers of changed values by the kind of change, and of values in periods that were added or dropped."""
    counts = {kind: changes.count[kind] for kind in KINDS} | {
        "no-reason": sum(row.reason is None for row in changes.rows),
        "begun": sum(period.rows for period in changes.begun),
        "ended": sum(period.rows for period in changes.ended),
    }
    lines = [f"{count:>8} {say(lang, f'cli.diff.{name}')}" for name, count in counts.items()]
    return "\n".join([f"{changes.dataset}: {changes.old} → {changes.new}", *lines])
