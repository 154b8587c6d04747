"""Checks of codes: identifiers, code lists, measures by the catalogue, and providers by the directory."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from open_comparisons.errors import Problem
from open_comparisons.intake.cells import Table
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.wording import nearest_codes, problem, quote_cell
from open_comparisons.messages import message, say_in_each
from open_comparisons.standard.identifiers import CODE_LIST, KOMMUN_KOD, ORGNR_LUHN, orgnr_fault
from open_comparisons.standard.model import Code, Column, Standard
from open_comparisons.standard.statuses import NOT_APPLICABLE
from open_comparisons.standard.text import Text

_Fault = TypeVar("_Fault")

_JUDGED_BY_MEASURE: Final = frozenset({"cohort", "measure_version"})


def identifier_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Identifiers that fail the check that the standard names for them. A message never repeats them."""
    areas = terms.standard.areas
    for role, check in terms.standard.identifiers.items():
        if check == ORGNR_LUHN:
            for row, cell in table.where(role, lambda cell: cell and orgnr_fault(cell)):
                yield problem(table.file, orgnr_fault(cell) or "", row, table.name(role))
        elif check in {KOMMUN_KOD, CODE_LIST}:
            codes = [Code(area.code, Text(area.name, area.name)) for area in areas.values()]
            for row, cell in table.where(role, lambda cell: cell and cell not in areas):
                found, known = quote_cell(cell), nearest_codes(cell, codes)
                yield problem(table.file, "unknown-area-code", row, table.name(role), found=found, known=known)


def code_list_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Codes outside the list that the column, or the code list with the column's name, gives; and blank ones."""
    for column in table.declared:
        codes = _codes_of(column, terms.standard)
        if not codes or column.role in _JUDGED_BY_MEASURE:
            continue
        yield from _unknown_code_problems(table, column.role, codes)
        if column.required:
            for row, cell in table.where(column.role, lambda cell: not cell):
                yield problem(table.file, "missing-code", row, column.name, known=nearest_codes(cell, codes))


def _codes_of(column: Column, standard: Standard) -> tuple[Code, ...]:
    """The codes that a column accepts; () where it accepts other cells too."""
    listed = standard.codes.by_name.get(column.name, {})
    names = column.constraints.get("enum") or listed
    return tuple(listed.get(name, Code(name, Text())) for name in names)


def target_group_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Target groups that are not in the standard, or belong to another dataset."""
    groups = terms.standard.target_groups
    yield from _unknown_code_problems(table, "target_group", [Code(group.id, group.title) for group in groups.values()])
    if terms.dataset is not None:
        for row, cell in table.where(
            "target_group", lambda cell: cell in groups and groups[cell].dataset != terms.dataset
        ):
            yield problem(
                table.file,
                "target-group-of-another-dataset",
                row,
                table.name("target_group"),
                found=cell,
                dataset=groups[cell].dataset,
            )


def measure_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Measures outside the catalogue or the target group, and cohorts and versions that the measure does not have."""
    measures, groups = terms.standard.measures, terms.standard.target_groups
    titled = [Code(measure.id, measure.title) for measure in measures.values()]
    yield from _unknown_code_problems(table, "measure_id", titled)

    def faults(combination: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
        group, measure_id, version, cohort, status = combination
        measure = measures.get(measure_id)
        if measure is None:
            return
        if group in groups and group not in measure.target_groups and status != NOT_APPLICABLE:
            yield "measure-not-defined-for-target-group", "measure_id", group
        if version and not terms.knows_version(version, measure.version):
            yield "measure-version-differs", "measure_version", measure.version
        elif version and version not in {known.version for known in measure.versions}:
            yield "measure-version-not-described", "measure_version", version
        if cohort and cohort != measure.cohort:
            yield "cohort-differs-from-measure", "cohort", measure.cohort

    roles = ("target_group", "measure_id", "measure_version", "cohort", "status")
    for row, (code, role, expected) in _by_combination(table, roles, faults):
        yield problem(table.file, code, row, table.name(role), expected=expected)


def dimension_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Codes that a dimension does not have for the row's target group."""
    standard = terms.standard
    for dimension in standard.dimensions:
        total = Code(dimension.total, Text(*say_in_each("intake.total")))
        known = {group: (total, *standard.codes_of(dimension, group)) for group in standard.target_groups}

        def faults(
            cells: tuple[str, ...], known: Mapping[str, tuple[Code, ...]] = known
        ) -> Iterator[tuple[str, list[Text]]]:
            group, code = cells
            if code and group in known and code not in {each.code for each in known[group]}:
                yield code, nearest_codes(code, known[group])

        for row, (code, codes) in _by_combination(table, ("target_group", dimension.name), faults):
            yield problem(
                table.file, "unknown-code", row, table.name(dimension.name), found=quote_cell(code), known=codes
            )


def directory_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Providers that are not in the directory, and rows that differ from it."""
    providers = terms.providers
    if providers is None:
        return
    sound = terms.standard.identifiers.get("provider_id") != ORGNR_LUHN

    id_of = {provider.name.casefold(): provider.id for provider in providers.values()}

    def faults(cells: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
        provider_id, name, ownership, area, group = cells
        provider = providers.get(provider_id)
        if provider is None:
            if provider_id and (sound or not orgnr_fault(provider_id)):
                yield "unknown-provider", "provider_id", id_of.get(name.casefold(), "")
            return
        for role, cell, expected in (
            ("provider_name", name, provider.name),
            ("ownership", ownership, provider.ownership),
            ("area_code", area, provider.area_code),
        ):
            if role in table.columns and cell != expected:
                yield "row-differs-from-directory", role, expected
        if group in terms.standard.target_groups and group not in provider.target_groups:
            yield "row-differs-from-directory", "target_group", " ".join(provider.target_groups)

    roles = ("provider_id", "provider_name", "ownership", "area_code", "target_group")
    for row, (code, role, expected) in _by_combination(table, roles, faults):
        # The number of a provider with that name; names are no proof, so it is only suggested.
        advice = message("intake.provider.named", number=expected) if expected else message("intake.provider.new")
        yield problem(table.file, code, row, table.name(role), expected=expected, advice=advice)


def _by_combination(
    table: Table, roles: Sequence[str], faults: Callable[[tuple[str, ...]], Iterator[_Fault]]
) -> Iterator[tuple[int, _Fault]]:
    """Row number and fault, for each fault of each row; each combination of cells is judged once."""
    combinations = list(zip(*(table.text(role) for role in roles), strict=True))
    judged = {cells: all_faults for cells in set(combinations) if (all_faults := list(faults(cells)))}
    if judged:
        for row, cells in zip(table.rows, combinations, strict=True):
            for fault in judged.get(cells, ()):
                yield row, fault


def _unknown_code_problems(table: Table, role: str, codes: Iterable[Code]) -> Iterator[Problem]:
    """Cells that are not among the codes; the message lists the nearest first."""
    known = {code.code: code for code in codes}
    nearest: dict[str, list[Text]] = {}
    for row, cell in table.where(role, lambda cell: cell and cell not in known):
        if cell not in nearest:
            nearest[cell] = nearest_codes(cell, known.values())
        yield problem(table.file, "unknown-code", row, table.name(role), found=quote_cell(cell), known=nearest[cell])
