"""Checks of the free text of rows whose counts are hidden: it must not tell a number."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.intake.cells import Table
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.number_words import holds_number
from open_comparisons.intake.wording import problem
from open_comparisons.standard.model import Standard
from open_comparisons.standard.statuses import OK

_JUDGED_OTHERWISE: Final = frozenset(
    {"provider_name", "unit_name", "ownership", "area_code", "cohort", "status", "reason", "measure_version"}
)
"""Roles of text columns that are names or codes, and have checks of their own."""
_VERSION: Final = re.compile(r"\b[vV]?\d+(?:\.\d+)+\b|\b(?:19|20)\d\d\b", re.ASCII)
"""A version such as 1.0, or a year."""


def hidden_text_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """
    Numbers in the free text of rows that are not shown in full; a message names the cell and never repeats it.

    A file that an official publisher has protected names its source in every row, often with a number.
    """
    if terms.own_rule:
        yield from number_text_problems(table, table.text("status"), terms.standard)


def number_text_problems(table: Table, statuses: Sequence[str], standard: Standard) -> Iterator[Problem]:
    """
    Numbers in the free text of rows that have, or are about to get, a status other than ok.

    The name of an instrument may hold a version or a year, since it has to; and whatever it is called in a row that is
    shown, since then it is a name.

    Args:
        table: The rows.
        statuses: The status of each row, such as those that protecting the table gives.
        standard: For the columns of free text.
    """
    for role in free_text_roles(table, standard):
        rows = list(zip(table.rows, statuses, table.text(role), strict=True))
        shown = {text for _, status, text in rows if status == OK}
        hidden = {text for _, status, text in rows if status != OK}
        if role == "instrument":
            wrong = {text for text in hidden - shown if holds_number(_VERSION.sub(" ", text))}
        else:
            wrong = {text for text in hidden if holds_number(text)}
        for row, status, text in rows:
            if status != OK and text in wrong:
                yield problem(table.file, "number-in-hidden-row", row, table.name(role), status=status)


def free_text_roles(table: Table, standard: Standard) -> list[str]:
    """The roles of columns where anything may be written; `instrument` is one although it is a part of the key."""
    coded = {*standard.key, *_JUDGED_OTHERWISE, *standard.identifiers} - {"instrument"}
    return [
        column.role
        for column in table.declared
        if column.type == "string"
        and column.role not in coded
        and column.name not in standard.codes.by_name
        and not {"enum", "pattern"} & column.constraints.keys()
    ]
