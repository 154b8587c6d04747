"""Build the site aside and swap it in, so that a failed build leaves the last good one."""

from __future__ import annotations

import argparse
import logging
import shutil
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pelican import Pelican
from pelican.log import init as init_logging
from pelican.settings import read_settings

from open_comparisons.errors import OpenComparisonsError
from open_comparisons.intake.standard import LANGUAGES, load_standard, one_language_texts
from open_comparisons.publication.addresses import SECTIONS, address

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOTHING_BUILT: Final = "Inget byggt; den förra webbplatsen står kvar. / Nothing built; the last site stands."
PLUGIN: Final = "open_comparisons"


@dataclass(frozen=True, slots=True)
class Built:
    """A built site: its folder, its HTML pages, and the texts of the standard that exist in one language only."""

    folder: Path
    pages: int
    one_language_texts: int


def run(argv: Sequence[str]) -> int:
    """
    `open-comparisons build`: 0 when the site was built and swapped in, 1 when something is wrong and nothing changed.

    Problems are told on standard error, for people.
    """
    options = _parser().parse_args(argv)
    try:
        built = build(Path(options.settings), output=_path(options.output), data=options.data, at=options.at)
    except (OpenComparisonsError, OSError) as error:
        print(f"{error}\n\n{NOTHING_BUILT}", file=sys.stderr)
        return 1
    print(f"{built.pages} sidor / pages: {built.folder}")
    if built.one_language_texts:
        print(f"{built.one_language_texts} texter på bara ett språk / texts in one language only, shown in it")
    return 0


def build(settings_file: Path, *, output: Path | None = None, data: str | None = None, at: str | None = None) -> Built:
    """
    Build the site.

    Args:
        settings_file: `pelicanconf.py` or `publishconf.py`.
        output: Where the site goes; the settings' OUTPUT_PATH where None.
        data: Data folder, in place of the settings'.
        at: Build instant as ISO 8601.

    Raises:
        OpenComparisonsError: The data, the theme, a setting or the plugin is broken, Pelican warned of something, or
            a page is missing.
    """
    if not settings_file.is_file():
        message = f"{settings_file}: there is no such settings file. Give one with --settings."
        raise OpenComparisonsError(message)
    override: dict[str, Any] = {"OPEN_COMPARISONS_DATA": data, "OPEN_COMPARISONS_AT": at}
    given = {name: value for name, value in override.items() if value}
    with _told_plainly(settings_file):
        settings = read_settings(str(settings_file), override=given)
    if PLUGIN not in settings["PLUGINS"]:
        message = f"{settings_file}: PLUGINS does not name {PLUGIN!r}, so there would be no comparisons. Add it."
        raise OpenComparisonsError(message)
    target = (output or Path(settings["OUTPUT_PATH"])).resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        settings["OUTPUT_PATH"] = str(aside)
        # A warning, such as a link that leads nowhere, is an error in something we publish.
        init_logging(level=logging.WARNING, fatal="warnings", name="pelican")
        with _told_plainly(settings_file):
            Pelican(settings).run()
        _require(aside)
        pages = sum(1 for _ in aside.rglob("*.html"))
        standard = load_standard(Path(settings["OPEN_COMPARISONS_DATA"]) / "standard")
        _swap(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return Built(target, pages, one_language_texts(standard))


def serve(argv: Sequence[str]) -> int:
    """`open-comparisons serve`: build, serve, and build again on any change of content, data, theme or plugin."""
    from open_comparisons.serving import serve_forever

    return serve_forever(_parser().parse_args(argv))


@contextmanager
def _told_plainly(settings_file: Path) -> Iterator[None]:
    """
    Turn whatever Pelican, a template or a setting breaks with into a message for people.

    Pelican has no exception of its own to catch: a theme that is missing, a template that does not render and a
    warning made fatal all come out as what they happened to be.
    """
    try:
        yield
    except OpenComparisonsError:
        raise
    except Exception as error:
        message = f"{settings_file}: {type(error).__name__}: {error}"
        raise OpenComparisonsError(message) from error


def _require(folder: Path) -> None:
    """Every place that the menu and the footer lead to exists, in each language."""
    # The perspectives have no list of their own; the home page lists them.
    sections = [section for section in SECTIONS if section != "perspectives"]
    wanted = [f"{address(lang, section)}index.html" for section in sections for lang in LANGUAGES]
    missing = [name for name in wanted if not (folder / name).is_file()]
    if missing:
        message = (
            f"The build lacks {', '.join(missing)}. Pages in Markdown lie in content/sidor/; each needs both languages."
        )
        raise OpenComparisonsError(message)


def _swap(new: Path, target: Path) -> None:
    old = new.with_name(f"{new.name}-old")
    if target.exists():
        target.rename(old)
    new.chmod(0o755)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _path(value: str | None) -> Path | None:
    return Path(value) if value else None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="open-comparisons build", description="Build the site.")
    parser.add_argument("--settings", default="pelicanconf.py", help="Pelican settings file (pelicanconf.py)")
    parser.add_argument("--output", help="folder to build into (the settings' OUTPUT_PATH)")
    parser.add_argument("--data", help="data folder (the settings' OPEN_COMPARISONS_DATA)")
    parser.add_argument("--at", help="build instant, such as 2024-05-15 (the commit's time)")
    parser.add_argument("--port", type=int, default=8000, help="port for serve (8000)")
    return parser
