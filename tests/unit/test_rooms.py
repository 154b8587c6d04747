"""The rooms of the package: imports point downwards only, and the lower rooms need no library."""

import ast
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "plugins" / "open_comparisons"
# The layout of the house, from the top. A room may import the rooms below it, never one above.
ORDER = (
    *("cli", "plugin", "server", "build", "pages", "files", "parts", "knowledge", "site", "charts"),
    *("estimates", "audit", "provider_tool", "disclosure", "intake", "standard"),
    *("settings", "tools", "errors", "messages"),
)
STANDARD_LIBRARY_ONLY = ("provider_tool", "disclosure", "intake", "standard", "errors", "messages")
# The package itself: Pelican calls its `register`, which loads the plugin only then.
ROOT = "open_comparisons"


def module_name(path: Path) -> str:
    """The dotted name of a module."""
    return ".".join((ROOT, *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imported_by(path: Path) -> list[str]:
    """The modules that a module imports, those for types alone included; `from x import y` names `y` if a module."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            own = [f"{node.module}.{alias.name}" for alias in node.names]
            names += [name if name in MODULES else str(node.module) for name in own]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return names


IMPORTS = {name: imported_by(path) for name, path in MODULES.items()}


def room(module: str) -> str:
    """The room, or the module at the top level, that a module is in."""
    return module.removeprefix(f"{ROOT}.").partition(".")[0]


def test_every_room_has_its_place():
    """A new room gets a place in the order before anything is put into it."""
    assert {room(name) for name in MODULES if name != ROOT} == set(ORDER)


def test_imports_point_downwards():
    """A room imports only the rooms below it in the order."""
    upwards = [
        f"{name} imports {imported}"
        for name, names in IMPORTS.items()
        for imported in names
        if name != ROOT and imported.startswith(f"{ROOT}.") and ORDER.index(room(imported)) < ORDER.index(room(name))
    ]
    assert upwards == []


def test_no_imports_in_a_circle():
    """No module imports itself through others, not even for types."""
    waiting = {name: {found for found in names if found in MODULES} - {name} for name, names in IMPORTS.items()}
    del waiting[ROOT]
    for names in waiting.values():
        names.discard(ROOT)
    while ready := [name for name, names in waiting.items() if not names]:
        for name in ready:
            del waiting[name]
        for names in waiting.values():
            names.difference_update(ready)
    assert waiting == {}


@pytest.mark.parametrize("name", [name for name in MODULES if room(name) in STANDARD_LIBRARY_ONLY])
def test_the_lower_rooms_import_the_standard_library_only(name):
    """The same checks run at the provider, in the build, and in a browser: they may need nothing installed."""
    allowed = {*sys.stdlib_module_names, ROOT}
    assert {imported.partition(".")[0] for imported in IMPORTS[name]} <= allowed


def test_only_the_plugin_knows_pelican():
    """Pelican can change its inside without any other module noticing."""
    assert [name for name, names in IMPORTS.items() if any(each.split(".")[0] == "pelican" for each in names)] == [
        f"{ROOT}.plugin"
    ]


def test_a_class_name_is_used_once():
    """A name that means two things sends a reader to the wrong room."""
    places: dict[str, list[str]] = defaultdict(list)
    for name, path in MODULES.items():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(name)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_rooms_have_a_size_one_can_find_one_s_way_in():
    """At most 24 modules lie side by side."""
    sizes: dict[Path, int] = defaultdict(int)
    for path in MODULES.values():
        sizes[path.parent] += path.name != "__init__.py"
    assert {folder.name: size for folder, size in sizes.items() if size > 24} == {}


@pytest.mark.parametrize("verb", ["check", "protect", "seal", "reply", "diff", "new", "withdraw"])
def test_verbs_that_need_no_solver_run_without_any_library(verb):
    """`open-comparisons VERB --help` works in a process without site-packages."""
    command = [sys.executable, "-S", "-m", "open_comparisons.cli", verb, "--help"]
    done = subprocess.run(command, env={"PYTHONPATH": str(PACKAGE.parent)}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"open-comparisons {verb}" in done.stdout
