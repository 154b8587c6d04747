"""
Measure builds of the example site; prints JSON.

Figures are wall-clock seconds of the whole command, start-up included: cold (no cached drawings), then unchanged.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).parents[1]


def seconds(*command: str) -> float:
    """Time a command that must succeed."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=PROJECT)  # noqa: S603 - our own commands
    return round(time.perf_counter() - start, 2)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "conf.py"
        settings.write_text(
            f"import sys\nsys.path.insert(0, {str(PROJECT)!r})\nfrom pelicanconf import *\n"
            f"OPEN_COMPARISONS_CACHE = {str(Path(folder) / 'cache')!r}\n"
        )
        command = str(Path(sys.executable).with_name("open-comparisons"))
        site = Path(folder) / "site"
        build = (command, "build", "--settings", str(settings), "--output", str(site))
        file = max((PROJECT / "data").glob("*/*/*.csv"), key=lambda path: path.stat().st_size)
        result = {
            "cold_build_seconds": seconds(*build),
            "unchanged_build_seconds": seconds(*build),
            "check_one_file_seconds": seconds(command, "check", str(file)),
            "check_one_file_rows": len(file.read_text(encoding="utf-8").splitlines()) - 1,
            "pages": sum(1 for _ in site.rglob("*.html")),
            "drawings_cached": sum(1 for _ in (Path(folder) / "cache").rglob("*.json")),
            "largest_page_bytes": max(page.stat().st_size for page in site.rglob("*.html")),
        }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
