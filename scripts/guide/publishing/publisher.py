"""The only writer of published sites: each is published whole or not at all.

A site is built in a hidden folder beside its place and exchanged for the old one in one step where the system can
(Linux: `renameat2`), else by two renames, of which the next run completes an interrupted one.
The promise holds for a killed process, not for a power cut.

Nothing is replaced or removed that is somebody else's.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

from guide.core.errors import MachineError, UsageError, shown_path
from guide.core.locks import hold_lock
from guide.publishing.cleanup import ASIDE, REMOVAL, carry_additions, clear
from guide.publishing.ownership import ExistingSite, claim, claim_folder, is_zip_of, place_of
from guide.publishing.site_files import Site, write_site, write_zip

_WORK = ".building"
"""The folder in which sites are built, beside those that are published; there only while a run is at work."""
_RUN = "guide-"
"""The prefix of a run's folder in it, which tells it from what others keep there."""
_IS_RUN = re.compile(rf"{_RUN}[a-z0-9_]{{8}}")
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


class StagingArea:
    """The place where a run builds sites before they are published: a hidden folder in `out`, locked during the run.

    The folder is made when it is first needed. Use it in a `with` statement; what runs that died have left is removed
    on entry, and what this one leaves on exit. One thread at a time.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self._locks = ExitStack()
        self._folder: Path | None = None

    def __enter__(self) -> StagingArea:
        with suppress(OSError):  # of a folder that can't be used, publishing will tell
            tidy(self.out)
        return self

    def __exit__(self, *exception: object) -> None:
        if self._folder is None:
            return
        with hold_lock(self.out):  # or another run might take what is half cleared for one that died
            clear(self._folder, self.out)
            self._locks.close()
            for folder in (self._folder, self.out / _WORK):
                with suppress(OSError):  # not empty while other runs are at work
                    folder.rmdir()
        self._folder = None

    @property
    def folder(self) -> Path:
        """Returns the hidden folder. Raises OSError if the disk refuses it, UsageError if its place is somebody else's."""
        if self._folder is None:
            self.out.mkdir(parents=True, exist_ok=True)
            refuse_foreign_work(self.out)
            with hold_lock(self.out):
                (self.out / _WORK).mkdir(exist_ok=True)
                folder = Path(tempfile.mkdtemp(prefix=_RUN, dir=self.out / _WORK))
                self._locks.enter_context(hold_lock(folder))
            self._folder = folder
        return self._folder

    def publish(self, site: Site, *, make_zip: bool = False) -> Path:
        """Publishes `site` as `out/<slug>/`, with a ZIP beside it or none, and returns that folder.

        Raises MachineError if the disk refuses, UsageError if that would replace what is somebody else's.
        """
        archive = self.out / f"{site.slug}.zip"
        try:
            place, _ = place_of(self.out, site.slug)
            with self._beside(place) as staging:
                new = staging._folder_for(place.name)
                write_site(site, os.fspath(new))
                if make_zip:
                    write_zip(new, self.folder / archive.name, site.slug)
                existing = claim(self.out, site.slug, site.guide)
                carry_additions(existing, new)
                if make_zip:
                    os.replace(self.folder / archive.name, archive)
                else:
                    archive.unlink(missing_ok=True)  # it would hold what the site no longer says
                # Last, so that a run that ends before it is told from one that is complete by the site's manifest.
                staging._swap_in(new, existing, partial(claim_folder, self.out, site.slug, site.guide))
        except OSError as error:
            raise MachineError(
                f"can't write {shown_path(self.out / site.slug)}: {error.strerror}; what was there is unchanged"
            ) from error
        return self.out / site.slug

    def remove(self, slug: str, guide: str) -> ExistingSite:
        """Removes a site of that guide and its ZIP: out of sight in one step, then off the disk.

        What others have added stays, and so does a folder that a link leads to, and a ZIP that is not the guide's.
        Returns what was there. Raises OSError, and UsageError if the site is somebody else's.
        """
        existing = claim_folder(self.out, slug, guide)
        archive = self.out / f"{slug}.zip"
        with suppress(FileNotFoundError):  # there is none, or another run was faster
            if is_zip_of(archive, slug, guide):
                archive.unlink()
        if existing.manifest is None:
            return existing
        with self._beside(existing.place) as staging:
            if existing.additions or existing.is_link:
                bare = staging._folder_for(existing.place.name)
                carry_additions(existing, bare)
                staging._swap_in(bare, existing, partial(claim_folder, self.out, slug, guide))
            else:
                with suppress(FileNotFoundError):  # another run was faster
                    os.rename(existing.place, staging.folder / f"{REMOVAL}-{existing.place.name}")
        return existing

    @contextmanager
    def _beside(self, place: Path) -> Iterator[StagingArea]:
        """Gives a staging area on the same disk as `place`: this one, unless a link leads elsewhere; empties it in the end."""
        if place.parent != self.out:
            with StagingArea(place.parent) as staging:
                yield staging
            return
        try:
            yield self
        finally:
            if self._folder is not None:
                clear(self._folder, self.out)

    def _folder_for(self, name: str) -> Path:
        """Returns a new folder in the staging area; its inode in the name tells it from the one it is exchanged for."""
        new = self.folder / "new"
        new.mkdir()
        return new.rename(self.folder / f"{new.stat().st_ino}-{name}")

    def _swap_in(self, new: Path, existing: ExistingSite, look_again: Callable[[], ExistingSite]) -> None:
        """Puts `new` in the place of the existing site, which is then in `new`'s place, or moved aside."""
        while not self._replace(new, existing):
            existing = look_again()
            carry_additions(existing, new)

    def _replace(self, new: Path, existing: ExistingSite) -> bool:
        """Does so once; returns False if what is there is no longer what was looked at: another run is at work."""
        if existing.manifest is not None:
            try:
                if not _exchange(new, existing.place):
                    with hold_lock(self.out):  # of two runs at once only one moves the old site aside
                        _rename_twice(new, existing.place)
            except FileNotFoundError:
                return False
            return True
        try:
            with hold_lock(self.out):  # not while another run has moved it aside
                os.rename(new, existing.place)
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
            return False
        return True


