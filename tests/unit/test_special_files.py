"""Links, pipes and folders in place of a file are refused before anything is read."""

import os
from pathlib import Path

import pytest

from open_comparisons.cli.main import main


def special(path: Path, kind: str) -> Path:
    """Make a link to a file with a secret, or a pipe, at a path."""
    if kind == "pipe":
        os.mkfifo(path)
    else:
        secret = path.with_name("secret.txt")
        secret.write_text("hemligt\n", encoding="utf-8")
        path.symlink_to(secret)
    return path


@pytest.mark.parametrize(("kind", "what"), [("link", "a link"), ("pipe", "a device or a pipe")])
def test_check_and_protect_refuse_what_is_no_ordinary_file_unread(tmp_path, capsys, kind, what):
    """A link can lead anywhere, and a pipe never ends."""
    path = special(tmp_path / "eken.csv", kind)
    standard = str(Path(__file__).parents[2] / "data" / "standard")
    for command in (["check", str(path)], ["protect", str(path), "-o", str(tmp_path / "ut.csv")]):
        assert main([*command, "--standard", standard, "--lang", "en"]) == 1
        out = capsys.readouterr().out
        assert f"this is {what}, not an ordinary file. It has not been read. [not-a-plain-file]" in out
        assert "1 problem." in out
        assert "hemligt" not in out
