"""A built shell + one buyer's values → the files of that buyer's site.

Each file of the shell is cut at its slots once; stamping joins the pieces with the values, escaped for the file
that they land in. A value is never read: where a page that is not Chinese shows one as text, its Chinese words are
put into an element that says so, which stands for how the page speaks and for nothing that the value says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Union

from guide.content import placeholders
from guide.content.substitutions import Substitutions
from guide.site.html import escape
from guide.site.lang_spans import in_element

Escape = Callable[[str], str]


@dataclass(frozen=True)
class Placeholder:
    """Where a value goes."""

    name: str
    element: str = ""
    """What Chinese words of the value stand in: `span` or `tspan` in text of another language, else nothing."""


@dataclass(frozen=True)
class Conditional:
    """What stays only where the condition holds."""

    condition: str
    parts: Pieces


Pieces = tuple[Union[str, Placeholder, Conditional], ...]
"""A text, cut at its slots."""

# A slot alone on its line of HTML has become a paragraph of its own: the paragraph goes with it.
_LONE = re.compile("<p>((?:[\ue002\ue003][\ue120-\ue17e]+\ue001\\s*)+)</p>")


def cut(text: str) -> Pieces:
    """`text` in pieces. Raises ValueError if its regions are not properly nested."""
    text = _LONE.sub(r"\1", text)
    found = placeholders.PLACEHOLDER.split(text)
    stack: list[tuple[str, list[Union[str, Placeholder, Conditional]]]] = [("", [])]
    if found[0]:
        stack[-1][1].append(found[0])
    for kind, shifted, after in zip(found[1::3], found[2::3], found[3::3], strict=True):
        name = placeholders.name_of(shifted)
        if kind in placeholders.ELEMENTS:
            stack[-1][1].append(Placeholder(name, placeholders.ELEMENTS[kind]))
        elif kind == placeholders.OPENS:
            stack.append((name, []))
        else:
            condition, parts = stack.pop()
            if condition != name or not stack:
                raise ValueError(f"the region {name} ends, but {condition or 'none'} has begun")
            stack[-1][1].append(Conditional(condition, tuple(parts)))
        if after:
            stack[-1][1].append(after)
    if len(stack) > 1:
        raise ValueError(f"the region {stack[-1][0]} does not end")
    return tuple(stack[0][1])


def filled(pieces: Pieces, substitutions: Substitutions, escaped: Escape) -> str:
    """The text with every slot filled and every region decided. Raises KeyError for a slot without a value."""
    return "".join(_filled(pieces, substitutions, escaped))


def _filled(pieces: Pieces, substitutions: Substitutions, escaped: Escape) -> list[str]:
    parts: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(piece)
        elif isinstance(piece, Placeholder):
            parts.append(_valued(piece, substitutions, escaped))
        elif substitutions.holds(piece.condition):
            parts += _filled(piece.parts, substitutions, escaped)
    return parts


def _valued(slot: Placeholder, substitutions: Substitutions, escaped: Escape) -> str:
    """What stands in the place of the slot."""
    value = escaped(substitutions.values[slot.name])
    return in_element(value, slot.element) if slot.element else value


def escape_for(path: str) -> Escape:
    """How values are escaped in the file `path`."""
    if path.endswith((".html", ".svg", ".xml")):
        return escape
    if "search_index" in path:
        return _searched
    if path.endswith(".css"):
        return _styled
    raise ValueError(f"{path} can't hold a buyer's values")


def _searched(value: str) -> str:
    """Inside a JSON string of a script. Not HTML: the search shows texts as texts, and cuts no words beforehand."""
    return json.dumps(value, ensure_ascii=False)[1:-1].replace("</", "<\\/")


def _styled(value: str) -> str:
    if not re.fullmatch(r"#[0-9a-f]{6}", value):
        raise ValueError(f"not a colour: {value!r}")
    return value


def stamped(pages: Mapping[str, Pieces], substitutions: Substitutions) -> dict[str, bytes]:
    """Every file of a shell that has slots, with the values of one buyer."""
    return CompiledTemplate(pages).stamped(substitutions)


class CompiledTemplate:
    """The files of a shell that have slots, made ready for many buyers.

    What stays the same is encoded once; which regions stay is decided once for all buyers of whom the same holds; a
    value is escaped once for each way to show it. What is left for each buyer is to join bytes.
    """

    def __init__(self, pages: Mapping[str, Pieces]) -> None:
        self._files = [(path, escape_for(path), _encoded(pieces)) for path, pieces in pages.items()]
        self._asked = frozenset(condition for pieces in pages.values() for condition in _conditions(pieces))
        self._plans: dict[frozenset[str], list[_Plan]] = {}

    def stamped(self, substitutions: Substitutions) -> dict[str, bytes]:
        """The files, by path. Raises KeyError for a slot without a value."""
        known: dict[Escape, dict[Placeholder, bytes]] = {}
        made: dict[str, bytes] = {}
        for path, escaped, parts, places in self._planned(substitutions):
            values = known.setdefault(escaped, {})
            filled = parts.copy()
            for index, slot in places:
                if slot not in values:
                    values[slot] = _valued(slot, substitutions, escaped).encode()
                filled[index] = values[slot]
            made[path] = b"".join(filled)
        return made

    def _planned(self, substitutions: Substitutions) -> list[_Plan]:
        held = substitutions.conditions & self._asked
        if held not in self._plans:
            if len(self._plans) >= _PLANS:
                self._plans.clear()
            plans: list[_Plan] = []
            for path, escaped, pieces in self._files:
                parts = list(_kept(pieces, substitutions))
                places = [(index, part) for index, part in enumerate(parts) if isinstance(part, Placeholder)]
                plans.append(
                    (path, escaped, [b"" if isinstance(part, Placeholder) else part for part in parts], places)
                )
            self._plans[held] = plans
        return self._plans[held]


_PLANS = 64
"""Sets of conditions that are kept in mind: a few kilobytes each."""
_Plan = tuple[str, Escape, list[bytes], list[tuple[int, Placeholder]]]
"""A file without regions: its path, how it is escaped, its parts, and which of them are to hold what."""
_Encoded = tuple[Union[bytes, Placeholder, tuple[str, "_Encoded"]], ...]
"""`Pieces` in bytes."""


def _encoded(pieces: Pieces) -> _Encoded:
    return tuple(
        piece.encode()
        if isinstance(piece, str)
        else piece
        if isinstance(piece, Placeholder)
        else (piece.condition, _encoded(piece.parts))
        for piece in pieces
    )


def _kept(pieces: _Encoded, substitutions: Substitutions) -> Iterator[bytes | Placeholder]:
    for piece in pieces:
        if isinstance(piece, tuple):
            if substitutions.holds(piece[0]):
                yield from _kept(piece[1], substitutions)
        else:
            yield piece


def _conditions(pieces: Pieces) -> Iterator[str]:
    """The names of the conditions that the text asks for."""
    for piece in pieces:
        if isinstance(piece, Conditional):
            yield piece.condition.removeprefix("!")
            yield from _conditions(piece.parts)


def to_json(pieces: Pieces) -> list[object]:
    """For the shell cache."""
    made: list[object] = []
    for piece in pieces:
        if isinstance(piece, str):
            made.append(piece)
        elif isinstance(piece, Placeholder):
            made.append({"slot": piece.name, "element": piece.element})
        else:
            made.append({"if": piece.condition, "then": to_json(piece.parts)})
    return made


def from_json(written: list[object]) -> Pieces:
    """What `to_json` has written."""
    made: list[Union[str, Placeholder, Conditional]] = []
    for piece in written:
        if isinstance(piece, str):
            made.append(piece)
        elif isinstance(piece, dict) and "slot" in piece:
            made.append(Placeholder(piece["slot"], piece["element"]))
        elif isinstance(piece, dict):
            made.append(Conditional(piece["if"], from_json(piece["then"])))
    return tuple(made)
