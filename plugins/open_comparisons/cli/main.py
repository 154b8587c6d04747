"""The console command `open-comparisons`: finds the verb, and loads only the module of that verb."""

import argparse
import io
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import Final, Protocol, cast

from open_comparisons import __version__
from open_comparisons.cli.exit_codes import INTERRUPTED, PROBLEMS, USAGE
from open_comparisons.errors import OpenComparisonsError, error_text

VERBS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "check": "find all problems of a file, a release or a data folder",
        "protect": "hide what must be hidden in a file of true counts, before it is sent",
        "audit": "report what can be derived from everything ever published",
        "build": "build the site",
        "deploy": "judge and publish what is pushed to a server, or roll back",
        "diff": "list what has changed from one release to another, value by value",
        "guard": "report whether files may be committed or pushed; for hooks",
        "new": "create a valid starter file for an article, a webinar or an issue",
        "release-check": "run the pre-publication checklist",
        "preview": "show a provider its pages before they are published",
        "receive": "try a provider's file, and accept it when it passes",
        "reply": "record a provider's answer about its figures before publication",
        "seal": "record the checksums of a release, after which none of its files may change",
        "spelling": "list unknown words in the texts",
        "serve": "serve the site and rebuild it on any change",
        "withdraw": "withdraw a release, with everything this machine has of it",
        "template": "write a blank submission file for a target group",
    }
)
"""The purpose of each verb. The module of a verb has its name, and is imported only when the verb is called: `check`
and `protect` run on bare Python, and `seal` needs no solver."""


class Verb(Protocol):
    """The functions of a verb's module."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options of the verb."""

    def run(self, options: argparse.Namespace) -> int:
        """Run the verb; gives its exit code."""


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run the command.

    Args:
        argv: Arguments after the command's name; those of the process when None.

    Returns:
        0 on success, 1 when there are problems, 2 when the command was called wrongly, 130 when interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    given = sys.argv[1:] if argv is None else argv
    options = argparse.Namespace()
    try:
        options = _parser(given).parse_args(given)
        return int(options.run(options))
    except SystemExit as stop:  # argparse prints and exits
        return int(stop.code or 0)
    except BrokenPipeError:  # the program that read our output has stopped
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEMS
    except (OpenComparisonsError, OSError) as error:
        print(f"open-comparisons: {error_text(error, getattr(options, 'lang', None))}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of all verbs. Only the verb in `argv` gets its options, so that no other module is imported."""
    parser = argparse.ArgumentParser(
        prog="open-comparisons", description="Check, build and serve open comparisons of outcomes."
    )
    parser.add_argument("--version", action="version", version=f"open-comparisons {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    named = next((argument for argument in argv if not argument.startswith("-")), None)
    for verb, purpose in VERBS.items():
        command = commands.add_parser(verb, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.")
        if verb == named:
            module = cast("Verb", import_module(f"open_comparisons.cli.{verb.replace('-', '_')}"))
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    return parser
