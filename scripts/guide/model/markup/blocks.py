"""A text → its paragraphs, lists and tables."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from guide.model.markup.errors import MarkupError, excerpt_of
from guide.model.markup.inline import CODE, ESCAPED, LABEL, read_line
from guide.model.markup.tree import Alignment, Block, Item, Listing, Mention, Paragraph, Table

MAX_DEPTH = 3
"""Lists within each other: deeper ones leave no room for words on a telephone."""
MAX_COLUMNS = 6
"""Of a table: more would not be legible on a telephone, nor on a sheet of A4."""
_ITEM = re.compile(r"^(?P<indent> *)(?:[-*+]|(?P<number>\d{1,3})[.)])\s+(?P<words>.*)$")
_RULER = re.compile(r"^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$")
"""The line below a table's head."""
_CELL_PARTS = re.compile(rf"{ESCAPED}|{LABEL}|{CODE}|(?P<bar>\|)")
_HAN = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef\u2018-\u201d"
_FOLD = re.compile(f"(?<=[{_HAN}])[ \n](?=[{_HAN}])")
"""Where YAML folds a Chinese paragraph it leaves a space that Chinese does not have."""


def parse(text: str) -> tuple[Block[Mention], ...]:
    """Returns `text` as paragraphs, lists and tables. Raises MarkupError with everything that can't be read."""
    reader = _Reader()
    lines = textwrap.dedent(text.expandtabs(4).strip("\n")).rstrip().split("\n")
    blocks = tuple(reader.blocks(lines))
    if reader.errors:
        raise MarkupError(dict.fromkeys(reader.errors))
    return blocks


class _Reader:
    """Reads lines, and collects what can't be read."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    def blocks(self, lines: list[str], depth: int = 0) -> Iterator[Block[Mention]]:
        """Yields the blocks of `lines`, which stand in that many lists."""
        at = 0
        while at < len(lines):
            if not lines[at].strip():
                at += 1
            elif _is_table(lines, at):
                table, at = self._table(lines, at)
                yield table
            elif first := _ITEM.match(lines[at]):
                listing, at = self._listing(lines, at, first, depth)
                yield listing
            else:
                end = _end_of_paragraph(lines, at)
                yield Paragraph(self._paragraph(lines[at:end]))
                at = end

    def _line(self, text: str) -> tuple[Mention, ...]:
        return read_line(_FOLD.sub("", text.strip()), self.errors)

    def _paragraph(self, lines: list[str]) -> tuple[Mention, ...]:
        for line in lines:
            if line.lstrip().startswith("|"):
                self.errors.append(
                    f"{excerpt_of(line)} begins like a row of a table, expected a head and below it a line of |---|---|; "
                    "write them, with no blank line between, or \\| for the sign itself"
                )
        return self._line(" ".join(line.strip() for line in lines))

    def _listing(self, lines: list[str], at: int, first: re.Match[str], depth: int) -> tuple[Listing[Mention], int]:
        """Returns the list whose `first` item begins in line `at`, and the line behind it."""
        indent, is_ordered = len(first["indent"]), bool(first["number"])
        if depth == MAX_DEPTH:
            self.errors.append(
                f"{excerpt_of(lines[at])} is a list in {depth} others, expected at most {MAX_DEPTH} within each other; make it flatter"
            )
        items: list[Item[Mention]] = []
        while at < len(lines) and (match := _ITEM.match(lines[at])):
            if (len(match["indent"]) > indent and items) or bool(match["number"]) != is_ordered:
                break
            end = at + 1
            while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > indent):
                end += 1
            items.append(self._item(match["words"], lines[at + 1 : end], depth))
            at = end
        if at < len(lines) and lines[at - 1].strip() and not _ITEM.match(lines[at]):
            self.errors.append(
                f"{excerpt_of(lines[at])} follows a list without a blank line between, expected a new item or a blank line; "
                "write one of them, or indent the line to go on with the item"
            )
        return Listing(is_ordered, tuple(items), int(first["number"] or 1)), at

    def _item(self, words: str, below: list[str], depth: int) -> Item[Mention]:
        """Returns the item that begins with `words`, and has the lines `below` under it."""
        below = textwrap.dedent("\n".join(below)).split("\n")
        end = _end_of_paragraph(below, 0)
        parts = self._paragraph([words, *below[:end]])
        return Item(parts, tuple(self.blocks(below[end:], depth + 1)))

    def _table(self, lines: list[str], at: int) -> tuple[Table[Mention], int]:
        """Returns the table whose head is line `at`, and the line behind it."""
        head, ruler = _cells(lines[at]), _cells(lines[at + 1])
        end = at + 2
        while end < len(lines) and _has_bar(lines[end]):
            end += 1
        if len(head) > MAX_COLUMNS:
            self.errors.append(
                f"a table of {len(head)} columns ({excerpt_of(lines[at])}), expected at most {MAX_COLUMNS}; split it up"
            )
        if end == at + 2:
            self.errors.append(f"a table without rows ({excerpt_of(lines[at])}), expected some; write them below |---|")
        rows = []
        for line in lines[at + 1 : end]:
            cells = _cells(line)
            if len(cells) != len(head):
                self.errors.append(
                    f"{excerpt_of(line)} has {len(cells)} cells, expected {len(head)}, as many as the head; correct the row, or write \\| for a bar in a cell"
                )
            rows.append(tuple(map(self._line, cells)) + ((),) * (len(head) - len(cells)))
        if end < len(lines) and lines[end].strip():
            self.errors.append(
                f"{excerpt_of(lines[end])} follows a table without a blank line between, expected another row or a blank line; write one of them"
            )
        return Table(tuple(map(self._line, head)), tuple(rows[1:]), tuple(map(_alignment, ruler))), end


def _end_of_paragraph(lines: list[str], at: int) -> int:
    """Returns the line behind the paragraph to which line `at` belongs; `at` if it belongs to none."""
    while at < len(lines) and lines[at].strip() and not _ITEM.match(lines[at]) and not _is_table(lines, at):
        at += 1
    return at


def _is_table(lines: list[str], at: int) -> bool:
    """Returns whether line `at` is a table's head, which the line below it tells."""
    below = lines[at + 1].strip() if at + 1 < len(lines) else ""
    return "|" in below and bool(_RULER.match(below)) and _has_bar(lines[at])


def _has_bar(line: str) -> bool:
    return any(part["bar"] for part in _CELL_PARTS.finditer(line))


def _cells(line: str) -> list[str]:
    """Returns the cells of a row, between bars that are neither escaped nor within a label or code."""
    cells, start = [], 0
    line = line.strip()
    for part in _CELL_PARTS.finditer(line):
        if part["bar"]:
            cells.append(line[start : part.start()].strip())
            start = part.end()
    cells.append(line[start:].strip())
    if line.startswith("|"):
        cells = cells[1:]
    return cells[:-1] if line.endswith("|") and not cells[-1] else cells


def _alignment(ruler: str) -> Alignment:
    if ruler.endswith(":"):
        return "center" if ruler.startswith(":") else "end"
    return "start"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
