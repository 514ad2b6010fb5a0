"""Files that operators give, read in bounds: regular files only, their size looked at before they are read.

A named pipe would be waited for without end, a device read without end, and a sparse file of 20 GB take all the memory.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
from pathlib import Path
from typing import Any

from guide.core.errors import InputError, Problem, shown_path

MAX_JSON = 4_000_000
"""Bytes of a JSON file of ours at most: a manifest, the geometry of a capture."""
O_BINARY: int = getattr(os, "O_BINARY", 0)
"""For `os.open`: bytes as they are, which only Windows has to be told."""
_AT_ONCE: int = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
DEVICE_NAMES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
"""Names that Windows keeps for devices: no file can have one there, whatever ending follows it."""
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_REASONS = {
    errno.ENOENT: "no such file; check the name",
    errno.ENOTDIR: "no such file; check the name",
    errno.ELOOP: "a symbolic link that leads in a circle, expected a file; put the file itself there",
    errno.ENAMETOOLONG: "its name is longer than the system allows, expected a file; shorten the name",
    errno.EACCES: "can't be read: it is not yours to read, expected a file that you may read; change its permissions",
}


class UnreadableError(Exception):
    """A file can't be read; the message says what is wrong, what was expected and what to do."""


class MissingError(UnreadableError):
    """There is no file of that name."""


class TooLargeError(UnreadableError):
    """The file has more bytes than are read."""

    def __init__(self, size: int, limit: int, cure: str) -> None:
        super().__init__(f"{size:,} bytes long, expected at most {limit:,}; {cure}")
        self.size = size


def resolve_links(path: Path) -> Path:
    """Returns `path` without symbolic links, as far as they lead anywhere; a circle of them stays as it is written."""
    return Path(os.path.realpath(path))


def is_file(path: Path) -> bool:
    """Returns whether a file stands at `path`; False too for a name that no file can have, where pathlib raises OSError."""
    return os.path.isfile(path)


def read_bytes(path: Path, limit: int, cure: str = "make it smaller") -> bytes:
    """Returns all of the file, which must be a regular one of at most `limit` bytes; `cure` is what to do if it is larger.

    Raises UnreadableError, of which MissingError and TooLargeError are kinds.
    """
    try:
        _refuse_unless_regular(os.stat(path))  # opening a device may do something to it
        descriptor = os.open(path, os.O_RDONLY | O_BINARY | _AT_ONCE)
        with open(descriptor, "rb") as file:
            about = os.fstat(descriptor)
            _refuse_unless_regular(about)  # another may have come into its place
            if about.st_size > limit:
                raise TooLargeError(about.st_size, limit, cure)
            content = file.read(limit + 1)
    except OSError as error:
        kind = MissingError if error.errno in (errno.ENOENT, errno.ENOTDIR) else UnreadableError
        raise kind(_REASONS.get(error.errno or 0, f"can't be read: {error.strerror}")) from None
    except ValueError:  # a null character in the name, or one that no file's name can hold
        raise MissingError(_REASONS[errno.ENOENT]) from None
    if len(content) > limit:
        raise TooLargeError(len(content), limit, cure)
    return content


def read_input(path: Path, limit: int, cure: str = "make it smaller") -> bytes:
    """Returns all of the file, as `read_bytes` gives it. Raises InputError with the file's name in place of UnreadableError."""
    try:
        return read_bytes(path, limit, cure)
    except UnreadableError as error:
        raise InputError([Problem(shown_path(path), 0, 0, "", str(error))]) from None


def read_json(path: Path, limit: int = MAX_JSON) -> Any:
    """Returns what the JSON file says. Raises InputError where it can't be read, whatever is wrong with it."""
    content = read_input(path, limit)
    try:
        return json.loads(content)
    except (ValueError, RecursionError):  # brackets nested without end are no fault of the system
        raise InputError([Problem(shown_path(path), 0, 0, "", "not valid JSON")]) from None


def file_digest(path: Path) -> str | None:
    """Returns the SHA-256 of a regular file, in hexadecimal; None where there is none, or a link to one.

    Raises OSError where it can't be read.
    """
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _refuse_unless_regular(about: os.stat_result) -> None:
    if not stat.S_ISREG(about.st_mode):
        kind = next((kind for is_kind, kind in _KINDS if is_kind(about.st_mode)), "no file")
        raise UnreadableError(f"{kind}, expected a file; put the file itself there")
