"""What may be said of a provider beside its group."""

import dataclasses
from datetime import date
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from open_comparisons.estimates.chance import expected_outside
from open_comparisons.estimates.comparison import category, compare
from open_comparisons.intake.marks import ReportingLimit
from open_comparisons.intake.protected_table import ProtectedTable
from open_comparisons.intake.provider import Provider
from open_comparisons.standard.kinds import KINDS
from open_comparisons.standard.loading import load_standard


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


def of_kind(kind, rows, standard, **more) -> pd.DataFrame:
    """Compare rows of another kind of measure: status and numbers by name, per provider."""
    measure = dataclasses.replace(standard.measures["planerat-avslut"], kind=KINDS[kind], **more)
    other = dataclasses.replace(standard, measures={**standard.measures, measure.id: measure})
    made = table([(row.get("status", "ok"), row.get("numerator"), row.get("denominator")) for row in rows])
    columns = {name: tuple(row.get(name) for row in rows) for name in ("value", "standard_deviation")}
    made = dataclasses.replace(made, columns={**made.columns, **columns})
    return compare(made, other, [provider(number) for number in range(len(rows))])


def compared(rows, standard, measure="planerat-avslut") -> pd.DataFrame:
    """Compare a made table."""
    return compare(table(rows, measure), standard, [provider(number) for number in range(len(rows) + 2)])


MIDDLE = [("ok", 50, 100)] * 5


def by_instruments(rows: list[tuple[int, str, int, int]], standard) -> pd.DataFrame:
    """Compare rows that name their provider and their instrument: provider, instrument, numerator, denominator."""
    made = table([("ok", numerator, denominator) for _, _, numerator, denominator in rows])
    columns = {
        "provider_id": tuple(str(row[0]) for row in rows),
        "provider": tuple(f"p{row[0]}" for row in rows),
        "instrument": tuple(row[1] for row in rows),
    }
    made = dataclasses.replace(made, columns={**made.columns, **columns})
    return compare(made, standard, [provider(number) for number in range(9)])


def test_rows_are_compared_within_their_instrument(standard):
    """Each has a group value, a number of providers and limits of its own, as if the other were not there."""
    first = [(number, "SDQ", 50, 100) for number in range(5)]
    second = [(number, "CGAS", 80 + number, 100) for number in range(6)]
    both, alone = by_instruments([*first, *second], standard), by_instruments(second, standard)
    assert both["reference"].tolist() == pytest.approx([0.5] * 5 + [0.825] * 6)
    assert both["reference_providers"].tolist() == [5] * 5 + [6] * 6
    columns = ["reference", "limit_lower_95", "limit_upper_998", "chance_95", "category", "category_reason"]
    pd.testing.assert_frame_equal(both[columns].iloc[5:].reset_index(drop=True), alone[columns])


def test_a_provider_with_two_instruments_counts_once(standard):
    """Three providers are three, whatever they measure with; no instrument has the five that a category needs."""
    frame = by_instruments([(n, name, 30, 60) for n in range(3) for name in ("SDQ", "CGAS")], standard)
    assert set(frame["reference_providers"]) == {3}
    assert set(frame["category_reason"]) == {"for-fa-utforare"}


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
    measure = dataclasses.replace(standard.measures["planerat-avslut"], kind=KINDS[kind])
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


def test_a_mean_is_judged_by_the_spread_of_single_values(standard):
    """Limits are so many standard errors of the group's own spread; the interval is of the provider's own."""
    rows = [{"value": 100.0, "denominator": 50, "standard_deviation": 20.0} for _ in range(6)]
    frame = of_kind("mean", [*rows, {"value": 118.0, "denominator": 25, "standard_deviation": 5.0}], standard)
    last = frame.iloc[-1]
    assert last["category"] == "hogre"
    assert last["lower_95"] == pytest.approx(118 - 2.0639 * 5 / 5, abs=1e-3)
    reach = 1.959964 * last["reference_deviation"] / 5
    assert last["limit_upper_95"] - last["reference"] == pytest.approx(reach)


