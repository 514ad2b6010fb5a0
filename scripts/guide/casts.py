"""The shapes of letters that have been cast, in memory and in a folder where later processes find them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

KEPT = 256
"""Casts that memory and the folder hold on to: six for a structure in both languages, some 80 kB each."""


@dataclass(frozen=True)
class Wanted:
    """A font of a PDF, as far as its shapes depend on it."""

    family: str
    weight: int
    letters: bytes
    """What its letters stand for, in their order, as the PDF has it."""
    widths: bytes
    """How wide they are, likewise."""


@dataclass(frozen=True)
class Cast:
    """What a PDF says of a font with shapes, and the object that holds them."""

    name: bytes
    box: bytes
    shapes: bytes


class Casts:
    """What has been cast, by what was wanted."""

    def __init__(self, folder: Path | None, origin: Iterable[str]) -> None:
        """`origin` is all else that decides what letters look like, such as versions."""
        self._folder = folder
        self._origin = "\n".join(origin).encode()
        self._known: dict[Wanted, Cast] = {}

    def get(self, wanted: Wanted) -> Cast | None:
        """What was cast, if it was."""
        if wanted not in self._known and self._folder is not None:
            path = self._path(self._folder, wanted)
            try:
                name, box, shapes = path.read_bytes().split(b"\n", 2)
                os.utime(path)
            except (OSError, ValueError):
                return None
            self._remember(wanted, Cast(name, box, shapes))
        return self._known.get(wanted)

    def keep(self, wanted: Wanted, cast: Cast) -> None:
        """Holds on to it."""
        self._remember(wanted, cast)
        if self._folder is not None:
            with suppress(OSError):  # a full disk, or a folder of someone else's, costs time and not the handout
                self._write(self._path(self._folder, wanted), cast)
                self._prune(self._folder)

    def _remember(self, wanted: Wanted, cast: Cast) -> None:
        self._known[wanted] = cast
        if len(self._known) > KEPT:
            del self._known[next(iter(self._known))]

    def _path(self, folder: Path, wanted: Wanted) -> Path:
        said = (self._origin, wanted.family.encode(), b"%d" % wanted.weight, wanted.letters, wanted.widths)
        return folder / hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in said)).hexdigest()

    @staticmethod
    def _write(path: Path, cast: Cast) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Under another name until it is whole: several processes may cast the same.
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix="new-", delete=False) as file:
            file.write(b"\n".join((cast.name, cast.box, cast.shapes)))
        os.replace(file.name, path)

    @staticmethod
    def _prune(folder: Path) -> None:
        used = [(last, path) for path in folder.iterdir() if (last := _last_used(path))]
        for _, path in sorted(used, reverse=True)[KEPT:]:
            path.unlink(missing_ok=True)


def _last_used(path: Path) -> float:
    """When; 0 if another process has just done away with it."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0
