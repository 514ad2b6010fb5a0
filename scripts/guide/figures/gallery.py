"""The captures that belong to a guide, and the folder they lie in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from guide.core.errors import InputError, Problem, shown_path
from guide.core.paths import CAPTURES
from guide.figures.store import Capture, is_picture_of, load_captures
from guide.loading.loader import Loaded
from guide.loading.yaml_reader import read_tree
from guide.model.screens import Screen


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
    """The pictures of that guide, each the one that was measured.

    Raises InputError for each that was taken for other marks than the screen has now, and for each that is missing,
    damaged or another one.
    """
    folder = folder or captures_folder(loaded.path)
    screens = loaded.guide.screens
    captures = {name: capture for name, capture in load_captures(folder).items() if name in screens}
    problems: list[Problem] = []
    misfits = [name for name, capture in captures.items() if len(capture.marks) != len(screens[name].marks)]
    if misfits:
        tree = read_tree(loaded.path)
        message = "its picture was taken for other marks, expected one of the marks as they are now; run make captures"
        problems += [tree.problem(("screens", name), message) for name in misfits]
    for name, capture in captures.items():
        if problem := picture_problem(folder / capture.file_name, capture, screens[name]):
            problems.append(problem)
    if problems:
        raise InputError(problems)
    return Gallery(folder, captures)


def picture_problem(path: Path, capture: Capture, screen: Screen) -> Problem | None:
    """What is wrong with the file at `path` as the picture of that capture."""
    if is_picture_of(capture, path):
        return None
    there = path.exists()
    said = f"is not the picture that {capture.screen}.json was measured on" if there else "is missing"
    return Problem(shown_path(path), 0, 0, "", f"{said}; {cure(capture.screen, screen)}")


def cure(name: str, screen: Screen) -> str:
    """What to do for a sound picture of the screen `name`."""
    if screen.page is not None:
        return "run make captures"
    return f"take it with guide capture {name} " + ("--live URL" if screen.is_live else "--import FILE")
