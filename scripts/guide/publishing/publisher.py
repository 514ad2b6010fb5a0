"""The only writer of published sites: each is put up whole or not at all.

A site is built in a hidden folder beside its place and exchanged for the old one in one step where the system can
(Linux: `renameat2`), else by two renames, of which an interrupted one is mended by the next run.
The promise holds for a killed process, not for a power cut.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import shutil
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from guide.core.errors import InputError, MachineError, shown_path
from guide.core.files import read_json
from guide.core.locks import locked

MANIFEST = "manifest.json"
_WORK = ".building"
"""The folder in which sites are built, beside those that are up; gone when no run is at work."""
_OLD = ".old"
"""Behind the name of a site that is moved aside."""
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


@dataclass(frozen=True)
class Site:
    """What a site consists of."""

    slug: str
    written: Mapping[str, bytes]
    """Files of its own, by path."""
    shared: Mapping[str, str]
    """Files that it shares with other sites: SHA-256 by path."""
    shared_from: Path
    """The folder that the shared files lie in, under the same paths."""
    about: Mapping[str, Any]
    """For the manifest: edition, hash of the inputs, versions of the tools."""

    def manifest(self) -> bytes:
        """What was built from what, and the hash of every file, a line each: JSON."""
        own = {name: hashlib.sha256(data).hexdigest() for name, data in self.written.items()}
        files = ",\n".join(f'  {json.dumps(name)}: "{own.get(name) or self.shared[name]}"' for name in self.names())
        about = json.dumps(self.about, ensure_ascii=False, indent=1).removesuffix("}").rstrip()
        return f'{about}{"," if self.about else ""}\n "files": {{\n{files}\n }}\n}}\n'.encode()

    def names(self) -> list[str]:
        """The paths of all its files but the manifest."""
        return sorted({*self.shared, *self.written})


class Workplace:
    """Where a run builds sites before they go up: a hidden folder in `out`, held as long as the run is at work.

    The folder is made when it is first needed. Use it in a `with` statement; what runs that died have left is cleared
    away when it is entered, and what this one leaves when it is left. One thread at a time.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self._held = ExitStack()
        self._folder: Path | None = None

    def __enter__(self) -> Workplace:
        with suppress(OSError):  # of a folder that can't be used, publishing will tell
            tidy(self.out)
        return self

    def __exit__(self, *exception: object) -> None:
        if self._folder is None:
            return
        with locked(self.out):  # or another run might take what is half cleared for one that died
            _clear(self._folder, self.out)
            self._held.close()
            with suppress(OSError):  # not empty while other runs are at work
                (self.out / _WORK).rmdir()
        self._folder = None

    @property
    def folder(self) -> Path:
        """The hidden folder. Raises OSError if the disk refuses it."""
        if self._folder is None:
            self.out.mkdir(parents=True, exist_ok=True)
            with locked(self.out):
                (self.out / _WORK).mkdir(exist_ok=True)
                made = Path(tempfile.mkdtemp(dir=self.out / _WORK))
                self._held.enter_context(locked(made))
            self._folder = made
        return self._folder

    def publish(self, site: Site, *, make_zip: bool = False) -> Path:
        """Puts `site` up as `out/<slug>/`, and beside it as a ZIP or none. Raises MachineError if the disk refuses."""
        target, archive = self.out / site.slug, self.out / f"{site.slug}.zip"
        try:
            new, zipped = self.folder / site.slug, self.folder / archive.name
            try:
                _write(site, os.fspath(new))
                if make_zip:
                    _zip(new, zipped, site.slug)
                    os.replace(zipped, archive)
                else:
                    archive.unlink(missing_ok=True)  # it would hold what the site no longer says
                # Last, so that a run that ends before it is told from one that is complete by the site's manifest.
                _exchange(new, target, self.out)
            finally:
                _clear_site(self.folder, site.slug, self.out)
        except OSError as error:
            raise MachineError(
                f"can't write {shown_path(target)}: {error.strerror}; what was there is unchanged"
            ) from error
        return target

    def remove(self, slug: str) -> None:
        """Takes a site and its ZIP down: out of sight in one step, then off the disk."""
        (self.out / f"{slug}.zip").unlink(missing_ok=True)
        with suppress(FileNotFoundError):  # another run was faster
            os.rename(self.out / slug, self.folder / slug)
        _clear_site(self.folder, slug, self.out)


def publish(site: Site, out: Path, *, make_zip: bool = False) -> Path:
    """Puts up one site, in a workplace of its own. Raises MachineError if the disk refuses."""
    with Workplace(out) as place:
        return place.publish(site, make_zip=make_zip)


