"""
Fetch the Python that runs in a browser through npm, for `make tool`: `python tool/fetch.py .cache`.

npm asks whichever registry it is set up for. What comes is used only if it is, byte for byte, what the lock names.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from open_comparisons.build.pyodide import keep, read_kept, read_pin, unpack
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.messages import message


def main(cache: Path) -> int:
    """Return 0 when all files are in the cache, 1 when they could not be fetched or are others."""
    try:
        pin = read_pin(Path(__file__).parent)
        if read_kept(pin, cache) is None:
            keep(unpack(_fetch(f"{pin.package}@{pin.version}"), pin, f"{pin.package}@{pin.version}"), cache)
    except OpenComparisonsError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _fetch(package: str) -> bytes:
    """The package as npm packs it."""
    npm = shutil.which("npm")
    if npm is None:
        raise OpenComparisonsError("errors.no-npm", package=package)
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(  # noqa: S603 - fixed arguments
            [npm, "pack", "--silent", "--pack-destination", folder, package],
            capture_output=True,
            text=True,
            check=False,
        )
        packed = list(Path(folder).glob("*.tgz"))
        if done.returncode or len(packed) != 1:
            reason = done.stderr.strip() or message("errors.npm-nothing")
            raise OpenComparisonsError("errors.npm-failed", package=package, reason=reason)
        return packed[0].read_bytes()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
