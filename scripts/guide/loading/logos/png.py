"""PNG files written anew: the pixels as they are, and nothing beside them.

The compressed rows are unpacked whole and packed again, so that nothing is left of remarks, places, profiles, previews
and whatever else may stand between, in or behind them. Pixels keep their depth and kind; they are shown as sRGB.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from guide.core.sizes import fitting_size
from guide.loading.logos.rules import LogoError, refuse_stripe

MAX_PIXELS = 4_000_000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _COLOURS, _PALETTE, _GREY_ALPHA, _COLOURS_ALPHA = 0, 2, 3, 4, 6
_SAMPLES = {_GREY: 1, _COLOURS: 3, _PALETTE: 1, _GREY_ALPHA: 2, _COLOURS_ALPHA: 4}
_DEPTHS = {_GREY: (1, 2, 4, 8, 16), _PALETTE: (1, 2, 4, 8)}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Of Adam7: first column and row, and the steps to the next ones."""
_FILTERS = frozenset(range(5))
_NAME_OF_KIND = {
    _GREY: "grey", _COLOURS: "colour", _PALETTE: "palette", _GREY_ALPHA: "grey with transparency", _COLOURS_ALPHA: "colour with transparency",
}  # fmt: skip


@dataclass(frozen=True)
class Png:
    """The parts of a PNG that make its pixels."""

    width: int
    height: int
    depth: int
    """Bits of a sample."""
    kind: int
    """PNG's colour type."""
    is_interlaced: bool
    palette: bytes = b""
    transparency: bytes = b""
    rows: bytes = b""
    """Filtered, not compressed."""

    def encode(self) -> bytes:
        """Returns the bytes of a PNG file with these pixels and nothing else."""
        head = struct.pack(">IIBBBBB", self.width, self.height, self.depth, self.kind, 0, 0, self.is_interlaced)
        chunks = [(b"IHDR", head), (b"PLTE", self.palette), (b"tRNS", self.transparency)]
        chunks += [(b"IDAT", zlib.compress(self.rows, 9)), (b"IEND", b"")]
        return _SIGNATURE + b"".join(_chunk(name, content) for name, content in chunks if content or name == b"IEND")


def read_png(data: bytes) -> Png:
    """Returns the pixels of a PNG file. Raises LogoError where it is damaged, or has more than MAX_PIXELS."""
    if not data.startswith(_SIGNATURE):
        raise LogoError("is not a PNG file; save it as one")
    header: Png | None = None
    palette = transparency = b""
    idat: list[bytes] = []
    has_end = False
    for name, content in _chunks(data):
        if (name == b"IHDR") != (header is None):
            raise _damage("its header does not come first, and once")
        if name == b"IHDR":
            header = _header(content)
        elif name == b"PLTE":
            palette = content
        elif name == b"tRNS":
            transparency = content
        elif name == b"IDAT":
            idat.append(content)
        elif name == b"IEND":
            has_end = True
        elif not name[0] & 0x20:
            raise _damage(f"it has a part {name.decode('latin-1')!r} that no browser knows")
    if header is None or not idat or not has_end:
        raise _damage("a part of it is missing")
    return replace(
        header,
        palette=_palette_of(header, palette),
        transparency=_transparency_of(header, palette, transparency),
        rows=_unpack(header, b"".join(idat)),
    )


def _damage(why: str) -> LogoError:
    return LogoError(f"is damaged, expected a whole PNG file: {why}; save it anew")


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of each, up to the one that ends the file."""
    place, name = len(_SIGNATURE), b""
    while name != b"IEND":
        if place + 12 > len(data):
            raise _damage("it is cut off")
        length, name = struct.unpack_from(">I4s", data, place)
        end = place + 8 + length
        if end + 4 > len(data):
            raise _damage("it is cut off")
        if zlib.crc32(data[place + 4 : end]) != int.from_bytes(data[end : end + 4]):
            raise _damage(f"the check sum of its part {name.decode('latin-1')!r} is wrong")
        yield name, data[place + 8 : end]
        place = end + 4


def _header(content: bytes) -> Png:
    if len(content) != 13:
        raise _damage(f"its header has {len(content)} bytes and not 13")
    width, height, depth, kind, packing, filtering, interlacing = struct.unpack(">IIBBBBB", content)
    if not 0 < width * height <= MAX_PIXELS:
        message = f"has {width:,} × {height:,} pixels, expected at most {MAX_PIXELS:,} in all; make it smaller"
        if width * height:
            message += ", at most {:,} × {:,}".format(*fitting_size(width, height, MAX_PIXELS))
        raise LogoError(message)
    refuse_stripe(width, height)
    if kind not in _SAMPLES or depth not in _DEPTHS.get(kind, (8, 16)):
        raise _damage(f"{_NAME_OF_KIND.get(kind, f'a colour type {kind}')} of {depth} bits does not exist")
    if packing or filtering or interlacing > 1:
        raise _damage("it is packed in a way that does not exist")
    return Png(width, height, depth, kind, bool(interlacing))


def _palette_of(header: Png, palette: bytes) -> bytes:
    if header.kind != _PALETTE:
        return b""
    if not palette or len(palette) % 3 or len(palette) > 3 * 2**header.depth:
        raise _damage("its palette is missing or of the wrong length")
    return palette


def _transparency_of(header: Png, palette: bytes, transparency: bytes) -> bytes:
    if header.kind in (_GREY_ALPHA, _COLOURS_ALPHA) or not transparency:
        return b""
    fits = {
        _GREY: len(transparency) == 2,
        _COLOURS: len(transparency) == 6,
        _PALETTE: len(transparency) <= len(palette) // 3,
    }
    if not fits[header.kind]:
        raise _damage("its transparency is of the wrong length")
    return transparency


def _unpack(header: Png, idat: bytes) -> bytes:
    """Returns all rows, each with its filter before it, of the compressed data in `idat`. Raises LogoError where some are missing or damaged."""
    lengths = [length for height, length in _row_lengths(header) for _ in range(height)]
    size = sum(lengths)
    unpacker = zlib.decompressobj()
    try:
        rows = unpacker.decompress(idat, size)
    except zlib.error:
        raise _damage("its pixels can't be unpacked") from None
    if len(rows) < size:
        raise _damage("some of its pixels are missing")
    place = 0
    for length in lengths:
        if rows[place] not in _FILTERS:
            raise _damage("its pixels are filtered in a way that does not exist")
        place += length
    return rows


def _row_lengths(header: Png) -> Iterator[tuple[int, int]]:
    """For each pass: how many rows, and the bytes of one with its filter."""
    bits = header.depth * _SAMPLES[header.kind]
    for column, row, across, down in _PASSES if header.is_interlaced else ((0, 0, 1, 1),):
        width, height = -(-(header.width - column) // across), -(-(header.height - row) // down)
        if width > 0 and height > 0:
            yield height, 1 + (width * bits + 7) // 8


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content), name) + content + struct.pack(">I", zlib.crc32(name + content))
