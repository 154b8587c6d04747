"""
Leaks that were once found in protected files, and files that once stopped `protect`: none of them comes back.

The files are read in place, from the folder beside the real data. Beside each stands a variant of its own: other
numbers, or other measures of the same kind.
"""

import csv
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from open_comparisons.audit.audit import attack
from open_comparisons.cli.main import main
from open_comparisons.disclosure.builder import build_system
from open_comparisons.disclosure.protect import protect_rows
from open_comparisons.disclosure.system import CountRow, ReleaseRows
from open_comparisons.standard.statuses import ALL_BUT_FEW, FEW, LOW_RESPONSE, OK, SUPPRESSED
from tests.descriptions import ANSWERED
from tests.provider_tables import STANDARD, YEARS, place, row
from tests.unit.brute_force import Attack, Release, read_row

PROJECT = Path(__file__).parents[2]
REAL = Path(os.environ.get("OPEN_COMPARISONS_REALDATA", PROJECT.parent / "shared" / "realdata"))
CASES = REAL.parent / "cases" / "30-disclosure"
LIMITS = STANDARD.thresholds
FIRST, SECOND, THIRD = (place((year,)) for year in YEARS)
WINDOW = place(YEARS)
YEAR_CELL = ("", (2020,), "", "")

with_files = pytest.mark.skipif(not CASES.is_dir(), reason=f"DISCLOSURE CASES ARE NOT TESTED: {CASES} is missing")


def protect(name, folder, lang="en"):
    """Protect a file as its provider does; the exit code and the rows of the new file."""
    target = folder / "protected.csv"
    code = main(["protect", str(CASES / name), "-o", str(target), "--lang", lang, *ANSWERED])
    return code, read(target) if target.is_file() else []


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def data_folder(folder, *releases):
    """Make a data folder of releases of one file each, by date, path and the rows listed as corrected."""
    data = folder / "data"
    shutil.copytree(PROJECT / "data" / "standard", data / "standard")
    example = read(PROJECT / "data" / "utforare.csv")
    first = read(releases[0][1])[0]
    with (data / "utforare.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(example[0]), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerow(
            example[0]
            | {"orgnr": first["utforare_orgnr"], "slug": "hemmet", "namn": first["utforare_namn"]}
            | {name: first[name] for name in ("regi", "kommun_kod")}
        )
    template = PROJECT / "data" / "bu-hvb" / "2024-05-15"
    about = json.loads((template / "metadata.json").read_text(encoding="utf-8"))
    reply = next(template.glob("[!m]*.json"))
    for day, path, corrections in releases:
        target = data / "bu-hvb" / day
        target.mkdir(parents=True)
        shutil.copy(path, target / "hemmet.csv")
        shutil.copy(reply, target / "hemmet.json")
        resource = about["resources"][0] | {"name": "hemmet", "path": "hemmet.csv"}
        (target / "metadata.json").write_text(
            json.dumps(about | {"version": day, "released": day, "corrections": corrections, "resources": [resource]}),
            encoding="utf-8",
        )
    return data


def found_in(data, capsys):
    """What the audit command finds in a data folder; where logs are public it would refuse to show values."""
    capsys.readouterr()
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CI", raising=False)
        main(["audit", str(data), "--format", "json", "--show-values"])
    return json.loads(capsys.readouterr().out)


def cell(rows, measure, period, **codes):
    """The row of a measure, period and part."""
    wanted = {"matt_id": measure, "period": period, "kon": "T", "alder": "alla", "lagrum": "alla"} | codes
    (found,) = (one for one in rows if all(one[name] == value for name, value in wanted.items()))
    return found


HONEST = (
    "act9b", "age16", "crash_min", "days6", "drogfri", "price12",
    "rate", "reached", "true_1022", "two-rows", "use30of33",
)  # fmt: skip


