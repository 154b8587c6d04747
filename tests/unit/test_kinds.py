"""Kinds of value: one record each, and a new one touches that record and its words alone."""

import dataclasses
import json
from pathlib import Path

import pytest

from open_comparisons.estimates.comparison import compare
from open_comparisons.files.blank_workbook.rules import rules_of
from open_comparisons.intake.blank_file import roles_to_fill
from open_comparisons.intake.releases import check_data, load_data
from open_comparisons.site.locales import load_locales
from open_comparisons.standard import kinds
from open_comparisons.standard.kinds import KINDS, ValueKind
from open_comparisons.standard.loading import load_standard
from tests.small_data import copy_small_data

PROJECT = Path(__file__).parents[2]
MEASURE = "planerat-avslut"


@pytest.fixture
def odds(monkeypatch):
    """A made-up kind: events for each other event, which no module of ours has heard of."""
    kind = ValueKind(
        "odds",
        ("numerator", "denominator", "value"),
        counts=True,
        is_divided=True,
        pooling="sum",
        interval="events",
        has_limits=True,
    )
    monkeypatch.setitem(kinds._KINDS, "odds", kind)  # noqa: SLF001 - as the module itself adds its own
    return kind


@pytest.fixture
def data_of_odds(odds, tmp_path):
    """The small data with one measure made a measure of odds."""
    copy_small_data(tmp_path)
    path = tmp_path / "standard" / "matt.json"
    measures = json.loads(path.read_text(encoding="utf-8"))
    for measure in measures:
        if measure["id"] == MEASURE:
            measure |= {"kind": odds.name, "unit": "none", "decimals": 2}
    path.write_text(json.dumps(measures), encoding="utf-8")
    return tmp_path


def test_every_kind_has_its_words():
    """Readers meet the name of a kind in both languages, alone and at the head of a column."""
    for lang in ("sv", "en"):
        texts = json.loads((PROJECT / "theme" / "translations" / f"{lang}.json").read_text(encoding="utf-8"))
        assert [name for name in KINDS for key in (f"kind.{name}", f"head.{name}") if key not in texts] == []


@pytest.mark.parametrize(
    ("measure", "asked"),
    [("vardtid", True), ("kostnad-per-placering", True), ("dygnspris", False), ("planerat-avslut", False)],
)
def test_a_mean_or_an_amount_is_asked_for_its_spread(measure, asked):
    """It need not be given. The days of a placement have one price, so their spread would say nothing."""
    standard = load_standard(PROJECT / "data" / "standard")
    assert ("standard_deviation" in roles_to_fill(standard, standard.measures[measure])) is asked
    locale = load_locales(PROJECT / "theme" / "translations")["sv"]
    reasons = {
        rule.reason
        for rule in rules_of(standard, standard.measures[measure], locale)
        if rule.role == "standard_deviation"
    }
    assert bool(reasons) is asked
    assert locale.t("fill.fault.lacking") not in reasons


def test_a_new_kind_is_read_and_checked(data_of_odds):
    """The standard takes it, a blank file asks for what it needs, and a value that disagrees is found."""
    standard = load_standard(data_of_odds / "standard")
    assert standard.measures[MEASURE].kind == KINDS["odds"]
    assert {"numerator", "denominator", "value"} <= roles_to_fill(standard, standard.measures[MEASURE])
    codes = {problem.code for problem in check_data(data_of_odds, standard).problems}
    assert "value-disagrees-with-parts" in codes


def test_a_new_kind_is_compared_as_its_record_says(odds):
    """It is pooled, has an interval of events and control limits, and so a category."""
    data = load_data(PROJECT / "data")
    release = data.releases["bu-hvb"][-1]
    measures = {**data.standard.measures, MEASURE: dataclasses.replace(data.standard.measures[MEASURE], kind=odds)}
    standard = dataclasses.replace(data.standard, measures=measures)
    frame = compare(release.table, standard, data.providers)
    rows = frame[(frame["measure_id"] == MEASURE) & (frame["status"] == "ok")]
    assert set(rows["kind"]) == {"odds"}
    assert rows["reference"].notna().any()
    assert rows["upper_95"].notna().all()
    assert rows["limit_upper_95"].notna().any()
    assert set(rows["category"]) - {"kan-ej-bedomas"}
