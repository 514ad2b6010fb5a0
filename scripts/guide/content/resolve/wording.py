"""A guide's texts in the language of an edition: labels and links resolved, and a `Value` for each value of a buyer's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from guide.content.plain_text import merged
from guide.content.resolve.edition import Edition
from guide.content.views.texts import (
    Condition,
    Form,
    Inline,
    Line,
    Link,
    PlainText,
    PortalLabel,
    Region,
    Rich,
    StageLink,
    Target,
    Value,
)
from guide.model.markup import (
    Block,
    CountMention,
    LabelInPlace,
    LabelMention,
    LinkMention,
    Listing,
    Mention,
    ValueMention,
    Words,
    map_lines,
    parse,
    parse_line,
)
from guide.model.texts import Language, Passage, Text
from guide.model.values import count_in_words


class Wording:
    """Says what the guide says, in the language of an edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.guide = edition.guide
        self.language = edition.language

    def words(self, text: Text) -> str:
        """A title, as written."""
        return text.in_language(self.language)

    def gap(self, what: str) -> str:
        """What stands in a draft in the place of what is missing."""
        draft = self.guide.draft
        return draft.words[self.language][what] if draft else ""

    def rich(self, text: Text | None) -> Rich:
        """A text with everything in it resolved; empty for None."""
        if text is None:
            return ()
        return tuple(map_lines(block, self._line) for block in parse(text.in_language(self.language)))

    def passages(self, passages: Iterable[Passage]) -> Rich:
        """One text of the passages that this edition publishes."""
        blocks: list[Block[Inline]] = []
        for passage in passages:
            for block in self.rich(passage.text) if self.edition.publishes(*passage.stages) else ():
                last = blocks[-1] if blocks else None
                if isinstance(block, Listing) and isinstance(last, Listing) and block.ordered == last.ordered:
                    blocks[-1] = Listing(last.ordered, last.items + block.items, last.start)
                else:
                    blocks.append(block)
        return tuple(blocks)

    def typed(self, text: str | None) -> PlainText:
        """What stands typed in a picture: nothing where no buyer gives the value; empty for None."""
        return merged(self._typed(mention) for mention in parse_line(text)) if text else ()

    def label(self, key: str) -> PortalLabel:
        """A word of the portal."""
        label = self.guide.labels[key]
        gloss = None if self.language == "zh" else label.en
        return PortalLabel(key, label.zh, gloss, label.pinyin, label.en)

    def value(self, key: str, form: Form = "display") -> Value:
        """The place of a buyer's value, in the language of the edition."""
        return Value(key, self.language, form)

    def region(self, key: str) -> Region:
        """The place of what stands there only if the buyer gives it."""
        return Region(Condition(key), self.value(key))

    def stage_link(self, name: str) -> StageLink:
        """The way to a published stage."""
        return StageLink(name, self.edition.numbers[name], self.words(self.guide.stage(name).short_title))

    def count(self, mention: CountMention, language: Language) -> str:
        """How many stages this edition has, in figures or as a word of `language`."""
        number = len(self.edition.stages)
        return count_in_words(number, language) if mention.in_words else str(number)

    def _line(self, mentions: Sequence[Mention]) -> Line:
        line = tuple(map(self._inline, mentions))
        if isinstance(next(iter(mentions), None), CountMention) and isinstance(line[0], Words):
            return (replace(line[0], text=line[0].text[:1].upper() + line[0].text[1:]), *line[1:])
        return line

    def _inline(self, mention: Mention) -> Inline:
        if isinstance(mention, LabelMention):
            return self.label(mention.key)
        if isinstance(mention, LabelInPlace):
            gloss = None if self.language == "zh" else mention.meaning
            return PortalLabel("", mention.words, gloss, None, mention.meaning)
        if isinstance(mention, ValueMention):
            return self.value(mention.key, "input" if mention.typed else "display")
        if isinstance(mention, CountMention):
            return Words(self.count(mention, self.language), mention.bold)
        if isinstance(mention, LinkMention):
            target = self._target(mention.target)
            return Link(mention.words, target) if target else Words(mention.words)
        return mention

    def _typed(self, mention: Mention) -> str | Value:
        if isinstance(mention, ValueMention):
            return self.value(mention.key, "copy")
        if isinstance(mention, LabelMention):
            return self.guide.labels[mention.key].zh
        if isinstance(mention, CountMention):
            return self.count(mention, self.language)
        return mention.text if isinstance(mention, Words) else mention.words

    def _target(self, target: str) -> Target | None:
        """Where a link leads; None if that is not published."""
        edition = self.edition
        kind, _, rest = target.partition(":")
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
        return Target(url=target)
