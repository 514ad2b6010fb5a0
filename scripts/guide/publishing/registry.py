"""The folder of published sites: where it may lie, and which sites in it no buyer needs any more."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from guide.core.commands import guide_command, is_by_make, make_command
from guide.core.errors import UsageError, shown_path
from guide.core.files import resolve_links
from guide.core.paths import ROOT, SITES, GuideFolder, guide_folder
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
_STEPS = "steps.yaml"
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


def refuse_out(folder: GuideFolder) -> None:
    """Raises UsageError if sites can't be published in `folder.site`, or must not be: see `refuse_sources`."""
    out = folder.site
    for above in (out, *out.parents):
        if above.is_dir():
            break
        if os.path.lexists(above):
            raise UsageError(f"{above} is no folder, expected one for the sites; give OUT=another-folder (--out)")
    refuse_sources(out, folder)
    refuse_foreign_work(out)


def refuse_sources(place: Path, folder: GuideFolder) -> None:
    """Raises UsageError if `place` holds one of the folders that the guide is made from, or lies in one of them.

    `site` beside the steps is a place for sites wherever they lie. What belongs to another guide is none, but for its
    `site`, in which the manifests say whose each is.
    """
    location, home = resolve_links(place), resolve_links(Path(os.path.expanduser("~")))
    sources = _source_folders(folder)
    for source in (*sources, resolve_links(folder.steps), ROOT, home):
        if any(_is_same_folder(location, above) for above in (source, *source.parents)):
            raise _overlap(place, f"it is or holds {shown_path(source)}")
    own = resolve_links(folder.steps).parent
    for above in (location, *location.parents):
        if above == own / SITES:
            return
        for source in sources:
            if _is_same_folder(above, source):
                raise _overlap(place, f"it lies in {shown_path(source)}")
    for other in _guides_above(location):
        if not _is_same_folder(other, own):
            raise _overlap(place, f"it lies in {shown_path(other)}, the folder of another guide")


def _source_folders(folder: GuideFolder) -> list[Path]:
    """Returns the folders, resolved, that hold what a guide is made from, whether they are there or not."""
    homes = dict.fromkeys((resolve_links(folder.steps.parent), resolve_links(folder.steps).parent))
    folders = [
        *(folder.buyers, folder.captures, folder.screens, folder.files, folder.words, folder.schemas),
        *(ROOT / name for name in _PROJECT_FOLDERS),
        *(home / name for home in homes for name in _GUIDE_FOLDERS),
    ]
    return list(dict.fromkeys(resolve_links(path) for path in folders))


def _guides_above(location: Path) -> Iterator[Path]:
    """Yields the folders of guides that `location` lies in, but for those in whose `site` it lies."""
    for below, above in zip((location, *location.parents), location.parents, strict=False):
        if below.name != SITES and (above / _STEPS).is_file():
            yield above


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


def prune_command(folder: GuideFolder) -> str:
    """Returns the command that removes the sites of that guide whose buyer is gone, as an operator can type it."""
    home = folder.steps.parent
    places: dict[str, Path] = {}
    if resolve_links(folder.steps) != resolve_links(guide_folder().steps):
        is_usual = resolve_links(folder.steps) == resolve_links(home / _STEPS)
        places |= {"--guide": home} if is_usual else {"--steps": folder.steps}
    usual = guide_folder(home, steps=folder.steps)
    for option, path, default in (("--buyers", folder.buyers, usual.buyers), ("--out", folder.site, usual.site)):
        if resolve_links(path) != resolve_links(default):
            places[option] = path
    given = {option: shown_path(path) for option, path in places.items()}
    return make_command("sites PRUNE=1", given) if is_by_make() else guide_command("build --all --prune", given)
