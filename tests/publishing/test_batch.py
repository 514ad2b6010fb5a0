"""Many buyers: each is built or told why not, unchanged ones are skipped, any executor will do."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from guide.cli.app import app
from guide.core.errors import GuideError
from guide.core.paths import GuideFolder, guide_folder
from guide.loading.loader import buyer_files
from guide.publishing import batch
from guide.publishing.batch import CHUNK, Job, build_batch, run_job
from guide.publishing.builder import BuildContext, load_context
from guide.publishing.outcomes import Outcome, Summary
from guide.publishing.publisher import StagingArea
from guide.publishing.verify import verify
from support.poison import poison
from support.small import MINIMAL, contents, copied, order, write


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small guide, in the working directory."""
    monkeypatch.chdir(copied(tmp_path))
    return Path.cwd()


def guide(*arguments: str) -> tuple[int, list[str]]:
    """The exit code of `guide`, and the lines that it said."""
    result = CliRunner().invoke(app, [*arguments, "--steps", "steps.yaml", "--buyers", "buyers"])
    return result.exit_code, result.output.splitlines()


def build(*arguments: str) -> tuple[int, list[str]]:
    return guide("build", *arguments, "--out", "site", "--no-handout")


def more_buyers(place: Path, number: int) -> list[Path | None]:
    for count in range(number):
        write(place / "buyers" / f"house-{count}.yaml", MINIMAL.replace("new-house", f"house{count}"))
    return [None, *buyer_files(place / "buyers")]


# --------------------------------------------------------------------------------------------------
# On the command line


@pytest.mark.usefixtures("place")
def test_all_buyers_and_the_neutral_edition_are_built() -> None:
    assert build("--all") == (
        0,
        ["site/generic/ built", "site/pine/ built", "site/willow/ built", "3 built, 0 unchanged, 0 failed"],
    )
    assert sorted(path.name for path in Path("site").iterdir()) == ["generic", "pine", "willow"]


@pytest.mark.usefixtures("place")
def test_a_zip_is_made_for_single_buyers_and_in_a_batch_only_where_it_is_asked_for() -> None:
    assert build("willow")[0] == 0
    assert [path.name for path in Path("site").glob("*.zip")] == ["willow.zip"]
    assert build("--all", "--zip")[0] == 0
    assert sorted(path.name for path in Path("site").glob("*.zip")) == ["generic.zip", "pine.zip", "willow.zip"]


def test_a_zip_that_stands_beside_a_site_is_made_anew_with_it_in_a_batch_too(place: Path) -> None:
    build("willow")
    build("--all")
    change = (place / "buyers" / "willow.yaml").read_text(encoding="utf-8").replace("20000", "31000")
    write(place / "buyers" / "willow.yaml", change)
    assert build("--all")[1][2] == "site/willow/ built"
    assert [path.name for path in Path("site").glob("*.zip")] == ["willow.zip"]
    with zipfile.ZipFile("site/willow.zip") as archive:
        zipped = archive.read("willow/manifest.json"), archive.read("willow/offer-tea.html")
    assert zipped == tuple(Path("site/willow", name).read_bytes() for name in ("manifest.json", "offer-tea.html"))
    assert b"31,000" in b"".join(path.read_bytes() for path in Path("site/willow").glob("*.html"))


@pytest.mark.parametrize("changed", [False, True], ids=["unchanged", "changed"])
def test_a_zip_goes_only_where_it_is_refused_and_that_is_said(changed: bool, place: Path) -> None:
    build("willow")
    build("--all")
    if changed:
        text = (place / "buyers" / "willow.yaml").read_text(encoding="utf-8").replace("20000", "31000")
        write(place / "buyers" / "willow.yaml", text)
    said = build("--all", "--no-zip")[1]
    assert said[2:] == [
        f"site/willow/ {'built' if changed else 'is up to date'}",
        "site/willow.zip removed: --no-zip",
        f"{int(changed)} built, {3 - changed} unchanged, 0 failed",
    ]
    assert not list(Path("site").glob("*.zip"))
    more_buyers(place, 20)
    build("--all", "--zip")
    assert build("--all", "--no-zip")[1] == ["23 ZIPs removed: --no-zip", "0 built, 23 unchanged, 0 failed"]
    assert not list(Path("site").glob("*.zip"))


