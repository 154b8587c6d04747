"""The worked examples in the README of disclosure control are what the program does."""

from collections.abc import Sequence
from pathlib import Path

from open_comparisons.audit.audit import attack
from open_comparisons.disclosure.builder import build_system
from open_comparisons.disclosure.counts import CountKind, RowCount, Scope
from open_comparisons.disclosure.pattern import TrueRows
from open_comparisons.disclosure.protect import protect_rows
from open_comparisons.disclosure.system import CountRow, ReleaseRows
from open_comparisons.standard.statuses import ALL_BUT_FEW, FEW, OK
from tests.provider_tables import STANDARD, YEARS, place, row

README = Path(__file__).parents[2] / "plugins" / "open_comparisons" / "disclosure" / "README.md"
LIMITS = STANDARD.thresholds
WINDOW = place(YEARS)


def tables(text: str) -> list[list[list[str]]]:
    """The tables of a Markdown text, each as the cells of its rows below the heading."""
    found: list[list[list[str]]] = []
    is_inside = False
    for line in (each.strip() for each in text.splitlines()):
        if line.startswith("| ---"):
            found.append([])
        elif line.startswith("|") and is_inside:
            found[-1].append([cell.strip() for cell in line.strip("|").split("|")])
        is_inside = line.startswith("| ---") or (is_inside and line.startswith("|"))
    return found


def counted(counts: Sequence[tuple[Scope, int, int]]) -> list[CountRow]:
    """True rows of planned endings."""
    return [row("planerat-avslut", where, numerator, base) for where, numerator, base in counts]


def shown(one: CountRow) -> str:
    """A row as a reader sees its count."""
    few = LIMITS.min_count - 1
    if one.status == OK:
        return f"{one.numerator}"
    assert one.status != ALL_BUT_FEW
    return f"0-{few}" if one.status == FEW else "hidden"


def with_base(one: CountRow) -> str:
    """A row as a reader sees it."""
    return f"{shown(one)}{'' if shown(one) != 'hidden' else ','} of {one.denominator}"


def worked_out(rows: Sequence[CountRow]) -> dict[Scope, str]:
    """What is left of each numerator, to whoever has the rows."""
    release = ReleaseRows("2026-01", tuple(rows), frozenset(), LIMITS)
    left = {
        count.scope: bounds
        for count, bounds in attack(build_system([release], STANDARD)).bounds.items()
        if isinstance(count, RowCount) and count.kind == CountKind.NUMERATOR
    }
    return {where: f"{low}" if low == high else f"{low}-{high}" for where, (low, high) in left.items()}


def test_three_years_and_their_window() -> None:
    """A band follows from the other years; with one of them hidden, both keep five values."""
    first, second, third = (place((year,)) for year in YEARS)
    true = counted([(first, 8, 20), (second, 9, 21), (third, 3, 22), (WINDOW, 20, 63)])
    primary = TrueRows.from_rows(true, STANDARD, LIMITS).published_rows(())
    published = protect_rows(true, (), STANDARD, LIMITS).rows
    before, after = worked_out(primary), worked_out(published)
    names = {**{place((year,)): f"{year}" for year in YEARS}, WINDOW: f"{YEARS[0]}-{YEARS[-1]}"}
    expected = [
        [names[where], with_base(one), with_base(by_rule), before[where], with_base(last), after[where]]
        for one, by_rule, last in zip(true, primary, published, strict=True)
        for where in [one.key.scope]
    ]
    assert expected in tables(README.read_text(encoding="utf-8"))


def test_a_hidden_pooled_total_tells_the_girls() -> None:
    """Of the five counts that the girls can be, one alone hides the total."""
    girls, boys = place(YEARS, kon="K"), place(YEARS, kon="M")
    expected = []
    for number in range(LIMITS.min_count):
        true = counted([(girls, number, 12), (boys, 5, 16), (WINDOW, number + 5, 28)])
        published = protect_rows(true, (), STANDARD, LIMITS).rows
        expected.append([f"{number}", "5", *map(shown, published)])
    assert expected in tables(README.read_text(encoding="utf-8"))
