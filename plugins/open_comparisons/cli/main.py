"""The console command `open-comparisons`. `check` and `protect` need `intake` alone: they run on bare Python."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from datetime import datetime, timezone
from importlib import import_module, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from open_comparisons import __version__
from open_comparisons.disclosure.protect_file import protect_file, write_protected
from open_comparisons.disclosure.report import format_report
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.intake.files import METADATA
from open_comparisons.intake.problem_summary import told_once
from open_comparisons.intake.releases import (
    DIRECTORY,
    Checked,
    check_data,
    check_directory,
    check_release,
    check_submission,
)
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.model import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from open_comparisons.errors import Problem

NO_PROBLEMS: Final = 0
PROBLEMS: Final = 1
USAGE: Final = 2
INTERRUPTED: Final = 130
DATA_VARIABLE: Final = "OPEN_COMPARISONS_DATA"
_HANDED_OVER: Final = {
    "audit": ("open_comparisons.cli.audit", "tell what can be worked out from everything ever published"),
    "build": ("open_comparisons.build.build", "build the site"),
    "deploy": ("open_comparisons.cli.deploy", "judge and publish what is pushed to a server, or go back"),
    "diff": ("open_comparisons.cli.diff", "tell what has changed from one release to another, value by value"),
    "guard": ("open_comparisons.cli.guard", "tell whether files may be committed or pushed; for hooks"),
    "new": ("open_comparisons.cli.new", "write a right file for an article, a webinar or an issue"),
    "release-check": ("open_comparisons.cli.release_check", "tell all that must be right before publication"),
    "preview": ("open_comparisons.cli.preview", "show a provider its pages before they are published"),
    "receive": ("open_comparisons.cli.receive", "try a provider's file, and take it in when it passes"),
    "reply": ("open_comparisons.cli.reply", "note what a provider said of its figures before publication"),
    "seal": ("open_comparisons.cli.seal", "note the checksums of a release, after which no file of it may change"),
    "spelling": ("open_comparisons.cli.spelling", "tell the words of texts that no dictionary knows"),
    "serve": ("open_comparisons.build.serve", "serve the site and build it again on any change"),
    "withdraw": ("open_comparisons.cli.withdraw", "take a release back, in all that this machine has of it"),
    "template": ("open_comparisons.cli.template", "write a blank file for a target group to fill in"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run the command.

    Args:
        argv: Arguments after the command's name; those of the process when None.

    Returns:
        0 when all is well, 1 when there are problems, 2 when the command was called wrongly, 130 when interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        arguments, rest = _parser().parse_known_args(argv)
        return int(arguments.run(arguments, rest))
    except SystemExit as stop:  # argparse prints and exits
        return int(stop.code or 0)
    except BrokenPipeError:  # whoever read our output has stopped
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEMS
    except (OpenComparisonsError, OSError) as error:
        print(f"open-comparisons: {error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="open-comparisons", description="Check, build and serve open comparisons of outcomes."
    )
    parser.add_argument("--version", action="version", version=f"open-comparisons {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="find all problems of a file, a release or a data folder")
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a CSV file, a release or a data folder")
    check.add_argument("--format", choices=("text", "json"), default="text", help="text for people, json for programs")
    check.add_argument("--lang", choices=LANGUAGES, default="sv", help="language of the messages")
    check.add_argument("--standard", type=Path, metavar="FOLDER", help="the standard to check against")
    check.add_argument("--directory", type=Path, metavar="FILE", help="the directory of providers to check against")
    check.set_defaults(run=_check)
    protect = commands.add_parser(
        "protect", help="hide what must be hidden in a file of true counts, before it is sent"
    )
    protect.add_argument("path", type=Path, metavar="IN.csv", help="the true counts, in the form of the standard")
    protect.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.csv", help="the file to hand in")
    protect.add_argument(
        "--previous",
        action="append",
        type=Path,
        default=[],
        metavar="RELEASE",
        help="an earlier release, or the provider's file in it; may be given several times",
    )
    protect.add_argument("--lang", choices=LANGUAGES, default="sv", help="language of the messages")
    protect.add_argument("--standard", type=Path, metavar="FOLDER", help="the standard to protect by")
    protect.add_argument("--directory", type=Path, metavar="FILE", help="the directory of providers to check against")
    protect.set_defaults(run=_protect)
    for name, (_, what) in _HANDED_OVER.items():
        commands.add_parser(name, help=what, add_help=False).set_defaults(run=_hand_over)
    return parser


def _hand_over(arguments: argparse.Namespace, rest: list[str]) -> int:
    """Leave the remaining arguments to a module that needs more than the standard library, and is loaded only now."""
    module: Any = import_module(_HANDED_OVER[arguments.command][0])
    return int(module.run(rest))


def _check(arguments: argparse.Namespace, rest: list[str]) -> int:
    if rest:
        message = f"unrecognized arguments: {' '.join(rest)}"
        raise OpenComparisonsError(message)
    results = [check_path(path, arguments.standard, arguments.directory) for path in arguments.paths]
    problems = sorted(found for result in results for found in result.problems)
    if arguments.format == "json":
        print(json.dumps([found.as_record(arguments.lang) for found in problems], ensure_ascii=False, indent=1))
    else:
        for result in results:
            for reading in result.readings:
                print(reading.as_text(arguments.lang))
        print(_summary(problems, arguments.lang))
    return PROBLEMS if problems else NO_PROBLEMS


def _protect(arguments: argparse.Namespace, rest: list[str]) -> int:
    if rest:
        message = f"unrecognized arguments: {' '.join(rest)}"
        raise OpenComparisonsError(message)
    source, target = arguments.path, arguments.output
    for path in (source, *arguments.previous):
        if not path.exists():
            message = f"{path}: filen eller mappen finns inte / no such file or folder."
            raise OpenComparisonsError(message)
    if target.exists() and target.samefile(source):
        message = f"{target}: skriv till en annan fil / write to another file."
        raise OpenComparisonsError(message)
    standard = load_standard(arguments.standard or find_standard(source))
    register = _register(source, arguments.directory)
    providers = check_directory(register, standard).providers if register else None
    today = datetime.now(tz=timezone.utc).date()  # noqa: UP017
    done = protect_file(source, arguments.previous, standard, providers, today)
    for reading in done.readings:
        print(reading.as_text(arguments.lang))
    if done.problems:
        print(_summary(done.problems, arguments.lang))
        return PROBLEMS
    write_protected(done.content, target)
    print(format_report(done, standard, arguments.lang))
    return NO_PROBLEMS


def _summary(problems: Sequence[Problem], lang: str) -> str:
    """All problems as text, with their number."""
    if not problems:
        return "Inga problem." if lang == "sv" else "No problems."
    count = f"{len(problems)} problem." if lang == "sv" else f"{len(problems)} problem(s)."
    return "\n".join([*told_once(problems, lang), count])


def check_path(path: Path, standard_folder: Path | None = None, directory: Path | None = None) -> Checked:
    """
    Check whatever lies at a path.

    Args:
        path: A CSV file, the folder of a release or of a dataset, or a data folder.
        standard_folder: The standard to use; found by `find_standard` when None.
        directory: The directory of providers; when None, the one of the data folder that the path lies in, if any.

    Raises:
        OpenComparisonsError: There is nothing there that can be checked, or no standard to check against.
    """
    if not path.exists():
        message = f"{path}: filen eller mappen finns inte / no such file or folder."
        raise OpenComparisonsError(message)
    standard = load_standard(standard_folder or find_standard(path))
    if (path / "standard").is_dir():
        return check_data(path, standard)
    register = _register(path, directory)
    if path.is_file() and path.name == DIRECTORY:
        return check_directory(path, standard)
    providers = check_directory(register, standard).providers if register else None
    if path.is_file():
        return check_submission(path, standard, providers, datetime.now(tz=timezone.utc).date())  # noqa: UP017
    if (path / METADATA).exists() or any(path.glob("*.csv")):
        return check_release(path, standard, providers)
    releases = sorted(child for child in path.iterdir() if (child / METADATA).exists())
    if not releases:
        message = f"{path}: neither a CSV file, a release nor a data folder."
        raise OpenComparisonsError(message)
    parts = [check_release(release, standard, providers) for release in releases]
    return Checked.joined(parts)


def _register(path: Path, directory: Path | None) -> Path | None:
    """The directory of providers to use: the one named, or the one of the data folder that a path lies in."""
    home = _data_folder(path)
    register = directory or (home / DIRECTORY if home and path.resolve().is_relative_to(home) else None)
    return register if register and register.is_file() else None


def find_standard(path: Path) -> Path:
    """
    Find the standard that a path is to be checked against.

    The data folder named by the environment variable OPEN_COMPARISONS_DATA goes first, then the one that the path lies
    in or beside, then `data/standard` of the working folder, last the standard packed with an offline checker.

    Raises:
        OpenComparisonsError: There is none.
    """
    named = os.environ.get(DATA_VARIABLE)
    if named:
        return Path(named) / "standard"
    home = _data_folder(path)
    if home:
        return home / "standard"
    here = Path("data") / "standard"
    if here.is_dir():
        return here
    packed = resources.files("open_comparisons") / "standard"
    if packed.is_dir():
        return cast("Path", packed)
    message = f"no standard found for {path}. Name one with --standard FOLDER."
    raise OpenComparisonsError(message)


def _data_folder(path: Path) -> Path | None:
    """The nearest data folder, or folder that holds one as `data/`, at or above a path."""
    for folder in (path.resolve(), *path.resolve().parents):
        for candidate in (folder, folder / "data"):
            if (candidate / "standard" / "standard.json").is_file():
                return candidate
    return None


if __name__ == "__main__":
    sys.exit(main())
