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

from open_comparisons.disclosure.builder import build_system
from open_comparisons.disclosure.counts import Count, CountKind, Counts, DerivedKind, Quantity, RowCount, Scope
from open_comparisons.disclosure.pieces import DisjointSets
from open_comparisons.disclosure.propagation import ANY_COUNT, AtMost, ContradictionError, Sum, Tie, derive_bounds
from open_comparisons.disclosure.system import EXACT, Key, ReleaseRows, System, Watch
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


@dataclass(frozen=True, slots=True)
class _Owners:
    """
    The counts of several providers, each with its own.

    Attributes:
        counts: Makes them.
        unnamed: The slug of a provider whose counts do not say whose they are; "" where all do.
    """

    counts: Counts
    unnamed: str = ""

    def of_row(self, quantity: Quantity, scope: Scope, slug: str) -> RowCount:
        """The count behind a row of a provider."""
        return self.counts.of_row(quantity, scope, provider="" if slug == self.unnamed else slug)


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


def family_system(family: Family, releases: Mapping[str, Sequence[ReleaseRows]], standard: Standard) -> System | None:
    """
    The systems of a family as one; None where nothing ties them.

    Args:
        family: Predecessors and successors.
        releases: Of the providers that have rows, by slug, oldest first.
        standard: For the measures and bases that add up.
    """
    counts = Counts()
    owned = {
        slug: _owned_system(build_system(releases[slug], standard, counts), slug, counts)
        for slug in family.slugs
        if slug in releases
    }
    whole = _side_by_side(owned.values())
    ties = _consistent_ties(whole, list(_ties_between(family, owned, standard, _Owners(counts))))
    if not ties:
        return None
    newest = max((releases[slug][-1] for slug in owned), key=lambda release: release.release)
    return _tied(whole, ties, newest, standard, may_come=False)


@dataclass(frozen=True, slots=True)
class Relatives:
    """
    What is published of the providers that one took over from, or that took over together with it.

    Attributes:
        slug: The one provider.
        families: The families that it is in.
        releases: The rows of the others in earlier releases, by slug, oldest first.
    """

    slug: str
    families: tuple[Family, ...]
    releases: Mapping[str, Sequence[ReleaseRows]]

    def systems(self, standard: Standard, counts: Counts) -> dict[str, System]:
        """The systems of the others, with counts that say whose they are."""
        return {
            slug: _owned_system(build_system(releases, standard, counts), slug, counts)
            for slug, releases in self.releases.items()
        }

    def join(
        self, own: System, others: Mapping[str, System], newest: ReleaseRows, standard: Standard, counts: Counts
    ) -> System:
        """
        The system of the one provider, together with those of the others.

        Args:
            own: Its counts have no provider.
            others: From `systems`.
            newest: Its newest release, for the limits.
            standard: For the measures and bases that add up.
            counts: Made the counts of all of them.
        """
        owned = {**others, self.slug: own}
        whole = _side_by_side(owned.values())
        ties: list[Sum] = []
        for family in self.families:
            between = _ties_between(family, owned, standard, _Owners(counts, unnamed=self.slug))
            ties += _consistent_ties(_tied(whole, ties, newest, standard, may_come=True), list(between))
        joined = _tied(whole, ties, newest, standard, may_come=True)
        return replace(own, bounds=joined.bounds, ties=joined.ties, watched=joined.watched)


def relatives_of(
    slug: str, providers: Iterable[Provider], releases: Mapping[str, Sequence[ReleaseRows]]
) -> Relatives | None:
    """
    The relatives of a provider; None where nothing is published of any.

    Args:
        slug: The provider.
        providers: The directory.
        releases: Rows in earlier releases, by slug.
    """
    families = tuple(family for family in find_families(providers) if slug in family.slugs)
    others = dict.fromkeys(other for family in families for other in family.slugs if other != slug)
    known = {other: releases[other] for other in others if releases.get(other)}
    return Relatives(slug, families, known) if known else None


def _side_by_side(systems: Iterable[System]) -> System:
    """Several systems as one, without a tie between them."""
    every = tuple(systems)
    return System(
        {count: left for system in every for count, left in system.bounds.items()},
        tuple(tie for system in every for tie in system.ties),
        tuple(watch for system in every for watch in system.watched),
    )


def _tied(system: System, ties: Sequence[Sum], newest: ReleaseRows, standard: Standard, *, may_come: bool) -> System:
    """
    A system with further ties; the counts that only they have are watched, since sums may give them away.

    Args:
        system: The system.
        ties: Between its counts, and counts that no row has.
        newest: The newest release, for its limits.
        standard: For the measures of bases.
        may_come: True where rows may still come for these counts: then nobody is a number to protect, too.
    """
    bounds = {member: ANY_COUNT for equation in ties for member in equation.members if member not in system.bounds}
    unlisted = (count for count in bounds if isinstance(count, RowCount))
    watched = (_watch_unlisted(count, newest, standard, may_come=may_come) for count in unlisted)
    return replace(
        system,
        bounds={**bounds, **system.bounds},
        ties=(*system.ties, *ties),
        watched=(*system.watched, *filter(None, watched)),
    )


def _watch_unlisted(count: RowCount, newest: ReleaseRows, standard: Standard, *, may_come: bool) -> Watch | None:
    """
    The watch of a count that its provider has no row of: a base or a number above the line.

    A total needs its base to be judged as a mean, and the base is watched itself.
    """
    name, version, instrument = count.quantity.name, count.quantity.version, count.quantity.instrument
    few, least = newest.limits.min_count, newest.limits.min_denominator
    if count.kind == CountKind.BASE:
        measure = next(each for each in standard.measures.values() if each.base == name)
        name, version, below = measure.id, measure.version, least
    elif count.kind == CountKind.NUMERATOR:
        below = few
    else:
        return None
    needed = EXACT if newest.official else few
    key = Key(name, version, instrument, count.scope)
    return Watch(key, newest.release, "base" if may_come else "unlisted", count, needed, below)


def owner_of(count: Count) -> str:
    """The slug of the provider whose row a count of a family's system stands behind; "" where no row has it."""
    return count.provider if isinstance(count, RowCount) else ""


def _ties_between(
    family: Family, owned: Mapping[str, System], standard: Standard, owners: _Owners
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
                    newest.get(slug, {}).get((quantity, scope)) or owners.of_row(quantity, scope, slug)
                    for slug in slugs
                )
                for slugs in (ran, [each.slug for each in family.after])
            )
            total = owners.counts.derived(DerivedKind.FAMILY, *before, *after)
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
