"""A withdrawn release leaves no byte on the site: a page with date and reason, and nothing of what it said."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from open_comparisons.cli.build import build
from open_comparisons.cli.main import main
from tests.conftest import PROJECT
from tests.site.pages import document
from tests.small_data import add_release, change_row, copy_small_data

OLD, NEW, SLUG = "2024-05-15", "2025-05-20", "asklinten"
MARK, NOTE = "Kalla-som-bara-finns-dar", "Anmarkning-som-bara-finns-dar"


@pytest.fixture(scope="module")
def withdrawn(build_once: Callable[[str, Callable[[Path], None]], Path], small_content: Path) -> Path:
    """Build a site with two releases, withdraw the newer, and build again over it, with all that builds keep."""

    def fill(folder: Path) -> None:
        home = folder / "project"
        copy_small_data(home / "data")
        notes = {"sv": NOTE, "en": NOTE}
        release = add_release(home / "data", NEW, notes=notes)
        key = {"matt_id": "kostnad-per-placering", "period": "2020/2022", "kon": "T", "alder": "alla", "lagrum": "alla"}
        change_row(release, SLUG, key, kalla=MARK)
        shutil.copytree(small_content, home / "content")
        settings = home / "conf.py"
        lines = f"import sys\nsys.path.insert(0, {str(PROJECT)!r})\nfrom publishconf import *\n"
        lines += f"OPEN_COMPARISONS_CACHE = {str(home / '.cache')!r}\nOPEN_COMPARISONS_SEALED = False\n"
        settings.write_text(lines, encoding="utf-8")
        options = {"data": str(home / "data"), "content": str(home / "content"), "at": "2025-06-02"}
        build(settings, output=home / "output", **options)
        shutil.copytree(home / "output", folder / "before")
        place = ["--data", str(home / "data"), "--content", str(home / "content")]
        assert main(["withdraw", "bu-hvb", NEW, "--reason", "skydd", "--date", "2025-06-01", *place]) == 0
        build(settings, output=home / "output", **options)

    return build_once("withdrawn", fill)


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give every file below a folder with its bytes, and the members of what is packed."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            yield path.relative_to(folder).as_posix(), content
            if zipfile.is_zipfile(io.BytesIO(content)):
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    for member in archive.namelist():
                        yield f"{path.relative_to(folder)}!{member}", archive.read(member)


def test_the_site_had_what_is_looked_for(withdrawn: Path) -> None:
    """Else the next test would find nothing wherever it looked."""
    found = [name for name, content in contents(withdrawn / "before") if MARK.encode() in content]
    assert len(found) > 5
    assert any(".xlsx" in name for name in found)
    assert any("allt.zip" in name for name in found)


def test_no_byte_is_left(withdrawn: Path) -> None:
    """Neither in the site nor in what builds keep nor in the data."""
    marks = (MARK.encode(), NOTE.encode())
    for name, content in contents(withdrawn / "project"):
        assert not any(mark in content for mark in marks), name


def test_nothing_but_the_note_names_the_release(withdrawn: Path) -> None:
    """No chart, file, feed or catalogue entry; the pages show the release before."""
    site = withdrawn / "project" / "output"
    named = {name for name, content in contents(site) if NEW.encode() in content}
    pages = {f"{start}{section}" for start, section in (("", "utgavor"), ("en/", "releases"))}
    allowed = {f"{page}/index.html" for page in pages} | {f"{page}/bu-hvb/{NEW}/index.html" for page in pages}
    extra = {name for name in named - allowed if not name.startswith(("sitemap", "pagefind"))}
    assert extra == set()
    assert list(site.glob(f"data/*/{NEW}")) == list(site.glob(f"badda-in/*/*/{NEW}")) == []
    assert (site / "data" / "bu-hvb" / OLD / "observationer.csv").is_file()


@pytest.mark.parametrize(
    ("page", "words"), [("utgavor", "För att skydda enskilda"), ("en/releases", "To protect individuals")]
)
def test_the_page_tells_date_and_reason(withdrawn: Path, page: str, words: str) -> None:
    """And no number but those of dates."""
    text = document(withdrawn / "project" / "output" / page / "bu-hvb" / NEW / "index.html").xpath("string(//main)")
    assert words in text
    assert "1" in text
    assert "2025" in text
    assert "%" not in text


def test_the_note_says_nothing_more(withdrawn: Path) -> None:
    """What is committed holds release, date and code."""
    path = withdrawn / "project" / "data" / "bu-hvb" / "withdrawn.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told == {"withdrawn": [{"release": NEW, "date": "2025-06-01", "reason": "skydd"}]}
