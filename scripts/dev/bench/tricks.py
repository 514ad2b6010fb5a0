"""What each trick saves: CPU with everything on, beside CPU with that trick switched off.

Part of `make bench`; alone, in about ten minutes: `cd scripts && ../.venv/bin/python -m dev.bench.tricks [--quick]`.
Every trick has two processes, one with it and one without, which take turns; ratios are medians of neighbours in time.
"""

from __future__ import annotations

import argparse
import errno
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from unittest import mock

from dev.bench.batches import make_buyers
from dev.bench.printing import HANDBOOK, another
from dev.bench.switches import SWITCHES
from guide.content.substitutions import substitutions_for
from guide.core.paths import ROOT, guide_folder
from guide.loading.loader import load_buyer
from guide.model.texts import Language
from guide.publishing.builder import BuildContext, BuildOptions, load_context
from guide.publishing.publisher import StagingArea

_ON, *_TRICKS = SWITCHES
_SPAWN = multiprocessing.get_context("spawn")
_HEAD = (
    f"{'switched off':52}{'further ms':>11}{'of on, ms':>11}{'ratio':>8}{'first ms':>10}{'of on, ms':>11}{'ratio':>8}"
)


@dataclass
class Pair:
    """CPU seconds with a trick, and in the same turns without it."""

    on: list[float] = field(default_factory=list)
    off: list[float] = field(default_factory=list)

    def columns(self) -> str:
        """Milliseconds without and with it, and the ratio."""
        ratio = statistics.median(off / on for on, off in zip(self.on, self.off, strict=True))
        off, on = (statistics.median(seconds) * 1000 for seconds in (self.off, self.on))
        return f"{off:11.1f}{on:11.1f}{ratio:8.3f}"


def tricks(work: Path, *, quick: bool = False) -> Iterator[str]:
    """Yields the lines of a table: handbooks first, then pages."""
    starts, turns = (1, 8) if quick else (3, 30)
    for language in ("zh", "en"):
        yield f"Handbooks, {language}: CPU of a further one and of the first ({turns} turns, {starts} starts)"
        yield _HEAD
        for number, trick in enumerate(_TRICKS):
            further, first = compare(work / f"{language}-{number}", trick, language, starts, turns)
            yield f"{trick:52}{further.columns()}{first.columns()[1:]}"
    yield "Pages of a further buyer, without handouts"
    yield from _pages(work / "pages", 1 if quick else 3, turns)


def compare(work: Path, trick: str, language: Language, starts: int, turns: int) -> tuple[Pair, Pair]:
    """CPU of further handbooks and of first ones, with everything on and with `trick` switched off."""
    further, first = Pair(), Pair()
    for start in range(starts):
        with Printer(_ON, language, work / f"on-{start}") as on, Printer(trick, language, work / f"off-{start}") as off:
            first.on.append(on.cpu(0))
            first.off.append(off.cpu(0))
            if start == starts - 1:
                on.cpu(1), off.cpu(1)  # the first buyer but one meets more that is new
                for turn in range(2, turns + 2):
                    further.on.append(on.cpu(turn))
                    further.off.append(off.cpu(turn))
    return further, first


class Printer:
    """A process that prints handbooks with one trick switched off."""

    def __init__(self, off: str, language: Language, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_print, args=(theirs, off, language, folder), daemon=True)
        self._process.start()
        theirs.close()

    def __enter__(self) -> Printer:
        return self

    def __exit__(self, *error: object) -> None:
        self._pipe.close()
        self._process.join()

    def cpu(self, turn: int) -> float:
        """Seconds of CPU, of all threads, for the handbook of the buyer with that number. Raises EOFError if it fails."""
        self._pipe.send(turn)
        return float(self._pipe.recv())


def _print(pipe: Connection, off: str, language: Language, folder: Path) -> None:
    from guide.handout import renderer

    templates = SWITCHES[off](folder)
    context = load_context(guide_folder())
    buyer = load_buyer(context.folder.buyers / "demo.yaml", context.loaded)
    structure = context.structure(buyer)
    view = context.view(structure, language)
    substitutions = substitutions_for(context.loaded.guide, buyer, structure.languages)
    while True:
        try:
            own = another(substitutions, pipe.recv())
        except EOFError:
            return
        before = time.process_time()
        renderer.prints(
            view,
            own,
            context.gallery.captures,
            documents=HANDBOOK,
            buyer=buyer,
            pictures=context.gallery.folder,
            templates=templates,
            guide_tree=context.loaded.tree,
        )
        pipe.send(time.process_time() - before)


def _pages(work: Path, builds: int, turns: int) -> Iterator[str]:
    context = load_context(guide_folder())
    make_buyers(work / "buyers", turns + 1, structures=1)
    first, *others = [load_buyer(path, context.loaded) for path in sorted((work / "buyers").glob("*.yaml"))]
    with_links, with_copies = (
        BuildOptions(work / name, handouts=False, make_zip=False) for name in ("links", "copies")
    )
    places = StagingArea(with_links.out), StagingArea(with_copies.out)
    context.build(first, with_links, places[0])
    links, templates = Pair(), Pair()
    for turn, buyer in enumerate(others):
        links.on.append(_cpu(lambda buyer=buyer: context.build(buyer, with_links, places[0])))  # type: ignore[misc]
        refused = OSError(errno.EXDEV, "no links, to see what they save")
        with mock.patch("os.link", side_effect=refused):
            links.off.append(_cpu(lambda buyer=buyer: context.build(buyer, with_copies, places[1])))  # type: ignore[misc]
        if turn < builds:
            alone = BuildContext(context.folder, context.loaded, context.gallery, work / f"cache-{turn}")
            order = BuildOptions(work / f"alone-{turn}", handouts=False, make_zip=False)
            templates.on.append(links.on[-1])
            templates.off.append(_cpu(lambda alone=alone, buyer=buyer, order=order: alone.build(buyer, order)))  # type: ignore[misc]
    yield f"{'site template shared by buyers (template_cache.py)':52}{templates.columns()}"
    yield f"{'files shared by hard links (site_files.py)':52}{links.columns()}"


def _cpu(action: Callable[[], object]) -> float:
    before = time.process_time()
    action()
    return time.process_time() - before


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="one start and eight turns of each")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix=".bench-", dir=ROOT) as folder:
        for line in tricks(Path(folder), quick=chosen.quick):
            print(line, flush=True)


if __name__ == "__main__":
    main()
