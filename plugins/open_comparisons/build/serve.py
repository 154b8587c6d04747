"""Serve the built site and build it again, whole, whenever one of its sources changes."""

import functools
import html
import http.server
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from socket import socket
from socketserver import BaseServer
from typing import Final

from watchfiles import watch

from open_comparisons.messages import LANGUAGES, say_in_each

WATCHED: Final = ("content", "data", "theme", "plugins", "pelicanconf.py", "publishconf.py")
SERVED: Final = ".cache/served"
"""The default folder of the site: it shows drafts, so it is kept apart from the published site."""
STATE: Final = "/.serve/state"
SCRIPT: Final = "/.serve/reload.js"
RELOAD: Final = """\
const state = async () => (await fetch("/.serve/state")).text();
const seen = await state();
setInterval(async () => { try { if (await state() !== seen) location.reload(); } catch {} }, 700);
"""
WRONG: Final = """\
<!doctype html>
<html lang="sv">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="/theme/site.css"></head>
<body><main class="page"><h1>{heading}</h1>
{texts}
<pre style="white-space: pre-wrap">{report}</pre></main><script type="module" src="/.serve/reload.js"></script></body>
</html>
"""
_HEADING: Final = '<span lang="{}">{}</span>'
_LEAD: Final = '<p class="lead" lang="{}">{}</p>'


@dataclass(slots=True)
class State:
    """
    The result of the builds so far.

    Attributes:
        builds: Number of builds that have ended.
        wrong: The report of the last build if it failed; "" otherwise.
    """

    builds: int = 0
    wrong: str = ""


def serve(command: Sequence[str], output: str, port: int, watched: Sequence[str]) -> None:
    """
    Build, serve on localhost, and rebuild on any change, until interrupted by Ctrl+C.

    Each build runs in a process of its own, so that changed code counts and a failed build changes nothing. The
    problems of a failed build are shown in place of the pages until they are fixed.

    Args:
        command: Builds the site into `output`.
        output: Folder of the built site.
        port: Port to serve on; 0 for any that is free.
        watched: Files and folders to watch besides `WATCHED`.
    """
    state = State()
    server = _Server(("127.0.0.1", port), functools.partial(_Handler, state, directory=output))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    paths = [path for path in (*WATCHED, *watched) if Path(path).exists()]
    try:
        # Watching begins before the first build, so that no change falls between the two.
        for changes in watch(*paths, rust_timeout=200, yield_on_timeout=True, raise_interrupt=True):
            if changes or not state.builds:
                _build(command, state)
                if state.builds > 1:
                    continue
                print(f"http://localhost:{server.server_port}/  (Ctrl+C)", flush=True)
    except KeyboardInterrupt:
        server.shutdown()


def _build(arguments: Sequence[str], state: State) -> None:
    done = subprocess.run(arguments, stderr=subprocess.PIPE, text=True, errors="replace", check=False)  # noqa: S603
    sys.stderr.write(done.stderr)
    state.wrong = done.stderr.strip() or "?" if done.returncode else ""
    state.builds += 1


def _error_page(report: str) -> str:
    headings, leads = say_in_each("server.error-page.heading"), say_in_each("server.error-page.lead")
    return WRONG.format(
        title=" / ".join(headings),
        heading=" / ".join(map(_HEADING.format, LANGUAGES, headings)),
        texts="\n".join(map(_LEAD.format, LANGUAGES, leads)),
        report=html.escape(report),
    )


class _Server(http.server.ThreadingHTTPServer):
    allow_reuse_address = True


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the output folder, opened at each request since a build swaps it, or the report of a failed build."""

    def __init__(
        self, state: State, request: socket, client: tuple[str, int], server: BaseServer, *, directory: str
    ) -> None:
        self.state = state
        super().__init__(request, client, server, directory=directory)

    def do_GET(self) -> None:
        """Answer with a file, with the report of a failed build in place of a page, or with the state of the builds."""
        path = self.path.partition("?")[0]
        if path == STATE:
            self._answer(f"{self.state.builds}", "text/plain")
        elif path == SCRIPT:
            self._answer(RELOAD, "text/javascript")
        elif not path.endswith(("/", ".html")):
            super().do_GET()
        elif self.state.wrong:
            self._answer(_error_page(self.state.wrong), "text/html")
        else:
            self._page(Path(self.translate_path(path)))

    def _page(self, path: Path) -> None:
        page = path / "index.html" if path.is_dir() else path
        try:
            text = page.read_text(encoding="utf-8")
        except OSError:
            super().do_GET()
            return
        self._answer(text.replace("</body>", f'<script type="module" src="{SCRIPT}"></script></body>'), "text/html")

    def _answer(self, text: str, kind: str) -> None:
        content = text.encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep the terminal for the builds."""
