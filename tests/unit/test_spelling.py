"""The report of words that no dictionary knows: which words there are to read, and what becomes of them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from open_comparisons.cli.main import main
from open_comparisons.cli.spelling import look_up, own_words, words_of
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.messages import say_in_all

TEXT = """\
Title: Om hämen
# en anvisnig
Author: Namnlös Författare
Summary:
    Första raden
    ocksa andra
Image: bilder/omslg.svg

Text med `koden` och {{value bu-hvb/plan-av period=2020}} samt
[ord här](https://adres.example/sökväg "titel") på www.plats.example eller namn@plats.example.

## Barn- och ungdomsvård, 95-procentsintervall

```
kodrd
```
<var>x1</var> Plane&shy;rade don’t
"""


@pytest.fixture
def hunspell() -> None:
    """Go on only where there is a dictionary of each language."""
    if shutil.which("hunspell") is None:
        pytest.skip(f"NO SPELLING WAS TESTED: {say_in_all('errors.no-hunspell')}")


def test_the_words_of_a_text_have_their_lines():
    """Of titles, summaries and the body; no code, marker, address or name, and no word that a hyphen leaves open."""
    found: dict[int, list[str]] = {}
    for word in words_of(TEXT):
        found.setdefault(word.row, []).append(word.text)
    assert found == {
        1: ["Om", "hämen"],
        5: ["Första", "raden"],
        6: ["ocksa", "andra"],
        9: ["Text", "med", "och", "samt"],
        10: ["ord", "här", "på", "eller"],
        12: ["och", "ungdomsvård", "procentsintervall"],
        17: ["Planerade", "don't"],
    }


def test_words_are_read_without_what_draws_charts_and_builds_pages() -> None:
    """A process that reads words has loaded neither."""
    module = words_of.__module__
    code = f"import sys, {module} as spelling; list(spelling.words_of(sys.stdin.read())); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], input=TEXT, capture_output=True, encoding="utf-8", check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "markdown_it" in loaded
    assert loaded.isdisjoint({"altair", "highspy", "numpy", "pandas", "pelican", "vl_convert"})


def test_our_own_words_are_known_in_any_case(tmp_path: Path):
    """One a line; lines that begin with # are notes."""
    (tmp_path / "ordlista.sv.txt").write_text("# Namn\nHVB\nwebbinarium\n", encoding="utf-8")
    assert own_words(tmp_path, "sv") == {"hvb", "webbinarium"}
    assert own_words(tmp_path, "en") == frozenset()


def test_a_missing_program_is_reported_with_the_command_that_installs_it(monkeypatch, tmp_path):
    """In both languages."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OpenComparisonsError, match="apt install hunspell hunspell-sv hunspell-en-gb") as caught:
        look_up(["ord"], "sv")
    assert len(str(caught.value).splitlines()) == 2


def test_a_missing_folder_is_an_error(tmp_path, capsys):
    """As a wrong call."""
    assert main(["spelling", "--content", str(tmp_path / "no")]) == 2
    assert "finns inte" in capsys.readouterr().err


@pytest.mark.usefixtures("hunspell")
def test_unknown_words_are_listed_by_file_and_line(tmp_path, capsys):
    """Each language by its own dictionary; a word of our own list is known; whatever is found, it is a report."""
    folder = tmp_path / "content" / "artiklar"
    folder.mkdir(parents=True)
    (folder / "a.sv.md").write_text("Title: Ett hem\n\nHär är ett felstvat ord om HVB\noch Exempelköping.\n", "utf-8")
    (folder / "a.en.md").write_text("Title: A home\n\nA wrod of children’s homes, colour and hem.\n", "utf-8")
    (tmp_path / "content" / "ordlista.sv.txt").write_text("Exempelköping\n", encoding="utf-8")
    assert main(["spelling", "--content", str(tmp_path / "content")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("content/artiklar/a.sv.md, rad / row 3: felstvat (")
    assert lines[1].startswith("content/artiklar/a.en.md, rad / row 3: wrod (")
    assert lines[2].startswith("2 okända ord.")
