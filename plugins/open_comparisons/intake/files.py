"""Files of a data folder: their names in messages, the reading of JSON, and the writing of several files as one."""

import json
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from open_comparisons.errors import Problem
from open_comparisons.intake.raw.cleaning import hides_something
from open_comparisons.intake.wording import problem, quote_cell
from open_comparisons.messages import message, visible

METADATA: Final = "metadata.json"
_JSON_FAULTS: Final = (
    ("Expecting value", "value"),
    ("Expecting property name", "name"),
    ("Expecting ':'", "colon"),
    ("Expecting ','", "comma"),
    ("Illegal trailing comma", "comma-last"),
    ("Unterminated string", "quotes"),
    ("Invalid control character", "control"),
    ("Invalid \\", "escape"),
    ("Extra data", "more"),
)
"""How Python begins to say what is wrong with a JSON file, and the key of our own words below `intake.json`."""
PACKED_STANDARD: Final = "packed_standard"
"""Folder of the standard inside the package of an offline checker."""


def place(path: Path, root: Path | None) -> str:
    """
    The path of a file for messages, relative to a folder; unchanged when the folder is None.

    A name may hold a line break, which would make two lines of a message: such characters are shown as �.
    """
    shown = (path.relative_to(root) if root else path).as_posix()
    return shown_name(shown)


def shown_name(name: str) -> str:
    """A name from outside, such as one inside a zip, on one line and with what cannot be seen as �."""
    return visible(name).replace("\n", "\ufffd").replace("\t", "\ufffd")


def missing_file_problem(path: Path, root: Path | None, why: str) -> Problem:
    """The problem of a missing file; `why` it is needed is a key of `intake.needed`."""
    return problem(place(path, root), "missing-file", why=message(f"intake.needed.{why}"))


def special_file_problem(path: Path, root: Path | None) -> Problem | None:
    """
    The problem of a path that is no file of its own: a link, a folder, a device or a pipe.

    A link may lead to any file of the machine, whose text would then be in messages that others read, and a pipe never
    ends. So this is asked before anything is read.

    Args:
        path: The path.
        root: The problem gives the path relative to this folder; unchanged when None.

    Returns:
        The problem; None for an ordinary file, and where there is nothing.
    """
    try:
        mode = path.lstat().st_mode
    except OSError:
        return None
    if stat.S_ISREG(mode):
        return None
    kind = "link" if stat.S_ISLNK(mode) else "folder" if stat.S_ISDIR(mode) else "device"
    return problem(place(path, root), "not-a-plain-file", what=message(f"intake.not-plain.{kind}"))


def read_json(path: Path, root: Path | None, kind: str = "") -> tuple[dict[str, Any], list[Problem]]:
    """
    The object in a JSON file; empty, with a problem, when there is none, nothing is in it or it cannot be read.

    Args:
        path: The file.
        root: Problems give paths relative to this folder; unchanged when None.
        kind: What it is needed for, a key of `intake.needed`; by its name when "".
    """
    file = place(path, root)
    kind = kind or ("metadata" if path.name == METADATA else "description")
    special = special_file_problem(path, root)
    if special:
        return {}, [special]
    try:
        return json_object(path.read_bytes(), file, kind)
    except FileNotFoundError:
        return {}, [missing_file_problem(path, root, kind)]


def json_object(content: bytes, file: str, kind: str = "description") -> tuple[dict[str, Any], list[Problem]]:
    """The object in the bytes of a JSON file; empty, with a problem, as for `read_json`."""
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        fault = next((key for begins, key in _JSON_FAULTS if error.msg.startswith(begins)), "other")
        return {}, [problem(file, "broken-json", error.lineno, why=message(f"intake.json.{fault}"))]
    except (ValueError, RecursionError):
        return {}, [problem(file, "broken-json", why=message("intake.json.not-text"))]
    if not isinstance(value, dict):
        return {}, [problem(file, "broken-json", why=message("intake.json.not-an-object"))]
    if not value:
        return {}, [problem(file, "empty-json", why=message(f"intake.needed.{kind}"))]
    hiding = sorted({name for name, text in texts_within(value) if hides_something(text)})
    return value, [problem(file, "hidden-character", name=quote_cell(name)) for name in hiding]


def write_files(files: Mapping[Path, bytes]) -> None:
    """
    Write files whole, and either all of them or none.

    Each is written beside its place first and then moved there. What was there before is put back where a later one
    cannot be moved.

    Args:
        files: Content by path; what is at a path already is replaced.

    Raises:
        OSError: A file cannot be written; then all is as it was.
    """
    partials = {path: path.with_name(f".{path.name}.partial") for path in files}
    before: dict[Path, bytes | None] = {}
    moved: list[Path] = []
    try:
        for path, content in files.items():
            partials[path].write_bytes(content)
        for path, partial in partials.items():
            before[path] = path.read_bytes() if path.is_file() else None
            partial.replace(path)
            moved.append(path)
    except OSError:
        for path in moved:
            _put_back(path, before[path])
        raise
    finally:
        for partial in partials.values():
            partial.unlink(missing_ok=True)


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(content)


def texts_within(value: object) -> Iterator[tuple[str, str]]:
    """Each text in a JSON value, with the name of the field that it is in; as deep as the value goes."""
    waiting = [("", value)]
    while waiting:
        name, part = waiting.pop()
        if isinstance(part, str):
            yield name, part
        elif isinstance(part, dict):
            waiting += [(f"{name}.{key}" if name else key, inner) for key, inner in part.items()]
        elif isinstance(part, list):
            waiting += [(name, inner) for inner in part]
