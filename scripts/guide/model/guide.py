"""One description of a portal's onboarding, `data/steps.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

from pydantic import Field, PrivateAttr

from guide.model.forms import Format
from guide.model.kinds import Day, Id, Key, Line, StageId
from guide.model.messages import Message
from guide.model.reference import Label, Material, Question, Refusal, Source, Term, Update
from guide.model.screens import Screen
from guide.model.stages import Stage
from guide.model.texts import LANGUAGES, Language, Passages, Plain, Strict, Text, Title

Country = Literal["CN"]
"""Whose public holidays are known, by its code of ISO 3166."""
OwnWords = Mapping[Language, Mapping[str, Mapping[str, str]]]
"""UI strings that a guide says otherwise than the project, by language, set and key."""
ValueKind = Literal["text", "member_name", "money_cny", "days", "percents", "date", "phone", "email", "url"]


@dataclass(frozen=True)
class Draft:
    """That a guide is not complete yet, and what it lacks."""

    words: Mapping[Language, Mapping[str, str]]
    """What stands in the place of what is missing, by language and by what that is."""
    parts: frozenset[tuple[StageId, str]] = frozenset()
    """What stages lack, as (id of the stage, `work`, `wait` or `cost`)."""


class BuyerValue(Strict):
    """A value that each buyer fills in, under this key, in its own file."""

    kind: ValueKind
    """What it is, and so how it is written: whole yuan, days, a list of percentages…"""
    label: Title
    """What it is called."""
    neutral: Plain
    """What stands in its place where no buyer is named."""
    required: bool | tuple[StageId, ...] = False
    """True; or the stages that need it: a buyer who leaves all of them out need not give it."""
    default: Any = None
    """For a buyer that does not give it."""
    unique: bool = False
    """True if it is a buyer's own, such as an account: a check tells of two buyers that give the same."""


class About(Strict):
    """The guide as a whole."""

    id: Id
    """Of the guide: progress in the reader's browser is kept under it."""
    title: Title
    """On every page."""
    portal: Title | None = None
    """What the portal is called."""
    edition: Line
    """Such as `2026.1`."""
    verified_on: Day
    """When the facts were last checked."""
    review_by: Day | None = None
    """When to check them again."""
    languages: tuple[Language, ...] = Field(default=LANGUAGES, min_length=1)
    """The languages of every text, the main one first."""
    holidays: Country | None = None
    """The country whose public holidays count where working days are reckoned; without one weekends alone do."""
    computer: Text | None = None
    """That the portal needs a computer, and what a phone is for: said before the first stage."""
    greeting: Passages = ()
    """The home page's first words: passages that make up one text."""
    intro: Passages = ()
    """What the whole is about: likewise."""
    order: Passages = ()
    """About the order of the stages: likewise."""
    safety: Text | None = None
    """What nobody will ever ask for."""
    prepare: Text | None = None
    """The first words of the page on what to prepare."""
    neutral_name: Plain = Plain(zh="采购商", en="your buyer")
    """What stands in the place of the buyer's name where no buyer is named."""
    provenance: Text | None = None
    """Where this guide comes from, and how facts are told from advice."""


class Guide(Strict):
    """One description of a portal's onboarding: everything that a reader sees about the process."""

    guide: About
    """What holds for the guide as a whole."""
    buyer_values: dict[Key, BuyerValue] = {}
    """What each buyer fills in; texts say `{{ buyer.key }}`."""
    actors: dict[Id, Title] = {}
    """Who acts or is waited for."""
    labels: dict[Key, Label] = {}
    """The portal's own words."""
    formats: dict[Key, Format] = {}
    """What fields take."""
    materials: tuple[Material, ...] = ()
    """What to have ready before starting."""
    stages: tuple[Stage, ...] = Field(min_length=1)
    """The parts of the way: one page each, in the order of the navigation."""
    messages: tuple[Message, ...] = ()
    """Words for the reader to copy and send to the buyer's desk."""
    screens: dict[Id, Screen] = {}
    """The annotated pictures; steps name them."""
    updates: tuple[Update, ...] = ()
    """What has changed since the original wording."""
    glossary: tuple[Term, ...] = ()
    """Words of the trade, explained."""
    faq: tuple[Question, ...] = ()
    """Questions and answers."""
    refusals: tuple[Refusal, ...] = ()
    """What may be refused: symptom, cause, fix."""
    sources: dict[Id, Source] = {}
    """What facts rest on."""
    words: dict[Line, tuple[Line, ...]] = {}
    """For the search: a word that readers use, and the guide's own words for it."""

    _own_words: OwnWords = PrivateAttr(default_factory=dict)
    _draft: Draft | None = PrivateAttr(default=None)

    @property
    def own_words(self) -> OwnWords:
        """Returns the UI strings that it has words of its own for; they stand in files beside its steps file."""
        return self._own_words

    @property
    def draft(self) -> Draft | None:
        """Returns what it lacks as a draft; None if it is meant to be complete."""
        return self._draft

    def beside(self, own_words: OwnWords, draft: Draft | None = None) -> Self:
        """Returns the same guide with those UI strings as its own, and as that draft."""
        guide = self.model_copy()
        guide._own_words, guide._draft = own_words, draft
        return guide

    def lacks(self, stage_id: str, *parts: str) -> bool:
        """Returns whether it is a draft in which that stage lacks one of those parts."""
        return self._draft is not None and any((stage_id, part) in self._draft.parts for part in parts)

    def stage(self, stage_id: str) -> Stage:
        """Returns the stage with that id. Raises KeyError."""
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise KeyError(stage_id)
