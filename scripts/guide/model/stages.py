"""A part of the way with an outcome of its own: a stage, with what it waits for and costs."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from guide.model.durations import Duration
from guide.model.kinds import ActorId, Id, MaterialId, StageId
from guide.model.steps import Step, Trouble
from guide.model.texts import Passages, Sentence, SentencePassages, Strict, Text, Title


class Alternative(Strict):
    """One way to meet a dependency: an earlier stage, or something that the reader has already."""

    stage: StageId | None = None
    """An earlier stage."""
    condition: Sentence | None = None
    """Or: what the reader may have already."""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.stage is None) == (self.condition is None):
            raise PydanticCustomError("alternative", "expected either stage: or condition:")
        return self


class Dependency(Strict):
    """What a stage waits for. `register` is short for `{stage: register}`."""

    stage: StageId | None = None
    """The stage that must be finished first."""
    at_least_one_of: tuple[Alternative, ...] = ()
    """Or: any of these will do."""
    basis: Literal["stated", "inferred"] = "stated"
    """Said by the original guide, or concluded by us."""
    why: Sentence | None = None
    """The reason, where it isn't plain."""

    SHORT = {"type": "string", "description": "Id of the stage that must be finished first."}

    @classmethod
    def expand(cls, value: Any) -> Any:
        return {"stage": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.stage is None) == (not self.at_least_one_of):
            raise PydanticCustomError("dependency", "expected either stage: or at_least_one_of:")
        return self


class Cost(Strict):
    """What something costs. `free` is short for `{kind: free}`."""

    kind: Literal["free", "paid", "conditional"]
    """Free; always paid; paid under a condition that `note` states."""
    note: SentencePassages = ()
    """How much, or when: passages that make up one text."""

    SHORT = {"enum": ["free", "paid", "conditional"]}
    LONG = "cost: {kind: paid, note: {zh: …, en: …}} with the sum or the condition in the note"

    @classmethod
    def expand(cls, value: Any) -> Any:
        return {"kind": value} if isinstance(value, str) else value


class Stage(Strict):
    """A part of the way with an outcome of its own: one page of the guide."""

    id: Id
    """The page's file name."""
    title: Title
    """As its heading."""
    short: Title | None = None
    """For the navigation and the picture of the path; the title if left out."""
    goal: Text
    """What the reader has afterwards."""
    ready: Title | None = None
    """What the reader is ready for when this stage can begin, if no one can say how long it then takes: “ready to sell”.
    The time that the whole takes ends there."""
    after: tuple[Dependency, ...] = ()
    """What must be finished first."""
    work: Duration
    """The reader's own time."""
    wait: Duration
    """Time until others have reviewed or sent something."""
    cost: Cost
    """What it costs."""
    who: tuple[ActorId, ...] = ()
    """Who acts; those who act in its steps if left out."""
    waits_for: tuple[ActorId, ...] = ()
    """Who is waited for."""
    intro: Passages = ()
    """What to know before the first step: passages that make up one text."""
    steps: tuple[Step, ...] = Field(min_length=1)
    """In order."""
    trouble: tuple[Trouble, ...] = ()
    """Refusals that belong to no single step."""
    done: Text | None = None
    """How the reader knows that the stage is finished."""

    @property
    def actors(self) -> tuple[ActorId, ...]:
        """Returns who acts, each once."""
        return self.who or tuple(dict.fromkeys(actor for step in self.steps for actor in step.actors))

    @property
    def material_ids(self) -> tuple[MaterialId, ...]:
        """Returns the materials that its steps use, each once."""
        return tuple(dict.fromkeys(name for step in self.steps for name in step.material_ids))

    @property
    def short_title(self) -> Title:
        """Returns the title where room is scarce."""
        return self.short or self.title
