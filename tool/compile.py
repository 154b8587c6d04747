"""
Compile the standard library of Pyodide, in Pyodide itself: run by `compile.cjs` for `make tool`.

As it is fetched, the library is text, and every start compiles two hundred modules anew: three of five seconds. Here
those that a start and our program load are compiled once, without documentation strings, and what no browser can use is
left out. The others stay text. The same library gives the same bytes, which `pyodide.lock` names.
"""

import importlib
import importlib.util
import io
import marshal
import sys
import zipfile

HOME = "python314.zip/"
USED = (
    *("argparse", "csv", "dataclasses", "datetime", "decimal", "difflib", "fractions", "functools", "hashlib", "html"),
    *("importlib.resources", "itertools", "json", "math", "pathlib", "platform", "re", "statistics", "string"),
    *("textwrap", "typing", "unicodedata", "urllib.parse", "xml.etree.ElementTree", "xml.parsers.expat", "zipfile"),
)
"""What our program imports, or may come to import; what they import themselves follows."""
LEFT_OUT = (
    *("_pydatetime.py", "_pydecimal.py", "_pyrepl/", "cProfile.py", "ctypes/", "curses/", "dbm/", "doctest.py"),
    *("ensurepip/", "ftplib.py", "http/", "idlelib/", "imaplib.py", "mailbox.py", "multiprocessing/", "optparse.py"),
    *("pdb.py", "pickletools.py", "poplib.py", "profile.py", "profiling/", "pstats.py", "pydoc.py", "pydoc_data/"),
    *("smtplib.py", "sqlite3/", "tkinter/", "tomllib/", "trace.py", "turtle", "unittest/", "venv/", "webbrowser.py"),
    *("wsgiref/", "xmlrpc/", "zoneinfo/"),
)
"""Modules that need a screen, a network, a process or a developer; those that something above needs stay."""


def compiled(library: bytes) -> bytes:
    """The library with what is used compiled, and without what is left out; uncompressed."""
    for name in USED:
        importlib.import_module(name)
    paths = (getattr(module, "__file__", None) or "" for module in list(sys.modules.values()))
    used = {path.split(HOME)[1] for path in paths if HOME in path}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(library)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as new:
        for member in old.infolist():
            name, content = member.filename, old.read(member)
            if name.startswith(LEFT_OUT) and name not in used:
                continue
            if name in used:
                code = compile(content, f"/lib/{HOME}{name}", "exec", dont_inherit=True, optimize=2)
                # A file of its own kind: never compared with its text, which is not there.
                head = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + importlib.util.source_hash(content)
                name, content = f"{name}c", head + marshal.dumps(code)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            new.writestr(entry, content)
    return buffer.getvalue()
