"""What a text consists of: blocks of lines, and lines of mentions. `T` is a part of a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, Union

T = TypeVar("T")
S = TypeVar("S")

Alignment = Literal["start", "center", "end"]


@dataclass(frozen=True)
class Words:
    """Plain words."""

    text: str
    bold: bool = False
    code: bool = False


@dataclass(frozen=True)
class LabelMention:
    """`[[key]]`: a word of the portal that stands under `labels:`."""

    key: str


@dataclass(frozen=True)
class LabelInPlace:
    """`[[words|meaning]]`: a word of the portal that is mentioned here alone, with what it means."""

    words: str
    meaning: str


@dataclass(frozen=True)
class ValueMention:
    """`{{ buyer.key }}`, or with `.typed` as it is typed into a form."""

    key: str
    typed: bool = False


@dataclass(frozen=True)
class CountMention:
    """`{{ guide.stages }}`: how many stages the reader's edition has; with `.words` as a word."""

    in_words: bool = False
    bold: bool = False


@dataclass(frozen=True)
class LinkMention:
    """`[words](target)`; the target is an address, or `stage:`, `step:`, `page:`, `term:` and an id."""

    words: str
    target: str


Mention = Words | LabelMention | LabelInPlace | ValueMention | CountMention | LinkMention


@dataclass(frozen=True)
class Paragraph(Generic[T]):
    """A paragraph of inline parts."""

    parts: tuple[T, ...]

    @property
    def lines(self) -> tuple[tuple[T, ...], ...]:
        """Returns the paragraph as the one line that it is."""
        return (self.parts,)


@dataclass(frozen=True)
class Item(Generic[T]):
    """An item of a list: its line, and what stands indented below it."""

    parts: tuple[T, ...]
    blocks: tuple[Block[T], ...] = ()


@dataclass(frozen=True)
class Listing(Generic[T]):
    """A list."""

    ordered: bool
    items: tuple[Item[T], ...]
    start: int = 1
    """The number of the first item, where they are numbered."""

    @property
    def lines(self) -> tuple[tuple[T, ...], ...]:
        """Returns the lines of its items and of what stands below them, in order."""
        return tuple(
            line
            for item in self.items
            for line in (item.parts, *(line for block in item.blocks for line in block.lines))
        )


@dataclass(frozen=True)
class Table(Generic[T]):
    """A table with a head; every row has as many cells as the head, each a line."""

    head: tuple[tuple[T, ...], ...]
    rows: tuple[tuple[tuple[T, ...], ...], ...]
    alignments: tuple[Alignment, ...]
    """Of its columns."""

    @property
    def lines(self) -> tuple[tuple[T, ...], ...]:
        """Returns its cells, row by row, without empty ones."""
        return tuple(cell for row in (self.head, *self.rows) for cell in row if cell)


Block = Union[Paragraph[T], Listing[T], Table[T]]


def map_lines(block: Block[T], change: Callable[[tuple[T, ...]], tuple[S, ...]]) -> Block[S]:
    """Returns `block` with each line of it as `change` makes it."""
    if isinstance(block, Paragraph):
        return Paragraph(change(block.parts))
    if isinstance(block, Table):
        rows = tuple(tuple(change(cell) for cell in row) for row in block.rows)
        return Table(tuple(change(cell) for cell in block.head), rows, block.alignments)
    items = (Item(change(item.parts), tuple(map_lines(below, change) for below in item.blocks)) for item in block.items)
    return Listing(block.ordered, tuple(items), block.start)
