"""A data folder is read as a whole: what is sound becomes releases, what is not is told all at once."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from open_comparisons.errors import DataError, OpenComparisonsError
from open_comparisons.intake.limits import limits_reason
from open_comparisons.intake.listed_rows import reasons_for
from open_comparisons.intake.metadata import metadata_problems, opened_rules, thresholds_of, vouched_submissions
from open_comparisons.intake.releases import check_data, load_data
from open_comparisons.messages import keys_below
from open_comparisons.standard.loading import load_standard

FAILING = Path(__file__).parent / "failing_files"
STANDARD = Path(__file__).parents[2] / "data" / "standard"
RELEASE = Path("bu-hvb") / "2024-05-15"
OAK, LIME = "455001-0005", "455002-0004"
DIRECTORY = f"""orgnr,slug,namn,regi,kommun_kod,fran,till,eftertradare,malgrupper,metoder,kontaktroll
{OAK},eken,Eken,privat,0581,2015-01-01,,,bu-hvb,Miljöterapi; TFCO,Kvalitetsansvarig
{LIME},linden,Linden,ideell,0581,,2023-06-30,eken,bu-hvb,,Kvalitetsansvarig
"""
ROWS = """utforare_orgnr,utforare_namn,regi,kommun_kod,malgrupp,matt_id,matt_version,period,kohort,kon,alder,lagrum,taljare,namnare,personer,varde,status,enhet_id,enhet_namn,instrument
{id},{name},{ownership},0581,bu-hvb,planerat-avslut,1.0,2022,A,T,alla,alla,31,40,36,77.5,ok,,,
{id},{name},{ownership},0581,bu-hvb,planerat-avslut,1.0,2021-01/2021-12,A,T,alla,alla,,40,36,,liten-taljare,,,
"""  # noqa: E501
METADATA = {
    "title": "Barn och unga i HVB",
    "title_en": "Children and young people in HVB",
    "version": "2024-05-15",
    "licenses": [{"name": "CC-BY-4.0"}],
    "publisher": {"sv": "Utgivaren", "en": "The publisher"},
    "standard_version": "1.0.0",
    "released": "2024-05-15",
    "next_release": "2025-05-14",
    "notes": {"sv": "Påhittat.", "en": "Invented."},
    "exempel": True,
    "thresholds": None,
    "corrections": [{"key": {"matt_id": "planerat-avslut"}, "reason": {"sv": "Felräknat.", "en": "Miscounted."}}],
    "opened": [],
}
SUBMISSION = {
    "contact_role": "Kvalitetsansvarig",
    "method_note": {"sv": "Ur verksamhetssystemet.", "en": "From the case system."},
    "known_gaps": {"sv": "Inga.", "en": "None."},
    "approved_by": "Verksamhetschef",
    "protected_by": None,
    "exempel": True,
}


@pytest.fixture
def data(tmp_path):
    """A sound data folder: two providers, one release."""
    folder = tmp_path / "data"
    shutil.copytree(STANDARD, folder / "standard")
    (folder / "utforare.csv").write_text(DIRECTORY, encoding="utf-8")
    release = folder / RELEASE
    release.mkdir(parents=True)
    write_json(release / "metadata.json", METADATA)
    for slug, identifier, name, ownership in (("eken", OAK, "Eken", "privat"), ("linden", LIME, "Linden", "ideell")):
        rows = ROWS.format(id=identifier, name=name, ownership=ownership)
        (release / f"{slug}.csv").write_text(rows, encoding="utf-8")
        write_json(release / f"{slug}.json", SUBMISSION)
    return folder


def write_json(path, content):
    path.write_text(json.dumps(content), encoding="utf-8")


def problems_of(folder):
    with pytest.raises(DataError) as caught:
        load_data(folder)
    return caught.value.problems


def test_a_sound_folder_becomes_records(data):
    """Directory, metadata, submissions and rows arrive as they were written."""
    loaded = load_data(data)
    assert [provider.slug for provider in loaded.providers] == ["eken", "linden"]
    assert loaded.providers[0].methods == ("Miljöterapi", "TFCO")
    assert loaded.providers[1].to_date == date(2023, 6, 30)
    (release,) = loaded.releases["bu-hvb"]
    assert (release.id, release.released, release.next_release) == (
        "2024-05-15",
        date(2024, 5, 15),
        date(2025, 5, 14),
    )
    assert release.title.en == "Children and young people in HVB"
    assert release.example
    assert release.corrections[0].reason.sv == "Felräknat."
    assert [submission.slug for submission in release.submissions] == ["eken", "linden"]
    assert release.submissions[0].file == "data/bu-hvb/2024-05-15/eken.csv"
    assert release.table.columns["provider"] == ("eken", "eken", "linden", "linden")
    assert release.table.columns["period"] == ("2021", "2022", "2021", "2022")
    assert release.table.columns["value"] == (None, 0.775, None, 0.775)


def replace_in(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


BOTH = {"sv": "Liten grupp.", "en": "A small group."}


def write_limits(release, limits):
    """Give a release limits of its own."""
    write_json(release / "metadata.json", {**METADATA, "thresholds": limits})


ELSEWHERE = {
    # Of measures that a workbook says are lacking: tests/unit/test_absent_measures.py.
    *("absent-measure-without-rows", "blank-measures-in-workbook", "figures-of-absent-measure"),
    *("unknown-absent-measure", "unknown-absent-reason"),
    "measure-version-not-described",
    # Of numbers compared with each other: tests/unit/test_contradictions.py.
    *("counts-contradict", "counts-contradict-earlier"),
    # Of a file that nobody can receive: tests/unit/test_handed_in.py.
    *("several-providers", "several-datasets"),
    *("withdrawn-entry", "withdrawn-release-there"),
    *("foreign-file", "data-elsewhere", "declined-with-figures", "reply-before-preview", "reply-still-awaited"),
    *("reply-missing", "preview-not-sent", "unsafe-zip", "not-one-of-each", "checksum-differs"),
    *("comparison-as-release", "no-earlier-release", "not-an-earlier-file", "too-much-to-look-through"),
    "unsafe-archive",
    # Of workbooks: tests/unit/test_workbooks.py.
    *("old-workbook", "binary-workbook", "open-document-workbook", "locked-workbook", "not-a-workbook"),
    *("macros-in-workbook", "links-in-workbook", "document-type-in-workbook", "workbook-grows", "workbook-too-large"),
    *("no-sheet-with-data", "several-sheets-with-data", "cell-beside-table", "merged-cells", "error-in-cell"),
    *("formula-without-result", "period-became-date", "date-in-cell", "workbook-in-data"),
    *("broken-seal", "sealed-file-changed", "sealed-file-missing", "file-added-to-sealed", "release-not-sealed"),
}
BROKEN = {
    "broken-json": lambda release: (release / "eken.json").write_text("{", encoding="utf-8"),
    "empty-json": lambda release: write_json(release / "metadata.json", {}),
    "unanswered": lambda release: write_json(release / "eken.json", {**SUBMISSION, "known_gaps": {"sv": " "}}),
    "small-count-in-answer": lambda release: write_json(
        release / "eken.json", {**SUBMISSION, "known_gaps": {"sv": "Två pojkar saknas."}}
    ),
    "answer-too-long": lambda release: write_json(release / "eken.json", {**SUBMISSION, "contact_role": "Chef " * 99}),
    "name-for-role": lambda release: write_json(release / "eken.json", {**SUBMISSION, "approved_by": "Anna Ek"}),
    "hidden-character": lambda release: write_json(
        release / "eken.json", {**SUBMISSION, "known_gaps": {"sv": "Inga \u202e.", "en": "None."}}
    ),
    "limit-below-floor": lambda release: write_limits(release, {"min_count": 2, "reason": BOTH}),
    "limits-too-close": lambda release: write_limits(release, {"min_count": 6, "reason": BOTH}),
    "lowered-limit-without-reason": lambda release: write_limits(release, {"min_count": 4, "reason": "Liten grupp."}),
    "metadata-field": lambda release: write_json(release / "metadata.json", {**METADATA, "released": "i maj"}),
    "missing-file": lambda release: (release / "eken.json").unlink(),
    "not-a-plain-file": lambda release: ((release / "eken.csv").unlink(), (release / "eken.csv").mkdir()),
    "provider-in-two-files": lambda release: (
        shutil.copy(release / "eken.csv", release / "alla.csv"),
        write_json(release / "alla.json", {**SUBMISSION, "providers": "many"}),
    ),
    "release-name-not-a-date": lambda release: release.rename(release.parent / "varen-2024"),
    "submission-of-another-provider": lambda release: shutil.copy(release / "linden.csv", release / "eken.csv"),
    "unknown-dataset": lambda release: release.parent.rename(release.parent.parent / "hvb"),
    "unknown-file": lambda release: (release / "anteckningar.txt").write_text("x", encoding="utf-8"),
}


@pytest.mark.parametrize("path", ["javascript:alert(1)", 5])
def test_a_licence_leads_to_a_page_of_the_web(data, path):
    """What becomes a link is never a script."""
    licences = [{"name": "CC-BY-4.0", "path": path}]
    write_json(data / RELEASE / "metadata.json", {**METADATA, "licenses": licences})
    assert [problem.code for problem in problems_of(data)] == ["metadata-field"]


def test_every_rule_has_a_failing_case():
    """A code without a failing file of its own has a case here."""
    # What `audit`, `protect`, seals and withdrawals say has its cases in their own tests, one in test_checks.
    others = {code for code in keys_below("problems") if code.startswith("audit-")} | ELSEWHERE
    assert BROKEN.keys() == set(keys_below("problems")) - {path.stem for path in FAILING.iterdir()} - others


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_rule_of_releases_is_found(data, code):
    """Each way of breaking a release is told by its code, with a path relative to the folder that holds the data."""
    BROKEN[code](data / RELEASE)
    found = [problem for problem in problems_of(data) if problem.code == code]
    assert found
    assert all(problem.file.startswith("data/bu-hvb") or problem.file == "data/hvb" for problem in found)


def test_problems_of_all_files_come_at_once(data):
    """One look tells everything that is wrong, sorted by file."""
    replace_in(data / RELEASE / "eken.csv", "77.5", "75.0")
    replace_in(data / RELEASE / "linden.csv", "ideell", "privat")
    replace_in(data / "utforare.csv", "0581", "9999")
    (data / RELEASE / "metadata.json").write_text("[]", encoding="utf-8")
    found = problems_of(data)
    assert list(found) == sorted(found)
    assert {
        ("data/bu-hvb/2024-05-15/eken.csv", "value-disagrees-with-parts"),
        ("data/bu-hvb/2024-05-15/linden.csv", "row-differs-from-directory"),
        ("data/bu-hvb/2024-05-15/metadata.json", "broken-json"),
        ("data/utforare.csv", "unknown-area-code"),
    } <= {(problem.file, problem.code) for problem in found}


def test_a_file_of_many_providers_says_so(data):
    """Official data come in one file; "providers": "many" permits it."""
    release = data / RELEASE
    extra = (release / "linden.csv").read_text(encoding="utf-8").split("\n", 1)[1]
    for name in ("linden.csv", "linden.json"):
        (release / name).unlink()
    with (release / "eken.csv").open("a", encoding="utf-8") as file:
        file.write(extra)
    assert {problem.code for problem in problems_of(data)} == {"submission-of-another-provider"}
    write_json(release / "eken.json", {**SUBMISSION, "providers": "many"})
    assert len(load_data(data).releases["bu-hvb"][0].table) == 4


def test_an_official_publishers_rows_are_counted_instead_of_refused(data):
    """With protected_by, small numbers pass and `own_rule_would_hide` tells how many ours would have hidden."""
    replace_in(data / RELEASE / "eken.csv", "31,40,36,77.5", "2,40,36,5.0")
    assert {problem.code for problem in problems_of(data)} == {"small-number-shown"}
    write_json(data / RELEASE / "eken.json", {**SUBMISSION, "protected_by": "En myndighet"})
    vouched = {"eken": {"sv": "Officiell statistik.", "en": "Official statistics."}}
    write_json(data / RELEASE / "metadata.json", {**METADATA, "protected_by": vouched})
    submissions = load_data(data).releases["bu-hvb"][0].submissions
    assert submissions[0].protected_by == "En myndighet"
    assert submissions[0].more["own_rule_would_hide"] == 1
    assert "own_rule_would_hide" not in submissions[1].more


@pytest.mark.parametrize("vouched", [None, {}, {"linden": {"sv": "x", "en": "x"}}, {"eken": ""}, ["eken"]])
def test_a_submission_cannot_set_our_own_rule_aside_by_itself(data, vouched):
    """Without the release's word and reason for that very file, small numbers are refused, and the claim is told."""
    replace_in(data / RELEASE / "eken.csv", "31,40,36,77.5", "2,40,36,5.0")
    write_json(data / RELEASE / "eken.json", {**SUBMISSION, "protected_by": "En myndighet"})
    write_json(data / RELEASE / "metadata.json", {**METADATA, "protected_by": vouched})
    assert {problem.code for problem in problems_of(data)} == {"small-number-shown", "metadata-field"}


