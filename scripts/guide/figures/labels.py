"""Labels with the translation of the portal's Chinese words, in the picture where there is room for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guide.figures.geometry import (
    Medium,
    Spot,
    contains,
    find_overlaps,
    scale_box,
    shrink_box,
    text_width,
    total_overhang,
)
from guide.figures.store import Box, Capture


@dataclass(frozen=True)
class TranslationLabel:
    """The translation of a Chinese word, drawn where the picture is shown at its natural size. Lengths in the medium's unit."""

    text: str
    centre: Spot
    length: float
    """Width of the text."""
    width: float
    """Width of the label."""
    height: float
    """Height of the label."""

    def box(self, scale: float) -> Box:
        """Returns where the label is drawn, in the medium's unit."""
        x, y = self.centre.at(scale)
        return x - self.width / 2, y - self.height / 2, self.width, self.height


def place_labels(
    words: Sequence[str | None], outlines: Sequence[Box], badges: Sequence[Box], capture: Capture, medium: Medium
) -> list[TranslationLabel | None]:
    """Returns a label for each word, at the largest scale; None where it would cover something.

    `outlines` are those of the marks, in CSS pixels of the picture; `badges` are in the medium's unit.
    """
    scale = medium.scales(capture.size[0])[-1]
    obstacles = [*(scale_box(text, scale) for text in capture.texts), *badges]
    labels: list[TranslationLabel | None] = []
    for text, outline in zip(words, outlines, strict=True):
        labels.append(None)
        if not text:
            continue
        others = [other for other in outlines if not contains(other, outline)]
        # A label may touch the line of a neighbour; one that stands on a line itself would be taken for the neighbour's.
        rim = medium.label_size / 2 / scale
        small, large = ([scale_box(shrink_box(other, by), scale) for other in others] for by in (rim, -rim))
        for label, on_line in _candidates(text, outline, scale, medium):
            box = label.box(scale)
            overlaps = find_overlaps(box, obstacles) or find_overlaps(box, large if on_line else small)
            if not overlaps and not total_overhang(box, capture.size, scale, 0):
                labels[-1] = label
                obstacles.append(box)
                break
    return labels


def _candidates(text: str, box: Box, scale: float, medium: Medium) -> Iterator[tuple[TranslationLabel, bool]]:
    """Labels beside the outline `box`, the best first, and whether they stand on it."""
    length, height = round(text_width(text, medium.label_size), 1), round(1.5 * medium.label_size, 1)
    width = round(length + medium.label_size, 1)
    for centre, on_line in _spots(box, width, height, scale, medium):
        yield TranslationLabel(text, centre, length, width, height), on_line


def _spots(box: Box, width: float, height: float, scale: float, medium: Medium) -> Iterator[tuple[Spot, bool]]:
    """Places for a label of that size, the best first, and whether it stands on the outline: in the empty end of a long row,
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
