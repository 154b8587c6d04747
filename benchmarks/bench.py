"""
Measure builds; prints JSON: `python benchmarks/bench.py [example] [dfe] [cms] [growth] [protect]`, all by default.

Each site is built four times by the command that maintainers use: cold (nothing kept), unchanged, with one value of
the newest release changed, and with one word of the theme changed. Seconds are wall-clock, start-up included; memory
is the highest sum, over all processes of a build, of what each holds alone and its part of what they share. `growth`
builds the hospitals' site cold at several sizes; the exponent is the slope of time over providers on log scales.
`protect` hides what must be hidden in some 2,000 invented rows of one provider, of two sizes.
"""

import argparse
import csv
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

PROJECT: Final = Path(__file__).parents[1]
sys.path[:0] = [str(PROJECT), str(PROJECT / "plugins"), str(PROJECT / "data")]

from example_providers import MEDIUM, SMALL, Example  # noqa: E402
from make_example_data import DATASETS, Edition, Submitter, write_csv  # noqa: E402

from open_comparisons.audit.audit import attack  # noqa: E402 - the plugin need not be installed
from open_comparisons.disclosure.builder import build_system  # noqa: E402
from open_comparisons.standard.loading import load_standard  # noqa: E402
from open_comparisons.standard.model import Standard  # noqa: E402
from tests.real import cms, dfe, sotkanet  # noqa: E402

REALDATA: Final = Path(os.environ.get("OPEN_COMPARISONS_REALDATA") or PROJECT.parent / "shared" / "realdata")
SIZES: Final = (500, 1000, 2000, 4000)
PROTECTED: Final = {"small": SMALL, "medium": MEDIUM}
SAMPLED_EVERY: Final = 0.1
BUILT_AT: Final = "2027-01-01"
ARTICLE: Final = "Title: Bench\nSummary: A text.\nDate: 2026-01-01\nCategory: news\nAuthor: Us\n\nText.\n"
CHANGEABLE: Final = {"mean", "reported"}
"""Kinds with a number that can change without another having to follow: a mean's spread, or a value as it was made."""


def main() -> None:
    """Measure and print."""
    sites: dict[str, Callable[[Path], Any]] = {"example": example_data, "dfe": dfe_data, "cms": cms_data}
    others: dict[str, Callable[[Path], Any]] = {"growth": growth, "protect": protecting, "sotkanet": attacking}
    parser = argparse.ArgumentParser(description="Measure builds; prints JSON.")
    parser.add_argument("what", nargs="*", choices=[[], *sites, *others], default=[])
    wanted = parser.parse_args().what or [*sites, *others]
    result: dict[str, Any] = {"processors": len(os.sched_getaffinity(0)), "python": sys.version.split()[0]}
    for name in wanted:
        with tempfile.TemporaryDirectory() as folder:
            if name in others:
                result[name] = others[name](Path(folder))
            else:
                sites[name](Path(folder) / "data")
                result[name] = measured(Path(folder), real=name != "example")
    print(json.dumps(result, indent=2))


def example_data(target: Path) -> None:
    """The project's own data."""
    shutil.copytree(PROJECT / "data", target)


def dfe_data(target: Path) -> None:
    """Children looked after in England."""
    dfe.convert(REALDATA / dfe.SOURCE_FOLDER, target)


def cms_data(target: Path, providers: int | None = None) -> None:
    """Hospitals in the USA; the first so many by their id, or all."""
    cms.convert(REALDATA / cms.SOURCE_FOLDER, target, providers=providers)


