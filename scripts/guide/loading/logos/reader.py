"""Which files may stand as a buyer's logo."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path
from xml.etree import ElementTree

from guide.core.errors import shown_path

MAX_BYTES = 200_000
MAX_PIXELS = 4_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
# An escape would hide `url(` from this look, and from no browser.
_LOADS = re.compile(r"url\((?!\s*['\"]?#)|image-set|image\(|cross-fade|src\(|javascript:|\\", re.IGNORECASE)
_SVG = "{http://www.w3.org/2000/svg}"
# Drawing only: nothing that runs, loads, animates or embeds.
_ALLOWED = {
    _SVG + name
    for name in (
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title", "desc", "defs",
        "linearGradient", "radialGradient", "stop", "clipPath", "mask", "symbol", "use", "text", "tspan",
    )
}  # fmt: skip


def logo_problem(logo: Path, folder: Path) -> str | None:
    """What keeps the file from being a logo, or None. It must be a PNG or a drawing-only SVG inside `folder`."""
    name = str(logo.relative_to(folder) if logo.is_relative_to(folder) else logo)
    if logo.suffix.lower() not in (".png", ".svg"):
        return f"{name} is neither a PNG nor an SVG file; save it as PNG or SVG"
    if folder.resolve() not in logo.resolve().parents:
        return f"{name} lies outside the buyer's folder, expected a file in {shown_path(folder)}/; move it there"
    if not logo.is_file():
        return f"no file {name} in {shown_path(folder)}/; put it there, or delete logo:"
    data = logo.read_bytes()
    if len(data) > MAX_BYTES:
        return f"{name} has {len(data):,} bytes, expected at most {MAX_BYTES:,}; make it smaller"
    if logo.suffix.lower() == ".png":
        return _png_problem(data, name)
    return _svg_problem(data, name)


def _png_problem(data: bytes, name: str) -> str | None:
    """Without decoding it: what it says of itself, and whether all of it is there."""
    if not data.startswith(_PNG):
        return f"{name} is not a PNG file; save it as one"
    place, kinds = len(_PNG), []
    while place + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        end = place + 8 + length
        if end + 4 > len(data) or zlib.crc32(data[place + 4 : end]) != int.from_bytes(data[end : end + 4]):
            break
        kinds.append(kind)
        if kind == b"IHDR" and length == 13:
            width, height = struct.unpack_from(">II", data, place + 8)
            if not 0 < width * height <= MAX_PIXELS:
                return (
                    f"{name} has {width:,} × {height:,} pixels, expected at most {MAX_PIXELS:,} in all; make it smaller"
                )
        place = end + 4
    whole = kinds[:1] == [b"IHDR"] and b"IDAT" in kinds and kinds[-1:] == [b"IEND"]
    return None if whole else f"{name} is damaged, expected a whole PNG file; save it anew"


def _svg_problem(data: bytes, name: str) -> str | None:
    if b"\0" in data:
        return f"{name} is not written in UTF-8, expected a plain SVG; save it so"
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return f"{name} has a document type, expected a plain SVG; export it without"
    if b"<?xml-stylesheet" in data:
        return f"{name} has a style sheet of its own, expected a plain SVG; export it without"
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 - entities are refused above
    except ElementTree.ParseError as error:
        return f"{name} is not valid SVG: {error}"
    if root.tag != _SVG + "svg":
        return f"{name} is not an SVG drawing"
    for element in root.iter():
        if element.tag == _SVG + "style":
            return (
                f"{name} colours its shapes by a style sheet (<style>), expected each shape to carry its own colours; "
                "export it with styling “presentation attributes” in place of “internal CSS”, or as PNG"
            )
        if element.tag not in _ALLOWED:
            return f"{name} contains <{str(element.tag).rpartition('}')[2]}>, expected shapes and text only; export a plain SVG"
        for attribute, value in element.attrib.items():
            plain = attribute.rpartition("}")[2].lower()
            outside = plain == "href" and not value.startswith("#")
            if plain.startswith("on") or outside or _LOADS.search(value):
                return f"{name} has {plain}={value[:40]!r}, which runs or loads something; export a plain SVG"
    return None
