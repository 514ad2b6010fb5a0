"""Steps, with their forms, troubles, pictures and messages."""

from __future__ import annotations

from dataclasses import dataclass

from guide.content.views.reference import FormatView, MaterialView, SourceView, UpdateView
from guide.content.views.texts import PlainText, PortalLabel, Rich, Value
from guide.model.forms import FieldKind
from guide.model.screens import MarkStyle
from guide.model.steps import BadgeKind
from guide.model.texts import Language


@dataclass(frozen=True)
class OptionView:
    label: PortalLabel
    meaning: Rich
    choose: bool


@dataclass(frozen=True)
class FieldView:
    id: str
    formerly: tuple[str, ...]
    label: PortalLabel
    kind: FieldKind
    required: bool
    per_item: bool
    required_note: Rich
    format: FormatView | None
    enter: Rich
    example: Rich
    mistake: Rich
    options: tuple[OptionView, ...]
    material: MaterialView | None
    updates: tuple[UpdateView, ...]
    source: SourceView | None
    secret: bool
    number: int
    """From 1, in its form."""


@dataclass(frozen=True)
class BadgeView:
    kind: BadgeKind
    note: Rich
    source: SourceView | None


@dataclass(frozen=True)
class TroubleView:
    id: str
    formerly: tuple[str, ...]
    common: bool
    symptom: Rich
    cause: Rich
    fix: Rich
    source: SourceView | None


@dataclass(frozen=True)
class ChoiceView:
    label: PortalLabel
    who: Rich
    gives: Rich
    cost: Rich
    choose: bool


@dataclass(frozen=True)
class HelpView:
    label: PortalLabel
    answer: Rich
    source: SourceView | None


@dataclass(frozen=True)
class MarkView:
    """A mark's drawing style and legend; its place is in the capture, at the same index."""

    style: MarkStyle
    number: int | None
    """From 1 in the order of the legend; None for a mark without a legend line."""
    legend: Rich
    field: str | None
    label: PortalLabel | None
    value: PlainText
    """For `typed`: what stands in the box."""
    instead: PlainText
    """For `struck`: the words that hold now."""


@dataclass(frozen=True)
class ScreenView:
    id: str
    title: str
    basis: str
    taken_on: str | None
    checked_on: str
    review_by: str | None
    marks: tuple[MarkView, ...]
    alternative: PlainText
    """What the picture shows, made from the marks."""


@dataclass(frozen=True)
class Blank:
    """A place in a message that is filled in on the page."""

    name: str
    """Id of one of the message's fields, `progress` or `code`."""


@dataclass(frozen=True)
class MessageLine:
    parts: tuple[str | Value | Blank, ...]
    """Words, a buyer's values and blanks to be filled in."""
    automatic: bool
    """True if the page fills in one of the blanks: it can't be completed by hand."""
    optional: bool
    """True if the line is left out where one of its blanks stays empty."""


@dataclass(frozen=True)
class MessageText:
    language: Language
    lines: tuple[MessageLine, ...]


@dataclass(frozen=True)
class MessageFieldView:
    id: str
    label: str
    format: FormatView | None
    optional: bool
    is_long: bool = False
    """True if it may take several lines to fill in."""


@dataclass(frozen=True)
class MessageView:
    id: str
    stage: str
    step: str
    title: str
    intro: Rich
    fields: tuple[MessageFieldView, ...]
    sent: MessageText
    """The words to send."""
    reading: MessageText | None
    """What they say, where that is not the language of the page."""


@dataclass(frozen=True)
class ResultView:
    """When the result of a step can be looked for."""

    days: int
    """From the day the step was done, at the earliest."""
    working: bool
    """True for working days, False for calendar days."""
    wait: str
    """The whole wait, in words."""


@dataclass(frozen=True)
class StepView:
    id: str
    formerly: tuple[str, ...]
    optional: bool
    number: str
    """`2.3`: third step of the second stage."""
    digest: str
    """Of the step as described, in any language: 8 hexadecimal digits. Another one means that the step has changed."""
    title: str
    url: str | None
    path: tuple[PortalLabel, ...]
    do: Rich
    choices: tuple[ChoiceView, ...]
    choices_cost: bool
    choices_who: bool
    fields: tuple[FieldView, ...]
    fields_format: bool
    """True if one of the fields has a format that can be tried, or an example."""
    fields_unconfirmed: bool
    """True if one of the fields has a rule that the portal has not confirmed."""
    help: tuple[HelpView, ...]
    materials: tuple[MaterialView, ...]
    badges: tuple[BadgeView, ...]
    wait: str | None
    result: ResultView | None
    """None if nothing is waited for once the step is done."""
    notes: tuple[Rich, ...]
    updates: tuple[UpdateView, ...]
    all_updates: tuple[UpdateView, ...]
    """Those of the step, then those of its fields: each once."""
    expect: Rich
    trouble: tuple[TroubleView, ...]
    screens: tuple[ScreenView, ...]
    messages: tuple[MessageView, ...]
