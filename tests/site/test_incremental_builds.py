"""What a build takes over from the last one is what a build from nothing would have made, to the byte."""

import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from open_comparisons.build.build import Built
from open_comparisons.cli.build import build
from tests.small_data import copy_small_content, copy_small_data, rewrite, submissions


@dataclass(frozen=True)
class Workplace:
    """All that a site is made from, in one folder, to change."""

    folder: Path

    def build(self, *, cache: str = "cache", output: str = "site") -> Built:
        """Build into a folder of the workplace, keeping results in another."""
        settings = self.folder / "conf.py"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace("CACHE_FOLDER", cache), encoding="utf-8")
        try:
            return build(settings, output=self.folder / output)
        finally:
            settings.write_text(text, encoding="utf-8")

    def build_clean(self) -> Built:
        """
        Build from nothing, beside the site, with no results.

        It has what no site is made of and what takes long: the charts' library, and kinds of charts and templates as
        they are compiled, which are kept by all that they are made of.
        """
        cache = self.folder / "clean-cache"
        shutil.rmtree(cache, ignore_errors=True)
        shutil.rmtree(self.folder / "clean-site", ignore_errors=True)
        for kind in ("vega", "chart-kinds", "templates"):
            shutil.copytree(self.folder / "cache" / "kept" / kind, cache / "kept" / kind)
        return self.build(cache="clean-cache", output="clean-site")

    def change(self, name: str, old: str, new: str) -> None:
        """Change a file."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


def set_up(project: Path, folder: Path) -> Workplace:
    """Copy everything a site is made from, and build it once."""
    copy_small_data(folder / "data")
    copy_small_content(folder / "content")
    shutil.copytree(project / "theme", folder / "theme")
    places = {"PATH": "content", "THEME": "theme", "OPEN_COMPARISONS_DATA": "data"}
    lines = [
        f"import sys\nsys.path.insert(0, {str(project)!r})\nfrom pelicanconf import *",
        *(f"{name} = {str(folder / place)!r}" for name, place in places.items()),
        f'OPEN_COMPARISONS_CACHE = "{folder}/CACHE_FOLDER"',
        'OPEN_COMPARISONS_AT = "2027-01-01"',
        "",
    ]
    (folder / "conf.py").write_text("\n".join(lines), encoding="utf-8")
    place = Workplace(folder)
    place.build()
    return place


@pytest.fixture(scope="module")
def first_built(project: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workplace, Path]:
    """A site, and a copy of all it has when it is just built."""
    place = set_up(project, tmp_path_factory.mktemp("first"))
    return place, shutil.copytree(place.folder, tmp_path_factory.mktemp("kept") / "workplace")


@pytest.fixture
def workplace(first_built: tuple[Workplace, Path]) -> Workplace:
    """A site of one's own, just built: put back in its place, since a build knows its site by where it stands."""
    place, kept = first_built
    shutil.rmtree(place.folder)
    shutil.copytree(kept, place.folder)
    return place