def measured(folder: Path, *, real: bool) -> dict[str, Any]:
    """Builds of one site: cold, unchanged, one value changed, one word of the theme changed."""
    settings = write_settings(folder, real=real)
    cold = build(folder, settings)
    unchanged = build(folder, settings)
    where = change_a_value(folder / "data")
    one_value = build(folder, settings)
    texts = folder / "theme" / "translations" / "en.json"
    words = json.loads(texts.read_text(encoding="utf-8"))
    texts.write_text(json.dumps(words | {"nav.skip": f"{words['nav.skip']}."}), encoding="utf-8")
    one_word = build(folder, settings)
    article = folder / "content" / "artiklar" / "bench.sv.md"
    article.write_text(f"{ARTICLE}More text.\n", encoding="utf-8")
    one_article = build(folder, settings)
    pages = list((folder / "site").rglob("*.html"))
    file = max((folder / "data").glob("*/*/*.csv"), key=lambda path: path.stat().st_size)
    started = time.perf_counter()
    words = [command(), "check", "--standard", str(folder / "data" / "standard"), str(file)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    return {
        "cold": cold,
        "unchanged": unchanged,
        "one_value_changed": one_value | {"value": where},
        "one_word_of_the_theme_changed": one_word,
        "one_article_changed": one_article,
        "check_one_file": {
            "seconds": round(time.perf_counter() - started, 2),
            "rows": len(file.read_text(encoding="utf-8").splitlines()) - 1,
        },
        "providers": len((folder / "data" / "utforare.csv").read_text(encoding="utf-8").splitlines()) - 1,
        "pages": len(pages),
        "largest_page_bytes": max(page.stat().st_size for page in pages),
        "drawings": sum(page.read_text(encoding="utf-8").count('<svg class="marks') for page in pages),
        "output_megabytes": round(sum(p.stat().st_size for p in (folder / "site").rglob("*") if p.is_file()) / 1e6),
    }


def growth(folder: Path) -> dict[str, Any]:
    """Cold builds of the hospitals' site at several sizes."""
    found = {}
    for size in SIZES:
        cms_data(folder / "data", size)
        settings = write_settings(folder, real=True)
        found[size] = build(folder, settings)
        for name in ("data", "cache", "site", "content", "theme"):
            shutil.rmtree(folder / name)
    points = [(math.log(size), math.log(each["seconds"])) for size, each in found.items()]
    middle = [sum(axis) / len(points) for axis in zip(*points, strict=True)]
    slope = sum((x - middle[0]) * (y - middle[1]) for x, y in points) / sum((x - middle[0]) ** 2 for x, _ in points)
    return {"exponent": round(slope, 2), "by_providers": found}


def protecting(folder: Path) -> dict[str, Any]:
    """The command `protect`, start-up included, on the many years of a small and of a medium provider."""
    standard = load_standard(PROJECT / "data" / "standard")
    found = {}
    for name, endings in PROTECTED.items():
        rows = true_rows(endings, standard)
        write_csv(folder / "true.csv", [column.name for column in standard.columns], rows)
        words = [command(), "protect", "true.csv", "-o", "sent.csv", "--standard", str(PROJECT / "data" / "standard")]
        started = time.perf_counter()
        subprocess.run(words, check=True, cwd=folder, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
        seconds = round(time.perf_counter() - started, 2)
        with (folder / "sent.csv").open(encoding="utf-8", newline="") as handle:
            statuses = Counter(row["status"] for row in csv.DictReader(handle))
        found[name] = {"seconds": seconds, "rows": len(rows), "statuses": dict(statuses)}
    return found


def attacking(_: Path) -> dict[str, Any]:
    """The attack on Finland's municipalities, each a system of 22 years by sex and age, in this process."""
    standard = sotkanet.finnish(load_standard(PROJECT / "data" / "standard"))
    systems = list(sotkanet.municipalities(REALDATA / sotkanet.SOURCE_FOLDER, standard))
    started = time.perf_counter()
    found = [len(attack(build_system([rows], standard)).narrow) for _, rows in systems]
    return {
        "seconds": round(time.perf_counter() - started, 2),
        "systems": len(systems),
        "rows": sum(len(rows.rows) for _, rows in systems),
        "cells_found": sum(found),
    }


def true_rows(endings: tuple[int, int], standard: Standard) -> list[dict[str, str]]:
    """What an invented provider counts in as many years and windows as make some 2,000 rows."""
    years = tuple(range(1978, 2023))
    windows = tuple(f"{year}/{year + 2}" for year in years[::3])
    edition = Edition("2024-05-15", "2025-05-14", years, windows, followed=2022, priced=2022)
    dataset = replace(DATASETS[0], editions=(edition,), corrections=())
    submitter = Submitter(Example("many-years", "Many years", "privat", "Åre", "", endings), dataset, standard)
    submitter.home.response = dict.fromkeys(submitter.home.response, 70)
    rows = list(submitter.true_rows(edition, is_newest=True))
    return list(submitter.records(0, rows))


def write_settings(folder: Path, *, real: bool) -> Path:
    """Settings of a site whose data, content, theme, cache and output lie in one folder."""
    shutil.copytree(PROJECT / "theme", folder / "theme")
    # The texts of the example site quote its figures.
    shutil.copytree(PROJECT / "content" / ("sidor" if real else ""), folder / "content" / ("sidor" if real else ""))
    (folder / "content" / "artiklar").mkdir(exist_ok=True)
    (folder / "content" / "artiklar" / "bench.sv.md").write_text(ARTICLE, encoding="utf-8")
    places = {"PATH": "content", "THEME": "theme", "OPEN_COMPARISONS_DATA": "data", "OPEN_COMPARISONS_CACHE": "cache"}
    lines = [f"{name} = {str(folder / place)!r}" for name, place in places.items()]
    settings = folder / "conf.py"
    settings.write_text(
        "\n".join([f"import sys\nsys.path.insert(0, {str(PROJECT)!r})\nfrom pelicanconf import *", *lines, ""]),
        encoding="utf-8",
    )
    return settings


def build(folder: Path, settings: Path) -> dict[str, Any]:
    """One build: how long it took in all and by phase, the most memory it held, and what it made."""
    words = [command(), "build", "--settings", str(settings), "--output", str(folder / "site"), "--at", BUILT_AT]
    environment = {name: value for name, value in os.environ.items() if name != "OPEN_COMPARISONS_DATA"}
    before = record_of(folder)
    started, most = time.perf_counter(), 0
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, env=environment) as process:  # noqa: S603 - our own command
        while process.poll() is None:
            most = max(most, memory(process.pid))
            time.sleep(SAMPLED_EVERY)
    seconds = time.perf_counter() - started
    if process.returncode:
        sys.exit(f"the build failed: {' '.join(words)}")
    record = record_of(folder)
    made = {"seconds": round(seconds, 1), "megabytes": round(most / 1e6)}
    if record == before:
        return made
    phases = {name: round(value, 1) for name, value in record["seconds"].items()}
    return made | {"phases": phases, "rendered": record["rendered"], "written": record["written"]}


def record_of(folder: Path) -> dict[str, Any]:
    """What the last build wrote down of itself."""
    found = list((folder / "cache" / "sites").glob("*.json"))
    record: dict[str, Any] = json.loads(found[0].read_text(encoding="utf-8")) if found else {}
    return record


def memory(process: int) -> int:
    """Bytes that a process and those it started hold, shared ones in parts."""
    total = 0
    for number in [process, *descendants(process)]:
        try:
            lines = Path(f"/proc/{number}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


def descendants(process: int) -> list[int]:
    """The processes that a process started, and theirs."""
    found: list[int] = []
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            direct = [int(number) for number in children.read_text(encoding="ascii").split()]
        except OSError:
            continue
        found += [one for child in direct for one in (child, *descendants(child))]
    return found


def change_a_value(data: Path) -> str:
    """Change the last digit of one value in the newest release; tells which."""
    standard = load_standard(data / "standard")
    steps = {m.id: 10**-m.decimals for m in standard.measures.values() if m.kind.name in CHANGEABLE}
    names = {role: standard.column_name(role) for role in ("measure_id", "value", "standard_deviation", "period")}
    newest = max(path.parent.name for path in data.glob("*/*/metadata.json"))
    for file in sorted(data.glob(f"*/{newest}/*.csv")):
        with file.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
        for row in rows:
            step = steps.get(row[names["measure_id"]])
            role = "standard_deviation" if row.get(names["standard_deviation"]) else "value"
            if step is not None and row[names[role]]:
                decimals = max(0, round(-math.log10(step)))
                row[names[role]] = f"{float(row[names[role]]) + step:.{decimals}f}"
                with file.open("w", encoding="utf-8", newline="") as handle:
                    writer = csv.DictWriter(handle, list(row), lineterminator="\n")
                    writer.writeheader()
                    writer.writerows(rows)
                return f"{file.parent.parent.name} {newest} {row[names['measure_id']]} {row[names['period']]}"
    return "none"


def command() -> str:
    """The console command of this environment."""
    return str(Path(sys.executable).with_name("open-comparisons"))


if __name__ == "__main__":
    main()
