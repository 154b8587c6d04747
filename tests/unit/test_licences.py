"""Whatever the site is built with has had its licence read, and a list of it all can be made."""

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import PROJECT


def locked() -> set[str]:
    """Name the packages that a site is built with."""
    text = (PROJECT / "requirements.txt").read_text(encoding="utf-8")
    return {name.lower() for name in re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==", text, re.MULTILINE)}


def test_every_package_stands_in_the_review() -> None:
    """A new dependency is read before it is used; one that is gone is taken out."""
    review = (PROJECT / "docs" / "licences.md").read_text(encoding="utf-8")
    table = review.split("## What the site is built with")[1].split("**Pelican")[0]
    only_elsewhere = {"colorama"}  # where the machine is Windows
    missing = {name for name in locked() - only_elsewhere if not re.search(rf"[ |]{re.escape(name)}[ ,;|]", table)}
    assert missing == set()


def test_the_list_for_programs_names_every_package_with_its_hashes(tmp_path: Path) -> None:
    """As `make sbom` writes it, the same each time."""
    lists = []
    for name in ("first.json", "second.json"):
        command = [str(Path(sys.executable).with_name("cyclonedx-py")), "requirements", "requirements.txt"]
        command += ["--output-reproducible", "--of", "JSON", "-o", str(tmp_path / name)]
        subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
        lists.append((tmp_path / name).read_bytes())
    assert lists[0] == lists[1]
    components = json.loads(lists[0])["components"]
    assert {component["name"].lower() for component in components} == locked()
    assert all(component["externalReferences"][0]["hashes"] for component in components)


def test_the_python_of_the_browser_is_in_the_list_too(tmp_path: Path) -> None:
    """Once, however often it is added, with its licence and the hash that it is pinned by."""
    path = tmp_path / "sbom.json"
    path.write_text(json.dumps({"components": [{"bom-ref": "x", "name": "x"}]}), encoding="utf-8")
    for _ in range(2):
        command = [sys.executable, str(PROJECT / "tool" / "sbom.py"), str(path)]
        subprocess.run(command, check=True, env={"PYTHONPATH": str(PROJECT / "plugins")})
    other, added = json.loads(path.read_text(encoding="utf-8"))["components"]
    assert other["name"] == "x"
    assert added["purl"].startswith("pkg:npm/pyodide@")
    assert added["licenses"] == [{"license": {"id": "MPL-2.0"}}]
    assert len(added["hashes"][0]["content"]) == 128
