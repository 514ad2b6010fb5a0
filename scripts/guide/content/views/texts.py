"""Texts in parts, with every reference in them resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from guide.model.markup import Block, Words


@dataclass(frozen=True)
class PortalLabel:
    """A word of the portal: Chinese in every language, with its meaning beside it for those who don't read Chinese."""

    key: str
    zh: str
    gloss: str | None
    """The meaning, where readers need it; None in the Chinese edition."""
    pinyin: str | None
    en: str
    """The meaning, in any edition."""


@dataclass(frozen=True)
class Value:
    """A slot, with the slot of what the copy button copies (empty in the neutral edition)."""

    slot: str
    copies: str


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere."""

    words: str
    target: Target


@dataclass(frozen=True)
class Target:
    """Where a link leads: a page of the guide and a place on it, or an address elsewhere."""

    page: str | None = None
    """File name without its ending; None for an address elsewhere."""
    anchor: str | None = None
    url: str | None = None

    @property
    def href(self) -> str:
        """As the attribute of a link between pages that lie in one folder."""
        if self.page is None:
            return self.url or ""
        return f"{self.page}.html" + (f"#{self.anchor}" if self.anchor else "")


Inline = Union[Words, PortalLabel, Value, Link]
Line = tuple[Inline, ...]
Rich = tuple[Block[Inline], ...]


@dataclass(frozen=True)
class Region:
    """What stands there only if the buyer gives it: print `opens`, then whatever holds `text`, then `closes`."""

    opens: str
    text: str
    closes: str


@dataclass(frozen=True)
class StageLink:
    id: str
    number: int
    title: str
