"""The guide's sign, a path from stop to stop, as a PNG in a buyer's colours: for home screens and for previews of links.

The picture has a palette, from the ground to the ink. Which entry of it a pixel shows is the same for every buyer and worked
out once a process; a buyer costs its palette.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import hypot

from guide.content.substitutions import SITE_ROOT, Substitutions
from guide.content.views.texts import Value

HOME_SCREEN = 180
"""Side of the icon for a home screen in pixels, as Apple asks for."""
PREVIEW = 300
"""Side of the picture in a link's preview in pixels: what WeChat shows a square of, and no previewer finds too small."""

_SHADES = 16
"""Colours from ground to ink, both included."""
_VIEW, _STROKE = 64, 6.0
"""Side of the drawing, and the width of its line, in the units of `templates/pages/favicon.svg.j2`."""


@dataclass(frozen=True)
class _Line:
    """A level line."""

    x1: float
    x2: float
    y: float

    def bounds(self) -> tuple[float, float, float, float]:
        return self.x1, self.y, self.x2, self.y

    def distance(self, x: float, y: float) -> float:
        return hypot(x - min(max(x, self.x1), self.x2), y - self.y)


@dataclass(frozen=True)
class _Bend:
    """Half a circle, open to the left (`side` 1) or to the right (`side` -1)."""

    x: float
    y: float
    radius: float
    side: int

    def bounds(self) -> tuple[float, float, float, float]:
        return self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius

    def distance(self, x: float, y: float) -> float:
        if (x - self.x) * self.side >= 0:
            return abs(hypot(x - self.x, y - self.y) - self.radius)
        return hypot(x - self.x, abs(y - self.y) - self.radius)


_STOP = 6.5
_PARTS: tuple[tuple[_Line | _Bend, float], ...] = (
    (_Line(18, 36, 46), _STROKE / 2),
    (_Bend(36, 37, 9, 1), _STROKE / 2),
    (_Line(28, 36, 28), _STROKE / 2),
    (_Bend(28, 20, 8, -1), _STROKE / 2),
    (_Line(28, 46, 12), _STROKE / 2),
    (_Line(18, 18, 46), _STOP),
    (_Line(46, 46, 12), _STOP),
)
"""What is drawn, and how far from it the ink reaches."""


def icons_of(substitutions: Substitutions) -> dict[str, bytes]:
    """The icons of one buyer's site, by path: for home screens, and for previews of links where its address is known."""
    ground, ink = (substitutions.values[Value(f"accent.{name}")] for name in ("plain", "on_plain"))
    icons = {"assets/touch-icon.png": icon(HOME_SCREEN, ground, ink)}
    if substitutions.values[SITE_ROOT]:
        icons["assets/preview.png"] = icon(PREVIEW, ground, ink)
    return icons


@cache
def icon(side: int, ground: str, ink: str) -> bytes:
    """The sign in `ink` on `ground`, colours as `#rrggbb`, as a PNG of `side` times `side` pixels."""
    palette = b"".join(_mixed(ground, ink, shade / (_SHADES - 1)) for shade in range(_SHADES))
    header = struct.pack(">IIBBBBB", side, side, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", _pixels(side)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _mixed(ground: str, ink: str, share: float) -> bytes:
    pairs = zip(bytes.fromhex(ground[1:]), bytes.fromhex(ink[1:]), strict=True)
    return bytes(round(one + (other - one) * share) for one, other in pairs)


@cache
def _pixels(side: int) -> bytes:
    """The compressed rows: each pixel's place in the palette, by how much of it the ink covers."""
    rows = [bytearray(side) for _ in range(side)]
    for column, row, covered in _covered(side / _VIEW, side):
        rows[row][column] = max(rows[row][column], covered)
    return zlib.compress(b"".join(b"\0" + row for row in rows), 9)


def _covered(scale: float, side: int) -> Iterator[tuple[int, int, int]]:
    """Pixels that a part covers, at `scale` pixels a unit: column, row, shade."""
    for part, reach in _PARTS:
        left, top, right, bottom = part.bounds()
        columns = range(int((left - reach) * scale) - 1, min(side, int((right + reach) * scale) + 2))
        for row in range(max(0, int((top - reach) * scale) - 1), min(side, int((bottom + reach) * scale) + 2)):
            for column in columns:
                away = part.distance((column + 0.5) / scale, (row + 0.5) / scale)
                share = (reach - away) * scale + 0.5
                if share > 0:
                    yield column, row, round(min(share, 1) * (_SHADES - 1))
