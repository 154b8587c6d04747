"""
The provider's tool in Firefox and in WebKit, the engines of the other half of readers: the whole road once in each.

On the same visit leaks are planted in the page and in the worker, and must not arrive; a second one, without the
policies, shows that in this browser they would.
"""

import base64
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from open_comparisons.site.addresses import address
from tests.browser.engines import FIREFOX, WEBKIT, Engine, firefox, webkit
from tests.browser.listening import LEAKS_OF_PAGE, LEAKS_OF_WORKER, listening, planted
from tests.browser.test_tool import roads, tool_site
from tests.tool_road import Road

__all__ = ["roads", "tool_site"]

Starting = Callable[[Path], AbstractContextManager[Engine]]
SAVED = {"csv": 0, "json": 1, "zip": 2}
each_engine = pytest.mark.parametrize(
    ("starting", "programs"), [(firefox, (FIREFOX,)), (webkit, (WEBKIT, "Xvfb"))], ids=["firefox", "webkit"]
)


def require(programs: tuple[str, ...]) -> None:
    """Skip the test where a program is missing."""
    missing = [name for name in programs if not shutil.which(name)]
    if missing:
        pytest.skip(
            f"THE TOOL WAS NOT TESTED IN ANOTHER BROWSER: {', '.join(missing)} is missing; see install_tools.py"
        )


@each_engine
def test_the_whole_road_in_another_engine(
    tool_site: Path, roads: dict[str, Road], tmp_path: Path, starting: Starting, programs: tuple[str, ...]
) -> None:
    """The files of the command line, byte for byte; and nothing that was planted arrives anywhere."""
    require(programs)
    road = roads["sv"]
    with listening() as other, planted(tool_site, other, shut=True) as host, starting(tmp_path) as engine:
        read(engine, host.address, road)
        for step in ("protect", "preview", "sign"):
            click(engine, f"[data-next={step}]")
            engine.wait(shown(step))
        for name, words in road.answers().items():
            engine.run(f"document.getElementById('verktyg-{name}').value = {words!r}; return 0")
        engine.run("for (const point of document.querySelectorAll('[data-point]')) point.click(); return 0")
        click(engine, "[data-act=sign]")
        engine.wait(shown("save"))
        for kind, number in SAVED.items():
            click(engine, f"[data-save={kind}]")
            engine.wait(f"document.documentElement.dataset.saved{number}")
        written = {
            kind: base64.b64decode(str(engine.run(f"return document.documentElement.dataset.saved{number}")))
            for kind, number in SAVED.items()
        }
        arrived = host.leaks() | other.leaks()
    assert written == road.saved
    assert arrived == set()


@each_engine
def test_without_the_policies_the_leaks_arrive(
    tool_site: Path, roads: dict[str, Road], tmp_path: Path, starting: Starting, programs: tuple[str, ...]
) -> None:
    """The control: each way out that was planted is one that this browser has."""
    require(programs)
    with listening() as other, planted(tool_site, other, shut=False) as host, starting(tmp_path) as engine:
        read(engine, host.address, roads["sv"])
        arrived = host.leaks() | other.leaks()
    assert arrived == {f"{where}-{way}" for where in ("own", "other") for way in (*LEAKS_OF_PAGE, *LEAKS_OF_WORKER)}


def read(engine: Engine, host: str, road: Road) -> None:
    """Open the tool, start it and let it read the files of a road, until what is planted has tried everything."""
    engine.go(f"{host}/{address('sv', 'tool')}")
    click(engine, "[data-start]")
    engine.wait(shown("choose"))
    engine.upload("#verktyg-fil", road.true)
    click(engine, "#verktyg-igen")
    engine.upload("#verktyg-forr", road.earlier)
    click(engine, "[data-act=run]")
    engine.wait(shown("read"))
    engine.wait("document.documentElement.dataset.leaked >= 3 && document.documentElement.dataset.workerLeaked")


def click(engine: Engine, selector: str) -> None:
    """Click an element."""
    engine.run(f"document.querySelector('{selector}').click(); return 0")


def shown(step: str) -> str:
    """Whether a step is shown, as an expression."""
    return f"!document.querySelector('[data-step={step}]').hidden"
