"""Plain data of which some parts wait for a buyer's values.

A document is built once for all buyers of a structure. Where a value will stand it holds a `Later`; for each buyer
only the parts that hold one are made anew, and only they are handed over again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from guide.fill import Fills

Data = dict[str, Any]
"""JSON-able, but for `Later`."""
Path = tuple[str | int, ...]
"""Keys and indices from the top."""


@dataclass(frozen=True)
class Later:
    """What will be there once the values are known."""

    made: Callable[[Fills], Any]
    spliced: bool = False
    """True if it makes a list whose items take its place in the list around it."""


@dataclass(frozen=True)
class Split:
    """A document in two: what is the same for every buyer, and what is not."""

    common: Data
    """JSON-able; None where a part of `own` belongs."""
    own: tuple[tuple[Path, Any], ...]
    """The rest, each with its place."""

    def filled(self, fills: Fills) -> list[tuple[Path, Any]]:
        """What is one buyer's own, JSON-able."""
        return [(path, filled(part, fills)) for path, part in self.own]


def split(document: Data, seams: Callable[[Path], bool]) -> Split:
    """`document` cut where `seams` holds: whatever holds a `Later` below a seam goes with all that is below it."""
    own: list[tuple[Path, Any]] = []
    waiting: set[int] = set()
    _note(document, waiting)
    common = _common(document, (), seams, own, waiting)
    return Split(common, tuple(own))


def _common(
    node: Any, path: Path, seams: Callable[[Path], bool], own: list[tuple[Path, Any]], waiting: set[int]
) -> Any:
    if id(node) not in waiting:
        return node
    if not seams(path):
        own.append((path, node))
        return None
    if isinstance(node, dict):
        return {key: _common(child, (*path, key), seams, own, waiting) for key, child in node.items()}
    return [_common(child, (*path, index), seams, own, waiting) for index, child in enumerate(node)]


def _note(node: Any, waiting: set[int]) -> bool:
    """Adds the identity of every node that is or holds a `Later`; true if `node` does."""
    if isinstance(node, dict):
        waits = max((_note(child, waiting) for child in node.values()), default=False)  # all are to be noted
    elif isinstance(node, list):
        waits = max((_note(child, waiting) for child in node), default=False)
    else:
        waits = isinstance(node, Later)
    if waits:
        waiting.add(id(node))
    return waits


def filled(node: Any, fills: Fills) -> Any:
    """`node` with everything in it that waited."""
    if isinstance(node, Later):
        return node.made(fills)
    if isinstance(node, dict):
        return {key: filled(child, fills) for key, child in node.items()}
    if isinstance(node, list):
        return list(_items(node, fills))
    return node


def _items(node: list[Any], fills: Fills) -> Iterator[Any]:
    for child in node:
        if isinstance(child, Later) and child.spliced:
            yield from child.made(fills)
        else:
            yield filled(child, fills)
