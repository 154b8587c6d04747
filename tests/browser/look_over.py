"""
Look a built site over with axe, a page of each type in each language: `python -m tests.browser.look_over FOLDER`.

For the list before publication. The tests look at more: every type in both colour schemes, at many widths, by keyboard.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import Visit, findings, launch, served
from tests.page_types import EXAMPLE, TYPES, Example


def main(site: Path) -> int:
    """Return 0 when axe has found nothing."""
    found: dict[str, list[str]] = {}
    with served(site) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        visit = Visit(browser.new_context(viewport={"width": 1280, "height": 900}).new_page(), {EXAMPLE: address})
        for kind in TYPES:
            for lang in ("sv", "en"):
                for page in kind.pages(lang, site)[:1]:
                    visit.open(Example(kind.name, lang, page, EXAMPLE))
                    found[page or "/"] = findings(visit)
        browser.close()
    for page, wrong in found.items():
        for one in wrong:
            print(f"{page}: {one}")
    print(f"{len(found)} sidor / pages, {sum(map(len, found.values()))} fynd / findings (axe)")
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
