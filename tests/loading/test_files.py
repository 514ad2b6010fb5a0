"""Input files of any kind and size: each is read in bounds, or told with its place, and none is waited for."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from guide.cli.app import app
from guide.cli.report import report_errors
from guide.core.errors import InputError, shown_path
from guide.core.files import TooLargeError, UnreadableError, is_file, read_bytes, read_json, resolve_links
from guide.loading import yaml_reader
from guide.loading.yaml_reader import read_tree
from guide.publishing.ownership import manifest_of
from support.pictured import Place
from support.small import BUYERS, MINIMAL, STEPS, WORDS, write

pytest_plugins = ["support.browsers"]


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    folder = os.getcwd()
    os.chdir(path.parent)  # a socket's path is short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)
    os.chdir(folder)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(20_000_000_000)


KINDS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a pipe": (_pipe, "a named pipe, expected a file; put the file itself there"),
    "a socket": (_socket, "a socket, expected a file; put the file itself there"),
    "a folder": (Path.mkdir, "a folder, expected a file; put the file itself there"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "a device, expected a file; put the file itself there"),
    "a link to itself": (
        lambda path: path.symlink_to(path.name),
        "a symbolic link that leads in a circle, expected a file; put the file itself there",
    ),
    "a link to nothing": (lambda path: path.symlink_to("nothing"), "no such file; check the name"),
    "a sparse file": (_sparse, "20,000,000,000 bytes long, expected at most 1,000; make it smaller"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_file_of_a_sensible_size_is_told_and_not_waited_for(kind: str, tmp_path: Path) -> None:
    make, said = KINDS[kind]
    make(tmp_path / "input")
    with pytest.raises(UnreadableError) as raised:
        read_bytes(tmp_path / "input", 1000)
    assert str(raised.value) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("x" * 300, "its name is longer than the system allows, expected a file; shorten the name"),
        ("a\0b", "no such file; check the name"),
        ("file/below", "no such file; check the name"),
    ],
)
def test_a_name_that_no_file_can_have_is_told(name: str, said: str, tmp_path: Path) -> None:
    write(tmp_path / "file", "")
    assert not is_file(tmp_path / name)
    with pytest.raises(UnreadableError) as raised:
        read_bytes(tmp_path / name, 1000)
    assert str(raised.value) == said


def test_a_file_that_grows_while_it_is_read_or_hides_its_size_is_read_in_bounds() -> None:
    with pytest.raises(TooLargeError):
        read_bytes(Path("/proc/self/maps"), 100)  # of which the system says that it has no bytes


def test_a_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    assert read_bytes(write(tmp_path / "file", b"x" * 1000), 1000) == b"x" * 1000


def test_brackets_without_end_are_no_json(tmp_path: Path) -> None:
    deep = write(tmp_path / "site" / "manifest.json", "[" * 1_000_000)
    with pytest.raises(InputError, match="not valid JSON"):
        read_json(deep)
    assert manifest_of(tmp_path / "site") is None


# --------------------------------------------------------------------------------------------------
# Through the command


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.output


DATA = ("--steps", "steps.yaml", "--buyers", "buyers")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the small guide and one buyer, to work in."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "steps.yaml", WORDS)
    write(tmp_path / "buyers" / "oak.yaml", f"{MINIMAL}brand: {{logo: leaf.svg}}\n")
    write(tmp_path / "buyers" / "oak" / "leaf.svg", (BUYERS / "willow" / "leaf.svg").read_text(encoding="utf-8"))
    return tmp_path


@pytest.mark.parametrize("name", ["steps.yaml", "buyers/oak.yaml", "buyers/oak/leaf.svg"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_input_may_be_anything_and_is_told_with_its_name(kind: str, name: str, here: Path) -> None:
    (here / name).unlink()
    KINDS[kind][0](here / name)
    for words in (("check", *DATA), ("build", "oak", *DATA, "--out", "site", "--no-handout")):
        code, said = run(*words)
        assert (code, "unexpected" in said) == (1, False), said
        assert name.rpartition("/")[2] in said
        assert "; " in said.splitlines()[0]
    assert not (here / "site" / "oak").exists()


def test_the_name_of_a_logo_may_be_of_any_length(here: Path) -> None:
    write(here / "buyers" / "oak.yaml", f"{MINIMAL}brand: {{logo: {'x' * 300}.svg}}\n")
    code, said = run("check", *DATA)
    assert code == 1
    assert f"{'x' * 300}.svg: its name is longer than the system allows, expected a file; shorten the name" in said


def test_a_site_whose_manifest_is_anything_is_no_site(here: Path) -> None:
    for kind in ("a pipe", "a device", "a sparse file", "a link to itself"):
        (here / "site" / "oak").mkdir(parents=True, exist_ok=True)
        KINDS[kind][0](here / "site" / "oak" / "manifest.json")
        code, said = run("verify", "site/oak")
        assert (code, said.splitlines()[0]) == (
            1,
            "site/oak: no manifest.json that can be read, expected a site; move it away, and build the site again if it was one",
        )
        (here / "site" / "oak" / "manifest.json").unlink()


def test_a_working_directory_that_is_gone_is_told(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    command = f'cd "{tmp_path}/gone" && rmdir ../gone && "{sys.executable}" -m guide.cli check --steps "{STEPS}"'
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "the working directory is gone, expected a folder that exists; cd to one and run it again\n"


def test_paths_are_shown_and_resolved_whatever_they_lead_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("round").symlink_to("round")
    assert shown_path(Path("round")) == "round"
    assert resolve_links(Path("round/x")).name == "x"
    monkeypatch.setattr(os, "getcwd", _gone)
    assert shown_path(Path("/somewhere/file")) == "/somewhere/file"


def _gone() -> str:
    raise FileNotFoundError


@pytest.mark.parametrize("error", [MemoryError, RecursionError])
def test_what_is_too_much_for_the_machine_is_told_in_one_line(
    error: type[Exception], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Exception, match="3"), report_errors(debug=False):
        raise error
    assert (
        capsys.readouterr().err
        == "system error: the input is too large or nested too deep for this system; make it smaller\n"
    )


# --------------------------------------------------------------------------------------------------
# YAML


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the parser is asked for: its time for a file grows with the square of how deep it reads."""
    taken: list[Any] = []
    parse = yaml.parse

    def counted(*given: Any, **options: Any) -> Iterator[Any]:
        for event in parse(*given, **options):
            taken.append(event)
            yield event

    monkeypatch.setattr(yaml, "parse", counted)
    return taken


