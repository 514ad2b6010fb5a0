"""Texts with every label, value and link in them resolved."""

from __future__ import annotations

from collections.abc import Iterable

from guide.content import placeholders
from guide.content.resolve.edition import Edition
from guide.content.views.texts import Inline, Line, Link, PortalLabel, Region, Rich, StageLink, Target, Value
from guide.model.markup import (
    Block,
    LabelMention,
    LinkMention,
    Listing,
    Mention,
    Paragraph,
    ValueMention,
    Words,
    parse,
    parse_line,
)
from guide.model.texts import Passage, Text


class Wording:
    """Says what the guide says, in the language of an edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.guide = edition.guide
        self.language = edition.language

    def words(self, text: Text) -> str:
        """A title, as written."""
        return text.in_language(self.language)

    def rich(self, text: Text | None) -> Rich:
        """A text with everything in it resolved; empty for None."""
        if text is None:
            return ()
        return tuple(self._block(block) for block in parse(text.in_language(self.language)))

    def passages(self, written: Iterable[Passage]) -> Rich:
        """One text of the passages that this edition publishes."""
        blocks: list[Block[Inline]] = []
        for passage in written:
            for block in self.rich(passage.text) if self.edition.publishes(*passage.stages) else ():
                last = blocks[-1] if blocks else None
                if isinstance(block, Listing) and isinstance(last, Listing) and block.ordered == last.ordered:
                    blocks[-1] = Listing(last.ordered, last.items + block.items)
                else:
                    blocks.append(block)
        return tuple(blocks)

    def typed(self, written: str | None) -> Line:
        """What stands typed in a picture: a value of no buyer leaves its box empty."""
        return tuple(self._pictured(mention) for mention in parse_line(written)) if written else ()

    def label(self, key: str) -> PortalLabel:
        """A word of the portal."""
        label = self.guide.labels[key]
        gloss = None if self.language == "zh" else label.en
        return PortalLabel(key, label.zh, gloss, label.pinyin, label.en)

    def value(self, key: str, typed: bool = False) -> Value:
        """The slots of a buyer's value."""
        name = f"{self.language}:{key}"
        copies = placeholders.value(f"{name}:copy")
        return Value(placeholders.value(f"{name}:typed" if typed else name), copies)

    def region(self, condition: str, name: str) -> Region:
        """What stands there only if the buyer gives it."""
        return Region(placeholders.opens(condition), placeholders.value(name), placeholders.closes(condition))

    def stage_link(self, name: str) -> StageLink:
        """The way to a published stage."""
        return StageLink(name, self.edition.numbers[name], self.words(self.guide.stage(name).short_title))

    def _block(self, block: Block[Mention]) -> Block[Inline]:
        if isinstance(block, Paragraph):
            return Paragraph(self._line(block.parts))
        return Listing(block.ordered, tuple(self._line(item) for item in block.items))

    def _line(self, mentions: Iterable[Mention]) -> Line:
        return tuple(self._inline(mention) for mention in mentions)

    def _inline(self, mention: Mention) -> Inline:
        if isinstance(mention, LabelMention):
            return self.label(mention.key)
        if isinstance(mention, ValueMention):
            return self.value(mention.key, typed=mention.typed)
        if isinstance(mention, LinkMention):
            target = self._target(mention.target)
            return Link(mention.words, target) if target else Words(mention.words)
        return mention

    def _pictured(self, mention: Mention) -> Inline:
        if isinstance(mention, ValueMention):
            slot = placeholders.value(f"{self.language}:{mention.key}:pictured")
            return Value(slot, slot)
        return self._inline(mention)

    def _target(self, written: str) -> Target | None:
        """Where a link leads; None if that is not published."""
        edition = self.edition
        kind, _, rest = written.partition(":")
        name, _, anchor = rest.partition("#")
        if kind == "stage":
            return Target(name) if name in edition.numbers else None
        if kind == "step":
            stage, _, step = name.partition("/")
            return Target(stage, step) if name in edition.steps else None
        if kind == "term":
            return Target("glossary", name) if name in edition.places.get("glossary", ()) else None
        if kind == "material":
            return Target("prepare", name) if name in edition.used else None
        if kind == "page":
            published = name in edition.places and (not anchor or anchor in edition.places[name])
            return Target(name, anchor or None) if published else None
        return Target(url=written)


def joined(rich: Rich) -> Line:
    """The parts of a text, as if it were of one paragraph."""
    parts: list[Inline] = []
    for block in rich:
        for line in (block.parts,) if isinstance(block, Paragraph) else block.items:
            parts += line
    return tuple(parts)


def plain_text(rich: Rich) -> str:
    """`rich` without its markup, on one line; slots stay slots."""
    words: list[str] = []
    for part in joined(rich):
        if isinstance(part, PortalLabel):
            words.append(f"“{part.zh}”" if part.gloss is None else f"{part.zh} ({part.gloss})")
        elif isinstance(part, Value):
            words.append(part.slot)
        else:
            words.append(part.text if isinstance(part, Words) else part.words)
    return "".join(words)
