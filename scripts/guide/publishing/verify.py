"""Whether a published site is what its manifest says, and the ZIP beside it the same site."""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from guide.core.errors import InputError, Problem, shown_path
from guide.core.files import file_digest
from guide.publishing.ownership import (
    MANIFEST,
    additions_to,
    display_path,
    folders_of,
    lists_files,
    manifest_in,
    manifest_of,
)

_AGAIN = "build the site again"


def verify(site: Path) -> int:
    """Compares the site in the folder `site` with its manifest, and returns the number of files checked.

    Raises InputError with every file that is missing or changed, what has been added, and what is wrong with the ZIP.
    """
    manifest = manifest_of(site)
    if manifest is None or not lists_files(manifest):
        message = f"no {MANIFEST} that can be read, expected a site; move it away, and {_AGAIN} if it was one"
        raise InputError([Problem(shown_path(site), 0, 0, "", message)])
    files: Mapping[str, str] = manifest["files"]
    additions = additions_to(site, files)
    problems = [_problem(site / name, message) for name, message in _file_problems(site, files, set(additions))]
    problems += [_problem(site / name, _addition_problem(site, name, files)) for name in additions]
    absolute = Path(os.path.abspath(site))
    archive = absolute.parent / f"{absolute.name}.zip"
    if os.path.lexists(archive):
        problems += [_problem(archive, message) for message in _zip_problems(archive, site, files)]
    if problems:
        raise InputError(problems)
    return len(files)


def card_pictures_in(manifest: Mapping[str, Any]) -> list[str]:
    """Returns the names of the cards' pictures among the files of a site."""
    return sorted(name for name in manifest["files"] if name.startswith("card.") and name.endswith(".png"))


def _file_problems(site: Path, files: Mapping[str, str], additions: set[str]) -> Iterator[tuple[str, str]]:
    for name in sorted(set(files) - additions):
        digest = file_digest(site / name)
        if digest is None:
            yield name, f"is missing, and the manifest lists it; {_AGAIN}"
        elif digest != files[name]:
            yield name, f"is not what was built: its hash differs from the manifest's; {_AGAIN}"


def _addition_problem(site: Path, name: str, files: Mapping[str, str]) -> str:
    if name in (MANIFEST, *files, *folders_of(files)):
        return f"is not what was built: somebody has put something else in its place; move it away, and {_AGAIN}"
    return "is not in the manifest: somebody has added it, and builds keep it; move it away if it does not belong there"


def _problem(path: Path, message: str) -> Problem:
    return Problem(display_path(path), 0, 0, "", message)


# --------------------------------------------------------------------------------------------------
# For builds


def is_intact(site: Path, files: Mapping[str, str], shared_folder: Path) -> bool:
    """Returns whether every file in the folder `site` is as it was built; `files` are their hashes by path.

    Files that are the very ones in `shared_folder`, and those with the modification time of the manifest, are not read.
    `verify` reads all.
    """
    folder, shared = os.fspath(site), os.fspath(shared_folder)
    try:
        build_time = os.lstat(f"{folder}/{MANIFEST}").st_mtime_ns
        for name, digest in files.items():
            status = os.lstat(f"{folder}/{name}")
            is_known = status.st_mtime_ns == build_time or (
                status.st_nlink > 1 and _is_same(status, f"{shared}/{name}")
            )
            if not stat.S_ISREG(status.st_mode) or not (is_known or file_digest(Path(f"{folder}/{name}")) == digest):
                return False
    except OSError:
        return False
    return True


def _is_same(status: os.stat_result, path: str) -> bool:
    try:
        return os.path.samestat(status, os.lstat(path))
    except OSError:
        return False


# --------------------------------------------------------------------------------------------------
# ZIPs


def is_current_zip(archive: Path, site: Path) -> bool:
    """Returns whether the ZIP is that of the published site, by its manifest: a run that was killed may have left another."""
    try:
        with zipfile.ZipFile(archive) as zip_file:
            return manifest_in(zip_file, site.name) == (site / MANIFEST).read_bytes()
    except Exception:  # whatever a reader of ZIPs says of a damaged file
        return False


def _zip_problems(archive: Path, site: Path, files: Mapping[str, str]) -> Iterator[str]:
    """Returns the messages of what is wrong with the ZIP beside a site."""
    slug = archive.stem
    if not stat.S_ISREG(archive.lstat().st_mode):
        yield "is no file, expected the ZIP of the site beside it; move it away"
        return
    try:
        with zipfile.ZipFile(archive) as zip_file:
            if manifest_in(zip_file, slug) != (site / MANIFEST).read_bytes():
                yield f"holds another version than the folder beside it; {_AGAIN}"
                return
            entries = {entry.filename: entry for entry in zip_file.infolist() if not entry.is_dir()}
            expected = {f"{slug}/{name}": digest for name, digest in files.items()}
            yield from (f"lacks {name}; {_AGAIN}" for name in sorted(set(expected) - set(entries)))
            for name, entry in sorted(entries.items()):
                if name == f"{slug}/{MANIFEST}":
                    continue
                if name not in expected:
                    yield f"holds {name}, which is not in the manifest; {_AGAIN}"
                elif _digest_in(zip_file, entry) != expected[name]:
                    yield f"holds {name}, but not as it was built; {_AGAIN}"
    except Exception:  # whatever a reader of ZIPs says of a file that is none, or a damaged one
        yield f"is not the ZIP of the site beside it, or is damaged; move it away, and {_AGAIN}"


def _digest_in(zip_file: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    with zip_file.open(entry) as file:
        digest = hashlib.sha256()
        while data := file.read(1 << 20):
            digest.update(data)
        return digest.hexdigest()
