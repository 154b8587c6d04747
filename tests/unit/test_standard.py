"""The file standard in `data/standard/`: it loads, it is complete in both languages, and its links hold."""

import json
import re
import shutil
from pathlib import Path

import pytest

from open_comparisons.errors import OpenComparisonsError
from open_comparisons.standard.keys import FORMER_KEYS
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.statuses import STATUSES

FOLDER = Path(__file__).resolve().parents[2] / "data" / "standard"
TEXT_FILES = ("standard.json", "malgrupper.json", "matt.json", "kodlistor.json")
SCHEMAS = ("observationer.schema.json", "utforare.schema.json")
MEASURES = [
    "planerat-avslut",
    "sammanbrott",
    "aterplacering-12m",
    "ej-ateraktualiserad-12m",
    "mindre-ingripande",
    "skolnarvaro",
    "gymnasiebehorighet",
    "battre-skolresultat",
    "sysselsattning",
    "battre-psykisk-halsa",
    "drogfri-6m",
    "brottsfri-12m",
    "maluppfyllelse",
    "trygghet",
    "nojdhet-unga",
    "nojdhet-bestallare",
    "kostnad-per-placering",
    "delaktighet",
    "plan-i-tid",
    "parad-bedomning",
    "uppfoljd-6m",
    "uppfoljd-12m",
    "metod-med-stod",
    "vardtid",
    "utbildad-personal",
    "dygnspris",
]
TARGET_GROUPS = {
    "bu-hvb",
    "bu-hvb-ensamkommande",
    "bu-stodboende",
    "bu-familjehem",
    "bu-sis",
    "foralder-barn-hvb",
    "vuxna-hvb-beroende",
    "lss-boende",
}
COUNTS_ADD_OVER = {"kon", "alder", "lagrum", "ar"}


@pytest.fixture(scope="module")
def standard():
    return load_standard(FOLDER)