def codes_with_limits(data, limits):
    """Codes of the problems of a release with limits of its own."""
    write_limits(data / RELEASE, limits)
    return {problem.code for problem in problems_of(data)}


def test_raised_limits_of_a_release_hold_for_its_files(data):
    """They need a reason, and one language is enough."""
    assert codes_with_limits(data, {"min_denominator": 50, "reason": "Känsligare grupp."}) == {"small-number-shown"}


def test_lowered_limits_of_a_release_hold_for_its_files(data):
    """Down to the floor, with a reason in both languages."""
    replace_in(data / RELEASE / "eken.csv", "31,40,36,77.5", "3,8,7,37.5")
    assert codes_with_limits(data, None) == {"small-number-shown"}
    write_limits(data / RELEASE, {"min_denominator": 6, "min_count": 3, "reason": BOTH})
    assert len(load_data(data).releases["bu-hvb"]) == 1


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"min_denominator": 50}, "metadata-field"),
        ({"min_count": "5", "reason": "x"}, "metadata-field"),
        ({"min_denominator": True, "reason": BOTH}, "metadata-field"),
        ({"min_denominator": 10.5, "reason": BOTH}, "metadata-field"),
        ({"min_response_rate": 101, "reason": BOTH}, "metadata-field"),
        ({"min_denominater": 50, "reason": BOTH}, "metadata-field"),
        ({"min_denominator": 4, "min_count": 2, "reason": BOTH}, "limit-below-floor"),
        ({"min_count": 2, "reason": BOTH}, "limit-below-floor"),
        ({"min_denominator": 8, "min_count": 4, "reason": "Liten grupp."}, "lowered-limit-without-reason"),
        ({"min_count": 4, "reason": {"sv": "Liten grupp."}}, "lowered-limit-without-reason"),
        ({"min_count": 4, "reason": {"sv": "Liten grupp.", "en": " "}}, "lowered-limit-without-reason"),
        ({"min_response_rate": 20, "reason": "Liten grupp."}, "lowered-limit-without-reason"),
        ({"min_denominator": 8, "reason": BOTH}, "limits-too-close"),
        ({"min_count": 6, "reason": "Känsligare grupp."}, "limits-too-close"),
    ],
)
def test_limits_that_a_release_must_not_have(data, limits, code):
    """Of the wrong form, below the floor, without a reason in both languages, or too close to each other."""
    assert code in codes_with_limits(data, limits)


