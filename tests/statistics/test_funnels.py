"""The funnel of made rows: who is in it and how, and what is said of it."""

import dataclasses
import re
from datetime import date
from types import MappingProxyType, SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from open_comparisons.estimates.comparison import compare
from open_comparisons.intake.protected_table import ProtectedTable
from open_comparisons.intake.provider import Provider
from open_comparisons.parts.funnel.funnel import MAX_LINKS, funnel
from open_comparisons.parts.number_table import numbers_table
from open_comparisons.site.locales import load_locales
from open_comparisons.site.regions import build_directory
from open_comparisons.site.source import Source, publish
from open_comparisons.site.words import words_for
from open_comparisons.standard.kinds import KINDS
from open_comparisons.standard.loading import load_standard
from open_comparisons.tools.store import Store

GROUP = "bu-hvb"
SHARE, MEAN = "planerat-avslut", "vardtid"
EVEN = [("ok", 50 + step % 5, 100 + step) for step in range(12)]
"""Twelve providers who differ less than chance would have them."""
SPREAD = [("ok", 20 if step % 2 else 80, 100) for step in range(12)]
"""Twelve who differ much more."""


@pytest.fixture(scope="module")
def standard(project):
    """Load the Swedish standard."""
    return load_standard(project / "data" / "standard")


@pytest.fixture(scope="module")
def locales(project):
    """Load both languages."""
    return load_locales(project / "theme" / "translations")


@pytest.fixture(scope="module")
def source_of(standard, locales):
    """Give what pages are made of, for made rows of one measure and period."""

    def make(rows, *, measure=SHARE, lang="sv", more=0, **changes):
        changed = dataclasses.replace(
            standard,
            measures={**standard.measures, measure: dataclasses.replace(standard.measures[measure], **changes)},
        )
        providers = [
            Provider(str(n), f"p{n}", f"Hem {n}", "privat", "0180", None, None, "", (GROUP,), (), "Chef")
            for n in range(len(rows) + more)
        ]
        frame = compare(table(rows, measure), changed, providers)
        directory = build_directory(providers, changed)
        published = publish(SimpleNamespace(dataset=GROUP), frame, changed, directory)
        words = {measure: words_for(changed.measures[measure], locales[lang], changed)}
        data = SimpleNamespace(standard=changed, providers=providers)
        return Source(data, {GROUP: published}, directory, locales[lang], words, Store(None)), frame

    return make


@pytest.fixture(scope="module")
def funnel_of(source_of):
    """Give the funnel of made rows."""

    def make(rows, *, measure=SHARE, **options):
        source, _ = source_of(rows, measure=measure, **options)
        standard = source.standard
        return funnel(source, standard.target_groups[GROUP], standard.measures[measure], "")

    return make


def table(rows, measure):
    """Make a protected table: status, numerator (or value and standard deviation) and denominator per provider."""
    size = len(rows)
    fixed = {
        "unit_id": "", "unit_name": "", "target_group": GROUP, "measure_id": measure, "measure_version": "1.0",
        "period": "2020/2022", "start": date(2020, 1, 1), "end": date(2022, 12, 31), "cohort": "A", "instrument": "",
        "kon": "T", "alder": "alla", "lagrum": "alla", "persons": None, "response_rate": None, "reason": "",
        "source": "", "comment": "",
    }  # fmt: skip
    columns = {name: (value,) * size for name, value in fixed.items()}
    averaged = [row[1] if isinstance(row[1], tuple) else (None, None) for row in rows]
    columns |= {
        "provider_id": tuple(map(str, range(size))),
        "provider": tuple(f"p{number}" for number in range(size)),
        "status": tuple(row[0] for row in rows),
        "numerator": tuple(None if isinstance(row[1], tuple) else row[1] for row in rows),
        "value": tuple(value for value, _ in averaged),
        "standard_deviation": tuple(deviation for _, deviation in averaged),
        "denominator": tuple(row[2] for row in rows),
        "row": tuple(range(size)),
    }
    return ProtectedTable(GROUP, "2024-05-15", MappingProxyType(columns))


