"""Work shared out over processes."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from types import MappingProxyType

import pytest

from open_comparisons.tools.processes import run_in_processes
from open_comparisons.tools.store import Store, digest, files_digest

# Processes are forked on Linux only.
pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="not Linux")]


def apart(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own: this one may have threads by now, and so may not be forked."""
    begin = "import os\nfrom open_comparisons.errors import OpenComparisonsError\n"
    begin += "from open_comparisons.tools.processes import can_fork, run_in_processes\n"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "plugins")}
    command = [sys.executable, "-c", begin + textwrap.dedent(code)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_every_task_is_done_once_however_many_processes():
    """Each share goes to one process, and all results come back."""
    done = apart("""
        for processes in (1, 2, 3):
            squares = lambda share: [(number * number, os.getpid()) for number in share]
            found = run_in_processes(squares, range(10), processes=processes)
            assert sorted(square for square, _ in found) == [number * number for number in range(10)]
            assert len({process for _, process in found}) == processes
    """)
    assert done.returncode == 0, done.stderr


def test_tasks_and_work_need_not_be_pickled():
    """A function made on the spot can be a task; only results travel."""
    tasks = [lambda number=number: number + 1 for number in range(5)]
    assert sorted(run_in_processes(lambda share: [task() for task in share], tasks, processes=2)) == [1, 2, 3, 4, 5]


def test_no_tasks_give_no_results():
    """Nothing is started for nothing."""
    assert run_in_processes(list, [], processes=2) == []


def test_a_failure_is_told_by_its_own_message():
    """What we refuse keeps its words; what breaks otherwise is named; no traceback reaches people."""
    done = apart("""
        def refuse(share):
            raise OpenComparisonsError("errors.git", command=share[0], error="no")

        def break_down(share):
            raise KeyError(share[0])

        for work in (refuse, break_down):
            try:
                run_in_processes(work, ["first", "second"], processes=2)
            except OpenComparisonsError as error:
                print(error)
    """)
    assert (done.stdout.splitlines(), done.stderr) == (
        ["git first: no", "Oväntat fel: KeyError: 'first'", "Unexpected error: KeyError: 'first'"],
        "",
    )


def test_a_process_that_dies_is_told():
    """The build does not wait for ever, and does not take the others' results for the whole."""
    done = apart("""
        def die(share):
            if share[0] == 0:
                os._exit(9)
            return list(share)

        try:
            run_in_processes(die, [0, 1], processes=2)
        except OpenComparisonsError as error:
            print(error)
    """)
    assert "ended early" in done.stdout


def test_a_process_with_threads_of_a_library_is_not_forked():
    """A copy without them would wait for ever; the work is done in the process itself."""
    done = apart("""
        import vl_convert

        picture = {"$schema": "https://vega.github.io/schema/vega/v6.json", "width": 9, "height": 9, "marks": []}
        assert can_fork()
        vl_convert.vega_to_svg(picture)
        assert not can_fork()
        drawn = run_in_processes(lambda share: [vl_convert.vega_to_svg(picture) for _ in share], [1, 2], processes=2)
        assert len(drawn) == 2
    """)
    assert done.returncode == 0, done.stderr


def test_a_result_is_worked_out_once_for_the_same_parts(tmp_path):
    """Other parts are another result; what is read back equals what was kept, read-only mappings included."""
    store = Store(tmp_path)
    made = []

    def make():
        made.append(1)
        return {"columns": MappingProxyType({"a": (1, None, "å")})}

    first = store.remember("compared", ("1",), make)
    again = Store(tmp_path).remember("compared", ("1",), make)
    assert first == again
    assert len(made) == 1
    store.remember("compared", ("2",), make)
    store.remember("compare", ("d1",), make)
    assert len(made) == 3
    assert store.has("compared", ("1",))
    assert not store.has("compared", ("3",))


def test_a_store_without_a_folder_keeps_nothing():
    """Everything is worked out each time."""
    made = []
    for _ in range(2):
        Store(None).remember("a", ("",), lambda: made.append(1))
    assert len(made) == 2


def test_a_failed_result_is_not_kept(tmp_path):
    """The next build tries again."""
    store = Store(tmp_path)
    with pytest.raises(ZeroDivisionError):
        store.remember("a", ("",), lambda: 1 / 0)
    assert not list(tmp_path.iterdir())


def test_what_nobody_has_asked_for_in_a_month_is_removed(tmp_path):
    """What is used stays, however old it is."""
    store = Store(tmp_path)
    for name in ("used", "unused"):
        store.remember("names", (name,), lambda: 1)
    for entry in tmp_path.glob("*/*"):
        os.utime(entry, (0, 0))
    for name in ("used", "new"):
        store.remember("names", (name,), lambda: 2)
    store.prune()
    assert [store.has("names", (name,)) for name in ("used", "unused", "new")] == [True, False, True]


def test_a_hash_knows_where_its_parts_end(tmp_path):
    """Texts moved from one part to the next, and files renamed, give another hash."""
    assert digest("ab", "c") != digest("a", "bc")
    (tmp_path / "a").write_text("1")
    before = files_digest(tmp_path)
    (tmp_path / "a").rename(tmp_path / "b")
    assert files_digest(tmp_path) != before
