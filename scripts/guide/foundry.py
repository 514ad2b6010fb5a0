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
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typst

from guide.casts import Cast, Casts, Wanted
from guide.fonts import TypeCase
from guide.hollow import BOLD, weight_of
from guide.pdf import Objects, stream

_TYPE = b"<</Type/Font/Subtype/Type0/BaseFont/"
_FONT = re.compile(
    rb"%b(?P<name>[^/]+)/Encoding/Identity-H/DescendantFonts\[(?P<widths>\d+) 0 R\]/ToUnicode (?P<letters>\d+) 0 R>>"
    % _TYPE
)
_WIDTHS = re.compile(rb"/FontDescriptor (?P<about>\d+) 0 R.*(?P<widths>/W\[.*\])>>", re.DOTALL)
_BOX = re.compile(rb"/FontBBox\[\S+ (?P<low>\S+) [^\]]*\]")
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


class Foundry:
    """Casts the letters of real fonts."""

    def __init__(self, case: TypeCase, template: Path, folder: Path, casts: Casts) -> None:
        """`folder` is for what is handed to the compiler."""
        self._real = case.real
        self._casts = casts
        self._list = folder / "letters.json"
        self._compiler = typst.Compiler(
            template,
            root=template.anchor,
            font_paths=case.fonts,
            ignore_system_fonts=True,
            sys_inputs={"letters": str(self._list)},
        )

    def fill(self, objects: Objects) -> None:
        """Puts the real shapes into every hollow font. Raises UnlikeError."""
        if not self._real:
            return
        hollow = {self._wanted(font): font for font in _fonts(objects) if font.family in self._real}
        casts = {wanted: cast for wanted in hollow if (cast := self._casts.get(wanted))}
        if missing := [wanted for wanted in hollow if wanted not in casts]:
            casts |= self._cast(missing)
        for wanted, font in hollow.items():
            cast = casts[wanted]
            objects[font.shapes] = cast.shapes
            objects[font.about] = objects[font.about].replace(font.name, cast.name).replace(font.box, cast.box)
            for number in (font.type, font.widths):
                objects[number] = objects[number].replace(font.name, cast.name, 1)

    def _wanted(self, font: _Font) -> Wanted:
        weight = weight_of(font.low)
        if weight is None:
            raise UnlikeError(f"{font.family} in a weight of its own")
        return Wanted(self._real[font.family], weight, font.letters, font.wide)

    def _cast(self, wanted: Sequence[Wanted]) -> dict[Wanted, Cast]:
        handed = [{"family": one.family, "weight": one.weight, "pieces": _pieces(one.letters)} for one in wanted]
        self._list.write_text(json.dumps(handed), "utf-8")
        made = self._compiler.compile(format="pdf", pdf_tags=False)
        if not isinstance(made, bytes):
            raise TypeError("the compiler returned pages and not one document")
        objects = Objects(made)
        made_of = _fonts(objects)
        if [(font.letters, font.wide) for font in made_of] != [(one.letters, one.widths) for one in wanted]:
            raise UnlikeError("letters of their own")
        casts = {
            one: Cast(_named(font.name, one.weight), font.box, objects[font.shapes])
            for one, font in zip(wanted, made_of, strict=True)
        }
        for one, cast in casts.items():
            self._casts.keep(one, cast)
        return casts


def _named(name: bytes, weight: int) -> bytes:
    """By its weight: a variable font has its thinnest one's name in every weight."""
    return name.rpartition(b"-")[0] + (b"-Bold" if weight == BOLD else b"-Regular")


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