@with_files
@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_is_protected_and_nothing_can_be_worked_out_of_it(name, tmp_path, capsys):
    """A file comes out, the audit finds nothing in it, and neither does the slow attacker."""
    code, rows = protect(f"{name}.csv", tmp_path)
    assert code == 0
    assert len(rows) == len(read(CASES / f"{name}.csv"))
    assert found_in(data_folder(tmp_path, ("2024-05-15", tmp_path / "protected.csv", [])), capsys) == []
    if name != "days6":
        attacked = Attack([Release(tuple(map(read_row, rows)))])
        assert attacked.possible
        assert attacked.narrow() == {}
        assert attacked.told_by_a_single_one() == {}


@with_files
def test_a_rate_does_not_break_a_band(tmp_path):
    """15 % of 20 would be three: no rate stands where the count behind it is hidden."""
    _, rows = protect("rate.csv", tmp_path)
    assert cell(rows, "parad-bedomning", "2020")["status"] == FEW
    hidden = cell(rows, "battre-psykisk-halsa", "2020")
    assert (hidden["status"], hidden["svarsandel"], hidden["namnare"]) == (SUPPRESSED, "", "")
    values = Attack([Release(tuple(map(read_row, rows)))]).table
    name = next(one for one in values.number if one[1:] == ("x", "parad-bedomning", YEAR_CELL))
    assert values.values(name, 5) == (0, 1, 2, 3, 4)


@with_files
def test_a_rate_of_those_with_use_at_the_start_is_no_contradiction(tmp_path):
    """18 of 30 with use were reached, of 28 of 40 in all: true, consistent and shown."""
    code, rows = protect("drogfri.csv", tmp_path)
    assert code == 0
    shown = cell(rows, "drogfri-6m", "2020")
    assert (shown["status"], shown["taljare"], shown["namnare"], shown["varde"]) == (OK, "9", "18", "50.0")
    assert shown["svarsandel"] == "60"


@with_files
@pytest.mark.parametrize("name", ["use30of33", "reached"])
def test_a_sensitive_base_is_hidden_where_its_rest_is_small(name, tmp_path):
    """Three of 33 who used no drugs, or nobody of 20 who were reached: neither base nor rate is shown."""
    _, rows = protect(f"{name}.csv", tmp_path)
    hidden = cell(rows, "drogfri-6m", "2020")
    assert hidden["status"] == SUPPRESSED
    assert [hidden[column] for column in ("taljare", "namnare", "personer", "varde", "svarsandel")] == [""] * 5


@with_files
@pytest.mark.parametrize(
    ("name", "measure", "period", "codes"),
    [
        ("price12", "kostnad-per-placering", "2022", {}),
        ("act9b", "kostnad-per-placering", "2020/2022", {"lagrum": "lvu"}),
        ("days6", "dygnspris", "2022", {}),
    ],
)
def test_a_hidden_mean_of_few_persons_stays_wide(name, measure, period, codes, tmp_path):
    """Twelve placements of nine persons, and 900 days of six: at least a fifth of the midpoint is left."""
    _, rows = protect(f"{name}.csv", tmp_path)
    hidden = cell(rows, measure, period, **codes)
    assert (hidden["status"], hidden["namnare"], hidden["varde"]) == (SUPPRESSED, "", "")
    attacked = Attack([Release(tuple(map(read_row, rows)))])
    low, high = attacked.value_range(0, measure, read_row(hidden).cell)
    assert high - low >= 0.2 * (low + high) / 2
    true = float(cell(read(CASES / f"{name}.csv"), measure, period, **codes)["varde"])
    assert low <= true <= high


@with_files
def test_all_of_the_oldest_are_sixteen(tmp_path):
    """49 - 30 - 15 would be the four of 0-12 exactly, were the base of 18-20 shown by either measure."""
    _, rows = protect("age16.csv", tmp_path)
    attacked = Attack([Release(tuple(map(read_row, rows)))])
    name = next(
        one for one in attacked.table.number if one[1:] == ("n", "avslutade", ("", tuple(YEARS), "alder", "0-12"))
    )
    assert len(attacked.table.values(name, 5)) == 5


