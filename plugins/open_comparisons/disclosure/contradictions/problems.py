"""Problems of a file whose numbers cannot all be true: the rows, the columns, and the rule that they break."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from open_comparisons.disclosure.contradictions.finding import Contradiction, FileCell, find_contradictions
from open_comparisons.disclosure.contradictions.rules import rule_of
from open_comparisons.disclosure.system import CountRow, Key, ReleaseRows
from open_comparisons.disclosure.table_rows import provider_rows
from open_comparisons.errors import Problem
from open_comparisons.intake.cells import Table
from open_comparisons.intake.wording import named_rows, problem
from open_comparisons.intake.workbooks.read import name_cells
from open_comparisons.messages import LANGUAGES, listing, say
from open_comparisons.standard.model import Standard, Thresholds
from open_comparisons.standard.text import Text


def consistency_problems(table: Table, standard: Standard, limits: Thresholds) -> list[Problem]:
    """The problems of a table without other problems, whose numbers contradict each other; sorted."""
    problems: list[Problem] = []
    for indexed in provider_rows(table, standard).values():
        problems += _problems(table, indexed, standard, limits, (), frozenset())
    return sorted(problems)


def contradiction_problems(
    table: Table,
    indexed: Sequence[tuple[int, CountRow]],
    standard: Standard,
    limits: Thresholds,
    previous: Sequence[ReleaseRows],
    corrected: Collection[Key] | None = None,
) -> list[Problem]:
    """
    The problems of rows that cannot be protected, since they contradict each other or what was published before.

    Args:
        table: The table.
        indexed: The rows of one provider in it, each with its index.
        standard: For the links between measures, bases and breakdowns.
        limits: The thresholds.
        previous: What was published of the provider before, oldest first; named only where the file itself adds up.
        corrected: The keys that the release lists as corrected; None where any of the rows may be.
    """
    listed = frozenset(row.key for _, row in indexed) if corrected is None else frozenset(corrected)
    return _problems(table, indexed, standard, limits, (), frozenset()) or _problems(
        table, indexed, standard, limits, previous, listed
    )


def _problems(
    table: Table,
    indexed: Sequence[tuple[int, CountRow]],
    standard: Standard,
    limits: Thresholds,
    previous: Sequence[ReleaseRows],
    corrected: frozenset[Key],
) -> list[Problem]:
    rows = tuple(row for _, row in indexed)
    releases = (*previous, ReleaseRows("", rows, corrected, limits))
    index_of = {row.key: index for index, row in indexed}
    roles = [column.role for column in standard.columns]
    code = "counts-contradict-earlier" if previous else "counts-contradict"
    problems = []
    for found in find_contradictions(releases, standard):
        here = sorted(
            (cell for cell in found.cells if cell.key in index_of),
            key=lambda cell: (index_of[cell.key], roles.index(cell.role)),
        )
        row, column = (table.rows[index_of[here[0].key]], table.name(here[0].role)) if here else (0, "")
        cells = [*_cells_here(here, index_of, table, standard), *_cells_before(found, index_of, previous, standard)]
        measures = {cell.key.measure for cell in found.cells}
        rules = list(dict.fromkeys(rule_of(tie, standard, measures) for tie in found.ties))
        problems.append(problem(table.file, code, row, column, cells=listing(cells), rules=_joined(rules, "; ")))
    return name_cells(problems, table.reading)


def _cells_here(
    cells: Sequence[FileCell], index_of: Mapping[Key, int], table: Table, standard: Standard
) -> Iterator[Text]:
    """The numbers of the file, those of one measure and column together."""
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for cell in cells:
        rows[cell.key.measure, cell.role].append(table.rows[index_of[cell.key]])
    for (measure, role), of_measure in rows.items():
        title = standard.measures[measure].title
        named = {"column": table.name(role), "rows": named_rows(of_measure)}
        yield Text(
            **{
                lang: say(lang, "disclosure.contradiction.cell", measure=title.plain(lang), **named)
                for lang in LANGUAGES
            }
        )


def _cells_before(
    found: Contradiction, known: Collection[Key], previous: Sequence[ReleaseRows], standard: Standard
) -> Iterator[Text]:
    """The numbers of earlier releases, each named by the newest release that has the row."""
    release_of = {row.key: release.release for release in previous for row in release.rows}
    for key in sorted({cell.key for cell in found.cells if cell.key in release_of and cell.key not in known}):
        title, release = standard.measures[key.measure].title, release_of[key]
        said = f"disclosure.contradiction.{'earlier' if release else 'earlier-undated'}"
        yield Text(**{lang: say(lang, said, measure=title.plain(lang), release=release) for lang in LANGUAGES})


def _joined(texts: Sequence[Text], between: str) -> Text:
    return Text(**{lang: between.join(text.plain(lang) for text in texts) for lang in LANGUAGES})
