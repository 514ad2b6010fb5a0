"""The tricks that make print cheap, each with what switches it off in a process of its own.

The project has no switches for them: functions are replaced, and templates are changed in a copy. A `Switch` gets an empty
folder for what it needs, and gives the folder of the templates to print with. It raises ValueError where a template no
longer says what it is to change.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType

from guide.content.substitutions import Substitutions
from guide.core.paths import TEMPLATES
from guide.handout import bases, renderer
from guide.handout.bases import Base
from guide.handout.content.buyer import codes_of
from guide.handout.deferred import Data, Split
from guide.handout.pdf.images import write_png
from guide.handout.typesetter import Part

Switch = Callable[[Path], Path]
Changes = Mapping[str, tuple[tuple[str, str], ...]]
"""By template: what it says, and what it is to say instead."""

_SHARED = ("language", "title", "edition", "verified_on")
"""What `data.typ` reads of the document; no buyer changes it."""


def nothing_off(folder: Path) -> Path:
    """Switches nothing off: the run that the others are compared with."""
    return TEMPLATES


def _head_on_every_page(folder: Path) -> Path:
    _replace("frame_all_pages", lambda objects: None)
    return _changed_templates(
        folder,
        {
            "handbook.typ": (("printed.with(", "printed.with(running-head(running-name(own.buyer)), "),),
            "page.typ": (
                ("#let printed(name, body, ", "#let printed(head, name, body, "),
                ("header: none", "header: head"),
                ("footer: _page-number(", "footer: place(running-foot) + _page-number("),
            ),
        },
    )


def _links_to_labels(folder: Path) -> Path:
    return _changed_templates(folder, {"text.typ": (("link(addresses.at(place), body)", "link(label(place), body)"),)})


def _document_as_a_whole(folder: Path) -> Path:
    def keep_together(document: Data, depth: int) -> Split:
        return Split({key: document[key] for key in _SHARED}, tuple(((key,), part) for key, part in document.items()))

    _replace("split", keep_together, bases)
    return TEMPLATES


def _codes_set_by_typst(folder: Path) -> Path:
    parts = renderer._parts

    def parts_with_codes(base: Base, own: Data, substitutions: Substitutions) -> list[Part]:
        codes = {}
        for stage, code in codes_of(base.view, substitutions, base.qr_alt).items():
            file = folder / f"{stage}.png"
            file.write_bytes(write_png(code.picture()))
            codes[stage] = {"path": str(file), "meant": code.address, "alt": code.alt}
        return parts(base, {**own, "codes": codes}, substitutions)

    _replace("_parts", parts_with_codes)
    _replace("codes_of", lambda *arguments: {})
    return _changed_templates(
        folder,
        {
            "handbook.typ": (("data.stages.len(), ", "data.stages.len(), own.codes.at(stage.id, default: none), "),),
            "stage.typ": (
                ("#let stage-code(stage, side: 21mm) =", "#let stage-code(code, side: 21mm) ="),
                ("let (path, meant) = codes.at(stage.id)", "let (path, meant, alt) = code"),
                ("alt: meant", "alt: alt"),
                ("#let _opening(stage, stages) =", "#let _opening(stage, stages, code) ="),
                ("head, stage-code(stage)", "head, stage-code(code)"),
                ("#let stage-chapter(stage, stages, ", "#let stage-chapter(stage, stages, code, "),
                ("\n  _opening(stage, stages)\n", "\n  _opening(stage, stages, code)\n"),
            ),
        },
    )


def _pictures_set_by_typst(folder: Path) -> Path:
    _replace("read_png", lambda data: None, bases)
    return TEMPLATES


def _buyers_text_in_the_guides_fonts(folder: Path) -> Path:
    return _changed_templates(
        folder,
        {
            "data.typ": (("(..faces.buyer_latin, ..han)", "body-faces"),),
            "text.typ": ((", variations: (wght: 400.1)", ""), (", variations: (wght: 700.1)", "")),
        },
    )


def _all_threads(folder: Path) -> Path:
    os.environ["RAYON_NUM_THREADS"] = str(os.cpu_count() or 1)
    return TEMPLATES


SWITCHES: Mapping[str, Switch] = {
    "everything on": nothing_off,
    "running head drawn once (pdf/page_frame.py)": _head_on_every_page,
    "links led in the finished PDF (pdf/links.py)": _links_to_labels,
    "buyers' parts handed over apart (deferred.py)": _document_as_a_whole,
    "stand-ins for QR codes (qr.py)": _codes_set_by_typst,
    "PNG embedded as it is (pdf/images.py)": _pictures_set_by_typst,
    "fonts of its own for buyers' text (fonts.py)": _buyers_text_in_the_guides_fonts,
    "one thread (typesetter.py)": _all_threads,
}
"""By the trick that is off."""


def _replace(name: str, function: Callable[..., object], module: ModuleType = renderer) -> None:
    """Puts `function` in the place of what a module of print calls by that name."""
    if not hasattr(module, name):
        raise ValueError(f"{module.__name__} has no {name}, expected what a trick is done by")
    setattr(module, name, function)


def _changed_templates(folder: Path, changes: Changes) -> Path:
    """Returns a copy of all templates, with `changes` in those for print."""
    templates = folder / "templates"
    shutil.copytree(TEMPLATES, templates)
    for name, replacements in changes.items():
        path = templates / "handout" / name
        text = path.read_text(encoding="utf-8")
        for old, new in replacements:
            if text.count(old) != 1:
                raise ValueError(f"{name} has {text.count(old)} times {old!r}, expected once")
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    return templates
