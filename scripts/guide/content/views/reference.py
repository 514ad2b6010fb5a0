"""What stages refer to: sources, updates, formats, materials, terms, questions and refusals."""

from __future__ import annotations

from dataclasses import dataclass

from guide.content.views.texts import Rich, StageLink, Target
from guide.model.forms import Format


@dataclass(frozen=True)
class SourceView:
    id: str
    title: str
    published: str | None
    consulted: str | None
    excerpt: bool
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
class FormatView:
    key: str
    describe: Rich
    rule: Format
    """For the check in the browser."""
    boxes: int
    """Boxes on the worksheet, one a character; 0 for a plain line."""


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
    holder: str
    """Id of the actor who has it; empty where none is named."""
    pitfalls: tuple[Rich, ...]
    optional: bool
    updates: tuple[UpdateView, ...]
    sources: tuple[SourceView, ...]
    used: tuple[UseView, ...]


@dataclass(frozen=True)
class MaterialGroup:
    """What one and the same party has."""

    id: str
    """The actor's; empty for what nobody is named for."""
    holder: str
    """Who that is, as a heading; empty for nobody in particular."""
    materials: tuple[MaterialView, ...]


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
    formerly: tuple[str, ...]
    question: str
    answer: Rich
    stage: StageLink | None
    sources: tuple[SourceView, ...]


@dataclass(frozen=True)
class RefusalView:
    id: str
    formerly: tuple[str, ...]
    common: bool
    symptom: str
    cause: Rich
    fix: Rich
    stage: StageLink | None
    source: SourceView | None
