"""What a run and all of its processes hold in memory, looked at twice a second while it works (Linux)."""

from __future__ import annotations

import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_EVERY = 0.5


@dataclass
class Peaks:
    """Megabytes; 0 where the system does not tell."""

    total: float = 0
    """Of all processes together: pages that some share count once."""
    process: float = 0
    """Of the largest process, shared pages included."""
    late: float = 0
    """Of the largest process in the last tenth of the time."""
    early: float = 0
    """Of the largest process until a fifth of the time had passed."""


def measure_peaks(command: list[str], cwd: Path, environment: dict[str, str]) -> Peaks:
    """Runs `command` to its end, and returns what it held in memory at most. Raises CalledProcessError if it fails."""
    samples: list[tuple[float, float]] = []
    done = threading.Event()
    with subprocess.Popen(command, cwd=cwd, env=environment, stdout=subprocess.DEVNULL) as process:
        watcher = threading.Thread(target=_watch, args=(process.pid, samples, done))
        watcher.start()
        code = process.wait()
        done.set()
        watcher.join()
    if code:
        raise subprocess.CalledProcessError(code, command)
    if not samples:
        return Peaks()
    processes = [largest for _, largest in samples]
    return Peaks(
        max(total for total, _ in samples),
        max(processes),
        late=max(processes[-max(1, len(samples) // 10) :]),
        early=max(processes[: max(1, len(samples) // 5)]),
    )


def _watch(root: int, samples: list[tuple[float, float]], done: threading.Event) -> None:
    while not done.wait(_EVERY):
        sizes = [size for pid in _family(root) if (size := _memory_of(pid))]
        if sizes:
            samples.append((sum(pss for pss, _ in sizes), max(rss for _, rss in sizes)))


def _family(root: int) -> list[int]:
    """Returns the process and all its descendants."""
    parents: dict[int, list[int]] = {}
    for folder in _PROC.glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):  # it has just ended
            continue
        parents.setdefault(parent, []).append(int(folder.name))
    family, queue = [], [root]
    while queue:
        family.append(queue.pop())
        queue += parents.get(family[-1], [])
    return family


def _memory_of(pid: int) -> tuple[float, float] | None:
    """Returns, in megabytes, its share of what it has in memory and all of that; None where the system does not say."""
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    sizes = {line.split()[0]: int(line.split()[1]) / 1024 for line in lines if line.startswith(("Pss:", "Rss:"))}
    return (sizes["Pss:"], sizes["Rss:"]) if len(sizes) == 2 else None
