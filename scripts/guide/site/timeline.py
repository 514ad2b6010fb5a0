"""The picture of the path on the first page: a bar for each stage over an axis of working days."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from guide.content.views.guide import GuideView
from guide.content.views.stages import StageView
from guide.loading.ui_strings import UiStrings

_MOST_TICKS = 8


@dataclass(frozen=True)
class Bar:
    """A stage in the picture of the path; `left` and `width` in percent of the whole."""

    stage: StageView
    left: float
    width: float
    decides: bool


@dataclass(frozen=True)
class Tick:
    """A day under the picture of the path; `left` in percent of the whole."""

    left: float
    words: str
    anchor: str
    """Which part of the words stands at the tick: `start` or `middle`."""


def bars(view: GuideView) -> tuple[Bar, ...]:
    """A bar for each stage, from the earliest start to the latest finish that its dependencies allow."""
    whole = view.schedule.days or 1
    decisive = {link.id for link in view.schedule.chain}
    return tuple(
        Bar(
            stage,
            left=round(float(stage.start / whole * 100), 2),
            width=max(round(float((stage.finish - stage.start) / whole * 100), 2), 1.5),
            decides=stage.id in decisive,
        )
        for stage in view.stages
    )


def ticks(view: GuideView, words: UiStrings) -> tuple[Tick, ...]:
    """The whole working days of the path, at most `_MOST_TICKS` of them and at even distances."""
    days = view.schedule.days or Fraction(1)
    every = max(ceil(days / _MOST_TICKS), 1)
    return tuple(
        Tick(
            left=round(float(day / days * 100), 2),
            words=str(day) if day else words.path_axis,
            anchor="middle" if day else "start",
        )
        for day in range(0, int(days) + 1, every)
    )
