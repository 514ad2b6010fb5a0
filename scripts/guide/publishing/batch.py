"""Many buyers' sites, spread over processes. Whatever happens to one buyer is that buyer's outcome.

Any `concurrent.futures.Executor` will do, a cluster's too, as long as its workers see the same files. Workers
load the guide and its site templates once; what goes to and fro is paths and outcomes, a chunk at a time, so that memory
does not grow with the number of buyers.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain, islice
from pathlib import Path

from guide.core.locks import clear_left_over
from guide.core.paths import SITE_TEMPLATES, TYPESETTING, GuideFolder
from guide.loading.loader import load_buyer
from guide.publishing.builder import BuildContext, BuildOptions, load_context
from guide.publishing.outcomes import Outcome, Summary, crash, failure
from guide.publishing.processes import process_items
from guide.publishing.publisher import StagingArea, tidy

CHUNK = 16
"""Buyers that a worker takes at a time."""
_AHEAD = 3
"""Chunks under way for each worker of an executor."""

Buyers = Sequence[Path | None]
"""Files of buyers; None is the neutral edition."""


@dataclass(frozen=True)
class Job:
    """Some buyers for a worker."""

    folder: GuideFolder
    buyers: Buyers
    options: BuildOptions


def build_batch(
    folder: GuideFolder,
    buyers: Buyers,
    options: BuildOptions,
    *,
    jobs: int = 0,
    executor: Executor | None = None,
    on_outcome: Callable[[Outcome], None] = lambda outcome: None,
) -> Summary:
    """Builds the sites of `buyers`, `jobs` at a time (0: one a processor); calls `on_outcome` for each as it comes.

    More than one buyer is never built in the calling process: with it, one that kills its process would end them all.
    What an executor loses is built by processes of our own; sites that it has published by then count as unchanged.
    Raises MachineError if no process can be started.
    """
    summary = Summary()
    chunks = _chunks(buyers, CHUNK)
    workers = min(jobs or os.cpu_count() or 1, max(1, (len(buyers) + CHUNK - 1) // CHUNK))

    def report(outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            summary.add(outcome)
            on_outcome(outcome)

    _clean_up(options.out)
    try:
        if executor is None and len(buyers) == 1:
            report(_build_each(folder, options, buyers))
            return summary
        if executor is not None:
            chunks = _run_jobs(executor, (Job(folder, chunk, options) for chunk in chunks), workers, report)
        work = partial(_build_until_fatal, folder, options)
        with closing(process_items(work, chunks, processes=workers, on_crash=crash)) as outcomes:
            report(outcomes)
    finally:
        _clean_up(options.out)
    return summary


def _clean_up(out: Path) -> None:
    """Removes what processes that died have left, those of runs that were killed or of this one."""
    for cache in (SITE_TEMPLATES, TYPESETTING):
        clear_left_over(cache)
    with suppress(OSError):
        tidy(out)


def _chunks(buyers: Buyers, size: int) -> Iterator[Buyers]:
    for start in range(0, len(buyers), size):
        yield tuple(buyers[start : start + size])


def _run_jobs(
    executor: Executor, jobs: Iterator[Job], workers: int, report: Callable[[Iterable[Outcome]], None]
) -> Iterator[Buyers]:
    """Has the executor do the jobs; returns the buyers of those that it loses or does not take."""
    running: dict[Future[list[Outcome]], Job] = {}
    losses: list[Buyers] = []
    reasons: list[Exception] = []

    def submit(number: int) -> None:
        for job in islice(jobs, number):
            try:
                running[executor.submit(run_job, job)] = job
            except Exception as error:  # of whatever kind it is, such as that of a pool of processes that is broken
                losses.append(job.buyers)
                reasons.append(error)

    submit(workers * _AHEAD)
    while running:
        finished, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            job = running.pop(future)
            try:
                outcomes = future.result()
            except Exception as error:
                losses.append(job.buyers)
                reasons.append(error)
            else:
                report(outcomes)
        submit(len(finished))
    if losses:
        message = f"the executor has lost buyers, which are built without it: {reasons[0]!r}"
        warnings.warn(message, RuntimeWarning, stacklevel=3)
    return chain(losses, (job.buyers for job in jobs))


def run_job(job: Job) -> list[Outcome]:
    """Builds one chunk; a buyer that can't be built doesn't stop the others."""
    return list(_build_each(job.folder, job.options, job.buyers))


def shared_context(folder: GuideFolder, *, draft: bool = False) -> BuildContext:
    """Returns what the buyers of that guide share, loaded once a process; anew where its steps or its own words have changed."""
    files = [folder.steps, *sorted(folder.words.glob("*"))]
    times = tuple((path.name, path.stat().st_mtime_ns) for path in files if path.is_file())
    return _context(folder, draft, times)


@lru_cache(maxsize=1)
def _context(folder: GuideFolder, draft: bool, times: tuple[tuple[str, int], ...]) -> BuildContext:
    return load_context(folder, draft=draft)


def _build_until_fatal(folder: GuideFolder, options: BuildOptions, buyers: Buyers) -> Generator[Outcome, None, None]:
    with closing(_build_each(folder, options, buyers)) as outcomes:
        for outcome in outcomes:
            yield outcome
            if outcome.is_fatal:
                return


def _build_each(folder: GuideFolder, options: BuildOptions, buyers: Buyers) -> Generator[Outcome, None, None]:
    with StagingArea(options.out) as staging:
        for buyer in buyers:
            yield _build(folder, buyer, options, staging)


def _build(folder: GuideFolder, path: Path | None, options: BuildOptions, staging: StagingArea) -> Outcome:
    try:
        context = shared_context(folder, draft=options.draft)
        result = context.build(load_buyer(path, context.loaded) if path else None, options, staging)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a panic of the typesetter's is no Exception
        return failure(path, error)
    return Outcome(path, unchanged=result.unchanged, zip_removed=result.zip_removed)
