"""A guide in one language, for one set of stages: what templates and the handout draw from.

Languages and references are resolved; buyer values are slots. Everything is finished: a template loops and
tests booleans, no more.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction
from typing import Union

from guide.formats import Breach
from guide.markup import Block, Words
from guide.model import BadgeKind, FieldKind, Format, Language, MarkStyle

__all__ = ["Breach", "Words"]


@dataclass(frozen=True)
class PortalLabel:
    """A word of the portal: Chinese in every language, with its meaning beside it for those who don't read Chinese."""

    key: str
    zh: str
    gloss: str | None
    """The meaning, where readers need it; None in the Chinese edition."""
    pinyin: str | None
    en: str
    """The meaning, in any edition."""


@dataclass(frozen=True)
class Value:
    """A slot, with the slot of what the copy button copies (empty in the neutral edition)."""

    slot: str
    copies: str


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere."""

    words: str
    target: Target


@dataclass(frozen=True)
class Target:
    """Where a link leads: a page of the guide and a place on it, or an address elsewhere."""

    page: str | None = None
    """File name without its ending; None for an address elsewhere."""
    anchor: str | None = None
    url: str | None = None

    @property
    def href(self) -> str:
        """As the attribute of a link between pages that lie in one folder."""
        if self.page is None:
            return self.url or ""
        return f"{self.page}.html" + (f"#{self.anchor}" if self.anchor else "")


Inline = Union[Words, PortalLabel, Value, Link]
Line = tuple[Inline, ...]
Rich = tuple[Block[Inline], ...]


@dataclass(frozen=True)
class Region:
    """What stands there only if the buyer gives it: print `opens`, then whatever holds `text`, then `closes`."""

    opens: str
    text: str
    closes: str


@dataclass(frozen=True)
class SourceView:
    id: str
    title: str
    date: str
    url: str | None
    standing: str


@dataclass(frozen=True)
class UpdateView:
    id: str
    topic: str
    then: Rich
    now: Rich
    since: str
    sources: tuple[SourceView, ...]
    review_by: str


@dataclass(frozen=True)
class OptionView:
    label: PortalLabel
    meaning: Rich
    choose: bool


@dataclass(frozen=True)
class FormatView:
    key: str
    describe: Rich
    rule: Format
    """For the check in the browser."""
    boxes: int
    """Boxes on the worksheet, one a character; 0 for a plain line."""


@dataclass(frozen=True)
class FieldView:
    id: str
    label: PortalLabel
    kind: FieldKind
    required: bool
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
    value: Line
    """For `typed`: what stands in the box."""


@dataclass(frozen=True)
class ScreenView:
    id: str
    title: str
    basis: str
    taken_on: str | None
    checked_on: str
    review_by: str | None
    marks: tuple[MarkView, ...]
    alternative: str
    """What the picture shows, in plain words, made from the marks."""


@dataclass(frozen=True)
class Blank:
    """A place in a message that is filled in on the page."""

    name: str
    """Id of one of the message's fields, `progress` or `code`."""


@dataclass(frozen=True)
class MessageLine:
    parts: tuple[str | Blank, ...]
    """Plain words and slots, and blanks between them."""
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
class StepView:
    id: str
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
    help: tuple[HelpView, ...]
    materials: tuple[MaterialView, ...]
    badges: tuple[BadgeView, ...]
    wait: str | None
    notes: tuple[Rich, ...]
    updates: tuple[UpdateView, ...]
    expect: Rich
    trouble: tuple[TroubleView, ...]
    screens: tuple[ScreenView, ...]
    messages: tuple[MessageView, ...]


@dataclass(frozen=True)
class DependencyView:
    ways: tuple[Line, ...]
    """Any one of them will do; usually there is one."""
    inferred: bool
    why: Rich


