"""Characters that the font of print lacks: where they stand in the files that an operator writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from guide.errors import Problem, shown_path
from guide.model.texts import LANGUAGES, Language
from guide.tree import Location, read_tree


def lacking_problems(characters: str, language: Language, steps: Path, buyer: Path | None) -> list[Problem]:
    """A problem for each place of each character: in the buyer's file if it has it, else in the guide's own texts."""
    problems: list[Problem] = []
    for character in sorted(set(characters)):
        message = (
            f"the font has no {character} (U+{ord(character):04X}), expected characters that can be printed; "
            "write it differently"
        )
        found: list[Problem] = []
        for path in filter(None, (buyer, steps)):
            tree = read_tree(path)
            found = found or [tree.problem(place, message) for place in _places(character, tree.data, (), language)]
        problems += found or [Problem(shown_path(steps), 0, 0, "", message)]
    return problems


def _places(character: str, node: Any, place: Location, language: Language) -> Iterator[Location]:
    """Where texts in that language, or in none, hold the character."""
    if isinstance(node, str) and character in node:
        yield place
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        if key == language or key not in LANGUAGES:
            yield from _places(character, child, (*place, key), language)
