"""Build the site aside and swap it in, so that a failed build leaves the last good site."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Protocol

from open_comparisons.build.browser_tool import parts_digest
from open_comparisons.build.job import Job
from open_comparisons.build.search_index import add_index
from open_comparisons.build.write import BuildRecord, LastSite, finish_record, is_current, read_record, write_record
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.knowledge.terms import Term, read_terms
from open_comparisons.messages import LANGUAGES
from open_comparisons.settings import plain_settings
from open_comparisons.site.addresses import SECTIONS, address
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.text import one_language_texts
from open_comparisons.tools.store import Store, code_digest, digest, files_digest
from open_comparisons.tools.swapping import building_aside, swap

PLUGIN: Final = "open_comparisons"


@dataclass(frozen=True, slots=True)
class Built:
    """
    A built site.

    Attributes:
        folder: Its folder.
        pages: Number of HTML pages in it.
        rendered: Number of our pages that were rendered; the others are unchanged since the last build.
        written: Number of files that were written and not taken over from the last site.
        one_language_texts: Number of texts of the standard that exist in one language only.
        rebuilt: False where nothing had changed since the last build, and nothing was built.
    """

    folder: Path
    pages: int
    rendered: int
    written: int
    one_language_texts: int
    rebuilt: bool = True


class PelicanAdapter(Protocol):
    """The functions of Pelican that a build needs; implemented by `plugin`, the only module that imports Pelican."""

    def settings_of(self, settings_file: Path, override: Mapping[str, object]) -> dict[str, Any]:
        """Read Pelican's settings from a file, some of them overridden."""

    def run(self, settings: dict[str, Any], job: Job) -> BuildRecord:
        """Let Pelican build into the settings' OUTPUT_PATH."""


def build_site(
    settings_file: Path,
    *,
    pelican: PelicanAdapter,
    output: Path | None = None,
    data: str | None = None,
    content: str | None = None,
    at: str | None = None,
    drafts: bool = False,
    sign_off: bool = False,
) -> Built:
    """
    Build the site.

    Args:
        settings_file: `pelicanconf.py` or `publishconf.py`.
        pelican: The module `plugin`.
        output: The folder for the site; the settings' OUTPUT_PATH where None.
        data: Data folder, in place of the settings'.
        content: Content folder, in place of the settings'.
        at: Build instant as ISO 8601.
        drafts: Show drafts, and the desk of the editors.
        sign_off: Show releases that are not out yet, with a mark on every page, and closed to search engines.

    Raises:
        OpenComparisonsError: The data, the theme, a setting or the plugin is broken, Pelican warned of something, or
            a page is missing.
    """
    given = {
        "OPEN_COMPARISONS_DATA": data,
        "OPEN_COMPARISONS_AT": at,
        "OPEN_COMPARISONS_DRAFTS": drafts,
        "OPEN_COMPARISONS_SIGN_OFF": sign_off,
        "PATH": content and str(Path(content).resolve()),
    }
    settings = _settings(settings_file, given, pelican)
    job = Job.of(settings)
    config, tools = job.config, job.store.tools
    target = (output or Path(settings["OUTPUT_PATH"])).resolve()
    made_from = _made_from(settings, job)
    record_path = config.cache_folder / "sites" / f"{digest(str(target))[:16]}.json" if config.cache_folder else None
    last = read_record(record_path) if record_path else BuildRecord()
    texts = one_language_texts(load_standard(config.data_folder / "standard"))
    if is_current(target, last, made_from):
        return Built(target, _pages(last), 0, 0, texts, rebuilt=False)
    job = replace(job, last=LastSite(target, last.entries) if record_path else LastSite())
    with building_aside(target) as folder:
        new_record = _run(settings_file, settings | {"OUTPUT_PATH": str(folder)}, job, pelican)
        _require(folder)
        new_record = finish_record(folder, new_record, made_from)
        if config.search:
            new_record = add_index(folder, new_record, Store(config.kept_folder, tools), _glossary(settings))
        swap(folder, target)
    if record_path:
        write_record(record_path, new_record)
        Store(config.kept_folder).prune()
    return Built(target, _pages(new_record), new_record.rendered, new_record.written, texts)