def remove(out: Path, slug: str) -> None:
    """Takes one site and its ZIP down, in a workplace of its own."""
    with Workplace(out) as place:
        place.remove(slug)


def tidy(out: Path) -> None:
    """Clears away what killed runs have left in `out`."""
    work = out / _WORK
    if not work.is_dir():
        return
    with locked(out):
        for left in sorted(work.iterdir()) if work.is_dir() else ():
            with locked(left, wait=False) as dead:
                if dead:
                    _clear(left, out)
        with suppress(OSError):
            work.rmdir()


def manifest_of(target: Path) -> dict[str, Any] | None:
    """The manifest of a published site; None if there is none that can be read."""
    try:
        read = read_json(target / MANIFEST)
    except InputError:
        return None
    return read if isinstance(read, dict) else None


def is_of(archive: Path, target: Path) -> bool:
    """Whether the ZIP holds the site that is up: one that was killed may have left another."""
    try:
        with zipfile.ZipFile(archive) as opened:
            return opened.read(f"{target.name}/{MANIFEST}") == (target / MANIFEST).read_bytes()
    except (OSError, KeyError, zipfile.BadZipFile, zlib.error):
        return False


# --------------------------------------------------------------------------------------------------
# Files. Strings and descriptors, not paths and buffers: this is most of what stamping a buyer costs.


def _write(site: Site, folder: str) -> None:
    os.mkdir(folder)
    for directory in _folders((*site.written, *site.shared)):
        os.mkdir(f"{folder}/{directory}")
    for name, data in site.written.items():
        _write_file(f"{folder}/{name}", data)
    _write_file(f"{folder}/{MANIFEST}", site.manifest())
    source = os.fspath(site.shared_from)
    for name in site.shared:
        _share(f"{source}/{name}", f"{folder}/{name}")


def _folders(names: Iterable[str]) -> list[str]:
    """Every folder that the files `names` lie in, those above before those below."""
    found: set[str] = set()
    for directory in {name.rpartition("/")[0] for name in names}:
        above = directory
        while above:
            found.add(above)
            above = above.rpartition("/")[0]
    return sorted(found)


def _write_file(path: str, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        left = memoryview(data)
        while left:  # a disk that is nearly full takes a part, and refuses the next
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)


def _share(source: str, target: str) -> None:
    """A hard link where the file system has them, else a copy."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS):
            raise
        shutil.copyfile(source, target)


def _zip(folder: Path, target: Path, slug: str) -> None:
    """The same bytes for the same files: fixed dates and order."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{slug}/{path.relative_to(folder).as_posix()}", (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            compressed = path.suffix in (".png", ".pdf", ".gz", ".woff2")
            entry.compress_type = zipfile.ZIP_STORED if compressed else zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())


# --------------------------------------------------------------------------------------------------
# One step


def _exchange(new: Path, target: Path, out: Path) -> None:
    """`new` takes the place of `target`; what was there is left in `new`'s place, or beside it."""
    while True:
        try:
            if not _exchanged(new, target):
                with locked(out):  # of two runs at once only one moves the old site aside
                    _renamed_twice(new, target)
            return
        except FileNotFoundError:  # nothing is up yet
            try:
                os.rename(new, target)
                return
            except OSError as error:
                if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                    raise  # else another run has just put one up, to be exchanged


def _renamed_twice(new: Path, target: Path) -> None:
    os.rename(target, new.with_name(new.name + _OLD))  # from here to the next line there is no site: see _put_back
    os.rename(new, target)


def _exchanged(one: Path, other: Path) -> bool:
    """True if the system has swapped the two names in one step. Raises OSError, of which a missing name is one."""
    rename = _renameat2()
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code))


@cache
def _renameat2() -> Any:
    """The system's call; None where there is none."""
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)


# --------------------------------------------------------------------------------------------------
# Clearing away


def _clear(work: Path, out: Path) -> None:
    """Removes a workplace; sites that were moved aside and not replaced go back to their places."""
    for aside in work.glob(f"*{_OLD}"):
        _put_back(aside, out)
    shutil.rmtree(work, ignore_errors=True)


def _clear_site(work: Path, slug: str, out: Path) -> None:
    """Removes what is left of one site in a workplace."""
    _put_back(work / f"{slug}{_OLD}", out)
    for left in (slug, f"{slug}{_OLD}"):
        shutil.rmtree(work / left, ignore_errors=True)
    (work / f"{slug}.zip").unlink(missing_ok=True)


def _put_back(aside: Path, out: Path) -> None:
    target = out / aside.name.removesuffix(_OLD)
    if aside.is_dir() and not target.exists():
        os.rename(aside, target)
