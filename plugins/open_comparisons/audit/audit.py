"""
The attacker: everything that can be worked out of each provider from everything ever published.

METHODS section 2, "Audit". First, ranges are narrowed by single ties until nothing more follows. Then tables that fit
everything published are looked for: each proves values of the hidden counts, and a count for which too few can be found
is too narrow (`disclosure.judge`, which `protect` judges by as well). Linear and whole-number programs decide the rest;
what they leave undecided is refused.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from open_comparisons.audit.programs import Programs
from open_comparisons.disclosure.builder import build_system
from open_comparisons.disclosure.counts import Count, CountKind, RowCount
from open_comparisons.disclosure.families import Family, family_system, find_families, owner_of
from open_comparisons.disclosure.judge import judge
from open_comparisons.disclosure.pieces import Exposure, components
from open_comparisons.disclosure.propagation import Bounds
from open_comparisons.disclosure.solve import solve
from open_comparisons.disclosure.system import CountRow, Key, ReleaseRows, System, rows_by_provider, steps_per_unit
from open_comparisons.intake.listed_rows import reasons_for
from open_comparisons.intake.metadata import thresholds_of
from open_comparisons.intake.provider import Provider
from open_comparisons.intake.release import Release
from open_comparisons.standard.model import Standard
from open_comparisons.standard.periods import Span, canonical_period
from open_comparisons.standard.statuses import OK, SUPPRESSED
from open_comparisons.tools.processes import run_in_processes

_METHODS_AS_RULES: Final = ("person", "undecided")
"""Methods that findings name as the rule."""


@dataclass(frozen=True, slots=True)
class Finding:
    """
    A cell that gives away too much, or that needs an explanation.

    Attributes:
        provider: Slug.
        release: The first that has the row; for a change between releases, the later one.
        key: The key of the row, by column name.
        rule: As in `system.Watch`; "person" where somebody alone in a cell can work out another; "undecided" where it
            could not be shown that enough is left; "contradiction" where what is published cannot all be true; "opened"
            where a hidden cell is shown without a written reason; "left" where a correction says something about few
            who came or left; "undeclared" where a changed number is not listed as corrected; "known-before" where a
            cell is hidden that an earlier release shows.
        lowest, highest: The range that is left; None where the rule is not about a range.
        needed: The number of whole values that must be left.
        through: The method by which it was worked out.
        is_warning: True where publishing may go on: always for "known-before", and for what an official publisher has
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
class AuditResult:
    """
    The result of an attack on a dataset.

    Attributes:
        findings: Sorted by provider, release and key.
        ranges: The lowest and highest count left, by the index of the row in the table of the newest release, for rows
            that hide their count and show their base: readers see this range instead of a blank.
    """

    findings: tuple[Finding, ...]
    ranges: Mapping[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class AttackResult:
    """
    The result of an attack on one system.

    Attributes:
        bounds: The range that single sums leave of each count.
        narrow: The watched counts that can be worked out too closely.
        contradictions: Counts at which it was noticed that what is published cannot all be true.
    """

    bounds: Mapping[Count, Bounds]
    narrow: tuple[Exposure, ...]
    contradictions: tuple[Count, ...]


def audit(
    releases: Sequence[Release], standard: Standard, providers: Sequence[Provider] = (), *, processes: int = 1
) -> AuditResult:
    """
    Attack everything that a dataset has ever published.

    Args:
        releases: The releases of the dataset, oldest first.
        standard: For the links between measures, bases and breakdowns.
        providers: The directory, for predecessors and successors.
        processes: Number of processes, at most.
    """
    rows_of = release_rows(releases, standard)
    reasons = {release.id: _listed_keys(release, "opened", standard) for release in releases}

    def audit_providers(slugs: Sequence[str]) -> list[tuple[str, list[Finding], dict[Key, tuple[int, int]]]]:
        return [(slug, *_audit_provider(slug, rows_of[slug], standard, reasons)) for slug in slugs]

    results = run_in_processes(audit_providers, sorted(rows_of), processes=processes)
    findings = [finding for _, by_provider, _ in results for finding in by_provider]
    findings += _audit_families(find_families(providers), rows_of, standard, findings)
    ranges_of = {slug: ranges for slug, _, ranges in results}
    newest = releases[-1]
    # The rows of each provider are in the order of the table, so that a key is found by counting along.
    keys = {slug: (row.key for row in own[-1].rows) for slug, own in rows_of.items() if own[-1].release == newest.id}
    ranges = (ranges_of[slug].get(next(keys[slug])) for slug in newest.table.columns["provider"])
    return AuditResult(
        findings=tuple(sorted(findings, key=lambda each: (each.provider, each.release, each.key, each.rule))),
        ranges={index: between for index, between in enumerate(ranges) if between is not None},
    )


def attack(system: System) -> AttackResult:
    """
    Find the watched counts that can be worked out too closely.

    Where what is published cannot all be true, as in tables that were rounded or compiled separately, the ties that
    contradict each other are tried one by one, and everything else as usual.
    """
    solved = solve(system)
    narrow = solved.exposures(system.watched)
    contradictions = list(solved.contradictions)
    for piece in components(system, solved.bounds):
        if solved.contradicted.isdisjoint(piece.counts):
            judged = judge(piece)
            is_decided = all(exposure.method != "undecided" for exposure in judged.exposures)
            programs = None if is_decided else Programs(piece)
            if not judged.can_be or (programs is not None and not programs.can_be()):
                contradictions.append(piece.counts[0])
                narrow += (exposure for exposure in judged.exposures if exposure.method != "undecided")
            else:
                narrow += judged.exposures if programs is None else _decide(judged.exposures, programs)
    return AttackResult(solved.bounds, tuple(narrow), tuple(contradictions))


def _decide(exposures: Sequence[Exposure], programs: Programs) -> list[Exposure]:
    """Exposures, with programs for what tables leave undecided."""
    decided = (
        programs.decide(exposure.watch) if exposure.method == "undecided" else exposure for exposure in exposures
    )
    return [exposure for exposure in decided if exposure is not None]


def release_rows(releases: Sequence[Release], standard: Standard) -> dict[str, list[ReleaseRows]]:
    """
    The rows of each provider (slug) in each release that has some, oldest first.

    Args:
        releases: The releases of a dataset, oldest first.
        standard: For the columns of keys.
    """
    rows_of: dict[str, list[ReleaseRows]] = defaultdict(list)
    for release in releases:
        limits = thresholds_of(release.metadata, standard)
        official = release.official_providers()
        corrected = _listed_keys(release, "corrections", standard)
        for slug, rows in rows_by_provider(release.table, standard).items():
            mine = corrected.get(slug, frozenset())
            rows_of[slug].append(ReleaseRows(release.id, tuple(rows), mine, limits, slug in official))
    return rows_of


def _listed_keys(release: Release, name: str, standard: Standard) -> dict[str, frozenset[Key]]:
    """The keys of rows, by provider, that a list of the release names."""
    columns = release.table.columns
    entries = reasons_for(release.metadata, name, standard, columns)
    keys: dict[str, set[Key]] = defaultdict(set)
    if entries.reasons:
        rows = {slug: iter(own) for slug, own in rows_by_provider(release.table, standard).items()}
        for index, slug in enumerate(columns["provider"]):
            row = next(rows[slug])
            if entries.reason(columns, index) is not None:
                keys[slug].add(row.key)
    return {slug: frozenset(own) for slug, own in keys.items()}


def _audit_provider(
    slug: str,
    releases: Sequence[ReleaseRows],
    standard: Standard,
    reasons: Mapping[str, Mapping[str, frozenset[Key]]],
) -> tuple[list[Finding], dict[Key, tuple[int, int]]]:
    """All findings of one provider, and the ranges that are left of its hidden counts in the newest release."""
    if len(releases) == 1 and all(row.status == OK for row in releases[0].rows):
        return [], {}
    system = build_system(releases, standard)
    attacked = attack(system)
    rows = [row for release in reversed(releases) for row in release.rows]
    contradicting = dict.fromkeys(
        next((row.key for row in rows if _is_behind(count, row)), rows[0].key) for count in attacked.contradictions
    )
    newest, is_official = releases[-1].release, all(release.official for release in releases)

    def finding(key: Key, release: str, rule: str, *, is_warning: bool = is_official) -> Finding:
        return Finding(slug, release, _by_column(key, standard), rule, is_warning=is_warning)

    findings = [finding(key, release, "known-before", is_warning=True) for key, release in system.known_before]
    if not is_official:
        findings += [finding(key, release, "undeclared") for key, release in system.undeclared]
    findings += [
        finding(key, release, "opened")
        for key, release in system.opened
        if key not in reasons[release].get(slug, frozenset())
    ]
    findings += [finding(key, release, "left") for key, release in system.left]
    findings += [finding(key, newest, "contradiction") for key in contradicting]
    findings += [_exposure_finding(slug, each, standard, is_warning=is_official) for each in attacked.narrow]
    return findings, ranges_of_hidden(releases[-1], attacked.bounds, standard)


def _audit_families(
    families: Iterable[Family],
    rows_of: Mapping[str, Sequence[ReleaseRows]],
    standard: Standard,
    findings: Iterable[Finding],
) -> Iterator[Finding]:
    """Findings that only the rows of predecessors and successors together give away."""
    known = {(finding.provider, finding.key, finding.rule) for finding in findings}
    for family in families:
        system = family_system(family, rows_of, standard)
        for exposure in attack(system).narrow if system else ():
            slug = owner_of(exposure.watch.count)
            # A provider that has no rows can be given away by those of its relatives.
            own = rows_of.get(slug) or [release for other in family.slugs for release in rows_of.get(other, ())]
            is_official = all(release.official for release in own)
            finding = _exposure_finding(slug, exposure, standard, is_warning=is_official)
            if (finding.provider, finding.key, finding.rule) not in known:
                yield finding


def _exposure_finding(slug: str, exposure: Exposure, standard: Standard, *, is_warning: bool) -> Finding:
    watch, (low, high), method = exposure
    rule = method if method in _METHODS_AS_RULES else watch.rule
    key = _by_column(watch.key, standard)
    return Finding(slug, watch.release, key, rule, int(low), high, watch.needed, method, is_warning)


def ranges_of_hidden(
    release: ReleaseRows, bounds: Mapping[Count, Bounds], standard: Standard
) -> dict[Key, tuple[int, int]]:
    """
    The range that sums leave of each count that is hidden while its base is shown; none where they say nothing new.

    METHODS section 2, "Shown instead of a blank". A range narrower than allowed is left out: a count that an earlier
    release showed stays hidden here.
    """
    if release.official:
        return {}  # what its publisher has hidden stays hidden here
    numerators = {
        (count.quantity.name, count.scope): left
        for count, left in bounds.items()
        if isinstance(count, RowCount) and count.kind == CountKind.NUMERATOR
    }
    ranges = {}
    for row in release.rows:
        left = numerators.get((row.key.measure, row.key.scope))
        if row.status != SUPPRESSED or row.denominator is None or left is None:
            continue
        low, high = int(left[0]), int(min(left[1], row.denominator))
        is_in_ones = steps_per_unit(standard, standard.measures[row.key.measure]) == 1
        is_wide = high - low + 1 >= release.limits.min_count and is_in_ones
        if is_wide and (low > 0 or high < row.denominator):
            ranges[row.key] = (low, high)
    return ranges


def _is_behind(count: Count, row: CountRow) -> bool:
    return isinstance(count, RowCount) and count.scope == row.key.scope and count.quantity.name == row.key.measure


def _by_column(key: Key, standard: Standard) -> tuple[tuple[str, str], ...]:
    """A key by the names that columns have in files."""
    scope, codes = key.scope, dict(key.scope.split)
    cells = {
        "unit_id": scope.unit,
        "target_group": scope.group,
        "measure_id": key.measure,
        "measure_version": key.version,
        "period": canonical_period(Span(scope.start, scope.end)),
        **{dimension.name: codes.get(dimension.name, dimension.total) for dimension in standard.dimensions},
        "instrument": key.instrument,
    }
    return tuple((standard.column_name(role), cells[role]) for role in standard.key if role in cells)