def test_fewer_than_ten_that_can_be_judged_make_no_funnel(funnel_of):
    """Nor does a kind of measure without control limits, however many providers it has."""
    assert funnel_of(EVEN[:9]) is None
    assert funnel_of([*EVEN[:9], ("skyddad", None, None)]) is None
    assert funnel_of(EVEN[:10]) is not None
    assert funnel_of([("ok", (4.0, None), 80)] * 12, measure=MEAN) is None
    assert funnel_of(EVEN, kind=KINDS["reported"]) is None


def test_a_hidden_row_changes_the_drawing_in_nothing(funnel_of):
    """Neither its size nor its name is in it; that it is left out is said in words."""
    without, beside = funnel_of(EVEN, more=2), funnel_of([*EVEN, ("skyddad", None, 450), ("skyddad", None, None)])
    for part in ("limits", "lines", "rest", "points", "values", "sizes", "found"):
        assert getattr(without, part) == getattr(beside, part)
    assert without.notes[-1] == "2 utförare är inte med i bilden: 2 utan siffra för perioden."
    assert beside.notes[-1] == "2 utförare är inte med i bilden: 2 vars tal är dolda för att skydda enskilda."


def test_every_reason_for_being_left_out_is_told(funnel_of):
    """One or many of each, in both languages, and providers without a row among those without a figure."""
    hidden = [
        ("skyddad", None, None),
        ("for-fa-svar", None, None),
        ("saknas", None, None),
        ("ej-tillampligt", None, None),
    ]
    told = funnel_of([*EVEN, *hidden, hidden[0]], more=1).notes[-1]
    assert told == (
        "6 utförare är inte med i bilden: 2 vars tal är dolda för att skydda enskilda, 1 där för få har svarat, "
        "2 utan siffra för perioden och 1 som måttet inte gäller för."
    )
    assert funnel_of([*EVEN, hidden[0]], lang="en").notes[-1] == (
        "1 provider is not in the drawing: 1 whose figure is hidden to protect individuals."
    )
    assert "inte med" not in funnel_of(EVEN).notes[-1]


@settings(max_examples=20)
@given(st.data())
def test_a_protected_row_is_a_range_and_never_a_point(source_of, data):
    """Its bar goes from the lowest limit of its range to the highest, at its size, and no symbol stands for it."""
    band = st.sampled_from(["liten-taljare", "liten-rest"])
    rows = EVEN + data.draw(st.lists(st.tuples(band, st.none(), st.integers(10, 200)), min_size=1, max_size=8))
    source, frame = source_of(rows)
    made = funnel(source, source.standard.target_groups[GROUP], source.standard.measures[SHARE], "")
    low, high = (float(re.sub(r"\D", "", end)) / 100 for end in (made.values[-1], made.values[0]))
    for point in made.points:
        row = frame.iloc[int(point.url.split("/")[-2].removeprefix("p"))]
        assert (row["status"] == "ok") == bool(point.moved) == ("h9v" not in point.mark)
        if row["status"] == "ok":
            continue
        path = html.fromstring(point.mark).get("d")
        _, top, height = map(float, re.fullmatch(r"M(\S+) (\S+)h9v(\S+)h-9z", path).groups())
        ends = [high - (high - low) * place / made.height for place in (top + height, top)]
        assert ends == pytest.approx([row["lower_95"], row["upper_95"]], abs=0.001)
    assert len(made.points) == len(rows)
    assert made.rest == ""
    assert made.band_key


@pytest.mark.parametrize(
    ("rows", "lang", "found"),
    [
        (
            EVEN, "sv",
            ("Av 12 jämförelser väntas 0,5 hamna utanför 95-procentsgränserna av slump ensam; "
            "ingen gör det. Utanför 99,8-procentsgränserna väntas knappast någon; ingen gör det."),
        ),
        (
            EVEN, "en",
            ("Of 12 comparisons, 0.5 would be expected outside the 95% limits by chance alone; "
            "none is. Outside the 99.8% limits hardly any would be expected; none is."),
        ),
        (
            [*EVEN * 3, ("ok", 90, 100)], "en",
            ("Of 37 comparisons, 1.4 would be expected outside the 95% limits by chance alone; "
            "1 is. Outside the 99.8% limits 0.1 would be expected; 1 is."),
        ),
        (
            [*EVEN * 3, ("ok", 90, 100), ("ok", 10, 100), ("ok", 62, 100)], "sv",
            ("Av 39 jämförelser väntas 1,6 hamna utanför 95-procentsgränserna av slump ensam; "
            "3 gör det. Utanför 99,8-procentsgränserna väntas 0,1; 2 gör det."),
        ),
    ],
)  # fmt: skip
def test_what_is_found_stands_beside_what_chance_would_give(funnel_of, rows, lang, found):
    """None, one and many, in both languages."""
    assert found == funnel_of(rows, lang=lang).found


