"""
A session with LibreOffice: workbooks opened, typed into, looked at and saved. Run by the Python that has its bridge.

It reads the path of a JSON file with jobs, and writes what the cells show. Each job has "open" (a path), "lang" and
"country" (of the document), "type" (sheet, cell and text of each, as it is typed with a decimal point), "show" (sheet
and cell of each), and "save" (path, filter, its options, and the sheet to save where the format has one only).
"""

import contextlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import Locale

_PIPE = "openoutcomes"
_TRIES = 300


def main(jobs_file: str) -> None:
    """Do all jobs in one process of LibreOffice."""
    jobs = json.loads(Path(jobs_file).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        pipe = f"{_PIPE}-{Path(folder).name}"
        command = ["soffice", "--headless", "--norestore", "--nologo", "--nodefault"]
        profile = f"-env:UserInstallation={Path(folder).as_uri()}"
        with subprocess.Popen([*command, profile, f"--accept=pipe,name={pipe};urp;"]) as office:
            desktop = _desktop(office, pipe)
            shown = [_do(desktop, job) for job in jobs]
            with contextlib.suppress(Exception):  # the bridge breaks as the program ends
                desktop.terminate()
    sys.stdout.write(json.dumps(shown))


def _desktop(office, pipe):
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(_TRIES):
        try:
            there = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)
        except NoConnectException:
            with contextlib.suppress(subprocess.TimeoutExpired):
                office.wait(0.1)
    raise SystemExit("LibreOffice does not answer")


def _do(desktop, job):
    book = desktop.loadComponentFromURL(Path(job["open"]).as_uri(), "_blank", 0, _options(Hidden=True))
    if "country" in job:
        book.CharLocale = Locale(job["lang"], job["country"], "")
    for sheet, cell, text in job.get("type", ()):
        book.Sheets.getByName(sheet).getCellRangeByName(cell).setFormula(text)
    book.calculate()
    shown = [book.Sheets.getByName(sheet).getCellRangeByName(cell).getString() for sheet, cell in job.get("show", ())]
    for path, kind, options, sheet in job.get("save", ()):
        if sheet:
            number = [each.Name for each in book.Sheets].index(sheet) + 1
            options = f"{options},{number}"
        book.storeToURL(Path(path).as_uri(), _options(FilterName=kind, FilterOptions=options))
    book.dispose()
    return shown


def _options(**values):
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


if __name__ == "__main__":
    main(sys.argv[1])
