"""The Python for browsers is used only where it is, byte for byte, the one that is pinned."""

import base64
import hashlib
import io
import json
import tarfile
import zipfile
from dataclasses import replace

import pytest

from open_comparisons.build.pyodide import (
    COMPILED,
    FOLDER,
    LOCK,
    Pin,
    PinnedFile,
    keep,
    read_compiled,
    read_kept,
    read_pin,
    stored,
    unpack,
)
from open_comparisons.errors import OpenComparisonsError
from tests.conftest import PROJECT

COMPILED_LIBRARY = b"PK compiled"
FILES = {"a.js": b"let a;", "b.wasm": b"\0asm"}


def packed(files):
    """Pack some files as npm does."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def pin_of(tarball, files=FILES):
    """The pin of a package and some of its files."""
    pinned = {name: PinnedFile(len(content), hashlib.sha256(content).hexdigest()) for name, content in files.items()}
    sha512 = base64.b64encode(hashlib.sha512(tarball).digest()).decode()
    compiled = PinnedFile(len(COMPILED_LIBRARY), hashlib.sha256(COMPILED_LIBRARY).hexdigest())
    return Pin("pyodide", "1.2.3", "3.14.0", "MPL-2.0", sha512, pinned, compiled)


def test_the_pin_of_the_project_is_whole():
    """It names the files that the tool needs, and its licence is in the review."""
    pin = read_pin(PROJECT / "tool")
    assert set(pin.files) >= {"pyodide.js", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"}
    assert len(base64.b64decode(pin.sha512)) == 64
    review = (PROJECT / "docs" / "licences.md").read_text(encoding="utf-8")
    assert pin.licence in review


def test_what_is_fetched_is_kept_and_read_again(tmp_path):
    """Only the files that are pinned, and only while each is whole."""
    tarball = packed({**FILES, "more.txt": b"not needed"})
    pin = pin_of(tarball)
    keep(unpack(tarball, pin, "x"), tmp_path)
    assert sorted(path.name for path in (tmp_path / FOLDER).iterdir()) == sorted(FILES)
    assert read_kept(pin, tmp_path) == FILES
    (tmp_path / FOLDER / "a.js").write_bytes(b"let b;")
    assert read_kept(pin, tmp_path) is None
    (tmp_path / FOLDER / "a.js").unlink()
    assert read_kept(pin, tmp_path) is None
    assert read_kept(pin, None) is None


def test_another_package_than_the_pinned_one_is_refused():
    """By the hash of the whole, and by that of each file; in both languages."""
    tarball = packed(FILES)
    with pytest.raises(OpenComparisonsError, match=r"pyodide 1\.2\.3"):
        unpack(packed({**FILES, "a.js": b"let c;"}), pin_of(tarball), "x.tgz")
    other = pin_of(tarball)
    changed = replace(other, files={**other.files, "c.zip": PinnedFile(3, "0" * 64)})
    with pytest.raises(OpenComparisonsError, match=r"c\.zip"):
        unpack(tarball, changed, "x.tgz")


def test_a_compiled_library_is_used_only_where_it_is_the_pinned_one(tmp_path):
    """Else the one that was fetched is."""
    pin = pin_of(b"")
    assert read_compiled(pin, tmp_path) is None
    assert read_compiled(pin, None) is None
    keep({COMPILED: COMPILED_LIBRARY}, tmp_path)
    assert read_compiled(pin, tmp_path) == COMPILED_LIBRARY
    keep({COMPILED: b"another"}, tmp_path)
    assert read_compiled(pin, tmp_path) is None


@pytest.mark.parametrize("content", ["", "[]", "{}", json.dumps({"files": {"a": 1}})])
def test_a_lock_that_cannot_be_read_says_so(tmp_path, content):
    """With its place and what to do."""
    (tmp_path / LOCK).write_text(content, encoding="utf-8")
    with pytest.raises(OpenComparisonsError, match="git"):
        read_pin(tmp_path)


def test_an_archive_without_compression_of_its_own_holds_the_same():
    """The same names and content in the same order, and the same bytes each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b/", b"")
        archive.writestr("b/x.py", b"x = 1\n" * 100)
        archive.writestr("a.py", b"")
    made = stored(buffer.getvalue())
    assert made == stored(buffer.getvalue())
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.namelist() == ["b/", "b/x.py", "a.py"]
        assert archive.read("b/x.py") == b"x = 1\n" * 100
