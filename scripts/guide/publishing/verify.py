"""Whether a published site is what its manifest says."""

from __future__ import annotations

import hashlib
from pathlib import Path

from guide.core.errors import InputError, Problem, shown_path
from guide.publishing.publisher import MANIFEST, manifest_of


def verify(site: Path) -> int:
    """The number of files checked. Raises InputError with every file that is missing, changed or not in the manifest."""
    manifest = manifest_of(site)
    files = manifest.get("files") if manifest else None
    if not isinstance(files, dict):
        message = f"no {MANIFEST} that can be read; build the site again"
        raise InputError([Problem(shown_path(site), 0, 0, "", message)])
    there = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    problems = [
        _problem(site / name, "is missing, and the manifest lists it") for name in sorted(set(files) - set(there))
    ]
    for name, path in sorted(there.items()):
        if name == MANIFEST:
            continue
        if name not in files:
            problems.append(_problem(path, "is not in the manifest"))
        elif hashlib.sha256(path.read_bytes()).hexdigest() != files[name]:
            problems.append(_problem(path, "is not what was built: its hash differs from the manifest's"))
    if problems:
        raise InputError(problems)
    return len(files)


def _problem(path: Path, what: str) -> Problem:
    return Problem(shown_path(path), 0, 0, "", f"{what}; build the site again")
