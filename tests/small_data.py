"""A small data folder taken from the example data, and changes to it."""

import csv
import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from open_comparisons.standard.statuses import OK

PROJECT = Path(__file__).parents[1]
SMALL_DATASET, SMALL_RELEASE = "bu-hvb", "2024-05-15"
SMALL_PROVIDERS = 7
MARK_TEXT, MARK_AMOUNTS = "Otherssource", range(7391357, 7399999, 1213)
MARKED = "kostnad-per-placering"
SMALL_TEXTS = {
    "artiklar": ("gar-inte-att-skilja", "darfor-svanger-sma-grupper", "for-utforare-som-vill-vara-med"),
    "webbinarier": ("fokusfredag-sma-tal", "fokusfredag-planerade-avslut"),
    "humant": ("2026-1",),
}


def copy_small_data(folder: Path) -> None:
    """Copy the standard and one release with its first few providers."""
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


def copy_small_content(folder: Path) -> None:
    """Copy the pages, some articles, two webinars and an issue of the magazine: none of them shows a figure."""
    source = PROJECT / "content"
    for name in ("sidor", "bilder"):
        shutil.copytree(source / name, folder / name)
    for kind, slugs in SMALL_TEXTS.items():
        (folder / kind).mkdir()
        for slug in slugs:
            for path in (source / kind).glob(f"{slug}.*.md"):
                # Without links to texts that are not here.
                text = re.sub(
                    r"\[([^]]*)\]\(\{filename\}[./]*artiklar/[^)]*\)", r"\1", path.read_text(encoding="utf-8")
                )
                (folder / kind / path.name).write_text(text, encoding="utf-8")


def add_unpublished_texts(content: Path) -> None:
    """Add a draft in both languages, one in Swedish only, and an article in Swedish for Christmas Eve 2026."""
    head = "Title: {}\nSummary: Om något.\nDate: {}\nCategory: news\nAuthor: Redaktionen\nStatus: {}\n"
    head += "Tags: bu-hvb\n\nText.\n"
    texts = {
        "inte-klar.sv.md": head.format("Inte klar", "2027-03-01", "draft"),
        "inte-klar.en.md": head.format("Not ready", "2027-03-01", "draft"),
        "halvklar.sv.md": head.format("Halvklar", "2026-11-30", "draft"),
        "till-jul.sv.md": head.format("Till jul", "2026-12-24", "published"),
    }
    for name, text in texts.items():
        (content / "artiklar" / name).write_text(text, encoding="utf-8")


def submissions(data: Path) -> list[Path]:
    """List the submitted CSV files of a data folder."""
    return sorted(path for path in data.glob("*/*/*.csv") if path.parts[-3] != "standard")


def rewrite(path: Path, change: Callable[[list[dict[str, str]]], None]) -> None:
    """Change the rows of a CSV file in place."""
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        head, rows = reader.fieldnames or [], list(reader)
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, head, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def add_release(data: Path, name: str, *, corrections: tuple[dict[str, str], ...] = (), **more: object) -> Path:
    """Add a release of that date, for now the same as the one before it, with a reason for each corrected key."""
    last = max((data / SMALL_DATASET).glob("*/"))
    folder = last.with_name(name)
    shutil.copytree(last, folder)
    metadata = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    metadata |= {"name": f"{SMALL_DATASET}-{name}", "version": name, "released": name, "next_release": None, **more}
    metadata["corrections"] = [{"key": key, "reason": {"sv": "Felräknat.", "en": "Miscounted."}} for key in corrections]
    (folder / "metadata.json").write_text(json.dumps(metadata, ensure_ascii=False), encoding="utf-8")
    return folder


def change_row(release: Path, slug: str, key: dict[str, str], **cells: str) -> None:
    """Change cells of the one row of a submission that has a key."""

    def change(rows: list[dict[str, str]]) -> None:
        (row,) = [row for row in rows if all(row[name] == cell for name, cell in key.items())]
        row.update(cells)

    rewrite(release / f"{slug}.csv", change)


def plant_marks(data: Path, name: str, *, but: str) -> None:
    """Seal what is published, and add a release where all rows but one provider's have a mark in text and numbers."""
    dataset = data / SMALL_DATASET
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.parent.name}/{path.name}\n"
        for path in sorted(dataset.glob("*/*"))
    ]
    (dataset / "checksums.txt").write_text("".join(lines), encoding="utf-8")
    embargo = f"{name}T06:00:00+02:00"
    release = add_release(data, name, corrections=({"matt_id": MARKED},), embargo=embargo)

    amounts = iter(MARK_AMOUNTS)

    def mark(rows: list[dict[str, str]]) -> None:
        amount = next(amounts)
        for row in rows:
            # The text of a row that is hidden may tell no number.
            row["kalla"] = f"{MARK_TEXT} {row['period'].replace('/', ' ')}" if row["status"] == OK else MARK_TEXT
            if row["matt_id"] == MARKED and row["varde"]:
                row["varde"] = str(amount)

    for path in sorted(release.glob("*.csv")):
        if path.stem != but:
            rewrite(path, mark)


def note_withdrawn(data: Path, name: str) -> None:
    """Note that there was a release of that date, which was taken back."""
    noted = {"withdrawn": [{"release": name, "date": "2021-06-01", "reason": "fel-fil"}]}
    (data / SMALL_DATASET / "withdrawn.json").write_text(json.dumps(noted), encoding="utf-8")


def decline(release: Path, slug: str) -> None:
    """Let all rows of a provider say that it has declined."""

    def change(rows: list[dict[str, str]]) -> None:
        numbers = ("taljare", "namnare", "personer", "varde", "standardavvikelse", "svarsandel")
        rows[:] = [row | dict.fromkeys(numbers, "") | {"status": "saknas", "orsak": "avbojt"} for row in rows]

    rewrite(release / f"{slug}.csv", change)
