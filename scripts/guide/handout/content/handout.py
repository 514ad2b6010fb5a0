"""A view → what the handout and the card say: the essentials, in lengths of points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path

from guide.content.views.data_sheet import DataSheetRow
from guide.content.views.guide import GuideView
from guide.content.views.stages import StageView
from guide.figures.geometry import text_width
from guide.figures.store import Capture
from guide.handout.content.context import Context
from guide.handout.content.places import stage_places
from guide.handout.content.stage_sheets import Letters, hitches, stage_sheet
from guide.handout.content.stages import schedule_data, schedule_facts
from guide.handout.content.steps import DATE_MASK, known_deferred
from guide.handout.deferred import Data
from guide.handout.figure import paragraphs
from guide.handout.text_runs import label_run

_TABLE, _ROW, _LINE = 436.0, 13.0, 1.45
"""Of the card's table, in points: the height that there is for it, and what a row takes besides its lines; a line's height by
the size of its type."""
_BROUGHT = 118.0
"""Points: the width of its column with what to bring."""
_SMALLEST, _LARGEST = 7.4, 9.8
"""Points: sizes of its type."""

_TROUBLE_SIZES = (9.0, 8.6, 8.2, 7.9, 7.6, 7.3, 7.0)
"""Points: sizes of the type of what may go wrong, the largest that goes on one page being best."""
_COLUMN, _PAGE, _BETWEEN, _TROUBLE_LINE = 226.0, 690.0, 5.5, 1.36
"""Of that page, in points: a column's width and height, and what lies between two entries; a line's height by its type's size."""


def handout_data(view: GuideView, captures: Mapping[str, Capture], pictures: Mapping[str, Path]) -> Data:
    """The handout as its templates read it; a `Deferred` where a buyer's values will stand.

    `pictures` are the files to print, by screen. Of a step without a picture the fields are listed, and of one with a picture
    what its numbers stand for.
    """
    context = Context(view, captures, pictures, stage_places(view))
    letters: Letters = {(use.step, use.field): row.letter for row in view.data_sheet for use in row.uses}
    troubles = hitches(context, view.stages)
    return {
        "sheet": [_row(context, row) for row in view.data_sheet],
        "stages": [stage_sheet(context, stage, letters) for stage in view.stages],
        "troubles": troubles,
        "trouble_size": _trouble_size(troubles),
    }


def _trouble_size(troubles: Sequence[Data]) -> float:
    """Points of the type in which the troubles fill a page of two columns at most, or the smallest."""
    for size in _TROUBLE_SIZES:
        lines = sum(
            ceil(
                sum(text_width(text, size) for part in ("symptom", "fix") for text in paragraphs(trouble[part]))
                / _COLUMN
            )
            for trouble in troubles
        )
        if lines * _TROUBLE_LINE * size + len(troubles) * _BETWEEN <= 2 * _PAGE:
            return size
    return _TROUBLE_SIZES[-1]


def card_data(view: GuideView) -> Data:
    """The card: the whole way on one page."""
    return {
        "schedule": schedule_data(view.schedule),
        "overview": [_brief(stage) for stage in view.stages],
        "type_size": _type_size(view.stages),
        "needs_computer": view.computer != (),
    }


def _type_size(stages: Sequence[StageView]) -> float | None:
    """Points of the card's table, so that all of it goes on the page; None where even the smallest type would not."""
    lines = 0
    for stage in stages:
        brought = (material.name for material in stage.materials if not material.optional)
        lines += max(2, len(stage.who), sum(ceil(text_width(name, _LARGEST) / _BROUGHT) for name in brought))
    size = (_TABLE - _ROW * len(stages)) / (lines * _LINE)
    return round(min(size, _LARGEST), 1) if size >= _SMALLEST else None


def _brief(stage: StageView) -> Data:
    return {
        "number": stage.number,
        "short": stage.short,
        **schedule_facts(stage),
        "bring": [material.name for material in stage.materials if not material.optional],
    }


def _row(context: Context, row: DataSheetRow) -> Data:
    rule = row.format
    others = {use.label.key: use.label for use in row.uses if use.label.key != row.label.key}
    return {
        "letter": row.letter,
        **label_run(row.label),
        "others": [label_run(label) for label in others.values()],
        "format": context.rich(rule.describe) if rule else [],
        "boxes": rule.boxes if rule else 0,
        "mask": DATE_MASK if rule and rule.rule.check == "date" else "",
        "material": row.material.name if row.material else None,
        "known": known_deferred((row.known,)) if row.known else None,
        "recurs": row.recurs,
        "steps": [{"number": use.step, "to": f"{use.target.page}#{use.step_id}"} for use in row.uses],
    }
