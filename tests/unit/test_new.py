"""`open-comparisons new` writes files that are right as they are."""

from datetime import date
from pathlib import Path

import pytest

from open_comparisons.cli.main import main
from open_comparisons.cli.new import slug_of, write_new
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.knowledge.fields import FIELDS
from open_comparisons.knowledge.library import read_documents

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("kind", "name"), [("article", "Så mäts utfall"), ("webinar", "Om små tal"), ("issue", "2027-1")]
)
def test_a_new_file_is_right_and_a_draft(tmp_path, kind, name):
    """In both languages, with every field of its kind in it or beside it."""
    content = tmp_path / "content"
    written = write_new(kind, name, content, TODAY)
    read = read_documents(content, ())
    assert read.problems == ()
    assert [document.lang for document in read.documents] == ["en", "sv"]
    assert all(document.is_draft for document in read.documents)
    for path in (path for path in written if path.suffix == ".md"):
        text = path.read_text(encoding="utf-8")
        assert [field.name for field in FIELDS[kind] if f"{field.name}:" not in text] == []


def test_what_is_there_is_never_written_over(tmp_path):
    """Nor is the other language written."""
    content = tmp_path / "content"
    (path,) = [one for one in write_new("article", "Namn", content, TODAY) if ".sv." in one.name]
    path.unlink()
    with pytest.raises(OpenComparisonsError, match="finns redan"):
        write_new("article", "Namn", content, TODAY)
    assert not path.exists()


@pytest.mark.parametrize(
    ("name", "slug"), [("Så mäts utfall – steg för steg", "sa-mats-utfall-steg-for-steg"), ("ÅÄÖ!", "aao"), ("…", "")]
)
def test_a_title_becomes_an_address(name, slug):
    """Letters without their marks, hyphens between words."""
    assert slug_of(name) == slug


def test_the_command_prints_where_the_files_are(tmp_path: Path, capsys):
    """And says what is wrong with a name."""
    assert main(["new", "webinar", "Om utfall", "--content", str(tmp_path)]) == 0
    printed = capsys.readouterr().out.split()
    assert [Path(line).name for line in printed] == ["om-utfall.sv.md", "om-utfall.en.md"]
    assert main(["new", "issue", "våren", "--content", str(tmp_path)]) == 2
    assert "2026-1" in capsys.readouterr().err