def build_preview_site(
    settings_file: Path,
    *,
    pelican: PelicanAdapter,
    output: Path,
    provider: str,
    answer_by: date,
    data: str | None = None,
    content: str | None = None,
) -> None:
    """
    Build the preview that one provider gets of releases that are not out yet.

    Args:
        settings_file, pelican: As for `build_site`.
        output: The folder for it; an existing one is replaced.
        provider: The provider, by slug.
        answer_by: The last day to answer.
        data, content: As for `build_site`.

    Raises:
        OpenComparisonsError: As for `build_site`.
    """
    given = {
        "OPEN_COMPARISONS_DATA": data,
        "PATH": content and str(Path(content).resolve()),
    }
    settings = _settings(settings_file, given, pelican)
    # Releases that are not out yet are shown, whatever their embargo, and Pelican itself writes nothing.
    settings |= {"OPEN_COMPARISONS_SIGN_OFF": True, "OPEN_COMPARISONS_DRAFTS": False}
    settings |= {"PAGE_PATHS": [], "ARTICLE_PATHS": [], "STATIC_PATHS": []}
    job = Job.of(settings, preview=(provider, answer_by))
    target = output.resolve()
    with building_aside(target) as folder:
        _run(settings_file, settings | {"OUTPUT_PATH": str(folder)}, job, pelican)
        swap(folder, target)


def _run(settings_file: Path, settings: dict[str, Any], job: Job, pelican: PelicanAdapter) -> BuildRecord:
    with _plain_messages(settings_file), _rare_collection():
        return pelican.run(settings, job)


def _settings(settings_file: Path, override: Mapping[str, object], pelican: PelicanAdapter) -> dict[str, Any]:
    """Pelican's settings, with a hash of the settings file and of the files it may import."""
    if not settings_file.is_file():
        raise OpenComparisonsError("errors.no-settings-file", path=settings_file)
    given = {name: value for name, value in override.items() if value}
    with _plain_messages(settings_file):
        settings = pelican.settings_of(settings_file, given)
    if PLUGIN not in settings["PLUGINS"]:
        raise OpenComparisonsError("errors.plugin-missing", path=settings_file, plugin=PLUGIN)
    beside = sorted(settings_file.resolve().parent.glob("*.py"))
    return settings | {"OPEN_COMPARISONS_SETTINGS_FILES": digest(*(path.read_bytes() for path in beside))}


def _made_from(settings: Mapping[str, Any], job: Job) -> str:
    """A hash of all that a site is made from: its data, content, theme, settings and tools, and the build's instant."""
    config = job.config
    folders = dict.fromkeys(
        map(Path, (config.data_folder, settings["PATH"], config.theme_folder, *settings["THEME_TEMPLATES_OVERRIDES"]))
    )
    return digest(
        job.store.tools,
        *map(code_digest, map(Path, settings["PLUGIN_PATHS"])),
        *map(files_digest, folders),
        job.instant.isoformat(),
        parts_digest(config),
        repr(plain_settings(settings)),
    )


def _glossary(settings: Mapping[str, Any]) -> dict[str, tuple[Term, ...]]:
    """The terms of the glossary, by language."""
    folders = [Path(settings["PATH"]) / folder for folder in settings["PAGE_PATHS"]]
    return {lang: read_terms(folders, address(lang, "glossary"), settings["MARKDOWN"]) for lang in LANGUAGES}


def _pages(record: BuildRecord) -> int:
    return sum(name.endswith(".html") for name in record.entries)


@contextmanager
def _plain_messages(settings_file: Path) -> Iterator[None]:
    """
    Turn any exception of Pelican, a template or a setting into a message for people.

    Pelican has no exception class of its own to catch: a missing theme, a template that does not render and a warning
    made fatal all raise different ones.
    """
    try:
        yield
    except OpenComparisonsError:
        raise
    except Exception as error:
        raise OpenComparisonsError(
            "errors.unexpected-in", path=settings_file, error=f"{type(error).__name__}: {error}"
        ) from error


@contextmanager
def _rare_collection() -> Iterator[None]:
    """Run the garbage collector seldom: a site's objects live to the end, and collecting costs a third of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _require(folder: Path) -> None:
    """Raise an error unless every page that the menu and the footer link to exists, in each language."""
    # The perspectives have no list of their own: the home page lists them. Nor have areas: the providers' page does.
    # Webinars and the magazine have pages only where there are any, and the desk only where drafts are shown.
    not_always = {"perspectives", "areas", "webinars", "magazine", "desk", "style", "embed"}
    sections = [section for section in SECTIONS if section not in not_always]
    wanted = [f"{address(lang, section)}index.html" for section in sections for lang in LANGUAGES]
    missing = [name for name in wanted if not (folder / name).is_file()]
    if missing:
        raise OpenComparisonsError("errors.pages-missing", names=missing)
