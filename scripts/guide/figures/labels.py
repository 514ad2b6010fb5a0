"""Tags with the meaning of Chinese labels, in the picture where there is room for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guide.figures.geometry import Medium, Spot, contains, meeting, outside, scaled, shrunk, square_round, text_width
from guide.figures.store import Box, Capture


@dataclass(frozen=True)
class Gloss:
    """A tag with the meaning of a Chinese label, drawn where the picture is shown at its natural size."""

    text: str
    centre: Spot
    length: float
    """Of the text, in the medium's unit."""
    width: float
    """Of the tag, in the medium's unit."""
    height: float
    """The medium's unit."""


def gloss_tags(
    words: Sequence[str | None], outlines: tuple[Box, ...], badges: Sequence[tuple[Spot, int] | None], capture: Capture,
    medium: Medium,
) -> list[Gloss | None]:  # fmt: skip
    """A tag for each word, at the largest scale; None where it would cover something."""
    scale = medium.scales(capture.size[0])[-1]
    taken = [scaled(text, scale) for text in capture.texts]
    taken += [square_round(badge[0].at(scale), medium.radius + 1) for badge in badges if badge]
    made: list[Gloss | None] = []
    for index, text in enumerate(words):
        gloss = None
        if text:
            others = [
                box for place, box in enumerate(outlines) if place != index and not contains(box, outlines[index])
            ]
            gloss = _gloss(text, outlines[index], others, taken, capture.size, scale, medium)
        if gloss is not None:
            taken.append(_box_of(gloss, scale))
        made.append(gloss)
    return made


def _gloss(
    text: str,
    box: Box,
    others: Sequence[Box],
    taken: Sequence[Box],
    size: tuple[int, int],
    scale: float,
    medium: Medium,
) -> Gloss | None:
    length, height = round(text_width(text, medium.gloss), 1), round(1.5 * medium.gloss, 1)
    width = round(length + medium.gloss, 1)
    # A tag may touch the line of a neighbour; one that stands on a line itself would be taken for the neighbour's.
    touched = [scaled(shrunk(other, medium.gloss / 2 / scale), scale) for other in others]
    crowded = [scaled(shrunk(other, -medium.gloss / 2 / scale), scale) for other in others]
    for centre, on_line in _beside(box, width, height, scale, medium):
        gloss = Gloss(text, centre, length, width, height)
        shown = _box_of(gloss, scale)
        if outside(shown, size, scale, 0) or meeting(shown, taken) or meeting(shown, crowded if on_line else touched):
            continue
        return gloss
    return None


def _beside(box: Box, width: float, height: float, scale: float, medium: Medium) -> Iterator[tuple[Spot, bool]]:
    """Places for a tag of that size, the best first, and whether it stands on the outline: in the empty end of a long row,
    else beside the outline or on it."""
    x, y, w, h = box
    half, away = width / 2, medium.gap
    inside = Spot(x + w, y + h / 2, -half - 3 * away, 0)
    if w * scale > 2 * width:
        yield inside, False
    yield Spot(x + w, y + h / 2, away + half, 0), False
    for edge in (y, y + h):
        yield Spot(x + w, edge, -half - 2 * away, 0), True
        yield Spot(x, edge, half + 2 * away, 0), True
    yield Spot(x + w / 2, y, 0, -away - height / 2), True
    yield Spot(x + w / 2, y + h, 0, away + height / 2), True
    yield inside, False
    yield Spot(x, y + h / 2, -away - half, 0), False


def _box_of(gloss: Gloss, scale: float) -> Box:
    x, y = gloss.centre.at(scale)
    return x - gloss.width / 2, y - gloss.height / 2, gloss.width, gloss.height
