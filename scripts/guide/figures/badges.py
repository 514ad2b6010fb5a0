"""Where the numbers and arrows of a picture stand: beside their boxes, on the side where they cover least."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import heapify, heappop, heappush

from guide.figures.geometry import Medium, Spot, contains, meeting, outside, overlap, scaled, square_round
from guide.figures.store import Box
from guide.model.screens import MarkStyle

Wish = str
"""`plain`, `arrow`, or empty for a mark without a badge."""
_OUT, _TOUCHING, _OWN_TEXT, _TEXT, _BOX = 400.0, 300.0, 400.0, 60.0, 45.0
"""What it costs to leave the picture; to touch another badge; to cover the target's writing, other writing, another box."""


def wish_of(style: MarkStyle, numbered: bool) -> Wish:
    """What stands beside a mark of that style."""
    if style == "arrow":
        return "arrow"
    return "plain" if numbered else ""


@dataclass(frozen=True)
class _Candidate:
    spot: Spot
    angle: int
    cost: float


class _Ranking:
    """The places for one badge, cheapest first. What a place costs is worked out when its turn may have come, and once."""

    def __init__(self, places: Iterable[tuple[Spot, int, float]], extra: Callable[[Spot], float]) -> None:
        """`places` come with the least that they may cost, and `extra` says how much more a place does."""
        self._heap = [(least, index, spot, angle, False) for index, (spot, angle, least) in enumerate(places)]
        self._extra = extra
        self._known: list[_Candidate] = []
        heapify(self._heap)

    def __iter__(self) -> Iterator[_Candidate]:
        index = 0
        while index < len(self._known) or self._find():
            yield self._known[index]
            index += 1

    def _find(self) -> bool:
        while self._heap:
            cost, index, spot, angle, known = heappop(self._heap)
            if known:
                self._known.append(_Candidate(spot, angle, cost))
                return True
            heappush(self._heap, (cost + self._extra(spot), index, spot, angle, True))
        return False


@lru_cache(maxsize=512)
def badge_spots(
    outlines: tuple[Box, ...], wanted: tuple[Wish, ...], texts: tuple[Box, ...], size: tuple[int, int], medium: Medium
) -> tuple[tuple[Spot, int] | None, ...]:
    """For each mark the centre of its badge, and the angle of its arrow. Does not depend on the language."""
    scales = medium.scales(size[0])
    choices = [
        _ranked(index, outlines, wish, texts, size, medium, scales) if wish else None
        for index, wish in enumerate(wanted)
    ]
    chosen = [next(iter(ranking)) if ranking else None for ranking in choices]
    for _ in range(4):
        changed = False
        for index, ranking in enumerate(choices):
            if ranking is None:
                continue
            others = [other for place, other in enumerate(chosen) if other and place != index]
            best = _best(ranking, others, scales, medium)
            changed |= best != chosen[index]
            chosen[index] = best
        if not changed:
            break
    return tuple((candidate.spot, candidate.angle) if candidate else None for candidate in chosen)


def _best(
    ranking: _Ranking, others: Sequence[_Candidate], scales: tuple[float, ...], medium: Medium
) -> _Candidate | None:
    best, lowest = None, float("inf")
    for candidate in ranking:
        if candidate.cost >= lowest:  # they are sorted by what they cost alone
            break
        cost = candidate.cost
        for scale in scales:
            x, y = candidate.spot.at(scale)
            for other in others:
                beside_x, beside_y = other.spot.at(scale)
                if max(abs(x - beside_x), abs(y - beside_y)) < 2 * medium.radius + 1:
                    cost += _TOUCHING
        if cost < lowest:
            best, lowest = candidate, cost
    return best


def _ranked(
    index: int, outlines: tuple[Box, ...], wish: Wish, texts: tuple[Box, ...], size: tuple[int, int], medium: Medium,
    scales: tuple[float, ...],
) -> _Ranking:  # fmt: skip
    """The places for one badge by what they cost without regard to other badges."""
    own = outlines[index]
    around = _around_all(own, medium, scales)
    near = [(text, _OWN_TEXT if overlap(text, own) else _TEXT) for text in meeting(around, texts)]
    others = (*outlines[:index], *outlines[index + 1 :])
    near += [(box, _BOX) for box in meeting(around, others) if not contains(box, own)]

    def extra(spot: Spot) -> float:
        cost = 0.0
        for scale in scales:
            square = square_round(spot.at(scale), medium.radius)
            cost += outside(square, size, scale, medium.room) * _OUT / (2 * medium.radius)
            cost += _covering(scaled(square, 1 / scale), own, near)
        return cost

    return _Ranking(_around(own, wish, medium), extra)


def _covering(shown: Box, own: Box, near: Sequence[tuple[Box, float]]) -> float:
    """What it costs to stand there: `near` are boxes with what it costs to cover them."""
    left, top, width, height = shown
    right, bottom, area = left + width, top + height, width * height
    cost = 30 * overlap(shown, own) / area
    for (x, y, across, down), weight in near:
        if left < x + across and x < right and top < y + down and y < bottom:  # seldom, and asked many times
            cost += weight * (0.2 + overlap(shown, (x, y, across, down)) / area)
    return cost


def _around_all(own: Box, medium: Medium, scales: tuple[float, ...]) -> Box:
    """A box round every place that a badge of `own` could take: what lies outside is never covered."""
    reach = (3 * medium.radius + medium.gap + medium.stem) / min(scales)
    return own[0] - reach, own[1] - reach, own[2] + 2 * reach, own[3] + 2 * reach


def _around(box: Box, wish: Wish, medium: Medium) -> Iterator[tuple[Spot, int, float]]:
    """Places for the badge of `box`: centre, angle of its arrow, and how little we like it (0: most)."""
    x, y, w, h = box
    r = medium.radius
    stems = (0.0,) if wish == "plain" else (medium.stem,)
    for stem in stems:
        reach = r + medium.gap + stem
        if wish == "arrow":
            along = [(0.5, 0.0, 0.0), (0.25, 0.0, 2.0), (0.75, 0.0, 2.0)]
        else:
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
