"""Texts in parts, with every reference in them resolved and a `Value` wherever something of a buyer's will stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Union

from guide.model.markup import Block, Words
from guide.model.texts import Language

Form = Literal["display", "input", "copy", "href"]
"""How a value is spelt: as readers read it; as they type it, in the guide's neutral words where no buyer gives it; as
they type it, and empty where no buyer gives it; as a part of an address."""


@dataclass(frozen=True)
class Value:
    """A place where something of a buyer's will stand. `Substitutions` has the text for each buyer."""

    key: str
    """One of the guide's `buyer_values`, or another name that `substitutions_for` gives a text to."""
    language: Language | None = None
    """None where the text is the same in all of them."""
    form: Form = "display"

    def spelt(self, form: Form) -> Value:
        """The same value in another form."""
        return replace(self, form=form)


@dataclass(frozen=True)
class Condition:
    """What may hold of a buyer: that it gives something, or that it does not."""

    key: str
    negated: bool = False


@dataclass(frozen=True)
class Region:
    """A value that stands there, along with what is around it, only if its condition holds."""

    condition: Condition
    value: Value


@dataclass(frozen=True)
class PortalLabel:
    """A word of the portal: Chinese in every language, with its meaning beside it for those who don't read Chinese."""

    key: str
    """Among the guide's labels; empty for one that stands in a text alone."""
    zh: str
    gloss: str | None
    """The meaning, where readers need it; None in the Chinese edition."""
    pinyin: str | None
    en: str
    """The meaning, in any edition."""


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
"""Parts of one line, as they follow each other."""
Rich = tuple[Block[Inline], ...]
"""Paragraphs, lists and tables."""
PlainText = tuple[Union[str, Value], ...]
"""A text without markup: words and values in turn."""


@dataclass(frozen=True)
class StageLink:
    id: str
    number: int
    title: str
