"""The shapes of letters into a finished PDF that was set in hollow fonts.

A PDF numbers the letters of a font as they first come in it, and says how wide each is and what it stands for. A second
document, with each letter once and in the same order but in the real font, therefore holds just the shapes that are
lacking. They are cast once for all PDFs with the same letters, which those of all buyers have.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import typst

from guide.hollow import weight_of
from guide.pdf import Objects, stream

_TYPE = b"<</Type/Font/Subtype/Type0/BaseFont/"
_FONT = re.compile(
    rb"%b(?P<name>[^/]+)/Encoding/Identity-H/DescendantFonts\[(?P<widths>\d+) 0 R\]/ToUnicode (?P<letters>\d+) 0 R>>" % _TYPE
)
_WIDTHS = re.compile(rb"/FontDescriptor (?P<about>\d+) 0 R.*(?P<widths>/W\[.*\])>>", re.DOTALL)
_BOX = re.compile(rb"/FontBBox\[(?P<left>\S+) (?P<low>\S+) [^\]]*\]")
_SHAPES = re.compile(rb"/FontFile2 (?P<shapes>\d+) 0 R")
_LETTER = re.compile(rb"^<[0-9A-F]{4}> <([0-9A-F]+)>$", re.MULTILINE)


class UnlikeError(Exception):
    """The real font makes other letters of the text: it can't be set in the hollow one."""


@dataclass(frozen=True)
class _Font:
    """A font of a PDF: object numbers, and what they hold."""

    type: int
    widths: int
    about: int
    shapes: int
    name: bytes
    """With the tag of a subset in front."""
    letters: bytes
    """Which letters it has, compressed."""
    wide: bytes
    box: bytes
    low: float
    """Where the lowest part of a letter is, in thousandths above the line."""

    @property
    def family(self) -> str:
        return self.name.partition(b"+")[2].partition(b"-")[0].decode()


def _fonts(objects: Objects) -> list[_Font]:
    found = []
    for number, written in objects.holding(_TYPE):
        font = _FONT.match(written)
        widths = font and _WIDTHS.search(objects[int(font["widths"])])
        if font is None or widths is None:
            raise ValueError("a font of the PDF is not written as expected")
        about = objects[int(widths["about"])]
        box, shapes = _BOX.search(about), _SHAPES.search(about)
        if box is None or shapes is None:
            continue  # of another kind, such as bitmaps
        found.append(
            _Font(
                type=number,
                widths=int(font["widths"]),
                about=int(widths["about"]),
                shapes=int(shapes["shapes"]),
                name=font["name"],
                letters=stream(objects[int(font["letters"])]),
                wide=widths["widths"],
                box=box[0],
                low=float(box["low"]),
            )
        )
    return found


@dataclass(frozen=True)
class _Cast:
    """What takes the place of a hollow font's."""

    name: bytes
    box: bytes
    shapes: bytes


class Foundry:
    """Casts the letters of real fonts, and keeps what it has cast."""

    def __init__(self, fonts: typst.Fonts, real: Mapping[str, str], template: Path, folder: Path) -> None:
        """`real` gives the family that each hollow one stands for; `folder` is for what is handed to the compiler."""
        self._real = real
        self._list = folder / "letters.json"
        self._compiler = typst.Compiler(
            template,
            root=template.anchor,
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={"letters": str(self._list)},
        )
        self._cast: dict[tuple[str, int, bytes, bytes], _Cast] = {}

    def fill(self, objects: Objects) -> None:
        """Puts the real shapes into every hollow font. Raises UnlikeError."""
        hollow = {self._key(font): font for font in _fonts(objects) if font.family in self._real}
        missing = [key for key in hollow if key not in self._cast]
        if missing:
            self._cast_all(missing)
        for key, font in hollow.items():
            cast = self._cast[key]
            objects[font.shapes] = cast.shapes
            objects[font.about] = objects[font.about].replace(font.name, cast.name).replace(font.box, cast.box)
            for number in (font.type, font.widths):
                objects[number] = objects[number].replace(font.name, cast.name, 1)

    def _key(self, font: _Font) -> tuple[str, int, bytes, bytes]:
        weight = weight_of(font.low)
        if weight is None:
            raise UnlikeError(f"{font.family} in a weight of its own")
        return self._real[font.family], weight, font.letters, font.wide

    def _cast_all(self, wanted: Sequence[tuple[str, int, bytes, bytes]]) -> None:
        handed = [
            {"family": family, "weight": weight, "pieces": _pieces(letters)} for family, weight, letters, _ in wanted
        ]
        self._list.write_text(json.dumps(handed), "utf-8")
        made = self._compiler.compile(format="pdf", pdf_tags=False)
        if not isinstance(made, bytes):
            raise TypeError("the compiler returned pages and not one document")
        objects = Objects(made)
        cast = _fonts(objects)
        if [(font.letters, font.wide) for font in cast] != [(letters, wide) for _, _, letters, wide in wanted]:
            raise UnlikeError("letters of their own")
        for key, font in zip(wanted, cast, strict=True):
            self._cast[key] = _Cast(font.name, font.box, objects[font.shapes])


def _pieces(letters: bytes) -> list[tuple[bool, str]]:
    """The letters of a font, from its map of what they stand for (ISO 32000-1, 9.10.3).

    Many together, and alone what is no single letter: marks would join the letter before them.
    """
    pieces: list[tuple[bool, str]] = []
    for found in _LETTER.finditer(zlib.decompress(letters)):
        spelt = bytes.fromhex(found[1].decode()).decode("utf-16-be")
        single = len(spelt) == 1 and not unicodedata.combining(spelt)
        if single and pieces and pieces[-1][0]:
            spelt = pieces.pop()[1] + spelt
        pieces.append((single, spelt))
    return pieces