def test_limits_that_are_refused_do_not_hold(data):
    """A small number is reported as well, by the standard's own limits."""
    replace_in(data / RELEASE / "eken.csv", "31,40,36,77.5", "3,8,7,37.5")
    limits = {"min_denominator": 6, "min_count": 3, "reason": "Liten grupp."}
    assert codes_with_limits(data, limits) == {"lowered-limit-without-reason", "small-number-shown"}


def test_a_standard_without_floors_lets_no_release_lower_its_limits(data):
    """Its own limits are the floor."""
    path = data / "standard" / "standard.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    del content["threshold_floors"]
    write_json(path, content)
    assert codes_with_limits(data, {"min_count": 4, "reason": BOTH}) == {"limit-below-floor"}


def test_a_period_after_the_release_is_refused(data):
    """Nothing can be known about days that had not come when the figures were released."""
    replace_in(data / RELEASE / "eken.csv", "2022,A", "2024,A")
    assert {problem.code for problem in problems_of(data)} == {"period-in-the-future"}


def test_texts_in_json_are_searched_for_persons(data):
    """Method notes are published, so they are read as carefully as comments; the number is not repeated."""
    note = {"sv": "Fråga Elsa Exempelsson, 20101224-1234.", "en": "Ask."}
    write_json(data / RELEASE / "eken.json", {**SUBMISSION, "method_note": note})
    (found,) = problems_of(data)
    assert (found.file, found.code) == ("data/bu-hvb/2024-05-15/eken.json", "personal-number-in-text")
    assert "1234" not in found.as_text("sv")


