"""What the pictures of a stage rest on, told once for all that rest on the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guide.content.views.stages import StageView
from guide.site.figure_view import FigureView


@dataclass(frozen=True)
class PicturePlace:
    """A picture, by the step that it stands in."""

    id: str
    """Of the figure, where a link leads."""
    number: str
    """Of the step."""


@dataclass(frozen=True)
class PictureBasis:
    """Pictures that came about in the same way and were compared on the same day."""

    basis: str
    checked: str
    places: tuple[PicturePlace, ...]


def picture_bases(stage: StageView, figures: Mapping[str, FigureView]) -> tuple[PictureBasis, ...]:
    """Returns what the pictures of `stage` rest on, in the order of its steps; `figures` are by screen, those without a capture left out."""
    places: dict[tuple[str, str], list[PicturePlace]] = {}
    for step in stage.steps:
        for screen in step.screens:
            if screen.id in figures:
                figure = figures[screen.id]
                places.setdefault((figure.basis, figure.checked), []).append(PicturePlace(figure.id, step.number))
    return tuple(PictureBasis(basis, checked, tuple(found)) for (basis, checked), found in places.items())
