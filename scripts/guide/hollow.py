"""Fonts without their shapes, to be set in type in the place of what they are made from.

A PDF holds the shapes of all letters in it, and to gather and compress those of some thousand Chinese characters takes a
fifth of the time of every handout, although they are the same in each. A hollow font has the widths of the real one, but
nothing for every letter; the real shapes are put in their place when the PDF is finished, see `guide.foundry`. Only the
sign for what a font lacks, which comes with every font of a PDF, is a dot: how high it stands tells the font's weight.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

from guide.sfnt import font_file, names, tables

REGULAR, BOLD = 400, 700
_HEIGHTS = {REGULAR: 390, BOLD: 780}
"""Of the dot above the line in thousandths of the font's size, by weight. A font of all weights has the dot go up with the
weight, from 0 for the thinnest to 1000, and these are where the pinned one's `avar` table has the two."""
_DOT = 10
"""Its size, in units of the font."""
_HEADER, _TOP, _NONE = 5, 19, b"\0\0\0\0"
"""Sizes of the parts that a `CFF2` table begins with, and its list of no subroutines."""
_COMPACT, _TRUE_TYPE = b"OTTO", b"\0\1\0\0"
_WITHOUT = ("CFF2", "glyf", "loca", "cvt ", "fpgm", "prep", "DSIG", "VVAR", "VORG", "vmtx", "vhea")
"""Tables that are left out: shapes and what belongs to them, and what only vertical lines of text would need."""


def hollow(file: BinaryIO, index: int, family: str, weight: int | None = None) -> bytes:
    """A copy of a font, by another name and without its shapes.

    `index` is the font's place in a collection; `weight` is None for a variable font of every weight (OpenType, “CFF2”).
    """
    flavour, kept = tables(file, index, _WITHOUT)
    (glyphs,) = struct.unpack(">H", kept["maxp"][4:6])
    style = "Bold" if weight == BOLD else "Regular"
    kept["name"] = names(family, style, f"{family}-{style}")
    if weight is None:
        if flavour != _COMPACT:
            raise ValueError(f"a variable font of the kind {flavour!r}, expected one with compact shapes")
        kept["CFF2"] = _rising_triangle(glyphs)
    else:
        if flavour != _TRUE_TYPE:
            raise ValueError(f"a font of the kind {flavour!r}, expected one with TrueType shapes")
        (units,) = struct.unpack(">H", kept["head"][18:20])
        kept["glyf"], kept["loca"] = _triangle(glyphs, _HEIGHTS[weight] * units // 1000)
        kept["head"] = kept["head"][:50] + b"\0\1" + kept["head"][52:]  # wide entries in `loca`
    return font_file(flavour, kept)


def weight_of(height: float) -> int | None:
    """The weight of a hollow font whose dots stand at that height, in thousandths; None if it is neither of the two."""
    return next((weight for weight, known in _HEIGHTS.items() if abs(known - height) < 2), None)


def _triangle(glyphs: int, height: int) -> tuple[bytes, bytes]:
    """The tables `glyf` and `loca` of as many letters, of which the first is a dot (OpenType, “glyf”)."""
    right, up = (0, _DOT, 0), (height, 0, _DOT)
    dot = struct.pack(">5h2H3B6h", 1, 0, height, _DOT, height + _DOT, 2, 0, 1, 1, 1, *right, *up).ljust(32, b"\0")
    return dot, _wide(0) + _wide(len(dot)) * glyphs


def _rising_triangle(glyphs: int) -> bytes:
    """The table `CFF2` of as many letters, of which the first is a dot (OpenType, “CFF2”)."""
    # 0 and 1000 blended by weight, then a line right and up, and one back to the left.
    dot = _number(0) + _number(1000) + _number(1) + b"\x10\x04" + _number(_DOT) * 2 + b"\x05" + _number(-_DOT) + b"\x06"
    letters = _index(glyphs, dot)
    # One region, from the thinnest weight to the heaviest (OpenType, “Item Variation Store”).
    region = struct.pack(">HIHI HHhhh HHHH", 1, 12, 1, 22, 1, 1, 0, 0x4000, 0x4000, 0, 0, 1, 0)
    store_at = _HEADER + _TOP + len(_NONE)
    letters_at = store_at + 2 + len(region)
    fonts_at = letters_at + len(letters)
    font = _entry(0, fonts_at, b"\x12")  # without private data
    top = _entry(letters_at, b"\x11") + _entry(fonts_at, b"\x0c\x24") + _entry(store_at, b"\x18")
    header = struct.pack(">BBBH", 2, 0, _HEADER, len(top))
    return b"".join((header, top, _NONE, struct.pack(">H", len(region)), region, letters, _index(1, font)))


def _index(count: int, first: bytes) -> bytes:
    """Of so many items, all but the first empty."""
    return struct.pack(">IBB", count, 1, 1) + bytes((1 + len(first),)) * count + first


def _entry(*parts: int | bytes) -> bytes:
    """An operator behind numbers of a fixed width, as a dictionary has them (“CFF2”, “DICT Data”)."""
    return b"".join(part if isinstance(part, bytes) else b"\x1d" + _wide(part) for part in parts)


def _number(value: int) -> bytes:
    """As a charstring has it (Adobe Technical Note 5177, 3.2), from -107 to 1131."""
    if value <= 107:
        return bytes((value + 139,))
    high, low = divmod(value - 108, 256)
    return bytes((high + 247, low))


def _wide(value: int) -> bytes:
    return struct.pack(">I", value)
