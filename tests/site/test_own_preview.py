"""A provider sees its own pages before publication: marked, not indexed, and with nothing of any other provider."""

import json
import re
import shutil
from pathlib import Path

import pytest

from open_comparisons.cli.main import main
from open_comparisons.intake.releases import load_data
from open_comparisons.site.policy import host_files
from tests.conftest import PROJECT
from tests.site.pages import csv_rows, document
from tests.small_data import MARK_AMOUNTS, MARK_TEXT, MARKED, SMALL_DATASET, add_release

OWN, NEW = "asklinten", "2025-05-14"
PAGES = ("index.html", "en/index.html", f"utforare/{OWN}/index.html", f"en/providers/{OWN}/index.html")


def texts(folder: Path) -> dict[str, str]:
    """Every file as text, without what numbers are grouped by."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            text = path.read_bytes().decode("utf-8", errors="replace")
            ungrouped = re.sub(r"(?<=\d)(?:[\s,.]|&\w+;)(?=\d{3})", "", text)
            found[path.relative_to(folder).as_posix()] = ungrouped
    return found


def test_it_is_small_and_whole(preview_site: Path) -> None:
    """The provider's pages in both languages, its rows, a form to answer with and the theme; nothing else."""
    files = {name for name in texts(preview_site) if not name.startswith("theme/")}
    assert files == {*PAGES, f"utforare/{OWN}/{OWN}.csv", "SVAR.txt", "ANSWER.txt", "robots.txt", *host_files()}


def test_no_byte_is_of_another_provider(preview_site: Path, preview_data: Path) -> None:
    """No mark of their rows, no amount, no name, no slug, no id: planted marks are in the data, and nowhere here."""
    data = load_data(preview_data)
    others = [provider for provider in data.providers if provider.slug != OWN]
    planted = (preview_data / SMALL_DATASET / NEW / f"{others[0].slug}.csv").read_text(encoding="utf-8")
    assert MARK_TEXT in planted
    assert MARKED in planted
    assert any(str(amount) in planted for amount in MARK_AMOUNTS)
    marks = [MARK_TEXT, *map(str, MARK_AMOUNTS)]
    marks += [mark for provider in others for mark in (provider.name, provider.slug, provider.id)]
    for name, text in texts(preview_site).items():
        assert not [mark for mark in marks if mark in text], name


