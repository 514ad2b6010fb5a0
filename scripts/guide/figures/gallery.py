"""The captures that belong to a guide, and the folder they lie in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from guide.core.errors import InputError, Problem, shown_path
from guide.core.files import is_file
from guide.core.paths import CAPTURES
from guide.figures.store import Capture, has_its_picture, load_captures
from guide.loading.loader import Loaded
from guide.loading.yaml_reader import read_tree


@dataclass(frozen=True)
class Gallery:
    """Pictures for a build, by screen. A screen without a picture is shown by its legend alone."""

    folder: Path
    captures: Mapping[str, Capture]

    def path(self, capture: Capture) -> Path:
        """Where the picture lies."""
        return self.folder / capture.file_name


def captures_folder(steps: Path) -> Path:
    """`captures/` beside the steps file if there is one, else the project's own."""
    beside = steps.parent / "captures"
    return beside if beside.is_dir() else CAPTURES


def gallery_of(loaded: Loaded, folder: Path | None = None) -> Gallery:
    """The pictures of that guide.

    Raises InputError for each that was taken for other marks than the screen has now, or that is not the file that was
    taken: what was flipped, cut short or replaced must not be published.
    """
    folder = folder or captures_folder(loaded.path)
    screens = loaded.guide.screens
    captures = {name: capture for name, capture in load_captures(folder).items() if name in screens}
    misfits = [name for name, capture in captures.items() if len(capture.marks) != len(screens[name].marks)]
    if misfits:
        tree = read_tree(loaded.path)
        message = "its picture was taken for other marks, expected one of the marks as they are now; run make captures"
        raise InputError(tree.problem(("screens", name), message) for name in misfits)
    if spoiled := [problem for capture in captures.values() if (problem := _spoiled(folder, capture))]:
        raise InputError(spoiled)
    return Gallery(folder, captures)


def _spoiled(folder: Path, capture: Capture) -> Problem | None:
    if has_its_picture(folder, capture):
        return None
    picture = folder / capture.file_name
    said = (
        "no such picture, expected that" if not is_file(picture) else "is not the picture that was taken, expected that"
    )
    cure = "run make captures, or take it in again with guide capture --import FILE"
    return Problem(
        shown_path(picture),
        0,
        0,
        "",
        f"{said} of the geometry beside it; {cure if capture.page is None else 'run make captures'}",
    )
