"""
Run by each Python of the golden test, with the offline checker on its path: what a list of files gives.

Reads cases as JSON, each a file's name and its bytes in base64, and writes what the steps say of each, in order.
"""

import base64
import json
import os
import sys


def answers(cases, folder):
    """What the tool says of each file, in Swedish and English by turns."""
    from open_comparisons.provider_tool.steps import call

    os.chdir(folder)
    said = []
    for number, (name, content) in enumerate(cases):
        with open(name, "wb") as handle:  # noqa: PTH123 - as plain as can be, since any Python runs it
            handle.write(base64.b64decode(content))
        lang = ("sv", "en")[number % 2]
        record = call("protect", json.dumps({"file": name, "previous": [], "today": "2026-11-28", "lang": lang}))
        signed = {"answers": {}, "csv": json.loads(record)["csv"], "slug": name, "lang": lang}
        said.append([record, call("sign", json.dumps(signed))])
        os.remove(name)  # noqa: PTH107
    return said


if __name__ == "__main__":
    checker, given, folder = sys.argv[1:]
    sys.path.insert(0, checker)
    with open(given, encoding="utf-8") as handle:  # noqa: PTH123
        json.dump(answers(json.load(handle), folder), sys.stdout)
