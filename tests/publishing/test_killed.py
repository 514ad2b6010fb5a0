"""Whole runs, killed at any moment and at work at the same time: each site stays complete, and nothing is left lying about.

A run is `guide build --all --prune` with ZIPs and without, from an empty cache of site templates or a full one, in the small
guide. The values of its buyers change from run to run.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from guide.publishing.verify import verify
from support.small import MINIMAL, SMALL, verified_but_for_zip, write

RUNS = """
import multiprocessing, os, signal, sys
from pathlib import Path
import guide.core.paths
guide.core.paths.SITE_TEMPLATES = Path("templates").resolve()
import guide.publishing.batch, guide.publishing.processes, guide.publishing.publisher, guide.site.mkdocs
from guide.cli.app import app

class Forks:
    "Processes of a batch that start at once, and with what is changed here; none of them makes a handout."
    context, ends = multiprocessing.get_context("fork"), []

    def Pipe(self):
        self.ends[:] = self.context.Pipe()
        return tuple(self.ends)

    def Process(self, *, target, args, daemon):
        return self.context.Process(target=lambda: (self.ends[0].close(), target(*args)), daemon=daemon)

guide.publishing.processes._SPAWN = Forks()
for line in sys.stdin:
    if (pid := os.fork()) == 0:
        how, *options = line.split()
        if how == "two-renames":
            guide.publishing.publisher._exchange = lambda one, other: False
        sys.stdout = sys.stderr = open("said", "a")
        code = 3
        try:
            app(["build", "--all", "--no-handout", "--jobs", "1", *options], standalone_mode=False)
            code = 0
        finally:
            sys.stdout.flush()
            os._exit(code)
    print(pid, flush=True)
    sys.stdin.readline()
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""
"""Does a run in a process of its own for a line that it reads; says its id, and after another line how it ended."""
OPTIONS = ("--steps", "steps.yaml", "--buyers", "buyers", "--out", "site")
BUYERS = ("birch", "oak", "teak")


class Place:
    """A folder with a guide, its buyers and their sites."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "site"
        shutil.copytree(SMALL, folder, dirs_exist_ok=True)
        shutil.rmtree(folder / "buyers")
        (folder / "buyers").mkdir()
        self.say("0")

    def say(self, version: str) -> None:
        """Gives every buyer other values; `teak` and `gone` are there in turn."""
        names = [*BUYERS[:2], "teak" if int(version) % 2 else "gone"]
        for name in (*BUYERS, "gone"):
            path = self.folder / "buyers" / f"{name}.yaml"
            if name in names:
                text = MINIMAL.replace("new-house", f"{name}-{version}")
                os.replace(write(self.folder / "new", text), path)  # a run may be reading
            else:
                path.unlink(missing_ok=True)

    def assert_whole(self, *, killed: bool = False) -> None:
        """Every site that is up is one version of it, complete; so is its ZIP, if the run was not killed just before it."""
        for site in self.out.iterdir() if self.out.is_dir() else ():
            if site.is_dir() and not site.name.startswith("."):
                if killed:
                    verified_but_for_zip(site)
                else:
                    verify(site)
                text = "".join(path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html")))
                assert len(set(re.findall(rf"{site.name}-\d+", text))) == (site.name != "generic"), site
            elif site.suffix == ".zip":
                with zipfile.ZipFile(site) as archive:
                    assert archive.testzip() is None

    def assert_tidy(self, zipped: bool) -> None:
        """The sites of the buyers that there are, the neutral edition, and nothing else."""
        slugs = {"generic", *(path.stem for path in (self.folder / "buyers").glob("*.yaml"))}
        up = {path.name for path in self.out.iterdir()}
        assert up == (slugs | {f"{slug}.zip" for slug in slugs} if zipped else slugs)
        cache = self.folder / "templates"
        assert cache.is_dir(), "the runs keep their templates elsewhere, and nothing is looked at here"
        assert not list(cache.glob(".*"))
        for slug in slugs - {"generic"}:
            version = (self.folder / "buyers" / f"{slug}.yaml").read_text(encoding="utf-8")
            stall = re.search(r"stall_code: (\S+)", version)
            assert stall is not None
            assert stall[1] in (self.out / slug / "index.html").read_text(encoding="utf-8")


@contextmanager
def runner(folder: Path) -> Iterator[tuple[IO[str], IO[str]]]:
    """Its input and output."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-W", "ignore", "-c", RUNS]
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.stdin, process.stdout
        process.stdin.close()
        assert process.wait(20) == 0


def begun(talk: tuple[IO[str], IO[str]], how: str, *options: str) -> int:
    """The id of a run that has begun."""
    talk[0].write(" ".join([how, *OPTIONS, *options]) + "\n")
    talk[0].flush()
    return int(talk[1].readline())


def ended(talk: tuple[IO[str], IO[str]]) -> int:
    """How the run that has begun ends: 0 if it did all of its work."""
    talk[0].write("\n")
    talk[0].flush()
    return int(talk[1].readline())


@pytest.mark.parametrize(
    ("how", "moments"), [("one-step", 12), ("two-renames", 8), ("empty-cache", 3)], ids=lambda value: str(value)
)
def test_a_run_that_is_killed_leaves_whole_sites_and_the_next_leaves_no_litter(
    how: str, moments: int, tmp_path: Path
) -> None:
    place, chance = Place(tmp_path), random.Random(moments)  # noqa: S311
    with runner(tmp_path) as talk:
        begun(talk, how)
        assert ended(talk) == 0
        lasts, version, killed = 0.0, 0, 0
        while killed < moments:
            version += 1
            place.say(str(version))
            options = ["--prune", "--no-zip"] if version % 2 else ["--prune", "--zip"]
            if how == "empty-cache":  # what killed runs have left of it stays
                for site_template in (tmp_path / "templates").glob("[!.]*/"):
                    shutil.rmtree(site_template)
            start = time.perf_counter()
            pid = begun(talk, how, *options)
            if lasts and version % 5:
                time.sleep(chance.uniform(0, lasts))
                os.kill(pid, signal.SIGKILL)
                killed += ended(talk) == -signal.SIGKILL
                if how != "two-renames":  # there may be no site for a moment, and the next run puts it back
                    place.assert_whole(killed=True)
            else:  # a run to the end, which clears away what the others have left
                assert ended(talk) == 0, (tmp_path / "said").read_text(encoding="utf-8")
                lasts = time.perf_counter() - start
                place.assert_whole()
                place.assert_tidy(zipped=version % 2 == 0)


@pytest.mark.parametrize("how", ["one-step", "two-renames"])
def test_two_runs_at_once_that_read_different_values_leave_whole_sites_and_no_litter(how: str, tmp_path: Path) -> None:
    place = Place(tmp_path)
    with runner(tmp_path) as one, runner(tmp_path) as other:
        for version in range(0, 8, 2):
            place.say(str(version))
            begun(one, how, "--prune", "--zip")
            place.say(str(version + 2))
            begun(other, how, *(["--prune", "--no-zip"] if version % 4 else ["--zip"]))
            assert (ended(one), ended(other)) == (0, 0), (tmp_path / "said").read_text(encoding="utf-8")
            place.assert_whole()
            if version % 8 == 0:
                begun(one, how, "--prune", "--zip")
                assert ended(one) == 0
                place.assert_whole()
                place.assert_tidy(zipped=True)
