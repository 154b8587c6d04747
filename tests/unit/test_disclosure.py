"""The primary rule, and what a protected table leaves out by construction."""

from pathlib import Path

import pytest

from open_comparisons.intake.cells import read_table
from open_comparisons.intake.protected_table import NUMBERS, PERMITTED, disclosure_status, protected_table
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.statuses import ALL_BUT_FEW, FEW, OK, STATUSES, SUPPRESSED

STANDARD = load_standard(Path(__file__).parents[2] / "data" / "standard")
OPEN = OK


@pytest.mark.parametrize(
    ("numerator", "denominator", "status"),
    [
        (4, 9, SUPPRESSED),
        (3, 40, FEW),
        (38, 40, ALL_BUT_FEW),
        (0, 40, FEW),
        (40, 40, ALL_BUT_FEW),
        (20, 40, OPEN),
        (5, 10, OPEN),
        (None, 9, SUPPRESSED),
        (None, 10, OPEN),
        (4, None, FEW),
        (5, None, OPEN),
    ],
)
def test_small_counts_and_complements_are_protected(numerator, denominator, status):
    """A row is open only when its denominator, its numerator and its complement all reach their thresholds."""
    assert status == disclosure_status(numerator, denominator, min_denominator=10, min_count=5)


def table_of(*rows, slugs=None):
    """The protected table of rows that no check has seen; each is a mapping of column name to cell."""
    names = [column.name for column in STANDARD.columns]
    lines = [",".join(row.get(name, "") for name in names) for row in rows]
    table, _ = read_table("\n".join([",".join(names), *lines]).encode(), "f.csv", STANDARD.columns, STANDARD)
    return protected_table("bu-hvb", "2024-05-15", [table], STANDARD, slugs or {})


@pytest.mark.parametrize("status", STATUSES)
def test_numbers_that_a_status_forbids_are_absent_whatever_came_in(status):
    """A planted number in a hidden row does not reach the table."""
    numbers = dict.fromkeys(("taljare", "namnare", "personer", "varde", "standardavvikelse", "svarsandel"), "98")
    columns = table_of({"matt_id": "planerat-avslut", "period": "2021", "status": status, **numbers}).columns
    assert {role for role in NUMBERS if columns[role][0] is not None} == PERMITTED[status]


def test_shares_and_response_rates_become_fractions():
    """Percent in files, 0-1 in code; other measures keep their unit."""
    columns = table_of(
        {"matt_id": "planerat-avslut", "period": "2021", "status": "ok", "varde": "77.5", "svarsandel": "62"},
        {"matt_id": "vardtid", "period": "2021", "status": "ok", "varde": "212", "standardavvikelse": "90"},
    ).columns
    assert columns["value"] == (0.775, 212)
    assert columns["standard_deviation"] == (None, 90)
    assert columns["response_rate"] == (0.62, None)


def test_periods_are_canonical_and_rows_sorted_by_slug_and_days():
    """Providers come in the order of their address names, periods in the order of their days."""
    rows = [("b", "2022"), ("b", "2020-01/2022-12"), ("a", "2021"), ("b", "2021-07/2022-06")]
    table = table_of(
        *({"utforare_orgnr": name, "matt_id": "trygghet", "period": period, "status": "ok"} for name, period in rows),
        slugs={"a": "vid-an", "b": "backen"},
    )
    assert table.columns["provider"] == ("backen", "backen", "backen", "vid-an")
    assert table.columns["period"] == ("2020/2022", "2021-07/2022-06", "2022", "2021")
    assert [day.isoformat() for day in table.columns["end"]] == ["2022-12-31", "2022-06-30", "2022-12-31", "2021-12-31"]
    assert table.columns["row"] == (3, 5, 2, 4)
    assert len(table) == 4


def test_a_blank_code_means_everyone():
    """A dimension left blank is the total."""
    columns = table_of({"matt_id": "trygghet", "period": "2021", "status": "ok"}).columns
    assert {name: columns[name] for name in ("kon", "alder", "lagrum")} == {
        "kon": ("T",),
        "alder": ("alla",),
        "lagrum": ("alla",),
    }
