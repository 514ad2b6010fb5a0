"""Locks between processes that the system lets go of when a process dies, however it dies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: one run at a time is then the operator's business
    fcntl = None  # type: ignore[assignment]


@contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Holds the lock of `path`, a folder that exists or a file that is made; False if another process has it.

    With `wait` it waits until the lock is free, and so is always True.
    """
    if fcntl is None:
        yield True
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
