"""What can't be read of a text's markup."""

from __future__ import annotations

from collections.abc import Iterable

from guide.core.errors import shorten


class MarkupError(ValueError):
    """A text's markup can't be read; each message says what is wrong, what was expected and what to do."""

    def __init__(self, messages: Iterable[str]) -> None:
        self.messages = tuple(messages)
        super().__init__("\n".join(self.messages))


def excerpt_of(text: str, most: int = 30) -> str:
    """Returns `text` on one line as a message quotes it: at most `most` characters of it."""
    return shorten(" ".join(text.split()), most)
