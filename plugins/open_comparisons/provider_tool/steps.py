"""
What the worker of the tool calls: a step by its name, with plain values as JSON, and a record as JSON back.

The files that a person chose are in the worker's memory, in a folder of a file system that nothing keeps; their names
here are those within it.
"""

import json
import platform
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Final, cast

from open_comparisons import __version__
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.intake.files import PACKED_STANDARD
from open_comparisons.provider_tool.protecting import protect
from open_comparisons.provider_tool.records import About, ProtectedRecord, SignedRecord, Stopped
from open_comparisons.provider_tool.signing import sign
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.model import Standard

Record = About | ProtectedRecord | SignedRecord | Stopped


def call(step: str, given: str) -> str:
    """
    Take a step by the standard that is packed with the program.

    Args:
        step: "about", "protect" or "sign".
        given: The step's values as a JSON object: "lang"; for "protect" also "file", "previous" and "today", for "sign"
            "answers", "csv" and "slug".

    Returns:
        The step's record as JSON, or why it could not be taken, as "error".

    Raises:
        KeyError, ValueError: There is no such step, or a value is missing or of another kind: a fault of the screen.
    """
    values = json.loads(given)
    try:
        record = _STEPS[step](values)
    except OpenComparisonsError as error:
        record = Stopped(error.text(str(values["lang"])))
    return json.dumps(asdict(record), ensure_ascii=False)


def about(standard: Standard, lang: str) -> About:
    """What the tool is made of."""
    dated = standard.changes[0].date.isoformat() if standard.changes else ""
    return About(f"{standard.title.plain(lang)} {standard.version}", dated, platform.python_version(), __version__)


@cache
def packed_standard() -> Standard:
    """The standard in the same package as this program."""
    return load_standard(cast("Path", resources.files("open_comparisons") / PACKED_STANDARD))


def _about(values: Mapping[str, object]) -> Record:
    return about(packed_standard(), str(values["lang"]))


def _protect(values: Mapping[str, object]) -> Record:
    previous = cast("list[str]", values["previous"])
    return protect(
        Path(str(values["file"])),
        [Path(name) for name in previous],
        packed_standard(),
        date.fromisoformat(str(values["today"])),
        str(values["lang"]),
    )


def _sign(values: Mapping[str, object]) -> Record:
    answers = cast("dict[str, str]", values["answers"])
    limits = packed_standard().thresholds
    return sign(answers, str(values["csv"]), str(values["slug"]), limits, str(values["lang"]))


_STEPS: Final[Mapping[str, Callable[[Mapping[str, object]], Record]]] = MappingProxyType(
    {"about": _about, "protect": _protect, "sign": _sign}
)
