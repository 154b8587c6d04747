"""What a provider hides is nowhere: not in what it sends, not in what is said, not in what is built or kept."""

import re
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from open_comparisons.cli.main import main
from tests.descriptions import ANSWERED
from tests.small_data import rewrite, submissions

TOTAL, BASE = 5217863, 9000046
"""Planned endings of all placements, which are shown. No other number of the data has seven digits."""
BOYS, OF_BOYS = 5217860, 9000006
TEENS, OF_TEENS = 3104977, 4310581
OLDEST, OF_OLDEST = TOTAL - TEENS - 2, BASE - OF_TEENS - 6
DAYS, DAYS_OF_TEENS, SPREAD = 918273, 736455, 645192
"""Lengths of stay on hidden bases."""
HIDDEN = (BOYS, TEENS, OF_TEENS, DAYS, DAYS_OF_TEENS, SPREAD)
SHOWN = (TOTAL, BASE, OLDEST, OF_OLDEST)
CONFIRMED = "Kontrollerat: påhittade tal"
"""Nobody stays for so long, which `check` would ask about."""


def write_true_file(path: Path, template: Path, *, moved: int = 0) -> None:
    """
    Write what the provider of a submission would have counted.

    Three girls are few, so the boys are hidden; six of the youngest are hidden with their base, so the teenagers are.

    Args:
        path: Where to.
        template: A submission of the provider.
        moved: How many placements are counted as a boy's instead of a girl's, and as one of the youngest instead of a
            teenager's; hidden days differ by as much.
    """
    path.write_bytes(template.read_bytes())
    endings = {
        (): (TOTAL, BASE),
        ("kon", "K"): (3 - moved, 40),
        ("kon", "M"): (BOYS + moved, OF_BOYS),
        ("alder", "0-12"): (2 - moved, 6 + moved),
        ("alder", "13-17"): (TEENS + moved, OF_TEENS - moved),
        ("alder", "18-20"): (OLDEST, OF_OLDEST),
    }
    days = {
        ("alder", "0-12"): (DAYS + moved, SPREAD + moved),
        ("alder", "13-17"): (DAYS_OF_TEENS + moved, 30 + moved),
    }

    def fill(rows: list[dict[str, str]]) -> None:
        blank = dict.fromkeys(
            ("taljare", "namnare", "personer", "varde", "standardavvikelse", "svarsandel", "orsak"), ""
        )
        whole = {"kon": "T", "alder": "alla", "lagrum": "alla", "period": "2020/2022", "status": "ok"}
        named = {row["matt_id"]: row | blank | whole for row in rows}
        rows.clear()
        for split, (numerator, base) in endings.items():
            counts = {"namnare": base, "personer": base}
            place = dict([split]) if split else {}
            rows.append(named["planerat-avslut"] | place | text(counts | {"taljare": numerator}))
            if split in days:
                value, spread = days[split]
                stay = text(counts | {"varde": value, "standardavvikelse": spread})
                rows.append(named["vardtid"] | place | stay | {"kommentar": CONFIRMED})

    rewrite(path, fill)


def text(numbers: dict[str, int]) -> dict[str, str]:
    return {name: str(number) for name, number in numbers.items()}


def protect(source: Path, target: Path, data: Path) -> None:
    assert (
        main(["protect", str(source), "-o", str(target), "--standard", str(data / "standard"), *ANSWERED, "--force"])
        == 0
    )


def holds(content: bytes, number: int) -> bool:
    """Whether a file says a number: in digits, grouped or not, or as a program keeps it."""
    digits = f"{number:,}".replace(",", r"(?:[\s.,'\u00a0\u2009\u202f]|&nbsp;|&#160;|&#8239;)?")
    kept = (number.to_bytes(4, "little"), struct.pack("<d", number), struct.pack(">d", number))
    return re.search(digits, content.decode("utf-8", "replace")) is not None or any(form in content for form in kept)


def saying(folder: Path, numbers: tuple[int, ...]) -> Iterator[tuple[str, int]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            yield from ((str(path.relative_to(folder)), number) for number in numbers if holds(content, number))


def test_hidden_numbers_are_in_no_byte_of_what_is_sent_said_built_or_kept(
    project: Path, small_data: Path, small_content: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Unmistakable numbers in hidden cells; those in shown cells are found by the same search, as they should be."""
    file = submissions(small_data)[0]
    true = tmp_path / "true" / file.name
    true.parent.mkdir()
    write_true_file(true, file)
    protect(true, file, small_data)
    settings = tmp_path / "conf.py"
    settings.write_text(
        f"import sys\nsys.path.insert(0, {str(project)!r})\nfrom pelicanconf import *\n"
        f"OPEN_COMPARISONS_CACHE = {str(tmp_path / 'cache')!r}\n"
    )
    output = tmp_path / "site"
    arguments = ["build", "--settings", str(settings), "--output", str(output), "--data", str(small_data)]
    assert main([*arguments, "--content", str(small_content), "--at", "2027-01-01"]) == 0
    said = "".join(capfd.readouterr()).encode()
    assert [number for number in (*HIDDEN, *SHOWN) if holds(said, number)] == []
    for folder in (small_data, output, tmp_path / "cache"):
        assert list(saying(folder, HIDDEN)) == []
        assert {number for _, number in saying(folder, SHOWN)} == set(SHOWN)
    kinds = {Path(name).suffix for name, _ in saying(output, SHOWN)}
    assert kinds >= {".html", ".csv", ".json", ".svg"}


def test_a_file_that_differs_in_hidden_numbers_alone_is_sent_as_the_same_bytes(
    small_data: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """So is what is said of it; and the same bytes give the same site, as `test_builds` shows."""
    file = submissions(small_data)[0]
    sent, said = [], []
    for moved in (0, 1, 2):
        true, target = tmp_path / f"{moved}" / "true.csv", tmp_path / f"{moved}" / "sent.csv"
        true.parent.mkdir()
        write_true_file(true, file, moved=moved)
        protect(true, target, small_data)
        sent.append(target.read_bytes())
        said.append("".join(capfd.readouterr()).replace(str(true.parent), ""))
    true_files = {(tmp_path / f"{moved}" / "true.csv").read_bytes() for moved in (0, 1, 2)}
    assert len(true_files) == len(sent)
    assert set(sent) == {sent[0]}
    assert set(said) == {said[0]}
