"""Whether handouts can be printed: characters that the font lacks, told of the guide and all buyers without making one.

What a handout would say is put together as for a handout; of it, each character is set once, all of them on one page.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import typst

from guide.content.substitutions import substitutions_for
from guide.content.tailor import Structure, tailor
from guide.core.errors import InputError, Problem
from guide.core.locks import working_folder
from guide.core.paths import TYPESETTING
from guide.figures.store import Gallery, gallery_of
from guide.handout.content.prints import DEPTH, prints_data
from guide.handout.deferred import Split, resolve, split
from guide.handout.fonts import load_fonts
from guide.handout.glyph_errors import glyph_problems, missing_glyphs
from guide.loading.loader import Loaded
from guide.model.buyer import Buyer
from guide.model.texts import Language

Said = tuple[str, bool]
"""A character with the marks on it, and whether it is code, which has a face of its own."""
_PAGE = """
#set page(width: auto, height: auto)
#set document(title: "-")
#let (characters, faces) = json(bytes(sys.inputs.said))
#set text(font: faces, lang: "zh", fallback: false)
#for one in characters { par(one) }
"""


def unprintable(loaded: Loaded, buyers: Iterable[Buyer], captures: Path) -> list[Problem]:
    """A problem for each place of each character that the handouts' font lacks, in the guide or in a buyer's file.

    Pictures of the folder `captures` are left aside unless all of them fit: that is told elsewhere.
    Raises MachineError where the font is missing.
    """
    try:
        gallery = gallery_of(loaded, captures)
    except InputError:
        gallery = Gallery(captures, {})
    texts = _Texts(loaded, gallery)
    neutral = Structure(loaded.guide.guide.languages, frozenset())
    said: list[tuple[Buyer | None, Language, set[Said]]] = []
    for buyer in (None, *buyers):
        profile = buyer and buyer.profile
        structure = Structure(profile.languages, frozenset(profile.skip_stages)) if profile else neutral
        said += [(buyer, language, texts.said(structure, language, buyer)) for language in structure.languages]
    everything = set[Said]().union(*(found for *_, found in said))
    lacking = {(one, code): found for code in (False, True) for one, found in _lacking(everything, code).items()}
    problems: list[Problem] = []
    for buyer, language, found in said:
        if characters := "".join(lacking[one] for one in found & lacking.keys()):
            problems += glyph_problems(characters, language, loaded.tree, buyer)
    return list(dict.fromkeys(problems))


class _Texts:
    """What handouts say. What buyers of a structure share is put together once."""

    def __init__(self, loaded: Loaded, gallery: Gallery) -> None:
        self._loaded, self._gallery = loaded, gallery
        self._known: dict[tuple[Structure, Language], tuple[Split, set[Said]]] = {}

    def said(self, structure: Structure, language: Language, buyer: Buyer | None) -> set[Said]:
        if (structure, language) not in self._known:
            view = tailor(self._loaded.guide, structure, language)
            captures = self._gallery.captures
            made = split(prints_data(view, captures, {name: Path(f"{name}.png") for name in captures}), DEPTH)
            self._known[structure, language] = (made, set(_said(made.common)))
        parts, shared = self._known[structure, language]
        substitutions = substitutions_for(self._loaded.guide, buyer, structure.languages)
        logo = set(_said(buyer.logo.text)) if buyer and buyer.logo else set()
        return shared.union(logo, *(_said(resolve(part, substitutions)) for _, part in parts.own))


def _said(node: Any, code: bool = False) -> Iterator[Said]:
    if isinstance(node, str):
        yield from ((one, code) for one in set(_characters(node)))
    elif isinstance(node, dict):
        for key, child in node.items():
            yield from _said(child, key == "c")
    elif isinstance(node, list):
        for child in node:
            yield from _said(child, code)


def _characters(text: str) -> Iterator[str]:
    """Each character with the marks that stand on it; neither blanks nor ASCII, which every font has."""
    one = ""
    for character in text:
        if one and unicodedata.category(character).startswith("M"):
            one += character
        else:
            if not one.isascii() and not one.isspace():
                yield one
            one = character
    if not one.isascii() and not one.isspace():
        yield one


def _lacking(said: Iterable[Said], code: bool) -> dict[str, str]:
    """Of those that are code, or of those that are not: what the font lacks of them."""
    characters = sorted(one for one, is_code in said if is_code == code)
    if not characters:
        return {}
    try:
        with working_folder(TYPESETTING) as folder:
            fonts, faces = load_fonts(folder)
            families = [*([faces.mono] if code else []), *faces.all]
            inputs = {"said": json.dumps({"characters": characters, "faces": families})}
            typst.compile(
                _PAGE.encode(),
                font_paths=fonts,
                ignore_system_fonts=True,
                sys_inputs=inputs,
                pdf_standards=["ua-1"],
            )
    except typst.TypstError as error:
        lacks = set(missing_glyphs(error))
        if not lacks:
            raise
        return {one: found for one in characters if (found := "".join(c for c in one if c in lacks))}
    return {}
