"""A view and a buyer's values → what is printed for that buyer: handbook, handout and card, tagged PDFs.

`handout/content/` turns the view into plain data; the templates in `templates/handout/` set it in type. The compiler, the fonts
and the documents are kept for the life of the process, and what does not differ from buyer to buyer is set once: the
first PDF costs several times what each further one does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import typst

from guide.content.substitutions import Substitutions
from guide.content.views.guide import GuideView
from guide.content.views.texts import Value
from guide.core.errors import InputError
from guide.core.paths import TEMPLATES
from guide.figures.store import Capture
from guide.handout.bases import Base, Bases
from guide.handout.content.buyer import codes_of
from guide.handout.deferred import Data
from guide.handout.glyph_errors import glyph_problems, missing_glyphs
from guide.handout.pdf.division import Division
from guide.handout.pdf.images import Picture, embed, write_png
from guide.handout.pdf.links import link_patches
from guide.handout.pdf.objects import Objects
from guide.handout.pdf.page_frame import frame_all_pages
from guide.handout.qr import Code, point_codes
from guide.handout.typesetter import Part, Typesetter
from guide.loading.yaml_reader import Tree
from guide.model.buyer import Buyer, Logo

Document = Literal["handbook", "handout", "card"]
DOCUMENTS: tuple[Document, ...] = ("handbook", "handout", "card")
"""What is printed for a buyer in each language: everything, the essentials to take along, and one page."""
_TALL_CARD = "tall-card"
_NO_PICTURES = Path()
_PIXELS_PER_POINT = 4
"""Of the card's picture: it is 1125 pixels wide, as many as most phones have."""


def prints(
    view: GuideView,
    substitutions: Substitutions,
    captures: Mapping[str, Capture],
    *,
    documents: Collection[Document] = DOCUMENTS,
    buyer: Buyer | None = None,
    pictures: Path | None = None,
    templates: Path = TEMPLATES,
    font_paths: Sequence[Path] | None = None,
    guide_tree: Tree,
) -> dict[Document, bytes]:
    """The PDFs of one edition in one language: the same bytes for the same input.

    `captures` are measured pictures whose files lie in `pictures`; `buyer` gives colour and logo, everything else comes
    from `substitutions`; `font_paths` replaces the pinned font; `guide_tree` is the guide's file, to which an error in its own
    texts is put down.
    A screen without a capture is shown by its legend alone. The handout names pages of the handbook, so that is set with it.
    Raises InputError for a character that the font lacks or a capture without its picture, MachineError without a font.
    """
    printer = _printer(templates, tuple(font_paths) if font_paths is not None else None)
    try:
        return printer.pdfs(
            printer.bases.of(view, captures, pictures or _NO_PICTURES),
            _own(buyer, substitutions),
            substitutions,
            documents,
        )
    except typst.TypstError as error:
        raise _refusal(error, view, guide_tree, buyer) from None


def card_picture(
    view: GuideView,
    substitutions: Substitutions,
    *,
    buyer: Buyer | None = None,
    templates: Path = TEMPLATES,
    font_paths: Sequence[Path] | None = None,
    guide_tree: Tree,
) -> bytes:
    """The card as a PNG, narrow and tall, for a phone: the same bytes for the same input. Raises as `prints` does."""
    printer = _printer(templates, tuple(font_paths) if font_paths is not None else None)
    try:
        return printer.tall_card(printer.bases.of(view, {}, _NO_PICTURES), _own(buyer, substitutions), substitutions)
    except typst.TypstError as error:
        raise _refusal(error, view, guide_tree, buyer) from None


class _Printer:
    """A compiler, and the documents that it has set so far."""

    def __init__(self, templates: Path, font_paths: tuple[Path, ...] | None) -> None:
        self._typesetter = Typesetter(templates, font_paths)
        self.bases = Bases(self._typesetter, templates)

    def pdfs(
        self, base: Base, own: Data, substitutions: Substitutions, documents: Collection[Document]
    ) -> dict[Document, bytes]:
        """The documents asked for. Raises TypstError."""
        # The handout names pages of the handbook, and the card is its first page.
        together = ["handbook", "handout"] if {"handout", "card"} & set(documents) else ["handbook"]
        parts = _parts(base, {**own, "documents": together}, substitutions)
        pdf = self._typesetter.pdf("prints.typ", base.file, parts, base.view.dated)
        codes = codes_of(base.view, substitutions, base.qr_alt)
        pictures = (*base.embedded, *(code.picture() for code in codes.values()))
        return {
            name: _finished(part, base.destinations, codes, pictures)
            for name, part in _divided(Objects.read(pdf), together).items()
            if name in documents
        }

    def tall_card(self, base: Base, own: Data, substitutions: Substitutions) -> bytes:
        """The card for a phone. Raises TypstError."""
        codes = codes_of(base.view, substitutions, base.qr_alt)
        if "index" in codes:
            file = self._typesetter.folder / "code.png"
            file.write_bytes(write_png(codes["index"].picture()))
            own = {**own, "code": str(file)}
        return self._typesetter.png(f"{_TALL_CARD}.typ", base.file, _parts(base, own, substitutions), _PIXELS_PER_POINT)


def _divided(objects: Objects, together: Collection[str]) -> dict[Document, Objects]:
    if "handout" not in together:
        return {"handbook": objects}
    whole = Division(objects)
    front = whole.pages_before("handout")
    return {
        "handbook": whole.part(0, front),
        "handout": whole.part(front, len(whole), "handout"),
        "card": whole.part(front, front + 1, "handout"),
    }


def _finished(
    objects: Objects,
    destinations: Mapping[bytes, tuple[bytes, bytes]],
    codes: Mapping[str, Code],
    pictures: Sequence[Picture],
) -> bytes:
    """The PDF with what stood for something else exchanged for that."""
    objects.overwrite(link_patches(objects.body, destinations))
    embed(objects, pictures)
    point_codes(objects, codes)
    frame_all_pages(objects)
    return objects.to_bytes()


def _parts(base: Base, own: Data, substitutions: Substitutions) -> list[Part]:
    return [*(((key,), part) for key, part in own.items()), *base.split.resolve(substitutions)]


def _own(buyer: Buyer | None, substitutions: Substitutions) -> Data:
    return {
        "accent": substitutions.values[Value("accent.on_paper")],
        "logo": _logo(buyer.logo) if buyer and buyer.logo else None,
    }


@cache
def _printer(templates: Path, font_paths: tuple[Path, ...] | None) -> _Printer:
    return _Printer(templates, font_paths)


def _logo(logo: Logo) -> Data:
    """The logo as JSON can hold it: text for a drawing, numbers for the bytes of a picture."""
    return {"format": logo.format, "data": logo.data.decode() if logo.format == "svg" else list(logo.data)}


def _refusal(error: typst.TypstError, view: GuideView, guide_tree: Tree, buyer: Buyer | None) -> Exception:
    """What to tell of the characters that no font has; the error itself where it complains of something else."""
    missing = missing_glyphs(error)
    return InputError(glyph_problems(missing, view.language, guide_tree, buyer)) if missing else error
