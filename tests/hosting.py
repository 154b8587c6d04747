"""What a host for static sites sends: the rules of a site's `_headers`, as such hosts read them."""

import fnmatch
from functools import cache
from pathlib import Path


def headers_of(site: Path, path: str) -> dict[str, str]:
    """Return the headers of a path; two rules that give it the same header are a mistake, since hosts differ there."""
    sent: dict[str, str] = {}
    for pattern, headers in rules_of(site):
        if fnmatch.fnmatchcase(path, pattern):
            assert not sent.keys() & headers.keys(), f"{path}: {sorted(sent.keys() & headers.keys())} twice"
            sent |= headers
    return sent


@cache
def rules_of(site: Path) -> list[tuple[str, dict[str, str]]]:
    """Return each rule of a site's `_headers`: the pattern of its paths, and its headers."""
    blocks = (site / "_headers").read_text(encoding="utf-8").split("\n\n")
    return [
        (lines[0].strip(), dict(line.strip().split(": ", 1) for line in lines[1:]))
        for block in blocks
        if (lines := block.splitlines())
    ]
