"""What is read is a file, and stays one while it is read; a file that is not there is told from one that can't be read."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from guide.core.errors import InputError, Problem
from guide.core.files import MissingError, UnreadableError, read_bytes
from support.small import write


def test_a_pipe_that_comes_into_the_place_of_a_file_is_refused_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "input", "words")
    status, errors = os.stat, list[str]()

    def exchange_after_look(place: Path) -> os.stat_result:
        about = status(place)
        path.unlink()
        os.mkfifo(path)
        return about

    def read() -> None:
        try:
            read_bytes(path, 1000)
        except UnreadableError as error:
            errors.append(str(error))

    monkeypatch.setattr("guide.core.files.os.stat", exchange_after_look)
    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(timeout=10)
    monkeypatch.undo()
    if reader.is_alive():
        os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))  # lets go of the reader
        pytest.fail("it waits for somebody to write into the pipe")
    assert errors == ["a named pipe, expected a file; put the file itself there"]


@pytest.mark.parametrize("name", ["none", "file/below", "a\0b"])
def test_what_is_not_there_is_missing_and_not_unreadable(name: str, tmp_path: Path) -> None:
    write(tmp_path / "file", "")
    with pytest.raises(MissingError, match="no such file; check the name"):
        read_bytes(tmp_path / name, 1000)


def test_a_problem_that_two_checks_find_is_reported_once() -> None:
    one, other = (Problem("steps.yaml", line, 1, "", "no such key") for line in (1, 2))
    assert InputError([other, one, other]).problems == (other, one)
