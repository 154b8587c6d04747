"""Rows of submitted files, and what the checks find in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from open_comparisons.intake.checks.run import check_file
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.provider import Provider, by_id
from open_comparisons.standard.loading import load_standard

STANDARD = load_standard(Path(__file__).parents[1] / "data" / "standard")
OAK = Provider(
    id="455001-0005",
    slug="eken",
    name="Eken",
    ownership="privat",
    area_code="0581",
    from_date=None,
    to_date=None,
    successors=(),
    target_groups=("bu-hvb", "bu-stodboende"),
    methods=(),
    contact_role="Kvalitetsansvarig",
)
TERMS = Terms(STANDARD, STANDARD.thresholds, by_id((OAK,)), "bu-hvb", date(2026, 1, 1))
_NAMES = [column.name for column in STANDARD.columns]
HEADER = ",".join(_NAMES)
SOUND = {
    "utforare_orgnr": OAK.id,
    "utforare_namn": "Eken",
    "regi": "privat",
    "kommun_kod": "0581",
    "malgrupp": "bu-hvb",
    "matt_id": "planerat-avslut",
    "matt_version": "1.0",
    "period": "2021",
    "kohort": "A",
    "kon": "T",
    "alder": "alla",
    "lagrum": "alla",
    "taljare": "31",
    "namnare": "40",
    "personer": "36",
    "varde": "77.5",
    "status": "ok",
}
SURVEY = {
    "matt_id": "trygghet",
    "kohort": "R",
    "taljare": "20",
    "namnare": "25",
    "personer": "",
    "varde": "80",
    "svarsandel": "62",
    "instrument": "Enkät 2023",
}


def file_of(*rows: dict[str, str]) -> bytes:
    """Make a file of rows that are sound but for the cells given."""
    return "\n".join([HEADER, *(",".join({**SOUND, **row}.get(name, "") for name in _NAMES) for row in rows)]).encode()


def found(*rows: dict[str, str], terms: Terms = TERMS) -> list[tuple[str, int, str]]:
    """List code, row and column of all problems of a file with these rows."""
    return found_in(file_of(*rows), terms)


def found_in(content: bytes, terms: Terms = TERMS) -> list[tuple[str, int, str]]:
    """List code, row and column of all problems of a file."""
    return [(problem.code, problem.row, problem.column) for problem in check_file(content, "f.csv", terms)[1]]
