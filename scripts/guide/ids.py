"""Ids that clash, and stages that wait for each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress

from guide.check import PAGES, Finding
from guide.model.forms import Input
from guide.model.guide import Guide
from guide.model.stages import Stage
from guide.model.texts import Unread
from guide.readable import items, named, told
from guide.tree import Location

_TAKEN = {*PAGES, "index", "home", "en", "zh", "assets", "search", "404", "sitemap", "handout", "manifest", "generic"}
_FURNITURE = {
    "main",
    "search",
    "search-results",
    "site-nav",
    "nav-stages",
    "guide-data",
    "guide-dialog",
    "guide-formats",
    "dialog-title",
}
_PREFIXES = ("field-", "fig-")


def stage_ids(stage: Stage, at: Location) -> Iterator[Finding]:
    """What is wrong with the ids on the page of a stage."""
    steps = items(stage, "steps", at)
    anchors: list[tuple[Location, str]] = []
    for below, step in steps:
        anchors += [((*below, "id"), name) for name in [getattr(step, "id", None)] if name]
        anchors += named(step, "trouble", below)
    anchors += named(stage, "trouble", at)
    yield from twice(anchors)
    yield from reserved(anchors)
    yield from twice([name for below, step in steps for name in named(step, "fields", below)])
    yield from twice([((*below, "screen"), name) for below, step in steps for name in getattr(step, "screens", ())])
    for below, step in steps:
        yield from told(*(_options(field, place) for place, field in items(step, "fields", below)))
    if stage.id in _TAKEN:
        yield (*at, "id"), f"{stage.id} is the name of another page, expected a name of its own; rename the stage"


def _options(field: Input, at: Location) -> Iterator[Finding]:
    if field.options and field.kind != "choice":
        yield (
            (*at, "options"),
            f"options stand at a field of kind {field.kind}, expected them at kind: choice only",
        )


def reserved(anchors: Iterable[tuple[Location, str]]) -> Iterator[Finding]:
    """Ids that the furniture of every page has."""
    for location, name in anchors:
        if name in _FURNITURE or name.startswith(_PREFIXES):
            yield (
                location,
                f"{name} is the id of a part of every page or begins like one, expected an id of its own; rename it",
            )


def twice(ids: Iterable[tuple[Location, str]]) -> Iterator[Finding]:
    """Ids that stand a second time where they must differ."""
    seen: Counter[str] = Counter()
    for location, name in ids:
        seen[name] += 1
        if seen[name] > 1:
            yield location, f"{name} stands here a second time, expected ids that differ; rename one"


def circles(guide: Guide) -> Iterator[Finding]:
    """Stages that wait for themselves in the end."""
    needs: dict[str, set[str]] = {}
    for _, stage in items(guide, "stages"):
        with suppress(Unread):
            needs[stage.id] = set(_needs(stage))
    for at, name in named(guide, "stages"):
        reached, front = set[str](), set(needs[name])
        while front:
            needed = front.pop()
            reached.add(needed)
            front |= needs.get(needed, set()) - reached
        if name in reached:
            yield (
                (*at[:-1], "after"),
                f"{name} waits for itself in the end, expected no circle; cut one of its after:",
            )


def _needs(stage: Stage) -> Iterator[str]:
    for _, dependency in items(stage, "after"):
        for way in (dependency, *getattr(dependency, "at_least_one_of", ())):
            if name := getattr(way, "stage", None):
                yield name
