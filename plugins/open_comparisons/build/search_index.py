"""
The index of the search page, made by pagefind from the pages of a built site.

Besides pagefind's own files it has `kinds.json`, the kind of each page (pagefind's filters could hold it, but their
bytes vary from one run to the next), and `terms.<lang>.json`, the terms of the glossary. The index is stored by a hash
of the pages, so that an unchanged site is not indexed again.
"""

import gzip
import json
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from pagefind_bin import get_executable

from open_comparisons.build.write import BuildRecord, FileRecord, content_digest
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.knowledge.terms import Term
from open_comparisons.site.addresses import address
from open_comparisons.tools.store import Store, digest

FOLDER: Final = "pagefind"
_ENTRY: Final = "pagefind-entry.json"
_KEPT: Final = (
    "fragment/*",
    "index/*",
    "pagefind.js",
    "pagefind-worker.js",
    _ENTRY,
    "*.pf_meta",
    "wasm.??.pagefind",
)
"""The files that a search needs; pagefind's own interface is left out."""


def add_index(site: Path, record: BuildRecord, store: Store, terms: Mapping[str, Sequence[Term]]) -> BuildRecord:
    """
    Add the index to a site's folder and to its record.

    Args:
        site: The folder.
        record: Its record.
        store: Keeps the index between builds.
        terms: The terms of the glossary, by language.

    Raises:
        OpenComparisonsError: The index could not be made.
    """
    names = sorted(name for name in record.entries if name.endswith(".html"))
    pages = digest(*(part for name in names for part in (name, record.entries[name].content)))
    files = {
        **store.remember("search", (pages,), lambda: _index(site)),
        **{f"terms.{lang}.json": _json(_term_records(lang, of_lang)) for lang, of_lang in terms.items()},
    }
    entries = {}
    for name, content in files.items():
        path = site / FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        entries[f"{FOLDER}/{name}"] = FileRecord("", content_digest(path))
    return replace(record, entries={**record.entries, **entries})


def _index(site: Path) -> Mapping[str, bytes]:
    with tempfile.TemporaryDirectory() as aside:
        command = [str(get_executable()), "--site", str(site), "--output-path", aside, "--quiet"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - a fixed program
        if done.returncode:
            raise OpenComparisonsError("errors.search-index", error=done.stderr.strip() or done.stdout.strip())
        paths = sorted(path for pattern in _KEPT for path in Path(aside).glob(pattern))
        files = {path.relative_to(aside).as_posix(): path.read_bytes() for path in paths}
    # pagefind writes the languages in any order.
    files[_ENTRY] = _json(json.loads(files[_ENTRY]))
    files["kinds.json"] = _json(_kinds(files))
    return files


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _kinds(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """The names of pages in the index, by the kind of page."""
    kinds = defaultdict(list)
    for name, content in files.items():
        if name.startswith("fragment/"):
            page = json.loads(gzip.decompress(content).removeprefix(b"pagefind_dcd"))
            kinds[page["meta"]["kind"]].append(Path(name).stem)
    return kinds


def _term_records(lang: str, terms: Sequence[Term]) -> list[dict[str, str]]:
    """The terms of a language's glossary as the search page reads them: title, text and address."""
    url = address(lang, "glossary")
    return [{"title": term.title, "text": term.text, "url": f"{url}#{term.id}"} for term in terms]
