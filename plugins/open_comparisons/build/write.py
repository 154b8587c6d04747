"""
Writing of pages and files to the output folder; files that would be the same as in the last site are taken over.

A page is made from its record and from material that all pages share; where both are unchanged, it is neither rendered
nor written. A file is read and compared with its hash before it is taken over, so that changes by hand are undone.
"""

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, NamedTuple

from open_comparisons.errors import OpenComparisonsError
from open_comparisons.files.archive import archive_draft
from open_comparisons.pages.comparisons import Comparisons
from open_comparisons.site.outputs import FileDraft, PageDraft, PlacedPage
from open_comparisons.site.source import Source
from open_comparisons.tools.processes import run_in_processes
from open_comparisons.tools.store import digest

_VERSION: Final = 1


class FileRecord(NamedTuple):
    """Two hashes of a written file: of everything it was made from ("" where not known), and of its content."""

    made_from: str
    content: str


@dataclass(frozen=True, slots=True)
class LastSite:
    """The last site: its folder and the records of its files. The folder is None where there is no last site."""

    folder: Path | None = None
    entries: Mapping[str, FileRecord] = field(default_factory=dict)

    def take_over(self, name: str, made_from: str, output: Path) -> FileRecord | None:
        """Link a file of the last site into the new one if its sources are unchanged; None if they are not."""
        entry = self.entries.get(name)
        if self.folder is None or entry is None or not made_from or entry.made_from != made_from:
            return None
        return entry if self._link(name, entry, output) else None

    def take_over_content(self, name: str, made_from: str, content: str, output: Path) -> FileRecord | None:
        """Link a file of the last site into the new one if its content is unchanged; None if it is not."""
        entry = self.entries.get(name)
        if self.folder is None or entry is None or entry.content != content:
            return None
        return FileRecord(made_from, content) if self._link(name, entry, output) else None

    def _link(self, name: str, entry: FileRecord, output: Path) -> bool:
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
class BuildRecord:
    """
    The record of a build.

    Attributes:
        entries: One per file.
        rendered, written: Numbers of pages that were rendered, and of files that were not taken over.
        made_from: A hash of everything the site was made from; "" where not known.
        seconds: Duration of each phase, by its name.
    """

    entries: Mapping[str, FileRecord] = field(default_factory=dict)
    rendered: int = 0
    written: int = 0
    made_from: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)


class _FileResult(NamedTuple):
    name: str
    entry: FileRecord
    rendered: bool = False
    written: bool = False


def write_site(
    drafts: Sequence[PageDraft | FileDraft],
    sources: Sequence[Source],
    *,
    render: Callable[[PlacedPage], str],
    shared: str,
    output: Path,
    last: LastSite,
    processes: int,
) -> BuildRecord:
    """
    Make and write pages and files, in several processes.

    Args:
        drafts: Pages, which are made once per source, and files.
        sources: The material of pages, one per language.
        render: Renders a page as HTML.
        shared: A hash of the material that all pages share: templates, translations, settings, tools.
        output: Folder to write into.
        last: The site to take unchanged files over from.
        processes: The largest number of processes.
    """

    def make(share: Sequence[PageDraft | FileDraft]) -> list[_FileResult]:
        made = []
        for draft in share:
            if isinstance(draft, PageDraft):
                pages = (page for source in sources for page in draft.pages(source))
                made += [_page(page, render, shared, output, last) for page in pages]
            else:
                made += _files(draft, output, last)
        return made

    made = run_in_processes(make, drafts, processes=processes)
    return BuildRecord(
        {file.name: file.entry for file in made},
        sum(file.rendered for file in made),
        sum(file.written for file in made),
    )


def write_archive(
    record: BuildRecord, comparisons: Comparisons, data_folder: Path, output: Path, last: LastSite
) -> BuildRecord:
    """Write the archive of the release files, which must exist already; gives the record with the archive added."""
    contents = {name: entry.content for name, entry in record.entries.items()}
    draft = archive_draft(comparisons.results, comparisons.out, data_folder, output, contents)
    made = _files(draft, output, last)
    entries = {**record.entries, **{file.name: file.entry for file in made}}
    return replace(record, entries=entries, written=record.written + sum(file.written for file in made))


def _page(
    page: PlacedPage, render: Callable[[PlacedPage], str], shared: str, output: Path, last: LastSite
) -> _FileResult:
    made_from = digest(shared, repr(page))
    entry = last.take_over(page.save_as, made_from, output)
    if entry is not None:
        return _FileResult(page.save_as, entry)
    return _write_file(page.save_as, made_from, render(page).encode(), output, last)._replace(rendered=True)


def _files(draft: FileDraft, output: Path, last: LastSite) -> list[_FileResult]:
    if draft.made_from:
        entries = [last.take_over(name, draft.made_from, output) for name in draft.names]
        if None not in entries:
            return [
                _FileResult(name, entry) for name, entry in zip(draft.names, entries, strict=True) if entry is not None
            ]
        # The files of a draft are made together: where one must be made again, those linked already give way.
        for name, entry in zip(draft.names, entries, strict=True):
            if entry is not None:
                (output / name).unlink()
    return [_write_file(file.save_as, draft.made_from, file.encoded, output, last) for file in draft.make()]


def _write_file(name: str, made_from: str, content: bytes, output: Path, last: LastSite) -> _FileResult:
    entry = FileRecord(made_from, digest(content))
    if last.take_over_content(name, *entry, output):
        return _FileResult(name, entry)
    target = output / name
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("xb") as handle:
            handle.write(content)
    except FileExistsError:
        raise _claimed_twice(name) from None
    return _FileResult(name, entry, written=True)


def _claimed_twice(name: str) -> OpenComparisonsError:
    return OpenComparisonsError("errors.claimed-twice", name=name)


def content_digest(path: Path) -> str:
    """The hash of a file's content; "" where there is no such file."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return ""


def finish_record(folder: Path, record: BuildRecord, made_from: str) -> BuildRecord:
    """The record of a built site, with the files that Pelican wrote and the hash of everything it was made from."""
    entries = dict(record.entries)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in entries:
            entries[name] = FileRecord("", content_digest(path))
    return replace(record, entries=entries, made_from=made_from)


def is_current(folder: Path, record: BuildRecord, made_from: str) -> bool:
    """True where a folder holds the site of a record, file by file, and the site was made from the same sources."""
    if record.made_from != made_from or not record.entries:
        return False
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return names == record.entries.keys() and all(
        content_digest(folder / name) == entry.content for name, entry in record.entries.items()
    )


def read_record(path: Path) -> BuildRecord:
    """The record of the last build, from `write_record`; an empty one where there is none or it cannot be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["version"] != _VERSION:
            return BuildRecord()
        entries = {str(name): FileRecord(*entry) for name, entry in content["files"].items()}
        return BuildRecord(
            entries, int(content["rendered"]), int(content["written"]), str(content["made_from"]), content["seconds"]
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return BuildRecord()


def write_record(path: Path, record: BuildRecord) -> None:
    """Store the record of a build for the next one."""
    content = {
        "version": _VERSION,
        "made_from": record.made_from,
        "rendered": record.rendered,
        "written": record.written,
        "seconds": dict(record.seconds),
        "files": dict(sorted(record.entries.items())),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and renamed, so that the next build never reads half a record.
    partial = path.with_suffix(f".{os.getpid()}")
    partial.write_text(json.dumps(content), encoding="utf-8")
    partial.replace(path)
