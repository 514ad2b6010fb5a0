"""The faces that handouts are set in: pinned ones for Chinese and for Latin letters, or others that an operator names."""

from __future__ import annotations

import hashlib
import importlib.util
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typst

from guide.core.errors import MachineError


@dataclass(frozen=True)
class Pinned:
    """A font file of a package, known by its shapes: another one would make another handout."""

    package: str
    file: str
    size: int
    """In bytes."""
    directory: int
    """How many of them hold the directory of its tables."""
    sha256: str
    """Of those: the directory has a checksum of every table (OpenType, “Table Directory”). To hash all of a large font takes
    longer than to set twenty pages."""

    def path(self) -> Path:
        """Where the file lies. Raises MachineError where it is missing or another one."""
        package = importlib.util.find_spec(self.package)
        folders = (package and package.submodule_search_locations) or []
        path = next((Path(folder) / self.file for folder in folders if (Path(folder) / self.file).is_file()), None)
        if path is None:
            raise MachineError(
                f"no font {self.file}, expected it in the package {self.package}; "
                "install that, or name a font with --font-path"
            )
        with path.open("rb") as file:
            digest = hashlib.sha256(file.read(self.directory)).hexdigest()
        if (path.stat().st_size, digest) != (self.size, self.sha256):
            raise MachineError(
                f"{path} is another font, expected the one whose table directory has the sha256 {self.sha256}; "
                f"install the locked version of {self.package}, or name a font with --font-path"
            )
        return path


HAN = Pinned(
    "manimgx_fonts_cjk",
    "NotoSansCJK-VF.otf.ttc",
    size=32_682_580,
    directory=4096,
    sha256="9bb55fd712198f9d1842f563b9bd96a3b4ee02362756fc9dac31a0e1ca0025f9",
)
"""Every Han form, in every weight."""
LATIN = (
    Pinned(
        "font_lato",
        "files/Lato-Regular.ttf",
        size=75_152,
        directory=268,
        sha256="72caf19a12c122cc13a3774831c89e6b02ede3f5bebc6d0883371488f721a6cd",
    ),
    Pinned(
        "font_lato",
        "files/Lato-Bold.ttf",
        size=73_332,
        directory=268,
        sha256="aa1b47e7f9d8d5f4cbc5fc4fb44a7c06b7705ffd5c71d30d5308c6d450dc251b",
    ),
)
_HAN, _LATIN, _BUYER_LATIN = "Noto Sans CJK SC", "Lato", "Lat2"
"""Of the two names for Latin letters, the second belongs to the copies that buyers' text is set in: as long as the first,
so that it can be written over it."""
_MONO = "DejaVu Sans Mono"
"""Comes with Typst."""
_MORE = ("Libertinus Serif",)
"""Comes with Typst: for Latin letters with marks that the other faces lack."""


@dataclass(frozen=True)
class Faces:
    """Font families by what they are for."""

    han: str
    latin: tuple[str, ...]
    """For English, in front of `han`; none where that serves for both."""
    buyer_latin: tuple[str, ...]
    """The same shapes under another name, for what a buyer has given: to the PDF they are fonts of their own. A PDF numbers
    letters as they first come, so a buyer's letters would else be among the guide's, and every page would differ from
    buyer to buyer and be compressed anew. The Han face needs no copy, since a weight of its own makes a variable font another
    one to the PDF (see `templates/handout/text.typ`). Both together save 24 of 140 ms of CPU of a further English handout,
    and 40 of 150 of a Chinese one."""
    more: tuple[str, ...]
    """For what the others lack."""
    mono: str

    @property
    def all(self) -> tuple[str, ...]:
        """Every family that text may be set in, code aside."""
        return (*self.latin, self.han, *self.more)


def load_fonts(folder: Path, paths: Sequence[Path] | None = None) -> tuple[typst.Fonts, Faces]:
    """The fonts in `paths` (files or folders), or the pinned ones, of which those for Latin letters are copied to `folder`.

    Raises MachineError where there is none.
    """
    if paths:
        fonts = _fonts_in([path if path.is_dir() else path.parent for path in paths])
        families = _families(fonts)
        if not families:
            shown = ", ".join(str(path) for path in paths)
            raise MachineError(f"no font in {shown}, expected one with Chinese characters; check --font-path")
        return fonts, Faces(families[0], (), (), (*families[1:], *_MORE), _MONO)
    for path in (font.path() for font in LATIN):
        shapes = path.read_bytes()
        renamed = shapes.replace(_LATIN.encode("utf-16-be"), _BUYER_LATIN.encode("utf-16-be"))
        (folder / path.name).write_bytes(shapes)
        (folder / path.name.replace(_LATIN, _BUYER_LATIN)).write_bytes(renamed)
    return _fonts_in([HAN.path().parent, folder]), Faces(_HAN, (_LATIN,), (_BUYER_LATIN,), _MORE, _MONO)


def _fonts_in(folders: Sequence[Path]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=list(folders))


def _families(fonts: typst.Fonts) -> list[str]:
    """The families that don't come with Typst; those for simplified Chinese come first."""
    families = dict.fromkeys(info.family for info in fonts.fonts() if info.path is not None)
    return sorted(families, key=lambda name: not re.search(r"\b(SC|CN|GB)\b", name))
