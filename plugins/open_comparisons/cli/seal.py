"""The command `open-comparisons seal`: record the checksums of a published release, so that no file changes."""

import argparse
import sys
from pathlib import Path

from open_comparisons.cli.options import add_data, add_lang
from open_comparisons.cli.speaking.parser import CommandParser
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.intake.files import METADATA
from open_comparisons.intake.releases import DIRECTORY, check_directory, check_release
from open_comparisons.intake.seals import SEALS, file_hashes, read_seals, seals_text
from open_comparisons.messages import say
from open_comparisons.standard.loading import load_standard


def run(options: argparse.Namespace) -> int:
    """
    Run the command.

    Returns:
        0 when the release is sealed, 1 when it has problems, which are printed to standard error.

    Raises:
        OpenComparisonsError: There is no such release, or it is sealed already and its files have changed since.
    """
    dataset: Path = options.data / options.dataset
    folder = dataset / options.release
    if not (folder / METADATA).is_file():
        raise OpenComparisonsError("errors.no-such-release", path=folder)
    seals, problems = read_seals(dataset)
    there = file_hashes(folder)
    if not problems and seals.get(options.release) == there:
        print(say(options.lang, "cli.seal.already", release=folder.as_posix()))
        return 0
    if options.release in seals:
        raise OpenComparisonsError("errors.sealed-and-changed", path=folder)
    standard = load_standard(options.data / "standard")
    directory = check_directory(options.data / DIRECTORY, standard)
    problems += [*directory.problems, *check_release(folder, standard, directory.providers).problems]
    if problems:
        print("\n".join(problem.as_text(options.lang) for problem in sorted(problems)), file=sys.stderr)
        return 1
    path = dataset / SEALS
    path.write_text(seals_text({**seals, options.release: there}), encoding="utf-8", newline="")
    print(say(options.lang, "cli.seal.sealed", release=folder.as_posix(), count=len(there), file=path.as_posix()))
    return 0


def add_arguments(parser: CommandParser) -> None:
    """Declare the options."""
    parser.add_argument("dataset", metavar="DATASET", help=parser.say("option.dataset"))
    parser.add_argument("release", metavar="RELEASE", help=parser.say("option.release"))
    add_lang(parser)
    add_data(parser)
