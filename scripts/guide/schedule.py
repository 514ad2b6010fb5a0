"""When each stage can begin and end, from dependencies and times: the critical path of the onboarding.

Times are in working days of eight hours; a stage takes its own work and then its waiting time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from guide.model.guide import Guide
from guide.model.stages import Alternative, Dependency, Stage


@dataclass(frozen=True)
class Timing:
    """Of one stage, in working days from the beginning of the whole."""

    earliest_start: Fraction
    earliest_finish: Fraction
    latest_start: Fraction
    """Under the longest times."""
    latest_finish: Fraction
    decided_by: str | None
    """The stage whose latest finish this one waits for."""


def dependencies(guide: Guide, skipped: Collection[str]) -> dict[str, tuple[Dependency, ...]]:
    """What each remaining stage waits for, where the `skipped` ones are left out.

    Whoever waited for a skipped stage waits for what that one waited for, unless the rest sees to it anyway:
    the order is kept. A way that is gone from an `at_least_one_of` leaves the others.
    """
    kept = {stage.id: stage for stage in guide.stages if stage.id not in skipped}
    every = {name: _kept(stage.after, guide, skipped) for name, stage in kept.items()}
    singles = {name: [each.stage for each in after if each.stage] for name, after in every.items()}
    return {name: _without_idle(after, kept[name].after, singles) for name, after in every.items()}


def _kept(after: tuple[Dependency, ...], guide: Guide, skipped: Collection[str]) -> tuple[Dependency, ...]:
    found: dict[object, Dependency] = {}
    for dependency in after:
        if dependency.stage is not None and dependency.stage in skipped:
            for inherited in _kept(guide.stage(dependency.stage).after, guide, skipped):
                found.setdefault(_ways(inherited), inherited)
        elif dependency.stage is not None:
            found.setdefault(_ways(dependency), dependency)
        else:
            left = tuple(way for way in dependency.at_least_one_of if way.stage not in skipped)
            if left:
                narrowed = dependency.model_copy(update={"at_least_one_of": left})
                found.setdefault(_ways(narrowed), narrowed)
    return tuple(found.values())


def _without_idle(
    after: tuple[Dependency, ...], own: tuple[Dependency, ...], singles: Mapping[str, list[str]]
) -> tuple[Dependency, ...]:
    """Without what was inherited from a skipped stage and is met by the other stages that come before."""
    left = list(after)
    for dependency in after:
        if any(set(ways(dependency)) <= set(ways(each)) for each in own):
            continue
        sure: set[str] = set()
        waiting = [each.stage for each in left if each is not dependency and each.stage]
        while waiting:
            name = waiting.pop()
            if name not in sure:
                sure.add(name)
                waiting += singles[name]
        if any(way.stage in sure for way in ways(dependency)):
            left.remove(dependency)
    return tuple(left)


def _ways(dependency: Dependency) -> tuple[str, ...]:
    return tuple(way.stage or (way.condition.model_dump_json() if way.condition else "") for way in ways(dependency))


def ways(dependency: Dependency) -> tuple[Alternative, ...]:
    """The ways to meet a dependency; one, where it names a stage."""
    return dependency.at_least_one_of or (Alternative(stage=dependency.stage),)


def timings(stages: Mapping[str, Stage], after: Mapping[str, tuple[Dependency, ...]]) -> dict[str, Timing]:
    """The timing of each stage. `after` has no circles and names none but `stages`."""
    known: dict[str, Timing] = {}

    def timing(name: str) -> Timing:
        if name not in known:
            known[name] = _timing(stages[name], [[way.stage for way in ways(d)] for d in after[name]])
        return known[name]

    def _timing(stage: Stage, needed: list[list[str | None]]) -> Timing:
        early = max((min(_early(way) for way in group) for group in needed), default=Fraction(0))
        late, decided_by = Fraction(0), None
        for group in needed:
            for name in group:
                if name is not None and timing(name).latest_finish > late:
                    late, decided_by = timing(name).latest_finish, name
        work, wait = stage.work.work_days(), stage.wait.wait_days()
        return Timing(early, early + work[0] + wait[0], late, late + work[1] + wait[1], decided_by)

    def _early(name: str | None) -> Fraction:
        return timing(name).earliest_finish if name is not None else Fraction(0)

    return {name: timing(name) for name in stages}


def reachable(after: Mapping[str, tuple[Dependency, ...]]) -> dict[str, set[str]]:
    """For each stage, all those that it waits for, directly or not."""
    direct = {name: {way.stage for d in found for way in ways(d) if way.stage} for name, found in after.items()}
    known: dict[str, set[str]] = {}

    def before(name: str) -> set[str]:
        if name not in known:
            known[name] = set(direct[name]).union(*(before(earlier) for earlier in direct[name]))
        return known[name]

    return {name: before(name) for name in direct}


def critical_chain(known: Mapping[str, Timing]) -> tuple[str, ...]:
    """The stages that decide the finish, first to last."""
    name: str | None = max(known, key=lambda stage: known[stage].latest_finish)
    chain: list[str] = []
    while name is not None:
        chain.append(name)
        name = known[name].decided_by
    return tuple(reversed(chain))
