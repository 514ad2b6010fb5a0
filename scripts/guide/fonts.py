"""The faces that handouts are set in: one pinned font file with every Han form, or others that an operator names."""

from __future__ import annotations

import hashlib
import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path

import typst

from guide.errors import MachineError

PACKAGE = "manimgx_fonts_cjk"
FILE = "NotoSansCJK-VF.otf.ttc"
SIZE, DIRECTORY, SHA256 = 32_682_580, 4096, "9bb55fd712198f9d1842f563b9bd96a3b4ee02362756fc9dac31a0e1ca0025f9"
"""Its bytes, how many of them hold the directory of its tables, and the SHA-256 of those: the directory has a checksum of
every table (OpenType, “Table Directory”), and other shapes would make another handout. To hash all of it takes longer
than to set twenty pages."""
_MONO = "DejaVu Sans Mono"
"""Comes with Typst."""
_MORE = ("Libertinus Serif",)
"""Comes with Typst: for Latin letters with marks that the Han face lacks."""


@dataclass(frozen=True)
class Faces:
    """Families by what they are for."""

    han: str
    more: tuple[str, ...]
    """For what `han` lacks."""
    mono: str


def faces(paths: tuple[Path, ...] | None = None) -> tuple[typst.Fonts, Faces]:
    """The fonts in `paths` (files or folders), or the pinned one. Raises MachineError where there is none."""
    folders = [path if path.is_dir() else path.parent for path in paths] if paths else [pinned().parent]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
    given = [info.family for info in fonts.fonts() if info.path is not None]
    # Of the families that were given, those for simplified Chinese come first.
    families = sorted(dict.fromkeys(given), key=lambda name: not re.search(r"\b(SC|CN|GB)\b", name))
    if not families:
        shown = ", ".join(str(path) for path in paths or ())
        raise MachineError(f"no font in {shown}, expected one with Chinese characters; check --font-path")
    return fonts, Faces(families[0], (*families[1:], *_MORE), _MONO)


def pinned() -> Path:
    """The pinned font's file. Raises MachineError where it is missing or another one."""
    package = importlib.util.find_spec(PACKAGE)
    folders = (package and package.submodule_search_locations) or []
    path = next((Path(folder) / FILE for folder in folders if (Path(folder) / FILE).is_file()), None)
    if path is None:
        raise MachineError(
            f"no font {FILE}, expected it in the package {PACKAGE}; install that, or name a font with --font-path"
        )
    with path.open("rb") as file:
        digest = hashlib.sha256(file.read(DIRECTORY)).hexdigest()
    if (path.stat().st_size, digest) != (SIZE, SHA256):
        raise MachineError(
            f"{path} is another font, expected the one whose table directory has the sha256 {SHA256}; "
            f"install the locked version of {PACKAGE}, or name a font with --font-path"
        )
    return path
