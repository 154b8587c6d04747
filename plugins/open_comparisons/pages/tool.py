"""The page of the provider's tool: its seven steps, and the other ways for those whose browser cannot run it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from open_comparisons.intake.handover.description import ANSWERS, LONGEST, ROLES
from open_comparisons.intake.handover.sheet import answer_help, answer_label
from open_comparisons.site.locales import Locale
from open_comparisons.site.outputs import Page
from open_comparisons.site.policy import shut_policy
from open_comparisons.site.source import Source
from open_comparisons.site.steps import numbered_steps
from open_comparisons.standard.model import Standard

SECTION: Final = "tool"
_WORDS: Final = (
    *("fetching", "starting", "ready", "open", "broken", "protecting", "failed", "saved", "about"),
    *("table", "row", "counted", "shown", "sentences"),
)
_MEGABYTE: Final = 1_000_000
_POINTS: Final = 5
"""The points that a person who signs vouches for; the instruction after them is about the JSON file."""
_STARTED_BY_SCRIPT: Final = frozenset({"pyodide.js", "pyodide.asm.mjs", "worker.js"})
"""Parts that the worker is put together of; it is given the others."""


@dataclass(frozen=True, slots=True)
class ToolPart:
    """A part of the tool: its name, its address relative to the site's root, and its size as it is fetched."""

    name: str
    address: str
    size: int


@dataclass(frozen=True, slots=True)
class SingleFile:
    """The tool as a single file in one language: its address, its size in bytes, and its SHA-256."""

    address: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class HostedTool:
    """
    The tool of a site.

    Attributes:
        script, style: Their addresses relative to the site's root.
        parts: What the page fetches when it is asked to start.
        lock: What Pyodide has to know about itself, as JSON.
        single_files: By language.
        version, python: Of Pyodide, and of the Python in it.
    """

    script: str
    style: str
    parts: tuple[ToolPart, ...]
    lock: str
    single_files: Mapping[str, SingleFile]
    version: str
    python: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the answers about a submission: its name, its words, whether it is one line, and its longest."""

    name: str
    label: str
    help: str
    short: bool
    longest: int


@dataclass(frozen=True, slots=True)
class Screen:
    """What the steps need: settings for the script as JSON, the points to sign, and the answers to give."""

    settings: str
    size: str
    points: tuple[str, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class ToolContent:
    """Content of the page; without the tool, `screen` and what belongs to it are None."""

    screen: Screen | None
    script: str
    style: str
    promises: tuple[str, ...]
    single: SingleFile | None
    single_size: str
    version: str
    python: str


def tool_page(source: Source, *, tool: HostedTool | None) -> Page:
    """The page; a build without the parts of the tool shows only the other ways."""
    locale, standard = source.locale, source.standard
    single = tool.single_files[locale.lang] if tool else None
    size = megabytes(locale, sum(part.size for part in tool.parts)) if tool else ""
    return Page(
        template="comparisons/tool",
        title=locale.t("title.tool"),
        description=locale.t("tool.lead"),
        data=ToolContent(
            screen=screen_of(locale, standard, tool.parts, tool.lock) if tool else None,
            script=tool.script if tool else "",
            style=tool.style if tool else "",
            promises=tuple(locale.t(f"tool.promise.{number}", size=size) for number in (1, 2, 3, 4)) if tool else (),
            single=single,
            single_size=megabytes(locale, single.size) if single else "",
            version=tool.version if tool else "",
            python=tool.python if tool else "",
        ),
    )


def screen_of(
    locale: Locale, standard: Standard, parts: tuple[ToolPart, ...], lock: str, made: date | None = None
) -> Screen:
    """
    What the steps need in one language.

    Args:
        locale: For the words.
        standard: For the limits that the words name.
        parts: The parts; their addresses are of no use in a single file.
        lock: As for `HostedTool`.
        made: The day that a single file is made, whose parts are in the page itself; None for the site's page.
    """
    words = {name: locale.texts[f"tool.{name}"] for name in _WORDS} | {"unticked": locale.t("tool.sign.unticked")}
    settings = {
        "embedded": made is not None,
        "made": made.isoformat() if made else None,
        "parts": [{"name": part.name, "address": part.address, "size": part.size} for part in parts],
        "needed": [part.name for part in parts if part.name not in _STARTED_BY_SCRIPT],
        "lock": lock,
        "policy": shut_policy(),
        "words": words,
    }
    signs = numbered_steps(locale, standard, "fill.sign")[:_POINTS]
    answers = (
        Answer(name, answer_label(name, locale.lang), answer_help(name, locale.lang), name in ROLES, LONGEST[name])
        for name in ANSWERS
    )
    return Screen(
        settings=json.dumps(settings, ensure_ascii=False),
        size=megabytes(locale, sum(part.size for part in parts)),
        points=tuple(point for point, _ in signs),
        answers=tuple(answers),
    )


def megabytes(locale: Locale, size: int) -> str:
    """A size in megabytes, as the language writes it."""
    return locale.number(size / _MEGABYTE, 1)
