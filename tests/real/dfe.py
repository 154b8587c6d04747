"""
Convert the tables on children looked after in England, four releases, into the shape of the file standard.

The publisher renames columns and rewords labels from release to release, so tables are recognised by their file name,
the four last columns by their place, and labels by the words that have stayed. A column called `characteristic` holds
the measure until 2024 and the target group in 2025; its place has never changed.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tests.real.folder import Dataset, new_folder, write_csv, write_release

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

STANDARD: Final = Path(__file__).with_name("dfe_standard")
SOURCE_FOLDER: Final = "dfe-looked-after-children"
DATASET: Final = "dfe-looked-after"
RELEASES: Final = {
    "release-2022": "2022-11-17",
    "release-2023": "2023-11-16",
    "release-2024": "2024-11-14",
    "release-2025": "2025-11-20",
}
ATTRIBUTION: Final = "Contains public sector information licensed under the Open Government Licence v3.0."
SOURCE: Final = "Department for Education (England), Children looked after in England including adoptions, OGL v3.0"
VERSION: Final = "1.0"

HIDDEN: Final = "c"
NOT_APPLICABLE: Final = "z"
NOT_AVAILABLE: Final = "x"
MARKS: Final[dict[str, Any]] = {
    HIDDEN: {
        "status": "skyddad",
        "meaning": "Hidden to protect confidentiality; secondary suppression may have been applied.",
        "bounds": "from zero to the denominator, where that is shown; none otherwise",
    },
    NOT_APPLICABLE: {"status": "ej-tillampligt", "meaning": "Not applicable.", "bounds": None},
    NOT_AVAILABLE: {"status": "saknas", "reason": "ej-lamnat", "meaning": "Not available.", "bounds": None},
    "k": {
        "status": "ok",
        "meaning": "A percentage that rounds to zero without being zero; the count beside it is shown.",
        "bounds": "above 0 and below 0.5 percent",
    },
}


DESCRIPTION: Final = Dataset(
    name=DATASET,
    file="dfe",
    days=tuple(RELEASES.values()),
    title={"en": "Children looked after in England"},
    publisher={"en": "Department for Education (England)"},
    licence={
        "name": "OGL-UK-3.0",
        "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    },
    notes={"en": f"{ATTRIBUTION} Source: Department for Education. Converted by Open Outcomes."},
    vouched={"en": "Official statistics, protected by the Department for Education's own rule."},
    submission={
        "contact_role": "Looked-after children statistics team",
        "method_note": {
            "en": "Taken from the publisher's tables for local authorities. Shares are worked out from the counts, "
            "with one decimal; the publisher rounds them to whole percent."
        },
        "known_gaps": {
            "en": "Counts and shares carry the publisher's own marks. A share whose denominator is hidden is not "
            "shown, also where its numerator is."
        },
        "approved_by": "Department for Education",
        "protected_by": {
            "en": "Department for Education: small counts are hidden, with secondary suppression within each table."
        },
        "providers": "many",
        "marks": MARKS,
        "exempel": False,
    },
)


class Kind(NamedTuple):
    """A measure, as a label names it, and the measure whose number is its denominator (the total where None)."""

    words: str
    measure: str
    denominator: str | None = None


# Words are looked for in lower case, first match wins; "total" is the row with everyone.
TOTAL: Final = "children"
MEASURES: Final = (
    Kind("unsuitable", "accommodation-unsuitable"),
    Kind("not suitable", "accommodation-unsuitable"),
    Kind("considered suitable", "accommodation-suitable"),
    Kind("no information", "accommodation-unknown"),
    Kind("total", TOTAL),
    Kind("development assessments", "development-up-to-date"),
    Kind("convicted", "convicted"),
    Kind("annual health assessment", "health-assessment"),
    Kind("immunisations", "immunised"),
    Kind("dentist", "dentist"),
    Kind("sdq score was received", "sdq-received"),
    Kind("sdq score is normal", "sdq-normal", "sdq-received"),
    Kind("sdq score is borderline", "sdq-borderline", "sdq-received"),
    Kind("sdq score is a cause for concern", "sdq-concern", "sdq-received"),
    Kind("sdq average score", "sdq-average", "sdq-received"),
    Kind("identified as having a substance", "substance-misuse"),
    Kind("received an intervention", "intervention-received", "substance-misuse"),
    Kind("refused", "intervention-refused", "substance-misuse"),
    Kind("during the previous 2 years", "three-placements-2y"),
    Kind("during the year", "three-placements-1y"),
    Kind("for at least 2 years", "same-carer-2y"),
)
GROUPS: Final = (
    ("development assessments", "development-0-4"),
    ("convictions", "convictions-10-17"),
    ("health assessments", "health-all-ages"),
    ("sdq", "wellbeing-5-16"),
    ("substance misuse", "substance-all-ages"),
    ("17 to 18", "care-leavers-17-18"),
    ("19 to 21", "care-leavers-19-21"),
    ("2.5 years", "stability-long-term"),
    ("2 years", "stability-two-years"),
    ("31 march", "stability-one-day"),
)
MEANS: Final = frozenset({"sdq-average"})
TABLES: Final = ("la_conviction_health_outcome_cla", "la_care_leavers_accommodation_suitability", "stability")
KEPT_COLUMNS: Final = ("time_period", "geographic_level", "region_code", "region_name", "la_name", "new_la_code")


class Cell(NamedTuple):
    """One source row of one council: where it belongs, and its number and percentage as the publisher wrote them."""

    council: str
    year: int
    group: str
    measure: str
    number: str
    percentage: str


@dataclass
class Council:
    """A council as the tables know it: names and regions by release, and the years it has figures for."""

    code: str
    name: str = ""
    region_code: str = ""
    region: str = ""
    releases: set[int] = field(default_factory=set)
    active: set[int] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    begins: str = ""
    ends: str = ""
    slug: str = ""
    successor: str = ""


def convert(source: Path, target: Path) -> dict[str, Any]:
    """
    Write a data folder.

    Args:
        source: Folder of the four releases.
        target: The data folder to write; what is there is replaced.

    Returns:
        Numbers to tell people: rows per release, and providers.

    Raises:
        ValueError: A label, a column or a mark is not one of those known; the message names it.
    """
    new_folder(target, STANDARD)
    councils: dict[str, Council] = {}
    cells = {release: list(read_release(source / release, councils)) for release in RELEASES}
    name_councils(councils)
    write_councils(councils, target)
    return {
        "providers": len(councils),
        "rows": {
            day: write_release(DESCRIPTION, day, COLUMNS, _rows(cells[release], councils), target)
            for release, day in RELEASES.items()
        },
    }


def read_release(folder: Path, councils: dict[str, Council]) -> Iterator[Cell]:
    """All cells of councils in one release; what is learnt about the councils is added."""
    release_year = int(folder.name[-4:])
    for table in TABLES:
        (path,) = [path for path in sorted(folder.glob("*.csv")) if table in path.name]
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.reader(handle)
            head = next(reader)
            missing = set(KEPT_COLUMNS) - set(head)
            if missing or len(head) != 14:
                message = f"{path.name}: the columns are not those known ({', '.join(sorted(missing)) or len(head)})."
                raise ValueError(message)
            place = {name: head.index(name) for name in KEPT_COLUMNS}
            for row in reader:
                if row[place["geographic_level"]] != "Local authority":
                    continue
                cell = Cell(
                    council=row[place["new_la_code"]],
                    year=int(row[place["time_period"]]),
                    group=group_of(row[10]),
                    measure=measure_of(row[11]).measure,
                    number=row[12],
                    percentage=row[13],
                )
                council = councils.setdefault(cell.council, Council(cell.council))
                council.name = row[place["la_name"]]
                council.region_code, council.region = row[place["region_code"]], row[place["region_name"]]
                council.releases.add(release_year)
                council.groups.add(cell.group)
                if cell.number != NOT_APPLICABLE:
                    council.active.add(cell.year)
                yield cell


def group_of(label: str) -> str:
    """The target group that a label names."""
    return next((group for words, group in GROUPS if words in label.lower()), "") or _unknown(label)


def measure_of(label: str) -> Kind:
    """The measure that a label names."""
    return next((kind for kind in MEASURES if kind.words in label.lower()), None) or _unknown(label)


def _unknown(label: str) -> Any:
    message = f"{label!r}: no target group or measure has this label. Add its words to the converter."
    raise ValueError(message)


def name_councils(councils: dict[str, Council]) -> None:
    """
    Give each council its address, its first and last day and the one that took over.

    A council begins with its first year of figures, or, under a code that came later, with the year of the release
    that brought the code. It ends with its last year of figures. Two codes of one name are told apart by the code.
    """
    first_release, last_release = (pick(c.releases for c in councils.values()) for pick in (_least, _greatest))
    first_year, last_year = (pick(c.active for c in councils.values()) for pick in (_least, _greatest))
    for council in councils.values():
        newer = [other for other in councils.values() if other.name == council.name and _later(other, council)]
        council.slug = re.sub(r"[^a-z0-9]+", "-", council.name.lower()).strip("-")
        if newer:
            council.slug += f"-{council.code.lower()}"
        begins = min(council.releases) if min(council.releases) > first_release else min(council.active)
        if begins > first_year:
            council.begins = f"{begins - 1}-04-01"
        if max(council.active) < last_year or max(council.releases) < last_release:
            council.ends = f"{max(council.active)}-03-31"
    for council in councils.values():
        heirs = [
            other
            for other in councils.values()
            if council.ends and other.begins == f"{council.ends[:4]}-04-01" and council.name in other.name
        ]
        council.successor = heirs[0].slug if len(heirs) == 1 else ""
    names = [council.name for council in councils.values()]
    for council in councils.values():
        if names.count(council.name) > 1 and council.slug.endswith(council.code.lower()):
            council.name = f"{council.name} ({council.code})"


def _later(one: Council, other: Council) -> bool:
    return (max(one.releases), max(one.active), one.code) > (max(other.releases), max(other.active), other.code)


def _least(sets: Iterator[set[int]]) -> int:
    return min(map(min, sets))


def _greatest(sets: Iterator[set[int]]) -> int:
    return max(map(max, sets))


def write_councils(councils: Mapping[str, Council], target: Path) -> None:
    """The directory, and the list of areas: each council with its region."""
    ordered = sorted(councils.values(), key=lambda council: council.slug)
    write_csv(
        target / "utforare.csv",
        ["code", "slug", "name", "ownership", "area_code", "from", "to", "successor", "target_groups"],
        [
            [c.code, c.slug, c.name, "council", c.code, c.begins, c.ends, c.successor, " ".join(sorted(c.groups))]
            for c in ordered
        ],
    )
    write_csv(
        target / "standard" / "councils.csv",
        ["kod", "namn", "grupp_kod", "grupp_namn"],
        [[c.code, c.name, c.region_code, c.region] for c in ordered],
    )


COLUMNS: Final = (
    "council_code",
    "council_name",
    "ownership",
    "unit_id",
    "area_code",
    "target_group",
    "measure_id",
    "measure_version",
    "period",
    "cohort",
    "numerator",
    "denominator",
    "value",
    "status",
    "reason",
    "source",
)
_KINDS: Final = {kind.measure: kind for kind in MEASURES}
_COHORTS: Final = {"sdq-received": "scored", "substance-misuse": "misuse"}


def _rows(cells: list[Cell], councils: Mapping[str, Council]) -> list[tuple[str, ...]]:
    """The rows of one release, sorted."""
    numbers = {(cell.council, cell.year, cell.group, cell.measure): cell.number for cell in cells}
    return sorted(_row(cell, numbers, councils[cell.council]) for cell in cells)


def _row(cell: Cell, numbers: Mapping[tuple[str, int, str, str], str], council: Council) -> tuple[str, ...]:
    of = _KINDS[cell.measure].denominator or TOTAL
    base = "" if cell.measure == TOTAL else numbers[cell.council, cell.year, cell.group, of]
    numerator, denominator, value, status, reason = reading(cell.measure, cell.number, base)
    return (
        cell.council,
        council.name,
        "council",
        "",
        cell.council,
        cell.group,
        cell.measure,
        VERSION,
        f"{cell.year - 1}-04/{cell.year}-03",
        _COHORTS.get(of, "group"),
        numerator,
        denominator,
        value,
        status,
        reason,
        SOURCE,
    )


def reading(measure: str, number: str, base: str) -> tuple[str, str, str, str, str]:
    """
    What a number and its base say in the standard's terms.

    Args:
        measure: The measure's code.
        number: The publisher's number or mark.
        base: The number or mark of the row that is its denominator; "" for a total.

    Returns:
        Numerator, denominator, value, status and reason. A number whose base is hidden is hidden as well, since no
        share can be told; a base of nobody leaves nothing to tell, so the row does not apply.
    """
    for mark in (number, base):
        if mark in {NOT_APPLICABLE, NOT_AVAILABLE}:
            return "", "", "", str(MARKS[mark]["status"]), str(MARKS[mark].get("reason", ""))
    if base == "0":
        return "", "", "", "ej-tillampligt", ""
    if HIDDEN in {number, base}:
        return "", "" if base == HIDDEN else base, "", "skyddad", ""
    if measure == TOTAL:
        return "", "", str(int(number)), "ok", ""
    if measure in MEANS:
        return "", str(int(base)), f"{float(number):.1f}", "ok", ""
    return str(int(number)), str(int(base)), f"{100 * int(number) / int(base):.1f}", "ok", ""
