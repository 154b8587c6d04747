"""
Fetch the Python that runs in a browser through npm, for `make tool`: `python tool/fetch.py .cache`.

npm asks whichever registry it is set up for. What comes is used only if it is, byte for byte, what the lock names. Then
its standard library is compiled, in itself; without Node, or if that gives other bytes, the tool starts more slowly.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from open_comparisons.build.pyodide import COMPILED, FOLDER, Pin, keep, read_compiled, read_kept, read_pin, unpack
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.messages import message, say_in_all


def main(cache: Path) -> int:
    """Return 0 when all files are in the cache, 1 when they could not be fetched or are others."""
    try:
        pin = read_pin(Path(__file__).parent)
        if read_kept(pin, cache) is None:
            keep(unpack(_fetch(f"{pin.package}@{pin.version}"), pin, f"{pin.package}@{pin.version}"), cache)
        if read_compiled(pin, cache) is None and not _compile(cache, pin):
            print(say_in_all("errors.tool-compiled", path=cache / FOLDER / COMPILED), file=sys.stderr)
    except OpenComparisonsError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _compile(cache: Path, pin: Pin) -> bool:
    """Compile the standard library; gives whether it is now what the lock names."""
    node = shutil.which("node")
    if node is None:
        return False
    script, target = Path(__file__).with_name("compile.cjs"), cache / FOLDER / COMPILED
    command = [node, str(script), str(cache / FOLDER), str(target)]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)  # noqa: S603 - fixed arguments
    return done.returncode == 0 and read_compiled(pin, cache) is not None


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
