"""Serve the built site and build it again, whole, whenever something that it is made of changes."""

from __future__ import annotations

import functools
import http.server
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from watchfiles import watch

if TYPE_CHECKING:
    import argparse

WATCHED: Final = ("content", "data", "theme", "plugins", "pelicanconf.py", "publishconf.py")


def serve_forever(options: argparse.Namespace) -> int:
    """
    Build, serve on localhost, and watch; ends by Ctrl+C.

    Each build runs in a process of its own, so that changed code counts and a failed build changes nothing.
    """
    output = options.output or "output"
    arguments = [sys.executable, "-m", "open_comparisons.cli", "build", "--settings", options.settings]
    arguments += ["--output", output]
    arguments += ["--data", options.data] if options.data else []
    arguments += ["--content", options.content] if options.content else []
    arguments += ["--at", options.at] if options.at else []
    subprocess.run(arguments, check=False)  # noqa: S603 - our own command
    server = _Server(("127.0.0.1", options.port), functools.partial(_Handler, directory=output))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://localhost:{options.port}/  (Ctrl+C)")
    try:
        for _ in watch(*(path for path in WATCHED if Path(path).exists()), raise_interrupt=True):
            subprocess.run(arguments, check=False)  # noqa: S603
    except KeyboardInterrupt:
        server.shutdown()
    return 0


class _Server(http.server.ThreadingHTTPServer):
    allow_reuse_address = True


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Files of the output folder, looked up anew each time, since a build swaps the folder."""

    def log_message(self, *_: object) -> None:
        """Keep the terminal for the builds."""