@with_files
def test_a_base_seen_at_eleven_only_is_found(tmp_path, capsys):
    """Of 25 - 12 = 13 and 22, at least nine are left for 2021 and at most twelve: four values."""
    findings = found_in(data_folder(tmp_path, ("2024-05-15", CASES / "prot_1126.csv", [])), capsys)
    bases = [
        (one["key"]["matt_id"], one["key"]["period"], one["lowest"], one["highest"])
        for one in findings
        if one["rule"] == "base"
    ]
    assert ("uppfoljd-12m", "2021", 9, 12) in bases


@with_files
def test_grandparents_of_a_base_are_known(tmp_path):
    """A and A12 without A6 between them: the follow-up of 2021 has five values left, or no base beside it."""
    code, rows = protect("true_1022.csv", tmp_path)
    assert code == 0
    assert cell(rows, "uppfoljd-12m", "2021")["namnare"] == ""


@with_files
def test_who_left_by_a_correction_is_found(tmp_path, capsys):
    """25 placements, then 24, and both means: price and stay of the one who left would follow."""
    first, second = (CASES / "left" / day for day in ("2023-05-16", "2024-05-15"))
    corrections = json.loads((second / "metadata.json").read_text(encoding="utf-8"))["corrections"]
    releases = [(first.name, first / "angsviken.csv", []), (second.name, second / "angsviken.csv", corrections)]
    findings = found_in(data_folder(tmp_path, *releases), capsys)
    assert {(one["rule"], one["key"]["matt_id"]) for one in findings} == {
        ("left", "kostnad-per-placering"),
        ("left", "vardtid"),
    }


@with_files
@pytest.mark.parametrize(("lang", "places"), [("en", ["row 2", "row 3"]), ("sv", ["rad 2", "rad 3"])])
def test_text_with_numbers_in_a_hidden_row_is_refused(lang, places, tmp_path, capsys):
    """Both rows are named, in figures and in words; the text itself is not repeated."""
    code, rows = protect("comment.csv", tmp_path, lang)
    said = capsys.readouterr()
    assert (code, rows) == (1, [])
    told = said.out + said.err
    assert all(place in told for place in places)
    assert "av 8" not in told
    assert "av åtta" not in told


# The same with other numbers and measures.


def published(rows, previous=(), corrected=()):
    return protect_rows(rows, previous, STANDARD, LIMITS, corrected)


def found(*releases):
    """Rules and measures of what the judge finds in releases of rows and corrected keys."""
    read_ = [ReleaseRows(str(at), tuple(rows), frozenset(keys), LIMITS) for at, (rows, keys) in enumerate(releases)]
    system = build_system(read_, STANDARD)
    return {(one.watch.rule, one.watch.key.measure) for one in attack(system).narrow}


def of_persons(measure, where, denominator, persons, value):
    return replace(row(measure, where, None, denominator, value), persons=persons)


