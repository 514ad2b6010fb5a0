"""The screens of a guide as the things that pictures are taken of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from guide.core.errors import Problem, UsageError
from guide.core.files import is_file
from guide.figures.store import Box, capture_command, capture_cure
from guide.loading.yaml_reader import Location, Tree
from guide.model.guide import Guide
from guide.model.screens import Screen


@dataclass(frozen=True)
class Subject:
    """A screen of the guide, under its name there."""

    name: str
    screen: Screen
    tree: Tree | None
    """The steps file, where it is at hand: its mistakes are told with line and column."""

    @property
    def command(self) -> str:
        """Returns what an operator runs to take its picture."""
        return capture_command(self.name, self.screen)

    @property
    def cure(self) -> str:
        """Returns what an operator does about a missing or wrong picture."""
        return capture_cure(self.name, self.screen)

    @property
    def original(self) -> Path | None:
        """Returns where the original of a still lies; None if it is not at hand."""
        if self.tree is None or self.screen.still is None or self.screen.is_live:
            return None
        path = self.tree.path.parent / self.screen.still
        return path if is_file(path) else None

    def problem(self, message: str, mark: int | None = None) -> Problem:
        """Returns a problem of the screen, or of its mark with that index."""
        place: Location = ("screens", self.name) if mark is None else ("screens", self.name, "marks", mark)
        if self.tree is None:
            return Problem("steps", 0, 0, ".".join(map(str, place)), message)
        exact = [(*place, key) for key in ("at", "box") if (*place, key) in self.tree.places]
        return self.tree.problem(exact[0] if exact else place, message)

    def redactions(self, boxes: Sequence[Box]) -> list[Box]:
        """Returns those of `boxes`, one for each mark, that are to be burnt out."""
        return [box for mark, box in zip(self.screen.marks, boxes, strict=True) if mark.style == "redact"]


def select_screens(guide: Guide, names: Collection[str] | None, tree: Tree | None) -> list[Subject]:
    """Returns the screens `names` (None: all), in the guide's order. Raises UsageError for a name that is none."""
    if unknown := sorted(set(names or ()) - set(guide.screens)):
        raise UsageError(f"no screen {', '.join(unknown)}, expected some of {', '.join(guide.screens) or '(none yet)'}")
    return [Subject(name, guide.screens[name], tree) for name in guide.screens if names is None or name in names]


@dataclass(frozen=True)
class Report:
    """What a run has done, by the names of screens."""

    taken: tuple[str, ...]
    """Those with a new picture."""
    unchanged: tuple[str, ...] = ()
    """Those whose inputs are what they were."""
