"""
Convert the tables behind CMS's ratings of hospitals in the USA, three releases, into the shape of the file standard.

A table is wide: one row per hospital, and for each measure a value and what it rests on. An empty cell becomes no row.
The catalogue of the standard says of each measure what kind it is; this module knows how each kind stands in the table.
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from open_comparisons.standard.periods import Span, canonical_period
from tests.real.folder import Dataset, new_folder, write_csv, write_release

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

STANDARD: Final = Path(__file__).with_name("cms_standard")
SOURCE_FOLDER: Final = "cms-hospital-measures"
DATASET: Final = "cms-hospitals"
GROUP: Final = "hospital-patients"
VERSION: Final = "1.0"


class Report(NamedTuple):
    """
    Where the figures of a release come from.

    CMS rates hospitals on figures it has published before, and the list of measures gives their periods by report. The
    ratings of April 2021 rest on the report of October 2020: OP_30 and ED_2B end with it, and the surveys of 2019 begin
    with it. Those of July 2022 rest on July 2021: surveys and vaccinations are the same as before, cell by cell, while
    readmissions count fewer than half as many patients, as the six months of that report do. Those of July 2023 rest on
    January 2023, as the package that the tables come from says.
    """

    table: str
    listed: str
    words: str


# A release is a date; the publisher tells the month, so the first of it stands for it.
REPORTS: Final = {
    "2021-04-01": Report("2021-04", "2020-10-01", "October 2020"),
    "2022-07-01": Report("2022-07", "2021-07-01", "July 2021"),
    "2023-07-01": Report("2023-07", "2023-01-01", "January 2023"),
}
# Missing in the list of January 2023, and of one period with the other in every list that has both.
SAME_PERIOD: Final = {"PC_01": "SEP_1"}

SURVEYS: Final = "H_NUMB_COMP"
RESPONSE_RATE: Final = "H_RESP_RATE_P"
_BESIDE: Final = re.compile(rf"PROVIDER_ID|.*_DEN(_VOL|_PRED)?|{SURVEYS}|{RESPONSE_RATE}")

# A ratio has three decimals; a sum of binary fractions is out by less than this.
_RATIO_ROUNDING: Final = 0.0006
_FLOAT_NOISE: Final = 1e-9
# Published as a fraction; the standard has percent.
_FRACTIONS: Final = re.compile(r"(READM_30|MORT_30|COMP)_\w+|OP_22|IMM_3|HCP_COVID_19")

NOT_STATED: Final = "not-stated"
TYPES: Final = {
    "Acute Care Hospitals": "acute-care",
    "Critical Access Hospitals": "critical-access",
    "Acute Care - Veterans Administration": "veterans",
    "Acute Care - Department of Defense": "defense",
    "Childrens": "childrens",
    "Psychiatric": "psychiatric",
    "": NOT_STATED,
}
_STATES: Final = """
AK Alaska|AL Alabama|AR Arkansas|AS American Samoa|AZ Arizona|CA California|CO Colorado|CT Connecticut
DC District of Columbia|DE Delaware|FL Florida|GA Georgia|GU Guam|HI Hawaii|IA Iowa|ID Idaho|IL Illinois|IN Indiana
KS Kansas|KY Kentucky|LA Louisiana|MA Massachusetts|MD Maryland|ME Maine|MI Michigan|MN Minnesota|MO Missouri
MP Northern Mariana Islands|MS Mississippi|MT Montana|NC North Carolina|ND North Dakota|NE Nebraska|NH New Hampshire
NJ New Jersey|NM New Mexico|NV Nevada|NY New York|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|PR Puerto Rico
RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VA Virginia|VI Virgin Islands|VT Vermont
WA Washington|WI Wisconsin|WV West Virginia|WY Wyoming
"""
STATES: Final = {entry[:2]: entry[3:] for entry in re.split(r"[|\n]", _STATES.strip())} | {"": "State not stated"}

COLUMNS: Final = (
    "hospital_id",
    "target_group",
    "measure_id",
    "measure_version",
    "period",
    "numerator",
    "denominator",
    "value",
    "response_rate",
    "source",
)
_NOTES: Final = (
    "Source: Centers for Medicare & Medicaid Services (CMS), Care Compare. Converted by Open Outcomes; CMS has neither "
    "made nor approved this. The figures are those of the Care Compare report of {words}, with which CMS computed the "
    "ratings it released in the month of this release. Each measure has a period of its own. CMS publishes no figure "
    "that rests on too few patients: by most measures fewer than 11 or 25, and fewer than 100 completed surveys."
)
DESCRIPTION: Final = Dataset(
    name=DATASET,
    file="cms",
    days=tuple(REPORTS),
    title={"en": "Hospital quality in the USA"},
    publisher={"en": "Centers for Medicare & Medicaid Services (CMS)"},
    licence={"name": "US-public-domain", "path": "https://www.usa.gov/government-copyright"},
    notes={"en": _NOTES},
    vouched={"en": "Official statistics, protected by CMS's own rule on the smallest denominators."},
    submission={
        "contact_role": "CMS, Care Compare",
        "method_note": {
            "en": "Values are the publisher's. Of shares it publishes the rounded share and the denominator; the "
            "numerator is the whole number nearest to their product. Of infections it publishes the ratio and the "
            "predicted number; the observed number is their product, which comes out whole. The denominator of the "
            "patient safety composite is rounded to one decimal."
        },
        "known_gaps": {
            "en": "An empty cell of the publisher's table is no row here: the hospital did not report, or had too few "
            "patients. The table does not tell the two apart."
        },
        "approved_by": "Centers for Medicare & Medicaid Services",
        "protected_by": {"en": "Centers for Medicare & Medicaid Services: figures on too few patients are left out."},
        "providers": "many",
        "exempel": False,
    },
)


@dataclass(frozen=True)
class Hospital:
    """A hospital as the publisher's list has it; all but the id may be missing."""

    id: str
    name: str
    type: str
    state: str
    county: str

    @property
    def area(self) -> tuple[str, str, str, str]:
        """Code and name of its county, and of its state."""
        state = self.state or NOT_STATED
        county = re.sub(r"[^A-Z]+", "-", self.county).strip("-") or NOT_STATED
        return f"{state}-{county}".lower(), tidy(self.county) or "County not stated", state, STATES[self.state]


