"""What pages and print have to know of the languages that a text is written in."""

from __future__ import annotations

import re

CHINESE_LETTER = "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
"""A regular expression for one Chinese character, punctuation aside."""
_CHINESE = re.compile(CHINESE_LETTER)


def holds_chinese(text: str) -> bool:
    """Whether a Chinese character is in it."""
    return _CHINESE.search(text) is not None
