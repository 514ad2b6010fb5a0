"""The command: help for everything, words without tracebacks, and documents that name all there is."""

from __future__ import annotations

import datetime
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from guide import model
from guide.cli.app import app
from guide.core.commands import program
from guide.core.errors import InputError
from guide.core.paths import ROOT
from guide.loading.loader import load_guide
from guide.model.buyer import buyer_model
from guide.model.texts import Strict
from guide.model.values import TYPES
from support.pictured import make_place
from support.small import MINIMAL, STEPS, copied, replaced, write

COMMANDS: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
NAMES = sorted(COMMANDS)
MODELS: dict[str, type[Strict]] = {
    made.__name__: made
    for module in pkgutil.iter_modules(model.__path__)
    for _, made in inspect.getmembers(importlib.import_module(f"guide.model.{module.name}"), inspect.isclass)
    if issubclass(made, Strict)
}
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE)


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


# --------------------------------------------------------------------------------------------------
# Help


def test_there_are_the_commands_of_the_contract() -> None:
    assert {"audit", "build", "capture", "check", "schema", "verify"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_and_each_of_its_options_has_help(name: str) -> None:
    code, said = run(name, "--help")
    assert code == 0
    assert "Usage: " in said
    assert COMMANDS[name].help
    for parameter in COMMANDS[name].params:
        assert parameter.help, f"{name} {parameter.name}"


@pytest.mark.parametrize("name", NAMES)
def test_every_command_can_say_where_an_error_came_from(name: str) -> None:
    assert "--debug" in {option for parameter in COMMANDS[name].params for option in parameter.opts}


def test_no_arguments_give_help() -> None:
    _, said = run()
    for name in NAMES:
        assert name in said


@pytest.mark.parametrize("arguments", [["make"], ["build", "--colour"], ["build", "--jobs", "-1"], ["read-code"]])
def test_a_command_that_is_given_wrongly_is_told_with_code_2(arguments: list[str]) -> None:
    code, said = run(*arguments)
    assert code == 2
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "arguments",
    [
        ["--live", "https://portal.example"],
        ["form", "counter", "--live", "https://portal.example"],
        ["--import", "x.png"],
        ["form", "--live", "https://portal.example", "--import", "x.png"],
    ],
)
def test_a_picture_is_taken_at_the_portal_or_from_a_file_of_one_screen_at_a_time(arguments: list[str]) -> None:
    code, message = run("capture", *arguments)
    assert code == 2
    expected = f"{program()} capture SCREEN --live URL, or --import FILE"
    assert message == f"--live and --import take one screen each, expected {expected}\n"


def test_a_build_says_which_screens_have_no_picture_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = make_place(tmp_path)
    monkeypatch.chdir(tmp_path)
    code, message = run("build", "--steps", place.steps.name, "--buyers", "buyers", "--out", "site", "--no-handout")
    assert code == 0
    still = f"take it with {program()} capture receipt --import FILE"
    missing = f"no picture yet of counter, form, receipt: their legends stand alone; run make captures; {still}"
    assert missing in message.splitlines()


def test_an_unexpected_error_is_one_line_and_a_traceback_only_when_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def fail(*arguments: object) -> None:
        raise RuntimeError("no one thought of this")

    monkeypatch.setattr("guide.cli.schema.load_guide", fail)
    assert run("schema", "new") == (
        3,
        "internal error: RuntimeError: no one thought of this; run again with --debug for the traceback\n",
    )
    assert CliRunner().invoke(app, ["schema", "new", "--debug"]).exception.args == ("no one thought of this",)  # type: ignore[union-attr]


def test_a_known_error_shows_its_traceback_only_when_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("check", "--steps", "none.yaml") == (1, "none.yaml: no such file; check the name\n1 problem\n")
    code, said = run("check", "--steps", "none.yaml", "--debug")
    assert code == 1
    assert "Traceback (most recent call last)" in said


