"""Judge a tree of files before it is committed or pushed."""

from pathlib import Path

from open_comparisons.audit.audit import audit
from open_comparisons.audit.findings import as_problem, audit_datasets
from open_comparisons.audit.published_before import known_releases, with_known
from open_comparisons.build.loading import load, terms_digest
from open_comparisons.errors import DataError, Problem
from open_comparisons.intake.allowed_files import DATA, foreign_files
from open_comparisons.standard.loading import load_standard
from open_comparisons.tools.processes import available
from open_comparisons.tools.store import Store, tools_digest


def guard(tree: Path, *, cache: Path | None = None, known: Path | None = None) -> tuple[Problem, ...]:
    """
    The problems for which a tree must not be kept: files out of place, and the findings of check and audit in its data.

    Args:
        tree: The folder that holds `data/`.
        cache: A folder that keeps results of earlier calls; a build's own can be used.
        known: Withdrawn releases, as left by `withdraw --keep`.
    """
    data_folder = tree.resolve() / DATA
    foreign = foreign_files(tree.resolve(), load_standard(data_folder / "standard"))
    store = Store(cache, tools_digest() if cache else "")
    try:
        data = load(data_folder, store, processes=available())
        earlier = known_releases(known, data) if known else {}
        if earlier:
            audits = {
                name: audit(with_known(earlier.get(name, ()), of), data.standard, data.providers, processes=available())
                for name, of in data.releases.items()
            }
            grave = [
                as_problem(finding, name)
                for name, of in audits.items()
                for finding in of.findings
                if not finding.is_warning
            ]
            return tuple(sorted({*foreign, *grave}))
        audit_datasets(data, store, terms_digest(data_folder), processes=available())
    except DataError as error:
        return tuple(sorted({*foreign, *error.problems}))
    return tuple(sorted(foreign))
