"""The page of the theme's parts: it shows every one of them, and only where drafts are shown."""

import re
from pathlib import Path

import pytest

from tests.site.pages import document

MACRO = re.compile(r"\{%-? macro (\w+)\(")
# What stands at the top of every page, this one included.
EVERYWHERE = {"example_notice"}
# What is drawn inside others that the page shows.
INNER = {"table": {"cells", "rows"}}


def test_every_component_is_on_the_page(project: Path) -> None:
    """Each macro of each component is called, or is part of one that is."""
    theme = project / "theme"
    page = (theme / "templates" / "comparisons" / "style.html").read_text(encoding="utf-8")
    components = {
        path.parent.name: path.read_text(encoding="utf-8") for path in theme.glob("components/*/template.html")
    }
    for component, text in components.items():
        for name in MACRO.findall(text):
            if name in INNER.get(component, set()) or component in EVERYWHERE:
                continue
            users = [page, *components.values()]
            assert any(re.search(rf"\{{\{{[^}}]*\b{name}\(", user) for user in users), f"{component}: {name}"
        others = [page, *(text for name, text in components.items() if name != component)]
        assert any(f"components/{component}/" in text for text in others) or component in EVERYWHERE, component


@pytest.mark.parametrize("address", ["stil", "en/style"])
def test_the_page_is_filled_and_not_published(site: Path, drafts_site: Path, address: str) -> None:
    """It has a drawing of each kind; the published site has no such page."""
    page = document(drafts_site / address / "index.html")
    for name in ("comparison", "series", "strips", "legend", "explore", "compare"):
        assert page.xpath(f"//*[contains(concat(' ', @class, ' '), ' {name} ')]"), name
    assert not (site / address).exists()
