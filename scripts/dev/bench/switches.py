"""The tricks that make handouts cheap, each with what switches it off in a process of its own.

The project has no switches for them: functions are replaced, and templates are changed in a copy. A `Switch` gets an empty
folder for what it needs, and gives the folder of the templates to print with. It raises ValueError where a template no
longer says what it is to change.
"""

from __future__ import annotations

import os
import shutil
import struct
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from guide.content.substitutions import Substitutions
from guide.core.paths import TEMPLATES
from guide.handout import renderer
from guide.handout.content.buyer import codes_of
from guide.handout.deferred import Data, Split
from guide.handout.pdf.images import Picture

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
            "handout.typ": (("#show: printed", "#show: printed.with(running-head(running-name(data.buyer)))"),),
            "page.typ": (
                ("#let printed(body)", "#let printed(head, body)"),
                ("header: none", "header: head"),
                ("footer: _page-number", "footer: place(running-foot) + _page-number"),
            ),
        },
    )


def _links_to_labels(folder: Path) -> Path:
    return _changed_templates(folder, {"text.typ": (("link(addresses.at(place), body)", "link(label(place), body)"),)})


def _document_as_a_whole(folder: Path) -> Path:
    def keep_together(document: Data, depth: int) -> Split:
        return Split({key: document[key] for key in _SHARED}, tuple(((key,), part) for key, part in document.items()))

    _replace("split", keep_together)
    return TEMPLATES


def _codes_set_by_typst(folder: Path) -> Path:
    set_and_finish = renderer._TypstRenderer.pdf

    def pdf(self: Any, base: Any, own: Data, substitutions: Substitutions, dated: Any) -> bytes:
        codes = {}
        for stage, code in codes_of(base.view, substitutions, base.qr_alt).items():
            file = folder / f"{stage}.png"
            file.write_bytes(_png(code.picture()))
            codes[stage] = {"path": str(file), "meant": code.address, "alt": code.alt}
        return set_and_finish(self, base, {**own, "codes": codes}, substitutions, dated)

    renderer._TypstRenderer.pdf = pdf  # type: ignore[method-assign]
    _replace("codes_of", lambda *arguments: {})
    return _changed_templates(
        folder,
        {
            "handout.typ": (("data.stages.len(), ", "data.stages.len(), data.codes.at(stage.id, default: none), "),),
            "stage.typ": (
                ("#let _code(stage) =", "#let _code(code) ="),
                ("let (path, meant) = codes.at(stage.id)", "let (path, meant, alt) = code"),
                ("alt: meant", "alt: alt"),
                ("#let _opening(stage, stages) =", "#let _opening(stage, stages, code) ="),
                ("head, _code(stage)", "head, _code(code)"),
                ("#let stage-chapter(stage, stages, ", "#let stage-chapter(stage, stages, code, "),
                ("\n  _opening(stage, stages)\n", "\n  _opening(stage, stages, code)\n"),
            ),
        },
    )


def _pictures_set_by_typst(folder: Path) -> Path:
    _replace("read_png", lambda data: None)
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
    "one thread (renderer.py)": _all_threads,
}
"""By the trick that is off."""


def _replace(name: str, function: Callable[..., object]) -> None:
    """Puts `function` in the place of what the renderer calls by that name."""
    if not hasattr(renderer, name):
        raise ValueError(f"the renderer has no {name}, expected what a trick is done by")
    setattr(renderer, name, function)


def _changed_templates(folder: Path, changes: Changes) -> Path:
    """Returns a copy of all templates, with `changes` in those for handouts."""
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


def _png(picture: Picture) -> bytes:
    """Returns the file of a picture without a palette."""
    header = struct.pack(">IIBBBBB", picture.width, picture.height, picture.bits, picture.kind, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", picture.rows), (b"IEND", b""))
    framed = (
        struct.pack(">I4s", len(content), name) + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)