def test_a_mean_without_a_stated_spread_has_no_interval_and_is_not_judged(standard):
    """It still counts in the group value."""
    rows = [{"value": 100.0, "denominator": 50, "standard_deviation": 20.0} for _ in range(6)]
    last = of_kind("mean", [*rows, {"value": 300.0, "denominator": 50}], standard).iloc[-1]
    assert (last["category"], last["category_reason"]) == ("kan-ej-bedomas", "inget-intervall")
    assert last["reference_providers"] == 7
    few = of_kind("mean", [*rows[:4], *[{"value": 300.0, "denominator": 50}] * 3], standard).iloc[0]
    assert (few["category"], few["category_reason"]) == ("kan-ej-bedomas", "for-fa-utforare")


def test_rates_and_ratios_are_judged_by_the_poisson_distribution(standard):
    """Exact below ten events, Byar's from ten; limits of the group's rate at the provider's own exposure."""
    rows = [{"numerator": 20, "denominator": 10_000, "value": 2.0} for _ in range(6)]
    more = [
        {"numerator": 9, "denominator": 1000, "value": 9.0},
        {"status": "liten-taljare", "denominator": 30_000},
        {"numerator": 3, "denominator": 1000, "value": 3.0},
    ]
    frame = of_kind("rate", [*rows, *more], standard, per=1000)
    assert frame["category"].tolist()[6:] == ["hogre", "lagre", "gar-inte-att-skilja"]
    assert frame["reference"].iloc[0] == pytest.approx((120 + 9 + 2 + 3) / (60 + 1 + 30 + 1))
    assert frame.loc[6, ["lower_95", "upper_95"]].tolist() == pytest.approx([4.1154, 17.0848], abs=1e-4)
    assert (frame.loc[7, "lowest"], frame.loc[7, "highest"]) == pytest.approx((0, 4 / 30))
    ratio = of_kind("ratio", [{"numerator": 8, "denominator": 8.086, "value": 0.989} for _ in range(6)], standard)
    assert set(ratio["category"]) == {"gar-inte-att-skilja"}


def test_a_plain_count_has_nothing_to_be_compared_with(standard):
    """How many says nothing of how large a part; a count of all there is has no interval either."""
    frame = of_kind("count", [{"value": 65.0} for _ in range(6)], standard)
    assert frame["upper_95"].isna().all()
    assert set(frame["category_reason"]) == {"antal"}
    assert frame["reference"].isna().all()
    varying = of_kind("count", [{"value": 65.0} for _ in range(6)], standard, by_chance=True)
    assert varying.loc[0, ["lower_95", "upper_95"]].tolist() == pytest.approx([50.163, 82.849], abs=1e-3)
    assert set(varying["category_reason"]) == {"antal"}


SPREAD_OUT = [("ok", 10 + 8 * number, 100) for number in range(10)]


def test_overdispersion_widens_the_limits_from_ten_providers_on(standard):
    """Ten that differ more than chance explains: wider limits for all; nine of them: exact limits."""
    ten, nine = compared(SPREAD_OUT, standard), compared(SPREAD_OUT[:9], standard)
    assert ten["phi"].iloc[0] > 1
    assert ten["tau_squared"].iloc[0] > 0
    assert nine["phi"].isna().all()
    assert (nine["tau_squared"] == 0).all()
    assert (nine["category"] == "hogre").sum() > (ten["category"] == "hogre").sum()
    assert (ten["limit_upper_998"] > ten["limit_upper_95"]).all()


def test_providers_that_differ_no_more_than_chance_explains_keep_exact_limits(standard):
    """All equal: phi 0, and limits as for fewer than ten."""
    twelve, six = compared([("ok", 50, 100)] * 12, standard), compared([("ok", 50, 100)] * 6, standard)
    assert twelve["phi"].iloc[0] == 0
    assert twelve["limit_lower_95"].iloc[0] == six["limit_lower_95"].iloc[0]
    assert set(twelve["category"]) == {"gar-inte-att-skilja"}


def test_a_band_counts_with_its_middle_in_overdispersion(standard):
    """As it does in the group value."""
    rows = [*SPREAD_OUT[:9], ("liten-taljare", None, 60)]
    shown = compared([*SPREAD_OUT[:9], ("ok", 2, 60)], standard)
    assert compared(rows, standard)["phi"].iloc[0] == pytest.approx(shown["phi"].iloc[0])


