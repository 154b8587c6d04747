"""The guides name files and folders that exist."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
PACKAGE = PROJECT / "plugins" / "open_comparisons"
GUIDES = [
    *("README.md", "DEVELOPING.md", "CONTRIBUTING.md", "GLOSSARY.md", "SECURITY.md", "tests/README.md"),
    "plugins/open_comparisons/disclosure/README.md",
    *(f"docs/{path.name}" for path in sorted((PROJECT / "docs").glob("*.md"))),
]
ENDINGS = "py|md|json|csv|html|css|js|txt|toml|ttl|conf"
# A path between backticks: a folder, or a file with an ending that ours have. "<…>" stands for a name to choose.
PATH = re.compile(rf"`((?:[\w.-]+/)+|(?:[\w.-]+/)*[\w.-]+\.(?:{ENDINGS}))`")
LINK = re.compile(r"\]\((?!https?:|#|\{)([^)#\s]+)")
# What a build writes, and folders that editors make when they have something to put there.
MADE = {"output/", ".cache/", "output-sign-off/", "output-real/", "content/media/", "content/kommentarer/"}
ROOMS = {path.name for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()}


def existing_guides() -> list[str]:
    """The guides of this version."""
    return [name for name in GUIDES if (PROJECT / name).exists()]


def places_of(guide: Path, name: str) -> list[Path]:
    """Where a name in a guide can be: in the project, in the package, or beside the guide."""
    return [PROJECT / name, PACKAGE / name, guide.parent / name]


@pytest.mark.parametrize("name", existing_guides())
def test_every_file_that_a_guide_links_to_exists(name: str) -> None:
    """A link of a guide leads from the folder of the guide."""
    guide = PROJECT / name
    text = re.sub(r"```.*?```", "", guide.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = LINK.findall(re.sub(r"`[^`]*`", "", text))
    assert [link for link in links if not (guide.parent / link).exists()] == []


@pytest.mark.parametrize("name", existing_guides())
def test_every_path_that_a_guide_names_exists(name: str) -> None:
    """A path with a folder of ours in front, in the project or in the package, is that of a file or folder."""
    guide = PROJECT / name
    tops = {path.name for path in PROJECT.iterdir()} | ROOMS
    named = {path for path in PATH.findall(guide.read_text(encoding="utf-8")) if path.split("/")[0] in tops} - MADE
    assert [path for path in sorted(named) if not any(place.exists() for place in places_of(guide, path))] == []
