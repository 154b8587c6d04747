"""The console command `open-comparisons`: finds the verb, and loads only the module of that verb."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Protocol, cast

from open_comparisons import __version__
from open_comparisons.cli.exit_codes import INTERRUPTED, PROBLEMS, USAGE
from open_comparisons.cli.speaking.language import language_asked_for, language_of_machine
from open_comparisons.cli.speaking.parser import CommandParser
from open_comparisons.errors import OpenComparisonsError, error_text
from open_comparisons.messages import LANGUAGES, say

VERBS: Final = (
    *("check", "protect", "audit", "build", "deploy", "diff", "guard", "new", "release-check", "preview", "receive"),
    *("reply", "seal", "spelling", "serve", "withdraw", "template"),
)
"""All verbs. The module of a verb has its name, and is imported only when the verb is called: `check` and `protect` run
on bare Python, and `seal` needs no solver. Its purpose is `command.verb.<verb>`."""


class Verb(Protocol):
    """The functions of a verb's module."""

    def add_arguments(self, parser: CommandParser) -> None:
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
        parser = _parser(given)
        if not given:
            parser.print_help(sys.stderr)
            return USAGE
        options = parser.parse_args(given)
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


def _parser(argv: Sequence[str]) -> CommandParser:
    """The parser of the verbs that are here. Only the one in `argv` gets its options, so no other is imported."""
    lang = language_asked_for(argv) or language_of_machine()
    verbs = _verbs_here()
    about = "about" if len(verbs) == len(VERBS) else "about-packed"
    parser = CommandParser(prog=_called(), lang=lang, description=say(lang, f"command.{about}"))
    parser.epilog = parser.say("help.more", command=parser.prog)
    version = f"open-comparisons {__version__}"
    parser.add_argument("--version", action="version", version=version, help=parser.say("help.version"))
    parser.add_argument("--lang", dest="help_lang", choices=LANGUAGES, help=parser.say("option.lang"))
    commands = parser.add_subparsers(
        dest="command",
        required=True,
        metavar=parser.say("help.command"),
        title=parser.say("help.commands"),
    )
    named = next((argument for argument in argv if argument in verbs), None)
    for verb in verbs:
        purpose = parser.say(f"verb.{verb}")
        command = commands.add_parser(verb, lang=lang, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.")
        if verb == named:
            module = cast("Verb", import_module(_module_of(verb)))
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    return parser


def _called() -> str:
    """What a person writes to call the command: its name, or the single file that it was packed into."""
    file = Path(sys.argv[0]).name
    return f"python {file}" if file.endswith(".pyz") else "open-comparisons"


def _verbs_here() -> list[str]:
    """The verbs whose modules are there: all of them, or those that were packed into a single file."""
    return [verb for verb in VERBS if find_spec(_module_of(verb))]


def _module_of(verb: str) -> str:
    return f"open_comparisons.cli.{verb.replace('-', '_')}"
