"""Work on many items, spread over processes of which any may die: that costs the item that killed it, and no other.

Fresh processes and no forks: the typesetter waits for ever in one that was forked after its parent had used it. Each
sends the result of an item as soon as it is there, so that it is always clear over which item a process has died.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from guide.core.errors import MachineError

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
Work = Callable[[Sequence[_Item]], Generator[_Result, None, None]]
"""From items to a result for each, in their order; where it stops early, a fresh process goes on with the rest."""

_SPAWN = multiprocessing.get_context("spawn")
_TRIES = 2
"""Processes that may die over an item, the second one before it has done anything else."""
_STARTS = 3
"""Processes in a row that may die before they come to work."""
_PR_SET_PDEATHSIG = 1


def process_items(
    work: Work[_Item, _Result],
    chunks: Iterable[Sequence[_Item]],
    *,
    processes: int,
    on_crash: Callable[[_Item, str], _Result],
) -> Generator[_Result, None, None]:
    """Yields what `work` makes of each item, as it comes; each of `processes` processes has one chunk of items at a time.

    A process that dies is replaced by one that goes on with the item at hand. If that one dies over it as well, `on_crash`
    makes the result from the item and from how the process ended. Raises MachineError if no process comes to work.
    """
    queue = (_Chunk(deque(chunk)) for chunk in chunks)
    busy: dict[Any, _Process[_Item, _Result]] = {}
    idle: list[_Process[_Item, _Result]] = []
    failed_starts = 0

    def start(chunk: _Chunk[_Item]) -> None:
        process = _Process(work, chunk)
        busy[process.pipe] = process

    try:
        for chunk in islice(queue, processes):
            start(chunk)
        while busy:
            for pipe in wait(list(busy)):
                process = busy[pipe]
                chunk = process.chunk
                try:
                    result = process.pipe.recv()
                except (EOFError, OSError):
                    how = busy.pop(pipe).end()
                    if process.is_at_work:
                        chunk.deaths += 1
                    elif (failed_starts := failed_starts + 1) == _STARTS:
                        raise MachineError(
                            f"no process comes to work, expected one for each job: {how}, {_STARTS} times; "
                            "see that there is memory left, and that the system lets processes start others"
                        ) from None
                    if chunk.deaths == _TRIES:
                        yield on_crash(chunk.items.popleft(), how)
                        chunk.deaths = 0
                    if next_chunk := chunk if chunk.items else next(queue, None):
                        start(next_chunk)
                    continue
                if process.is_at_work:
                    chunk.items.popleft()
                    chunk.deaths = 0
                    yield result
                process.is_at_work, failed_starts = True, 0
                if not chunk.items and (next_chunk := next(queue, None)):
                    process.assign(next_chunk)
                if not process.chunk.items:
                    idle.append(busy.pop(pipe))
    finally:
        for process in (*busy.values(), *idle):
            process.end()


@dataclass
class _Chunk(Generic[_Item]):
    """Items whose results are still to come."""

    items: deque[_Item]
    deaths: int = 0
    """Processes that have died over the first of them."""


class _Process(Generic[_Item, _Result]):
    """A worker process, with the chunk that it works on and the pipe to it."""

    def __init__(self, work: Work[_Item, _Result], chunk: _Chunk[_Item]) -> None:
        self.pipe, remote = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(remote, work), daemon=True)
        self._process.start()
        remote.close()  # so that the pipe ends with the process
        self.is_at_work = False
        """Whether it has sent anything yet."""
        self.assign(chunk)

    def assign(self, chunk: _Chunk[_Item]) -> None:
        """Sends the next chunk to the process."""
        self.chunk = chunk
        with suppress(OSError):  # it has ended, as reading from it will tell
            self.pipe.send(tuple(chunk.items))

    def end(self) -> str:
        """Waits until it has finished its item, and returns how it ended: `SIGSEGV`, say, or `exit code 1`."""
        self.pipe.close()
        self._process.join()
        code = self._process.exitcode or 0
        self._process.close()
        if code >= 0:
            return f"exit code {code}"
        return signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"


def _serve(pipe: Connection, work: Work[_Item, _Result]) -> None:
    """Works on chunk after chunk in the worker process, until its parent closes the pipe or ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    _end_with_parent()
    with suppress(EOFError, OSError):
        pipe.send(None)  # it has started
        while True:
            items, count = pipe.recv(), 0
            with closing(work(items)) as results:
                for count, result in enumerate(results, 1):  # noqa: B007
                    pipe.send(result)
            if count < len(items):
                return


def _end_with_parent() -> None:
    """Asks the system to end this process when its parent is killed, where it can (Linux: prctl(2)).

    Elsewhere it ends when it has finished the item at hand.
    """
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
