"""Ids that clash, and stages that wait for each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from guide.core.files import DEVICE_NAMES
from guide.loading.partial import ids_of, items, skip_unread
from guide.loading.references import PAGES, Finding
from guide.loading.yaml_reader import Location
from guide.model.forms import Input
from guide.model.guide import Guide
from guide.model.stages import Stage
from guide.model.texts import Strict, Unread

_PAGE_NAMES = {
    *PAGES,
    *[
        "index",
        "home",
        "en",
        "zh",
        "assets",
        "search",
        "404",
        "sitemap",
        "handbook",
        "handout",
        "card",
        "manifest",
        "generic",
    ],
}
_PAGE_PARTS = {
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
    """Yields what is wrong with the ids on the page of a stage."""
    steps = items(stage, "steps", at)
    anchors: list[tuple[Location, str]] = []
    for below, step in steps:
        anchors += [((*below, "id"), name) for name in [getattr(step, "id", None)] if name]
        anchors += former_ids(step, below)
        for place, trouble in items(step, "trouble", below):
            anchors += _with_former(trouble, place)
    for place, trouble in items(stage, "trouble", at):
        anchors += _with_former(trouble, place)
    yield from duplicate_ids(anchors)
    yield from reserved_ids(anchors)
    fields = [place for below, step in steps for place in items(step, "fields", below)]
    yield from duplicate_ids([name for below, field in fields for name in _with_former(field, below)])
    yield from duplicate_ids(
        [((*below, "screen"), name) for below, step in steps for name in getattr(step, "screens", ())]
    )
    for below, step in steps:
        yield from skip_unread(*(_options(field, place) for place, field in items(step, "fields", below)))
    if stage.id in _PAGE_NAMES:
        yield (*at, "id"), f"{stage.id} is the name of another page, expected a name of its own; rename the stage"


def device_names(ids: Iterable[tuple[Location, str]]) -> Iterator[Finding]:
    """Yields a finding for each of the `ids`, which become names of files, that no file can have on Windows."""
    for location, name in ids:
        if name in DEVICE_NAMES:
            yield location, f"Windows keeps the name {name} for a device, expected another for a file; rename it"


def former_ids(part: Strict, at: Location) -> list[tuple[Location, str]]:
    """Returns the ids that `part` had in earlier editions, each with its place."""
    return [((*at, "formerly", index), name) for index, name in enumerate(getattr(part, "formerly", ()))]


def _with_former(part: Strict, at: Location) -> list[tuple[Location, str]]:
    """Returns the id of `part` and those that it had in earlier editions, each once: one may be what the FAQ called it."""
    own = getattr(part, "id", None)
    former = [(place, name) for place, name in former_ids(part, at) if name != own]
    return [((*at, "id"), own), *former] if own else former


def _options(field: Input, at: Location) -> Iterator[Finding]:
    if field.options and field.kind != "choice":
        yield (
            (*at, "options"),
            f"options stand at a field of kind {field.kind}, expected them at kind: choice only",
        )


def reserved_ids(anchors: Iterable[tuple[Location, str]]) -> Iterator[Finding]:
    """Yields a finding for each of the `anchors` that a fixed part of every page has as its id, or whose beginning it reserves."""
    for location, name in anchors:
        if name in _PAGE_PARTS or name.startswith(_PREFIXES):
            yield (
                location,
                f"{name} is the id of a part of every page or begins like one, expected an id of its own; rename it",
            )


def duplicate_ids(ids: Iterable[tuple[Location, str]]) -> Iterator[Finding]:
    """Yields a finding for each of the `ids` that stands a second time, though all of them must differ."""
    counts: Counter[str] = Counter()
    for location, name in ids:
        counts[name] += 1
        if counts[name] > 1:
            yield location, f"duplicate id {name}, expected ids that differ; rename one"


def dependency_cycles(guide: Guide) -> Iterator[Finding]:
    """Yields a finding for each group of stages that wait for each other in the end, with the shortest way round."""
    needs: dict[str, list[str]] = {}
    for _, stage in items(guide, "stages"):
        with suppress(Unread):
            needs[stage.id] = list(dict.fromkeys(_needs_of(stage)))
    names_in_cycles: set[str] = set()
    for at, name in ids_of(guide, "stages"):
        way = _way(needs, name, name)
        if way and name not in names_in_cycles:
            names_in_cycles |= {other for other in needs if _way(needs, name, other) and _way(needs, other, name)}
            yield (
                (*at[:-1], "after"),
                f"{' → '.join(way)}: a dependency cycle, expected none; cut an after: of one of them",
            )


def _way(needs: Mapping[str, Iterable[str]], start: str, end: str) -> list[str]:
    """Returns the shortest way along what is waited for, with both ends; empty if there is none."""
    ways, visits = [[start]], set[str]()
    for way in ways:  # which grows as it is walked
        for need in needs.get(way[-1], ()):
            if need == end:
                return [*way, need]
            if need not in visits:
                visits.add(need)
                ways.append([*way, need])
    return []


def _needs_of(stage: Stage) -> Iterator[str]:
    for _, dependency in items(stage, "after"):
        for way in (dependency, *getattr(dependency, "at_least_one_of", ())):
            if name := getattr(way, "stage", None):
                yield name
