"""The command `open-comparisons deploy`: run by the hooks of a server's repository, and for rollback."""

import argparse
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from open_comparisons.cli.speaking.parser import CommandParser
from open_comparisons.server.judge import REWRITE, Judge
from open_comparisons.server.pushes import Ref, Repository, read_refs
from open_comparisons.server.server import Server


def run(options: argparse.Namespace) -> int:
    """
    Run the command.

    Returns:
        0 when a push may be kept, a site is served or sites were listed; 1 when not.

    Raises:
        OpenComparisonsError: There is no site to go back to, or no repository.
    """
    base: Path = options.base.resolve()
    repository = Repository(base / "repo.git")
    server = Server(base, repository, tell)
    if options.step == "judge":
        known = base / "known"
        judge = Judge(repository, tell, server.judge_cache, known if known.is_dir() else None)
        return 0 if judge.passes(read_refs(sys.stdin)) else 1
    if options.step == "publish":
        if not options.hook:
            return 0 if server.publish(again=True, now=int(time.time()) if options.now else 0) else 1
        return 0 if _publish(server, read_refs(sys.stdin)) else 1
    if options.site:
        server.roll_back(options.site)
    served = server.sites.current()
    for site in server.sites.all():
        tell(f"{'*' if served and site.folder == served.folder else ' '} {site.name}")
    return 0


def _publish(server: Server, refs: Sequence[Ref]) -> bool:
    published = server.repository.published()
    pushed = [ref for ref in refs if ref.name == published]
    if not any(ref.new for ref in pushed):
        return True
    rewritten = [ref for ref in pushed if ref.old and not server.repository.follows(ref.old, ref.new)]
    done = server.publish()
    if rewritten:
        # The old commits must be gone for good, and the next push is judged as always.
        server.repository.unset(REWRITE)
        server.repository.forget_unreachable()
    return done


def tell(text: str) -> None:
    """Print a text to the person who pushed; a closed connection stops nothing."""
    with suppress(OSError):
        print(text, flush=True)


def add_arguments(parser: CommandParser) -> None:
    """Declare the options."""
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    judging = steps.add_parser("judge", lang=parser.lang, help=parser.say("option.deploy-judge"))
    publishing = steps.add_parser("publish", lang=parser.lang, help=parser.say("option.deploy-publish"))
    publishing.add_argument("--hook", action="store_true", help=parser.say("option.deploy-hook"))
    publishing.add_argument("--now", action="store_true", help=parser.say("option.deploy-now"))
    back = steps.add_parser("rollback", lang=parser.lang, help=parser.say("option.deploy-rollback"))
    for step in (judging, publishing, back):
        step.add_argument("base", type=Path, metavar="FOLDER", help=parser.say("option.deploy-base"))
    back.add_argument("site", nargs="?", metavar="SITE", help=parser.say("option.deploy-site"))
