"""The rule that a tie writes down, in words that a provider knows: of measures, parts and periods, not of counts."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from open_comparisons.disclosure.counts import CountKind, DerivedCount, DerivedKind, Quantity, RowCount, Scope
from open_comparisons.disclosure.propagation import AtMost, Sum, Tie
from open_comparisons.messages import LANGUAGES, say
from open_comparisons.standard.model import Standard
from open_comparisons.standard.text import Text

_TOGETHER: Final = "at-most-parts"


def rule_of(tie: Tie, standard: Standard, named: Collection[str] = ()) -> Text:
    """
    The rule of a tie, with the titles of the measures that it is about.

    Args:
        tie: The tie.
        standard: For the titles.
        named: The ids of the measures that the reader has been shown: a base is called by one of them if possible.
    """
    titles = _Titles(standard, named)
    return _rule_of_sum(tie, titles) if isinstance(tie, Sum) else _rule_of_order(tie, titles)


@dataclass(frozen=True, slots=True)
class _Titles:
    standard: Standard
    named: Collection[str]

    def of(self, quantity: Quantity) -> Text:
        """The title of a measure; of a base, that of a measure that divides by it, or its own."""
        measures = self.standard.measures
        if quantity.name in measures:
            return measures[quantity.name].title
        using = [measure for measure in measures.values() if measure.base == quantity.name]
        shown = next((measure.title for measure in using if measure.id in self.named), None)
        return shown or self.standard.bases[quantity.name].title or using[0].title


def _rule_of_sum(tie: Sum, titles: _Titles) -> Text:
    """Parts that add up: of a whole along a unit, split or period, of a base, or of two bases one within the other."""
    parts = [part for part in tie.parts if isinstance(part, RowCount)]
    neither = [part for part in tie.parts if isinstance(part, DerivedCount) and part.kind == DerivedKind.NEITHER]
    if neither:
        return _rule("exclude", [titles.of(part.quantity) for part in parts])
    if not isinstance(tie.total, RowCount):
        return _rule(_TOGETHER, [titles.of(parts[0].quantity)])
    kinds = {part.kind for part in parts}
    if CountKind.COMPLEMENT in kinds and tie.total.kind != CountKind.COMPLEMENT:
        return _rule("numerator", [titles.of(parts[0].quantity)])
    if CountKind.REST in kinds and tie.total.kind != CountKind.REST:
        inner = next(part for part in parts if part.kind != CountKind.REST)
        return _rule("base-within", [titles.of(inner.quantity)], titles.of(tie.total.quantity))
    if tie.total.scope == parts[0].scope:
        return _rule("divide", [titles.of(part.quantity) for part in parts])
    return _rule(_along(tie.total.scope, parts[0].scope), [titles.of(tie.total.quantity)])


def _rule_of_order(tie: AtMost, titles: _Titles) -> Text:
    part, whole = tie.part, tie.whole
    if not isinstance(part, RowCount) or not isinstance(whole, RowCount):
        quantities = [count.quantity for count in tie.members if isinstance(count, RowCount)]
        return _rule(_TOGETHER, [titles.of(quantity) for quantity in quantities])
    if tie.part_times != tie.whole_times:
        return _rule("rate", [titles.of(part.quantity)])
    if part.scope != whole.scope:
        return _rule(f"part-{_along(whole.scope, part.scope)}", [titles.of(part.quantity)])
    if part.kind == CountKind.PERSONS and whole.quantity.name == part.quantity.name:
        return _rule("persons", [titles.of(part.quantity)])
    return _rule("base-within", [titles.of(part.quantity)], titles.of(whole.quantity))


def _rule(name: str, titles: list[Text], whole: Text | None = None) -> Text:
    key = f"disclosure.rule.{name}"
    return Text(
        **{
            lang: say(lang, key, parts=_listed(titles, lang), whole=_quoted(whole, lang) if whole else "")
            for lang in LANGUAGES
        }
    )


def _listed(titles: list[Text], lang: str) -> str:
    *first, last = dict.fromkeys(_quoted(title, lang) for title in titles)
    return say(lang, "disclosure.rule.and", first=", ".join(first), last=last) if first else last


def _quoted(title: Text, lang: str) -> str:
    return say(lang, "disclosure.rule.quoted", title=title.plain(lang))


def _along(whole: Scope, part: Scope) -> str:
    """The respect in which a part is smaller than its whole."""
    if whole.unit != part.unit:
        return "units"
    return "split" if whole.split != part.split else "years"