def convert(source: Path, target: Path, *, providers: int | None = None) -> dict[str, Any]:
    """
    Write a data folder.

    Args:
        source: Folder of the publisher's tables.
        target: The data folder to write; what is there is replaced.
        providers: How many hospitals to keep, in the order of their ids; all when None.

    Returns:
        Numbers to tell people: rows per release, and providers.

    Raises:
        ValueError: A column, a code or a value is not one of those known; the message names it.
    """
    new_folder(target, STANDARD)
    tables = {day: read_table(source, report.table) for day, report in REPORTS.items()}
    kept = sorted({row["PROVIDER_ID"] for table in tables.values() for row in table})[:providers]
    write_hospitals(list(read_hospitals(source, kept)), target)
    periods = read_periods(source)
    catalogue = {entry["id"]: entry for entry in json.loads((STANDARD / "matt.json").read_text(encoding="utf-8"))}
    written = {}
    for day, table in tables.items():
        words = REPORTS[day].words
        rows = list(_rows(table, frozenset(kept), catalogue, periods[day], f"CMS, Care Compare, report of {words}"))
        notes = {"en": _NOTES.format(words=words)}
        written[day] = write_release(DESCRIPTION, day, COLUMNS, rows, target, notes)
    return {"providers": len(kept), "rows": written}


def read_table(source: Path, release: str) -> list[dict[str, str]]:
    """The wide table of a release, one record per hospital."""
    return _read(source / f"hospital_measures_release_{release}.csv")


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def read_periods(source: Path) -> dict[str, dict[str, str]]:
    """For each release, the period of each measure in the report that its figures come from."""
    listed: dict[str, dict[str, str]] = {}
    for row in _read(source / "measure_info.csv"):
        days = Span(date.fromisoformat(row["data_start_date"]), date.fromisoformat(row["data_end_date"]))
        listed.setdefault(row["report_date"], {})[row["measure_id"]] = canonical_period(days)
    periods = {day: listed[report.listed] for day, report in REPORTS.items()}
    for found in periods.values():
        for measure, other in SAME_PERIOD.items():
            found.setdefault(measure, found[other])
    return periods


def read_hospitals(source: Path, ids: Sequence[str]) -> Iterator[Hospital]:
    """The hospitals with these ids; one that the publisher's list lacks is known by its id alone."""
    listed = {row["PROVIDER_ID"]: row for row in _read(source / "hospital_info.csv")}
    for provider in ids:
        row = listed.get(provider)
        if row is None:
            yield Hospital(provider, f"Hospital {provider}", NOT_STATED, "", "")
        else:
            yield Hospital(
                provider, tidy(row["hospital_name"]), TYPES[row["hospital_type"]], row["state"], row["county"]
            )


_SMALL: Final = frozenset({"and", "at", "by", "de", "del", "for", "in", "la", "of", "on", "the", "to"})
_SHORT: Final = frozenset({"st", "mt", "ft", "dr", "jr", "sr", "ltd", "ctr", "hlth", "hsptl"})
_CAPITALS: Final = frozenset(
    {"va", "usa", "hca", "iu", "ou", "umc", "uc", "upmc", "ahn", "uab", "us", "ii", "iii", "cah"}
)
_WORD: Final = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")