@pytest.mark.usefixtures("place")
def test_one_site_is_told_with_what_to_open_and_what_to_send() -> None:
    code, said = guide("build", "willow", "--out", "site")
    size = f"{Path('site/willow.zip').stat().st_size / 1e6:.1f} MB"
    told = f": open site/willow/index.html; to send: site/willow.zip ({size}), handout.zh.pdf, handout.en.pdf"
    assert (code, said) == (0, ["site/willow/ built" + told])
    assert guide("build", "willow", "--out", "site") == (0, ["site/willow/ is up to date" + told])
    assert build("willow", "--no-zip")[1] == [
        "site/willow/ built: open site/willow/index.html", "site/willow.zip removed: --no-zip"
    ]  # fmt: skip
    assert guide("build", "--all", "--out", "new", "--no-handout")[1][0] == "new/generic/ built"


@pytest.mark.usefixtures("place")
def test_a_buyer_named_twice_is_built_once() -> None:
    assert build("pine", "pine", "willow") == (
        0,
        ["site/pine/ built", "site/willow/ built", "2 built, 0 unchanged, 0 failed"],
    )


@pytest.mark.usefixtures("place")
def test_what_has_not_changed_is_left_alone() -> None:
    build("--all")
    before = {path: path.stat().st_mtime_ns for path in Path("site").rglob("*")}
    assert build("--all")[1] == [
        "site/generic/ is up to date", "site/pine/ is up to date", "site/willow/ is up to date", "0 built, 3 unchanged, 0 failed",
    ]  # fmt: skip
    assert {path: path.stat().st_mtime_ns for path in Path("site").rglob("*")} == before


def test_a_broken_buyer_is_told_with_its_line_and_the_others_are_built(place: Path) -> None:
    build("--all")
    before = contents(Path("site/willow"))
    willow = place / "buyers" / "willow.yaml"
    write(willow, willow.read_text(encoding="utf-8").replace("20000", "twenty").replace("#356b2f", "green"))
    write(place / "buyers" / "oak.yaml", MINIMAL)
    assert build("--all") == (1, [
        "site/generic/ is up to date",
        "site/oak/ built",
        "site/pine/ is up to date",
        "buyers/willow.yaml:4:1: advance_cny: 'twenty' does not fit, expected a whole number without separators or units; correct it",
        "buyers/willow.yaml:17:9: brand.color: 'green' does not fit, expected a colour such as #0052d9 (in quotation marks); correct it",
        "1 built, 2 unchanged, 1 failed",
    ])  # fmt: skip
    assert contents(Path("site/willow")) == before


def test_a_mistake_in_the_steps_is_told_once_and_nothing_is_built(place: Path) -> None:
    steps = place / "steps.yaml"
    write(steps, steps.read_text(encoding="utf-8").replace("cost: free", "cost: gratis"))
    code, said = build("--all")
    assert (code, len(said)) == (1, 2)
    assert not Path("site").exists()


