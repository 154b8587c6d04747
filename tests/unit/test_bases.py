"""The bases of the standard: what denominators count, and what the catalogue says of how they are linked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from open_comparisons.errors import OpenComparisonsError
from open_comparisons.standard.loading import load_standard

FOLDER = Path(__file__).resolve().parents[2] / "data" / "standard"
EARLIER = ("1.0.0", "1.1.0")


@pytest.fixture(scope="module")
def standard():
    return load_standard(FOLDER)


def changed(folder, *, measures=None, **main):
    """Copy the standard; give measures other fields, and `standard.json` other keys."""
    shutil.copytree(FOLDER, folder)
    catalogue = json.loads((folder / "matt.json").read_text(encoding="utf-8"))
    for entry in catalogue:
        entry.update((measures or {}).get(entry["id"], {}))
    (folder / "matt.json").write_text(json.dumps(catalogue), encoding="utf-8")
    content = json.loads((folder / "standard.json").read_text(encoding="utf-8")) | main
    (folder / "standard.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


def test_every_measure_has_its_base_and_every_parent_is_one(standard):
    """One mapping holds the bases of measures and those that no measure divides by."""
    assert {measure.base for measure in standard.measures.values()} < standard.bases.keys()
    assert {base.parent for base in standard.bases.values()} - {None} <= standard.bases.keys()
    assert all(name == base.name for name, base in standard.bases.items())


def test_drug_use_and_crime_at_the_start_are_sensitive_whoever_was_reached(standard):
    """Both those who were reached and all of them."""
    assert {name for name, base in standard.bases.items() if base.is_sensitive} == {
        "avslutade-6m-bruk",
        "avslutade-6m-bruk-vid-start",
        "avslutade-12m-brott",
        "avslutade-12m-brott-vid-start",
    }


def test_the_catalogue_says_what_the_response_rate_is_a_share_of(standard):
    """A rate of those who were sent a survey is a share of no base."""
    said = {measure.id: measure.rate_of for measure in standard.measures.values() if measure.rate_of}
    assert said == {
        "battre-psykisk-halsa": "avslutade",
        "battre-skolresultat": "avslutade",
        "drogfri-6m": "avslutade-6m-bruk",
        "brottsfri-12m": "avslutade-12m-brott",
    }


def test_those_reached_are_between_all_endings_and_those_with_use_at_the_start(standard):
    """They are what "followed up" counts in its numerator, and add up as endings do."""
    reached = standard.bases["uppfoljda-6m"]
    assert (reached.parent, reached.numerator_of) == ("avslutade-6m", "uppfoljd-6m")
    assert reached.adds_over == standard.bases["avslutade-6m"].adds_over
    assert reached.title.sv
    assert reached.title.en
    assert standard.bases["avslutade-6m-bruk-vid-start"].parent == "uppfoljda-6m"


def test_a_base_that_is_a_numerator_says_so_for_all_measures_on_it(standard):
    """The measure that divides by it says whose numerator it is."""
    assert standard.bases["bedomda-tva-ganger"].numerator_of == "parad-bedomning"


@pytest.mark.parametrize(
    ("codes", "is_whole"),
    [
        ({"target_group": "bu-hvb", "alder": "18-20"}, True),
        ({"target_group": "bu-hvb", "alder": "13-17"}, False),
        ({"target_group": "bu-hvb", "alder": "0-12"}, False),
        ({"target_group": "bu-hvb", "kon": "K"}, False),
        ({"target_group": "bu-hvb"}, False),
        ({"target_group": "bu-stodboende"}, True),
        ({"target_group": "vuxna-hvb-beroende", "alder": "50-plus"}, True),
    ],
)
def test_who_was_sixteen_at_the_start_was_so_at_the_ending(standard, codes, is_whole):
    """Everybody of these ages belongs to "16 or older at the ending", and everybody in a group that begins at 16."""
    assert standard.bases["avslutade-16-ar"].is_whole_parent(codes) == is_whole


def test_a_child_of_twelve_may_be_sixteen_at_the_ending(standard):
    """A placement can be long, so for no age is it certain that nobody belongs."""
    assert not standard.bases["avslutade-16-ar"].is_empty({"target_group": "bu-hvb", "alder": "0-12"})


def test_with_some_codes_nobody_belongs_to_a_base(tmp_path):
    """Where the catalogue says so."""
    folder = changed(tmp_path / "standard", measures={"sysselsattning": {"none_for": {"alder": ["0-12"]}}})
    base = load_standard(folder).bases["avslutade-16-ar"]
    assert base.is_empty({"alder": "0-12"})
    assert not base.is_empty({"alder": "13-17"})


def test_what_one_measure_leaves_out_another_says_of_their_base(tmp_path):
    """Bases are described together by all measures that divide by them."""
    folder = changed(tmp_path / "standard", measures={"vardtid": {"base_is_sensitive": True, "adds_over": []}})
    base = load_standard(folder).bases["avslutade"]
    assert base.is_sensitive
    assert base.adds_over == {"kon", "alder", "lagrum", "ar"}


@pytest.mark.parametrize(
    ("measures", "main", "told"),
    [
        (
            {"vardtid": {"base_parent": "paborjade"}, "planerat-avslut": {"base_parent": "vardygn"}},
            {},
            ("för ett annat", "for another"),
        ),
        ({"vardtid": {"base_parent": "finns-inte"}}, {}, ("finns-inte finns inte", "finns-inte does not exist")),
        ({"vardtid": {"rate_of": "finns-inte"}}, {}, ("finns-inte finns inte", "finns-inte does not exist")),
        (
            {"vardtid": {"base_is_numerator_of": "finns-inte"}},
            {},
            ("finns-inte finns inte", "finns-inte does not exist"),
        ),
        ({"vardtid": {"base_parent": "avslutade-16-ar"}}, {}, ("en del av sig själv", "a part of itself")),
        ({"vardtid": {"same_for": {"alder": ["0-12"]}}}, {}, ("ingen större bas", "no parent")),
        ({"sysselsattning": {"none_for": {"alder": ["18-20"]}}}, {}, ("både i same_for", "both same_for")),
        ({"sysselsattning": {"same_for": {"langd": ["18-20"]}}}, {}, ("langd saknas", "langd is missing")),
        ({}, {"bases": [{"name": "avslutade"}]}, ("fast mått delar med den", "although measures divide by it")),
        ({}, {"bases": []}, ("uppfoljda-6m finns inte", "uppfoljda-6m does not exist")),
    ],
)
def test_bases_that_cannot_be_right_stop_the_loading(tmp_path, measures, main, told):
    """The reason is given in both languages."""
    with pytest.raises(OpenComparisonsError) as caught:
        load_standard(changed(tmp_path / "standard", measures=measures, **main))
    swedish, english = told
    assert swedish in str(caught.value)
    assert english in str(caught.value)


@pytest.mark.parametrize("version", EARLIER)
def test_standards_of_earlier_versions_are_still_read(version):
    """They say nothing of rates and same codes, and their limits cannot be lowered."""
    earlier = load_standard(FOLDER / "tidigare" / version)
    assert earlier.version == version
    assert all(measure.rate_of is None for measure in earlier.measures.values())
    assert not any(base.same_for or base.none_for for base in earlier.bases.values())
    assert {measure.base for measure in earlier.measures.values()} == earlier.bases.keys()
    assert (earlier.floors.min_denominator, earlier.floors.min_count) == (10, 5)


def test_the_limits_have_a_floor(standard, tmp_path):
    """It is below the limits, and a standard with a floor above them is refused."""
    assert (standard.floors.min_denominator, standard.floors.min_count) == (5, 3)
    folder = changed(tmp_path / "standard", threshold_floors={"min_denominator": 11, "min_count": 3})
    with pytest.raises(OpenComparisonsError, match="threshold_floors: min_denominator"):
        load_standard(folder)
