"""Font files as tables of bytes (OpenType, “Organization of an OpenType Font” and “name”)."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from typing import BinaryIO

_COLLECTION = b"ttcf"
_FAMILY, _STYLE, _POSTSCRIPT = 1, 2, 6
_WINDOWS, _UNICODE, _ENGLISH = 3, 1, 0x409


def tables(file: BinaryIO, index: int, without: Iterable[str] = ()) -> tuple[bytes, dict[str, bytes]]:
    """What kind of shapes a font has, and its tables by name; `index` is its place in a collection."""
    start = 0
    if _read(file, 0, 4) == _COLLECTION:
        (start,) = struct.unpack(">I", _read(file, 12 + 4 * index, 4))
    flavour, count = struct.unpack(">4sH", _read(file, start, 6))
    entries = struct.iter_unpack(">4s4xII", _read(file, start + 12, 16 * count))
    left_out = set(without)
    return flavour, {
        name.decode(): _read(file, place, length) for name, place, length in entries if name.decode() not in left_out
    }


def _read(file: BinaryIO, place: int, length: int) -> bytes:
    file.seek(place)
    return file.read(length)


def font_file(flavour: bytes, tables: Mapping[str, bytes]) -> bytes:
    """A file of those tables. Without checksums, which no one asks of a file for one's own use."""
    directory = [struct.pack(">4sHHHH", flavour, len(tables), 0, 0, 0)]
    parts: list[bytes] = []
    place = 12 + 16 * len(tables)
    for name in sorted(tables):
        table = tables[name]
        directory.append(struct.pack(">4sIII", name.encode(), 0, place, len(table)))
        parts.append(table.ljust(-(-len(table) // 4) * 4, b"\0"))
        place += len(parts[-1])
    return b"".join((*directory, *parts))


def names(family: str, style: str, postscript: str) -> bytes:
    """A table of names."""
    texts = {_FAMILY: family, _STYLE: style, _POSTSCRIPT: postscript}
    records, storage = [], b""
    for name, text in sorted(texts.items()):
        written = text.encode("utf-16-be")
        records.append(struct.pack(">HHHHHH", _WINDOWS, _UNICODE, _ENGLISH, name, len(written), len(storage)))
        storage += written
    return struct.pack(">HHH", 0, len(records), 6 + 12 * len(records)) + b"".join(records) + storage
