"""Who reported: what became of every entry there could be, and how much of it was handed in."""

from collections import Counter
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from open_comparisons.estimates.completeness import (
    NOT_ACTIVE,
    NOTHING,
    STATES,
    MeasurePeriod,
    completeness,
    entries_of,
    is_handed_in,
    is_possible,
    whole_percent,
)
from open_comparisons.intake.provider import Provider
from open_comparisons.standard.statuses import (
    ALL_BUT_FEW,
    FEW,
    LOW_RESPONSE,
    MISSING,
    NOT_APPLICABLE,
    OK,
    STATUSES,
    SUPPRESSED,
)

YEAR = (date(2021, 1, 1), date(2021, 12, 31))
WINDOW = (date(2020, 1, 1), date(2022, 12, 31))


def provider(slug: str, begins: date | None = None, ends: date | None = None) -> Provider:
    """A provider of the directory."""
    return Provider(slug, slug, slug.title(), "privat", "", begins, ends, "", ("group",), (), "")


def rows(*lines: tuple[str, str, tuple[date, date], str, str]) -> pd.DataFrame:
    """Rows: provider, measure, period, status and reason."""
    split = [(slug, measure, *span, status, reason) for slug, measure, span, status, reason in lines]
    return pd.DataFrame(split, columns=["provider", "measure_id", "start", "end", "status", "reason"], dtype=object)


def told(frame: pd.DataFrame, *providers: Provider) -> dict[tuple[str, str, date], str]:
    """The state of each entry, by provider, measure and first day."""
    entries = entries_of(frame, providers)
    return {
        (slug, column.measure_id, column.start): STATES[state]
        for slug, line in zip(entries.providers, entries.states, strict=True)
        for column, state in zip(entries.columns, line, strict=True)
    }


@pytest.mark.parametrize("status", STATUSES)
def test_a_row_says_what_became_of_its_entry(status: str) -> None:
    """The state of an entry with a row is the row's status."""
    assert told(rows(("a", "m", YEAR, status, "")), provider("a")) == {("a", "m", YEAR[0]): status}


def test_an_absence_is_told_from_not_being_there() -> None:
    """Who ran on any day of the period and has no row has handed in nothing; who did not could not."""
    frame = rows(("reports", "m", YEAR, OK, ""))
    providers = [
        provider("reports"),
        provider("silent"),
        provider("begins-in-time", date(2021, 12, 31)),
        provider("begins-late", date(2022, 1, 1)),
        provider("ends-within", None, date(2021, 1, 1)),
        provider("ended-before", None, date(2020, 12, 31)),
    ]
    assert [told(frame, *providers)[p.slug, "m", YEAR[0]] for p in providers] == [
        OK, NOTHING, NOTHING, NOT_ACTIVE, NOTHING, NOT_ACTIVE,
    ]  # fmt: skip


def test_whoever_reported_counts_whatever_the_directory_says() -> None:
    """A figure from a provider that was not active by the directory is an entry; its missing one is none."""
    late = provider("late", date(2022, 1, 1))
    for status, expected in ((SUPPRESSED, SUPPRESSED), (MISSING, NOT_ACTIVE), (NOT_APPLICABLE, NOT_APPLICABLE)):
        assert told(rows(("late", "m", YEAR, status, "startade-senare")), late) == {("late", "m", YEAR[0]): expected}


def test_each_measure_and_period_is_a_column_of_its_own() -> None:
    """The same measure in a year and in a window that holds it are two entries."""
    frame = rows(("a", "m", YEAR, OK, ""), ("b", "m", WINDOW, FEW, ""), ("a", "n", YEAR, MISSING, "ej-matt"))
    entries = entries_of(frame, [provider("b"), provider("a")])
    assert entries.providers == ("b", "a")
    assert entries.columns == (MeasurePeriod("m", *WINDOW), MeasurePeriod("m", *YEAR), MeasurePeriod("n", *YEAR))
    assert [[STATES[state] for state in line] for line in entries.states] == [
        [FEW, NOTHING, NOTHING],
        [NOTHING, OK, MISSING],
    ]
    assert entries.reasons.tolist() == [["", "", ""], ["", "", "ej-matt"]]


def test_of_several_rows_the_one_that_says_most_decides() -> None:
    """Two instruments give one entry: shown when either is; of two reasons the first stands."""
    frame = rows(
        ("a", "m", YEAR, MISSING, "ej-matt"), ("a", "m", YEAR, OK, ""),
        ("b", "m", YEAR, MISSING, "avbojt"), ("b", "m", YEAR, MISSING, "ej-matt"),
    )  # fmt: skip
    entries = entries_of(frame, [provider("a"), provider("b")])
    assert [STATES[state] for state in entries.states[:, 0]] == [OK, MISSING]
    assert entries.reasons[:, 0].tolist() == ["", "avbojt"]


def test_rows_of_others_are_left_out() -> None:
    """A provider that is not listed has no line."""
    assert told(rows(("a", "m", YEAR, OK, ""), ("other", "m", YEAR, OK, "")), provider("a")) == {
        ("a", "m", YEAR[0]): OK
    }


