"""The job of one run of Pelican, decided before it starts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from open_comparisons.build.write import LastSite
from open_comparisons.settings import Settings, build_instant
from open_comparisons.tools.store import Store, tools_digest


@dataclass(frozen=True, slots=True)
class Job:
    """
    The decisions that one build is made by.

    Attributes:
        config: The plugin's settings.
        instant: The build instant.
        store: Keeps results between builds.
        last: The site to take unchanged files over from; empty where there is none.
        preview: The provider, by slug, whose preview to build, and the last day to answer; None for the whole site.
    """

    config: Settings
    instant: datetime
    store: Store
    last: LastSite
    preview: tuple[str, date] | None = None

    @classmethod
    def of(cls, settings: Mapping[str, Any], *, preview: tuple[str, date] | None = None) -> Self:
        """The job that Pelican's settings describe, with no earlier site."""
        config = Settings.from_pelican(settings)
        instant = build_instant(config.at, data_folder=config.data_folder)
        return cls(config, instant, Store(config.kept_folder, tools_digest()), LastSite(), preview)
