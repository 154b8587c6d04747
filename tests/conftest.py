"""Fixtures that several kinds of tests share: the project, its test sites, and a small data folder to change."""

import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock
from hypothesis.configuration import set_hypothesis_home_dir

from tests.durations import durations_by_file, summary_lines
from tests.hostile import make_hostile_content, make_hostile_data, make_many_hostile_providers
from tests.many_providers import make_many_providers
from tests.page_types import DRAFTS, EXAMPLE, HOSTILE, HOSTILE_MANY, MANY, PREVIEW
from tests.small_data import add_unpublished_texts, copy_small_content, copy_small_data, note_withdrawn, plant_marks
from tests.variant_data import make_variant_data

PROJECT = Path(__file__).parents[1]

# Of the sites that tests build, the example site alone has the provider's tool: its files are large.
os.environ.setdefault("OPEN_COMPARISONS_TOOL", "0")

# What Hypothesis keeps lies with the rest that may be thrown away, where the guard does not look for data.
set_hypothesis_home_dir(PROJECT / ".cache" / "hypothesis")
# No test is timed. `make test-fast` tries fewer made-up cases of each rule; `make test` tries all.
hypothesis.settings.register_profile("all", deadline=None)
hypothesis.settings.register_profile("fast", deadline=None, max_examples=15)
hypothesis.settings.load_profile("all")


