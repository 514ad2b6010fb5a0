"""Many buyers' sites, spread over processes. Whatever happens to one buyer is that buyer's outcome.

Any `concurrent.futures.Executor` will do, a cluster's too, as long as its workers see the same files. Workers
load the guide and its shells once; what goes to and fro is paths and outcomes, a chunk at a time, so that memory
does not grow with the number of buyers.
"""

from __future__ import annotations

import os
import traceback
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import chain, islice
from pathlib import Path

from guide.core.errors import GuideError, InputError, Problem, UsageError, shown_path
from guide.core.locks import clear_left_over
from guide.core.paths import SITE_TEMPLATES, TYPESETTING
from guide.loading.loader import load_buyer, slug_of
from guide.publishing.builder import BuildContext, BuildOptions, load_context
from guide.publishing.processes import spread
from guide.publishing.publisher import Workplace, tidy

CHUNK = 16
"""Buyers that a worker takes at a time."""
_AHEAD = 3
"""Chunks under way for each worker of an executor."""

Buyers = Sequence[Path | None]
"""Files of buyers; None is the neutral edition."""


@dataclass(frozen=True)
class Job:
    """Some buyers for a worker."""

    steps: Path
    buyers: Buyers
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
    traceback: str = ""
    """Where in the code a failure comes from that nothing foresees."""
    spent: bool = False
    """Whether its process had better build nothing more."""


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
    buyers: Buyers,
    order: BuildOptions,
    *,
    jobs: int = 0,
    executor: Executor | None = None,
    each: Callable[[Outcome], None] = lambda outcome: None,
) -> Summary:
    """Builds the sites of `buyers`, `jobs` at a time (0: one a processor), and tells `each` outcome as it comes.

    More than one buyer is never built in the calling process: with it, one that kills its process would end them all.
    What an executor loses is built by processes of our own; sites that it has put up by then count as unchanged.
    Raises MachineError if no process can be started.
    """
    summary = Summary()
    chunks = _chunks(buyers, CHUNK)
    workers = min(jobs or os.cpu_count() or 1, max(1, (len(buyers) + CHUNK - 1) // CHUNK))

    def tell(outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            summary.add(outcome)
            each(outcome)

    _clear(order.out)
    try:
        if executor is None and len(buyers) == 1:
            tell(_outcomes(steps, order, buyers))
            return summary
        if executor is not None:
            chunks = _left_by(executor, (Job(steps, chunk, order) for chunk in chunks), workers, tell)
        with closing(spread(partial(_until_spent, steps, order), chunks, processes=workers, lost=_lost)) as outcomes:
            tell(outcomes)
    finally:
        _clear(order.out)
    return summary


def _clear(out: Path) -> None:
    """Removes what processes that died have left, those of runs that were killed or of this one."""
    for folder in (SITE_TEMPLATES, TYPESETTING):
        clear_left_over(folder)
    with suppress(OSError):
        tidy(out)


def _chunks(buyers: Buyers, size: int) -> Iterator[Buyers]:
    for start in range(0, len(buyers), size):
        yield tuple(buyers[start : start + size])


def _left_by(
    executor: Executor, jobs: Iterator[Job], workers: int, tell: Callable[[Iterable[Outcome]], None]
) -> Iterator[Buyers]:
    """Has the executor do the jobs; gives the buyers of those that it has lost or does not take."""
    running: dict[Future[list[Outcome]], Job] = {}
    lost: list[Buyers] = []
    reasons: list[Exception] = []

    def submit(number: int) -> None:
        for job in islice(jobs, number):
            try:
                running[executor.submit(run_job, job)] = job
            except Exception as error:  # of whatever kind it is, such as that of a pool of processes that is broken
                lost.append(job.buyers)
                reasons.append(error)

    submit(workers * _AHEAD)
    while running:
        finished, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            job = running.pop(future)
            try:
                outcomes = future.result()
            except Exception as error:
                lost.append(job.buyers)
                reasons.append(error)
            else:
                tell(outcomes)
        submit(len(finished))
    if lost:
        said = f"the executor has lost buyers, which are built without it: {reasons[0]!r}"
        warnings.warn(said, RuntimeWarning, stacklevel=3)
    return chain(lost, (job.buyers for job in jobs))


def run_job(job: Job) -> list[Outcome]:
    """Builds one chunk; a buyer that can't be built doesn't stop the others."""
    return list(_outcomes(job.steps, job.order, job.buyers))


def shared_context(steps: Path, captures: Path | None = None) -> BuildContext:
    """The workshop for that guide, opened once a process."""
    return _context(steps, captures, steps.stat().st_mtime_ns if steps.is_file() else 0)


@lru_cache(maxsize=1)
def _context(steps: Path, captures: Path | None, changed: int) -> BuildContext:
    return load_context(steps, captures)


def _until_spent(steps: Path, order: BuildOptions, buyers: Buyers) -> Generator[Outcome, None, None]:
    with closing(_outcomes(steps, order, buyers)) as outcomes:
        for outcome in outcomes:
            yield outcome
            if outcome.spent:
                return


def _outcomes(steps: Path, order: BuildOptions, buyers: Buyers) -> Generator[Outcome, None, None]:
    with Workplace(order.out) as place:
        for buyer in buyers:
            yield _outcome(steps, buyer, order, place)


def _outcome(steps: Path, path: Path | None, order: BuildOptions, place: Workplace) -> Outcome:
    try:
        context = shared_context(steps, order.captures)
        done = context.build(load_buyer(path, context.loaded) if path else None, order, place)
    except InputError as error:
        return Outcome(path, problems=tuple(error.problems), exit_code=error.exit_code)
    except GuideError as error:
        return Outcome(path, trouble=f"{_name(path)}: {error}", exit_code=error.exit_code)
    except OSError as error:
        return Outcome(path, trouble=f"{_name(path)}: system error: {error}", exit_code=3)
    except MemoryError:
        said = "there is not enough memory to build it; end other programs, or give a lower JOBS (--jobs)"
        return Outcome(path, trouble=f"{_name(path)}: {said}", exit_code=3, spent=True)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a panic of the compiler's is no Exception
        return _unforeseen(path, error)
    return Outcome(path, unchanged=done.unchanged, unzipped=done.unzipped)


def _unforeseen(path: Path | None, error: BaseException) -> Outcome:
    """The outcome of a buyer over whom the program has failed."""
    what = next((line.strip() for line in str(error).splitlines() if line.strip()), "no reason given")
    said = (
        f"can't be built: {type(error).__name__}: {what}; what stood there is unchanged. See where this comes from with "
        f"guide build {slug_of(path) + ' ' if path else ''}--debug, and report it"
    )
    shown = "".join(traceback.format_exception(error))
    spent = not isinstance(error, Exception)
    return Outcome(path, trouble=f"{_name(path)}: {said}", exit_code=3, traceback=shown, spent=spent)


def _lost(path: Path | None, how: str) -> Outcome:
    """The outcome of a buyer over whom two processes have died."""
    said = (
        f"can't be built: its process ends before it is done ({how}), and so did another; what stood there is unchanged. "
        "If that is SIGKILL, free memory; else leave out its logo, then its texts, to see which of them it is"
    )
    return Outcome(path, trouble=f"{_name(path)}: {said}", exit_code=3)


def _name(path: Path | None) -> str:
    return shown_path(path) if path else "generic"
