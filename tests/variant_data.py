"""Small data with several changes that do not touch each other, so that the tests of each share one built site."""

import json
from pathlib import Path
from typing import Any

from tests.small_data import SMALL_DATASET, SMALL_RELEASE, copy_small_data, decline, rewrite, submissions

EVIDENCE, EVIDENCE_LINK = "Påhittat forskningsläge.", "https://example.org/metod"
DESCRIBED_METHOD = "Motiverande samtal"
CHANGED_MEASURE = "planerat-avslut"
NEW_DEFINITION = "Nya ord."
EARLIER_STANDARD = "0.9.0"
TWICE_MEASURED, BY_BOTH = "trygghet", ("ogontrosten", "regionhemmet-almgarden")
FIRST_INSTRUMENT, OTHER_INSTRUMENT = "Exempelenkät unga 1.0", "Hemmets <egen> enkät & fler"


def make_variant_data(folder: Path) -> None:
    """
    Copy the small data and change it.

    - one method says what research knows of it
    - the standard has no map
    - the first measure has an earlier version
    - an earlier version of the standard's files is kept
    - the first provider has declined, and others have answered
    - two providers have also taken a measure with another instrument
    """
    copy_small_data(folder)
    standard = folder / "standard"
    describe_a_method(standard)
    remove_the_map(standard)
    add_a_version_of_a_measure(standard)
    keep_files_of_an_earlier_standard(standard)
    note_answers(folder)
    add_another_instrument(folder / SMALL_DATASET / SMALL_RELEASE)


def describe_a_method(standard: Path) -> None:
    """Say what research knows of one method, with a source."""
    lists = _read(standard / "kodlistor.json")
    (method,) = (code for code in lists["metod"] if code["code"] == DESCRIBED_METHOD)
    method["evidence"] = {"sv": EVIDENCE, "en": "Invented evidence."}
    method["lank"] = EVIDENCE_LINK
    _write(standard / "kodlistor.json", lists)


def remove_the_map(standard: Path) -> None:
    """Remove the map, which is optional."""
    main = _read(standard / "standard.json")
    (standard / main.pop("map")).unlink()
    _write(standard / "standard.json", main)


def add_a_version_of_a_measure(standard: Path) -> None:
    """Give the first measure a new definition in a later version of the standard."""
    measures = _read(standard / "matt.json")
    names = ("version", "since", "title", "summary", "definition", "numerator", "denominator")
    old = {name: measures[0][name] for name in (*names, "kind", "unit", "direction", "cohort", "caution")}
    new = {"version": "2.0", "since": "1.2.0", "definition": {"sv": NEW_DEFINITION, "en": "New words."}}
    measures[0] |= new | {"earlier_versions": [old]}
    _write(standard / "matt.json", measures)
    example = standard / "exempel" / "verkliga.csv"
    rows = example.read_text(encoding="utf-8").replace(f"{CHANGED_MEASURE},1.0", f"{CHANGED_MEASURE},2.0")
    example.write_text(rows, encoding="utf-8")


def keep_files_of_an_earlier_standard(standard: Path) -> None:
    """Keep a file of an earlier version in the folder of that version."""
    folder = standard / "tidigare" / EARLIER_STANDARD
    folder.mkdir(parents=True)
    (folder / "standard.json").write_text("{}", encoding="utf-8")


def note_answers(data: Path) -> None:
    """Let the first provider decline, four approve and one comment."""
    first, *others = sorted({path.stem for path in submissions(data)})
    decline(data / SMALL_DATASET / SMALL_RELEASE, first)
    answers = {first: "declined", **dict(zip(others, ["approved"] * 4 + ["comment"], strict=False))}
    outcomes = {
        slug: {"outcome": outcome, "by_role": "Verksamhetschef", "date": "2024-04-10"}
        for slug, outcome in answers.items()
    }
    log = {"days": 14, "sent": dict.fromkeys(answers, "2024-04-01"), "outcomes": outcomes}
    _write(data / SMALL_DATASET / f"replies-{SMALL_RELEASE}.json", log)


def add_another_instrument(release: Path) -> None:
    """Repeat the rows of a measure at two providers, as if another instrument had given the same answers."""

    def repeat(rows: list[dict[str, str]]) -> None:
        rows += [row | {"instrument": OTHER_INSTRUMENT} for row in rows if row["matt_id"] == TWICE_MEASURED]

    for slug in BY_BOTH:
        rewrite(release / f"{slug}.csv", repeat)


def _read(path: Path) -> Any:  # the JSON of the standard, whatever its shape
    return json.loads(path.read_text(encoding="utf-8"))


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
