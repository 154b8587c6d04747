"""What the provider's tool says in each step: the same as the command, in parts instead of in lines."""

import base64
import io
import json
import zipfile
from itertools import product
from pathlib import Path

import pandas as pd
import pytest

from open_comparisons.cli.main import main
from open_comparisons.disclosure.report import GROUPS, REASONS
from open_comparisons.estimates.intervals import wilson_interval
from open_comparisons.intake.handover.description import ANSWERS
from open_comparisons.intake.handover.parcels import read_parcel
from open_comparisons.messages import LANGUAGES, say
from open_comparisons.provider_tool.figures import number
from open_comparisons.provider_tool.protecting import protect
from open_comparisons.provider_tool.signing import sign
from open_comparisons.provider_tool.wilson import wilson
from open_comparisons.standard.loading import load_standard
from tests.tool_road import answers_in, options_of

STANDARD_FOLDER = Path(__file__).parents[2] / "data" / "standard"
STANDARD = load_standard(STANDARD_FOLDER)
TRUE = STANDARD_FOLDER / "exempel" / "verkliga.csv"


def test_its_interval_is_that_of_the_site():
    """The standard library's and the one for whole columns agree to the last digits, at both ends of the scale too."""
    pairs = [(count, base) for base in (1, 5, 10, 40, 997, 12_345) for count in {0, 1, base // 3, base - 1, base}]
    for level in (0.95, 0.998):
        columns = [pd.Series([pair[place] for pair in pairs], dtype=float) for place in (0, 1)]
        expected = wilson_interval(*columns, confidence_level=level)
        for (count, base), lower, upper in zip(pairs, expected["lower"], expected["upper"], strict=True):
            assert wilson(count, base, confidence_level=level) == pytest.approx((lower, upper), abs=1e-12)
    assert wilson(31, 40) == pytest.approx((0.625, 0.877), abs=5e-4)


@pytest.mark.parametrize(("count", "base"), [(1, 0), (-1, 5), (6, 5)])
def test_no_interval_of_what_cannot_be(count, base):
    """A base of nobody, a number below nothing, a part above its whole."""
    with pytest.raises(ValueError):  # noqa: PT011 - it has no words
        wilson(count, base)


def test_every_reason_is_in_one_of_the_three_groups():
    """So that no hidden row is left out of what is told."""
    assert sorted(REASONS) == sorted(reason for reasons in GROUPS.values() for reason in reasons)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_tells_what_the_command_tells_and_makes_the_same_file(tmp_path, capsys, lang):
    """Byte for byte, and the same words for how it was read and for each reason."""
    source, target = tmp_path / "sant.csv", tmp_path / "ut.csv"
    source.write_bytes(TRUE.read_bytes())
    command = ["protect", str(source), "-o", str(target), "--standard", str(STANDARD_FOLDER), "--lang", lang]
    assert main([*command, *options_of(answers_in(lang))]) == 0
    said = capsys.readouterr().out
    record = protect(source, [], STANDARD, None, lang)
    assert record.csv.encode() == target.read_bytes()
    lines = [line.strip().removesuffix(":") for line in said.splitlines()]
    assert {reading.title for reading in record.readings} <= set(lines)
    assert set(record.counts) <= set(lines)
    assert {reason.title for group in record.hidden for reason in group.reasons} <= set(lines)


@pytest.mark.parametrize(("lang", "first"), [("sv", "31 av 40 (77,5\u00a0%)"), ("en", "31 of 40 (77.5%)")])
def test_each_row_is_shown_as_counted_and_as_seen(lang, first):
    """A total that is shown, a band, a base alone and nothing at all; only what is shown whole has a sentence."""
    record = protect(TRUE, [], STANDARD, None, lang)
    assert [row.whole for row in record.preview] == [True, *[False] * 9]
    assert (record.preview[0].counted, record.preview[0].shown) == (first, first)
    shown = [row.shown for row in record.preview]
    assert shown[1].startswith("11–15 ")
    assert shown[2].endswith(" 14")
    assert shown[6] == say(lang, "tool.shown.nothing")
    (sentence,) = record.sentences
    assert first.split(" (")[0] in sentence


def test_hidden_counts_are_in_the_preview_alone(tmp_path):
    """What is saved has none of them."""
    content = TRUE.read_text(encoding="utf-8")
    marked = tmp_path / "sant.csv"
    marked.write_text(content.replace(",9,14,", ",7919,7933,"), encoding="utf-8")
    record = protect(marked, [], STANDARD, None, "sv")
    assert "7919" not in record.csv
    assert "7919" not in "".join(problem.found + problem.remedy for problem in record.problems)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_problems_are_those_of_the_command_once_each(tmp_path, capsys, lang):
    """Place, finding and remedy in the words of the command, further rows counted; nothing is protected."""
    faulty = tmp_path / "fel.csv"
    faulty.write_text(TRUE.read_text(encoding="utf-8").replace("bu-hvb", "hvb"), encoding="utf-8")
    record = protect(faulty, [], STANDARD, None, lang)
    assert (record.csv, record.hidden, record.preview) == ("", (), ())
    command = ["protect", str(faulty), "-o", str(tmp_path / "ut.csv"), "--standard", str(STANDARD_FOLDER)]
    assert main([*command, "--lang", lang, *options_of(answers_in(lang))]) == 1
    said = capsys.readouterr().out
    assert record.problems
    for problem in record.problems:
        assert all(part in said for part in (problem.found, problem.remedy, problem.more, problem.place))
    assert record.summary in said


def test_a_file_that_cannot_be_read_is_a_problem_and_no_error(tmp_path):
    """Any bytes at all."""
    for number_of, content in enumerate((b"", b"\0\1\2", b"PK\x03\x04 broken", b"%PDF-1.7", "åäö".encode("utf-16"))):
        path = tmp_path / f"{number_of}.xlsx"
        path.write_bytes(content)
        assert protect(path, [], STANDARD, None, "sv").problems


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_signed_is_a_package_that_is_taken_in(tmp_path, lang):
    """The zip holds the two files, and `receive` reads it as it is."""
    record = sign(answers_in(lang), "a,b\n1,2\n", "exempelhemmet", STANDARD.thresholds, lang)
    assert record.problems == ()
    packed = base64.b64decode(record.zip)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.read("exempelhemmet.csv").decode() == record.csv
        assert archive.read("exempelhemmet.json").decode() == record.json
    assert json.loads(record.json)["contact_role"] == answers_in(lang)["contact_role"]
    (tmp_path / "paket.zip").write_bytes(packed)
    parcel, problems = read_parcel(tmp_path / "paket.zip")
    assert problems == []
    assert parcel is not None
    assert parcel.figures.decode() == record.csv


def test_answers_that_are_missing_are_told_by_their_names():
    """So that the screen can lead to each."""
    record = sign({"contact_role": "Anna Andersson 070-123 45 67"}, "a\n", "x", STANDARD.thresholds, "sv")
    assert [problem.field for problem in record.problems if problem.field] == list(ANSWERS)
    assert (record.csv, record.json, record.zip) == ("", "", "")


def test_numbers_are_written_as_the_language_does():
    """Thousands, decimals and minus."""
    written = {lang: number(-12345.64, 1, lang) for lang in LANGUAGES}
    assert written == {"sv": "\u221212\u202f345,6", "en": "\u221212,345.6"}
    assert [number(value, 0, "sv") for value in (62.5, 63.5)] == ["63", "64"]
    assert [number(value, 0, lang) for value, lang in product((7, 999), LANGUAGES)] == ["7", "7", "999", "999"]
