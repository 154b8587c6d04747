"""
Providers that took over from each other: what the rows of one say of those of another.

The rows of a provider are about itself alone, so that providers that ran at the same time have nothing to do with each
other. But a row about a time before its provider began can only be about those it took over from. All who took over
are then, together, all who were taken over: one is the sum of several where they were merged, and several add up to
one where it was split. Whether a window that begins before its provider counts the time before is not said anywhere;
it is taken to, unless a row with "startade-senare" says that it does not.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from open_comparisons.disclosure.propagation import AtMost, ContradictionError, Sum, derive_bounds
from open_comparisons.disclosure.solve import Groups
from open_comparisons.disclosure.system import Place, System
from open_comparisons.standard.periods import YEARS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from open_comparisons.disclosure.system import Quantity, Variable
    from open_comparisons.intake.provider import Provider
    from open_comparisons.standard.model import Standard


@dataclass(frozen=True, slots=True)
class Family:
    """Those who were taken over, and all who took over from any of them."""

    before: tuple[Provider, ...]
    after: tuple[Provider, ...]

    @property
    def slugs(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(dict.fromkeys(provider.slug for provider in (*self.before, *self.after)))


def families(providers: Iterable[Provider]) -> tuple[Family, ...]:
    """The families of a directory."""
    by_slug = {provider.slug: provider for provider in providers}
    groups = Groups()
    for slug, provider in by_slug.items():
        if provider.successors:
            groups.join([("before", slug), *(("after", other) for other in provider.successors)])
    found: dict[Variable, dict[str, list[Provider]]] = defaultdict(lambda: {"before": [], "after": []})
    for (side, slug), root in groups.all().items():
        if slug in by_slug:
            found[root][side].append(by_slug[slug])
    return tuple(Family(tuple(one["before"]), tuple(one["after"])) for one in found.values())


def family_system(family: Family, systems: Mapping[str, System], standard: Standard) -> System | None:
    """
    The systems of a family as one; None where nothing ties them.

    Args:
        family: Who took over from whom.
        systems: By slug, of those that have rows.
        standard: Over what counts add up.
    """
    owned = {slug: _owned(systems[slug], slug) for slug in family.slugs if slug in systems}
    ties = list(_ties(family, owned, standard))
    if not ties:
        return None
    whole = System(
        {variable: left for system in owned.values() for variable, left in system.bounds.items()},
        tuple(one for system in owned.values() for one in system.sums),
        tuple(order for system in owned.values() for order in system.orders),
        tuple(watch for system in owned.values() for watch in system.watched),
    )
    held = _held(whole, ties)
    bounds = {variable: (0, math.inf) for one in held for variable in (one.total, *one.parts)}
    return replace(whole, bounds={**bounds, **whole.bounds}, sums=(*whole.sums, *held)) if held else None


def owner_of(variable: Variable) -> str:
    """The slug of the provider that a variable of a row is about, in the system of a family."""
    slug: str = variable[2][0]
    return slug


def _ties(family: Family, owned: Mapping[str, System], standard: Standard) -> Iterator[tuple[Sum, Sum]]:
    """For each place before all of those began who took over: they together are those who ran then."""
    variables = {slug: _current(system) for slug, system in owned.items()}
    told = dict.fromkeys(
        where for provider in family.after for where in variables.get(provider.slug, {}) if _adds(where[0], standard)
    )
    for quantity, place in told:
        ran = [one.slug for one in family.before if one.to_date is None or one.to_date >= place.start]
        is_before = all(one.from_date is not None and one.from_date > place.end for one in family.after)
        if is_before and any((quantity, place) in variables.get(slug, {}) for slug in ran):
            sides = (ran, [one.slug for one in family.after])
            total = ("family", quantity, place, family.slugs)
            before, after = (
                Sum(total, tuple(variables.get(s, {}).get((quantity, place), (quantity, place, (s, 0))) for s in side))
                for side in sides
            )
            yield before, after


def _held(whole: System, ties: Sequence[tuple[Sum, Sum]]) -> tuple[Sum, ...]:
    """
    The ties that can be true.

    Rows about earlier times that are not the sum of those who ran then, whatever they are, give nothing of them away.
    """
    every = [one for both in ties for one in both]
    if _fits(whole, every):
        return tuple(every)
    held: list[Sum] = []
    for both in ties:
        if _fits(whole, [*held, *both]):
            held += both
    return tuple(held)


def _fits(whole: System, ties: Sequence[Sum]) -> bool:
    try:
        derive_bounds(whole.bounds, (*whole.sums, *ties), whole.orders)
    except ContradictionError:
        return False
    return True


def _adds(quantity: Quantity, standard: Standard) -> bool:
    """Whether a count adds up over years, and so over providers: nobody is counted twice."""
    kind, name = quantity[0], quantity[1]
    if kind == "n":
        return any(measure.base == name and YEARS in measure.adds_over for measure in standard.measures.values())
    return kind in {"x", "t"} and YEARS in standard.measures[name].adds_over


def _current(system: System) -> dict[tuple[Quantity, Place], Variable]:
    """The newest variable of each count of a provider as a whole."""
    rows = [variable for variable in system.bounds if _is_of_a_row(variable) and not variable[1].unit]
    return {(variable[0], variable[1]): variable for variable in sorted(rows, key=lambda variable: variable[2])}


def _owned(system: System, slug: str) -> System:
    """The system of one provider, each variable with the provider's name."""

    def named(variable: Variable) -> Variable:
        return (*variable[:2], (slug, variable[2])) if _is_of_a_row(variable) else (slug, variable)

    return System(
        {named(variable): left for variable, left in system.bounds.items()},
        tuple(Sum(named(one.total), tuple(map(named, one.parts))) for one in system.sums),
        tuple(AtMost(named(order.part), named(order.whole)) for order in system.orders),
        tuple(replace(watch, variable=named(watch.variable)) for watch in system.watched),
    )


def _is_of_a_row(variable: Variable) -> bool:
    return len(variable) == len(("quantity", "place", "version")) and isinstance(variable[1], Place)
