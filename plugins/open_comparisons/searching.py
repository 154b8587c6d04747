"""
The index that the search page reads: made by pagefind from the pages of a built site.

It is kept by a hash of those pages, so that a site whose pages are the same is not read again.
"""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pagefind_bin import get_executable

from open_comparisons.errors import OpenComparisonsError
from open_comparisons.store import digest
from open_comparisons.writing import Entry, content_digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from open_comparisons.store import Store
    from open_comparisons.writing import Written

FOLDER: Final = "pagefind"
_KEPT: Final = (
    "filter/*",
    "fragment/*",
    "index/*",
    "pagefind.js",
    "pagefind-worker.js",
    "pagefind-entry.json",
    "*.pf_meta",
    "wasm.*",
)
"""What a search needs; pagefind's own interface is left out."""


def add_index(site: Path, written: Written, store: Store) -> Written:
    """
    Put the index into a site's folder, and into its record.

    Raises:
        OpenComparisonsError: The index could not be made.
    """
    pages = sorted((name, entry.content) for name, entry in written.entries.items() if name.endswith(".html"))
    files = store.remember("search", (digest(*(part for page in pages for part in page)),), lambda: _index(site))
    entries = {}
    for name, content in files.items():
        path = site / FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        entries[f"{FOLDER}/{name}"] = Entry("", content_digest(path))
    return replace(written, entries={**written.entries, **entries})


def _index(site: Path) -> Mapping[str, bytes]:
    with tempfile.TemporaryDirectory() as aside:
        command = [str(get_executable()), "--site", str(site), "--output-path", aside, "--quiet"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - a fixed program
        if done.returncode:
            message = f"The search index could not be made: {done.stderr.strip() or done.stdout.strip()}"
            raise OpenComparisonsError(message)
        found = sorted(path for pattern in _KEPT for path in Path(aside).glob(pattern))
        return {path.relative_to(aside).as_posix(): path.read_bytes() for path in found}
