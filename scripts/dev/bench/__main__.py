"""`make bench`: what things cost, as ratios from one run, because machines differ and one machine is never the same twice.

Takes about fifteen minutes; `--quick` leaves out the large batches, and measures the tricks a few times only. `--buyers N` sets the size of the largest batch.
What stands beside each other in a table is measured in turn, so that a machine that has other things to do is as
unkind to all of it. Hugo and Chromium are compared where they are installed, WeasyPrint where Pango is.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from dev.bench.batches import batches, make_buyers
from dev.bench.printing import FURTHER, WEASYPRINT, Spent, print_actions
from dev.bench.tricks import tricks
from guide.core.paths import ROOT, guide_folder
from guide.loading.loader import load_buyer, load_guide
from guide.publishing.builder import BuildOptions, load_context
from guide.publishing.publisher import StagingArea

PAGES_ALONE = (
    "import sys; from guide.publishing.builder import BuildContext; BuildContext.extras = lambda *a, **k: {}\n"
    "from mkdocs.__main__ import cli; cli(['build', '--quiet', '--site-dir', sys.argv[1]])"
)
"""MkDocs with the project's configuration, but without handouts."""
MKDOCS, SITE, COPY, RENDER = (
    "MkDocs alone: the same pages, nothing printed",
    "make site for a further buyer: print in both languages, ZIP",
    "cp -r of a finished site without handouts",
    "rendering and publishing one buyer, in a running process",
)


@dataclass
class Times:
    """Seconds of each turn."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """User and system time, of child processes too."""

    def take(self, action: Callable[[], object]) -> None:
        """One more turn; an action that has measured itself returns what it has spent."""
        start, before = time.perf_counter(), _cpu()
        spent = action()
        if not isinstance(spent, Spent):
            spent = Spent(time.perf_counter() - start, _cpu() - before)
        self.wall.append(spent.wall)
        self.cpu.append(spent.cpu)


def _cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def in_turn(turns: int, actions: Mapping[str, Callable[[int], object]]) -> dict[str, Times]:
    """Runs each action `turns` times, one after the other in each turn, and returns the times that each has taken."""
    times = {name: Times() for name in actions}
    for turn in range(turns):
        for name, action in actions.items():
            times[name].take(lambda action=action, turn=turn: action(turn))  # type: ignore[misc]
    return times


def main() -> int:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument(
        "--quick", action="store_true", help="leave out the large batches and most turns of the tricks"
    )
    options.add_argument("--buyers", type=int, default=10_000, help="size of the largest batch")
    chosen = options.parse_args()
    # Beside the cache, for hard links, and not in it, where no site may lie.
    with tempfile.TemporaryDirectory(prefix=".bench-", dir=ROOT) as folder:
        work = Path(folder)
        print(_about())
        make_buyers(work / "few", 48, structures=1)
        print_table("One buyer, both languages", in_turn(5, whole_runs(work)), base=MKDOCS)
        print_table("One further buyer, beside a copy of its site", in_turn(40, further_buyers(work)), base=COPY)
        rows, pages = print_actions(work)
        print_table("The guide in print, every page; another buyer each time", in_turn(5, rows), base=FURTHER)
        print(f"  pages printed: {', '.join(f'{name} {count}' for name, count in pages().items())}")
        print("\nWhat each trick saves")
        for line in tricks(work / "tricks", quick=chosen.quick):
            print(line, flush=True)
        sizes = [10, 100] if chosen.quick else [10, 100, 1_000, *({chosen.buyers} - {1_000})]
        print("\nBatches, two processes")
        print(
            f"{'':42}{'buyers':>8}{'s':>9}{'CPU s':>9}{'ms/buyer':>10}{'MB in all':>11}{'MB a worker':>13}{'early, late':>14}"
        )
        for row in batches(work, sizes):
            print(row, flush=True)
        for program, how in (("hugo", "apt-get install hugo"), ("chromium", "apt-get install chromium")):
            if not shutil.which(program):
                print(f"not compared: {program}, which is not installed ({how})")
        if WEASYPRINT not in rows:
            print("not compared: WeasyPrint, which does not start (apt-get install libpango-1.0-0 libpangoft2-1.0-0)")
    return 0


# --------------------------------------------------------------------------------------------------
# What is measured


def whole_runs(work: Path) -> dict[str, Callable[[int], object]]:
    """Whole processes, as an operator starts them."""
    out = work / "single"
    make_site = ["make", "--silent", "site", f"BUYERS={work / 'few'}", f"OUT={out}"]
    run([*make_site, "BUYER=b000047"])  # the site template is built, and everything has been read once
    actions: dict[str, Callable[[int], object]] = {
        MKDOCS: lambda turn: run([sys.executable, "-c", PAGES_ALONE, str(work / "bare")]),
        "bare mkdocs build: the same with handouts": lambda turn: run(
            [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(work / "bare")]
        ),
        SITE: lambda turn: run([*make_site, f"BUYER=b{turn:06d}"]),
        "the same again, nothing changed": lambda turn: run([*make_site, f"BUYER=b{turn:06d}"]),
    }
    actions[MKDOCS](0)
    if hugo := shutil.which("hugo"):
        source = hugo_site(work)
        actions["Hugo: the same Markdown, bare layout"] = lambda turn: run([hugo, "--quiet", "--source", str(source)])
    return actions


def further_buyers(work: Path) -> dict[str, Callable[[int], object]]:
    """Returns actions that render one buyer's site from a site template at hand, that copy a site, and that do nothing."""
    context = load_context(guide_folder())
    options = BuildOptions(work / "rendered", handouts=False, make_zip=False)
    staging = StagingArea(options.out)
    buyers = [load_buyer(path, context.loaded) for path in sorted((work / "few").glob("*.yaml"))]
    site = context.build(buyers[-1], options).site
    return {
        COPY: lambda turn: run(["cp", "-r", str(site), str(work / f"copy{turn}")]),
        "starting a process that does nothing": lambda turn: run(["true"]),
        RENDER: lambda turn: context.build(buyers[turn], options, staging),
    }


