"""The part of a picture that a small screen shows: what is marked, with the words that name it.

A portal's page scaled to a phone's width has letters that nobody can read; a part of it, as wide as that, has not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from guide.figures.geometry import PAGE, scale_box, square_around
from guide.figures.placement import NEW_WORDS, PlacedMark
from guide.figures.store import Box, Capture

SMALLEST = (360.0, 150.0)
"""Width and height that a part has at least, in CSS pixels of the picture: enough of the surroundings to find it on the portal."""
WIDEST = 456
"""How much of a picture a phone shows across, in its CSS pixels: so much that words of 14 px are read as 11 (crop.js has the same)."""
_MARGIN = (4.0, 14.0)
"""Beside, and above and below: a form is as wide as a phone shows, but may be as long as it likes."""
_SCALE = 0.78
"""CSS pixels of a phone for one of the picture, where a part of 440 px fills it: badges take more of the picture there."""
_BESIDE = 180.0
"""How far to the left of a marked element the words that name it may end, in CSS pixels of the picture."""
_ABOVE = 36.0
_WORTHWHILE = 0.85
"""A part that is larger, as a share of the picture's area, is not worth cutting out."""


def crop_of(marks: Sequence[PlacedMark], capture: Capture) -> Box | None:
    """Returns the part of the picture that shows every mark with its badge and its name, in CSS pixels of the picture.

    None for a picture without marks, and for one that can be read on a phone and is nearly all needed.
    """
    boxes = [box for mark in marks for box in _boxes_of(mark, capture)]
    if not boxes:
        return None
    left, top, right, bottom = _union(boxes)
    left, right = _widen(left - _MARGIN[0], right + _MARGIN[0], SMALLEST[0], capture.size[0])
    top, bottom = _widen(top - _MARGIN[1], bottom + _MARGIN[1], SMALLEST[1], capture.size[1])
    is_most = (right - left) * (bottom - top) > _WORTHWHILE * capture.size[0] * capture.size[1]
    if is_most and capture.size[0] <= WIDEST:
        return None
    return left, top, right - left, bottom - top


def _boxes_of(mark: PlacedMark, capture: Capture) -> Iterable[Box]:
    if mark.style in ("redact", "dim"):
        return
    x, y, width, height = mark.outline
    yield mark.outline
    if mark.style == "struck":
        yield x, y + height, width, 1.5 * NEW_WORDS
    if mark.badge:
        across, down = mark.badge.at(_SCALE)
        yield scale_box(square_around((across, down), PAGE.radius), 1 / _SCALE)
    for text in capture.texts:
        text_right, text_bottom = text[0] + text[2], text[1] + text[3]
        is_beside = x - _BESIDE < text_right <= x and text[1] < y + height and y < text_bottom
        is_above = (
            y - _ABOVE < text_bottom <= y and text[0] < x + width and x < text_right and text[2] < width + _BESIDE
        )
        if is_beside or is_above:
            yield text


def _union(boxes: Iterable[Box]) -> tuple[float, float, float, float]:
    """Returns left, top, right and bottom of all `boxes` together."""
    edges = [(x, y, x + width, y + height) for x, y, width, height in boxes]
    lefts, tops, rights, bottoms = zip(*edges, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _widen(low: float, high: float, smallest: float, size: float) -> tuple[float, float]:
    """Returns a span around `low` to `high` that is as long as `smallest`, if the picture is, and lies in the picture."""
    missing = max(smallest - (high - low), 0.0) / 2
    low, high = low - missing, high + missing
    low, high = (0.0, high - low) if low < 0 else (low, high)
    low, high = (low - (high - size), size) if high > size else (low, high)
    return max(low, 0.0), min(high, size)