def publish(site: Site, out: Path, *, make_zip: bool = False) -> Path:
    """Publishes one site, in a staging area of its own. Raises MachineError and UsageError as `StagingArea.publish` does."""
    with StagingArea(out) as staging:
        return staging.publish(site, make_zip=make_zip)


def remove(out: Path, slug: str, guide: str) -> ExistingSite:
    """Removes one site and its ZIP, in a staging area of its own, as `StagingArea.remove` does."""
    with StagingArea(out) as staging:
        return staging.remove(slug, guide)


def refuse_foreign_work(out: Path) -> None:
    """Raises UsageError if the place of the hidden folder in `out` is taken by anything but a folder."""
    work = out / _WORK
    if work.is_symlink() or (work.exists() and not work.is_dir()):
        raise UsageError(
            f"{Path(shown_path(out)) / _WORK} is no folder, expected one or nothing, for the guide to build in; "
            "move it away, or give OUT=another-folder (--out)"
        )


def tidy(out: Path) -> None:
    """Removes what killed runs have left in `out`, and nothing that belongs to anybody else in the hidden folder."""
    work = out / _WORK
    if work.is_symlink() or not work.is_dir():
        return
    with hold_lock(out):
        for folder in sorted(work.iterdir()) if work.is_dir() else ():
            if _IS_RUN.fullmatch(folder.name) and folder.is_dir() and not folder.is_symlink():
                with hold_lock(folder, wait=False) as is_orphan:
                    if is_orphan:
                        clear(folder, out)
                        with suppress(OSError):
                            folder.rmdir()
        with suppress(OSError):
            work.rmdir()


# --------------------------------------------------------------------------------------------------
# Replacing a site


def _rename_twice(new: Path, place: Path) -> None:
    os.rename(place, new.with_name(f"{ASIDE}-{place.name}"))  # from here to the next line there is no site: see clear
    os.rename(new, place)


def _exchange(one: Path, other: Path) -> bool:
    """Swaps the two names in one step; returns False where the system can't.

    Raises OSError, FileNotFoundError for a missing name.
    """
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
    """Returns the system's call; None where there is none."""
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
