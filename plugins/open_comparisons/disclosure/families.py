"""
Providers that took over from each other: what the rows of one say about another.

Each provider's rows are about itself alone, so providers that ran at the same time have nothing to do with each other.
But a row about a time before its provider began can only be about the providers that it took over from. All successors
together are then all predecessors together: one is the sum of several after a merger, and several add up to one after a
split. No row says if a window that begins before its provider counts the time before; it is taken to, unless a row with
"startade-senare" says that it does not.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from open_comparisons.disclosure.counts import Count, CountKind, Counts, DerivedKind, Quantity, RowCount, Scope
from open_comparisons.disclosure.pieces import DisjointSets
from open_comparisons.disclosure.propagation import ANY_COUNT, AtMost, ContradictionError, Sum, Tie, derive_bounds
from open_comparisons.disclosure.system import System
from open_comparisons.intake.provider import Provider
from open_comparisons.standard.model import Standard
from open_comparisons.standard.periods import YEARS


@dataclass(frozen=True, slots=True)
class Family:
    """Providers that were taken over, and all providers that took over from any of them."""

    before: tuple[Provider, ...]
    after: tuple[Provider, ...]

    @property
    def slugs(self) -> tuple[str, ...]:
        """The slugs of all of them."""
        return tuple(dict.fromkeys(provider.slug for provider in (*self.before, *self.after)))


class _Member(NamedTuple):
    """A provider on one side of a takeover; one that took over and was taken over is on both, in two families."""

    slug: str
    is_before: bool


def find_families(providers: Iterable[Provider]) -> tuple[Family, ...]:
    """The families in a directory."""
    by_slug = {provider.slug: provider for provider in providers}
    sets: DisjointSets[_Member] = DisjointSets()
    for slug, provider in by_slug.items():
        if provider.successors:
            sets.join(
                [_Member(slug, is_before=True), *(_Member(other, is_before=False) for other in provider.successors)]
            )
    sides: dict[_Member, dict[bool, list[Provider]]] = defaultdict(lambda: {True: [], False: []})
    for member, root in sets.roots().items():
        if member.slug in by_slug:
            sides[root][member.is_before].append(by_slug[member.slug])
    return tuple(Family(tuple(both[True]), tuple(both[False])) for both in sides.values())


def family_system(family: Family, systems: Mapping[str, System], standard: Standard) -> System | None:
    """
    The systems of a family as one; None where nothing ties them.

    Args:
        family: Predecessors and successors.
        systems: By slug, of the providers that have rows.
        standard: For the measures and bases that add up.
    """
    counts = Counts()
    owned = {slug: _owned_system(systems[slug], slug, counts) for slug in family.slugs if slug in systems}
    ties = list(_ties_between(family, owned, standard, counts))
    if not ties:
        return None
    whole = System(
        {count: left for system in owned.values() for count, left in system.bounds.items()},
        tuple(tie for system in owned.values() for tie in system.ties),
        tuple(watch for system in owned.values() for watch in system.watched),
    )
    consistent = _consistent_ties(whole, ties)
    bounds = {member: ANY_COUNT for equation in consistent for member in equation.members}
    if not consistent:
        return None
    return replace(whole, bounds={**bounds, **whole.bounds}, ties=(*whole.ties, *consistent))


def owner_of(count: Count) -> str:
    """The slug of the provider whose row a count of a family's system stands behind; "" where no row has it."""
    return count.provider if isinstance(count, RowCount) else ""


def _ties_between(
    family: Family, owned: Mapping[str, System], standard: Standard, counts: Counts
) -> Iterator[tuple[Sum, Sum]]:
    """
    The ties of each scope that ended before any successor began: predecessors running then = all successors.

    As two sums with the same total, which no row has.
    """
    newest = {slug: _newest_counts(system) for slug, system in owned.items()}
    counted = dict.fromkeys(
        where
        for provider in family.after
        for where in newest.get(provider.slug, {})
        if _adds_over_providers(where[0], standard)
    )
    for quantity, scope in counted:
        ran = [each.slug for each in family.before if each.to_date is None or each.to_date >= scope.start]
        is_before = all(each.from_date is not None and each.from_date > scope.end for each in family.after)
        if is_before and any((quantity, scope) in newest.get(slug, {}) for slug in ran):
            before, after = (
                tuple(
                    newest.get(slug, {}).get((quantity, scope)) or counts.of_row(quantity, scope, provider=slug)
                    for slug in slugs
                )
                for slugs in (ran, [each.slug for each in family.after])
            )
            total = counts.derived(DerivedKind.FAMILY, *before, *after)
            yield Sum(total, before), Sum(total, after)


def _consistent_ties(whole: System, ties: Sequence[tuple[Sum, Sum]]) -> tuple[Sum, ...]:
    """
    The ties that can be true, as many as possible from the first on.

    Rows about earlier times that are not the sum of the predecessors say nothing of them, whatever else they are.
    """
    every = [equation for both in ties for equation in both]
    if _are_consistent(whole, every):
        return tuple(every)
    consistent: list[Sum] = []
    for both in ties:
        if _are_consistent(whole, [*consistent, *both]):
            consistent += both
    return tuple(consistent)


def _are_consistent(whole: System, ties: Sequence[Sum]) -> bool:
    try:
        derive_bounds(whole.bounds, (*whole.ties, *ties))
    except ContradictionError:
        return False
    return True


def _adds_over_providers(quantity: Quantity, standard: Standard) -> bool:
    """Tell counts that add up over years, and so over providers: nobody is counted twice."""
    if quantity.kind == CountKind.BASE:
        return any(m.base == quantity.name and YEARS in m.adds_over for m in standard.measures.values())
    adds = quantity.kind in {CountKind.NUMERATOR, CountKind.TOTAL}
    return adds and YEARS in standard.measures[quantity.name].adds_over


def _newest_counts(system: System) -> dict[tuple[Quantity, Scope], RowCount]:
    """The newest edition of each count of a provider as a whole."""
    rows = [count for count in system.bounds if isinstance(count, RowCount) and not count.scope.unit]
    return {(count.quantity, count.scope): count for count in sorted(rows, key=lambda count: count.edition)}


def _owned_system(system: System, slug: str, counts: Counts) -> System:
    """The system of one provider, with counts that say whose they are."""

    def own(count: Count) -> Count:
        return counts.owned_by(slug, count)

    def own_tie(tie: Tie) -> Tie:
        if isinstance(tie, AtMost):
            return replace(tie, part=own(tie.part), whole=own(tie.whole))
        return Sum(own(tie.total), tuple(map(own, tie.parts)))

    return System(
        {own(count): left for count, left in system.bounds.items()},
        tuple(map(own_tie, system.ties)),
        tuple(replace(watch, count=own(watch.count), beside=tuple(map(own, watch.beside))) for watch in system.watched),
    )
