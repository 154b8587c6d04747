"""A data folder with more invented providers than fit on one page: quick to make and to build."""

import csv
import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

from open_comparisons.standard.identifiers import luhn_sum_holds
from tests.small_data import PROJECT, SMALL_DATASET, SMALL_RELEASE, copy_small_data, submissions

MANY_PROVIDERS: Final = 230
"""How many there are; a page holds 200."""
SHARE: Final = "planerat-avslut"
MEAN: Final = "vardtid"
FEW_REPORTED: Final = "metod-med-stod"
"""A share that less than a third of the providers report; all report the other two measures."""
WINDOW: Final = "2020/2022"
YEAR: Final = "2022"
_FIRST: Final = ("Ås", "Äng", "Öd", "Björk", "Lind", "Ek", "Alm", "Sten", "Sjö", "Berg", "É")
_FORMS: Final = ("privat", "kommunal", "ideell")
_SOURCE: Final = "Påhittade exempeldata / Invented example data"


def make_many_providers(folder: Path) -> None:
    """Fill a data folder: the standard, a directory over all counties, and one release in one file."""
    copy_small_data(folder)
    release = folder / SMALL_DATASET / SMALL_RELEASE
    for path in submissions(folder):
        path.unlink()
        path.with_suffix(".json").unlink()
    with (folder / "standard" / "kommuner.csv").open(encoding="utf-8", newline="") as handle:
        areas = [row["kod"] for row in csv.DictReader(handle)]
    providers = [
        {
            "orgnr": number,
            "slug": f"hem-{place}",
            "namn": f"{_FIRST[place % len(_FIRST)]}hemmet {place}",
            "regi": _FORMS[place % len(_FORMS)],
            "kommun_kod": areas[place * len(areas) // MANY_PROVIDERS],
            "malgrupper": SMALL_DATASET,
        }
        for place, number in enumerate(islice(_numbers(), MANY_PROVIDERS))
    ]
    _write(folder / "utforare.csv", _head(PROJECT / "data" / "utforare.csv"), providers)
    example = next((PROJECT / "data" / SMALL_DATASET / SMALL_RELEASE).glob("*.csv"))
    rows = [row for place, provider in enumerate(providers) for row in _rows(place, provider)]
    _write(release / "alla.csv", _head(example), rows)
    note = json.loads(example.with_suffix(".json").read_text(encoding="utf-8")) | {"providers": "many"}
    (release / "alla.json").write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
    metadata = json.loads((release / "metadata.json").read_text(encoding="utf-8"))
    resource = {**metadata["resources"][0], "name": "alla", "path": "alla.csv"}
    metadata |= {"resources": [resource], "corrections": []}
    (release / "metadata.json").write_text(json.dumps(metadata, ensure_ascii=False), encoding="utf-8")


def _rows(place: int, provider: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The rows of one provider: mostly near the group value, some far from it, one in ten protected."""
    base = 40 + place % 50
    part = 0.85 if place % 29 == 0 else 0.25 if place % 31 == 0 else 0.55 + place % 7 / 40
    share = {"taljare": "", "status": "liten-taljare"} if place % 10 == 0 else {"taljare": round(base * part)}
    common = {
        "utforare_orgnr": provider["orgnr"],
        "utforare_namn": provider["namn"],
        "regi": provider["regi"],
        "kommun_kod": provider["kommun_kod"],
        "malgrupp": SMALL_DATASET,
        "matt_version": "1.0",
        "period": WINDOW,
        "kohort": "A",
        "kon": "T",
        "alder": "alla",
        "lagrum": "alla",
        "namnare": base,
        "personer": base,
        "status": "ok",
        "kalla": _SOURCE,
    }
    yield {**common, "matt_id": SHARE, **_with_value(share, base)}
    yield {**common, "matt_id": MEAN, "varde": 150 + place * 7 % 120}
    if place % 3 == 0 and place % 10:
        yield {**common, "matt_id": FEW_REPORTED, **_with_value(share, base)}
    if base >= 60 and place % 10:
        year = {"namnare": base // 3, "personer": base // 3, "period": YEAR}
        yield {**common, "matt_id": MEAN, **year, "varde": 160 + place * 5 % 90}


def _with_value(share: dict[str, Any], base: int) -> dict[str, Any]:
    return share if share["taljare"] == "" else {**share, "varde": round(100 * share["taljare"] / base, 1)}


def _numbers() -> Iterator[str]:
    """Organisation numbers with a right check digit."""
    for number in range(559000000, 559100000):
        digit = next(digit for digit in range(10) if luhn_sum_holds(f"{number}{digit}"))
        written = f"{number}{digit}"
        yield f"{written[:6]}-{written[6:]}"


def _head(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as handle:
        return next(csv.reader(handle))


def _write(path: Path, head: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, head, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
