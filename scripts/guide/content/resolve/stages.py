"""Stages: when they come, what they wait for, and what is done in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from math import ceil

from guide.content.plain_text import lines_of
from guide.content.resolve.edition import Edition
from guide.content.resolve.reference import Reference
from guide.content.resolve.steps import step_view, trouble_views
from guide.content.resolve.wording import Wording
from guide.content.schedule import Timing, critical_chain, reachable, timings, ways
from guide.content.views.stages import DependencyView, ScheduleView, StageView
from guide.content.views.texts import Line, Link, Target
from guide.model.stages import Dependency, Stage
from guide.model.texts import Language
from guide.model.values import format_duration, format_wait, format_work, format_working_days


def stage_views(reference: Reference) -> tuple[tuple[StageView, ...], ScheduleView]:
    """The stages of an edition in order, and how long the whole takes."""
    edition = reference.edition
    times = timings({stage.id: stage for stage in edition.stages}, edition.after)
    before = reachable(edition.after)
    stages = tuple(_stage(reference, stage, times[stage.id], before) for stage in edition.stages)
    return stages, _schedule(reference.wording, times)


def _stage(reference: Reference, stage: Stage, timing: Timing, before: Mapping[str, set[str]]) -> StageView:
    edition, wording = reference.edition, reference.wording
    words, rich, language = wording.words, wording.rich, wording.language
    actors, lacks = edition.guide.actors, edition.guide.lacks
    steps = tuple(step_view(reference, stage, step, number) for number, step in enumerate(stage.steps, 1))
    trouble = trouble_views(reference, stage.trouble, stage.id)
    return StageView(
        id=stage.id,
        number=edition.numbers[stage.id],
        title=words(stage.title),
        short=words(stage.short_title),
        goal=rich(stage.goal),
        after=tuple(_dependency(wording, dependency) for dependency in edition.after[stage.id]),
        work=wording.gap("time") if lacks(stage.id, "work") else format_duration(stage.work, language),
        wait=wording.gap("time") if lacks(stage.id, "wait") else format_wait(stage.wait, language),
        cost="missing" if lacks(stage.id, "cost") else stage.cost.kind,
        cost_note=wording.passages(stage.cost.note),
        who=tuple(words(actors[actor]) for actor in stage.actors),
        waits_for=tuple(words(actors[actor]) for actor in stage.waits_for),
        intro=wording.passages(stage.intro),
        steps=steps,
        trouble=trouble,
        done=rich(stage.done),
        hitches=(*(entry for step in steps for entry in step.trouble), *trouble),
        materials=tuple(reference.materials[name] for name in stage.material_ids),
        updates=tuple(dict.fromkeys(update for step in steps for update in step.all_updates)),
        fields_unconfirmed=any(step.fields_unconfirmed for step in steps),
        note=wording.region(f"note.{stage.id}"),
        parallel=tuple(
            words(other.short_title)
            for other in edition.stages
            if other.id != stage.id and other.id not in before[stage.id] and stage.id not in before[other.id]
        ),
        following=tuple(
            wording.stage_link(other.id)
            for other in edition.stages
            if any(way.stage == stage.id for d in edition.after[other.id] for way in ways(d))
        ),
        start=timing.latest_start,
        finish=timing.latest_finish,
        days_before_deadline=None if stage.ready or _lacks_times(edition) else ceil(timing.remaining),
    )


def _dependency(wording: Wording, dependency: Dependency) -> DependencyView:
    lines: list[Line] = []
    for way in ways(dependency):
        if way.stage is not None:
            link = wording.stage_link(way.stage)
            lines.append((Link(link.title, Target(link.id)),))
        elif way.condition is not None:
            lines.append(tuple(part for line in lines_of(wording.rich(way.condition)) for part in line))
    return DependencyView(tuple(lines), dependency.basis == "inferred", wording.rich(dependency.why))


def _schedule(wording: Wording, times: Mapping[str, Timing]) -> ScheduleView:
    stages, language = wording.edition.stages, wording.language
    work = [stage.work.work_days() for stage in stages]
    chain = critical_chain(times)
    openings = [stage for stage in stages if stage.ready]
    counted = [stage for stage in stages if stage not in openings] or stages
    gap = wording.gap("time") if _lacks_times(wording.edition) else ""
    whole = [(stage.work.work_days(), stage.wait.wait_days()) for stage in counted]
    ends = [times[stage.id] for stage in counted]

    def total(format_: Callable[[Fraction, Fraction, Language], str], low: Fraction, high: Fraction) -> str:
        return gap + (format_(low, high, language) if high or not gap else "")

    return ScheduleView(
        work=total(format_work, _sum(w[0] for w in work), _sum(w[1] for w in work)),
        finish=total(
            format_working_days, max(end.earliest_finish for end in ends), max(end.latest_finish for end in ends)
        ),
        ready=wording.words(openings[-1].ready) if openings and openings[-1].ready else None,
        one_by_one=total(
            format_working_days,
            _sum(own[0] + others[0] for own, others in whole),
            _sum(own[1] + others[1] for own, others in whole),
        ),
        chain=tuple(wording.stage_link(name) for name in chain),
        days=times[chain[-1]].latest_finish,
    )


def _lacks_times(edition: Edition) -> bool:
    """Whether it is a draft in which nobody can say yet how long the whole takes."""
    return any(edition.guide.lacks(stage.id, "work", "wait") for stage in edition.stages)


def _sum(numbers: Iterable[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0))