def test_one_provider_alone_is_never_judged(standard):
    """Nor are two; each says why."""
    assert compared([("ok", 50, 100)], standard)["category_reason"].tolist() == ["for-fa-utforare"]


def test_of_small_homes_chance_puts_far_fewer_outside_than_one_in_twenty(standard):
    """12 homes of 10 to 20 at 5 %: count by count by another library, beside the 0.6 of one in twenty."""
    rows = [("ok", 1, size) for size in range(10, 22)]
    frame = compared(rows, standard)
    target, expected = 12 / sum(range(10, 22)), 0.0
    for size in range(10, 22):
        chance = stats.binom(size, target)
        tails = np.minimum(chance.cdf(np.arange(size + 1)), chance.sf(np.arange(size + 1) - 1))
        expected += chance.pmf(np.arange(size + 1))[tails < 0.025].sum()
    assert frame["tau_squared"].eq(0).all()
    assert expected_outside(frame["chance_95"]) == pytest.approx(expected)
    assert expected < 0.2
    assert expected_outside([]) == 0


def test_a_true_difference_would_show_as_often_as_count_by_count(standard):
    """Of a home in a group of alike ones: outside the limits, on the side of the difference."""
    frame = compared([("ok", 14, 20)] * 6, standard)
    limits, counts = frame.iloc[0][["limit_lower_95", "limit_upper_95"]], np.arange(21) / 20
    for points in (0.1, 0.2):
        lower = stats.binom.pmf(np.arange(21), 20, 0.7 - points)[counts < limits["limit_lower_95"]].sum()
        higher = stats.binom.pmf(np.arange(21), 20, 0.7 + points)[counts > limits["limit_upper_95"]].sum()
        found = frame.iloc[0][[f"tell_lower_{100 * points:.0f}", f"tell_higher_{100 * points:.0f}"]]
        assert [lower, higher] == pytest.approx(found.tolist())
    high = compared([("ok", 19, 20)] * 6, standard)
    assert high["tell_higher_10"].isna().all(), "no share is above 1"


def test_a_value_that_a_publisher_vouches_for_stays_as_published(standard):
    """81.2 of 13 in 16 is the publisher's own rounding; another provider's share is worked out."""
    made = table([("ok", 13, 16)] * 6)
    columns = {**made.columns, "value": (0.812,) * 6}
    made = dataclasses.replace(made, columns=MappingProxyType(columns))
    frame = compare(made, standard, [provider(number) for number in range(6)], {"p0": ReportingLimit()})
    assert frame["value"].tolist() == pytest.approx([0.812, *[0.8125] * 5])


@pytest.mark.parametrize(
    ("row", "low", "high"),
    [
        (("ok", 31, 40, 0.8), 0.62, 0.82),  # 31 of 50, and 41 of 50
        (("ok", 31, 40, 0.3), 0.2325, 0.9325),
        (("liten-taljare", None, 40, 0.5), 0.0, 44 / 80),
        (("liten-rest", None, 40, 0.5), 36 / 80, 1.0),
        (("ok", 31, 40, 1.0), None, None),
        (("ok", 31, 40, None), None, None),
        (("ok", 31, 40, 0.29), None, None),
        (("skyddad", None, 40, 0.8), None, None),
        (("for-fa-svar", None, None, 0.2), None, None),
    ],
)
def test_those_who_did_not_answer_leave_a_range(standard, row, low, high):
    """From all of them a no to all of them a yes, by published numbers alone; none where nothing is open or shown."""
    *counted, rate = row
    made = table([*MIDDLE, tuple(counted)])
    made = dataclasses.replace(made, columns={**made.columns, "response_rate": (*[None] * 5, rate)})
    frame = compare(made, standard, [provider(number) for number in range(6)])
    found = frame[["nonresponse_low", "nonresponse_high"]].iloc[-1].astype(float)
    assert found.tolist() == pytest.approx(
        [np.nan if low is None else low, np.nan if high is None else high], nan_ok=True
    )
    without = compared([*MIDDLE, tuple(counted)], standard)
    same = ["lower_95", "upper_95", "limit_lower_95", "category", "category_reason", "reference"]
    pd.testing.assert_frame_equal(frame[same], without[same])


