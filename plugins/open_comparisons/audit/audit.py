"""
The attacker: what can be worked out of each provider from everything ever published.

First the ranges that single sums leave are narrowed until nothing more follows. What is still open is tried with
linear programs: each solution is a table that fits all that is published, so it widens the range that a hidden count
can have; a count whose range gets no wider than it must be is too narrow. Whole-number programs decide what is left.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from open_comparisons.audit.programs import UNDECIDED, Programs, joined
from open_comparisons.disclosure.builder import build_system
from open_comparisons.disclosure.families import families, family_system, owner_of
from open_comparisons.disclosure.solve import components, known_to_a_person, narrow_by_sums, solve
from open_comparisons.disclosure.system import Key, ReleaseRows, rows_by_provider, steps_of
from open_comparisons.intake.listed_rows import listed
from open_comparisons.intake.metadata import thresholds_of, vouched_submissions
from open_comparisons.standard.model import OK, SUPPRESSED
from open_comparisons.standard.periods import Span, canonical_period
from open_comparisons.tools.processes import shared_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from open_comparisons.disclosure.families import Family
    from open_comparisons.disclosure.solve import Narrow
    from open_comparisons.disclosure.system import Bounds, Row, System, Variable
    from open_comparisons.intake.provider import Provider
    from open_comparisons.intake.release import Release
    from open_comparisons.standard.model import Standard

_OF_A_ROW: Final = 3
"""A variable of a row has three parts: what is counted, where, and in which version."""
_RULES: Final = ("person", UNDECIDED)
"""Ways to work out a count that are rules of their own."""
_ROUNDS: Final = 4
"""Pairs of programs that widen all ranges at once, before each count is asked for by itself."""


@dataclass(frozen=True, slots=True)
class Finding:
    """
    A cell that gives away too much, or that needs a word.

    Attributes:
        provider: Slug.
        release: The one that first has the row; for what one release did to another, the later one.
        key: The key of the row, by column name.
        rule: "band", "hidden", "base" or "unlisted" as in `system.Watch`; "person" where somebody in a cell of one can
            work out another; "undecided" where it could not be shown that enough is left; "contradiction" where what
            is published cannot all be true; "opened" where a hidden cell is shown without a written reason;
            "undeclared" where a number is changed that is not listed as corrected; "known-before" where a cell is
            hidden that an earlier release shows.
        lowest, highest: The range that is left of it; None where the rule is about something else.
        needed: How many whole values must be left.
        through: What it was worked out by.
        is_warning: Whether publishing may go on: always for "known-before", and for what an official publisher has
            protected and the release vouches for.
    """

    provider: str
    release: str
    key: tuple[tuple[str, str], ...]
    rule: str
    lowest: int | None = None
    highest: float | None = None
    needed: int | None = None
    through: str = ""
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Audited:
    """
    What an attack on a dataset gave.

    Attributes:
        findings: By provider, release and key.
        ranges: The lowest and highest count that is left of each row of the newest release which hides its count and
            shows its base, by the row's place in the release's table: readers are shown it instead of a blank.
    """

    findings: tuple[Finding, ...]
    ranges: Mapping[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Attacked:
    """
    What an attack on one system gave.

    Attributes:
        bounds: The range that single sums leave of each variable.
        narrow: The watched variables that can be worked out too closely: by "sums", "programs" or "whole numbers", or
            by a "person" who is alone in a cell; or "undecided".
        contradictions: Variables where what is published cannot all be true.
    """

    bounds: Mapping[Variable, Bounds]
    narrow: tuple[Narrow, ...]
    contradictions: tuple[Variable, ...]


def audit(
    releases: Sequence[Release], standard: Standard, providers: Sequence[Provider] = (), *, processes: int = 1
) -> Audited:
    """
    Attack everything that a dataset has ever published.

    Args:
        releases: Of one dataset, oldest first.
        standard: How its measures hang together.
        providers: The directory, for who took over from whom.
        processes: How many at most.
    """
    systems = _published(releases, standard)
    reasons = {release.id: _listed(release, "opened", standard) for release in releases}

    def of_providers(slugs: Sequence[str]) -> list[tuple[str, list[Finding], dict[Key, tuple[int, int]]]]:
        return [(slug, *_of_provider(slug, systems[slug], standard, reasons)) for slug in slugs]

    results = shared_out(of_providers, sorted(systems), processes=processes)
    findings = [finding for _, found, _ in results for finding in found]
    findings += _of_families(families(providers), systems, standard, findings)
    left = {slug: ranges for slug, _, ranges in results}
    newest = releases[-1]
    rows = {slug: iter(found[-1].rows) for slug, found in systems.items() if found[-1].release == newest.id}
    ranges = (left[slug].get(next(rows[slug]).key) for slug in newest.table.columns["provider"])
    return Audited(
        findings=tuple(sorted(findings, key=lambda one: (one.provider, one.release, one.key, one.rule))),
        ranges={index: found for index, found in enumerate(ranges) if found is not None},
    )


def attack(system: System) -> Attacked:
    """
    The watched variables that can be worked out too closely.

    Where what is published cannot all be true, as in tables that were rounded or put together apart, the sums that
    contradict each other are tried one by one, and everything else as usual.
    """
    solved = solve(system)
    narrow = narrow_by_sums(system, solved.bounds)
    caught = {watch.variable for watch, _, _ in narrow}
    parts = [part for part in components(system, solved.bounds) if solved.contradicted.isdisjoint(part.variables)]
    left = {watch for part in parts for watch in part.watched if watch.variable not in caught}
    for turn in range(_ROUNDS):
        # All parts at once: a program over many small ones costs hardly more than one over a single one.
        parts = [part for part in parts if not left.isdisjoint(part.watched)]
        if parts:
            left = Programs(joined(parts), solved.bounds).not_wide(left, turn)
    for part in parts:
        watched = [watch for watch in part.watched if watch in left]
        narrow += Programs(part, solved.bounds).narrow(watched)
    caught = {watch.variable for watch, _, _ in narrow}
    narrow += [found for found in known_to_a_person(system, solved.bounds) if found[0].variable not in caught]
    return Attacked(solved.bounds, tuple(narrow), solved.contradictions)


def _published(releases: Sequence[Release], standard: Standard) -> dict[str, list[ReleaseRows]]:
    systems: dict[str, list[ReleaseRows]] = defaultdict(list)
    for release in releases:
        limits = thresholds_of(release.metadata, standard)
        official = _official(release)
        corrected = _listed(release, "corrections", standard)
        for slug, rows in rows_by_provider(release.table, standard).items():
            mine = corrected.get(slug, frozenset())
            systems[slug].append(ReleaseRows(release.id, tuple(rows), mine, limits, slug in official))
    return systems


def _listed(release: Release, name: str, standard: Standard) -> dict[str, frozenset[Key]]:
    """The keys of rows, by provider, that a list of the release names."""
    columns = release.table.columns
    of_release = listed(release.metadata, name, standard, columns)
    found: dict[str, set[Key]] = defaultdict(set)
    if of_release.reasons:
        rows = {slug: iter(of) for slug, of in rows_by_provider(release.table, standard).items()}
        for index, slug in enumerate(columns["provider"]):
            row = next(rows[slug])
            if of_release.reason(columns, index) is not None:
                found[slug].add(row.key)
    return {slug: frozenset(keys) for slug, keys in found.items()}


def _official(release: Release) -> set[str]:
    """The providers whose rows an official publisher has protected, and the release vouches for."""
    vouched = vouched_submissions(release.metadata)
    protected = {s.slug for s in release.submissions if s.protected_by and s.slug in vouched}
    own = {s.slug for s in release.submissions} - protected
    several = any(s.more.get("providers") for s in release.submissions if s.slug in protected)
    return set(release.table.columns["provider"]) - own if several else protected


def _of_provider(
    slug: str,
    releases: Sequence[ReleaseRows],
    standard: Standard,
    reasons: Mapping[str, Mapping[str, frozenset[Key]]],
) -> tuple[list[Finding], dict[Key, tuple[int, int]]]:
    """All findings of one provider, and the ranges that are left of its newest hidden counts."""
    if len(releases) == 1 and all(row.status == OK for row in releases[0].rows):
        return [], {}
    system = build_system(releases, standard)
    attacked = attack(system)
    rows = [row for release in reversed(releases) for row in release.rows]
    behind = (
        next((row.key for row in rows if _stands_behind(name, row)), rows[0].key) for name in attacked.contradictions
    )
    newest, is_official = releases[-1].release, all(release.official for release in releases)

    def finding(key: Key, release: str, rule: str, **more: Any) -> Finding:  # noqa: ANN401
        return Finding(slug, release, _named(key, standard), rule, **{"is_warning": is_official, **more})

    found = [finding(key, release, "known-before", is_warning=True) for key, release in system.known_before]
    if not is_official:
        found += [finding(key, release, "undeclared") for key, release in system.undeclared]
    found += [
        finding(key, release, "opened")
        for key, release in system.opened
        if key not in reasons[release].get(slug, frozenset())
    ]
    found += [finding(key, newest, "contradiction") for key in dict.fromkeys(behind)]
    found += [_worked_out(slug, one, standard, is_warning=is_official) for one in attacked.narrow]
    return found, left_of_hidden(releases[-1], attacked.bounds, standard)


def _of_families(
    found: Iterable[Family],
    systems: Mapping[str, Sequence[ReleaseRows]],
    standard: Standard,
    findings: Iterable[Finding],
) -> Iterator[Finding]:
    """What only the rows of several providers together give away: of those who took over, and of those before them."""
    known = {(finding.provider, finding.key, finding.rule) for finding in findings}
    for family in found:
        built = {slug: build_system(systems[slug], standard) for slug in family.slugs if slug in systems}
        system = family_system(family, built, standard)
        for one in attack(system).narrow if system else ():
            slug = owner_of(one[0].variable)
            is_official = all(release.official for release in systems[slug])
            finding = _worked_out(slug, one, standard, is_warning=is_official)
            if (finding.provider, finding.key, finding.rule) not in known:
                yield finding


def _worked_out(slug: str, narrow: Narrow, standard: Standard, *, is_warning: bool) -> Finding:
    watch, (low, high), through = narrow
    rule = through if through in _RULES else watch.rule
    key = _named(watch.key, standard)
    return Finding(slug, watch.release, key, rule, int(low), high, watch.needed, through, is_warning)


def left_of_hidden(
    release: ReleaseRows, bounds: Mapping[Variable, Bounds], standard: Standard
) -> dict[Key, tuple[int, int]]:
    """
    What sums leave of each count that is hidden while its base is shown; nothing where they say nothing new.

    A range that is narrower than it may be is never told: a count that an earlier release showed stays hidden here.
    """
    if release.official:
        return {}  # what its publisher has hidden stays hidden here
    counts = {
        (variable[0][1], variable[1]): left
        for variable, left in bounds.items()
        if len(variable) == _OF_A_ROW and variable[0][0] == "x"
    }
    found = {}
    for row in release.rows:
        left = counts.get((row.key.measure, row.key.place))
        if row.status != SUPPRESSED or row.denominator is None or left is None:
            continue
        low, high = int(left[0]), int(min(left[1], row.denominator))
        is_wide = (
            high - low + 1 >= release.limits.min_count and steps_of(standard, standard.measures[row.key.measure]) == 1
        )
        if is_wide and (low > 0 or high < row.denominator):
            found[row.key] = (low, high)
    return found


def _stands_behind(variable: Variable, row: Row) -> bool:
    return len(variable) == _OF_A_ROW and variable[1] == row.key.place and variable[0][1] == row.key.measure


def _named(key: Key, standard: Standard) -> tuple[tuple[str, str], ...]:
    """A key by the names that columns have in files."""
    place, codes = key.place, dict(key.place.split)
    cells = {
        "unit_id": place.unit,
        "target_group": place.group,
        "measure_id": key.measure,
        "measure_version": key.version,
        "period": canonical_period(Span(place.start, place.end)),
        **{dimension.name: codes.get(dimension.name, dimension.total) for dimension in standard.dimensions},
        "instrument": key.instrument,
    }
    return tuple((standard.column_name(role), cells[role]) for role in standard.key if role in cells)