def test_the_own_rows_are_there(preview_site: Path, preview_data: Path) -> None:
    """Every row of the release in progress, and the group value beside it."""
    rows = csv_rows(preview_site / "utforare" / OWN / f"{OWN}.csv")
    handed_in = csv_rows(preview_data / SMALL_DATASET / NEW / f"{OWN}.csv")
    assert len(rows) == len(handed_in)
    assert {row["utforare_orgnr"] for row in rows} == {handed_in[0]["utforare_orgnr"]}
    assert any(row["referens"] for row in rows)
    few = [row for row in rows if int(row["referens_antal"]) < 5]
    of_group = [name for name in rows[0] if name.startswith(("referens", "grans_", "slump_", "upptacks_"))]
    of_group.remove("referens_antal")
    assert len(of_group) > 10
    assert few
    assert [(row["matt_id"], name) for row in few for name in of_group if row[name]] == []
    page = document(preview_site / PAGES[2])
    assert "14 maj 2025" in " ".join(page.text_content().split())


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_marked_and_not_indexed(preview_site: Path, name: str) -> None:
    """Whose it is, that it stays with them, and the last day; search engines are turned away."""
    page = document(preview_site / name)
    (mark,) = page.find_class("preview-mark")
    sv = "Förhandsvisning för Åsklinten. Får inte spridas. Svara senast 15 april 2025."
    en = "Preview for Åsklinten. Not to be passed on. Answer by 15 April 2025."
    assert " ".join(mark.text_content().split()) == (en if name.startswith("en/") else sv)
    assert [one.get("content") for one in page.iterfind(".//meta[@name='robots']")] == ["noindex, nofollow, noarchive"]
    assert (preview_site / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(preview_site: Path, name: str) -> None:
    """To a file of the preview, so that it can be opened from a folder; everything else is text."""
    page = preview_site / name
    links = [link for element in document(page).iter("a", "link") if (link := element.get("href"))]
    local = [link for link in links if not link.startswith(("https://", "#"))]
    assert len(local) >= 5
    for link in local:
        assert (page.parent / link.partition("#")[0].partition("?")[0]).is_file(), link


def test_published_sites_know_nothing_of_previews(site: Path) -> None:
    """No page is kept from search engines, and none is marked."""
    home = (site / "index.html").read_text(encoding="utf-8")
    assert "noindex" not in home
    assert "preview-mark" not in home
    assert not (site / "theme" / "preview.css").exists()


def test_one_of_many_sees_itself_alone(many_data: Path, small_content: Path, tmp_path: Path) -> None:
    """Where a group has more providers than fit on a page, and its values are told by where half of them lie."""
    home, out = tmp_path / "project", tmp_path / "ut"
    shutil.copytree(many_data, home / "data")
    words = ["--data", str(home / "data"), "--content", str(small_content), "--not-sent"]
    assert main(["preview", "--provider", "hem-3", "-o", str(out), *words]) == 0
    data = load_data(many_data)
    others = {provider.id for provider in data.providers if provider.slug != "hem-3"}
    for name, text in texts(out).items():
        assert not [identifier for identifier in others if identifier in text], name
    assert {row["utforare_namn"] for row in csv_rows(out / "utforare" / "hem-3" / "hem-3.csv")} == {
        provider.name for provider in data.providers if provider.slug == "hem-3"
    }


def test_the_example_can_be_previewed(tmp_path_factory) -> None:
    """With all that editors have written, whatever it links to."""
    home, out = tmp_path_factory.mktemp("example"), tmp_path_factory.mktemp("out") / "ut"
    shutil.copytree(PROJECT / "data", home / "data")
    add_release(home / "data", NEW)
    assert main(["preview", "--provider", "angsviken", "-o", str(out), "--data", str(home / "data")]) == 0
    page = document(out / "utforare" / "angsviken" / "index.html").text_content()
    assert "14 maj 2025" in " ".join(page.split())


@pytest.fixture
def project(preview_data: Path, tmp_path: Path) -> Path:
    """A project to work in."""
    shutil.copytree(preview_data, tmp_path / "project" / "data")
    return tmp_path / "project"


def preview(home: Path, output: Path, *more: str, provider: str = OWN) -> int:
    """Run the command."""
    words = ["--data", str(home / "data"), "--content", str(home / "content"), "--at", "2025-04-01"]
    return main(["preview", "--provider", provider, "-o", str(output), *words, *more])


def test_what_was_sent_is_noted(project: Path, tmp_path: Path, small_content: Path, preview_site: Path, capsys) -> None:
    """By the day; a new preview asks for a new answer, and the same data gives the same pages."""
    (project / "content").symlink_to(small_content)
    out = tmp_path / "ut"
    assert preview(project, out, "--not-sent") == 0
    log = project / "data" / SMALL_DATASET / f"replies-{NEW}.json"
    assert not log.exists()
    assert preview(project, out) == 0
    assert json.loads(log.read_text(encoding="utf-8"))["sent"] == {OWN: "2025-04-01"}
    assert texts(out) == texts(preview_site)
    place = ["--data", str(project / "data"), "--date", "2025-04-02"]
    assert main(["reply", SMALL_DATASET, NEW, OWN, "corrected", "--role", "Kvalitetsansvarig", *place]) == 0
    assert preview(project, out, "--lang", "en") == 0
    assert json.loads(log.read_text(encoding="utf-8"))["outcomes"] == {}
    assert "Answer due by 2025-04-15" in capsys.readouterr().out


def test_a_preview_that_cannot_be_made_writes_nothing(project: Path, tmp_path: Path) -> None:
    """Inside the project, where something else lies, for nobody, and when nothing is in progress."""
    assert preview(project, project / "ut") == 2
    (tmp_path / "mina" / "brev").mkdir(parents=True)
    assert preview(project, tmp_path / "mina") == 2
    assert preview(project, tmp_path / "ut", provider="ingen") == 2
    assert main(["seal", SMALL_DATASET, NEW, "--data", str(project / "data")]) == 0
    assert preview(project, tmp_path / "ut") == 2
    assert not (tmp_path / "ut").exists()
    assert [path.name for path in (tmp_path / "mina").iterdir()] == ["brev"]
