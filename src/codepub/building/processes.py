"""Tasks are done by several processes: each imports and opens once, and is replaced before it has grown."""

from __future__ import annotations

import multiprocessing
import sys
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar, Final

from pebble import ProcessExpired, ProcessPool

from codepub.building.making import Bench, Task, do_task
from codepub.building.outcomes import Failed, Kept, Made
from codepub.building.targets import Publishing
from codepub.diagnostics import MachineError

Done = tuple[Made | Kept | Failed, ...]

_TASKS_A_PROCESS: Final = 200
"""Tasks after which a process is replaced: WeasyPrint grows by 0.2 to 0.4 MB a document, outside of Python."""
_WAITING_A_PROCESS: Final = 4
"""Tasks that are sent ahead for each process, so that none waits and few are in memory."""
_MOST_TRIES: Final = 2
"""How often a task is tried: once more where the process that did it was killed."""


@dataclass(slots=True)
class _Sent:
    """A task that was sent to the processes, and how often."""

    task: Task
    future: Future[Done]
    tries: int = 1


class _Worker:
    """What a process that was started for tasks keeps."""

    bench: ClassVar[Bench]


def _begin(publishing: Publishing) -> None:
    _Worker.bench = Bench(publishing)


def _do(task: Task) -> Done:
    return tuple(do_task(_Worker.bench, task))


def do_in_processes(tasks: Iterable[Task], publishing: Publishing, jobs: int) -> Generator[Done, None, None]:
    """Do tasks in several processes, and yield what became of each in their order.

    A task whose process is killed is tried once more. Who closes the iterator ends the processes at once; a file that
    one of them was writing is not there then, or is the one that was there before.
    """
    waiting, to_do = deque[_Sent](), iter(tasks)
    pool = _open_pool(publishing, jobs)
    try:
        while True:
            room = max(jobs * _WAITING_A_PROCESS - len(waiting), 0)
            waiting.extend(_Sent(task, pool.schedule(_do, (task,))) for task in islice(to_do, room))
            if not waiting:
                return
            try:
                done = waiting[0].future.result()
            except ProcessExpired:
                lost = [waiting[0]]
            except BrokenProcessPool:
                pool.stop()  # type: ignore[no-untyped-call]  # the only method of pebble without types
                pool, lost = _open_pool(publishing, jobs), list(waiting)
            else:
                waiting.popleft()
                yield done
                continue
            if waiting[0].tries >= _MOST_TRIES:
                yield _give_up(waiting.popleft().task)
                del lost[0]
            for one in lost:
                one.future, one.tries = pool.schedule(_do, (one.task,)), one.tries + 1
    finally:
        pool.stop()  # type: ignore[no-untyped-call]  # the only method of pebble without types
        pool.join()


def _give_up(task: Task) -> Done:
    return tuple(Failed(target, _make_killed_error(str(target))) for target in task.targets)


def _open_pool(publishing: Publishing, jobs: int) -> ProcessPool:
    context = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
    return ProcessPool(jobs, _TASKS_A_PROCESS, _begin, (publishing,), context)


def _make_killed_error(what: str) -> MachineError:
    return MachineError(
        f"{what}: The process that made it was ended from outside, twice. The machine may have too little memory: "
        "close programs, or use fewer jobs."
    )
