"""A view → what the handout and the card say: the essentials, in lengths of points."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from guide.content.views.data_sheet import DataSheetRow
from guide.content.views.guide import GuideView
from guide.content.views.stages import StageView
from guide.figures.store import Capture
from guide.handout.content.context import Context
from guide.handout.content.edition import edition_data
from guide.handout.content.places import stage_places
from guide.handout.content.stage_sheets import Letters, hitches, stage_sheet
from guide.handout.content.stages import schedule_data, schedule_facts
from guide.handout.content.steps import DATE_MASK, known_deferred
from guide.handout.deferred import Data
from guide.handout.text_runs import label_run


def handout_data(view: GuideView, captures: Mapping[str, Capture], pictures: Mapping[str, Path]) -> Data:
    """The handout as its templates read it; a `Deferred` where a buyer's values will stand.

    `pictures` are the files to print, by screen. Of a step without a picture the fields are listed, and of one with a picture
    what its numbers stand for.
    """
    context = Context(view, captures, pictures, stage_places(view))
    letters: Letters = {(use.step, use.field): row.letter for row in view.data_sheet for use in row.uses}
    return {
        **card_data(view),
        "sheet": [_row(context, row) for row in view.data_sheet],
        "stages": [stage_sheet(context, stage, letters) for stage in view.stages],
        "troubles": hitches(context, view.stages),
    }


def card_data(view: GuideView) -> Data:
    """The card: the whole way on one page."""
    return {
        **edition_data(view),
        "schedule": schedule_data(view.schedule),
        "overview": [_brief(stage) for stage in view.stages],
    }


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
