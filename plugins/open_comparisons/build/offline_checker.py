"""The offline checker: `check` and a standard in one file that runs on bare Python, at the provider."""

import io
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from open_comparisons.intake.files import PACKED_STANDARD
from open_comparisons.messages import LANGUAGES, say_in_all

_SHEBANG: Final = b"#!/usr/bin/env python3\n"
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_MAIN: Final = """\
# Any Python can read this file, also one that cannot run the rest.
import sys

if sys.version_info < {oldest}:
    told = u{told} % (sys.version_info[:2] * {languages})
    sys.stderr.write(told if sys.version_info > (3,) else told.encode("utf-8"))
    sys.exit(2)

from open_comparisons.cli.main import main

sys.exit(main())
"""
OFFLINE_CHECKER: Final = "open-comparisons.pyz"
_PACKAGE: Final = Path(__file__).parents[1]
_ROOMS: Final = ("standard", "intake", "disclosure", "provider_tool")
_WORDS: Final = ("command", "errors", "problems", "intake", "handover", "disclosure", "tool")
_COMMANDS: Final = (
    *("__init__", "main", "exit_codes", "options", "finding", "check", "protect"),
    *("speaking/__init__", "speaking/language", "speaking/parser", "speaking/answers"),
)
_OLDEST_PYTHON: Final = (3, 11)
"""The Python that our code needs; `pyproject.toml` says the same."""


def write_offline_checker(target: Path, standard_folder: Path) -> None:
    """
    Write the offline checker; equal sources give equal bytes.

    Args:
        target: The file to write, such as `open-comparisons.pyz`.
        standard_folder: The standard to pack with it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(offline_checker(standard_folder))
    target.chmod(0o755)


def offline_checker(standard_folder: Path) -> bytes:
    """The offline checker with a standard packed with it; equal sources give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(_entries(standard_folder)):
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, content)
    return _SHEBANG + buffer.getvalue()


def _entries(standard_folder: Path) -> Iterator[tuple[str, bytes]]:
    yield "__main__.py", _main().encode()
    modules = [*(_PACKAGE / f"{name}.py" for name in ("__init__", "errors", "messages"))]
    modules += [_PACKAGE / "cli" / f"{name}.py" for name in _COMMANDS]
    modules += [path for room in _ROOMS for path in (_PACKAGE / room).rglob("*.py")]
    for path in modules:
        yield f"open_comparisons/{path.relative_to(_PACKAGE).as_posix()}", path.read_bytes()
    for path in sorted((_PACKAGE / "words").glob("*.json")):
        if path.name.partition(".")[0] in _WORDS:
            yield f"open_comparisons/words/{path.name}", path.read_bytes()
    for path in standard_folder.iterdir():
        if path.suffix in {".json", ".csv"}:
            yield f"open_comparisons/{PACKED_STANDARD}/{path.name}", path.read_bytes()


def _main() -> str:
    """The first module to run: with a Python that is too old it says so in every language, and is no traceback."""
    needed = ".".join(map(str, _OLDEST_PYTHON))
    told = say_in_all("command.old-python", needed=needed, found="%d.%d")
    return _MAIN.format(oldest=_OLDEST_PYTHON, told=ascii(f"{told}\n"), languages=len(LANGUAGES))
