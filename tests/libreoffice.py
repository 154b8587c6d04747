"""Real LibreOffice for tests: workbooks typed into, recalculated, looked at and saved, all in one start of it."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

WORKBOOK = "Calc MS Excel 2007 XML"
"""The filter of LibreOffice that saves .xlsx."""
CSV = "Text - txt - csv (StarCalc)"
_SESSION = Path(__file__).with_name("libreoffice_session.py")
_LONGEST = 300


def csv_options(separator: str, charset: int, *, quoted: bool = False) -> str:
    """The options of the CSV filter: what cells show, in a character set by LibreOffice's number for it."""
    return f"{ord(separator)},34,{charset},1,,0,{str(quoted).lower()},true,false,false,false"


def run_libreoffice(jobs: Sequence[Mapping[str, object]], folder: Path) -> list[list[str]]:
    """
    Do jobs as `libreoffice_session.py` describes them; skips the test where LibreOffice is missing.

    Args:
        jobs: What to open, type, show and save.
        folder: A folder for the list of jobs.

    Returns:
        For each job, what the cells to show show.
    """
    python = _python_with_bridge()
    if python is None or not shutil.which("soffice"):
        pytest.skip("NOT TESTED: LibreOffice is missing; `python tests/install_tools.py soffice` installs it as root")
    listed = folder / "jobs.json"
    listed.write_text(json.dumps(jobs), encoding="utf-8")
    done = subprocess.run(
        [python, str(_SESSION), str(listed)], capture_output=True, text=True, timeout=_LONGEST, check=False
    )
    assert done.returncode == 0, done.stderr
    shown: list[list[str]] = json.loads(done.stdout)
    return shown


def _python_with_bridge() -> str | None:
    """The Python that LibreOffice's bridge is installed for: that of the system, and not of this project."""
    for python in ("/usr/bin/python3", shutil.which("python3")):
        if python and subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode == 0:
            return python
    return None
