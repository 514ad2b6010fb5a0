"""The part of a picture that the handout shows, large enough for its words to be read on paper.

A page is narrow, and a picture beside what it asks for narrower still. So the handout shows of a picture what its marks are on
and what stands around them, as large as there is room, and never so small that its words are below `_SMALLEST_WORDS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from guide.content.views.steps import ScreenView
from guide.figures.geometry import PRINT
from guide.figures.placement import PlacedMark
from guide.figures.store import Box, Capture
from guide.handout.deferred import Data
from guide.handout.figure import picture_data, placed

_SMALLEST_WORDS = 6.1
"""Points that the words of a picture measure at least: 6, and a little for what is lost in rounding."""
_UNKNOWN_WORDS = 12.0
"""CSS pixels that words measure where nobody has measured them: in a picture taken by hand."""
_LEAST_WORDS = 11.5
"""CSS pixels below which what is measured is no word, but an icon."""
_COLUMN, _TALLEST = 232.0, 330.0
"""Points: the width that a picture beside its entries is to have, and the height that is enough."""
_BESIDE = 330.0
"""Points: the widest picture that has its entries beside it."""
_LARGEST = 0.56
"""Points for a CSS pixel."""
_AROUND, _CLOSEST = 14.0, 5.0
"""CSS pixels shown around what is marked, and the least of them where more would cut through words."""
_NARROWEST, _LOWEST = 300.0, 120.0
"""CSS pixels: the least part of a picture by which one knows where one is."""
_PAGE = 490.0


def clipped(screen: ScreenView, capture: Capture, picture: Path) -> Data:
    """`screen` as the handout shows it, in the names of `figure.picture_data`; `beside` if its entries stand beside it."""
    clip = _clip(capture.marks, capture)
    scale = 0.0
    while scale < (
        needed := _scale(clip, capture)
    ):  # what stands beside a mark may make the clip larger, with smaller words
        scale = needed
        marks = placed(screen, capture, scale)
        clip = _clip(_extents(marks, scale), capture)
    scale = min(scale, _PAGE / clip[2])
    return {
        **picture_data(screen, picture, marks, clip, scale),
        "room": [PRINT.room, 3.0],
        "beside": scale * clip[2] <= _BESIDE,
        "whole": [round(scale * length, 2) for length in (-clip[0], -clip[1], *capture.size)],
    }


def smallest_words(clip: Box, capture: Capture) -> float:
    """CSS pixels that the smallest words in that part of a picture measure."""
    left, top, width, height = clip
    inside = [
        text[3]
        for text in capture.texts
        if left <= text[0] < left + width and top <= text[1] < top + height and text[3] >= _LEAST_WORDS
    ]
    return min(inside, default=_UNKNOWN_WORDS)


def _scale(clip: Box, capture: Capture) -> float:
    """Points for a CSS pixel: as large as there is room, and no smaller than its words allow."""
    room = min(_COLUMN / clip[2], _TALLEST / clip[3], _LARGEST)
    return max(room, _SMALLEST_WORDS / smallest_words(clip, capture))


def _extents(marks: Sequence[PlacedMark], scale: float) -> list[Box]:
    """What is drawn for the marks, in CSS pixels of the picture."""
    boxes: list[Box] = []
    for mark in marks:
        boxes.append(mark.outline)
        if mark.badge:
            x, y = (place / scale for place in mark.badge.at(scale))
            radius = PRINT.radius / scale
            boxes.append((x - radius, y - radius, 2 * radius, 2 * radius))
        if mark.translation:
            x, y, width, height = (length / scale for length in mark.translation.box(scale))
            boxes.append((x, y, width, height))
    return boxes


def _clip(boxes: Sequence[Box], capture: Capture) -> Box:
    """The part of the picture with `boxes` and what is around them, its edges where they cut through no words."""
    across, down = capture.size
    if not boxes:
        return 0.0, 0.0, float(across), float(down)
    top, bottom = _span(
        min(box[1] for box in boxes),
        max(box[1] + box[3] for box in boxes),
        _LOWEST,
        down,
        [(y, y + height) for _, y, _, height in capture.texts],
    )
    left, right = _span(
        min(box[0] for box in boxes),
        max(box[0] + box[2] for box in boxes),
        _NARROWEST,
        across,
        [(x, x + width) for x, y, width, height in capture.texts if y < bottom and y + height > top],
    )
    return left, top, right - left, bottom - top


def _span(
    start: float, end: float, least: float, size: float, words: Iterable[tuple[float, float]]
) -> tuple[float, float]:
    """Where a clip begins and ends on one axis: around `start` to `end`, at least `least` long, through none of `words`."""
    spans = sorted(words)
    missing = max(least - (end - start) - 2 * _AROUND, 0) / 2
    begins = _edge(start, _AROUND + missing, [(-high, -low) for low, high in reversed(spans)], -1)
    ends = _edge(end, _AROUND + missing, spans, 1)
    return max(begins, 0.0), min(ends, size)


def _edge(mark: float, away: float, words: Sequence[tuple[float, float]], way: int) -> float:
    """The place beside a mark's edge, `away` from it on that `way` or a little nearer, that cuts through no words.

    Where there is none so near, the first one farther away. `words` are measured that way, in their order.
    """
    place, nearest = way * mark + away, way * mark + _CLOSEST
    if crossed := [low for low, high in words if low < place < high]:
        nearer = min(crossed) - 4
        if nearer >= nearest and not any(low < nearer < high for low, high in words):
            return way * nearer
    for low, high in words:
        if low < place < high:
            place = high + 4
    return way * place
