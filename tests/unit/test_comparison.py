"""What may be said of a provider beside its group."""

import dataclasses
from datetime import date
from types import MappingProxyType

import pandas as pd
import pytest

from open_comparisons.estimates.comparison import category, compare
from open_comparisons.intake.disclosure import ProtectedTable
from open_comparisons.intake.releases import Provider
from open_comparisons.intake.standard import load_standard


@pytest.fixture(scope="session")
def standard(project):
    """Load the Swedish standard."""
    return load_standard(project / "data" / "standard")


def provider(number: int) -> Provider:
    """Make a provider of the target group."""
    return Provider(str(number), f"p{number}", f"P {number}", "privat", "0180", None, None, "", ("bu-hvb",), (), "Chef")


def table(rows: list[tuple[str, int | None, int | None]], measure: str = "planerat-avslut") -> ProtectedTable:
    """Make a protected table of one measure and period: status, numerator, denominator per provider."""
    size = len(rows)
    fixed = {
        "unit_id": "", "unit_name": "", "target_group": "bu-hvb", "measure_id": measure, "measure_version": "1.0",
        "period": "2020/2022", "start": date(2020, 1, 1), "end": date(2022, 12, 31), "cohort": "A", "instrument": "",
        "kon": "T", "alder": "alla", "lagrum": "alla", "persons": None, "value": None, "standard_deviation": None,
        "response_rate": None, "reason": "", "source": "", "comment": "",
    }  # fmt: skip
    columns = {name: (value,) * size for name, value in fixed.items()}
    columns |= {
        "provider_id": tuple(str(number) for number in range(size)),
        "provider": tuple(f"p{number}" for number in range(size)),
        "status": tuple(row[0] for row in rows),
        "numerator": tuple(row[1] for row in rows),
        "denominator": tuple(row[2] for row in rows),
        "row": tuple(range(size)),
    }
    return ProtectedTable("bu-hvb", "2024-05-15", MappingProxyType(columns))


def compared(rows, standard, measure="planerat-avslut") -> pd.DataFrame:
    """Compare a made table."""
    return compare(table(rows, measure), standard, [provider(number) for number in range(len(rows) + 2)])


MIDDLE = [("ok", 50, 100)] * 5


def test_a_value_within_what_chance_allows_cannot_be_told_apart(standard):
    """Inside the 95 % limits nothing is claimed."""
    frame = compared([*MIDDLE, ("ok", 9, 15)], standard)
    assert frame["category"].iloc[-1] == "gar-inte-att-skilja"
    assert frame["category_reason"].iloc[-1] == ""


@pytest.mark.parametrize(
    ("numerator", "expected"),
    [(30, "lagre"), (38, "kanske-lagre"), (50, "gar-inte-att-skilja"), (61, "kanske-hogre"), (70, "hogre")],
)
def test_the_category_follows_the_control_limits(standard, numerator, expected):
    """Between 95 and 99.8 % is maybe, beyond is lower or higher."""
    frame = compared([*[("ok", 500, 1000)] * 5, ("ok", numerator, 100)], standard)
    assert expected == frame["category"].iloc[-1]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([*MIDDLE, ("skyddad", None, None)], "visas-inte"),
        ([*MIDDLE, ("skyddad", None, 30)], "visas-inte"),
        (MIDDLE[:4], "for-fa-utforare"),
        ([*MIDDLE, ("ok", 500, 1000)], "en-utforare-dominerar"),
        ([*MIDDLE, ("liten-taljare", None, 14)], "flera-svar-i-spannet"),
    ],
)
def test_what_cannot_be_judged_says_why(standard, rows, reason):
    """Hidden, too few providers, one that dominates, or a band with several answers."""
    last = compared(rows, standard).iloc[-1]
    assert (last["category"], last["category_reason"]) == ("kan-ej-bedomas", reason)


def test_a_band_gets_a_category_when_all_its_counts_agree(standard):
    """Anything from 0 to 4 of 60 is lower than half."""
    assert compared([*MIDDLE, ("liten-taljare", None, 60)], standard)["category"].iloc[-1] == "lagre"
    assert compared([*MIDDLE, ("liten-rest", None, 60)], standard)["category"].iloc[-1] == "hogre"


def test_a_band_is_a_range_and_never_a_point(standard):
    """Its value is missing; its interval goes from the lowest count's limit to the highest count's."""
    row = compared([*MIDDLE, ("liten-taljare", None, 20)], standard).iloc[-1]
    assert pd.isna(row["value"])
    assert (row["lowest"], row["highest"]) == (0.0, 0.2)
    assert row["lower_95"] == 0
    assert row["upper_95"] == pytest.approx(0.416, abs=0.001)  # Wilson, 4 of 20


def test_a_hidden_row_has_no_estimate_at_all(standard):
    """Neither value, range nor interval."""
    row = compared([*MIDDLE, ("skyddad", None, 30)], standard).iloc[-1]
    assert row[["value", "lowest", "highest", "lower_95", "upper_95", "lower_998", "upper_998"]].isna().all()


def test_the_group_says_how_many_of_how_many(standard):
    """K providers with a usable number, m that could have reported by the directory."""
    frame = compared([*MIDDLE, ("skyddad", None, None)], standard)
    assert set(frame["reference_providers"]) == {5}
    assert set(frame["possible_providers"]) == {8}


@pytest.mark.parametrize("kind", ["reported", "rating"])
def test_values_as_their_source_made_them_are_not_pooled(standard, kind):
    """A mean of medians, of risk-standardised values or of stars would mislead: no group value, and the reason."""
    measure = dataclasses.replace(standard.measures["planerat-avslut"], kind=kind)
    other = dataclasses.replace(standard, measures={**standard.measures, measure.id: measure})
    made = table([("ok", None, 100)] * 6)
    made = dataclasses.replace(made, columns={**made.columns, "value": (3.0, 4.0, 4.0, 2.0, 5.0, -1.5)})
    frame = compare(made, other, [provider(number) for number in range(6)])
    assert frame["value"].tolist() == [3.0, 4.0, 4.0, 2.0, 5.0, -1.5]
    assert frame[["reference", "reference_low", "reference_high", "limit_lower_95", "lower_95"]].isna().all(axis=None)
    assert set(frame["category"]) == {"kan-ej-bedomas"}
    assert set(frame["category_reason"]) == {"som-rapporterat"}


def test_the_category_does_not_depend_on_the_order_of_rows(standard):
    """Comparing is a matter of values, not of places."""
    rows = [*MIDDLE, ("ok", 5, 80), ("liten-rest", None, 33)]
    there = compared(rows, standard)["category"].tolist()
    back = compared(rows[::-1], standard)["category"].tolist()
    assert there == back[::-1]
    assert category(compared(rows, standard))["category"].tolist() == there
