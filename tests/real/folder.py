"""What all converters share: writing a data folder in the shape of the file standard."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    Texts = Mapping[str, str]


@dataclass(frozen=True)
class Dataset:
    """
    What all releases of a dataset say of themselves; texts are given per language.

    Attributes:
        name: The dataset's code, and the name of its folder.
        file: Name of the one submission, without its ending.
        days: The dates of all releases, oldest first.
        title, publisher, notes: As in `metadata.json`.
        licence: An entry of "licenses" there.
        vouched: Why the release vouches for the publisher's own protection.
        submission: The whole JSON file of the submission.
    """

    name: str
    file: str
    days: Sequence[str]
    title: Texts
    publisher: Texts
    licence: Mapping[str, str]
    notes: Texts
    vouched: Texts
    submission: Mapping[str, Any]

    def metadata(self, day: str, notes: Texts | None = None) -> dict[str, Any]:
        """The Data Package of one release; `notes` replaces the dataset's own."""
        after = [other for other in self.days if other > day]
        return {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": f"{self.name}-{day}",
            "title": self.title.get("sv") or self.title["en"],
            "title_en": self.title["en"],
            "version": day,
            "licenses": [self.licence],
            "publisher": self.publisher,
            "standard_version": "1.0.0",
            "released": day,
            "next_release": after[0] if after else None,
            "embargo": None,
            "notes": notes or self.notes,
            "exempel": False,
            "thresholds": None,
            "corrections": [],
            "opened": [],
            "protected_by": {self.file: self.vouched},
            "resources": [
                {
                    "name": self.file,
                    "path": f"{self.file}.csv",
                    "format": "csv",
                    "mediatype": "text/csv",
                    "encoding": "utf-8",
                }
            ],
        }


def new_folder(target: Path, standard: Path) -> None:
    """Make an empty data folder with a copy of its standard; what was there is removed."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(standard, target / "standard")


def write_release(
    dataset: Dataset,
    day: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    target: Path,
    notes: Texts | None = None,
) -> int:
    """Write one release with its one submission; the number of rows is returned."""
    folder = target / dataset.name / day
    folder.mkdir(parents=True)
    write_csv(folder / f"{dataset.file}.csv", columns, rows)
    write_json(folder / f"{dataset.file}.json", dataset.submission)
    write_json(folder / "metadata.json", dataset.metadata(day, notes))
    return len(rows)


def write_csv(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV file: UTF-8, comma, a line feed after each row."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a JSON file as people read it."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