def test_a_disk_that_refuses_one_site_does_not_keep_the_others_from_being_built(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse = 'raise PermissionError(13, "Permission denied", "buyers/willow/leaf.svg")'
    poison(monkeypatch, place / "hooks", willow=refuse)
    code, said = build("--all")
    assert code == 3
    assert said[-1] == "2 built, 0 unchanged, 1 failed"
    assert said[-2].startswith("buyers/willow.yaml: system error: [Errno 13] Permission denied")


def test_a_buyer_that_is_gone_is_named_and_its_site_removed_only_when_asked(place: Path) -> None:
    build("--all", "--zip")
    (place / "buyers" / "pine.yaml").unlink()
    write(Path("site/notes/index.html"), "not one of ours")
    code, said = build("--all")
    assert code == 0
    assert said[-1] == ("site/pine/ has no buyer any more; remove it: make sites PRUNE=1 GUIDE=.")
    assert Path("site/pine/index.html").is_file()
    code, said = build("--all", "--prune")
    assert (code, said[-1]) == (0, "site/pine/ removed: there is no such buyer any more")
    assert sorted(path.name for path in Path("site").iterdir()) == [
        "generic",
        "generic.zip",
        "notes",
        "willow",
        "willow.zip",
    ]


def test_a_site_of_another_guide_is_not_overwritten_removed_or_called_left_over(place: Path) -> None:
    build("--all", "--zip")
    (place / "buyers" / "pine.yaml").unlink()
    steps = place / "steps.yaml"
    write(steps, steps.read_text(encoding="utf-8").replace("id: small-guide", "id: other-guide"))
    before = contents(Path("site"))
    told = (
        "site/{}/ is a site of the guide small-guide, and this is the guide other-guide, expected a folder for each guide; "
        "give OUT=another-folder (--out), or remove that site first"
    )
    generic, willow = f"generic: {told.format('generic')}", f"buyers/willow.yaml: {told.format('willow')}"
    assert build() == (2, [generic, "0 built, 0 unchanged, 1 failed"])
    assert build("willow") == (2, [willow, "0 built, 0 unchanged, 1 failed"])
    # Among many it is that buyer's, and pine, which this guide's build would not overwrite, is not its to name or remove.
    for arguments in (["--all"], ["--all", "--prune"]):
        assert build(*arguments) == (1, [generic, willow, "0 built, 0 unchanged, 2 failed"])
    assert contents(Path("site")) == before
    assert guide("build", "--all", "--no-handout", "--out", "other/site")[0] == 0


def test_a_site_of_another_guide_that_comes_up_meanwhile_is_not_overwritten(place: Path) -> None:
    """The sites are looked at once more, each just before it is built."""
    build("willow")
    steps = place / "steps.yaml"
    write(steps, steps.read_text(encoding="utf-8").replace("id: small-guide", "id: other-guide"))
    before = contents(Path("site"))
    summary = build_batch(guide_folder(steps=steps), [place / "buyers" / "willow.yaml"], order(place / "site"))
    assert summary.exit_code == 2
    assert "is a site of the guide small-guide" in summary.failed[0].error
    assert contents(Path("site")) == before


def test_a_broken_buyer_is_not_taken_for_one_that_is_gone(place: Path) -> None:
    build("--all")
    write(place / "buyers" / "pine.yaml", "name: [")
    code, said = build("--all", "--prune")
    assert code == 1
    assert not [line for line in said if "removed" in line]
    assert Path("site/pine/index.html").is_file()


def test_a_folder_of_no_buyers_makes_the_neutral_edition(place: Path) -> None:
    (place / "none").mkdir()
    result = CliRunner().invoke(
        app, ["build", "--all", "--steps", "steps.yaml", "--buyers", "none", "--out", "site", "--no-handout"]
    )
    assert (result.exit_code, result.output) == (0, "site/generic/ built\n")


@pytest.mark.usefixtures("place")
def test_a_folder_that_is_not_there_is_told() -> None:
    result = CliRunner().invoke(app, ["build", "--all", "--steps", "steps.yaml", "--buyers", "none", "--no-handout"])
    assert result.exit_code == 1
    assert result.output == "none: no such folder, expected one with a file for each buyer\n1 problem\n"


def test_many_buyers_are_counted_and_not_listed(place: Path) -> None:
    more_buyers(place, 25)
    assert build("--all") == (0, ["28 built, 0 unchanged, 0 failed"])


# --------------------------------------------------------------------------------------------------
# Executors


def _slugs(outcomes: list[Outcome]) -> list[str]:
    return sorted(outcome.buyer.stem if outcome.buyer else "generic" for outcome in outcomes)


def test_a_batch_on_the_command_line_says_what_came_of_it_and_nothing_else(place: Path) -> None:
    more_buyers(place, 2 * CHUNK + 5)
    command = [sys.executable, "-W", "error", "-m", "guide.cli", "build", "--all", "--jobs", "2", "--no-handout"]
    command += ["--steps", "steps.yaml", "--buyers", "buyers", "--out", "site"]
    for expected in ("40 built, 0 unchanged, 0 failed\n", "0 built, 40 unchanged, 0 failed\n"):
        done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, expected, "")
    for site in (place / "site").iterdir():
        verify(site)


@pytest.mark.parametrize("executor", [None, ThreadPoolExecutor], ids=["processes", "threads"])
def test_buyers_are_spread_over_the_workers_of_any_executor(
    executor: Callable[[int], ThreadPoolExecutor] | None, place: Path
) -> None:
    buyers = more_buyers(place, 2 * CHUNK + 5)
    told: list[Outcome] = []
    pool = executor(3) if executor else None
    summary = build_batch(
        guide_folder(place), buyers, order(place / "site"), jobs=2, executor=pool, on_outcome=told.append
    )
    assert (summary.built, summary.unchanged, summary.failed) == (len(buyers), 0, [])
    assert _slugs(told) == sorted([*(path.stem for path in buyers if path), "generic"])
    for site in (place / "site").iterdir():
        verify(site)
    again = build_batch(guide_folder(place), buyers, order(place / "site"), jobs=2)
    assert (again.built, again.unchanged) == (0, len(buyers))


