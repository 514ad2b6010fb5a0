"""Typst with its fonts, ready to set one document after another.

What is set reaches it through files in a folder of this process: inputs that differ would make it forget all that it has
set before.
"""

from __future__ import annotations

import datetime
import json
import os
import weakref
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from guide.core.errors import MachineError
from guide.core.locks import working_folder
from guide.core.paths import TYPESETTING
from guide.handout.fonts import load_fonts
from guide.handout.pdf.images import stand_in

Part = tuple[tuple[str | int, ...], Any]
"""A part of a document that is one buyer's own, with its place: keys and indices from the top."""


class Typesetter:
    """A compiler for the templates in one folder, kept for the life of the process."""

    def __init__(self, templates: Path, font_paths: tuple[Path, ...] | None) -> None:
        """Raises MachineError without a font."""
        self._templates = templates.resolve() / "handout"
        self._process = os.getpid()
        held = ExitStack()
        # At the latest when the process ends; what a killed one leaves goes with the next.
        weakref.finalize(self, held.close)
        self.folder = held.enter_context(working_folder(TYPESETTING)).resolve()
        self._own, self._shared = self.folder / "own.json", self.folder / "shared.json"
        fonts, self._faces = load_fonts(self.folder, font_paths)
        # One thread: several set the first document a tenth of a second sooner, but take 4 to 14 % more CPU for it, and 1 to 2 %
        # more for further ones.
        os.environ.setdefault("RAYON_NUM_THREADS", "1")
        # Pictures lie wherever the operator keeps them, and only our templates say what is read: the root is all there is.
        self._compiler = typst.Compiler(
            self._templates / "prints.typ",
            root=self._templates.anchor,
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={"own": str(self._own), "shared": str(self._shared)},
        )

    def refuse_fork(self) -> None:
        """Raises MachineError in a process that was forked: the compiler's threads stay behind in the parent, and without
        them it would wait for ever; the files are the parent's."""
        if os.getpid() != self._process:
            raise MachineError("a process was forked after its parent had made a handout, expected one that is spawned")

    def stand_in(self, index: int) -> Path:
        """The file of the picture with that index that is exchanged in the finished PDF."""
        file = self.folder / f"stand-in-{index}.png"
        if not file.exists():
            file.write_bytes(stand_in(index))
        return file

    def pdf(self, template: str, base: Path, own: Sequence[Part], dated: datetime.date) -> bytes:
        """What that template sets of the data in the file `base` with one buyer's `own` parts in it. Raises TypstError."""
        midnight = datetime.datetime(dated.year, dated.month, dated.day, tzinfo=datetime.UTC)
        self._write(base, own)
        pdf = self._compiler.compile(
            input=self._templates / template, format="pdf", pdf_standards=["ua-1"], timestamp=midnight
        )
        if not isinstance(pdf, bytes):
            raise TypeError("the compiler returned pages and not one document")
        return pdf

    def png(self, template: str, base: Path, own: Sequence[Part], pixels_per_point: float) -> bytes:
        """The same of a template with one page, as a picture. Raises TypstError."""
        self._write(base, own)
        png = self._compiler.compile(input=self._templates / template, format="png", ppi=72 * pixels_per_point)
        if not isinstance(png, bytes):
            raise TypeError("the compiler returned several pages, expected one")
        return png

    def _write(self, base: Path, own: Sequence[Part]) -> None:
        self._own.write_text(json.dumps(own, ensure_ascii=False), "utf-8")
        self._shared.write_text(json.dumps({"base": str(base), "faces": asdict(self._faces)}), "utf-8")