@pytest.mark.parametrize("unit", ["placeringar", "vardygn"])
def test_an_amount_with_a_stated_spread_is_judged_as_a_mean(standard, unit):
    """Where single amounts are independent: the days of a placement have one price, and have no interval."""
    rows = [{"value": 900_000.0 + number, "denominator": 50, "standard_deviation": 2e5} for number in range(6)]
    rows.append({"value": 1_100_000.0, "denominator": 60, "standard_deviation": 2e5})
    frame = of_kind("amount", rows, standard, denominator_unit=unit)
    assert frame["reference_providers"].tolist() == [7] * 7
    if unit == "vardygn":
        assert set(frame["category_reason"]) == {"inget-intervall"}
        return
    assert frame["category"].iloc[-1] == "hogre"
    last = frame.iloc[-1]
    assert last["upper_95"] - 1_100_000 == pytest.approx(stats.t.ppf(0.975, 59) * 2e5 / np.sqrt(60))


def readmissions(standard, rows, limit, kind="share", **more) -> pd.DataFrame:
    """Compare official rows of a measure whose publisher shows counts from a limit on: numerator and denominator."""
    measure = dataclasses.replace(standard.measures["planerat-avslut"], kind=KINDS[kind], **more)
    other = dataclasses.replace(standard, measures={measure.id: measure})
    providers = [provider(number) for number in range(len(rows))]
    return compare(table(rows), other, providers, {each.slug: limit for each in providers})


LARGE = [("ok", 40, 1000)] * 6


@pytest.mark.parametrize(
    ("row", "judged"),
    [
        (("ok", 20, 230), False),  # 11 of 230 is above 4.2 %
        (("ok", 30, 300), True),  # 11 of 300 is below 4.3 %
        (("skyddad", None, 100), False),
    ],
)
def test_a_provider_that_is_seen_only_above_the_group_gets_no_category(standard, row, judged):
    """Where a publisher shows a count from 11 on, a small provider is seen only when it has many: that says nothing."""
    frame = readmissions(standard, [*LARGE, row], ReportingLimit(11, 0))
    last = frame.iloc[-1]
    assert frame["category"].iloc[0] == "gar-inte-att-skilja"
    assert (last["category"] != "kan-ej-bedomas") is judged
    assert last["category_reason"] == ("" if judged else "visas-inte" if row[0] == "skyddad" else "syns-bara-over")


def test_a_provider_that_is_seen_only_below_the_group_gets_no_category(standard):
    """The mirror of it: a rest from 11 on, and a group value of 96 %."""
    frame = readmissions(standard, [*[("ok", 960, 1000)] * 6, ("ok", 210, 230)], ReportingLimit(0, 11))
    assert frame["category_reason"].iloc[-1] == "syns-bara-over"
    assert set(frame["category_reason"].iloc[:-1]) == {""}


@pytest.mark.parametrize("row", [("ok", 3, 200), ("liten-taljare", None, 200)])
def test_a_limit_that_shown_numbers_contradict_does_not_hold(standard, row):
    """A count or a range below it shows that the publisher does not keep it for this measure."""
    frame = readmissions(standard, [*LARGE, ("ok", 20, 230), row], ReportingLimit(11, 0))
    assert "syns-bara-over" not in set(frame["category_reason"])


def test_the_limit_of_events_is_on_the_scale_of_their_rate(standard):
    """11 of 2,000 days is 5.5 per thousand, above a group value of 4."""
    rows = [*[("ok", 40, 10_000)] * 6, ("ok", 25, 2_000), ("ok", 25, 3_000)]
    frame = readmissions(standard, rows, ReportingLimit(11, 0), "rate", per=1000.0)
    assert frame["category_reason"].iloc[-2:].tolist() == ["syns-bara-over", ""]


def years(standard, rows, **more) -> pd.DataFrame:
    """Compare years of one provider: start, end and numerator of 200, or a status."""
    made = table([(row[2] if isinstance(row[2], str) else "ok", None if isinstance(row[2], str) else row[2], 200)
                  for row in rows])  # fmt: skip
    columns = {
        "provider_id": ("0",) * len(rows), "provider": ("p0",) * len(rows),
        "start": tuple(row[0] for row in rows), "end": tuple(row[1] for row in rows),
        "period": tuple(f"{row[0]}/{row[1]}" for row in rows),
    } | more  # fmt: skip
    made = dataclasses.replace(made, columns={**made.columns, **columns})
    return compare(made, standard, [provider(0)])


