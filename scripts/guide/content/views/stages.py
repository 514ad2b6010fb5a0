"""Stages, and how long the whole takes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from guide.content.views.reference import MaterialView, UpdateView
from guide.content.views.steps import StepView, TroubleView
from guide.content.views.texts import Line, Region, Rich, StageLink


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
    """`free`, `paid` or `conditional`; in a draft also `missing`."""
    cost_note: Rich
    who: tuple[str, ...]
    waits_for: tuple[str, ...]
    intro: Rich
    steps: tuple[StepView, ...]
    trouble: tuple[TroubleView, ...]
    done: Rich
    hitches: tuple[TroubleView, ...]
    """All that may go wrong in it: in its steps, and in the whole."""
    materials: tuple[MaterialView, ...]
    updates: tuple[UpdateView, ...]
    """What has changed since the original, of all its steps and fields; each once."""
    fields_unconfirmed: bool
    """Whether a field is checked by a rule that is not the platform's own."""
    note: Region
    parallel: tuple[str, ...]
    """Short titles of stages that can go on at the same time."""
    following: tuple[StageLink, ...]
    """Stages that wait for this one."""
    start: Fraction
    """Earliest, in working days from the beginning."""
    finish: Fraction
    """Latest under the longest times, in working days from the beginning."""
    days_before_deadline: int | None
    """Whole working days before the day on which suppliers are to be ready: when it must begin at the latest, under the
    longest times. None for a stage that they are to be ready for."""


@dataclass(frozen=True)
class PersonView:
    """Who acts, with the steps to do: in the order of the way."""

    id: str
    name: str
    steps: tuple[tuple[StageView, StepView], ...]


@dataclass(frozen=True)
class ScheduleView:
    """How long the whole takes."""

    work: str
    """The reader's own time, added up."""
    finish: str
    """Working days from start to end, where everything that can run in parallel does."""
    ready: str | None
    """What the reader is ready for at that end; None where all is done."""
    one_by_one: str
    """The same, one stage after another."""
    chain: tuple[StageLink, ...]
    """The stages that decide the finish."""
    days: Fraction
    """Longest time to the finish, in working days: the width of the picture of the path."""
