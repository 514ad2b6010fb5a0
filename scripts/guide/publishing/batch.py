"""Many buyers' sites, spread over processes.

Any `concurrent.futures.Executor` will do, a cluster's too, as long as its workers see the same files. Workers
load the guide and its shells once; what goes to and fro is paths and outcomes, a chunk at a time, so that memory
does not grow with the number of buyers.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path

from guide.core.errors import GuideError, InputError, Problem, UsageError, shown_path
from guide.loading.loader import load_buyer
from guide.publishing.builder import BuildContext, BuildOptions, load_context
from guide.publishing.publisher import Workplace

CHUNK = 16
"""Buyers that a worker takes at a time."""
_AHEAD = 3
"""Chunks under way for each worker."""


@dataclass(frozen=True)
class Job:
    """Some buyers for a worker."""

    steps: Path
    buyers: tuple[Path | None, ...]
    """Their files; None is the neutral edition."""
    order: BuildOptions


@dataclass(frozen=True)
class Outcome:
    """What came of one buyer."""

    buyer: Path | None
    unchanged: bool = False
    unzipped: bool = False
    """Whether a ZIP was removed that stood beside its site."""
    problems: tuple[Problem, ...] = ()
    """Why it was not built."""
    trouble: str = ""
    """A failure that is not the input's."""
    exit_code: int = 0


@dataclass
class Summary:
    """What came of all of them."""

    built: int = 0
    unchanged: int = 0
    unzipped: int = 0
    failed: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Counts one more."""
        self.unzipped += outcome.unzipped
        if outcome.exit_code:
            self.failed.append(outcome)
        elif outcome.unchanged:
            self.unchanged += 1
        else:
            self.built += 1

    @property
    def exit_code(self) -> int:
        """0 if every one was built; else the gravest of their codes.

        What stands in one site's way is wrong usage where that site alone is wanted; among many it is that buyer's mistake.
        """
        alone = self.built + self.unchanged + len(self.failed) == 1
        codes = (outcome.exit_code for outcome in self.failed)
        return max((1 if code == UsageError.exit_code and not alone else code for code in codes), default=0)

    def __str__(self) -> str:
        return f"{self.built} built, {self.unchanged} unchanged, {len(self.failed)} failed"


def build_batch(
    steps: Path,
    buyers: Sequence[Path | None],
    order: BuildOptions,
    *,
    jobs: int = 0,
    executor: Executor | None = None,
    each: Callable[[Outcome], None] = lambda outcome: None,
) -> Summary:
    """Builds the sites of `buyers`, `jobs` at a time (0: one a processor), and tells `each` outcome as it comes."""
    summary = Summary()
    workers = min(jobs or os.cpu_count() or 1, max(1, (len(buyers) + CHUNK - 1) // CHUNK))

    def told(outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            summary.add(outcome)
            each(outcome)

    queue = iter(Job(steps, chunk, order) for chunk in _chunks(buyers, CHUNK))
    if executor is None and workers == 1:
        for job in queue:
            told(run_job(job))
    elif executor is None:
        # Fresh processes: the typesetter waits for ever in one that was forked after its parent had used it.
        with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
            _spread(queue, pool, workers, told)
    else:
        _spread(queue, executor, workers, told)
    return summary


def _spread(queue: Iterator[Job], executor: Executor, workers: int, told: Callable[[Iterable[Outcome]], None]) -> None:
    running: set[Future[list[Outcome]]] = {executor.submit(run_job, job) for job in islice(queue, workers * _AHEAD)}
    while running:
        finished, running = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            told(future.result())
        running |= {executor.submit(run_job, job) for job in islice(queue, len(finished))}


def _chunks(buyers: Sequence[Path | None], size: int) -> Iterator[tuple[Path | None, ...]]:
    for start in range(0, len(buyers), size):
        yield tuple(buyers[start : start + size])


def run_job(job: Job) -> list[Outcome]:
    """Builds one chunk; a buyer that can't be built doesn't stop the others."""
    context = shared_context(job.steps, job.order.captures)
    with Workplace(job.order.out) as place:
        return [_outcome(context, buyer, job.order, place) for buyer in job.buyers]


def shared_context(steps: Path, captures: Path | None = None) -> BuildContext:
    """The workshop for that guide, opened once a process."""
    return _context(steps, captures, steps.stat().st_mtime_ns if steps.is_file() else 0)


@lru_cache(maxsize=1)
def _context(steps: Path, captures: Path | None, changed: int) -> BuildContext:
    return load_context(steps, captures)


def _outcome(context: BuildContext, path: Path | None, order: BuildOptions, place: Workplace) -> Outcome:
    try:
        done = context.build(load_buyer(path, context.loaded) if path else None, order, place)
    except InputError as error:
        return Outcome(path, problems=tuple(error.problems), exit_code=error.exit_code)
    except GuideError as error:
        return Outcome(path, trouble=f"{shown_path(path) if path else 'generic'}: {error}", exit_code=error.exit_code)
    except OSError as error:
        return Outcome(
            path, trouble=f"{shown_path(path) if path else 'generic'}: the machine refused: {error}", exit_code=3
        )
    return Outcome(path, unchanged=done.unchanged, unzipped=done.unzipped)
