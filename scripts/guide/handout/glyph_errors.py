"""Characters that the font of print lacks: where they stand in the files that an operator writes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import product
from typing import Any

import typst

from guide.core.errors import Problem, shown_path
from guide.loading.yaml_reader import Location, Tree, read_tree
from guide.model.buyer import Buyer
from guide.model.texts import LANGUAGES, Language

_LACKS = re.compile(r"the text `\"(?P<text>.*?)\"` could not be displayed")
_IN_LOGO = "the font has no {} (U+{:04X}), which the logo has in a text; convert its texts to outlines"
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


def missing_glyphs(error: typst.TypstError) -> str:
    """The characters of which the compiler says that no font has them; empty where it complains of something else."""
    return "".join(_unescaped(match["text"]) for match in _LACKS.finditer(error.message + error.diagnostic))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)


def glyph_problems(characters: str, language: Language, guide_tree: Tree, buyer: Buyer | None) -> list[Problem]:
    """A problem for each place of each character: in the buyer's file if it has it, else in the guide's, `guide_tree`."""
    trees = [read_tree(buyer.path), guide_tree] if buyer else [guide_tree]
    problems: list[Problem] = []
    for character in sorted(set(characters)):
        message = (
            f"the font has no {character} (U+{ord(character):04X}), expected characters that can be printed; "
            "write it differently"
        )
        in_files: list[Problem] = []
        if buyer and buyer.logo and character in buyer.logo.text:
            in_files = [trees[0].problem(("brand", "logo"), _IN_LOGO.format(character, ord(character)))]
        # Some texts are printed in another language than the rest: messages in that of whom they are sent to.
        for languages, tree in product(((language,), LANGUAGES), trees):
            in_files = in_files or [
                tree.problem(place, message) for place in _places(character, tree.data, (), languages)
            ]
        problems += in_files or [Problem(shown_path(guide_tree.path), 0, 0, "", message)]
    return problems


def _places(character: str, node: Any, place: Location, languages: Collection[Language]) -> Iterator[Location]:
    """Where texts in those languages, or in none, hold the character."""
    if isinstance(node, str) and character in node:
        yield place
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        if key in languages or key not in LANGUAGES:
            yield from _places(character, child, (*place, key), languages)
