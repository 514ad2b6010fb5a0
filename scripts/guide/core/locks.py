"""Locks between processes that the system lets go of when a process dies, however it dies, and folders held by them.

POSIX locks a folder itself: no file has to stand for it that would be published with sites, or outlive what it stands for.
The library `filelock` can't do that; it has the locks of other systems, on a file that stands for the folder elsewhere.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path

import filelock

from guide.core.files import resolve_links
from guide.core.paths import LOCKS

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


_IS_WORK = re.compile(r"\.[a-z0-9]+-[a-z0-9_]{8}")
"""The name of a working folder; hidden folders of other names are somebody else's."""


@contextmanager
def hold_lock(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Holds the lock of `path`, a folder that exists or a file that is made; False if another process has it.

    With `wait` it waits until the lock is free, and so is always True.
    """
    if fcntl is None:
        with _hold_stand_in(path, wait) as mine:
            yield mine
        return
    flags = os.O_RDONLY if path.is_dir() else os.O_RDONLY | os.O_CREAT
    descriptor = os.open(path, flags, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            mine = True
        except BlockingIOError:
            mine = False
        yield mine
    finally:
        os.close(descriptor)


@contextmanager
def _hold_stand_in(path: Path, wait: bool) -> Iterator[bool]:
    """Holds the lock of the file that stands for `path`, in a folder of the project's or the user's own."""
    LOCKS.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(os.path.normcase(resolve_links(path)).encode()).hexdigest()[:16]
    lock = filelock.FileLock(LOCKS / f"{name}.lock", timeout=-1 if wait else 0, thread_local=False)
    try:
        lock.acquire()
    except filelock.Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


@contextmanager
def working_folder(parent: Path, name: str = "work") -> Iterator[Path]:
    """Makes and gives a new hidden folder in `parent`, its name beginning with `name`: held while it is in use, and then removed.

    Those that processes have left in `parent` when they died go first. Raises OSError if the disk refuses it.
    """
    clear_left_over(parent)
    parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        with hold_lock(parent):  # until it is held, it looks like one that was left
            folder = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=parent))
            stack.enter_context(hold_lock(folder))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def clear_left_over(parent: Path) -> None:
    """Removes the working folders in `parent` that no process holds any more; leaves them where the disk refuses it."""
    with suppress(OSError), hold_lock(parent) if parent.is_dir() else nullcontext():
        folders = (path for path in parent.iterdir() if _IS_WORK.fullmatch(path.name) and not path.is_symlink())
        for folder in sorted(path for path in folders if path.is_dir()):
            with hold_lock(folder, wait=False) as is_left_over:
                if is_left_over:
                    shutil.rmtree(folder, ignore_errors=True)