def hugo_site(work: Path) -> Path:
    """Writes the same Markdown for Hugo and returns its folder, under a layout that prints nothing but the content."""
    source = work / "hugo"
    (source / "layouts" / "_default").mkdir(parents=True)
    for name in ("single", "list"):
        (source / "layouts" / "_default" / f"{name}.html").write_text("<main>{{ .Content }}</main>", encoding="utf-8")
    (source / "hugo.toml").write_text(
        'baseURL = "https://example.com/"\ntitle = "x"\n[markup.goldmark.renderer]\nunsafe = true\n', encoding="utf-8"
    )
    guide = load_guide(guide_folder().steps).guide.guide.id
    docs = ROOT / "build" / "staged" / guide / "generic" / "docs"
    shutil.copytree(docs, source / "content", ignore=shutil.ignore_patterns("assets"))
    shutil.copytree(docs / "assets", source / "static" / "assets")
    return source


def run(command: list[str]) -> None:
    """The command, to its end. Raises CalledProcessError if it fails."""
    left_out = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")  # of the make that this was started from
    environment = {key: value for key, value in os.environ.items() if key not in left_out}
    environment["NO_MKDOCS_2_WARNING"] = "1"
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


# --------------------------------------------------------------------------------------------------
# What is printed


def print_table(title: str, times: Mapping[str, Times], base: str) -> None:
    """Medians; each ratio is the median of the ratios of neighbours in time."""
    print(f"\n{title} ({len(times[base].wall)} turns)\n{'':58}{'ms':>10}{'ratio':>9}{'CPU ms':>10}{'ratio':>9}")
    for name, taken in times.items():
        wall, cpu = statistics.median(taken.wall), statistics.mean(taken.cpu)
        by_wall = statistics.median(one / other for one, other in zip(taken.wall, times[base].wall, strict=True))
        by_cpu = cpu / max(statistics.mean(times[base].cpu), 1e-6)
        print(f"{name:58}{wall * 1000:10.1f}{by_wall:9.3f}{cpu * 1000:10.1f}{by_cpu:9.3f}", flush=True)


def _about() -> str:
    """Returns the names and versions of what is compared, and of the machine."""
    programs = {"Hugo": ["hugo", "version"], "Chromium": ["chromium", "--version"], "cp": ["cp", "--version"]}
    parts = [f"Python {platform.python_version()}"]
    parts += [f"{name} {known}" for name in ("mkdocs", "mkdocs-material", "typst") if (known := _version_of(name))]
    for name, command in programs.items():
        if shutil.which(command[0]):
            line = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]
            parts.append(f"{name}: {line}")
    if known := _version_of("weasyprint"):
        parts.append(f"WeasyPrint {known}")
    return f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}; " + "; ".join(parts)


def _version_of(package: str) -> str | None:
    try:
        return version(package)
    except ModuleNotFoundError:
        return None


if __name__ == "__main__":
    sys.exit(main())
