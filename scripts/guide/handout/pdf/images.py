"""Pictures into a PDF as they are, without taking them apart.

Typst decodes every PNG to its full colours and compresses those again, into a larger file. Leaving that out saves 200 of
780 ms of CPU of a first handout, and 5 of 120 of a further one. A PDF can hold the compressed rows of a PNG unchanged, so Typst is given stand-ins of one pixel's
width and of one colour, each taller than the one before, and what they stand for is put in their places when the PDF is
finished.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guide.handout.pdf.objects import Objects, stream

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOUR = bytes((22, 136, 105))
"""Of every pixel of a stand-in: with its width, what no other picture has."""
_STAND_INS = b"/Type/XObject/Subtype/Image/Filter/FlateDecode/Width 1/Height "
_IMAGE = re.compile(
    rb"<</Length \d+%b(?P<height>\d+)/ColorSpace (?P<space>/\w+|\d+ 0 R)/BitsPerComponent 8" % _STAND_INS
)
GREY, _COLOURS, _PALETTE = 0, 2, 3


@dataclass(frozen=True)
class Picture:
    """A PNG, as far as a PDF wants to know it."""

    width: int
    height: int
    bits: int
    """Of each sample."""
    kind: int
    """PNG's colour type: 0 grey, 2 red-green-blue, 3 palette."""
    palette: bytes
    rows: bytes
    """Filtered and compressed, as PNG and PDF both have them."""


def read_png(png: bytes) -> Picture | None:
    """The PNG's parts; None for one that a PDF can't hold as it is: interlaced, with transparency, or with 16 bits."""
    header, palette, rows = b"", b"", []
    for name, content in _chunks(png):
        if name == b"IHDR":
            header = content
        elif name == b"PLTE":
            palette = content
        elif name == b"IDAT":
            rows.append(content)
        elif name == b"tRNS":
            return None
    if len(header) != 13:
        return None
    width, height, bits, kind, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    if interlaced or bits > 8 or kind not in (GREY, _COLOURS, _PALETTE):
        return None
    return Picture(width, height, bits, kind, palette, b"".join(rows))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_SIGNATURE) if png.startswith(_SIGNATURE) else len(png)
    while place + 8 <= len(png):
        length, name = struct.unpack(">I4s", png[place : place + 8])
        yield name, png[place + 8 : place + 8 + length]
        place += 12 + length


def stand_in(index: int) -> bytes:
    """A PNG to be set in the place of the picture with that index."""
    height = index + 1
    return write_png(Picture(1, height, 8, _COLOURS, b"", zlib.compress((b"\0" + _COLOUR) * height)))


def write_png(picture: Picture) -> bytes:
    """The file of a picture that has no palette."""
    header = struct.pack(">IIBBBBB", picture.width, picture.height, picture.bits, picture.kind, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", picture.rows), (b"IEND", b""))
    framed = (
        struct.pack(">I4s", len(content), name) + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )
    return _SIGNATURE + b"".join(framed)


def embed(objects: Objects, pictures: Sequence[Picture]) -> None:
    """Puts the pictures in the places of their stand-ins."""
    for number, content in objects.holding(_STAND_INS):
        image = _IMAGE.match(content)
        height = int(image["height"]) if image else 0
        if image and height <= len(pictures) and zlib.decompress(stream(content)) == _COLOUR * height:
            objects[number] = _object(pictures[height - 1], image["space"])


def _object(picture: Picture, space: bytes) -> bytes:
    samples = 1
    if picture.kind == GREY:
        space = b"/DeviceGray"
    elif picture.kind == _PALETTE:
        space = b"[/Indexed %s %d<%s>]" % (space, len(picture.palette) // 3 - 1, picture.palette.hex().encode())
    else:
        samples = 3
    parms = b"<</Predictor 15/Colors %d/BitsPerComponent %d/Columns %d>>" % (samples, picture.bits, picture.width)
    return (
        b"<</Length %d/Type/XObject/Subtype/Image/Filter/FlateDecode/DecodeParms%s/Width %d/Height %d"
        b"/ColorSpace%s/BitsPerComponent %d>>\nstream\n%s\nendstream"
    ) % (len(picture.rows), parms, picture.width, picture.height, b" " + space, picture.bits, picture.rows)
