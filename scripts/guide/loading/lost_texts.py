"""Texts of which YAML would lose something: what stands behind a # or behind a comma in braces, and the lines of a list."""

from __future__ import annotations

import re
from typing import Any

import yaml

from guide.core.errors import shorten
from guide.model.texts import LANGUAGES

Loss = tuple[int, int, str]
"""Line and column, both from 1, and what to say."""

_COMMENT = re.compile(r"[ \t]+(#[^\n]*)")
_LIST_LINE = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+\S")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_QUOTE_LENGTH = 20
"""Characters of a text that a message quotes at most."""


def text_loss(source: str, key: str, event: Any) -> Loss | None:
    """Returns what is lost of the text `event` under `key` in the file `source`; None if nothing is, or if it is no text."""
    if key not in LANGUAGES or not isinstance(event, yaml.ScalarEvent):
        return None
    return _comment_behind(source, event) or _lines_of_list(source, key, event)


def rest_of_text(text: Any, key: Any, event: Any, siblings: set[str]) -> Loss | None:
    """Returns the loss of words behind a comma, which YAML takes for a key without a value; None if it is a key.

    In braces stand the `text` without quotes (None if something else stands there) and behind a comma the event `key`
    with its value `event`; `siblings` are the keys before both. A text in languages has no other keys than those.
    """
    is_empty = isinstance(event, yaml.ScalarEvent) and not event.style and not event.value
    if text is None or not is_empty or key.value in (*LANGUAGES, "pinyin"):
        return None
    if _NAME.fullmatch(key.value) and not siblings & set(LANGUAGES):
        return None
    message = (
        f"in braces a comma ends a text, so “{shorten(key.value, _QUOTE_LENGTH)}” would be lost; "
        f"put quotes around the whole text that begins with “{shorten(text.value, _QUOTE_LENGTH)}”"
    )
    return key.start_mark.line + 1, key.start_mark.column + 1, message


def is_bare(event: Any) -> bool:
    """Returns whether `event` is a text without quotes that says something."""
    return isinstance(event, yaml.ScalarEvent) and not event.style and bool(event.value)


def _comment_behind(source: str, event: Any) -> Loss | None:
    """A comment behind a text without quotes: who wrote it may have meant it as a part of the text."""
    comment = None if event.style else _COMMENT.match(source, event.end_mark.index)
    if comment is None:
        return None
    message = f"a # after a space begins a comment, so “{shorten(comment[1], _QUOTE_LENGTH)}” would be lost; put quotes around the text"
    return event.end_mark.line + 1, event.end_mark.column + 1 + comment.start(1) - comment.start(), message


def _lines_of_list(source: str, key: str, event: Any) -> Loss | None:
    """A list whose lines YAML makes one, as it does with those of every text that does not begin with `|`."""
    if event.style == "|" or event.start_mark.line == event.end_mark.line:
        return None
    lines = source[event.start_mark.index : event.end_mark.index].split("\n")
    if sum(bool(_LIST_LINE.match(line)) for line in lines) < 2:
        return None
    message = f"the lines of this list become one, expected a text that keeps its lines; write {key}: |- and the text below it"
    return event.start_mark.line + 1, event.start_mark.column + 1, message
