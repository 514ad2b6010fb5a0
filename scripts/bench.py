"""`make bench`: what things cost, as ratios from one run, because machines differ and one machine is never the same twice.

Takes some minutes; `--quick` leaves out the large batches. `--buyers N` sets the size of the largest batch.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from guide.browser import ARGUMENTS, NAMES
from guide.build import Order, Workshop, workshop_for
from guide.fill import fills
from guide.handout import handout
from guide.load import load_buyer
from guide.model.buyer import Buyer
from guide.paths import BUYERS, ROOT, STEPS

BUYER = """\
name: {{zh: 样例采购企业 {n} 号（虚构）, en: Sample Buyer No. {n}}}
account_1688: sample{n:06d}
credit_line_cny: {credit}
settlement_days: {days}
contact: {{phone: "010-0000-{phone:04d}", email: desk{n}@example.com}}
languages: {languages}
skip_stages: {skipped}
"""
LANGUAGES = ("[zh, en]", "[zh]", "[en]", "[en, zh]")
SKIPPED = ("[]", "[credit-terms]", "[taxpayer]")


def main() -> int:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--buyers", type=int, default=10_000)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="guide-bench-", dir=ROOT / "build") as folder:
        work = Path(folder)
        rows = singles(work)
        print_table("One buyer, both languages", rows, base="one bare mkdocs build")
        print_table("One handout, in CPU time", handouts(work), base="one further handout")
        if not chosen.quick:
            print_batches(batches(work, chosen.buyers))
    return 0


def singles(work: Path) -> dict[str, float]:
    """Wall time in seconds: medians, each measured next to the others."""
    guide = [sys.executable, "-m", "guide.cli"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    out = work / "single"
    make_buyers(work / "few", 40, structures=1)

    def command(*arguments: str) -> Callable[[int], None]:
        return lambda turn: run([*arguments], environment)

    run([*guide, "build", "demo", "--out", str(out)], environment)
    workshop = workshop_for(STEPS)
    plain = Order(work / "stamped", handouts=False, zipped=False)
    buyers = [load_buyer(path, workshop.loaded) for path in sorted((work / "few").glob("*.yaml"))]
    site = workshop.build(buyers[-1], plain).site
    order = {
        "one bare mkdocs build": (
            5,
            command(sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(work / "bare")),
        ),
        "make site for a further buyer, handouts and ZIP": (
            5,
            lambda turn: run(
                [*guide, "build", f"b{turn:06d}", "--buyers", str(work / "few"), "--out", str(out)], environment
            ),
        ),
        "the same again, nothing changed": (
            5,
            lambda turn: run(
                [*guide, "build", f"b{turn:06d}", "--buyers", str(work / "few"), "--out", str(out)], environment
            ),
        ),
        "cp -r of a finished site without handouts": (
            20,
            lambda turn: run(["cp", "-r", str(site), str(work / f"copy{turn}")], environment),
        ),
        "stamping and publishing one buyer in a running process": (
            20,
            lambda turn: stamp_one(workshop, buyers[turn], plain),
        ),
    }
    if hugo := shutil.which("hugo"):
        order["hugo, trivial theme"] = (
            5,
            lambda turn: run([hugo, "--quiet", "--source", str(hugo_site(work))], environment),
        )
    return {name: median(turns, action) for name, (turns, action) in order.items()}


def stamp_one(workshop: Workshop, buyer: Buyer, order: Order) -> None:
    workshop.build(buyer, order)


def handouts(work: Path) -> dict[str, float]:
    """CPU seconds of one PDF of the Chinese demo, and of what else can print the guide, if it is installed."""
    first = (
        "import time; from guide.load import *; from guide.build import *; from guide.fill import fills; from guide.paths import *\n"
        "w = workshop_for(STEPS); b = load_buyer(BUYERS / 'demo.yaml', w.loaded); s = w.structure(b)\n"
        "v, f, c = w.view(s, 'zh'), fills(w.loaded.guide, b, s.languages), w.gallery.captures\n"
        "from guide.handout import handout\n"
        "t = time.process_time(); handout(v, f, c, buyer=b); print(time.process_time() - t)"
    )
    found = {
        "the first handout of a process": float(
            subprocess.run([sys.executable, "-c", first], capture_output=True, text=True, check=True).stdout
        )
    }
    workshop = workshop_for(STEPS)
    buyer = load_buyer(BUYERS / "demo.yaml", workshop.loaded)
    structure = workshop.structure(buyer)
    view, filling = workshop.view(structure, "zh"), fills(workshop.loaded.guide, buyer, structure.languages)
    captures = workshop.gallery.captures
    handout(view, filling, captures, buyer=buyer)
    found["one further handout"] = median(
        10, lambda turn: handout(view, filling, captures, buyer=buyer), time.process_time
    )
    pages = sorted((work / "single" / "demo").glob("*.html"))
    if browser := next((path for name in NAMES if (path := shutil.which(name))), None):
        found["Chromium printing the same pages"] = cpu_of(
            [
                [
                    browser,
                    "--headless",
                    "--no-sandbox",
                    *ARGUMENTS,
                    f"--print-to-pdf={work}/{page.stem}.pdf",
                    page.as_uri(),
                ]
                for page in pages
            ]
        )
    if importlib.util.find_spec("weasyprint"):
        found["WeasyPrint printing the same pages"] = cpu_of(
            [[sys.executable, "-m", "weasyprint", str(page), f"{work}/{page.stem}.pdf"] for page in pages]
        )
    return found


def batches(work: Path, largest: int) -> list[tuple[str, int, float, float]]:
    """(what, buyers, wall seconds, peak megabytes of the largest process) of whole runs with two processes."""
    found = []
    sizes = [10, 100, 1_000] + ([largest] if largest > 1_000 else [])
    plans: list[tuple[str, int, int, tuple[str, ...]]] = [
        ("one structure, no handouts", size, 1, ("--no-handout",)) for size in sizes
    ]
    plans += [
        ("12 structures, no handouts", 1_000, 12, ("--no-handout",)),
        ("one structure, with handouts", 1_000, 1, ()),
    ]
    for what, size, structures, options in plans:
        folder = work / f"batch-{size}-{structures}-{len(options)}"
        make_buyers(folder / "buyers", size, structures)
        command = [sys.executable, "-m", "guide.cli", "build", "--all", "--jobs", "2", *options]
        start = time.perf_counter()
        run([*command, "--buyers", str(folder / "buyers"), "--out", str(folder / "out")], dict(os.environ))
        wall = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        found.append((what, size, wall, peak))
        shutil.rmtree(folder)
    return found


def make_buyers(folder: Path, count: int, structures: int) -> None:
    folder.mkdir(parents=True)
    for n in range(count):
        kind = n % structures
        text = BUYER.format(
            n=n, credit=1_000_000 + n * 1_000, days=30 + n % 60, phone=n % 10_000,
            languages=LANGUAGES[kind % 4], skipped=SKIPPED[kind // 4],
        )  # fmt: skip
        (folder / f"b{n:06d}.yaml").write_text(text, encoding="utf-8")


def hugo_site(work: Path) -> Path:
    """The same Markdown for Hugo, under a layout that prints nothing but the content."""
    source = work / "hugo"
    if not source.exists():
        (source / "layouts" / "_default").mkdir(parents=True)
        for name in ("single", "list"):
            (source / "layouts" / "_default" / f"{name}.html").write_text(
                "<main>{{ .Content }}</main>", encoding="utf-8"
            )
        (source / "hugo.toml").write_text(
            'baseURL = "https://example.com/"\ntitle = "x"\n[markup.goldmark.renderer]\nunsafe = true\n',
            encoding="utf-8",
        )
        shutil.copytree(ROOT / "build" / "staged" / "docs", source / "content", ignore=shutil.ignore_patterns("assets"))
    return source


def run(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def cpu_of(commands: list[list[str]]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for command in commands:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def median(turns: int, action: Callable[[int], object], clock: Callable[[], float] = time.perf_counter) -> float:
    times = []
    for turn in range(turns):
        start = clock()
        action(turn)
        times.append(clock() - start)
    return statistics.median(times)


def print_table(title: str, rows: dict[str, float], base: str) -> None:
    print(f"\n{title}\n{'':58}{'ms':>10}{'ratio':>10}")
    for name, seconds in rows.items():
        print(f"{name:58}{seconds * 1000:10.1f}{seconds / rows[base]:10.3f}")


def print_batches(rows: list[tuple[str, int, float, float]]) -> None:
    print(f"\nBatches, two processes\n{'':34}{'buyers':>10}{'s':>10}{'ms/buyer':>10}{'MB a process':>14}")
    for what, size, wall, peak in rows:
        print(f"{what:34}{size:10,}{wall:10.1f}{wall / size * 1000:10.1f}{peak:14.0f}")


if __name__ == "__main__":
    sys.exit(main())
