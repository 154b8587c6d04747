"""A release as read and checked, and all releases of a data folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Any

from open_comparisons.intake.marks import ReportingLimit, reporting_limit, weakest
from open_comparisons.intake.metadata import vouched_submissions
from open_comparisons.intake.protected_table import ProtectedTable
from open_comparisons.intake.provider import Provider
from open_comparisons.intake.replies import Replies
from open_comparisons.intake.submissions import Submission
from open_comparisons.intake.withdrawn import Withdrawn
from open_comparisons.standard.model import Standard
from open_comparisons.standard.text import Text


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that this release changed on purpose: its key (column name to value) and the reason."""

    key: Mapping[str, str]
    reason: Text


@dataclass(frozen=True, slots=True)
class Release:
    """
    One dated release of a dataset: its metadata, submissions and protected rows.

    `digest` is a hash of the files it was read from; equal files give an equal hash in any folder. `embargo` is the
    moment before which it must not be known; None where its date alone decides.
    """

    dataset: str
    id: str
    title: Text
    publisher: Text
    standard_version: str
    released: date
    next_release: date | None
    embargo: datetime | None
    notes: Text
    example: bool
    corrections: tuple[Correction, ...]
    submissions: tuple[Submission, ...]
    table: ProtectedTable
    metadata: Mapping[str, Any]
    digest: str

    def out_from(self, zone: tzinfo | None) -> datetime:
        """The moment from which it may be shown; days begin at midnight of a zone."""
        begins = datetime.combine(self.released, time(), tzinfo=zone)
        return max(begins, self.embargo) if self.embargo else begins

    def is_out(self, instant: datetime) -> bool:
        """True where it may be shown at a moment: from its date on, and not before its embargo ends."""
        return self.out_from(instant.tzinfo) <= instant

    def official_providers(self) -> frozenset[str]:
        """The providers (slugs) whose rows an official publisher has protected, and the release vouches for."""
        vouched = vouched_submissions(self.metadata)
        protected = {each.slug for each in self.submissions if each.protected_by and each.slug in vouched}
        own = {each.slug for each in self.submissions} - protected
        several = any(each.more.get("providers") for each in self.submissions if each.slug in protected)
        return frozenset(self.table.columns["provider"]) - own if several else frozenset(protected)

    def reporting_limits(self) -> dict[str, ReportingLimit]:
        """From where on the publisher of each of these providers shows counts, by slug."""
        official = self.official_providers()
        protected = [each for each in self.submissions if each.protected_by]
        limits = {each.slug: reporting_limit(each.more.get("marks")) for each in protected}
        of_many = weakest(limits[each.slug] for each in protected if each.more.get("providers"))
        return {slug: limits.get(slug, of_many) for slug in official}


@dataclass(frozen=True, slots=True)
class Data:
    """
    The data of a site.

    Attributes:
        standard, providers: The standard and the directory.
        releases: Each dataset's releases, oldest first.
        withdrawn: The dates and reasons of releases that were taken back.
        replies: The logs of providers' replies before each release.
    """

    standard: Standard
    providers: tuple[Provider, ...]
    releases: Mapping[str, tuple[Release, ...]]
    withdrawn: tuple[Withdrawn, ...] = ()
    replies: tuple[Replies, ...] = ()
