"""What is printed of an edition without any buyer's values, in a file that the compiler reads once."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from guide.content.views.guide import GuideView
from guide.core.commands import captures_command
from guide.core.errors import InputError, Problem, shown_path
from guide.core.files import resolve_links
from guide.figures.store import Capture
from guide.handout.content.places import chapters_of, places_of
from guide.handout.content.prints import DEPTH, prints_data
from guide.handout.deferred import Split, split
from guide.handout.pdf.images import Picture, read_png
from guide.handout.pdf.links import addresses, destinations
from guide.handout.qr import stand_in_address
from guide.handout.typesetter import Typesetter
from guide.loading.ui_strings import ui_strings_of

_BASES_IN_MEMORY = 8
"""Editions kept: a few structures of buyers, in two languages."""
HOME = "index"
"""The name of the code that leads to the guide's first page; no stage has it."""


@dataclass(frozen=True)
class Base:
    """What the buyers of a structure share in one language."""

    view: GuideView
    captures: Mapping[str, Capture]
    pictures: Path
    split: Split
    """What is printed, in two: what buyers share, and what waits for their values."""
    file: Path
    """With what buyers share."""
    destinations: Mapping[bytes, tuple[bytes, bytes]]
    """Where links within a document may lead: see `guide.handout.pdf.links`."""
    embedded: tuple[Picture, ...]
    """What goes into the PDFs in the places of stand-ins."""
    qr_alt: str
    """The alternative text of a QR code: see `guide.handout.content.buyer.codes_of`."""


class Bases:
    """The editions at hand."""

    def __init__(self, typesetter: Typesetter, templates: Path) -> None:
        self._typesetter = typesetter
        self._templates = templates
        self._bases: OrderedDict[int, Base] = OrderedDict()
        self._count = 0

    def of(self, view: GuideView, captures: Mapping[str, Capture], pictures: Path) -> Base:
        """The documents of `view`, made on first sight of it.

        Raises InputError where a picture is missing, MachineError in a forked process.
        """
        self._typesetter.refuse_fork()
        base = self._bases.get(id(view))
        if base is None or base.captures is not captures or base.pictures != pictures:
            _refuse_missing(view, captures, pictures)
            base = self._new_base(view, captures, pictures)
        self._bases[id(view)] = base
        self._bases.move_to_end(id(view))
        while len(self._bases) > _BASES_IN_MEMORY:
            self._bases.popitem(last=False)[1].file.unlink()
        return base

    def _new_base(self, view: GuideView, captures: Mapping[str, Capture], pictures: Path) -> Base:
        files, embedded = self._stand_ins(view, captures, pictures)
        words = _words(view, self._templates)
        codes = {
            name: {"path": str(self._typesetter.stand_in(len(embedded) + index)), "meant": stand_in_address(name)}
            for index, name in enumerate((*(stage.id for stage in view.stages), HOME))
        }
        places = places_of(view) | {place: words[title] for place, title in chapters_of(view).items()}
        parts = split(prints_data(view, captures, files), DEPTH)
        self._count += 1
        file = self._typesetter.folder / f"prints-{self._count}.json"
        shared = {"words": words, "codes": codes, "addresses": addresses(places)}
        file.write_text(json.dumps({**parts.common, **shared}, ensure_ascii=False), "utf-8")
        return Base(view, captures, pictures, parts, file, destinations(places), tuple(embedded), words["qr_alt"])

    def _stand_ins(
        self, view: GuideView, captures: Mapping[str, Capture], pictures: Path
    ) -> tuple[dict[str, Path], list[Picture]]:
        """The file to set for each screen, and the pictures that some of them stand for."""
        files: dict[str, Path] = {}
        pictures_behind: list[Picture] = []
        for name in _screens(view):
            if name not in captures:
                continue
            files[name] = resolve_links(pictures / captures[name].file_name)
            if (png := read_png(files[name].read_bytes())) is not None:
                files[name] = self._typesetter.stand_in(len(pictures_behind))
                pictures_behind.append(png)
        return files, pictures_behind


def _refuse_missing(view: GuideView, captures: Mapping[str, Capture], pictures: Path) -> None:
    paths = [pictures / captures[name].file_name for name in _screens(view) if name in captures]
    missing = [path for path in paths if not path.is_file()]
    if missing:
        message = f"no such picture, expected that of the geometry beside it; run {captures_command()}"
        raise InputError(Problem(shown_path(path), 0, 0, "", message) for path in missing)


def _screens(view: GuideView) -> list[str]:
    return list(dict.fromkeys(screen.id for stage in view.stages for step in stage.steps for screen in step.screens))


def _words(view: GuideView, templates: Path) -> dict[str, str]:
    return {
        **ui_strings_of(view, "page", templates).all(),
        **ui_strings_of(view, "handout", templates).all(),
        **(ui_strings_of(view, "draft", templates).all() if view.gaps else {}),
    }
