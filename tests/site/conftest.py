"""Sites with webinars, issues and articles of each sort."""

from collections.abc import Callable
from pathlib import Path

import pytest

from open_comparisons.cli.build import build
from tests.conftest import build_site
from tests.knowledge_texts import ADDRESS, AT, set_up


@pytest.fixture(scope="session")
def site_of(build_once: Callable[[str, Callable[[Path], None]], Path]) -> Callable[..., Path]:
    """Build the site of the texts, at some address and instant; with drafts where wanted."""

    def give(*, address: str = ADDRESS, at: str = AT, drafts: bool = False) -> Path:
        place = build_once("knowledge", set_up)
        name = "-".join(["knowledge", "at" if address else "nowhere", *("drafts",) * drafts, at.replace(":", "")])

        def fill(folder: Path) -> None:
            settings = place / f"{name}.py"
            lines = (place / "conf.py").read_text(encoding="utf-8")
            lines += f"OPEN_COMPARISONS_SITE_ADDRESS = {address!r}\nOPEN_COMPARISONS_DRAFTS = {drafts}\n"
            settings.write_text(lines, encoding="utf-8")
            build(settings, output=folder, at=at)

        return build_once(name, fill)

    return give


@pytest.fixture(scope="session")
def knowledge_site(site_of: Callable[..., Path]) -> Path:
    """Build it as it is published."""
    return site_of()


@pytest.fixture(scope="session")
def site_in_2023(build_once: Callable[[str, Callable[[Path], None]], Path], small_content: Path) -> Path:
    """Build the example site as it was before the newest release of each dataset came out."""
    options = {"content": str(small_content), "at": "2023-06-01"}
    return build_once("site-in-2023", lambda folder: build_site(folder, **options))