def test_an_executor_gets_paths_and_gives_outcomes_a_chunk_at_a_time(place: Path) -> None:
    """What goes to a cluster and comes back is small, and never all of it is under way."""

    class Recorder(ThreadPoolExecutor):
        jobs: list[batch.Job]
        most = 0

        def submit(self, fn: Any, /, *arguments: Any, **options: Any) -> Future[Any]:
            self.jobs = [*getattr(self, "jobs", []), *arguments]
            self.most = max(self.most, len(self.jobs) - len(told))
            return super().submit(fn, *arguments, **options)

    told: list[Outcome] = []
    buyers = more_buyers(place, 6 * CHUNK)
    with Recorder(1) as pool:
        build_batch(guide_folder(place), buyers, order(place / "site"), jobs=1, executor=pool, on_outcome=told.append)
    assert [len(job.buyers) for job in pool.jobs] == [CHUNK] * 6 + [3]
    assert all(isinstance(path, Path | None) for job in pool.jobs for path in job.buyers)
    assert pool.most <= 4
    assert len(told) == len(buyers)


def test_a_worker_loads_the_guide_once_and_anew_when_it_has_changed(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[GuideFolder] = []
    load = load_context

    def counted(folder: GuideFolder, **options: Any) -> BuildContext:
        loads.append(folder)
        return load(folder, **options)

    monkeypatch.setattr(batch, "load_context", counted)
    buyers = more_buyers(place, 2 * CHUNK)
    for start in (0, CHUNK):
        run_job(Job(guide_folder(place), tuple(buyers[start : start + CHUNK]), order(place / "site")))
    assert len(loads) == 1
    steps = place / "steps.yaml"
    write(steps, steps.read_text(encoding="utf-8").replace('edition: "7"', 'edition: "8"'))
    (outcome,) = run_job(Job(guide_folder(steps=steps), tuple(buyers[:1]), order(place / "site")))
    assert (len(loads), outcome) == (2, Outcome(None))
    write(place / "words" / "zh.yaml", "page: {home: 大门}\n")
    run_job(Job(guide_folder(steps=steps), tuple(buyers[:1]), order(place / "site")))
    assert len(loads) == 3


def test_the_gravest_failure_decides_the_exit_code() -> None:
    summary = Summary()
    for outcome in (
        Outcome(None),
        Outcome(None, unchanged=True),
        Outcome(None, exit_code=1),
        Outcome(None, exit_code=3),
    ):
        summary.add(outcome)
    assert (summary.built, summary.unchanged, summary.exit_code) == (1, 1, 3)
    assert str(summary) == "1 built, 1 unchanged, 2 failed"


def test_a_failure_that_is_not_the_inputs_names_the_buyer(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise GuideError("MkDocs refused the pages:\nno reason")

    monkeypatch.setattr(BuildContext, "build", fail)
    assert build("pine") == (
        1,
        ["buyers/pine.yaml: MkDocs refused the pages:", "no reason", "0 built, 0 unchanged, 1 failed"],
    )
    assert build()[1][0] == "generic: MkDocs refused the pages:"


def test_where_a_failure_comes_from_is_shown_only_when_asked_for(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise ValueError("no such thing")

    monkeypatch.setattr(BuildContext, "build", fail)
    for options, is_shown in (((), False), (("--debug",), True)):
        assert ("Traceback (most recent call last):" in build("pine", *options)[1]) == is_shown


# --------------------------------------------------------------------------------------------------
# One buyer's failure

HARMS = {
    "killed": "os.kill(os.getpid(), signal.SIGKILL)",
    "crashed": "os.kill(os.getpid(), signal.SIGSEGV)",
    "left": "os._exit(0)",
    "ended": "sys.exit(7)",
    "value": 'raise ValueError("\\nno such thing\\nat all")',
    "typst": 'import typst; raise typst.TypstError("unknown variable")',
    "panic": 'raise Panic("index out of bounds")',
    "memory": "raise MemoryError",
    "deep": 'raise RecursionError("maximum recursion depth exceeded")',
}
"""What befalls a buyer of that name."""
_LOST = (
    "buyers/{}.yaml: can't be built: its process ends before it is done ({}), and so did another; what was there is "
    "unchanged. If that is SIGKILL, free memory; else leave out its logo, then its texts, to see which of them it is"
)
_FAILED = (
    "buyers/{0}.yaml: can't be built: {1}; what was there is unchanged. See where this comes from with "
    f"{sys.executable.removesuffix('python')}guide build {{0}} --debug, and report it"
)
TOLD = {
    "killed": _LOST.format("killed", "SIGKILL"),
    "crashed": _LOST.format("crashed", "SIGSEGV"),
    "left": _LOST.format("left", "exit code 0"),
    "ended": _FAILED.format("ended", "SystemExit: 7"),
    "value": _FAILED.format("value", "ValueError: no such thing"),
    "typst": _FAILED.format("typst", "TypstError: unknown variable"),
    "panic": _FAILED.format("panic", "Panic: index out of bounds"),
    "memory": "buyers/memory.yaml: there is not enough memory to build it; end other programs, or give a lower JOBS (--jobs)",
    "deep": _FAILED.format("deep", "RecursionError: maximum recursion depth exceeded"),
}


@pytest.mark.parametrize("jobs", [1, 2])
def test_whatever_befalls_a_buyer_costs_no_other(jobs: int, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more_buyers(place, 30)
    for slug in HARMS:
        write(place / "buyers" / f"{slug}.yaml", MINIMAL.replace("new-house", slug))
    poison(monkeypatch, place / "hooks", **HARMS)
    code, said = build("--all", "--jobs", str(jobs))
    assert (code, said[-1]) == (3, "33 built, 0 unchanged, 9 failed")
    assert sorted(said[:-1]) == sorted(TOLD.values())
    up = {path.name for path in (place / "site").iterdir()}
    assert up == {"generic", "willow", "pine", *(f"house-{count}" for count in range(30))}
    for site in (place / "site").iterdir():
        verify(site)


@pytest.mark.parametrize("harm", ["killed", "crashed", "left"])
def test_a_process_that_dies_without_the_buyers_fault_costs_nobody(
    harm: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison(monkeypatch, place / "hooks", **dict.fromkeys(("generic", "willow"), f"if once(site.slug): {HARMS[harm]}"))
    assert build("--all") == (
        0,
        ["site/generic/ built", "site/pine/ built", "site/willow/ built", "3 built, 0 unchanged, 0 failed"],
    )
    assert sorted(path.name for path in (place / "site").iterdir()) == ["generic", "pine", "willow"]


@pytest.mark.parametrize(("harm", "is_same"), [("memory", False), ("panic", False), ("value", True)])
def test_a_process_that_can_not_be_relied_on_any_more_builds_nothing_more(
    harm: str, is_same: bool, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = "(Path(__file__).parent / site.slug).write_text(str(os.getpid()))"
    write(place / "buyers" / "oak.yaml", MINIMAL)
    poison(monkeypatch, place / "hooks", oak=f"{note}; {HARMS[harm]}", pine=note)
    assert build("--all")[1][-1] == "3 built, 0 unchanged, 1 failed"
    oak, pine = ((place / "hooks" / slug).read_text(encoding="utf-8") for slug in ("oak", "pine"))
    assert (oak == pine) == is_same


@pytest.mark.parametrize("harm", ["killed", "value"])
def test_a_mistake_in_one_file_and_a_failure_over_the_last_are_both_told_and_nothing_is_left(
    harm: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(place / "buyers" / "oak.yaml", "name: [")
    write(place / "buyers" / "zelkova.yaml", MINIMAL)
    start = "import guide.core.paths; guide.core.paths.TYPESETTING = Path('typesetting').resolve()"
    poison(monkeypatch, place / "hooks", start=start, zelkova=HARMS[harm])
    monkeypatch.setattr(batch, "TYPESETTING", place / "typesetting")
    code, said = build("--all")
    assert (code, said[-1]) == (3, "3 built, 0 unchanged, 2 failed")
    assert [line.split(":")[0] for line in said if line.startswith("buyers/")] == [
        "buyers/oak.yaml",
        "buyers/zelkova.yaml",
    ]
    assert sorted(path.name for path in (place / "site").iterdir()) == ["generic", "pine", "willow"]
    assert not list((place / "typesetting").iterdir())


@pytest.mark.usefixtures("place")
def test_a_machine_that_starts_no_processes_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    poison(monkeypatch, place / "hooks", start="os._exit(9)")
    assert build("--all") == (3, [
        "no process comes to work, expected one for each job: exit code 9, 3 times; see that there is memory left, and that "
        "the system lets processes start others"
    ])  # fmt: skip


def test_processes_that_fail_to_start_now_and_then_cost_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = (
        "number = len(list(Path(__file__).parent.glob('start-*')))\n"
        "(Path(__file__).parent / f'start-{number}').touch()\n"
        "if number % 2: os._exit(9)"
    )
    slugs = ("generic", "pine", "willow")
    poison(monkeypatch, place / "hooks", start=start, **dict.fromkeys(slugs, f"if once(site.slug): {HARMS['killed']}"))
    assert build("--all")[1][-1] == "3 built, 0 unchanged, 0 failed"
    assert len([*(place / "hooks").glob("start-*")]) == 7


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere it first finishes the buyer at hand")
def test_a_run_that_is_killed_takes_its_processes_along(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    poison(monkeypatch, place / "hooks", generic='print("at work", flush=True); signal.pause()')
    command = [sys.executable, "-m", "guide.cli", "build", "--all", "--no-handout"]
    command += ["--steps", "steps.yaml", "--buyers", "buyers", "--out", "site"]
    with subprocess.Popen(command, cwd=place, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "at work\n"
        run.kill()
        assert run.communicate(timeout=20)[0] == ""  # it ends when no process has it open


def test_buyers_that_an_executor_loses_are_built_without_it(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    poison(monkeypatch, place / "hooks", killed=HARMS["killed"])
    write(place / "buyers" / "killed.yaml", MINIMAL)
    buyers = more_buyers(place, 4 * CHUNK)
    told: list[Outcome] = []
    with (
        ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool,
        pytest.warns(RuntimeWarning, match="lost"),
    ):
        summary = build_batch(
            guide_folder(place), buyers, order(place / "site"), jobs=2, executor=pool, on_outcome=told.append
        )
    assert [outcome.buyer for outcome in summary.failed] == [place / "buyers" / "killed.yaml"]
    assert _slugs(told) == sorted([*(path.stem for path in buyers if path), "generic"])
    assert len(list((place / "site").iterdir())) == len(buyers) - 1


def test_an_executor_that_takes_nothing_is_done_without(place: Path) -> None:
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    with pytest.warns(RuntimeWarning, match="cannot schedule new futures after shutdown"):
        summary = build_batch(guide_folder(place), more_buyers(place, 0), order(place / "site"), executor=pool)
    assert str(summary) == "3 built, 0 unchanged, 0 failed"


def test_what_an_executor_is_not_even_asked_for_is_built_too(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked for a few chunks at a time; where all of these are lost, more of them are still to come."""
    monkeypatch.setattr(batch, "CHUNK", 1)
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    buyers = more_buyers(place, 5)
    with pytest.warns(RuntimeWarning, match="the executor has lost buyers"):
        summary = build_batch(guide_folder(place), buyers, order(place / "site"), jobs=1, executor=pool)
    assert str(summary) == f"{len(buyers)} built, 0 unchanged, 0 failed"


class Panic(BaseException):
    """Like that of the compiler, which is no Exception."""


@pytest.mark.parametrize("error", [ValueError("no such thing"), Panic("index out of bounds"), SystemExit(7)], ids=repr)
def test_a_failure_over_one_buyer_is_told_with_its_file_and_leaves_nothing_behind(
    error: BaseException, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build("willow")
    before = contents(place / "site")
    publish = StagingArea.publish

    def fail(working: StagingArea, *arguments: Any, **named: Any) -> None:
        assert working.folder.is_dir()
        raise error

    monkeypatch.setattr(StagingArea, "publish", fail)
    willow = place / "buyers" / "willow.yaml"
    write(willow, willow.read_text(encoding="utf-8").replace("20000", "31000"))
    told = _FAILED.format("willow", f"{type(error).__name__}: {error}")
    assert build("willow") == (3, [told, "0 built, 0 unchanged, 1 failed"])
    assert "in fail" in "\n".join(build("willow", "--debug")[1])
    assert contents(place / "site") == before
    monkeypatch.setattr(StagingArea, "publish", publish)
    assert build("willow")[0] == 0
