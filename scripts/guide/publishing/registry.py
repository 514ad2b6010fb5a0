"""The folder of published sites: where it may lie, and which sites in it no buyer needs any more."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path

from guide.core.errors import UsageError, shown_path
from guide.core.files import resolve_links
from guide.core.paths import BUYERS, ROOT, SITE, STEPS
from guide.figures.store import captures_folder
from guide.loading.loader import is_slug
from guide.model.buyer import DRAFT_ENDING, RESERVED_SLUG
from guide.publishing.ownership import is_manifest_of, is_zip_of, manifest_of, place_of
from guide.publishing.publisher import refuse_foreign_work

_PROJECT_FOLDERS = [
    ".ci",
    ".git",
    ".github",
    ".venv",
    "build",
    "data",
    "deploy",
    "docs",
    "requirements",
    "scripts",
    "templates",
    "tests",
]
"""The project's own folders."""
_GUIDE_FOLDERS = (".git", "buyers", "captures", "docs", "files", "schemas", "screens", "scripts", "templates", "words")
"""A guide's own folders, beside its steps."""


def orphaned_sites(out: Path, slugs: Collection[str], guide: str) -> list[Path]:
    """Returns the sites of that guide in `out`, drafts too, whose buyer is none of `slugs`; a ZIP without its site counts as one."""
    names = {entry.name.removesuffix(".zip") for entry in out.iterdir()} if out.is_dir() else set()
    kept = {*slugs, RESERVED_SLUG}
    orphans = sorted(name for name in names if is_slug(name) and name.removesuffix(DRAFT_ENDING) not in kept)
    return [out / slug for slug in orphans if _is_site(out, slug, guide)]


def _is_site(out: Path, slug: str, guide: str) -> bool:
    with suppress(UsageError):  # a link that no site could stand behind
        if is_manifest_of(manifest_of(place_of(out, slug)[0]), guide):
            return True
    archive = out / f"{slug}.zip"
    with suppress(FileNotFoundError):  # another run is removing it
        return not os.path.lexists(out / slug) and bool(archive.lstat().st_size) and is_zip_of(archive, slug, guide)
    return False


# --------------------------------------------------------------------------------------------------
# Where sites may go


def source_folders(steps: Path, buyers: Path | None, captures: Path | None = None) -> list[Path]:
    """Returns the folders, resolved, that hold what a guide is made from, whether they are there or not."""
    homes = dict.fromkeys((resolve_links(steps.parent), resolve_links(steps).parent))
    data_folders = [path for path in (buyers, captures, captures_folder(steps)) if path is not None]
    folders = [
        *data_folders,
        *(ROOT / name for name in _PROJECT_FOLDERS),
        *(home / name for home in homes for name in _GUIDE_FOLDERS),
    ]
    return list(dict.fromkeys(resolve_links(path) for path in folders))


def refuse_out(out: Path, steps: Path, sources: Sequence[Path]) -> None:
    """Raises UsageError if sites can't be published in `out`, or must not be, since it overlaps a folder of `sources`.

    `site` beside the steps file is a place for sites wherever that file lies.
    """
    for above in (out, *out.parents):
        if above.is_dir():
            break
        if os.path.lexists(above):
            raise UsageError(f"{above} is no folder, expected one for the sites; give OUT=another-folder (--out)")
    refuse_sources(out, steps, sources)
    refuse_foreign_work(out)


def refuse_sources(place: Path, steps: Path, sources: Sequence[Path]) -> None:
    """Raises UsageError if `place` holds one of the guide's own folders, or lies in one."""
    location, home = resolve_links(place), resolve_links(Path(os.path.expanduser("~")))
    for folder in (*sources, resolve_links(steps), ROOT, home):
        if any(_is_same_folder(location, above) for above in (folder, *folder.parents)):
            raise _overlap(place, f"it is or holds {shown_path(folder)}")
    sites = resolve_links(steps).parent / SITE.name
    for above in (location, *location.parents):
        if above == sites:
            return
        for folder in sources:
            if _is_same_folder(above, folder):
                raise _overlap(place, f"it lies in {shown_path(folder)}")


def _overlap(place: Path, why: str) -> UsageError:
    return UsageError(
        f"{place} is no place for sites: {why}, expected a folder that holds sites alone; give OUT=another-folder (--out)"
    )


def _is_same_folder(one: Path, other: Path) -> bool:
    """Returns whether it is one folder, also where the disk takes names for equal that differ in case."""
    if one == other:
        return True
    try:
        return one.samefile(other)
    except OSError:
        return False


def make_command(target: str, *, steps: Path, buyers: Path, out: Path, **more: str) -> str:
    """Returns how an operator calls make for that guide: `make sites PRUNE=1`, with what is not make's own default."""
    places = {"STEPS": (steps, STEPS), "BUYERS": (buyers, BUYERS), "OUT": (out, SITE)}
    variables = {
        name: shown_path(path) for name, (path, usual) in places.items() if resolve_links(path) != resolve_links(usual)
    }
    return " ".join(["make", target, *(f"{name}={value}" for name, value in {**more, **variables}.items())])
