"""
What a spreadsheet can say of the cells of a row: conditions under which one is wrong, each with its reason in words.

They are a first help where the figures are typed, and leave the rest to `check`: they know one row at a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter
from typing import Final

from open_comparisons.intake.blank_file import roles_to_fill
from open_comparisons.intake.canonical import number_text
from open_comparisons.intake.protected_table import NUMBERS
from open_comparisons.messages import say, say_in_each
from open_comparisons.site.locales import Locale
from open_comparisons.standard.model import Measure, Standard
from open_comparisons.standard.statuses import MISSING, NOT_GIVEN, OK

_STATUSES: Final = ",".join(f'{{status}}="{status}"' for status in NOT_GIVEN)
NOT_GIVEN_HERE: Final = f"OR({_STATUSES})"
"""A condition that is true for a row whose figure is missing, with the cell of the status in braces."""


@dataclass(frozen=True, slots=True)
class CellRule:
    """
    A way in which a cell can be wrong.

    Attributes:
        role: The role of the cell.
        condition: A formula that is true where it is wrong, with the cells of the row by role in braces.
        reason: What is wrong, in words.
    """

    role: str
    condition: str
    reason: str


def numbers_to_fill(standard: Standard, measure: Measure) -> list[str]:
    """The roles of the numbers that the provider types in for a measure; a share works itself out."""
    roles = roles_to_fill(standard, measure) & {column.role for column in standard.columns}
    worked_out = {"value"} if works_itself_out(standard, measure) else set()
    return [role for role in NUMBERS if role in roles and role not in worked_out]


def works_itself_out(standard: Standard, measure: Measure) -> bool:
    """True for a share of which the standard has both counts."""
    return measure.is_share and {"numerator", "denominator"} <= {column.role for column in standard.columns}


def is_whole(standard: Standard, measure: Measure, role: str) -> bool:
    """True for a number that counts whole things."""
    return role == "persons" or (
        role in {"numerator", "denominator"} and measure.kind.base != "expected" and not standard.base_decimals(measure)
    )


def rules_of(standard: Standard, measure: Measure, locale: Locale) -> Iterator[CellRule]:
    """The rules for the rows of a measure, the most likely mistake first; those whose columns the standard has."""
    names = {column.role for column in standard.columns}
    for rule in _all_rules(standard, measure, locale):
        if {role for _, role, _, _ in Formatter().parse(rule.condition) if role} <= names:
            yield rule


def _all_rules(standard: Standard, measure: Measure, locale: Locale) -> Iterator[CellRule]:
    numbers = numbers_to_fill(standard, measure)
    for role in numbers:
        yield from _number_rules(standard, measure, role, locale)
    if measure.is_share:
        above = _all_numbers("numerator", "denominator", "{numerator}>{denominator}")
        yield CellRule("numerator", above, locale.t("fill.fault.above"))
    if "persons" in numbers:
        above = _all_numbers("persons", "denominator", "{persons}>{denominator}")
        yield CellRule("persons", above, locale.t("fill.fault.persons"))
    if "response_rate" in numbers:
        fraction = _all_numbers("response_rate", "response_rate", "{response_rate}>0,{response_rate}<1")
        yield CellRule("response_rate", fraction, locale.t("fill.fault.fraction"))
        yield CellRule("response_rate", "N({response_rate})>100", locale.t("fill.fault.rate"))
    if "value" in numbers and measure.plausible:
        yield _plausible_rule(standard, measure, locale)
    filled = _any_of(*(f'{{{role}}}<>""' for role in numbers))
    for role in numbers:
        if len(numbers) > 1 and role not in measure.kind.takes:
            lacking = f'AND({{status}}="{OK}",{{{role}}}="",{filled})'
            yield CellRule(role, lacking, locale.t("fill.fault.lacking"))
    if measure.collected_by:
        lacking = f'AND({{status}}="{OK}",{{instrument}}="",{filled})'
        yield CellRule("instrument", lacking, locale.t("fill.fault.lacking"))
    no_reason = f'AND({{status}}="{MISSING}",{{reason}}="")'
    yield CellRule("reason", no_reason, locale.t("fill.fault.reason"))


def _number_rules(standard: Standard, measure: Measure, role: str, locale: Locale) -> Iterator[CellRule]:
    yield CellRule(role, f'AND(ISTEXT({{{role}}}),{{{role}}}<>"")', locale.t("fill.fault.words"))
    if is_whole(standard, measure, role):
        fraction = f"AND(ISNUMBER({{{role}}}),INT(N({{{role}}}))<>N({{{role}}}))"
        yield CellRule(role, fraction, locale.t("fill.fault.decimals"))
    if role != "value" or not measure.plausible:
        least = measure.scale[0] if role == "value" and measure.scale else 0
        if role != "value" or measure.scale or measure.kind.counts:
            yield CellRule(role, f"N({{{role}}})<{number_text(least)}", locale.t("fill.fault.negative"))
    yield CellRule(role, f'AND({NOT_GIVEN_HERE},{{{role}}}<>"")', locale.t("fill.fault.not-given"))


def _plausible_rule(standard: Standard, measure: Measure, locale: Locale) -> CellRule:
    low, high = measure.plausible or (0.0, 0.0)
    words = say_in_each("intake.confirmed")
    unconfirmed = ",".join(f'LEFT({{comment}},{len(word)})<>"{word}"' for word in words)
    outside = f"OR({{value}}<{number_text(low)},{{value}}>{number_text(high)})"
    reason = locale.t(
        "fill.fault.unlikely",
        least=locale.value(low, measure, standard),
        most=locale.value(high, measure, standard),
        word=say(locale.lang, "intake.confirmed"),
    )
    return CellRule("value", f"AND(ISNUMBER({{value}}),{outside},{unconfirmed})", reason)


def _all_numbers(first: str, second: str, condition: str) -> str:
    return f"AND(ISNUMBER({{{first}}}),ISNUMBER({{{second}}}),{condition})"


def _any_of(*conditions: str) -> str:
    return conditions[0] if len(conditions) == 1 else f"OR({','.join(conditions)})"
