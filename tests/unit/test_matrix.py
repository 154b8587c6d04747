"""The overview of a target group: what the measures' pages say of each provider, and nothing made of it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from open_comparisons.charts.marks import MARKS
from open_comparisons.estimates.comparison import JUDGED
from open_comparisons.intake.releases import load_data
from open_comparisons.pages.comparisons import plan_comparisons
from open_comparisons.parts.matrix import MAX_CELLS, column_head, difference_field, fits, is_too_large, overview
from open_comparisons.site.inputs import Inputs
from open_comparisons.site.locales import load_locales
from open_comparisons.site.publisher import Publisher
from open_comparisons.site.records import Link
from open_comparisons.site.regions import MANY_PROVIDERS
from open_comparisons.site.texts import Library
from open_comparisons.tools.store import Store
from tests.small_data import PROJECT, SMALL_DATASET, copy_small_data

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=["sv", "en"])
def source(request, tmp_path_factory):
    """What pages are made of: one release with a few providers, in one language."""
    folder = tmp_path_factory.mktemp("data")
    copy_small_data(folder)
    locales = load_locales(PROJECT / "theme" / "translations")
    data = load_data(folder)
    instant, publisher = datetime(2027, 1, 1, tzinfo=UTC), Publisher(data.standard.site_title)
    site = plan_comparisons(Inputs(data, instant, Store(None)), locales, publisher, Library())
    return next(source for source in site.sources if source.locale.lang == request.param)


@pytest.fixture(scope="module")
def group(source):
    """The target group of the release."""
    return source.standard.target_groups[SMALL_DATASET]


def test_each_cell_has_the_category_of_the_measures_own_page(source, group):
    """The same sign and words for the period that the measure leads with; words alone where no figure is shown."""
    measures = source.shown_measures(group)
    matrix = overview(source, group, measures)
    every = source.published[group.dataset].leads
    leads = {head.url: every[group.id, (_measure(head), "")][1] for head in matrix.heads}
    for provider, row in zip(source.providers_of(group), matrix.rows, strict=True):
        assert (row.name, len(row.cells)) == (provider.name, len(matrix.heads))
        for head, cell in zip(matrix.heads, row.cells, strict=True):
            compared = leads[head.url].get(provider.slug)
            said = source.words[_measure(head)].of(compared) if compared else None
            if said is None or not said.shown:
                assert (cell.value, cell.category, cell.shown) == ("·", "", False)
                assert cell.note == (said.value if said else source.locale.t("status.absent"))
                continue
            assert cell.category == compared.category
            assert f"{MARKS[cell.category].symbol} {cell.note}" == said.words


def test_a_measure_that_compares_nobody_is_named_and_left_out(source, group):
    """A column of dashes would look like a finding."""
    measures = source.shown_measures(group)
    matrix = overview(source, group, measures)
    shown = {_measure(head) for head in matrix.heads}
    for measure in measures:
        rows = source.published[group.dataset].leads[group.id, measure.key][1].values()
        assert (measure.id in shown) == any(row.category in JUDGED for row in rows)
        assert (measure.id in shown) != (measure.title.plain(source.locale.lang) in matrix.notes[-1])
    assert overview(source, group, [measure for measure in measures if measure.id not in shown]) is None


def test_the_legend_has_the_signs_of_the_table_each_with_one_meaning(source, group):
    """From higher to lower, then what says nothing."""
    matrix = overview(source, group, source.shown_measures(group))
    signs = [sign.symbol for sign in matrix.legend]
    assert sorted(signs, key="▲△●▽▼◇·".index) == signs
    assert set(signs) == {cell.value for row in matrix.rows for cell in row.cells}
    assert len({sign.title for sign in matrix.legend}) == len(signs)


def test_rows_can_be_filtered_and_are_in_no_order_but_that_of_names(source, group):
    """The order of the directory."""
    matrix = overview(source, group, source.shown_measures(group))
    assert [row.name for row in matrix.rows] == [provider.name for provider in source.providers_of(group)]
    assert all([name for name, _ in row.codes] == ["area", "form", "difference"] for row in matrix.rows)


def test_rows_with_differences_can_be_chosen(source, group):
    """The choices are those that some row has, and each row has those of its signs."""
    matrix = overview(source, group, source.shown_measures(group))
    kept = {"certain": {"hogre", "lagre"}, "maybe": {"kanske-hogre", "kanske-lagre"}}
    found = set()
    for row in matrix.rows:
        signs = {cell.category for cell in row.cells}
        expected = [code for code, categories in kept.items() if signs & categories]
        assert dict(row.codes)["difference"] == ";".join(expected)
        found.update(expected)
    field = difference_field(source, matrix)
    assert [choice.code for choice in (field.choices if field else ())] == [code for code in kept if code in found]
    same = replace(matrix, rows=tuple(replace(row, cells=()) for row in matrix.rows))
    assert difference_field(source, same) is None


def test_heads_tell_their_period_only_when_asked(source, group):
    """Where all columns are about one period, it is told once, above the table."""
    measure = source.shown_measures(group)[0]
    span = (date(2020, 1, 1), date(2022, 12, 31))
    assert column_head(source, group, measure, None).about == ""
    assert column_head(source, group, measure, span).about == "2020–2022"


@pytest.mark.parametrize(
    ("expected", "providers", "measures"),
    [
        (False, MANY_PROVIDERS, 12),
        (True, MANY_PROVIDERS + 1, 1),
        (False, 100, MAX_CELLS // 100),
        (True, 100, MAX_CELLS // 100 + 1),
    ],
)
def test_a_table_is_too_large_by_providers_or_by_cells(expected, providers, measures):
    """A page lists 200 providers at most, and holds 300 kB."""
    assert is_too_large(providers, measures) == expected


def test_many_or_long_heads_do_not_fit_a_wide_screen():
    """Then the table scrolls within a region of its own."""
    head = Link("Planerat avslut", "")
    assert fits([head] * 24, 24)
    assert not fits([head] * 25, 24)
    assert not fits([replace(head, title="x" * 61)], 24)


def _measure(head: Link) -> str:
    return head.url.rstrip("/").rsplit("/", 1)[-1]
