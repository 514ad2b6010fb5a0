"""What can't be read of a text's markup."""

from __future__ import annotations

from collections.abc import Iterable


class MarkupError(ValueError):
    """A text's markup can't be read; each message says what is wrong, what was expected and what to do."""

    def __init__(self, messages: Iterable[str]) -> None:
        self.messages = tuple(messages)
        super().__init__("\n".join(self.messages))


def shorten(text: str, most: int = 30) -> str:
    """Returns `text` on one line as a message quotes it: at most `most` characters of it."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most].rstrip()}…"
