"""The command `open-comparisons protect`: hide what must be hidden in a file of true counts, before it is sent."""

import argparse
from pathlib import Path

from open_comparisons.cli.exit_codes import NO_PROBLEMS, PROBLEMS
from open_comparisons.cli.finding import find_directory, find_standard
from open_comparisons.cli.options import add_lang, add_standard, today
from open_comparisons.disclosure.protect_file import protect_file, write_protected
from open_comparisons.disclosure.report import format_report
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.intake.files import special_file_problem
from open_comparisons.intake.handover.parcels import WORKBOOKS
from open_comparisons.intake.releases import check_directory
from open_comparisons.intake.wording import summarise
from open_comparisons.standard.loading import load_standard


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "path", type=Path, metavar="IN", help="the true counts, in the form of the standard: a CSV file or a workbook"
    )
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.csv", help="the file to hand in")
    parser.add_argument(
        "--previous",
        action="append",
        type=Path,
        default=[],
        metavar="RELEASE",
        help="an earlier release, or the provider's file in it; may be given several times",
    )
    add_lang(parser)
    add_standard(parser, "protect by")


def run(options: argparse.Namespace) -> int:
    """
    Run the command. The protected file is written only when there are no problems.

    Returns:
        0 when the file was written, 1 when there are problems.

    Raises:
        OpenComparisonsError: A file or folder does not exist, the output would overwrite the input, or it is
            called a workbook, which it is not.
    """
    source, target = options.path, options.output
    special = special_file_problem(source, None)
    if special:
        print(summarise([special], options.lang))
        return PROBLEMS
    for path in (source, *options.previous):
        if not path.exists():
            raise OpenComparisonsError("errors.no-such-path", path=path)
    if target.exists() and target.samefile(source):
        raise OpenComparisonsError("errors.same-file", path=target)
    if target.suffix.lower() in WORKBOOKS:
        raise OpenComparisonsError("errors.output-is-csv", path=target)
    standard = load_standard(options.standard or find_standard(source))
    directory = find_directory(source, options.directory)
    providers = check_directory(directory, standard).providers if directory else None
    protected = protect_file(source, options.previous, standard, providers, today())
    for reading in filter(lambda each: each.is_read, protected.readings):
        print(reading.as_text(options.lang))
    if protected.problems:
        print(summarise(protected.problems, options.lang))
        return PROBLEMS
    write_protected(protected.content, target)
    print(format_report(protected, standard, options.lang))
    return NO_PROBLEMS
