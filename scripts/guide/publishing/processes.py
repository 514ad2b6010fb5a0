"""Work on many items, spread over processes of which any may die: that costs the item that killed it, and no other.

Fresh processes and no forks: the typesetter waits for ever in one that was forked after its parent had used it. Each
says what came of an item as soon as that is known, so that it is always clear over which item a process has died.
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


def spread(
    work: Work[_Item, _Result],
    lots: Iterable[Sequence[_Item]],
    *,
    processes: int,
    lost: Callable[[_Item, str], _Result],
) -> Generator[_Result, None, None]:
    """What `work` makes of each item, as it comes; each of so many processes has one lot of items at a time.

    A process that dies is replaced by one that goes on with the item at hand. If that one dies over it as well, `lost`
    makes the result from the item and from how the process ended. Raises MachineError if no process comes to work.
    """
    queue = (_Lot(deque(lot)) for lot in lots)
    busy: dict[Any, _Process[_Item, _Result]] = {}
    idle: list[_Process[_Item, _Result]] = []
    failed_starts = 0

    def start(lot: _Lot[_Item]) -> None:
        process = _Process(work, lot)
        busy[process.pipe] = process

    try:
        for lot in islice(queue, processes):
            start(lot)
        while busy:
            for pipe in wait(list(busy)):
                process = busy[pipe]
                lot = process.lot
                try:
                    result = process.pipe.recv()
                except (EOFError, OSError):
                    how = busy.pop(pipe).end()
                    if process.is_at_work:
                        lot.deaths += 1
                    elif (failed_starts := failed_starts + 1) == _STARTS:
                        raise MachineError(
                            f"no process comes to work, expected one for each job: {how}, {_STARTS} times; "
                            "see that there is memory left, and that the system lets processes start others"
                        ) from None
                    if lot.deaths == _TRIES:
                        yield lost(lot.items.popleft(), how)
                        lot.deaths = 0
                    if following := lot if lot.items else next(queue, None):
                        start(following)
                    continue
                if process.is_at_work:
                    lot.items.popleft()
                    lot.deaths = 0
                    yield result
                process.is_at_work, failed_starts = True, 0
                if not lot.items and (following := next(queue, None)):
                    process.take(following)
                if not process.lot.items:
                    idle.append(busy.pop(pipe))
    finally:
        for process in (*busy.values(), *idle):
            process.end()


@dataclass
class _Lot(Generic[_Item]):
    """Items of which nothing is known yet."""

    items: deque[_Item]
    deaths: int = 0
    """Processes that have died over the first of them."""


class _Process(Generic[_Item, _Result]):
    """A process, and the lot that it works on."""

    def __init__(self, work: Work[_Item, _Result], lot: _Lot[_Item]) -> None:
        self.pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(theirs, work), daemon=True)
        self._process.start()
        theirs.close()  # so that the pipe ends with the process
        self.is_at_work = False
        """Whether it has said anything yet."""
        self.take(lot)

    def take(self, lot: _Lot[_Item]) -> None:
        """Hands over the next lot."""
        self.lot = lot
        with suppress(OSError):  # it has ended, as reading from it will tell
            self.pipe.send(tuple(lot.items))

    def end(self) -> str:
        """Waits until it has finished what it is at, and says how it ended: `SIGSEGV`, say, or `exit code 1`."""
        self.pipe.close()
        self._process.join()
        code = self._process.exitcode or 0
        self._process.close()
        if code >= 0:
            return f"exit code {code}"
        return signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"


def _serve(pipe: Connection, work: Work[_Item, _Result]) -> None:
    """What a process does: lot after lot, until its parent closes the pipe or ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    _end_with_parent()
    with suppress(EOFError, OSError):
        pipe.send(None)  # it has started
        while True:
            items, done = pipe.recv(), 0
            with closing(work(items)) as results:
                for done, result in enumerate(results, 1):  # noqa: B007
                    pipe.send(result)
            if done < len(items):
                return


def _end_with_parent() -> None:
    """Asks the system to end this process when its parent is killed, where it can (Linux: prctl(2)).

    Elsewhere it ends when it has finished the item at hand.
    """
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
