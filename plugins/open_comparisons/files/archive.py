"""Everything in one file: `allt.zip`, made of the files that the build has just written."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from open_comparisons.files.release.downloads import EXCEL, EXCEL_TWIN, PARQUET, release_files_of
from open_comparisons.files.release.results import Results
from open_comparisons.intake.release import Release
from open_comparisons.messages import LANGUAGES
from open_comparisons.site.addresses import ARCHIVE, release_folder
from open_comparisons.site.outputs import FileDraft
from open_comparisons.tools.store import digest, files_digest

_LEFT_OUT: Final = (EXCEL, EXCEL_TWIN, PARQUET)
"""Files that hold the same rows as another file."""
_STANDARD: Final = "standard"
_DIRECTORY: Final = "utforare.csv"


def archive_draft(
    results: Results, out: Sequence[Release], data_folder: Path, output: Path, written: Mapping[str, str]
) -> FileDraft:
    """
    The archive of all releases that are out, with the standard and the directory of providers.

    Args:
        results: For the words, and the list of a release's files.
        out: The releases that are out, by dataset, oldest first.
        data_folder: Folder of the standard and the directory.
        output: Folder in which the files of the releases have been written.
        written: Hash of the content of each file, by its name.
    """
    members = archived_files(results, out)
    hashes = (f"{name} {written[name]}" for name in members)
    terms = (files_digest(data_folder / _STANDARD), digest((data_folder / _DIRECTORY).read_bytes()))
    made_from = digest(results.store.tools, results.texts, *terms, *hashes)
    return FileDraft.single(ARCHIVE, partial(_archive, results, out, data_folder, output, members), made_from)


def archived_files(results: Results, out: Iterable[Release]) -> list[str]:
    """Addresses of the release files in the archive."""
    return [
        f"{release_folder(release.dataset, release.id)}{name}"
        for release in out
        for name in release_files_of(release, results.data.releases)
        if name not in _LEFT_OUT
    ]


def _archive(results: Results, out: Sequence[Release], data_folder: Path, output: Path, members: list[str]) -> bytes:
    """The archive as bytes: members sorted and of one date, so that the same data gives the same archive."""
    day = max((release.released for release in out), default=None)
    moment = (day.year, day.month, day.day, 0, 0, 0) if day else (1980, 1, 1, 0, 0, 0)
    buffer, sums = io.BytesIO(), []
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, content: bytes) -> None:
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every machine
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")

        put("LAS-MIG.txt", "\n\n".join(_read_me(results, out)).encode())
        for name in sorted(members):
            put(name, (output / name).read_bytes())
        for path in sorted((data_folder / _STANDARD).rglob("*")):
            if path.is_file():
                put(path.relative_to(data_folder).as_posix(), path.read_bytes())
        put(_DIRECTORY, (data_folder / _DIRECTORY).read_bytes())
        put("checksums.txt", "".join(sums).encode())
    return buffer.getvalue()


def _read_me(results: Results, out: Iterable[Release]) -> Iterator[str]:
    standard = results.data.standard
    for lang in LANGUAGES:
        locale = results.locales[lang]
        yield f"{standard.site_title.plain(lang)}\n{standard.about_figures.plain(lang)}"
        if any(release.example for release in out):
            yield locale.t("workbook.invented")
        yield locale.t("archive.holds")
        yield locale.t("workbook.hidden-means")
        yield locale.t("releases.licence", licence=f"{standard.licence_title.plain(lang)}. {standard.licence_url}")
    yield "sha256sum --check checksums.txt\n"
