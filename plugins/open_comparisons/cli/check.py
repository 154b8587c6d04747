"""The command `open-comparisons check`: find all problems of a file, a release or a data folder."""

import argparse
import json
from pathlib import Path

from open_comparisons.cli.exit_codes import NO_PROBLEMS, PROBLEMS
from open_comparisons.cli.finding import find_directory, find_standard
from open_comparisons.cli.options import add_lang, add_standard, today
from open_comparisons.cli.speaking.parser import CommandParser
from open_comparisons.disclosure.contradictions.problems import consistency_problems
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.intake.checks.mixed_file import mixed_file_problems
from open_comparisons.intake.checks.run import check_file
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.files import METADATA, json_object, shown_name, special_file_problem
from open_comparisons.intake.handover.description import submission_problems
from open_comparisons.intake.handover.parcels import read_parcel
from open_comparisons.intake.provider import Provider, by_id
from open_comparisons.intake.releases import (
    DIRECTORY,
    Checked,
    check_data,
    check_directory,
    check_release,
    submission_terms,
)
from open_comparisons.intake.submissions import read_submission
from open_comparisons.intake.wording import summarise
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.model import Standard


def add_arguments(parser: CommandParser) -> None:
    """Declare the options."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=parser.say("option.check-paths"))
    parser.add_argument("--format", choices=("text", "json"), default="text", help=parser.say("option.format"))
    add_lang(parser, default=parser.lang)
    add_standard(parser, "check")


def run(options: argparse.Namespace) -> int:
    """
    Run the command.

    Returns:
        0 when there are no problems, 1 when there are.
    """
    results = [check_path(path, options.standard, options.directory) for path in options.paths]
    problems = sorted(problem for result in results for problem in result.problems)
    if options.format == "json":
        print(json.dumps([problem.as_record(options.lang) for problem in problems], ensure_ascii=False, indent=1))
    else:
        for result in results:
            for reading in filter(lambda each: each.is_read, result.readings):
                print(reading.as_text(options.lang))
        print(summarise(problems, options.lang))
    return PROBLEMS if problems else NO_PROBLEMS


def check_path(path: Path, standard_folder: Path | None = None, directory: Path | None = None) -> Checked:
    """
    Check the file or folder at a path.

    Args:
        path: A CSV file, a workbook or a package, the folder of a release or of a dataset, or a data folder.
        standard_folder: The standard to use; found by `find_standard` when None.
        directory: The directory of providers; when None, the directory of the data folder that
            holds the path, if any.

    Raises:
        OpenComparisonsError: There is nothing to check at the path, or no standard to check against.
    """
    special = None if path.is_dir() else special_file_problem(path, None)
    if special:
        return Checked(problems=(special,))
    if not path.exists():
        raise OpenComparisonsError("errors.no-such-path", path=path)
    standard = load_standard(standard_folder or find_standard(path))
    if (path / "standard").is_dir():
        return check_data(path, standard)
    register = find_directory(path, directory)
    if path.is_file() and path.name == DIRECTORY:
        return check_directory(path, standard)
    providers = check_directory(register, standard).providers if register else None
    if path.is_file() and path.suffix.lower() == ".zip":
        return _check_package(path, standard, providers)
    if path.is_file():
        return _check_submission(path, standard, providers)
    if (path / METADATA).exists() or any(path.glob("*.csv")):
        return check_release(path, standard, providers)
    releases = sorted(child for child in path.iterdir() if (child / METADATA).exists())
    if not releases:
        raise OpenComparisonsError("errors.nothing-to-check", path=path)
    parts = [check_release(release, standard, providers) for release in releases]
    return Checked.join(parts)


def _check_package(path: Path, standard: Standard, providers: tuple[Provider, ...] | None) -> Checked:
    """Check the files in a package as they will be checked when they are received."""
    parcel, problems = read_parcel(path)
    if parcel is None:
        return Checked(problems=tuple(problems))
    terms = Terms(standard, standard.thresholds, None if providers is None else by_id(providers), latest=today())
    inside = shown_name(f"{path.name}/{path.stem}")
    table, problems = check_file(parcel.figures, f"{inside}.csv", terms)
    problems += mixed_file_problems(table, standard)
    problems = problems or list(consistency_problems(table, standard, terms.thresholds))
    described, broken = json_object(parcel.described or b"", f"{inside}.json")
    problems += broken
    if described:
        problems += submission_problems(described, f"{inside}.json", terms.thresholds)
    return Checked((table.reading,), tuple(sorted(problems)))


def _check_submission(path: Path, standard: Standard, providers: tuple[Provider, ...] | None) -> Checked:
    """Check one submitted file, by the terms of its release if its folder is one."""
    metadata, terms = submission_terms(path, standard, providers, today())
    checked = read_submission(path, metadata, terms, None, alone=True)
    # Numbers are compared with each other only where each is right by itself: else one mistake is reported twice.
    problems = checked.problems or consistency_problems(checked.table, standard, terms.thresholds)
    return Checked((checked.table.reading,), tuple(sorted(problems)))
