"""
The provider's tool in the browser: its parts for a site, and the same in a single file per language.

It is left out where the parts have not been fetched by `make tool`, as Parquet is where pyarrow is missing. Pyodide and
the offline checker are published as they are, packed for the way; a browser unpacks and joins them (`theme/tool/`).
"""

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from markupsafe import Markup

from open_comparisons.build.offline_checker import OFFLINE_CHECKER
from open_comparisons.build.pyodide import LIBRARY, Pin, read_compiled, read_kept, read_pin, stored
from open_comparisons.pages.tool import SECTION, HostedTool, Screen, SingleFile, ToolPart, megabytes, screen_of
from open_comparisons.settings import Settings
from open_comparisons.site.addresses import address
from open_comparisons.site.assets import stylesheet
from open_comparisons.site.locales import Locale
from open_comparisons.site.outputs import File, FileDraft
from open_comparisons.site.policy import single_file_policy
from open_comparisons.standard.model import Standard
from open_comparisons.tools.store import Store, digest

SINGLE_FILES: Final[Mapping[str, str]] = {"sv": "oppna-utfall-verktyg.html", "en": "open-outcomes-tool.html"}
"""The name of the single file in each language."""
_SCRIPTS: Final = ("static/js/text.js", "tool/parts.js", "tool/screen.js", "tool/tool.js")
"""The scripts of the screen, each after those that it uses."""
_WORKER: Final = "worker.js"
_LOCK: Final = "pyodide-lock.json"
_EXPORT: Final = re.compile(r"^export (?=async function|function|class|const)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SingleFileContent:
    """Content of the single file's template; style, script and parts are ready to print."""

    lang: str
    policy: str
    style: Markup
    script: Markup
    promises: tuple[str, ...]
    screen: Screen
    parts: tuple[tuple[str, Markup], ...]
    version: str
    python: str
    made: str


@dataclass(frozen=True, slots=True)
class BrowserTool:
    """The tool as its page shows it, and its files."""

    hosted: HostedTool
    drafts: tuple[FileDraft, ...]


def fetched_parts(config: Settings) -> tuple[Pin, dict[str, bytes]] | None:
    """
    What is pinned, and the files that `make tool` has fetched; None where it has not, or where there is no pin.

    The standard library is the compiled one where there is one, else the same as it was fetched, without compression
    of its own.
    """
    if config.tool_folder is None:
        return None
    pin = read_pin(config.tool_folder)
    files = read_kept(pin, config.cache_folder)
    if files is None:
        return None
    compiled = read_compiled(pin, config.cache_folder)
    return pin, files | {LIBRARY: stored(files[LIBRARY]) if compiled is None else compiled}


def parts_digest(config: Settings) -> str:
    """A hash of all that `make tool` has fetched; "" where it has not."""
    found = fetched_parts(config)
    return digest(*(part for item in sorted(found[1].items()) for part in item)) if found else ""


def browser_tool(
    config: Settings,
    store: Store,
    standard: Standard,
    locales: Mapping[str, Locale],
    checker: bytes,
    made: date,
    render: Callable[[SingleFileContent], str],
) -> BrowserTool | None:
    """
    The tool of a site; None where its parts have not been fetched.

    Args:
        config: For the theme, the cache and the pin.
        store: Keeps the packed parts, which take seconds to pack.
        standard: The standard that the checker has in it.
        locales: One per language.
        checker: The offline checker.
        made: The day of the build, by which the single file later knows that it is old.
        render: Renders the single file.
    """
    found = fetched_parts(config)
    if found is None:
        return None
    pin, fetched = found
    theme = config.theme_folder
    lock = json.dumps({"info": json.loads(fetched[_LOCK])["info"], "packages": {}}, sort_keys=True)
    lasting = Store(store.folder)
    packed = {
        name: lasting.remember("tool", (name, digest(content)), partial(pack, content))
        for name, content in sorted(fetched.items())
        if name != _LOCK
    }
    script, style = bundled(theme), stylesheet(theme, "tool.css")
    worker = (theme / "tool" / _WORKER).read_bytes()
    home = address("sv", SECTION)
    pyodide, own = f"{home}{pin.package}-{pin.version}/", f"{home}program-{digest(script, worker)[:10]}/"
    parts = (
        *(ToolPart(name, f"{pyodide}{name}.gz", len(content)) for name, content in packed.items()),
        ToolPart(OFFLINE_CHECKER, OFFLINE_CHECKER, len(checker)),
        ToolPart(_WORKER, f"{own}{_WORKER}", len(worker)),
    )
    contents = {**packed, OFFLINE_CHECKER: pack(checker), _WORKER: pack(worker)}
    single = {
        lang: render(_single_file(locale, standard, pin, parts, contents, lock, script, theme, made)).encode()
        for lang, locale in locales.items()
    }
    files = {part.address: contents[part.name] for part in parts if part.name in packed}
    files |= {f"{own}{_WORKER}": worker, f"{own}tool.js": script.encode(), f"{own}tool.css": style.encode()}
    files |= {f"{address(lang, SECTION)}{SINGLE_FILES[lang]}": content for lang, content in single.items()}
    return BrowserTool(
        HostedTool(
            script=f"{own}tool.js",
            style=f"{own}tool.css",
            parts=parts,
            lock=lock,
            single_files={
                lang: SingleFile(
                    f"{address(lang, SECTION)}{SINGLE_FILES[lang]}", len(content), hashlib.sha256(content).hexdigest()
                )
                for lang, content in single.items()
            },
            version=pin.version,
            python=pin.python,
        ),
        tuple(FileDraft((name,), "", partial(_made, name, content)) for name, content in files.items()),
    )


def _made(name: str, content: bytes) -> tuple[File]:
    return (File(name, content),)


def pack(content: bytes) -> bytes:
    """Some bytes as gzip, without the time and the name that would make each time different."""
    return gzip.compress(content, 9, mtime=0)


def bundled(theme: Path) -> str:
    """The scripts of the screen as one: modules that import each other cannot be in a page opened from a disk."""
    texts = ((theme / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    return "".join(_EXPORT.sub("", text) for text in texts)


def _single_file(
    locale: Locale,
    standard: Standard,
    pin: Pin,
    parts: tuple[ToolPart, ...],
    contents: Mapping[str, bytes],
    lock: str,
    script: str,
    theme: Path,
    made: date,
) -> SingleFileContent:
    style = stylesheet(theme, "tool-file.css")
    screen = screen_of(locale, standard, parts, lock, made=made)
    size = megabytes(locale, sum(part.size for part in parts))
    return SingleFileContent(
        lang=locale.lang,
        policy=single_file_policy(_source(script), _source(style)),
        style=Markup(style),  # noqa: S704 - our own
        script=Markup(script),  # noqa: S704 - our own
        promises=tuple(locale.t(f"tool.promise.{number}", size=size) for number in (2, 3, 4)),
        screen=screen,
        parts=tuple((name, Markup(base64.b64encode(content).decode())) for name, content in contents.items()),  # noqa: S704
        version=pin.version,
        python=pin.python,
        made=locale.date(made),
    )


def _source(text: str) -> str:
    """A script or a style in a policy: its hash."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
