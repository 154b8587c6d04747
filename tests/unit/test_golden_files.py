"""
The same bytes and the same words from every Python: 200 files, right and faulty, drawn from one seed.

The machine's Python runs the offline checker as providers do; Pyodide runs it as their browsers do; the newest
CPython joins where there is one.
"""

import base64
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from open_comparisons.build.offline_checker import write_offline_checker
from open_comparisons.build.pyodide import FOLDER, read_kept, read_pin
from open_comparisons.disclosure.system import CountRow
from tests.provider_tables import STANDARD, random_rows
from tests.unit.test_protecting import line, write
from tests.unit.test_workbooks import SOUND_WORKBOOK

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).parents[2]
DRIVER = PROJECT / "tests" / "golden_driver.py"
NEWER = ("python3.15", "python3.14", "python3.13", "python3.12")
FILES = 200
SEED = 20261128
MEASURES = ("planerat-avslut", "sammanbrott", "maluppfyllelse", "skolnarvaro", "trygghet", "battre-psykisk-halsa")
DIMENSIONS = ("kon", "alder", "lagrum")
FAULTS: Sequence[Callable[[bytes, random.Random], bytes]] = (
    lambda content, _: content.replace(b",ok,", b",okej,"),
    lambda content, _: content.replace(b"bu-hvb", b"hvb"),
    lambda content, _: content.replace(b"455001-0005", b"455001-0006"),
    lambda content, _: content.replace(b"taljare", b"t\xc3\xa4ljare"),
    lambda content, _: content.replace(b",", b";"),
    lambda content, _: b"Rubrik;;\n\n" + content,
    lambda content, _: content.decode().encode("utf-16"),
    lambda content, _: content.decode().replace("Eken", "Ängsö").encode("mac-roman"),
    lambda content, _: content.decode().replace("Eken", "Ängsö\u200b").encode("utf-8"),
    lambda content, draw: content[: draw.randrange(len(content))],
    lambda _, draw: bytes(draw.randrange(256) for _ in range(draw.randrange(400))),
    lambda content, draw: content.replace(b"2021", str(draw.randrange(1900, 2100)).encode()),
    lambda content, draw: content.replace(b",1.0,", draw.choice((b",0.9,", b",1.0.0,", b",2,"))),
    lambda content, draw: content + content.splitlines()[-1] + draw.choice((b"\n", b",x\n")),
    lambda _, draw: SOUND_WORKBOOK[: draw.choice((len(SOUND_WORKBOOK), len(SOUND_WORKBOOK) // 2, 100))],
)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw the files."""
    folder, draw = tmp_path_factory.mktemp("cases"), random.Random(SEED)
    files = []
    for number in range(FILES):
        measures = draw.sample(MEASURES, draw.randint(1, 2))
        rows = random_rows(number, draw.choice((4, 12, 40)), measures, draw.sample(DIMENSIONS, draw.randint(0, 2)))
        write(folder / "file.csv", [line(row, **beside(row)) for row in rows])
        content = (folder / "file.csv").read_bytes()
        if number % 2:
            content = FAULTS[number // 2 % len(FAULTS)](content, draw)
        files.append([f"fil-{number}.csv", base64.b64encode(content).decode()])
    (folder / "cases.json").write_text(json.dumps(files), encoding="utf-8")
    return folder / "cases.json"


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the offline checker."""
    path = tmp_path_factory.mktemp("golden") / "open-comparisons.pyz"
    write_offline_checker(path, PROJECT / "data" / "standard")
    return path


@pytest.fixture(scope="module")
def golden(cases: Path, checker: Path, tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """Return what the Python of these tests says."""
    return _said_by(sys.executable, checker, cases, tmp_path_factory.mktemp("golden-files"))


def test_the_files_are_of_all_sorts(golden: list[list[str]]) -> None:
    """Some are protected, some have problems, and none stops a step."""
    records = [json.loads(record) for record, _ in golden]
    protected = sum(bool(record["csv"]) for record in records)
    faulty = sum(bool(record["problems"]) for record in records)
    assert len(records) == protected + faulty == FILES
    assert protected >= FILES // 4
    assert faulty >= FILES // 4
    assert len({problem["code"] for record in records for problem in record["problems"]}) > 15
    assert sum(bool(record["hidden"]) for record in records) > FILES // 8


def test_the_newest_python_says_the_same(golden: list[list[str]], cases: Path, checker: Path, tmp_path: Path) -> None:
    """The newest CPython on this machine, another version of everything below us."""
    newest = next(filter(None, map(_that_runs, NEWER)), None)
    if newest is None:
        pytest.skip(f"NO NEWER PYTHON WAS COMPARED: there is none of {', '.join(NEWER)} on this machine")
    assert _said_by(newest, checker, cases, tmp_path) == golden


def test_the_python_of_browsers_says_the_same(golden: list[list[str]], cases: Path, checker: Path) -> None:
    """Pyodide, in Node, from the files that `make tool` has fetched."""
    node, cache = shutil.which("node"), PROJECT / ".cache"
    if node is None or read_kept(read_pin(PROJECT / "tool"), cache) is None:
        pytest.skip("PYODIDE WAS NOT COMPARED: Node is missing, or its files are. Fetch them: make tool")
    command = [node, str(DRIVER.with_suffix(".cjs")), str(cache / FOLDER), str(checker), str(DRIVER), str(cases)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    assert json.loads(done.stdout) == golden


def beside(row: CountRow) -> dict[str, str]:
    """The cells of a row that are no counts: its cohort, and where persons were asked, how and how many answered."""
    measure = STANDARD.measures[row.key.measure]
    asked = {"instrument": row.key.instrument, "svarsandel": "80"} if measure.collected_by else {}
    return {"kohort": measure.cohort} | asked


def _that_runs(name: str) -> str | None:
    """The path of a Python; None where there is none, or only a stand-in that leads nowhere."""
    path = shutil.which(name)
    return path if path and subprocess.run([path, "-c", ""], capture_output=True, check=False).returncode == 0 else None


def _said_by(python: str, checker: Path, cases: Path, folder: Path) -> list[list[str]]:
    """What a Python says, without site packages."""
    command = [python, "-I", "-S", str(DRIVER), str(checker), str(cases), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    said: list[list[str]] = json.loads(done.stdout)
    return said
