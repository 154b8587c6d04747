"""What a build does with what it is given: refuse, escape, repeat."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from open_comparisons.cli.build import build
from open_comparisons.cli.main import main
from open_comparisons.errors import DataError, OpenComparisonsError
from tests.leaks import BASE, HIDDEN, plant_leak
from tests.site.pages import pages
from tests.site.test_withdrawn import contents as unpacked
from tests.small_data import add_release, change_row, rewrite, submissions


def files(folder: Path) -> dict[str, bytes]:
    """Read all files of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_hidden_numbers_in_data_stop_the_build_and_leave_no_trace(
    project: Path, small_data: Path, small_content: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """
    A number in a hidden cell, and a hidden number that can be worked out, each stop the build.

    The last good site stays untouched. Messages name the file, and for what can be worked out the cell and the rule;
    they never repeat the number or the way to it.
    """
    output = tmp_path / "site"
    arguments = ["build", "--settings", str(project / "pelicanconf.py"), "--output", str(output)]
    arguments += ["--data", str(small_data), "--content", str(small_content), "--at", "2027-01-01"]
    assert main(arguments) == 0
    before = files(output)
    capfd.readouterr()

    def plant_number(rows) -> None:
        hidden = next(row for row in rows if row["status"] == "skyddad")
        hidden.update(taljare="8675309", namnare="8675310")

    file = submissions(small_data)[0]
    sound = file.read_bytes()
    rewrite(file, plant_number)
    assert main(arguments) == 1
    message = "".join(capfd.readouterr())
    assert "8675309" not in message
    assert file.name in message
    assert files(output) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".site")] == []

    file.write_bytes(sound)
    file = plant_leak(small_data)
    assert main(arguments) == 1
    message = "".join(capfd.readouterr())
    assert file.name in message
    assert "audit-hidden" in message
    assert "kon=K" in message
    assert f" {HIDDEN} " not in message
    assert f"{HIDDEN} of {BASE}" not in message
    assert files(output) == before


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ('PLUGINS = ["open_comparisons", "no_such_plugin"]', "no_such_plugin"),
        ("PLUGINS = []", "PLUGINS does not name"),
        ('THEME = "no-such-theme"', "no-such-theme"),
        ('OPEN_COMPARISONS_AT = "tomorrow"', "tomorrow"),
    ],
)
def test_broken_settings_fail_the_build_with_a_clear_message(
    project: Path,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    broken: str,
    told: str,
) -> None:
    """A plugin, theme or setting that is wrong: exit 1, a message that names it, nothing written."""
    settings = tmp_path / "conf.py"
    settings.write_text(f"import sys\nsys.path.insert(0, {str(project)!r})\nfrom pelicanconf import *\n{broken}\n")
    output = tmp_path / "site"
    assert main(["build", "--settings", str(settings), "--output", str(output)]) == 1
    said = "".join(capfd.readouterr()) + caplog.text
    assert "Traceback" not in said
    assert told in said
    assert not output.exists()


def test_a_missing_page_fails_the_build(project: Path, small_data: Path, small_content: Path, tmp_path: Path) -> None:
    """A page that the footer leads to must exist in both languages; the message names what is lacking."""
    content = tmp_path / "content"
    shutil.copytree(small_content, content, ignore=shutil.ignore_patterns("tillganglighet.en.md"))
    with pytest.raises(OpenComparisonsError, match=r"en/accessibility/index\.html"):
        build(project / "pelicanconf.py", output=tmp_path / "site", data=str(small_data), content=str(content))
    assert not (tmp_path / "site").exists()


def test_a_link_that_leads_nowhere_fails_the_build(
    project: Path, small_data: Path, small_content: Path, tmp_path: Path
) -> None:
    """An editor's link to a page that is not there is an error before it is published."""
    content = tmp_path / "content"
    shutil.copytree(small_content, content)
    article = next((content / "artiklar").glob("*.sv.md"))
    article.write_text(
        article.read_text(encoding="utf-8") + "\n[x]({filename}/comparisons/no/such.sv)\n", encoding="utf-8"
    )
    options = {"data": str(small_data), "content": str(content), "at": "2027-01-01"}
    with pytest.raises(OpenComparisonsError, match="no/such"):
        build(project / "pelicanconf.py", output=tmp_path / "site", **options)
    assert not (tmp_path / "site").exists()


def test_the_same_commit_and_instant_give_the_same_bytes(
    project: Path, small_data: Path, small_content: Path, tmp_path: Path
) -> None:
    """
    Two builds of one checkout are identical whatever lies around them.

    The project in another folder, with files written at another time; another working folder, time zone, language,
    order of hashing and user; another day, where the machine can pretend it; drawings made anew and kept from before.
    """
    moved = tmp_path / "flyttat projekt å"
    for name in ("theme", "plugins"):
        shutil.copytree(
            project / name, moved / name, copy_function=shutil.copyfile, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copyfile(project / "pelicanconf.py", moved / "pelicanconf.py")
    shutil.copytree(small_data, moved / "data", copy_function=shutil.copyfile)
    shutil.copytree(small_content, moved / "content", copy_function=shutil.copyfile)
    first, second = tmp_path / "first", tmp_path / "second"
    swedish = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "1"}
    english = {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "PYTHONHASHSEED": "2"}
    build_apart(project, (small_data, small_content), first, {**swedish, "HOME": str(project)}, folder=project)
    theirs = moved / "data", moved / "content"
    build_apart(moved, theirs, second, {**english, **another_day(), "HOME": str(tmp_path)}, folder=tmp_path)
    assert len(files(first)) > len(pages(first)) > 100
    assert files(first).keys() == files(second).keys()
    assert [name for name, content in files(first).items() if files(second)[name] != content] == []


