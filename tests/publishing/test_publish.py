"""Sites go up whole or not at all: whatever is killed, full, or at work at the same time."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any

import pytest

from guide.core.errors import MachineError
from guide.core.locks import hold_lock
from guide.publishing import ownership
from guide.publishing import publisher as module
from guide.publishing.ownership import additions_to, manifest_of
from guide.publishing.publisher import StagingArea, publish, remove, tidy
from guide.publishing.site_files import Site
from guide.publishing.verify import verify
from support.small import contents, verified_but_for_zip, write

PUBLISHER = """
import os, signal, sys
from pathlib import Path
from guide.publishing import publisher
from guide.publishing.site_files import Site
out, shared, how = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
if how == "two renames":
    publisher._exchange = lambda one, other: False
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
names = {f"shared/{n}.bin": name for n, name in enumerate(sys.argv[4:])}
for line in sys.stdin:
    if (pid := os.fork()) == 0:
        turn = int(line)
        while True:
            turn += 1
            text = f"{'AB'[turn % 2]}".encode()
            files = {f"page-{n}.html": text * 2000 for n in range(30)} | {"deep/er/page.html": text}
            publisher.publish(Site("shop", files, names, shared, {"guide": "tea", "version": text.decode()}), out, make_zip=turn % 3 == 0)
    print(pid, flush=True)
