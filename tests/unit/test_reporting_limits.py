"""From where on an official publisher shows counts, as its marks say."""

import json

import pytest

from open_comparisons.intake.marks import ReportingLimit, are_marks, reporting_limit
from open_comparisons.intake.releases import load_data
from tests.small_data import SMALL_DATASET, SMALL_RELEASE

HIDDEN = {"status": "skyddad", "meaning": "Too few."}


@pytest.mark.parametrize(
    ("expected", "marks"),
    [
        ((11, 0), {"*": {**HIDDEN, "numerator": [0, 10]}}),
        ((0, 5), {"~": {**HIDDEN, "rest": [0, 4]}}),
        ((6, 6), {"c": {**HIDDEN, "numerator": [0, 5], "rest": [0, 5]}}),
        ((11, 0), {"a": {**HIDDEN, "numerator": [4, 10]}, "b": {**HIDDEN, "numerator": [0, 3]}}),
        ((0, 0), {"c": {**HIDDEN, "numerator": [1, 5]}}),  # 0 is shown
        ((0, 0), {"..": {"status": "liten-taljare", "numerator": [0, 4]}}),  # a range is shown
        ((0, 0), {"c": {**HIDDEN, "bounds": "from zero to the denominator"}}),
        ((0, 0), {"c": {**HIDDEN, "numerator": None}}),
        ((0, 0), None),
    ],
)
def test_counts_that_are_hidden_from_nought_up_give_a_limit(expected, marks):
    """The least that is shown; 0 where all are, or where the marks do not say."""
    assert expected == reporting_limit(marks)


@pytest.mark.parametrize("wrong", [[], "c", {"c": "hidden"}, {"c": {"numerator": 10}}, {"c": {"rest": [9, 1]}},
                                   {"c": {"numerator": [0, 10.5]}}, {"c": {"numerator": [-1, 4]}}])  # fmt: skip
def test_marks_of_another_shape_are_a_problem_and_give_no_limit(wrong):
    """A limit that was misread would take away categories, or leave false ones."""
    assert not are_marks(wrong)
    assert reporting_limit(wrong) == ReportingLimit()


def test_a_release_has_the_limit_of_each_publisher_it_vouches_for(small_data):
    """Of that provider alone; a submission that the release does not vouch for has none."""
    release = small_data / SMALL_DATASET / SMALL_RELEASE
    first, second, *_ = sorted(path.stem for path in release.glob("*.csv"))
    for slug in (first, second):
        path = release / f"{slug}.json"
        described = json.loads(path.read_text(encoding="utf-8"))
        marks = {"*": {**HIDDEN, "numerator": [0, 10]}}
        path.write_text(json.dumps(described | {"protected_by": "En myndighet", "marks": marks}), encoding="utf-8")
    metadata = json.loads((release / "metadata.json").read_text(encoding="utf-8"))
    metadata["protected_by"] = {slug: {"sv": "Officiellt.", "en": "Official."} for slug in (first, second)}
    (release / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    (loaded,) = load_data(small_data).releases[SMALL_DATASET]
    assert loaded.reporting_limits() == dict.fromkeys((first, second), ReportingLimit(11, 0))