def another_day() -> dict[str, str]:
    """Give the surroundings in which programs see another day; none where faketime is not installed."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    return {"LD_PRELOAD": str(found[0]), "FAKETIME": "@2033-02-03 04:05:06"} if found else {}


def test_programs_can_be_shown_another_day() -> None:
    """Else the test above has built twice on one day."""
    if not another_day():
        pytest.skip("faketime is not installed: the two builds are of one day")
    command = [sys.executable, "-c", "import datetime; print(datetime.date.today())"]
    shown = subprocess.run(command, env={**os.environ, **another_day()}, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "2033-02-03"


def build_apart(
    project: Path, made_from: tuple[Path, Path], output: Path, around: dict[str, str], *, folder: Path
) -> None:
    """Build from data and content in a process of its own, with other things around it."""
    data, content = map(str, made_from)
    arguments = ["--settings", str(project / "pelicanconf.py"), "--data", data, "--content", content]
    arguments += ["--output", str(output), "--at", "2027-06-01"]
    command = [sys.executable, "-m", "open_comparisons.cli", "build", *arguments]
    environment = {**os.environ, **around, "PYTHONPATH": str(project / "plugins")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_releases_and_articles_are_not_out_before_their_date(
    project: Path, small_data: Path, small_content: Path, tmp_path: Path
) -> None:
    """
    The build's one clock decides.

    Before its date a release leaves no trace: no figures, no file, no date; nor does an article in its language's list.
    """
    content = tmp_path / "content"
    shutil.copytree(small_content, content, ignore=shutil.ignore_patterns("webbinarier"))
    for lang in ("sv", "en"):
        head = "Title: Later\nSummary: Of later.\nDate: 2024-05-15\nCategory: news\nAuthor: Us\n"
        (content / "artiklar" / f"senare.{lang}.md").write_text(f"{head}\nText.\n", encoding="utf-8")
    options = {"data": str(small_data), "content": str(content)}
    for at, is_out in (("2024-05-14", False), ("2024-05-15", True)):
        output = tmp_path / at
        build(project / "pelicanconf.py", output=output, at=at, **options)
        with zipfile.ZipFile(output / "data" / "allt.zip") as archive:
            assert any(name.startswith("data/") for name in archive.namelist()) is is_out
        index = json.loads((output / "api" / "v1" / "index.json").read_text(encoding="utf-8"))
        assert bool(index["metadata"]["releases"]) is is_out
        assert any((output / "data").glob("[!s]*/**/*.csv")) is is_out
        assert (output / "malgrupper" / "bu-hvb" / "planerat-avslut").exists() is is_out
        assert (output / "malgrupper" / "bu-hvb" / "index.html").is_file()
        for list_page, article in (("artiklar", "artiklar/senare"), ("en/articles", "en/articles/senare")):
            assert (output / article / "index.html").exists() is is_out
            assert ("Later" in (output / list_page / "index.html").read_text(encoding="utf-8")) is is_out
    before = tmp_path / "2024-05-14" / "data"
    assert {path.name for path in before.iterdir()} == {"index.html", "allt.zip", "standard"}


def test_an_embargoed_release_is_in_no_byte_before_its_time(
    project: Path, small_data: Path, small_content: Path, tmp_path: Path
) -> None:
    """To the minute, in whatever zone it is written: neither its figures nor its texts nor its date."""
    content = tmp_path / "content"
    shutil.copytree(small_content, content, ignore=shutil.ignore_patterns("webbinarier"))
    mark = "Hemlig-till-klockan-nio"
    release = add_release(small_data, "2025-05-20", notes={"sv": mark, "en": mark}, embargo="2025-05-20T09:00+02:00")
    key = {"matt_id": "kostnad-per-placering", "period": "2020/2022", "kon": "T", "alder": "alla", "lagrum": "alla"}
    change_row(release, "asklinten", key, kalla=mark)
    options = {"data": str(small_data), "content": str(content)}
    for at, is_out in (("2025-05-20T06:59:59+00:00", False), ("2025-05-20T09:00+02:00", True)):
        output = tmp_path / f"at-{is_out}"
        build(project / "pelicanconf.py", output=output, at=at, **options)
        for word in (mark, "2025-05-20"):
            named = [name for name, content in unpacked(output) if word.encode() in content]
            assert bool(named) is is_out, (word, named[:5])


def test_all_problems_are_told_at_once(project: Path, small_data: Path, tmp_path: Path) -> None:
    """Two broken files give the problems of both."""

    def break_it(rows) -> None:
        rows[0]["malgrupp"] = "no-such-group"

    first, second = submissions(small_data)[:2]
    rewrite(first, break_it)
    rewrite(second, break_it)
    with pytest.raises(DataError) as caught:
        build(project / "pelicanconf.py", output=tmp_path / "site", data=str(small_data))
    assert {Path(problem.file).name for problem in caught.value.problems} >= {first.name, second.name}