@pytest.mark.parametrize(
    "content", ["", "{", "{}", "[]", "null", "nan", '{"title": 3, "corrections": 4, "opened": {}}', "[" * 9999]
)
def test_any_json_gives_problems(data, content):
    """Broken, empty and mistyped files are told as problems."""
    for name in ("metadata.json", "eken.json"):
        (data / RELEASE / name).write_bytes(content.encode("utf-8", "surrogatepass"))
    told = {problem.code for problem in problems_of(data)}
    assert told <= {"broken-json", "empty-json", "metadata-field", "unanswered"}
    assert told


SMALL_STANDARD = load_standard(STANDARD)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("2024-05-15"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["sv", "en", "path", "key", "reason", "rule", "min_count", "matt_id"]), inner)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*METADATA, "title_en", "resources", "opened", "thresholds"]), JSON))
def test_any_value_of_any_field_of_a_release_is_judged(changes):
    """Lists in place of texts and texts in place of lists are problems; what passes can be used."""
    standard = SMALL_STANDARD
    content = {**METADATA, **changes}
    if not metadata_problems(content, "metadata.json", "2024-05-15", {"eken.csv"}, standard):
        assert thresholds_of(content, standard).min_count > 0
        assert limits_reason(content).both is not None
    opened_rules(content)
    vouched_submissions(content)
    reasons_for(content, "corrections", standard, ("measure_id",))
    reasons_for(content, "opened", standard, ("measure_id",))


