"""Judge a tree of files before it is committed or pushed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from open_comparisons.audit.audit import audit
from open_comparisons.audit.findings import as_problem, audit_datasets
from open_comparisons.audit.published_before import known_releases, with_known
from open_comparisons.build.loading import load, terms_digest
from open_comparisons.errors import DataError
from open_comparisons.intake.allowed_files import DATA, foreign_files
from open_comparisons.standard.loading import load_standard
from open_comparisons.tools.processes import available
from open_comparisons.tools.store import Store, tools_digest

if TYPE_CHECKING:
    from pathlib import Path

    from open_comparisons.errors import Problem


def guard(tree: Path, *, cache: Path | None = None, known: Path | None = None) -> tuple[Problem, ...]:
    """
    All that speaks against keeping a tree: files that do not belong, and what check and audit find in its data.

    Args:
        tree: Holds `data/`.
        cache: Where an earlier look's results are kept; a build's own folder serves.
        known: Withdrawn releases, as `withdraw --keep` left them.
    """
    data_folder = tree.resolve() / DATA
    foreign = foreign_files(tree.resolve(), load_standard(data_folder / "standard"))
    store = Store(cache, tools_digest() if cache else "")
    try:
        data = load(data_folder, store, processes=available())
        earlier = known_releases(known, data) if known else {}
        if earlier:
            found = {
                name: audit(with_known(earlier.get(name, ()), of), data.standard, data.providers, processes=available())
                for name, of in data.releases.items()
            }
            grave = [as_problem(one, name) for name, of in found.items() for one in of.findings if not one.is_warning]
            return tuple(sorted([*foreign, *grave]))
        audit_datasets(data, store, terms_digest(data_folder), processes=available())
    except DataError as error:
        return tuple(sorted([*foreign, *error.problems]))
    return tuple(sorted(foreign))