"""
"""Forks a process for each line that it reads, which publishes two versions of a site in turn until it is killed."""


@pytest.fixture
def shared(tmp_path: Path) -> dict[str, str]:
    """Files that sites share, by path, with their hashes; they lie in `tmp_path/template`."""
    made = {}
    for number in range(20):
        data = bytes([number]) * 5000
        write(tmp_path / "template" / "shared" / f"{number}.bin", data)
        made[f"shared/{number}.bin"] = hashlib.sha256(data).hexdigest()
    return made


def write_shared(tmp_path: Path, name: str) -> str:
    """Writes one more file for sites to share; returns its hash."""
    return hashlib.sha256(write(tmp_path / "template" / "shared" / name, name).read_bytes()).hexdigest()


def site(tmp_path: Path, shared: dict[str, str], text: str = "A", slug: str = "shop") -> Site:
    pages = {"index.html": text.encode(), "en/index.html": text.lower().encode()}
    return Site(slug, pages, shared, tmp_path / "template", {"guide": "tea", "edition": text})


# --------------------------------------------------------------------------------------------------
# What is put up


def test_a_site_is_its_own_files_the_shared_ones_and_a_manifest(tmp_path: Path, shared: dict[str, str]) -> None:
    target = publish(site(tmp_path, shared), tmp_path / "site")
    assert target == tmp_path / "site" / "shop"
    assert set(contents(target)) == {"index.html", "en/index.html", "manifest.json", *shared}
    manifest = manifest_of(target)
    assert manifest is not None
    assert manifest["edition"] == "A"
    assert manifest["files"] == {name: digest for name, digest in contents(target).items() if name != "manifest.json"}
    assert verify(target) == 22


def test_what_is_not_shared_has_the_time_of_the_manifest_so_that_later_changes_show(
    tmp_path: Path, shared: dict[str, str]
) -> None:
    target = publish(site(tmp_path, shared), tmp_path / "site")
    times = {(target / name).stat().st_mtime_ns for name in ("index.html", "en/index.html", "manifest.json")}
    assert len(times) == 1


def test_nothing_else_is_left_beside_it(tmp_path: Path, shared: dict[str, str]) -> None:
    for text in "AB":
        publish(site(tmp_path, shared, text), tmp_path / "site", make_zip=True)
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == ["shop", "shop.zip"]


def test_what_the_new_site_does_not_have_is_gone(tmp_path: Path, shared: dict[str, str]) -> None:
    publish(Site("shop", {"old.html": b"x"}, shared, tmp_path / "template", {"guide": "tea"}), tmp_path / "site")
    publish(site(tmp_path, shared), tmp_path / "site")
    assert not (tmp_path / "site" / "shop" / "old.html").exists()


def test_other_sites_are_not_touched(tmp_path: Path, shared: dict[str, str]) -> None:
    publish(site(tmp_path, shared, slug="shop-2"), tmp_path / "site", make_zip=True)
    before = contents(tmp_path / "site")
    publish(site(tmp_path, shared), tmp_path / "site", make_zip=True)
    remove(tmp_path / "site", "shop", "tea")
    assert contents(tmp_path / "site") == before


def test_shared_files_are_linked_and_copied_where_links_are_not_to_be_had(
    tmp_path: Path, shared: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    linked = publish(site(tmp_path, shared), tmp_path / "site") / "shared" / "3.bin"
    assert linked.samefile(tmp_path / "template" / "shared" / "3.bin")

    def refuse(source: object, target: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    copied = publish(site(tmp_path, shared, "B"), tmp_path / "site") / "shared" / "3.bin"
    assert not copied.samefile(tmp_path / "template" / "shared" / "3.bin")
    assert verify(tmp_path / "site" / "shop") == 22


def test_the_same_site_gives_the_same_zip(tmp_path: Path, shared: dict[str, str]) -> None:
    made = []
    for out in ("one", "two"):
        publish(site(tmp_path, shared), tmp_path / out, make_zip=True)
        made.append((tmp_path / out / "shop.zip").read_bytes())
        time.sleep(0.01)
    assert made[0] == made[1]
    with zipfile.ZipFile(tmp_path / "one" / "shop.zip") as archive:
        assert archive.testzip() is None
        entries = archive.infolist()
    assert {entry.filename for entry in entries} == {f"shop/{name}" for name in contents(tmp_path / "one" / "shop")}
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {(entry.date_time, entry.external_attr >> 16) for entry in entries} == {((1980, 1, 1, 0, 0, 0), 0o644)}


def test_a_site_that_is_removed_takes_its_zip_along(tmp_path: Path, shared: dict[str, str]) -> None:
    publish(site(tmp_path, shared), tmp_path / "site", make_zip=True)
    remove(tmp_path / "site", "shop", "tea")
    assert list((tmp_path / "site").iterdir()) == []


def test_a_manifest_that_can_not_be_read_is_none(tmp_path: Path) -> None:
    assert manifest_of(tmp_path) is None
    for text in ("", "{", "[]", "null"):
        write(tmp_path / "manifest.json", text)
        assert manifest_of(tmp_path) is None


# --------------------------------------------------------------------------------------------------
# Systems that can't exchange two folders


def _no_exchange(code: int) -> Any:
    """What gives a `renameat2` that fails with `code`."""

    def renameat2(*arguments: object) -> int:
        ctypes.set_errno(code)
        return -1

    return lambda: renameat2


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.EINVAL, errno.ENOTSUP])
def test_a_system_that_can_not_exchange_folders_renames_twice(
    code: int, tmp_path: Path, shared: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_renameat2", _no_exchange(code))
    for text in "AB":
        publish(site(tmp_path, shared, text), tmp_path / "site")
    assert (tmp_path / "site" / "shop" / "index.html").read_text() == "B"
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["shop"]


def test_a_system_without_the_call_renames_twice(
    tmp_path: Path, shared: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_renameat2", lambda: None)
    for text in "AB":
        publish(site(tmp_path, shared, text), tmp_path / "site")
    assert (tmp_path / "site" / "shop" / "index.html").read_text() == "B"


def test_an_exchange_that_fails_leaves_the_old_site(
    tmp_path: Path, shared: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(site(tmp_path, shared), tmp_path / "site")
    before = contents(tmp_path / "site")
    monkeypatch.setattr(module, "_renameat2", _no_exchange(errno.EACCES))
    with pytest.raises(MachineError, match=r"can't write .*shop: Permission denied; what was there is unchanged"):
        publish(site(tmp_path, shared, "B"), tmp_path / "site")
    assert contents(tmp_path / "site") == before


def test_a_new_site_that_can_not_be_moved_into_place_is_an_error(
    tmp_path: Path, shared: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = os.rename

    def refuse_once(source: Path, target: Path) -> None:
        if target != tmp_path / "site" / "shop":
            return rename(source, target)
        monkeypatch.setattr(os, "rename", rename)
        raise OSError(errno.EROFS, "Read-only file system")

    with StagingArea(tmp_path / "site") as staging:
        monkeypatch.setattr(os, "rename", refuse_once)
        with pytest.raises(
            MachineError, match=r"can't write .*shop: Read-only file system; what was there is unchanged"
        ):
            staging.publish(site(tmp_path, shared))
    assert not (tmp_path / "site" / "shop").exists()


@pytest.mark.parametrize(
    "error", [OSError(errno.EIO, "Input/output error"), KeyboardInterrupt()], ids=["an-error", "Ctrl-C"]
)
def test_between_two_renames_the_old_site_is_put_back(
    error: BaseException, tmp_path: Path, shared: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(site(tmp_path, shared), tmp_path / "site")
    before = contents(tmp_path / "site")
    rename = os.rename
    monkeypatch.setattr(module, "_exchange", lambda one, other: False)

    def second_fails(source: Path, target: Path) -> None:
        if Path(target) == tmp_path / "site" / "shop" and not Path(source).name.startswith("aside"):
            raise error
        rename(source, target)

    monkeypatch.setattr(os, "rename", second_fails)
    with pytest.raises((MachineError, KeyboardInterrupt)):
        publish(site(tmp_path, shared, "B"), tmp_path / "site")
    assert contents(tmp_path / "site") == before


def test_a_run_that_died_between_two_renames_is_mended_by_the_next(tmp_path: Path, shared: dict[str, str]) -> None:
    target = publish(site(tmp_path, shared), tmp_path / "site")
    before = contents(tmp_path / "site")
    work = tmp_path / "site" / ".building" / "guide-00000001"
    work.mkdir(parents=True)
    os.rename(target, work / "aside-shop")
    tidy(tmp_path / "site")
    assert contents(tmp_path / "site") == before
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["shop"]


def test_what_a_dead_run_left_goes_with_the_next_of_any_site(tmp_path: Path, shared: dict[str, str]) -> None:
    write(tmp_path / "site" / ".building" / "guide-00000001" / "shop" / "index.html", "half")
    publish(site(tmp_path, shared, slug="other"), tmp_path / "site")
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["other"]


def test_what_another_run_is_at_work_on_stays(tmp_path: Path, shared: dict[str, str]) -> None:
    half = write(tmp_path / "site" / ".building" / "guide-00000001" / "shop" / "index.html", "half")
    with hold_lock(tmp_path / "site" / ".building" / "guide-00000001"):
        publish(site(tmp_path, shared, slug="other"), tmp_path / "site")
        tidy(tmp_path / "site")
    assert half.read_text() == "half"


# --------------------------------------------------------------------------------------------------
# A full disk


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Files can't grow beyond `size` bytes: like a disk that fills up in the middle of one."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_fills_up_in_the_middle_of_a_file_leaves_the_old_site(
    tmp_path: Path, shared: dict[str, str]
) -> None:
    out = tmp_path / "site"
    publish(site(tmp_path, shared), out, make_zip=True)
    before = contents(out)
    large = Site("shop", {"large.html": bytes(100_000)}, shared, tmp_path / "template", {"guide": "tea"})
    with (
        largest_file(30_000),
        pytest.raises(MachineError, match=r"can't write .*shop: File too large; what was there is unchanged"),
    ):
        publish(large, out)
    assert contents(out) == before
    assert sorted(path.name for path in out.iterdir()) == ["shop", "shop.zip"]


@pytest.mark.parametrize("room", range(0, 21, 4))
@pytest.mark.parametrize("zipped", [False, True])
def test_a_full_disk_leaves_the_old_site_and_no_litter(
    room: int, zipped: bool, tmp_path: Path, shared: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is room for that many of the twenty shared files; for all of them at last, and then not for the ZIP."""
    out = tmp_path / "site"
    publish(site(tmp_path, shared), out, make_zip=True)
    before = contents(out)
    left = room

    def take_room(*arguments: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(errno.ENOSPC, "No space left on device")

    def link_if_there_is_room(source: str, target: str) -> None:
        take_room()
        link(source, target)

    link = os.link
    monkeypatch.setattr(os, "link", link_if_there_is_room)
    monkeypatch.setattr(module, "write_zip", take_room)
    if room == 20 and not zipped:
        publish(site(tmp_path, shared, "B"), out)
        assert sorted(path.name for path in out.iterdir()) == ["shop"]
        return
    with pytest.raises(MachineError, match="No space left on device; what was there is unchanged") as raised:
        publish(site(tmp_path, shared, "B"), out, make_zip=zipped)
    assert raised.value.exit_code == 3
    assert contents(out) == before
    assert sorted(path.name for path in out.iterdir()) == ["shop", "shop.zip"]


def test_a_folder_that_can_not_be_written_to_is_told(tmp_path: Path, shared: dict[str, str]) -> None:
    with pytest.raises(MachineError, match=r"can't write .*: Not a directory; what was there is unchanged"):
        publish(site(tmp_path, shared), write(tmp_path / "file", "x") / "site")


# --------------------------------------------------------------------------------------------------
# Killed, and two at once


@contextmanager
def publisher(tmp_path: Path, how: str) -> Iterator[tuple[IO[str], IO[str]]]:
    """Its input and output."""
    names = [hashlib.sha256(bytes([number]) * 5000).hexdigest() for number in range(20)]
    command = [sys.executable, "-c", PUBLISHER, str(tmp_path / "site"), str(tmp_path / "template"), how, *names]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.stdin, process.stdout
        process.stdin.close()
        assert process.wait(20) == 0


def started(talk: tuple[IO[str], IO[str]], turn: int = 0) -> int:
    """The id of a process that has begun to publish, the version B first if `turn` is even."""
    talk[0].write(f"{turn}\n")
    talk[0].flush()
    return int(talk[1].readline())


def whole(out: Path) -> str:
    """Which version is up, complete; with its ZIP, if there is one."""
    verified_but_for_zip(out / "shop")
    assert len(contents(out / "shop")) == 52
    manifest = json.loads((out / "shop" / "manifest.json").read_text())
    assert (out / "shop" / "page-7.html").read_text() == manifest["version"] * 2000
    if (out / "shop.zip").exists():
        with zipfile.ZipFile(out / "shop.zip") as archive:
            assert archive.testzip() is None
            assert len(archive.infolist()) == 52
    return str(manifest["version"])


def _gone(pid: int) -> None:
    for _ in range(2000):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.005)
    raise AssertionError("it lives")


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("how", ["one step", "two renames"])
def test_a_run_that_is_killed_leaves_a_whole_site_old_or_new(how: str, tmp_path: Path) -> None:
    out, chance, seen = tmp_path / "site", random.Random(7), set()  # noqa: S311
    with publisher(tmp_path, how) as talk:
        for moment in range(30):
            pid = started(talk, moment)
            while moment == 0 and not (out / "shop").exists():
                time.sleep(0.005)
            time.sleep(chance.uniform(0, 0.08))
            os.kill(pid, signal.SIGKILL)
            _gone(pid)
            if how == "two renames":
                tidy(out)  # there may be no site for a moment, and the next run puts it back
            seen.add(whole(out))
            if moment % 5 == 0:
                tidy(out)
                assert {path.name for path in out.iterdir()} <= {"shop", "shop.zip"}
    assert seen == {"A", "B"}


