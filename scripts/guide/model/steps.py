"""Something that one person does: a step, with its warnings, choices and troubles."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from guide.model.durations import Duration
from guide.model.forms import Input
from guide.model.kinds import ActorId, Id, LabelKey, MaterialId, ScreenId, SourceId, StageId, UpdateId, WebUrl
from guide.model.texts import CellText, Items, Passages, Sentence, Strict, Text, Title, one_or_many

BadgeKind = Literal["irreversible", "expires", "costs", "few-attempts", "risk"]


class Badge(Strict):
    """A warning that stands at a step's heading."""

    kind: BadgeKind
    """Can't be undone; expires; costs money; few attempts; a risk to weigh."""
    note: Sentence
    """What exactly."""
    stages: tuple[StageId, ...] = ()
    """The stages that it belongs to, if any besides its own; gone where a buyer leaves out all of them."""
    source: SourceId | None = None
    """What it rests on, if not the original guide."""


class Trouble(Strict):
    """A refusal or a hitch: what one sees, why, and what helps."""

    id: Id | None = None
    """Needed where something links to it; made from the place otherwise."""
    formerly: tuple[Id, ...] = ()
    """Ids that it had in earlier editions, here or in the FAQ: links to them still lead to it."""
    common: bool = False
    """Whether it is one of the commonest: the home page names those, and the page of problems begins with them."""
    symptom: Sentence
    """What one sees."""
    cause: CellText
    """Why."""
    fix: CellText
    """What to do."""
    source: SourceId | None = None
    """What it rests on; without one it is marked as general advice."""


class Choice(Strict):
    """One of several ways that a step offers, with what each is good for."""

    label: LabelKey
    """The word on the screen."""
    who: CellText | None = None
    """Who may take it."""
    gives: CellText
    """What one gets."""
    cost: CellText | None = None
    """What it costs."""
    choose: bool = False
    """True for the one that this guide takes."""


class HelpQuestion(Strict):
    """A question that the portal's own help column lists, with our answer."""

    label: LabelKey
    """The question as the screen shows it."""
    answer: CellText
    """A short answer."""
    source: SourceId | None = None
    """What it rests on; without one it is marked as general advice."""


class Step(Strict):
    """Something that one person does on one screen, or off it."""

    id: Id
    """Unique in its stage; the heading's address is `#ID`."""
    formerly: tuple[Id, ...] = ()
    """Ids that it had in earlier editions: links to them still lead here, and ticks under them still count."""
    optional: bool = False
    """True for another way to the same end: the stage is done without it, and there is nothing to tick."""
    title: Title
    """Begins with what to do."""
    actors: tuple[ActorId, ...] = ()
    """Who acts, if not all who act in the stage."""
    url: WebUrl | None = None
    """Where it happens."""
    path: tuple[LabelKey, ...] = ()
    """The way through the portal's menus, if there is one."""
    do: Passages = Field(min_length=1)
    """What to do: passages that make up one text."""
    choices: tuple[Choice, ...] = ()
    """The ways that the screen offers."""
    fields: tuple[Input, ...] = ()
    """The form, in the screen's order."""
    help: tuple[HelpQuestion, ...] = ()
    """The portal's own help questions beside the form."""
    materials: tuple[MaterialId, ...] = ()
    """What to have at hand."""
    badges: tuple[Badge, ...] = ()
    """Warnings."""
    wait: Duration | None = None
    """How long something then takes."""
    notes: Items = ()
    """Tips and further instructions."""
    updates: tuple[UpdateId, ...] = ()
    """What has changed since the original wording."""
    expect: Text | None = None
    """What one sees when it has worked."""
    trouble: tuple[Trouble, ...] = ()
    """What may go wrong."""
    screens: Annotated[
        tuple[ScreenId, ...],
        BeforeValidator(one_or_many),
        WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}}),
    ] = Field(default=(), alias="screen")
    """The annotated pictures: one id, or a list of them."""

    @property
    def material_ids(self) -> tuple[MaterialId, ...]:
        """Returns the materials of the step itself, then those that its fields are filled in from."""
        return (*self.materials, *(field.material for field in self.fields if field.material))
