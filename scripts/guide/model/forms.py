"""What a field of a form takes, and the rule that it keeps."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from guide.model.kinds import FormatKey, Id, Key, LabelKey, Line, MaterialId, SourceId, UpdateId
from guide.model.texts import CellText, Sentence, Strict

CheckName = Literal["uscc", "registration_number", "uscc_or_registration_number", "resident_id", "date"]
FileType = Literal["png", "jpeg", "gif", "bmp", "webp", "heic", "pdf"]


class FileRule(Strict):
    """What an uploaded file is like."""

    types: tuple[FileType, ...] = Field(min_length=1)
    """The kinds of file that are taken, told by their first bytes and not by their name."""
    max_bytes: int | None = Field(default=None, ge=1)
    """The largest size, in bytes."""
    min_pixels: int | None = Field(default=None, ge=1)
    """The least length of a picture's shorter side, in pixels."""


class Format(Strict):
    """The rule for what is typed into a field, in words and as a check."""

    describe: CellText
    """The rule in plain words."""
    pattern: Line | None = None
    """A regular expression that the whole value matches, in the syntax that Python and JavaScript share."""
    lengths: tuple[int, ...] = ()
    """The possible numbers of characters, when they are fixed: one box each on the worksheet."""
    span: tuple[int, int] | None = None
    """The least and the most of characters, where a Chinese one counts as two."""
    check: CheckName | None = None
    """What to verify beyond the pattern: a check character of GB 32100-2015, GS15-2006 (ISO 7064 MOD 11,10) or
    GB 11643-1999, the first two told apart by their length; or that a date such as 2026-11-23 exists."""
    file: FileRule | None = None
    """For a field that takes a file."""
    confirmed: bool = True
    """False where the portal's own rule is not known: a breach is then unusual, not wrong."""
    valid: tuple[Line, ...] = ()
    """Values that keep the rule; checked by `guide check`."""
    invalid: tuple[Line, ...] = ()
    """Values that break it; checked by `guide check`."""
    sources: tuple[SourceId, ...] = ()
    """What it rests on."""


class Option(Strict):
    """One possibility of a choice."""

    label: LabelKey
    """The word on the screen."""
    meaning: CellText | None = None
    """What it is for, and for whom."""
    choose: bool = False
    """True for the one that this guide's readers want."""


FieldKind = Literal[
    "text", "password", "choice", "date", "number", "money", "phone", "code", "file", "slider", "checkbox", "shown"
]


class Input(Strict):
    """A field of a form on the portal."""

    id: Id | Key
    """Unique in its stage; the row's address is `#field-ID`."""
    formerly: tuple[Id | Key, ...] = ()
    """Ids that it had in earlier editions: links to them still lead here."""
    label: LabelKey
    """The word beside it on the screen."""
    kind: FieldKind
    """`code` is a one-time code; `shown` is displayed and not filled in."""
    required: bool
    """Whether the form insists on it."""
    per_item: bool = False
    """Whether it is filled in for each item of a request: several lines on the worksheet."""
    required_note: Sentence | None = None
    """When it is required, if that depends on something."""
    format: FormatKey | None = None
    """The rule that it keeps."""
    enter: CellText
    """What to put in."""
    example: Sentence | None = None
    """An invented value. Must keep the format."""
    mistake: CellText | None = None
    """What often goes wrong."""
    options: tuple[Option, ...] = ()
    """For a choice."""
    material: MaterialId | None = None
    """The document that it is taken from, or that is uploaded."""
    updates: tuple[UpdateId, ...] = ()
    """What has changed about it."""
    source: SourceId | None = None
    """What its description rests on, beyond the original guide."""

    @property
    def secret(self) -> bool:
        """Returns whether it must never be written down."""
        return self.kind in ("password", "code", "slider")
