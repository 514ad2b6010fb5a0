"""What stages refer to: sources, updates, the portal's words, the glossary, materials, questions and refusals."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from guide.model.kinds import ActorId, Day, Id, Line, PartialDate, SourceId, StageId, UpdateId, WebUrl
from guide.model.texts import CellText, Passages, Strict, Title, one_or_many


class Addresses(Strict):
    """Where something can be read in each language."""

    zh: WebUrl | None = None
    """中文."""
    en: WebUrl | None = None
    """English."""


class Source(Strict):
    """Something that a fact was taken from."""

    title: Title
    """What it is called."""
    published: PartialDate | None = None
    """When it was published: `2018`, `2018-06` or `2018-06-05`; left out where it bears no date."""
    consulted: Day | None = None
    """The day on which it was last read."""
    excerpt: bool = False
    """True if only excerpts of it could be read."""
    url: WebUrl | Addresses | None = None
    """Where it stands, if it can be linked to: one address, or one for the readers of each language."""
    standing: Literal["official", "secondary", "platform", "advice"] = "secondary"
    """Law or authority; a report of it; a platform's own help; experience."""


class Update(Strict):
    """A fact that has changed since the original wording, shown beside that wording."""

    id: Id
    """What steps, fields and materials refer to."""
    topic: Title
    """What it is about, in a few words."""
    then: CellText
    """What the original guide says."""
    now: CellText
    """What holds today."""
    since: PartialDate
    """Since when: `2019`, `2019-04` or `2019-04-01`."""
    sources: tuple[SourceId, ...] = Field(min_length=1)
    """What it rests on."""
    review_by: Day
    """When to look at it again."""


class Label(Strict):
    """A word on the portal's screens. It stays Chinese in every language."""

    zh: Line
    """As the screen shows it."""
    pinyin: Line | None = None
    """With tone marks."""
    en: Line
    """What it means."""


class Term(Strict):
    """An entry of the glossary."""

    id: Id
    """The heading's address is `glossary.html#ID`."""
    term: Title
    """The term in each language."""
    pinyin: Line | None = None
    """Of the Chinese term, with tone marks."""
    meaning: Passages = Field(min_length=1)
    """Explained in a sentence or two: passages that make up one text."""
    also: tuple[Line, ...] = ()
    """Other words that a reader may look for: old names, abbreviations, synonyms."""
    stages: tuple[StageId, ...] = ()
    """The stages that it belongs to, if any; gone where a buyer leaves out all of them."""
    sources: tuple[SourceId, ...] = ()
    """What it rests on."""


class Material(Strict):
    """Something to have ready before starting."""

    id: Id
    """The heading's address is `prepare.html#ID`."""
    name: Title
    """What it is called."""
    format: CellText | None = None
    """As what it is needed: a scan, a number…"""
    who: CellText | None = None
    """Who in the company has it."""
    holder: ActorId | None = None
    """Whom to ask for it: the list of what to prepare is in groups by that."""
    pitfalls: tuple[CellText, ...] = ()
    """What makes it be refused."""
    optional: bool = False
    """True if only some readers need it."""
    updates: tuple[UpdateId, ...] = ()
    """What has changed about it."""
    sources: tuple[SourceId, ...] = ()
    """What it rests on, beyond the original guide."""


class Question(Strict):
    """An entry of the FAQ."""

    id: Id
    """The heading's address is `faq.html#ID`."""
    formerly: tuple[Id, ...] = ()
    """Ids that it had in earlier editions: links to them still lead here."""
    question: Title
    """As a reader would ask it."""
    answer: Passages = Field(min_length=1)
    """In a few sentences: passages that make up one text."""
    stage: StageId | None = None
    """The stage that it belongs to, if any; gone with the stage where a buyer leaves it out."""
    sources: Annotated[
        tuple[SourceId, ...],
        BeforeValidator(one_or_many),
        WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}}),
    ] = Field(default=(), alias="source")
    """What the answer rests on, one id or a list of them; without one it is marked as general advice."""


class Refusal(Strict):
    """An entry of the refusal clinic."""

    id: Id
    """The heading's address is `faq.html#ID`."""
    stage: StageId | None = None
    """The stage that it belongs to, if any; gone with the stage where a buyer leaves it out."""
    formerly: tuple[Id, ...] = ()
    """Ids that it had in earlier editions: links to them still lead here."""
    common: bool = False
    """Whether it is one of the commonest: the home page names those, and the page of problems begins with them."""
    symptom: Title
    """What one sees."""
    cause: CellText
    """Why."""
    fix: CellText
    """What to do."""
    source: SourceId | None = None
    """What it rests on; without one it is marked as general advice."""
