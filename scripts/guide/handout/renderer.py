"""A view and a buyer's values → the printed guide, a tagged PDF.

`handout/content/` turns the view into plain data; the templates in `templates/handout/` set it in type. The compiler, the fonts
and the documents are kept for the life of the process, and what does not differ from buyer to buyer is set once: the
first PDF costs several times what each further one does.
"""

from __future__ import annotations

import datetime
import json
import os
import weakref
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import typst

from guide.content.substitutions import Substitutions
from guide.content.views.guide import GuideView
from guide.content.views.texts import Value
from guide.core.errors import InputError, MachineError, Problem, shown_path
from guide.core.files import resolve_links
from guide.core.locks import working_folder
from guide.core.paths import CAPTURES, STEPS, TEMPLATES, TYPESETTING
from guide.figures.store import Capture
from guide.handout.content.buyer import codes_of
from guide.handout.content.document import DEPTH, document
from guide.handout.content.places import chapters_of, places_of
from guide.handout.deferred import Data, Split, split
from guide.handout.fonts import load_fonts
from guide.handout.glyph_errors import glyph_problems, missing_glyphs
from guide.handout.pdf.images import Picture, embed, read_png, stand_in
from guide.handout.pdf.links import addresses, destinations, link_patches
from guide.handout.pdf.objects import Objects
from guide.handout.pdf.page_frame import frame_all_pages
from guide.handout.qr import point_codes, stand_in_address
from guide.loading.ui_strings import load_ui_strings
from guide.loading.yaml_reader import Tree, read_tree
from guide.model.buyer import Buyer, Logo
from guide.model.texts import Language

_BASES_IN_MEMORY = 8
"""Documents kept: a few structures of buyers, in two languages."""


def handout(
    view: GuideView,
    substitutions: Substitutions,
    captures: Mapping[str, Capture],
    *,
    buyer: Buyer | None = None,
    pictures: Path = CAPTURES,
    templates: Path = TEMPLATES,
    font_paths: Sequence[Path] | None = None,
    guide_tree: Tree | None = None,
) -> bytes:
    """The PDF of one edition in one language: the same bytes for the same input.

    `captures` are measured pictures whose files lie in `pictures`; `buyer` gives colour and logo, everything else comes
    from `substitutions`; `font_paths` replaces the pinned font; `guide_tree` is the guide's file, to which an error in its own
    texts is put down (the project's own guide if left out).
    A screen without a capture is shown by its legend alone.
    Raises InputError for a character that the font lacks or a capture without its picture, MachineError without a font.
    """
    own = {
        "accent": substitutions.values[Value("accent.on_paper")],
        "logo": _logo(buyer.logo) if buyer and buyer.logo else None,
    }
    try:
        renderer = _renderer(templates, tuple(font_paths) if font_paths is not None else None)
        return renderer.pdf(renderer.base(view, captures, pictures), own, substitutions, view.dated)
    except typst.TypstError as error:
        missing = missing_glyphs(error)
        if not missing:
            raise
        raise InputError(glyph_problems(missing, view.language, guide_tree or read_tree(STEPS), buyer)) from None


@dataclass(frozen=True)
class _Base:
    """A document without any buyer's values: what they share lies in a file, read by the compiler once."""

    view: GuideView
    captures: Mapping[str, Capture]
    pictures: Path
    split: Split
    file: Path
    embedded: tuple[Picture, ...]
    """What goes into the PDF in the places of stand-ins."""
    places: Mapping[bytes, tuple[bytes, bytes]]
    """Where links within the PDF may lead: see `guide.handout.pdf.links`."""
    qr_alt: str
    """The alternative text of a QR code: see `guide.handout.content.buyer.codes_of`."""


