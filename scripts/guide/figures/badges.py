"""Where the numbers and arrows of a picture stand: beside their boxes, on the side where they cover least."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from guide.figures.geometry import (
    Medium,
    Spot,
    contains,
    find_overlaps,
    overlap,
    scale_box,
    square_around,
    total_overhang,
)
from guide.figures.store import Box
from guide.model.screens import MarkStyle

Boxes = tuple[Box, ...]
BadgeKind = Literal["plain", "arrow", ""]
"""What stands beside a mark; empty for one without a badge."""
_OUT, _TOUCHING, _OWN_TEXT, _TEXT, _BOX = 400.0, 300.0, 400.0, 60.0, 45.0
"""What it costs to leave the picture; to touch another badge; to cover the target's writing, other writing, another box."""


def badge_kind(style: MarkStyle, has_number: bool) -> BadgeKind:
    """Returns what stands beside a mark of that style."""
    if style == "arrow":
        return "arrow"
    return "plain" if has_number else ""


@dataclass(frozen=True)
class _Candidate:
    spot: Spot
    angle: int
    cost: float


@lru_cache(maxsize=512)
def badge_spots(
    outlines: Boxes, kinds: tuple[BadgeKind, ...], texts: Boxes, size: tuple[int, int], medium: Medium
) -> tuple[tuple[Spot, int] | None, ...]:
    """For each mark the centre of its badge, and the angle of its arrow. Does not depend on the language."""
    scales = medium.scales(size[0])
    rankings: list[list[_Candidate]] = []
    for index, (outline, kind) in enumerate(zip(outlines, kinds, strict=True)):
        others = (*outlines[:index], *outlines[index + 1 :])
        rankings.append(_rank(outline, kind, others, texts, size, medium) if kind else [])
    choice = [next(iter(ranking), None) for ranking in rankings]
    for _ in range(4):
        before = list(choice)
        for index, ranking in enumerate(rankings):
            rivals = [rival for place, rival in enumerate(choice) if rival and place != index]
            choice[index] = _best(ranking, rivals, scales, medium)
        if choice == before:
            break
    return tuple((candidate.spot, candidate.angle) if candidate else None for candidate in choice)


def _best(
    ranking: Sequence[_Candidate], rivals: Sequence[_Candidate], scales: tuple[float, ...], medium: Medium
) -> _Candidate | None:
    """Returns the cheapest place of a ranking where other badges stand at `rivals`."""
    best, lowest = None, float("inf")
    for candidate in ranking:
        if candidate.cost >= lowest:  # they are sorted by what they cost alone
            break
        cost = candidate.cost
        for scale in scales:
            x, y = candidate.spot.at(scale)
            for rival in rivals:
                rival_x, rival_y = rival.spot.at(scale)
                if max(abs(x - rival_x), abs(y - rival_y)) < 2 * medium.radius + 1:
                    cost += _TOUCHING
        if cost < lowest:
            best, lowest = candidate, cost
    return best


def _rank(
    own: Box, kind: BadgeKind, others: Boxes, texts: Boxes, size: tuple[int, int], medium: Medium
) -> list[_Candidate]:
    """Returns the places for one badge by what they cost without regard to other badges, the cheapest first."""
    scales = medium.scales(size[0])
    reach = _reach(own, medium, scales)
    near = [(text, _OWN_TEXT if overlap(text, own) else _TEXT) for text in find_overlaps(reach, texts)]
    near += [(box, _BOX) for box in find_overlaps(reach, others) if not contains(box, own)]
    candidates: list[_Candidate] = []
    for spot, angle, cost in _places_beside(own, kind, medium):
        for scale in scales:
            square = square_around(spot.at(scale), medium.radius)
            cost += total_overhang(square, size, scale, medium.room) * _OUT / (2 * medium.radius)
            cost += _cover_cost(scale_box(square, 1 / scale), own, near)
        candidates.append(_Candidate(spot, angle, cost))
    return sorted(candidates, key=lambda candidate: candidate.cost)


def _cover_cost(square: Box, own: Box, near: Sequence[tuple[Box, float]]) -> float:
    """Returns what a badge in `square` costs by what it covers: its element `own`, and boxes `near` it with the cost of each."""
    left, top, width, height = square
    right, bottom, area = left + width, top + height, width * height
    cost = 30 * overlap(square, own) / area
    for (x, y, across, down), weight in near:
        if left < x + across and x < right and top < y + down and y < bottom:  # seldom, and this runs often
            cost += weight * (0.2 + overlap(square, (x, y, across, down)) / area)
    return cost


def _reach(own: Box, medium: Medium, scales: tuple[float, ...]) -> Box:
    """Returns a box around every place that a badge of `own` could take: what lies outside is never covered."""
    reach = (3 * medium.radius + medium.gap + medium.stem) / min(scales)
    return own[0] - reach, own[1] - reach, own[2] + 2 * reach, own[3] + 2 * reach


def _places_beside(box: Box, kind: BadgeKind, medium: Medium) -> Iterator[tuple[Spot, int, float]]:
    """Places for the badge of `box`: centre, angle of its arrow, and how little we like it (0: most)."""
    x, y, w, h = box
    r = medium.radius
    if kind == "arrow":
        reach = r + medium.gap + medium.stem
        along = [(0.5, 0.0, 0.0), (0.25, 0.0, 2.0), (0.75, 0.0, 2.0)]
    else:
        reach = r + medium.gap
        along = [(0.5, 0.0, 0.0), (0.0, r, 1.0), (0.0, 0.0, 2.0), (1.0, -r, 3.0), (1.0, 0.0, 4.0)]
    for part, shift, taste in along:
        yield Spot(x, y + part * h, -reach, shift), 0, taste
        yield Spot(x + w, y + part * h, reach, shift), 180, taste + 5
        yield Spot(x + part * w, y, shift, -reach), 90, taste + 7
        yield Spot(x + part * w, y + h, shift, reach), 270, taste + 9
    # Where the box fills the picture there is no outside: on its edge, or in its corner.
    yield Spot(x, y + h / 2, 0, 0), 0, 40
    yield Spot(x, y, r, r), 0, 50
    yield Spot(x + w, y, -r, r), 180, 52