@pytest.mark.parametrize(
    "text",
    ["zz: " + "{" * 100_000, "zz: " + "{\n" * 100_000, "? " * 100_000, "zz: " + "[{" * 100_000, "- " * 100_000, "? " + "[" * 100_000],
    ids=["braces", "braces-on-lines", "keys", "lists-and-braces", "lists", "lists-in-a-key"],
)  # fmt: skip
def test_nesting_without_end_is_not_read_to_its_end(text: str, events: list[Any], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nested more than 40 levels deep; make it flatter"):
        read_tree(write(tmp_path / "steps.yaml", text))
    assert len(events) < 200


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [" + "&a," * 100_000 + "]", "an anchor"),
        ("k: v\n" * 100_000, "duplicate key"),
        ("\n".join(["a:", *["- zh: x #1"] * 100_000]), "begins a comment"),
    ],
)
def test_a_file_with_nothing_but_mistakes_is_told_of_in_part(
    text: str, said: str, events: list[Any], tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=said) as raised:
        read_tree(write(tmp_path / "steps.yaml", text))
    assert len(raised.value.problems) <= 200
    assert len(events) < 2000


def test_a_file_of_very_many_values_is_refused_in_time(
    events: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_reader, "MAX_NODES", 1000)
    with pytest.raises(InputError, match="more than 1,000 keys and values in one file; split it up"):
        read_tree(write(tmp_path / "steps.yaml", "a: [" + "b," * 100_000 + "]"))
    assert len(events) < 1100


def test_a_remark_that_is_lost_is_told_at_its_place(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        read_tree(write(tmp_path / "steps.yaml", "茶: 😀\nen: 茶😀 x   #3"))
    assert [(problem.line, problem.column) for problem in raised.value.problems] == [(2, 12)]


# --------------------------------------------------------------------------------------------------
# Captures


def test_a_picture_that_is_not_the_one_that_was_taken_is_not_published(taken: Place) -> None:
    picture = next(iter(sorted((taken.folder / "captures").glob("*.png"))))
    content = picture.read_bytes()
    spoiled = {"flipped": content[:50] + bytes([content[50] ^ 1]) + content[51:], "cut": content[:-9], "text": b"text"}
    for what, changed in spoiled.items():
        picture.write_bytes(changed)
        code, said = run("build", "--steps", "steps.yaml", "--buyers", "buyers", "--out", "site", "--no-handout")
        assert code == 1, (what, said)
        assert (
            f"captures/{picture.name}: is not the picture that {picture.stem}.json was measured on; run make captures"
            in said
        )
    picture.unlink()
    code, said = run("build", "--steps", "steps.yaml", "--buyers", "buyers", "--out", "site", "--no-handout")
    assert (code, f"{picture.name}: is missing; run make captures" in said) == (1, True)
    assert not Path("site").exists()


@pytest.mark.parametrize("geometry", ["[" * 1_000_000, '{"size": [1e999, 1]}', "null", '{"size": {"0": 1}}', "\ufeff"])
def test_a_geometry_file_may_say_anything(geometry: str, taken: Place) -> None:
    path = next(iter(sorted((taken.folder / "captures").glob("*.json"))))
    path.write_text(geometry, encoding="utf-8")
    code, said = run("build", "--steps", "steps.yaml", "--buyers", "buyers", "--out", "site", "--no-handout")
    assert (code, said.splitlines()[0]) == (
        1, f"captures/{path.name}: is not the geometry of a capture, expected what `make captures` writes; run make captures",
    )  # fmt: skip