@pytest.mark.usefixtures("shared")
def test_two_runs_at_once_never_leave_a_moment_without_a_page(tmp_path: Path) -> None:
    out = tmp_path / "site"
    with publisher(tmp_path, "one step") as talk:
        pids = [started(talk), started(talk)]
        while not (out / "shop").exists():
            time.sleep(0.005)
        end = time.monotonic() + 1.5
        looks = 0
        while time.monotonic() < end:
            assert len((out / "shop" / "page-3.html").read_bytes()) == 2000
            looks += 1
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
            _gone(pid)
    whole(out)
    tidy(out)
    assert {path.name for path in out.iterdir()} <= {"shop", "shop.zip"}
    assert looks > 100


def test_many_threads_publish_the_same_site(tmp_path: Path, shared: dict[str, str]) -> None:
    out = tmp_path / "site"
    failed: list[BaseException] = []

    def publish_some(name: str) -> None:
        try:
            for turn in range(10):
                publish(site(tmp_path, shared, f"{name}{turn}"), out, make_zip=turn % 2 == 0)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=publish_some, args=(name,)) for name in "ABCD"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert verify(out / "shop") == 22
    assert {path.name for path in out.iterdir()} <= {"shop", "shop.zip"}


def test_a_zip_that_another_run_removes_during_the_look_is_no_obstacle(
    tmp_path: Path, shared: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_too_late(path: Path) -> zipfile.ZipFile:
        path.unlink()
        return zipfile.ZipFile(path)

    out = tmp_path / "site"
    publish(site(tmp_path, shared), out, make_zip=True)
    monkeypatch.setattr(ownership, "zipfile", SimpleNamespace(ZipFile=open_too_late))
    publish(site(tmp_path, shared, "B"), out)
    assert (out / "shop" / "index.html").read_text() == "B"


def test_the_files_of_a_site_that_another_run_publishes_during_the_look_are_no_additions(
    tmp_path: Path, shared: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def scan_too_late(place: Path, names: Collection[str]) -> list[str]:
        if looks := next(turns, None):
            place.rename(tmp_path / "gone")
            shutil.copytree(tmp_path / looks, place)
        return additions_to(place, names)

    turns = iter(["other/shop"])
    publish(site(tmp_path, {**shared, "shared/new.js": write_shared(tmp_path, "new.js")}), tmp_path / "other")
    publish(site(tmp_path, shared), tmp_path / "site")
    monkeypatch.setattr(ownership, "additions_to", scan_too_late)
    publish(site(tmp_path, shared, "B"), tmp_path / "site")
    assert not (tmp_path / "site" / "shop" / "shared" / "new.js").exists()


# --------------------------------------------------------------------------------------------------
# Locks


def test_a_lock_is_held_by_one(tmp_path: Path) -> None:
    with hold_lock(tmp_path) as mine, hold_lock(tmp_path, wait=False) as yours:
        assert (mine, yours) == (True, False)
    with hold_lock(tmp_path, wait=False) as free:
        assert free


def test_a_lock_can_be_a_file_that_is_made(tmp_path: Path) -> None:
    with hold_lock(tmp_path / "new.lock") as mine:
        assert mine
    assert (tmp_path / "new.lock").read_bytes() == b""