def test_overdispersion_is_told_with_its_size_or_that_there_is_none(funnel_of):
    """When the limits are widened the text says how much the providers differ, and by what they would fall outside."""
    exact, widened = funnel_of(EVEN), funnel_of(SPREAD)
    assert any("har inte behövt vidgas" in note for note in exact.notes)
    [told] = [note for note in widened.notes if "överspridning" in note]
    assert float(re.search(r"variansen är (\S+) gånger", told)[1].replace(",", ".")) > 20
    assert "av slump och vanliga skillnader" in widened.found
    assert "av slump ensam" in exact.found


def test_among_many_providers_only_those_outside_are_links(funnel_of):
    """The others are one path for each category; all are drawn once."""
    many = [("ok", 250 + step % 3, 500 + step) for step in range(MAX_LINKS + 15)]
    made = funnel_of([*many, ("ok", 90, 100), ("ok", 260, 500), ("liten-taljare", None, 30)])
    assert [point.name for point in made.points] == ["Hem 77", "Hem 75", "Hem 76"]
    assert [point.standing for point in made.points] == [True, True, False]
    assert "95-procentsgränserna leder" in made.names
    assert made.rest.count("h0") == len(many)
    assert made.rest.count("<path") == 1
    none = funnel_of(many)
    assert none.points == ()
    assert "inget namn" in none.names
    assert not none.band_key


def test_a_long_name_is_cut_in_the_drawing_and_whole_for_those_who_listen(source_of):
    """The link is named by all that is told of the provider."""
    source, _ = source_of(EVEN)
    long = dataclasses.replace(source.directory.by_slug["p3"], name="Ett mycket långt namn " * 4)
    directory = dataclasses.replace(source.directory, by_slug={**source.directory.by_slug, "p3": long})
    source = dataclasses.replace(source, directory=directory)
    made = funnel(source, source.standard.target_groups[GROUP], source.standard.measures[SHARE], "")
    point = next(point for point in made.points if point.url.endswith("/p3/"))
    assert len(point.name) <= 32
    assert point.name.endswith("…")
    assert point.words.startswith(long.name)
    assert point.words.endswith("51,5\u00a0%, 53 av 103, går inte att skilja")


@pytest.mark.parametrize(
    ("rows", "changes"),
    [
        (SPREAD, {}),
        (EVEN, {"kind": KINDS["rate"], "unit": "", "per": 1000.0, "decimals": 2}),
        (SPREAD, {"kind": KINDS["ratio"], "unit": "", "decimals": 2}),
        ([("ok", (100 + 9.0 * n, 40.0), 30 + n) for n in range(12)], {"measure": MEAN, "decimals": 2}),
    ],
    ids=["share", "rate", "ratio", "mean"],
)
def test_the_table_has_the_limits_that_the_categories_rest_on(source_of, rows, changes):
    """For every kind with limits, at both levels, and none where the row is hidden."""
    measure = changes.get("measure", SHARE)
    source, frame = source_of([*rows, ("skyddad", None, 40)], lang="en", **changes)
    _, found = source.published[GROUP].leads[GROUP, (measure, "")]
    made = numbers_table(source, source.standard.measures[measure], source.data.providers, found)
    keys = [column.key for column in made.columns]
    scale, decimals = source.words[measure].scale, source.words[measure].decimals
    for line, (_, row) in zip(made.rows, frame.iterrows(), strict=True):
        for level in ("95", "998"):
            cells = [line.cells[keys.index(f"limits-{level}-{side}")].value for side in ("from", "to")]
            if row["status"] == "skyddad":
                assert cells == ["–", "–"]
                continue
            ends = [float(str(cell).replace(",", "").replace("\u2212", "-")) for cell in cells]
            limits = [row[f"limit_{end}_{level}"] * scale for end in ("lower", "upper")]
            assert ends == pytest.approx(limits, abs=0.51 * 10**-decimals)