def test_a_folder_without_a_standard_cannot_be_read(tmp_path):
    """Without the standard there is nothing to check against, and the message says which file is missing."""
    with pytest.raises(OpenComparisonsError, match=r"standard\.json"):
        load_data(tmp_path)


FIELDS = {
    "hospital": ("provider_id", "string"),
    "group": ("target_group", "string"),
    "measure": ("measure_id", "string"),
    "year": ("period", "string"),
    "payer": ("payer", "string"),
    "events": ("numerator", "number"),
    "patients": ("denominator", "number"),
    "percent": ("value", "number"),
}
REGISTER_FIELDS = {
    "id": ("provider_id", "string"),
    "slug": ("slug", "string"),
    "name": ("name", "string"),
    "groups": ("target_groups", "string"),
}
HOSPITALS = {
    "name": "hospitals",
    "version": "0.1.0",
    "title": {"en": "Hospitals"},
    "site_title": {"en": "Hospitals"},
    "licence": {"id": "CC0-1.0", "url": "https://creativecommons.org/publicdomain/zero/1.0/"},
    "identifiers": {"provider_id": "none"},
    "thresholds": {"min_denominator": 20, "min_count": 10, "min_response_rate": 0},
    "dimensions": [
        {
            "name": "payer",
            "title": {"en": "Payer"},
            "total": "all",
            "codes": [{"code": "public", "title": {"en": "Public"}}],
        }
    ],
}
READMISSION = {
    "id": "readmission",
    "version": "1",
    "titel": {"en": "Readmission"},
    "slag": "share",
    "enhet": "percent",
    "decimaler": 1,
    "riktning": -1,
    "typ": "outcome",
    "doman": "care",
    "malgrupper": ["adults"],
    "kohort": "all",
    "namnare_enhet": "patients",
    "bas": "discharged",
}


def schema(fields):
    return [
        {"name": name, "role": role, "type": kind, "title": name, "constraints": {"required": kind == "string"}}
        for name, (role, kind) in fields.items()
    ]


