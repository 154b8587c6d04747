"""
Kill real builds at random moments, and see what is left: `python benchmarks/kills.py [COUNT [SEED]]`.

Two versions of the example site are built in turn into one folder, each killed with all that it started. The folder
must hold one of them, whole, after each kill; prints one JSON object. The same for what a server does, with builds of
a moment and thus many more kills: `python -m tests.deploy.kills FOLDER COUNT SEED`.
"""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).parents[1]
VERSIONS = ("https://one.example", "https://two.example")
"""Addresses of the site, which stand on every page."""


def main() -> int:
    """Build both, kill as often as asked for, build once more."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    moments = random.Random(seed)  # noqa: S311 - the same moments each time
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        whole = {}
        seconds = 0.0
        for version in VERSIONS:
            started = time.perf_counter()
            assert _start(output, version).wait() == 0, "the example site does not build"  # noqa: S101
            seconds = time.perf_counter() - started
            whole[_hash(output)] = version
        mixed = switched = too_late = 0
        for _ in range(count):
            before = _hash(output)
            build = _start(output, VERSIONS[whole.get(before) == VERSIONS[0]])
            time.sleep(moments.uniform(0, seconds * 1.1))
            too_late += build.poll() is not None
            if build.poll() is None:
                os.killpg(build.pid, signal.SIGKILL)
                build.wait()
            after = _hash(output)
            mixed += after not in whole
            switched += after != before
        finished = [_start(output, version).wait() for version in VERSIONS]
        left = sorted(path.name for path in Path(folder).iterdir())
        told = {"kills": count, "seed": seed, "mixed": mixed, "switched": switched, "too_late": too_late}
        print(json.dumps({**told, "then_built": finished == [0, 0], "left": left, "build_s": round(seconds, 1)}))
        return int(mixed > 0 or finished != [0, 0] or left != ["cache", "output"])


def _start(output: Path, version: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "open_comparisons.cli", "build", "--settings", "publishconf.py"]
    given = {"SITE_ADDRESS": version, "SEARCH": "0", "CACHE": str(output.with_name("cache"))}
    return subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--output", str(output)],
        cwd=PROJECT,
        env=os.environ | {f"OPEN_COMPARISONS_{name}": value for name, value in given.items()},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        process_group=0,
    )


def _hash(folder: Path) -> str:
    hashed = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        hashed.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return hashed.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
