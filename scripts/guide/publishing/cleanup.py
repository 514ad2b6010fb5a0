"""The removal of a site that another replaces: its files go, and what others have added to it stays.

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
from guide.publishing.ownership import MANIFEST, ExistingSite, display_path, folders_of, lists_files, manifest_of
from guide.publishing.site_files import UNLINKABLE

ASIDE = "aside"
"""The prefix of a site that is moved aside, to go back if its place stays empty."""
REMOVAL = "0"
"""The prefix of a site that is removed; no folder has that inode."""


def carry_additions(existing: ExistingSite, new: Path) -> None:
    """Links all that others have added to the existing site into the folder `new`, under the same names.

    Raises UsageError where the new site has something else of that name.
    """
    for name in existing.additions:
        source, target = existing.place / name, new / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise _in_the_way(source) from None
        _link(source, target)


def _link(source: Path, target: Path) -> None:
    status = source.lstat()
    if stat.S_ISDIR(status.st_mode):
        _link_folder(source, target, status)
    elif os.path.lexists(target):
        if not os.path.samestat(status, target.lstat()):
            raise _in_the_way(source)
    else:
        try:
            os.link(source, target, follow_symlinks=False)
        except NotImplementedError:
            pass  # like the systems and files below it goes over after the exchange: see _discard
        except OSError as error:
            if error.errno not in UNLINKABLE:
                raise


def _link_folder(source: Path, target: Path, status: os.stat_result) -> None:
    if os.path.ismount(source):
        raise UsageError(
            f"{shown_path(source)} is where a disk begins, and can't go over to the new site; lay it outside the site"
        )
    if os.path.lexists(target):
        if not stat.S_ISDIR(target.lstat().st_mode):
            raise _in_the_way(source)
    else:
        target.mkdir()
        with suppress(OSError):
            os.chown(target, status.st_uid, status.st_gid)
    with os.scandir(source) as entries:
        for entry in entries:
            _link(source / entry.name, target / entry.name)
    with suppress(OSError):
        shutil.copystat(source, target)


def _in_the_way(path: Path) -> UsageError:
    return UsageError(
        f"{display_path(path)} is not this guide's, and the site has a file or folder of that name, expected nothing there; move it away"
    )


# --------------------------------------------------------------------------------------------------
# Removal


def clear(work: Path, out: Path) -> None:
    """Empties the folder of a run: sites never published and sites replaced go, and one that was moved aside goes back."""
    for entry in list(os.scandir(work)):
        mark, _, name = entry.name.partition("-")
        folder, place = Path(entry.path), out / name
        with suppress(OSError):  # then it stays, for a later run
            if not entry.is_dir(follow_symlinks=False):
                folder.unlink()
            elif not name or mark == str(folder.stat().st_ino):
                shutil.rmtree(folder, ignore_errors=True)
            elif mark == ASIDE and not os.path.lexists(place):
                folder.rename(place)
            else:
                _discard(folder, place)


def _discard(old: Path, place: Path) -> None:
    """Removes the files that the manifest of a replaced or removed site lists.

    What others have added is in `place` already, or goes there now; never onto anything.
    """
    manifest = manifest_of(old)
    names: Collection[str] = manifest["files"] if manifest and lists_files(manifest) else ()
    _sweep(os.fspath(old), "", set(names), set(folders_of(names)))
    if manifest is not None:  # last, so that what is left of an interrupted removal is known
        (old / MANIFEST).unlink()
    try:
        old.rmdir()
    except OSError:
        place.mkdir(exist_ok=True)
        _move(os.fspath(old), os.fspath(place))
        old.rmdir()


def _sweep(folder: str, inside: str, names: set[str], folders: set[str]) -> None:
    """Removes the files `names`, and the `folders` that become empty; follows no links."""
    with os.scandir(folder) as entries:
        for entry in list(entries):
            name = inside + entry.name
            if name in folders and entry.is_dir(follow_symlinks=False):
                _sweep(entry.path, f"{name}/", names, folders)
                with suppress(OSError):  # not empty where somebody has added something
                    os.rmdir(entry.path)
            elif name in names and entry.is_file(follow_symlinks=False):
                os.unlink(entry.path)


def _move(source: str, target: str) -> None:
    """Moves what is in the folder `source` to the folder `target`; what the target has already stays as it is there."""
    with os.scandir(source) as entries:
        for entry in list(entries):
            path = f"{target}/{entry.name}"
            if not os.path.lexists(path):
                os.rename(entry.path, path)
            elif entry.is_dir(follow_symlinks=False) and stat.S_ISDIR(os.lstat(path).st_mode):
                _move(entry.path, path)
                with suppress(OSError):
                    os.rmdir(entry.path)
            elif os.path.samestat(os.lstat(entry.path), os.lstat(path)):
                os.unlink(entry.path)
