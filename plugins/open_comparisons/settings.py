"""The plugin's settings, and the one clock of a build."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, Self

from open_comparisons.errors import OpenComparisonsError
from open_comparisons.tools.processes import available


@dataclass(frozen=True, slots=True)
class Settings:
    """
    The settings of the plugin.

    Attributes:
        data_folder: `OPEN_COMPARISONS_DATA`; holds `standard/` and the datasets. `pelicanconf.py` takes it from the
            environment variable of that name where there is one.
        cache_folder: `OPEN_COMPARISONS_CACHE`; drawings, results and a record of each site are kept there between
            builds. None keeps nothing.
        theme_folder: Pelican's `THEME`.
        site_address: `OPEN_COMPARISONS_SITE_ADDRESS`, for canonical and social links; "" where not known.
        at: `OPEN_COMPARISONS_AT`, the build instant as ISO 8601; None where the clock decides.
        content_folder: Pelican's `PATH`: the folder of the editors' texts.
        names: `OPEN_COMPARISONS_WEBINARS` and `_MAGAZINE`, the names of the series of webinars and of the magazine.
        edit_address: The address for changing a file at the hosting service, "{}" being the file; from
            `OPEN_COMPARISONS_REPOSITORY`, the address of the repository, and `OPEN_COMPARISONS_HOSTING`, "github",
            "gitlab" or "gitea". "" where no repository is given.
        zone: Pelican's `TIMEZONE`, in which days begin.
        sign_off: `OPEN_COMPARISONS_SIGN_OFF`; True for a site to read through before publication: with releases that
            are not out yet, marked on every page, and closed to search engines.
        drafts: `OPEN_COMPARISONS_DRAFTS`; True where drafts are shown.
        sealed: `OPEN_COMPARISONS_SEALED`; True where every release that is out must be sealed, as in a published site.
        publisher_id: `OPEN_COMPARISONS_PUBLISHER_ID`, ten digits: the publisher's organisation number, for portals;
            "" where there is none.
        contact_email: `OPEN_COMPARISONS_CONTACT_EMAIL`, of a function; "" where there is none.
        search: `OPEN_COMPARISONS_SEARCH`; True, the default, where the search page gets its index.
        tool_folder: `OPEN_COMPARISONS_TOOL`, the folder of the lock of the tool in the browser; None leaves it out.
        processes: `OPEN_COMPARISONS_PROCESSES`, the number of processes; that of processors where not set.
    """

    data_folder: Path
    cache_folder: Path | None
    theme_folder: Path
    site_address: str
    at: str | None
    content_folder: Path
    names: Mapping[str, str]
    edit_address: str
    zone: str
    sign_off: bool
    drafts: bool
    sealed: bool
    publisher_id: str
    contact_email: str
    search: bool
    tool_folder: Path | None
    processes: int

    @classmethod
    def from_pelican(cls, settings: Mapping[str, Any]) -> Self:
        """Read the settings from Pelican's."""

        def folder(name: str) -> Path | None:
            return Path(settings[name]) if settings.get(name) else None

        return cls(
            data_folder=Path(settings.get("OPEN_COMPARISONS_DATA", "data")),
            cache_folder=folder("OPEN_COMPARISONS_CACHE"),
            theme_folder=Path(settings["THEME"]),
            site_address=str(settings.get("OPEN_COMPARISONS_SITE_ADDRESS", "")).rstrip("/"),
            at=settings.get("OPEN_COMPARISONS_AT"),
            content_folder=Path(settings["PATH"]),
            names={
                "webinars": str(settings.get("OPEN_COMPARISONS_WEBINARS", "Fokusfredag")),
                "magazine": str(settings.get("OPEN_COMPARISONS_MAGAZINE", "Humant")),
            },
            edit_address=_edit_address(settings),
            zone=str(settings.get("TIMEZONE") or "Europe/Stockholm"),
            sign_off=bool(settings.get("OPEN_COMPARISONS_SIGN_OFF")),
            drafts=bool(settings.get("OPEN_COMPARISONS_DRAFTS")),
            sealed=bool(settings.get("OPEN_COMPARISONS_SEALED")),
            publisher_id=_publisher_id(settings),
            contact_email=str(settings.get("OPEN_COMPARISONS_CONTACT_EMAIL", "")),
            search=bool(settings.get("OPEN_COMPARISONS_SEARCH", True)),
            tool_folder=folder("OPEN_COMPARISONS_TOOL"),
            processes=int(settings.get("OPEN_COMPARISONS_PROCESSES") or available()),
        )

    @property
    def kept_folder(self) -> Path | None:
        """The folder for drawings and results; None keeps nothing."""
        return self.cache_folder / "kept" if self.cache_folder else None


