"""Messages to the buyer's desk, to be copied by hand."""

from __future__ import annotations

import re
from typing import Any

from guide.content.views.steps import Blank, MessageLine, MessageText, MessageView
from guide.handout.content.context import Context
from guide.handout.deferred import Data
from guide.handout.text_runs import breakable, value_run
from guide.model.messages import AUTOMATIC_BLANKS

_NAME = re.compile(r"\W*(?:\w[^:：]*[:：]\W*)?")
"""Punctuation; or a few words and a colon."""


def message_data(context: Context, message: MessageView) -> Data:
    """A message without the lines that the page alone completes: what else stands in one is left to be filled in."""
    return {
        "title": message.title,
        "intro": context.rich(message.intro),
        "blanks": [field.label for field in message.fields],
        "sent": _text(message.sent),
        "reading": _text(message.reading) if message.reading else None,
    }


def _text(text: MessageText) -> Data:
    lines = [line for line in text.lines if not _is_page_alone(line)] or text.lines
    return {"language": text.language, "lines": [_line(line) for line in lines]}


def _is_page_alone(line: MessageLine) -> bool:
    """Whether a line says nothing but what the page fills in, and what it is called."""
    return line.automatic and all(
        part.name in AUTOMATIC_BLANKS
        if isinstance(part, Blank)
        else isinstance(part, str) and bool(_NAME.fullmatch(part))
        for part in line.parts
    )


def _line(line: MessageLine) -> list[Any]:
    runs: list[Any] = []
    for part in line.parts:
        if isinstance(part, Blank):
            runs.append({"blank": part.name})
        else:
            runs += breakable(part) if isinstance(part, str) else [value_run(part)]
    return runs