@pytest.fixture(scope="module")
def changing_workplace(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """One site for many changes, each on top of those before."""
    return set_up(project, tmp_path_factory.mktemp("workplace"))


def files(folder: Path) -> dict[str, bytes]:
    """Read all files of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def a_template(place: Workplace) -> None:
    place.change("theme/templates/comparisons/provider.html", "<h1>", '<h1 class="changed">')


def a_part_of_a_template(place: Workplace) -> None:
    place.change("theme/components/cards/template.html", '<ul class="cards">', '<ul class="cards changed">')


def a_style(place: Workplace) -> None:
    place.change("theme/static/css/base.css", "body", "main, body")


def a_translation(place: Workplace) -> None:
    texts = place.folder / "theme" / "translations" / "sv.json"
    content = json.loads(texts.read_text(encoding="utf-8"))
    content["title.providers"] += " (ändrad)"
    texts.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def a_text_of_the_standard(place: Workplace) -> None:
    place.change("data/standard/matt.json", "Planerat avslut", "Planerat slut")


def a_threshold(place: Workplace) -> None:
    place.change("data/standard/standard.json", '"min_response_rate": 30', '"min_response_rate": 29')


def the_directory(place: Workplace) -> None:
    path = place.folder / "data" / "utforare.csv"
    first = path.read_text(encoding="utf-8").splitlines(keepends=True)[1]
    place.change("data/utforare.csv", first, first.replace("Miljöterapi", "Annan metod", 1).rstrip("\n") + "\n")


def a_value(place: Workplace) -> None:
    def spread(rows) -> None:
        # Nothing has to add up with the spread of a mean.
        row = next(row for row in rows if row["standardavvikelse"])
        row["standardavvikelse"] = f"{float(row['standardavvikelse']) + 50:.1f}"

    for submission in submissions(place.folder / "data"):
        with submission.open(encoding="utf-8", newline="") as handle:
            has_spread = any(row["standardavvikelse"] for row in csv.DictReader(handle))
        if has_spread:
            rewrite(submission, spread)
            return


def a_note_of_a_release(place: Workplace) -> None:
    path = next((place.folder / "data").glob("bu-hvb/*/metadata.json"))
    content = json.loads(path.read_text(encoding="utf-8"))
    content["notes"] = {"sv": "En ny anmärkning.", "en": "A new note."}
    path.write_text(json.dumps(content), encoding="utf-8")


def a_page_in_markdown(place: Workplace) -> None:
    path = next((place.folder / "content" / "sidor").glob("metod.sv.md"))
    path.write_text(path.read_text(encoding="utf-8") + "\n\nEtt nytt stycke.\n", encoding="utf-8")


def an_article(place: Workplace) -> None:
    path = min((place.folder / "content" / "artiklar").glob("*.sv.md"))
    place.change(path.relative_to(place.folder).as_posix(), "Title:", "Title: Ny:")


def a_setting(place: Workplace) -> None:
    place.change(
        "conf.py", 'AT = "2027-01-01"', 'AT = "2027-01-01"\nOPEN_COMPARISONS_SITE_ADDRESS = "https://a.example"'
    )


def a_function_in_the_settings(place: Workplace) -> None:
    place.change("conf.py", 'AT = "2027-01-01"', 'AT = "2027-01-01"\nJINJA_GLOBALS = {"extra": lambda: 2}')


def the_instant(place: Workplace) -> None:
    place.change("conf.py", 'AT = "2027-01-01"', 'AT = "2024-05-16"')


# What is changed at once lies in one folder and is shown on different pages, so that neither hides the other.
INPUTS: list[tuple[Callable[[Workplace], None], ...]] = [
    (a_template,),
    (a_part_of_a_template,),
    (a_style,),
    (a_translation,),
    (a_text_of_the_standard,),
    (a_threshold,),
    (the_directory, a_note_of_a_release),
    (a_value,),
    (a_page_in_markdown, an_article),
    (a_setting,),
    (a_function_in_the_settings,),
    (the_instant,),
]
# Pages that show a change made together with another.
SHOWN_ON = {
    the_directory: "utforare/tarnmo-hemmet/index.html",
    a_note_of_a_release: "utgavor/bu-hvb/2024-05-15/index.html",
    a_page_in_markdown: "metod/index.html",
    an_article: "artiklar/darfor-svanger-sma-grupper/index.html",
}


def named(changes: tuple[Callable[[Workplace], None], ...]) -> str:
    """Name a test by what it changes."""
    return "-".join(change.__name__ for change in changes)


@pytest.mark.parametrize("changes", INPUTS, ids=named)
def test_a_change_of_any_input_gives_what_a_clean_build_gives(changing_workplace: Workplace, changes) -> None:
    """After any change, the build that takes over what it can equals one that has nothing to take over."""
    workplace = changing_workplace
    before = files(workplace.folder / "site")
    for change in changes:
        change(workplace)
    built = workplace.build()
    assert built.rebuilt
    clean = workplace.build_clean()
    assert clean.rendered >= built.rendered
    assert clean.rendered > 0
    after = files(workplace.folder / "site")
    assert after == files(workplace.folder / "clean-site")
    if not {a_function_in_the_settings, a_threshold, the_instant} & {*changes}:
        assert after != before
    for change in changes:
        if change in SHOWN_ON:
            page = SHOWN_ON[change]
            assert after[page] != before[page]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Install a package, of which nothing is used."""
    folder = tmp_path / "site-packages" / "unused-1.0.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: unused\nVersion: 1.0\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder.parent))
    return folder / "METADATA"


def test_another_version_of_any_package_makes_everything_anew(package: Path, workplace: Workplace) -> None:
    """Whatever a package may have changed, nothing of what it made is kept."""
    assert workplace.build().rebuilt
    assert not workplace.build().rebuilt
    package.write_text(package.read_text(encoding="utf-8").replace("1.0", "2.0"), encoding="utf-8")
    built = workplace.build()
    clean = workplace.build_clean()
    assert built.rendered == clean.rendered
    assert files(workplace.folder / "site") == files(workplace.folder / "clean-site")


def test_other_code_of_ours_makes_everything_anew(project: Path, workplace: Workplace) -> None:
    """A change anywhere in the plugin renders every page again."""
    plugins = workplace.folder / "plugins"
    shutil.copytree(project / "plugins", plugins, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    workplace.change("conf.py", "CACHE_FOLDER", "cache")
    with (workplace.folder / "conf.py").open("a", encoding="utf-8") as settings:
        settings.write(f"PLUGIN_PATHS = [{str(plugins)!r}]\n")
    code = f"import sys; sys.path.insert(0, {str(plugins)!r}); from open_comparisons.cli.main import main; "
    words = ["build", "--settings", str(workplace.folder / "conf.py"), "--output", str(workplace.folder / "site")]

    def output_of_build() -> str:
        command = [sys.executable, "-c", f"{code}sys.exit(main({words!r}))"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    output_of_build()
    assert "nothing changed" in output_of_build()
    workplace.change("plugins/open_comparisons/site/sentences.py", "One-sentence", "Single-sentence")
    count = sum(1 for _ in (workplace.folder / "site").rglob("*.html"))
    rendered = int(re.search(r"of which (\d+) are new", output_of_build())[1])
    assert rendered > 0.8 * count


def test_nothing_changed_means_nothing_is_done(workplace: Workplace) -> None:
    """The files stay the very same, and the build says so."""
    before = {path: path.stat().st_ino for path in (workplace.folder / "site").rglob("*") if path.is_file()}
    built = workplace.build()
    assert (built.rebuilt, built.rendered, built.written) == (False, 0, 0)
    assert before == {path: path.stat().st_ino for path in (workplace.folder / "site").rglob("*") if path.is_file()}


def test_one_changed_value_leaves_other_pages_and_data_alone(workplace: Workplace) -> None:
    """Pages that do not show the value are the very files of the last build; no other release is worked out again."""
    site, results = workplace.folder / "site", workplace.folder / "cache" / "kept"
    pages = {path: path.stat().st_ino for path in site.rglob("*.html")}
    kept = {kind: set(results.glob(f"{kind}/*")) for kind in ("releases", "compared", "lines")}
    releases = len(list((workplace.folder / "data").glob("*/*/metadata.json")))
    assert [len(entries) for entries in kept.values()] == [releases, 1, 1]
    a_value(workplace)
    built = workplace.build()
    assert 0 < built.rendered < 0.2 * len(pages)
    same = [path for path, inode in pages.items() if path.stat().st_ino == inode]
    assert len(same) > 0.7 * len(pages)
    assert [len(set(results.glob(f"{kind}/*")) - entries) for kind, entries in kept.items()] == [1, 1, 1]


@pytest.mark.parametrize("damage", ["edited", "deleted", "added"])
def test_a_site_changed_by_hand_is_made_right(workplace: Workplace, damage: str) -> None:
    """What stands in the output folder is trusted only as far as it is what was written there."""
    site = workplace.folder / "site"
    before = files(site)
    page = site / "metod" / "index.html" if damage == "added" else site / "utforare" / "index.html"
    if damage == "edited":
        page.write_text(page.read_text(encoding="utf-8").replace("<h1>", "<h1>!"), encoding="utf-8")
    elif damage == "deleted":
        page.unlink()
    else:
        (site / "secret.txt").write_text("not ours", encoding="utf-8")
    assert workplace.build().rebuilt
    assert files(site) == before


@pytest.mark.parametrize("kept", ["kept", "sites"])
def test_a_broken_cache_is_made_again(workplace: Workplace, kept: str) -> None:
    """Entries cut short, as by a full disk, cost time and nothing else."""
    site = workplace.folder / "site"
    before = files(site)
    for path in (workplace.folder / "cache" / kept).rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    shutil.rmtree(site)
    workplace.build()
    assert files(site) == before
