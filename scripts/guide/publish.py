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
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guide.errors import MachineError, shown_path
from guide.locks import locked

MANIFEST = "manifest.json"
_WORK = ".building"
"""The folder in which sites are built, beside those that are up; gone when no run is at work."""
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

    def manifest(self) -> dict[str, Any]:
        """What was built from what, and the hash of every file."""
        own = {name: hashlib.sha256(data).hexdigest() for name, data in self.written.items()}
        return {**self.about, "files": dict(sorted({**self.shared, **own}.items()))}


def publish(site: Site, out: Path, *, make_zip: bool = False) -> Path:
    """Puts `site` up as `out/<slug>/`, and beside it as a ZIP. Raises MachineError if the disk refuses."""
    target = out / site.slug
    try:
        out.mkdir(parents=True, exist_ok=True)
        with _workplace(out, site.slug) as work:
            _write(site, work / "site")
            archive = out / f"{site.slug}.zip"
            if make_zip:
                _zip(work / "site", work / "site.zip", site.slug)
                os.replace(work / "site.zip", archive)
            else:
                archive.unlink(missing_ok=True)  # it would hold what the site no longer says
            # Last, so that a run that ends before it is told from one that is complete by the site's manifest.
            _exchange(work / "site", target)
    except OSError as error:
        raise MachineError(
            f"can't write {shown_path(target)}: {error.strerror}; what was there is unchanged"
        ) from error
    return target


def remove(out: Path, slug: str) -> None:
    """Takes a site and its ZIP down: out of sight in one step, then off the disk."""
    with _workplace(out, slug) as work:
        os.rename(out / slug, work / "gone")
        (out / f"{slug}.zip").unlink(missing_ok=True)


def tidy(out: Path) -> None:
    """Clears away what killed runs have left in `out`."""
    if (out / _WORK).is_dir():
        with locked(out):
            _recover(out)


def manifest_of(target: Path) -> dict[str, Any] | None:
    """The manifest of a published site; None if there is none that can be read."""
    try:
        read = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return read if isinstance(read, dict) else None


def _write(site: Site, folder: Path) -> None:
    folder.mkdir()
    written = {**site.written, MANIFEST: (json.dumps(site.manifest(), ensure_ascii=False, indent=1) + "\n").encode()}
    # Strings, not paths: this is most of what stamping a buyer costs.
    for directory in sorted({name.rpartition("/")[0] for name in (*written, *site.shared)}):
        os.makedirs(f"{folder}/{directory}", exist_ok=True)
    for name, data in written.items():
        with open(f"{folder}/{name}", "xb") as file:  # unbuffered, a full disk would cut a file short and say nothing
            file.write(data)
    for name in site.shared:
        _share(f"{site.shared_from}/{name}", f"{folder}/{name}")


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


def _exchange(new: Path, target: Path) -> None:
    """`new` takes the place of `target`; what was there is left in `new`'s place."""
    if not target.exists():
        os.rename(new, target)
    elif not _exchanged(new, target):
        os.rename(target, new.with_name("old"))  # from here to the next line there is no site: see _clear
        os.rename(new, target)


def _exchanged(one: Path, other: Path) -> bool:
    """True if the system has swapped the two names in one step."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code))


@contextmanager
def _workplace(out: Path, slug: str) -> Iterator[Path]:
    """A hidden folder in `out`, locked for as long as it is used; those of runs that died are cleared away first."""
    with ExitStack() as held:
        with locked(out):
            _recover(out)
            (out / _WORK).mkdir(exist_ok=True)
            work = Path(tempfile.mkdtemp(prefix=f"{slug}~", dir=out / _WORK))
            held.enter_context(locked(work))
        try:
            yield work
        finally:
            with locked(out):  # or another run might take what is half cleared for one that died
                _clear(work, out / slug)
                with suppress(OSError):  # not empty while other runs are at work
                    (out / _WORK).rmdir()


def _recover(out: Path) -> None:
    """Clears away the workplaces of runs that died; `out` is locked."""
    work = out / _WORK
    for left in sorted(work.iterdir()) if work.is_dir() else ():
        with locked(left, wait=False) as dead:
            if dead:
                _clear(left, out / left.name.rpartition("~")[0])
    with suppress(OSError):
        work.rmdir()


def _clear(work: Path, target: Path) -> None:
    """Removes a workplace; a site that was moved aside and not replaced goes back to its place."""
    if (work / "old").is_dir() and not target.exists():
        os.rename(work / "old", target)
    shutil.rmtree(work, ignore_errors=True)
