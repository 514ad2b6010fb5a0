"""The audit of all sites of a guide, spread over processes."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from itertools import chain
from pathlib import Path

from guide.core.errors import Problem, shown_path
from guide.core.paths import GuideFolder
from guide.loading.loader import buyer_files, load_buyer, load_guide
from guide.publishing.audit.scan import Scanner
from guide.publishing.registry import orphaned_sites, prune_command

_SHARE = 32
"""Sites that a worker takes at a time."""


def audit(folder: GuideFolder, jobs: int = 0) -> list[Problem]:
    """Returns what is wrong with the sites and ZIPs of that guide, scanned by `jobs` processes (0: one a processor).

    Raises InputError with every problem of the inputs.
    """
    scanner = _scanner(folder)  # every problem of the inputs before any process is begun
    # Sites of this guide that have no buyer are to be removed, whatever they hold.
    orphans = orphaned_sites(folder.site, scanner.buyers, scanner.guide.guide.id)
    command = prune_command(folder)
    problems = [Problem(shown_path(site), 0, 0, "", f"has no buyer any more; remove it: {command}") for site in orphans]
    names = {site.name for site in orphans}
    places = [place for place in scanner.places() if place.name.removesuffix(".zip") not in names]
    shares = [places[start : start + _SHARE] for start in range(0, len(places), _SHARE)]
    workers = min(jobs or os.cpu_count() or 1, len(shares))
    if workers <= 1:
        return problems + scanner.problems(places)
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        results = pool.map(_problems, *zip(*((folder, share) for share in shares), strict=True))
        return [*problems, *chain.from_iterable(results)]


def _problems(folder: GuideFolder, places: Sequence[Path]) -> list[Problem]:
    return _scanner_of_process(folder).problems(places)


def _scanner(folder: GuideFolder) -> Scanner:
    loaded = load_guide(folder.steps)
    return Scanner([load_buyer(path, loaded) for path in buyer_files(folder.buyers)], loaded.guide, folder.site)


_scanner_of_process = lru_cache(maxsize=1)(_scanner)
"""For a process that is at work on one audit."""
