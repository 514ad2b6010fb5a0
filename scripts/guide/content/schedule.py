"""When each stage can begin and end, from dependencies and times: the critical path of the onboarding.

Times are in working days of eight hours; a stage takes its own work and then its waiting time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from guide.model.guide import Guide
from guide.model.stages import Alternative, Dependency, Stage


@dataclass(frozen=True)
class Timing:
    """When a stage can begin and end, in working days from the beginning of the whole."""

    earliest_start: Fraction
    earliest_finish: Fraction
    latest_start: Fraction
    """Under the longest times."""
    latest_finish: Fraction
    decided_by: str | None
    """The stage whose latest finish this one waits for."""
    remaining: Fraction
    """Working days under the longest times from its beginning until it, and all that waits for it, is finished."""


def dependencies(guide: Guide, skipped: Collection[str]) -> dict[str, tuple[Dependency, ...]]:
    """What each remaining stage waits for, where the `skipped` ones are left out.

    Whoever waited for a skipped stage waits for the stages that that one waited for: the order of the rest is kept. Its
    conditions and reasons are gone with it, for they speak of what is not done here. A way that is gone from an
    `at_least_one_of` leaves the others.
    """
    both = {stage.id: _split(stage, guide, skipped) for stage in guide.stages if stage.id not in skipped}
    sure = _surely_before({name: own + inherited for name, (own, inherited) in both.items()})
    return {name: own + _needed(own, inherited, sure) for name, (own, inherited) in both.items()}


_Dependencies = tuple[Dependency, ...]


def _split(stage: Stage, guide: Guide, skipped: Collection[str]) -> tuple[_Dependencies, _Dependencies]:
    """The dependencies of a stage itself, and those that it inherits from skipped ones: each once."""
    own: dict[object, Dependency] = {}
    inherited: dict[object, Dependency] = {}
    for dependency in stage.after:
        if dependency.stage is not None and dependency.stage in skipped:
            for earlier in _inherited(dependency, guide, skipped):
                inherited.setdefault(_ways(earlier), earlier)
        elif dependency.stage is not None:
            own.setdefault(_ways(dependency), dependency)
        elif left := tuple(way for way in dependency.at_least_one_of if way.stage not in skipped):
            narrowed = dependency.model_copy(update={"at_least_one_of": left})
            own.setdefault(_ways(narrowed), narrowed)
    return tuple(own.values()), tuple(dependency for ways, dependency in inherited.items() if ways not in own)


def _inherited(through: Dependency, guide: Guide, skipped: Collection[str]) -> Iterator[Dependency]:
    """Stages that the skipped stage `through` waited for, directly or not, without reasons."""
    for dependency in guide.stage(through.stage or "").after:
        if dependency.stage is not None and dependency.stage in skipped:
            earlier = _inherited(dependency, guide, skipped)
        else:
            left = [way.stage for way in ways(dependency) if way.stage not in skipped]
            stages = [stage for stage in left if stage is not None]
            earlier = iter((_plain(stages, dependency.basis),) if stages and len(stages) == len(left) else ())
        for one in earlier:
            yield one.model_copy(update={"basis": "inferred"}) if through.basis == "inferred" else one


def _plain(stages: list[str], basis: Literal["stated", "inferred"]) -> Dependency:
    if len(stages) == 1:
        return Dependency(stage=stages[0], basis=basis)
    return Dependency(at_least_one_of=tuple(Alternative(stage=stage) for stage in stages), basis=basis)


def _needed(own: _Dependencies, inherited: _Dependencies, sure: Mapping[str, set[str]]) -> _Dependencies:
    """Of the inherited dependencies, those that waiting for the other stages does not imply."""
    waited = {dependency.stage for dependency in own + inherited if dependency.stage is not None}
    implied = set[str]().union(*(sure[name] for name in waited))
    return tuple(
        dependency
        for dependency in inherited
        if not any(
            way.stage in implied or (way.stage in waited and dependency.stage is None) for way in ways(dependency)
        )
    )


def _surely_before(after: Mapping[str, _Dependencies]) -> dict[str, set[str]]:
    """For each stage, all those that are done before it whichever ways are chosen."""
    return reachable({name: tuple(d for d in waits if d.stage is not None) for name, waits in after.items()})


def _ways(dependency: Dependency) -> tuple[str, ...]:
    return tuple(way.stage or (way.condition.model_dump_json() if way.condition else "") for way in ways(dependency))


def ways(dependency: Dependency) -> tuple[Alternative, ...]:
    """The ways to meet a dependency; one, where it names a stage."""
    return dependency.at_least_one_of or (Alternative(stage=dependency.stage),)


def timings(stages: Mapping[str, Stage], after: Mapping[str, tuple[Dependency, ...]]) -> dict[str, Timing]:
    """The timing of each stage. `after` has no circles and names none but `stages`."""
    results: dict[str, Timing] = {}
    remaining = _remaining(stages, after)

    def timing(name: str) -> Timing:
        if name not in results:
            results[name] = _timing(stages[name], [[way.stage for way in ways(d)] for d in after[name]])
        return results[name]

    def _timing(stage: Stage, needed: list[list[str | None]]) -> Timing:
        early = max((min(_early(way) for way in group) for group in needed), default=Fraction(0))
        late, decided_by = Fraction(0), None
        for group in needed:
            for name in group:
                if name is not None and timing(name).latest_finish > late:
                    late, decided_by = timing(name).latest_finish, name
        work, wait = stage.work.work_days(), stage.wait.wait_days()
        return Timing(early, early + work[0] + wait[0], late, late + work[1] + wait[1], decided_by, remaining[stage.id])

    def _early(name: str | None) -> Fraction:
        return timing(name).earliest_finish if name is not None else Fraction(0)

    return {name: timing(name) for name in stages}


def _remaining(stages: Mapping[str, Stage], after: Mapping[str, _Dependencies]) -> dict[str, Fraction]:
    """For each stage its own longest time and the longest way on from it to an end, in working days.

    A stage that readers are only made ready for has no time of its own to wait for: ways end before it.
    """
    following: dict[str, list[str]] = {name: [] for name in stages}
    for name, waits in after.items():
        for stage in {way.stage for dependency in waits for way in ways(dependency) if way.stage}:
            following[stage].append(name)
    results: dict[str, Fraction] = {}

    def until_end(name: str) -> Fraction:
        if name not in results:
            stage = stages[name]
            own = Fraction(0) if stage.ready else stage.work.work_days()[1] + stage.wait.wait_days()[1]
            results[name] = own + max((until_end(later) for later in following[name]), default=Fraction(0))
        return results[name]

    return {name: until_end(name) for name in stages}


def reachable(after: Mapping[str, tuple[Dependency, ...]]) -> dict[str, set[str]]:
    """For each stage, all those that it waits for, directly or not."""
    direct = {name: {way.stage for d in waits for way in ways(d) if way.stage} for name, waits in after.items()}
    results: dict[str, set[str]] = {}

    def before(name: str) -> set[str]:
        if name not in results:
            results[name] = set(direct[name]).union(*(before(earlier) for earlier in direct[name]))
        return results[name]

    return {name: before(name) for name in direct}


def critical_chain(timings: Mapping[str, Timing]) -> tuple[str, ...]:
    """The stages that decide the finish, first to last."""
    name: str | None = max(timings, key=lambda stage: timings[stage].latest_finish)
    chain: list[str] = []
    while name is not None:
        chain.append(name)
        name = timings[name].decided_by
    return tuple(reversed(chain))
