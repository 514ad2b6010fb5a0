"""Finished texts of a view → runs, the form in which the templates of print read them."""

from __future__ import annotations

import re
from typing import Any

from guide.content.language import holds_chinese
from guide.content.views.texts import Inline, Line, PlainText, PortalLabel, Rich, Target, Value
from guide.handout.deferred import Data, Deferred
from guide.model.markup import Block, Item, Paragraph, Table, Words
from guide.model.texts import Language

_LONG_PARAGRAPH = 900
"""Characters beyond which a paragraph or a table row may break across pages."""
_LONG_WORD = 26
_NUMBER_AND_UNIT = re.compile(
    r"(?<=[0-9]) (?=(?:MB|KB|px|yuan|days?|hours?|min|元|万元|天|个|位|年|月|日|次|张|分钟|小时)(?![A-Za-z]))|(?<=RMB) (?=[0-9])"
)
"""Blanks between a number and its unit, where no line may end."""
_UNBROKEN = re.compile(rf"[!-~\u00a1-\u024f]{{{_LONG_WORD},}}")
_PIECE = 6
_SHORT = 16


class Runs:
    """Makes runs; knows where links may lead, and whether Chinese words are to be told apart from others."""

    def __init__(self, places: set[str], language: Language) -> None:
        self.places = places
        self._mixed = language != "zh"

    def rich(self, rich: Rich) -> list[Data]:
        """Paragraphs and lists of runs."""
        return [self._block(block) for block in rich]

    def _block(self, block: Block[Inline]) -> Data:
        if isinstance(block, Paragraph):
            paragraph: Data = {"p": self.line(block.parts)}
            if sum(len(words_of(run)) for run in paragraph["p"]) > _LONG_PARAGRAPH:
                paragraph["long"] = True
            return paragraph
        if isinstance(block, Table):
            cells = [[self.line(cell) for cell in row] for row in block.rows]
            return {"head": [self.line(cell) for cell in block.head], "rows": cells, "align": list(block.alignments)}
        items = [self._item(item) for item in block.items]
        if block.ordered and block.start != 1:
            return {"ol": items, "start": block.start}
        return {"ol" if block.ordered else "ul": items}

    def _item(self, item: Item[Inline]) -> Any:
        """Runs of one line; with what stands below it, a mapping of both."""
        line = self.line(item.parts)
        return {"line": line, "below": self.rich(item.blocks)} if item.blocks else line

    def line(self, line: Line) -> list[Any]:
        """Runs: a text as it is, anything else as a mapping with one key for its kind."""
        runs: list[Any] = []
        for part in line:
            if isinstance(part, Words):
                runs += breakable(part.text, self._kind(part))
            elif isinstance(part, PortalLabel):
                runs.append(label_run(part))
            elif isinstance(part, Value):
                runs.append(value_run(part))
            else:
                runs.append({"w": part.words, **self.target(part.target)})
        return runs

    def _kind(self, words: Words) -> str | None:
        if words.code or words.bold:
            return "c" if words.code else "b"
        return "m" if self._mixed and holds_chinese(words.text) else None

    def target(self, target: Target) -> Data:
        """Where a link leads, as a part of its run: an address, or a place in the document; nothing where the document has no such place."""
        if target.page is None:
            return {"url": target.url} if target.url else {}
        place = target.page + (f"#{target.anchor}" if target.anchor else "")
        if place in self.places:
            return {"to": place}
        return {"to": target.page} if target.page in self.places else {}


def label_run(label: PortalLabel) -> Data:
    """A word of the portal."""
    run = {"l": label.zh, "gloss": label.gloss}
    return {**run, "whole": True} if label.gloss and _is_short(label.zh) else run


def value_run(value: Value, kind: str | None = "v") -> Deferred:
    """A buyer's value within a line, as a run of that kind."""
    return Deferred(lambda substitutions: breakable(substitutions.values[value], kind), splices=True)


def text_deferred(text: PlainText) -> str | Deferred:
    """`text` as it is, or as it will be once the values in it are known."""
    if any(isinstance(part, Value) for part in text):
        return Deferred(lambda substitutions: substitutions.text(text))
    return "".join(part for part in text if isinstance(part, str))


def block_lines(block: Data) -> list[list[Any]]:
    """The lines of runs that a block takes: a paragraph, each item of a list, each row of a table."""
    if "p" in block:
        return [block["p"]]
    if "rows" in block:
        return [[run for cell in row for run in (*cell, "  ")] for row in (block["head"], *block["rows"])]
    lines: list[list[Any]] = []
    for item in block.get("ol") or block["ul"]:
        lines.append(item["line"] if isinstance(item, dict) else item)
        lines += [line for below in (item["below"] if isinstance(item, dict) else ()) for line in block_lines(below)]
    return lines


def words_of(run: Any) -> str:
    """The words of a run of plain data."""
    if isinstance(run, dict):
        return "".join(str(run.get(kind) or "") for kind in ("m", "b", "c", "v", "w", "l", "gloss"))
    return run if isinstance(run, str) else ""


def breakable(text: str, kind: str | None = None) -> list[Any]:
    """`text` as runs of that kind, with places to break in words that no line would hold, and numbers kept with their units."""
    text = _NUMBER_AND_UNIT.sub("\u00a0", text)
    runs: list[Any] = []
    end = 0
    for word in _UNBROKEN.finditer(text):
        pieces = [word[0][start : start + _PIECE] for start in range(0, len(word[0]), _PIECE)]
        pieces[0] = text[end : word.start()] + pieces[0]
        for piece in pieces:
            runs += [_run(piece, kind), {"z": 0}]
        runs.pop()
        end = word.end()
    return runs + ([_run(text[end:], kind)] if text[end:] else [])


def _run(text: str, kind: str | None) -> Any:
    if kind == "v" and _is_short(text):
        return {kind: text, "whole": True}
    return {kind: text} if kind else text


def _is_short(text: str) -> bool:
    """Whether it is to stay on one line, to be compared with a screen or typed."""
    return length_of(text) <= _SHORT


def length_of(text: str) -> int:
    """As wide as that many Latin letters: a Chinese one takes the room of two."""
    return len(text) + sum(not letter.isascii() for letter in text)
