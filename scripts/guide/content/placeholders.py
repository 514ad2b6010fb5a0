"""Slots: places in a built page where a buyer's value will stand.

A slot is written with private-use characters alone, which Markdown, HTML, JSON and word segmentation all leave
as they are, and which no input may contain. `stamp` finds them again in whatever MkDocs has made of the page.
A region between `opens(condition)` and `closes(condition)` stays only where the condition holds.
Where a page that is not Chinese shows a value as text, `in_other_language` turns its slot into one whose Chinese words
will say that they are Chinese, as those of the page itself do.
"""

from __future__ import annotations

import re

_VALUE, _IF, _END_IF, _CLOSE = "\ue000", "\ue002", "\ue003", "\ue001"
_IN_SPAN, _IN_TSPAN = "\ue004", "\ue005"
_SHIFT = 0xE100

PLACEHOLDER = re.compile("([\ue000\ue002-\ue005])([\ue120-\ue17e]+)\ue001")
"""Finds slots; `name_of` reads the second group. The first is the slot's kind: one of those below."""
VALUE, OPENS, CLOSES = _VALUE, _IF, _END_IF
ELEMENTS = {_VALUE: "", _IN_SPAN: "span", _IN_TSPAN: "tspan"}
"""Kinds of slots that hold values: the element that goes round each run of Chinese in the value, if any."""


def value(name: str) -> str:
    """The slot that will hold the value `name`."""
    return f"{_VALUE}{_shifted(name)}{_CLOSE}"


def opens(condition: str) -> str:
    """Begins a region that stays only where `condition` holds; `!` before it turns it round."""
    return f"{_IF}{_shifted(condition)}{_CLOSE}"


def closes(condition: str) -> str:
    """Ends the region that `opens(condition)` has begun."""
    return f"{_END_IF}{_shifted(condition)}{_CLOSE}"


def in_other_language(text: str, element: str) -> str:
    """`text` of a page that is not Chinese: Chinese words in its values will stand in `element`, `span` or `tspan`."""
    return text.replace(_VALUE, _IN_SPAN if element == "span" else _IN_TSPAN)


def name_of(shifted: str) -> str:
    """The name or condition that stands in a slot."""
    return "".join(chr(ord(character) - _SHIFT) for character in shifted)


def _shifted(name: str) -> str:
    if not name.isascii() or not name.isprintable() or " " in name:
        raise ValueError(f"not a slot's name: {name!r}")
    return "".join(chr(ord(character) + _SHIFT) for character in name)
