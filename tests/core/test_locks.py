"""Folders that processes work in: nothing stays of those that died, and nothing goes that one still holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from guide.core import locks
from guide.core.locks import clear_left_over, hold_lock, working_folder
from support.small import write

pytestmark = pytest.mark.usefixtures("way")


@pytest.fixture(params=["the folder itself", "a file in its stead"])
def way(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> str:
    """What is locked: the one on POSIX, the other where the system can't lock a folder; returns where such files lie, if any."""
    if request.param == "the folder itself":
        return ""
    folder = tmp_path_factory.mktemp("locks")
    monkeypatch.setattr(locks, "fcntl", None)
    monkeypatch.setattr(locks, "LOCKS", folder)
    return str(folder)


def test_a_working_folder_goes_when_its_work_is_done_or_fails(tmp_path: Path) -> None:
    with working_folder(tmp_path / "work") as folder:
        write(folder / "below" / "page.html", "half")
    assert list((tmp_path / "work").iterdir()) == []
    with pytest.raises(ZeroDivisionError), working_folder(tmp_path / "work") as folder:
        write(folder / "page.html", str(1 / 0))
    assert list((tmp_path / "work").iterdir()) == []


def test_who_begins_to_work_removes_what_the_dead_have_left_and_nothing_else(tmp_path: Path) -> None:
    orphan = write(tmp_path / ".work-12345678" / "page.html", "half")
    kept = [write(tmp_path / "template" / "page.html", "whole"), write(tmp_path / "aa.lock", "")]
    with working_folder(tmp_path) as first, working_folder(tmp_path) as second:
        assert not orphan.parent.exists()
        assert first.is_dir()
        assert second.is_dir()
    assert all(path.is_file() for path in kept)


def test_what_another_holds_is_not_left_over(tmp_path: Path) -> None:
    held, orphan, link = (tmp_path / name for name in (".work-held0000", ".work-orphan00", ".work-link0000"))
    others = tmp_path / ".git"
    others.mkdir()
    held.mkdir()
    orphan.mkdir()
    link.symlink_to(held)
    with hold_lock(held) as is_mine:
        assert is_mine
        with hold_lock(held, wait=False) as is_mine_too:
            assert not is_mine_too
        clear_left_over(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([held, link, others])


def test_nothing_is_left_over_where_there_is_no_folder(tmp_path: Path) -> None:
    clear_left_over(tmp_path / "none")
    assert not (tmp_path / "none").exists()


HOLD = """
import sys
from pathlib import Path
from guide.core import locks
if sys.argv[2]:
    locks.fcntl, locks.LOCKS = None, Path(sys.argv[2])
with locks.hold_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_system_lets_go_of_what_a_killed_process_held(tmp_path: Path, way: str) -> None:
    held = tmp_path / "held"
    held.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(held), way], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        with hold_lock(held, wait=False) as is_mine:
            assert not is_mine
        process.kill()
        with hold_lock(held) as is_mine:
            assert is_mine
    assert list(held.iterdir()) == []
