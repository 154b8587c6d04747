"""
Pages and files into the output folder; those of the last site that would come out the same are taken over.

A page is made from its record and from what all pages share; where both are as last time, it is neither rendered nor
written. What is taken over is read and compared with its hash first, so that a site changed by hand is made anew.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from open_comparisons.errors import OpenComparisonsError
from open_comparisons.files.archive import archive_draft
from open_comparisons.site.outputs import PageDraft
from open_comparisons.tools.processes import run_in_processes
from open_comparisons.tools.store import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from open_comparisons.pages.comparisons import Comparisons
    from open_comparisons.site.outputs import FileDraft, Page
    from open_comparisons.site.source import Source

_VERSION: Final = 1


class FileRecord(NamedTuple):
    """What is known of a written file: a hash of all it was made from ("" where that is not known), and its own."""

    made_from: str
    content: str


@dataclass(frozen=True, slots=True)
class LastSite:
    """The site that stands: its folder and what was written there. Without a folder there is none."""

    folder: Path | None = None
    entries: Mapping[str, FileRecord] = field(default_factory=dict)

    def take_over(self, name: str, made_from: str, output: Path) -> FileRecord | None:
        """Put a file of the last site into the new one where it was made from the same; None where it was not."""
        entry = self.entries.get(name)
        if self.folder is None or entry is None or not made_from or entry.made_from != made_from:
            return None
        return entry if self._linked(name, entry, output) else None

    def take_over_content(self, name: str, made_from: str, content: str, output: Path) -> FileRecord | None:
        """The same where the content is known already, so that an unchanged file is not written."""
        entry = self.entries.get(name)
        if self.folder is None or entry is None or entry.content != content:
            return None
        return FileRecord(made_from, content) if self._linked(name, entry, output) else None

    def _linked(self, name: str, entry: FileRecord, output: Path) -> bool:
        old, new = (self.folder or output) / name, output / name
        if content_digest(old) != entry.content:
            return False
        new.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(old, new)
        except FileExistsError:
            raise _claimed_twice(name) from None
        except OSError:  # a file system without links
            shutil.copy2(old, new)
        return True


@dataclass(frozen=True, slots=True)
class Written:
    """
    What a build wrote.

    Attributes:
        entries: One per file.
        rendered, written: How many pages were rendered, and how many files were not taken over.
        made_from: A hash of all that the site was made from; "" where that is not known.
        seconds: How long each phase took, by its name.
    """

    entries: Mapping[str, FileRecord] = field(default_factory=dict)
    rendered: int = 0
    written: int = 0
    made_from: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)


class _Made(NamedTuple):
    name: str
    entry: FileRecord
    rendered: bool = False
    written: bool = False


def write_site(
    drafts: Sequence[PageDraft | FileDraft],
    sources: Sequence[Source],
    *,
    render: Callable[[Page], str],
    shared: str,
    output: Path,
    last: LastSite,
    processes: int,
) -> Written:
    """
    Make and write pages and files, shared out over processes.

    Args:
        drafts: Pages, which are made once per source, and files.
        sources: What pages are made of, one per language.
        render: Gives a page's HTML.
        shared: A hash of what all pages share: templates, translations, settings, tools.
        output: Folder to write into.
        last: The site to take unchanged files over from.
        processes: How many at most.
    """

    def make(share: Sequence[PageDraft | FileDraft]) -> list[_Made]:
        made = []
        for draft in share:
            if isinstance(draft, PageDraft):
                pages = (page for source in sources for page in draft.make(source))
                made += [_page(page, render, shared, output, last) for page in pages]
            else:
                made += _files(draft, output, last)
        return made

    made = run_in_processes(make, drafts, processes=processes)
    return Written(
        {one.name: one.entry for one in made}, sum(one.rendered for one in made), sum(one.written for one in made)
    )


def write_archive(
    written: Written, comparisons: Comparisons, data_folder: Path, output: Path, last: LastSite
) -> Written:
    """Write the archive of the release files, which can only be made after them; gives the whole record."""
    contents = {name: entry.content for name, entry in written.entries.items()}
    draft = archive_draft(comparisons.results, comparisons.out, data_folder, output, contents)
    made = _files(draft, output, last)
    entries = {**written.entries, **{file.name: file.entry for file in made}}
    return replace(written, entries=entries, written=written.written + sum(file.written for file in made))


def _page(page: Page, render: Callable[[Page], str], shared: str, output: Path, last: LastSite) -> _Made:
    made_from = digest(shared, repr(page))
    entry = last.take_over(page.save_as, made_from, output)
    if entry is not None:
        return _Made(page.save_as, entry)
    return _written(page.save_as, made_from, render(page).encode(), output, last)._replace(rendered=True)


def _files(draft: FileDraft, output: Path, last: LastSite) -> list[_Made]:
    if draft.made_from:
        entries = [last.take_over(name, draft.made_from, output) for name in draft.names]
        if None not in entries:
            return [_Made(name, entry) for name, entry in zip(draft.names, entries, strict=True) if entry is not None]
        for name, entry in zip(draft.names, entries, strict=True):
            if entry is not None:
                (output / name).unlink()
    return [_written(file.save_as, draft.made_from, file.encoded, output, last) for file in draft.make()]


def _written(name: str, made_from: str, content: bytes, output: Path, last: LastSite) -> _Made:
    entry = FileRecord(made_from, digest(content))
    if last.take_over_content(name, *entry, output):
        return _Made(name, entry)
    target = output / name
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("xb") as handle:
            handle.write(content)
    except FileExistsError:
        raise _claimed_twice(name) from None
    return _Made(name, entry, written=True)


def _claimed_twice(name: str) -> OpenComparisonsError:
    return OpenComparisonsError("errors.claimed-twice", name=name)


def content_digest(path: Path) -> str:
    """The hash of a file's content; "" where there is no such file."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return ""


def finish_record(folder: Path, written: Written, made_from: str) -> Written:
    """The record of a built site, with the files that were not ours to write and what the whole was made from."""
    entries = dict(written.entries)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in entries:
            entries[name] = FileRecord("", content_digest(path))
    return replace(written, entries=entries, made_from=made_from)


def is_current(folder: Path, written: Written, made_from: str) -> bool:
    """Whether a folder holds the site of a record, file by file, and the site was made from just this."""
    if written.made_from != made_from or not written.entries:
        return False
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return found == written.entries.keys() and all(
        content_digest(folder / name) == entry.content for name, entry in written.entries.items()
    )


def read_record(path: Path) -> Written:
    """What the last build wrote, as `write_record` kept it; nothing where there is no record that can be read."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["version"] != _VERSION:
            return Written()
        entries = {str(name): FileRecord(*entry) for name, entry in kept["files"].items()}
        return Written(entries, int(kept["rendered"]), int(kept["written"]), str(kept["made_from"]), kept["seconds"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Written()


def write_record(path: Path, written: Written) -> None:
    """Keep what a build wrote, for the next one."""
    kept = {
        "version": _VERSION,
        "made_from": written.made_from,
        "rendered": written.rendered,
        "written": written.written,
        "seconds": dict(written.seconds),
        "files": dict(sorted(written.entries.items())),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}")
    partial.write_text(json.dumps(kept), encoding="utf-8")
    partial.replace(path)