def test_nobody_and_nothing() -> None:
    """Without rows there are no columns, without providers no lines, and nothing is nothing percent."""
    assert entries_of(rows(), [provider("a")]).states.shape == (1, 0)
    assert entries_of(rows(("a", "m", YEAR, OK, "")), []).states.shape == (0, 1)
    nothing = completeness(entries_of(rows(), []).states)
    assert (nothing.possible, nothing.handed_in, nothing.percent) == (0, 0, 0)


def test_when_nobody_reports_all_of_it_lacks() -> None:
    """Rows that say only that figures are missing: all possible, none handed in."""
    frame = rows(("a", "m", YEAR, MISSING, "ej-matt"), ("a", "n", YEAR, MISSING, "avbojt"))
    found = completeness(entries_of(frame, [provider("a"), provider("b")]).states)
    assert (found.possible, found.handed_in, found.missing, found.nothing, found.percent) == (4, 0, 2, 2, 0)


def test_what_does_not_apply_is_not_possible() -> None:
    """When nothing applies there is nothing to hand in, and nothing lacks."""
    frame = rows(("a", "m", YEAR, NOT_APPLICABLE, ""), ("b", "m", YEAR, NOT_APPLICABLE, ""))
    found = completeness(entries_of(frame, [provider("a"), provider("b")]).states)
    assert (found.possible, found.handed_in, found.percent) == (0, 0, 0)


def test_a_hidden_figure_has_been_handed_in() -> None:
    """Bands, hidden figures and those with too few answers are handed in, each counted by itself."""
    statuses = (OK, FEW, ALL_BUT_FEW, SUPPRESSED, LOW_RESPONSE, MISSING, NOT_APPLICABLE)
    frame = rows(*((status, "m", YEAR, status, "") for status in statuses))
    found = completeness(entries_of(frame, [*map(provider, statuses), provider("silent")]).states)
    assert (found.shown, found.ranges, found.hidden, found.low_response) == (1, 2, 1, 1)
    assert (found.missing, found.nothing) == (1, 1)
    assert (found.handed_in, found.possible, found.percent) == (5, 7, 71)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (0, 0, 0), (0, 7, 0), (7, 7, 100), (1, 1, 100), (1, 1000, 1), (999, 1000, 99), (1, 3, 33), (2, 3, 67),
        (1, 200, 1), (5, 200, 3), (199, 200, 99), (1, 8, 13), (3, 8, 38),
    ],
)  # fmt: skip
def test_percent_is_100_only_for_all_and_0_only_for_nothing(part: int, whole: int, percent: int) -> None:
    """To the nearest whole percent with halves up, but never a claim that all is there, or nothing, when it is not."""
    assert percent == whole_percent(part, whole)


@given(st.integers(1, 10**6).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_percent_is_near_and_never_claims_too_much(numbers: tuple[int, int]) -> None:
    """Within a percent of the true share, equal to 0 or 100 exactly at the ends, and never falling as more comes in."""
    part, whole = numbers
    found = whole_percent(part, whole)
    assert abs(found - 100 * part / whole) < 1
    assert (found == 0) == (part == 0)
    assert (found == 100) == (part == whole)
    if part:
        assert whole_percent(part - 1, whole) <= found


days = st.dates(date(2018, 1, 1), date(2024, 12, 31)) | st.none()
some_rows = st.lists(
    st.tuples(
        st.sampled_from("abcdef"), st.sampled_from("mno"), st.sampled_from([YEAR, WINDOW]),
        st.sampled_from(STATUSES), st.just("ej-matt"),
    ),
    max_size=30,
)  # fmt: skip


@given(some_rows, st.lists(st.tuples(days, days), min_size=6, max_size=6))
def test_sums_add_up_whatever_was_handed_in(lines, lives) -> None:
    """Every entry has one state; possible and handed in are the sums of theirs, by line and column as in all."""
    providers = [provider(slug, *life) for slug, life in zip("abcdef", lives, strict=True)]
    entries = entries_of(rows(*lines), providers)
    states = entries.states
    found = completeness(states)
    counted = Counter(STATES[state] for state in states.ravel())
    assert states.size == sum(counted.values()) == len(providers) * len({line[1:3] for line in lines})
    assert found.possible == states.size - counted[NOT_APPLICABLE] - counted[NOT_ACTIVE] == is_possible(states).sum()
    assert found.handed_in == is_handed_in(states).sum() <= found.possible
    by_column = [completeness(states[:, place]) for place in range(len(entries.columns))]
    by_line = [completeness(line) for line in states]
    for parts in (by_column, by_line):
        assert sum(part.possible for part in parts) == found.possible
        assert sum(part.handed_in for part in parts) == found.handed_in
    reported = {line[:3] for line in lines if line[3] not in {MISSING, NOT_APPLICABLE}}
    assert found.handed_in == len(reported)
    assert set(np.unique(entries.reasons)) <= {"", "ej-matt"}


@given(some_rows, st.permutations("abcdef"))
def test_the_order_of_providers_and_rows_changes_nothing_else(lines, order) -> None:
    """Each provider has the same line wherever it stands."""
    one = entries_of(rows(*lines), [provider(slug) for slug in "abcdef"])
    other = entries_of(rows(*lines[::-1]), [provider(slug) for slug in order])
    assert one.columns == other.columns
    for slug in "abcdef":
        line, same = one.states[one.providers.index(slug)], other.states[other.providers.index(slug)]
        assert line.tolist() == same.tolist()
