"""The faces that handouts are set in: pinned ones for Chinese and for Latin letters, or others that an operator names."""

from __future__ import annotations

import hashlib
import importlib.util
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import typst

from guide.errors import MachineError
from guide.hollow import BOLD, REGULAR, hollow


@dataclass(frozen=True)
class Pinned:
    """A font file of a package, known by its shapes: another one would make another handout."""

    package: str
    file: str
    size: int
    """In bytes."""
    directory: int
    """How many of them hold the directory of its tables."""
    index: int
    """Its place in the file, if that holds several."""
    weight: int | None
    """None if it has every weight."""
    sha256: str
    """Of those: the directory has a checksum of every table (OpenType, “Table Directory”). To hash all of a large font takes
    longer than to set twenty pages."""

    def path(self) -> Path:
        """Raises MachineError where it is missing or another one."""
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

    def hollow_out(self, folder: Path, family: str) -> None:
        """Writes a hollow copy by that name to `folder`."""
        path = self.path()
        with path.open("rb") as file:
            made = hollow(file, self.index, family, self.weight)
        (folder / f"{family}-{path.stem}.ttf").write_bytes(made)


HAN = Pinned(
    "manimgx_fonts_cjk",
    "NotoSansCJK-VF.otf.ttc",
    size=32_682_580,
    directory=4096,
    index=2,
    weight=None,
    sha256="9bb55fd712198f9d1842f563b9bd96a3b4ee02362756fc9dac31a0e1ca0025f9",
)
"""Every Han form, in every weight."""
LATIN = (
    Pinned(
        "font_lato",
        "files/Lato-Regular.ttf",
        size=75_152,
        directory=268,
        index=0,
        weight=REGULAR,
        sha256="72caf19a12c122cc13a3774831c89e6b02ede3f5bebc6d0883371488f721a6cd",
    ),
    Pinned(
        "font_lato",
        "files/Lato-Bold.ttf",
        size=73_332,
        directory=268,
        index=0,
        weight=BOLD,
        sha256="aa1b47e7f9d8d5f4cbc5fc4fb44a7c06b7705ffd5c71d30d5308c6d450dc251b",
    ),
)
_HAN, _LATIN = "Noto Sans CJK SC", "Lato"
_HOLLOW_HAN, _HOLLOW_LATIN = "HollowHan", "HollowLatin"
"""In place of those, for what the guide itself says: see `guide.hollow`."""
_MONO = "DejaVu Sans Mono"
"""Comes with Typst."""
_MORE = ("Libertinus Serif",)
"""Comes with Typst: for Latin letters with marks that the other faces lack."""


@dataclass(frozen=True)
class Faces:
    """Families by what they are for."""

    han: str
    latin: tuple[str, ...]
    """For English, in front of `han`; none where that serves for both."""
    given_han: str
    given_latin: tuple[str, ...]
    """The same for what a buyer has given, as fonts of their own in the PDF. Letters are numbered as they come, so a
    buyer's would else be among the guide's, and every page another one for every buyer."""
    more: tuple[str, ...]
    """For what the others lack."""
    mono: str

    @property
    def all(self) -> tuple[str, ...]:
        """Every family that text may be set in, code aside."""
        return (*self.latin, self.han, *self.more)

    def whole(self) -> Faces:
        """Without hollow ones."""
        return replace(self, han=self.given_han, latin=self.given_latin)


@dataclass(frozen=True)
class TypeCase:
    """Fonts, what each is for, and which of them stand for others."""

    fonts: typst.Fonts
    faces: Faces
    real: Mapping[str, str]
    """Families by the hollow ones in their place."""
    origin: tuple[str, ...]
    """What tells the real fonts from others, and the compiler that sets them."""


def type_case(folder: Path, paths: Sequence[Path] | None = None) -> TypeCase:
    """The fonts in `paths` (files or folders), or the pinned ones, of which some are written to `folder`.

    Raises MachineError where there is none.
    """
    if paths:
        found = _found([path if path.is_dir() else path.parent for path in paths])
        families = _families(found)
        if not families:
            shown = ", ".join(str(path) for path in paths)
            raise MachineError(f"no font in {shown}, expected one with Chinese characters; check --font-path")
        return TypeCase(found, Faces(families[0], (), families[0], (), (*families[1:], *_MORE), _MONO), {}, ())
    for font in LATIN:
        path = font.path()
        (folder / path.name).write_bytes(path.read_bytes())
        font.hollow_out(folder, _HOLLOW_LATIN)
    HAN.hollow_out(folder, _HOLLOW_HAN)
    faces = Faces(_HOLLOW_HAN, (_HOLLOW_LATIN,), _HAN, (_LATIN,), _MORE, _MONO)
    real = {_HOLLOW_HAN: _HAN, _HOLLOW_LATIN: _LATIN}
    compiler = getattr(typst, "__version__", "")  # which its types do not tell
    origin = (compiler, *(font.sha256 for font in (HAN, *LATIN)))
    return TypeCase(_found([HAN.path().parent, folder]), faces, real, origin)


def _found(folders: Sequence[Path]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=list(folders))


def _families(fonts: typst.Fonts) -> list[str]:
    """Those that don't come with Typst; the ones for simplified Chinese come first."""
    given = dict.fromkeys(info.family for info in fonts.fonts() if info.path is not None)
    return sorted(given, key=lambda name: not re.search(r"\b(SC|CN|GB)\b", name))
