"""A view → all that is printed for a buyer, in one piece."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from guide.content.views.guide import GuideView
from guide.figures.store import Capture
from guide.handout.content.edition import edition_data
from guide.handout.content.handbook import handbook_data
from guide.handout.content.handout import card_data, handout_data
from guide.handout.deferred import Data

DEPTH = 7
"""How far from the top what waits for a buyer's values is told apart: to the single field of a step."""


def prints_data(view: GuideView, captures: Mapping[str, Capture], pictures: Mapping[str, Path]) -> Data:
    """What all documents say of themselves, and each of them by its name; a `Deferred` where a buyer's values will stand.

    `pictures` are the files to print, by screen.
    """
    return {
        **edition_data(view),
        "handbook": handbook_data(view, captures, pictures),
        "handout": handout_data(view, captures, pictures),
        "card": card_data(view),
    }
