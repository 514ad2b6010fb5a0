"""A view → everything that the handbook says. Lengths are points, times are days."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from guide.content.views.guide import GuideView
from guide.figures.store import Capture
from guide.handout.content.context import Context
from guide.handout.content.places import chapters_of, places_of
from guide.handout.content.reference import (
    material_data,
    question_data,
    refusal_data,
    source_data,
    term_data,
    update_data,
)
from guide.handout.content.stages import brief_data, hitch_data, schedule_data, stage_data
from guide.handout.deferred import Data
from guide.handout.text_runs import label_run


def handbook_data(view: GuideView, captures: Mapping[str, Capture], pictures: Mapping[str, Path]) -> Data:
    """The handbook as its templates read it; a `Deferred` where a buyer's values will stand.

    `pictures` are the files to print, by screen; a screen without a capture is shown by its legend alone.
    """
    context = Context(view, captures, pictures, {*places_of(view), *chapters_of(view)})
    stages = [stage_data(context, stage) for stage in view.stages]
    return {
        "greeting": context.rich(view.greeting),
        "computer": context.rich(view.computer),
        "intro": context.rich(view.intro),
        "order": context.rich(view.order),
        "safety": context.rich(view.safety),
        "prepare": context.rich(view.prepare),
        "provenance": context.rich(view.provenance),
        "schedule": schedule_data(view.schedule),
        "overview": [brief_data(context, stage) for stage in view.stages],
        "stages": stages,
        "has_forms": any(stage["has_forms"] for stage in stages),
        "has_items": any(field.per_item for stage in view.stages for step in stage.steps for field in step.fields),
        "materials": [material_data(context, material) for material in view.materials],
        "updates": [update_data(context, update) for update in view.updates],
        "faq": [question_data(context, entry) for entry in view.faq],
        "refusals": [refusal_data(context, entry) for entry in view.refusals],
        "hitches": [hitch for stage in view.stages for hitch in hitch_data(context, stage)],
        "glossary": [term_data(context, term) for term in view.glossary],
        "labels": [{**label_run(word), "pinyin": word.pinyin} for word in view.labels],
        "sources": [source_data(source) for source in view.sources],
    }
