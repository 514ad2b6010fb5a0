"""Messages to the buyer's desk that go with no step of the guide: where we are, stuck at a step, another screen than the picture.

Their words are UI strings. Like the guide's own messages they go out in the language of the buyer's desk, with what they say
below where that is another one than the page's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from guide.content.views.guide import GuideView
from guide.content.views.steps import Blank, MessageFieldView, MessageLine, MessageText
from guide.content.views.texts import Rich, Value
from guide.core.paths import TEMPLATES
from guide.loading.ui_strings import ui_strings_of
from guide.model.markup import Paragraph, Words
from guide.model.messages import BLANK
from guide.model.texts import Language

Moment = Literal["where", "stuck", "different"]
_ASKED: Mapping[Moment, tuple[str, ...]] = {
    "where": ("company",),
    "stuck": ("seen", "company"),
    "different": ("seen",),
}
"""What the reader is asked for."""
_OPTIONAL = ("company",)
Views = Mapping[Language, GuideView]


@dataclass(frozen=True)
class MomentView:
    """A message for one moment, in the language of a page."""

    id: Moment
    title: str
    intro: Rich
    fields: tuple[MessageFieldView, ...]
    sent: MessageText
    reading: MessageText | None
    """What it says, where that is not the language of the page."""


def moment_view(moment: Moment, view: GuideView, views: Views, templates: Path = TEMPLATES) -> MomentView:
    """The message of `moment` for the pages of `view`; `views` has the guide in each of its languages."""
    words = ui_strings_of(view, "messages", templates)
    text = {other: _text(moment, views[other], templates) for other in {view.desk_language, view.language}}
    return MomentView(
        id=moment,
        title=words[f"{moment}_title"],
        intro=_paragraph(words[f"{moment}_intro"], view),
        fields=tuple(
            MessageFieldView(name, words[name], None, name in _OPTIONAL, is_long=name == "seen")
            for name in _ASKED[moment]
        ),
        sent=text[view.desk_language],
        reading=None if view.desk_language == view.language else text[view.language],
    )


def _text(moment: Moment, view: GuideView, templates: Path) -> MessageText:
    body = ui_strings_of(view, "messages", templates)[f"{moment}_body"]
    return MessageText(view.language, tuple(_line(tuple(_parts(line, view)), moment) for line in body.splitlines()))


def _line(parts: tuple[str | Value | Blank, ...], moment: Moment) -> MessageLine:
    blanks = {part.name for part in parts if isinstance(part, Blank)}
    return MessageLine(parts, automatic=bool(blanks - set(_ASKED[moment])), optional=bool(blanks & set(_OPTIONAL)))


def _paragraph(text: str, view: GuideView) -> Rich:
    parts = (part for part in _parts(text, view) if not isinstance(part, Blank))
    return (Paragraph(tuple(Words(part) if isinstance(part, str) else part for part in parts)),)


def _parts(text: str, view: GuideView) -> Iterator[str | Value | Blank]:
    known: dict[str, str | Value] = {"guide": view.title, "edition": view.edition, "buyer": view.buyer.name}
    for index, part in enumerate(re.split(BLANK, text)):
        if part:
            yield known.get(part) or Blank(part) if index % 2 else part