def test_the_installed_command_says_its_problems_where_errors_belong(tmp_path: Path) -> None:
    """Through a process of its own: exit code, nothing on standard output, no traceback."""
    broken = write(tmp_path / "steps.yaml", "guide: {}\n")
    done = subprocess.run(
        [sys.executable, "-m", "guide.cli", "build", "--steps", str(broken), "--no-handout"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert "steps.yaml:1:1: stages: missing, expected this: " in done.stderr
    assert "Traceback" not in done.stderr


# --------------------------------------------------------------------------------------------------
# check


def test_check_tells_the_problems_of_the_guide_or_of_every_buyer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = copied(tmp_path)
    monkeypatch.chdir(place)
    for name in ("pine", "willow"):
        path = place / "buyers" / f"{name}.yaml"
        write(path, path.read_text(encoding="utf-8").replace("stall_code:", "stall_cod:"))
    code, said = run("check", "--steps", "steps.yaml", "--buyers", "buyers")
    assert code == 1
    for name in ("pine", "willow"):
        assert f"buyers/{name}.yaml:3:1: stall_cod: unknown key" in said
        assert f"buyers/{name}.yaml:2:1: stall_code: missing" in said


def checked(place: Path, steps: str, **buyers: str) -> list[str]:
    """What `guide check` says of the small guide with that text and those buyers, but for how many problems there are."""
    write(place / "steps.yaml", steps)
    for name, text in buyers.items():
        write(place / "buyers" / f"{name}.yaml", text)
    return run("check", "--steps", "steps.yaml", "--buyers", "buyers")[1].splitlines()[:-1]


def test_check_tells_of_buyers_beside_a_guide_that_cannot_be_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = copied(tmp_path)
    monkeypatch.chdir(place)
    text = (place / "steps.yaml").read_text(encoding="utf-8")
    willow = (place / "buyers" / "willow.yaml").read_text(encoding="utf-8")
    late = replaced(willow, ("deadline: 2027-05-01", "deadline: tomorrow"), ("tasting_days: 1", "tasting_day: 1"))
    unfit = "buyers/willow.yaml:13:1: deadline: 'tomorrow' does not fit, expected a date such as 2026-11-23; correct it"
    unknown = "buyers/willow.yaml:5:1: tasting_day: unknown key, "
    parts = checked(place, replaced(text, ("path: [open_stall, stall_name]", "path: [open_shop]")), willow=late)
    assert [line.split(":")[0] for line in parts] == ["steps.yaml", "buyers/willow.yaml", "buyers/willow.yaml"]
    assert parts[2] == unfit
    assert parts[1].startswith(unknown)
    torn = checked(place, text.replace('edition: "7"', "edition: ["), willow=late)
    assert len(torn) == 2
    assert torn[1] == unfit, "what any guide's buyer must mend is told though nothing of this guide can be read"
    unread = checked(
        place, text.replace("    kind: days\n", "    kind: hours\n"), willow=willow.replace("20000", "2 万")
    )
    assert [line.split(": ")[1] for line in unread] == ["buyer_values.tasting_days.kind", "advance_cny"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("buyer_values:\n", "buyer_value:\n"),
        ("buyer_values:\n", "buyer_values: none\nlost:\n"),
        ("  stall_code:\n", "  _stall:\n"),
        ("    kind: days\n", "    kind: hours\n"),
        ("    kind: days\n", "    kinds: days\n"),
        ("  - id: open-stall\n", "  - ids: open-stall\n"),
        ("languages: [zh, en]", "languages: [zh, fr]"),
        ("languages: [zh, en]", "language: [zh]"),
        ("guide:\n", "guides:\n"),
        ("    required: true\n", "    required: [open-shop]\n"),
    ],
)
def test_what_cannot_be_read_of_the_guide_is_held_against_no_buyer(
    old: str, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = copied(tmp_path)
    monkeypatch.chdir(place)
    text = (place / "steps.yaml").read_text(encoding="utf-8")
    assert old in text
    pine = (
        "name: {zh: 松, en: Pine}\nstall_code: abc\nskip_stages: [offer-tea]\nnotes: {open-stall: {zh: 请, en: Do}}\n"
    )
    told = checked(place, text.replace(old, new, 1), pine=pine)
    spared = {"_stall": "stall_code"}.get(new.strip(" :\n"), "nothing")
    assert told
    assert [line for line in told if "buyers/" in line and f": {spared}: " not in line] == []


def test_check_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = copied(tmp_path)
    monkeypatch.chdir(place)
    before = {path: path.stat().st_mtime_ns for path in place.rglob("*")}
    run("check", "--steps", "steps.yaml", "--buyers", "buyers")
    assert {path: path.stat().st_mtime_ns for path in place.rglob("*")} == before


def test_check_tells_of_what_no_page_shows_and_a_build_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = copied(tmp_path)
    monkeypatch.chdir(place)
    data = ("--steps", "steps.yaml", "--buyers", "buyers")
    note = "{zh: 好, en: Fine}"
    text = MINIMAL + f"skip_stages: [offer-tea]\nnotes:\n  open-stall: {note}\n  offer-tea: {note}\n"
    write(place / "buyers/new.yaml", text)
    code, said = run("check", *data)
    assert code == 1
    assert "buyers/new.yaml:8:3: notes.offer-tea: a note at offer-tea, which this buyer leaves out, " in said
    assert "steps.yaml:85:5: materials.never-used.id: no step uses never-used, " in said
    assert said.count(" a note at ") + said.count("no step uses") == 2
    assert run("build", "new", *data, "--no-handout", "--out", "site")[0] == 0


def test_check_tells_of_a_deadline_that_has_passed_and_a_build_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = copied(tmp_path)
    monkeypatch.chdir(place)
    data = ("--steps", "steps.yaml", "--buyers", "buyers")
    yesterday, today = datetime.date.today() - datetime.timedelta(days=1), datetime.date.today()
    write(place / "buyers/late.yaml", MINIMAL + f"deadline: {yesterday}\n")
    write(place / "buyers/just.yaml", MINIMAL + f"deadline: {today}\n")
    code, said = run("check", *data)
    assert code == 1
    assert f"buyers/late.yaml:5:1: deadline: {yesterday} has passed, expected a day to come" in said
    assert "just.yaml" not in said
    assert run("build", "late", *data, "--no-handout", "--out", "site")[0] == 0


def test_check_tells_what_can_not_be_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = copied(tmp_path)
    monkeypatch.chdir(place)
    for path in (place / "steps.yaml", place / "buyers/willow.yaml"):
        write(path, path.read_text(encoding="utf-8") + "# 😀 in a remark\n")
    write(place / "buyers/new.yaml", MINIMAL.replace("New Tea House", "New Tea House 😀"))
    code, said = run("check", "--steps", "steps.yaml", "--buyers", "buyers")
    assert code == 1
    advice = "expected characters that can be printed; write it differently"
    assert f"buyers/new.yaml:1:17: name.en: the font has no 😀 (U+1F600), {advice}" in said.splitlines()
    assert said.count("😀") == 1


def test_input_is_never_wrong_without_a_problem() -> None:
    with pytest.raises(ValueError, match="expected at least one"):
        InputError([])


def test_check_tells_what_was_to_be_reviewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = copied(tmp_path)
    monkeypatch.chdir(place)
    text = (place / "steps.yaml").read_text(encoding="utf-8").replace("review_by: 2099-01-01", "review_by: 2020-01-01")
    write(
        place / "steps.yaml",
        text.replace("verified_on: 2026-11-02", "verified_on: 2026-11-02\n  review_by: 2020-02-02"),
    )
    code, said = run("check", "--steps", "steps.yaml", "--buyers", "buyers")
    assert code == 1
    late = "was to be reviewed by {}; check the facts and set a new date"
    assert f": guide.review_by: {late.format('2020-02-02')}" in said
    assert f": updates.origin-digital.review_by: {late.format('2020-01-01')}" in said


# --------------------------------------------------------------------------------------------------
# Documents


def test_bare_make_lists_every_target() -> None:
    done = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = re.findall(r"^  make ([a-z-]+)\s+\S", done.stdout, re.MULTILINE)
    assert listed == TARGETS
    assert "Variables: STEPS=data/steps.yaml BUYERS=data/buyers OUT=site JOBS=" in done.stdout


def test_there_are_the_targets_of_the_contract() -> None:
    assert set(TARGETS) >= {
        "site", "sites", "serve", "check", "test", "lint", "bench", "captures", "goldens", "clean", "audit", "verify", "help",
    }  # fmt: skip


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_is_phony_and_in_the_documents(target: str) -> None:
    [phony] = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert target in phony.split()
    documents = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert target == "help" or re.search(rf"\bmake {target}\b", documents), f"README says nothing of make {target}"


@pytest.mark.parametrize("variable", ["GUIDE", "STEPS", "BUYERS", "OUT", "JOBS", "BUYER", "PRUNE", "PORT"])
def test_every_variable_can_be_overridden(variable: str) -> None:
    assert re.search(rf"^{variable} \?=", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize(("given", "pruned"), [("PRUNE=1", True), ("PRUNE=0", False), ("PRUNE=", False)])
def test_make_removes_sites_only_when_it_is_told_to(given: str, pruned: bool) -> None:
    said = subprocess.run(["make", "-n", "sites", given], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "build --all" in said
    assert ("--prune" in said) == pruned


def test_the_documents_name_no_target_and_no_file_that_is_not_there() -> None:
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert set(re.findall(r"`make ([a-z]+)", text)) <= set(TARGETS), name
        for path in re.findall(r"`((?:data|deploy|docs|requirements|scripts|templates|tests)/[\w./-]*)`", text):
            assert (ROOT / path).exists(), f"{name} names {path}"


def test_every_room_is_in_the_map() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms = {path.parent.name for path in (ROOT / "scripts" / "guide").glob("*/__init__.py")}
    assert len(rooms) == 11
    assert {name for name in rooms if f"| `{name}/` |" not in text} == set()


@pytest.mark.parametrize(
    "made",
    MODELS.values(),
    ids=MODELS,
)
def test_everything_an_operator_can_write_is_described(made: type[Strict]) -> None:
    assert (made.__doc__ or "").strip()
    assert [name for name, field in made.model_fields.items() if not field.description] == []


def test_a_guides_own_values_are_described_by_their_labels() -> None:
    made = buyer_model(load_guide(STEPS).guide, TYPES)
    assert made.model_fields["stall_code"].description == "茶庄的摊号 / The tea house's stall code"
