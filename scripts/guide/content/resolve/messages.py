"""Messages to the buyer's desk, cut at the blanks that the page fills in."""

from __future__ import annotations

from collections.abc import Iterator

from guide.content.resolve.edition import Edition
from guide.content.resolve.reference import Reference
from guide.content.resolve.wording import Wording
from guide.content.views.steps import Blank, MessageFieldView, MessageLine, MessageText, MessageView
from guide.content.views.texts import Value
from guide.model.markup import CountMention, LabelInPlace, LabelMention, LinkMention, Mention, ValueMention, parse
from guide.model.messages import AUTOMATIC_BLANKS, BLANK, Message
from guide.model.texts import Language


def messages_at(reference: Reference, stage: str, step: str) -> tuple[MessageView, ...]:
    """The messages that stand at a step."""
    return tuple(
        _message(reference, message)
        for message in reference.guide.messages
        if (message.stage, message.step) == (stage, step)
    )


def desk_language(edition: Edition) -> Language:
    """The guide's main language, since the buyer's desk reads that; the site's where it has none such."""
    main = edition.guide.guide.languages[0]
    return main if main in edition.languages else edition.languages[0]


def _message(reference: Reference, message: Message) -> MessageView:
    wording, sent = reference.wording, desk_language(reference.edition)
    return MessageView(
        id=message.id,
        stage=message.stage,
        step=message.step,
        title=wording.words(message.title),
        intro=wording.rich(message.intro),
        fields=tuple(
            MessageFieldView(field.id, wording.words(field.label), reference.format(field.format), field.optional)
            for field in message.fields
        ),
        sent=_text(wording, message, sent),
        reading=None if sent == wording.language else _text(wording, message, wording.language),
    )


def _text(wording: Wording, message: Message, language: Language) -> MessageText:
    optional = {field.id for field in message.fields if field.optional}
    lines: list[MessageLine] = []
    for block in parse(message.body.in_language(language)):
        for line in block.lines:
            parts = tuple(part for mention in line for part in _parts(wording, mention, language))
            blanks = {part.name for part in parts if isinstance(part, Blank)}
            lines.append(MessageLine(parts, bool(blanks & set(AUTOMATIC_BLANKS)), bool(blanks & optional)))
    return MessageText(language, tuple(lines))


def _parts(wording: Wording, mention: Mention, language: Language) -> Iterator[str | Value | Blank]:
    if isinstance(mention, ValueMention):
        yield Value(mention.key, language, "input" if mention.typed else "display")
    elif isinstance(mention, LabelMention):
        yield f"“{wording.guide.labels[mention.key].zh}”"
    elif isinstance(mention, LabelInPlace):
        yield f"“{mention.words}”"
    elif isinstance(mention, CountMention):
        yield wording.count(mention, language)
    else:
        words = mention.words if isinstance(mention, LinkMention) else mention.text
        for index, part in enumerate(BLANK.split(words)):
            if part:
                yield Blank(part) if index % 2 else part