def texts(value, path=""):
    """Every two-language text under a JSON value, with the path to it."""
    if isinstance(value, dict):
        if value and set(value) <= {"sv", "en"}:
            yield path, value
            return
        for key, inner in value.items():
            yield from texts(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            name = (inner.get("id") or inner.get("code")) if isinstance(inner, dict) else None
            yield from texts(inner, f"{path}/{name or number}")


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_column_is_described_in_both_languages(name):
    """A column without a description cannot be filled in."""
    fields = json.loads((FOLDER / name).read_text(encoding="utf-8"))["fields"]
    keys = ("title", "title_en", "description", "description_en")
    assert [(field["name"], key) for field in fields for key in keys if not field.get(key)] == []


@pytest.mark.parametrize("name", TEXT_FILES)
def test_every_text_is_finished_in_both_languages(name):
    """A text exists in Swedish and English, and holds no placeholder."""
    content = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    unfinished = [
        (path, lang)
        for path, text in texts(content)
        for lang in ("sv", "en")
        if not text.get(lang, "").strip() or "..." in text[lang] or "  " in text[lang]
    ]
    assert unfinished == []


def test_swedish_texts_follow_swedish_typography():
    """Percent signs stand after a no-break space and quotes are the closing kind on both sides."""
    wrong = [
        (name, path)
        for name in TEXT_FILES
        for path, text in texts(json.loads((FOLDER / name).read_text(encoding="utf-8")))
        if re.search(r'\d ?%|["“„]', text["sv"])
    ]
    assert wrong == []


def test_the_catalogue_holds_its_measures_in_order(standard):
    """The ids are permanent, and their order is the order of the pages."""
    assert list(standard.measures) == MEASURES


def test_the_standard_holds_its_target_groups(standard):
    """Two groups are in use; the others are planned and say so."""
    assert set(standard.target_groups) == TARGET_GROUPS
    assert {group.id for group in standard.target_groups.values() if not group.planned} == {"bu-hvb", "bu-stodboende"}


def test_ids_are_ascii_and_hold_no_capitals():
    """Ids become addresses and file names, so they are ASCII; sex and cohort keep their established capitals."""
    ids = [
        entry["id"]
        for name in ("matt.json", "malgrupper.json")
        for entry in json.loads((FOLDER / name).read_text(encoding="utf-8"))
    ]
    bases = [entry["base"] for entry in json.loads((FOLDER / "matt.json").read_text(encoding="utf-8"))]
    assert [name for name in ids + bases if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []
    assert len(ids) == len(set(ids))


def test_measures_use_codes_that_exist(standard):
    """Every code of a measure is in its list."""
    lists = standard.codes.by_name
    unknown = [
        (measure.id, name, code)
        for measure in standard.measures.values()
        for name, codes in (
            ("enhet", [measure.unit]),
            ("doman", [measure.domain]),
            ("kohort", [measure.cohort]),
            ("typ", [measure.type]),
            ("slag", [measure.kind.name]),
            ("namnare_enhet", [measure.denominator_unit]),
            ("perspektiv", measure.perspectives),
            ("matning", [measure.collected_by] if measure.collected_by else []),
            ("kand_av", measure.known_by),
        )
        for code in codes
        if code not in lists[name]
    ]
    assert unknown == []
    assert all(set(measure.target_groups) <= set(standard.target_groups) for measure in standard.measures.values())
    assert all(measure.perspectives and measure.known_by for measure in standard.measures.values())


def test_measure_links_lead_somewhere(standard):
    """A link names a measure or a base of the catalogue, never the measure itself."""
    measures = standard.measures
    for measure in measures.values():
        base = standard.bases[measure.base]
        linked = {*measure.shares_out, *measure.excludes, *filter(None, [base.numerator_of])}
        assert linked <= set(measures) - {measure.id}
        assert base.parent is None or base.parent in standard.bases.keys() - {measure.base}
        assert set(measure.adds_over) <= COUNTS_ADD_OVER
        assert all(measure.id in measures[other].excludes for other in measure.excludes)


def test_one_base_is_one_variable(standard):
    """Measures on the same base agree on what it counts, so its count can be protected once."""
    seen = {}
    for measure in standard.measures.values():
        facts = (
            measure.cohort,
            measure.denominator_unit,
            measure.adds_over,
        )
        assert facts == seen.setdefault(measure.base, facts)


def test_base_parents_form_no_ring(standard):
    """Following parents upwards ends, so that inequalities between bases have a direction."""
    parent = {name: base.parent for name, base in standard.bases.items()}
    for base in parent:
        passed = []
        while base is not None:
            assert base not in passed
            passed.append(base)
            base = parent.get(base)


def test_kinds_units_and_decimals_agree(standard):
    """A share is percent with one decimal; means and amounts are whole numbers."""
    expected = {"share": ({"procent"}, 1), "mean": ({"dygn"}, 0), "amount": ({"kr"}, 0)}
    for measure in standard.measures.values():
        units, decimals = expected[measure.kind.name]
        assert measure.unit in units
        assert measure.decimals == decimals
        assert measure.direction in {-1, 0, 1}


def test_every_status_has_words_for_readers(standard):
    """All statuses of disclosure control are in the code list, in their order, with one sentence each."""
    assert list(STATUSES) == list(standard.codes.statuses)
    assert all(code.text("description").sv for code in standard.codes.statuses.values())


def test_enums_of_the_columns_are_the_code_lists(standard):
    """A list kept in two places is the same in both."""
    columns = {column.name: column for column in standard.columns}
    for name in ("regi", "status", "orsak"):
        assert columns[name].constraints["enum"] == list(standard.codes.by_name[name])


def test_dimension_codes_are_unique_and_apart_from_the_total(standard):
    """Within a target group each part of a dimension has its own code, and none is the code for everyone."""
    for group in standard.target_groups:
        for dimension in standard.dimensions:
            codes = [code.code for code in standard.codes_of(dimension, group)]
            assert len(codes) == len(set(codes)) > 0
            assert dimension.total not in codes
            assert all(re.fullmatch(r"[A-Za-z0-9-]+", code) for code in codes)


def test_only_bases_of_persons_can_be_judged_as_they_stand(standard):
    """Placements, staff years and care days are not persons, so their rows also state persons."""
    not_persons = {m.denominator_unit for m in standard.measures.values() if not standard.counts_persons(m)}
    assert not_persons == {"placeringar", "arsarbetskrafter", "vardygn"}


def test_missing_file_is_named(tmp_path):
    """A broken standard stops with the file it lacks."""
    with pytest.raises(OpenComparisonsError, match=r"standard\.json"):
        load_standard(tmp_path)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//a.example", "", None])
def test_an_address_that_is_none_of_the_web_is_refused(tmp_path, address):
    """What data gives as the address of a link never is a script."""
    shutil.copytree(FOLDER, tmp_path / "standard")
    path = tmp_path / "standard" / "standard.json"
    main = json.loads(path.read_text(encoding="utf-8"))
    main["licence"]["url"] = address
    path.write_text(json.dumps(main), encoding="utf-8")
    with pytest.raises(OpenComparisonsError, match="does not begin with https"):
        load_standard(tmp_path / "standard")


def test_the_map_has_an_outline_for_each_larger_area(standard):
    """And for nothing else, so that every provider's area can be shown."""
    assert standard.outlines.paths.keys() == {area.group_code for area in standard.areas.values()}
    assert standard.outlines.source.sv
    assert standard.outlines.source.en


def test_an_outline_that_is_no_path_is_refused(tmp_path):
    """What stands in the drawing is written as it is, so that it must be a path of straight lines and nothing else."""
    shutil.copytree(FOLDER, tmp_path / "standard")
    path = tmp_path / "standard" / "karta.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["outlines"]["01"] = 'M0 0"/><script>'
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(OpenComparisonsError, match="01"):
        load_standard(tmp_path / "standard")


@pytest.mark.parametrize(
    ("units", "is_right"),
    [
        ("Norra huset; Sjöhuset", True),
        ("Hus 2; Hus 3", True),
        ("", True),
        ("Storgatan 12", False),
        ("Norra huset; Bergsvägen 4 B", False),
        ("Sjöhuset, 123 45 Orten", False),
        ("LILLA TORGET 1", False),
    ],
)
def test_units_are_names_and_never_a_street(units, is_right):
    """The directory's own pattern refuses street addresses and postcodes."""
    (column,) = (one for one in load_standard(FOLDER).directory_columns if one.role == "units")
    assert bool(re.fullmatch(column.constraints["pattern"], units)) == is_right


def test_the_newest_change_is_the_version_of_the_standard(standard):
    """Every version is told, the newest first, and the files of each earlier one are kept."""
    assert standard.version == standard.changes[0].version
    assert all(change.text.sv and change.text.en for change in standard.changes)
    assert all((FOLDER / "tidigare" / change.version).is_dir() for change in standard.changes[1:])


def test_versions_of_measures_came_with_versions_of_the_standard(standard):
    """Of every version it is told since when."""
    known = {change.version for change in standard.changes}
    assert {version.since for measure in standard.measures.values() for version in measure.versions} <= known


def test_what_corresponds_elsewhere_uses_codes_that_exist(standard):
    """System and relation come from the code lists, and what differs is told in both languages."""
    said = [*standard.corresponds, *(one for measure in standard.measures.values() for one in measure.corresponds)]
    assert said
    for one in said:
        assert one.system in standard.codes.systems
        assert one.relation in standard.codes.relations
        assert one.note.sv
        assert one.note.en


def with_earlier_version(folder, **changed):
    """Give the first measure a new version, and keep the old one."""
    shutil.copytree(FOLDER, folder)
    measures = json.loads((folder / "matt.json").read_text(encoding="utf-8"))
    names = ("version", "since", "title", "summary", "definition", "numerator", "denominator")
    names += ("kind", "unit", "direction", "cohort", "caution")
    old = {name: measures[0][name] for name in names} | changed
    measures[0] |= {"version": "2.0", "title": {"sv": "Nytt", "en": "New"}, "earlier_versions": [old]}
    (folder / "matt.json").write_text(json.dumps(measures, ensure_ascii=False), encoding="utf-8")
    return folder


def test_an_earlier_version_of_a_measure_is_as_it_was(tmp_path):
    """It has its own words, and what it does not say itself is as in the measure."""
    measure = load_standard(with_earlier_version(tmp_path / "standard")).measures["planerat-avslut"]
    assert [(one.version, one.title.sv) for one in measure.versions] == [("2.0", "Nytt"), ("1.0", "Planerat avslut")]
    assert measure.base == measure.earlier[0].base
    assert measure.earlier[0].earlier == ()


def test_an_earlier_version_needs_a_number_of_its_own(tmp_path):
    """Two versions by one number could not be told apart."""
    with pytest.raises(OpenComparisonsError, match="earlier_versions"):
        load_standard(with_earlier_version(tmp_path / "standard", version="2.0"))


def test_keys_of_the_first_version_are_still_read(tmp_path):
    """A standard written with the Swedish keys of version 1.0.0 means the same as one with today's."""
    back = {today: former for former, today in FORMER_KEYS.items()}

    def former(part, *, by_name=False):
        if isinstance(part, list):
            return [former(item) for item in part]
        if not isinstance(part, dict):
            return part
        return {
            key if by_name else back.get(key, key): former(value, by_name=key in {"words", "dimensions", "identifiers"})
            for key, value in part.items()
        }

    shutil.copytree(FOLDER, tmp_path / "standard")
    for name in TEXT_FILES:
        content = json.loads((FOLDER / name).read_text(encoding="utf-8"))
        text = json.dumps(former(content, by_name=name == "kodlistor.json"))
        (tmp_path / "standard" / name).write_text(text, encoding="utf-8")
    assert load_standard(tmp_path / "standard") == load_standard(FOLDER)


def test_a_key_and_its_former_name_at_once_are_refused(tmp_path):
    """Two values for one thing leave open which is meant."""
    shutil.copytree(FOLDER, tmp_path / "standard")
    path = tmp_path / "standard" / "matt.json"
    measures = json.loads(path.read_text(encoding="utf-8"))
    measures[0]["titel"] = {"sv": "Ett annat", "en": "Another"}
    path.write_text(json.dumps(measures), encoding="utf-8")
    with pytest.raises(OpenComparisonsError, match="titel"):
        load_standard(tmp_path / "standard")