def _publisher_id(settings: Mapping[str, Any]) -> str:
    given = str(settings.get("OPEN_COMPARISONS_PUBLISHER_ID", ""))
    digits = given.replace("-", "")
    if digits and not (len(digits) == len("5560000000") and digits.isascii() and digits.isdigit()):
        raise OpenComparisonsError("errors.publisher-id", given=given)
    return digits


_EDITORS: Final = {"github": "/edit/{}/", "gitlab": "/-/edit/{}/", "gitea": "/_edit/{}/"}


def _edit_address(settings: Mapping[str, Any]) -> str:
    repository = str(settings.get("OPEN_COMPARISONS_REPOSITORY", "")).rstrip("/")
    hosting = str(settings.get("OPEN_COMPARISONS_HOSTING", "github"))
    if hosting not in _EDITORS:
        raise OpenComparisonsError("errors.hosting", given=hosting, known=tuple(_EDITORS))
    if not repository:
        return ""
    branch = str(settings.get("OPEN_COMPARISONS_BRANCH", "main"))
    return repository + _EDITORS[hosting].replace("{}", branch) + "{}"


# Settings on the place and time of a build, not on its content: their effects on a page are in the page's record.
_PLACES: Final = frozenset({"OUTPUT_PATH", *(f"OPEN_COMPARISONS_{name}" for name in ("AT", "CACHE", "PROCESSES"))})


def plain_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """
    Settings as text, numbers, lists and pairs, for use in a hash: equal where they mean the same.

    Functions and other objects are represented by their names alone, so the hash must also cover the settings file.
    """
    return {name: _plain(value) for name, value in sorted(settings.items()) if name not in _PLACES}


def _plain(value: Any) -> Any:  # noqa: ANN401 - a setting can be anything
    if value is None or isinstance(value, str | int | float | Path):
        return str(value) if isinstance(value, Path) else value
    if isinstance(value, dict):
        return sorted((repr(_plain(name)), _plain(part)) for name, part in value.items())
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, set | frozenset):
        return sorted(repr(_plain(part)) for part in value)
    named = value if hasattr(value, "__qualname__") else type(value)
    return f"{named.__module__}.{named.__qualname__}"


def build_instant(at: str | None, *, data_folder: Path) -> datetime:
    """
    The instant that decides what is upcoming, past, scheduled or embargoed in the whole build.

    In order: `at`, the environment variable SOURCE_DATE_EPOCH, the time of the commit that `data_folder` is checked
    out from, and the date of the newest release in it.

    Raises:
        OpenComparisonsError: `at` or SOURCE_DATE_EPOCH is not a time, or none of these exists.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        if at:
            instant = datetime.fromisoformat(at)
            return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        if epoch:
            return datetime.fromtimestamp(int(epoch), tz=UTC)
    except ValueError:
        raise OpenComparisonsError("errors.instant", given=at or epoch) from None
    committed = _commit_time(data_folder)
    if committed is not None:
        return committed
    newest = max(_release_dates(data_folder), default=None)
    if newest is None:
        raise OpenComparisonsError("errors.no-instant")
    return datetime(newest.year, newest.month, newest.day, tzinfo=UTC)


def _release_dates(data_folder: Path) -> Iterator[date]:
    for folder in data_folder.glob("*/*/"):
        with contextlib.suppress(ValueError):
            yield date.fromisoformat(folder.name)


def _commit_time(folder: Path) -> datetime | None:
    git = shutil.which("git")
    if git is None:
        return None
    log = subprocess.run(  # noqa: S603 - fixed arguments
        [git, "-C", str(folder), "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False
    )
    return datetime.fromtimestamp(int(log.stdout), tz=UTC) if log.stdout.strip().isdigit() else None