class _TypstRenderer:
    """A compiler with its fonts, ready to set one document after another."""

    def __init__(self, templates: Path, font_paths: tuple[Path, ...] | None) -> None:
        self._templates = templates
        self._bases: OrderedDict[int, _Base] = OrderedDict()
        self._count = 0
        self._process = os.getpid()
        # Through files, because inputs that differ would make the compiler forget all that it has set before.
        held = ExitStack()
        weakref.finalize(
            self, held.close
        )  # at the latest when the process ends; what a killed one leaves goes with the next
        self._own = held.enter_context(working_folder(TYPESETTING)).resolve() / "own.json"
        self._shared = self._own.with_name("shared.json")
        fonts, self._faces = load_fonts(self._own.parent, font_paths)
        # One thread: several set the first document a tenth of a second sooner, but take 4 to 14 % more CPU for it, and 1 to 2 %
        # more for further ones.
        os.environ.setdefault("RAYON_NUM_THREADS", "1")
        main = templates.resolve() / "handout" / "handout.typ"
        # Pictures lie wherever the operator keeps them, and only our templates say what is read: the root is all there is.
        self._compiler = typst.Compiler(
            main,
            root=main.anchor,
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={"own": str(self._own), "shared": str(self._shared)},
        )

    def base(self, view: GuideView, captures: Mapping[str, Capture], pictures: Path) -> _Base:
        """The document of `view`, made on first sight of it.

        Raises InputError where a picture is missing, MachineError in a forked process.
        """
        if os.getpid() != self._process:
            # The compiler's threads stay behind in the parent: without them it would wait for ever. The files are the parent's.
            raise MachineError("a process was forked after its parent had made a handout, expected one that is spawned")
        base = self._bases.get(id(view))
        if base is None or base.captures is not captures or base.pictures != pictures:
            _refuse_missing(view, captures, pictures)
            base = self._new_base(view, captures, pictures)
        self._bases[id(view)] = base
        self._bases.move_to_end(id(view))
        while len(self._bases) > _BASES_IN_MEMORY:
            self._bases.popitem(last=False)[1].file.unlink()
        return base

    def _new_base(self, view: GuideView, captures: Mapping[str, Capture], pictures: Path) -> _Base:
        files, pictures_behind = self._stand_ins(view, captures, pictures)
        codes = {
            stage.id: {"path": str(self._stand_in(len(pictures_behind) + index)), "meant": stand_in_address(stage.id)}
            for index, stage in enumerate(view.stages)
        }
        parts = split(document(view, captures, files), DEPTH)
        self._count += 1
        file = self._own.with_name(f"base-{self._count}.json")
        words = _words(view.language, self._templates)
        places = places_of(view) | {place: words[title] for place, title in chapters_of(view).items()}
        shared = {
            **parts.common,
            "words": words,
            "addresses": addresses(places),
            "codes": codes,
        }
        file.write_text(json.dumps(shared, ensure_ascii=False), "utf-8")
        return _Base(
            view, captures, pictures, parts, file, tuple(pictures_behind), destinations(places), words["qr_alt"]
        )

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
                files[name] = self._stand_in(len(pictures_behind))
                pictures_behind.append(png)
        return files, pictures_behind

    def _stand_in(self, index: int) -> Path:
        file = self._own.with_name(f"stand-in-{index}.png")
        file.write_bytes(stand_in(index))
        return file

    def pdf(self, base: _Base, own: Data, substitutions: Substitutions, dated: datetime.date) -> bytes:
        """The document set in type. Raises TypstError."""
        parts = [*(((key,), part) for key, part in own.items()), *base.split.resolve(substitutions)]
        self._own.write_text(json.dumps(parts, ensure_ascii=False), "utf-8")
        objects = self._set(base, dated)
        codes = codes_of(base.view, substitutions, base.qr_alt)
        embed(objects, (*base.embedded, *(code.picture() for code in codes.values())))
        point_codes(objects, codes)
        frame_all_pages(objects)
        return objects.to_bytes()

    def _set(self, base: _Base, dated: datetime.date) -> Objects:
        """The document whose parts lie in the files, set in type."""
        self._shared.write_text(json.dumps({"base": str(base.file), "faces": asdict(self._faces)}), "utf-8")
        midnight = datetime.datetime(dated.year, dated.month, dated.day, tzinfo=datetime.UTC)
        pdf = self._compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=midnight)
        if not isinstance(pdf, bytes):
            raise TypeError("the compiler returned pages and not one document")
        return Objects(pdf, link_patches(pdf, base.places))


@cache
def _renderer(templates: Path, font_paths: tuple[Path, ...] | None) -> _TypstRenderer:
    return _TypstRenderer(templates, font_paths)


def _refuse_missing(view: GuideView, captures: Mapping[str, Capture], pictures: Path) -> None:
    paths = [pictures / captures[name].file_name for name in _screens(view) if name in captures]
    missing = [path for path in paths if not path.is_file()]
    if missing:
        message = "no such picture, expected that of the geometry beside it; run make captures"
        raise InputError(Problem(shown_path(path), 0, 0, "", message) for path in missing)


def _screens(view: GuideView) -> list[str]:
    return list(dict.fromkeys(screen.id for stage in view.stages for step in stage.steps for screen in step.screens))


def _logo(logo: Logo) -> Data:
    """The logo as JSON can hold it: text for a drawing, numbers for the bytes of a picture."""
    return {"format": logo.format, "data": logo.data.decode() if logo.format == "svg" else list(logo.data)}


def _words(language: Language, templates: Path) -> dict[str, str]:
    return {
        **load_ui_strings("page", language, templates).all(),
        **load_ui_strings("handout", language, templates).all(),
    }
