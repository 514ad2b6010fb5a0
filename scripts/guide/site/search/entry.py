"""One entry of the search index, and what it takes from resolved texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from guide.content.plain_text import lines_of, plain_text
from guide.content.views.texts import Condition, PortalLabel, Rich
from guide.site import placeholders

PlaceKind = Literal["page", "section", "stage", "step", "buyer", "note"]
DetailKind = Literal[
    "choice", "field", "help", "trouble", "material", "term", "label", "question", "refusal", "update", "source"
]
Kind = PlaceKind | DetailKind
Prose = str | Rich | None
"""Plain words or a text with markup; None and an empty one say nothing."""


@dataclass(frozen=True)
class Entry:
    """One thing that a reader can find, in the words of one language."""

    kind: Kind
    title: str
    page: str
    """File name of the page without its ending."""
    anchor: str = ""
    """Id on the page; empty for its top."""
    href: str = ""
    """Address relative to a page of the language, where the thing does not stand on a page."""
    number: str = ""
    """Number of a stage or step."""
    place: str = ""
    """What it is part of, in words."""
    term: str = ""
    """A term's title in the other language."""
    names: tuple[str, ...] = ()
    """What else it is called."""
    label: PortalLabel | None = None
    """The portal's label that it is about."""
    acts: tuple[PortalLabel, ...] = ()
    """Labels that the reader clicks there."""
    labels: tuple[PortalLabel, ...] = ()
    """Labels that stand in it."""
    text: tuple[str, ...] = ()
    """Paragraphs, for excerpts."""
    hidden: tuple[str, ...] = ()
    """Words that find it and are not shown."""
    condition: Condition | None = None
    """The entry stays only for buyers for whom this holds; None for all."""

    @property
    def other(self) -> str:
        """The title in the other language where a reader needs it: the Chinese label to look for on the screen."""
        return self.label.zh if self.label and self.label.zh != self.title else self.term

    @property
    def identity(self) -> tuple[str, ...]:
        """What the entry has in common with the same entry in another language."""
        return self.kind, self.page, self.anchor, self.label.key if self.label else ""


def title_of(label: PortalLabel) -> str:
    """A title for the label that the reader can read."""
    return label.zh if label.gloss is None else label.gloss


def paragraphs(*texts: Prose) -> tuple[str, ...]:
    """Each paragraph and list item of `texts` as plain words, without those that say nothing."""
    return tuple(line for text in texts if text for line in _plain_lines(text) if line)


def labels_in(*texts: Rich) -> tuple[PortalLabel, ...]:
    """The guide's labels that `texts` mention, in order; not those that stand in one text alone."""
    parts = (part for text in texts for line in lines_of(text) for part in line)
    return tuple(part for part in parts if isinstance(part, PortalLabel) and part.key)


def _plain_lines(text: str | Rich) -> Iterator[str]:
    if isinstance(text, str):
        yield text
        return
    yield from (placeholders.text(plain_text(line)) for line in lines_of(text))
