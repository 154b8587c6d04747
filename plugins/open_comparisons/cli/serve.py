"""The command `open-comparisons serve`: serve the site on this computer and rebuild it on any change."""

import argparse
import sys

from open_comparisons.build.serve import SERVED, serve
from open_comparisons.cli import build
from open_comparisons.cli.exit_codes import NO_PROBLEMS
from open_comparisons.cli.speaking.parser import CommandParser


def add_arguments(parser: CommandParser) -> None:
    """Declare the options."""
    build.add_arguments(parser)
    parser.add_argument("--port", type=int, default=8000, help=parser.say("option.serve-port"))


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted by Ctrl+C."""
    output = options.output or SERVED
    command = [sys.executable, "-m", "open_comparisons.cli", "build", "--settings", options.settings]
    command += ["--output", output, "--drafts"]
    for name in ("data", "content", "at"):
        command += [f"--{name}", getattr(options, name)] if getattr(options, name) else []
    folders = [path for path in (options.data, options.content, options.settings) if path]
    serve(command, output, options.port, folders)
    return NO_PROBLEMS
