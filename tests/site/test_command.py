"""What the command does that takes the site's own data or Pelican, and so more than a moment."""

import json
from pathlib import Path

import pytest
from frictionless import Schema

from open_comparisons.cli import build, serve
from open_comparisons.cli.main import main

PROJECT = Path(__file__).parents[2]


def test_folders_are_checked_as_what_they_are(capsys):
    """The example data folder, one dataset, one release and the directory have no problems."""
    data = PROJECT / "data"
    dataset = next(path for path in sorted(data.iterdir()) if (path.is_dir() and path.name.startswith("bu-")))
    release = next(path for path in sorted(dataset.iterdir()) if path.is_dir())
    for path in (data, dataset, release, data / "utforare.csv", next(release.glob("*.csv"))):
        assert main(["check", str(path)]) == 0, capsys.readouterr().out


@pytest.mark.parametrize(("command", "module"), [("build", build), ("serve", serve)])
def test_build_and_serve_get_their_own_options(monkeypatch, command, module):
    """The options of a command reach the module that does it."""
    calls = []
    monkeypatch.setattr(module, "run", lambda options: calls.append(options.settings) or 3)
    assert main([command, "--settings", "publishconf.py"]) == 3
    assert calls == ["publishconf.py"]


@pytest.mark.parametrize("name", ["observationer.schema.json", "utforare.schema.json"])
def test_schema_is_a_valid_table_schema(name):
    """Providers and other programs read the columns from a Table Schema, so it must be one."""
    descriptor = json.loads((PROJECT / "data" / "standard" / name).read_text(encoding="utf-8"))
    assert list(Schema.metadata_validate(descriptor)) == []
    assert [field["name"] for field in descriptor["fields"]] == Schema.from_descriptor(descriptor).field_names
