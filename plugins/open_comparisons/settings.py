"""The plugin's settings, and the one clock of a build."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from open_comparisons.errors import OpenComparisonsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Settings:
    """
    What the plugin needs to know.

    Attributes:
        data_folder: `OPEN_COMPARISONS_DATA`; holds `standard/` and the datasets. `pelicanconf.py` takes it from the
            environment variable of that name where there is one.
        cache_folder: `OPEN_COMPARISONS_CACHE`; drawings are kept there between builds. None draws always.
        theme_folder: Pelican's `THEME`.
        site_address: `OPEN_COMPARISONS_SITE_ADDRESS`, for canonical and social links; "" where not known.
        at: `OPEN_COMPARISONS_AT`, the build instant as ISO 8601; None where the clock decides.
    """

    data_folder: Path
    cache_folder: Path | None
    theme_folder: Path
    site_address: str
    at: str | None

    @classmethod
    def from_pelican(cls, settings: Mapping[str, Any]) -> Settings:
        """Read them from Pelican's settings."""
        cache = settings.get("OPEN_COMPARISONS_CACHE")
        return cls(
            data_folder=Path(settings.get("OPEN_COMPARISONS_DATA", "data")),
            cache_folder=Path(cache) if cache else None,
            theme_folder=Path(settings["THEME"]),
            site_address=str(settings.get("OPEN_COMPARISONS_SITE_ADDRESS", "")).rstrip("/"),
            at=settings.get("OPEN_COMPARISONS_AT"),
        )


def build_instant(at: str | None, *, data_folder: Path) -> datetime:
    """
    The instant that decides what is upcoming, past, scheduled or embargoed in the whole build.

    In order: `at`, the environment variable SOURCE_DATE_EPOCH, the time of the commit that `data_folder` is checked
    out from, and the date of the newest release in it.

    Raises:
        OpenComparisonsError: `at` or SOURCE_DATE_EPOCH is not a time, or there is nothing to go by.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        if at:
            instant = datetime.fromisoformat(at)
            return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        if epoch:
            return datetime.fromtimestamp(int(epoch), tz=UTC)
    except ValueError:
        message = (
            f"The build instant {at or epoch!r} is not a time. Write it as 2024-05-15 or 2024-05-15T12:00:00+02:00."
        )
        raise OpenComparisonsError(message) from None
    committed = _commit_time(data_folder)
    if committed is not None:
        return committed
    newest = max(_release_dates(data_folder), default=None)
    if newest is None:
        message = "There is no data and no commit to take the build's time from. Give one with --at."
        raise OpenComparisonsError(message)
    return datetime(newest.year, newest.month, newest.day, tzinfo=UTC)


def _release_dates(data_folder: Path) -> Iterator[date]:
    for folder in data_folder.glob("*/*/"):
        with contextlib.suppress(ValueError):
            yield date.fromisoformat(folder.name)


def _commit_time(folder: Path) -> datetime | None:
    git = shutil.which("git")
    if git is None:
        return None
    found = subprocess.run(  # noqa: S603 - fixed arguments
        [git, "-C", str(folder), "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False
    )
    return datetime.fromtimestamp(int(found.stdout), tz=UTC) if found.stdout.strip().isdigit() else None
