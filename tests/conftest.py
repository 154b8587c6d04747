"""Fixtures that several kinds of tests share: the project, its example site, and a small data folder to change."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from open_comparisons.build import build

PROJECT = Path(__file__).parents[1]
SMALL_DATASET, SMALL_RELEASE = "bu-hvb", "2024-05-15"
SMALL_PROVIDERS = 7


@pytest.fixture(scope="session")
def project() -> Path:
    """Return the project's root."""
    return PROJECT


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Build the example site once, however many processes the tests run in."""
    root = tmp_path_factory.getbasetemp()
    root = root if worker_id == "master" else root.parent
    folder = root / "example-site"
    with FileLock(root / "example-site.lock"):
        if not folder.is_dir():
            build(PROJECT / "pelicanconf.py", output=folder)
    return folder


@pytest.fixture
def small_data(tmp_path: Path) -> Path:
    """Copy one release with a few providers, for tests that change data."""
    folder = tmp_path / "data"
    source = PROJECT / "data" / SMALL_DATASET / SMALL_RELEASE
    target = folder / SMALL_DATASET / SMALL_RELEASE
    target.mkdir(parents=True)
    shutil.copytree(PROJECT / "data" / "standard", folder / "standard")
    with (PROJECT / "data" / "utforare.csv").open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        rows = [row for row in reader if (source / f"{row['slug']}.csv").is_file() and not row["eftertradare"]]
        kept = rows[:SMALL_PROVIDERS]
        head = reader.fieldnames or []
    with (folder / "utforare.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, head, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
    for row in kept:
        for suffix in (".csv", ".json"):
            shutil.copy(source / f"{row['slug']}{suffix}", target)
    metadata = json.loads((source / "metadata.json").read_text(encoding="utf-8"))
    slugs = {row["slug"] for row in kept}
    ids = {row["orgnr"] for row in kept}
    metadata["resources"] = [entry for entry in metadata["resources"] if Path(entry["path"]).stem in slugs]
    metadata["corrections"] = [c for c in metadata["corrections"] if c["key"].get("utforare_orgnr") in ids]
    (target / "metadata.json").write_text(json.dumps(metadata, ensure_ascii=False), encoding="utf-8")
    return folder