def year(number: int, count: int | str) -> tuple[date, date, int | str]:
    """A calendar year."""
    return date(number, 1, 1), date(number, 12, 31), count


RISE = [year(2018 + step, 60 + 20 * step) for step in range(5)]


def test_the_trend_is_of_the_five_years_that_end_with_the_period(standard):
    """The fifth year has one; the years before say how many more are needed; a window has that of its last year."""
    window = (date(2020, 1, 1), date(2022, 12, 31), 300 // 3)
    frame = years(standard, [*RISE, window])
    assert frame["trend"].tolist() == ["kan-ej-bedomas"] * 4 + ["okar"] * 2
    assert frame["trend_years_missing"].tolist() == [4, 3, 2, 1, 0, 0]
    assert frame["trend_reason"].tolist() == ["for-fa-ar"] * 4 + [""] * 2


@pytest.mark.parametrize(
    "broken",
    [
        [*RISE[:3], year(2021, "liten-taljare"), RISE[4]],
        [*RISE[:3], year(2021, "skyddad"), RISE[4]],
        [*RISE[:3], RISE[4]],
        [*RISE[:3], (date(2021, 1, 1), date(2021, 11, 30), 90), RISE[4]],
    ],
)
def test_a_year_that_is_protected_or_missing_breaks_the_row_of_years(standard, broken):
    """Leaving a protected year out would leave out the low years or the high ones."""
    last = years(standard, broken).iloc[-1]
    assert (last["trend"], last["trend_reason"], last["trend_years_missing"]) == ("kan-ej-bedomas", "for-fa-ar", 4)


def test_a_new_definition_or_instrument_begins_a_new_row_of_years(standard):
    """Years of two versions of a measure are not one series."""
    for column in ("measure_version", "instrument"):
        frame = years(standard, RISE, **{column: ("1.0", "1.0", "2.0", "2.0", "2.0")})
        assert frame["trend_years_missing"].tolist() == [4, 3, 4, 3, 2]


def test_years_need_not_be_calendar_years(standard):
    """April to March; one that ends at another time belongs to another row of years."""
    april = [(date(2017 + step, 4, 1), date(2018 + step, 3, 31), 60 + 20 * step) for step in range(5)]
    assert years(standard, april)["trend"].iloc[-1] == "okar"
    assert years(standard, [*april[:4], year(2021, 140)])["trend_years_missing"].iloc[-1] == 4


def test_a_kind_without_intervals_never_has_a_trend(standard):
    """It says so, however many years there are."""
    measure = dataclasses.replace(standard.measures["planerat-avslut"], kind=KINDS["reported"])
    other = dataclasses.replace(standard, measures={**standard.measures, measure.id: measure})
    frame = years(other, RISE, value=(1.0, 2.0, 3.0, 4.0, 5.0))
    assert set(frame["trend_reason"]) == {"inget-intervall"}
    mean = dataclasses.replace(measure, kind=KINDS["mean"])
    other = dataclasses.replace(standard, measures={**standard.measures, measure.id: mean})
    assert set(years(other, RISE, value=(1.0, 2.0, 3.0, 4.0, 5.0))["trend_reason"]) == {"inget-intervall"}
    assert np.all(frame["trend"] == "kan-ej-bedomas")


def test_each_row_has_its_change_from_the_period_before(standard):
    """A year against the year before, a window against the window before, the first of each against nothing."""
    windows = [(date(2018, 1, 1), date(2020, 12, 31), 60), (date(2021, 1, 1), date(2023, 12, 31), 120)]
    frame = years(standard, [year(2021, 100), year(2022, 104), *windows])
    assert frame["change"].tolist() == ["kan-ej-bedomas", "gar-inte-att-skilja", "kan-ej-bedomas", "okat"]
    assert frame["change_from"].tolist() == ["", "2021", "", "2018/2020"]
