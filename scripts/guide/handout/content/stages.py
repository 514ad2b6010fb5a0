"""Stages, in the overview and in full, and how long the whole takes."""

from __future__ import annotations

from guide.content.views.stages import DependencyView, ScheduleView, StageView
from guide.content.views.texts import Line, Link
from guide.handout.content.context import Context
from guide.handout.content.reference import link_data
from guide.handout.content.steps import step_data, trouble_data
from guide.handout.deferred import Data, Deferred
from guide.handout.text_runs import breakable


def schedule_data(schedule: ScheduleView) -> Data:
    """How long the whole takes."""
    return {
        "work": schedule.work,
        "finish": schedule.finish,
        "ready": schedule.ready,
        "one_by_one": schedule.one_by_one,
        "chain": [link.id for link in schedule.chain],
        "days": float(schedule.days),
    }


def brief_data(context: Context, stage: StageView) -> Data:
    """A stage as the overview has it."""
    return {
        "id": stage.id,
        "number": stage.number,
        "short": stage.short,
        "after": [dependency_data(context, dependency) for dependency in stage.after],
        **schedule_facts(stage),
        "start": float(stage.start),
        "finish": float(stage.finish),
    }


def schedule_facts(stage: StageView) -> Data:
    """Who does a stage, how long it takes and what it costs."""
    return {
        "work": stage.work,
        "wait": stage.wait,
        "waits_for": list(stage.waits_for),
        "cost": stage.cost,
        "who": list(stage.who),
    }


def note_data(context: Context, stage: StageView) -> Data:
    """What a buyer adds to a stage: a note, and the address where the stage can be read."""
    return {
        "note": Deferred(
            lambda substitutions: [
                breakable(line) for line in (substitutions.text_in(stage.note) or "").splitlines() if line
            ]
        ),
        "hosted": Deferred(lambda substitutions: bool(substitutions.text_in(context.view.buyer.site_url))),
    }


def stage_data(context: Context, stage: StageView) -> Data:
    """A stage in full."""
    first_told: dict[str, str] = {}
    return {
        "id": stage.id,
        "number": stage.number,
        "title": stage.title,
        "goal": context.rich(stage.goal),
        "after": [dependency_data(context, dependency) for dependency in stage.after],
        **schedule_facts(stage),
        "cost_note": context.rich(stage.cost_note),
        "intro": context.rich(stage.intro),
        "steps": [step_data(context, step, first_told) for step in stage.steps],
        "has_forms": any(step.fields for step in stage.steps),
        "trouble": [trouble_data(context, entry) for entry in stage.trouble],
        "done": context.rich(stage.done),
        "materials": [{"id": material.id, "name": material.name} for material in stage.materials],
        **note_data(context, stage),
        "parallel": list(stage.parallel),
        "following": [link_data(link) for link in stage.following],
    }


def hitch_data(context: Context, stage: StageView) -> list[Data]:
    """What may go wrong in a stage, each by its symptom with the step or stage that helps."""
    places = [(f"{stage.id}#{step.id}", step.number, step.trouble) for step in stage.steps]
    places.append((stage.id, str(stage.number), stage.trouble))
    return [
        {"to": place, "number": number, "symptom": context.rich(entry.symptom)}
        for place, number, troubles in places
        for entry in troubles
    ]


def dependency_data(context: Context, dependency: DependencyView) -> Data:
    """What a stage waits for."""
    return {
        "ways": [{"line": context.runs.line(way), "stage": _stage_of(way)} for way in dependency.ways],
        "inferred": dependency.inferred,
        "why": context.rich(dependency.why),
    }


def _stage_of(way: Line) -> str | None:
    return next((part.target.page for part in way if isinstance(part, Link)), None)
