"""The input from which the pages and files of a site are planned."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType

from open_comparisons.intake.release import Data
from open_comparisons.tools.store import Store, digest


@dataclass(frozen=True)
class Inputs:
    """
    Checked, protected and audited data, and the instant to show it at.

    Attributes:
        data: Checked and protected.
        instant: Releases published after it leave no trace.
        store: Keeps results and drawings between builds.
        standard_digest: Hash of the standard and the directory of providers.
        findings: Number of cells hidden by an official publisher that can be derived, by dataset and release.
        ranges: Bounds of hidden counts that published numbers imply, by dataset and row of the newest release.
        seconds: Duration of each phase so far, by name.
    """

    data: Data
    instant: datetime
    store: Store
    standard_digest: str = ""
    findings: Mapping[tuple[str, str], int] = field(default_factory=lambda: MappingProxyType({}))
    ranges: Mapping[str, Mapping[int, tuple[int, int]]] = field(default_factory=lambda: MappingProxyType({}))
    seconds: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def terms(self) -> str:
        """Hash of the standard, the directory, and the results of the audit."""
        return digest(self.standard_digest, repr(self.findings), repr(self.ranges))
