"""What tests compare texts of a view with."""

from __future__ import annotations

from guide.content.plain_text import lines_of, plain_text
from guide.content.views.texts import Rich


def words_in(rich: Rich) -> str:
    """The words of a text, with the keys of a buyer's values in brackets."""
    parts = plain_text(*lines_of(rich))
    return "".join(part if isinstance(part, str) else f"[{part.key}]" for part in parts)