@dataclass(frozen=True)
class StageView:
    id: str
    number: int
    title: str
    short: str
    goal: Rich
    after: tuple[DependencyView, ...]
    work: str
    wait: str | None
    """None if nothing is waited for."""
    cost: str
    """`free`, `paid` or `conditional`."""
    cost_note: Rich
    who: tuple[str, ...]
    waits_for: tuple[str, ...]
    intro: Rich
    steps: tuple[StepView, ...]
    trouble: tuple[TroubleView, ...]
    done: Rich
    materials: tuple[MaterialView, ...]
    note: Region
    parallel: tuple[str, ...]
    """Short titles of stages that can go on at the same time."""
    following: tuple[StageLink, ...]
    """Stages that wait for this one."""
    start: Fraction
    """Earliest, in working days from the beginning."""
    finish: Fraction
    """Latest under the longest times, in working days from the beginning."""


@dataclass(frozen=True)
class StageLink:
    id: str
    number: int
    title: str


@dataclass(frozen=True)
class UseView:
    """Where a material is used."""

    words: str
    target: Target


@dataclass(frozen=True)
class MaterialView:
    id: str
    digest: str
    """Of the material as described, like a step's."""
    name: str
    format: Rich
    who: Rich
    pitfalls: tuple[Rich, ...]
    optional: bool
    updates: tuple[UpdateView, ...]
    sources: tuple[SourceView, ...]
    used: tuple[UseView, ...]


@dataclass(frozen=True)
class TermView:
    id: str
    term: str
    other: str | None
    """The term in the other language, if the guide has one."""
    pinyin: str | None
    meaning: Rich
    also: tuple[str, ...]
    sources: tuple[SourceView, ...]


@dataclass(frozen=True)
class QuestionView:
    id: str
    question: str
    answer: Rich
    stage: StageLink | None
    source: SourceView | None


@dataclass(frozen=True)
class RefusalView:
    id: str
    symptom: str
    cause: Rich
    fix: Rich
    stage: StageLink | None
    source: SourceView | None


@dataclass(frozen=True)
class BuyerView:
    """Regions of what a buyer may give beside the guide's own values."""

    name: str
    """Slot; the neutral edition fills it with its own words."""
    named: Region
    """Stays only where a buyer is named."""
    unnamed: Region
    values: tuple[tuple[str, Value], ...]
    """Label and slot of each of the guide's values that stands as a fact of its own."""
    contact: Region
    person: Region
    phone: Region
    phone_href: str
    email: Region
    email_href: str
    wecom: Region
    hours: Region
    deadline: Region
    site_url: Region
    logo: Region


@dataclass(frozen=True)
class ScheduleView:
    """How long the whole takes."""

    work: str
    """The reader's own time, added up."""
    finish: str
    """Working days from start to end, where everything that can run in parallel does."""
    one_by_one: str
    """The same, one stage after another."""
    chain: tuple[StageLink, ...]
    """The stages that decide the finish."""
    days: Fraction
    """Longest time to the finish, in working days: the width of the picture of the path."""


@dataclass(frozen=True)
class GuideView:
    id: str
    language: Language
    languages: tuple[Language, ...]
    """Published, the main one first."""
    title: str
    portal: str | None
    edition: str
    verified_on: str
    dated: datetime.date
    """`verified_on`, for whatever is not read by people."""
    review_by: str | None
    greeting: Rich
    intro: Rich
    order: Rich
    safety: Rich
    prepare: Rich
    provenance: Rich
    stages: tuple[StageView, ...]
    materials: tuple[MaterialView, ...]
    messages: tuple[MessageView, ...]
    updates: tuple[UpdateView, ...]
    glossary: tuple[TermView, ...]
    labels: tuple[PortalLabel, ...]
    """The label dictionary, by pinyin."""
    faq: tuple[QuestionView, ...]
    refusals: tuple[RefusalView, ...]
    sources: tuple[SourceView, ...]
    schedule: ScheduleView
    buyer: BuyerView
    words: tuple[tuple[str, tuple[str, ...]], ...]
    """For the search: a reader's word, and the guide's own."""
