"""Messages to the buyer's desk, to be copied by hand."""

from __future__ import annotations

from typing import Any

from guide.content.views.steps import Blank, MessageLine, MessageText, MessageView
from guide.handout.content.context import Context
from guide.handout.deferred import Data
from guide.handout.text_runs import breakable, value_run


def message_data(context: Context, message: MessageView) -> Data:
    """A message without the lines that only the page can complete."""
    return {
        "title": message.title,
        "intro": context.rich(message.intro),
        "blanks": [field.label for field in message.fields],
        "sent": _text(message.sent),
        "reading": _text(message.reading) if message.reading else None,
    }


def _text(text: MessageText) -> Data:
    return {"language": text.language, "lines": [_line(line) for line in text.lines if not line.automatic]}


def _line(line: MessageLine) -> list[Any]:
    runs: list[Any] = []
    for part in line.parts:
        if isinstance(part, Blank):
            runs.append({"blank": part.name})
        else:
            runs += breakable(part) if isinstance(part, str) else [value_run(part)]
    return runs
