"""
Add the Python that runs in a browser to the list of packages, for `make sbom`: `python tool/sbom.py sbom.json`.

It is no package of Python's, so the program that lists those does not know of it.
"""

import base64
import json
import sys
from pathlib import Path

from open_comparisons.build.pyodide import read_pin


def main(path: Path) -> None:
    """Add it to a list in CycloneDX's form, after what is there."""
    pin = read_pin(Path(__file__).parent)
    content = json.loads(path.read_text(encoding="utf-8"))
    name = f"pkg:npm/{pin.package}@{pin.version}"
    component = {
        "bom-ref": name,
        "type": "library",
        "name": pin.package,
        "version": pin.version,
        "purl": name,
        "licenses": [{"license": {"id": pin.licence}}],
        "hashes": [{"alg": "SHA-512", "content": base64.b64decode(pin.sha512).hex()}],
    }
    others = [each for each in content["components"] if each.get("bom-ref") != name]
    content["components"] = [*others, component]
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
