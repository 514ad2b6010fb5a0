"""Texts without their markup: for attributes, titles, excerpts and whatever else holds words alone."""

from __future__ import annotations

from collections.abc import Iterable

from guide.content.views.texts import Inline, Line, PlainText, PortalLabel, Rich, Value
from guide.model.markup import Words


def lines_of(rich: Rich) -> tuple[Line, ...]:
    """The lines of a text in order: each paragraph and each item of a list."""
    return tuple(line for block in rich for line in block.lines)


def plain_text(*lines: Line) -> PlainText:
    """The words and values of lines, put together without anything between them."""
    return merged(part for line in lines for part in map(_plain, line))


def merged(parts: Iterable[str | Value]) -> PlainText:
    """`parts` with neighbouring words made one, and empty ones left out."""
    together: list[str | Value] = []
    for part in parts:
        if isinstance(part, str) and together and isinstance(together[-1], str):
            together[-1] += part
        elif part:
            together.append(part)
    return tuple(together)


def without_stop(text: PlainText) -> PlainText:
    """`text` without the full stops that it ends with."""
    if text and isinstance(text[-1], str):
        return merged((*text[:-1], text[-1].rstrip("。.")))
    return text


def _plain(part: Inline) -> str | Value:
    """A portal's word is shown in quotation marks to those who read it, and with its meaning to the others."""
    if isinstance(part, Value):
        return part
    if isinstance(part, PortalLabel):
        return f"“{part.zh}”" if part.gloss is None else f"{part.zh} ({part.gloss})"
    return part.text if isinstance(part, Words) else part.words
