"""Parallel work in processes that share the memory of the process that starts them."""

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeAlias, TypeVar

from open_comparisons.errors import OpenComparisonsError

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")
_Answer: TypeAlias = tuple[OpenComparisonsError | None, list[_Result]]
"""The message from a process: its failure, or its results."""


def run_in_processes(
    work: Callable[[Sequence[_Task]], list[_Result]], tasks: Sequence[_Task], *, processes: int
) -> list[_Result]:
    """
    Do some tasks in several processes at once.

    Args:
        work: Takes a share of the tasks and gives results that can be pickled; neither it nor the tasks need be.
        tasks: In any order; every n-th goes to the same process, so that heavy neighbours are spread.
        processes: The largest number of processes. Where this process cannot be forked, it does everything itself.

    Returns:
        The results of all shares, share by share.

    Raises:
        OpenComparisonsError: A share failed; the first one's message.
    """
    count = min(processes, len(tasks))
    if count <= 1 or not can_fork():
        return work(tasks)
    context = multiprocessing.get_context("fork")
    # Objects that the collector never visits stay in memory that all processes share.
    gc.collect()
    gc.freeze()
    started = []
    try:
        for share in (tasks[number::count] for number in range(count)):
            receiver, sender = context.Pipe(duplex=False)
            process = context.Process(target=_run, args=(work, share, sender), daemon=True)
            process.start()
            sender.close()
            started.append((process, receiver))
        answers: list[tuple[OpenComparisonsError | None, list[_Result]]] = [
            _answer(receiver) for _, receiver in started
        ]
    finally:
        gc.unfreeze()
        for process, receiver in started:
            receiver.close()
            process.terminate()
            process.join()
    failures = [failure for failure, _ in answers if failure is not None]
    if failures:
        raise failures[0]
    return [result for _, results in answers for result in results]


def can_fork() -> bool:
    """
    True where a fork of this process would work.

    It would not outside Linux, nor once a library has started threads of its own, as the drawing of charts does: they
    are missing in the fork, which would wait for them for ever. Threads are recognised by their names; those of numpy,
    which a fork starts again, have the name of the process.
    """
    threads = Path("/proc/self/task")
    if sys.platform != "linux" or not threads.is_dir():
        return False
    names = set()
    for thread in threads.iterdir():
        with suppress(OSError):  # it has ended meanwhile
            names.add((thread / "comm").read_text())
    return names == {Path("/proc/self/comm").read_text()}


def available() -> int:
    """Number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _run(work: Callable[[Sequence[_Task]], list[_Result]], share: Sequence[_Task], sender: Connection) -> None:
    try:
        sender.send((None, work(share)))
    except OpenComparisonsError as error:
        sender.send((error, []))
    except Exception as error:  # noqa: BLE001 - whatever it is has to reach the process that waits
        sender.send((OpenComparisonsError("errors.unexpected", error=f"{type(error).__name__}: {error}"), []))


def _answer(receiver: Connection) -> _Answer[_Result]:
    try:
        answer: _Answer[_Result] = receiver.recv()
    except EOFError:
        return OpenComparisonsError("errors.process-ended"), []
    return answer
