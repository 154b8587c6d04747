"""Build the sites of real published data: `python -m tests.real.build OUTPUT [dfe] [cms] [kolada]`."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

PROJECT = Path(__file__).parents[2]
sys.path.append(str(PROJECT / "plugins"))

from open_comparisons.cli.build import build  # noqa: E402 - the plugin need not be installed
from tests.real import cms, dfe, kolada  # noqa: E402

if TYPE_CHECKING:
    from types import ModuleType

HERE = Path(__file__).parent
SITES: Final[dict[str, ModuleType]] = {"dfe": dfe, "cms": cms, "kolada": kolada}
# After the newest release of all, whatever the time of the commit is.
BUILT_AT: Final = "2025-12-01"


def source_folder(name: str) -> Path:
    """Where a publisher's tables lie; they are read in place and never copied into the project."""
    real = os.environ.get("OPEN_COMPARISONS_REALDATA") or PROJECT.parent / "shared" / "realdata"
    return Path(real) / str(SITES[name].SOURCE_FOLDER)


def build_site(name: str, output: Path, data: Path | None = None) -> str:
    """
    Convert a publisher's tables and build their site.

    Args:
        name: One of `SITES`.
        output: The folder to build into.
        data: Where to keep the converted data; nowhere when None.

    Returns:
        What was built, for people.
    """
    with tempfile.TemporaryDirectory() as folder:
        data, content = data or Path(folder) / "data", Path(folder) / "content"
        converted = SITES[name].convert(source_folder(name), data)
        # The articles of the example site point at its pages and say that figures are invented.
        shutil.copytree(PROJECT / "content" / "sidor", content / "sidor")
        for own in ("all", name):
            shutil.copytree(HERE / "content" / own, content, dirs_exist_ok=True)
        os.environ["OPEN_COMPARISONS_REAL_CONTENT"] = str(content)
        os.environ.pop("OPEN_COMPARISONS_DATA", None)
        built = build(HERE / "realconf.py", output=output, data=str(data), at=BUILT_AT)
    rows = ", ".join(f"{release} {number}" for release, number in converted["rows"].items())
    return f"{name}: {converted['providers']} providers; rows: {rows}; {built.pages} pages: {output}"


def main() -> int:
    """Build the sites asked for, or every site whose tables are there."""
    parser = argparse.ArgumentParser(prog="tests.real.build", description="Build the sites of real published data.")
    parser.add_argument("output", type=Path, help="folder to build into, a folder per site")
    parser.add_argument("names", nargs="*", metavar="name", help=f"{', '.join(SITES)}; all that are there by default")
    parser.add_argument("--data", type=Path, help="keep the converted data in this folder, a folder per site")
    options = parser.parse_args()
    there = [name for name in SITES if source_folder(name).is_dir()]
    lacking = [name for name in options.names if name not in there]
    if lacking or not there:
        folder = source_folder(lacking[0] if lacking and lacking[0] in SITES else "dfe")
        print(f"{folder.name}: no such folder. Set OPEN_COMPARISONS_REALDATA to where it lies.", file=sys.stderr)  # noqa: T201
        return 1
    for name in options.names or there:
        told = build_site(name, options.output / name, options.data / name if options.data else None)
        print(told, flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