def tidy(name: str) -> str:
    """
    A name in capitals and small letters.

    The publisher writes nearly all names in capitals. Initials cannot be told from words with certainty: a word
    without vowels is taken for initials, and so are a few that are known. A name with small letters is left alone.
    """
    if name != name.upper():
        return name
    return _WORD.sub(lambda found: _cased(found[0].lower(), first=found.start() == 0), " ".join(name.split()))


def _cased(word: str, *, first: bool) -> str:
    if word in _SMALL and not first:
        return word
    if word in _CAPITALS or (word not in _SHORT and not re.search("[aeiouy]", word)):
        return word.upper()
    start = 2 if re.match("mc[a-z]{3}|o'[a-z]{2}", word) else 0
    return word[:start].capitalize() + word[start:].capitalize()


def write_hospitals(hospitals: Sequence[Hospital], target: Path) -> None:
    """The directory, and the list of areas: each county with its state."""
    write_csv(
        target / "utforare.csv",
        ["hospital_id", "slug", "name", "type", "area_code", "target_groups"],
        [[h.id, h.id.lower(), h.name, h.type, h.area[0], GROUP] for h in hospitals],
    )
    write_csv(
        target / "standard" / "counties.csv",
        ["kod", "namn", "grupp_kod", "grupp_namn"],
        sorted({hospital.area for hospital in hospitals}),
    )


def _rows(
    table: Sequence[Mapping[str, str]],
    kept: frozenset[str],
    catalogue: Mapping[str, Mapping[str, Any]],
    periods: Mapping[str, str],
    source: str,
) -> Iterator[tuple[str, ...]]:
    measures = measures_of(table)
    unknown = [measure for measure in measures if measure not in catalogue or measure not in periods]
    if unknown:
        message = f"{', '.join(unknown)}: no such measure in the catalogue, or no period for it. Add it."
        raise ValueError(message)
    for row in table:
        if row["PROVIDER_ID"] not in kept:
            continue
        for measure in measures:
            if row[measure]:
                entry = catalogue[measure]
                figures = figures_of(row, measure, entry["kind"], entry["decimals"])
                yield row["PROVIDER_ID"], GROUP, measure, VERSION, periods[measure], *figures, source


def measures_of(table: Sequence[Mapping[str, str]]) -> list[str]:
    """The measures that a table has a column for."""
    return [column for column in table[0] if not _BESIDE.fullmatch(column)]


def figures_of(row: Mapping[str, str], measure: str, kind: str, decimals: int) -> tuple[str, str, str, str]:
    """
    What the cells of a measure say in the standard's terms.

    Args:
        row: A hospital's row of the table.
        measure: The measure; its cell is not empty.
        kind: "share", "ratio", "reported" or "rating".
        decimals: With how many decimals the standard has the measure.

    Returns:
        Numerator, denominator, value and response rate; "" where there is none.

    Raises:
        ValueError: The publisher's value has more decimals than the standard keeps, or parts that cannot be whole.
    """
    published = float(row[measure])
    if kind == "rating":
        return "", _number(row[SURVEYS]), _rounded(published, decimals, measure), _number(row[RESPONSE_RATE])
    if kind == "ratio":
        predicted = float(row[f"{measure}_DEN_PRED"])
        observed = round(published * predicted)
        if abs(observed / predicted - published) > _RATIO_ROUNDING:
            message = f"{measure}: {published} of {predicted} predicted gives no whole number of infections."
            raise ValueError(message)
        return str(observed), _number(row[f"{measure}_DEN_PRED"], 3), _rounded(published, decimals, measure), ""
    base = _number(row[f"{measure}_DEN"], 1)
    if kind == "reported":
        value = published * 100 if _FRACTIONS.fullmatch(measure) else published
        return "", base, _rounded(value, decimals, measure), ""
    return str(round(published * int(base))), base, _rounded(published * 100, decimals, measure), ""


def _rounded(value: float, decimals: int, measure: str) -> str:
    """The value as the standard writes it; only what a computer adds in its last places may be lost."""
    rounded = round(value, decimals)
    if abs(rounded - value) > _FLOAT_NOISE:
        message = f"{measure}: {value} has more than {decimals} decimals."
        raise ValueError(message)
    return _plain(rounded)


def _number(text: str, decimals: int = 0) -> str:
    """A number of the table with at most these decimals."""
    return _plain(round(float(text), decimals))


def _plain(number: float) -> str:
    return str(int(number)) if number.is_integer() else repr(number)
