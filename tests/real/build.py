"""Build the site of real published data: `python -m tests.real.build OUTPUT`."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).parents[2]
sys.path.append(str(PROJECT / "plugins"))

from open_comparisons.build import build  # noqa: E402 - the plugin need not be installed
from tests.real.dfe import SOURCE_FOLDER, convert  # noqa: E402

HERE = Path(__file__).parent
# After the newest release, whatever the time of the commit is.
BUILT_AT = "2025-12-01"


def source_folder() -> Path:
    """Where the publisher's tables lie; they are read in place and never copied into the project."""
    return Path(os.environ.get("OPEN_COMPARISONS_REALDATA") or PROJECT.parent / "shared" / "realdata") / SOURCE_FOLDER


def main() -> int:
    """Convert the tables and build; the number of pages is told."""
    parser = argparse.ArgumentParser(prog="tests.real.build", description="Build the site of real published data.")
    parser.add_argument("output", type=Path, help="folder to build into")
    parser.add_argument("--data", type=Path, help="keep the converted data in this folder")
    options = parser.parse_args()
    source = source_folder()
    if not source.is_dir():
        print(f"{source.name}: no such folder. Set OPEN_COMPARISONS_REALDATA to where it lies.", file=sys.stderr)  # noqa: T201
        return 1
    with tempfile.TemporaryDirectory() as folder:
        data, content = options.data or Path(folder) / "data", Path(folder) / "content"
        converted = convert(source, data)
        shutil.copytree(PROJECT / "content", content)
        shutil.copytree(HERE / "content", content, dirs_exist_ok=True)
        os.environ["OPEN_COMPARISONS_REAL_CONTENT"] = str(content)
        os.environ.pop("OPEN_COMPARISONS_DATA", None)
        built = build(HERE / "realconf.py", output=options.output, data=str(data), at=BUILT_AT)
    rows = ", ".join(f"{release} {number}" for release, number in converted["rows"].items())
    print(f"{converted['councils']} councils; rows: {rows}; {built.pages} pages: {options.output}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
