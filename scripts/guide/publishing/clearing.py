"""What becomes of a site that another takes the place of: its files go, and what others have added to it stays.

Additions are in the new site before the exchange already, as hard links, so that they are never missing. Where a file
has no such links, it goes over by a rename after the exchange, or with the next run if this one is killed.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from guide.core.errors import UsageError, shown_path
from guide.publishing.ownership import MANIFEST, Standing, folders_of, lists_files, manifest_of
from guide.publishing.site_files import UNLINKABLE

ASIDE = "aside"
"""Before the name of a site that is moved aside, to go back if its place stays empty."""
GONE = "0"
"""Before the name of a site that is taken down; no folder has that inode."""


def carry(there: Standing, new: Path) -> None:
    """Gives `new` all that others have added to the site, under the same names.

    Raises UsageError where the new site has something else of that name.
    """
    for name in there.added:
        source, aim = there.place / name, new / name
        try:
            aim.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise _in_the_way(source) from None
        _link(source, aim)


def _link(source: Path, aim: Path) -> None:
    status = source.lstat()
    if stat.S_ISDIR(status.st_mode):
        _link_folder(source, aim, status)
    elif os.path.lexists(aim):
        if not os.path.samestat(status, aim.lstat()):
            raise _in_the_way(source)
    else:
        try:
            os.link(source, aim, follow_symlinks=False)
        except NotImplementedError:
            pass  # like the systems and files below it goes over after the exchange: see _discard
        except OSError as error:
            if error.errno not in UNLINKABLE:
                raise


def _link_folder(source: Path, aim: Path, status: os.stat_result) -> None:
    if os.path.ismount(source):
        raise UsageError(
            f"{shown_path(source)} is where a disk begins, and can't go over to the new site; lay it outside the site"
        )
    if os.path.lexists(aim):
        if not stat.S_ISDIR(aim.lstat().st_mode):
            raise _in_the_way(source)
    else:
        aim.mkdir()
        with suppress(OSError):
            os.chown(aim, status.st_uid, status.st_gid)
    with os.scandir(source) as entries:
        for entry in entries:
            _link(source / entry.name, aim / entry.name)
    with suppress(OSError):
        shutil.copystat(source, aim)


def _in_the_way(path: Path) -> UsageError:
    shown = Path(shown_path(path.parent)) / path.name
    return UsageError(
        f"{shown} is not this guide's, and the site has a file or folder of that name, expected nothing there; move it away"
    )


# --------------------------------------------------------------------------------------------------
# Clearing away


def clear(work: Path, out: Path) -> None:
    """Empties the folder of a run: what was never put up goes, and what is up no more; what was set aside goes back."""
    for entry in list(os.scandir(work)):
        mark, _, name = entry.name.partition("-")
        left, place = Path(entry.path), out / name
        with suppress(OSError):  # then it stays, for a later run
            if not entry.is_dir(follow_symlinks=False):
                left.unlink()
            elif not name or mark == str(left.stat().st_ino):
                shutil.rmtree(left, ignore_errors=True)
            elif mark == ASIDE and not os.path.lexists(place):
                left.rename(place)
            else:
                _discard(left, place)


def _discard(old: Path, place: Path) -> None:
    """Removes a site that has been replaced or taken down: what its manifest lists.

    What others have added is in `place` already, or goes there now; never onto anything.
    """
    manifest = manifest_of(old)
    listed: Collection[str] = manifest["files"] if manifest and lists_files(manifest) else ()
    _sweep(os.fspath(old), "", set(listed), set(folders_of(listed)))
    if manifest is not None:  # last, so that what is left of an interrupted removal is known
        (old / MANIFEST).unlink()
    try:
        old.rmdir()
    except OSError:
        place.mkdir(exist_ok=True)
        _move(os.fspath(old), os.fspath(place))
        old.rmdir()


def _sweep(folder: str, inside: str, listed: set[str], folders: set[str]) -> None:
    """Removes the files `listed`, and the `folders` that become empty; follows no links."""
    with os.scandir(folder) as entries:
        for entry in list(entries):
            name = inside + entry.name
            if name in folders and entry.is_dir(follow_symlinks=False):
                _sweep(entry.path, f"{name}/", listed, folders)
                with suppress(OSError):  # not empty where somebody has added something
                    os.rmdir(entry.path)
            elif name in listed and entry.is_file(follow_symlinks=False):
                os.unlink(entry.path)


def _move(source: str, aim: str) -> None:
    with os.scandir(source) as entries:
        for entry in list(entries):
            there = f"{aim}/{entry.name}"
            if not os.path.lexists(there):
                os.rename(entry.path, there)
            elif entry.is_dir(follow_symlinks=False) and stat.S_ISDIR(os.lstat(there).st_mode):
                _move(entry.path, there)
                with suppress(OSError):
                    os.rmdir(entry.path)
            elif os.path.samestat(os.lstat(entry.path), os.lstat(there)):
                os.unlink(entry.path)
