"""Which files may stand as a buyer's logo."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

MAX_BYTES = 200_000
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
    if logo.suffix.lower() not in (".png", ".svg"):
        return f"{logo.name} is neither a PNG nor an SVG file, expected one of them"
    if folder.resolve() not in logo.resolve().parents:
        return f"{logo.name} lies outside the buyer's folder, expected a file in {folder.name}/; move it there"
    if not logo.is_file():
        return f"no file {logo.name} in {folder.name}/; put it there, or delete logo:"
    data = logo.read_bytes()
    if len(data) > MAX_BYTES:
        return f"{logo.name} has {len(data):,} bytes, expected at most {MAX_BYTES:,}; make it smaller"
    if logo.suffix.lower() == ".png":
        return None if data.startswith(b"\x89PNG\r\n\x1a\n") else f"{logo.name} is not a PNG file; save it as one"
    return _svg_problem(data, logo.name)


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
        if element.tag not in _ALLOWED:
            return f"{name} contains <{str(element.tag).rpartition('}')[2]}>, expected shapes and text only; export a plain SVG"
        for attribute, value in element.attrib.items():
            plain = attribute.rpartition("}")[2].lower()
            outside = plain == "href" and not value.startswith("#")
            if plain.startswith("on") or outside or re.search(r"url\((?!\s*['\"]?#)|javascript:", value, re.IGNORECASE):
                return f"{name} has {plain}={value[:40]!r}, which runs or loads something; export a plain SVG"
    return None
