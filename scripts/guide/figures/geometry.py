"""Where pictures are shown, how large, and the geometry that placing marks on them takes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from guide.figures.store import Box

TOLERANCE = 0.5
"""How far an element may reach out of a picture unnoticed, in CSS pixels: rounding does as much."""
PAD = 3.0
"""Distance between an element and its outline, in CSS pixels of the picture."""


@dataclass(frozen=True)
class Medium:
    """How marks are drawn where pictures are shown, in the medium's unit: CSS pixels on a page, points in print."""

    widths: tuple[float, ...]
    """The widths of a picture for which one placement must do; a picture is never shown wider than its natural size."""
    natural: float
    """The width of one CSS pixel of the picture at its natural size, in the medium's unit."""
    radius: float
    """Radius of a badge, with its ring."""
    gap: float
    """Distance between an outline and its badge."""
    stem: float
    """Length of an arrow, from its badge to the outline."""
    room: float
    """How far a badge may reach beyond the edges of the picture: the frame leaves that much."""
    label_size: float
    """Font size of a translation label."""

    def scales(self, width: float) -> tuple[float, ...]:
        """Returns the scales at which a picture of that natural width (CSS pixels) is shown, the largest last."""
        return tuple(sorted({min(shown / width, self.natural) for shown in self.widths}))


PAGE = Medium(widths=(315, 347, 480, 700), natural=1, radius=12, gap=2, stem=16, room=14, label_size=11.5)
PRINT = Medium(widths=(480,), natural=0.75, radius=7.5, gap=1.5, stem=11, room=10, label_size=7)


@dataclass(frozen=True)
class Spot:
    """A place that scales in part: a point of the picture, and an offset that keeps its size."""

    x: float
    """CSS pixels of the picture, from its left edge."""
    y: float
    """CSS pixels of the picture, from its top edge."""
    dx: float
    """The medium's unit, to the right."""
    dy: float
    """The medium's unit, downwards."""

    def at(self, scale: float) -> tuple[float, float]:
        """In the medium's unit, where the picture is shown at `scale` (units a CSS pixel of the picture)."""
        return self.x * scale + self.dx, self.y * scale + self.dy


def overlap(a: Box, b: Box) -> float:
    """Returns the area that two boxes share."""
    (left, top, width, height), (x, y, w, h) = a, b
    if left >= x + w or x >= left + width or top >= y + h or y >= top + height:  # as most do
        return 0.0
    across = min(left + width, x + w) - max(left, x)
    return across * (min(top + height, y + h) - max(top, y))


def find_overlaps(box: Box, others: Iterable[Box]) -> list[Box]:
    """Returns those of `others` that share some area with `box`: a call of `overlap` for each would take thrice the time."""
    left, top, width, height = box
    right, bottom = left + width, top + height
    return [(x, y, w, h) for x, y, w, h in others if left < x + w and x < right and top < y + h and y < bottom]


def scale_box(box: Box, scale: float) -> Box:
    """Returns `box` with every number multiplied by `scale`."""
    return box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale


_ARIAL_BOLD_WIDTHS = {
    238: "'", 278: " ,./I\\ijl’", 280: "|", 333: "!()-:;[]`ft", 389: "*r{}", 474: '"', 500: "z“”",
    556: "#$0123456789J_aceksvxy–", 584: "+<=>^~", 611: "?FLTZbdghnopqu", 667: "EPSVXY", 722: "&ABCDHKNRU",
    778: "GOQw", 833: "M", 889: "%m", 944: "W", 975: "@", 1000: "—…",
}  # fmt: skip
"""Characters by their advance width, in thousandths of an em. Liberation Sans and Helvetica have the same."""
_EMS = {character: width / 1000 for width, characters in _ARIAL_BOLD_WIDTHS.items() for character in characters}
_BROADEST = 1.3
"""How much wider than in Arial Bold a text may be in another sans-serif font: in DejaVu Sans Bold and Verdana Bold, a quarter."""


def text_width(text: str, size: float) -> float:
    """Returns the width of `text` in Arial Bold of that size, in the unit of `size`; of other scripts' characters an estimate."""
    return sum(map(_em, text)) * size


def text_width_at_most(text: str, size: float) -> float:
    """Returns the width of `text` in whatever sans-serif font a reader may have, at most."""
    return sum(em if (em := _em(character)) == 1 else _BROADEST * em for character in text) * size


@cache
def _em(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WF" else _EMS.get(character, 0.72)


def total_overhang(square: Box, size: tuple[int, int], scale: float, room: float) -> float:
    """Returns how far `square` reaches beyond a picture of `size` with `room` round it, on all sides together, in the medium's unit."""
    left, top = -room - square[0], -room - square[1]
    right = square[0] + square[2] - size[0] * scale - room
    bottom = square[1] + square[3] - size[1] * scale - room
    return max(left, 0) + max(top, 0) + max(right, 0) + max(bottom, 0)


def overhang(box: Box, size: tuple[float, float]) -> float:
    """Returns how far `box` reaches beyond a picture of `size` on the side where that is most; negative inside it."""
    return max(-box[0], -box[1], box[0] + box[2] - size[0], box[1] + box[3] - size[1])


def square_around(centre: tuple[float, float], radius: float) -> Box:
    """Returns the square around a circle."""
    return centre[0] - radius, centre[1] - radius, 2 * radius, 2 * radius


def contains(outer: Box, inner: Box) -> bool:
    """Returns whether `inner` lies in `outer`, give or take a little."""
    return overlap(outer, inner) >= 0.98 * inner[2] * inner[3]


def shrink_box(box: Box, by: float) -> Box:
    """Returns `box` without a rim of that width."""
    return box[0] + by, box[1] + by, max(box[2] - 2 * by, 0.0), max(box[3] - 2 * by, 0.0)


def pad_box(box: Box, size: tuple[int, int]) -> Box:
    """Returns `box` with PAD round it, as far as the picture goes."""
    left, top = max(box[0] - PAD, 0.0), max(box[1] - PAD, 0.0)
    right, bottom = min(box[0] + box[2] + PAD, float(size[0])), min(box[1] + box[3] + PAD, float(size[1]))
    return left, top, max(right - left, 0.0), max(bottom - top, 0.0)