@pytest.mark.parametrize(("many", "few", "percent"), [(20, 3, 0.15), (40, 4, 0.1), (25, 1, 0.04), (30, 0, 0.0)])
def test_no_rate_of_a_parent_base_gives_a_band_away(many, few, percent):
    """As in rate.csv."""
    paired = row("parad-bedomning", FIRST, few, many)
    better = CountRow(row("battre-psykisk-halsa", FIRST, 0, 0).key, LOW_RESPONSE, response_rate=percent)
    rows = published([row("mindre-ingripande", FIRST, many // 2, many), paired, better]).rows
    assert found((rows, ())) == set()
    by_measure = {one.key.measure: one for one in rows}
    assert by_measure["battre-psykisk-halsa"].response_rate is None
    assert by_measure["parad-bedomning"].status == FEW


@pytest.mark.parametrize(
    ("sensitive", "whole", "counts"),
    [
        ("drogfri-6m", "planerat-avslut", (9, 18, 33, 0.6)),
        ("drogfri-6m", "uppfoljd-6m", (10, 24, 32, 0.8)),
        ("brottsfri-12m", "metod-med-stod", (12, 20, 42, 0.5)),
        ("brottsfri-12m", "uppfoljd-12m", (8, 17, 36, 0.5)),
    ],
)
def test_a_rate_of_a_sensitive_base_is_not_shown_where_few_are_outside(sensitive, whole, counts):
    """18 / 60 %, 24 / 80 %, 20 / 50 % and 17 / 50 % used drugs or broke the law, of two or three more in all."""
    numerator, reached, everyone, rate = counts
    one = replace(row(sensitive, FIRST, numerator, reached), response_rate=rate)
    rows = published([one, row(whole, FIRST, everyone // 2 + 8, everyone)]).rows
    assert found((rows, ())) == set()
    assert next(each for each in rows if each.key == one.key) == CountRow(one.key, SUPPRESSED)


@pytest.mark.parametrize(
    ("measure", "values"),
    [
        ("kostnad-per-placering", ((30, 28, 1_100_432), (40, 37, 1_240_117), (12, 9, 873_250), (82, 72, 1_135_325))),
        ("vardtid", ((20, 20, 269), (12, 12, 312), (18, 8, 276), (50, 40, 282))),
        ("dygnspris", ((7300, 28, 5600), (8100, 37, 5800), (900, 6, 7450), (16300, 70, 5802))),
        ("dygnspris", ((5000, 20, 4100), (4000, 18, 4500), (1000, 5, 9000), (10000, 41, 4750))),
    ],
)
def test_the_mean_of_few_persons_is_hidden_and_a_second_one_with_it(measure, values):
    """As in price12.csv and days6.csv, by year."""
    rows = published(
        [of_persons(measure, where, *one) for where, one in zip((FIRST, SECOND, THIRD, WINDOW), values, strict=True)]
    ).rows
    assert found((rows, ())) == set()
    assert rows[2] == CountRow(rows[2].key, SUPPRESSED)
    assert [one.value for one in rows].count(None) >= 2


@pytest.mark.parametrize("oldest", [15, 11, 22])
def test_a_base_that_equals_its_parent_in_a_part_is_hidden_in_both(oldest):
    """As in age16.csv."""
    parts = [place(YEARS, alder=code) for code in ("0-12", "13-17", "18-20")]
    everyone = [(2, 4), (16, 30), (oldest // 2, oldest)]
    old = [(0, 0), (8, 15), (oldest // 2, oldest)]
    rows = [row("planerat-avslut", WINDOW, sum(x for x, _ in everyone), sum(n for _, n in everyone))]
    rows += [row("planerat-avslut", where, *one) for where, one in zip(parts, everyone, strict=True)]
    rows += [row("sysselsattning", WINDOW, sum(x for x, _ in old), sum(n for _, n in old))]
    rows += [row("sysselsattning", where, *one) for where, one in zip(parts, old, strict=True)]
    hidden = published(rows).rows
    assert found((hidden, ())) == set()
    assert found(([*rows[:1], *hidden[1:]], ())) == set()
    leaking = [hidden[0], CountRow(rows[1].key, SUPPRESSED), rows[2], CountRow(rows[3].key, SUPPRESSED), *rows[4:]]
    assert ("base", "planerat-avslut") in found((leaking, ()))


@pytest.mark.parametrize("left", [1, 4, -3])
@pytest.mark.parametrize("measure", ["kostnad-per-placering", "vardtid", "planerat-avslut"])
def test_a_correction_by_few_hides_the_numbers_after_it(measure, left):
    """As in left/: found where it is published, and hidden where it is not yet."""
    numbers = (12, None) if STANDARD.measures[measure].is_share else (None, 200.0)
    before = replace(row(measure, FIRST, numbers[0], 25, numbers[1]))
    after = replace(row(measure, FIRST, numbers[0], 25 - left, None if numbers[1] is None else 214.0))
    assert found(([before], ())) == set()
    releases = [
        ReleaseRows("1", (before,), frozenset(), LIMITS),
        ReleaseRows("2", (after,), frozenset({after.key}), LIMITS),
    ]
    assert [key for key, _ in build_system(releases, STANDARD).left] == [after.key]
    (hidden,) = published([after], releases[:1], [after.key]).rows
    assert (hidden.numerator, hidden.value) == (None, None)
    releases[1] = replace(releases[1], rows=(hidden,))
    assert not build_system(releases, STANDARD).left


@pytest.mark.parametrize("measure", ["planerat-avslut", "nojdhet-unga", "trygghet", "skolnarvaro", "plan-i-tid"])
@pytest.mark.parametrize(("total", "part"), [((13, 18), (11, 12)), ((7, 14), (7, 10)), ((9, 19), (2, 11))])
def test_two_rows_are_enough_for_a_file(measure, total, part):
    """As in crash_min.csv and two-rows.csv: a total with one part, and the others without a row."""
    for where in (place(YEARS, alder="13-17"), place(YEARS, lagrum="sol"), place(YEARS, kon="K")):
        rows = published([row(measure, WINDOW, *total), row(measure, where, *part)]).rows
        assert len(rows) == 2
        assert {one.status for one in rows} <= {OK, FEW, ALL_BUT_FEW, SUPPRESSED}
        assert found((rows, ())) == set()


# Found by the attacker of `brute_force.py`.


@pytest.mark.parametrize(
    "rows",
    [
        [row("skolnarvaro", WINDOW, 7, 14), row("skolnarvaro", place(YEARS, lagrum="sol"), 7, 10)],
        [
            row("planerat-avslut", WINDOW, 26, 46),
            row("planerat-avslut", FIRST, 12, 20),
            row("planerat-avslut", SECOND, 11, 20),
        ],
        [
            row("planerat-avslut", WINDOW, 41, 60),
            row("planerat-avslut", FIRST, 12, 20),
            row("planerat-avslut", SECOND, 11, 20),
        ],
        [
            of_persons("dygnspris", WINDOW, 16300, 70, 5802.0),
            of_persons("dygnspris", FIRST, 7300, 28, 5600.0),
            of_persons("dygnspris", SECOND, 8100, 37, 5800.0),
        ],
    ],
    ids=["small base", "small base of a year", "small rest", "mean of few persons"],
)
def test_what_has_no_row_is_protected_too(rows):
    """A part or year that is left out is 4 of 14, 6 of 46, 18 of 20, or 900 days of at least five persons."""
    protected = published(rows).rows
    assert any(one.status == SUPPRESSED for one in protected)
    assert found((protected, ())) == set()
    assert found((rows, ())) != set()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            [row("maluppfyllelse", FIRST, 6, 12), row("parad-bedomning", FIRST, 8, 24)],
            [row("maluppfyllelse", FIRST, 6, 12), row("parad-bedomning", FIRST, 8, 16)],
        ),
        (
            [replace(row("drogfri-6m", FIRST, 9, 18), response_rate=0.6)],
            [replace(row("drogfri-6m", FIRST, 12, 24), response_rate=0.6)],
        ),
    ],
    ids=["rest of a larger base", "base of a rate"],
)
def test_a_correction_may_change_what_has_no_row(before, after):
    """Those without a plan, and all with use at the start, are counts of their own: a file comes out."""
    first = ReleaseRows("1", published(before).rows, frozenset(), LIMITS)
    changed = [new.key for old, new in zip(before, after, strict=True) if old != new]
    assert [one.status for one in published(after, [first], changed).rows] == [OK] * len(after)


@pytest.mark.parametrize("rate", [0.04, 0.0])
def test_the_window_of_a_larger_base_bounds_the_years_of_a_smaller_one(rate):
    """4 % of at most 60 with crime at the start is one or two who were reached; 0 % is nobody."""
    low = CountRow(row("brottsfri-12m", SECOND, 0, 0).key, LOW_RESPONSE, response_rate=rate)
    rows = [row("planerat-avslut", WINDOW, 30, 60), low]
    assert found((rows, ())) != set()
    assert found((published(rows).rows, ())) == set()
