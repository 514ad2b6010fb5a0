"""Whole batches: how long they take, and how much memory, as the number of buyers grows."""

from __future__ import annotations

import os
import resource
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from dev.bench.memory import measure_peaks
from guide.core.paths import ROOT, guide_folder
from guide.loading.loader import load_guide
from guide.model.guide import ValueKind

BUYER = """\
name: {{zh: 样例采购企业 {n} 号（虚构）, en: Sample Buyer No. {n}}}
contact: {{phone: "010-0000-{phone:04d}", email: desk{n}@example.com}}
languages: {languages}
skip_stages: {skipped}
"""
LANGUAGES = ("[zh, en]", "[zh]", "[en]", "[en, zh]")
VALUES: dict[ValueKind, str] = {
    "text": "sample {n}", "member_name": "sample{n:06d}", "money_cny": "{n}001000", "days": "{n}1", "percents": "[13, 9]",
    "date": "2027-03-31", "phone": "010-0000-0000", "email": "sample{n}@example.com", "url": "https://sample{n}.example/",
}  # fmt: skip
"""What a buyer fills in for each kind of value that the guide insists on."""
LARGE = 1_000
GUIDE = guide_folder()
STEPS = GUIDE.steps


def batches(work: Path, sizes: list[int]) -> Iterator[str]:
    """Yields a line for each batch: of one structure in every size, then of twelve, then with handouts."""
    plans = [("1 structure, no handouts", size, 1, ["--no-handout"], STEPS) for size in sizes]
    if max(sizes) >= LARGE:
        # Another edition has site templates of its own: none is built yet in the first of the two.
        edition = work / "steps.yaml"
        words = STEPS.read_text(encoding="utf-8")
        edition.write_text(words.replace('  edition: "', f'  edition: "{time.time_ns()}-', 1), encoding="utf-8")
        for plan in ("12 structures to be built, no handouts", "12 structures, no handouts"):
            plans.append((plan, LARGE, 12, ["--no-handout"], edition))
        plans.append(("1 structure, with handouts", LARGE, 1, [], STEPS))
        plans.append(("12 structures, with handouts", LARGE, 12, [], edition))
    for what, size, structures, options, steps in plans:
        folder = work / f"batch-{len(options)}-{size}-{structures}"
        make_buyers(folder / "buyers", size, structures)
        command = [sys.executable, "-m", "guide.cli", "build", "--all", "--jobs", "2", *options]
        command += [
            "--steps",
            str(steps),
            "--captures",
            str(GUIDE.captures),
            "--buyers",
            str(folder / "buyers"),
            "--out",
            str(folder / "out"),
        ]
        start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        peaks = measure_peaks(command, ROOT, {**os.environ, "NO_MKDOCS_2_WARNING": "1"})
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        early_and_late = f"{peaks.early:.0f}, {peaks.late:.0f}"
        yield (
            f"{what:42}{size:8,}{wall:9.1f}{cpu:9.1f}{wall / size * 1000:10.1f}{peaks.total:11.0f}{peaks.process:13.0f}"
            f"{early_and_late:>14}"
        )
        shutil.rmtree(folder)


def make_buyers(folder: Path, count: int, structures: int) -> None:
    """Writes files of `count` buyers into `folder`, of `structures` kinds (1 to 12) in turn."""
    folder.mkdir(parents=True)
    guide = load_guide(STEPS).guide
    required = {key: VALUES[value.kind] for key, value in guide.buyer_values.items() if value.required}
    skipped = ("[]", f"[{guide.stages[-2].id}]", f"[{guide.stages[2].id}]")
    for n in range(count):
        kind = n % structures
        text = BUYER.format(n=n, phone=n % 10_000, languages=LANGUAGES[kind % 4], skipped=skipped[kind // 4])
        text += "".join(f"{key}: {value.format(n=n % 100 + 1)}\n" for key, value in required.items())
        (folder / f"b{n:06d}.yaml").write_text(text, encoding="utf-8")