@pytest.fixture
def hospitals(tmp_path):
    """A data folder of another sector: English only, other columns, one dimension, free identifiers and no areas."""
    data = tmp_path / "data"
    standard = data / "standard"
    release = data / "hospitals" / "2024-05-15"
    standard.mkdir(parents=True)
    release.mkdir(parents=True)
    key = ["hospital", "group", "measure", "year", "payer"]
    write_json(standard / "standard.json", HOSPITALS)
    write_json(standard / "observationer.schema.json", {"fields": schema(FIELDS), "primaryKey": key})
    write_json(standard / "utforare.schema.json", {"fields": schema(REGISTER_FIELDS)})
    write_json(standard / "malgrupper.json", [{"id": "adults", "dataset": "hospitals", "titel": {"en": "Adults"}}])
    write_json(standard / "matt.json", [READMISSION])
    write_json(standard / "kodlistor.json", {})
    (data / "utforare.csv").write_text("id,slug,name,groups\nH1,first,First,adults\n", encoding="utf-8")
    write_json(release / "metadata.json", METADATA | {"corrections": []})
    write_json(release / "first.json", SUBMISSION)
    return data


def with_row(data, row):
    """The data folder with this row alone."""
    path = data / "hospitals" / "2024-05-15" / "first.csv"
    path.write_text(f"{','.join(FIELDS)}\nH1,adults,readmission,2023,all,{row}\n", encoding="utf-8")
    return data


def test_a_quite_different_standard_needs_no_change_of_code(hospitals):
    """English only, other columns, one dimension, free identifiers and no areas: the same code reads it."""
    columns = load_data(with_row(hospitals, "28,40,70")).releases["hospitals"][0].table.columns
    assert (columns["status"], columns["value"], columns["payer"]) == (("ok",), (0.7,), ("all",))
    assert {problem.code for problem in problems_of(with_row(hospitals, "3,40,7.5"))} == {"small-number-shown"}


@pytest.mark.parametrize(
    ("entry", "row", "code"),
    [
        ({"slag": "rating", "decimaler": 0, "skala": [1, 5]}, ",40,4", ""),
        ({"slag": "rating", "decimaler": 0, "skala": [1, 5]}, ",40,6", "number-out-of-range"),
        ({"slag": "rating", "decimaler": 0, "skala": [1, 5]}, ",40,0", "number-out-of-range"),
        ({"slag": "reported", "decimaler": 1}, ",40,-20.65", "too-many-decimals"),
        ({"slag": "reported", "decimaler": 1, "decimaler_i_fil": 3}, ",40,-20.655", ""),
        ({"slag": "reported", "decimaler": 1, "decimaler_i_fil": 3}, ",40,-20.6555", "too-many-decimals"),
        ({"slag": "ratio", "decimaler": 3}, "26,35.04,0.742", ""),
    ],
)
def test_the_standard_says_which_values_a_measure_can_have(hospitals, entry, row, code):
    """Its scale, its decimals in files apart from those that readers see, and parts that need not be whole."""
    write_json(hospitals / "standard" / "matt.json", [READMISSION | entry])
    data = with_row(hospitals, row)
    assert {problem.code for problem in problems_of(data)} == {code} if code else load_data(data)


def test_a_scale_that_does_not_rise_stops_the_standard(hospitals):
    """The message names the scale."""
    write_json(hospitals / "standard" / "matt.json", [READMISSION | {"skala": [5, 1]}])
    with pytest.raises(OpenComparisonsError, match=r"from 5 to 1"):
        load_data(hospitals)


def test_values_without_a_base_are_counted_and_told(hospitals):
    """Where an official publisher gives no n, our rule cannot be tried, and the check says for how many rows."""
    write_json(hospitals / "standard" / "matt.json", [READMISSION | {"slag": "reported"}])
    release = hospitals / "hospitals" / "2024-05-15"
    write_json(release / "first.json", {**SUBMISSION, "protected_by": {"en": "An authority"}})
    write_json(
        release / "metadata.json", METADATA | {"corrections": [], "protected_by": {"first": {"en": "Official."}}}
    )
    standard = load_standard(hospitals / "standard")
    for row, unknown in ((",,4", 1), (",40,4", 0)):
        checked = check_data(with_row(hospitals, row), standard)
        assert checked.releases[0].submissions[0].more["without_base"] == unknown
        notes = [note.en for reading in checked.readings for note in reading.notes]
        assert notes == ["Rows with a value but no n: 1. Small numbers cannot be checked there."] * unknown
