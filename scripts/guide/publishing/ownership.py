"""Whether the guide owns what is where a site or its ZIP is to go.

A guide replaces and removes only what is empty, or what it has published itself, which a manifest of that guide proves.
What somebody has added to a site stays theirs. Nothing is changed here.
"""

from __future__ import annotations

import json
import os
import stat
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guide.core.errors import UsageError, shown_path

MANIFEST = "manifest.json"
_LARGEST = 16_000_000
"""Bytes of a manifest at most; a site of 70 files has one of 8,000."""
_CURE = "move it away, or give OUT=another-folder (--out)"


@dataclass(frozen=True)
class ExistingSite:
    """What is in a site's place already, and may be replaced: a site of the same guide, an empty folder or nothing."""

    place: Path
    """The folder itself: where the link leads if the site's name is a symbolic link."""
    is_link: bool
    """Whether a symbolic link leads there."""
    manifest: Mapping[str, Any] | None
    """None where there is nothing, or an empty folder."""
    additions: tuple[str, ...] = ()
    """What others have put into the site, by path; of a folder that they have added only the folder."""


# --------------------------------------------------------------------------------------------------
# Manifests


def manifest_of(site: Path) -> dict[str, Any] | None:
    """Returns the manifest of a published site; None if there is none that can be read."""
    path = site / MANIFEST
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
            return None
        return _mapping(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def _mapping(data: bytes) -> dict[str, Any] | None:
    value = json.loads(data)
    return value if isinstance(value, dict) else None


def is_manifest_of(manifest: Mapping[str, Any] | None, guide: str) -> bool:
    """Returns whether it is a manifest of the guide with that id.

    The manifests of every release have the id, and each file with its hash.
    """
    return manifest is not None and manifest.get("guide") == guide and lists_files(manifest)


def lists_files(manifest: Mapping[str, Any]) -> bool:
    """Returns whether the manifest says what the site consists of."""
    files = manifest.get("files")
    return isinstance(files, dict) and all(isinstance(digest, str) for digest in files.values())


def folders_of(names: Iterable[str]) -> list[str]:
    """Returns every folder that the files `names` lie in, those above before those below."""
    folders: set[str] = set()
    for directory in {name.rpartition("/")[0] for name in names}:
        above = directory
        while above:
            folders.add(above)
            above = above.rpartition("/")[0]
    return sorted(folders)


def additions_to(site: Path, names: Collection[str]) -> list[str]:
    """Returns what is in the folder `site` beside the manifest and the files `names`, by path.

    Of an added folder only the folder itself is returned. A link, or anything else that is no regular file, is an addition
    under whatever name. Raises OSError.
    """
    own_names, folders = {*names, MANIFEST}, set(folders_of(names))
    return sorted(_additions(os.fspath(site), "", own_names, folders))


def _additions(folder: str, inside: str, own_names: set[str], folders: set[str]) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = inside + entry.name
            if name in folders and entry.is_dir(follow_symlinks=False):
                yield from _additions(entry.path, f"{name}/", own_names, folders)
            elif name not in own_names or not entry.is_file(follow_symlinks=False):
                yield name


# --------------------------------------------------------------------------------------------------
# Places


def claim(out: Path, slug: str, guide: str) -> ExistingSite:
    """Returns what the site `slug` of that guide would replace in `out`. Raises UsageError where that is somebody else's."""
    existing = claim_folder(out, slug, guide)
    refuse_foreign_zip(out / f"{slug}.zip", slug, guide)
    return existing


def claim_folder(out: Path, slug: str, guide: str) -> ExistingSite:
    """Does the same as `claim`, for the site alone and not for its ZIP.

    What another run replaces during the look is looked at again: the files of one site beside the manifest of another would
    pass for additions.
    """
    while True:
        place, is_link = place_of(out, slug)
        before = _identity(place)
        try:
            existing = _inspect(out, slug, guide, place, is_link)
        except (FileNotFoundError, UsageError):
            if _identity(place) == before:
                raise
            continue
        if _identity(place) == before:
            return existing


def _identity(place: Path) -> tuple[int, int] | None:
    """Returns what tells a folder from another of that name; None if nothing is there."""
    try:
        status = place.lstat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def _inspect(out: Path, slug: str, guide: str, place: Path, is_link: bool) -> ExistingSite:
    """Returns what the folder `place` is. Raises UsageError if it is somebody else's, FileNotFoundError if it vanishes."""
    name = f"{display_path(out / slug)}/" + (f" (a link to {place})" if is_link else "")
    try:
        mode = place.lstat().st_mode
    except FileNotFoundError:
        return ExistingSite(place, is_link, None)
    if not stat.S_ISDIR(mode):
        raise UsageError(f"{display_path(out / slug)} is no folder, expected a site of this guide or nothing; {_CURE}")
    manifest = manifest_of(place)
    if is_manifest_of(manifest, guide) and manifest is not None:
        return ExistingSite(place, is_link, manifest, tuple(additions_to(place, manifest["files"])))
    with os.scandir(place) as entries:
        first = min((entry.name for entry in entries), default=None)
    if first is None:
        return ExistingSite(place, is_link, None)
    if manifest is not None and isinstance(manifest.get("guide"), str) and manifest["guide"] != guide:
        raise UsageError(
            f"{name} is a site of the guide {manifest['guide']}, and this is the guide {guide}, "
            "expected a folder for each guide; give OUT=another-folder (--out), or remove that site first"
        )
    raise UsageError(
        f"{name} is not this guide's: it holds {first} and no {MANIFEST} of the guide {guide}, "
        f"expected a site of this guide or nothing; {_CURE}"
    )


def place_of(out: Path, slug: str) -> tuple[Path, bool]:
    """Returns the folder that the site `slug` goes to, and whether a symbolic link leads there.

    Raises UsageError for a link that leads to no folder, or to one that a site can't take the place of.
    """
    link = out / slug
    if not link.is_symlink():
        return link, False
    place, home = Path(os.path.realpath(link)), Path(os.path.realpath(out))
    if not place.is_dir():
        what = "is no folder" if place.exists() else "is not there"
        raise UsageError(
            f"{display_path(link)} is a link to {place}, which {what}; make that folder, or remove the link"
        )
    if place.parent == home or home.is_relative_to(place):
        raise UsageError(
            f"{display_path(link)} is a link to {place}, where other sites stand or lie, "
            "expected a folder of its own; lead the link elsewhere, or remove it"
        )
    if os.path.ismount(place):
        raise UsageError(
            f"{display_path(link)} is a link to {place}, where a disk begins, expected a folder on it; "
            "make one there, and lead the link to it"
        )
    return place, True


def refuse_foreign_zip(archive: Path, slug: str, guide: str) -> None:
    """Raises UsageError where there is something in the ZIP's place that this guide has not made of that site."""
    try:
        is_own = is_zip_of(archive, slug, guide)
    except FileNotFoundError:  # nothing is there, or another run has just removed it
        return
    if not is_own:
        raise UsageError(
            f"{display_path(archive)} is not this guide's: expected the ZIP of the site {slug}, or nothing; {_CURE}"
        )


def is_zip_of(archive: Path, slug: str, guide: str) -> bool:
    """Returns whether `archive` is an empty file, or a ZIP with nothing but a site `slug` of that guide, whole or in part.

    Raises FileNotFoundError if nothing is there.
    """
    status = archive.lstat()
    if not stat.S_ISREG(status.st_mode) or not status.st_size:
        return stat.S_ISREG(status.st_mode)
    try:
        with zipfile.ZipFile(archive) as zip_file:
            manifest = _mapping(manifest_in(zip_file, slug))
            names = {name for name in zip_file.namelist() if not name.endswith("/")}
    except FileNotFoundError:
        raise
    except Exception:  # whatever a reader of ZIPs says of a file that is none, or a damaged one
        return False
    if manifest is None or not is_manifest_of(manifest, guide):
        return False
    return names <= {f"{slug}/{name}" for name in (*manifest["files"], MANIFEST)}


def manifest_in(zip_file: zipfile.ZipFile, slug: str) -> bytes:
    """Returns the manifest of the site `slug` in a ZIP. Raises KeyError or ValueError if there is none that can be read."""
    entry = zip_file.getinfo(f"{slug}/{MANIFEST}")
    if entry.file_size > _LARGEST:
        raise ValueError(f"{entry.filename} is too large for a manifest")
    return zip_file.read(entry)


def display_path(path: Path) -> str:
    """Returns `path` itself, though it may be a link, as an operator would type it."""
    return str(Path(shown_path(path.parent)) / path.name)
