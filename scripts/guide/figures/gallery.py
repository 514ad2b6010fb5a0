"""The captures that belong to a guide, and the folder they lie in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from guide.core.errors import InputError
from guide.core.paths import CAPTURES
from guide.figures.store import Capture, load_captures
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
    """The pictures of that guide. Raises InputError for each that was taken for other marks than the screen has now."""
    folder = folder or captures_folder(loaded.path)
    screens = loaded.guide.screens
    captures = {name: capture for name, capture in load_captures(folder).items() if name in screens}
    misfits = [name for name, capture in captures.items() if len(capture.marks) != len(screens[name].marks)]
    if misfits:
        tree = read_tree(loaded.path)
        message = "its picture was taken for other marks, expected one of the marks as they are now; run make captures"
        raise InputError(tree.problem(("screens", name), message) for name in misfits)
    return Gallery(folder, captures)