# In the order they run in by one process; `_spread` says where more begin.
FOLDERS = ("browser", "site", "deploy", "real", "statistics", "unit")
CHANGES = "test_incremental_builds"
"""The longest file of one process: its builds share a site that they change in turn."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by the folder it is in, so that `-m "not browser"` leaves a folder out, and order them."""
    for item in items:
        item.add_marker(_folder(item))
    items.sort(key=lambda item: FOLDERS.index(_folder(item)))
    items[:] = _spread(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def _spread(items: list[pytest.Item], processes: int) -> list[pytest.Item]:
    """
    Tests in an order in which each process begins with other slow ones.

    The first begins with sites and browsers, the second with real data, the third with builds after a change and with
    servers: those builds wait for one another, so whoever began with them last would be the last to end. Each gets as
    many tests as the others, quick ones last.
    """
    shares: list[list[pytest.Item]] = [[] for _ in range(processes)]
    for number, names in enumerate((("browser", "site"), ("real",), (CHANGES, "deploy"))):
        for name in names:
            shares[number % processes] += [item for item in items if _begins_with(item) == name]
    quick = [item for item in items if _folder(item) in {"statistics", "unit"}]
    for share in shares:
        missing = max(0, -(-len(items) // processes) - len(share))
        share += quick[:missing]
        del quick[:missing]
    return [*(item for share in shares for item in share), *quick]


def _begins_with(item: pytest.Item) -> str:
    return CHANGES if item.path.stem == CHANGES else _folder(item)


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(PROJECT / "tests").parts[0]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print which folders and files the time of the run went to."""
    reports = [report for kind in terminalreporter.stats.values() for report in kind if hasattr(report, "duration")]
    if reports:
        terminalreporter.section("seconds by folder and by file")
        for line in summary_lines(durations_by_file(reports)):
            terminalreporter.write_line(line)


def build_site(folder: Path, **options: str | bool) -> None:
    """Build a site into a folder."""
    # Imported here, since the tests that build nothing shall not wait for Pelican.
    from open_comparisons.cli.build import build

    build(PROJECT / "pelicanconf.py", output=folder, **options)


@pytest.fixture(scope="session")
def project() -> Path:
    """Return the project's root."""
    return PROJECT


@pytest.fixture(scope="session")
def build_once(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Callable[[str, Callable[[Path], None]], Path]:
    """Make a folder once, however many processes the tests run in."""
    root = tmp_path_factory.getbasetemp()
    root = root if worker_id == "master" else root.parent

    def make(name: str, fill: Callable[[Path], None]) -> Path:
        with FileLock(root / f"{name}.lock"):
            if not (root / name).is_dir():
                fill(root / name)
        return root / name

    return make


@pytest.fixture(scope="session")
def site(build_once) -> Path:
    """Build the example site, with the provider's tool where `make tool` has fetched its parts."""

    def fill(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("OPEN_COMPARISONS_TOOL", "1")
            build_site(folder)

    return build_once("example-site", fill)


@pytest.fixture(scope="session")
def hostile_data(build_once) -> Path:
    """Make a small data folder where every text is an attack."""
    return build_once("hostile-data", make_hostile_data)


@pytest.fixture(scope="session")
def hostile_site(build_once, hostile_data: Path) -> Path:
    """Build the site of the hostile data, late enough for all articles to be out, with the desk of the editors."""
    content = str(build_once("hostile-content", make_hostile_content))
    options = {"data": str(hostile_data), "content": content, "at": "2030-01-01", "drafts": True}
    return build_once("hostile-site", lambda folder: build_site(folder, **options))


@pytest.fixture(scope="session")
def drafts_site(build_once) -> Path:
    """Build a small site that shows drafts, as editors see it."""

    def fill(folder: Path) -> None:
        copy_small_data(folder / "data")
        copy_small_content(folder / "content")
        add_unpublished_texts(folder / "content")
        note_withdrawn(folder / "data", "2021-05-18")

    texts = build_once("drafts", fill)
    options = {"data": str(texts / "data"), "content": str(texts / "content"), "at": "2026-12-01", "drafts": True}
    return build_once("drafts-site", lambda folder: build_site(folder, **options))


@pytest.fixture(scope="session")
def small_content(build_once) -> Path:
    """Make a content folder whose texts show no figures, so that it goes with any data of the standard."""
    return build_once("small-content", copy_small_content)


@pytest.fixture(scope="session")
def many_data(build_once) -> Path:
    """Make a data folder with more providers than fit on one page."""
    return build_once("many-data", make_many_providers)


@pytest.fixture(scope="session")
def many_site(build_once, many_data: Path, small_content: Path) -> Path:
    """Build the site of many providers."""
    options = {"data": str(many_data), "content": str(small_content), "at": "2030-01-01"}
    return build_once("many-site", lambda folder: build_site(folder, **options))


@pytest.fixture(scope="session")
def hostile_many_site(build_once, small_content: Path) -> Path:
    """Build the site of many providers whose every text is an attack."""
    data = build_once("hostile-many-data", make_many_hostile_providers)
    options = {"data": str(data), "content": str(small_content), "at": "2030-01-01"}
    return build_once("hostile-many-site", lambda folder: build_site(folder, **options))


@pytest.fixture(scope="session")
def preview_data(build_once) -> Path:
    """Make a small data folder with a release in progress, where every other provider's rows are marked."""

    def fill(folder: Path) -> None:
        copy_small_data(folder / "data")
        plant_marks(folder / "data", "2025-05-14", but="asklinten")

    return build_once("preview-data", fill) / "data"


@pytest.fixture(scope="session")
def preview_site(build_once, preview_data: Path, small_content: Path) -> Path:
    """Build what one provider is shown of the release in progress."""

    def fill(folder: Path) -> None:
        from open_comparisons.cli.build import build_preview

        build_preview(
            PROJECT / "pelicanconf.py",
            output=folder,
            provider="asklinten",
            answer_by=date(2025, 4, 15),
            data=str(preview_data),
            content=str(small_content),
        )

    return build_once("preview-site", fill)


@pytest.fixture(scope="session")
def sites(
    site: Path, hostile_site: Path, many_site: Path, hostile_many_site: Path, drafts_site: Path, preview_site: Path
) -> Mapping[str, Path]:
    """Return the sites that page types have their examples on, by name."""
    return {
        EXAMPLE: site,
        HOSTILE: hostile_site,
        MANY: many_site,
        HOSTILE_MANY: hostile_many_site,
        DRAFTS: drafts_site,
        PREVIEW: preview_site,
    }


@pytest.fixture(scope="session")
def variant_site(build_once, small_content: Path) -> Path:
    """Build a small site without a search index, with each change of `make_variant_data` to its data."""
    data = build_once("variant-data", make_variant_data)

    def fill(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("OPEN_COMPARISONS_SEARCH", "0")
            build_site(folder, data=str(data), content=str(small_content))

    return build_once("variant-site", fill)


@pytest.fixture
def small_data(tmp_path: Path) -> Path:
    """Copy one release with a few providers, for tests that change data."""
    copy_small_data(tmp_path / "data")
    return tmp_path / "data"
