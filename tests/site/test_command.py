"""What the command does that takes the site's own data or Pelican, and so more than a moment."""

import json
from pathlib import Path

import pytest
from frictionless import Schema

from open_comparisons.build import build
from open_comparisons.build import serve as serving
from open_comparisons.cli import main as cli

PROJECT = Path(__file__).parents[2]


def test_folders_are_checked_as_what_they_are(capsys):
    """The example data folder, one dataset, one release and the directory have no problems."""
    data = PROJECT / "data"
    dataset = next(path for path in sorted(data.iterdir()) if (path.is_dir() and path.name.startswith("bu-")))
    release = next(path for path in sorted(dataset.iterdir()) if path.is_dir())
    for path in (data, dataset, release, data / "utforare.csv", next(release.glob("*.csv"))):
        assert cli.main(["check", str(path)]) == 0, capsys.readouterr().out


@pytest.mark.parametrize(("command", "module"), [("build", build), ("serve", serving)])
def test_build_and_serve_hand_their_arguments_over(monkeypatch, command, module):
    """Everything after the command goes to the module that does it."""
    calls = []
    monkeypatch.setattr(module, "run", lambda argv: calls.append(argv) or 3)
    assert cli.main([command, "--settings", "publishconf.py", "-h"]) == 3
    assert calls == [["--settings", "publishconf.py", "-h"]]


@pytest.mark.parametrize("name", ["observationer.schema.json", "utforare.schema.json"])
def test_schema_is_a_valid_table_schema(name):
    """Providers and other programs read the columns from a Table Schema, so it must be one."""
    descriptor = json.loads((PROJECT / "data" / "standard" / name).read_text(encoding="utf-8"))
    assert list(Schema.metadata_validate(descriptor)) == []
    assert [field["name"] for field in descriptor["fields"]] == Schema.from_descriptor(descriptor).field_names
