"""Words for the reader to copy and send, with blanks to fill in."""

from __future__ import annotations

import re

from pydantic import Field

from guide.model.kinds import FormatKey, Id, Key, StageId
from guide.model.texts import CellText, Strict, Text, Title

BLANK = re.compile(r"\{([a-z][a-z0-9_]*)\}")
"""A blank in a message's body."""
AUTOMATIC_BLANKS = ("progress", "code")
"""Those that the page fills in by itself."""


class MessageField(Strict):
    """A blank of a message, which the reader fills in."""

    id: Key
    """Written `{id}` in the message."""
    label: Title
    """What to put in."""
    format: FormatKey | None = None
    """The rule that it keeps."""
    optional: bool = False
    """True if it may stay empty: the line of the message that it stands in is then left out."""


class Message(Strict):
    """Words to send to the buyer's desk, ready but for some blanks. They are copied by hand: nothing sends them."""

    id: Id
    """Unique among the messages."""
    stage: StageId
    """With `step`: where the message stands."""
    step: Id
    """Id of the step in that stage."""
    title: Title
    """What it is for."""
    intro: Text | None = None
    """To whom it goes, and how."""
    fields: tuple[MessageField, ...] = Field(min_length=1)
    """The blanks, in the order in which they are asked for."""
    body: CellText
    """The words, with `{field_id}` for each blank, `{progress}` for how far the reader is, and `{code}` for the same
    in short. It is sent in the guide's main language; readers of another one see their own wording below."""
